-- The one way into the books. Whoever calls has locked the cause and judged the caller; here the lines are posted, all or none.
--
-- What a street holds, a fund has free or has promised and what is held of a deposit is never less than nothing: `money_insufficient` otherwise. The counter's row orders
-- everybody who posts in a district, so what is summed up stands until the transaction ends; it is taken after the cause, never before. The same part of a step of a
-- cause is posted once (money_postings_once), whoever comes again. Lines of nothing are left out.
-- Of a street's or firm's account the street or firm follows, whatever the line says: who holds an account sees all that moves it, so that its sums are whole.
-- As the owner: no role writes in the books by itself.
set role wuye_owner;

create or replace function money_post(cause text, cause_id uuid, step text, purse text, purse_id uuid, booked date, moment timestamptz, lines money_line[]) returns text
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
    district text := current_district();
    before bigint;
    added bigint;
begin
    -- A posting concerns one street and one firm, so that none has money of another's.
    if exists (select from unnest(lines) l where l.debit_kind = l.credit_kind) then
        raise exception 'no money moves between accounts of one kind';
    end if;
    insert into money_counters (district_code) values (district) on conflict do nothing;
    select c.last into before from money_counters c where c.district_code = district for update;
    insert into money_accounts (district_code, kind, holder, purse_kind, purse_id, opened_at)
    select distinct district, a.kind, a.holder, purse, purse_id, moment
    from unnest(lines) l
    cross join lateral (values (l.debit_kind, coalesce(l.debit_holder, '')), (l.credit_kind, coalesce(l.credit_holder, ''))) a (kind, holder)
    where l.amount > 0
    on conflict do nothing;
    if exists (select
               from (select a.id, sum(case m.side when 'debit' then m.amount else -m.amount end) as change
                     from unnest(lines) l
                     cross join lateral (values ('debit', l.debit_kind, l.debit_holder, l.amount), ('credit', l.credit_kind, l.credit_holder, l.amount)) m (side, kind, holder, amount)
                     join money_accounts a on a.district_code = district and a.purse_kind = purse and a.purse_id = purse_id and a.kind = m.kind and a.holder = coalesce(m.holder, '')
                     where a.kind in ('street', 'fund', 'committed', 'deposit')
                     group by a.id) t
               where t.change < 0 and money_balance(district, t.id) + t.change < 0) then
        return 'money_insufficient';
    end if;
    insert into money_postings (district_code, number, cause_kind, cause_id, step, part, purse_kind, purse_id, debit_id, credit_id, amount, street_code, firm_id, booked_on,
                                bank_reference, note, posted_by, posted_at)
    select district, before + row_number() over (order by l.part), cause, cause_id, step, coalesce(l.part, ''), purse, purse_id, d.id, c.id, l.amount,
           coalesce(case 'street' when l.debit_kind then l.debit_holder when l.credit_kind then l.credit_holder end, l.street_code),
           coalesce(case 'firm' when l.debit_kind then l.debit_holder when l.credit_kind then l.credit_holder end::uuid, l.firm_id), booked,
           l.bank_reference, l.note, current_user_id(), moment
    from unnest(lines) l
    join money_accounts d on d.district_code = district and d.purse_kind = purse and d.purse_id = purse_id and d.kind = l.debit_kind and d.holder = coalesce(l.debit_holder, '')
    join money_accounts c on c.district_code = district and c.purse_kind = purse and c.purse_id = purse_id and c.kind = l.credit_kind and c.holder = coalesce(l.credit_holder, '')
    where l.amount > 0;
    get diagnostics added = row_count;
    update money_counters c set last = before + added where c.district_code = district;
    return null;
end $$;
revoke all on function money_post(text, uuid, text, text, uuid, date, timestamptz, money_line[]) from public;
grant execute on function money_post(text, uuid, text, text, uuid, date, timestamptz, money_line[]) to wuye_district, wuye_street;

reset role;
