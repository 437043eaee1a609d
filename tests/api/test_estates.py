"""The register of estates: what it says as of a day, modes and the rules for them, moves between communities, what is derived when it is read."""
import datetime
import threading

import pytest
from things.estates import COMMUNITY, OFFICER, committee, estate, mode, today

STREET = {"near": "street.heping@150202", "far": "street.nanmenwai@150202"}


@pytest.fixture
def officer(world):
    return world.caller(OFFICER)


def patch(client, thing, value, expect=200, where="/v1/estates"):
    version = client.get(f"{where}/{thing}").json["version"]
    return client.request("PATCH", f"{where}/{thing}", json_body=value, headers={"If-Match": f'"{version}"'}, expect=expect)


def known_since(world, identity, day):
    """As if the register had known it, and all that is kept about it, since the end of the day before `day`."""
    moment = f"{day} 00:00:00+08"
    with world.cluster.connect() as connection, connection.cursor() as cursor:
        cursor.execute("update estates set known_from = %s where id = %s", (moment, identity))
        cursor.execute("update estate_modes set known_from = %s, valid_from = %s where estate_id = %s", (moment, day, identity))
        cursor.execute("update owners_committees set known_from = %s where estate_id = %s", (moment, identity))


def at_once(*calls):
    """The answers of calls that start together."""
    barrier, answers = threading.Barrier(len(calls)), [None] * len(calls)

    def run(number, call):
        barrier.wait()
        answers[number] = call()
    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return answers


def of(client, identity, **query):
    return client.get(f"/v1/estates/{identity}", query).json


def test_the_register_of_a_day_is_what_stood_when_it_was_over(world, samples, officer):
    """A03, A06, A07, A08: name, area, mode and committee of yesterday stay what they were, in the list as in the estate."""
    one = estate(samples, area_m2="1000.01")
    kept = committee(samples, "near", one["id"], established_on="2024-05-01")
    known_since(world, one["id"], today(-10))
    before = of(officer, one["id"], as_of=today(-1))
    assert (before["name"], before["area_m2"], before["mode"], before["owners_committee_kind"]) == ("试验小区", "1000.01", "market", "owners_committee")
    assert before["owners_committee_since"] == "2024-05-01"
    patch(officer, one["id"], {"name": "改名小区", "area_m2": "2000.02"})
    mode(samples, "near", one["id"], "quasi", 0)
    officer.post(f"/v1/owners-committees/{kept['id']}/steps", {"action": "order", "due_on": today(30), "reason": "长期未开会", "document": "街道办12号"}, expect=201)
    after = of(officer, one["id"])
    assert (after["name"], after["area_m2"], after["mode"], after["owners_committee_status"]) == ("改名小区", "2000.02", "quasi", "rectifying")
    assert of(officer, one["id"], as_of=today(-1)) == before and of(officer, one["id"], as_of=today()) == after
    for day, wanted in ((today(-1), before), (today(), after)):
        listed = [item for item in officer.pages("/v1/estates", {"as_of": day}, limit=200) if item["id"] == one["id"]]
        assert listed == [wanted]
        assert officer.get("/v1/estates", {"as_of": day, "q": wanted["code"], "count": "true"}).json["total"] == 1
        assert officer.pages("/v1/estates", {"as_of": day, "q": wanted["code"], "mode": wanted["mode"], "owners_committee": "true"}) == [wanted]
        assert officer.pages("/v1/estates", {"as_of": day, "q": wanted["code"], "mode": "self"}) == []
    officer.get(f"/v1/estates/{one['id']}", {"as_of": today(-11)}, expect=404)
    assert officer.pages("/v1/estates", {"as_of": today(-11), "q": one["code"]}) == []


def test_the_pages_of_a_day_are_the_list_of_the_day(world, samples, officer):
    """Each half of the register is cut to a page by itself: nothing twice, nothing missing, whatever the size of the page."""
    changed = [estate(samples) for _ in range(4)]
    for one in changed[::2]:
        known_since(world, one["id"], today(-5))
        patch(officer, one["id"], {"households": 77})
    for query in ({"as_of": today(-1)}, {"as_of": today()}, {"as_of": today(-1), "mode": "market"}, {"as_of": today(-1), "owners_committee": "false"}):
        whole = officer.pages("/v1/estates", query, limit=200)
        codes = [item["code"] for item in whole]
        assert codes == sorted(set(codes)) and set(codes) >= {one["code"] for one in changed[::2]}
        assert officer.pages("/v1/estates", query, limit=37) == whole
        assert officer.get("/v1/estates", {**query, "count": "true", "limit": 1}).json["total"] == len(whole)


