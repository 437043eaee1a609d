select c.*, refused(m.problem) as "!problem", m.standing as "!state"
from credit_disclosure_move(:'id'::uuid, 'send', :'sent_on'::date, :'reference_no', null, :'now'::timestamptz, :'today'::date) m
left join lateral credit_disclosure_card(m.id) c on m.problem is null
