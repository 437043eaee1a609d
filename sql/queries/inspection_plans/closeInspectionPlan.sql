-- Of a plan that the caller sees.
select c.*, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from (select p.id from inspection_plans p where p.district_code = :'district' and p.id = :'id'::uuid) seen
cross join lateral inspection_plan_close(seen.id, :'role', :'now'::timestamptz) m
left join lateral inspection_plan_card(m.id) c on m.problem is null
