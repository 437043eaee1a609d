select c.* from export_cards c where c.id = :'id'::uuid
