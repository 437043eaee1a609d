select c.*, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from target_fact_end(:'id'::uuid, coalesce(:'holds_to'::date, :'today'::date), :'reason_masked', :'now'::timestamptz, :'today'::date) m
left join lateral target_fact_card(m.id) c on m.problem is null
