"""The life of a complaint: each step where its state allows it, by whom it is for, and everything kept."""
import concurrent.futures
import contextlib
import itertools
import threading

import pytest
from things.complaint_steps import LATER, NOTE, REASON, complaint
from things.users import signed_in

PERSONS = {"receiver": "张科长", "handler": "李干事", "watcher": "王主任"}


def step(caller, identifier, verb, body=None, expect=200):
    answer = caller.post(f"/v1/complaints/{identifier}/{verb}", body or dict(NOTE), expect=expect)
    return answer.json


@pytest.fixture
def of_one(world, samples):
    """A complaint about an estate of company.one, received."""
    return complaint(samples, "received", place="one")


def near_roles(world, samples, identifier):
    row = world.cluster.query("select street_code, community_code from complaints where id = %s", (identifier,))[0]
    return row["street_code"], row["community_code"]


def test_a_ticket_goes_its_whole_way(world, samples):
    """E11, E21, E23, E27: from received to closed, each step by whom it is for, every one kept with its actor; the first receiver stays named."""
    district, firm, hotline = world.role("district"), world.role("company"), world.role("hotline")
    identifier = complaint(samples, "received", place="one")
    world.cluster.query("update complaints set contacted_at = null where id = %s returning id", (identifier,))
    assert step(district, identifier, "dispatch", {"unit_kind": "firm", **PERSONS, "note": "请3号楼13800138000住户处联系"})["state"] == "dispatched"
    assert step(firm, identifier, "sign")["state"] == "signed"
    assert step(firm, identifier, "contact", {"note": "已电话联系"})["state"] == "contacted"
    assert step(firm, identifier, "start")["state"] == "processing"
    assert step(firm, identifier, "report", {"result": "solved", "note": "已修复"})["state"] == "resolved_reported"
    assert step(district, identifier, "verify")["state"] == "callback"
    assert step(hotline, identifier, "close", {"result": "solved", "satisfaction": "satisfied", "note": "回访满意"})["state"] == "closed"
    events = district.pages(f"/v1/complaints/{identifier}/events")
    assert [event["action"] for event in events] == ["receive", "dispatch", "sign", "contact", "start", "report", "verify", "close"]
    assert [event["to_state"] for event in events][1:] == [event["from_state"] for event in events][2:] + ["closed"]
    assert [event["actor_role"] for event in events] == ["hotline", "district", "company", "company", "company", "company", "district", "hotline"]
    assert "13800138000" not in str(events), "a note is masked"
    hands = district.pages(f"/v1/complaints/{identifier}/assignments")
    assert len(hands) == 1 and {name: hands[0][name] for name in PERSONS} == PERSONS and hands[0]["unit_kind"] == "firm"
    row = world.cluster.query("select first_receiver_name, result, satisfaction, closed_at, reported_result from complaints where id = %s", (identifier,))[0]
    assert row["first_receiver_name"] == "company.one" and row["result"] == "solved" and row["satisfaction"] == "satisfied" and row["closed_at"]


def test_the_firm_reads_steps_but_not_what_officials_told_one_another(world, samples):
    """E05: no official's name, no internal note reaches the firm."""
    district, firm = world.role("district"), world.role("company")
    identifier = complaint(samples, "received", place="one")
    step(district, identifier, "dispatch", {"unit_kind": "firm", **PERSONS, "note": "请尽快", "internal_note": "该企业多次被投诉"})
    for event in firm.pages(f"/v1/complaints/{identifier}/events"):
        assert event["actor_name"] is None and event["internal_note"] is None
    assert "该企业多次被投诉" in str(district.pages(f"/v1/complaints/{identifier}/events"))
    for hand in firm.pages(f"/v1/complaints/{identifier}/assignments"):
        assert hand["watcher"] is None and hand["assigned_by_name"] is None and hand["note"] is None


def test_nothing_is_reported_before_the_complainant_was_contacted(world, samples):
    """E23: contact comes first."""
    identifier = complaint(samples, "processing", "company", "one")
    world.cluster.query("update complaints set contacted_at = null where id = %s returning id", (identifier,))
    answer = world.role("company").post(f"/v1/complaints/{identifier}/report", {"result": "solved", "note": "好了"}, expect=409)
    assert answer.code == "contact_first"


def test_a_step_from_another_state_says_the_state_that_stands(world, samples):
    identifier = complaint(samples, "closed")
    answer = world.role("district").post(f"/v1/complaints/{identifier}/dispatch", {"unit_kind": "community", "receiver": "张"}, expect=409)
    assert answer.code == "state_conflict" and answer.json["state"] == "closed"


def test_a_firm_acts_only_while_it_is_in_its_hands(world, samples):
    identifier = complaint(samples, "dispatched", "community", "one")
    assert world.role("company").post(f"/v1/complaints/{identifier}/sign", dict(NOTE), expect=409).code == "state_conflict"


