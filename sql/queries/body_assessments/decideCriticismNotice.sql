select c.*, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from criticism_move(:'id'::uuid, :'decision', :'body'::jsonb || jsonb_strip_nulls(jsonb_build_object('reason', :'reason_masked'::text)), :'now'::timestamptz, :'today'::date, :'role') m
left join lateral criticism_notice_card(m.id) c on m.problem is null
