select c.*, refused(m.problem) as "!problem"
from target_fact_add(:'new_id'::uuid, :'body'::jsonb || jsonb_strip_nulls(jsonb_build_object('title', :'title_masked'::text, 'evidence', :'evidence_masked'::text)), :'role', :'now'::timestamptz,
    :'today'::date) m
left join lateral target_fact_card(m.id) c on m.problem is null
