select s.*, b.document
from credit_rulebooks b
cross join lateral credit_rulebook_card(b, :'today'::date) s
where b.id = :'id'::uuid
