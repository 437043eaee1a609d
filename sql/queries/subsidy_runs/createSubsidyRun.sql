select c.*, refused(m.problem) as "!problem", m.standing as "!state"
from subsidy_run_create(:'new_id'::uuid, :'scheme_id'::uuid, (:'month'::text || '-01')::date, :'adjusts_id'::uuid, :'reason_masked', :'registers_on'::date, :'now'::timestamptz, :'today'::date) m
left join lateral subsidy_run_card(m.id) c on m.problem is null
