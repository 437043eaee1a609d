select c.* from mediation_body_cards c where c.id = :'id'::uuid
