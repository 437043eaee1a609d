select c.* from due_report_cards c where c.id = :'id'::uuid
