select c.* from training_cards c where c.id = :'id'::uuid
