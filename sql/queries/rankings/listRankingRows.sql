select c.position, c.rank, c.listed, c."estate.id", c."estate.code", c."estate.name", c.street_code, c.community_code, c.counted, c.counted_raw, c.counted_merged, c.households,
    c.per_1000_households, c.leader_instruction, c.group_petition, c.opinion_event, c.firm_id, c.firms
from ranking_row_cards c
where must_exist(exists (select from ranking_cards s where s.id = :'id'::uuid)) and c.ranking_id = :'id'::uuid
  and c.listed = :'listed'::boolean -- if listed
  and c.street_code = any(:'street_code'::text[]) -- if street_code
  and c."estate.id" = :'estate_id'::uuid -- if estate_id
  and c.position > :'after_key'::bigint -- if cursor
order by c.position -- if sort=position
limit :'limit'::bigint -- if limit
