-- Names of estates and firms, which nearly every row of a page has. A service may keep them as long as `version` in name_version is the one that it read with them: whoever changes a name says so
-- in the same transaction, names_change(). The version of a district in which none was ever changed is all zeros. Who asks for a new estate or firm does not find it among what it kept, and asks again.
--
-- A name goes with what refers to it: whoever may see a complaint is told the names of its estate and its firm. So the views run with the owner's rights, of the caller's district alone.
set role wuye_owner;

create or replace view estate_names as select e.district_code, e.id, e.code, e.name from estates e where e.district_code = (select current_district());
create or replace view firm_names as select f.district_code, f.id, f.name from firms f where f.district_code = (select current_district());
create or replace view name_version as
    select coalesce((select v.version from name_versions v where v.district_code = (select current_district())), '00000000-0000-0000-0000-000000000000') as version;
grant select on estate_names, firm_names, name_version to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform;

-- Once for each transaction, however many names it changes. Others who change one wait until it ends.
create or replace function names_change(district text) returns void
language sql volatile security definer set search_path = public, pg_temp as $$
    insert into name_versions (district_code, version, changed_in, changed_at) values (district, gen_random_uuid(), pg_current_xact_id(), now())
    on conflict (district_code) do update set version = excluded.version, changed_in = excluded.changed_in, changed_at = excluded.changed_at
    where (name_versions.changed_in, name_versions.changed_at) is distinct from (excluded.changed_in, excluded.changed_at)
$$;
revoke all on function names_change(text) from public;
grant execute on function names_change(text) to wuye_district; -- nobody else gives a name

reset role;
