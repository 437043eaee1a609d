-- Another scope is another epoch: what was signed in for the old one is void. Which street or firm a person belongs to is the district's to change.
with before as (
    select u.district_code, u.id, u.role, u.state, u.firm_id, u.version
    from users u
    where u.district_code = :'district' and u.id = :'id'::uuid
    for update
), place as (
    select j.street_code, j.community_code
    from division_jurisdictions j
    where j.district_code = :'district' and j.community_code = :'community_code'
      and j.effective_from <= :'today'::date and coalesce(j.effective_to > :'today'::date, true)
    limit 1
), judged as materialized (
    select b.district_code, b.id, case
        when b.version <> :'if_version'::integer then 'precondition_failed'
        when :'role' <> 'district' then 'members_reserved' -- if street_code
        when :'role' <> 'district' then 'members_reserved' -- if firm_id
        when b.role <> 'street' then 'scope_misplaced' -- if street_code
        when b.role <> 'community' then 'scope_misplaced' -- if community_code
        when b.role <> 'company' then 'scope_misplaced' -- if firm_id
        when not exists (select from division_jurisdictions j where j.district_code = :'district' and j.code = :'street_code' and j.community_code is null and j.effective_from <= :'today'::date and coalesce(j.effective_to > :'today'::date, true)) then 'street_unknown' -- if street_code
        when not exists (select from place where :'role' = 'district' or place.street_code = :'street') then 'community_unknown' -- if community_code
        when not exists (select from firms f where f.district_code = :'district' and f.id = :'firm_id'::uuid) then 'firm_unknown' -- if firm_id
        when b.state = 'active' and b.firm_id <> :'firm_id'::uuid and not account_within_quota(:'firm_id'::uuid, :'today'::date) then 'account_quota_reached' -- if firm_id
        end as problem
    from before b
), changed as (
    update users u set
        display_name = :'display_name', -- if display_name
        street_code = :'street_code', -- if street_code
        street_code = (select place.street_code from place), -- if community_code
        community_code = :'community_code', -- if community_code
        firm_id = :'firm_id'::uuid, -- if firm_id
        token_epoch = u.token_epoch + (u.street_code <> :'street_code')::integer, -- if street_code
        token_epoch = u.token_epoch + (u.community_code <> :'community_code')::integer, -- if community_code
        token_epoch = u.token_epoch + (u.firm_id <> :'firm_id'::uuid)::integer, -- if firm_id
        version = u.version + 1, updated_at = :'now'::timestamptz
    from judged j
    where u.district_code = j.district_code and u.id = j.id and j.problem is null
    returning u.id, u.name, u.display_name, u.role, u.street_code, u.community_code, u.firm_id, u.state, u.version, u.created_at, u.updated_at
)
select c.id, c.name, c.display_name, c.role, c.street_code, c.community_code, c.firm_id, c.state, c.version, c.created_at, c.updated_at, refused(j.problem) as "!problem"
from judged j
left join changed c on true
