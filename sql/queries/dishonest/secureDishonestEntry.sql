select c.*, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from dishonest_secure(:'id'::uuid, :'deposit_id'::uuid, :'role', :'now'::timestamptz) m
left join lateral dishonest_entry_card(m.id) c on m.problem is null
