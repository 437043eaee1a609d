-- What was exposed is public; what was withdrawn stays with the authorities. Nobody writes here: the functions of sponsors.sql do.
set role wuye_owner;

revoke all on exposures from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on exposures to wuye_district, wuye_street, wuye_community;
grant select (district_code, id, estate_id, firm_id, media, exposed_on, url, title, summary, withdrawn_at, version, created_at, updated_at) on exposures to wuye_company, wuye_hotline, wuye_platform, wuye_public;

drop policy if exists exposures_authorities on exposures;
create policy exposures_authorities on exposures for select to wuye_district, wuye_street, wuye_community
    using (district_code = (select current_district()));
drop policy if exists exposures_members on exposures;
create policy exposures_members on exposures for select to wuye_company, wuye_hotline, wuye_platform
    using (district_code = (select current_district()) and withdrawn_at is null);
drop policy if exists exposures_public on exposures;
create policy exposures_public on exposures for select to wuye_public
    using (withdrawn_at is null);

reset role;
