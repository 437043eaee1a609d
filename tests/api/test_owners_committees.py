"""Owners' committees and the bodies in their place: one of a kind at a time, terms, dissolution, and what stood on a day."""
import pytest
from test_estates import STREET, at_once, known_since, patch
from things.estates import OFFICER, committee, estate, today

WHERE = "/v1/owners-committees"


@pytest.fixture
def officer(world):
    return world.caller(OFFICER)


def test_a_committee_is_registered_by_district_or_street_and_read_by_the_others(world, samples, officer):
    """A08, B03: the street keeps those of its own estates."""
    one, other = estate(samples), estate(samples, "far")
    street = world.caller(STREET["near"])
    value = {"estate_id": one["id"], "kind": "owners_committee", "established_on": "2024-05-01", "term_from": "2024-05-01", "term_to": "2029-05-01",
             "member_count": 7, "party_member_count": 4}
    made = street.post(WHERE, value, expect=201)
    assert made.header("Location") == f"{WHERE}/{made.json['id']}"
    assert made.json["status"] == "normal" and made.json["estate"]["code"] == one["code"]
    assert street.post(WHERE, {**value, "estate_id": other["id"]}, expect=422).code == "estate_unknown"
    assert officer.get(f"{WHERE}/{made.json['id']}").json == made.json
    world.caller(STREET["far"]).get(f"{WHERE}/{made.json['id']}", expect=404)
    world.caller("community.huanxi@150202").get(f"{WHERE}/{made.json['id']}", expect=200)
    assert patch(street, made.json["id"], {"status": "re_election"}, 422, WHERE).code == "committee_status_by_step"
    street.post(f"{WHERE}/{made.json['id']}/steps", {"action": "call_election", "reason": "任期将满"}, expect=201)
    theirs = street.get(f"{WHERE}/{made.json['id']}").json
    assert (theirs["status"], theirs["version"]) == ("re_election", 2)
    assert [row["id"] for row in officer.pages(WHERE, {"estate_id": one["id"], "kind": "owners_committee", "status": "re_election"})] == [theirs["id"]]
    assert officer.pages(WHERE, {"estate_id": one["id"], "community_code": other["community_code"]}) == []


def test_a_body_in_place_of_a_committee_says_why_there_is_none(samples, officer):
    """B03: for special reasons alone."""
    one = estate(samples)
    value = {"estate_id": one["id"], "kind": "environment_property_committee", "established_on": "2025-01-01"}
    assert officer.post(WHERE, value, expect=422).code == "no_oc_reason_missing"
    made = officer.post(WHERE, {**value, "no_oc_reason": "too_few_households"}, expect=201).json
    assert patch(officer, made["id"], {"no_oc_reason": None}, 422, WHERE).code == "no_oc_reason_missing"


@pytest.mark.parametrize("change,problem", [
    ({"term_from": "2024-01-01", "term_to": "2023-12-31"}, "period_reversed"), ({"status": "dissolved"}, "dissolution_incomplete"),
    ({"dissolved_on": "2025-01-01"}, "dissolution_incomplete"), ({"status": "dissolved", "dissolved_on": "2024-05-01"}, "period_reversed"),
    ({"status": "dissolved", "dissolved_on": "2020-05-01"}, "period_reversed"), ({"member_count": 3, "party_member_count": 4}, "party_members_too_many")])
def test_what_does_not_fit_together_is_refused(change, problem, samples, officer):
    made = committee(samples, "near", estate(samples)["id"])
    assert patch(officer, made["id"], change, 422, WHERE).code == problem
    assert officer.get(f"{WHERE}/{made['id']}").json == made


def test_one_of_a_kind_stands_at_a_time(samples, officer):
    """A08: the next one begins when the last is dissolved; of several that are registered at once one wins."""
    one = estate(samples)
    first = committee(samples, "near", one["id"], established_on="2020-01-01")
    value = {"estate_id": one["id"], "kind": "owners_committee", "established_on": "2025-01-01"}
    assert officer.post(WHERE, value, expect=409).code == "owners_committee_exists"
    patch(officer, first["id"], {"status": "dissolved", "dissolved_on": "2025-01-01"}, where=WHERE)
    officer.post(WHERE, value, expect=201)
    assert patch(officer, first["id"], {"status": "normal", "dissolved_on": None}, 409, WHERE).code == "owners_committee_exists"
    for _ in range(6):
        fresh = {**value, "estate_id": estate(samples)["id"]}
        answers = at_once(*[lambda: officer.post(WHERE, fresh) for _ in range(4)])
        assert sorted(answer.status for answer in answers) == [201, 409, 409, 409], answers
        assert {answer.code for answer in answers if answer.status == 409} == {"owners_committee_exists"}


def test_what_stood_on_a_day_stays(world, samples, officer):
    """B03, B07: a dissolution that is registered today leaves yesterday's answer as it was."""
    one = estate(samples)
    made = committee(samples, "near", one["id"], established_on="2020-01-01")
    known_since(world, one["id"], today(-10))
    before = officer.get(f"{WHERE}/{made['id']}", {"as_of": today(-1)}).json
    after = patch(officer, made["id"], {"status": "dissolved", "dissolved_on": "2026-01-01"}, where=WHERE).json
    assert officer.get(f"{WHERE}/{made['id']}", {"as_of": today(-1)}).json == before and before["status"] == "normal"
    ask = lambda **query: officer.pages(WHERE, {"estate_id": one["id"], **query})
    assert ask(as_of=today(-1)) == [before] and ask() == [after]
    assert ask(as_of=today(-1), standing="true") == [before] and ask(standing="true") == [] and ask(standing="false") == [after]
    assert ask(as_of=today(-11)) == []
    officer.get(f"{WHERE}/{made['id']}", {"as_of": today(-11)}, expect=404)
    assert officer.get(f"/v1/estates/{one['id']}").json["owners_committee_kind"] is None
