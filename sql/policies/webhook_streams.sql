-- The district begins a stream and sees how far it is; the worker moves it on.
set role wuye_owner;

revoke all on webhook_streams from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select, insert, update (next_try_at, tries, first_tried_at) on webhook_streams to wuye_district;
grant select, update, delete on webhook_streams to wuye_worker;

drop policy if exists webhook_streams_district on webhook_streams;
create policy webhook_streams_district on webhook_streams for all to wuye_district
    using (district_code = (select current_district()))
    with check (district_code = (select current_district()));
drop policy if exists webhook_streams_worker on webhook_streams;
create policy webhook_streams_worker on webhook_streams for all to wuye_worker using (true) with check (true);

reset role;
