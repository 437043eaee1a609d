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
select c.*, j.state as "!state", refused(j.problem) as "!problem"
from judged j
left join moved m on true
left join lateral evaluation_card(m.id) c on true
