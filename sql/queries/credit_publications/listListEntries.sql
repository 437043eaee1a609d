select c.*
from credit_list_entry_cards c
where true
  and c.district_code = :'district_code'::text -- if district_code
  and c.list = any(:'list'::text[]) -- if list
  and c.state = any(:'state'::text[]) -- if state
  and c.subject_kind = :'subject_kind'::text -- if subject_kind
  and c.subject_id = :'subject_id'::uuid -- if subject_id
  and c.state in ('listed', 'removed') and daterange(c.valid_from, c.valid_to) @> :'in_force_on'::date -- if in_force_on
  and (c.proposed_at, c.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor
order by c.proposed_at desc, c.id desc -- if sort=-proposed_at
limit :'limit'::bigint -- if limit
