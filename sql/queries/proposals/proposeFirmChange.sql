-- With the members as they stand now, so that who decides sees what changes, and nothing else is overwritten.
with firm as (
    select f.district_code, f.id, to_jsonb(f) as members from firms_at(:'today'::date) f where f.district_code = :'district' and f.id = :'id'::uuid
), judged as (
    select f.*, case
        when :'patch'::jsonb = '{}' then 'proposal_empty'
        when (select jsonb_object_agg(m.key, f.members -> m.key) from jsonb_each(:'patch'::jsonb) m) = :'patch'::jsonb then 'proposal_empty'
        when :'patch_uscc'::text is null or uscc_valid(:'patch_uscc'::text) then null
        when :'patch_uscc'::text ~ '^[0-9][0-9A-HJ-NPQRTUWXY][0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$' then 'uscc_check_failed'
        else 'uscc_malformed'
        end as problem
    from firm f
), asked as (
    insert into change_proposals (district_code, id, target_kind, target_id, patch, base, reason, firm_id, proposed_by, proposed_at)
    select j.district_code, :'new_id'::uuid, 'firm', j.id, :'patch'::jsonb,
           (select jsonb_object_agg(m.key, j.members -> m.key) from jsonb_each(:'patch'::jsonb) m),
           :'reason_masked', j.id, :'user_id'::uuid, :'now'::timestamptz
    from judged j
    where j.problem is null
    returning *
)
select
    p.id, p.target_kind, p.target_id, p.patch, p.base, p.reason, p.state, p.firm_id, p.street_code, p.community_code, p.proposed_by, p.proposed_at, p.decided_by, p.decided_at,
    p.decision_reason, p.version, refused(j.problem) as "!problem"
from judged j
left join asked p on true
