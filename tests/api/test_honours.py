"""Objections, who nominates and sees whom (G19, G24), and honours with their classes and levels (G21, G23) and how they are taken back (H07, D13)."""
import uuid

import pytest
from things import awards, effects, estates, firms, orgs, staff
from things.awards import HONOURS, NOMINATIONS, act, bad, changed, honour, in_publicity, move, name, new_honour, nominated, opened, own_firm, starred, together
from things.estates import today


@pytest.fixture(autouse=True)
def in_force(world):
    effects.rulebook(world)


# ---- objections ----

def test_objections_are_decided_one_by_one_and_stop_the_grant(world, district, other):
    one = nominated(world, state="publicity")
    for role in ("street", "company"):
        act(world.role(role), one, "object")
    assert act(world.role("street"), one, "object", expect=409).code == "award_already_objected"
    changed(world, one["round_id"], publicity_from=today(-9), publicity_until=today(-1), objections_until=today(-1))
    assert move(district, one["round_id"], "grant", expect=409).code == "award_objection_open"
    raised = district.get(f"{NOMINATIONS}/{one['id']}").json["objections"]
    assert [each["raised_role"] for each in raised] == ["street", "company"]
    path = f"{NOMINATIONS}/{one['id']}/decide-objection"
    assert act(district, one, "dismiss", expect=422).code == "award_objection_unknown", "which of the two"
    assert district.post(path, {"objection_id": str(uuid.uuid4()), "decision": "dismiss", "reason": "查"}, expect=422).code == "award_objection_unknown"
    told = district.post(path, {"objection_id": raised[0]["id"], "decision": "dismiss", "reason": "查"}, expect=200).json
    assert (told["state"], [each["state"] for each in told["objections"]]) == ("objected", ["dismissed", "raised"])
    assert act(district, one, "dismiss").json["state"] == "publicity"
    assert move(district, one["round_id"], "grant").json["state"] == "granted"
    struck = nominated(world, state="publicity")
    for role in ("street", "community"):
        act(world.role(role), struck, "object")
    first = district.get(f"{NOMINATIONS}/{struck['id']}").json["objections"][0]["id"]
    answers = together(*[lambda: district.post(f"{NOMINATIONS}/{struck['id']}/decide-objection", {"objection_id": first, "decision": "uphold", "reason": "查"}, expect=(200, 409))] * 3)
    assert sorted(answer.status for answer in answers) == [200, 409, 409]
    told = district.get(f"{NOMINATIONS}/{struck['id']}").json
    assert (told["state"], [each["state"] for each in told["objections"]]) == ("struck", ["upheld", "lapsed"])
    world.role("public").get(f"{NOMINATIONS}/{struck['id']}", expect=404)


def test_a_firm_learns_neither_who_objected_nor_why(world, district):
    """Its own nomination it sees objected to; another firm's is in publicity to it, until the objection is decided."""
    one = awards.of_firm(world, "publicity")
    act(world.role("street"), one, "object")
    mine, others = (world.role("company", number).get(f"{NOMINATIONS}/{one['id']}", expect=200).json for number in (0, 1))
    assert (mine["state"], mine["objections"], others["state"], others["objections"], others["grounds"]) == ("objected", [], "publicity", [], None)
    assert mine["grounds"] == one["grounds"]
    for role in ("public", "hotline"):
        seen = world.role(role).get(f"{NOMINATIONS}/{one['id']}", expect=200).json
        assert (seen["state"], seen["objections"], seen["grounds"], seen["nominated_role"], seen["name"]) == ("publicity", [], None, None, one["name"])
    assert one["id"] not in [row["id"] for row in world.role("company", 1).pages(NOMINATIONS, {"state": "objected"})]
    told = act(world.role("company", 1), one, "object").json
    assert [each["raised_role"] for each in told["objections"]] == ["company"], "its own alone"
    assert len(district.get(f"{NOMINATIONS}/{one['id']}").json["objections"]) == 2
    changed(world, one["round_id"], publicity_from=today(-9), publicity_until=today(-1), objections_until=today(-1))
    late = act(world.role("company", 1), one, "object", expect=409)
    assert late.code == "award_phase" and "state" not in late.json


def test_that_others_objected_shows_in_no_tag_number_or_moment(world):
    """To a firm that only reads the publicity, and to the public, the answer is the same to the byte before and after an objection; also once it is dismissed."""
    one = awards.of_firm(world, "publicity")
    readers = (world.role("company", 1), world.role("public"), world.role("hotline"))

    def seen():
        answers = [client.get(f"{NOMINATIONS}/{one['id']}", expect=200) for client in readers]
        return [(answer.header("etag"), answer.json) for answer in answers]
    before = seen()
    act(world.role("street"), one, "object")
    assert seen() == before
    act(awards.second(world), one, "dismiss")
    assert seen() == before


