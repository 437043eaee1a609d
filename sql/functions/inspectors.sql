-- Who may be drawn to visit, and what keeps somebody from it. No role writes in the tables; a street keeps its own people, the district all.
set role wuye_owner;

create or replace function inspector_make(inspector uuid, said jsonb, moment timestamptz, today date, out id uuid, out problem text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    street constant text := coalesce(said ->> 'street_code', case said ->> 'unit' when 'street' then current_street() end);
begin
    id := inspector;
    problem := case
        when current_street() is not null and (said ->> 'unit' <> 'street' or street <> current_street()) or (said ->> 'unit' = 'street') <> (street is not null) then 'inspector_unit_misfit'
        when street is not null and not street_answers(street, today) then 'street_unknown'
        end;
    if problem is null then
        insert into inspectors (district_code, id, name, unit, unit_name, street_code, specialities, user_id, valid_from, created_by, created_at, updated_at)
        values (current_district(), inspector, said ->> 'name', said ->> 'unit', said ->> 'unit_name', street, coalesce(draw_asked(said, 'specialities'), '{}'), (said ->> 'user_id')::uuid,
            coalesce((said ->> 'valid_from')::date, today), current_user_id(), moment, moment);
    end if;
end $$;

-- Locked, if it is the caller's.
create or replace function inspector_held(inspector uuid) returns inspectors language sql volatile as $$
    select i.* from inspectors i
    where i.district_code = current_district() and i.id = inspector and coalesce(i.street_code = current_street(), current_street() is null)
    for update
$$;

create or replace function inspector_change(inspector uuid, seen integer, said jsonb, moment timestamptz, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    i constant inspectors := inspector_held(inspector);
begin
    id := i.id;
    standing := 'ended';
    problem := case
        when i.id is null then 'not_found'
        when i.version <> seen then 'precondition_failed'
        when i.valid_to is not null then 'state_conflict'
        end;
    if problem is null then
        update inspectors t set name = coalesce(said ->> 'name', i.name), unit_name = case when said ? 'unit_name' then said ->> 'unit_name' else i.unit_name end,
            specialities = coalesce(draw_asked(said, 'specialities'), i.specialities), user_id = case when said ? 'user_id' then (said ->> 'user_id')::uuid else i.user_id end,
            version = i.version + 1, updated_at = moment
        where t.district_code = i.district_code and t.id = i.id;
    end if;
end $$;

create or replace function inspector_end(inspector uuid, ends date, said text, moment timestamptz, today date, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    i constant inspectors := inspector_held(inspector);
begin
    id := i.id;
    standing := 'ended';
    problem := case
        when i.id is null then 'not_found'
        when i.valid_to is not null then 'state_conflict'
        when ends < greatest(today, i.valid_from) then 'takes_effect_in_the_past'
        end;
    if problem is null then
        update inspectors t set valid_to = greatest(ends, i.valid_from), ended_reason = said, version = i.version + 1, updated_at = moment
        where t.district_code = i.district_code and t.id = i.id;
    end if;
end $$;

create or replace function inspector_conflict_make(conflict uuid, inspector uuid, said jsonb, moment timestamptz, today date, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    i constant inspectors := inspector_held(inspector);
begin
    id := conflict;
    standing := 'ended';
    problem := case
        when i.id is null then 'not_found'
        when i.valid_to <= today then 'state_conflict'
        when num_nonnulls(said ->> 'firm_id', said ->> 'estate_id', said ->> 'community_code') <> 1 then 'inspector_conflict_misfit'
        when said ? 'community_code' and not exists (
            select from division_jurisdictions j where j.district_code = current_district() and j.community_code = said ->> 'community_code' and daterange(j.effective_from, j.effective_to) @> today) then 'community_unknown'
        end;
    if problem is null then
        insert into inspector_conflicts (district_code, id, inspector_id, subject, firm_id, estate_id, community_code, reason, valid_from, created_by, created_at, updated_at)
        values (i.district_code, conflict, i.id, case when said ? 'firm_id' then 'firm' when said ? 'estate_id' then 'estate' else 'community' end, (said ->> 'firm_id')::uuid,
            (said ->> 'estate_id')::uuid, said ->> 'community_code', said ->> 'reason', coalesce((said ->> 'valid_from')::date, today), current_user_id(), moment, moment);
    end if;
end $$;

create or replace function inspector_conflict_end(inspector uuid, conflict uuid, ends date, said text, moment timestamptz, today date, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    i constant inspectors := inspector_held(inspector);
    c inspector_conflicts;
begin
    select t.* into c from inspector_conflicts t where t.district_code = i.district_code and t.inspector_id = i.id and t.id = conflict;
    id := c.id;
    standing := 'ended';
    problem := case
        when c.id is null then 'not_found'
        when c.valid_to is not null then 'state_conflict'
        when ends < greatest(today, c.valid_from) then 'takes_effect_in_the_past'
        end;
    if problem is null then
        update inspector_conflicts t set valid_to = ends, ended_reason = said, version = c.version + 1, updated_at = moment
        where t.district_code = c.district_code and t.id = c.id;
    end if;
end $$;

revoke all on function inspector_make(uuid, jsonb, timestamptz, date), inspector_change(uuid, integer, jsonb, timestamptz), inspector_end(uuid, date, text, timestamptz, date),
    inspector_conflict_make(uuid, uuid, jsonb, timestamptz, date), inspector_conflict_end(uuid, uuid, date, text, timestamptz, date) from public;
grant execute on function inspector_make(uuid, jsonb, timestamptz, date), inspector_change(uuid, integer, jsonb, timestamptz), inspector_end(uuid, date, text, timestamptz, date),
    inspector_conflict_make(uuid, uuid, jsonb, timestamptz, date), inspector_conflict_end(uuid, uuid, date, text, timestamptz, date) to wuye_district, wuye_street;

reset role;
