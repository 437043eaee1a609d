-- Append-only tables are made of months (Asia/Shanghai). Each month's partition is there before a row needs it; a row that finds none lies in the default partition, where it is read like any other,
-- so no row is ever refused because its month is missing. Runs as the owner: the worker owns nothing.
--
-- Nobody's write fails or waits long for this:
--   * who wrote to the default partition while its month is attached would be refused, so a month in which somebody may be writing is made while writers wait, or, where that would take long, not
--     before it has been over for a day;
--   * attaching looks through all of the default partition while nobody may read or write it, unless a constraint says already that it holds nothing of the month. So where it is not small it gets that
--     constraint first, a fence, which is held to its rows beside everybody else's work;
--   * every wait for a lock ends after half a second, before the server looks for deadlocks (deadlock_timeout, 1 s), so it is never the writer that is broken off: the next turn tries again.
--
-- Nobody misses a row that moves: which partitions there are a statement learns when it has locked the table, and sees what was committed when it goes on after that. So whoever comes waits at the
-- table itself for the moment in which rows take their place, and not, knowing the old places, at the default partition.
set role wuye_owner;

drop function if exists partitions_ahead(integer);
drop procedure if exists partitions_keep(integer);

create or replace function partition_first(month date) returns timestamptz language sql stable parallel safe as $$
    select month::timestamp at time zone 'Asia/Shanghai'
$$;

create or replace function partition_name(parent regclass, month date) returns text language sql stable parallel safe set search_path = public, pg_temp as $$
    select relname || to_char(month, '"_"YYYY"_"MM') from pg_class where oid = parent
$$;

create or replace function partition_attached(parent regclass, month date) returns boolean language sql stable parallel safe set search_path = public, pg_temp as $$
    select exists (select from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = parent and c.relname = partition_name(parent, month))
$$;

create or replace function partition_default(parent regclass) returns regclass language sql stable parallel safe as $$
    select partdefid::regclass from pg_partitioned_table where partrelid = parent
$$;

-- The tables that are made of months.
create or replace function partitioned_by_month() returns setof regclass language sql stable parallel safe as $$
    select t.partrelid::regclass
    from pg_partitioned_table t
    join pg_class c on c.oid = t.partrelid
    join pg_attribute a on a.attrelid = t.partrelid and a.attnum = t.partattrs[0]
    where c.relnamespace = 'public'::regnamespace and a.attname = 'at'
    order by c.relname
$$;

-- For a day; whatever the time zone of who asks.
create or replace function partition_over(month date, moment timestamptz default now()) returns boolean language sql stable parallel safe set search_path = public, pg_temp as $$
    select partition_first((month + interval '1 month')::date) + interval '1 day' <= moment
$$;

-- Small enough to be looked through while everybody waits.
create or replace function partition_default_small(parent regclass) returns boolean language sql volatile set search_path = public, pg_temp as $$
    select pg_relation_size(partition_default(parent)) <= 128 * 1024 * 1024
$$;

create or replace function partition_fence(month date) returns text language sql stable parallel safe set search_path = public, pg_temp as $$
    select to_char(month, '"not_"YYYY"_"MM')
$$;

-- Is the month on its way out of the default partition, which takes nothing of it any more?
create or replace function partition_fenced(parent regclass, month date) returns boolean language sql stable parallel safe set search_path = public, pg_temp as $$
    select exists (select from pg_constraint k where k.conrelid = partition_default(parent) and k.conname = partition_fence(month))
$$;

-- The month's table, still apart. That every row is of the month is said as a constraint, so that attaching does not have to look.
create or replace function partition_make_table(parent regclass, month date) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    name constant text := partition_name(parent, month);
begin
    execute format('create table public.%I (like %s including all)', name, parent);
    execute format('alter table public.%I enable row level security', name);
    execute format('alter table public.%I add constraint of_month check (at >= %L and at < %L)', name, partition_first(month), partition_first((month + interval '1 month')::date));
end $$;
revoke all on function partition_make_table(regclass, date) from public;

-- Rows that came before their month was made move into it, and it takes its place. Some pages at a time, for what one statement moves lies in memory and in temporary files until it ends; all in
-- one transaction, for in between they would be nowhere.
create or replace function partition_attach(parent regclass, month date) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    name constant text := partition_name(parent, month);
    first constant timestamptz := partition_first(month);
    next constant timestamptz := partition_first((month + interval '1 month')::date);
    pages constant bigint := pg_relation_size(partition_default(parent)) / current_setting('block_size')::integer;
    span constant bigint := 8192;
    page bigint := 0;
    rows bigint;
    moved bigint := 0;
    tries integer;
