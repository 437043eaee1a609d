select s.rows, s.head, s.previous_head from audit_seal(:'district'::text, :'month'::text) s
