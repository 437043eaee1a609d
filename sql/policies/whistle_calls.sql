-- As the whistle; what a department did street and district record.
set role wuye_owner;

revoke all on whistle_calls from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on whistle_calls to wuye_district, wuye_street, wuye_community;
grant insert on whistle_calls to wuye_street, wuye_community;
grant update (state, responded_at, on_site_at, finished_at, result, version, updated_at) on whistle_calls to wuye_district, wuye_street;

drop policy if exists whistle_calls_seen on whistle_calls;
-- offset 0: by the complaint's key, as in complaint_events.
create policy whistle_calls_seen on whistle_calls for select to wuye_district, wuye_street, wuye_community
    using (district_code = (select current_district())
           and exists (select from complaints o where o.district_code = whistle_calls.district_code and o.id = whistle_calls.complaint_id offset 0));
drop policy if exists whistle_calls_made on whistle_calls;
create policy whistle_calls_made on whistle_calls for insert to wuye_street, wuye_community
    with check (district_code = (select current_district())
           and exists (select from whistles o where o.district_code = whistle_calls.district_code and o.id = whistle_calls.whistle_id) and state = 'asked');
drop policy if exists whistle_calls_moved on whistle_calls;
create policy whistle_calls_moved on whistle_calls for update to wuye_district, wuye_street
    using (district_code = (select current_district())
           and exists (select from complaints o where o.district_code = whistle_calls.district_code and o.id = whistle_calls.complaint_id));

reset role;
