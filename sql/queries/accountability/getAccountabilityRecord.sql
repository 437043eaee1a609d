select c.*
from accountability_cards c
where c.id = :'id'::uuid
