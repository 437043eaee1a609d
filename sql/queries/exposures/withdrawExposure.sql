select c.*, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from exposure_withdraw(:'id'::uuid, :'reason_masked', :'now'::timestamptz) m
left join lateral exposure_card(m.id) c on m.problem is null
