select c.*, refused(m.problem) as "!problem"
from inspection_plan_make(:'new_id'::uuid, :'role', jsonb_build_object('title', :'title'::text, 'kind', :'kind'::text, 'campaign_id', :'campaign_id'::uuid, 'sheet_id', :'sheet_id'::uuid,
    'streets', :'streets'::jsonb, 'period_from', :'period_from'::date, 'period_to', :'period_to'::date, 'sample_share', :'sample_share'::numeric, 'sample_count', :'sample_count'::integer,
    'departments', :'departments'::jsonb), :'now'::timestamptz) m
left join lateral inspection_plan_card(m.id) c on m.problem is null