begin
    loop -- the last without an end: what came meanwhile lies behind
        execute format('with moved as (delete from only %s where ctid >= $1 and ctid < $2 and at >= %L and at < %L returning *) insert into public.%I select * from moved',
                       partition_default(parent), first, next, name)
        using format('(%s,0)', page)::tid, format('(%s,0)', case when page + span < pages then page + span else 4294967295 end)::tid;
        get diagnostics rows = row_count;
        moved := moved + rows;
        page := page + span;
        exit when page >= pages;
    end loop;
    if partition_fenced(parent, month) then
        execute format('alter table %s validate constraint %I', partition_default(parent), partition_fence(month));
    end if;
    tries := 1;
    if moved > 20000 then -- what took long to move is not given up because somebody reads for some minutes, and others wait for a twentieth of that time
        tries := 300;
        perform set_config('lock_timeout', '100ms', true);
    end if;
    loop
        begin
            if moved > 0 then
                execute format('lock table only %s in access exclusive mode', parent);
            end if;
            execute format('alter table %s attach partition public.%I for values from (%L) to (%L)', parent, name, first, next);
            execute format('alter table public.%I drop constraint of_month', name);
            if partition_fenced(parent, month) then
                execute format('alter table %s drop constraint %I', partition_default(parent), partition_fence(month));
            end if;
            return;
        exception when lock_not_available then
            tries := tries - 1;
            if tries = 0 then
                raise;
            end if;
        end;
        perform pg_sleep(2);
    end loop;
end $$;
revoke all on function partition_attach(regclass, date) from public;

-- At once, whoever writes waits: for the current month, and for tests.
create or replace function partition_make(parent regclass, month date) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if partition_attached(parent, month) then
        return;
    end if;
    if partition_first(month) <= now() then
        execute format('lock table only %s in share row exclusive mode', parent);
    end if;
    if to_regclass('public.' || quote_ident(partition_name(parent, month))) is null then
        perform partition_make_table(parent, month);
    end if;
    perform partition_attach(parent, month);
end $$;
revoke all on function partition_make(regclass, date) from public;

-- A month in which nobody writes, for it has been over for a day or is far ahead: it is made without making anybody wait, however many rows there are to move and to look through. The foreign keys
-- come in a turn before, for to hold rows to them is work, and nobody may write to the table that they name while one is attached; and so does the fence, which holds from when it is there.
create or replace function partition_settle(parent regclass, month date) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    name constant text := partition_name(parent, month);
    key record;
begin
    if to_regclass('public.' || quote_ident(name)) is not null and partition_fenced(parent, month) then
        perform partition_attach(parent, month);
        return;
    end if;
    if to_regclass('public.' || quote_ident(name)) is null then
        perform partition_make_table(parent, month);
        for key in select k.conname, pg_get_constraintdef(k.oid) as said from pg_constraint k where k.conrelid = parent and k.contype = 'f' loop
            execute format('alter table public.%I add constraint %I %s', name, key.conname, key.said);
        end loop;
    end if;
    execute format('alter table %s add constraint %I check (at < %L or at >= %L) not valid', partition_default(parent), partition_fence(month), partition_first(month),
                   partition_first((month + interval '1 month')::date));
end $$;
revoke all on function partition_settle(regclass, date) from public;

-- One month of one table. True when it has its partition; false when not yet: somebody is in the way, or there are too many rows to let writers of the month wait for.
create or replace function partition_keep(parent regclass, month date, most bigint default 20000) returns boolean
language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '500ms' as $$
declare
    rows bigint;
begin
    if not exists (select from partitioned_by_month() p where p = parent) or month <> date_trunc('month', month) then -- what is done here is done as the owner
        raise exception 'no month of a table of months' using errcode = 'invalid_parameter_value';
    elsif partition_attached(parent, month) then
        return true;
    elsif partition_over(month) then
        perform partition_settle(parent, month);
    elsif partition_default_small(parent) then
        execute format('select count(*) from (select from only %s where at >= %L and at < %L limit %s) r', partition_default(parent), partition_first(month),
                       partition_first((month + interval '1 month')::date), most + 1) into rows;
        if rows <= most then
            perform partition_make(parent, month);
        end if;
    elsif partition_first(month) > now() + interval '30 days' then -- so long the fence is in nobody's way, were it left behind
        perform partition_settle(parent, month);
    elsif partition_fenced(parent, month) then
        execute format('alter table %s drop constraint %I', partition_default(parent), partition_fence(month));
    end if;
    return partition_attached(parent, month);
