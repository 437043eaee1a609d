select c.* from reporting_duty_cards c where c.id = :'id'::uuid
