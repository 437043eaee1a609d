select c.*, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from meeting_withdraw(:'id'::uuid, :'reason_masked', :'now'::timestamptz, :'today'::date) m
left join lateral meeting_card(m.id) c on m.problem is null
