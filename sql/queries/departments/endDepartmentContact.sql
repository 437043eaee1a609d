with before as (
    select c.*, coalesce(:'valid_to'::date, :'today'::date) as last
    from department_contacts c
    where c.district_code = :'district' and c.id = :'id'::uuid
    for update
), judged as (
    select b.district_code, b.id, b.last, case
        when b.valid_to is not null then 'state_conflict'
        when b.last < :'today'::date then 'takes_effect_in_the_past'
        end as problem, case when b.valid_to is not null then 'ended' end as state
    from before b
), changed as (
    update department_contacts c set valid_to = greatest(c.valid_from, j.last), version = c.version + 1, updated_at = :'now'::timestamptz
    from judged j
    where c.district_code = j.district_code and c.id = j.id and j.problem is null
    returning c.*
)
select j.id, c.department_id, c.name, c.post, c.phone, c.valid_from, c.valid_to, c.version, c.created_at, c.updated_at, refused(j.problem) as "!problem", j.state as "!state"
from judged j
left join changed c using (district_code, id)
