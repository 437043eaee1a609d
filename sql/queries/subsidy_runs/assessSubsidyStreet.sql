select c.*, refused(m.problem) as "!problem", m.standing as "!state", m.faults as "!faults"
from subsidy_run_assess(:'id'::uuid, :'street_code', :'now'::timestamptz) m
left join lateral subsidy_run_street_card(m.id, :'street_code') c on m.problem is null
