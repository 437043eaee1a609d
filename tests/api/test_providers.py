"""Sign-in with another identity provider: whose tokens are good, and who a person is here."""
import concurrent.futures
import json
import re
import time

import pytest
from harness import service as services
from harness.contract import ROLES
from harness.forge import base64url
from harness.imports import load, table
from harness.provider import AUDIENCE, CLAIMS, Provider, Site
from jwcrypto import jwk

FIRM = "https://id.example/firm"


@pytest.fixture(scope="module")
def site(world):
    the_site = Site(world, Provider(), rate_limit_per_minute=10000000)
    yield the_site
    the_site.stop()


@pytest.fixture
def provider(site):
    return site.provider


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


def test_a_file_may_be_the_first_that_comes_with_a_token(world, site, provider):
    """Whoever brings it is looked up before any of it is taken: with a person nobody has seen, and with the next token of one who is known."""
    claims = provider.claims("chengguan-officer")
    file = table([{"code": f"T{next(world.serial):06d}", "name": "试验小区", "community_code": "150202001012", "area_m2": "12345.67", "building_type": "multi", "new_or_old": "ordinary"}])
    for later, account_ in ((0, (1, 0)), (1, (0, 1))):
        done = load(site.bearing(provider.sign({**claims, "iat": claims["iat"] + later})), "estates", file).json
        assert (done["state"], done["rows_created"], done["rows_unchanged"]) == ("done", *account_)


def test_what_a_vouched_person_sees_is_what_the_role_sees(world, site, provider):
    street = world.register.account("street.heping@150202")["street_code"]
    token = provider.token("street-clerk", wuye={"street": street})
    seen, ours = site.bearing(token).get("/v1/estates?limit=100").json["items"], world.caller("street.heping@150202").get("/v1/estates?limit=100").json["items"]
    assert seen and [estate["id"] for estate in seen] == [estate["id"] for estate in ours]


@pytest.mark.parametrize("algorithm", ["PS256", "ES256", "EdDSA"])
def test_other_algorithms(own_site, algorithm):
    provider = Provider(algorithm)
    assert own_site(provider).me(provider.token("chengguan-officer"))


def test_a_token_that_is_remembered_ends_when_it_says(own_site):
    provider = Provider()
    one = own_site(provider, entries=[provider.configuration(leeway_s=0)])
    token = provider.token("chengguan-officer", exp=int(time.time()) + 3)
    for _ in range(2):
        one.me(token)
    time.sleep(4)
    assert one.me(token, expect=401).code == "invalid_token"


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


def test_who_moves_to_another_district_is_out_of_the_old_one(world, own_site):
    """The provider says of whose district the person is; what was signed in for the one before is void, remembered or not."""
    provider = Provider()
    claims = {**CLAIMS, "district": {"claim": "wuye.district"}}
    one = own_site(provider, entries=[provider.configuration(claims=claims)])
    told = provider.claims("chengguan-officer", wuye={"district": "150202"})
    old, unseen = provider.sign(told), provider.sign({**told, "jti": "not seen before"})
    assert one.me(old).json["district"]["code"] == "150202"
    moved = provider.sign({**told, "iat": told["iat"] + 2, "wuye": {"district": "340302"}})
    assert one.me(moved).json["district"]["code"] == "340302"
    for token in (old, unseen):
        assert one.me(token, expect=401).code == "invalid_token"
    assert one.me(moved) and one.me(provider.sign({**told, "iat": told["iat"] + 3, "wuye": {"district": "340302"}}))
    epochs = world.cluster.query("select district_code, token_epoch from users where subject = %s order by 1", (told["sub"],))
    assert [(row["district_code"], row["token_epoch"]) for row in epochs] == [("150202", 2), ("340302", 1)]


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
    value = {"code": f"T{next(world.serial):06d}", "name": "试验小区", "community_code": world.register.account("community.luwang@150202")["community_code"], "area_m2": "100.00",
             "building_type": "multi", "new_or_old": "ordinary", "mode": "market"}
    site.bearing(provider.sign(claims)).post("/v1/estates", value, expect=201)
    row = world.cluster.query("select user_name from audit_log where user_id = %s and operation = 'createEstate'", (me["id"],))
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
        if set(operation.roles) <= set(ROLES):
            path = re.sub(r"\{\w+\}", "01890a5d-ac96-774b-bcce-b302099a8057", operation.path)
            assert client.request(operation.method, path, expect=403).code == "not_provisioned", operation.id
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


def test_a_front_end_of_another_origin_may_call(site, provider):
    answer = site.bearing(provider.token("chengguan-officer")).get("/v1/me", headers={"Origin": "https://front.example"})
    assert answer.header("Access-Control-Allow-Origin") == "https://front.example"
    answer = site.bearing(None).request("OPTIONS", "/v1/me", headers={"Origin": "https://front.example", "Access-Control-Request-Method": "GET",
                                                                       "Access-Control-Request-Headers": "authorization"}, expect=None)
    assert answer.status == 204 and "authorization" in answer.header("Access-Control-Allow-Headers").lower()