# ---- who nominates whom, and who sees it ----

def test_g19_each_nominates_what_is_its_own(world, samples):
    """G19: a firm itself, its estates of today and its people; street and community their area and who manages there."""
    round_id = opened(world)["id"]
    company, street, community = (world.role(role) for role in ("company", "street", "community"))
    mine, theirs = own_firm(world), own_firm(world, 1)
    estate = estates.estate(samples)
    staff.contract(world, mine, estate["id"])
    far = estates.estate(samples, "far")
    ended = estates.estate(samples)
    staff.contract(world, mine, ended["id"], end="2023-12-31")
    person, stranger = awards.staff(world, mine), awards.staff(world, theirs)
    committee = estates.committee(samples, "near", estate["id"])
    member = world.role("district").post(f"/v1/owners-committees/{committee['id']}/members", {"name": "李代表", "position": "member", "valid_from": "2024-05-01"}, expect=201).json
    for category, subject in (("firm", mine), ("estate", estate["id"]), ("staff", person)):
        assert name(company, round_id, category, subject).json["nominated_role"] == "company"
    for category, subject in (("firm", theirs), ("estate", far["id"]), ("estate", ended["id"]), ("staff", stranger), ("committee", committee["id"]), ("firm", str(uuid.uuid4())),
                              ("community", awards.community(world, "community.huanxi@150202")), ("firm", "150202001001"), ("community", mine)):
        assert name(company, round_id, category, subject, expect=422).code == "award_subject_unknown"
    round_id, idle = opened(world)["id"], firms.firm(world)["id"]
    for client, other_one in ((street, community), (community, street)):
        for category, subject in (("firm", mine), ("estate", estate["id"]), ("staff", person), ("committee", committee["id"]), ("committee_member", member["id"]), ("org_unit", orgs.unit(samples)["id"])):
            made = name(client, round_id, category, subject).json
            assert made["state"] == "nominated" and other_one.get(f"{NOMINATIONS}/{made['id']}", expect=200).json["name"] == made["name"]
            act(client, made, "withdraw")
        for category, subject in (("estate", far["id"]), ("firm", idle), ("staff", awards.staff(world, idle)), ("community", awards.community(world, "community.luwang@150202"))):
            assert name(client, round_id, category, subject, expect=422).code == "award_subject_unknown"
    made = name(company, round_id, "firm", mine).json
    assert act(street, made, "withdraw", expect=403).code == "award_not_yours"
    made = name(street, round_id, "estate", estate["id"]).json
    assert act(community, made, "withdraw", expect=403).code == "award_not_yours"
    assert act(company, made, "withdraw").json["state"] == "withdrawn", "its own estate"


def test_who_is_only_nominated_is_seen_by_authorities_in_the_area_and_the_firm(world, district):
    one = awards.of_firm(world, None)
    for role, number, status in (("district", 0, 200), ("platform", 0, 200), ("company", 0, 200), ("company", 1, 404), ("public", 0, 404), ("hotline", 0, 404), ("district", 2, 404)):
        world.role(role, number).get(f"{NOMINATIONS}/{one['id']}", expect=status)
    assert one["id"] not in [row["id"] for row in world.role("company", 1).pages(NOMINATIONS)]
    awards.put(world, one, "publicity")
    for role, number in (("company", 1), ("public", 0), ("hotline", 0), ("street", 1)):
        assert world.role(role, number).get(f"{NOMINATIONS}/{one['id']}", expect=200).json["state"] == "publicity"


def test_g24_a_star_of_service_is_named_to_authorities_and_its_firm_alone(world, district, other):
    """G24: people are honoured, and the public reads no person."""
    round_id, made = starred(world, district, other)
    star = made["staff"]
    in_publicity(world, round_id, -10)
    move(other, round_id, "grant")
    won = district.get(f"{NOMINATIONS}/{star['id']}").json
    assert (won["state"], won["name"]) == ("granted", "张明星")
    paths = (f"{NOMINATIONS}/{star['id']}", f"{HONOURS}/{won['honour_id']}")
    for path in paths:
        for role in ("district", "street", "community"):
            assert world.role(role).get(path, expect=200).json["name"] == "张明星"
        assert world.role("platform").get(path, expect=200).json["name"] is None
        for role in ("public", "hotline", "company"):
            world.role(role).get(path, expect=404)
    assert won["honour_id"] not in [row["id"] for row in world.role("public").pages(HONOURS, {"round_id": round_id})]
    mine = name(world.role("company"), opened(world)["id"], "staff", awards.staff(world, own_firm(world), "李明星")).json
    assert mine["name"] == "李明星"


