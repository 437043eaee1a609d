-- Its tokens end at once, its signatures no longer count.
with before as (
    select c.district_code, c.id, c.state
    from clients c
    where c.district_code = :'district' and c.id = :'id'::uuid
    for update
), judged as (
    select b.district_code, b.id, b.state, case when b.state <> 'active' then 'state_conflict' end as problem
    from before b
), changed as (
    update clients c set state = 'disabled', token_epoch = c.token_epoch + 1, version = c.version + 1, updated_at = :'now'::timestamptz
    from judged j
    where c.district_code = j.district_code and c.id = j.id and j.problem is null
    returning c.id, c.name, c.role, c.state, c.secret_1_live, c.secret_2_live, c.webhook_1_live, c.webhook_2_live, c.version, c.created_at, c.updated_at
)
select
    c.id, c.name, c.role, c.state, c.secret_1_live as "keys.secret_1", c.secret_2_live as "keys.secret_2", c.webhook_1_live as "keys.webhook_1", c.webhook_2_live as "keys.webhook_2", c.version, c.created_at, c.updated_at,
    refused(j.problem) as "!problem", j.state as "!state"
from judged j
left join changed c on true
