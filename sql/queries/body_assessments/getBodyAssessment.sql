select c.* from body_assessment_cards c where c.id = :'id'::uuid
