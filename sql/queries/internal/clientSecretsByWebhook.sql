-- One row for each live key; `context` is what it was sealed for.
select c.id, c.district_code, c.name, c.role, c.token_epoch, s.secret_sealed, s.seal_key_id, 'client:' || c.id || ':' || s.slot as context
from clients c
cross join lateral (values (c.webhook_secret, c.webhook_secret_key, 'webhook_secret'), (c.webhook_secret_2, c.webhook_secret_2_key, 'webhook_secret_2'))
    as s (secret_sealed, seal_key_id, slot)
where c.district_code = :'district' and c.name = :'name' and c.state = 'active' and s.secret_sealed is not null
