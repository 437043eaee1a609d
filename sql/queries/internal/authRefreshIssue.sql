with family as (
    insert into refresh_families (district_code, id, user_id, created_at, token_epoch, client_id)
    values (:'district', :'new_id'::uuid, :'user_id'::uuid, :'now'::timestamptz, :'epoch'::integer, :'client_id'::uuid)
    returning district_code, id
)
insert into refresh_tokens (district_code, digest, family_id, issued_at, expires_at)
select family.district_code, :'digest', family.id, :'now'::timestamptz, :'now'::timestamptz + :'lifetime_s'::integer * interval '1 second'
from family
