select c.*
from three_form_cards c
where c.id = :'id'::uuid
