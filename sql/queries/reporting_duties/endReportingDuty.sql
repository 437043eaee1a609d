select c.*, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from (select r.id from reporting_duties r where r.district_code = :'district' and r.id = :'id'::uuid offset 0) k
cross join lateral reporting_duty_end(k.id, coalesce(:'effective_to'::date, :'today'::date), :'reason_masked', :'now'::timestamptz, :'today'::date) m
left join lateral reporting_duty_card(m.id) c on m.problem is null
