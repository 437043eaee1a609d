-- What each role meets under the name attachment_cards, with the caller's rights: same columns for all. A firm learns of no person, nor by which way a file came
-- that is not its own, nor what its sender called it: a name that nothing announces (张三家漏水.jpg) is not found by masking.
set role wuye_owner;

do $$
declare
    role text;
begin
    foreach role in array array['district', 'street', 'community', 'company', 'hotline'] loop
        execute format('drop view if exists as_%s.attachment_cards', role);
        execute format('create view as_%s.attachment_cards with (security_invoker = true) as '
            'select a.district_code, a.id, a.owner_kind, a.owner_id, a.stage, a.finding_id, a.taken_at, %s, a.media, a.bytes, a.sha256, %s, a.caption, a.state, a.uploaded_at, %s, '
            'a.released_at, %s, a.removed_at, %s, a.version, a.updated_at from attachments a', role,
            -- That a photo of an issue was a complainant's is not told either.
            case role when 'company' then 'null::uuid as copied_from' else 'a.copied_from' end,
            case role when 'company' then 'case when a.uploader_firm_id = (select current_firm()) then a.file_name end as file_name' else 'a.file_name' end,
            case role when 'company' then 'case when a.uploader_firm_id = (select current_firm()) then ''company'' end as uploader_role, null::text as uploaded_by_name'
                else 'a.uploader_role, a.uploaded_by_name' end,
            case role when 'company' then 'null::text as released_by_name, null::timestamptz as withdrawn_at, null::text as withdrawn_by_name'
                else 'a.released_by_name, a.withdrawn_at, a.withdrawn_by_name' end,
            case role when 'company' then 'null::text as removed_by_name, null::text as reason' else 'a.removed_by_name, a.reason' end);
        execute format('grant select on as_%1$s.attachment_cards to wuye_%1$s', role);
    end loop;
end $$;

reset role;
