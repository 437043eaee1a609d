-- The watch list (H05): one entry for an estate at a time; what is done on site is added to it until it ends. No role writes in the tables.
set role wuye_owner;

create or replace function watch_make(new_id uuid, body jsonb, moment timestamptz, today date, out id uuid, out problem text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    w watch_entries := jsonb_populate_record(null::watch_entries, jsonb_strip_nulls(body));
    e estates;
begin
    select t.* into e from estates t where t.district_code = current_district() and t.id = w.estate_id and t.street_code = coalesce(current_street(), t.street_code);
    problem := case
        when e.id is null then 'estate_unknown'
        when w.since > today then 'day_in_the_future'
        end;
    if problem is null then
        insert into watch_entries (district_code, id, estate_id, street_code, community_code, criteria, reason, responsible_unit, responsible_person, since, created_by, created_at, updated_at)
        values (e.district_code, new_id, e.id, e.street_code, e.community_code, array(select distinct c from unnest(w.criteria) c order by 1), w.reason, w.responsible_unit, w.responsible_person,
            coalesce(w.since, today), current_user_id(), moment, moment)
        on conflict do nothing
        returning watch_entries.id into id;
        problem := case when id is null then 'watched_already' end;
    end if;
end $$;

-- The entry's row, locked, of the district's or of the caller's street.
create or replace function watch_locked(entry uuid) returns watch_entries language sql volatile security definer set search_path = public, pg_temp as $$
    select t.* from watch_entries t
    where t.district_code = current_district() and t.id = entry and t.street_code = coalesce(current_street(), t.street_code) for update
$$;

create or replace function watch_change(entry uuid, changes jsonb, known integer, moment timestamptz, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    w watch_entries := watch_locked(entry);
    n watch_entries;
begin
    id := w.id;
    standing := 'ended';
    problem := case
        when w.id is null then 'not_found'
        when w.version <> known then 'precondition_failed'
        when w.ended_on is not null then 'state_conflict'
        end;
    if problem is null then
        n := jsonb_populate_record(w, changes);
        update watch_entries t set criteria = array(select distinct c from unnest(n.criteria) c order by 1), reason = n.reason, responsible_unit = n.responsible_unit,
            responsible_person = n.responsible_person, version = t.version + 1, updated_at = greatest(moment, t.updated_at + interval '1 microsecond')
        where t.district_code = w.district_code and t.id = w.id;
    end if;
end $$;

create or replace function watch_end(entry uuid, day date, said text, moment timestamptz, today date, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    w watch_entries := watch_locked(entry);
begin
    id := w.id;
    standing := 'ended';
    problem := case
        when w.id is null then 'not_found'
        when w.ended_on is not null then 'state_conflict'
        when day > today then 'day_in_the_future'
        when day < w.since then 'watch_day_before'
        end;
    if problem is null then
        update watch_entries t set ended_on = day, end_reason = said, ended_by = current_user_id(), version = t.version + 1, updated_at = moment
        where t.district_code = w.district_code and t.id = w.id;
    end if;
end $$;

create or replace function watch_help_add(new_id uuid, entry uuid, body jsonb, moment timestamptz, today date, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    w watch_entries := watch_locked(entry);
    h watch_helps := jsonb_populate_record(null::watch_helps, jsonb_strip_nulls(body));
begin
    standing := 'ended';
    problem := case
        when w.id is null then 'not_found'
        when w.ended_on is not null then 'state_conflict'
        when h.helped_on > today then 'day_in_the_future'
        when h.helped_on < w.since then 'watch_day_before'
        end;
    if problem is null then
        insert into watch_helps (district_code, id, entry_id, helped_on, helpers, causes, done, next, created_by, created_at)
        values (w.district_code, new_id, w.id, h.helped_on, h.helpers, h.causes, h.done, h.next, current_user_id(), moment);
        id := new_id;
    end if;
end $$;

revoke all on function watch_make(uuid, jsonb, timestamptz, date), watch_locked(uuid), watch_change(uuid, jsonb, integer, timestamptz), watch_end(uuid, date, text, timestamptz, date),
    watch_help_add(uuid, uuid, jsonb, timestamptz, date) from public;
grant execute on function watch_make(uuid, jsonb, timestamptz, date), watch_change(uuid, jsonb, integer, timestamptz), watch_end(uuid, date, text, timestamptz, date),
    watch_help_add(uuid, uuid, jsonb, timestamptz, date) to wuye_district, wuye_street;

reset role;
