-- Only while the old one still stands: of two who change it at once one finds it changed. Every sign-in of before is void, and a new one begins; as with
-- any success the name's failures are forgotten.
with changed as (
    update users u set password_digest = :'new_hash', token_epoch = u.token_epoch + 1, version = u.version + 1, updated_at = :'now'::timestamptz
    where u.district_code = :'district' and u.id = :'user_id'::uuid and u.state = 'active' and u.token_epoch = :'epoch'::integer and u.password_digest = :'old_hash'
    returning u.id, u.district_code, u.name, u.role, u.street_code, u.community_code, u.firm_id, u.token_epoch
), family as (
    insert into refresh_families (district_code, id, user_id, created_at, token_epoch)
    select c.district_code, :'new_id'::uuid, c.id, :'now'::timestamptz, c.token_epoch
    from changed c
    returning district_code, id
), token as (
    insert into refresh_tokens (district_code, digest, family_id, issued_at, expires_at)
    select f.district_code, :'digest', f.id, :'now'::timestamptz, :'now'::timestamptz + :'lifetime_s'::integer * interval '1 second'
    from family f
), cleared as (
    delete from login_failures l
    using changed c
    where l.district_code = c.district_code and l.subject_kind = 'name' and l.subject = c.name
)
select c.id, c.district_code, c.name, c.role, c.street_code, c.community_code, c.firm_id, c.token_epoch,
       refused(case when c.id is null then 'conflict' end) as "!problem"
from (values (1)) one (row)
left join changed c on true