def test_an_estate_that_moves_was_its_old_streets_until_then(world, samples, officer):
    """C05: what was a street's own stays to be read by it as of the days it was; complaints keep their place."""
    one = estate(samples)
    committee(samples, "near", one["id"])
    known_since(world, one["id"], today(-10))
    ticket = world.post_ticket(estate_code=one["code"])
    here, there = (world.caller(STREET[place]) for place in ("near", "far"))
    complaint = world.cluster.query("select complaint_id::text as id from tickets where id = %s", (ticket["id"],))[0]["id"]
    street_before = here.get(f"/v1/complaints/{complaint}").json["street_code"]
    before = of(here, one["id"], as_of=today(-1))
    assert before["mode"] == "market" and before["owners_committee_kind"] == "owners_committee"
    far = world.register.account(COMMUNITY["far"])
    moved = patch(officer, one["id"], {"community_code": far["community_code"]}).json
    assert (moved["street_code"], moved["community_code"]) == (far["street_code"], far["community_code"])
    here.get(f"/v1/estates/{one['id']}", expect=404)
    there.get(f"/v1/estates/{one['id']}", {"as_of": today(-1)}, expect=404)
    assert of(there, one["id"])["mode"] == "market"
    assert of(here, one["id"], as_of=today(-1)) == before, "yesterday it was this street's"
    for client, day, seen in ((here, today(-1), True), (here, today(), False), (there, today(-1), False), (there, today(), True)):
        found = client.pages("/v1/estates", {"as_of": day, "q": one["code"]})
        assert [item["id"] for item in found] == [one["id"]] * seen, (day, seen)
        bodies = client.pages("/v1/owners-committees", {"as_of": day, "estate_id": one["id"]})
        assert len(bodies) == seen, (day, seen)
    for name, seen in (("near", False), ("far", True)):
        world.caller(COMMUNITY[name]).get(f"/v1/estates/{one['id']}", expect=200 if seen else 404)
        world.caller(COMMUNITY[name]).get(f"/v1/estates/{one['id']}", {"as_of": today(-1)}, expect=404 if seen else 200)
    assert here.get(f"/v1/complaints/{complaint}").json["street_code"] == street_before
    there.get(f"/v1/complaints/{complaint}", expect=404)
    here.request("PATCH", f"/v1/estates/{one['id']}", json_body={"households": 1}, headers={"If-Match": '"2"'}, expect=404)


def test_an_estate_with_two_bodies_has_one_line(world, samples, officer):
    """A08, B03: the owners' committee itself stands before a body in its place."""
    one = estate(samples)
    committee(samples, "near", one["id"], kind="property_management_committee", established_on="2025-01-01")
    assert of(officer, one["id"])["owners_committee_kind"] == "property_management_committee"
    committee(samples, "near", one["id"], kind="owners_committee", established_on="2024-01-01")
    listed = [item for item in officer.pages("/v1/estates", {"q": one["code"]}) if item["id"] == one["id"]]
    assert len(listed) == 1 and listed[0]["owners_committee_kind"] == "owners_committee"
    assert officer.get("/v1/estates", {"q": one["code"], "count": "true"}).json["total"] == 1
    assert patch(officer, one["id"], {"households": 5}).json["owners_committee_kind"] == "owners_committee"
    assert officer.pages("/v1/estates", {"q": one["code"], "owners_committee": "false"}) == []


def modes(client, identity, **query):
    return [(row["mode"], row["valid_from"], row["valid_to"]) for row in client.pages(f"/v1/estates/{identity}/modes", query)]


