select p.*
from (
    select row_number() over (order by d.estate_code, d.estate_id, d.item_no, d.period_from) as position, d.estate_id as "estate.id", d.estate_code as "estate.code", d.estate_name as "estate.name", d.street_code,
        d.community_code, d.firm_id, d.item, d.kind, d.cadence, d.period_from, d.period_to, d.due_on, d.published_on, d.disclosure_id, d.state
    from disclosure_duties(coalesce(to_date(:'month', 'YYYY-MM'), :'today'::date), :'today'::date, :'estate_id'::uuid, :'firm_id'::uuid) d
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
