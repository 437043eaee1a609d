-- District and city platform read every run, a street those that it is in, a community and a firm those of which they have a line with its second leg. No role writes: the functions do.
set role wuye_owner;

revoke all on subsidy_runs from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on subsidy_runs to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;

drop policy if exists subsidy_runs_all on subsidy_runs;
create policy subsidy_runs_all on subsidy_runs for select to wuye_district, wuye_platform
    using (district_code = (select current_district()));
drop policy if exists subsidy_runs_street on subsidy_runs;
create policy subsidy_runs_street on subsidy_runs for select to wuye_street
    using (district_code = (select current_district())
        and exists (select from subsidy_run_streets s where s.district_code = subsidy_runs.district_code and s.run_id = subsidy_runs.id and s.street_code = (select current_street())));
drop policy if exists subsidy_runs_community on subsidy_runs;
create policy subsidy_runs_community on subsidy_runs for select to wuye_community
    using (district_code = (select current_district())
        and exists (select from subsidy_run_lines l where l.district_code = subsidy_runs.district_code and l.run_id = subsidy_runs.id and l.community_code = (select current_community())));
drop policy if exists subsidy_runs_company on subsidy_runs;
create policy subsidy_runs_company on subsidy_runs for select to wuye_company
    using (district_code = (select current_district())
        and exists (select from subsidy_run_lines l where l.district_code = subsidy_runs.district_code and l.run_id = subsidy_runs.id and l.firm_id = (select current_firm())));

reset role;
