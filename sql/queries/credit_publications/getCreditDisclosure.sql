select c.*
from credit_disclosure_cards c
where c.id = :'id'::uuid
