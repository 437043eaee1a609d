select c.*
from (
    select f.id, f.holds_from
    from target_facts f
    where f.district_code = :'district'
      and f.kind = any(:'kind'::text[]) -- if kind
      and f.estate_id = :'estate_id'::uuid -- if estate_id
      and f.street_code = any(:'street_code'::text[]) -- if street_code
      and (f.withdrawn_at is not null) = :'withdrawn'::boolean -- if withdrawn
      and f.withdrawn_at is null and f.holds_from <= :'as_of'::date and coalesce(f.holds_to > :'as_of'::date, true) -- if as_of
      and f.updated_at >= :'updated_since'::timestamptz -- if updated_since
      and (f.holds_from, f.id) < (:'after_key'::date, :'after_id'::uuid) -- if cursor
    order by f.holds_from desc, f.id desc -- if sort=-holds_from
    limit :'limit'::bigint -- if limit
) p
join target_fact_cards c on c.id = p.id
order by p.holds_from desc, p.id desc -- if sort=-holds_from
