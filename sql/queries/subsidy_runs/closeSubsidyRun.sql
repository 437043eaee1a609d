select c.*, refused(m.problem) as "!problem", m.standing as "!state", m.faults as "!faults"
from subsidy_run_close(:'id'::uuid, :'booked_on'::date, :'streets'::jsonb, :'now'::timestamptz, :'today'::date) m
left join lateral subsidy_run_card(m.id) c on m.problem is null
