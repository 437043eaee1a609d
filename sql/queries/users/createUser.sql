-- The district makes users of every role, a street those of its communities, a firm its own. The hook has put the password's digest in its place.
with place as (
    select j.street_code, j.community_code
    from division_jurisdictions j
    where j.district_code = :'district' and j.code = coalesce(:'community_code', :'street_code')
      and j.effective_from <= :'today'::date and coalesce(j.effective_to > :'today'::date, true)
      and (j.community_code is null) = (:'community_code'::text is null)
    limit 1
), firm as (
    select f.id
    from firms f
    where f.district_code = :'district' and f.id = coalesce(:'firm_id'::uuid, :'firm'::uuid)
), judged as materialized (
    select case
        when case when :'street'::text is not null then :'role' <> 'community' when :'firm'::uuid is not null then :'role' <> 'company' else false end then 'user_role_reserved'
        when case :'role'
            when 'district' then num_nonnulls(:'street_code'::text, :'community_code'::text, :'firm_id'::uuid) > 0
            when 'street' then :'street_code'::text is null or num_nonnulls(:'community_code'::text, :'firm_id'::uuid) > 0
            when 'community' then :'community_code'::text is null or num_nonnulls(:'street_code'::text, :'firm_id'::uuid) > 0
            else num_nonnulls(:'street_code'::text, :'community_code'::text) > 0 or coalesce(:'firm_id'::uuid, :'firm'::uuid) is null
        end then 'scope_misplaced'
        when :'role' = 'street' and not exists (select from place) then 'street_unknown'
        when :'role' = 'community' and not exists (select from place where place.street_code = coalesce(:'street', place.street_code)) then 'community_unknown'
        when :'role' = 'company' and not exists (select from firm where firm.id = coalesce(:'firm'::uuid, firm.id)) then 'firm_unknown'
        when :'role' = 'company' and not account_within_quota((select firm.id from firm), :'today'::date) then 'account_quota_reached'
    end as problem
), created as (
    insert into users (district_code, id, name, display_name, role, street_code, community_code, firm_id, password_digest, created_at, updated_at)
    select :'district', :'new_id'::uuid, :'name', :'display_name', :'role', (select place.street_code from place), (select place.community_code from place),
           (select firm.id from firm), :'password', :'now'::timestamptz, :'now'::timestamptz
    from judged
    where judged.problem is null
    returning id, name, display_name, role, street_code, community_code, firm_id, state, version, created_at, updated_at
)
select c.id, c.name, c.display_name, c.role, c.street_code, c.community_code, c.firm_id, c.state, c.version, c.created_at, c.updated_at, refused(j.problem) as "!problem"
from judged j
left join created c on true
