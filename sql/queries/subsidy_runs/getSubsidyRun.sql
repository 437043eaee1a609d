select c.*
from subsidy_run_cards c
where c.id = :'id'::uuid
