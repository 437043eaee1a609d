-- Whoever sees the owner sees what belongs to it: the owner's own row security decides, through the sub-select. A firm meets what was released to it, and what it
-- uploaded itself until that is withdrawn; who uploaded, released or removed, and why, stays with the grants.
set role wuye_owner;

revoke all on attachments from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select, insert on attachments to wuye_district, wuye_street, wuye_community, wuye_hotline;
grant select (district_code, id, owner_kind, owner_id, complaint_id, issue_id, inspection_id, stage, finding_id, taken_at, media, bytes, sha256, file_name, caption, state,
    uploaded_at, uploader_firm_id, released_at, removed_at, version, updated_at) on attachments to wuye_company;
grant insert on attachments to wuye_company;
grant update (state, version, updated_at, removed_at, removed_by_name, reason) on attachments to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline;
grant update (released_at, released_by_name, withdrawn_at, withdrawn_by_name) on attachments to wuye_district, wuye_street, wuye_community;

drop policy if exists attachments_seen on attachments;
create policy attachments_seen on attachments for select to wuye_district, wuye_street, wuye_community, wuye_hotline
    using (district_code = (select current_district())
           and exists (select from complaints c where c.district_code = attachments.district_code and c.id = attachments.complaint_id));
drop policy if exists attachments_company on attachments;
create policy attachments_company on attachments for select to wuye_company
    using (district_code = (select current_district())
           and (state = 'released' or (uploader_firm_id = (select current_firm()) and state <> 'withdrawn'))
           and exists (select from complaints c where c.district_code = attachments.district_code and c.id = attachments.complaint_id));
drop policy if exists attachments_uploaded on attachments;
create policy attachments_uploaded on attachments for insert to wuye_district, wuye_street, wuye_community, wuye_hotline
    with check (district_code = (select current_district()) and uploaded_by = (select current_user_id()) and state = 'held' and uploader_firm_id is null
                and exists (select from complaints c where c.district_code = attachments.district_code and c.id = attachments.complaint_id));
drop policy if exists attachments_uploaded_company on attachments;
create policy attachments_uploaded_company on attachments for insert to wuye_company
    with check (district_code = (select current_district()) and uploaded_by = (select current_user_id()) and state = 'held' and uploader_firm_id = (select current_firm())
                and exists (select from complaints c where c.district_code = attachments.district_code and c.id = attachments.complaint_id));
drop policy if exists attachments_moved on attachments;
create policy attachments_moved on attachments for update to wuye_district, wuye_street, wuye_community, wuye_hotline
    using (district_code = (select current_district())
           and exists (select from complaints c where c.district_code = attachments.district_code and c.id = attachments.complaint_id));
drop policy if exists attachments_moved_company on attachments;
create policy attachments_moved_company on attachments for update to wuye_company
    using (district_code = (select current_district())
           and (state = 'released' or (uploader_firm_id = (select current_firm()) and state <> 'withdrawn'))
           and exists (select from complaints c where c.district_code = attachments.district_code and c.id = attachments.complaint_id))
    with check (district_code = (select current_district()) and uploader_firm_id = (select current_firm()) and state = 'removed');

-- Vouchers: read by the district and by the street that sees the posting; the street attaches to what it paid to a firm, and only the district's are moved.
drop policy if exists attachments_of_postings_seen on attachments;
create policy attachments_of_postings_seen on attachments for select to wuye_district, wuye_street
    using (district_code = (select current_district())
           and exists (select from money_postings p where p.district_code = attachments.district_code and p.id = attachments.posting_id));
drop policy if exists attachments_of_postings_uploaded on attachments;
create policy attachments_of_postings_uploaded on attachments for insert to wuye_district
    with check (district_code = (select current_district()) and uploaded_by = (select current_user_id()) and state = 'held' and uploader_firm_id is null
                and exists (select from money_postings p where p.district_code = attachments.district_code and p.id = attachments.posting_id));
drop policy if exists attachments_of_postings_uploaded_street on attachments;
create policy attachments_of_postings_uploaded_street on attachments for insert to wuye_street
    with check (district_code = (select current_district()) and uploaded_by = (select current_user_id()) and state = 'held' and uploader_firm_id is null
                and exists (select from money_postings p where p.district_code = attachments.district_code and p.id = attachments.posting_id and p.step = 'leg2'));
drop policy if exists attachments_of_postings_moved on attachments;
create policy attachments_of_postings_moved on attachments for update to wuye_district
    using (district_code = (select current_district())
           and exists (select from money_postings p where p.district_code = attachments.district_code and p.id = attachments.posting_id));