def test_after_three_returns_only_the_district_designates(world, samples):
    """Tianjin 2025: the number is data (district_rules), not code."""
    street, district = world.role("street"), world.role("district")
    identifier = complaint(samples, "received")
    for turn in range(3):
        step(street, identifier, "dispatch", {"unit_kind": "community", "receiver": "张"})
        assert step(street, identifier, "return", dict(REASON))["state"] == "returned", turn
    assert street.post(f"/v1/complaints/{identifier}/dispatch", {"unit_kind": "community", "receiver": "张"}, expect=409).code == "returns_spent"
    street.post(f"/v1/complaints/{identifier}/designate", {"unit_kind": "community", "receiver": "张"}, expect=403)
    assert step(district, identifier, "designate", {"unit_kind": "community", "receiver": "张"})["state"] == "designated"
    assert district.pages(f"/v1/complaints/{identifier}/assignments")[-1]["designated"] is True


def test_what_was_closed_long_ago_is_not_reopened(world, samples):
    identifier = complaint(samples, "closed")
    assert step(world.role("street"), identifier, "reopen", dict(REASON))["state"] == "reopened"
    world.cluster.query("update complaints set state = 'closed', closed_at = now() - interval '8 days' where id = %s returning id", (identifier,))
    assert world.role("street").post(f"/v1/complaints/{identifier}/reopen", dict(REASON), expect=409).code == "closed_too_long"


def test_a_firm_is_not_given_what_happened_under_no_contract(world, samples):
    identifier = complaint(samples, "received")
    world.cluster.query("update complaints set firm_id = null where id = %s returning id", (identifier,))
    answer = world.role("district").post(f"/v1/complaints/{identifier}/dispatch", {"unit_kind": "firm", "receiver": "张"}, expect=409)
    assert answer.code == "no_firm_in_force"
    assert world.cluster.query("select state from complaints where id = %s", (identifier,))[0]["state"] == "received"


def test_merging_keeps_a_master_that_lives(world, samples):
    """No complaint is its own master, nor that of one which is merged itself."""
    district = world.role("district")
    one, two, three = (complaint(samples, "received") for _ in range(3))
    assert district.post(f"/v1/complaints/{one}/merge", {"master_id": one, **REASON}, expect=422).code == "master_unfit"
    assert step(district, one, "merge", {"master_id": two, **REASON})["state"] == "merged"
    assert district.post(f"/v1/complaints/{three}/merge", {"master_id": one, **REASON}, expect=422).code == "master_unfit"
    assert str(world.cluster.query("select master_id from complaints where id = %s", (one,))[0]["master_id"]) == two


def test_two_merged_into_each_other_at_once_leave_one_alive(world, samples):
    """Of A into B and B into A one is done; the other meets a master that is merged."""
    district = world.role("district")
    for _ in range(6):
        pair = [complaint(samples, "received") for _ in range(2)]
        barrier = threading.Barrier(2)

        def merge(one, other):
            district.get(f"/v1/complaints/{one}")  # the connection stands
            barrier.wait()
            return district.post(f"/v1/complaints/{one}/merge", {"master_id": other, **REASON})

        with concurrent.futures.ThreadPoolExecutor(2) as both:
            answers = list(both.map(merge, pair, reversed(pair)))
        assert sorted(answer.status for answer in answers) == [200, 422], [answer.body for answer in answers]
        states = world.cluster.query("select state from complaints where id = any(%s::uuid[])", (pair,))
        assert sorted(row["state"] for row in states) == ["merged", "received"]


def test_a_merge_waits_for_the_one_that_merges_its_master(world, samples):
    """While a merge of B into A is not committed, one of A into B is held; then it is refused."""
    first, second = (complaint(samples, "received") for _ in range(2))
    other = world.cluster.connect()
    other.autocommit = False
    with contextlib.closing(other), other.cursor() as cursor, concurrent.futures.ThreadPoolExecutor(1) as later:
        cursor.execute("update complaints set state = 'merged', master_id = %s where id = %s", (first, second))
        waiting = later.submit(world.role("district").post, f"/v1/complaints/{first}/merge", {"master_id": second, **REASON})
        with pytest.raises(concurrent.futures.TimeoutError):
            waiting.result(timeout=1)
        other.commit()
        assert waiting.result().code == "master_unfit"


def test_a_master_that_one_may_not_see_is_not_named(world, samples):
    """A firm and the platform learn the master's id when the master is theirs to see."""
    hidden, shown, merged = (complaint(samples, "received", place="one") for _ in range(3))
    world.cluster.query("update complaints set confidential = true where id = %s returning id", (hidden,))
    for master, wanted in ((hidden, None), (shown, shown)):
        world.cluster.query("update complaints set state = 'merged', master_id = %s where id = %s returning id", (master, merged))
        for role in ("company", "platform"):
            assert world.role(role).get(f"/v1/complaints/{merged}").json["master_id"] == wanted, role
            # The search runs with the owner's rights, so its own condition has to say it.
            firm = world.register.account("company.one@150202")["firm_id"]
            with contextlib.closing(world.cluster.connect()) as inside, inside.cursor() as cursor:
                cursor.execute("select set_config('wuye.district', '150202', false), set_config('wuye.firm', %s, false)", (str(firm),))
                cursor.execute(f"set role wuye_{role}")
                cursor.execute(f"select master_id::text from as_{role}.complaint_search where id = %s", (merged,))
                assert cursor.fetchall() == [(wanted,)], role
        assert world.role("district").get(f"/v1/complaints/{merged}").json["master_id"] == master


