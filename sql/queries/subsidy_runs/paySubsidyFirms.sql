select c.*, refused(m.problem) as "!problem", m.standing as "!state"
from subsidy_run_pay_firms(:'id'::uuid, :'street_code', :'booked_on'::date, :'payments'::jsonb, :'now'::timestamptz, :'today'::date) m
left join lateral subsidy_run_street_card(m.id, :'street_code') c on m.problem is null
