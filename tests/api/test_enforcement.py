"""Enforcement in five stages, whose matter it is, and disputes: routes follow from what is delegated, and rules are rows."""
import concurrent.futures
import datetime
import threading

import pytest
from things.complaint_steps import complaint
from things.departments import department
from things.estates import today
from things.routing import STAGES, case, dispute, moment, rule, tier, whistle
from things.three_forms import form


def of(world, samples, category, place="near", **columns):
    """A complaint of a category."""
    made = complaint(samples, "contacted", "community", place)
    sets = "".join(f", {name} = %({name})s" for name in columns)
    world.cluster.query(f"update complaints set category = %(category)s{sets} where id = %(id)s returning id", {"category": category, "id": made, **columns})
    return made


def test_a_case_goes_through_its_five_stages(world, samples):
    """E04, E25: 报告、受理、派单、执法、反馈, each with its time, who recorded it and the note."""
    made, street = case(samples), world.role("street")
    for state, verb, value in STAGES:
        made = street.post(f"/v1/enforcement-cases/{made['id']}/{verb}", {"note": f"第{verb}步", **value}, expect=200).json
        assert made["state"] == state
    times = [made[name] for name in ("reported_at", "accepted_at", "dispatched_at", "enforced_at", "fed_back_at")]
    assert all(times) and times == sorted(times) and made["outcome"] == "ordered"
    events = world.role("community").pages(f"/v1/enforcement-cases/{made['id']}/events")
    assert [event["action"] for event in events] == ["report", "accept", "dispatch", "enforce", "feedback"]
    assert all(event["actor_name"] and event["happened_at"] for event in events) and events[1]["note"] == "第accept步"
    stages = {row["code"] for row in world.anyone.pages("/v1/code-lists/enforcement_stage/codes")}
    assert {event["action"] for event in events} == stages


def test_stages_are_taken_in_order(world, samples):
    """E04"""
    street, made = world.role("street"), case(samples)
    path = f"/v1/enforcement-cases/{made['id']}"
    for verb, value in (("dispatch", {"leader": "街道"}), ("enforce", {"outcome": "ordered", "note": "责令"}), ("feed-back", {"note": "告知"})):
        assert street.post(f"{path}/{verb}", value, expect=409).json["state"] == "reported"
    assert street.post(f"{path}/accept", {"at": moment(hours=-1)}, expect=422).code == "moment_in_the_future"
    assert street.post(f"{path}/accept", {"at": moment(hours=1)}, expect=422).code == "moment_before_step"
    assert street.post(f"{path}/reject", {"reason": "不属于执法事项"}, expect=200).json["state"] == "rejected"
    assert street.post(f"{path}/accept", {}, expect=409).json["state"] == "rejected"
    world.role("community").post(f"{path}/accept", {}, expect=403)


def test_what_is_not_delegated_needs_a_joint_team(world, samples):
    """K11: what is delegated the street enforces itself; for the rest departments join."""
    street = world.role("street")
    alone, joint = case(samples, state="accepted"), case(samples, state="accepted", category="fire_safety")
    assert (alone["route"], alone["delegated"], alone["expedited"]) == ("delegated", True, True) and (joint["route"], joint["delegated"], joint["expedited"]) == ("joint", False, False)
    assert street.post(f"/v1/enforcement-cases/{alone['id']}/dispatch", {"leader": "街道执法队"}, expect=200).json["departments"] == []
    path = f"/v1/enforcement-cases/{joint['id']}/dispatch"
    assert street.post(path, {"leader": "街道党工委"}, expect=422).code == "joint_team_needed"
    abroad = department(samples, "abroad")["id"]
    assert street.post(path, {"leader": "街道党工委", "department_ids": [abroad]}, expect=422).code == "department_unknown"
    team = [department(samples, code=code)["id"] for code in ("public_security", "fire_rescue")]
    sent = street.post(path, {"leader": "街道党工委", "department_ids": team}, expect=200).json
    assert {one["id"] for one in sent["departments"]} == set(team) and sent["leader"] == "街道党工委"


