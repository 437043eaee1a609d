select c.*
from fund_commitment_cards c
where c.id = :'id'::uuid
