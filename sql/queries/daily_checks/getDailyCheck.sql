select c.* from daily_check_cards c where c.id = :'id'::uuid
