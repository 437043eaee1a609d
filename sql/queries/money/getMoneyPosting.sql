-- money_journal is the caller's own view: sql/views/money.sql.
select p.id, p.number, p.booked_on, p.cause_kind, p.cause_id, p.step, p.part, p.purse_kind, p.purse_id, money_purse_name(p.district_code, p.purse_kind, p.purse_id) as purse_name,
       p.debit_id as "debit.account_id", p.debit_kind as "debit.kind", p.debit_holder as "debit.holder", money_holder_name(p.district_code, p.debit_kind, p.debit_holder) as "debit.name",
       p.credit_id as "credit.account_id", p.credit_kind as "credit.kind", p.credit_holder as "credit.holder", money_holder_name(p.district_code, p.credit_kind, p.credit_holder) as "credit.name",
       p.amount, p.street_code, p.firm_id, p.bank_reference, p.note, p.posted_by, p.posted_at, p.vouchers
from money_journal p
where p.district_code = :'district' and p.id = :'id'::uuid
