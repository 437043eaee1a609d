select s.district_code, s.month, s.format, s.rows, s.head, s.previous_head, s.closed_at, s.sealed_at, s.detached_at
from audit_seal_cards s
where true
  and s.month >= :'month_from'::text -- if month_from
  and s.month < :'month_before'::text -- if month_before
  and s.month < :'after_key'::text -- if cursor
order by s.month desc -- if sort=-month
limit :'limit'::bigint -- if limit
