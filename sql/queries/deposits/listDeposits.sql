-- The page is cut before instalments are gathered for its rows.
select c.*, c.state = 'due' and coalesce(c.due_on < :'today'::date, false) as overdue
from (
    select d.id, d.created_at
    from deposits d
    where d.district_code = :'district'
      and d.state = any(:'state'::text[]) -- if state
      and d.kind = :'kind'::text -- if kind
      and d.firm_id = :'firm_id'::uuid -- if firm_id
      and d.contract_id = :'contract_id'::uuid -- if contract_id
      and d.street_code = any(:'street_code'::text[]) -- if street_code
      and (d.state = 'due' and coalesce(d.due_on < :'today'::date, false)) = :'overdue'::boolean -- if overdue
      and d.state = 'paid' and exists (select from deposit_instalments i where i.district_code = d.district_code and i.deposit_id = d.id and i.state in ('scheduled', 'assessed') and i.due_on < :'instalment_due_before'::date) -- if instalment_due_before
      and d.updated_at >= :'updated_since'::timestamptz -- if updated_since
      and (d.created_at, d.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor
    order by d.created_at desc, d.id desc -- if sort=-created_at
    limit :'limit'::bigint -- if limit
) p
join deposit_cards c on c.id = p.id
order by p.created_at desc, p.id desc -- if sort=-created_at
