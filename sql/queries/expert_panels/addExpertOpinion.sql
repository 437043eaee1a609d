select c.*, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from expert_opinion_make(:'new_id'::uuid, :'id'::uuid, :'body'::jsonb || jsonb_build_object('said', :'said_masked'::text), :'now'::timestamptz) m
left join lateral expert_opinion_card(m.id) c on m.problem is null
