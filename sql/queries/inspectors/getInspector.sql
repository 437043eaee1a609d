select c.*
from inspector_cards c
where c.id = :'id'::uuid
