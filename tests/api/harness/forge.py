"""An issuer of our own (python3-jwcrypto), independent of the service's code: right tokens, and tokens wrong in one thing each."""
import base64
import functools
import json
import time
import uuid

from jwcrypto import jwk, jws

from .service import AUDIENCE, ISSUER


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Forge:
    def __init__(self, world):
        self.world = world
        self.key = jwk.JWK.generate(kty="EC", crv="P-256", kid="forge-" + uuid.uuid4().hex[:8], alg="ES256", use="sig")
        self.wrong = functools.cache(self.make_wrong)  # keys and signatures are dear, and what is wrong stays so

    @property
    def kid(self):
        return self.key["kid"]

    def trust(self):
        """Make the key one of the service's own that was rotated out: it verifies and does not sign."""
        self.world.cluster.query(
            "insert into signing_keys (kid, algorithm, public_jwk, private_sealed, seal_key, created_at, signs_until, trusted_until) "
            "values (%s, 'ES256', %s, '\\x00', 'none', now() - interval '2 days', now() - interval '1 day', now() + interval '1 day')",
            (self.kid, self.key.export_public()))
        client = self.world.anyone.bearing(self.token("district"))
        deadline = time.monotonic() + 15
        while client.get("/v1/me", expect=None).status != 200:
            assert time.monotonic() < deadline, "the service does not take up a new key"
            time.sleep(0.3)
        return self

    def claims(self, role, **changes):
        accounts = {"district": "district.officer@150202", "street": "street.heping@150202", "community": "community.huanxi@150202", "company": "company.one@150202",
                    "hotline": "hotline@150202", "platform": "platform@150202"}
        row = self.world.register.account(accounts[role])
        now = int(time.time())
        claims = {"iss": ISSUER, "aud": AUDIENCE, "sub": str(row["id"]), "iat": now, "exp": now + 600, "jti": str(uuid.uuid4()), "name": row["name"], "role": role,
                  "district": row["district_code"], "street": row.get("street_code"), "community": row.get("community_code"),
                  "firm": str(row["firm_id"]) if row.get("firm_id") else None, **changes}
        return {name: value for name, value in claims.items() if value is not None}

    def sign(self, payload, header=None, key=None):
        token = jws.JWS(payload if isinstance(payload, bytes) else json.dumps(payload).encode())
        token.allowed_algs = ["ES256", "HS256", "RS256", "PS256", "EdDSA", "ES384"]
        header = header or {"alg": "ES256", "kid": self.kid, "typ": "at+jwt"}
        token.add_signature(key or self.key, header["alg"], json.dumps(header))
        return token.serialize(compact=True)

    def token(self, role="district", **changes):
        return self.sign(self.claims(role, **changes))

    def make_wrong(self):
        """Name → token that must be refused."""
        now = int(time.time())
        claims = self.claims("district")
        right = self.sign(claims)
        head, body, signature = right.split(".")
        header = {"alg": "ES256", "kid": self.kid, "typ": "at+jwt"}
        stranger = jwk.JWK.generate(kty="EC", crv="P-256", kid=self.kid)
        hmac_key = jwk.JWK(kty="oct", k=base64url(self.key.export_public().encode()))
        rsa = jwk.JWK.generate(kty="RSA", size=2048, kid=self.kid)
        unsigned = base64url(json.dumps({"alg": "none", "kid": self.kid}).encode()) + "." + body + "."
        last = signature[-1]
        tampered_body = base64url(json.dumps({**claims, "role": "district", "district": "340302"}).encode())
        return {
            "empty": "", "word": "x", "two parts": f"{head}.{body}", "four parts": right + ".x", "blank in it": right[:20] + " " + right[20:],
            "no signature": f"{head}.{body}.", "alg none": unsigned, "alg None": unsigned.replace(unsigned.split(".")[0], base64url(b'{"alg":"None"}')),
            "expired": self.token(exp=now - 120, iat=now - 900), "not yet": self.token(nbf=now + 900), "made tomorrow": self.token(iat=now + 86400, exp=now + 90000),
            "no expiry": self.token(exp=None), "expiry is a text": self.token(exp=str(now + 600)), "foreign audience": self.token(aud="somebody-else"), "no audience": self.token(aud=None),
            "foreign issuer": self.token(iss="https://evil.example"), "no issuer": self.token(iss=None), "no subject": self.token(sub=None), "subject is no uuid": self.token(sub="x"),
            "no role": self.sign({key: value for key, value in claims.items() if key != "role"}), "unknown role": self.sign({**claims, "role": "superuser"}),
            "role public": self.sign({**claims, "role": "public"}), "role is a list": self.sign({**claims, "role": ["district"]}),
            "unknown kid": self.sign(claims, {**header, "kid": "no-such-key"}), "no kid": self.sign(claims, {"alg": "ES256"}),
            "another's key": self.sign(claims, header, stranger), "hmac with the public key": self.sign(claims, {**header, "alg": "HS256"}, hmac_key),
            "rsa under an ec kid": self.sign(claims, {**header, "alg": "RS256"}, rsa), "pss under an ec kid": self.sign(claims, {**header, "alg": "PS256"}, rsa),
            "tampered body": f"{head}.{tampered_body}.{signature}", "tampered signature": f"{head}.{body}.{'A' * len(signature)}",
            "sloppy base64url": f"{head}.{body}.{signature[:-1]}{chr(ord(last) + 1) if last not in 'Zz9_' else 'A'}", "padding": right + "=", "standard base64": right.replace("-", "+").replace("_", "/") + "/+",
            "crit": self.sign_crit(claims, header), "nested type": self.sign(claims, {**header, "typ": "JWE"}), "payload is a list": self.sign([claims]),
            "payload is no json": self.sign(b"\xff\xfe"), "twice the same claim": self.sign(json.dumps(claims)[:-1].encode() + b', "role": "street"}'),
            "huge": self.sign({**claims, "padding": "x" * 9000}), "name with NUL": self.sign({**claims, "name": "a\0b"}),
        }

    def sign_crit(self, claims, header):
        head = base64url(json.dumps({**header, "crit": ["exp2"], "exp2": 1}).encode())
        return f"{head}.{self.sign(claims, header).split('.', 1)[1]}"
