select c.position, c.rank, c.listed, c."estate.code", c."estate.name", c.street_code, c.counted, c.per_1000_households
from published_ranking_rows c
where must_exist(exists (select from published_rankings s where s.id = :'id'::uuid)) and c.ranking_id = :'id'::uuid
  and c.listed = :'listed'::boolean -- if listed
  and c.street_code = any(:'street_code'::text[]) -- if street_code
  and c.position > :'after_key'::bigint -- if cursor
order by c.position -- if sort=position
limit :'limit'::bigint -- if limit
