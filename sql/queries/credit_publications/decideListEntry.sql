select c.*, refused(m.problem) as "!problem", m.standing as "!state"
from credit_list_move(:'id'::uuid, :'decision', null, :'reason_masked', :'valid_from'::date, :'now'::timestamptz, :'today'::date) m
left join lateral credit_list_entry_card(m.id) c on m.problem is null
