-- Evidence: photos and documents of issues and inspections, beside those of complaints and postings. Who makes one may give it its id, so that a photo that several devices
-- send, in any order and however often, is one. F06, F26.
set local role wuye_owner;

alter table attachments
    add column issue_id uuid generated always as (case when owner_kind = 'issue' then owner_id end) stored,
    add column inspection_id uuid generated always as (case when owner_kind = 'inspection' then owner_id end) stored,
    add column stage text collate "C", -- of rectification, when it was taken
    add column finding_id uuid, -- that it shows; no foreign key, for a photo may arrive before its finding does
    add column taken_at timestamptz, -- as the client says
    add column copied_from uuid; -- the attachment of the complaint that the issue was made from
alter table attachments
    drop constraint attachments_owner_known,
    add constraint attachments_owner_known check (owner_kind in ('complaint', 'posting', 'issue', 'inspection')),
    add constraint attachments_issue foreign key (district_code, issue_id) references issues,
    add constraint attachments_inspection foreign key (district_code, inspection_id) references inspections,
    add constraint attachments_copied_from foreign key (district_code, copied_from) references attachments,
    add constraint attachments_stage_known check (stage in ('before', 'during', 'after')),
    add constraint attachments_stage_fits check ((owner_kind = 'issue') = (stage is not null)),
    add constraint attachments_finding_fits check (finding_id is null or owner_kind = 'inspection'),
    add constraint attachments_copy_fits check (copied_from is null or owner_kind = 'issue' and uploader_role <> 'company'),
    add constraint attachments_of_an_issue check (owner_kind <> 'issue' or uploader_role <> 'hotline' and (uploader_role <> 'company' or stage <> 'before')),
    add constraint attachments_of_an_inspection check (owner_kind <> 'inspection' or uploader_role in ('district', 'street', 'community'));

-- What shows two findings is kept for each. Evidence that was removed does not come again, whoever has it still on a device and sends it.
drop index attachments_once;
create unique index attachments_once on attachments
    (district_code, owner_kind, owner_id, sha256, coalesce(uploader_firm_id, '00000000-0000-0000-0000-000000000000'))
    where state <> 'removed' and owner_kind in ('complaint', 'posting');
create unique index attachments_once_for_all on attachments
    (district_code, owner_kind, owner_id, sha256, coalesce(uploader_firm_id, '00000000-0000-0000-0000-000000000000'), coalesce(finding_id, '00000000-0000-0000-0000-000000000000'))
    where owner_kind in ('issue', 'inspection');

-- Released and withdrawn by any authority that sees it, removed by whoever uploaded it until the issue is closed or the inspection published; by the district always. A firm
-- has a row for inspections too, so that it is told that the photo is another's.
alter table attachment_transitions
    drop constraint attachment_transitions_owner_known,
    add constraint attachment_transitions_owner_known check (owner_kind in ('complaint', 'posting', 'issue', 'inspection'));
insert into attachment_transitions (owner_kind, from_state, action, role, to_state, needs)
select k.kind, t.from_state, t.action, t.role, t.to_state, t.needs
from unnest(array['issue', 'inspection']) k (kind), attachment_transitions t
where t.owner_kind = 'complaint' and t.role <> 'hotline';

reset role;
