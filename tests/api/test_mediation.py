"""K12–K14, E20: bodies with their three conditions, disputes that climb four tiers, what is referred to the circuit court, the clock of half a year and what is counted."""
import re
import threading

import pytest
from things.closing import community, street, street_code
from things.estates import officer, today
from things.firms import firm
from things.mediation import case, centre, mediator, new_body, new_case, new_mediator, new_step, own_estate, state, station, step

BODIES, CASES, LATE = "/v1/mediation-bodies", "/v1/mediation-cases", "/v1/overdue-disputes"


@pytest.fixture
def district(world):
    return officer(world, "near")


def refused(client, of, code, status, action="session", **members):
    answer = client.post(f"{CASES}/{of['id']}/steps", new_step(action, **members), expect=status)
    assert answer.code == code
    return answer.json


def history(client, of):
    return [(one["number"], one["action"], one["from_state"], one["to_state"], one["tier"]) for one in client.pages(f"{CASES}/{of['id']}/steps")]


def aged(world, of, day):
    """As if it had arisen on a day: its limit runs from there, by the rule of that day."""
    world.cluster.query("update mediation_cases set arose_on = %s, overdue_from = (select t.ends from duty_term('mediation_limit', kind, %s) t) where id = %s returning 1", (day, day, of["id"]))


def test_k13_a_body_is_complete_with_money_a_place_and_mediators(world, district):
    """A centre needs a full-time mediator; a station is served by one who is part-time."""
    there = centre(world, funding=None, venue=None)
    assert (there["complete"], there["missing"], there["street_code"]) == (False, ["funding", "venue", "mediators"], None)
    at = f"{BODIES}/{there['id']}"
    there = district.request("PATCH", at, json_body={"funding": "区财政预算", "venue": "政务中心"}, headers={"If-Match": '"1"'}, expect=200).json
    assert there["missing"] == ["mediators"]
    mediator(world, there, full_time=False)
    assert district.get(at).json["missing"] == ["mediators"]
    full = mediator(world, there)
    there = district.get(at).json
    assert (there["complete"], there["full_time_mediators"], there["part_time_mediators"]) == (True, 1, 1)
    district.request("PATCH", f"/v1/mediators/{full['id']}", json_body={"valid_to": today(), "end_reason": "调离"}, headers={"If-Match": '"1"'}, expect=200)
    assert district.get(at).json["missing"] == ["mediators"]
    office = station(world)
    assert office["missing"] == ["mediators"] and office["street_code"] == street_code(world)
    mediator(world, office, full_time=False)
    assert street(world).get(f"{BODIES}/{office['id']}").json["complete"]
    assert office["id"] in {one["id"] for one in district.pages(BODIES, {"complete": "true", "kind": "street_station"})}
    assert office["id"] not in {one["id"] for one in district.pages(BODIES, {"complete": "false"})}


def test_k13_whose_a_body_is(world, district):
    one = street(world)
    for client, members in ((one, {"kind": "district_centre"}), (one, {"street_code": street_code(world, "far")}), (district, {}), (district, {"street_code": "150202999"}),
                            (district, {"kind": "district_centre", "street_code": street_code(world)})):
        assert client.post(BODIES, new_body(world, **members), expect=422).code == "mediation_body_street"
    assert one.post(BODIES, new_body(world, established_on=today(1)), expect=422).code == "day_in_the_future"
    office = district.post(BODIES, new_body(world, street_code=street_code(world)), expect=201).json
    assert one.post(BODIES, new_body(world, name=office["name"]), expect=409).code == "mediation_body_named"
    other = station(world)
    change = {"json_body": {"name": office["name"]}, "headers": {"If-Match": '"1"'}}
    assert one.request("PATCH", f"{BODIES}/{other['id']}", **change, expect=409).code == "mediation_body_named"
    far = street(world, "far")
    assert far.request("PATCH", f"{BODIES}/{office['id']}", **change, expect=404) and far.post(f"{BODIES}/{office['id']}/mediators", new_mediator(), expect=404)
    who = mediator(world, office)
    ended = {"json_body": {"valid_to": today(), "end_reason": "调离"}, "headers": {"If-Match": '"1"'}}
    at = f"/v1/mediators/{who['id']}"
    assert far.request("PATCH", at, **ended, expect=404)
    for members, code in (({"valid_to": today()}, "mediation_step_incomplete"), ({"valid_to": today(1), "end_reason": "调离"}, "day_in_the_future"),
                          ({"valid_to": today(-301), "end_reason": "调离"}, "mediation_day_before")):
        assert one.request("PATCH", at, json_body=members, headers={"If-Match": '"1"'}, expect=422).code == code
    one.request("PATCH", at, **ended, expect=200)
    assert one.request("PATCH", at, **ended, expect=412).code == "precondition_failed"
    assert one.request("PATCH", at, json_body={"name": "某人"}, headers={"If-Match": '"2"'}, expect=409).json["state"] == "ended"
    assert one.post(f"{BODIES}/{office['id']}/mediators", new_mediator(valid_from=today(1)), expect=422).code == "day_in_the_future"


