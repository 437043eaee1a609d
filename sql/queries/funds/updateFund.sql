select c.*, refused(m.problem) as "!problem", m.standing as "!state"
from fund_redraft(:'id'::uuid, :'if_version'::integer, '{}'::jsonb
    || jsonb_build_object('year', :'year'::integer) -- if year
    || jsonb_build_object('title', :'title_masked'::text) -- if title_masked
    || jsonb_build_object('basis', :'basis_masked'::text) -- if basis_masked
    || jsonb_build_object('lines', :'lines'::jsonb) -- if lines
    , :'now'::timestamptz, :'today'::date) m
left join lateral fund_card(m.id) c on m.problem is null
