"""Sign-in with another identity provider: whose tokens are good, who a person is here, and what a provider's trouble does to everybody else."""
import concurrent.futures
import json
import ssl
import subprocess
import time

import pytest
from harness import service as services
from harness.client import Client
from harness.contract import ROLES
from harness.forge import base64url
from harness.provider import AUDIENCE, CLAIMS, Provider, write
from jwcrypto import jwk

FIRM = "https://id.example/firm"


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


@pytest.fixture(scope="module")
def site(world):
    the_site = Site(world, Provider(), rate_limit_per_minute=10000000)
    yield the_site
    the_site.stop()


@pytest.fixture
def provider(site):
    return site.provider


@pytest.fixture
def own_site(world):
    """A server that a test may bring into trouble."""
    sites = []

    def make(*arguments, **settings):
        sites.append(Site(world, *arguments, **settings))
        return sites[-1]
    yield make
    for one in sites:
        one.stop()


def person(world, token_subject):
    rows = world.cluster.query("select * from users where subject = %s", (token_subject,))
    return rows[0] if rows else None


# ---- who a person is here ----

def test_each_role_of_people_comes_from_its_claims(world, site, provider):
    street, community = world.register.account("street.heping@150202"), world.register.account("community.huanxi@150202")
    firm = world.cluster.query("select id::text, uscc from firms where district_code = '150202' order by uscc limit 1")[0]
    cases = [
        ("district", ["chengguan-officer"], {}, {}),
        ("street", ["street-clerk"], {"wuye": {"street": street["street_code"]}}, {"street": street["street_code"]}),
        ("community", ["community-clerk"], {"wuye": {"community": community["community_code"]}}, {"street": community["street_code"], "community": community["community_code"]}),
        ("company", ["firm-manager"], {FIRM: firm["uscc"]}, {"firm": firm["id"]}),
        ("company", ["firm-manager"], {FIRM: firm["id"].upper()}, {"firm": firm["id"]}),
    ]
    for role, roles, claims, scope in cases:
        claims = provider.claims(*roles, **claims)
        me = site.me(provider.sign(claims)).json
        row = person(world, claims["sub"])
        assert (me["id"], me["role"], me["district"]["code"]) == (str(row["id"]), role, "150202")
        assert {key: (me[key] or {}).get("code" if key != "firm" else "id") for key in ("street", "community", "firm") if me[key]} == scope
        assert me["name"].startswith("wang.fang-") and me["name"] == row["name"] and row["display_name"] == "王芳" and row["password_digest"] is None


def test_what_a_vouched_person_sees_is_what_the_role_sees(world, site, provider):
    street = world.register.account("street.heping@150202")["street_code"]
    token = provider.token("street-clerk", wuye={"street": street})
    seen, ours = site.bearing(token).get("/v1/estates?limit=100").json["items"], world.caller("street.heping@150202").get("/v1/estates?limit=100").json["items"]
    assert seen and [estate["id"] for estate in seen] == [estate["id"] for estate in ours]


@pytest.mark.parametrize("algorithm", ["PS256", "ES256", "EdDSA"])
def test_other_algorithms(own_site, algorithm):
    provider = Provider(algorithm)
    assert own_site(provider).me(provider.token("chengguan-officer"))


def test_a_subject_is_any_text(world, site, provider):
    for subject in ("admin", "张三", "x' or '1'='1", "uid=wang,ou=城管局,dc=example", "0" * 255):
        claims = provider.claims("chengguan-officer", sub=subject, preferred_username=None)
        assert site.me(provider.sign(claims)).json["id"] == str(person(world, subject)["id"])


def test_names_fit_and_are_one_persons_alone(world, site, provider):
    names = set()
    for wanted in ("wang", "WANG@example.org", "王芳", "-._", "w" * 200, "", "wang\tfang"):
        claims = provider.claims("chengguan-officer", preferred_username=wanted)
        site.me(provider.sign(claims))
        names.add(person(world, claims["sub"])["name"])
    assert len(names) == 7 and all(len(name) <= 63 for name in names)