def test_a_body_closes_when_nothing_is_there_any_more(world):
    one, office = street(world), station(world)
    there = case(world, by=street, body_id=office["id"])
    at, closing = f"{BODIES}/{office['id']}", {"closed_on": today(), "close_reason": "并入区调解中心"}
    for members, code, status in (({"closed_on": today()}, "mediation_step_incomplete", 422), ({**closing, "closed_on": today(1)}, "day_in_the_future", 422),
                                  ({**closing, "closed_on": today(-401)}, "mediation_day_before", 422), (closing, "mediation_body_busy", 409)):
        assert one.request("PATCH", at, json_body=members, headers={"If-Match": '"1"'}, expect=status).code == code
    step(world, there, "withdraw")
    closed = one.request("PATCH", at, json_body=closing, headers={"If-Match": '"1"'}, expect=200).json
    assert (closed["closed_on"], closed["close_reason"]) == (today(), "并入区调解中心")
    assert one.request("PATCH", at, json_body=closing, headers={"If-Match": '"1"'}, expect=412).code == "precondition_failed"
    assert one.request("PATCH", at, json_body=closing, headers={"If-Match": '"2"'}, expect=409).json["state"] == "closed"
    assert one.post(f"{at}/mediators", new_mediator(), expect=409).json["state"] == "closed"
    assert one.post(CASES, new_case(own_estate(world)["id"], body_id=office["id"]), expect=422).code == "mediation_body_unknown"
    again = one.post(BODIES, new_body(world, name=office["name"]), expect=201).json
    assert again["id"] != office["id"]


def test_k12_a_dispute_climbs_four_tiers_and_never_goes_back(world, district):
    one, there, hub, office = community(world), case(world), centre(world), station(world)
    assert (there["tier"], there["state"], there["body"]) == ("early", "open", None)
    step(world, there, "move_tier", tier="on_the_spot", body_id=office["id"])
    assert state(world, there)["body"]["id"] == office["id"]
    for members, code in (({"tier": "early"}, "mediation_tier_back"), ({"tier": "on_the_spot", "body_id": office["id"]}, "mediation_tier_back"), ({"tier": "mediation_body"}, "mediation_body_needed"),
                          ({"tier": "mediation_body", "body_id": office["id"]}, "mediation_body_unfit"), ({"tier": "on_the_spot", "body_id": station(world, "far")["id"]}, "mediation_body_unfit"),
                          ({"tier": "mediation_body", "body_id": centre(world, "abroad")["id"]}, "mediation_body_unknown"), ({}, "mediation_step_incomplete")):
        refused(one, there, code, 422, "move_tier", **members)
    step(world, there, "move_tier", tier="mediation_body", body_id=hub["id"])
    refused(one, there, "mediation_tier_back", 422, "move_tier", tier="on_the_spot", body_id=office["id"])
    step(world, there, "move_tier", tier="expert")
    refused(one, there, "mediation_tier_back", 422, "move_tier", tier="mediation_body", body_id=hub["id"])
    assert [row[4] for row in history(one, there)] == ["early", "on_the_spot", "mediation_body", "expert"]
    now = state(world, there)
    assert (now["tier"], now["body"], now["steps"], now["version"]) == ("expert", None, 4, 4)


