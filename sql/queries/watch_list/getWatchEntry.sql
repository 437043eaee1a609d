select c.* from watch_cards c where c.id = :'id'::uuid
