select c.*
from star_rating_cards c
where true
  and c.district_code = :'district_code'::text -- if district_code
  and c.kind = any(:'kind'::text[]) -- if kind
  and c.subject_kind = any(:'subject_kind'::text[]) -- if subject_kind
  and c.subject_id = :'subject_id'::uuid -- if subject_id
  and c.stars >= :'stars_min'::integer -- if stars_min
  and c.state = any(:'state'::text[]) -- if state
  and c.street_code = any(:'street_code'::text[]) -- if street_code
  and (c.created_at, c.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor
order by c.created_at desc, c.id desc -- if sort=-created_at
limit :'limit'::bigint -- if limit
