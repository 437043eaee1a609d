-- The district sees every issue, a street or a community those of its area, the city platform and whoever reads in public what is masked: the platform all but what is withheld,
-- the public what is published. A firm sees what it is responsible for once that is assigned, and never one that comes from a complaint which it must not know of, nor how often
-- it was recorded.
-- Nobody writes here: the functions in sql/functions/issues.sql do.
set role wuye_owner;

revoke all on issues from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on issues to wuye_district, wuye_street, wuye_community;
grant select (district_code, id, campaign_id, ledger, level, estate_id, street_code, community_code, contract_id, firm_id, place_masked, defect_list, defect_code, problem_masked, complexity, severity, found_on,
    responsible_kind, responsible_firm_id, committee_id, department, responsible_name, due_on, measure_masked, progress_masked, note_masked, state, round, assigned_at, started_at,
    rectified_at, accepted_at, closed_at, deferred_until, plan_masked, refused_at, withheld, rolled_up, published_at, created_at, version, updated_at, open_due, overdue_counted, uncounted_due) on issues to wuye_company, wuye_platform, wuye_hotline, wuye_public;
grant select (person, rectified_role) on issues to wuye_company;
grant select (source, reported_up_at) on issues to wuye_platform;
-- Where it stands in the ledger.
grant select (ledger_no, project) on issues to wuye_company, wuye_platform, wuye_hotline, wuye_public;

drop policy if exists issues_district on issues;
create policy issues_district on issues for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists issues_street on issues;
create policy issues_street on issues for select to wuye_street
    using (district_code = (select current_district()) and street_code = (select current_street()));
drop policy if exists issues_community on issues;
create policy issues_community on issues for select to wuye_community
    using (district_code = (select current_district()) and community_code = (select current_community()));
drop policy if exists issues_company on issues;
create policy issues_company on issues for select to wuye_company
    using (district_code = (select current_district()) and responsible_firm_id = (select current_firm()) and not withheld and state not in ('found', 'withdrawn')
        and (complaint_id is null or not issue_of_secret(district_code, complaint_id)));
drop policy if exists issues_platform on issues;
create policy issues_platform on issues for select to wuye_platform
    using (district_code = (select current_district()) and not withheld and (complaint_id is null or not issue_of_secret(district_code, complaint_id)));
drop policy if exists issues_public on issues;
create policy issues_public on issues for select to wuye_public
    using (published_at is not null and not withheld and state <> 'withdrawn' and (complaint_id is null or not issue_of_secret(district_code, complaint_id)));
drop policy if exists issues_hotline on issues;
create policy issues_hotline on issues for select to wuye_hotline
    using (district_code = (select current_district()) and published_at is not null and not withheld and state <> 'withdrawn'
        and (complaint_id is null or not issue_of_secret(district_code, complaint_id)));

reset role;
