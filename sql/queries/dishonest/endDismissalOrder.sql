select c.*, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from dismissal_end(:'id'::uuid, :'outcome', :'ended_on'::date, :'document_masked', :'note_masked', :'now'::timestamptz, :'today'::date) m
left join lateral dismissal_order_card(m.id) c on m.problem is null
