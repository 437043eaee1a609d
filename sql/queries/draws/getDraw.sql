select c.*
from draw_cards c
where c.id = :'id'::uuid
