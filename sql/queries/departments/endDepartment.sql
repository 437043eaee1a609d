-- Its contacts end with it. The days that are past stand.
with before as (
    select d.*, coalesce(:'valid_to'::date, :'today'::date) as last
    from departments d
    where d.district_code = :'district' and d.id = :'id'::uuid
    for update
), judged as (
    select b.district_code, b.id, b.last, case
        when b.valid_to is not null then 'state_conflict'
        when b.last < :'today'::date then 'takes_effect_in_the_past'
        end as problem, case when b.valid_to is not null then 'ended' end as state
    from before b
), left_it as materialized (
    select end_department_contacts(j.district_code, j.id, j.last, :'now'::timestamptz) as ended
    from judged j
    where j.problem is null
), changed as (
    update departments d set valid_to = greatest(d.valid_from, j.last), end_reason = :'reason_masked', version = d.version + 1, updated_at = :'now'::timestamptz
    from judged j, left_it
    where d.district_code = j.district_code and d.id = j.id and j.problem is null
    returning d.*
)
select
    j.id, c.code, case when r.code is not null then 'fixed' else 'additional' end as kind, c.name, c.street_code,
    c.valid_from, c.valid_to, c.end_reason, c.version, c.created_at, c.updated_at,
    refused(j.problem) as "!problem", j.state as "!state"
from judged j
left join changed c using (district_code, id)
left join department_roster r on r.code = c.code and r.effective_from <= :'today'::date and coalesce(r.effective_to > :'today'::date, true)
