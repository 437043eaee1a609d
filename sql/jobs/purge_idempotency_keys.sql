-- every 60 s: a key is honoured for as long as it says; later its answer is nobody's business
delete from idempotency_keys
where (district_code, principal_id, operation, key) in (
    select district_code, principal_id, operation, key from idempotency_keys
    where expires_at < now() limit 10000 for update skip locked);
