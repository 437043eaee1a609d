with judged as (
    select case
        when not exists (select from codes c where c.list_code = 'department' and c.code = :'code'
                           and c.effective_from <= :'today'::date and coalesce(c.effective_to > :'today'::date, true)) then 'department_code_unknown'
        when :'street_code'::text is not null and not exists (
            select from division_jurisdictions j
            where j.district_code = :'district' and j.code = :'street_code' and j.community_code is null
              and j.effective_from <= :'today'::date and coalesce(j.effective_to > :'today'::date, true)) then 'street_unknown'
        end as problem
), made as (
    insert into departments (district_code, id, code, name, street_code, valid_from, created_at, updated_at, known_from)
    select :'district', :'new_id'::uuid, :'code', :'name', :'street_code', coalesce(:'valid_from'::date, :'today'::date),
           :'now'::timestamptz, :'now'::timestamptz, :'now'::timestamptz
    from judged j
    where j.problem is null
    returning *
)
select
    m.id, m.code, case when r.code is not null then 'fixed' else 'additional' end as kind, m.name, m.street_code,
    m.valid_from, m.valid_to, m.end_reason, m.version, m.created_at, m.updated_at,
    refused(j.problem) as "!problem"
from judged j
left join made m on true
left join department_roster r on r.code = m.code and r.effective_from <= :'today'::date and coalesce(r.effective_to > :'today'::date, true)
