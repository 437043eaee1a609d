-- An estate is changed by a patch, of a merge patch or of a proposal, and what stood before is kept: as change_firm().
set role wuye_owner;

create or replace function keep_estate(target uuid, moment timestamptz) returns void language sql volatile as $$
    insert into estates_past (district_code, id, code, name, street_code, community_code, area_m2, households, building_type, old_kind, new_or_old,
                              is_key, party_org, service_room_use, service_room_m2, public_revenue, grids, version, created_at, updated_at, known_from,
                              in_deficit, no_oc_reason, known_to)
    select e.district_code, e.id, e.code, e.name, e.street_code, e.community_code, e.area_m2, e.households, e.building_type, e.old_kind, e.new_or_old,
           e.is_key, e.party_org, e.service_room_use, e.service_room_m2, e.public_revenue, e.grids, e.version, e.created_at, e.updated_at, e.known_from,
           e.in_deficit, e.no_oc_reason, moment
    from estates e
    where e.district_code = current_district() and e.id = target
$$;

-- `base`: the members as they stood when the change was asked for. `estate` is null where there is a problem. A street keeps its own estates' particulars; what
-- decides routing, ranking and money is the district's. The street follows from the community.
create or replace function change_estate(target uuid, patch jsonb, base jsonb, at timestamptz, day date, if_version integer default null, out problem text, out estate estates)
language plpgsql volatile as $$
declare
    others constant jsonb := patch - '{households,party_org,service_room_use,service_room_m2,public_revenue,grids,no_oc_reason}'::text[];
    b estates;
    a estates;
begin
    select e.* into b from estates e where e.district_code = current_district() and e.id = target for update;
    a := jsonb_populate_record(b, patch);
    if patch ? 'community_code' then
        a.street_code := (select j.street_code from division_jurisdictions j
                          where j.district_code = b.district_code and j.community_code = a.community_code
                            and j.effective_from <= day and coalesce(j.effective_to > day, true));
    end if;
    problem := case
        when b.id is null then 'not_found'
        when b.version <> if_version then 'precondition_failed'
        when others <> '{}' and current_user <> 'wuye_district' then 'members_reserved'
        when to_jsonb(jsonb_populate_record(b, base)) <> to_jsonb(b) then 'target_changed'
        when a.street_code is null then 'community_unknown'
        when (a.new_or_old, a.building_type) <> (b.new_or_old, b.building_type) and exists (
            select from estate_modes m
            where m.district_code = b.district_code and m.estate_id = b.id and coalesce(m.valid_to > day, true)
              and not mode_allowed(a.new_or_old, a.building_type, m.mode, greatest(m.valid_from, day))) then 'mode_not_allowed'
        end;
    if problem is not null then
        return;
    end if;
    a.known_from := greatest(at, b.known_from + interval '1 microsecond');
    perform keep_estate(b.id, a.known_from);
    update estates e set
        name = a.name, street_code = a.street_code, community_code = a.community_code, area_m2 = a.area_m2, households = a.households,
        building_type = a.building_type, old_kind = a.old_kind, new_or_old = a.new_or_old, is_key = a.is_key, party_org = a.party_org,
        service_room_use = a.service_room_use, service_room_m2 = a.service_room_m2, public_revenue = a.public_revenue, grids = a.grids,
        in_deficit = a.in_deficit, no_oc_reason = a.no_oc_reason, version = b.version + 1, updated_at = a.known_from, known_from = a.known_from
    where e.district_code = b.district_code and e.id = b.id
    returning e.* into estate;
    if a.name <> b.name then
        perform names_change(b.district_code);
    end if;
end $$;

grant execute on function keep_estate(uuid, timestamptz), change_estate(uuid, jsonb, jsonb, timestamptz, date, integer) to wuye_district, wuye_street;

reset role;
