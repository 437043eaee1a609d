-- Who asked does not refuse either.
with before as (
    select p.* from change_proposals p where p.district_code = :'district' and p.id = :'id'::uuid for update
), judged as (
    select b.district_code, b.id, b.state, t.to_state, case
        when t.to_state is null then 'state_conflict'
        when b.proposed_by = :'user_id'::uuid then 'separation_of_duties'
        end as problem
    from before b
    left join change_proposal_transitions t on t.from_state = b.state and t.action = 'reject' and t.role = :'role'
), changed as (
    update change_proposals p set
        state = j.to_state, decided_by = :'user_id'::uuid, decided_at = :'now'::timestamptz, decision_reason = :'reason_masked', version = p.version + 1
    from judged j
    where p.district_code = j.district_code and p.id = j.id and j.problem is null
    returning p.*
)
select
    j.id, p.target_kind, p.target_id, p.patch, p.base, p.reason, p.state, p.firm_id, p.street_code, p.community_code, p.proposed_by, p.proposed_at, p.decided_by, p.decided_at,
    p.decision_reason, p.version, refused(j.problem) as "!problem", case when j.problem = 'state_conflict' then j.state end as "!state"
from judged j
left join changed p using (district_code, id)