def test_k14_what_failed_is_referred_to_the_circuit_court(world):
    one, hub = community(world), centre(world)
    who = mediator(world, hub)
    there = case(world, tier="mediation_body", body_id=hub["id"])
    assert refused(one, there, "state_conflict", 409, "refer", referred_to="circuit_court")["state"] == "open"
    for members in ({"referred_to": "court"}, {"agreement_no": "1号"}, {"case_no": "1号"}, {"outcome": "judgment"}, {"tier": "expert"}, {"body_id": hub["id"]}):
        refused(one, there, "mediation_step_incomplete", 422, **members)
    refused(one, there, "mediator_unknown", 422, mediator_id=mediator(world, centre(world))["id"])
    refused(one, there, "mediator_unknown", 422, mediator_id=mediator(world, hub, valid_from=today())["id"], occurred_on=today(-1))
    refused(one, there, "day_in_the_future", 422, occurred_on=today(1))
    refused(one, there, "mediation_day_before", 422, occurred_on=today(-11))
    met = step(world, there, mediator_id=who["id"], occurred_on=today(-3), note="业主电话13800001234，住3栋2单元501室")
    assert met["mediator"] == {"id": who["id"], "name": "调解员甲"} and "13800001234" not in met["note"] and "501室" not in met["note"]
    refused(one, there, "mediation_day_before", 422, occurred_on=today(-4))
    step(world, there, "fail")
    refused(one, there, "mediation_tier_back", 422, "move_tier", tier="mediation_body", body_id=centre(world)["id"])
    refused(one, there, "mediation_step_incomplete", 422, "refer")
    step(world, there, "refer", referred_to="circuit_court", case_no="（2026）内0202民初1号")
    now = state(world, there)
    assert (now["state"], now["referred_to"], now["case_no"], now["sessions"], now["solved_at"]) == ("referred", "circuit_court", "（2026）内0202民初1号", 1, None)
    step(world, there, "conclude", outcome="judgment")
    now = state(world, there)
    assert (now["state"], now["outcome"]) == ("concluded", "judgment") and now["solved_at"]
    for action, members in (("session", {}), ("reopen", {}), ("conclude", {"outcome": "award"}), ("move_tier", {"tier": "expert"}), ("withdraw", {})):
        assert refused(one, there, "state_conflict", 409, action, **members)["state"] == "concluded"


def test_every_move_of_the_table_and_no_other(world):
    """What is allowed is in mediation_transitions; a case is brought to each state and asked for each action."""
    paths = {"open": [], "settled": ["settle"], "failed": ["fail"], "withdrawn": ["withdraw"], "referred": ["fail", "refer"], "concluded": ["fail", "refer", "conclude"]}
    members = {"move_tier": {"tier": "on_the_spot"}, "refer": {"referred_to": "court"}, "conclude": {"outcome": "dropped"}}
    allowed = {(row["from_state"], row["action"]): row["to_state"] for row in world.cluster.query("select * from mediation_transitions")}
    actions = ("move_tier", "session", "settle", "fail", "refer", "conclude", "withdraw", "reopen")
    assert {action for _, action in allowed} == set(actions) and {state for state, _ in allowed} <= set(paths)
    one, where = community(world), own_estate(world)["id"]
    for start, way in paths.items():
        for action in actions:
            there = case(world, estate_id=where)
            for done in way:
                step(world, there, done, **members.get(done, {}))
            answer = one.post(f"{CASES}/{there['id']}/steps", new_step(action, **members.get(action, {})))
            if (start, action) in allowed:
                assert answer.status == 201 and (answer.json["from_state"], answer.json["to_state"]) == (start, allowed[start, action])
            else:
                assert (answer.status, answer.code, answer.json["state"]) == (409, "state_conflict", start)


def test_an_agreement_that_is_not_kept_opens_the_dispute_again(world):
    there = case(world)
    step(world, there, "settle", agreement_no="调字1号", occurred_on=today(-1))
    now = state(world, there)
    assert (now["state"], now["agreement_no"]) == ("settled", "调字1号") and now["solved_at"].startswith(today(-1))
    step(world, there, "reopen", note="对方未按协议退费")
    now = state(world, there)
    assert (now["state"], now["agreement_no"], now["solved_at"]) == ("open", None, None)


