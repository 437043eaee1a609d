-- The department is locked, so that nobody is added to one that ends at this moment.
with department as (
    select d.*
    from departments d
    where d.district_code = :'district' and d.id = :'id'::uuid
    for update
), judged as (
    select d.district_code, d.id, case when d.valid_to is not null then 'state_conflict' end as problem,
           case when d.valid_to is not null then 'ended' end as state
    from department d
), made as (
    insert into department_contacts (district_code, id, department_id, name, post, phone, valid_from, created_at, updated_at, known_from)
    select j.district_code, :'new_id'::uuid, j.id, :'name', :'post_masked', :'phone', coalesce(:'valid_from'::date, :'today'::date),
           :'now'::timestamptz, :'now'::timestamptz, :'now'::timestamptz
    from judged j
    where j.problem is null
    returning *
)
select m.id, m.department_id, m.name, m.post, m.phone, m.valid_from, m.valid_to, m.version, m.created_at, m.updated_at, refused(j.problem) as "!problem", j.state as "!state"
from judged j
left join made m on true
