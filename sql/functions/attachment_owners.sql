-- What an attachment may belong to, one branch a kind. In plpgsql, so that a role is asked for its rights on the tables of a kind only when it comes with one.
-- A further kind: its word in attachments_owner_known and attachment_transitions_owner_known, a generated column with its foreign key, its rows in
-- attachment_transitions, its policies in sql/policies/attachments.sql, a branch here and in attachment_owner_over(), and a hook that says its name.
set role wuye_owner;

-- Why this caller attaches nothing to it; null when it may. What it does not see is not there.
create or replace function attachment_owner_fault(kind text, owner uuid) returns text language plpgsql stable as $$
#variable_conflict use_variable
declare
    posting_step text;
begin
    if kind = 'complaint' then
        return case when not exists (select from complaint_cards c where c.id = owner) then 'not_found' end;
    elsif kind = 'posting' then
        select p.step into posting_step from money_postings p where p.district_code = (select current_district()) and p.id = owner;
        return case when not found then 'not_found' when (select current_street()) is not null and posting_step <> 'leg2' then 'voucher_of_another' end;
    elsif kind = 'issue' then
        return case when not exists (select from issues i where i.district_code = (select current_district()) and i.id = owner) then 'not_found' end;
    elsif kind = 'inspection' then
        return case when not exists (select from inspections i where i.district_code = (select current_district()) and i.id = owner) then 'not_found' end;
    end if;
    return 'not_found';
end $$;
grant execute on function attachment_owner_fault(text, uuid) to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline;

reset role;
