-- The worker's own, and nobody else's: it says nothing of anybody.
set role wuye_owner;

revoke all on job_runs from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select, insert, update on job_runs to wuye_worker;

drop policy if exists job_runs_worker on job_runs;
create policy job_runs_worker on job_runs for all to wuye_worker using (true) with check (true);

reset role;
