select c.*, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from inspector_conflict_end(:'id'::uuid, :'conflict_id'::uuid, coalesce(:'valid_to'::date, :'today'::date), :'reason_masked', :'now'::timestamptz, :'today'::date) m
left join lateral inspector_conflict_card(m.id) c on m.problem is null
