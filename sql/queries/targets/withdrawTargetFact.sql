select c.*, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from target_fact_withdraw(:'id'::uuid, :'reason_masked', :'now'::timestamptz) m
left join lateral target_fact_card(m.id) c on m.problem is null
