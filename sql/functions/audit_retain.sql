-- Months of the trail (both logs and their chain) that are older than the rule audit_keep_months says are put away into the schema `detached`, for all districts at once, so that the one that keeps
-- the most says when. Nothing is dropped: that is the operator's, once he has archived them. Their seals stay, so that what he archived can be held to them for good. Runs as the owner.
set role wuye_owner;

create or replace function audit_tables() returns setof regclass language sql stable parallel safe set search_path = public, pg_temp as $$
    select unnest(array['audit_log', 'personal_access_log', 'audit_chain']::regclass[])
$$;

-- Every district whose rows are in the month has sealed it, and all of its rows are in partitions of its own.
create or replace function audit_month_whole(wanted date) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    parent regclass;
    short boolean;
begin
    for parent in select t from audit_tables() t loop
        execute format('select exists (select from %s a where a.at >= $1 and a.at < $2 and not exists ('
                       'select from audit_seals s where s.district_code = a.district_code and s.month = $3 and s.sealed_at is not null)) '
                       'or exists (select from only %s d where d.at >= $1 and d.at < $2)', parent, partition_default(parent))
        using partition_first(wanted), partition_first((wanted + interval '1 month')::date), to_char(wanted, 'YYYY-MM')
        into short;
        if short then
            return false;
        end if;
    end loop;
    return true;
end $$;
revoke all on function audit_month_whole(date) from public;

-- The oldest month that is due; how many tables were put away.
create or replace function audit_retain(today date) returns integer
language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '500ms' as $$
declare
    months constant integer := (select max(r.value)::integer from districts d cross join lateral rule_at('audit_keep_months', '*', today, d.district_code) r);
    wanted date;
    part record;
    put_away integer := 0;
begin
    if not pg_try_advisory_xact_lock(hashtext('audit_retain')) then -- another worker is at it
        return 0;
    end if;
    -- One whose name is taken there already was brought back by hand, and stays until the operator has made room.
    select min(to_date(right(c.relname, 7), 'YYYY_MM')) into wanted
    from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent in (select t from audit_tables() t) and c.relname ~ '_[0-9]{4}_[0-9]{2}$'
      and not exists (select from audit_tables() t where to_regclass('detached.' || quote_ident(partition_name(t, to_date(right(c.relname, 7), 'YYYY_MM')))) is not null);
    if months is null or wanted is null or wanted >= date_trunc('month', today) - months * interval '1 month' or not audit_month_whole(wanted) then
        return 0;
    end if;
    for part in
        select t as parent, partition_name(t, wanted) as name from audit_tables() t where partition_attached(t, wanted)
    loop
        execute format('alter table %s detach partition public.%I', part.parent, part.name);
        execute format('alter table public.%I drop constraint if exists audit_chain_seal', part.name);
        execute format('alter table public.%I set schema detached', part.name);
        put_away := put_away + 1;
    end loop;
    update audit_seals s set detached_at = now() where s.month = to_char(wanted, 'YYYY-MM') and s.sealed_at is not null;
    return put_away;
exception when lock_not_available then -- somebody is in the way: the next turn tries again
    return 0;
end $$;
revoke all on function audit_retain(date) from public;
grant execute on function audit_retain(date) to wuye_worker;

-- What is put away is not answered as an empty month, which would look like rows taken away.
create or replace function audit_month_readable(wanted text) returns boolean language plpgsql stable parallel safe set search_path = public, pg_temp as $$
begin
    perform must_exist(exists (select from audit_seal_cards s where s.month = wanted));
    if exists (select from audit_seal_cards s where s.month = wanted and s.detached_at is not null) then
        raise exception using errcode = 'WU001', message = 'trail_put_away';
    end if;
    return true;
end $$;
grant execute on function audit_month_readable(text) to wuye_district;

-- The same of a span of time, where either end may be open. Whoever says from when is to have all from then on; whoever says only before when has what is still there, unless that is nothing; whoever says
-- neither, what is there.
create or replace function audit_span_readable(first timestamptz, before timestamptz) returns boolean language plpgsql stable parallel safe set search_path = public, pg_temp as $$
begin
    if exists (
        select from audit_seal_cards s
        cross join lateral (select to_date(s.month, 'YYYY-MM')::timestamp at time zone 'Asia/Shanghai', (to_date(s.month, 'YYYY-MM') + interval '1 month') at time zone 'Asia/Shanghai') m (start, next)
        where s.detached_at is not null and (before is null or first is null or before > m.start) and coalesce(first, before - interval '1 microsecond') < m.next) then
        raise exception using errcode = 'WU001', message = 'trail_put_away';
    end if;
    return true;
end $$;
grant execute on function audit_span_readable(timestamptz, timestamptz) to wuye_district;

reset role;
