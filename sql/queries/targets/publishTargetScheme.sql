select c.*, m.standing as "!state", refused(m.problem) as "!problem"
from target_scheme_publish(:'id'::uuid, :'version'::integer, :'effective_from'::date, :'now'::timestamptz, :'today'::date) m
left join lateral target_scheme_card(m.moved, :'today'::date) c on true
