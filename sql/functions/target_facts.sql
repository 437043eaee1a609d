-- Facts that no register holds, and surveys: recorded, ended, withdrawn. No role writes in the table.
set role wuye_owner;

-- A street records its own stations, platforms and surveys; what is granted or found by the district, and surveys of the whole district, are the district's to record.
create or replace function target_fact_add(new_id uuid, body jsonb, said_by text, moment timestamptz, today date, out id uuid, out problem text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    f target_facts := jsonb_populate_record(null::target_facts, jsonb_strip_nulls(body));
    e estates;
begin
    select t.* into e from estates t where t.district_code = current_district() and t.id = f.estate_id and t.street_code = coalesce(current_street(), t.street_code);
    problem := case
        when (f.kind = 'satisfaction') <> (f.estate_id is null) or (f.kind = 'satisfaction') <> (num_nulls(f.surveyed, f.satisfied) = 0)
            or f.kind <> 'satisfaction' and num_nonnulls(f.surveyed, f.satisfied, f.street_code) > 0 or f.satisfied > f.surveyed then 'target_fact_misfit'
        when current_street() is not null and (f.kind in ('standard_met', 'party_demonstration') or f.kind = 'satisfaction' and f.street_code is distinct from current_street()) then 'target_fact_not_yours'
        when f.estate_id is not null and e.id is null then 'estate_unknown'
        when f.street_code is not null and not exists (
            select from division_jurisdictions j
            where j.district_code = current_district() and j.code = f.street_code and j.community_code is null and j.effective_from <= today and coalesce(j.effective_to > today, true)
        ) then 'street_unknown'
        when f.holds_from > today then 'day_in_the_future'
        end;
    if problem is null then
        insert into target_facts (district_code, id, kind, estate_id, street_code, community_code, holds_from, surveyed, satisfied, title, evidence, recorded_by, recorded_role, created_at, updated_at)
        values (current_district(), new_id, f.kind, e.id, coalesce(e.street_code, f.street_code), e.community_code, f.holds_from, f.surveyed, f.satisfied, f.title, f.evidence, current_user_id(),
            said_by, moment, moment);
        id := new_id;
    end if;
end $$;

-- The fact's row, locked, of the district's or of the caller's street, and why the caller may not touch it.
create or replace function target_fact_locked(fact uuid, out f target_facts, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
    select t.* into f from target_facts t
    where t.district_code = current_district() and t.id = fact and coalesce(t.street_code = coalesce(current_street(), t.street_code), true) for update;
    standing := case when f.withdrawn_at is not null then 'withdrawn' when f.holds_to is not null then 'ended' else 'held' end;
    problem := case
        when f.id is null then 'not_found'
        when current_street() is not null and f.recorded_role <> 'street' then 'target_fact_not_yours'
        when f.withdrawn_at is not null then 'state_conflict'
        end;
end $$;

-- It no longer holds from a day on; before it, it did.
create or replace function target_fact_end(fact uuid, day date, said text, moment timestamptz, today date, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    l record;
begin
    select * into l from target_fact_locked(fact);
    id := (l.f).id;
    standing := l.standing;
    problem := case
        when l.problem is not null then l.problem
        when (l.f).holds_to is not null then 'state_conflict'
        when (l.f).kind = 'satisfaction' then 'target_fact_misfit'
        when day > today then 'day_in_the_future'
        when day <= (l.f).holds_from then 'target_fact_day_before'
        end;
    if problem is null then
        update target_facts t set holds_to = day, end_reason = said, version = t.version + 1, updated_at = greatest(moment, t.updated_at + interval '1 microsecond')
        where t.district_code = current_district() and t.id = fact;
    end if;
end $$;

-- It was recorded wrongly: it counts on no day any more. What was told before stays as it was told.
create or replace function target_fact_withdraw(fact uuid, said text, moment timestamptz, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    l record;
begin
    select * into l from target_fact_locked(fact);
    id := (l.f).id;
    standing := l.standing;
    problem := l.problem;
    if problem is null then
        update target_facts t set withdrawn_at = moment, withdrawn_by = current_user_id(), withdrawn_reason = said, version = t.version + 1,
            updated_at = greatest(moment, t.updated_at + interval '1 microsecond')
        where t.district_code = current_district() and t.id = fact;
    end if;
end $$;

revoke all on function target_fact_add(uuid, jsonb, text, timestamptz, date), target_fact_locked(uuid), target_fact_end(uuid, date, text, timestamptz, date),
    target_fact_withdraw(uuid, text, timestamptz) from public;
grant execute on function target_fact_add(uuid, jsonb, text, timestamptz, date), target_fact_end(uuid, date, text, timestamptz, date), target_fact_withdraw(uuid, text, timestamptz)
    to wuye_district, wuye_street;

reset role;
