select c.*
from fund_cards c
where c.id = :'id'::uuid
