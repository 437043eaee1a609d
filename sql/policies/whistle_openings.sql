-- Rules that whoever acts is held to.
set role wuye_owner;

revoke all on whistle_openings from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on whistle_openings to wuye_district, wuye_street, wuye_community;

drop policy if exists whistle_openings_all on whistle_openings;
create policy whistle_openings_all on whistle_openings for select to wuye_district, wuye_street, wuye_community
    using (true);

reset role;
