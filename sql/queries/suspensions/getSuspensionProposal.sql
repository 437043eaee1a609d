select c.* from suspension_cards c where c.id = :'id'::uuid
