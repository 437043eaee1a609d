select c.*, refused(m.problem) as "!problem"
from expert_panel_make(:'new_id'::uuid, :'body'::jsonb || jsonb_build_object('reason', :'reason_masked'::text), :'now'::timestamptz, :'today'::date) m
left join lateral expert_panel_card(m.id) c on m.problem is null
