-- The contract carries the last result; each look stays with what it found.
with m as materialized (
    select m.* from contract_move(:'id'::uuid, 'review', jsonb_build_object('review', :'result'::text), :'opinion_masked', :'now'::timestamptz, :'today'::date) m
), review as (
    insert into contract_reviews (district_code, id, contract_id, kind, result, faults, opinion, experts, reviewed_on, reviewed_by, notice_no, notice_due, created_at)
    select (m.moved).district_code, :'new_id'::uuid, (m.moved).id, :'kind', :'result',
           array(select jsonb_array_elements_text(coalesce(:'faults_masked'::jsonb, '[]'))), :'opinion_masked',
           array(select jsonb_array_elements_text(coalesce(:'experts_masked'::jsonb, '[]'))), :'today'::date, current_user_id(),
           :'notice_number', :'notice_due'::date, :'now'::timestamptz
    from m
    where m.problem is null
    returning *
)
select r.id, r.contract_id, (m.moved).registration_no, r.kind, r.result, to_json(r.faults) as faults, r.opinion, to_json(r.experts) as experts, r.reviewed_on,
    r.notice_no as "notice.number", r.notice_due as "notice.due", r.notice_done_on as "notice.done_on", r.notice_done_note as "notice.note",
    coalesce(r.notice_due < :'today'::date, false) as notice_overdue, m.standing as "!state", refused(m.problem) as "!problem"
from m
left join review r on true
