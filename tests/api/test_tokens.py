"""The built-in issuer: grants, rotation of refresh tokens and of keys, lock-out; and what other issuers' tokens are worth."""
import base64
import concurrent.futures
import json
import time

import pytest
from harness import service as services
from harness.client import Client
from harness.register import ACCOUNTS, grant
from harness.service import AUDIENCE, ISSUER
from jwcrypto import jwk, jws

TOKEN = "/v1/auth/token"


def ask(client, expect=None, **form):
    return client.request("POST", TOKEN, form=form, expect=expect)


def password(world, account, client=None, expect=200):
    return ask(client or world.anyone, expect, **grant(account, world.register.credentials[account]))


def refresh(world, token, expect=None, client=None):
    return ask(client or world.anyone, expect, grant_type="refresh_token", refresh_token=token)


@pytest.fixture
def officer(world):
    """A user whose failures and sessions are nobody else's."""
    account = "community.shengli@150202"
    world.cluster.query("delete from login_failures")
    yield account
    world.cluster.query("delete from login_failures")


@pytest.mark.parametrize("role", ACCOUNTS)
def test_a_token_says_who_and_within_which_scope(role, world):
    """Verified with the published keys by a library that the service does not use."""
    account = ACCOUNTS[role][0]
    answer = password(world, account)
    assert answer.json["token_type"] == "Bearer" and answer.json["expires_in"] == 7200
    assert "no-store" in answer.header("Cache-Control")
    assert ("refresh_token" in answer.json) == (role not in ("hotline", "platform")), "machines come back with their secret"
    keys = jwk.JWKSet.from_json(world.anyone.get("/v1/auth/jwks.json").body.decode())
    token = jws.JWS()
    token.allowed_algs = ["ES256"]
    token.deserialize(answer.json["access_token"])
    header = json.loads(token.objects["protected"])
    assert header["alg"] == "ES256" and header["typ"] == "at+jwt"
    token.verify(keys.get_key(header["kid"]))
    claims, row = json.loads(token.payload), world.register.account(account)
    assert (claims["iss"], claims["aud"], claims["sub"], claims["name"], claims["role"]) == (ISSUER, AUDIENCE, str(row["id"]), row["name"], role)
    scope = {"district": row["district_code"], "street": row.get("street_code"), "community": row.get("community_code"), "firm": str(row["firm_id"]) if row.get("firm_id") else None}
    assert {name: claims.get(name) or None for name in scope} == scope
    assert abs(claims["iat"] - time.time()) < 5 and claims["exp"] - claims["iat"] == 7200 and claims["jti"]
    me = world.caller(account).get("/v1/me").json
    assert me["role"] == role and me["id"] == claims["sub"] and (me["firm"] or {}).get("id") == scope["firm"] and (me["district"] or {}).get("code") == scope["district"]


def test_the_published_keys_are_public_halves(world):
    for key in world.anyone.get("/v1/auth/jwks.json").json["keys"]:
        assert key["kty"] == "EC" and key["use"] == "sig" and key["alg"] == "ES256" and key["kid"] and "d" not in key


def test_a_client_may_authenticate_in_the_header(world):
    account = "hotline@150202"
    pair = base64.b64encode(f"{account.replace('@', '%40')}:{world.register.credentials[account]}".encode()).decode()
    answer = world.anyone.request("POST", TOKEN, form={"grant_type": "client_credentials"}, headers={"Authorization": f"Basic {pair}"}, expect=200)
    assert world.anyone.bearing(answer.json["access_token"]).get("/v1/me").json["role"] == "hotline"
    for wrong in ("Basic !!!", "Basic eA==", "Basic " + base64.b64encode(b"x" * 3000).decode(), "Basic " + base64.b64encode(b"hotline%40150202:wrong").decode()):
        answer = world.anyone.request("POST", TOKEN, form={"grant_type": "client_credentials"}, headers={"Authorization": wrong}, expect=401)
        assert answer.code == "invalid_client" and answer.json["error"] == "invalid_client"
    world.cluster.query("delete from login_failures")


