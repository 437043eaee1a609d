-- What the holder of a token signs in with, while the token holds; and whether guesses have locked that for now.
select u.name, u.password_digest as password_hash,
       exists (
           select from login_failures l
           where l.district_code = u.district_code and l.locked_until > :'now'::timestamptz
             and ((l.subject_kind = 'name' and l.subject = u.name) or (l.subject_kind = 'address' and l.subject = :'remote'))
       ) as locked
from users u
where u.district_code = :'district' and u.id = :'user_id'::uuid and u.state = 'active' and u.token_epoch = :'epoch'::integer
