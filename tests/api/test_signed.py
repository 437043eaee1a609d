"""Tickets pushed under the Standard Webhooks scheme: v1 (HMAC-SHA256) and v1sm3 (HMAC-SM3), two live keys, five minutes."""
import base64
import hashlib
import hmac
import json
import os
import subprocess
import time

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from harness.service import SEAL_KEY, command

TICKETS = "/v1/hotline/tickets"
KEYS = [hashlib.sha256(f"wuye tests: webhook key {number}".encode()).digest() for number in (1, 2)]


def seal(context, data):
    """The service's sealed form, written down here once more: version, nonce, AES-256-GCM under key id and context."""
    nonce = os.urandom(12)
    return b"\x01" + nonce + AESGCM(SEAL_KEY).encrypt(nonce, data, b"test1\0" + context.encode())


@pytest.fixture(scope="module")
def enrolled(world):
    row = world.register.account("hotline@150202")
    for slot, key in zip(("webhook_secret", "webhook_secret_2"), KEYS):
        secret = "whsec_" + base64.b64encode(key).decode()
        world.cluster.query(f"update clients set {slot} = %s, {slot}_key = 'test1' where id = %s", (seal(f"client:{row['id']}:{slot}", secret.encode()), row["id"]))
    return world


def mac(key, content, scheme):
    if scheme == "v1":
        return base64.b64encode(hmac.new(key, content, "sha256").digest()).decode()
    done = subprocess.run(["openssl", "dgst", "-sm3", "-mac", "HMAC", "-macopt", f"hexkey:{key.hex()}", "-binary"], input=content, capture_output=True, check=True)
    return base64.b64encode(done.stdout).decode()


def push(world, value, key=KEYS[0], scheme="v1", timestamp=None, identity=None, signature=None, client="hotline@150202", signed=None, **headers):
    body = json.dumps(value, ensure_ascii=False).encode()
    timestamp = str(int(time.time()) if timestamp is None else timestamp)
    identity = identity or f"msg_{time.time_ns()}"
    signature = signature or f"{scheme}," + mac(key, f"{identity}.{timestamp}.".encode() + (body if signed is None else signed), scheme)
    return world.anyone.request("POST", TICKETS, body=body, headers={"Content-Type": "application/json", "webhook-id": identity, "webhook-timestamp": timestamp,
                                                                     "webhook-signature": signature, "wuye-client": client, **headers})


@pytest.mark.parametrize("scheme", ["v1", "v1sm3"])
@pytest.mark.parametrize("key", [0, 1])
def test_a_signed_ticket_is_taken(scheme, key, enrolled):
    """E14: with each of the two live keys, so that one can be changed while the other serves."""
    ticket = enrolled.ticket()
    answer = push(enrolled, ticket, KEYS[key], scheme)
    assert answer.status == 201, answer
    row = enrolled.cluster.query("select client_id from tickets where id = %s", (answer.json["id"],))
    assert row[0]["client_id"] == enrolled.register.account("hotline@150202")["id"]
    assert push(enrolled, ticket, KEYS[key], scheme).status == 200


def test_signed_and_bearing_a_token_the_ticket_is_the_same(enrolled):
    ticket = enrolled.ticket()
    assert push(enrolled, ticket).status == 201
    assert enrolled.role("hotline").post(TICKETS, ticket).status == 200


def test_one_right_signature_among_others_is_enough(enrolled):
    ticket, now, identity = enrolled.ticket(), int(time.time()), "msg_many"
    body = json.dumps(ticket, ensure_ascii=False).encode()
    right = "v1," + mac(KEYS[1], f"{identity}.{now}.".encode() + body, "v1")
    assert push(enrolled, ticket, timestamp=now, identity=identity, signature=f"v1,{'A' * 43}= v2,xx {right} v1a,yy").status == 201


