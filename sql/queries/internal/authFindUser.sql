select
    u.id, u.district_code, u.name, u.role, u.street_code, u.community_code, u.firm_id, u.token_epoch,
    u.password_digest as password_hash,
    exists (
        select from login_failures l
        where l.district_code = :'district' and l.locked_until > :'now'::timestamptz
          and ((l.subject_kind = 'name' and l.subject = :'name') or (l.subject_kind = 'address' and l.subject = :'remote'))
    ) as locked
from users u
where u.district_code = :'district' and u.name = :'name' and u.state = 'active'
