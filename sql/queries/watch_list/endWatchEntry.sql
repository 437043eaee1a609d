select c.*, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from watch_end(:'id'::uuid, coalesce(:'ended_on'::date, :'today'::date), :'reason_masked', :'now'::timestamptz, :'today'::date) m
left join lateral watch_card(m.id) c on m.problem is null
