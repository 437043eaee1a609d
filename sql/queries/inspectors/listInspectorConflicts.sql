select c.*
from inspector_conflict_cards c
where c.inspector_id = :'id'::uuid
  and (select must_exist(exists (select from inspectors i where i.id = :'id'::uuid)))
  and daterange(c.valid_from, c.valid_to) @> :'as_of'::date -- if as_of
  and (c.created_at, c.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor
order by c.created_at desc, c.id desc -- if sort=-created_at
limit :'limit'::bigint -- if limit
