-- The free one of the two slots is filled. A slot's seal is bound to the slot, so both come and one is used.
with before as (
    select e.district_code, e.id, case when not e.secret_1_live then 'secret_1' when not e.secret_2_live then 'secret_2' end as slot
    from webhook_endpoints e
    where e.district_code = :'district' and e.id = :'id'::uuid
    for update
), first as (
    update webhook_endpoints e set secret_1 = :'sealed_1'::bytea, secret_1_key = :'seal_key', version = e.version + 1, updated_at = :'now'::timestamptz
    from before b
    where e.district_code = b.district_code and e.id = b.id and b.slot = 'secret_1'
    returning e.id
), second as (
    update webhook_endpoints e set secret_2 = :'sealed_2'::bytea, secret_2_key = :'seal_key', version = e.version + 1, updated_at = :'now'::timestamptz
    from before b
    where e.district_code = b.district_code and e.id = b.id and b.slot = 'secret_2'
    returning e.id
)
select b.id, b.slot, refused(case when b.slot is null then 'keys_taken' end) as "!problem"
from before b
