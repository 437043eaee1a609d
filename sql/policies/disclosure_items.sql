-- What there is to be made public is no secret.
set role wuye_owner;

revoke all on disclosure_items from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on disclosure_items to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public;

drop policy if exists disclosure_items_read on disclosure_items;
create policy disclosure_items_read on disclosure_items for select to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public
    using (true);

reset role;
