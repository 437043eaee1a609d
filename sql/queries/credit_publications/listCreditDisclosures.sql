select c.*
from credit_disclosure_cards c
where true
  and c.state = any(:'state'::text[]) -- if state
  and c.needs_withdrawal = :'needs_withdrawal'::boolean -- if needs_withdrawal
  and c.subject_id = :'subject_id'::uuid -- if subject_id
  and c.record_id = :'record_id'::uuid -- if record_id
  and c.entry_id = :'entry_id'::uuid -- if entry_id
  and (c.created_at, c.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor
order by c.created_at desc, c.id desc -- if sort=-created_at
limit :'limit'::bigint -- if limit
