-- Who a provider's token is here: found by (issuer, subject), made at the first sign-in, moved to the role and scope that the newest token says. A token
-- older than the last one does not move anybody back, nor does one from a district that the person has left since: the newest token is for one district, and
-- what was signed in for the others is void. `missing` names what this district does not know; `standing` is active, disabled,
-- superseded (an older token that says otherwise) or again (another sign-in of the same person came in between).
with claimed as (
    select d.district_code, :'role'::text as role, k.community_code, f.id as firm_id, to_timestamp(:'issued_at'::bigint) as vouched_at,
           coalesce(s.street_code, k.street_code) as street_code,
           case when d.district_code is null then 'district'
                when :'street'::text is not null and s.code is null then 'street'
                when :'community'::text is not null and k.code is null then 'community'
                when :'firm'::text is not null and f.id is null then 'firm' end as missing
    from (values (1)) one (row)
    left join districts d on d.district_code = :'district'
    left join division_jurisdictions s on s.district_code = d.district_code and s.code = :'street' and s.community_code is null
        and s.effective_from <= :'today'::date and coalesce(s.effective_to > :'today'::date, true)
    left join division_jurisdictions k on k.district_code = d.district_code and k.code = :'community' and k.community_code is not null
        and k.effective_from <= :'today'::date and coalesce(k.effective_to > :'today'::date, true)
    left join firms f on f.district_code = d.district_code and (f.uscc = :'firm'::text or f.id = case when length(:'firm'::text) = 36 then (:'firm'::text)::uuid end)
), known as (
    select u.id, u.district_code, u.name, u.role, u.street_code, u.community_code, u.firm_id, u.token_epoch, u.state, u.vouched_at,
           (u.role, u.street_code, u.community_code, u.firm_id) is not distinct from (c.role, c.street_code, c.community_code, c.firm_id) as same
    from claimed c
    join users u on u.district_code = c.district_code and u.issuer = :'issuer' and u.subject = :'subject'
), elsewhere as (
    select u.district_code, u.id, u.vouched_at, u.vouched_at > c.vouched_at as newer
    from claimed c
    join districts d on d.district_code <> c.district_code
    join users u on u.district_code = d.district_code and u.issuer = :'issuer' and u.subject = :'subject'
), written as (
    insert into users as u (district_code, id, name, display_name, role, street_code, community_code, firm_id, issuer, subject, vouched_at, created_at, updated_at)
    select c.district_code, :'new_id'::uuid, :'name', :'display_name', c.role, c.street_code, c.community_code, c.firm_id, :'issuer', :'subject', c.vouched_at,
           :'now'::timestamptz, :'now'::timestamptz
    from claimed c
    where c.missing is null
      and not exists (select from elsewhere e where e.newer)
      and not exists (select from known k where k.state <> 'active' or k.vouched_at > c.vouched_at or (k.vouched_at = c.vouched_at and k.same))
    on conflict (district_code, issuer, subject) where issuer is not null do update set
        role = excluded.role, street_code = excluded.street_code, community_code = excluded.community_code, firm_id = excluded.firm_id,
        display_name = coalesce(excluded.display_name, u.display_name), vouched_at = excluded.vouched_at,
        token_epoch = u.token_epoch + case when (u.role, u.street_code, u.community_code, u.firm_id)
            is distinct from (excluded.role, excluded.street_code, excluded.community_code, excluded.firm_id) then 1 else 0 end,
        version = u.version + case when (u.role, u.street_code, u.community_code, u.firm_id)
            is distinct from (excluded.role, excluded.street_code, excluded.community_code, excluded.firm_id) then 1 else 0 end,
        updated_at = case when (u.role, u.street_code, u.community_code, u.firm_id)
            is distinct from (excluded.role, excluded.street_code, excluded.community_code, excluded.firm_id) then excluded.updated_at else u.updated_at end
    where u.state = 'active' and coalesce(u.vouched_at <= excluded.vouched_at, true)
    returning u.id, u.district_code, u.name, u.role, u.street_code, u.community_code, u.firm_id, u.token_epoch, u.state
), left_behind as (
    -- Once for each move: a sign-in that is not the first since finds them older than the person's own row.
    update users o set token_epoch = o.token_epoch + 1
    from written w, elsewhere e
    where o.district_code = e.district_code and o.id = e.id and not exists (select from known k where k.vouched_at > e.vouched_at)
), noted as (
    insert into audit_log (district_code, at, id, user_id, user_name, role, operation, target, remote, request_id, detail)
    select w.district_code, greatest(:'now'::timestamptz, audit_open_from(w.district_code)), gen_random_uuid(), w.id, w.name, w.role, 'vouchedPerson', w.id::text, :'remote', :'request_id',
           jsonb_build_object('issuer', :'issuer'::text, 'role', w.role, 'street_code', w.street_code, 'community_code', w.community_code, 'firm_id', w.firm_id)
    from written w
    where not exists (select from known k where k.same)
)
select p.id, p.district_code, p.name, p.role, p.street_code, p.community_code, p.firm_id, p.token_epoch, c.missing,
       case when c.missing is not null then 'unknown' when exists (select from elsewhere e where e.newer) then 'superseded' when p.id is null then 'again' when p.state <> 'active' then p.state
            when not p.same then 'superseded' else p.state end as standing
from claimed c
left join (
    select w.id, w.district_code, w.name, w.role, w.street_code, w.community_code, w.firm_id, w.token_epoch, w.state, true as same from written w
    union all
    select k.id, k.district_code, k.name, k.role, k.street_code, k.community_code, k.firm_id, k.token_epoch, k.state, k.same from known k
    where not exists (select from written)
) p on true
