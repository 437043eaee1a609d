select c.*, c.times as "!version", refused(m.problem) as "!problem"
from exchange_acknowledge(:'month'::text, :'version'::integer, :'sha256'::text, :'now'::timestamptz) m
left join lateral exchange_receipt(m.id, :'sha256'::text) c on m.problem is null
