select c.* from honour_cards c where c.id = :'id'::uuid
