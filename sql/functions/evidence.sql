-- Photos and documents of issues and inspections: what there is of them, when no more comes, and which of those that are there one that is sent again is.
set role wuye_owner;

-- F26: what an issue's windows and acceptance ask for. Neither withdrawn nor removed; who calls with rights of its own counts what it sees.
create or replace function issue_evidence(district text, issue uuid) returns table (stage text, n bigint) language sql stable as $$
    select a.stage, count(*) from attachments a
    where a.district_code = issue_evidence.district and a.owner_kind = 'issue' and a.owner_id = issue_evidence.issue and a.state not in ('withdrawn', 'removed')
    group by a.stage
$$;

-- Those of no finding are of the whole visit. A finding may not be there yet.
create or replace function inspection_photos(district text, inspection uuid) returns table (finding_id uuid, n bigint) language sql stable as $$
    select a.finding_id, count(*) from attachments a
    where a.district_code = inspection_photos.district and a.owner_kind = 'inspection' and a.owner_id = inspection_photos.inspection and a.state not in ('withdrawn', 'removed')
    group by a.finding_id
$$;
grant execute on function issue_evidence(text, uuid), inspection_photos(text, uuid) to wuye_district, wuye_street, wuye_community, wuye_company;

-- Is the issue closed, or the inspection published?
create or replace function evidence_ended(kind text, owner uuid) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
    select case kind
        when 'issue' then exists (select from issues i where i.district_code = current_district() and i.id = owner and i.state in ('closed', 'withdrawn'))
        when 'inspection' then exists (select from inspections i where i.district_code = current_district() and i.id = owner and i.state in ('published', 'cancelled'))
        else false end
$$;

-- Its row is locked until the end of the transaction, so that of a closure and a photo at once the second meets what the first left.
create or replace function evidence_over(kind text, owner uuid) returns boolean language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
    if kind = 'issue' then
        perform from issues i where i.district_code = current_district() and i.id = owner for share;
    elsif kind = 'inspection' then
        perform from inspections i where i.district_code = current_district() and i.id = owner for share;
    end if;
    return evidence_ended(kind, owner);
end $$;

-- A file that was not taken in: the one that it is, or why it is none. Whose rows it reads the caller need not see: of a file withdrawn from its firm, or an id that is in use
-- elsewhere, it learns that alone. Nothing at all: it was removed meanwhile, and may be sent again.
create or replace function attachment_same(kind text, owner uuid, attachment uuid, digest text, at_stage text, finding uuid, firm uuid, caller_role text, out id uuid, out problem text)
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    a attachments;
begin
    select k.* into a from attachments k where k.district_code = current_district() and k.id = attachment;
    if a.id is null then
        select k.* into a from attachments k
        where k.district_code = current_district() and k.owner_kind = kind and k.owner_id = owner and k.sha256 = digest and k.uploader_firm_id is not distinct from firm
          and k.finding_id is not distinct from finding and (k.state <> 'removed' or kind in ('issue', 'inspection'));
    elsif (a.owner_kind, a.owner_id, a.sha256) <> (kind, owner, digest) or a.uploader_firm_id is distinct from firm or a.finding_id is distinct from finding then
        problem := 'attachment_id_taken';
        return;
    end if;
    id := a.id;
    problem := case
        when a.id is null and caller_role <> 'district' and evidence_ended(kind, owner) then 'evidence_complete'
        when a.stage is distinct from at_stage and a.id is not null then 'attachment_stage_differs'
        when firm is not null and a.state = 'withdrawn' then 'attachment_withdrawn' end;
end $$;
grant execute on function evidence_ended(text, uuid), evidence_over(text, uuid), attachment_same(text, uuid, uuid, text, text, uuid, uuid, text)
    to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline;

-- Is it a copy of a photo whose complaint is secret or confidential (by now)? Then no firm meets it, whatever was released.
create or replace function evidence_of_secret(district text, attachment uuid) returns boolean language plpgsql stable parallel safe security definer set search_path = public, pg_temp as $$
begin
    return exists (select from attachments a join complaints c on c.district_code = a.district_code and c.id = a.complaint_id
                   where a.district_code = evidence_of_secret.district and a.id = evidence_of_secret.attachment and (c.secret or c.confidential));
end $$;
grant execute on function evidence_of_secret(text, uuid) to wuye_company;

-- A photo of a complaint that an issue was made from or counted with, as the authority that chose it gives it to the issue: held, and without a word of its sender's. The
-- caller sees both.
create or replace function evidence_from_complaint(issue uuid, attachment uuid, made uuid, said text, maker text, maker_role text, moment timestamptz, today date,
    out id uuid, out problem text, out known boolean)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    i issues;
    a attachments;
begin
    select k.* into i from issues k where k.district_code = current_district() and k.id = issue for share;
    -- For share: it is not removed while its parts are copied.
    select k.* into a from attachments k where k.district_code = i.district_code and k.id = attachment and k.state <> 'removed'
      and (k.complaint_id = i.complaint_id
           or exists (select from issue_sightings s where s.district_code = i.district_code and s.issue_id = i.id and s.complaint_id = k.complaint_id)) for share;
    select k.id into id from attachments k
    where k.district_code = i.district_code and k.owner_kind = 'issue' and k.owner_id = i.id and k.sha256 = a.sha256 and k.uploader_firm_id is null;
    known := id is not null;
    problem := case
        when a.id is null then 'evidence_of_no_complaint'
        when known then null
        when not i.withheld and evidence_of_secret(a.district_code, a.id) then 'evidence_of_secret_complaint'
        when maker_role <> 'district' and evidence_ended('issue', i.id) then 'evidence_complete'
        when (select count(*) from attachments k where k.district_code = i.district_code and k.owner_kind = 'issue' and k.owner_id = i.id)
            >= (select r.value from rule_at('per_owner_max', '*', today) r) then 'attachments_full' end;
    if known or problem is not null then
        return;
    end if;
    insert into attachments (district_code, id, owner_kind, owner_id, stage, media, bytes, sha256, caption, copied_from, uploaded_at, uploaded_by, uploaded_by_name, uploader_role, updated_at)
    values (i.district_code, made, 'issue', i.id, 'before', a.media, a.bytes, a.sha256, said, a.id, moment, current_user_id(), maker, maker_role, moment)
    on conflict do nothing
    returning attachments.id into id;
    if id is null then -- another was quicker, with the same photo
        select k.id into id from attachments k
        where k.district_code = i.district_code and k.owner_kind = 'issue' and k.owner_id = i.id and k.sha256 = a.sha256 and k.uploader_firm_id is null;
        known := true;
        return;
    end if;
    insert into attachment_chunks (district_code, attachment_id, seq, bytes)
    select c.district_code, made, c.seq, c.bytes from attachment_chunks c where c.district_code = a.district_code and c.attachment_id = a.id;
end $$;

-- After what the same statement wrote: volatile, so that it sees that.
create or replace function attachment_row(attachment uuid) returns setof attachments language sql volatile as $$
    select k.* from attachments k where k.district_code = current_district() and k.id = attachment
$$;
grant execute on function evidence_from_complaint(uuid, uuid, uuid, text, text, text, timestamptz, date), attachment_row(uuid) to wuye_district, wuye_street, wuye_community;

reset role;