# ---- honours ----

def test_g21_g23_honours_have_classes_and_levels(world, samples, district, other):
    """G21, G23: of the province and the city, entered with their document; of the district, granted by its rounds."""
    estate = estates.estate(samples)
    value = new_honour(world, subject_kind="estate", subject_id=estate["id"], level="provincial", **{"class": 1})
    made = district.post(HONOURS, value, expect=201).json
    assert {member: made[member] for member in value} == value and (made["name"], made["state"], made["round_id"]) == (estate["name"], "granted", None)
    assert district.post(HONOURS, value, expect=409).code == "honour_entered"
    city = honour(world, level="city", title_zh="市级优秀住宅小区", **{"class": None})
    assert made["id"] in [row["id"] for row in world.role("public").pages(HONOURS, {"level": "provincial", "class": "1"})]
    assert [row["id"] for row in district.pages(HONOURS, {"level": "city"})] == [city["id"]]
    assert district.post(HONOURS, {**value, "granted_on": today(1)}, expect=422).code == "day_in_the_future"
    assert district.post(HONOURS, {**value, "subject_id": str(uuid.uuid4())}, expect=422).code == "award_subject_unknown"
    assert district.post(HONOURS, {**value, "level": "district"}, expect=422).code == "invalid_body"
    round_id, rows = starred(world, district, other)
    in_publicity(world, round_id, -10)
    move(other, round_id, "grant")
    row = next(row for row in district.pages(HONOURS, {"round_id": round_id, "subject_kind": "firm"}))
    assert (row["level"], row["title_zh"].rstrip("0123456789"), row["granted_on"], row["nomination_id"], row["firm_id"]) == ("district", "先进firm", today(), rows["firm"]["id"], rows["firm"]["firm"])


def test_h07_an_honour_is_taken_back_by_somebody_else_and_stays_to_be_read(world, district):
    """H07: by decision, never by itself."""
    made = honour(world)
    path, value = f"{HONOURS}/{made['id']}/revoke", {"reason": "信用等级C级，电话13904721234", "document_no": "区住建〔2026〕8号"}
    assert awards.second(world).post(path, value, expect=409).code == "separation_of_duties"
    answers = together(*[lambda: district.post(path, value, expect=(200, 409))] * 3)
    assert sorted(answer.status for answer in answers) == [200, 409, 409] and {answer.code for answer in answers if answer.status == 409} == {"state_conflict"}
    told = district.get(f"{HONOURS}/{made['id']}", expect=200).json
    assert (told["state"], told["revoked_on"], told["revoked_document_no"]) == ("revoked", today(), "区住建〔2026〕8号") and "13904721234" not in told["revoked_reason"]
    seen = world.role("public").get(f"{HONOURS}/{made['id']}", expect=200).json
    assert (seen["state"], seen["revoked_on"], seen["revoked_reason"]) == ("revoked", today(), None)
    assert district.post(HONOURS, {member: made[member] for member in new_honour(world)}, expect=201).json["state"] == "granted"


def test_h07_d13_what_is_to_be_taken_back_is_suggested_and_no_more(world, samples, district):
    """H07, D13: honours of a firm of grade C and of its estates; its people keep theirs. Authorities are told, and the honour stands until somebody decides."""
    firm, estate = staff.managing(samples)
    person = awards.staff(world, firm["id"])
    made = {kind: honour(world, subject_kind=kind, subject_id=subject)["id"] for kind, subject in (("firm", firm["id"]), ("estate", estate["id"]), ("staff", person))}
    fine = honour(world, subject_kind="firm", subject_id=firms.firm(world)["id"])["id"]

    def due(role, wanted="true"):
        return {row["id"] for row in world.role(role).pages(HONOURS, {"revocation_due": wanted})} & {*made.values(), fine}
    assert due("district") == set()
    bad(world, firm["id"])
    for role in ("district", "street", "community"):
        assert due(role) == {made["firm"], made["estate"]}
    assert due("public") == due("company") == set() and due("district", "false") == {made["staff"], fine}
    assert district.get(f"{HONOURS}/{made['firm']}").json["state"] == "granted"
    district.post(f"{HONOURS}/{made['firm']}/revoke", {"reason": "撤销已取得荣誉"}, expect=200)
    assert due("district") == {made["estate"]}
