-- Of a deposit that the caller sees.
select c.*, c.state = 'due' and coalesce(c.due_on < :'today'::date, false) as overdue, refused(m.problem) as "!problem", m.faults as "!faults",
    case m.problem when 'state_conflict' then m.standing end as "!state"
from (select d.id from deposits d where d.district_code = :'district' and d.id = :'id'::uuid) seen
cross join lateral deposit_assess(seen.id, :'year_no'::integer, :'now'::timestamptz, :'today'::date) m
left join lateral deposit_card(m.id) c on m.problem is null
