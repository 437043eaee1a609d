-- The district's officers are locked together with the one who goes, in one order, so that two who disable one another do not both succeed.
with locked as (
    select u.district_code, u.id, u.role, u.state
    from users u
    where u.district_code = :'district' and (u.id = :'id'::uuid or (:'role' = 'district' and u.role = 'district' and u.state = 'active'))
    order by u.id
    for update
), judged as (
    select l.district_code, l.id, l.state, case
        when l.id = :'user_id'::uuid then 'own_account'
        when l.state <> 'active' then 'state_conflict'
        when l.role = 'district' and (select count(*) from locked o where o.role = 'district' and o.state = 'active') < 2 then 'last_district_user'
        end as problem
    from locked l
    where l.id = :'id'::uuid
), changed as (
    update users u set state = 'disabled', token_epoch = u.token_epoch + 1, version = u.version + 1, updated_at = :'now'::timestamptz
    from judged j
    where u.district_code = j.district_code and u.id = j.id and j.problem is null
    returning u.id, u.name, u.display_name, u.role, u.street_code, u.community_code, u.firm_id, u.state, u.version, u.created_at, u.updated_at
)
select c.id, c.name, c.display_name, c.role, c.street_code, c.community_code, c.firm_id, c.state, c.version, c.created_at, c.updated_at,
       refused(j.problem) as "!problem", j.state as "!state"
from judged j
left join changed c on true
