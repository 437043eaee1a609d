-- What is sent from now on is signed with the other one alone. The last one stays: what is not signed is not sent.
with before as (
    select e.district_code, e.id, case :'slot' when 'secret_1' then e.secret_1_live else e.secret_2_live end as live, e.secret_1_live and e.secret_2_live as other
    from webhook_endpoints e
    where e.district_code = :'district' and e.id = :'id'::uuid
    for update
), judged as (
    select b.district_code, b.id, case when not b.live then 'key_not_live' when not b.other then 'webhook_secret_last' end as problem
    from before b
), changed as (
    update webhook_endpoints e set
        secret_1 = null, secret_1_key = null, -- if slot=secret_1
        secret_2 = null, secret_2_key = null, -- if slot=secret_2
        version = e.version + 1, updated_at = :'now'::timestamptz
    from judged j
    where e.district_code = j.district_code and e.id = j.id and j.problem is null
    returning e.district_code, e.id, e.client_id, e.url, e.state, e.disabled_reason, e.secret_1_live, e.secret_2_live, e.version, e.created_at, e.updated_at
)
select
    e.id, c.id as "client.id", c.name as "client.name", e.url, e.state, e.disabled_reason, e.secret_1_live as "secrets.secret_1", e.secret_2_live as "secrets.secret_2",
    e.version, e.created_at, e.updated_at, refused(j.problem) as "!problem"
from judged j
left join changed e using (district_code, id)
left join clients c on c.district_code = e.district_code and c.id = e.client_id
