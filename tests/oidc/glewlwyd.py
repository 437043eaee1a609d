"""A real Glewlwyd (Debian's package) as an unprivileged process of the tests' own: its own folder, SQLite database, port; no system service."""
import http.client
import json
import os
import pathlib
import pwd
import secrets
import shutil
import socket
import sqlite3
import subprocess
import tempfile
import time

from jwcrypto import jwk

SCHEMA = pathlib.Path("/usr/share/dbconfig-common/data/glewlwyd/install/sqlite3")
WEBAPP = pathlib.Path("/usr/share/glewlwyd/webapp")
TEMPLATE = pathlib.Path("/usr/share/glewlwyd/templates/config.json")
CLIENT, SCOPE, AUDIENCE = "wuye-front", "openid", "https://wuye.example"
PROPERTIES = ["wuye_role", "wuye_street", "wuye_community", "wuye_firm"]
TYPES = {".html": "text/html", ".css": "text/css", ".js": "application/javascript", ".json": "application/json", ".png": "image/png", ".woff": "font/woff",
         ".woff2": "font/woff2", ".ttf": "font/ttf", ".svg": "image/svg+xml", ".ico": "image/x-icon"}


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Glewlwyd:
    def __init__(self):
        self.folder, self.port, self.process = pathlib.Path(tempfile.mkdtemp(prefix="wuye-glewlwyd-")), free_port(), None
        self.url = f"http://localhost:{self.port}"
        self.issuer = f"{self.url}/api/oidc"
        self.keys, self.cookie = [], None
        # With links resolved, for the server follows none out of the folder; the package's config.json is a folder with the file in it.
        shutil.copytree(WEBAPP, self.folder / "webapp", symlinks=False)
        if (self.folder / "webapp/config.json").is_dir():
            shutil.rmtree(self.folder / "webapp/config.json")
            shutil.copy(TEMPLATE, self.folder / "webapp/config.json")
        self._database()
        self._configuration()
        if os.geteuid() == 0:
            account = pwd.getpwnam("nobody")
            for path in [self.folder, *self.folder.rglob("*")]:
                os.chown(path, account.pw_uid, account.pw_gid)

    def _database(self):
        database = sqlite3.connect(self.folder / "glewlwyd.db")
        database.executescript(SCHEMA.read_text())
        row = database.execute("select gumi_parameters from g_user_module_instance where gumi_name = 'database'").fetchone()
        parameters = json.loads(row[0])
        for name in PROPERTIES:
            parameters["data-format"][name] = {"multiple": False, "read": True, "write": True, "profile-read": False, "profile-write": False}
        database.execute("update g_user_module_instance set gumi_parameters = ? where gumi_name = 'database'", (json.dumps(parameters),))
        database.commit()
        database.close()

    def _configuration(self):
        modules = "\n".join(f'{name}="/usr/lib/glewlwyd/{folder}"' for name, folder in (
            ("user_module_path", "user"), ("client_module_path", "client"), ("user_auth_scheme_module_path", "scheme"), ("plugin_module_path", "plugin")))
        types = ",\n".join(f'{{extension="{extension}" mime_type="{kind}"}}' for extension, kind in TYPES.items())
        (self.folder / "glewlwyd.conf").write_text(f"""
port={self.port}
bind_address="127.0.0.1"
external_url="{self.url}"
login_url="login.html"
api_prefix="api"
static_files_path="{self.folder}/webapp/"
allow_origin="*"
log_mode="file"
log_level="WARNING"
log_file="{self.folder}/glewlwyd.log"
cookie_secure=0
session_expiration=3600
session_key="GLEWLWYD2_SESSION_ID"
admin_scope="g_admin"
profile_scope="g_profile"
{modules}
hash_algorithm="SHA512"
database = {{ type = "sqlite3" path = "{self.folder}/glewlwyd.db" }};
static_files_mime_types = ({types})
""")

    def start(self, wait=20):
        drop = {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}
        self.output = open(self.folder / "output.log", "ab")
        self.process = subprocess.Popen(["glewlwyd", f"--config-file={self.folder}/glewlwyd.conf"], cwd=self.folder, stdout=self.output, stderr=self.output,
                                        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(self.folder)}, **drop)
        deadline = time.monotonic() + wait
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                if self.call("GET", "/config")[0] == 200:
                    return self
            except OSError:
                pass
            time.sleep(0.05)
        raise RuntimeError(f"glewlwyd does not start (exit {self.process.poll()})\n{self.said()}")

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.process = None
        self.output.close()

    def remove(self):
        if self.process:
            self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def said(self):
        return "\n".join(path.read_text(errors="replace")[-3000:] for path in self.folder.glob("*.log"))

    def call(self, method, path, value=None):
        connection = http.client.HTTPConnection("localhost", self.port, timeout=20)
        try:
            headers = {"Content-Type": "application/json", **({"Cookie": self.cookie} if self.cookie else {})}
            connection.request(method, path, None if value is None else json.dumps(value), headers)
            answer = connection.getresponse()
            body = answer.read()
            if answer.getheader("Set-Cookie"):
                self.cookie = answer.getheader("Set-Cookie").split(";")[0]
            return answer.status, body
        finally:
            connection.close()

    def must(self, method, path, value=None):
        status, body = self.call(method, path, value)
        assert status == 200, f"glewlwyd: {method} {path}: {status} {body.decode(errors='replace')}\n{self.said()}"
        return body

    # ---- what it is told over its own administration API ----

    def set_up(self, redirect_uri):
        self.must("POST", "/api/auth", {"username": "admin", "password": "password"})
        self.new_key()
        self.must("POST", "/api/mod/plugin/", {"module": "oidc", "name": "oidc", "display_name": "OpenID Connect", "enabled": True, "parameters": self.parameters()})
        self.must("POST", "/api/client/", {"client_id": CLIENT, "name": "front end", "confidential": False, "enabled": True, "redirect_uri": [redirect_uri],
                                           "authorization_type": ["code"], "scope": [SCOPE]})

    def parameters(self):
        return {
            "iss": self.issuer, "jwks-private": json.dumps({"keys": self.keys}), "default-kid": self.keys[0]["kid"],
            "access-token-duration": 3600, "refresh-token-duration": 7200, "code-duration": 600, "refresh-token-rolling": False,
            "auth-type-code-enabled": True, "auth-type-token-enabled": False, "auth-type-id-token-enabled": False, "auth-type-refresh-enabled": True,
            "auth-type-password-enabled": False, "auth-type-client-enabled": False, "allow-non-oidc": False, "jwks-show": True,
            "pkce-allowed": True, "pkce-required": True, "pkce-method-plain-allowed": False, "subject-type": "public",
            # Without a resource the audience of an access token would be the names of its scopes.
            "resource-allowed": True, "resource-scope": {SCOPE: [AUDIENCE]}, "resource-scope-and-client-property": False, "resource-client-property": "",
            "allowed-scope": [SCOPE], "scope": [],
            "additional-parameters": [{"user-parameter": name, "token-parameter": name} for name in PROPERTIES],
            "name-claim": "mandatory", "claims": [{"name": name, "user-property": name, "type": "string", "mandatory": True} for name in PROPERTIES],
        }

    def new_key(self, algorithm="RS256"):
        how = {"RS256": {"kty": "RSA", "size": 2048}, "ES256": {"kty": "EC", "crv": "P-256"}}[algorithm]
        key = jwk.JWK.generate(kid=f"glewlwyd-{secrets.token_hex(4)}", alg=algorithm, use="sig", **how)
        self.keys = [json.loads(key.export_private())]

    def rotate(self, algorithm):
        """From now on it signs with a new key and publishes that one alone."""
        self.new_key(algorithm)
        self.must("POST", "/api/auth", {"username": "admin", "password": "password"})
        self.must("PUT", "/api/mod/plugin/oidc", {"module": "oidc", "name": "oidc", "display_name": "OpenID Connect", "enabled": True, "parameters": self.parameters()})
        self.must("PUT", "/api/mod/plugin/oidc/reset")

    def add_user(self, name, **properties):
        password = secrets.token_urlsafe(12)
        self.must("POST", "/api/user/", {"username": name, "name": f"测试 {name}", "password": password, "enabled": True, "scope": ["g_profile", SCOPE], **properties})
        return password
