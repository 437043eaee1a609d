-- The body is locked, so that nobody is added to one that ends at this moment.
with unit as (
    select u.*
    from org_units u
    where u.district_code = :'district' and u.id = :'id'::uuid
    for update
), judged as (
    select u.district_code, u.id, case when u.ended_on is not null then 'state_conflict' end as problem,
           case when u.ended_on is not null then 'ended' end as state
    from unit u
), made as (
    insert into org_staff (district_code, id, org_unit_id, name, post, specialist, full_time, valid_from, created_at, updated_at, known_from)
    select j.district_code, :'new_id'::uuid, j.id, :'name', :'post_masked', coalesce(:'specialist'::boolean, false), :'full_time'::boolean,
           coalesce(:'valid_from'::date, :'today'::date), :'now'::timestamptz, :'now'::timestamptz, :'now'::timestamptz
    from judged j
    where j.problem is null
    returning *
)
select m.id, m.org_unit_id, m.name, m.post, m.specialist, m.full_time, m.valid_from, m.valid_to, m.version, m.created_at, m.updated_at, refused(j.problem) as "!problem", j.state as "!state"
from judged j
left join made m on true
