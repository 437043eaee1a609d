select c.*, c.state = 'due' and coalesce(c.due_on < :'today'::date, false) as overdue
from deposit_cards c
where c.id = :'id'::uuid
