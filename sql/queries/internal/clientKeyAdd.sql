-- The free one of the two slots of its kind is filled; the other serves on. A slot's seal is bound to the slot, so both come and one is used.
with before as (
    select c.district_code, c.id, case :'kind'
        when 'client_secret' then case when not c.secret_1_live then 'secret_1' when not c.secret_2_live then 'secret_2' end
        else case when not c.webhook_1_live then 'webhook_1' when not c.webhook_2_live then 'webhook_2' end
        end as slot
    from clients c
    where c.district_code = :'district' and c.id = :'id'::uuid
    for update
), secret_1 as (
    update clients c set secret_digest = :'digest', version = c.version + 1, updated_at = :'now'::timestamptz
    from before b where c.district_code = b.district_code and c.id = b.id and b.slot = 'secret_1'
    returning c.id
), secret_2 as (
    update clients c set secret_digest_2 = :'digest', version = c.version + 1, updated_at = :'now'::timestamptz
    from before b where c.district_code = b.district_code and c.id = b.id and b.slot = 'secret_2'
    returning c.id
), webhook_1 as (
    update clients c set webhook_secret = :'sealed_1'::bytea, webhook_secret_key = :'seal_key', version = c.version + 1, updated_at = :'now'::timestamptz
    from before b where c.district_code = b.district_code and c.id = b.id and b.slot = 'webhook_1'
    returning c.id
), webhook_2 as (
    update clients c set webhook_secret_2 = :'sealed_2'::bytea, webhook_secret_2_key = :'seal_key', version = c.version + 1, updated_at = :'now'::timestamptz
    from before b where c.district_code = b.district_code and c.id = b.id and b.slot = 'webhook_2'
    returning c.id
)
select b.id, :'kind'::text as kind, b.slot,
       refused(case when b.slot is null then 'keys_taken' end) as "!problem"
from before b
