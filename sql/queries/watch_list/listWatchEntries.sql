select c.*
from (
    select w.id, w.since
    from watch_entries w
    where w.district_code = :'district'
      and (w.ended_on is not null) = :'ended'::boolean -- if ended
      and w.street_code = any(:'street_code'::text[]) -- if street_code
      and w.estate_id = :'estate_id'::uuid -- if estate_id
      and w.criteria && :'criterion'::text[] -- if criterion
      and w.since <= :'as_of'::date and coalesce(w.ended_on > :'as_of'::date, true) -- if as_of
      and w.updated_at >= :'updated_since'::timestamptz -- if updated_since
      and (w.since, w.id) < (:'after_key'::date, :'after_id'::uuid) -- if cursor
    order by w.since desc, w.id desc -- if sort=-since
    limit :'limit'::bigint -- if limit
) p
join watch_cards c on c.id = p.id
order by p.since desc, p.id desc -- if sort=-since
