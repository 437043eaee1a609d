select c.*, refused(m.problem) as "!problem"
from award_round_create(:'new_id'::uuid, :'body'::jsonb
    || jsonb_build_object('basis', :'basis_masked'::text) -- if basis_masked
    , :'now'::timestamptz) m
left join lateral award_round_card(m.id) c on m.problem is null
