select c.*, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from dishonest_decide(:'id'::uuid, :'decision', :'document_masked', :'role', :'now'::timestamptz, :'today'::date) m
left join lateral dishonest_entry_card(m.id) c on m.problem is null