def test_a_mode_ends_the_one_before_and_leaves_the_past_alone(world, samples, officer):
    """A07, C05, G10: effective dates; what was planned still comes; what begins today gives way to another of today."""
    one = estate(samples)
    known_since(world, one["id"], today(-30))
    mode(samples, "near", one["id"], "quasi", 10)
    assert modes(officer, one["id"]) == [("market", today(-30), today(10)), ("quasi", today(10), None)]
    begun = mode(samples, "near", one["id"], "basic_cleaning", 5)
    assert (begun["valid_to"], begun["reason"]) == (today(10), "业主大会决定")
    mode(samples, "near", one["id"], "state_firm", 0)
    answer = officer.post(f"/v1/estates/{one['id']}/modes", {"mode": "public_welfare", "valid_from": today(), "reason": "x"}, expect=409)
    assert (answer.code, answer.json["state"]) == ("mode_changed_meanwhile", "state_firm")
    mode(samples, "near", one["id"], "public_welfare", 0, replaces="state_firm")
    assert modes(officer, one["id"]) == [("market", today(-30), today()), ("public_welfare", today(), today(5)), ("basic_cleaning", today(5), today(10)),
                                         ("quasi", today(10), None)]
    assert modes(officer, one["id"], as_of=today(-1)) == [("market", today(-30), None)]
    for day, wanted in ((-1, "market"), (0, "public_welfare"), (5, "basic_cleaning"), (10, "quasi")):
        assert of(officer, one["id"], as_of=today(day))["mode"] == wanted
    assert of(officer, one["id"])["version"] == 5, "whoever knows the estate by its version learns of the mode"
    answer = officer.post(f"/v1/estates/{one['id']}/modes", {"mode": "quasi", "valid_from": today(20), "reason": "x"}, expect=409)
    assert (answer.code, answer.json["state"]) == ("state_conflict", "quasi")
    answer = officer.post(f"/v1/estates/{one['id']}/modes", {"mode": "self", "valid_from": today(-1), "reason": "x"}, expect=422)
    assert answer.code == "takes_effect_in_the_past"
    without = officer.post("/v1/estates", {
        "code": f"T{next(world.serial):06d}", "name": "无方式小区", "community_code": one["community_code"], "area_m2": "1.00", "building_type": "multi",
        "new_or_old": "ordinary"}, expect=201).json
    assert without["mode"] is None and mode(samples, "near", without["id"], "fallback", 0)["valid_to"] is None


@pytest.mark.parametrize("kind,allowed", [("new", {"market"}), ("old", {"market", "quasi", "basic_cleaning", "state_firm", "public_welfare", "fallback"})])
def test_the_kind_of_an_estate_says_how_it_may_be_managed(kind, allowed, samples, officer):
    """B12: a new estate in the market mode alone, an old one with basic cleaning, quasi-management or the market; C05: or by whoever steps in."""
    for name in ("market", "quasi", "basic_cleaning", "self", "state_firm", "public_welfare", "fallback"):
        value = {"code": f"T{next(samples.world.serial):06d}", "name": "规则小区", "community_code": samples.estates["near"]["community_code"], "area_m2": "1.00",
                 "building_type": "multi", "new_or_old": kind, "mode": name}
        answer = officer.post("/v1/estates", value, expect=201 if name in allowed else 422)
        assert name in allowed or answer.code == "mode_not_allowed"
        other = "quasi" if name == "market" and kind == "old" else "market"
        one = estate(samples, new_or_old=kind, mode=other)
        answer = officer.post(f"/v1/estates/{one['id']}/modes", {"mode": name, "valid_from": today(3), "reason": "x"}, expect=(201, 409, 422))
        assert answer.status == (409 if name == other else 201 if name in allowed else 422), answer


def test_a_kind_that_its_mode_does_not_allow_is_refused(samples, officer):
    """B12: also when the estate becomes new, now or by a mode that is planned."""
    one = estate(samples, mode="self")
    assert patch(officer, one["id"], {"new_or_old": "new"}, expect=422).code == "mode_not_allowed"
    assert patch(officer, one["id"], {"new_or_old": "old"}, expect=422).code == "mode_not_allowed"
    mode(samples, "near", one["id"], "market", 0, replaces="self")
    mode(samples, "near", one["id"], "quasi", 30)
    assert patch(officer, one["id"], {"new_or_old": "new"}, expect=422).code == "mode_not_allowed"
    assert patch(officer, one["id"], {"new_or_old": "old", "old_kind": "enclosed"}).json["new_or_old"] == "old"


