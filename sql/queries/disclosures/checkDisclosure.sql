select c.*, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from disclosure_check(:'id'::uuid, :'body'::jsonb || jsonb_strip_nulls(jsonb_build_object('note', :'note_masked'::text)), :'now'::timestamptz, :'today'::date) m
left join lateral disclosure_card(m.id) c on m.problem is null
