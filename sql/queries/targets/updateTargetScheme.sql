select c.*, m.standing as "!state", refused(m.problem) as "!problem"
from target_scheme_change(:'id'::uuid, :'body'::jsonb, :'if_version'::integer, :'now'::timestamptz, :'today'::date) m
left join lateral target_scheme_card(m.moved, :'today'::date) c on true
