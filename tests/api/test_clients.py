"""Machines and front ends: two live keys of each kind, one changed while the other serves; a front end brings people in while it is right and active."""
import base64
import concurrent.futures
import json
import time

import pytest
from test_signed import mac
from test_users import TOKEN, ask, sign_in
from things.users import client, user


@pytest.fixture
def officer(world):
    return world.caller("district.officer@150202")


def credentials(world, made, secret, expect=None):
    answer = ask(world, expect, grant_type="client_credentials", client_id=f"{made['name']}@150202", client_secret=secret)
    world.cluster.query("delete from login_failures")
    return answer


def test_a_client_has_two_live_secrets_and_a_revoked_one_is_none(world, officer):
    made = client(world, "platform")
    assert made["keys"] == {"secret_1": True, "secret_2": False, "webhook_1": False, "webhook_2": False}
    other = officer.post(f"/v1/clients/{made['id']}/keys", {"kind": "client_secret"}, expect=201).json
    assert other["slot"] == "secret_2" and len(other["secret"]) == 43
    assert officer.post(f"/v1/clients/{made['id']}/keys", {"kind": "client_secret"}, expect=409).code == "keys_taken"
    for secret in (made["secret"], other["secret"]):
        token = credentials(world, made, secret, 200).json["access_token"]
    after = officer.post(f"/v1/clients/{made['id']}/keys/secret_1/revoke", expect=200).json
    assert after["keys"] == {"secret_1": False, "secret_2": True, "webhook_1": False, "webhook_2": False}
    assert credentials(world, made, made["secret"], 401).code == "invalid_client"
    assert credentials(world, made, other["secret"], 200)
    assert world.anyone.bearing(token).get("/v1/me").status == 200, "the other one serves on"
    assert officer.post(f"/v1/clients/{made['id']}/keys/secret_1/revoke", expect=409).code == "key_not_live"
    third = officer.post(f"/v1/clients/{made['id']}/keys", {"kind": "client_secret"}, expect=201).json
    assert third["slot"] == "secret_1" and credentials(world, made, third["secret"], 200)
    stored = json.dumps(world.cluster.query("select row_to_json(c)::text as c from clients c where id = %s", (made["id"],)))
    assert not any(secret in stored for secret in (made["secret"], other["secret"], third["secret"]))
    assert not any(secret in officer.get(f"/v1/clients/{made['id']}").body.decode() for secret in (made["secret"], other["secret"]))


def push(world, made, secret):
    body, now, identity = json.dumps(world.ticket(), ensure_ascii=False).encode(), str(int(time.time())), f"msg_{time.time_ns()}"
    signature = "v1," + mac(base64.b64decode(secret.removeprefix("whsec_")), f"{identity}.{now}.".encode() + body, "v1")
    return world.anyone.request("POST", "/v1/hotline/tickets", body=body, headers={
        "Content-Type": "application/json", "webhook-id": identity, "webhook-timestamp": now, "webhook-signature": signature, "wuye-client": f"{made['name']}@150202"}).status


def test_each_of_two_webhook_keys_signs_and_a_revoked_one_does_not(world, officer):
    """E14: one is changed while the other serves."""
    made = client(world)
    first, second = (officer.post(f"/v1/clients/{made['id'].upper()}/keys", {"kind": "webhook"}, expect=201).json for _ in range(2))
    assert (first["slot"], second["slot"]) == ("webhook_1", "webhook_2") and first["secret"].startswith("whsec_")
    assert officer.post(f"/v1/clients/{made['id']}/keys", {"kind": "webhook"}, expect=409).code == "keys_taken"
    assert [push(world, made, key["secret"]) for key in (first, second)] == [201, 201]
    officer.post(f"/v1/clients/{made['id']}/keys/webhook_1/revoke", expect=200)
    assert [push(world, made, key["secret"]) for key in (first, second)] == [401, 201]
    third = officer.post(f"/v1/clients/{made['id']}/keys", {"kind": "webhook"}, expect=201).json
    assert [push(world, made, key["secret"]) for key in (first, second, third)] == [401, 201, 201]
    officer.post(f"/v1/clients/{made['id']}/disable", expect=200)
    assert [push(world, made, key["secret"]) for key in (second, third)] == [401, 401]


def test_of_many_who_make_the_other_key_one_does(world, officer):
    made = client(world)
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: officer.post(f"/v1/clients/{made['id']}/keys", {"kind": "client_secret"}), range(8)))
    assert sorted(answer.status for answer in answers) == [201] + [409] * 7
    secret = next(answer.json["secret"] for answer in answers if answer.status == 201)
    assert credentials(world, made, secret, 200) and credentials(world, made, made["secret"], 200)


def test_a_front_end_brings_people_in_while_it_is_right_and_active(world, officer):
    front, made = client(world, "front_end"), user(world)
    name = f"{front['name']}@150202"
    right = {"client_id": name, "client_secret": front["secret"]}
    assert credentials(world, front, front["secret"], 401).code == "invalid_client", "it stands for no one"
    session = sign_in(world, made, **right).json
    assert world.anyone.bearing(session["access_token"]).get("/v1/me").json["role"] == "community"
    machine = client(world, "platform")
    for wrong in ({"client_id": name, "client_secret": "x"}, {"client_id": name}, {"client_secret": front["secret"]}, {"client_id": "nobody@150202", "client_secret": "x"},
                  {"client_id": f"{machine['name']}@150202", "client_secret": machine["secret"]}):
        assert sign_in(world, made, expect=401, **wrong).code == "invalid_client", wrong
    session = ask(world, 200, grant_type="refresh_token", refresh_token=session["refresh_token"], **right).json
    basic = base64.b64encode(f"{name.replace('@', '%40')}:{front['secret']}".encode()).decode()
    session = world.anyone.request("POST", TOKEN, form={"grant_type": "refresh_token", "refresh_token": session["refresh_token"]}, headers={"Authorization": f"Basic {basic}"}, expect=200).json
    officer.post(f"/v1/clients/{front['id']}/disable", expect=200)
    assert sign_in(world, made, expect=401, **right).code == "invalid_client"
    assert ask(world, 401, grant_type="refresh_token", refresh_token=session["refresh_token"], **right).code == "invalid_client"
    officer.post(f"/v1/clients/{front['id']}/enable", expect=200)
    session = ask(world, 200, grant_type="refresh_token", refresh_token=session["refresh_token"], **right).json
    assert ask(world, grant_type="refresh_token", refresh_token=session["refresh_token"]).code == "invalid_grant", "not through nobody"
    assert ask(world, grant_type="refresh_token", refresh_token=session["refresh_token"], **right).code == "invalid_grant", "which was a theft"
    world.cluster.query("delete from login_failures")
