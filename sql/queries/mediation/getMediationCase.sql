select c.* from mediation_case_cards c where c.id = :'id'::uuid
