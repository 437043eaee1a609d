select c.*
from target_snapshot_cards c
where true
  and c."scheme.code" = any(:'scheme'::text[]) -- if scheme
  and c.as_of = :'as_of'::date -- if as_of
  and (c.frozen_at, c.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor
order by c.frozen_at desc, c.id desc -- if sort=-frozen_at
limit :'limit'::bigint -- if limit
