-- Help on site is read by whoever reads the entry; a firm reads what was found and done, not by whom. Nobody writes here: the functions of watch_list.sql do.
set role wuye_owner;

revoke all on watch_helps from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on watch_helps to wuye_district, wuye_street, wuye_community;
grant select (district_code, id, entry_id, helped_on, causes, done, next, created_at) on watch_helps to wuye_company;

drop policy if exists watch_helps_read on watch_helps;
create policy watch_helps_read on watch_helps for select to wuye_district, wuye_street, wuye_community, wuye_company
    using (district_code = (select current_district())
        and exists (select from watch_entries w where w.district_code = watch_helps.district_code and w.id = watch_helps.entry_id));

reset role;
