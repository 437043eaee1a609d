with c as (
    insert into clients (district_code, id, name, role, secret_digest, created_at, updated_at)
    values (:'district', :'new_id'::uuid, :'name', :'role_of', :'digest', :'now'::timestamptz, :'now'::timestamptz)
    returning id, name, role, state, secret_1_live, secret_2_live, webhook_1_live, webhook_2_live, version, created_at, updated_at
)
select
    c.id, c.name, c.role, c.state, c.secret_1_live as "keys.secret_1", c.secret_2_live as "keys.secret_2", c.webhook_1_live as "keys.webhook_1", c.webhook_2_live as "keys.webhook_2", c.version, c.created_at, c.updated_at
from c
