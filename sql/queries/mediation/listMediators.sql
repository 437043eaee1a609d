select c.*
from mediator_cards c
where true
  and c."body.id" = :'body_id'::uuid -- if body_id
  and c.full_time = :'full_time'::boolean -- if full_time
  and c.valid_from <= :'as_of'::date and coalesce(c.valid_to > :'as_of'::date, true) -- if as_of
  and (c.valid_from, c.id) < (:'after_key'::date, :'after_id'::uuid) -- if cursor
order by c.valid_from desc, c.id desc -- if sort=-valid_from
limit :'limit'::bigint -- if limit
