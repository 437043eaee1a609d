select c.*, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from exchange_month_ask(:'new_id'::uuid, :'month'::text, :'reason_masked'::text, :'now'::timestamptz, :'today'::date) m
left join lateral exchange_month_card(m.id) c on m.problem is null
