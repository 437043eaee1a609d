-- In the order of streets; key: what the posting of leg 2 is the part of.
select concat(f.street_code, ':', f.firm_id) as key, f.street_code, f.firm_id as "firm.id", n.name as "firm.name", n.uscc as "firm.uscc", f.lines, f.amount, f.paid_amount, f.paid_at is not null as paid,
    p.number as posting_number, p.booked_on, p.bank_reference, f.paid_at
from subsidy_run_firms f
left join firms n on n.district_code = f.district_code and n.id = f.firm_id
left join money_postings p on p.district_code = f.district_code and p.cause_kind = 'subsidy_run' and p.cause_id = f.run_id and p.step = 'leg2' and p.part = concat(f.street_code, ':', f.firm_id)
where f.district_code = :'district' and f.run_id = :'id'::uuid
  and (select must_exist(exists (select from subsidy_runs r where r.district_code = :'district' and r.id = :'id'::uuid)))
  and f.street_code = :'street_code'::text -- if street_code
  and f.firm_id = :'firm_id'::uuid -- if firm_id
  and (f.paid_at is not null) = :'paid'::boolean -- if paid
  and concat(f.street_code, ':', f.firm_id) > :'after_key'::text -- if cursor
order by key -- if sort=key
limit :'limit'::bigint -- if limit
