select c.*, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from listing_decide(:'id'::uuid, :'body'::jsonb || jsonb_strip_nulls(jsonb_build_object('reason', :'reason_masked'::text, 'sponsor_unit', :'sponsor_unit_masked'::text,
    'demands', :'demands_masked'::text)), :'now'::timestamptz, :'today'::date) m
left join lateral listing_card(m.id) c on m.problem is null