def test_a_dispute_of_a_complaint_is_one_case_and_shows_on_its_tiers(world, samples, district):
    one, estate = community(world), samples.estates["near"]
    told = world.post_ticket("hotline@150202", estate_code=estate["code"])["complaint_id"]
    world.cluster.query("update complaints set received_at = %s where id = %s returning 1", (f"{today(-3)} 23:59+08", told))
    assert one.post(CASES, new_case(str(estate["id"]), complaint_id=told, arose_on=today(-2)), expect=422).code == "mediation_arose_later"
    there = case(world, estate_id=str(estate["id"]), complaint_id=told, arose_on=None)
    assert there["complaint_id"] == told and there["arose_on"] == today(-3)
    assert one.post(CASES, new_case(str(estate["id"]), complaint_id=told), expect=409).code == "mediation_case_exists"
    assert one.post(CASES, new_case(own_estate(world)["id"], complaint_id=told), expect=422).code == "mediation_complaint_unknown"
    far = world.post_ticket("hotline@150202", estate_code=samples.estates["far"]["code"])["complaint_id"]
    assert one.post(CASES, new_case(str(estate["id"]), complaint_id=far), expect=422).code == "mediation_complaint_unknown"
    hub = centre(world)
    step(world, there, "move_tier", tier="mediation_body", body_id=hub["id"])
    step(world, there, "fail")
    step(world, there, "refer", referred_to="circuit_court")
    tiers = [(row["tier"], row["body"]) for row in one.pages(f"/v1/complaints/{told}/dispute-tiers")]
    assert tiers == [("early", None), ("mediation_body", hub["name"]), ("circuit_court", None)]
    step(world, there, "conclude", outcome="court_settlement")
    again = case(world, estate_id=str(estate["id"]), complaint_id=told)
    assert [row["id"] for row in district.pages(CASES, {"complaint_id": told})] == [again["id"], there["id"]]


def test_what_is_confidential_is_not_told_by_way_of_a_case(world, samples, district):
    """A complaint about a leak or retaliation is the district's alone, and so is a case of one that has become so."""
    one, estate = community(world), samples.estates["near"]
    told = world.post_ticket("hotline@150202", estate_code=estate["code"])["complaint_id"]
    there = case(world, estate_id=str(estate["id"]), complaint_id=told)
    at = f"{CASES}/{there['id']}"
    world.cluster.query("update complaints set confidential = true where id = %s returning 1", (told,))
    for client in (one, street(world)):
        assert client.get(at, expect=404) and client.get(f"{at}/steps", expect=404) and client.post(f"{at}/steps", new_step(), expect=404)
        assert there["id"] not in {row["id"] for row in client.pages(CASES)}
    assert district.get(at).json["complaint_id"] == told
    step(world, there, "withdraw", by=officer)
    assert district.post(CASES, new_case(str(estate["id"]), complaint_id=told), expect=422).code == "mediation_complaint_unknown"


def test_the_words_of_mediation_are_code_lists(world, district):
    """Each enum of the contract is a list of codes, with labels."""
    for code, column in (("mediation_kind", "mediation_cases_kind_known"), ("mediation_state", "mediation_cases_state_known"), ("mediation_action", "mediation_steps_action_known"),
                         ("mediation_party", "mediation_cases_parties_known"), ("mediation_body_kind", "mediation_bodies_kind_known"), ("mediation_referral", "mediation_cases_referred_known"),
                         ("mediation_outcome", "mediation_cases_outcome_known"), ("training_subject", "trainings_subject_known"), ("training_audience", "trainings_audience_known"),
                         ("star_rating_state", "star_ratings_state_known")):
        known = world.cluster.query("select pg_get_constraintdef(oid) as text from pg_constraint where conname = %s", (column,))[0]["text"]
        assert {row["code"] for row in world.anyone.pages(f"/v1/code-lists/{code}/codes")} == set(re.findall(r"'([a-z0-9_]+)'", known)), code


def test_parties_are_a_firm_of_the_register_and_owners_without_a_name(world):
    one, where, served = community(world), own_estate(world)["id"], firm(world)
    with_firm = {"respondent_kind": "firm", "respondent": None, "firm_id": served["id"]}
    there = one.post(CASES, new_case(where, applicant="5栋2单元301室业主，电话13800001234", **with_firm), expect=201).json
    assert there["firm"] == {"id": served["id"], "name": served["name"]} and "13800001234" not in there["applicant"] and "301室" not in there["applicant"]
    for members in ({**with_firm, "firm_id": None}, {"firm_id": served["id"]}, {**with_firm, "firm_id": firm(world, abroad=True)["id"]}):
        assert one.post(CASES, new_case(where, **members), expect=422).code == "mediation_firm"
    assert one.post(CASES, new_case(own_estate(world, "far")["id"]), expect=422).code == "estate_unknown"
    assert one.post(CASES, new_case(where, arose_on=today(1)), expect=422).code == "day_in_the_future"
    assert [row["id"] for row in one.pages(CASES, {"firm_id": served["id"]})] == [there["id"]]
    world.role("company").get(CASES, expect=403)


