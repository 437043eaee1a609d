select c.*, refused(m.problem) as "!problem"
from fund_draft(:'new_id'::uuid, :'kind', :'year'::integer, :'title_masked', :'basis_masked', :'lines'::jsonb, :'now'::timestamptz, :'today'::date) m
left join lateral fund_card(m.id) c on m.problem is null
