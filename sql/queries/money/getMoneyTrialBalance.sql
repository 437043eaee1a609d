-- Summed up over accounts and by the accounts' own purses, not by what the postings say of themselves: a posting that took money out of a purse, or names an account that is not there,
-- leaves a purse or the whole out of balance. Whether the books are complete is a matter of all of them, whatever day is asked for.
with day as (
    select coalesce(:'as_of'::date, :'today'::date) as it
), sides as materialized (
    select m.account, sum(m.debit) as debit, sum(m.credit) as credit
    from (select p.debit_id as account, p.amount as debit, 0 as credit from money_postings p where p.district_code = :'district' and p.booked_on <= (select d.it from day d)
          union all
          select p.credit_id, 0, p.amount from money_postings p where p.district_code = :'district' and p.booked_on <= (select d.it from day d)) m
    group by 1
), accounts as materialized (
    select a.kind, a.purse_kind, a.purse_id, s.debit, s.credit, a.kind in ('street', 'fund', 'committed', 'deposit') and s.debit < s.credit as overdrawn
    from sides s
    join money_accounts a on a.district_code = :'district' and a.id = s.account
), totals as (
    select coalesce(sum(a.debit), 0)::numeric(20,2) as debit, coalesce(sum(a.credit), 0)::numeric(20,2) as credit, count(*) as accounts, count(*) filter (where a.overdrawn) as overdrawn
    from accounts a
), kinds as (
    select jsonb_agg(jsonb_build_object('kind', k.kind, 'accounts', k.accounts, 'debit', k.debit::text, 'credit', k.credit::text, 'balance', (k.debit - k.credit)::text) order by k.kind) as list
    from (select a.kind, count(*) as accounts, sum(a.debit)::numeric(20,2) as debit, sum(a.credit)::numeric(20,2) as credit from accounts a group by 1) k
), purses as (
    select jsonb_agg(jsonb_build_object('purse_kind', k.purse_kind, 'purse_id', k.purse_id, 'name', money_purse_name(:'district', k.purse_kind, k.purse_id), 'accounts', k.accounts,
                                        'debit', k.debit::text, 'credit', k.credit::text, 'balance', (k.debit - k.credit)::text, 'kinds', k.kinds) order by k.purse_kind, k.purse_id) as list,
           bool_and(k.debit = k.credit) as balanced
    from (select j.purse_kind, j.purse_id, sum(j.accounts)::bigint as accounts, sum(j.debit) as debit, sum(j.credit) as credit,
                 jsonb_agg(jsonb_build_object('kind', j.kind, 'accounts', j.accounts, 'debit', j.debit::text, 'credit', j.credit::text, 'balance', (j.debit - j.credit)::text) order by j.kind) as kinds
          from (select a.purse_kind, a.purse_id, a.kind, count(*) as accounts, sum(a.debit)::numeric(20,2) as debit, sum(a.credit)::numeric(20,2) as credit from accounts a group by 1, 2, 3) j
          group by 1, 2) k
), journal as (
    select count(*) as postings, count(*) filter (where p.booked_on <= (select d.it from day d)) as by_then,
           coalesce(sum(p.amount) filter (where p.booked_on <= (select d.it from day d)), 0)::numeric(20,2) as amount, coalesce(min(p.number), 1) as first, coalesce(max(p.number), 0) as last
    from money_postings p
    where p.district_code = :'district'
)
select d.it as as_of, j.by_then as postings, t.debit, t.credit, t.debit - t.credit as balance,
       t.debit = t.credit and t.debit = j.amount and coalesce(p.balanced, true) as balanced, t.accounts, t.overdrawn,
       j.postings as "numbers.postings", coalesce(c.last, 0) as "numbers.last", j.postings = coalesce(c.last, 0) and j.first = 1 and j.last = coalesce(c.last, 0) as "numbers.complete",
       coalesce(k.list, '[]') as kinds, coalesce(p.list, '[]') as purses
from day d
cross join totals t
cross join kinds k
cross join purses p
cross join journal j
left join money_counters c on c.district_code = :'district'
