-- The days that are past stand: whoever leaves today was there until yesterday.
with before as (
    select s.*, coalesce(:'valid_to'::date, :'today'::date) as last
    from org_staff s
    where s.district_code = :'district' and s.id = :'id'::uuid
    for update
), judged as (
    select b.district_code, b.id, b.last, case
        when b.valid_to is not null then 'state_conflict'
        when b.last < :'today'::date then 'takes_effect_in_the_past'
        end as problem, case when b.valid_to is not null then 'ended' end as state
    from before b
), changed as (
    update org_staff s set valid_to = greatest(s.valid_from, j.last), version = s.version + 1, updated_at = :'now'::timestamptz
    from judged j
    where s.district_code = j.district_code and s.id = j.id and j.problem is null
    returning s.*
)
select j.id, c.org_unit_id, c.name, c.post, c.specialist, c.full_time, c.valid_from, c.valid_to, c.version, c.created_at, c.updated_at, refused(j.problem) as "!problem", j.state as "!state"
from judged j
left join changed c using (district_code, id)
