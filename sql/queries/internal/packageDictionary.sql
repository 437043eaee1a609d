select d.dataset, d.position, d.member, d.type, d.format, d.nullable, d.unit, d.codes, d.description
from exchange_dictionary(:'schemas'::jsonb) d
order by d.nth, d.position