def test_e20_half_a_year_for_the_election_of_a_committee_and_the_choice_of_a_firm(world, district):
    """The limit is a rule by kind: six months by what 003 says; a fee has none. What is solved in time is no alarm, what is solved late stays one."""
    one, where = community(world), own_estate(world)["id"]
    election, chosen, charges, solved, late, dropped = (case(world, estate_id=where, kind=kind)
                                                for kind in ("committee_election", "firm_selection", "charges", "committee_election", "committee_election", "firm_selection"))
    assert charges["overdue_from"] is None and not election["overdue"] and election["overdue_from"]
    august = one.post(CASES, new_case(where, kind="firm_selection", arose_on="2025-08-31"), expect=201).json
    assert august["overdue_from"] == "2026-03-01T00:00:00+08:00" and august["overdue"]
    step(world, solved, "settle")
    step(world, late, "settle")
    step(world, dropped, "withdraw")
    for there, day in ((election, "2024-01-01"), (late, "2024-02-01"), (dropped, "2024-03-01")):
        aged(world, there, day)
    expected = {election["id"], late["id"], august["id"]}
    assert {row["id"] for row in one.pages(CASES, {"overdue": "true", "estate_id": where})} == expected
    assert {row["id"] for row in one.pages(CASES, {"overdue": "false", "estate_id": where})} == {chosen["id"], charges["id"], solved["id"], dropped["id"]}
    shown = {row["id"]: row for row in one.pages(LATE, {"estate_id": where, "origin": "mediation"})}
    assert set(shown) == expected == {row["id"] for row in district.pages(LATE, {"estate_id": where})}
    assert (shown[election["id"]]["category"], shown[election["id"]]["overdue_since"], shown[election["id"]]["tier"]) == ("committee_election", "2024-07-02T00:00:00+08:00", "early")
    assert one.pages(LATE, {"estate_id": where, "origin": "complaint"}) == [] and [row["id"] for row in one.pages(LATE, {"estate_id": where, "category": "firm_selection"})] == [august["id"]]
    assert {row["id"] for row in one.pages(CASES, {"due_before": today(300), "estate_id": where})} == {election["id"], chosen["id"], august["id"]}
    assert {row["id"] for row in one.pages(CASES, {"due_before": today(30), "estate_id": where})} == {election["id"], august["id"]}
    assert community(world, "far").pages(LATE, {"estate_id": where}) == []


def test_e20_a_case_of_a_complaint_that_is_late_itself_is_listed_once(world, samples):
    one, estate = community(world), samples.estates["near"]
    told = world.post_ticket("hotline@150202", estate_code=estate["code"])["complaint_id"]
    there = case(world, estate_id=str(estate["id"]), complaint_id=told, kind="committee_election")
    aged(world, there, "2024-01-01")
    mine = {told, there["id"]}
    assert {row["id"] for row in one.pages(LATE)} & mine == {there["id"]}
    world.cluster.query("update complaints set category = 'owners_self_governance', received_at = '2024-01-01' where id = %s returning 1", (told,))
    assert {row["id"] for row in one.pages(LATE)} & mine == {told}


def test_whether_a_body_must_be_complete_is_the_districts_rule(world, district):
    hub, where = centre(world), own_estate(world)["id"]
    abroad, there = centre(world, "abroad"), own_estate(world, "abroad")["id"]
    case(world, estate_id=where, tier="mediation_body", body_id=hub["id"])
    officer(world, "abroad").post("/v1/rules", {"name": "mediation_body_complete", "value": "1", "basis": "区司法局通知", "effective_from": today()}, expect=201)
    asked = new_case(there, tier="mediation_body", body_id=abroad["id"])
    assert community(world, "abroad").post(CASES, asked, expect=409).code == "mediation_body_incomplete"
    open_case = case(world, "abroad", estate_id=there)
    refused(community(world, "abroad"), open_case, "mediation_body_incomplete", 409, "move_tier", tier="mediation_body", body_id=abroad["id"])
    mediator(world, abroad, "abroad")
    community(world, "abroad").post(CASES, asked, expect=201)


