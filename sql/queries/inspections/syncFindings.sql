-- One item of a batch, or one alone: sql/functions/findings.sql.
select m.id, :'inspection_id'::uuid as inspection_id, m.outcome, m.revision, m.withdrawn, m.issue_id, refused(m.problem) as "!problem",
    case m.problem when 'state_conflict' then m.standing end as "!state"
from (select exists (select from inspections i where i.district_code = :'district' and i.id = :'inspection_id'::uuid) as yes) seen
cross join lateral finding_sync(
    row(:'district', :'id'::uuid, :'inspection_id'::uuid, :'revision'::integer, :'item_code', :'result', :'ledger', :'defect_list', :'defect_code', :'severity', :'complexity',
        :'place_masked', null, :'problem_masked', null, :'measure_masked', null, :'withdrawn'::boolean, :'observed_at'::timestamptz, null, :'body_hash', null, null, null,
        :'checked_issue_id'::uuid)::findings, seen.yes, :'role', :'now'::timestamptz) m