exception when lock_not_available or deadlock_detected or check_violation then -- the last: a row came between moving and attaching
    return false;
end $$;
revoke all on function partition_keep(regclass, date, bigint) from public;
grant execute on function partition_keep(regclass, date, bigint) to wuye_worker;

-- What is missing: this month and so many more, and every month of which there are rows in a default partition, or were when it was fenced.
create or replace function partitions_missing(months integer) returns table (parent regclass, month date)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    this_month constant date := date_trunc('month', now() at time zone 'Asia/Shanghai');
begin
    for parent in select p from partitioned_by_month() p loop
        -- Months first, each once: asked of every row whether its month is there, a default partition of millions would take an hour.
        return query execute format(
            'with wanted as materialized (select ($1 + i * interval ''1 month'')::date as month from generate_series(0, $2) i '
            'union select distinct date_trunc(''month'', d.at at time zone ''Asia/Shanghai'')::date from only %s d where isfinite(d.at) '
            'union select to_date(k.conname, ''"not_"YYYY"_"MM'') from pg_constraint k where k.conrelid = %1$L::regclass and k.conname ~ ''^not_[0-9]{4}_[0-9]{2}$'') '
            'select %L::regclass, w.month from wanted w where not partition_attached(%2$L, w.month) order by w.month', partition_default(parent), parent) using this_month, months;
    end loop;
end $$;
revoke all on function partitions_missing(integer) from public;
grant execute on function partitions_missing(integer) to wuye_worker;

-- At once, in one transaction: where nobody is writing, as in a migration. What would take long is left to the worker.
create or replace function partitions_ahead(months integer) returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if not pg_try_advisory_xact_lock(hashtext('partitions_ahead')) then -- a worker is at it, and whoever migrates does not wait for it
        return;
    end if;
    perform partition_keep(m.parent, m.month) from partitions_missing(months) m where not partition_over(m.month) and partition_default_small(m.parent);
end $$;
revoke all on function partitions_ahead(integer) from public;
grant execute on function partitions_ahead(integer) to wuye_worker;

-- One transaction for each, so that nobody is kept waiting by one table for the sake of another. Two at once would both find the month missing. What is ahead comes first, for moving what is over may
-- take long; and what goes wrong with one month is told when all others have had their turn.
create or replace procedure partitions_keep(months integer) language plpgsql as $$
declare
    missing record;
    troubles text[] := '{}';
begin
    if not pg_try_advisory_lock(hashtext('partitions_ahead')) then
        return;
    end if;
    for turn in 1 .. 2 loop -- a month that is over takes two
        for missing in select m.parent, m.month from partitions_missing(months) m order by partition_over(m.month), m.month, m.parent::text loop
            perform events_promise_none(); -- rows move as they are
            begin
                perform partition_keep(missing.parent, missing.month);
            exception when others then
                troubles := troubles || format('%s %s: %s', missing.parent, missing.month, sqlerrm);
            end;
            commit;
        end loop;
    end loop;
    perform pg_advisory_unlock(hashtext('partitions_ahead'));
    if troubles <> '{}' then
        raise exception '%', array_to_string(troubles, '; ');
    end if;
end $$;
revoke all on procedure partitions_keep(integer) from public;
grant execute on function partition_over(date, timestamptz), partition_first(date) to wuye_worker;
grant execute on procedure partitions_keep(integer) to wuye_worker;

-- How far ahead there are partitions everywhere, and how many rows found none: what `wuye check` tells.
create or replace function partitions_told(out until_month text, out astray bigint) language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    this_month constant date := date_trunc('month', now() at time zone 'Asia/Shanghai');
    parent regclass;
    n bigint;
begin
    astray := 0;
    for parent in select p from partitioned_by_month() p loop
        execute format('select count(*) from only %s', partition_default(parent)) into n;
        astray := astray + n;
    end loop;
    until_month := (
        select to_char(max(w.month), 'YYYY-MM')
        from (select m::date as month, bool_and((select bool_and(partition_attached(p, m::date)) from partitioned_by_month() p)) over (order by m) as there
              from generate_series(this_month, this_month + interval '2 years', interval '1 month') m) w
        where w.there);
end $$;
revoke all on function partitions_told() from public;
grant execute on function partitions_told() to wuye_worker;

select partitions_ahead(4);

reset role;
