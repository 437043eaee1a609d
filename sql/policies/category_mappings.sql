-- The same for everyone, with or without a token.
set role wuye_owner;

revoke all on category_mappings from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on category_mappings to wuye_member, wuye_worker;

drop policy if exists category_mappings_read on category_mappings;
create policy category_mappings_read on category_mappings for select to wuye_member, wuye_worker
    using (true);

reset role;
