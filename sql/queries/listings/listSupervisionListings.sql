-- Row security: the caller's own; without a token what is published in every district.
select c.*
from (
    select l.district_code, l.id, l.proposed_at
    from listing_cards l
    where true
      and l.district_code = :'district_code'::text -- if district_code
      and l.state = any(:'state'::text[]) -- if state
      and l.reason = any(:'reason'::text[]) -- if reason
      and l.street_code = any(:'street_code'::text[]) -- if street_code
      and l."estate.id" = :'estate_id'::uuid -- if estate_id
      and l."firm.id" = :'firm_id'::uuid -- if firm_id
      and l.ranking_id = :'ranking_id'::uuid -- if ranking_id
      and l.overdue = :'overdue'::boolean -- if overdue
      and l.updated_at >= :'updated_since'::timestamptz -- if updated_since
      and (l.proposed_at, l.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor
    order by l.proposed_at desc, l.id desc -- if sort=-proposed_at
    limit :'limit'::bigint -- if limit
) p
join listing_cards c on c.district_code = p.district_code and c.id = p.id
order by p.proposed_at desc, p.id desc -- if sort=-proposed_at
