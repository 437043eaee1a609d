"""What a hotline is told of its tickets: every step, in order, once, and nothing that is not for it (E11, E14; out of the 12345 exchange)."""
import concurrent.futures
import contextlib
import re
import threading
import uuid

import pytest
from harness.register import grant
from things.complaint_steps import complaint
from things.users import client

FEED = "/v1/hotline/updates"


def hotline_of_its_own(world):
    """A caller whose tickets are nobody else's."""
    made = client(world)
    token = world.anyone.request("POST", "/v1/auth/token", form=grant("hotline@150202", made["secret"]) | {"client_id": f"{made['name']}@150202"}, expect=200).json["access_token"]
    caller = world.anyone.bearing(token)
    caller.client_id = made["id"]
    return caller


@pytest.fixture
def own(world):
    return hotline_of_its_own(world)


def read(caller, cursor=None, limit=200):
    """All there is now, and where to go on."""
    items = []
    for _ in range(1000):
        page = caller.get(FEED, {"limit": limit, **({"cursor": cursor} if cursor else {})}, expect=200).json
        items += page["items"]
        cursor = page["resume"]
        if page["next"] is None:
            return items, cursor
        assert page["next"] == cursor
    raise AssertionError("the feed does not end")


def post(world, caller, **members):
    return caller.post("/v1/hotline/tickets", world.ticket(**members), expect=201).json


def step(caller, identifier, verb, expect=200, **body):
    return caller.post(f"/v1/complaints/{identifier}/{verb}", body or {"note": "已与居民沟通"}, expect=expect).json


def dispatch(world, identifier, **more):
    return step(world.role("district"), identifier, "dispatch", unit_kind="community", receiver="张科长", **more)


def test_every_step_is_told_in_order_with_what_is_public(world, samples, own):
    """E11: from received to closed; the note that the public may read, the result and the satisfaction; no internal note, no name."""
    place = world.own_estate("community.huanxi@150202")
    receipt = post(world, own, ticket_no="UPD-1", estate_code=place["code"])
    identifier = receipt["complaint_id"]
    dispatch(world, identifier, note="请社区联系", internal_note="领导关注，内部掌握")
    community, district = world.role("community"), world.role("district")
    step(community, identifier, "sign")
    step(community, identifier, "contact", note="已联系13800138000")
    step(community, identifier, "start")
    step(community, identifier, "report", result="partly", note="已清运")
    step(district, identifier, "verify", note="情况属实", internal_note="内部另议")
    step(own, identifier, "close", result="solved", satisfaction="very_satisfied", note="回访满意")
    items, _ = read(own)
    assert [item["type"] for item in items] == ["complaint." + word for word in ("received", "dispatched", "signed", "contacted", "started", "reported", "verified", "closed")]
    assert [item["state"] for item in items] == ["received", "dispatched", "signed", "contacted", "processing", "resolved_reported", "callback", "closed"]
    assert all(item["ticket"] == {"source": "hotline12345", "ticket_no": "UPD-1", "round": 1} and item["complaint_id"] == identifier for item in items)
    assert [item["at"] for item in items] == sorted(item["at"] for item in items)
    assert items[1]["note"] == "请社区联系" and "13800138000" not in str(items)
    assert [item["result"] for item in items] == [None] * 5 + ["partly", None, "solved"] and items[-1]["satisfaction"] == "very_satisfied"
    assert "内部" not in str(items) and "张科长" not in str(items) and "district.officer" not in str(items)
    events = {str(row["id"]) for row in world.cluster.query("select id from complaint_events where complaint_id = %s", (identifier,))}
    assert {item["id"] for item in items} == events
    assert read(own)[0] == items, "the same whenever it is asked"


