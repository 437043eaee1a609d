select
    e.id, c.id as "client.id", c.name as "client.name", e.url, e.state, e.disabled_reason, e.secret_1_live as "secrets.secret_1", e.secret_2_live as "secrets.secret_2",
    e.version, e.created_at, e.updated_at
from webhook_endpoints e
join clients c on c.district_code = e.district_code and c.id = e.client_id
where e.district_code = :'district' and e.id = :'id'::uuid
