select c.*
from enforcement_cards c
where c.id = :'id'::uuid
