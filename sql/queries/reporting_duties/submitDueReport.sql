select c.*, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from (select r.id from due_reports r where r.district_code = :'district' and r.id = :'id'::uuid offset 0) k
cross join lateral due_report_submit(k.id, :'content_masked', :'reference_masked', :'role', :'now'::timestamptz) m
left join lateral due_report_card(m.id) c on m.problem is null
