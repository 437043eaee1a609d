with placed as (
    select row_number() over (order by n.failed + n.late desc, n.firm_id, n.street_code) as position, n.*
    from disclosure_failures(coalesce(to_date(:'month', 'YYYY-MM'), :'today'::date), coalesce(:'months'::integer, 1), :'today'::date, coalesce(:'by', 'firm') = 'street', :'firm_id'::uuid,
        null -- if !street_code
        :'street_code'::text[] -- if street_code
    ) n
    where n.failed + n.late >= coalesce(:'at_least'::bigint, 1)
)
select p.position, p.firm_id, (select f.name from firms f where f.district_code = :'district' and f.id = p.firm_id) as firm_name, p.street_code,
    (select d.name from divisions d where d.code = p.street_code) as street_name, p.duties, p.failed, p.late, p.estates, p.failed_months
from placed p
where true
  and p.position > :'after_key'::bigint -- if cursor
order by p.position -- if sort=position
limit :'limit'::bigint -- if limit
