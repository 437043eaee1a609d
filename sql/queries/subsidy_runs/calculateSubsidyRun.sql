select c.*, refused(m.problem) as "!problem", m.standing as "!state"
from subsidy_run_calculate(:'id'::uuid, :'now'::timestamptz, :'today'::date) m
left join lateral subsidy_run_card(m.id) c on m.problem is null
