select c.*, m.standing as "!state", refused(m.problem) as "!problem"
from deposit_terms_change(:'id'::uuid, :'body'::jsonb, :'if_version'::integer, :'now'::timestamptz, :'today'::date) m
left join lateral deposit_terms_card(m.moved, :'today'::date) c on true
