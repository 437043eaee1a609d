-- The same for everyone who may ask.
set role wuye_owner;

revoke all on checklists from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on checklists to wuye_district, wuye_street, wuye_community, wuye_platform;

drop policy if exists checklists_read on checklists;
create policy checklists_read on checklists for select to wuye_district, wuye_street, wuye_community, wuye_platform
    using (true);

reset role;
