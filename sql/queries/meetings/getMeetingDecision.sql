select c.*, c.state = 'open' and c.due_on < :'today'::date as overdue from meeting_decision_cards c where c.id = :'id'::uuid
