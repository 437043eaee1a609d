-- Partitions of the append-only tables for this month and some to come. A month that already has rows in the default partition
-- stays there: moving them would lock the table for as long as it takes.
set local role wuye_owner;

create or replace function partitions_ahead(months integer) returns integer
language plpgsql security definer
set search_path = pg_catalog, public
set lock_timeout = '2s'
as $$
declare
    parent regclass;
    first_day date;
    child text;
    made integer := 0;
begin
    for parent in
        select c.oid from pg_class c
        where c.relkind = 'p' and c.relnamespace = 'public'::regnamespace and not c.relispartition
          and (select p.partstrat = 'r' from pg_partitioned_table p where p.partrelid = c.oid)
        order by c.relname
    loop
        for ahead in 0..months loop
            first_day := date_trunc('month', now() at time zone 'Asia/Shanghai')::date + make_interval(months => ahead);
            child := format('%s_%s', (select relname from pg_class where oid = parent), to_char(first_day, 'YYYYMM'));
            continue when to_regclass(format('public.%I', child)) is not null;
            begin
                execute format('create table public.%I partition of %s for values from (%L) to (%L)', child, parent,
                    first_day::timestamp at time zone 'Asia/Shanghai',
                    (first_day + interval '1 month')::timestamp at time zone 'Asia/Shanghai');
                execute format('alter table public.%I enable row level security', child);
                made := made + 1;
            exception when check_violation or duplicate_table then
                null;
            end;
        end loop;
    end loop;
    return made;
end $$;

revoke execute on function partitions_ahead(integer) from public;
grant execute on function partitions_ahead(integer) to wuye_worker;
