"""Updates are pushed under the Standard Webhooks scheme: signed, in order, at least once, whatever the receiver does (E14; out of the 12345 exchange)."""
import ssl
import subprocess
import threading
import time

import pytest
from harness.receiver import Receiver, Worker, closed_port, until
from test_updates import dispatch, hotline_of_its_own, post, read, step


@pytest.fixture(scope="module")
def server(world):
    """A server that lets endpoints have http addresses, as the workers here do."""
    one = world.server("webhooks", webhook_allow_http="true")
    yield one
    one.stop()


@pytest.fixture
def officer(world, server):
    return world.caller("district.officer@150202", server)


@pytest.fixture
def own(world):
    return hotline_of_its_own(world)


@pytest.fixture
def start(world):
    """Receivers and workers that end with the test; a worker that a test did not kill must end well."""
    things = []

    def make(kind, *arguments, **settings):
        things.append(kind(*arguments, **settings) if kind is Receiver else kind(world, *arguments, **settings))
        return things[-1]
    yield make
    for thing in reversed(things):
        if isinstance(thing, Receiver) or thing.process.poll() is None:
            thing.stop()
    world.cluster.query("update webhook_endpoints set state = 'disabled', disabled_reason = 'asked' where state = 'active'")


def endpoint(officer, own, url):
    return officer.post("/v1/webhook-endpoints", {"client_id": own.client_id, "url": url}, expect=201).json


def streams(officer, made, kind=None):
    return officer.pages(f"/v1/webhook-endpoints/{made['id']}/streams", {"kind": kind} if kind else {})


def live(officer, made):
    return streams(officer, made, "live")[0]


def whole_way(world, own, tickets=1):
    """So many tickets, three steps each; the updates that they make, in order."""
    _, resume = read(own)
    for _ in range(tickets):
        identifier = post(world, own)["complaint_id"]
        dispatch(world, identifier, note="请社区联系", internal_note="内部掌握")
        step(world.role("community"), identifier, "sign")
    until(lambda: len(read(own, resume)[0]) == 3 * tickets)
    return read(own, resume)[0]


def test_updates_arrive_signed_in_order_and_as_the_feed_has_them(world, samples, officer, own, start):
    receiver = start(Receiver)
    made = endpoint(officer, own, receiver.url("/hook?a=1"))
    start(Worker)
    items = whole_way(world, own, 4)
    messages = receiver.wait(12)
    assert [message.id for message in messages] == [item["id"] for item in items]
    for message, item in zip(messages, items):
        assert message.json == {"type": item["type"], "timestamp": item["at"], "data": item} and message.path == "/hook?a=1"
        assert message.headers["content-type"] == "application/json" and abs(int(message.headers["webhook-timestamp"]) - time.time()) < 60
        assert message.signed_by(made["secret"]) and message.signed_by(made["secret"], "v1sm3")
        assert "内部" not in message.body.decode()
    until(lambda: live(officer, made)["delivered"] == 12)
    stream = live(officer, made)
    assert stream["tries"] == 0 and stream["outcome"] == "answered" and stream["status"] == 200 and stream["dead"] == 0
    time.sleep(0.3)
    assert len(receiver.messages) == 12, "what was taken is not sent again"


def test_nothing_of_before_is_sent_but_by_a_replay(world, samples, officer, own, start):
    """A replay sends a time once more, also from before the endpoint was; under the same ids."""
    before = whole_way(world, own)
    receiver = start(Receiver)
    made = endpoint(officer, own, receiver.url())
    start(Worker)
    after = whole_way(world, own)
    receiver.wait(3)
    asked = officer.post(f"/v1/webhook-endpoints/{made['id']}/replay", {"from": before[0]["at"], "before": after[1]["at"]}, expect=201).json
    assert asked["kind"] == "replay" and asked["range"] == {"from": before[0]["at"], "before": after[1]["at"]} and asked["finished_at"] is None
    messages = receiver.wait(7)
    assert [message.id for message in messages] == [item["id"] for item in after + before + after[:1]]
    assert messages[6].body == messages[0].body and messages[6].signed_by(made["secret"])
    until(lambda: streams(officer, made, "replay")[0]["finished_at"])
    assert streams(officer, made, "replay")[0]["delivered"] == 4
    answer = officer.post(f"/v1/webhook-endpoints/{made['id']}/replay", {"from": after[0]["at"], "before": before[0]["at"]}, expect=422)
    assert answer.code == "webhook_range_backwards"


