select c.* from target_fact_cards c where c.id = :'id'::uuid
