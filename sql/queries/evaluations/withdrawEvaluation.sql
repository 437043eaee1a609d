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
select c.*, j.state as "!state", refused(j.problem) as "!problem"
from judged j
left join moved m on true
left join dismissed on true
left join lateral evaluation_card(m.id) c on true