def test_pages_join_and_resume_goes_on(world, samples, own):
    for _ in range(5):
        post(world, own)
    whole, resume = read(own)
    assert len(whole) == 5
    for limit in (1, 2, 3, 5):
        items, end = read(own, limit=limit)
        assert items == whole
    assert read(own, resume) == ([], read(own, resume)[1])
    more = post(world, own)
    items, resume = read(own, resume)
    assert [item["complaint_id"] for item in items] == [more["complaint_id"]]
    assert read(own, resume)[0] == []


def test_rounds_are_told_under_their_number(world, samples, own):
    """What was sent again, -02, is another round of the same complaint; its steps carry it, those before keep theirs."""
    first = post(world, own, ticket_no="UPD-ROUND-1")
    dispatch(world, first["complaint_id"])
    second = post(world, own, ticket_no="UPD-ROUND-1", round=2)
    assert second["complaint_id"] == first["complaint_id"]
    step(world.role("community"), first["complaint_id"], "sign")
    assert [(item["type"], item["ticket"]["round"]) for item in read(own)[0]] == [
        ("complaint.received", 1), ("complaint.dispatched", 1), ("complaint.received_again", 2), ("complaint.signed", 2)]


def test_nobody_is_told_of_another_clients_tickets(world, samples, own):
    other = hotline_of_its_own(world)
    mine, theirs = post(world, own), post(world, other)
    for receipt in (mine, theirs):
        dispatch(world, receipt["complaint_id"])
    assert {item["complaint_id"] for item in read(own)[0]} == {mine["complaint_id"]}
    assert {item["complaint_id"] for item in read(other)[0]} == {theirs["complaint_id"]}
    abroad = read(world.role("hotline", 2))[0]
    assert not {mine["complaint_id"], theirs["complaint_id"]} & {item["complaint_id"] for item in abroad}


def test_a_cursor_is_its_own_clients_alone(world, samples, own):
    post(world, own)
    resume = read(own)[1]
    other = hotline_of_its_own(world)
    assert other.get(FEED, {"cursor": resume}, expect=400).code == "invalid_cursor"
    assert own.get(FEED, {"cursor": resume[:-2] + "xx"}, expect=400).code == "invalid_cursor"


def test_of_a_confidential_matter_there_are_states_and_no_words(world, samples, own):
    """E05: a matter of leaks or retaliation: not even what was said to the public."""
    receipt = post(world, own)
    world.cluster.query("update complaints set confidential = true where id = %s", (receipt["complaint_id"],))
    dispatch(world, receipt["complaint_id"], note="涉及打击报复，请保密")
    items, _ = read(own)
    assert [item["state"] for item in items] == ["received", "dispatched"] and all(item["note"] is None for item in items)


@contextlib.contextmanager
def transaction(world):
    """A session of the superuser's in which nothing is committed but at the end."""
    connection = world.cluster.connect()
    connection.autocommit = False
    try:
        with connection.cursor() as cursor:
            yield cursor
        connection.commit()
    finally:
        connection.close()


def write_event(cursor, receipt, word):
    cursor.execute("insert into complaint_events (district_code, complaint_id, at, action, to_state, actor_role, note_public) "
                   "values ('150202', %s, clock_timestamp(), 'urge', 'received', 'district', %s)", (receipt["complaint_id"], word))


def test_an_older_transaction_that_commits_later_is_not_passed_over(world, samples, own):
    """A newer one is committed while the older is open: neither is shown, then both, in the order of the log. A cursor taken meanwhile misses nothing."""
    slow, quick = post(world, own), post(world, own)
    seen, resume = read(own)
    assert len(seen) == 2
    with transaction(world) as older:
        write_event(older, slow, "先写后提交")
        step(world.role("district"), quick["complaint_id"], "dispatch", unit_kind="community", receiver="张")
        assert world.cluster.query("select 1 from complaint_events where complaint_id = %s and action = 'dispatch'", (quick["complaint_id"],)), "the newer is committed"
        held, later = read(own, resume)
        assert held == [], "what is newer waits for what is older"
        third = post(world, own)
        assert read(own, later)[0] == []
    items, _ = read(own, later)
    assert [(item["complaint_id"], item["type"]) for item in items] == [
        (slow["complaint_id"], "complaint.urge"), (quick["complaint_id"], "complaint.dispatched"), (third["complaint_id"], "complaint.received")]
    assert read(own, resume)[0] == items and read(own)[0] == seen + items


