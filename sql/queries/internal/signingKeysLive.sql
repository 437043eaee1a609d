-- Newest first. A key that signs no more is trusted until what it signed has expired.
select k.kid, k.public_jwk, k.private_sealed, k.seal_key as seal_key_id, k.signs_until > now() as signs
from signing_keys k
where k.trusted_until > now()
order by k.created_at desc
