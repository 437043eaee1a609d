select c.*
from evaluation_cards c
where c.id = :'id'::uuid
