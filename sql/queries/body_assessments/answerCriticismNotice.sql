select c.*, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from criticism_move(:'id'::uuid, 'answer', :'body'::jsonb || jsonb_build_object('answer', :'answer_masked'::text), :'now'::timestamptz, :'today'::date, :'role') m
left join lateral criticism_notice_card(m.id) c on m.problem is null
