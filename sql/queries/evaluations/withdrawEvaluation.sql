-- Street and community take back what they entered themselves, a street also what it may confirm (row security), before it is confirmed; the district any. The record that it raised goes with it while it is only proposed.
with before as (
    select e.* from evaluations e where e.district_code = :'district' and e.id = :'id'::uuid for update
), judged as (
    select b.district_code, b.id, b.state, case
        when b.state = 'withdrawn' or b.state = 'confirmed' and :'role' <> 'district' then 'state_conflict'
        end as problem
    from before b
), moved as (
    update evaluations e set state = 'withdrawn', withdrawn_reason = :'reason_masked', version = e.version + 1, updated_at = :'now'::timestamptz
    from judged j
    where e.district_code = j.district_code and e.id = j.id and j.problem is null
    returning e.*
), dismissed as materialized (
    select credit_feed_end(m.credit_record_id, :'role', :'client', :'now'::timestamptz, :'reason_masked') from moved m
)
select
    m.id, m.kind, m.assessor, m.assessor_name, m.subject_kind, m.firm_id as "firm.id", f.name as "firm.name", m.estate_id as "estate.id", p.code as "estate.code", p.name as "estate.name",
    m.street_code, m.community_code, m.period_from, m.period_to, m.score, m.score_max, round(m.score * 100 / m.score_max, 2) as percent, m.sheet, m.note, m.state,
    m.submitted_at, m.confirmed_at, m.withdrawn_reason, m.credit_record_id, m.sheet_id, m.version, m.updated_at, j.state as "!state", refused(j.problem) as "!problem"
from judged j
left join moved m on true
left join dismissed on true
left join firms f on f.district_code = m.district_code and f.id = m.firm_id
left join estates p on p.district_code = m.district_code and p.id = m.estate_id
