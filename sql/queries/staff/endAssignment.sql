-- From today on at the earliest; one that has not begun is called off on its first day.
with before as (
    select r.*, greatest(coalesce(:'valid_to'::date, :'today'::date), r.valid_from) as after_last,
           greatest(:'now'::timestamptz, r.known_from + interval '1 microsecond') as moment
    from person_roles r
    where r.district_code = :'district' and r.id = :'id'::uuid
    for update
), judged as (
    select b.district_code, b.id, b.after_last, b.moment, case
        when b.role = 'quality_director' and :'role' <> 'district' then 'members_reserved'
        when b.valid_to <= :'today'::date then 'state_conflict'
        when :'valid_to'::date < :'today'::date then 'takes_effect_in_the_past'
        when b.valid_to < b.after_last then 'period_reversed'
        end as problem
    from before b
), kept as (
    insert into person_roles_past (district_code, id, staff_id, firm_id, estate_id, role, valid_from, valid_to, reason, end_reason, assigned_by, ended_by, known_from,
                                   created_at, updated_at, known_to)
    select b.district_code, b.id, b.staff_id, b.firm_id, b.estate_id, b.role, b.valid_from, b.valid_to, b.reason, b.end_reason, b.assigned_by, b.ended_by, b.known_from,
           b.created_at, b.updated_at, b.moment
    from before b, judged j
    where j.problem is null
), changed as (
    update person_roles r set valid_to = j.after_last, end_reason = :'reason_masked', ended_by = :'user_id'::uuid, updated_at = j.moment, known_from = j.moment
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
