-- The same for everyone, with or without a token.
set role wuye_owner;

revoke all on workdays from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on workdays to wuye_member, wuye_worker;

drop policy if exists workdays_read on workdays;
create policy workdays_read on workdays for select to wuye_member, wuye_worker
    using (true);

reset role;
