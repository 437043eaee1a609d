-- Closing and sealing months of the trail.
set role wuye_owner;

-- From when on rows may be written: not into a month that is closed. Whoever has a clock that is behind, or began before the month was over and comes to the end of it an hour later, writes at the
-- first moment of the month that is open.
create or replace function audit_open_from(wanted_district text) returns timestamptz
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return coalesce((select s.until_at from audit_seals s where s.district_code = wanted_district order by s.month desc limit 1), '-infinity');
end $$;
revoke all on function audit_open_from(text) from public;
grant execute on function audit_open_from(text) to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_auth;

-- Months are sealed one after the other.
create or replace function audit_sealed_until(wanted_district text) returns timestamptz
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return coalesce((select max(s.until_at) from audit_seals s where s.district_code = wanted_district and s.sealed_at is not null), '-infinity');
end $$;
revoke all on function audit_sealed_until(text) from public;

-- What the first row of a month is chained to.
create or replace function audit_start(wanted_district text, month text, previous_head text) returns text language sql immutable parallel safe as $$
    select encode(sha256(convert_to(concat_ws(E'\n', 'wuye-audit/1', wanted_district, month, coalesce(previous_head, '')), 'UTF8')), 'hex')
$$;

create or replace function audit_link(link text, before text, line text) returns text language plpgsql immutable parallel safe as $$
begin
    return encode(sha256(convert_to(coalesce(link, before) || E'\n' || line, 'UTF8')), 'hex');
end $$;
create or replace aggregate audit_links(before text, line text) (sfunc = audit_link, stype = text);

-- Closes the months that have been over for an hour, from the first that has a row.
create or replace function audit_close(wanted_district text, moment timestamptz) returns void
language plpgsql volatile security definer set search_path = public, pg_temp set timezone = 'Asia/Shanghai' as $$
declare
    over constant date := date_trunc('month', moment - interval '1 hour');
    next date := (select max(s.month || '-01')::date + interval '1 month' from audit_seals s where s.district_code = wanted_district);
begin
    next := coalesce(next, date_trunc('month', least(
        (select min(a.at) from audit_log a where a.district_code = wanted_district), (select min(p.at) from personal_access_log p where p.district_code = wanted_district))));
    insert into audit_seals (district_code, month, from_at, until_at, closed_at)
    select wanted_district, to_char(m, 'YYYY-MM'), m, m + interval '1 month', moment
    from generate_series(next::timestamptz, over - interval '1 month', interval '1 month') m
    on conflict do nothing;
end $$;
revoke all on function audit_close(text, timestamptz) from public;

-- Chains at most so many more rows of a closed month that is locked, and seals it when there are none left. Planned anew each time: a plan for any place in the month sorts all that is behind it.
create or replace function audit_chain_on(s audit_seals, most bigint) returns void
language plpgsql volatile security definer set search_path = public, pg_temp set plan_cache_mode = force_custom_plan set jit = off as $$
declare
    span_from constant timestamptz := greatest(s.from_at, s.last_at);
    begun constant text := coalesce(s.link, audit_start(s.district_code, s.month, s.previous_head));
    latest record;
begin
    with taken as materialized (
        (select l.at, l.id, l.log, l.line from audit_log_lines l
         where l.district_code = s.district_code and l.at >= span_from and l.at < s.until_at and (l.at, l.id, l.log) > (s.last_at, s.last_id, s.last_log)
         order by l.at, l.id limit most)
        union all
        (select l.at, l.id, l.log, l.line from personal_access_log_lines l
         where l.district_code = s.district_code and l.at >= span_from and l.at < s.until_at and (l.at, l.id, l.log) > (s.last_at, s.last_id, s.last_log)
         order by l.at, l.id limit most)
        order by 1, 2, 3 limit most
    ), linked as (
        select t.at, t.id, t.log, s.chained + row_number() over w as number, audit_links(begun, t.line) over w as hash
        from taken t
        window w as (order by t.at, t.id, t.log)
    ), kept as (
        insert into audit_chain (district_code, month, at, id, log, number, hash)
        select s.district_code, s.month, k.at, k.id, k.log, k.number, decode(k.hash, 'hex') from linked k
        returning at, id, log, number, hash
    )
    select k.*, encode(k.hash, 'hex') as link into latest from kept k order by k.number desc limit 1;
    update audit_seals a set
        chained = coalesce(latest.number, a.chained), link = coalesce(latest.link, begun), last_at = coalesce(latest.at, a.last_at), last_id = coalesce(latest.id, a.last_id), last_log = coalesce(latest.log, a.last_log),
        sealed_at = case when coalesce(latest.number, s.chained) < s.chained + most then now() end
    where a.district_code = s.district_code and a.month = s.month;
end $$;
revoke all on function audit_chain_on(audit_seals, bigint) from public;

