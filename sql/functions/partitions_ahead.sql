-- Append-only tables get their month's partition before a row needs it. A row that came earlier lies in the default partition and moves when
-- its month is made. Runs as the owner: the worker owns nothing.
set role wuye_owner;

create or replace function partition_make(parent regclass, month date) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    parent_name text := (select relname from pg_class where oid = parent);
    name text := parent_name || to_char(month, '"_"YYYY"_"MM');
    first timestamptz := month::timestamp at time zone 'Asia/Shanghai';
    next timestamptz := (month + interval '1 month') at time zone 'Asia/Shanghai';
begin
    if to_regclass('public.' || name) is not null then
        return;
    end if;
    execute format('create table public.%I (like %s including all)', name, parent);
    execute format('alter table public.%I enable row level security', name);
    execute format('with moved as (delete from public.%I where at >= %L and at < %L returning *) insert into public.%I select * from moved',
                   parent_name || '_default', first, next, name);
    execute format('alter table %s attach partition public.%I for values from (%L) to (%L)', parent, name, first, next);
end $$;

create or replace function partitions_ahead(months integer) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    today date := (now() at time zone 'Asia/Shanghai')::date;
begin
    -- Two at once would both find the month missing.
    perform pg_advisory_xact_lock(hashtext('partitions_ahead'));
    perform partition_make(parent, (date_trunc('month', today) + i * interval '1 month')::date)
    from unnest(array['audit_log', 'personal_access_log', 'complaint_events', 'changes']::regclass[]) as parent, generate_series(0, months) as i;
end $$;
grant execute on function partitions_ahead(integer) to wuye_worker;

select partitions_ahead(2);

reset role;