def test_nobody_is_pushed_what_is_anothers(world, samples, officer, own, start):
    mine, theirs = start(Receiver), start(Receiver)
    other = hotline_of_its_own(world)
    endpoint(officer, own, mine.url())
    endpoint(officer, other, theirs.url())
    start(Worker)
    items = whole_way(world, own)
    other_items = whole_way(world, other)
    mine.wait(3), theirs.wait(3)
    assert mine.ids == [item["id"] for item in items] and theirs.ids == [item["id"] for item in other_items]


def test_two_secrets_sign_until_one_is_revoked(world, samples, officer, own, start):
    receiver = start(Receiver)
    made = endpoint(officer, own, receiver.url())
    path = f"/v1/webhook-endpoints/{made['id']}"
    assert officer.post(f"{path}/secrets/secret_1/revoke", expect=409).code == "webhook_secret_last"
    other = officer.post(f"{path}/secrets", expect=201).json
    assert other["slot"] == "secret_2" and officer.post(f"{path}/secrets", expect=409).code == "keys_taken"
    start(Worker)
    post(world, own)
    message = receiver.wait(1)[0]
    assert message.signed_by(made["secret"]) and message.signed_by(other["secret"]) and message.signed_by(other["secret"], "v1sm3")
    assert officer.post(f"{path}/secrets/secret_1/revoke", expect=200).json["secrets"] == {"secret_1": False, "secret_2": True}
    assert officer.post(f"{path}/secrets/secret_1/revoke", expect=409).code == "key_not_live"
    post(world, own)
    message = receiver.wait(2)[1]
    assert message.signed_by(other["secret"]) and not message.signed_by(made["secret"])
    third = officer.post(f"{path}/secrets", expect=201).json
    post(world, own)
    assert receiver.wait(3)[2].signed_by(third["secret"])
    stored = str(world.cluster.query("select row_to_json(e)::text as e from webhook_endpoints e where id = %s", (made["id"],)))
    shown = officer.get(path).body.decode()
    assert not any(secret["secret"][6:] in stored + shown for secret in (made, other, third))


def failing(times, how):
    """Behaves so for the first messages, then takes them."""
    left = [times]

    def behave(handler, message):
        left[0] -= 1
        if left[0] >= 0:
            how(handler)
        else:
            handler.say(204)
    return behave


def test_what_is_not_taken_is_tried_again_in_order_under_the_same_id(world, samples, officer, own, start):
    """Each wait is about twice the one before, and at least half of what it may be; nothing overtakes."""
    receiver = start(Receiver, failing(3, lambda handler: handler.say(500, b"no")))
    made = endpoint(officer, own, receiver.url())
    start(Worker)
    items = whole_way(world, own)
    messages = receiver.wait(6)
    assert receiver.ids == [items[0]["id"]] * 4 + [items[1]["id"], items[2]["id"]]
    assert len({message.body for message in messages[:4]}) == 1 and all(message.signed_by(made["secret"]) for message in messages)
    waits = [later.at - earlier.at for earlier, later in zip(messages, messages[1:4])]
    assert 0.5 <= waits[0] < 2.5 and 1 <= waits[1] < 4 and 2 <= waits[2] < 7, waits
    assert int(messages[3].headers["webhook-timestamp"]) > int(messages[0].headers["webhook-timestamp"]), "the time is that of the try"
    until(lambda: live(officer, made)["delivered"] == 3)
    assert live(officer, made)["first_tried_at"] is None


def test_a_receiver_that_says_when_is_not_asked_sooner(world, samples, officer, own, start):
    receiver = start(Receiver, failing(1, lambda handler: handler.say(429, Retry_After="3")))
    endpoint(officer, own, receiver.url())
    start(Worker)
    post(world, own)
    first, second = receiver.wait(2)
    assert 2.9 <= second.at - first.at < 6


