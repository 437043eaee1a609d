-- Whoever entered it does not confirm it, and a street only what evaluation_deciders gives it. What the rulebook in force makes of it is proposed at once (D03, D07, D08).
with before as (
    select e.* from evaluations e
    join evaluation_deciders d on d.kind = e.kind and d.assessor = e.assessor and d.role = :'role'
    where e.district_code = :'district' and e.id = :'id'::uuid
    for update of e
), judged as (
    select b.district_code, b.id, b.state, case
        when b.state <> 'submitted' then 'state_conflict'
        when b.submitted_by = current_user_id() then 'separation_of_duties'
        end as problem
    from before b
), fed as materialized (
    select credit_feed_evaluation(j.id, :'role', :'client', :'now'::timestamptz) as record from judged j where j.problem is null
), moved as (
    update evaluations e set state = 'confirmed', confirmed_by = current_user_id(), confirmed_at = :'now'::timestamptz, credit_record_id = d.record, version = e.version + 1,
        updated_at = :'now'::timestamptz
    from judged j cross join fed d
    where e.district_code = j.district_code and e.id = j.id and j.problem is null
    returning e.*
)
select
    m.id, m.kind, m.assessor, m.assessor_name, m.subject_kind, m.firm_id as "firm.id", f.name as "firm.name", m.estate_id as "estate.id", p.code as "estate.code", p.name as "estate.name",
    m.street_code, m.community_code, m.period_from, m.period_to, m.score, m.score_max, round(m.score * 100 / m.score_max, 2) as percent, m.sheet, m.note, m.state,
    m.submitted_at, m.confirmed_at, m.withdrawn_reason, m.credit_record_id, m.sheet_id, m.version, m.updated_at, j.state as "!state", refused(j.problem) as "!problem"
from judged j
left join moved m on true
left join firms f on f.district_code = m.district_code and f.id = m.firm_id
left join estates p on p.district_code = m.district_code and p.id = m.estate_id
