select d.update_id as id, d.type, d.at, d.tries, d.first_tried_at, d.given_up_at, d.outcome, d.status, d.delivered_at
from webhook_dead_letters d
where d.district_code = :'district' and d.endpoint_id = :'id'::uuid
  and (select must_exist(exists (select from webhook_endpoints e where e.district_code = :'district' and e.id = :'id'::uuid)))
  and (d.delivered_at is not null) = :'delivered'::boolean -- if delivered
  and (d.given_up_at, d.update_id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor
order by d.given_up_at desc, d.update_id desc -- if sort=-given_up_at
limit :'limit'::bigint -- if limit