def test_a_token_is_remembered_and_a_person_is_made_once(world, site, provider):
    claims = provider.claims("chengguan-officer")
    token = provider.sign(claims)
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        ids = {answer.json["id"] for answer in pool.map(lambda _: site.me(token), range(24))}
    later = provider.sign({**claims, "iat": claims["iat"] + 1})
    assert {site.me(later).json["id"]} == ids
    row = person(world, claims["sub"])
    assert ids == {str(row["id"])} and row["token_epoch"] == 1 and row["version"] == 1
    noted = world.cluster.query("select operation, role, detail from audit_log where user_id = %s and operation = 'vouchedPerson'", (row["id"],))
    assert len(noted) == 1 and noted[0]["detail"]["issuer"] == provider.issuer, "the audit says once who made the account"


def test_a_person_moves_with_the_newest_token_and_an_older_one_moves_nobody_back(world, site, provider):
    first, second = (world.register.account(name)["street_code"] for name in ("street.heping@150202", "street.nanmenwai@150202"))
    claims = provider.claims("street-clerk", wuye={"street": first})
    assert site.me(provider.sign(claims)).json["street"]["code"] == first
    assert site.me(provider.sign({**claims, "iat": claims["iat"] + 2, "wuye": {"street": second}})).json["street"]["code"] == second
    row = person(world, claims["sub"])
    assert (row["street_code"], row["token_epoch"], row["version"]) == (second, 2, 2), "tokens of the last epoch are void"
    old = site.me(provider.sign({**claims, "jti": "another", "wuye": {"street": first}}), expect=401)
    assert old.code == "invalid_token" and person(world, claims["sub"])["street_code"] == second
    promoted = provider.sign({**claims, "iat": claims["iat"] + 3, "realm_access": {"roles": ["chengguan-officer"]}})
    assert site.me(promoted).json["role"] == "district" and person(world, claims["sub"])["token_epoch"] == 3
    assert len(world.cluster.query("select 1 from audit_log where user_id = %s and operation = 'vouchedPerson'", (row["id"],))) == 3


def test_a_disabled_person_is_refused(world, site, provider):
    claims = provider.claims("chengguan-officer")
    site.me(provider.sign(claims))
    world.cluster.query("update users set state = 'disabled', token_epoch = token_epoch + 1 where subject = %s", (claims["sub"],))
    answer = site.me(provider.sign({**claims, "iat": claims["iat"] + 1}), expect=401)
    assert answer.code == "invalid_token" and "disabled" not in answer.body.decode()
    world.cluster.query("update users set state = 'active', token_epoch = token_epoch + 1 where subject = %s", (claims["sub"],))
    assert site.me(provider.sign({**claims, "iat": claims["iat"] + 2}))


def test_a_vouched_person_has_no_password_here(world, site, provider):
    claims = provider.claims("chengguan-officer")
    name = site.me(provider.sign(claims)).json["name"]
    form = {"grant_type": "password", "username": f"{name}@150202", "password": ""}
    for password in ("", "x", claims["sub"]):
        assert world.anyone.request("POST", "/v1/auth/token", form={**form, "password": password}, expect=(400, 401)).status in (400, 401)
    world.cluster.query("delete from login_failures")


def test_writes_are_in_the_persons_name(world, site, provider):
    claims = provider.claims("chengguan-officer")
    me = site.me(provider.sign(claims)).json
    estate = world.own_estate()
    estate = site.bearing(provider.sign(claims)).get(f"/v1/estates/{estate['id']}")
    site.bearing(provider.sign(claims)).request("PATCH", f"/v1/estates/{estate.json['id']}", json_body={"households": estate.json["households"]}, expect=200,
                                                headers={"Content-Type": "application/merge-patch+json", "If-Match": estate.header("ETag")})
    row = world.cluster.query("select user_name from audit_log where user_id = %s and operation = 'updateEstate'", (me["id"],))
    assert row and row[0]["user_name"] == me["name"]


