-- From today on at the earliest; one that has not begun is called off on its first day.
with before as (
    select r.*, greatest(coalesce(:'valid_to'::date, :'today'::date), r.valid_from) as after_last
    from person_roles r
    where r.district_code = :'district' and r.id = :'id'::uuid
    for update
), judged as (
    select b.district_code, b.id, b.after_last, case
        when b.role = 'quality_director' and :'role' <> 'district' then 'members_reserved'
        when b.valid_to <= :'today'::date then 'state_conflict'
        when :'valid_to'::date < :'today'::date then 'takes_effect_in_the_past'
        when b.valid_to < b.after_last then 'period_reversed'
        end as problem
    from before b
), changed as (
    update person_roles r set valid_to = j.after_last, end_reason = :'reason_masked', ended_by = :'user_id'::uuid, updated_at = :'now'::timestamptz
    from judged j
    where r.district_code = j.district_code and r.id = j.id and j.problem is null
    returning r.*
)
select
    j.id, r.role as post, r.firm_id, r.staff_id, s.name as staff_name, e.id as "estate.id", e.code as "estate.code", e.name as "estate.name",
    r.valid_from, r.valid_to, r.reason, r.end_reason, r.created_at, r.updated_at, refused(j.problem) as "!problem", case when j.problem = 'state_conflict' then 'ended' end as "!state"
from judged j
left join changed r using (district_code, id)
left join staff s on s.district_code = r.district_code and s.id = r.staff_id
left join estates e on e.district_code = r.district_code and e.id = r.estate_id
