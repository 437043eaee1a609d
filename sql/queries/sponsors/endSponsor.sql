select c.*, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from sponsor_end(:'id'::uuid, coalesce(:'ended_on'::date, :'today'::date), :'reason_masked', :'now'::timestamptz) m
left join lateral sponsor_card(m.id) c on m.problem is null
