-- The proposal is locked, then the thing is changed, then the proposal is closed: all or nothing. Each kind of thing has its function, which says a
-- problem or nothing.
with before as (
    select p.* from change_proposals p where p.district_code = :'district' and p.id = :'id'::uuid for update
), judged as (
    select b.*, t.to_state, case
        when t.to_state is null then 'state_conflict'
        when b.proposed_by = :'user_id'::uuid then 'separation_of_duties'
        end as refusal
    from before b
    left join change_proposal_transitions t on t.from_state = b.state and t.action = 'accept' and t.role = :'role'
), applied as (
    select j.district_code, j.id, j.state, j.to_state, case
        when j.refusal is not null then j.refusal
        when j.target_kind = 'firm' then (select c.problem from change_firm(j.target_id, j.patch, j.base, :'now'::timestamptz) c)
        when j.target_kind = 'estate' then (select c.problem from change_estate(j.target_id, j.patch, j.base, :'now'::timestamptz, :'today'::date) c)
        when j.target_kind = 'market_access' then (
            select d.problem
            from decide_market_access(j.district_code, j.target_id, :'new_id'::uuid, j.patch ->> 'state', j.reason,
                                      greatest((j.patch ->> 'valid_from')::date, :'today'::date), (j.patch ->> 'valid_to')::date,
                                      :'user_id'::uuid, :'now'::timestamptz, j.base ->> 'state') d)
        else 'state_conflict'
        end as problem
    from judged j
), changed as (
    update change_proposals p set
        state = j.to_state, decided_by = :'user_id'::uuid, decided_at = :'now'::timestamptz, decision_reason = :'reason_masked', version = p.version + 1
    from applied j
    where p.district_code = j.district_code and p.id = j.id and j.problem is null
    returning p.*
)
select
    j.id, p.target_kind, p.target_id, p.patch, p.base, p.reason, p.state, p.firm_id, p.street_code, p.community_code, p.proposed_by, p.proposed_at, p.decided_by, p.decided_at,
    p.decision_reason, p.version, refused(j.problem) as "!problem", case when j.problem = 'state_conflict' then j.state end as "!state"
from applied j
left join changed p using (district_code, id)
