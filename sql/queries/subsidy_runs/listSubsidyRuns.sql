select c.*
from subsidy_run_cards c
where true
  and c.scheme_id = :'scheme_id'::uuid -- if scheme_id
  and c.kind = :'kind'::text -- if kind
  and c.state = any(:'state'::text[]) -- if state
  and c.adjusts_id = :'adjusts_id'::uuid -- if adjusts_id
  and c.month >= :'month_from'::text -- if month_from
  and c.month < :'month_before'::text -- if month_before
  and (c.month, c.id) < (:'after_key'::text, :'after_id'::uuid) -- if cursor
order by c.month desc, c.id desc -- if sort=-month
limit :'limit'::bigint -- if limit
