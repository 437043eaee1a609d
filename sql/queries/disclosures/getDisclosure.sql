select c.* from disclosure_cards c where c.id = :'id'::uuid
