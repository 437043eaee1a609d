-- The district and the city platform follow their own log; nobody writes in it but the function that folds changes.
set role wuye_owner;

revoke all on changes from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on changes to wuye_district, wuye_platform;

drop policy if exists changes_read on changes;
create policy changes_read on changes for select to wuye_district, wuye_platform
    using (district_code = (select current_district()));

reset role;
