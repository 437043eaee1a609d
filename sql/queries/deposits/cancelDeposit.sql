select c.*, c.state = 'due' and coalesce(c.due_on < :'today'::date, false) as overdue, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from deposit_end(:'id'::uuid, 'cancel', null, :'reason_masked', null, :'today'::date, null, :'now'::timestamptz, :'today'::date) m
left join lateral deposit_card(m.id) c on m.problem is null
