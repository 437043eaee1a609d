select t.*
from campaign_estate_cards t
where t.campaign_id = :'id'::uuid
  and (select must_exist(exists (select from campaigns c where c.district_code = :'district' and c.id = :'id'::uuid)))
  and t.kind = :'kind'::text -- if kind
  and (t.ended_at is null) = :'active'::boolean -- if active
  and (t.created_at, t.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor
order by t.created_at desc, t.id desc -- if sort=-created_at
limit :'limit'::bigint -- if limit