def test_a_case_comes_from_a_complaint_a_whistle_or_a_report(world, samples):
    """E04, K15: from exactly one; once while it is open."""
    community, street = world.role("community"), world.role("street")
    there, blown, reported = of(world, samples, "illegal_construction"), whistle(samples), form(samples, state="reported")
    one = community.post("/v1/enforcement-cases", {"complaint_id": there, "matter": "私搭乱建"}, expect=201).json
    two = street.post("/v1/enforcement-cases", {"whistle_id": blown["id"], "category": "fire_safety", "matter": "占道"}, expect=201).json
    three = street.post("/v1/enforcement-cases", {"three_form_id": reported["id"], "matter": "电动车入户"}, expect=201).json
    assert [made["source"] for made in (one, two, three)] == ["complaint", "whistle", "three_form"]
    assert two["complaint_id"] == blown["complaint_id"] and three["estate"]["id"] == reported["estate"]["id"] and three["category"] == "e_bike"
    for wrong in ({}, {"complaint_id": there, "three_form_id": reported["id"]}):
        assert street.post("/v1/enforcement-cases", {**wrong, "matter": "事项"}, expect=422).code == "source_not_one"
    for wrong in ({"complaint_id": of(world, samples, "fire_safety", "far")}, {"whistle_id": whistle(samples, "far")["id"]}, {"three_form_id": form(samples, "far", "reported")["id"]},
                  {"three_form_id": form(samples)["id"]}):
        assert street.post("/v1/enforcement-cases", {**wrong, "matter": "事项"}, expect=422).code == "source_unknown"
    for again in ({"complaint_id": there}, {"three_form_id": reported["id"]}, {"whistle_id": blown["id"], "category": "fire_safety"}):
        assert street.post("/v1/enforcement-cases", {**again, "matter": "事项"}, expect=409).code == "enforcement_open_already"
    street.post(f"/v1/enforcement-cases/{one['id']}/reject", {"reason": "材料不足"}, expect=200)
    street.post("/v1/enforcement-cases", {"complaint_id": there, "matter": "再次报告"}, expect=201)


def test_a_case_has_a_category_and_a_street(world, samples):
    """K11: without a category nobody can say whether it is delegated."""
    street, there = world.role("street"), of(world, samples, None)
    assert street.post("/v1/enforcement-cases", {"complaint_id": there, "matter": "事项"}, expect=422).code == "category_needed"
    assert street.post("/v1/enforcement-cases", {"complaint_id": there, "category": "nothing", "matter": "事项"}, expect=422).code == "category_unknown"
    assert street.post("/v1/enforcement-cases", {"complaint_id": there, "category": "green_space", "matter": "事项"}, expect=201).json["route"] == "delegated"
    nowhere = of(world, samples, "fire_safety", street_code=None, community_code=None)
    assert world.role("district").post("/v1/enforcement-cases", {"complaint_id": nowhere, "matter": "事项"}, expect=422).code == "street_unknown"


def test_two_that_take_one_stage_at_once(world, samples):
    """E04: one wins; the other meets the state that stands."""
    for _ in range(5):
        made, barrier = case(samples), threading.Barrier(2)

        def act(role, verb):
            caller = world.role(role)
            caller.get(f"/v1/enforcement-cases/{made['id']}")
            barrier.wait()
            return caller.post(f"/v1/enforcement-cases/{made['id']}/{verb}", {"reason": "不属实"} if verb == "reject" else {})

        with concurrent.futures.ThreadPoolExecutor(2) as both:
            answers = list(both.map(act, ("street", "district"), ("accept", "reject")))
        assert sorted(answer.status for answer in answers) == [200, 409]
        loser = next(answer for answer in answers if answer.status == 409)
        assert loser.json["state"] == world.role("street").get(f"/v1/enforcement-cases/{made['id']}").json["state"]


