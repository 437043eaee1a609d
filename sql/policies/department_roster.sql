-- The same for everyone who may ask.
set role wuye_owner;

revoke all on department_roster from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on department_roster to wuye_district, wuye_street, wuye_community, wuye_platform;

drop policy if exists department_roster_read on department_roster;
create policy department_roster_read on department_roster for select to wuye_district, wuye_street, wuye_community, wuye_platform
    using (true);

reset role;
