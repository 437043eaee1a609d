select c.* from criticism_notice_cards c where c.id = :'id'::uuid
