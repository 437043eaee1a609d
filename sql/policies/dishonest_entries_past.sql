-- Proposals are read by district and street, what was listed also by the communities and by the firm; the city platform reads firms alone. The public reads
-- published_dishonest_firms. Nobody writes here: the functions of dishonest.sql do.
set role wuye_owner;

revoke all on dishonest_entries_past from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on dishonest_entries_past to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;

drop policy if exists dishonest_entries_past_district on dishonest_entries_past;
create policy dishonest_entries_past_district on dishonest_entries_past for select to wuye_district, wuye_street
    using (district_code = (select current_district()));
drop policy if exists dishonest_entries_past_area on dishonest_entries_past;
create policy dishonest_entries_past_area on dishonest_entries_past for select to wuye_community
    using (district_code = (select current_district()) and state not in ('proposed', 'refused'));
drop policy if exists dishonest_entries_past_company on dishonest_entries_past;
create policy dishonest_entries_past_company on dishonest_entries_past for select to wuye_company
    using (district_code = (select current_district()) and firm_id = (select current_firm()) and state not in ('proposed', 'refused'));
drop policy if exists dishonest_entries_past_platform on dishonest_entries_past;
create policy dishonest_entries_past_platform on dishonest_entries_past for select to wuye_platform
    using (district_code = (select current_district()) and subject = 'firm' and state not in ('proposed', 'refused'));

reset role;
