select c.*, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from daily_check_withdraw(:'id'::uuid, :'reason_masked', :'now'::timestamptz) m
left join lateral daily_check_card(m.id) c on m.problem is null
