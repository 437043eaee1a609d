select c.* from target_snapshot_cards c where c.id = :'id'::uuid