def test_the_district_sets_its_own_rule_from_a_day_on(world, samples):
    """B12 is data: a district's own rule, for one building type, stands in place of the common one from its day."""
    district = world.caller("district.officer@340302")
    one = estate(samples, "abroad", new_or_old="new", building_type="mixed")
    ask = lambda day: district.post(f"/v1/estates/{one['id']}/modes", {"mode": "state_firm", "valid_from": today(day), "reason": "x"}, expect=(201, 422)).status
    rule = {"new_or_old": "new", "building_type": "mixed", "modes": ["market", "state_firm"], "basis": "区文件"}
    answer = district.post("/v1/mode-rules", {**rule, "effective_from": today(-1)}, expect=422)
    assert answer.code == "takes_effect_in_the_past"
    district.post("/v1/mode-rules", {**rule, "effective_from": today(40)}, expect=201)
    assert (ask(39), ask(40)) == (422, 201)
    district.post("/v1/mode-rules", {**rule, "modes": ["market"], "effective_from": today(30)}, expect=201)
    rules = [row for row in district.pages("/v1/mode-rules") if not row["common"]]
    assert [(row["effective_from"], row["effective_to"], row["modes"]) for row in rules] == [
        (today(30), today(40), ["market"]), (today(40), None, ["market", "state_firm"])]
    assert district.post("/v1/mode-rules", {**rule, "effective_from": today(40)}, expect=409).code == "rule_changed_meanwhile"
    assert not [row for row in world.caller(OFFICER).pages("/v1/mode-rules", {"as_of": today(41)}) if row["building_type"] == "mixed"], "another district's"


def test_a_districts_own_rule_comes_before_any_common_one(world, samples):
    """B12: also one for every building type before the common one for this type."""
    district = world.caller("district.officer@340302")
    one = estate(samples, "abroad", new_or_old="new", building_type="single")
    common = world.cluster.query("insert into mode_rules (district_code, new_or_old, building_type, modes, basis, effective_from) values ('*', 'new', 'single', '{market,quasi}', 'x', '2022-01-01') returning id")
    try:
        ask = lambda name, day: district.post(f"/v1/estates/{one['id']}/modes", {"mode": name, "valid_from": today(day), "reason": "x"}, expect=(201, 422)).status
        district.post("/v1/mode-rules", {"new_or_old": "new", "modes": ["market", "self"], "basis": "区文件", "effective_from": today(60)}, expect=201)
        assert (ask("self", 59), ask("quasi", 59), ask("quasi", 61), ask("self", 61)) == (422, 201, 422, 201)
    finally:
        world.cluster.query("delete from mode_rules where id = %s", (common[0]["id"],))


def test_of_two_that_set_a_mode_at_once_one_wins(samples, officer):
    """A07: periods do not overlap, whoever comes at the same moment."""
    for _ in range(8):
        one = estate(samples)
        calls = [lambda name=name: officer.post(f"/v1/estates/{one['id']}/modes", {"mode": name, "valid_from": today(7), "reason": "x"})
                 for name in ("quasi", "self", "fallback", "state_firm")]
        answers = at_once(*calls)
        assert {answer.code for answer in answers if answer.status != 201} <= {"mode_changed_meanwhile"}, answers
        assert sum(answer.status == 201 for answer in answers) == 1, answers
        rows = modes(officer, one["id"])
        assert rows[0][0] == "market" and rows[0][2] == today(7) and len(rows) == 2


def test_a_kind_and_a_mode_that_change_at_once_fit_in_the_end(samples, officer):
    """B12: of a mode and a kind that do not go together at most one gets through."""
    for _ in range(8):
        one = estate(samples)
        tag = {"If-Match": '"1"'}
        first, second = at_once(
            lambda: officer.post(f"/v1/estates/{one['id']}/modes", {"mode": "self", "valid_from": today(), "reason": "x", "replaces": "market"}),
            lambda: officer.request("PATCH", f"/v1/estates/{one['id']}", json_body={"new_or_old": "new"}, headers=tag))
        end = of(officer, one["id"])
        assert (end["new_or_old"], end["mode"]) in (("new", "market"), ("ordinary", "self")), (first, second)


@pytest.mark.parametrize("building,area,eligible", [
    ("multi", "99999.99", True), ("multi", "100000.00", False), ("high", "49999.99", True), ("high", "50000.00", False), ("mixed", "1.00", False),
    ("single", "1.00", False)])
