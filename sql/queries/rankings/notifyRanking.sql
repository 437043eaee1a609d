select n.*, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from ranking_notify(:'new_id'::uuid, :'id'::uuid, :'body'::jsonb || jsonb_build_object('unit', :'unit_masked'::text, 'number', :'number_masked'::text), :'now'::timestamptz, :'today'::date) m
left join lateral ranking_notice(m.id) n on m.problem is null
