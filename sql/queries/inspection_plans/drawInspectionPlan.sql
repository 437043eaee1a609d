-- Of a plan and a draw that the caller sees.
select c.*, m.made, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from (select p.id, exists (select from draws d where d.district_code = :'district' and d.id = :'draw_id'::uuid) as drawn
      from inspection_plans p where p.district_code = :'district' and p.id = :'id'::uuid) seen
cross join lateral inspection_plan_draw(seen.id, :'draw_id'::uuid, seen.drawn, :'role', :'now'::timestamptz) m
left join lateral inspection_plan_card(m.id) c on m.problem is null
