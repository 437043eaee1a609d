"""The life of a complaint: each step where its state allows it, by whom it is for, and everything kept."""
import concurrent.futures
import itertools

import pytest
from things.complaint_steps import NOTE, REASON, complaint

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
    """Tianjin 2025: the number is data (complaint_rules), not code."""
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
    assert by("hotline") == {"supply_info", "close", "rework", "reopen"}
