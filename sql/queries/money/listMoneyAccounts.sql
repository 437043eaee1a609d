-- Row security shows a street and a firm their own accounts, and every posting that moves them.
select a.id, a.kind, a.holder, money_holder_name(a.district_code, a.kind, a.holder) as holder_name, a.purse_kind, a.purse_id,
       money_purse_name(a.district_code, a.purse_kind, a.purse_id) as purse_name, a.opened_at, t.debit, t.credit, t.debit - t.credit as balance, t.postings
from money_accounts a
cross join lateral (
    select coalesce(sum(m.debit), 0)::numeric(20,2) as debit, coalesce(sum(m.credit), 0)::numeric(20,2) as credit, count(*) as postings
    from (select p.amount as debit, null::numeric as credit, p.booked_on from money_postings p where p.district_code = a.district_code and p.debit_id = a.id
          union all
          select null, p.amount, p.booked_on from money_postings p where p.district_code = a.district_code and p.credit_id = a.id) m
    where true
      and m.booked_on <= :'as_of'::date -- if as_of
) t
where a.district_code = :'district'
  and t.postings > 0 -- if as_of
  and a.kind = any(:'kind'::text[]) -- if kind
  and a.holder = :'holder'::text -- if holder
  and a.kind = 'street' and a.holder = any(:'street_code'::text[]) -- if street_code
  and a.kind = 'firm' and a.holder = :'firm_id'::uuid::text -- if firm_id
  and a.purse_kind = :'purse_kind'::text -- if purse_kind
  and a.purse_id = :'purse_id'::uuid -- if purse_id
  and (a.kind, a.id) > (:'after_key'::text, :'after_id'::uuid) -- if cursor, sort=kind
  and (a.opened_at, a.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor, sort=-opened_at
order by a.kind, a.id -- if sort=kind
order by a.opened_at desc, a.id desc -- if sort=-opened_at
limit :'limit'::bigint -- if limit
