-- A rule that whoever confirms is held to.
set role wuye_owner;

revoke all on evaluation_deciders from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on evaluation_deciders to wuye_district, wuye_street, wuye_community;

drop policy if exists evaluation_deciders_all on evaluation_deciders;
create policy evaluation_deciders_all on evaluation_deciders for select to wuye_district, wuye_street, wuye_community
    using (true);

reset role;