def endless(handler):
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b"x" * 65536)


def header_bomb(handler):
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: %s\r\n" % (i, b"y" * 1000) for i in range(200)))
    time.sleep(3)


def drip(handler):
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    for _ in range(100):
        handler.wfile.write(b".")
        handler.wfile.flush()
        time.sleep(0.1)


TROUBLE = {
    "500": (lambda handler: handler.say(500), ("answered", 500)),
    "400": (lambda handler: handler.say(400), ("answered", 400)),
    "redirect": (lambda handler: handler.say(307, Location="/elsewhere"), ("answered", 307)),
    "permanent redirect": (lambda handler: handler.say(308, Location="http://127.0.0.1/elsewhere"), ("answered", 308)),
    "hang": (lambda handler: time.sleep(4), ("timeout", None)),
    "header bomb": (header_bomb, ("too_large", None)),
    "cut": (lambda handler: handler.connection.close(), ("unreachable", None)),
    "no HTTP": (lambda handler: handler.wfile.write(b"\x16\x03\x01 hello\r\n\r\n"), ("unreachable", None)),
}


@pytest.mark.parametrize("name", TROUBLE)
def test_a_receiver_in_trouble_harms_nothing(name, world, samples, officer, own, start):
    """It is tried again, its neighbour is served meanwhile, and the service answers as ever."""
    how, came_to = TROUBLE[name]
    bad, good = start(Receiver, failing(1, how)), start(Receiver)
    other = hotline_of_its_own(world)
    made = endpoint(officer, own, bad.url())
    endpoint(officer, other, good.url())
    start(Worker)
    item = read(own, None)[0] or [post(world, own)]
    until(lambda: len(bad.messages) == 1)
    began = time.monotonic()
    post(world, other)
    good.wait(1)
    assert time.monotonic() - began < 1.4, "the neighbour does not wait"
    until(lambda: live(officer, made)["outcome"] or len(bad.messages) > 1)
    if len(bad.messages) == 1:
        stream = live(officer, made)
        assert (stream["outcome"], stream["status"]) == came_to and stream["tries"] == 1 and stream["first_tried_at"] and stream["next_try_at"]
    messages = bad.wait(2)
    assert messages[0].id == messages[1].id and item
    until(lambda: live(officer, made)["delivered"] == 1)
    assert {message.path for message in bad.messages} == {"/"}, "no redirect is followed"


@pytest.mark.parametrize("how", [endless, drip], ids=["endless", "drip"])
def test_what_comes_after_the_status_is_not_waited_for(how, world, samples, officer, own, start):
    receiver = start(Receiver, failing(1, how))
    made = endpoint(officer, own, receiver.url())
    start(Worker)
    post(world, own), post(world, own)
    receiver.wait(2)
    until(lambda: live(officer, made)["delivered"] == 2)
    assert len(set(receiver.ids)) == len(receiver.ids) == 2


def test_a_receiver_that_is_down_gets_all_when_it_is_back(world, samples, officer, own, start):
    made = endpoint(officer, own, f"http://127.0.0.1:{closed_port()}/")
    start(Worker)
    items = whole_way(world, own)
    until(lambda: live(officer, made)["outcome"] == "unreachable")
    receiver = start(Receiver)
    answer = officer.request("PATCH", f"/v1/webhook-endpoints/{made['id']}", json_body={"url": receiver.url()}, headers={"If-Match": '"1"'}, expect=200)
    assert answer.json["url"] == receiver.url()
    receiver.wait(3, 5)
    assert receiver.ids == [item["id"] for item in items]


def test_a_receiver_that_is_gone_is_disabled_and_says_so(world, samples, officer, own, start):
    """410: nothing more is sent; enabled again, it gets what it has not got."""
    receiver = start(Receiver, failing(1, lambda handler: handler.say(410)))
    made = endpoint(officer, own, receiver.url())
    worker = start(Worker)
    items = whole_way(world, own)
    path = f"/v1/webhook-endpoints/{made['id']}"
    until(lambda: officer.get(path).json["state"] == "disabled")
    shown = officer.get(path).json
    assert shown["disabled_reason"] == "gone" and shown["version"] == 2 and "410" in worker.text()
    assert live(officer, made)["status"] == 410
    time.sleep(0.5)
    assert len(receiver.messages) == 1
    assert officer.post(f"{path}/disable", expect=409).code == "state_conflict"
    assert officer.post(f"{path}/enable", expect=200).json["disabled_reason"] is None
    receiver.wait(4)
    assert receiver.ids == [items[0]["id"]] + [item["id"] for item in items]


