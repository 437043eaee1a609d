select c.*, refused(m.problem) as "!problem"
from committee_review_add(:'new_id'::uuid, :'id'::uuid, jsonb_strip_nulls(:'body'::jsonb || jsonb_build_object('document', :'document_masked'::text, 'note', :'note_masked'::text)),
    :'now'::timestamptz, :'today'::date) m
left join lateral committee_review_card(m.id) c on m.problem is null
where m.id is not null
