-- One that has ended is still to be read.
select
    d.id, d.code, case when r.code is not null then 'fixed' else 'additional' end as kind, d.name, d.street_code,
    d.valid_from, d.valid_to, d.end_reason, d.version, d.created_at, d.updated_at
from departments d
left join department_roster r on r.code = d.code and r.effective_from <= :'today'::date and coalesce(r.effective_to > :'today'::date, true)
where d.district_code = :'district' and d.id = :'id'::uuid
