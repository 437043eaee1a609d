select d.*
from committee_decision_cards d
where true
  and d.committee_id = :'committee_id'::uuid -- if committee_id
  and d."estate.id" = :'estate_id'::uuid -- if estate_id
  and d.street_code = any(:'street_code'::text[]) -- if street_code
  and d.state = any(:'state'::text[]) -- if state
  and d.updated_at >= :'updated_since'::timestamptz -- if updated_since
  and (d.decided_on, d.id) < (:'after_key'::date, :'after_id'::uuid) -- if cursor
order by d.decided_on desc, d.id desc -- if sort=-decided_on
limit :'limit'::bigint -- if limit
