select c.*, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from campaign_move(:'id'::uuid, 'close', :'reason_masked', :'now'::timestamptz) m
left join lateral campaign_card(m.id) c on m.problem is null
where m.id is not null