def test_k13_what_bodies_did_is_counted_by_month(world, district):
    hub, office, where = centre(world), station(world), own_estate(world)["id"]
    for end in ("settle", "settle", "fail", None):
        there = case(world, estate_id=where, body_id=office["id"])
        step(world, there)
        if end:
            step(world, there, end)
    step(world, there, "move_tier", tier="mediation_body", body_id=hub["id"])
    month = today()[:7]
    counts = {row["body"]["id"]: row for row in district.pages("/v1/statistics/mediation") if row["body"] and row["month"] == month}
    assert [counts[office["id"]][name] for name in ("accepted", "sessions", "settled", "failed", "rate")] == [4, 4, 2, 1, "66.67"]
    assert [counts[hub["id"]][name] for name in ("accepted", "sessions", "settled", "failed", "rate")] == [1, 0, 0, 0, None]
    assert district.pages("/v1/statistics/mediation", {"body_id": office["id"], "occurred_before": today()}) == []
    assert [row["body"]["kind"] for row in district.pages("/v1/statistics/mediation", {"body_id": office["id"], "occurred_from": today()})] == ["street_station"]
    assert office["id"] not in {row["body"]["id"] for row in street(world, "far").pages("/v1/statistics/mediation") if row["body"]}


def test_k13_a_case_counts_as_it_ended_with_a_body_last(world, district):
    """An agreement that was not kept is none, what failed and was settled after all has not failed, and nothing counts twice; another body's end is its own."""
    hub, office, where = centre(world), station(world), own_estate(world)["id"]
    climb = ("move_tier", {"tier": "mediation_body", "body_id": hub["id"]})
    for way in (["settle", "reopen"], ["settle", "reopen", "settle"], ["fail", "settle"], ["settle", "reopen", "fail"], ["fail", climb, "settle"], ["settle", "reopen", climb, "settle"]):
        there = case(world, estate_id=where, body_id=office["id"])
        for one in way:
            action, members = one if isinstance(one, tuple) else (one, {})
            step(world, there, action, **members)
    counts = {row["body"]["id"]: [row["settled"], row["failed"], row["rate"]] for row in district.pages("/v1/statistics/mediation", {"street_code": office["street_code"]}) if row["body"]}
    assert counts[office["id"]] == [2, 2, "50.00"] and counts[hub["id"]] == [2, 0, "100.00"]


def test_a_settled_case_is_not_reopened_beside_another_of_its_complaint(world, samples):
    one, estate = community(world), samples.estates["near"]
    told = world.post_ticket("hotline@150202", estate_code=estate["code"])["complaint_id"]
    first = case(world, estate_id=str(estate["id"]), complaint_id=told)
    step(world, first, "settle")
    second = case(world, estate_id=str(estate["id"]), complaint_id=told)
    refused(one, first, "mediation_case_exists", 409, "reopen")
    step(world, second, "withdraw")
    step(world, first, "reopen")


def together(*calls):
    answers = []
    threads = [threading.Thread(target=lambda call=call: answers.append(call())) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_those_who_act_at_once_are_ordered(world, samples):
    """A case is settled once, a complaint has one case, and a body is not closed under a case that comes to it."""
    there, clients = case(world), [community(world), street(world), officer(world, "near"), community(world)]
    answers = together(*(lambda one=one: one.post(f"{CASES}/{there['id']}/steps", new_step("settle")) for one in clients))
    assert sorted(answer.status for answer in answers) == [201, 409, 409, 409]
    assert [row[:2] for row in history(clients[0], there)] == [(1, "register"), (2, "settle")]
    estate = samples.estates["near"]
    told = world.post_ticket("hotline@150202", estate_code=estate["code"])["complaint_id"]
    answers = together(*(lambda one=one: one.post(CASES, new_case(str(estate["id"]), complaint_id=told)) for one in clients))
    assert sorted(answer.status for answer in answers) == [201, 409, 409, 409] and {answer.code for answer in answers if answer.status == 409} == {"mediation_case_exists"}
    for _ in range(5):
        office, moving = station(world), case(world)
        closing = {"closed_on": today(), "close_reason": "撤销"}
        came, closed = together(lambda at=f"{CASES}/{moving['id']}/steps", body=office["id"]: community(world).post(at, new_step("move_tier", tier="on_the_spot", body_id=body)),
                                lambda at=f"{BODIES}/{office['id']}": street(world).request("PATCH", at, json_body=closing, headers={"If-Match": '"1"'}))
        assert {came.status, closed.status} in ({201, 409}, {422, 200})
