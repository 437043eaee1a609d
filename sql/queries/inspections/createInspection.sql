-- The id may be the client's own. The same again is answered as it stands (200); another content under it is refused.
select c.*, case when m.known then 200 end as "!status", refused(m.problem) as "!problem"
from inspection_make(:'new_id'::uuid, :'body_hash', :'role', jsonb_build_object('id', :'id'::uuid, 'kind', :'kind'::text, 'plan_id', :'plan_id'::uuid, 'campaign_id', :'campaign_id'::uuid,
    'follow_up_of', :'follow_up_of'::uuid, 'estate_id', :'estate_id'::uuid, 'street_code', :'street_code'::text, 'sheet_id', :'sheet_id'::uuid, 'departments', :'departments'::jsonb,
    'planned_on', :'planned_on'::date, 'visited_on', :'visited_on'::date, 'inspectors', :'inspectors'::jsonb, 'notes', :'notes_masked'::text), :'now'::timestamptz, :'today'::date) m
left join lateral inspection_card(m.id) c on m.problem is null
