select c.*, refused(m.problem) as "!problem", m.standing as "!state"
from whistle_blow(:'new_id'::uuid, :'id'::uuid, array(select jsonb_array_elements_text(:'department_ids'::jsonb)::uuid), :'matter_masked', :'role', :'client', :'now'::timestamptz) m
left join lateral whistle_card(m.id) c on m.problem is null
