select c.*, c.state = 'due' and coalesce(c.due_on < :'today'::date, false) as overdue, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from deposit_refund(:'id'::uuid, :'year_no'::integer, :'booked_on'::date, :'bank_reference', :'now'::timestamptz, :'today'::date) m
left join lateral deposit_card(m.id) c on m.problem is null
