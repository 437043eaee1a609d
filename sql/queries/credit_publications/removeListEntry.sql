select c.*, refused(m.problem) as "!problem", m.standing as "!state"
from credit_list_move(:'id'::uuid, 'remove', :'cause', :'reason_masked', :'valid_to'::date, :'now'::timestamptz, :'today'::date) m
left join lateral credit_list_entry_card(m.id) c on m.problem is null
