-- What each role meets under the name money_journal, with the caller's rights: same columns for all. A firm learns of no person, no note and no voucher; the city platform of no voucher.
-- The accounts of the other side are not a street's or firm's to see, so that they are told who holds them and no more.
set role wuye_owner;

do $$
declare
    role text;
begin
    foreach role in array array['district', 'street', 'company', 'platform'] loop
        execute format('drop view if exists as_%s.money_journal', role);
        execute format('create view as_%s.money_journal with (security_invoker = true) as '
            'select p.district_code, p.id, p.number, p.booked_on, p.cause_kind, p.cause_id, p.step, p.part, p.purse_kind, p.purse_id, p.debit_id, d.kind as debit_kind, '
            'd.holder as debit_holder, p.credit_id, c.kind as credit_kind, c.holder as credit_holder, p.amount, p.street_code, p.firm_id, p.bank_reference, %s, p.posted_at, %s as vouchers '
            'from money_postings p %s', role,
            case role when 'company' then 'null::text as note, null::uuid as posted_by' else 'p.note, p.posted_by' end,
            case when role in ('district', 'street') then '(select count(*) from attachments a where a.district_code = p.district_code and a.owner_kind = ''posting'' '
                'and a.owner_id = p.id and a.state <> ''removed'')' else 'null::bigint' end,
            case when role in ('district', 'platform') then 'join money_accounts d on d.district_code = p.district_code and d.id = p.debit_id '
                'join money_accounts c on c.district_code = p.district_code and c.id = p.credit_id'
                else 'cross join lateral money_account_told(p.debit_id) d cross join lateral money_account_told(p.credit_id) c' end);
        execute format('grant select on as_%1$s.money_journal to wuye_%1$s', role);
    end loop;
end $$;

reset role;
