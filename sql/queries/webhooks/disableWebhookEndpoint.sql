-- Nothing is sent to it; what it has not got yet waits for it.
with before as (
    select e.district_code, e.id, e.state
    from webhook_endpoints e
    where e.district_code = :'district' and e.id = :'id'::uuid
    for update
), judged as (
    select b.district_code, b.id, b.state, case when b.state <> 'active' then 'state_conflict' end as problem
    from before b
), changed as (
    update webhook_endpoints e set state = 'disabled', disabled_reason = 'asked', version = e.version + 1, updated_at = :'now'::timestamptz
    from judged j
    where e.district_code = j.district_code and e.id = j.id and j.problem is null
    returning e.district_code, e.id, e.client_id, e.url, e.state, e.disabled_reason, e.secret_1_live, e.secret_2_live, e.version, e.created_at, e.updated_at
)
select
    e.id, c.id as "client.id", c.name as "client.name", e.url, e.state, e.disabled_reason, e.secret_1_live as "secrets.secret_1", e.secret_2_live as "secrets.secret_2",
    e.version, e.created_at, e.updated_at, refused(j.problem) as "!problem", j.state as "!state"
from judged j
left join changed e using (district_code, id)
left join clients c on c.district_code = e.district_code and c.id = e.client_id
