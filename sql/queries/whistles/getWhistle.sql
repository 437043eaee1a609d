select c.*
from whistle_cards c
where c.id = :'id'::uuid
