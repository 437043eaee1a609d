select c.*, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from (select d.id from campaign_duties d where d.district_code = :'district' and d.id = :'id'::uuid offset 0) k
cross join lateral campaign_duty_decide(k.id, 'return', :'reason_masked', :'checklist_masked', :'role', :'now'::timestamptz) m
left join lateral campaign_duty_card(m.id) c on m.problem is null