def test_small_estates_may_have_tax_relief(building, area, eligible, samples, officer):
    """C25: below the number excludes the number; a deficit that nobody has stated is a condition, one that is denied ends it."""
    one = estate(samples, building_type=building, area_m2=area)
    assert (one["tax_relief_eligible"], one["tax_relief_conditions"]) == (eligible, ["in_deficit"] if eligible else [])
    for deficit, wanted in ((True, (eligible, [])), (False, (False, []))):
        changed = patch(officer, one["id"], {"in_deficit": deficit}).json
        assert (changed["tax_relief_eligible"], changed["tax_relief_conditions"]) == wanted
        assert {name: of(officer, one["id"])[name] for name in ("tax_relief_eligible", "tax_relief_conditions")} == {
            name: changed[name] for name in ("tax_relief_eligible", "tax_relief_conditions")}
        listed = officer.pages("/v1/estates", {"q": one["code"], "tax_relief_eligible": str(wanted[0]).lower()})[0]
        assert officer.pages("/v1/estates", {"q": one["code"], "tax_relief_eligible": str(not wanted[0]).lower()}) == []
        assert (listed["tax_relief_eligible"], listed["tax_relief_conditions"]) == wanted


def test_the_number_of_another_day_counts_on_that_day(world, samples):
    """C25: the area is data with a day from which it holds."""
    district = world.caller("district.officer@340302")
    one = estate(samples, "abroad", building_type="mixed", area_m2="700.00")
    limit = {"name": "tax_relief_area_m2", "subject": "mixed", "value": "800.00", "basis": "区文件", "effective_from": today(15)}
    assert district.post("/v1/rules", limit, expect=201).json["value"] == "800.00"
    assert [of(district, one["id"], as_of=today(day))["tax_relief_eligible"] for day in (14, 15)] == [False, True]


def test_a_street_keeps_particulars_and_not_what_decides_money(world, samples):
    """A03, C25: service room, revenue and the reason for having no committee are the street's to keep; deficit is not."""
    one = estate(samples)
    street = world.caller(STREET["near"])
    kept = patch(street, one["id"], {"service_room_use": "物业办公", "service_room_m2": "55.50", "public_revenue": "1200.00", "no_oc_reason": "no_candidates"}).json
    assert (kept["service_room_m2"], kept["public_revenue"], kept["no_oc_reason"]) == ("55.50", "1200.00", "no_candidates")
    assert patch(street, one["id"], {"in_deficit": True}, expect=403).code == "members_reserved"


def test_a_ticket_finds_the_estate_by_another_name_until_it_ends(world, samples, officer):
    """A name that differs in width, case, spaces or punctuation alone is the same name."""
    one = estate(samples)
    name = f"纺织厂老院{next(world.serial)}"
    added = officer.post(f"/v1/estates/{one['id']}/aliases", {"alias": name}, expect=201).json
    assert officer.post(f"/v1/estates/{one['id']}/aliases", {"alias": f" {name}（）"}, expect=409).code == "alias_known"
    found = lambda: world.cluster.query("select estate_id::text from tickets where id = %s", (
        world.post_ticket(estate_name=name, division_code="150202")["id"],))[0]["estate_id"]
    assert found() == one["id"]
    assert officer.post(f"/v1/estate-aliases/{added['id']}/end", {"reason": "已改名"}, expect=200).json["end_reason"] == "已改名"
    assert officer.post(f"/v1/estate-aliases/{added['id']}/end", {"reason": "已改名"}, expect=409).json["state"] == "ended"
    assert found() is None
    again = world.caller(STREET["near"]).post(f"/v1/estates/{one['id']}/aliases", {"alias": name}, expect=201).json
    assert (again["id"], again["ended_at"]) == (added["id"], None) and found() == one["id"]


def test_the_day_of_the_tests_is_the_day_of_the_service():
    """The helpers above count in the service's own zone."""
    assert today() == datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date().isoformat()


@pytest.mark.parametrize("where", ["/v1/estates", "/v1/owners-committees"])
def test_a_change_names_the_version_that_it_knows(where, samples, officer):
    """A03, A08: a stale version is refused, and so is none."""
    one = estate(samples)
    thing = one["id"] if where == "/v1/estates" else committee(samples, "near", one["id"])["id"]
    value = {"no_oc_reason": "other"}
    assert officer.request("PATCH", f"{where}/{thing}", json_body=value, expect=428).code == "precondition_required"
    officer.request("PATCH", f"{where}/{thing}", json_body=value, headers={"If-Match": '"1"'}, expect=200)
    assert officer.request("PATCH", f"{where}/{thing}", json_body=value, headers={"If-Match": '"1"'}, expect=412).code == "precondition_failed"