def test_a_case_about_what_is_confidential_is_the_districts(world, samples):
    """E05: the area that opened it reads it no more."""
    made = case(samples)
    world.cluster.query("update complaints set confidential = true where id = %s returning id", (made["complaint_id"],))
    for role in ("street", "community"):
        world.role(role).get(f"/v1/enforcement-cases/{made['id']}", expect=404)
    world.role("street").post(f"/v1/enforcement-cases/{made['id']}/accept", {}, expect=404)
    world.role("district").post(f"/v1/enforcement-cases/{made['id']}/accept", {}, expect=200)


def route(world, there, role="district"):
    return world.role(role).get(f"/v1/complaints/{there}/route", expect=200).json


@pytest.mark.parametrize("category,unit,department,way", [
    ("illegal_construction", "street", None, "delegated"), ("green_space", "street", None, "delegated"), ("fire_safety", "department", "fire_rescue", "joint"),
    ("blocked_access", "department", "public_security", "joint"), ("noise", "department", "ecology", "joint"), ("cleaning", "firm", None, "joint"),
])
def test_what_is_delegated_goes_to_the_street_and_the_rest_to_departments(world, samples, category, unit, department, way):
    """K11, E18, E19: and what neither deals with to the firm whose contract covered the day."""
    said = route(world, of(world, samples, category), "community")
    assert (said["unit_kind"], said["department"], said["enforcement_route"]) == (unit, department, way) and said["rule_id"]
    assert said["first_contact"] == "community", "E23"
    assert (said["firm"] is not None) == (unit == "firm") and said["delegated"] == (unit == "street")


def test_two_topics_are_handled_with_priority(world, samples):
    """E22: 私搭乱建、车辆堵门."""
    categories = {row["code"] for row in world.anyone.pages("/v1/code-lists/expedited_topic/codes")}
    for category in ("illegal_construction", "blocked_access", "cleaning", "parking"):
        said = route(world, of(world, samples, category))
        assert said["expedited"] == (category in categories) == ("expedited" in said["reasons"])


def test_the_firm_is_the_one_of_the_day_and_no_firm_means_the_community(world, samples):
    """E23: by the contract in force when it happened; a firm is not proposed for what it may not know of."""
    there = of(world, samples, "cleaning")
    row = world.cluster.query("select firm_id::text as firm from complaints where id = %s", (there,))[0]
    said = route(world, there)
    assert said["firm"]["id"] == row["firm"] and "firm_in_force" in said["reasons"]
    none = of(world, samples, "cleaning", firm_id=None)
    assert route(world, none)["unit_kind"] == "community" and "no_firm_in_force" in route(world, none)["reasons"]
    for hidden in ({"secret": True}, {}):
        made = of(world, samples, "cleaning" if hidden else None, **hidden)
        said = route(world, made)
        assert said["unit_kind"] == "community" and said["firm"] is None and "firm_may_not_know" in said["reasons"]
    nowhere = of(world, samples, None, estate_id=None, firm_id=None, street_code=None, community_code=None)
    said = route(world, nowhere)
    assert said["unit_kind"] == "district" and said["rule_id"] is None and {"no_category", "no_estate", "no_community", "no_street"} <= set(said["reasons"])


def test_leaks_and_retaliation_stay_with_the_district(world, samples):
    """E05: whatever a rule says, and nobody else is told."""
    there = of(world, samples, "owner_data_leak", confidential=True)
    said = route(world, there)
    assert said["unit_kind"] == "district" and said["first_contact"] == "district" and said["confidential"] and said["reasons"][0] == "confidential"
    assert said["firm"] is None and said["rule_id"] is None and said["departments"] == []
    world.role("street").get(f"/v1/complaints/{there}/route", expect=404)


def test_the_departments_of_a_route_are_those_on_record(world, samples):
    """K09, K10: of that code, of the district or of this street, today."""
    ours, elsewhere = department(samples, code="ecology"), department(samples, code="ecology", street_code=samples.estates["far"]["street_code"])
    shown = {one["id"] for one in route(world, of(world, samples, "noise"))["departments"]}
    assert ours["id"] in shown and elsewhere["id"] not in shown


