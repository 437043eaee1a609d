-- As the list stood on the day, each entry with the state that it had.
select c.*
from dishonest_entries_at(coalesce(:'as_of'::date, :'today'::date)) e
cross join lateral dishonest_card(e) c
where e.district_code = :'district'
  and e.subject = :'subject'::text -- if subject
  and e.firm_id = :'firm_id'::uuid -- if firm_id
  and e.staff_id = :'staff_id'::uuid -- if staff_id
  and e.state = any(:'state'::text[]) -- if state
  and e.cause = any(:'cause'::text[]) -- if cause
  and e.escalated = :'escalated'::boolean -- if escalated
  and e.known_from >= :'updated_since'::timestamptz -- if updated_since
  and (e.proposed_at, e.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor
order by e.proposed_at desc, e.id desc -- if sort=-proposed_at
limit :'limit'::bigint -- if limit
