select c.*, refused(m.problem) as "!problem", case when m.problem = 'state_conflict' then m.standing end as "!state"
from award_round_change(:'id'::uuid, :'body'::jsonb
    || jsonb_build_object('basis', :'basis_masked'::text) -- if basis_masked
    , :'if_version'::integer, :'now'::timestamptz, :'today'::date) m
left join lateral award_round_card(m.id) c on m.problem is null
