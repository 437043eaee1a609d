-- Scores are for authorities, and a firm's own for itself; the platform reads those that were made public. The public, the hotline and other firms have no row here:
-- what they may know of a published grade they read by credit_published_grades(). Nobody changes a row.
set role wuye_owner;

revoke all on credit_snapshots from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on credit_snapshots to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public;
grant insert on credit_snapshots to wuye_district;

drop policy if exists credit_snapshots_district on credit_snapshots;
create policy credit_snapshots_district on credit_snapshots for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists credit_snapshots_area on credit_snapshots;
create policy credit_snapshots_area on credit_snapshots for select to wuye_street, wuye_community
    using (district_code = (select current_district()) and subject_kind <> 'committee_member');
drop policy if exists credit_snapshots_company on credit_snapshots;
create policy credit_snapshots_company on credit_snapshots for select to wuye_company
    using (district_code = (select current_district()) and firm_id = (select current_firm()));
drop policy if exists credit_snapshots_published on credit_snapshots;
create policy credit_snapshots_published on credit_snapshots for select to wuye_platform
    using (district_code = (select current_district()) and publication_id is not null and subject_kind in ('firm', 'project'));
drop policy if exists credit_snapshots_made on credit_snapshots;
create policy credit_snapshots_made on credit_snapshots for insert to wuye_district
    with check (district_code = (select current_district()));

reset role;