def test_who_waited_for_the_row_comes_behind_whom_he_waited_for(world, samples, own):
    """The older transaction takes its step later: its id alone would put it before the step that it followed."""
    receipt = post(world, own)
    identifier = receipt["complaint_id"]
    dispatch(world, identifier)
    resume = read(own)[1]
    with transaction(world) as older:
        older.execute("select pg_current_xact_id(), community_code from complaints where id = %s", (identifier,))
        community = older.fetchone()[1]
        step(world.role("community"), identifier, "sign")
        older.execute("set local role wuye_community; select set_config('wuye.district', '150202', true), set_config('wuye.community', %s, true), "
                      "set_config('wuye.user', gen_random_uuid()::text, true)", (community,))
        older.execute("select problem, to_state from complaint_move(%s, 'contact', 'community', '社区', now(), '已联系', null)", (identifier,))
        assert older.fetchone() == (None, "contacted")
    assert [item["type"] for item in read(own, resume)[0]] == ["complaint.signed", "complaint.contacted"]


def test_a_reader_among_many_writers_sees_each_step_once_and_in_order(world, samples, own):
    """Eight write, with and without keys that make their transactions long; one reads all the while."""
    receipts = [post(world, own) for _ in range(24)]
    seen, (_, resume), over, failed = [], read(own), threading.Event(), []

    def follow(cursor):
        while True:
            last = over.is_set()
            items, cursor = read(own, cursor, limit=7)
            seen.extend(items)
            if last:
                return

    def go(receipt):
        identifier = receipt["complaint_id"]
        world.role("district").post(f"/v1/complaints/{identifier}/dispatch", {"unit_kind": "community", "receiver": "张"}, expect=200,
                                    headers={"Idempotency-Key": f"k-{uuid.uuid4()}"})
        for verb in ("sign", "contact", "start"):
            step(world.role("community"), identifier, verb)

    reader = threading.Thread(target=lambda: follow(resume) if not failed else None)
    reader.start()
    with concurrent.futures.ThreadPoolExecutor(8) as writers:
        list(writers.map(go, receipts))
    over.set()
    reader.join(60)
    assert len(seen) == len({item["id"] for item in seen}) == 4 * len(receipts)
    for receipt in receipts:
        of_it = [item["type"] for item in seen if item["complaint_id"] == receipt["complaint_id"]]
        assert of_it == ["complaint.dispatched", "complaint.signed", "complaint.contacted", "complaint.started"]
    assert [item["id"] for item in read(own, resume)[0]] == [item["id"] for item in seen]


def test_history_of_before_stands_first(world, samples, own):
    """What was written before the log had places has place 0, in the order of its times."""
    receipts = [post(world, own) for _ in range(3)]
    world.cluster.query("update complaint_events set log_position = 0 where complaint_id = any(%s::uuid[])", ([receipt["complaint_id"] for receipt in receipts[:2]],))
    items, _ = read(own, limit=1)
    assert [item["complaint_id"] for item in items] == [receipt["complaint_id"] for receipt in receipts]


def test_a_page_costs_what_it_shows(world, samples, own):
    """The index is walked from the cursor on; a client that is up to date reads nothing."""
    post(world, own)
    plan = world.cluster.query("explain (costs off) select * from complaint_updates u where district_code = '150202' and client_id = %s and log_position < 1000000 "
                               "and (log_position, at, id) > (0, '-infinity'::timestamptz, %s::uuid) order by log_position, at, id limit 51",
                               (own.client_id, str(uuid.uuid4())))
    text = "\n".join(row["QUERY PLAN"] for row in plan)
    assert re.search(r"Index Cond: .*log_position", text), text
