"""D06: whoever follows the log of changes is told that it has grown: soon, once for much, of the newest place, and of nothing that is in it."""
import time

import pytest
from harness.receiver import Receiver, Worker, until
from harness.replica import DISTRICT, fold
from test_exchange import begun, last, platform, touch  # noqa: F401  (fixtures)
from test_report_reminders import endpoint
from test_webhooks import officer, server, start, streams  # noqa: F401  (fixtures)
from things.users import client


@pytest.fixture
def machine(world):
    return client(world, "platform")


@pytest.fixture
def firm(world):
    return world.cluster.query("select id::text from firms where district_code = %s order by id limit 1", (DISTRICT,))[0]["id"]


def places(receiver):
    return [int(message.json["data"]["cursor"]) for message in receiver.messages]


def test_a_change_is_told_within_seconds_and_many_once(world, platform, officer, start, machine, firm, begun):  # noqa: F811
    """Signed; the place is the end of the log, from which there is nothing to read; what was there before the endpoint was is not told, nor what happens elsewhere."""
    receiver = start(Receiver)
    made = endpoint(officer, machine["id"], receiver.url(), events=["changes"])
    assert [stream["kind"] for stream in streams(officer, made)] == ["changes"] and streams(officer, made, "changes")
    start(Worker)
    touch(world, "firms", world.cluster.query("select id::text from firms where district_code = '340302' order by id limit 1")[0]["id"])
    time.sleep(2)
    assert places(receiver) == []
    touch(world, "firms", firm)
    changed = time.monotonic()
    [message] = receiver.wait(1)
    assert time.monotonic() - changed < 10
    assert message.signed_by(made["secret"]) and message.signed_by(made["secret"], "v1sm3") and message.id == message.json["data"]["id"]
    [entry] = platform.get("/v1/exchange/changes", {"after": str(begun)}).json["items"]
    assert message.json == {"type": "exchange.changes", "timestamp": entry["at"], "data": {"id": message.id, "type": "exchange.changes", "at": entry["at"], "district_code": DISTRICT, "cursor": entry["cursor"]}}
    for _ in range(30):
        touch(world, "firms", firm)
        fold(world.cluster)
    until(lambda: places(receiver)[-1] == last(world), 20)
    assert len(receiver.messages) <= 2 + (time.monotonic() - changed) / 2 and last(world) == begun + 31, "two seconds lie between two of them"
    seen = len(receiver.messages)
    time.sleep(3)
    assert len(receiver.messages) == seen == len(set(receiver.ids)) and places(receiver) == sorted(set(places(receiver)))
    stream, = streams(officer, made)
    assert (stream["delivered"], stream["dead"], stream["finished_at"], stream["status"]) == (seen, 0, None, 200)


def test_who_was_down_is_told_the_newest_place_alone(world, officer, start, machine, firm, begun):  # noqa: F811
    up = []
    receiver = start(Receiver, lambda handler, message: handler.say(200 if up else 503))
    made = endpoint(officer, machine["id"], receiver.url(), events=["changes"])
    start(Worker)
    for number in range(4):
        touch(world, "firms", firm)
        until(lambda number=number: last(world) > begun + number)
    until(lambda: len(receiver.messages) >= 2)
    until(lambda: places(receiver)[-1] == last(world), 20)
    up.append(True)
    until(lambda: streams(officer, made)[0]["delivered"] == 1, 20)
    taken = places(receiver)[-1]
    assert taken == last(world) == begun + 4
    same = [message.id for message in receiver.messages if message.json["data"]["cursor"] == str(taken)]
    assert len(set(same)) == 1, "one place has one id, however often it is tried"
    time.sleep(3)
    assert streams(officer, made)[0]["delivered"] == 1


def test_what_is_given_up_does_not_end_it(world, officer, start, machine, firm, begun):  # noqa: F811
    """A place that nobody took in all the time there is for it is a dead letter; the next one is told all the same."""
    up = []
    receiver = start(Receiver, lambda handler, message: handler.say(200 if up else 500))
    made = endpoint(officer, machine["id"], receiver.url(), events=["changes"])
    start(Worker, webhook_retry_for_s=1)
    touch(world, "firms", firm)
    until(lambda: streams(officer, made)[0]["dead"] == 1, 30)
    [letter] = officer.pages(f"/v1/webhook-endpoints/{made['id']}/dead-letters")
    assert letter["type"] == "exchange.changes"
    up.append(True)
    touch(world, "firms", firm)
    until(lambda: streams(officer, made)[0]["delivered"] == 1, 20)
    assert places(receiver)[-1] == last(world)


def test_many_workers_tell_once_and_none_twice_at_a_time(world, officer, start, machine, firm, begun):  # noqa: F811
    under_way, most = [], []

    def slowly(handler, message):
        under_way.append(message)
        most.append(len(under_way))
        time.sleep(0.4)
        under_way.pop()
        handler.say(200)
    receiver = start(Receiver, slowly)
    endpoint(officer, machine["id"], receiver.url(), events=["changes"])
    for _ in range(3):
        start(Worker)
    for number in range(3):
        touch(world, "firms", firm)
        until(lambda number=number: last(world) > begun + number)
        until(lambda: places(receiver)[-1:] == [last(world)], 20)
    time.sleep(1)
    assert max(most) == 1 and len(receiver.messages) == 3


@pytest.mark.parametrize("role,events,expect", [("platform", ["changes"], 201), ("platform", ["changes", "reminders"], 201), ("hotline", ["changes"], 422), ("hotline", ["updates", "changes"], 422),
                                                ("platform", ["updates", "reminders", "changes"], 422), ("platform", ["changes", "changes"], 422)], ids=str)
def test_only_who_may_follow_is_told(role, events, expect, world, officer):  # noqa: F811
    other = client(world, role)
    made = endpoint(officer, other["id"], f"http://receiver.invalid/{other['id']}", expect, events=events)
    if expect == 201:
        assert sorted(stream["kind"] for stream in streams(officer, made)) == sorted(events)


def test_as_the_readme_says(world, platform, begun, firm):  # noqa: F811
    """The first copy and waiting, with the addresses that the README has, as the platform and as the district."""
    for role in ("platform", "district"):
        caller = world.role(role)
        page = caller.get("/v1/exchange/datasets/firms/rows?limit=2").json
        assert len(page["items"]) == 2 and page["next"] and page["items"][0]["row"]["id"] == page["items"][0]["id"]
        begin = time.monotonic()
        nothing = caller.get("/v1/exchange/changes?after=now&wait=2").json
        assert nothing == {"items": [], "next": None, "resume": str(last(world))} and 1.9 < time.monotonic() - begin < 10
    for role in ("street", "community", "company", "hotline"):
        assert world.role(role).get("/v1/exchange/datasets/firms/rows?limit=2", expect=403) and world.role(role).get("/v1/exchange/changes?after=now&wait=2", expect=403)
