-- What the holder of a token signs in with, while the token holds.
select u.name, u.password_digest as password_hash
from users u
where u.district_code = :'district' and u.id = :'user_id'::uuid and u.state = 'active' and u.token_epoch = :'epoch'::integer
