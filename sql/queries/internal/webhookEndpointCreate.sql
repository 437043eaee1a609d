-- It is told of what happens from now on; what happened before, a replay sends. Who has no tickets is told no updates, and who may not follow the log not of it.
with client as (
    select c.district_code, c.id, c.name
    from clients c
    where c.district_code = :'district' and c.id = :'client_id'::uuid and (c.role = 'hotline' or not :'updates'::boolean) and (c.role = 'platform' or not :'changes'::boolean)
), e as (
    insert into webhook_endpoints (district_code, id, client_id, url, secret_1, secret_1_key, created_at, updated_at)
    select c.district_code, :'new_id'::uuid, c.id, :'url', :'sealed'::bytea, :'seal_key', :'now'::timestamptz, :'now'::timestamptz
    from client c
    returning id, client_id, url, state, disabled_reason, secret_1_live, secret_2_live, version, created_at, updated_at
), live as (
    insert into webhook_streams (district_code, id, endpoint_id, kind, log_position, at, next_try_at, created_at)
    select :'district', :'stream_id'::uuid, e.id, 'live', events_settled() - 1, 'infinity', :'now'::timestamptz, :'now'::timestamptz
    from e
    where :'updates'::boolean
), reminders as (
    insert into webhook_streams (district_code, id, endpoint_id, kind, log_position, at, next_try_at, created_at)
    select :'district', gen_random_uuid(), e.id, 'reminders', events_settled() - 1, 'infinity', :'now'::timestamptz, :'now'::timestamptz
    from e
    where :'reminders'::boolean
), changes as (
    insert into webhook_streams (district_code, id, endpoint_id, kind, log_position, next_try_at, created_at)
    select :'district', gen_random_uuid(), e.id, 'changes', coalesce((select f.seq from exchange_feeds f where f.district_code = :'district'), 0), :'now'::timestamptz, :'now'::timestamptz
    from e
    where :'changes'::boolean
)
select
    e.id, c.id as "client.id", c.name as "client.name", e.url, e.state, e.disabled_reason, e.secret_1_live as "secrets.secret_1", e.secret_2_live as "secrets.secret_2",
    e.version, e.created_at, e.updated_at
from e join client c on c.id = e.client_id
