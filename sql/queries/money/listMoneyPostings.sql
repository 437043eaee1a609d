-- money_journal is the caller's own view: sql/views/money.sql.
select p.id, p.number, p.booked_on, p.cause_kind, p.cause_id, p.step, p.part, p.purse_kind, p.purse_id, money_purse_name(p.district_code, p.purse_kind, p.purse_id) as purse_name,
       p.debit_id as "debit.account_id", p.debit_kind as "debit.kind", p.debit_holder as "debit.holder", money_holder_name(p.district_code, p.debit_kind, p.debit_holder) as "debit.name",
       p.credit_id as "credit.account_id", p.credit_kind as "credit.kind", p.credit_holder as "credit.holder", money_holder_name(p.district_code, p.credit_kind, p.credit_holder) as "credit.name",
       p.amount, p.street_code, p.firm_id, p.bank_reference, p.note, p.posted_by, p.posted_at, p.vouchers
from money_journal p
where p.district_code = :'district'
  and p.booked_on >= :'booked_on_from'::date -- if booked_on_from
  and p.booked_on < :'booked_on_before'::date -- if booked_on_before
  and p.number >= :'number_from'::bigint -- if number_from
  and p.number < :'number_before'::bigint -- if number_before
  and :'account_id'::uuid in (p.debit_id, p.credit_id) -- if account_id
  and p.cause_kind = any(:'cause_kind'::text[]) -- if cause_kind
  and p.cause_id = :'cause_id'::uuid -- if cause_id
  and p.step = any(:'step'::text[]) -- if step
  and p.purse_kind = :'purse_kind'::text -- if purse_kind
  and p.purse_id = :'purse_id'::uuid -- if purse_id
  and p.street_code = any(:'street_code'::text[]) -- if street_code
  and p.firm_id = :'firm_id'::uuid -- if firm_id
  and p.bank_reference = :'bank_reference'::text -- if bank_reference
  and (p.vouchers > 0) = :'vouched'::boolean -- if vouched
  and p.number < :'after_key'::bigint -- if cursor, sort=-number
  and p.number > :'after_key'::bigint -- if cursor, sort=number
order by p.number desc -- if sort=-number
order by p.number -- if sort=number
limit :'limit'::bigint -- if limit
