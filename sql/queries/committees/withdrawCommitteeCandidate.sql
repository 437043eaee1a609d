select c.*, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from committee_candidate_withdraw(:'id'::uuid, :'reason_masked', :'now'::timestamptz) m
left join lateral committee_candidate_card(m.id) c on m.problem is null
where m.id is not null
