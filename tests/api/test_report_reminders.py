"""L7: who has to report what by when is pushed to webhook endpoints that ask for it, once when it is due soon and once when it is late."""
import concurrent.futures
import time

import pytest
from harness.receiver import Receiver, Worker, until
from test_updates import dispatch, post
from test_webhooks import live, officer, own, server, start, streams  # noqa: F401  (fixtures)
from things import campaigns
from things.campaigns import deliverable, opened
from things.estates import today
from things.reporting_duties import act, handed_in, put_off, report
from things.users import client


def endpoint(officer, client_id, url, expect=201, **members):  # noqa: F811
    return officer.post("/v1/webhook-endpoints", {"client_id": client_id, "url": url, **members}, expect=expect).json


def told(world, moment="now()"):
    """By hand: what the worker does every minute."""
    world.cluster.query(f"select report_reminders_tell({moment}) is null as done")


def of(receiver, *ids):
    """(type, report) of what came about these."""
    return [(message.json["type"], message.json["data"]["report_id"]) for message in receiver.messages if message.json["data"].get("report_id") in ids]


def test_l7_due_soon_and_late_are_told_once_each(world, samples, officer, own, start):  # noqa: F811
    """Signed, in order, under an id of its own; nothing of what was told before, of what is far off, handed in or locked, or of another's; updates of tickets only to whoever asked for them."""
    street = world.role("street")
    before = report(world)
    put_off(world, before, -1)
    told(world)
    receiver, both, updates = (start(Receiver) for _ in range(3))
    made = endpoint(officer, own.client_id, receiver.url(), events=["reminders"])
    one = endpoint(officer, own.client_id, both.url(), events=["updates", "reminders"])
    plain = endpoint(officer, own.client_id, updates.url())
    assert [stream["kind"] for stream in streams(officer, made)] == ["reminders"] and {stream["kind"] for stream in streams(officer, one)} == {"live", "reminders"}
    assert [stream["kind"] for stream in streams(officer, plain)] == ["live"]
    soon, late, far, done, locked = (report(world) for _ in range(5))
    for one_report, days in ((soon, 1), (late, -1), (far, 30), (done, 1), (locked, -30)):
        put_off(world, one_report, days)
    act(street, done, "submit", handed_in())
    under = campaigns.owed(world, opened(world, deliverable("community", day=today(1))), "community")
    own_ids = [each["id"] for each in (before, soon, late, far, done, locked, under)]
    told(world)
    start(Worker)
    expected = sorted([("report.due_soon", soon["id"]), ("report.late", late["id"]), ("report.due_soon", under["id"])])
    until(lambda: sorted(of(receiver, *own_ids)) == expected and sorted(of(both, *own_ids)) == expected, 40, lambda: str(of(receiver, *own_ids)))
    message = next(each for each in receiver.messages if each.json["data"]["report_id"] == late["id"])
    assert message.signed_by(made["secret"]) and message.signed_by(made["secret"], "v1sm3") and message.id == message.json["data"]["id"]
    assert message.json["data"] == {**message.json["data"], "source": "standing", "stage": "late", "org_code": late["org_code"], "org_name": late["org_name"], "title_zh": late["title_zh"],
                                    "owed_by": "street", "period": late["period"]}
    put_off(world, soon, -1)
    told(world)
    told(world)
    until(lambda: ("report.late", soon["id"]) in of(receiver, *own_ids), 40)
    dispatch(world, post(world, own)["complaint_id"])
    until(lambda: live(officer, plain)["delivered"] >= 2)
    time.sleep(0.3)
    assert sorted(of(receiver, *own_ids)) == sorted(of(both, *own_ids)) == sorted(expected + [("report.late", soon["id"])]), "each once"
    assert {each.json["type"].partition(".")[0] for each in receiver.messages} == {"report"} and {each.json["type"].partition(".")[0] for each in updates.messages} == {"complaint"}
    assert {each.json["type"].partition(".")[0] for each in both.messages} == {"report", "complaint"} and len(set(receiver.ids)) == len(receiver.ids)


def test_what_is_not_taken_is_tried_again_and_the_stream_never_ends(world, samples, officer, own, start):  # noqa: F811
    refusals = iter([True, True])
    receiver = start(Receiver, lambda handler, message: handler.say(503 if next(refusals, False) else 200))
    made = endpoint(officer, own.client_id, receiver.url(), events=["reminders"])
    start(Worker)
    for number in (1, 2):
        late = report(world)
        put_off(world, late, -1)
        told(world)
        until(lambda: ("report.late", late["id"]) in of(receiver, late["id"]), 40)
        until(lambda: streams(officer, made)[0]["delivered"] >= number)
    stream, = streams(officer, made)
    assert (stream["kind"], stream["finished_at"], stream["status"], stream["tries"]) == ("reminders", None, 200, 0) and receiver.ids[0] == receiver.ids[1] == receiver.ids[2]


@pytest.mark.parametrize("events,expect", [(["reminders"], 201), (["updates"], 422), (["updates", "reminders"], 422), (None, 422)], ids=str)
def test_whoever_has_no_tickets_is_told_reminders_alone(events, expect, world, officer):  # noqa: F811
    machine = client(world, "platform")
    answer = endpoint(officer, machine["id"], f"http://receiver.invalid/{machine['id']}", expect, **({"events": events} if events else {}))
    assert expect == 201 or answer["code"] == "webhook_client_unknown"


def test_many_workers_tell_once(world):
    """The same look at the same moment, by several at once."""
    late = [report(world) for _ in range(3)]
    for one in late:
        put_off(world, one, -1)
    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda _: told(world), range(12)))
    rows = world.cluster.query("select report_id::text as id, count(*) as n from report_reminders where report_id = any(%s::uuid[]) group by 1", ([one["id"] for one in late],))
    assert sorted((row["id"], row["n"]) for row in rows) == sorted((one["id"], 1) for one in late)
