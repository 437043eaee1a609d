select c.*, refused(m.problem) as "!problem"
from committee_audit_commission(:'new_id'::uuid, :'id'::uuid, jsonb_strip_nulls(:'body'::jsonb || jsonb_build_object('reason', :'reason_masked'::text, 'auditor', :'auditor_masked'::text)),
    :'now'::timestamptz, :'today'::date) m
left join lateral committee_audit_card(m.id) c on m.problem is null
where m.id is not null
