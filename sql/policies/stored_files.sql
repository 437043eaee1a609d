-- Whoever it was made for fetches it: roles, or one user of them. The worker writes.
set role wuye_owner;

revoke all on stored_files from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on stored_files to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_worker;
grant insert, delete, update (bytes, sha256, raw_bytes, raw_sha256) on stored_files to wuye_worker;

drop policy if exists stored_files_seen on stored_files;
create policy stored_files_seen on stored_files for select to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public
    using (district_code = (select current_district()) and substr(current_user, 6) = any (open_to) and bytes is not null
           and (user_id is null or user_id = (select current_user_id())));
drop policy if exists stored_files_worker on stored_files;
create policy stored_files_worker on stored_files to wuye_worker
    using (true) with check (true);

reset role;
