-- Of an inspection that the caller sees.
select c.*, refused(m.problem) as "!problem", m.faults as "!faults", case m.problem when 'state_conflict' then m.standing end as "!state"
from (select i.id from inspections i where i.district_code = :'district' and i.id = :'id'::uuid) seen
cross join lateral inspection_move(seen.id, 'cancel', :'role', jsonb_build_object('reason', :'reason_masked'::text), :'now'::timestamptz, :'today'::date) m
left join lateral inspection_card(m.id) c on m.problem is null
