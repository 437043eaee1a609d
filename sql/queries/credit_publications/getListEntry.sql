select c.*
from credit_list_entry_cards c
where c.id = :'id'::uuid
