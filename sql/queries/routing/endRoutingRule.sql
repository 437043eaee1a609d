-- A rule of the district's own, from today or a day to come.
select c.id, false as common, c.position, c.category, c.delegated, c.expedited, c.urgency, c.unit_kind, c.department, c.basis, c.effective_from, c.effective_to, c.created_at,
    refused(e.problem) as "!problem", case e.problem when 'state_conflict' then 'ended' end as "!state"
from routing_rule_end(:'id'::uuid, coalesce(:'valid_to'::date, :'today'::date), :'today'::date) e
left join lateral (select (e.ended).*) c on true
