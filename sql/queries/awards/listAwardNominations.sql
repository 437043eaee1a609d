select c.*
from award_nomination_cards c
where true
  and c.district_code = :'district_code'::text -- if district_code
  and c.round_id = :'round_id'::uuid -- if round_id
  and c.category = any(:'category'::text[]) -- if category
  and c.quota = :'quota'::text -- if quota
  and c.state = any(:'state'::text[]) -- if state
  and c.subject_kind = :'subject_kind'::text -- if subject_kind
  and c.subject_id = :'subject_id'::text -- if subject_id
  and c.firm_id = :'firm_id'::uuid -- if firm_id
  and (c.nominated_at, c.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor
order by c.nominated_at desc, c.id desc -- if sort=-nominated_at
limit :'limit'::bigint -- if limit
