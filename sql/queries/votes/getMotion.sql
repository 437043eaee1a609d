select c.* from motion_cards c where c.id = :'id'::uuid
