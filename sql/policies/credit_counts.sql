-- What counts: for authorities of the district, of members of committees those whom they read of; a firm for itself; the
-- platform what is in effect, not what only will be unless the firm objects.
set role wuye_owner;

revoke all on credit_counts from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on credit_counts to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform, wuye_worker;
grant insert, update on credit_counts to wuye_district;

drop policy if exists credit_counts_district on credit_counts;
create policy credit_counts_district on credit_counts for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists credit_counts_area on credit_counts;
create policy credit_counts_area on credit_counts for select to wuye_street, wuye_community
    using (district_code = (select current_district()) and (subject_kind <> 'committee_member'
           or exists (select from committee_members m where m.district_code = credit_counts.district_code and m.id = credit_counts.subject_id offset 0)));
drop policy if exists credit_counts_company on credit_counts;
create policy credit_counts_company on credit_counts for select to wuye_company
    using (district_code = (select current_district()) and firm_id = (select current_firm()));
drop policy if exists credit_counts_platform on credit_counts;
create policy credit_counts_platform on credit_counts for select to wuye_platform
    using (district_code = (select current_district()) and subject_kind in ('firm', 'project') and lower(known) <= now());
drop policy if exists credit_counts_worker on credit_counts;
create policy credit_counts_worker on credit_counts for select to wuye_worker
    using (true);
drop policy if exists credit_counts_made on credit_counts;
create policy credit_counts_made on credit_counts for insert to wuye_district
    with check (district_code = (select current_district()));
drop policy if exists credit_counts_ends on credit_counts;
create policy credit_counts_ends on credit_counts for update to wuye_district
    using (district_code = (select current_district()));

reset role;
