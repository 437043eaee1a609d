"""The whole way of a person: the provider's own login page, the code, the token, the API; and what the provider's troubles do to it. In the order of the file."""
import base64
import json
import time

import pytest

SIGNED_IN = {}


def person(glewlwyd, name, **properties):
    if name not in SIGNED_IN:
        SIGNED_IN[name] = {"password": glewlwyd.add_user(name, **{f"wuye_{key}": value for key, value in properties.items()})}
    return SIGNED_IN[name]


@pytest.fixture(scope="module")
def street(world):
    return world.register.account("street.heping@150202")["street_code"]


def test_a_clerk_signs_in_in_the_browser_and_sees_the_own_street(world, server, front, glewlwyd, browser, street):
    clerk = person(glewlwyd, "wang", role="street-clerk", street=street)
    said = browser.sign_in(front, "wang", clerk["password"])
    assert said["me"]["status"] == 200, said
    assert said["me"]["body"]["role"] == "street" and said["me"]["body"]["street"]["code"] == street and said["me"]["etag"], "exposed to the front end's origin"
    ours = world.caller("street.heping@150202").get("/v1/estates?limit=100").json["items"]
    assert ours and [estate["id"] for estate in said["estates"]["body"]["items"]] == [estate["id"] for estate in ours]
    row = world.cluster.query("select * from users where issuer = %s", (glewlwyd.issuer,))
    assert len(row) == 1 and row[0]["role"] == "street" and row[0]["subject"] and str(row[0]["id"]) == said["me"]["body"]["id"]
    clerk["token"] = said["tokens"]["access_token"]


def test_a_wrong_password_gets_nowhere(server, front, glewlwyd, browser, street):
    person(glewlwyd, "wang", role="street-clerk", street=street)
    with pytest.raises(AssertionError, match="does not appear"):
        browser.sign_in(front, "wang", "not the password", wait=3)


def test_a_firms_manager_signs_in(world, server, front, glewlwyd, browser):
    firm = world.cluster.query("select id::text, uscc from firms where district_code = '150202' order by uscc limit 1")[0]
    said = browser.sign_in(front, "zhao", person(glewlwyd, "zhao", role="manager", firm=firm["uscc"])["password"])
    assert said["me"]["status"] == 200 and said["me"]["body"]["firm"]["id"] == firm["id"], said


def test_who_has_no_role_here_is_told_so_by_the_api(server, front, glewlwyd, browser):
    said = browser.sign_in(front, "chef", person(glewlwyd, "chef", role="cook")["password"])
    assert said["me"]["status"] == 403 and said["me"]["body"]["code"] == "not_provisioned", said


def test_an_id_token_is_for_the_front_end_and_not_for_us(client, front, browser, glewlwyd, server, street):
    said = browser.sign_in(front, "wang", person(glewlwyd, "wang", role="street-clerk", street=street)["password"])
    assert client.bearing(said["tokens"]["access_token"]).get("/v1/me")
    assert client.bearing(said["tokens"]["id_token"]).get("/v1/me", expect=401).code == "invalid_token", "a foreign audience"


def test_keys_go_on_while_the_provider_is_down_and_change_with_it(world, client, front, browser, glewlwyd, server, street):
    clerk = person(glewlwyd, "wang", role="street-clerk", street=street)
    old = browser.sign_in(front, "wang", clerk["password"])["tokens"]
    other = world.server("second", oidc_providers_file=server.environment["WUYE_OIDC_PROVIDERS_FILE"], fetch_networks="127.0.0.0/8,::1")
    try:
        on_other = type(client)(world.judge, other.port).bearing(old["access_token"])
        assert on_other.get("/v1/me")
        glewlwyd.stop()
        time.sleep(1.1)
        assert client.bearing(old["access_token"]).get("/v1/me"), "known keys go on"
        head, rest = old["access_token"].split(".", 1)
        began = time.monotonic()
        unknown = unknown_kid(head) + "." + rest
        assert client.bearing(unknown).get("/v1/me", expect=503).code == "unavailable" and time.monotonic() - began < 3
        assert world.caller("district.officer@150202", server).get("/v1/me"), "our own tokens have nothing to do with it"
        glewlwyd.start()
        glewlwyd.rotate("ES256")
        time.sleep(1.1)
        fresh = browser.sign_in(front, "wang", clerk["password"])
        assert fresh["me"]["status"] == 200, "the new key is found at once"
        assert client.bearing(old["access_token"]).get("/v1/me", expect=401).code == "invalid_token", "the old one is gone, with what it signed"
        assert type(client)(world.judge, other.port).bearing(fresh["tokens"]["access_token"]).get("/v1/me"), "on every server"
    finally:
        other.stop()


def unknown_kid(head):
    header = json.loads(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)))
    return base64.urlsafe_b64encode(json.dumps({**header, "kid": "nobody-knows"}).encode()).rstrip(b"=").decode()
