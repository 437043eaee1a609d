-- Who comes back to a firm counts for its quota again. Old tokens and sign-ins stay void: the epoch has moved on.
with before as (
    select u.district_code, u.id, u.state, u.role, u.firm_id
    from users u
    where u.district_code = :'district' and u.id = :'id'::uuid
    for update
), judged as materialized (
    select b.district_code, b.id, b.state, case
        when b.state <> 'disabled' then 'state_conflict'
        when b.role = 'company' and not account_within_quota(b.firm_id, :'today'::date) then 'account_quota_reached'
        end as problem
    from before b
), changed as (
    update users u set state = 'active', version = u.version + 1, updated_at = :'now'::timestamptz
    from judged j
    where u.district_code = j.district_code and u.id = j.id and j.problem is null
    returning u.id, u.name, u.display_name, u.role, u.street_code, u.community_code, u.firm_id, u.state, u.version, u.created_at, u.updated_at
)
select c.id, c.name, c.display_name, c.role, c.street_code, c.community_code, c.firm_id, c.state, c.version, c.created_at, c.updated_at,
       refused(j.problem) as "!problem", j.state as "!state"
from judged j
left join changed c on true
