-- The key is forgotten: nothing that it signs or asks for is let in from now on. Access tokens it was given for end with their quarter of an hour; to end
-- those too, disable the client.
with before as (
    select c.district_code, c.id,
        case :'slot' when 'secret_1' then c.secret_1_live when 'secret_2' then c.secret_2_live when 'webhook_1' then c.webhook_1_live else c.webhook_2_live end as live
    from clients c
    where c.district_code = :'district' and c.id = :'id'::uuid
    for update
), changed as (
    update clients c set
        secret_digest = null, -- if slot=secret_1
        secret_digest_2 = null, -- if slot=secret_2
        webhook_secret = null, webhook_secret_key = null, -- if slot=webhook_1
        webhook_secret_2 = null, webhook_secret_2_key = null, -- if slot=webhook_2
        version = c.version + 1, updated_at = :'now'::timestamptz
    from before b
    where c.district_code = b.district_code and c.id = b.id and b.live
    returning c.id, c.name, c.role, c.state, c.secret_1_live, c.secret_2_live, c.webhook_1_live, c.webhook_2_live, c.version, c.created_at, c.updated_at
)
select
    c.id, c.name, c.role, c.state, c.secret_1_live as "keys.secret_1", c.secret_2_live as "keys.secret_2", c.webhook_1_live as "keys.webhook_1", c.webhook_2_live as "keys.webhook_2", c.version, c.created_at, c.updated_at,
    refused(case when not b.live then 'key_not_live' end) as "!problem"
from before b
left join changed c on true