def test_a_disabled_endpoint_and_one_of_a_disabled_client_get_nothing_until_they_are_enabled(world, samples, officer, own, start):
    receiver = start(Receiver)
    made = endpoint(officer, own, receiver.url())
    start(Worker)
    officer.post(f"/v1/webhook-endpoints/{made['id']}/disable", expect=200)
    first = post(world, own)
    time.sleep(0.4)
    officer.post(f"/v1/clients/{own.client_id}/disable", expect=200)
    officer.post(f"/v1/webhook-endpoints/{made['id']}/enable", expect=200)
    time.sleep(0.4)
    assert receiver.messages == []
    officer.post(f"/v1/clients/{own.client_id}/enable", expect=200)
    assert receiver.wait(1)[0].json["data"]["complaint_id"] == first["complaint_id"]


def test_what_is_never_taken_becomes_a_dead_letter_and_a_replay_gets_it_through(world, samples, officer, own, start):
    """The one that is refused for all its time is passed over; what comes after it is sent; no update is lost."""
    refused = set()
    receiver = start(Receiver, lambda handler, message: handler.say(503 if message.id in refused else 200))
    made = endpoint(officer, own, receiver.url())
    items = whole_way(world, own)
    refused.add(items[1]["id"])
    worker = start(Worker, webhook_retry_for_s=2, webhook_retry_max_s=1)
    path = f"/v1/webhook-endpoints/{made['id']}"
    until(lambda: officer.pages(f"{path}/dead-letters"))
    receiver.wait(receiver.ids.index(items[1]["id"]) + 2)
    until(lambda: items[2]["id"] in receiver.ids)
    letter, = officer.pages(f"{path}/dead-letters")
    assert letter["id"] == items[1]["id"] and letter["type"] == "complaint.dispatched" and letter["at"] == items[1]["at"]
    assert (letter["outcome"], letter["status"], letter["delivered_at"]) == ("answered", 503, None) and letter["tries"] == receiver.ids.count(items[1]["id"]) >= 3
    assert receiver.ids[0] == items[0]["id"] and receiver.ids[-1] == items[2]["id"] and "dead letter" in worker.text()
    until(lambda: live(officer, made)["delivered"] == 2)
    assert live(officer, made)["dead"] == 1
    refused.clear()
    sent = len(receiver.messages)
    officer.post(f"{path}/replay", {"from": letter["at"], "before": items[2]["at"]}, expect=201)
    assert receiver.wait(sent + 1)[-1].id == letter["id"]
    until(lambda: officer.pages(f"{path}/dead-letters", {"delivered": "true"}))
    assert officer.pages(f"{path}/dead-letters", {"delivered": "false"}) == []


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "2130706433", "0x7f.1", "10.0.0.1", "169.254.169.254", "[fe80::1]", "[::]"])
def test_the_inside_of_the_network_is_not_called_unless_allowed(host, world, samples, officer, own, start):
    """What counts is the address that is connected to, however it is written and whatever a name resolves to."""
    receiver = start(Receiver)
    made = endpoint(officer, own, f"http://{host}:{receiver.port}/")
    start(Worker, fetch_networks="192.0.2.0/24")
    post(world, own)
    until(lambda: live(officer, made)["outcome"])
    assert live(officer, made)["outcome"] == "forbidden_address" and live(officer, made)["status"] is None
    assert receiver.messages == []


