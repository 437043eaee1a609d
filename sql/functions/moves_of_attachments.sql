-- One move of an attachment, by its transition table, under row security of whoever calls. Its owner is locked first: of a closure and a removal at once the second
-- meets what the first left. No row: not there, or not the caller's.
set role wuye_owner;

-- Is the owner's matter over? Its row is locked until the end of the transaction. A posting never changes, so that there is nothing to lock.
create or replace function attachment_owner_over(kind text, owner uuid) returns boolean language plpgsql volatile as $$
declare
    standing text;
begin
    if kind = 'complaint' then
        select c.state into standing from complaints c where c.district_code = (select current_district()) and c.id = owner for share;
    elsif kind in ('issue', 'inspection') then
        return evidence_over(kind, owner);
    end if;
    return standing in ('closed', 'merged', 'rejected');
end $$;

create or replace function attachment_move(attachment uuid, wanted text, caller_role text, caller_name text, moment timestamptz, said text)
returns table (id uuid, state text, version integer, at timestamptz, problem text, standing text) language plpgsql volatile as $$
declare
    a record;
    step record;
    kind text;
    closed boolean;
    own boolean;
begin
    select k.district_code, k.id, k.owner_kind, k.owner_id into a from attachments k where k.district_code = (select current_district()) and k.id = attachment;
    if not found then
        return;
    end if;
    kind := a.owner_kind;
    closed := attachment_owner_over(kind, a.owner_id);
    select k.district_code, k.id, k.state, k.version, k.updated_at into a
    from attachments k where k.district_code = a.district_code and k.id = a.id for update;
    if not found then
        return;
    end if;
    moment := greatest(moment, a.updated_at + interval '1 microsecond');
    select t.* into step from attachment_transitions t where t.owner_kind = kind and t.from_state = a.state and t.action = wanted and t.role = caller_role;
    if not found then
        return query select a.id, a.state, a.version, moment,
            case when kind = 'posting' and exists (select from attachment_transitions t where t.owner_kind = kind and t.from_state = a.state and t.action = wanted)
                then 'voucher_of_another' else 'state_conflict' end, a.state;
        return;
    end if;
    if step.needs = 'of_another' then
        problem := case when exists (select from attachments k where k.district_code = a.district_code and k.id = a.id and k.uploaded_by = (select current_user_id()))
            then 'separation_of_duties' end;
    elsif step.needs = 'own_and_open' then
        -- A firm's people act for one another; it does not read who they are.
        if caller_role = 'company' then
            select k.uploader_firm_id = (select current_firm()) into own from attachments k where k.district_code = a.district_code and k.id = a.id;
        else
            select k.uploaded_by = (select current_user_id()) into own from attachments k where k.district_code = a.district_code and k.id = a.id;
        end if;
        problem := case when own is not true then 'attachment_of_another' when closed then 'attachment_owner_over' end;
    end if;
    if problem is not null then
        return query select a.id, a.state, a.version, moment, problem, a.state;
        return;
    end if;
    -- Each command names only columns that its role was granted.
    if wanted = 'remove' then
        update attachments k set state = step.to_state, removed_at = moment, removed_by_name = caller_name, reason = said, version = k.version + 1, updated_at = moment
        where k.district_code = a.district_code and k.id = a.id;
        delete from attachment_chunks c where c.district_code = a.district_code and c.attachment_id = a.id;
    else
        update attachments k set state = step.to_state, version = k.version + 1, updated_at = moment,
            reason = said,
            released_at = case wanted when 'release' then moment else k.released_at end,
            released_by_name = case wanted when 'release' then caller_name else k.released_by_name end,
            withdrawn_at = case wanted when 'withdraw' then moment end,
            withdrawn_by_name = case wanted when 'withdraw' then caller_name end
        where k.district_code = a.district_code and k.id = a.id;
    end if;
    return query select a.id, step.to_state, a.version + 1, moment, null::text, null::text;
end $$;
grant execute on function attachment_owner_over(text, uuid), attachment_move(uuid, text, text, text, timestamptz, text)
    to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline;

reset role;
