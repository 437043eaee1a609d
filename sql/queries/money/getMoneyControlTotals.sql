-- Everything from one look at the journal (the caller's own view: sql/views/money.sql), so that rows, sums and hash are of the same postings. The canonical line is law to who takes the
-- books over: it stands in the contract, and what is added to a posting later does not go into it.
with taken as materialized (
    select p.number, p.step, p.debit_kind, p.credit_kind, p.amount,
           concat_ws(E'\t', p.number, p.booked_on, p.cause_kind, p.cause_id, p.step, p.part, p.purse_kind, p.purse_id, p.debit_kind, p.debit_holder, p.credit_kind, p.credit_holder, p.amount,
                     coalesce(p.bank_reference, '')) || E'\n' as line
    from money_journal p
    where p.district_code = :'district'
      and p.booked_on >= :'booked_on_from'::date -- if booked_on_from
      and p.booked_on < :'booked_on_before'::date -- if booked_on_before
      and p.number >= :'number_from'::bigint -- if number_from
      and p.number < :'number_before'::bigint -- if number_before
), totals as (
    select count(*) as rows, min(t.number) as first_number, max(t.number) as last_number, coalesce(sum(t.amount), 0)::numeric(20,2) as amount,
           encode(sha256(convert_to(coalesce(string_agg(t.line, '' order by t.number), ''), 'UTF8')), 'hex') as sha256
    from taken t
), steps as (
    select jsonb_agg(jsonb_build_object('step', s.step, 'rows', s.rows, 'amount', s.amount::text) order by s.step) as list
    from (select t.step, count(*) as rows, sum(t.amount) as amount from taken t group by 1) s
), kinds as (
    select jsonb_agg(jsonb_build_object('kind', k.kind, 'debit', k.debit::text, 'credit', k.credit::text) order by k.kind) as list
    from (select m.kind, coalesce(sum(m.debit), 0)::numeric(20,2) as debit, coalesce(sum(m.credit), 0)::numeric(20,2) as credit
          from taken t
          cross join lateral (values (t.debit_kind, t.amount, null::numeric), (t.credit_kind, null, t.amount)) m (kind, debit, credit)
          group by 1) k
)
select t.rows, t.first_number, t.last_number, t.amount, coalesce(s.list, '[]') as steps, coalesce(k.list, '[]') as account_kinds, t.sha256
from totals t
cross join steps s
cross join kinds k
