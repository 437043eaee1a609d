-- The same for everyone, with or without a token.
set role wuye_owner;

revoke all on districts from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on districts to wuye_member, wuye_auth, wuye_worker;

drop policy if exists districts_read on districts;
create policy districts_read on districts for select to wuye_member, wuye_auth, wuye_worker
    using (true);

reset role;
