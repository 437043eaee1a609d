-- The same for everyone, with or without a token.
set role wuye_owner;

revoke all on divisions from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on divisions to wuye_member, wuye_worker;

drop policy if exists divisions_read on divisions;
create policy divisions_read on divisions for select to wuye_member, wuye_worker
    using (true);

reset role;
