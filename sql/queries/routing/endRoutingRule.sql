-- A rule of the district's own, from today or a day to come; one that has not begun is as if it had never been, and what it had ended goes on.
with before as (
    select r.*, greatest(coalesce(:'valid_to'::date, :'today'::date), r.effective_from) as last
    from routing_rules r
    where r.district_code = :'district' and r.id = :'id'::uuid
    for update
), judged as (
    select b.district_code, b.id, b.last, case
        when coalesce(:'valid_to'::date, :'today'::date) < :'today'::date then 'takes_effect_in_the_past'
        when b.effective_to <= b.last then 'state_conflict'
        end as problem
    from before b
), changed as (
    update routing_rules r set effective_to = j.last, ended_for = null
    from judged j
    where r.district_code = j.district_code and r.id = j.id and j.problem is null
    returning r.*
), resumed as (
    update routing_rules r set effective_to = b.effective_to, ended_for = b.ended_for
    from before b join changed c using (district_code, id)
    where r.district_code = c.district_code and r.ended_for = c.id and c.effective_to = c.effective_from
)
select c.id, false as common, c.position, c.category, c.delegated, c.expedited, c.urgency, c.unit_kind, c.department, c.basis, c.effective_from, c.effective_to, c.created_at,
    refused(j.problem) as "!problem", case j.problem when 'state_conflict' then 'ended' end as "!state"
from judged j left join changed c using (district_code, id)
