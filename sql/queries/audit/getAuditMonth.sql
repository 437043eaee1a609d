select s.district_code, s.month, s.format, s.rows, s.head, s.previous_head, s.closed_at, s.sealed_at, s.detached_at
from audit_seal_cards s
where s.month = :'month'::text