def test_the_districts_own_rule_comes_first_and_has_days(world, samples):
    """K11: rules are rows: one of its own from today, replaced, and ended."""
    district = world.caller("district.officer@340302")
    there = of(world, samples, "pets", "abroad")

    def said():
        return district.get(f"/v1/complaints/{there}/route", expect=200).json

    assert said()["department"] == "public_security"
    own = {"position": 10, "category": "pets", "unit_kind": "community", "basis": "区政府文件", "effective_from": today()}
    made = district.post("/v1/routing-rules", own, expect=201).json
    assert said()["unit_kind"] == "community" and said()["rule_id"] == made["id"] and "own_rule" in said()["reasons"]
    assert said()["firm"] is None and district.post("/v1/routing-rules", own, expect=409).code == "rule_changed_meanwhile"
    assert district.post("/v1/routing-rules", {**own, "position": 11, "effective_from": "2020-01-01"}, expect=422).code == "takes_effect_in_the_past"
    assert district.post("/v1/routing-rules", {**own, "position": 11, "category": "nothing"}, expect=422).code == "category_unknown"
    assert district.post("/v1/routing-rules", {**own, "position": 11, "department": "fire_rescue"}, expect=422).code == "rule_misfit"
    assert district.post("/v1/routing-rules", {**own, "position": 11, "unit_kind": "department", "department": "nobody"}, expect=422).code == "department_code_unknown"
    planned = district.post("/v1/routing-rules", {**own, "unit_kind": "street", "effective_from": today(5)}, expect=201).json
    first = next(one for one in district.pages("/v1/routing-rules", {"common": "false"}) if one["id"] == made["id"])
    assert first["effective_to"] == today(5) and said()["unit_kind"] == "community"
    assert district.post(f"/v1/routing-rules/{planned['id']}/end", {}, expect=200).json["effective_to"] == today(5), "as if it had never been"
    assert district.post(f"/v1/routing-rules/{made['id']}/end", {"valid_to": "2020-01-01"}, expect=422).code == "takes_effect_in_the_past"
    district.post(f"/v1/routing-rules/{made['id']}/end", {}, expect=200)
    assert said()["department"] == "public_security"
    assert district.post(f"/v1/routing-rules/{made['id']}/end", {}, expect=409).json["state"] == "ended"
    common = district.pages("/v1/routing-rules", {"common": "true"})[0]
    district.post(f"/v1/routing-rules/{common['id']}/end", {}, expect=404)
    rule(samples, "abroad")
    assert all(one["common"] for one in world.role("street").pages("/v1/routing-rules", {"as_of": today()}))


def test_what_was_withdrawn_ends_nothing(world, samples):
    """K11: a rule that never began is no successor of another that is set for its position."""
    district = world.caller("district.officer@340302")
    withdrawn = rule(samples, "abroad", position=9001, effective_from=today(40))
    district.post(f"/v1/routing-rules/{withdrawn['id']}/end", {}, expect=200)
    assert rule(samples, "abroad", position=9001, effective_from=today(30))["effective_to"] is None


def test_what_a_withdrawn_rule_had_ended_goes_on(world, samples):
    """K11: but not what somebody had ended on that day."""
    district = world.caller("district.officer@340302")
    first, second, third = (rule(samples, "abroad", position=9002, effective_from=today(day)) for day in (10, 20, 30))
    until = lambda one: next(row for row in district.pages("/v1/routing-rules", {"common": "false"}) if row["id"] == one["id"])["effective_to"]
    end = lambda one, **value: district.post(f"/v1/routing-rules/{one['id']}/end", value, expect=200)
    end(second)
    assert until(first) == today(30)
    end(first, valid_to=today(25))
    end(third)
    assert until(first) == today(25)