UNPROVISIONED = {
    "no role": ([], {}, "role"), "a role that maps to nothing": (["cook"], {}, "role"), "a role of a machine": (["hotline"], {}, "role"),
    "no street": (["street-clerk"], {}, "street"), "an unknown street": (["street-clerk"], {"wuye": {"street": "150202999"}}, "street"),
    "a street elsewhere": (["street-clerk"], {"wuye": {"street": "340302001"}}, "street"), "a street that is none": (["street-clerk"], {"wuye": {"street": "x' or 1"}}, "street"),
    "a street that is an object": (["street-clerk"], {"wuye": {"street": {"code": "150202001"}}}, "street"),
    "a community as street": (["street-clerk"], {"wuye": {"street": "150202001001"}}, "street"),
    "an unknown community": (["community-clerk"], {"wuye": {"community": "150202001999"}}, "community"),
    "an unknown firm": (["firm-manager"], {FIRM: "91150202MA0N000000"}, "firm"), "no firm": (["firm-manager"], {}, "firm"),
    "another district's firm": (["firm-manager"], {FIRM: "OTHER"}, "firm"),
}


@pytest.mark.parametrize("case", UNPROVISIONED)
def test_who_has_no_place_here_is_told_what_is_missing(world, site, provider, case):
    roles, claims, lacks = UNPROVISIONED[case]
    if claims.get(FIRM) == "OTHER":
        claims = {FIRM: world.cluster.query("select id::text from firms where district_code = '340302' limit 1")[0]["id"]}
    claims = provider.claims(*roles, **claims)
    answer = site.bearing(provider.sign(claims)).get("/v1/me", headers={"Accept-Language": "en"}, expect=403)
    assert answer.code == "not_provisioned" and f"a {lacks}" in answer.json["detail"], answer
    assert person(world, claims["sub"]) is None and claims["sub"] not in answer.body.decode()


def test_who_has_no_place_here_may_call_nothing_but_what_is_public(world, site, provider):
    client = site.bearing(provider.token())
    for operation in world.contract.operations:
        if operation.method == "GET" and "{" not in operation.path and set(operation.roles) <= set(ROLES) and "public" not in operation.roles:
            assert client.get(operation.path, expect=403).code == "not_provisioned", operation.id
    assert client.get("/v1/divisions?limit=1").status == 200


def test_a_provider_that_names_no_served_district(world, own_site):
    provider = Provider()
    one = own_site(provider, entries=[provider.configuration(claims={**CLAIMS, "district": {"claim": "区", "values": {"钟楼": "150202", "别处": "110101"}}})])
    assert one.me(provider.token("chengguan-officer", 区="钟楼")).json["district"]["code"] == "150202"
    for named in ("别处", "不明", None, 7, ["x"]):
        assert one.me(provider.token("chengguan-officer", 区=named), expect=403).code == "not_provisioned"
    assert one.me(provider.token("chengguan-officer", 区=["不明", "钟楼"])).json["district"]["code"] == "150202", "of a list, the first that maps"


# ---- whose tokens are good ----

def test_our_own_format_from_a_provider_grants_nothing(world, site, provider):
    """The claims that our own tokens carry mean nothing in another's."""
    officer = world.register.account("district.officer@150202")
    for role in ("hotline", "platform", "district"):
        claims = provider.claims(role=role, district="150202", sub=str(officer["id"]))
        assert site.me(provider.sign(claims), expect=403).code == "not_provisioned"
    assert site.me(provider.sign({**provider.claims("chengguan-officer"), "iss": services.ISSUER, "aud": services.AUDIENCE}), expect=401)


