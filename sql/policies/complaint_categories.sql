-- The same for everyone, with or without a token.
set role wuye_owner;

revoke all on complaint_categories from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on complaint_categories to wuye_member, wuye_worker;

drop policy if exists complaint_categories_read on complaint_categories;
create policy complaint_categories_read on complaint_categories for select to wuye_member, wuye_worker
    using (true);

reset role;