@pytest.mark.parametrize("form", [
    {"grant_type": "client_credentials", "client_id": "hotline@150202", "client_secret": "wrong"}, {"grant_type": "client_credentials", "client_id": "nobody@150202", "client_secret": "x"},
    {"grant_type": "client_credentials", "client_id": "hotline@340302", "client_secret": "OWN"}, {"grant_type": "client_credentials", "client_id": "hotline", "client_secret": "x"},
    {"grant_type": "client_credentials", "client_id": "hotline@999999", "client_secret": "x"}, {"grant_type": "client_credentials", "client_id": "' or 1=1 --@150202", "client_secret": "x"},
    {"grant_type": "password", "username": "district.officer@150202", "password": "wrong"}, {"grant_type": "password", "username": "nobody@150202", "password": "x"},
    {"grant_type": "password", "username": "district.officer@340302", "password": "OWN"}, {"grant_type": "password", "username": "hotline@150202", "password": "OWN"},
    {"grant_type": "refresh_token", "refresh_token": "x"}, {"grant_type": "refresh_token", "refresh_token": "A" * 43},
], ids=lambda form: " ".join(list(form.values())[:2]))
def test_wrong_credentials_are_refused_alike(form, world):
    own = {"hotline@340302": "hotline@150202", "district.officer@340302": "district.officer@150202", "hotline@150202": "hotline@150202"}
    form = {name: world.register.credentials[own[form.get("client_id") or form.get("username")]] if value == "OWN" else value for name, value in form.items()}
    try:
        answer = ask(world.anyone, (400, 401), **form)
        assert answer.code in ("invalid_client", "invalid_grant")
        assert answer.json["detail"] == ask(world.anyone, None, **{**form, **({"client_id": "someone@150202"} if "client_id" in form else {})}).json["detail"]
    finally:
        world.cluster.query("delete from login_failures")


def test_a_refresh_token_is_good_once_and_its_second_use_ends_the_family(world, officer):
    first = password(world, officer).json
    second = refresh(world, first["refresh_token"], 200).json
    third = refresh(world, second["refresh_token"], 200).json
    assert len({first["refresh_token"], second["refresh_token"], third["refresh_token"]}) == 3
    assert world.anyone.bearing(third["access_token"]).get("/v1/me").json["name"] == officer.split("@")[0]
    assert refresh(world, second["refresh_token"]).code == "invalid_grant"
    assert refresh(world, third["refresh_token"]).code == "invalid_grant", "the thief's and the owner's alike"
    families = world.cluster.query("select f.revoked_at, f.reuse_detected from refresh_families f join users u on u.id = f.user_id where u.name = %s order by f.created_at desc limit 1", (officer.split("@")[0],))
    assert families[0]["revoked_at"] and families[0]["reuse_detected"]
    again = password(world, officer).json
    assert refresh(world, again["refresh_token"], 200), "another sign-in is another family"


def test_a_refresh_token_used_twice_at_once_is_used_once(world, officer):
    token = password(world, officer).json["refresh_token"]
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: refresh(world, token), range(8)))
    good = [answer for answer in answers if answer.status == 200]
    assert len(good) == 1
    assert refresh(world, good[0].json["refresh_token"]).status in (400, 401), "eight uses of one token are a theft"


def test_refresh_tokens_are_stored_as_digests(world, officer):
    token = password(world, officer).json["refresh_token"]
    assert not world.cluster.query("select 1 from refresh_tokens where digest = %s or digest like %s", (token, f"%{token}%"))


def test_a_disabled_user_gets_no_new_token(world, officer):
    session = password(world, officer).json
    world.cluster.query("update users set state = 'disabled' where name = %s", (officer.split("@")[0],))
    try:
        assert password(world, officer, expect=(400, 401)).code == "invalid_grant"
        assert refresh(world, session["refresh_token"]).code == "invalid_grant"
    finally:
        world.cluster.query("update users set state = 'active' where name = %s", (officer.split("@")[0],))


def test_an_expired_refresh_token_is_refused(world, officer):
    token = password(world, officer).json["refresh_token"]
    world.cluster.query("update refresh_tokens set expires_at = issued_at + interval '1 microsecond' where used_at is null")
    assert refresh(world, token).code == "invalid_grant"


def test_failures_lock_a_name_for_a_while_also_for_the_right_password(world, officer):
    limit = world.cluster.query("select name_failures as n from auth_limits order by effective_from desc limit 1")[0]["n"]
    for _ in range(limit):
        ask(world.anyone, (400, 401), grant_type="password", username=officer, password="wrong")
    locked = password(world, officer, expect=(400, 401, 429))
    assert locked.code in ("invalid_grant", "too_many_requests"), "looks like a wrong password"
    other = password(world, "community.luwang@150202")
    assert other.status == 200, "nobody else is locked"
    world.cluster.query("update login_failures set locked_until = now() - interval '1 second', last_at = now() - interval '1 day'")
    assert password(world, officer)
    assert not world.cluster.query("select 1 from login_failures where subject_kind = 'name' and subject = %s", (officer.split("@")[0],)), "a success clears the name"


