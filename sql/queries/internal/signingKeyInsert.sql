-- Run by the owner: the service's logins cannot make keys.
insert into signing_keys (kid, algorithm, public_jwk, private_sealed, seal_key, created_at, signs_until, trusted_until)
values (:'kid', :'algorithm', :'public_jwk', :'private_sealed'::bytea, :'seal_key', :'now'::timestamptz, :'signs_until'::timestamptz, :'trusted_until'::timestamptz)
