-- As proposeFirmChange, for an estate of the community's. Numbers are compared as numbers, and kept as the register shows them.
with estate as (
    select e as was, jsonb_populate_record(e, :'patch'::jsonb) as becomes,
           to_jsonb(e) || jsonb_build_object('area_m2', e.area_m2::text, 'service_room_m2', e.service_room_m2::text, 'public_revenue', e.public_revenue::text) as members
    from estates e where e.district_code = :'district' and e.id = :'id'::uuid
), judged as (
    select e.*, case when to_jsonb(e.becomes) = to_jsonb(e.was) then 'proposal_empty' end as problem
    from estate e
), asked as (
    insert into change_proposals (district_code, id, target_kind, target_id, patch, base, reason, street_code, community_code, proposed_by, proposed_at)
    select (j.was).district_code, :'new_id'::uuid, 'estate', (j.was).id, :'patch'::jsonb,
           (select jsonb_object_agg(m.key, j.members -> m.key) from jsonb_each(:'patch'::jsonb) m),
           :'reason_masked', (j.was).street_code, (j.was).community_code, :'user_id'::uuid, :'now'::timestamptz
    from judged j
    where j.problem is null
    returning *
)
select
    p.id, p.target_kind, p.target_id, p.patch, p.base, p.reason, p.state, p.firm_id, p.street_code, p.community_code, p.proposed_by, p.proposed_at, p.decided_by, p.decided_at,
    p.decision_reason, p.version, refused(j.problem) as "!problem"
from judged j
left join asked p on true
