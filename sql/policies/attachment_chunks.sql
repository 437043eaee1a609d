-- As the attachment they belong to. They are written by who uploads it, and deleted by who may remove it.
set role wuye_owner;

revoke all on attachment_chunks from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select, insert, delete on attachment_chunks to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline;

drop policy if exists attachment_chunks_seen on attachment_chunks;
create policy attachment_chunks_seen on attachment_chunks for select to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline
    using (district_code = (select current_district())
           and exists (select from attachments a where a.district_code = attachment_chunks.district_code and a.id = attachment_chunks.attachment_id));
drop policy if exists attachment_chunks_uploaded on attachment_chunks;
create policy attachment_chunks_uploaded on attachment_chunks for insert to wuye_district, wuye_street, wuye_community, wuye_hotline
    with check (district_code = (select current_district())
                and exists (select from attachments a where a.district_code = attachment_chunks.district_code and a.id = attachment_chunks.attachment_id
                              and a.uploaded_by = (select current_user_id()) and a.state = 'held'));
drop policy if exists attachment_chunks_uploaded_company on attachment_chunks;
create policy attachment_chunks_uploaded_company on attachment_chunks for insert to wuye_company
    with check (district_code = (select current_district())
                and exists (select from attachments a where a.district_code = attachment_chunks.district_code and a.id = attachment_chunks.attachment_id
                              and a.uploader_firm_id = (select current_firm()) and a.state = 'held'));
-- The row says that it is removed by then.
drop policy if exists attachment_chunks_removed on attachment_chunks;
create policy attachment_chunks_removed on attachment_chunks for delete to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline
    using (district_code = (select current_district())
           and exists (select from attachments a where a.district_code = attachment_chunks.district_code and a.id = attachment_chunks.attachment_id
                         and a.state = 'removed'));

reset role;
