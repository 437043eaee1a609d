select c.* from award_nomination_cards c where c.id = :'id'::uuid
