\ir begin.sql
create temporary view ours as
select c.oid, n.nspname, c.relname, c.relkind, c.relrowsecurity, c.relowner::regrole::text as owner
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname in ('public', 'personal') or n.nspname like 'as\_%';
create temporary view logins as select oid, rolname from pg_roles where rolname like 'wuye\_%' and rolcanlogin;
select plan(14);
select is(array(select rolname::text from logins order by 1), '{wuye_auth,wuye_community,wuye_company,wuye_district,wuye_hotline,wuye_platform,wuye_public,wuye_street,wuye_worker}', 'the logins are the known ones');
select is(array(select relname::text from ours where relkind in ('r', 'p') and not relrowsecurity), '{}', 'every table has row security');
select is(array(select relname::text from ours o where relkind in ('r', 'p') and not exists (select from pg_policy p where p.polrelid = o.oid)
    and not exists (select from pg_inherits i where i.inhrelid = o.oid) and relname not like 'schema\_%'), '{}', 'and a policy');
select is(array(select l.rolname::text from logins l join pg_roles r using (oid) where r.rolbypassrls or r.rolsuper or r.rolcreaterole or r.rolcreatedb or r.rolreplication), '{}', 'no login may step over it');
select is(array(select d.objid::text from pg_shdepend d join logins l on l.oid = d.refobjid where d.deptype = 'o'), '{}', 'no login owns anything');
select is(array(select l.rolname::text from logins l where pg_has_role(l.oid, 'wuye_owner', 'member')), '{}', 'no login can become the owner');
select is(array(select relname::text from ours where relkind in ('r', 'p', 'v') and owner <> 'wuye_owner' and relname not like 'schema\_%'), '{}', 'everything is the owner''s');
select is(array(select tgname::text from pg_trigger where not tgisinternal), '{}', 'there is no trigger');
select is(array(select p.proname::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'public' and p.proowner = 'wuye_owner'::regrole
    and exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a where a.grantee = 0)), '{}', 'no function of ours is everybody''s');
select is(array(select p.proname::text from pg_proc p where p.prosecdef and p.proowner = 'wuye_owner'::regrole and not coalesce(p.proconfig::text like '%search_path%', false)), '{}', 'who runs as the owner has a fixed search path');
-- district_code first in every key of a tenant table (those that have the column), reference data and the service's own tables aside.
select is(array(
    select c.conrelid::regclass || ' ' || c.conname from pg_constraint c
    join pg_attribute a on a.attrelid = c.conrelid and a.attname = 'district_code'
    where c.contype in ('p', 'u', 'f', 'x') and c.conparentid = 0 and c.conkey[1] <> a.attnum
      and not (c.contype = 'f' and (select count(*) from pg_attribute r where r.attrelid = c.confrelid and r.attname = 'district_code') = 0)
      and c.conrelid::regclass::text not in ('division_jurisdictions', 'category_mappings') order by 1), '{}', 'the district comes first in every key');
select is(array(
    select c.conrelid::regclass || ' ' || c.conname from pg_constraint c join ours o on o.oid = c.conrelid
    where c.conparentid = 0 and o.relname not like 'schema\_%' and o.relname !~ '_(default|[0-9]{4}_[0-9]{2})$' and c.conname not like o.relname || '\_%'), '{}', 'a constraint''s name begins with its table''s');
select is(array(select relname::text from ours o where relkind = 'v' and nspname like 'as\_%' and relname !~ '^(complaint|(estate|firm)(_past)?)_search$|^issue_(finds|event_cards)$'
    and not coalesce((select reloptions from pg_class where oid = o.oid) @> '{security_invoker=true}', false)), '{}', 'only the searches run with the owner''s rights');
-- A function in SQL that runs as the owner is parsed and planned by every statement that a policy puts it in. (Of those that policies name themselves.)
select is(array(select distinct p.proname::text from pg_depend d join pg_proc p on p.oid = d.refobjid join pg_language l on l.oid = p.prolang
    where d.classid = 'pg_policy'::regclass and d.refclassid = 'pg_proc'::regclass and p.prosecdef and l.lanname = 'sql'), '{}', 'what policies call as the owner a session plans once');
select * from finish();
rollback;
