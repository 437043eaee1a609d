select c.*
from (
    select m.district_code, m.id, m.created_at
    from motions m
    where true
      and m.district_code = :'district_code' -- if district_code
      and m.state = any(:'state'::text[]) -- if state
      and m.matter = any(:'matter'::text[]) -- if matter
      and m.estate_id = :'estate_id'::uuid -- if estate_id
      and m.street_code = any(:'street_code'::text[]) -- if street_code
      and (m.created_at, m.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor
    order by m.created_at desc, m.id desc -- if sort=-created_at
    limit :'limit'::bigint -- if limit
) p
join motion_cards c on c.district_code = p.district_code and c.id = p.id
order by p.created_at desc, p.id desc -- if sort=-created_at
