select c.* from dismissal_order_cards c where c.id = :'id'::uuid
