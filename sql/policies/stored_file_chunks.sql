-- As the file they belong to.
set role wuye_owner;

revoke all on stored_file_chunks from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on stored_file_chunks to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public;
grant insert on stored_file_chunks to wuye_worker;

drop policy if exists stored_file_chunks_seen on stored_file_chunks;
create policy stored_file_chunks_seen on stored_file_chunks for select to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public
    using (district_code = (select current_district())
           and exists (select from stored_files f where f.district_code = stored_file_chunks.district_code and f.id = stored_file_chunks.file_id));
drop policy if exists stored_file_chunks_worker on stored_file_chunks;
create policy stored_file_chunks_worker on stored_file_chunks for insert to wuye_worker
    with check (true);

reset role;
