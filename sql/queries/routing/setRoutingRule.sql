-- The district's own rule of a position, from today or later; the one that runs then ends there, and one that is planned still comes,
-- unless it was withdrawn.
with judged as (
    select case
        when :'effective_from'::date < :'today'::date then 'takes_effect_in_the_past'
        when :'category'::text is not null and not exists (select from complaint_categories k where k.code = :'category'
            and k.effective_from <= :'effective_from'::date and coalesce(k.effective_to > :'effective_from'::date, true)) then 'category_unknown'
        when :'department'::text is not null and not exists (select from codes k where k.list_code = 'department' and k.code = :'department'
            and k.effective_from <= :'effective_from'::date and coalesce(k.effective_to > :'effective_from'::date, true)) then 'department_code_unknown'
        end as problem
), made as (
    -- No room is made for one that is refused.
    insert into routing_rules (district_code, id, position, category, delegated, expedited, urgency, unit_kind, department, basis, effective_from, effective_to, ended_for, created_at)
    select :'district', :'new_id'::uuid, :'position'::integer, :'category', :'delegated'::boolean, :'expedited'::boolean, :'urgency', :'unit_kind', :'department',
           :'basis_masked', :'effective_from'::date, room.next_from, room.next_id, :'now'::timestamptz
    from judged
    cross join lateral routing_rule_room(:'position'::integer, :'effective_from'::date, case when judged.problem is null then :'new_id'::uuid end) room
    where judged.problem is null
    returning *
)
select m.id, false as common, m.position, m.category, m.delegated, m.expedited, m.urgency, m.unit_kind, m.department, m.basis, m.effective_from, m.effective_to, m.created_at,
    refused(judged.problem) as "!problem"
from judged left join made m on true
