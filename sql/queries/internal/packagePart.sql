select exchange_part_add(:'id'::uuid, :'part'::jsonb) is null as done
