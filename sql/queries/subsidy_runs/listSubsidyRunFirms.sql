-- In the order of streets; key: what the posting of leg 2 is the part of, taken apart where it orders, for the table is in that order. The page is cut before names and postings are looked up for its rows; their
-- index takes a key that is there, and none that row security would have to compute first.
select f.key, f.street_code, f.firm_id as "firm.id", n.name as "firm.name", n.uscc as "firm.uscc", f.lines, f.amount, f.paid_amount, f.paid_at is not null as paid,
    p.number as posting_number, p.booked_on, p.bank_reference, f.paid_at
from (
    select o.*, concat(o.street_code, ':', o.firm_id) as key
    from subsidy_run_firms o
    where o.district_code = :'district' and o.run_id = :'id'::uuid
      and o.street_code = :'street_code'::text -- if street_code
      and o.firm_id = :'firm_id'::uuid -- if firm_id
      and (o.paid_at is not null) = :'paid'::boolean -- if paid
      and (o.street_code, o.firm_id) > (split_part(:'after_key'::text, ':', 1), split_part(:'after_key'::text, ':', 2)::uuid) -- if cursor
    order by o.street_code, o.firm_id -- if limit
    limit :'limit'::bigint -- if limit
) f
left join firms n on n.district_code = f.district_code and n.id = f.firm_id
left join money_postings p on p.district_code = f.district_code and p.cause_kind = 'subsidy_run' and p.cause_id = f.run_id and p.step = 'leg2' and p.part = f.key
where (select must_exist(exists (select from subsidy_runs r where r.district_code = :'district' and r.id = :'id'::uuid)))
order by f.street_code, f.firm_id -- if sort=key
limit :'limit'::bigint -- if limit
