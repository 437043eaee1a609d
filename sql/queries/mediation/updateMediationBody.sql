select c.*, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from mediation_body_change(:'id'::uuid, :'body'::jsonb || jsonb_strip_nulls(jsonb_build_object('funding', :'funding_masked'::text, 'venue', :'venue_masked'::text,
    'close_reason', :'close_reason_masked'::text)), :'if_version'::integer, :'now'::timestamptz, :'today'::date) m
left join lateral mediation_body_card(m.id) c on m.problem is null
