-- How far the log is whoever follows it may know; the worker says so to those who ask to be told.
set role wuye_owner;

revoke all on exchange_feeds from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on exchange_feeds to wuye_district, wuye_platform, wuye_worker;

drop policy if exists exchange_feeds_read on exchange_feeds;
create policy exchange_feeds_read on exchange_feeds for select to wuye_district, wuye_platform
    using (district_code = (select current_district()));
drop policy if exists exchange_feeds_worker on exchange_feeds;
create policy exchange_feeds_worker on exchange_feeds for select to wuye_worker using (true);

reset role;
