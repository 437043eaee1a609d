select c.*
from credit_publication_cards c
where c.id = :'id'::uuid