def test_wrong_tokens_of_a_provider_are_refused(site, provider):
    now = int(time.time())
    claims, right = provider.claims("chengguan-officer"), provider.key
    pem = right.export_to_pem()
    hmac = [jwk.JWK(kty="oct", k=base64url(pem)), jwk.JWK(kty="oct", k=base64url(right.export_public().encode()))]
    payload = provider.sign(claims).split(".")[1]
    none = base64url(json.dumps({"alg": "none", "kid": right["kid"], "typ": "JWT"}).encode())
    wrong = {
        "foreign audience": provider.token("chengguan-officer", aud="another-app"), "foreign audiences": provider.token("chengguan-officer", aud=["a", "b"]),
        "no audience": provider.token("chengguan-officer", aud=None), "wrong issuer": provider.token("chengguan-officer", iss="https://evil.example"),
        "issuer with a slash": provider.token("chengguan-officer", iss=provider.issuer + "/"), "no issuer": provider.token("chengguan-officer", iss=None),
        "expired": provider.token("chengguan-officer", iat=now - 900, exp=now - 60), "no expiry": provider.token("chengguan-officer", exp=None),
        "not yet": provider.token("chengguan-officer", nbf=now + 300), "of tomorrow": provider.token("chengguan-officer", iat=now + 86400, exp=now + 90000),
        "no time of issue": provider.token("chengguan-officer", iat=None), "no subject": provider.token("chengguan-officer", sub=None),
        "empty subject": provider.token("chengguan-officer", sub=""), "long subject": provider.token("chengguan-officer", sub="x" * 256), "subject is a number": provider.token("chengguan-officer", sub=7),
        "alg none": f"{none}.{payload}.", "alg none with a signature": f"{none}.{payload}.AAAA",
        "hmac with the PEM": provider.sign(claims, {"alg": "HS256"}, hmac[0]), "hmac with the JWK": provider.sign(claims, {"alg": "HS256"}, hmac[1]),
        "another algorithm of the same key": provider.sign(claims, {"alg": "PS256"}), "a stranger's key": provider.sign(claims, key=jwk.JWK.generate(kty="RSA", size=2048)),
        "a key in the header": provider.sign(claims, {"jwk": json.loads(right.export_public())}), "logout token": provider.sign(claims, {"typ": "logout+jwt"}),
    }
    for name, token in wrong.items():
        answer = site.me(token, expect=401)
        assert answer.code == "invalid_token", name
    assert site.me(provider.sign(claims)), "the right one is good all the same"
    for good in ({"typ": "at+jwt"}, {"typ": "application/at+jwt"}):
        assert site.me(provider.sign(claims, good))
    assert site.me(provider.token("chengguan-officer", aud=["another-app", AUDIENCE])), "one of several audiences"


def test_a_key_is_pinned_to_the_algorithms_of_the_configuration(own_site):
    provider = Provider("RS256")
    one = own_site(provider, entries=[provider.configuration(algorithms=["ES256"])])
    assert one.me(provider.token("chengguan-officer"), expect=401)
    provider.new_key("ES256")
    time.sleep(1.1)
    assert one.me(provider.token("chengguan-officer"))


def test_a_key_without_an_algorithm_is_the_only_one_that_fits(own_site):
    provider = Provider("RS256")
    del provider.keys[0]["alg"]
    both, one = Provider("RS256"), own_site(provider, entries=[provider.configuration(algorithms=["RS256", "ES256"])])
    assert one.me(provider.token("chengguan-officer"))
    assert one.me(provider.sign(provider.claims("chengguan-officer"), {"alg": "PS256"}), expect=401)
    del both.keys[0]["alg"]
    unsure = own_site(both, name="unsure", entries=[both.configuration(algorithms=["RS256", "PS256"])])
    assert unsure.me(both.token("chengguan-officer"), expect=401).code == "invalid_token"


def test_two_providers_do_not_sign_for_one_another(own_site):
    city, other = Provider(), Provider("ES256")
    one = own_site(city, other)
    assert one.me(city.token("chengguan-officer")) and one.me(other.token("chengguan-officer"))
    claims = city.claims("chengguan-officer")
    assert one.me(other.sign(claims), expect=401).code == "invalid_token"
    twin = other.claims("chengguan-officer", sub=claims["sub"])
    assert one.me(other.sign(twin)).json["id"] != one.me(city.sign(claims)).json["id"], "the same subject of another issuer is another person"
    other.stop()


