select
    c.id, c.name, c.role, c.state, c.secret_1_live as "keys.secret_1", c.secret_2_live as "keys.secret_2", c.webhook_1_live as "keys.webhook_1", c.webhook_2_live as "keys.webhook_2", c.version, c.created_at, c.updated_at
from clients c
where c.district_code = :'district'
  and c.role = any(:'role'::text[]) -- if role
  and c.state = any(:'state'::text[]) -- if state
  and (c.name, c.id) > (:'after_key', :'after_id'::uuid) -- if cursor
order by c.name, c.id -- if sort=name
limit :'limit'::bigint -- if limit
