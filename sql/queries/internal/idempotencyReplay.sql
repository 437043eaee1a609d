-- The replay writes too, so that what it repeats is as safe as what it adds.
update idempotency_keys k set tries = k.tries + 1
where k.district_code = :'district' and k.principal_id = :'user_id'::uuid and k.operation = :'operation' and k.key = :'key'
returning k.body_hash, k.status, k.answer, k.location
