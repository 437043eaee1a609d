-- The same for everyone who may ask.
set role wuye_owner;

revoke all on checklist_items from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on checklist_items to wuye_district, wuye_street, wuye_community, wuye_platform;

drop policy if exists checklist_items_read on checklist_items;
create policy checklist_items_read on checklist_items for select to wuye_district, wuye_street, wuye_community, wuye_platform
    using (true);

reset role;
