-- A firm is changed by a patch, of a merge patch or of a proposal, and what stood before is kept. Each command here names only columns that its role was
-- granted: who vouched for a code that fails the check is the district's to read and to write. Another kind of thing to be proposed for gets a function of
-- this shape and its line in acceptProposal.
set role wuye_owner;

drop function if exists apply_firm_patch(text, uuid, jsonb, jsonb, timestamptz);

-- As it is, for whoever locks it; volatile, so it sees what the statement itself wrote.
create or replace function firm_held(target uuid) returns setof firms language plpgsql volatile as $$
begin
    if current_user = 'wuye_district' then
        return query select f.* from firms f where f.district_code = current_district() and f.id = target for update;
        return;
    end if;
    return query
    select n.*
    from (select f.district_code, f.id, f.uscc, f.uscc_override_reason, f.uscc_override_at, f.name, f.locality, f.registered_division, f.service_hotline, f.party_org,
                 f.party_org_since, f.market_access, f.status, f.version, f.created_at, f.updated_at, f.name_x, f.known_from, f.contact_phone, f.office_address, f.entry
          from firms f where f.district_code = current_district() and f.id = target for update) f
    cross join lateral jsonb_populate_record(null::firms, to_jsonb(f)) n;
end $$;

-- The row that is replaced, whole, and so as the owner: of the caller's district, and of a firm for itself.
create or replace function keep_firm(target uuid, moment timestamptz) returns void language sql volatile security definer set search_path = public, pg_temp as $$
    insert into firms_past (district_code, id, uscc, uscc_override_reason, uscc_override_by, uscc_override_at, name, locality, registered_division,
                            service_hotline, party_org, party_org_since, market_access, status, version, created_at, updated_at, contact_phone,
                            office_address, entry, known_from, known_to)
    select f.district_code, f.id, f.uscc, f.uscc_override_reason, f.uscc_override_by, f.uscc_override_at, f.name, f.locality, f.registered_division,
           f.service_hotline, f.party_org, f.party_org_since, f.market_access, f.status, f.version, f.created_at, f.updated_at, f.contact_phone,
           f.office_address, f.entry, f.known_from, moment
    from firms f
    where f.district_code = current_district() and f.id = target and coalesce(f.id = current_firm(), true)
$$;

-- `base`: the members as they stood when the change was asked for. `firm` is null where there is a problem.
create or replace function change_firm(target uuid, patch jsonb, base jsonb, at timestamptz, if_version integer default null, out problem text, out firm firms)
language plpgsql volatile as $$
declare
    others constant jsonb := patch - '{service_hotline,contact_phone,office_address}'::text[];
    word_given constant boolean := patch ? 'uscc_override_reason';
    b firms;
    a firms;
    moment timestamptz;
begin
    select h.* into b from firm_held(target) h;
    moment := greatest(at, b.known_from + interval '1 microsecond');
    a := jsonb_populate_record(b, patch);
    -- The word was for the code that stood.
    if uscc_valid(a.uscc) or (a.uscc <> b.uscc and not word_given) then
        a.uscc_override_reason := null;
    end if;
    problem := case
        when b.id is null then 'not_found'
        when b.version <> if_version then 'precondition_failed'
        when others <> '{}' and current_user <> 'wuye_district' then 'members_reserved'
        when to_jsonb(jsonb_populate_record(b, base)) <> to_jsonb(b) then 'target_changed'
        when (patch ? 'service_hotline' or patch ? 'status') and a.status = 'active' and a.service_hotline is null then 'service_hotline_required'
        when a.party_org_since is not null and not a.party_org then 'party_org_since_misplaced'
        when uscc_valid(a.uscc) or a.uscc_override_reason is not null then null
        when a.uscc ~ '^[0-9][0-9A-HJ-NPQRTUWXY][0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$' then 'uscc_check_failed'
        else 'uscc_malformed'
        end;
    if problem is not null then
        return;
    end if;
    perform keep_firm(b.id, moment);
    update firms f set
        service_hotline = a.service_hotline, contact_phone = a.contact_phone, office_address = a.office_address,
        version = b.version + 1, updated_at = moment, known_from = moment
    where f.district_code = b.district_code and f.id = b.id;
    if others <> '{}' then
        update firms f set
            uscc = a.uscc, name = a.name, locality = a.locality, registered_division = a.registered_division, party_org = a.party_org,
            party_org_since = a.party_org_since, status = a.status, uscc_override_reason = a.uscc_override_reason,
            uscc_override_by = case when a.uscc_override_reason is null then null when word_given then current_user_id()::text else f.uscc_override_by end,
            uscc_override_at = case when a.uscc_override_reason is null then null when word_given then moment else f.uscc_override_at end
        where f.district_code = b.district_code and f.id = b.id;
    end if;
    if a.name <> b.name then
        perform names_change(b.district_code);
    end if;
    select h.* into firm from firm_held(target) h;
end $$;

grant execute on function firm_held(uuid) to wuye_district, wuye_company;
revoke all on function keep_firm(uuid, timestamptz) from public;
grant execute on function keep_firm(uuid, timestamptz) to wuye_district, wuye_street, wuye_company;
grant execute on function change_firm(uuid, jsonb, jsonb, timestamptz, integer) to wuye_district, wuye_company;

reset role;
