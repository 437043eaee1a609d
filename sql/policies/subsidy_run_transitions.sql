-- Which moves there are: read by the functions that move a run, as the owner.
set role wuye_owner;

revoke all on subsidy_run_transitions from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on subsidy_run_transitions to wuye_district, wuye_street;

drop policy if exists subsidy_run_transitions_read on subsidy_run_transitions;
create policy subsidy_run_transitions_read on subsidy_run_transitions for select to wuye_district, wuye_street
    using (true);

reset role;
