select c.*, refused(m.problem) as "!problem", m.standing as "!state"
from subsidy_run_void(:'id'::uuid, :'reason_masked', :'now'::timestamptz) m
left join lateral subsidy_run_card(m.id) c on m.problem is null
