select c.* from listing_cards c where c.id = :'id'::uuid
