select c.*, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from watch_change(:'id'::uuid, :'body'::jsonb || jsonb_strip_nulls(jsonb_build_object('reason', :'reason_masked'::text, 'responsible_unit', :'responsible_unit_masked'::text,
    'responsible_person', :'responsible_person_masked'::text)), :'if_version'::integer, :'now'::timestamptz) m
left join lateral watch_card(m.id) c on m.problem is null
