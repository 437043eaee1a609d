select s.*, (m.moved).document, m.standing as "!state", refused(m.problem) as "!problem"
from credit_rulebook_publish(:'id'::uuid, :'version'::integer, :'effective_from'::date, :'now'::timestamptz, :'today'::date) m
left join lateral credit_rulebook_card(m.moved, :'today'::date) s on true
