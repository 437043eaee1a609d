-- As the estates they were: a street sees what was its own then.
set role wuye_owner;

revoke all on estates_past from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on estates_past to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform;
grant insert on estates_past to wuye_district, wuye_street;

drop policy if exists estates_past_district on estates_past;
create policy estates_past_district on estates_past for select to wuye_district, wuye_hotline, wuye_platform
    using (district_code = (select current_district()));
drop policy if exists estates_past_street on estates_past;
create policy estates_past_street on estates_past for select to wuye_street
    using (district_code = (select current_district()) and street_code = (select current_street()));
drop policy if exists estates_past_community on estates_past;
create policy estates_past_community on estates_past for select to wuye_community
    using (district_code = (select current_district()) and community_code = (select current_community()));
drop policy if exists estates_past_company on estates_past;
create policy estates_past_company on estates_past for select to wuye_company
    using (district_code = (select current_district()) and id = any ((select estates_of_firm())::uuid[]));
drop policy if exists estates_past_kept on estates_past;
create policy estates_past_kept on estates_past for insert to wuye_district, wuye_street
    with check (district_code = (select current_district()));

reset role;
