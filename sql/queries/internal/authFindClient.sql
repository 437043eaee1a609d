-- One row for each live secret; none while the address is locked. A machine is never locked by its name: strangers could do it.
select c.id, c.district_code, c.name, c.role, c.token_epoch, s.secret_digest
from clients c
cross join lateral (values (c.secret_digest), (c.secret_digest_2)) as s (secret_digest)
where c.district_code = :'district' and c.name = :'name' and c.state = 'active' and s.secret_digest is not null
  and not exists (
        select from login_failures l
        where l.district_code = :'district' and l.locked_until > :'now'::timestamptz
          and l.subject_kind = 'address' and l.subject = :'remote'
    )
