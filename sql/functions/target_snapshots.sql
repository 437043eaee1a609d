-- What a scheme's targets came to on a day that is over, kept as it was told.
set role wuye_owner;

-- The text that is hashed: a head, then a line for each value in its order; what is not there is empty. Whoever has the values makes it again.
create or replace function target_snapshot_text(snapshot uuid) returns text language sql stable security definer set search_path = public, pg_temp as $$
    select format(E'%s\t%s\t%s\n', s.scheme_code, s.scheme_number, s.as_of)
        || (select string_agg(concat_ws(E'\t', v.indicator, v.unit, coalesce(v.street_code, ''), v.numerator, coalesce(v.denominator::text, ''), coalesce(v.rate::text, ''), coalesce(v.target::text, ''),
                coalesce(v.target_most::text, ''), coalesce(v.due_on::text, ''), coalesce(v.required::text, ''), coalesce(v.compared_rate::text, ''), v.state) || E'\n', '' order by v.position)
            from target_snapshot_values v where v.district_code = s.district_code and v.snapshot_id = s.id)
    from target_snapshots s
    where s.district_code = current_district() and s.id = snapshot
$$;

-- Whoever freezes the same day of the same code waits, and then sees what was frozen. A day that was frozen is only frozen again with a reason, as its next revision.
create or replace function target_snapshot_freeze(new_id uuid, code text, day date, said text, moment timestamptz, today date, out id uuid, out problem text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    s target_schemes;
    before integer;
begin
    perform pg_advisory_xact_lock(hashtextextended(concat_ws('|', 'target_snapshot', current_district(), code, day), 0));
    select t.* into s from target_schemes_on(array[code], day) t;
    before := (select max(t.revision) from target_snapshots t where t.district_code = current_district() and t.scheme_code = code and t.as_of = day);
    problem := case
        when s.id is null then 'target_scheme_unknown'
        when day >= today then 'target_day_not_over'
        when before is not null and said is null then 'target_snapshot_exists'
        end;
    if problem is not null then
        return;
    end if;
    id := new_id;
    insert into target_snapshots (district_code, id, scheme_id, scheme_code, scheme_number, as_of, revision, reason, met, missed, warnings, told, values_hash, frozen_by, frozen_at)
    values (current_district(), new_id, s.id, s.code, s.number, day, coalesce(before, 0) + 1, said, 0, 0, 0, 0, repeat('0', 64), current_user_id(), moment);
    insert into target_snapshot_values
    select current_district(), new_id, v.* from target_values(s, day) v;
    update target_snapshots t set met = c.met, missed = c.missed, warnings = c.warnings, told = c.told, values_hash = encode(sha256(convert_to(target_snapshot_text(new_id), 'UTF8')), 'hex')
    from (select count(*) filter (where v.binding and v.state = 'met') as met, count(*) filter (where v.binding and v.state = 'missed') as missed,
              count(*) filter (where v.binding and v.state = 'warning') as warnings, count(*) as told
          from target_snapshot_values v where v.district_code = current_district() and v.snapshot_id = new_id) c
    where t.district_code = current_district() and t.id = new_id;
end $$;

revoke all on function target_snapshot_text(uuid), target_snapshot_freeze(uuid, text, date, text, timestamptz, date) from public;
grant execute on function target_snapshot_freeze(uuid, text, date, text, timestamptz, date) to wuye_district;

reset role;