@pytest.mark.parametrize("age,good", [(-299, True), (299, True), (-302, False), (302, False), (-86400, False), (86400 * 365, False)])
def test_a_stale_push_is_refused(age, good, enrolled):
    answer = push(enrolled, enrolled.ticket(), timestamp=int(time.time()) + age)
    assert answer.status == (201 if good else 401), answer
    assert good or answer.code == "signature_invalid"


WRONG = {
    "another key": {"key": b"k" * 32}, "another body": {"signed": b"{}"}, "no signature": {"signature": "v1,"}, "a scheme we do not know": {"signature": "v9,AAAA"}, "garbage": {"signature": "x"},
    "empty": {"signature": " "}, "another client's name": {"client": "hotline@340302"}, "a client without keys": {"client": "platform@150202"}, "no client": {"client": None}, "a user": {"client": "district.officer@150202"},
    "unknown client": {"client": "nobody@150202"}, "timestamp no number": {"timestamp": "now"}, "timestamp with a sign": {"timestamp": "+1"}, "timestamp huge": {"timestamp": "9" * 40}, "id with a dot": {"identity": "a.b"},
    "sql in the client": {"client": "' or 1=1 --@150202"}, "long client": {"client": "x" * 300 + "@150202"},
}


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_push_is_refused(what, enrolled):
    answer = push(enrolled, enrolled.ticket(), **WRONG[what])
    assert answer.status == 401 and answer.code == "signature_invalid", answer


def test_sha256_under_the_name_of_sm3_is_refused(enrolled):
    ticket, now = enrolled.ticket(), int(time.time())
    body = json.dumps(ticket, ensure_ascii=False).encode()
    crossed = "v1sm3," + mac(KEYS[0], f"m.{now}.".encode() + body, "v1")
    assert push(enrolled, ticket, timestamp=now, identity="m", signature=crossed).status == 401


def test_missing_parts_are_refused(enrolled):
    for name in ("webhook-id", "webhook-timestamp"):
        assert push(enrolled, enrolled.ticket(), **{name: None}).status == 401, name


def test_a_signature_is_good_for_pushing_and_for_no_reading(enrolled):
    now, identity = str(int(time.time())), "msg_get"
    headers = {"webhook-id": identity, "webhook-timestamp": now, "wuye-client": "hotline@150202", "webhook-signature": "v1," + mac(KEYS[0], f"{identity}.{now}.".encode(), "v1")}
    # It covers a body and nothing else, so it is good for no reading: what was caught once could ask for anything.
    assert enrolled.anyone.get("/v1/audit", headers=headers, expect=401).code == "unauthorized"
    assert enrolled.anyone.get("/v1/me", headers=headers, expect=401).code == "unauthorized"


def test_a_disabled_client_is_nobody(enrolled):
    enrolled.cluster.query("update clients set state = 'disabled' where name = 'hotline' and district_code = '150202'")
    try:
        assert push(enrolled, enrolled.ticket()).status == 401
    finally:
        enrolled.cluster.query("update clients set state = 'active' where name = 'hotline' and district_code = '150202'")


def test_an_operator_gives_a_client_a_new_secret_and_the_other_goes_on(enrolled):
    """wuye token --webhook-secret: the slot named changes, the other serves on."""
    made = command(enrolled.cluster, "token", "--webhook-secret", "2", "--district", "150202", "--name", "hotline")
    secret = (made if isinstance(made, str) else made.stdout).strip()
    assert secret.startswith("whsec_")
    try:
        assert push(enrolled, enrolled.ticket(), base64.b64decode(secret[6:])).status == 201
        assert push(enrolled, enrolled.ticket(), KEYS[0]).status == 201
        assert push(enrolled, enrolled.ticket(), KEYS[1]).status == 401
    finally:
        row = enrolled.register.account("hotline@150202")
        old = "whsec_" + base64.b64encode(KEYS[1]).decode()
        enrolled.cluster.query("update clients set webhook_secret_2 = %s, webhook_secret_2_key = 'test1' where id = %s",
                               (seal(f"client:{row['id']}:webhook_secret_2", old.encode()), row["id"]))
