update idempotency_keys k set status = :'status'::integer, answer = :'answer', location = :'location'
where k.district_code = :'district' and k.principal_id = :'user_id'::uuid and k.operation = :'operation' and k.key = :'key'
