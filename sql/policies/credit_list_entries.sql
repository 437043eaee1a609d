-- Firms and projects that are on a list today are public. People's entries are for authorities and their own firm, proposals for district and street, what has ended for
-- authorities and whom it was about.
set role wuye_owner;

revoke all on credit_list_entries from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on credit_list_entries to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public;
grant insert on credit_list_entries to wuye_district, wuye_street;
grant update on credit_list_entries to wuye_district;

drop policy if exists credit_list_entries_district on credit_list_entries;
create policy credit_list_entries_district on credit_list_entries for select to wuye_district, wuye_street
    using (district_code = (select current_district()));
drop policy if exists credit_list_entries_area on credit_list_entries;
create policy credit_list_entries_area on credit_list_entries for select to wuye_community
    using (district_code = (select current_district()) and state in ('listed', 'removed'));
drop policy if exists credit_list_entries_platform on credit_list_entries;
create policy credit_list_entries_platform on credit_list_entries for select to wuye_platform
    using (district_code = (select current_district()) and state in ('listed', 'removed') and subject_kind in ('firm', 'project'));
drop policy if exists credit_list_entries_company on credit_list_entries;
create policy credit_list_entries_company on credit_list_entries for select to wuye_company
    using (district_code = (select current_district()) and state in ('listed', 'removed') and (firm_id = (select current_firm())
        or subject_kind in ('firm', 'project') and daterange(valid_from, valid_to) @> (now() at time zone 'Asia/Shanghai')::date));
drop policy if exists credit_list_entries_hotline on credit_list_entries;
create policy credit_list_entries_hotline on credit_list_entries for select to wuye_hotline
    using (district_code = (select current_district()) and state in ('listed', 'removed') and subject_kind in ('firm', 'project')
        and daterange(valid_from, valid_to) @> (now() at time zone 'Asia/Shanghai')::date);
drop policy if exists credit_list_entries_listed on credit_list_entries;
create policy credit_list_entries_listed on credit_list_entries for select to wuye_public
    using (state in ('listed', 'removed') and subject_kind in ('firm', 'project') and daterange(valid_from, valid_to) @> (now() at time zone 'Asia/Shanghai')::date);
drop policy if exists credit_list_entries_proposed on credit_list_entries;
create policy credit_list_entries_proposed on credit_list_entries for insert to wuye_district, wuye_street
    with check (district_code = (select current_district()) and proposed_by = (select current_user_id()) and state = 'proposed');
drop policy if exists credit_list_entries_decided on credit_list_entries;
create policy credit_list_entries_decided on credit_list_entries for update to wuye_district
    using (district_code = (select current_district()));

reset role;
