-- Good once: the token is marked, the next of its family is issued, its user comes back. A second use, however close, finds it marked and ends the
-- whole family, the token of whoever was first included; so does a use through another front end than the sign-in came by. A sign-in is over when its
-- user has a newer epoch. No row: not good.
with used as (
    update refresh_tokens t set used_at = :'now'::timestamptz
    from refresh_families f
    where f.district_code = t.district_code and f.id = t.family_id and coalesce(f.client_id = :'client_id'::uuid, f.client_id is null)
      and t.digest = :'old_digest' and t.used_at is null and t.expires_at > :'now'::timestamptz
    returning t.district_code, t.family_id
), reused as (
    update refresh_families f set revoked_at = :'now'::timestamptz, reuse_detected = true
    from refresh_tokens t
    where t.digest = :'old_digest' and t.expires_at > :'now'::timestamptz and f.district_code = t.district_code and f.id = t.family_id
      and f.revoked_at is null and not exists (select from used)
), good as (
    select u.*, used.family_id
    from used
    join refresh_families f on f.district_code = used.district_code and f.id = used.family_id and f.revoked_at is null
    join users u on u.district_code = f.district_code and u.id = f.user_id and u.state = 'active' and u.token_epoch = f.token_epoch
), next as (
    insert into refresh_tokens (district_code, digest, family_id, issued_at, expires_at)
    select good.district_code, :'digest', good.family_id, :'now'::timestamptz, :'now'::timestamptz + :'lifetime_s'::integer * interval '1 second'
    from good
)
select g.id, g.district_code, g.name, g.role, g.street_code, g.community_code, g.firm_id, g.token_epoch
from good g
