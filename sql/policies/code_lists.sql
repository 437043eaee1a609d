-- The same for everyone, with or without a token.
set role wuye_owner;

revoke all on code_lists from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on code_lists to wuye_member, wuye_worker;

drop policy if exists code_lists_read on code_lists;
create policy code_lists_read on code_lists for select to wuye_member, wuye_worker
    using (true);

reset role;
