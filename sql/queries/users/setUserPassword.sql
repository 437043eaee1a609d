-- A new password ends all sign-ins. One's own is changed with the old one in hand, not here. The hook has put the digest in the password's place.
with judged as (
    select u.district_code, u.id, case when u.id = :'user_id'::uuid then 'own_account' end as problem
    from users u
    where u.district_code = :'district' and u.id = :'id'::uuid
), changed as (
    update users u set password_digest = :'password', token_epoch = u.token_epoch + 1, version = u.version + 1, updated_at = :'now'::timestamptz
    from judged j
    where u.district_code = j.district_code and u.id = j.id and j.problem is null
    returning u.id, u.name, u.display_name, u.role, u.street_code, u.community_code, u.firm_id, u.state, u.version, u.created_at, u.updated_at
)
select c.id, c.name, c.display_name, c.role, c.street_code, c.community_code, c.firm_id, c.state, c.version, c.created_at, c.updated_at, refused(j.problem) as "!problem"
from judged j
left join changed c on true
