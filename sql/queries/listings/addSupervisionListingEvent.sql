select v.*, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from listing_step(:'new_id'::uuid, :'id'::uuid, :'body'::jsonb || jsonb_strip_nulls(jsonb_build_object('note', :'note_masked'::text, 'unit', :'unit_masked'::text)),
    :'role', :'now'::timestamptz, :'today'::date) m
left join lateral listing_event_card(m.id) v on m.problem is null
