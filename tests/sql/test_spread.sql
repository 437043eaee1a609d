\ir begin.sql
-- deploy/citus/distribute.sql on a server that has no Citus: what it calls is put in its place here and looks at what Citus asks for. This says that the script runs and that every table is fit for
-- what it is to be, not that Citus was there.
select plan(7);
create temporary table told (name regclass primary key, kind text not null, beside text);
create function public.create_reference_table(name text) returns void language plpgsql as $$
begin
    if exists (select from pg_constraint c where c.contype = 'f' and (c.conrelid = name::regclass or c.confrelid = name::regclass)) then
        raise '% has foreign keys', name;
    end if;
    insert into pg_temp.told values (name::regclass, 'reference');
end $$;
create function public.create_distributed_table(name text, by_column text, colocate_with text) returns void language plpgsql as $$
begin
    if not exists (select from pg_attribute a where a.attrelid = name::regclass and a.attname = by_column and a.attnotnull and a.attgenerated = '') then
        raise '% has no % that is always given', name, by_column;
    end if;
    if exists (select from pg_index i where i.indrelid = name::regclass and (i.indisunique or i.indisexclusion)
                 and not (select a.attnum from pg_attribute a where a.attrelid = name::regclass and a.attname = by_column) = any (i.indkey::smallint[])) then
        raise 'something is unique in % without %', name, by_column;
    end if;
    if exists (select from pg_class c where c.oid = name::regclass and c.relispartition) or exists (select from pg_trigger g where g.tgrelid = name::regclass) then
        raise '% is a partition, or has triggers', name;
    end if;
    insert into pg_temp.told values (name::regclass, 'distributed', colocate_with);
end $$;
create temporary table keys_before as
select conrelid::regclass::text as owner, conname, pg_get_constraintdef(oid) as said from pg_constraint where contype = 'f' and conparentid = 0 and connamespace in ('public'::regnamespace, 'personal'::regnamespace);

\ir ../../deploy/citus/distribute.sql
set local search_path = public, tap;

select is(array(select c.oid::regclass::text from pg_class c where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace in ('public'::regnamespace, 'personal'::regnamespace)
                  and c.oid not in (select name from told) order by 1), '{schema_migrations,schema_repeatables}', 'every table but the migration runner''s has its place');
select is((select array_agg(name::text) from told where beside = 'none'), '{complaints}', 'one is distributed first');
select is((select count(*) from told where kind = 'distributed' and beside not in ('none', 'complaints')), 0::bigint, 'and all others beside it');
select is((select string_agg(distinct k.conname, ',') from pg_constraint k join told a on a.name = k.conrelid and a.kind = 'distributed' join told b on b.name = k.confrelid and b.kind = 'distributed'
           where k.contype = 'f' and (select attname from pg_attribute where attrelid = k.conrelid and attnum = k.conkey[1]) <> 'district_code'), null, 'what a row names lies with it');
select is((select string_agg(distinct k.conname, ',') from pg_constraint k join told a on a.name = k.conrelid and a.kind = 'reference' join told b on b.name = k.confrelid and b.kind = 'distributed'
           where k.contype = 'f'), null, 'what is everywhere names nothing that is somewhere');
select is((select count(*) from (select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint where contype = 'f' and conparentid = 0
             and connamespace in ('public'::regnamespace, 'personal'::regnamespace) except select * from keys_before) k), 0::bigint, 'foreign keys are what they were');
select is((select string_agg(distinct format('%s of %s', p.polname, p.polrelid::regclass), ', ')
           from pg_policy p
           join told t on t.name = p.polrelid and t.kind = 'distributed'
           join pg_roles r on r.oid = any (p.polroles)
           where p.polcmd in ('w', '*') and r.rolname in ('wuye_district', 'wuye_street', 'wuye_community', 'wuye_company', 'wuye_hotline', 'wuye_platform', 'wuye_public')
             and case when t.kind = 'distributed' then has_column_privilege(r.oid, p.polrelid, 'district_code', 'update') end
             and pg_get_expr(coalesce(p.polwithcheck, p.polqual), p.polrelid) !~ 'district_code = \( SELECT (public\.)?current_district\(\)'), null, 'nobody who calls may move a row to another district');
select * from finish();
rollback;
