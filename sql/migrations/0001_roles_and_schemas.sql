-- Roles are the cluster's, everything else is this database's. Whoever migrates a second database of the cluster finds them made;
-- the lock keeps two that migrate at once from making them twice.
do $$
declare
    login text;
    settings text[];
begin
    if not pg_catalog.pg_has_role(current_user, 'pg_read_all_data', 'usage') then
        raise exception 'the migrating login must be a superuser';
    end if;
    lock table pg_catalog.pg_authid in share row exclusive mode;
    if to_regrole('wuye_owner') is null then
        create role wuye_owner nologin;
    end if;
    if to_regrole('wuye_member') is null then
        create role wuye_member nologin;
    end if;
    foreach login in array array['district', 'street', 'community', 'company', 'hotline', 'platform', 'public', 'auth', 'worker'] loop
        if to_regrole('wuye_' || login) is null then
            execute format('create role %I login', 'wuye_' || login);
        end if;
        settings := array['search_path=' || case when login in ('auth', 'worker') then 'public' else 'as_' || login || ', public' end, 'TimeZone=Asia/Shanghai'];
        if not exists (select from pg_db_role_setting where setdatabase = 0 and setrole = to_regrole('wuye_' || login) and setconfig @> settings) then
            if login in ('auth', 'worker') then
                execute format('alter role %I set search_path = public', 'wuye_' || login);
            else
                execute format('alter role %I set search_path = %I, public', 'wuye_' || login, 'as_' || login);
            end if;
            execute format('alter role %I set "TimeZone" = %L', 'wuye_' || login, 'Asia/Shanghai');
        end if;
        if login not in ('auth', 'worker') and not pg_has_role('wuye_' || login, 'wuye_member', 'member') then
            execute format('grant wuye_member to %I', 'wuye_' || login);
        end if;
    end loop;
end $$;

create extension if not exists pg_trgm with schema public;
create extension if not exists btree_gist with schema public;

grant usage, create on schema public to wuye_owner;
grant usage on schema public to wuye_member, wuye_auth, wuye_worker;
alter default privileges for role wuye_owner revoke execute on functions from public;

-- Each role meets its own views under the names all roles' statements use.
create schema as_district authorization wuye_owner;
create schema as_street authorization wuye_owner;
create schema as_community authorization wuye_owner;
create schema as_company authorization wuye_owner;
create schema as_hotline authorization wuye_owner;
create schema as_platform authorization wuye_owner;
create schema as_public authorization wuye_owner;
grant usage on schema as_district to wuye_district;
grant usage on schema as_street to wuye_street;
grant usage on schema as_community to wuye_community;
grant usage on schema as_company to wuye_company;
grant usage on schema as_hotline to wuye_hotline;
grant usage on schema as_platform to wuye_platform;
grant usage on schema as_public to wuye_public;

-- Contact data stands apart, so that no statement meets it by accident.
create schema personal authorization wuye_owner;
grant usage on schema personal to wuye_district, wuye_street, wuye_community, wuye_hotline, wuye_worker;
