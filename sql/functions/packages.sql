-- The month as the city platform pulls it (D06, I05). The district asks for it, or the day does; a worker makes it; the platform says what it received. No role writes in the tables.
set role wuye_owner;

create or replace function month_start(month text) returns timestamptz language sql stable parallel safe as $$
    select (month || '-01')::date::timestamp at time zone 'Asia/Shanghai'
$$;
create or replace function month_end(month text) returns timestamptz language sql stable parallel safe as $$
    select ((month || '-01')::date + interval '1 month') at time zone 'Asia/Shanghai'
$$;

create or replace function exchange_package_next(standing text, wanted text) returns text language sql stable security definer set search_path = public, pg_temp as $$
    select t.to_state from exchange_package_transitions t where t.from_state = standing and t.action = wanted
$$;

-- The next version of a month, to be made. One at a time; one that failed is tried again at once.
create or replace function exchange_month_ask(new_id uuid, wanted text, why text, moment timestamptz, today date, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    p exchange_packages;
    being_made boolean := false;
begin
    perform pg_advisory_xact_lock(hashtextextended(concat_ws('|', 'exchange_month', current_district(), wanted), 0));
    select t.* into p from exchange_packages t where t.district_code = current_district() and t.month = wanted order by t.version desc limit 1;
    if p.state = 'failed' then -- a worker may have taken it up just now, and holds it as long as it takes
        perform from exchange_packages t where t.district_code = p.district_code and t.id = p.id and t.state = 'failed' for update skip locked;
        being_made := not found;
    end if;
    standing := case when being_made then 'building' else p.state end;
    problem := case
        when wanted >= to_char(today, 'YYYY-MM') then 'exchange_month_not_over'
        when p.state = 'building' or p.state = 'failed' and being_made then 'state_conflict'
        when p.state in ('frozen', 'superseded') and why is null then 'correction_without_reason'
        end;
    if problem is not null then
        return;
    elsif p.state = 'failed' then
        update exchange_packages t set state = exchange_package_next(t.state, 'retry'), next_try_at = moment, reason = coalesce(why, t.reason), requested_by = current_user_id(), requested_at = moment,
            row_version = t.row_version + 1, updated_at = moment
        where t.district_code = p.district_code and t.id = p.id;
        id := p.id;
    else
        insert into exchange_packages (district_code, id, month, version, reason, requested_by, requested_at, next_try_at, updated_at)
        values (current_district(), new_id, wanted, coalesce(p.version, 0) + 1, why, current_user_id(), moment, moment, moment);
        id := new_id;
    end if;
end $$;

-- The month before, of every district whose day (exchange_freeze_day) has come, once; and those before it since the latest that was frozen, a year of them at most, when no worker ran in all of a
-- month: each by the rule of its own time.
create or replace function exchange_months_due(moment timestamptz) returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    today constant date := (moment at time zone 'Asia/Shanghai')::date;
    latest constant date := date_trunc('month', today::timestamp) - interval '1 month';
begin
    insert into exchange_packages (district_code, id, month, version, requested_at, next_try_at, updated_at)
    select d.district_code, gen_random_uuid(), to_char(m, 'YYYY-MM'), 1, moment, moment, moment
    from districts d
    cross join lateral (
        select coalesce(max(p.month || '-01')::date + interval '1 month', latest) as first
        from exchange_packages p where p.district_code = d.district_code and p.month < to_char(latest, 'YYYY-MM')
    ) missed
    cross join lateral generate_series(greatest(missed.first, latest - interval '11 months'), latest::timestamp, interval '1 month') m
    cross join lateral rule_at('exchange_freeze_day', '*', least(today, (m + interval '2 months' - interval '1 day')::date), d.district_code) r
    where r.value >= 1 and today >= (m + interval '1 month')::date + r.value::integer - 1
      and not exists (select from exchange_packages p where p.district_code = d.district_code and p.month = to_char(m, 'YYYY-MM'))
    on conflict do nothing;
end $$;

-- ---- The worker ----

-- The month's trail is sealed, so that its head goes to the city with the package; or there is none that could be. An hour and some minutes after the month's end it is: only where a day was not
-- enough (somebody wrote in it all the while) the package says nothing of it, and the next month's says where it ended.
create or replace function exchange_trail_stands(wanted_district text, wanted text) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
    select month_end(wanted) + interval '1 day' <= now()
        or exists (select from audit_seals s where s.district_code = wanted_district and s.month = wanted and s.sealed_at is not null)
        or not exists (select from audit_seals s where s.district_code = wanted_district and s.month = wanted)
            and not exists (select from audit_log a where a.district_code = wanted_district and a.at < month_end(wanted))
            and not exists (select from personal_access_log a where a.district_code = wanted_district and a.at < month_end(wanted))
$$;

-- Have the log of changes of that month, and what is not sealed yet of the trail, their own places? Rows that found none (partitions.sql) lie apart until the worker moves them; a package sees one moment, and what is moved after that moment
-- would be where it no longer looks: missing among what was told, and missing in the chain where the package seals the month itself. So a month is not begun before, and it is asked in the very
-- moment that the package sees.
create or replace function exchange_month_settled(district text, wanted text) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
    select not exists (select from only changes_default d where d.district_code = district and d.at >= month_start(wanted) and d.at < month_end(wanted))
       and not exists (select from only audit_log_default a where a.district_code = district and a.at >= audit_sealed_until(district) and a.at < month_end(wanted))
       and not exists (select from only personal_access_log_default p where p.district_code = district and p.at >= audit_sealed_until(district) and p.at < month_end(wanted))
$$;
revoke all on function exchange_month_settled(text, text) from public;

-- One that is due and that nobody makes just now. The next try is set before the first is made: whoever dies over it does so once in that time.
create or replace function exchange_package_take(out district_code text, out id uuid) language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
    update exchange_packages p set state = coalesce(exchange_package_next(p.state, 'retry'), p.state), tries = p.tries + 1,
        next_try_at = now() + make_interval(secs => least(600, 5 * 2 ^ least(p.tries + 1, 10))), row_version = p.row_version + 1, updated_at = now()
    from (
        select t.district_code, t.id from exchange_packages t
        where t.state in ('building', 'failed') and t.next_try_at <= now() and exchange_trail_stands(t.district_code, t.month) and exchange_month_settled(t.district_code, t.month)
        order by t.next_try_at, t.id limit 1 for update skip locked
    ) due
    where p.district_code = due.district_code and p.id = due.id
    returning p.district_code, p.id into district_code, id;
end $$;

create or replace function exchange_package_fail(package uuid, why text) returns void language sql volatile security definer set search_path = public, pg_temp as $$
    update exchange_packages p set state = exchange_package_next(p.state, 'fail'), trouble = why, row_version = p.row_version + 1, updated_at = now()
    from (select t.district_code, t.id from exchange_packages t where t.district_code = current_district() and t.id = package and t.state = 'building' for update skip locked) mine
    where p.district_code = mine.district_code and p.id = mine.id
$$;

-- What the manifest says of the package itself. Holds the row from here on to the end; no row: another does, or it is not yet time.
create or replace function exchange_package_begin(package uuid)
returns table (month text, package_version integer, reason text, frozen_at text, supersedes text, previous_month text, previous_version integer, previous_sha256 text, feed_cursor bigint)
language sql volatile security definer set search_path = public, pg_temp as $$
    with mine as materialized (
        select p.* from exchange_packages p where p.district_code = current_district() and p.id = package and p.state = 'building'
          and exchange_month_settled(p.district_code, p.month) for update skip locked
    )
    select m.month, m.version, m.reason, to_char(now() at time zone 'Asia/Shanghai', 'YYYY-MM-DD"T"HH24:MI:SS.US"+08:00"'),
        (select b.sha256 from exchange_packages b where b.district_code = m.district_code and b.month = m.month and b.version = m.version - 1),
        before.month, before.version, before.sha256,
        (select f.seq from exchange_feeds f where f.district_code = m.district_code)
    from mine m
    left join lateral (select b.* from exchange_packages b where b.district_code = m.district_code and b.month < m.month and b.state = 'frozen' order by b.month desc limit 1) before on true
$$;

-- A column of a view, of the type that a moment is compared with: days are days here.
create or replace function exchange_bound(view_name text, member text, moment timestamptz) returns text language sql stable security definer set search_path = public, pg_temp as $$
    select case a.atttypid when 'date'::regtype then format('%L::date', (moment at time zone 'Asia/Shanghai')::date) else format('%L::timestamptz', moment) end
    from pg_attribute a where a.attrelid = to_regclass(format('exchange.%I', view_name)) and a.attname = member
$$;

-- The files of a month, each with the statement that reads it as the city platform. A register: all of it. Of cases, those that were open when the month was over, and those that were
-- opened or ended in it or that something was told of in its changes: what was opened and ended within the month is in the second file alone. Every column is as it is now.
create or replace function exchange_package_files(wanted text) returns table (dataset text, file text, query text) language sql stable security definer set search_path = public, pg_temp as $$
    with d as (
        select r.position, r.dataset, r.kind, format('exchange.%I', r.dataset) as source, quote_literal(current_district()) || '::text' as district,
            quote_ident(r.opened) as opened, quote_ident(r.ended) as ended, -- null is null
            exchange_bound(r.dataset, r.opened, month_start(wanted)) as opened_from, exchange_bound(r.dataset, r.opened, month_end(wanted)) as opened_before,
            exchange_bound(r.dataset, r.ended, month_start(wanted)) as ended_from, exchange_bound(r.dataset, r.ended, month_end(wanted)) as ended_before,
            (select string_agg(format('v.%I', a.attname), ', ' order by a.attnum) from pg_attribute a
             where a.attrelid = to_regclass(format('exchange.%I', r.dataset)) and a.attnum > 0 and not a.attisdropped and a.attname not in ('district_code', 'id')) as members
        from exchange_datasets r
    )
    select d.dataset, f.file, f.query
    from d
    cross join lateral (values
        (1, 'snapshot', d.kind = 'register', 'select v.district_code, v.id, ' || d.members || ' from ' || d.source || ' v where v.district_code = ' || d.district || ' order by v.id'),
        (2, 'open', d.kind = 'cases', 'select v.district_code, v.id, ' || d.members || ' from ' || d.source || ' v where v.district_code = ' || d.district
            || ' and v.' || d.opened || ' < ' || d.opened_before || coalesce(' and coalesce(v.' || d.ended || ' >= ' || d.ended_before || ', true)', '') || ' order by v.id'),
        (3, 'changes', d.kind = 'cases', 'select case when v.id is null then ''gone'' else ''put'' end as change, ' || d.district || ' as district_code, w.id, ' || d.members || ' from ('
            || 'select o.id from ' || d.source || ' o where o.district_code = ' || d.district || ' and o.' || d.opened || ' >= ' || d.opened_from || ' and o.' || d.opened || ' < ' || d.opened_before
            || coalesce(' union select o.id from ' || d.source || ' o where o.district_code = ' || d.district || ' and o.' || d.ended || ' >= ' || d.ended_from || ' and o.' || d.ended || ' < ' || d.ended_before, '')
            || ' union select c.thing_id from public.changes c where c.district_code = ' || d.district || ' and c.dataset = ' || quote_literal(d.dataset)
            || format(' and c.at >= %L::timestamptz and c.at < %L::timestamptz', month_start(wanted), month_end(wanted))
            || ') w left join ' || d.source || ' v on v.district_code = ' || d.district || ' and v.id = w.id order by w.id')
    ) f (nth, file, wanted, query)
    where f.wanted
    order by d.position, f.nth
$$;

create or replace function exchange_part_add(package uuid, body jsonb) returns void language sql volatile security definer set search_path = public, pg_temp as $$
    insert into exchange_parts (district_code, package_id, name, position, dataset, file, format, number, rows, bytes, sha256, raw_bytes, raw_sha256, file_id)
    select current_district(), package, r.name, r.position, r.dataset, r.file, r.format, r.number, r.rows, r.bytes, r.sha256, r.raw_bytes, r.raw_sha256, r.file_id
    from jsonb_populate_record(null::exchange_parts, body) r
$$;

-- The version before is superseded by the same stroke.
create or replace function exchange_package_freeze(package uuid, said text, signed text, digest text) returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    m jsonb := said;
begin
    update exchange_packages p set state = exchange_package_next(p.state, 'supersede'), superseded_at = now(), row_version = p.row_version + 1, updated_at = now()
    where p.district_code = current_district() and p.month = m ->> 'month' and p.state = 'frozen';
    update exchange_packages p set state = exchange_package_next(p.state, 'freeze'), trouble = null, frozen_at = now(), manifest = said, signature = signed, sha256 = digest,
        feed_cursor = (m ->> 'feed_cursor')::bigint, rows = s.rows, bytes = s.bytes, row_version = p.row_version + 1, updated_at = now()
    from (select coalesce(sum(t.rows) filter (where t.format = 'ndjson'), 0) as rows, coalesce(sum(t.bytes), 0) as bytes
          from exchange_parts t where t.district_code = current_district() and t.package_id = package) s
    where p.district_code = current_district() and p.id = package;
end $$;

-- ---- The city platform ----

-- What a client says it has, when it is not what was frozen; in a transaction of its own, for the refusal undoes the rest.
create or replace function exchange_receipt_differs(wanted text, number integer, digest text, moment timestamptz) returns void language sql volatile security definer set search_path = public, pg_temp as $$
    insert into exchange_acknowledgements as a (district_code, package_id, client_id, sha256, matches, acknowledged_at, repeated_at)
    select p.district_code, p.id, current_user_id(), digest, false, moment, moment
    from exchange_packages p
    where p.district_code = current_district() and p.month = wanted and p.version = number and p.state in ('frozen', 'superseded') and p.sha256 <> digest
    on conflict (district_code, package_id, client_id, sha256) do update set times = a.times + 1, repeated_at = excluded.repeated_at
$$;

create or replace function exchange_acknowledge(wanted text, number integer, digest text, moment timestamptz, out id uuid, out problem text) language plpgsql volatile security definer
set search_path = public, pg_temp as $$
declare
    p exchange_packages;
begin
    select t.* into p from exchange_packages t
    where t.district_code = current_district() and t.month = wanted and t.version = number and t.state in ('frozen', 'superseded');
    problem := case when p.id is null then 'not_found' when p.sha256 <> digest then 'manifest_differs' end;
    if problem is null then
        insert into exchange_acknowledgements as a (district_code, package_id, client_id, sha256, matches, acknowledged_at, repeated_at)
        values (p.district_code, p.id, current_user_id(), digest, true, moment, moment)
        on conflict (district_code, package_id, client_id, sha256) do update set times = a.times + 1, repeated_at = excluded.repeated_at;
        id := p.id;
    end if;
end $$;

revoke all on function exchange_package_next(text, text), exchange_month_ask(uuid, text, text, timestamptz, date), exchange_months_due(timestamptz), exchange_trail_stands(text, text), exchange_package_take(),
    exchange_package_fail(uuid, text), exchange_package_begin(uuid), exchange_bound(text, text, timestamptz), exchange_package_files(text), exchange_part_add(uuid, jsonb),
    exchange_package_freeze(uuid, text, text, text), exchange_receipt_differs(text, integer, text, timestamptz), exchange_acknowledge(text, integer, text, timestamptz) from public;
grant execute on function exchange_month_ask(uuid, text, text, timestamptz, date) to wuye_district;
grant execute on function exchange_receipt_differs(text, integer, text, timestamptz), exchange_acknowledge(text, integer, text, timestamptz) to wuye_platform;
grant execute on function exchange_months_due(timestamptz), exchange_package_take(), exchange_package_fail(uuid, text), exchange_package_begin(uuid), exchange_package_files(text),
    exchange_part_add(uuid, jsonb), exchange_package_freeze(uuid, text, text, text) to wuye_worker;

reset role;
