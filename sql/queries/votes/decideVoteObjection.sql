select c.*, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from vote_objection_decide(:'id'::uuid, :'decision', :'answer_masked', :'now'::timestamptz, :'today'::date) m
left join lateral vote_objection_card(m.id) c on m.problem is null
