-- What people call whoever holds an account, and what money is for. By the caller's rights: what it may not read has no name. A branch a kind, so that a role is asked for
-- its rights on a register only when it comes to it; what has no branch has no name.
set role wuye_owner;

create or replace function money_holder_name(district text, kind text, holder text) returns text language plpgsql stable parallel safe as $$
#variable_conflict use_variable
begin
    if kind in ('treasury', 'street') then
        return (select d.name from divisions d where d.code = case kind when 'treasury' then district else holder end);
    elsif kind = 'firm' then
        return (select f.name from firms f where f.district_code = district and f.id = holder::uuid);
    elsif kind = 'deposit' then
        return money_purse_name(district, kind, holder::uuid);
    elsif current_user = 'wuye_company' then
        return null; -- funds are not for firms
    elsif kind in ('fund', 'committed') then
        return (select coalesce(c.zh, l.purpose)
                from fund_lines l
                left join codes c on c.list_code = 'fund_purpose' and c.code = l.purpose and c.effective_from <= current_date and coalesce(c.effective_to > current_date, true)
                where l.district_code = district and l.id = holder::uuid);
    elsif kind = 'recipient' and (current_user <> 'wuye_platform' or split_part(holder, ':', 1) not in ('staff', 'committee_member')) then
        return (select c.recipient_name from fund_commitments c
                where c.district_code = district and c.recipient_kind = split_part(holder, ':', 1) and c.recipient_id = split_part(holder, ':', 2)
                order by c.proposed_at desc limit 1);
    end if;
    return null;
end $$;

create or replace function money_purse_name(district text, kind text, purse uuid) returns text language plpgsql stable parallel safe as $$
#variable_conflict use_variable
begin
    if kind = 'scheme' then
        return (select s.title_zh from subsidy_schemes s where s.district_code in (district, '*') and s.id = purse);
    elsif kind = 'deposit' then
        return (select f.name from deposits d join firms f on f.district_code = d.district_code and f.id = d.firm_id where d.district_code = district and d.id = purse);
    elsif kind = 'fund' and current_user <> 'wuye_company' then
        return (select f.title from funds f where f.district_code = district and f.id = purse);
    end if;
    return null;
end $$;
grant execute on function money_holder_name(text, text, text), money_purse_name(text, text, uuid) to wuye_district, wuye_street, wuye_company, wuye_platform;

-- Where a posting comes from and goes to, for who sees the posting and not the account on its other side. As the owner: of an account it tells whose it is, never what is in it.
create or replace function money_account_told(account uuid) returns table (kind text, holder text) language sql stable parallel safe security definer
set search_path = public, pg_temp rows 1 as $$
    select a.kind, a.holder from money_accounts a where a.district_code = (select current_district()) and a.id = account
$$;
revoke all on function money_account_told(uuid) from public;
grant execute on function money_account_told(uuid) to wuye_street, wuye_company;

reset role;
