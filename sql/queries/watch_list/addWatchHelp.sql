select h.id, h.entry_id, h.helped_on, h.helpers, h.causes, h.done, h.next, h.created_at, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from watch_help_add(:'new_id'::uuid, :'id'::uuid, :'body'::jsonb || jsonb_strip_nulls(jsonb_build_object('helpers', :'helpers_masked'::text, 'causes', :'causes_masked'::text,
    'done', :'done_masked'::text, 'next', :'next_masked'::text)), :'now'::timestamptz, :'today'::date) m
left join lateral watch_help_of(m.id) h on m.problem is null