# ---- keys come, go, and cannot be had ----

def test_a_new_key_is_found_at_once_and_an_old_one_ends_when_it_is_gone(own_site):
    provider = Provider()
    one = own_site(provider)
    old = provider.token("chengguan-officer")
    assert one.me(old)
    time.sleep(1.1)
    provider.keys.clear()
    provider.new_key("ES256")
    before = len(provider.asked)
    fresh = provider.token("chengguan-officer")
    assert one.me(fresh)
    assert len(provider.asked) - before <= 2, "one reading (discovery and keys)"
    assert one.me(old, expect=401).code == "invalid_token", "a cached token goes with its key"


def test_keys_are_read_again_when_they_are_due(own_site):
    provider = Provider()
    one = own_site(provider, entries=[provider.configuration(refresh_s=1, refetch_s=3600)])
    old = provider.token("chengguan-officer")
    assert one.me(old)
    provider.keys.clear()
    provider.new_key()
    deadline = time.monotonic() + 10
    while one.me(old, expect=(200, 401)).status == 200:
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert one.me(provider.token("chengguan-officer"))


def test_unknown_keys_make_us_read_no_more_often_than_we_may(own_site):
    provider = Provider()
    one = own_site(provider, entries=[provider.configuration(refetch_s=3600)])
    assert one.me(provider.token("chengguan-officer"))
    asked = len(provider.asked)
    stranger = provider.sign(provider.claims("chengguan-officer"), {"kid": "nobody"})
    began = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        assert {answer.code for answer in pool.map(lambda _: one.me(stranger, expect=401), range(40))} == {"invalid_token"}
    assert len(provider.asked) == asked and time.monotonic() - began < 5


def test_many_who_meet_a_new_key_at_once_make_one_reading(own_site):
    provider = Provider()
    one = own_site(provider)
    assert one.me(provider.token("chengguan-officer"))
    time.sleep(1.1)
    provider.new_key()
    provider.delay, asked = 0.2, len(provider.asked)
    tokens = [provider.token("chengguan-officer") for _ in range(12)]
    with concurrent.futures.ThreadPoolExecutor(12) as pool:
        assert {answer.status for answer in pool.map(one.me, tokens)} == {200}
    assert len(provider.asked) - asked <= 2


def test_a_provider_that_is_down_breaks_nothing_of_ours(world, own_site):
    provider = Provider()
    one = own_site(provider)
    known = provider.token("chengguan-officer")
    assert one.me(known)
    provider.stop()
    time.sleep(1.1)
    assert one.me(provider.token("chengguan-officer")), "known keys go on"
    began = time.monotonic()
    answer = one.me(provider.sign(provider.claims("chengguan-officer"), {"kid": "new-one"}), expect=503)
    assert answer.code == "unavailable" and answer.header("Retry-After") and time.monotonic() - began < 3, "it may be good: nobody can tell"
    assert one.bearing(world.token("district.officer@150202")).get("/v1/me")
    assert "wuye_provider_healthy{provider=\"city0\"} 0" in one.bearing(None).get("/metrics").body.decode()
    provider.start()
    deadline = time.monotonic() + 15
    provider.new_key()
    while one.me(provider.token("chengguan-officer"), expect=(200, 401, 503)).status != 200:
        assert time.monotonic() < deadline, "it comes back by itself"
        time.sleep(0.3)


def test_a_service_starts_without_its_provider(world, own_site):
    provider = Provider()
    provider.stop()
    one = own_site(provider)
    assert one.me(provider.token("chengguan-officer"), expect=503).code == "unavailable"
    assert one.bearing(world.token("street.heping@150202")).get("/v1/me")
    provider.start()
    deadline = time.monotonic() + 15
    while one.me(provider.token("chengguan-officer"), expect=(200, 503)).status != 200:
        assert time.monotonic() < deadline
        time.sleep(0.3)


