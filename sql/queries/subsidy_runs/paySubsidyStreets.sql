select c.*, refused(m.problem) as "!problem", m.standing as "!state"
from subsidy_run_pay_streets(:'id'::uuid, :'booked_on'::date, :'payments'::jsonb, :'now'::timestamptz, :'today'::date) m
left join lateral subsidy_run_card(m.id) c on m.problem is null