def test_a_district_delegates_what_it_will(world, samples):
    """K11: from a day on, for routing and enforcement alike; what is open keeps its route, and another district has its own."""
    district, there, then = world.caller("district.officer@340302"), of(world, samples, "noise", "abroad"), {"category": "noise", "delegated": True, "basis": "赋权清单", "effective_from": today()}
    before = case(samples, "abroad", category="noise")
    assert before["route"] == "joint" and district.get(f"/v1/complaints/{there}/route").json["department"] == "ecology"
    made = district.post("/v1/delegations", then, expect=201).json
    assert made["delegated"] is True and made["effective_to"] is None
    assert district.post("/v1/delegations", then, expect=409).code == "rule_changed_meanwhile"
    assert district.post("/v1/delegations", {**then, "effective_from": "2020-01-01"}, expect=422).code == "takes_effect_in_the_past"
    assert district.post("/v1/delegations", {**then, "category": "nothing"}, expect=422).code == "category_unknown"
    said = district.get(f"/v1/complaints/{there}/route").json
    assert (said["unit_kind"], said["delegated"], said["enforcement_route"]) == ("street", True, "delegated")
    assert case(samples, "abroad", category="noise")["route"] == "delegated"
    assert district.get(f"/v1/enforcement-cases/{before['id']}").json["route"] == "joint"
    assert route(world, of(world, samples, "noise"))["unit_kind"] == "department", "in the other district"
    district.post("/v1/delegations", {**then, "delegated": False, "effective_from": today(3)}, expect=201)
    assert [one["effective_to"] for one in district.pages("/v1/delegations", {"category": "noise", "as_of": today()})] == [today(3)]


def test_what_is_urgent_may_have_a_rule_of_its_own(world, samples):
    """E22"""
    district, there = world.caller("district.officer@340302"), of(world, samples, "lighting", "abroad", urgency="emergency")
    made = district.post("/v1/routing-rules", {"position": 5, "urgency": "emergency", "unit_kind": "department", "department": "power_supply", "basis": "应急预案",
                                               "effective_from": today()}, expect=201).json
    assert district.get(f"/v1/complaints/{there}/route").json["department"] == "power_supply"
    assert district.get(f"/v1/complaints/{of(world, samples, 'lighting', 'abroad')}/route").json["unit_kind"] == "firm"
    district.post(f"/v1/routing-rules/{made['id']}/end", {}, expect=200)


def test_a_dispute_of_half_a_year_is_found(world, samples):
    """E20: six calendar months from the day it came; not one that was settled in time."""
    community, long_ago = world.role("community"), dispute(samples)
    recent, settled, late = (dispute(samples) for _ in range(3))
    world.cluster.query("update complaints set received_at = now() - interval '5 months' where id = %s returning id", (recent,))
    for there, months in ((settled, 4), (late, 1)):
        world.cluster.query("update complaints set state = 'closed', result = 'solved', closed_at = now() - make_interval(months => %s) where id = %s returning id", (months, there))
    shown = {one["id"]: one for one in community.pages("/v1/overdue-disputes", limit=200)}
    assert {long_ago, late} <= set(shown) and not {recent, settled} & set(shown)
    received = datetime.datetime.fromisoformat(shown[long_ago]["received_at"])
    since = datetime.datetime.fromisoformat(shown[long_ago]["overdue_since"])
    assert 180 < (since - received).days < 186 and since.strftime("%H:%M") == "00:00"
    assert long_ago not in {one["id"] for one in world.role("community", 1).pages("/v1/overdue-disputes")}
    world.role("company").get("/v1/overdue-disputes", expect=403)


def test_disputes_are_worked_on_tiers(world, samples):
    """K12, K14: four tiers, and the court that circuits; the last one stands."""
    community, there = world.role("community"), dispute(samples)
    tier(samples, there=there)
    for name in ("on_the_spot", "mediation_body", "expert", "circuit_court"):
        community.post(f"/v1/complaints/{there}/dispute-tiers", {"tier": name, "body": "物业纠纷调解中心", "reason": "升级，电话15400009876"}, expect=201)
    shown = world.role("district").pages(f"/v1/complaints/{there}/dispute-tiers")
    assert [one["tier"] for one in shown] == ["early", "on_the_spot", "mediation_body", "expert", "circuit_court"] and "15400009876" not in str(shown)
    assert {row["code"] for row in world.anyone.pages("/v1/code-lists/dispute_tier/codes")} == {one["tier"] for one in shown}
    assert next(one for one in community.pages("/v1/overdue-disputes", {"tier": "circuit_court"}) if one["id"] == there)["tier"] == "circuit_court"
