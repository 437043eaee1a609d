select c.*, refused(m.problem) as "!problem"
from dishonest_make(:'new_id'::uuid, :'body'::jsonb || jsonb_build_object('basis', :'basis_masked'::text), :'role', :'now'::timestamptz) m
left join lateral dishonest_entry_card(m.id) c on m.problem is null
