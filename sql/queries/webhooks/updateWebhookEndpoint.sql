-- Another address is tried at once, whatever the one before had come to.
with before as (
    select e.district_code, e.id, e.version
    from webhook_endpoints e
    where e.district_code = :'district' and e.id = :'id'::uuid
    for update
), judged as (
    select b.district_code, b.id, case when b.version <> :'if_version'::integer then 'precondition_failed' end as problem
    from before b
), changed as (
    update webhook_endpoints e set
        url = :'url', -- if url
        version = e.version + 1, updated_at = :'now'::timestamptz
    from judged j
    where e.district_code = j.district_code and e.id = j.id and j.problem is null
    returning e.district_code, e.id, e.client_id, e.url, e.state, e.disabled_reason, e.secret_1_live, e.secret_2_live, e.version, e.created_at, e.updated_at
), anew as (
    update webhook_streams s set next_try_at = :'now'::timestamptz, tries = 0, first_tried_at = null
    from changed e
    where s.district_code = e.district_code and s.endpoint_id = e.id and s.finished_at is null
)
select
    e.id, c.id as "client.id", c.name as "client.name", e.url, e.state, e.disabled_reason, e.secret_1_live as "secrets.secret_1", e.secret_2_live as "secrets.secret_2",
    e.version, e.created_at, e.updated_at, refused(j.problem) as "!problem"
from judged j
left join changed e using (district_code, id)
left join clients c on c.district_code = e.district_code and c.id = e.client_id
