-- Without filters a page asks no more estates than it has rows.
select p.*, (select f.name from firms f where f.district_code = :'district' and f.id = p.firm_id) as firm_name
from (
    select d.position, d.estate_id as "estate.id", d.estate_code as "estate.code", d.estate_name as "estate.name", d.street_code,
        d.community_code, d.firm_id, d.item, d.kind, d.cadence, d.period_from, d.period_to, d.due_on, d.published_on, d.disclosure_id, d.state
    from disclosure_duties(coalesce(to_date(:'month', 'YYYY-MM'), :'today'::date), :'today'::date, :'estate_id'::uuid, :'firm_id'::uuid,
        0, -- if !cursor
        :'after_key'::bigint, -- if cursor
        case when true
                and false -- if state
                and false -- if item
                and false -- if kind
                and false -- if street_code
                and false -- if !limit
            then null::bigint -- if !limit
            then :'limit'::bigint -- if limit
        end
    ) d
    where true
      and d.street_code = any(:'street_code'::text[]) -- if street_code
      and d.item = any(:'item'::text[]) -- if item
      and d.kind = any(:'kind'::text[]) -- if kind
      and d.state = any(:'state'::text[]) -- if state
) p
where true
  and p.position > :'after_key'::bigint -- if cursor
order by p.position -- if sort=position
limit :'limit'::bigint -- if limit