-- The first month of a district that is closed and not sealed, locked, when it can be chained: those that were writing when it was closed have ended, and the months before are sealed.
create or replace function audit_due(wanted_district text, until_month text, out due audit_seals)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
    select s.* into due
    from audit_seals s
    where s.district_code = wanted_district and s.sealed_at is null and s.month <= until_month
      -- A minute is more than a statement takes that did not see yet that the month was closed and has no number as a transaction. Numbers of another cluster of databases (restored) bind nobody.
      and s.closed_at < now() - interval '1 minute' and (s.closed_in < pg_snapshot_xmin(pg_current_snapshot()) or s.closed_in > pg_current_xact_id())
      and not exists (select from audit_seals b where b.district_code = s.district_code and b.month < s.month and b.sealed_at is null)
    for update skip locked;
    if due.chained = 0 and due.previous_head is null then
        due.previous_head := (select b.link from audit_seals b where b.district_code = due.district_code and b.month < due.month order by b.month desc limit 1);
        update audit_seals s set previous_head = due.previous_head where s.district_code = due.district_code and s.month = due.month;
    end if;
end $$;
revoke all on function audit_due(text, text) from public;

-- May the chain of a month be written now? Not while it moves out of the default partition (partitions_ahead.sql), which begins only when nobody is at that.
create or replace function audit_chain_open(month text) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
    execute format('lock table only %s in row exclusive mode', partition_default('audit_chain'));
    return not partition_fenced('audit_chain', (month || '-01')::date);
end $$;
revoke all on function audit_chain_open(text) from public;

-- Some rows more of one month of each district.
create or replace function audit_keep(moment timestamptz, most bigint) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    d record;
    due audit_seals;
begin
    for d in select t.district_code from districts t order by 1 loop
        perform audit_close(d.district_code, moment);
        due := audit_due(d.district_code, '9999-12');
        if due.month is not null and audit_chain_open(due.month) then
            perform audit_chain_on(due, most);
        end if;
    end loop;
end $$;
revoke all on function audit_keep(timestamptz, bigint) from public;
grant execute on function audit_keep(timestamptz, bigint) to wuye_worker;

-- What the month's package says of the trail; sealed now when it is not yet. Null when that cannot be: the month is not over or not closed, who wrote in it is still at it, or another turn is sealing.
create or replace function audit_seal(wanted_district text, month text, out rows bigint, out head text, out previous_head text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    due audit_seals;
begin
    begin
        loop
            due := audit_due(wanted_district, month);
            exit when due.month is null or not audit_chain_open(due.month);
            perform audit_chain_on(due, 50000);
        end loop;
    exception when serialization_failure or unique_violation or check_violation then -- another turn has come further than this transaction sees, or what it writes in moves
        return;
    end;
    select s.chained, s.link, s.previous_head into rows, head, previous_head
    from audit_seals s
    where s.district_code = wanted_district and s.month = audit_seal.month and s.sealed_at is not null;
end $$;
revoke all on function audit_seal(text, text) from public;
grant execute on function audit_seal(text, text) to wuye_worker;

-- The next rows of a sealed month of the caller's district behind a place in it: the links beside their rows as they are now. A link without a row was taken away, a row without a link came later.
-- What comes next is among so many of the next of either, so a page costs its own rows. All of a month is asked for some rows at a time, for a function tells nothing before it has told all.
-- Volatile, so that each page sees what is there now: a month that took its place while the page before was sent would lie where the statement that asks does not see it yet.
create or replace function audit_trail(wanted text, after_at timestamptz, after_id uuid, most bigint)
returns table (number bigint, at timestamptz, id uuid, log text, hash text, line text)
language plpgsql volatile set plan_cache_mode = force_custom_plan set jit = off as $$
declare
    district constant text := current_district();
    s constant audit_seals := (select a from audit_seals a where a.district_code = district and a.month = wanted and a.sealed_at is not null);
begin
    return query
    select c.number, coalesce(c.at, l.at), coalesce(c.id, l.id), coalesce(c.log, l.log), encode(c.hash, 'hex'), l.line
    from (
        select h.* from audit_chain h
        where h.district_code = district and h.month = wanted and (h.at, h.id) > (after_at, after_id) order by h.at, h.id limit most
    ) c
    full join (
        (select a.* from audit_log_lines a
         where a.district_code = district and a.at >= s.from_at and a.at < s.until_at and a.at >= after_at and (a.at, a.id) > (after_at, after_id)
         order by a.at, a.id limit most)
        union all
        (select p.* from personal_access_log_lines p
         where p.district_code = district and p.at >= s.from_at and p.at < s.until_at and p.at >= after_at and (p.at, p.id) > (after_at, after_id)
         order by p.at, p.id limit most)
    ) l on l.at = c.at and l.id = c.id and l.log = c.log
    order by 2, 3 limit most;
end $$;
revoke all on function audit_trail(text, timestamptz, uuid, bigint) from public;
grant execute on function audit_trail(text, timestamptz, uuid, bigint) to wuye_district;

reset role;
