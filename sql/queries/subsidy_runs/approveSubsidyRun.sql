select c.*, refused(m.problem) as "!problem", m.standing as "!state"
from subsidy_run_approve(:'id'::uuid, :'version'::integer, :'now'::timestamptz) m
left join lateral subsidy_run_card(m.id) c on m.problem is null
