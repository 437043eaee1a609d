-- Changes a firm by a proposal's patch, keeping what stood before, or says why not (a problem). Runs with the caller's rights, and sees what was committed
-- while the caller waited for the firm's row. Another kind of thing to be proposed for gets a function of this shape and its line in acceptProposal.
set role wuye_owner;

create or replace function apply_firm_patch(district text, target uuid, patch jsonb, base jsonb, at timestamptz) returns text language plpgsql volatile as $$
declare
    b firms;
    a firms;
    moment timestamptz;
begin
    select f.* into b from firms f where f.district_code = district and f.id = target for update;
    moment := greatest(at, b.known_from + interval '1 microsecond');
    if exists (select from jsonb_each(base) was where to_jsonb(b) -> was.key is distinct from was.value) then
        return 'target_changed';
    end if;
    a := jsonb_populate_record(b, patch);
    if a.status = 'active' and a.service_hotline is null and patch ? 'status' then
        return 'service_hotline_required';
    end if;
    if a.party_org_since is not null and not a.party_org then
        return 'party_org_since_misplaced';
    end if;
    insert into firms_past (district_code, id, uscc, uscc_override_reason, uscc_override_by, uscc_override_at, name, locality, registered_division,
                            service_hotline, party_org, party_org_since, market_access, status, version, created_at, updated_at, contact_phone,
                            office_address, entry, known_from, known_to)
    values (b.district_code, b.id, b.uscc, b.uscc_override_reason, b.uscc_override_by, b.uscc_override_at, b.name, b.locality, b.registered_division,
            b.service_hotline, b.party_org, b.party_org_since, b.market_access, b.status, b.version, b.created_at, b.updated_at, b.contact_phone,
            b.office_address, b.entry, b.known_from, moment);
    -- A code that is proposed passed the check, so a word for the old one is spent.
    update firms f set
        uscc = a.uscc,
        uscc_override_reason = case when a.uscc = b.uscc then b.uscc_override_reason end,
        uscc_override_by = case when a.uscc = b.uscc then b.uscc_override_by end,
        uscc_override_at = case when a.uscc = b.uscc then b.uscc_override_at end,
        name = a.name, locality = a.locality, registered_division = a.registered_division, party_org = a.party_org, party_org_since = a.party_org_since,
        status = a.status, version = f.version + 1, updated_at = moment, known_from = moment
    where f.district_code = district and f.id = target;
    return null;
end $$;
grant execute on function apply_firm_patch(text, uuid, jsonb, jsonb, timestamptz) to wuye_district;

reset role;
