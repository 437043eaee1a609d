select t.*, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from campaign_estate_end(:'id'::uuid, :'reason_masked', :'now'::timestamptz) m
left join lateral campaign_estate_card(m.id) t on m.problem is null
where m.id is not null