def test_one_failure_less_does_not_lock(world, officer):
    limit = world.cluster.query("select name_failures as n from auth_limits order by effective_from desc limit 1")[0]["n"]
    for _ in range(limit - 1):
        ask(world.anyone, (400, 401), grant_type="password", username=officer, password="wrong")
    password(world, officer)


def test_failures_at_once_are_all_counted(world, officer):
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: ask(world.anyone, (400, 401), grant_type="password", username=officer, password="wrong"), range(8)))
    row = world.cluster.query("select failures, locked_until from login_failures where subject_kind = 'name' and subject = %s", (officer.split("@")[0],))[0]
    assert row["locked_until"] is not None, row


def test_a_client_has_two_live_secrets(world):
    account = "platform@150202"
    world.cluster.query("update clients set secret_digest_2 = encode(sha256('the-next-secret'), 'hex') where name = 'platform' and district_code = '150202'")
    for secret in (world.register.credentials[account], "the-next-secret"):
        assert ask(world.anyone, 200, **grant(account, secret))
    world.cluster.query("update clients set secret_digest_2 = null where name = 'platform' and district_code = '150202'")
    ask(world.anyone, 401, **grant(account, "the-next-secret"))
    world.cluster.query("delete from login_failures")


def test_after_a_rotation_old_tokens_verify_and_new_ones_have_the_new_key(world):
    old = password(world, "district.officer@150202").json["access_token"]
    before = {key["kid"] for key in world.anyone.get("/v1/auth/jwks.json").json["keys"]}
    services.command(world.cluster, "token", "--rotate-keys")
    after = {key["kid"] for key in world.anyone.get("/v1/auth/jwks.json").json["keys"]}
    assert before < after and len(after - before) == 1, "the old one stays published"
    server = world.server("rotated")
    try:
        client = Client(world.judge, server.port)
        new = password(world, "district.officer@150202", client).json["access_token"]
        kid = json.loads(base64.urlsafe_b64decode(new.split(".")[0] + "=="))["kid"]
        assert {kid} == after - before
        assert client.bearing(old).get("/v1/me") and client.bearing(new).get("/v1/me")
        deadline = time.monotonic() + 15  # the first server finds the new key when it meets it
        while world.anyone.bearing(new).get("/v1/me", expect=(200, 401)).status != 200:
            assert time.monotonic() < deadline
            time.sleep(0.5)
        assert world.anyone.bearing(old).get("/v1/me")
    finally:
        server.stop()


def test_the_command_line_makes_tokens_of_any_scope(world):
    made = services.command(world.cluster, "token", "--district", "150202", "--name", "street.heping").stdout.strip()
    assert world.anyone.bearing(made).get("/v1/me").json["street"]["code"] == "150202001"
    made = services.command(world.cluster, "token", "--role", "street", "--district", "150202", "--street", "150202004").stdout.strip()
    me = world.anyone.bearing(made).get("/v1/me").json
    assert (me["role"], me["street"]["code"]) == ("street", "150202004")


def test_a_token_ends_when_it_says(world):
    made = services.command(world.cluster, "token", "--district", "150202", "--name", "street.heping", "--lifetime", "1").stdout.strip()
    assert world.anyone.bearing(made).get("/v1/me")
    time.sleep(32.5)  # clocks may differ by 30 s
    assert world.anyone.bearing(made).get("/v1/me", expect=401).code == "invalid_token", "a cached token outlives its end"


@pytest.mark.parametrize("change", [{"street": None}, {"street": "150202999"}, {"street": "340302001"}, {"district": None}, {"district": ""}, {"firm": "x"}])
def test_a_scope_that_does_not_fit_the_role_sees_nothing(change, world, forge):
    client = world.anyone.bearing(forge.token("street", **change))
    answer = client.get("/v1/complaints", expect=(200, 401, 403))
    if answer.status == 200 and "firm" not in change:
        assert answer.json["items"] == [], change


def test_sql_in_a_scope_is_a_text(world, forge):
    for claim in ("street", "district", "community", "firm", "name", "sub"):
        token = forge.token("district", **{claim: "x' or '1'='1"})
        answer = world.anyone.bearing(token).get("/v1/complaints", expect=(200, 401, 403, 404))
        assert answer.status != 200 or claim in ("name", "street", "community", "firm") or answer.json["items"] == [], (claim, answer)