-- Whoever asks for a move locks the row, and is told there that it is another's.
drop policy if exists attachments_of_postings_locked on attachments;
create policy attachments_of_postings_locked on attachments for update to wuye_street
    using (district_code = (select current_district())
           and exists (select from money_postings p where p.district_code = attachments.district_code and p.id = attachments.posting_id))
    with check (false);

-- Evidence: of an issue or inspection that the caller sees. The firm that is responsible for an issue adds what it did about it, and has of inspectors' photos what was released.
drop policy if exists attachments_of_issues_seen on attachments;
create policy attachments_of_issues_seen on attachments for select to wuye_district, wuye_street, wuye_community
    using (district_code = (select current_district())
           and exists (select from issues i where i.district_code = attachments.district_code and i.id = attachments.issue_id));
drop policy if exists attachments_of_issues_company on attachments;
create policy attachments_of_issues_company on attachments for select to wuye_company
    using (district_code = (select current_district())
           and (state = 'released' or (uploader_firm_id = (select current_firm()) and state <> 'withdrawn'))
           and not (copied_from is not null and evidence_of_secret(district_code, copied_from))
           and exists (select from issues i where i.district_code = attachments.district_code and i.id = attachments.issue_id));
drop policy if exists attachments_of_issues_uploaded on attachments;
create policy attachments_of_issues_uploaded on attachments for insert to wuye_district, wuye_street, wuye_community
    with check (district_code = (select current_district()) and uploaded_by = (select current_user_id()) and state = 'held' and uploader_firm_id is null and copied_from is null
                and exists (select from issues i where i.district_code = attachments.district_code and i.id = attachments.issue_id));
drop policy if exists attachments_of_issues_uploaded_company on attachments;
create policy attachments_of_issues_uploaded_company on attachments for insert to wuye_company
    with check (district_code = (select current_district()) and uploaded_by = (select current_user_id()) and state = 'held' and uploader_firm_id = (select current_firm())
                and stage in ('during', 'after') and exists (select from issues i where i.district_code = attachments.district_code and i.id = attachments.issue_id));
drop policy if exists attachments_of_issues_moved on attachments;
create policy attachments_of_issues_moved on attachments for update to wuye_district, wuye_street, wuye_community
    using (district_code = (select current_district())
           and exists (select from issues i where i.district_code = attachments.district_code and i.id = attachments.issue_id));
drop policy if exists attachments_of_issues_moved_company on attachments;
create policy attachments_of_issues_moved_company on attachments for update to wuye_company
    using (district_code = (select current_district())
           and (state = 'released' or (uploader_firm_id = (select current_firm()) and state <> 'withdrawn'))
           and exists (select from issues i where i.district_code = attachments.district_code and i.id = attachments.issue_id))
    with check (district_code = (select current_district()) and uploader_firm_id = (select current_firm()) and state = 'removed');
drop policy if exists attachments_of_inspections_seen on attachments;
create policy attachments_of_inspections_seen on attachments for select to wuye_district, wuye_street, wuye_community
    using (district_code = (select current_district())
           and exists (select from inspections i where i.district_code = attachments.district_code and i.id = attachments.inspection_id));
drop policy if exists attachments_of_inspections_company on attachments;
create policy attachments_of_inspections_company on attachments for select to wuye_company
    using (district_code = (select current_district())
           and (state = 'released' or (uploader_firm_id = (select current_firm()) and state <> 'withdrawn'))
           and exists (select from inspections i where i.district_code = attachments.district_code and i.id = attachments.inspection_id));
drop policy if exists attachments_of_inspections_uploaded on attachments;
create policy attachments_of_inspections_uploaded on attachments for insert to wuye_district, wuye_street, wuye_community
    with check (district_code = (select current_district()) and uploaded_by = (select current_user_id()) and state = 'held' and uploader_firm_id is null and copied_from is null
                and exists (select from inspections i where i.district_code = attachments.district_code and i.id = attachments.inspection_id));
drop policy if exists attachments_of_inspections_moved on attachments;
create policy attachments_of_inspections_moved on attachments for update to wuye_district, wuye_street, wuye_community
    using (district_code = (select current_district())
           and exists (select from inspections i where i.district_code = attachments.district_code and i.id = attachments.inspection_id));
-- Locked by whoever asks for a move, and is told there that it is another's.
drop policy if exists attachments_of_inspections_locked on attachments;
create policy attachments_of_inspections_locked on attachments for update to wuye_company
    using (district_code = (select current_district()) and state = 'released'
           and exists (select from inspections i where i.district_code = attachments.district_code and i.id = attachments.inspection_id))
    with check (false);

reset role;