def test_keys_that_cannot_be_read_again_end(own_site):
    provider = Provider()
    one = own_site(provider, entries=[provider.configuration(trust_s=2, refresh_s=1)])
    token = provider.token("chengguan-officer")
    assert one.me(token)
    provider.stop()
    deadline = time.monotonic() + 15
    while one.me(token, expect=(200, 503)).status == 200:
        assert time.monotonic() < deadline
        time.sleep(0.3)


def test_a_slow_provider_holds_nobody_up(world, own_site):
    provider = Provider()
    provider.delay = 8
    one = own_site(provider)
    began = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(90) as pool:
        strangers = [pool.submit(one.me, provider.token("chengguan-officer"), 503) for _ in range(80)]
        ours = [pool.submit(one.bearing(world.token("street.heping@150202")).get, "/v1/me") for _ in range(10)]
        assert all(answer.result().status == 200 for answer in ours) and time.monotonic() - began < 4
        assert {answer.result().code for answer in strangers} == {"unavailable"} and time.monotonic() - began < 8


@pytest.mark.parametrize("trouble", ["huge", "endless list", "no json", "no keys", "status 500", "redirect to a private address", "another issuer's discovery", "deep"])
def test_an_answer_that_is_no_key_set_is_none(trouble, own_site):
    provider = Provider()
    elsewhere = Provider()
    entry = provider.configuration()
    if trouble == "huge":
        provider.body = b'{"keys":[' + b'{"kty":"RSA"},' * 40000 + b"{}]}"
    elif trouble == "endless list":
        provider.body = json.dumps({"keys": [{"kid": str(i)} for i in range(5000)] + provider.keys}).encode()
    elif trouble == "no json":
        provider.body = b"<html>"
    elif trouble == "no keys":
        provider.body = b'{"keys":{}}'
    elif trouble == "status 500":
        provider.status = 500
    elif trouble == "redirect to a private address":
        provider.redirect = elsewhere.issuer.replace("127.0.0.1", "127.0.0.2") + "/jwks"
    elif trouble == "another issuer's discovery":
        provider.says = elsewhere.issuer
    else:
        provider.body = b'{"keys":' + b"[" * 100000 + b"]" * 100000 + b"}"
    one = own_site(provider, entries=[entry])
    answer = one.me(provider.token("chengguan-officer"), expect=(401, 503))
    assert answer.status == (401 if trouble == "endless list" else 503)
    assert not elsewhere.asked
    elsewhere.stop()


def test_a_redirect_within_the_same_origin_is_followed(own_site):
    provider = Provider()
    provider.redirect = "/moved"
    one = own_site(provider, entries=[provider.configuration(jwks_uri=provider.issuer + "/jwks")])
    assert one.me(provider.token("chengguan-officer")) and provider.asked[:2] == ["/jwks", "/moved"]


@pytest.mark.parametrize("networks", ["", "10.0.0.0/8", "127.0.0.2"])
def test_a_private_address_is_not_asked_unless_the_configuration_says_so(networks, own_site):
    provider = Provider()
    one = own_site(provider, fetch_networks=networks)
    assert one.me(provider.token("chengguan-officer"), expect=503) and not provider.asked


def test_a_name_that_resolves_to_a_private_address_is_not_asked_either(own_site):
    provider = Provider()
    uri = provider.issuer.replace("127.0.0.1", "localhost") + "/jwks"
    one = own_site(provider, fetch_networks="10.0.0.0/8", entries=[provider.configuration(jwks_uri=uri)])
    assert one.me(provider.token("chengguan-officer"), expect=503) and not provider.asked
    assert "fetch_networks" in one.server.tail()


