-- A firm is not told when a record of it was proposed, so the id does not say it either.
select c.*, refused(m.problem) as "!problem"
from credit_record_make(:'blind_id'::uuid, jsonb_strip_nulls(jsonb_build_object(
    'item_code', :'item_code'::text, 'subject_kind', :'subject_kind'::text, 'subject_id', :'subject_id'::text, 'estate_id', :'estate_id'::text, 'occurred_on', :'occurred_on'::text,
    'level', :'level'::text, 'measure', :'measure'::text, 'points', :'points'::text, 'facts', :'facts_masked'::text, 'basis', :'basis_masked'::text, 'evidence', :'evidence_masked'::text,
    'source', :'source'::text, 'source_id', :'source_id'::text, 'source_ref', :'source_ref_masked'::text, 'note', :'note_masked'::text)),
    :'role', :'client', :'now'::timestamptz) m
left join lateral credit_record_card(m.id) c on m.problem is null
