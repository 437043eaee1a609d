select c.*, refused(m.problem) as "!problem"
from committee_decision_make(:'new_id'::uuid, :'id'::uuid, jsonb_strip_nulls(:'body'::jsonb || jsonb_build_object('title', :'title_masked'::text, 'content', :'content_masked'::text,
    'document', :'document_masked'::text)), :'now'::timestamptz, :'today'::date) m
left join lateral committee_decision_card(m.id) c on m.problem is null
where m.id is not null