def test_a_certificate_that_does_not_verify_gets_nothing(world, samples, officer, own, start, tmp_path):
    """Who calls itself the receiver must show that it is; known to the configured authorities, it gets what waited for it."""
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
                    "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    receiver = start(Receiver, tls=context)
    made = endpoint(officer, own, receiver.url())
    blind = start(Worker, webhook_allow_http="false")
    post(world, own)
    until(lambda: live(officer, made)["outcome"])
    assert live(officer, made)["outcome"] == "tls" and receiver.messages == []
    blind.stop()
    start(Worker, webhook_allow_http="false", fetch_ca_file=certificate)
    assert receiver.wait(1)[0].signed_by(made["secret"])


def test_an_address_that_is_none_is_refused_at_once(world, samples, own, officer):
    strict = world.role("district")
    for url in ("http://receiver.invalid/", "https://user:word@receiver.invalid/", "https://user@receiver.invalid/", "https://[::1/"):
        assert strict.post("/v1/webhook-endpoints", {"client_id": own.client_id, "url": url}, expect=422).code == "webhook_url_refused", url
    for url in ("ftp://receiver.invalid/", "file:///etc/passwd", "receiver.invalid", "https://接收.invalid/", "https://a b/"):
        assert strict.post("/v1/webhook-endpoints", {"client_id": own.client_id, "url": url}, expect=422).code == "invalid_body", url
    made = endpoint(officer, own, "https://receiver.invalid/1")
    assert strict.request("PATCH", f"/v1/webhook-endpoints/{made['id']}", json_body={"url": "http://receiver.invalid/2"}, headers={"If-Match": '"1"'}, expect=422).code == "webhook_url_refused"
    assert strict.post("/v1/webhook-endpoints", {"client_id": own.client_id, "url": "https://receiver.invalid/1"}, expect=409).code == "webhook_url_taken"
    other = endpoint(officer, own, "https://receiver.invalid/2")
    answer = strict.request("PATCH", f"/v1/webhook-endpoints/{other['id']}", json_body={"url": "https://receiver.invalid/1"}, headers={"If-Match": '"1"'}, expect=409)
    assert answer.code == "webhook_url_taken"
    platform = str(world.register.account("platform@150202")["id"])
    elsewhere = str(world.register.account("hotline@340302")["id"])
    for client_id in (platform, elsewhere):
        assert strict.post("/v1/webhook-endpoints", {"client_id": client_id, "url": "https://receiver.invalid/3"}, expect=422).code == "webhook_client_unknown"


def test_a_ping_is_sent_once_and_says_what_came_of_it(world, samples, officer, own, start):
    """Also to a disabled endpoint: that is when one wants to know."""
    receiver = start(Receiver, failing(1, lambda handler: handler.say(410)))
    made = endpoint(officer, own, receiver.url())
    officer.post(f"/v1/webhook-endpoints/{made['id']}/disable", expect=200)
    start(Worker)
    for number, status in enumerate((410, 204), 1):
        asked = officer.post(f"/v1/webhook-endpoints/{made['id']}/ping", expect=201).json
        message = receiver.wait(number)[-1]
        assert message.id == asked["id"] and message.signed_by(made["secret"])
        assert message.json == {"type": "webhook.ping", "timestamp": asked["created_at"], "data": {"endpoint_id": made["id"]}}
        until(lambda: streams(officer, made, "ping")[0]["finished_at"])
        shown = streams(officer, made, "ping")[0]
        assert (shown["id"], shown["outcome"], shown["status"]) == (asked["id"], "answered", status)
    assert officer.get(f"/v1/webhook-endpoints/{made['id']}").json["disabled_reason"] == "asked", "a ping changes nothing"
    assert len(receiver.messages) == 2


def test_no_transaction_is_open_while_a_receiver_is_waited_for(world, samples, officer, own, start):
    release = threading.Event()
    receiver = start(Receiver, lambda handler, message: (release.wait(10), handler.say(200)))
    endpoint(officer, own, receiver.url())
    start(Worker, webhook_timeout_ms=8000)
    post(world, own)
    receiver.wait(1)
    open_ones = "select query, state from pg_stat_activity where usename = 'wuye_worker' and (xact_start < now() - interval '200 ms' or state like 'idle in%%')"
    for _ in range(10):
        assert world.cluster.query(open_ones) == []
        time.sleep(0.05)
    assert read(own)[0], "the horizon of the feed moves on"
    release.set()
