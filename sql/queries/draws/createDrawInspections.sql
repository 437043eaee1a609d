select m.id as draw_id, m.made, m."there", m.unstaffed, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from draw_inspections_make(:'id'::uuid, :'plan_id'::uuid, :'now'::timestamptz) m
