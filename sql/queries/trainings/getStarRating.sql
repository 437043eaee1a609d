select c.* from star_rating_cards c where c.id = :'id'::uuid
