select c.*
from whistle_call_cards c
where c.id = :'id'::uuid
