select c.* from ranking_cards c where c.id = :'id'::uuid
