select c.*
from mediation_body_cards c
where true
  and c.kind = any(:'kind'::text[]) -- if kind
  and c.street_code = any(:'street_code'::text[]) -- if street_code
  and c.complete = :'complete'::boolean -- if complete
  and (c.closed_on is not null) = :'closed'::boolean -- if closed
  and c.updated_at >= :'updated_since'::timestamptz -- if updated_since
  and (c.established_on, c.id) < (:'after_key'::date, :'after_id'::uuid) -- if cursor
order by c.established_on desc, c.id desc -- if sort=-established_on
limit :'limit'::bigint -- if limit
