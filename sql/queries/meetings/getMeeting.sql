select c.* from meeting_cards c where c.id = :'id'::uuid
