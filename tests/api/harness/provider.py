"""An identity provider of the tests' own (python3-jwcrypto behind a small web server), which can be slow, huge, elsewhere, or away."""
import http.server
import json
import pathlib
import threading
import time
import uuid

from jwcrypto import jwk, jws

from .client import Client

AUDIENCE = "wuye-front"
ALGORITHMS = {"RS256": ("RSA", {"size": 2048}), "PS256": ("RSA", {"size": 2048}), "ES256": ("EC", {"crv": "P-256"}), "EdDSA": ("OKP", {"crv": "Ed25519"})}
CLAIMS = {
    "role": {"claim": "realm_access.roles", "values": {"chengguan-officer": "district", "street-clerk": "street", "community-clerk": "community", "firm-manager": "company"}},
    "district": {"fixed": "150202"},
    "street": {"claim": "wuye.street"},
    "community": {"claim": "wuye.community"},
    "firm": {"claim": "https://id.example/firm"},
    "display_name": {"claim": "name"},
}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        provider = self.server.provider
        provider.asked.append(self.path)
        time.sleep(provider.delay)
        if provider.redirect and self.path != provider.redirect:
            self.answer(302, b"", [("Location", provider.redirect)])
        elif self.path == "/.well-known/openid-configuration":
            self.answer(200, json.dumps({"issuer": provider.says, "jwks_uri": provider.issuer + "/jwks"}).encode())
        elif self.path in ("/jwks", "/moved"):
            self.answer(provider.status, provider.body or provider.jwks().encode(), [("Cache-Control", provider.cache_control)])
        else:
            self.answer(404, b"{}")

    def answer(self, status, body, headers=()):
        try:
            self.send_response(status)
            for name, value in [("Content-Type", "application/json"), ("Content-Length", str(len(body))), *headers]:
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            pass  # whoever asked did not wait


class Provider:
    def __init__(self, algorithm="RS256", context=None):
        self.context, self.port = context, 0
        self.delay, self.status, self.body, self.redirect, self.cache_control, self.asked = 0, 200, None, None, "max-age=3600", []
        self.keys, self.server = [], None
        self.start()
        self.issuer = f"{'https' if context else 'http'}://127.0.0.1:{self.port}"
        self.says = self.issuer
        self.new_key(algorithm)

    def start(self):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        self.server.daemon_threads, self.server.provider = True, self
        if self.context:
            self.server.socket = self.context.wrap_socket(self.server.socket, server_side=True)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def stop(self):
        if self.server:
            self.server.shutdown()
            self.server.server_close()
        self.server = None

    def new_key(self, algorithm="RS256", **members):
        kind, how = ALGORITHMS[algorithm]
        self.key = jwk.JWK.generate(kty=kind, kid="idp-" + uuid.uuid4().hex[:8], use="sig", alg=algorithm, **how)
        self.algorithm = algorithm
        self.keys.append({**json.loads(self.key.export_public()), **members})
        return self.key

    def rotate(self, algorithm="RS256"):
        """From one answer to the next: the new key alone, never none."""
        self.new_key(algorithm)
        self.keys = self.keys[-1:]

    def jwks(self):
        return json.dumps({"keys": self.keys})

    def configuration(self, **members):
        """An entry of the providers' file; None drops a member."""
        entry = {"name": "city", "issuer": self.issuer, "audiences": [AUDIENCE], "algorithms": list(ALGORITHMS), "refresh_s": 900, "refetch_s": 1, "allow_http": True,
                 "claims": CLAIMS, **members}
        return {name: value for name, value in entry.items() if value is not None}

    def claims(self, *roles, **changes):
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": AUDIENCE, "sub": str(uuid.uuid4()), "iat": now, "exp": now + 600, "preferred_username": "Wang.Fang", "name": "王芳",
                  "realm_access": {"roles": ["offline_access", *roles]}, **changes}
        return {name: value for name, value in claims.items() if value is not None}

    def sign(self, claims, header=None, key=None):
        token = jws.JWS(json.dumps(claims).encode())
        token.allowed_algs = [*ALGORITHMS, "HS256"]
        header = {"alg": self.algorithm, "kid": self.key["kid"], "typ": "JWT", **(header or {})}
        token.add_signature(key or self.key, header["alg"], json.dumps(header))
        return token.serialize(compact=True)

    def token(self, *roles, **changes):
        return self.sign(self.claims(*roles, **changes))


def write(folder, *entries, name=None):
    path = pathlib.Path(folder) / (name or f"providers-{uuid.uuid4().hex[:8]}.json")
    path.write_text(json.dumps({"providers": list(entries)}, ensure_ascii=False), encoding="utf-8")
    return path


class Site:
    """A server with its providers."""

    def __init__(self, world, *providers, entries=(), name="federated", **settings):
        self.world, self.provider = world, providers[0] if providers else None
        entries = entries or [provider.configuration(name=f"city{i}") for i, provider in enumerate(providers)]
        settings = {"fetch_networks": "127.0.0.0/8", "cors_origins": "https://front.example", **settings}
        self.server = world.server(name, oidc_providers_file=write(world.folder, *entries), **settings)

    def bearing(self, token):
        return Client(self.world.judge, self.server.port).bearing(token)

    def me(self, token, expect=200):
        return self.bearing(token).get("/v1/me", expect=expect)

    def stop(self):
        self.server.stop()
        if self.provider:
            self.provider.stop()
