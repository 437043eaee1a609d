select c.*, (m.moved).document, m.standing as "!state", refused(m.problem) as "!problem"
from credit_rulebook_change(:'id'::uuid, :'body'::jsonb, :'if_version'::integer, :'now'::timestamptz, :'today'::date) m
left join lateral credit_rulebook_card(m.moved, :'today'::date) c on true
