-- When the token was made that last said who a vouched person is: an older token does not move anybody back.
set local role wuye_owner;

alter table users
    add vouched_at timestamptz,
    add constraint users_vouched_for check (vouched_at is null or issuer is not null);
