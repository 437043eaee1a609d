select c.* from maintenance_application_cards c where c.id = :'id'::uuid
