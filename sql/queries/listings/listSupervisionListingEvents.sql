select v.*
from listing_event_cards v
where must_exist(exists (select from supervision_listings l where l.district_code = :'district' and l.id = :'id'::uuid)) and v.listing_id = :'id'::uuid
  and v.action = any(:'action'::text[]) -- if action
  and (v.at, v.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor
order by v.at desc, v.id desc -- if sort=-at
limit :'limit'::bigint -- if limit
