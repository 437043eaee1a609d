select c.*, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from expert_panel_conclude(:'id'::uuid, :'conclusion_masked', :'now'::timestamptz, :'today'::date) m
left join lateral expert_panel_card(m.id) c on m.problem is null
