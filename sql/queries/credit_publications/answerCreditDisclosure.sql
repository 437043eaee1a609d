select c.*, refused(m.problem) as "!problem", m.standing as "!state"
from credit_disclosure_move(:'id'::uuid, case :'result' when 'accepted' then 'accept' else 'refuse' end, null, null, :'reason_masked', :'now'::timestamptz, :'today'::date) m
left join lateral credit_disclosure_card(m.id) c on m.problem is null