def test_nobody_grants_the_time_he_asked_for(world, samples):
    """Four eyes: another of the same street decides, and refuses as little his own request."""
    street = world.role("street")
    other = world.anyone.bearing(signed_in(world, "street"))
    identifier = complaint(samples, "processing", "street")
    step(street, identifier, "request-extension", dict(REASON))
    assert street.post(f"/v1/complaints/{identifier}/approve-extension", {"due_at": LATER, **NOTE}, expect=(403, 409)).code == "separation_of_duties"
    assert street.post(f"/v1/complaints/{identifier}/refuse-extension", dict(REASON), expect=(403, 409)).code == "separation_of_duties"
    assert step(other, identifier, "approve-extension", {"due_at": LATER, **NOTE})["state"] == "processing"
    step(other, identifier, "request-extension", dict(REASON))
    assert other.post(f"/v1/complaints/{identifier}/refuse-extension", dict(REASON)).code == "separation_of_duties"
    assert step(street, identifier, "refuse-extension", dict(REASON))["state"] == "processing", "the last who asked counts"


@pytest.mark.parametrize("stands,asked", [(None, "2020-01-01T00:00:00+08:00"), (LATER, LATER), (LATER, "2026-01-01T00:00:00+08:00")], ids=["past", "same", "earlier"])
def test_a_new_limit_is_later(world, samples, stands, asked):
    identifier = complaint(samples, "extension_requested")
    world.cluster.query("update complaints set due_at = %s where id = %s returning id", (stands, identifier))
    assert world.role("district").post(f"/v1/complaints/{identifier}/approve-extension", {"due_at": asked, **NOTE}, expect=422).code == "due_not_later"
    assert world.cluster.query("select state from complaints where id = %s", (identifier,))[0]["state"] == "extension_requested"


def test_nobody_verifies_or_closes_his_own_work(world, samples):
    """Who reported does not verify, who verified does not close; in a new round they may again."""
    street, district = world.role("street"), world.role("district")
    other = world.anyone.bearing(signed_in(world, "district"))
    identifier = complaint(samples, "processing", "street")
    step(street, identifier, "report", {"result": "solved", **NOTE})
    assert street.post(f"/v1/complaints/{identifier}/verify", dict(NOTE)).code == "separation_of_duties"
    step(district, identifier, "verify")
    body = {"result": "solved", **NOTE}
    assert district.post(f"/v1/complaints/{identifier}/close", body).code == "separation_of_duties"
    assert step(other, identifier, "close", body)["state"] == "closed"
    step(street, identifier, "reopen", dict(REASON))
    world.cluster.query("update complaints set state = 'callback' where id = %s returning id", (identifier,))
    assert step(district, identifier, "close", body)["state"] == "closed", "what was verified in an earlier round does not count"


def test_a_designated_unit_keeps_it(world, samples):
    """Tianjin 2025: after three returns the unit is designated, and does not return it a fourth time."""
    street, district = world.role("street"), world.role("district")
    identifier = complaint(samples, "returned")
    step(district, identifier, "designate", {"unit_kind": "community", "receiver": "张"})
    step(street, identifier, "sign")
    assert street.post(f"/v1/complaints/{identifier}/return", dict(REASON), expect=409).code == "returns_spent"
    assert world.cluster.query("select state from complaints where id = %s", (identifier,))[0]["state"] == "signed"


@pytest.mark.parametrize("verb,role", [("sign", "community"), ("return", "community")])
def test_of_many_at_once_one_wins(world, samples, verb, role):
    """The others meet the state that stands; one event is kept."""
    identifier = complaint(samples, "dispatched", role)
    caller, bodies = world.role(role), itertools.repeat(dict(REASON if verb == "return" else NOTE), 12)
    with concurrent.futures.ThreadPoolExecutor(12) as many:
        answers = list(many.map(lambda body: caller.post(f"/v1/complaints/{identifier}/{verb}", body), bodies))
    assert sorted(answer.status for answer in answers) == [200] + [409] * 11, [answer.status for answer in answers]
    assert {answer.json["state"] for answer in answers if answer.status == 409} == {"signed" if verb == "sign" else "returned"}
    assert world.cluster.query("select count(*) as n from complaint_events where complaint_id = %s and action = %s", (identifier, verb))[0]["n"] == 1


def test_the_table_allows_what_the_domain_says(world):
    """A firm may sign, contact, start, report and ask for time; only district and hotline close; only the district designates."""
    rows = world.cluster.query("select action, role from complaint_transitions")
    by = lambda role: {row["action"] for row in rows if row["role"] == role}
    who = lambda action: {row["role"] for row in rows if row["action"] == action}
    assert by("company") == {"sign", "contact", "start", "report", "request_extension"}
    assert who("close") == {"district", "hotline"} and who("designate") == {"district"} and who("approve_extension") == {"district", "street"}
    assert by("hotline") == {"supply_info", "close", "rework", "reopen", "redispatch", "cancel"}