def test_tls_is_verified(world, own_site, tmp_path):
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
                    "-keyout", tmp_path / "key.pem", "-out", tmp_path / "cert.pem"], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    provider = Provider(context=context)
    entry = provider.configuration(allow_http=None)
    blind = own_site(provider, name="blind", entries=[entry])
    assert blind.me(provider.token("chengguan-officer"), expect=503) and not provider.asked
    assert "certificate" in blind.server.tail()
    one = own_site(provider, name="sees", entries=[entry], fetch_ca_file=tmp_path / "cert.pem")
    assert one.me(provider.token("chengguan-officer"))


def test_a_front_end_of_another_origin_may_call(site, provider):
    answer = site.bearing(provider.token("chengguan-officer")).get("/v1/me", headers={"Origin": "https://front.example"})
    assert answer.header("Access-Control-Allow-Origin") == "https://front.example"
    answer = site.bearing(None).request("OPTIONS", "/v1/me", headers={"Origin": "https://front.example", "Access-Control-Request-Method": "GET",
                                                                       "Access-Control-Request-Headers": "authorization"}, expect=None)
    assert answer.status == 204 and "authorization" in answer.header("Access-Control-Allow-Headers").lower()


# ---- the file ----

def faults(world, tmp_path, value):
    path = tmp_path / "providers.json"
    path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    done = services.command(world.cluster, "check", check=False, oidc_providers_file=path, fetch_networks="127.0.0.0/8")
    assert not services.SANITIZER_WORDS.search(done.stderr), done.stderr
    return done


def test_check_names_every_fault_of_the_file_at_once(world, tmp_path):
    good = Provider()
    entry = good.configuration()
    bad = [
        {**entry, "audiences": [], "algorithms": ["HS256", "RS256"], "colour": 1, "leeway_s": 9999},
        {**entry, "name": "other", "issuer": "ftp://x", "claims": {**CLAIMS, "role": {"claim": "r", "values": {"x": "platform"}}, "street": {"fixed": "1"}, "grid": {}}},
        {"name": "third", "issuer": services.ISSUER, "audiences": ["a"], "algorithms": ["ES256"], "claims": {"role": {"fixed": "hotline"}, "district": {}}}, 7,
    ]
    done = faults(world, tmp_path, {"providers": bad})
    said = done.stderr + done.stdout
    assert done.returncode
    for what in ("providers[0].audiences: must be a list", 'providers[0].algorithms: "HS256"', "providers[0].colour: no such member", "providers[0].leeway_s: must be",
                 'providers[1].claims.role.values: "platform" is no role of people', "providers[1].claims.street.fixed:", "providers[1].claims.grid: no such member",
                 'providers[2].claims.role.fixed: "hotline"', "providers[2].claims.district: needs either", "providers[2].issuer: is token_issuer", "providers[3]: must be an object"):
        assert what in said, (what, said)
    for text, what in (("{", "line 1"), ('{"providers":{}}', "providers: must be a list"), (json.dumps({"providers": [{**entry, "issuer": "http://x.example", "allow_http": False}]}), "issuer: must begin with https://"),
                       (json.dumps({"providers": [entry, entry]}), "as well")):
        done = faults(world, tmp_path, text)
        assert done.returncode and what in done.stderr + done.stdout, (what, done)
    good.stop()


def test_check_says_how_the_provider_is(world, tmp_path):
    good, away = Provider(), Provider()
    away.stop()
    done = faults(world, tmp_path, {"providers": [good.configuration(), away.configuration(name="away")]})
    assert done.returncode == 0, "a provider that is away is no fault of the configuration"
    assert "# provider city: " in done.stdout and ", 1 keys" in done.stdout and "# warning: provider away: " in done.stdout and "plain http" in done.stdout
    good.stop()


def test_a_wrong_file_is_a_start_up_error(world, tmp_path):
    path = tmp_path / "providers.json"
    path.write_text('{"providers": [{}]}')
    server = services.Service(world.cluster, tmp_path, oidc_providers_file=path)
    with pytest.raises(RuntimeError, match="does not start"):
        server.start()
    assert "providers[0].issuer: is needed" in server.tail()
