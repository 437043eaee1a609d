"""Life of owners' committees: status, members, candidates, decisions, reviews, audits, accounts, announcements, and what is missing of them (B03, B04, J10, K01–K07)."""
import types

import pytest
from test_estates import at_once, known_since
from things.closing import community, street
from things.committees import (WHERE, account, audit, candidate, committee, decision, elected, member, new_announcement, new_candidate, new_review, ordered,
                               step)
from things.estates import estate, officer, today

MEMBERS, DECISIONS, CANDIDATES, AUDITS = "/v1/committee-members", "/v1/committee-decisions", "/v1/committee-candidates", "/v1/committee-audits"
ORDER = {"due_on": today(30), "document": "街道办12号"}
# What each state allows, and where it leads (K04); the members that the step has to have.
NEEDS = {"order": ORDER, "substitute": {"document": "业主大会委托书"}, "elect": {"term_from": today(), "term_to": today(1825), "document": "决议1号"}}
PATHS = {("normal", "order"): "rectifying", ("term_expired", "order"): "rectifying", ("rectifying", "order"): "rectifying", ("rectifying", "comply"): "normal",
         ("normal", "lapse"): "term_expired", ("rectifying", "lapse"): "term_expired",
         ("rectifying", "substitute"): "substituted", ("term_expired", "substitute"): "substituted", ("re_election", "substitute"): "substituted",
         ("normal", "call_election"): "re_election", ("rectifying", "call_election"): "re_election", ("term_expired", "call_election"): "re_election",
         ("substituted", "call_election"): "re_election", ("re_election", "elect"): "normal"}
ACTIONS = ("order", "comply", "lapse", "substitute", "call_election", "elect")


@pytest.fixture
def one(world):
    return street(world)


def card(client, made):
    return client.get(f"{WHERE}/{made['id']}", expect=200).json


def member_card(client, who):
    return next(row for row in client.pages(f"{WHERE}/{who['committee_id']}/members") if row["id"] == who["id"])


@pytest.mark.parametrize("state", ["normal", "rectifying", "substituted", "re_election", "term_expired"])
def test_k04_every_state_allows_its_steps_and_no_other(state, world, one):
    for action in ACTIONS:
        made = committee(world, status=state, term_from="2020-01-01", term_to="2025-01-01")
        answer = one.post(f"{WHERE}/{made['id']}/steps", {"action": action, "reason": "核实属实", **NEEDS.get(action, {})})
        if (state, action) in PATHS:
            assert (answer.status, answer.json["from_state"], answer.json["to_state"]) == (201, state, PATHS[state, action])
            assert card(one, made)["status"] == PATHS[state, action]
        else:
            assert (answer.status, answer.code, answer.json["state"]) == (409, "state_conflict", state)
            assert card(one, made)["status"] == state


def test_k04_from_an_order_to_the_residents_committee_and_a_new_election(world, one):
    """Each step has its day, reason and document; the register's days stay as they were told."""
    made = committee(world, term_from="2024-05-01", term_to="2029-05-01")
    known_since(world, made["estate"]["id"], today(-60))
    before = officer(world, "near").get(f"{WHERE}/{made['id']}", {"as_of": today(-1)}).json
    first = community(world).post(f"{WHERE}/{made['id']}/steps", {"action": "order", "day": today(-40), "reason": "王五反映，电话13812345678", **ORDER}, expect=201).json
    assert (first["from_state"], first["to_state"], first["due_on"], first["document"], first["made_role"]) == ("normal", "rectifying", today(30), "街道办12号", "community")
    assert "13812345678" not in first["reason"]
    assert (card(one, made)["status"], card(one, made)["rectify_by"], card(one, made)["version"]) == ("rectifying", today(30), 2)
    assert community(world).post(f"{WHERE}/{made['id']}/steps", {"action": "substitute", "reason": "未整改", "document": "委托书"}, expect=403).code == "committee_step_not_yours"
    step(one, made, "substitute", day=today(-30), document="业主大会委托书")
    assert (card(one, made)["status"], card(one, made)["rectify_by"]) == ("substituted", None)
    assert one.post(f"{WHERE}/{made['id']}/steps", {"action": "call_election", "reason": "换届", "day": today(-31)}, expect=422).code == "committee_step_day_unfit"
    step(one, made, "call_election", day=today(-20))
    step(one, made, "elect", day=today(-1), term_from=today(-1), term_to=today(1824), document="决议1号")
    now = card(one, made)
    assert (now["status"], now["term_from"], now["term_to"], now["version"]) == ("normal", today(-1), today(1824), 5)
    assert officer(world, "near").get(f"{WHERE}/{made['id']}", {"as_of": today(-1)}).json == before
    assert [row["action"] for row in one.pages(f"{WHERE}/{made['id']}/steps")] == ["elect", "call_election", "substitute", "order"]
    assert [row["action"] for row in one.pages(f"{WHERE}/{made['id']}/steps", {"action": "order,elect", "subject": "committee"})] == ["elect", "order"]
    kept = world.cluster.query("select status, rectify_by::text from owners_committees_past where id = %s order by known_from", (made["id"],))
    assert [(row["status"], row["rectify_by"]) for row in kept] == [("normal", None), ("rectifying", today(30)), ("substituted", None), ("re_election", None)]


@pytest.mark.parametrize("members,problem", [
    ({"action": "order", "due_on": today(30)}, "committee_step_incomplete"), ({"action": "order", "document": "12号"}, "committee_step_incomplete"),
    ({"action": "call_election", "due_on": today(30)}, "committee_step_incomplete"), ({"action": "order", **ORDER, "day": today(1)}, "day_in_the_future"),
    ({"action": "order", **ORDER, "due_on": today()}, "committee_step_day_unfit"), ({"action": "order", **ORDER, "day": "2024-04-30"}, "committee_step_day_unfit"),
    ({"action": "lapse"}, "committee_step_day_unfit")])
def test_a_step_that_does_not_fit_changes_nothing(members, problem, world, one):
    made = committee(world, term_from="2024-05-01", term_to=today(1))
    assert one.post(f"{WHERE}/{made['id']}/steps", {"reason": "核实属实", **members}, expect=422).code == problem
    assert card(one, made) == card(officer(world, "near"), made) and card(one, made)["version"] == 1
    assert street(world, "far").post(f"{WHERE}/{made['id']}/steps", {"action": "order", "reason": "核实", **ORDER}, expect=404).code == "not_found"


def test_of_two_who_step_at_once_the_second_meets_the_first(world):
    for _ in range(4):
        made = ordered(world)
        answers = at_once(*[lambda client=client, name=name: client.post(f"{WHERE}/{made['id']}/steps", {"action": name, "reason": "核实属实", "day": today(-5)})
                            for client, name in ((street(world), "comply"), (officer(world, "near"), "comply"), (community(world), "comply"))])
        assert sorted(answer.status for answer in answers) == [201, 409, 409] and card(street(world), made)["version"] == 3


def test_dissolving_clears_the_order(world, one):
    made = ordered(world)
    gone = one.request("PATCH", f"{WHERE}/{made['id']}", json_body={"status": "dissolved", "dissolved_on": today()}, headers={"If-Match": '"2"'}, expect=200).json
    assert (gone["status"], gone["rectify_by"]) == ("dissolved", None)
    back = one.request("PATCH", f"{WHERE}/{made['id']}", json_body={"status": "normal", "dissolved_on": None}, headers={"If-Match": '"3"'}, expect=200).json
    assert back["status"] == "normal"


def test_k05_a_member_is_suspended_ended_by_the_assembly_and_that_is_announced(world, one):
    who = member(world, position="director", name="周主任")
    where = f"{MEMBERS}/{who['id']}/steps"
    assert one.post(where, {"action": "suspend", "reason": "核实", "item_code": "no_such"}, expect=422).code == "committee_negative_item_unknown"
    assert one.post(where, {"action": "suspend", "reason": "核实"}, expect=422).code == "committee_step_incomplete"
    assert one.post(where, {"action": "terminate", "reason": "核实", "document": "决议"}, expect=409).code == "state_conflict"
    suspended = community(world).post(where, {"action": "suspend", "reason": "核实索要财物", "item_code": "OC-05", "day": today(-20)}, expect=201).json
    assert (suspended["subject"], suspended["member_id"], suspended["to_state"]) == ("member", who["id"], "suspended") and "索要财物" in suspended["item_zh"]
    assert member_card(one, who)["state"] == "suspended"
    one.post(where, {"action": "propose", "reason": "提请终止", "document": "街道办20号", "day": today(-15)}, expect=201)
    ended = one.post(where, {"action": "terminate", "reason": "业主大会决定", "document": "决议2号", "day": today(-5)}, expect=201).json
    assert ended["to_state"] == "terminated"
    now = member_card(one, who)
    assert (now["state"], now["valid_to"], now["end_reason"], now["announced_on"]) == ("terminated", today(-5), "业主大会决定", None)
    gap = {"kind": "announcement_missing", "estate_id": card(one, {"id": who["committee_id"]})["estate"]["id"]}
    assert [row["subject_id"] for row in one.pages("/v1/committee-gaps", gap)] == [who["id"]]
    assert one.post(where, {"action": "announce", "reason": "公告"}, expect=422).code == "committee_step_incomplete"
    one.post(where, {"action": "announce", "reason": "公告全体业主", "place": "小区公告栏"}, expect=201)
    assert one.post(where, {"action": "announce", "reason": "再公告", "place": "小区公告栏"}, expect=409).code == "state_conflict"
    assert member_card(one, who)["announced_on"] == today() and one.pages("/v1/committee-gaps", gap) == []
    told = world.anyone.get("/v1/published-committee-announcements", {"committee_id": who["committee_id"]}, expect=200)
    assert [row["kind"] for row in told.json["items"]] == ["membership_ended"] and "周主任" not in told.body.decode()


def test_k05_a_suspension_is_lifted_and_one_who_has_left_is_not_suspended(world, one):
    who = member(world)
    where = f"{MEMBERS}/{who['id']}/steps"
    one.post(where, {"action": "suspend", "reason": "核实", "item_code": "OC-08"}, expect=201)
    assert [row["id"] for row in one.pages(f"{WHERE}/{who['committee_id']}/members", {"state": "suspended"})] == [who["id"]]
    estate_id = card(one, {"id": who["committee_id"]})["estate"]["id"]
    assert [row["subject_id"] for row in one.pages("/v1/committee-gaps", {"kind": "membership_open", "estate_id": estate_id})] == [who["id"]]
    one.post(where, {"action": "lift", "reason": "已补交费用"}, expect=201)
    assert member_card(one, who)["state"] == "active"
    one.post(f"{MEMBERS}/{who['id']}/end", {"valid_to": today(-1), "reason": "辞职"}, expect=200)
    answer = one.post(where, {"action": "suspend", "reason": "核实", "item_code": "OC-08"}, expect=409)
    assert answer.json["state"] == "ended"


def test_k01_all_departments_pass_a_candidate_and_one_fails_another(world, one):
    own = estate_of(world)
    made = candidate(world, estate_id=own["id"], name="郑人选", departments=["公安派出所", "司法所", "社区党委"])
    where = f"{CANDIDATES}/{made['id']}/opinions"
    assert (made["state"], made["opinions"], made["concluded_at"]) == ("reviewing", [], None)
    assert officer(world, "near").post(where, {"department": "司法所", "verdict": "pass"}, expect=409).code == "separation_of_duties"
    assert one.post(where, {"department": "税务局", "verdict": "pass"}, expect=422).code == "committee_department_not_asked"
    for value in ({"verdict": "fail"}, {"verdict": "pass", "item_code": "dishonest"}):
        assert one.post(where, {"department": "司法所", **value}, expect=422).code == "committee_opinion_incomplete"
    assert one.post(where, {"department": "司法所", "verdict": "fail", "item_code": "OC-05"}, expect=422).code == "committee_negative_item_unknown"
    one.post(where, {"department": "司法所", "verdict": "pass"}, expect=201)
    assert one.post(where, {"department": "司法所", "verdict": "pass"}, expect=409).code == "committee_opinion_exists"
    one.post(where, {"department": "公安派出所", "verdict": "pass"}, expect=201)
    body = committee(world, estate_id=own["id"])
    joining = {"name": "郑人选", "position": "member", "valid_from": today()}
    assert one.post(f"{WHERE}/{body['id']}/members", joining, expect=409).code == "committee_candidate_not_passed"
    passed = community(world).post(where, {"department": "社区党委", "verdict": "pass", "reason": "同意"}, expect=201).json
    assert (passed["state"], [row["department"] for row in passed["opinions"]]) == ("passed", sorted(["公安派出所", "司法所", "社区党委"]))
    joined = one.post(f"{WHERE}/{body['id']}/members", joining, expect=201).json
    assert (joined["candidate_id"], joined["state"]) == (made["id"], "active")
    assert one.post(where, {"department": "社区党委", "verdict": "pass"}, expect=409).json["state"] == "passed"


def test_k01_who_failed_the_review_becomes_no_member(world, one):
    """By the name or by the candidate; the database refuses it too."""
    own = estate_of(world)
    made = candidate(world, estate_id=own["id"], name="冯人选")
    failed = one.post(f"{CANDIDATES}/{made['id']}/opinions", {"department": "司法所", "verdict": "fail", "item_code": "dishonest", "reason": "失信被执行人"}, expect=201).json
    assert (failed["state"], failed["opinions"][0]["item_code"]) == ("failed", "dishonest") and failed["concluded_at"]
    body = committee(world, estate_id=own["id"])
    for value in ({}, {"candidate_id": made["id"]}):
        assert one.post(f"{WHERE}/{body['id']}/members", {"name": "冯人选", "position": "member", "valid_from": today(), **value}, expect=409).code == "committee_candidate_not_passed"
    assert one.post(f"{WHERE}/{body['id']}/members", {"name": "另一人", "position": "member", "valid_from": today(), "candidate_id": made["id"]}, expect=422).code == "committee_candidate_unknown"
    with pytest.raises(Exception, match="committee_members_candidate"):
        world.cluster.query("insert into committee_members (district_code, committee_id, name, valid_from, candidate_id) values ('150202', %s, '冯人选', current_date, %s) returning id",
                            (body["id"], made["id"]))
    again = candidate(world, estate_id=own["id"], name="冯人选")
    assert [row["id"] for row in one.pages(CANDIDATES, {"estate_id": own["id"], "state": "failed"})] == [made["id"]]
    assert officer(world, "near").post(CANDIDATES, new_candidate(world, own["id"], name="冯人选"), expect=409).code == "committee_candidate_exists"
    for department in again["departments"]:
        one.post(f"{CANDIDATES}/{again['id']}/opinions", {"department": department, "verdict": "pass"}, expect=201)
    one.post(f"{WHERE}/{body['id']}/members", {"name": "冯人选", "position": "member", "valid_from": today()}, expect=201)
    assert one.get(f"{CANDIDATES}/{again['id']}").json["state"] == "passed"


def test_k01_departments_that_answer_at_once_conclude_once(world):
    for _ in range(3):
        made = candidate(world, by=community(world), departments=["甲局", "乙局", "丙局", "丁局"])
        answers = at_once(*[lambda name=name: street(world).post(f"{CANDIDATES}/{made['id']}/opinions", {"department": name, "verdict": "pass"}) for name in made["departments"]])
        assert {answer.status for answer in answers} == {201}
        assert (street(world).get(f"{CANDIDATES}/{made['id']}").json["state"], sorted(answer.json["state"] for answer in answers)) == ("passed", ["passed", "reviewing", "reviewing", "reviewing"])
    assert street(world).post(CANDIDATES, new_candidate(world, estate_of(world, "far")["id"]), expect=422).code == "estate_unknown"


def test_k01_where_the_rule_says_so_every_member_is_reviewed(world):
    """Set in another district, where no other test registers members."""
    abroad = officer(world, "abroad")
    body = committee(world, "abroad")
    value = {"name": "沈委员", "position": "member", "valid_from": today()}
    rule = abroad.post("/v1/rules", {"name": "committee_members_reviewed", "value": "1", "basis": "区文件", "effective_from": today()}, expect=201).json
    assert rule["name"] == "committee_members_reviewed"
    assert abroad.post(f"{WHERE}/{body['id']}/members", value, expect=409).code == "committee_candidate_not_passed"
    abroad.post(f"{WHERE}/{body['id']}/members", {**value, "valid_from": today(-1)}, expect=201)


def test_k01_a_district_words_its_own_list(world):
    """From a day on, in place of the common item, or taking it away; on a day before everything stands as it did."""
    officer_here, code = officer(world, "near"), "illegal_building"
    holds = lambda day: {row["code"]: row for row in officer_here.pages("/v1/committee-negative-items", {"purpose": "candidate", "as_of": day})}
    assert len(holds(today())) >= 8 and holds(today())[code]["common"] and holds(today())["fees_unpaid"]["basis"].startswith("003")
    value = {"purpose": "candidate", "code": code, "zh": "违建未拆除", "en": "Illegal building", "basis": "区住建局8号", "effective_from": today(20)}
    made = officer_here.post("/v1/committee-negative-items", value, expect=201).json
    assert not made["common"] and holds(today())[code]["common"] and holds(today(20))[code]["zh"] == "违建未拆除"
    assert officer_here.post("/v1/committee-negative-items", value, expect=409).code == "committee_negative_item_planned"
    assert officer_here.post("/v1/committee-negative-items", {**value, "code": "x", "effective_from": today(-1)}, expect=422).code == "takes_effect_in_the_past"
    officer_here.post("/v1/committee-negative-items", {**value, "applies": False, "effective_from": today(40)}, expect=201)
    assert code in holds(today(39)) and code not in holds(today(40))
    assert [row["effective_to"] for row in officer_here.pages("/v1/committee-negative-items", {"purpose": "candidate"}) if row["id"] == made["id"]] == [today(40)]
    assert holds(today(40)).keys() < holds(today()).keys() | {"x"}
    assert {row["code"]: row for row in officer(world, "abroad").pages("/v1/committee-negative-items", {"purpose": "candidate", "as_of": today(40)})}[code]["common"]


def test_k06_a_decision_is_ordered_to_be_corrected_or_annulled_by_another_and_announced(world, one):
    made = decision(world)
    where = f"{DECISIONS}/{made['id']}/steps"
    order = {"action": "order", "reason": "未经业主大会共同决定", "document": "街道办13号", "due_on": today(-10), "day": today(-30)}
    assert one.post(where, {**order, "day": today(-60), "due_on": today(-40)}, expect=422).code == "committee_step_day_unfit"
    assert (made["state"], one.post(where, order, expect=201).json["to_state"]) == ("standing", "ordered")
    estate_id = made["estate"]["id"]
    late = one.pages("/v1/committee-gaps", {"kind": "correction_overdue", "estate_id": estate_id, "overdue": "true"})
    assert [(row["subject_id"], row["due_on"]) for row in late] == [(made["id"], today(-10))]
    annul = {"action": "annul", "reason": "拒不整改", "document": "街道办15号"}
    assert one.post(where, annul, expect=409).code == "separation_of_duties"
    other = officer(world, "near")
    assert other.post(where, {**annul, "day": today(-10)}, expect=422).code == "committee_step_day_unfit"
    other.post(where, {**annul, "day": today(-9)}, expect=201)
    assert one.post(where, {"action": "correct", "reason": "已改"}, expect=409).json["state"] == "annulled"
    one.post(where, {"action": "announce", "reason": "公告业主", "place": "小区公告栏", "day": today(-8)}, expect=201)
    now = one.get(f"{DECISIONS}/{made['id']}").json
    assert (now["state"], now["announced_on"], now["due_on"], now["version"]) == ("annulled", today(-8), today(-10), 4)
    told = world.anyone.pages("/v1/published-committee-announcements", {"estate_id": estate_id})
    assert [(row["kind"], row["announced_on"]) for row in told] == [("decision_annulled", today(-8))] and "出租南门空地" in told[0]["content"]
    assert [row["action"] for row in one.pages(f"{WHERE}/{made['committee_id']}/steps", {"subject": "decision"})] == ["announce", "annul", "order"]
    assert world.cluster.query("select ordered_by <> annulled_by as apart from committee_decisions where id = %s", (made["id"],))[0]["apart"]


def test_k06_a_decision_that_is_corrected_stands_no_longer_ordered(world, one):
    made = decision(world)
    one.post(f"{DECISIONS}/{made['id']}/steps", {"action": "order", "reason": "违反规则", "document": "13号", "due_on": today(10)}, expect=201)
    one.post(f"{DECISIONS}/{made['id']}/steps", {"action": "correct", "reason": "已重新表决"}, expect=201)
    assert [row["id"] for row in one.pages(DECISIONS, {"committee_id": made["committee_id"], "state": "corrected"})] == [made["id"]]
    assert one.pages("/v1/committee-gaps", {"kind": "correction_overdue", "estate_id": made["estate"]["id"]}) == []
    assert one.post(f"{WHERE}/{made['committee_id']}/decisions", {"title": "未来", "decided_on": today(1)}, expect=422).code == "day_in_the_future"


def test_k07_representatives_review_a_committee_by_the_rule_of_the_day(world, one):
    made = committee(world)
    where = f"{WHERE}/{made['id']}/reviews"
    gap = {"kind": "review_missing", "estate_id": made["estate"]["id"]}
    assert [row["committee_id"] for row in one.pages("/v1/committee-gaps", gap)] == [made["id"]]
    good = one.post(where, new_review(), expect=201).json
    assert (good["satisfied_percent"], good["required_percent"], good["result"]) == ("70.00", "60.00", "passed")
    exact = one.post(where, new_review(1, satisfied=18, acceptable=9), expect=201).json
    poor = one.post(where, new_review(2, satisfied=17, acceptable=10), expect=201).json
    assert (exact["satisfied_percent"], exact["result"], poor["satisfied_percent"], poor["result"]) == ("60.00", "passed", "56.67", "failed")
    assert one.post(where, new_review(3, satisfied=22), expect=422).code == "committee_review_sum"
    assert one.post(where, new_review(), expect=409).code == "committee_review_exists"
    assert [row["id"] for row in one.pages(where)] == [good["id"], exact["id"], poor["id"]] and one.pages("/v1/committee-gaps", gap) == []


def test_k02_elections_and_leaving_directors_are_audited_and_what_is_missing_is_listed(world, one):
    """Three kinds; each election and each director once; missing until there is a report."""
    made, election = elected(world, day=-70)
    director = member(world, of=made, position="director")
    plain = member(world, of=made)
    for who in (director, plain):
        one.post(f"{MEMBERS}/{who['id']}/end", {"valid_to": today(-20), "reason": "换届"}, expect=200)
    gap = {"kind": "audit_missing", "estate_id": made["estate"]["id"]}
    missing = {row["subject_id"]: (row["due_on"], row["overdue"]) for row in one.pages("/v1/committee-gaps", gap)}
    assert missing == {election["id"]: (today(-10), True), director["id"]: (today(40), False)}
    where = f"{WHERE}/{made['id']}/audits"
    asked = {"auditor": "某会计师事务所", "commissioned_on": today(-5)}
    term = one.post(where, {**asked, "kind": "term_change", "election_id": election["id"]}, expect=201).json
    assert one.post(where, {**asked, "kind": "term_change", "election_id": election["id"]}, expect=409).code == "committee_audit_exists"
    assert one.post(where, {**asked, "kind": "director_leaving", "member_id": plain["id"]}, expect=422).code == "committee_audit_of_nothing"
    assert one.post(where, {**asked, "kind": "special", "member_id": director["id"]}, expect=422).code == "committee_audit_incomplete"
    leaving = one.post(where, {**asked, "kind": "director_leaving", "member_id": director["id"]}, expect=201).json
    special = audit(world, of=made)
    assert set(row["subject_id"] for row in one.pages("/v1/committee-gaps", gap)) == {election["id"], director["id"]}
    reported = one.post(f"{AUDITS}/{term['id']}/report", {"opinion": "irregular", "findings": "会计李四电话13812345678称账实不符", "document": "审字5号"}, expect=200).json
    assert (reported["opinion"], reported["reported_on"]) == ("irregular", today()) and "13812345678" not in reported["findings"]
    assert one.post(f"{AUDITS}/{term['id']}/report", {"opinion": "clean"}, expect=409).json["state"] == "reported"
    assert one.post(f"{AUDITS}/{leaving['id']}/report", {"opinion": "clean", "reported_on": today(-6)}, expect=422).code == "committee_step_day_unfit"
    assert [row["subject_id"] for row in one.pages("/v1/committee-gaps", gap)] == [director["id"]]
    listed = one.pages(AUDITS, {"committee_id": made["id"], "reported": "false"})
    assert {row["id"] for row in listed} == {leaving["id"], special["id"]}
    assert [row["id"] for row in one.pages(AUDITS, {"committee_id": made["id"], "kind": "special"})] == [special["id"]]


def test_k03_a_co_managed_account_is_told_by_its_last_digits_alone(world, one):
    made = committee(world)
    assert not card(one, made)["co_managed"]
    kept = account(world, of=made, last4="6789", opened_on=today(-20))
    assert card(one, made)["co_managed"] and not one.get(f"{WHERE}/{made['id']}", {"as_of": today()}).json["version"] != 1
    assert one.post(f"{WHERE}/{made['id']}/accounts", {"bank": "某银行支行", "last4": "6789", "managed_with": "某社区"}, expect=409).code == "committee_account_exists"
    assert one.post(f"{WHERE}/{made['id']}/accounts", {"bank": "某银行支行", "last4": "6222021234567896789", "managed_with": "某社区"}, expect=422).code == "invalid_body"
    assert one.post(f"/v1/committee-accounts/{kept['id']}/close", {"reason": "销户", "closed_on": today(-21)}, expect=422).code == "committee_step_day_unfit"
    closed = one.post(f"/v1/committee-accounts/{kept['id']}/close", {"reason": "销户"}, expect=200).json
    assert (closed["closed_on"], closed["close_reason"]) == (today(), "销户") and not card(one, made)["co_managed"]
    assert one.post(f"/v1/committee-accounts/{kept['id']}/close", {"reason": "再销户"}, expect=409).json["state"] == "closed"
    assert [row["id"] for row in one.pages(f"{WHERE}/{made['id']}/accounts")] == [kept["id"]]


def test_j10_what_is_decided_and_what_money_it_takes_is_announced_to_everybody(world, one):
    made = committee(world)
    where = f"{WHERE}/{made['id']}/announcements"
    for missing in ("fund_source", "fund_use"):
        assert one.post(where, {name: value for name, value in new_announcement().items() if name != missing}, expect=422).code == "committee_announcement_incomplete"
    told = one.post(where, new_announcement(content="经3栋2单元101室业主王五13812345678提议更换道闸"), expect=201).json
    assert (told["fund_source"], told["fund_use"], told["amount"], told["place"], told["announced_on"]) == ("公共收益", "购置道闸一套", "12800.00", "小区公告栏", today())
    assert "13812345678" not in told["content"] and "101室" not in told["content"]
    of_it = decision(world, of=made)
    assert one.post(where, new_announcement(decision_id=decision(world)["id"]), expect=422).code == "committee_decision_unknown"
    matter = one.post(where, {"kind": "matter", "title": "出租南门空地", "content": "出租一年", "place": "各单元门口", "decision_id": of_it["id"], "announced_on": today(-3)}, expect=201).json
    public = world.anyone.pages("/v1/published-committee-announcements", {"estate_id": made["estate"]["id"]})
    assert public == [told, matter] == world.caller("company.one@150202").pages("/v1/published-committee-announcements", {"committee_id": made["id"]})
    assert [row["id"] for row in world.anyone.pages("/v1/published-committee-announcements", {"committee_id": made["id"], "kind": "matter", "announced_before": today()})] == [matter["id"]]


def test_everybody_reads_kind_status_and_term_of_a_committee_that_stands(world, one):
    made = ordered(world, term_from="2024-05-01", term_to="2029-05-01")
    shown = world.anyone.pages("/v1/published-committees", {"estate_id": made["estate"]["id"]})
    assert [(row["id"], row["kind"], row["status"], row["term_to"]) for row in shown] == [(made["id"], "owners_committee", "rectifying", "2029-05-01")]
    assert "rectify_by" not in shown[0] and "member_count" not in shown[0]
    one.request("PATCH", f"{WHERE}/{made['id']}", json_body={"status": "dissolved", "dissolved_on": today()}, headers={"If-Match": '"2"'}, expect=200)
    assert world.anyone.pages("/v1/published-committees", {"estate_id": made["estate"]["id"]}) == []


def test_b03_an_estate_without_any_body_is_missing_one(world, one):
    """Either an owners' committee or, with a reason, a body in its place."""
    own = estate_of(world)
    ask = lambda **query: [row["kind"] for row in one.pages("/v1/committee-gaps", {"estate_id": own["id"], "kind": "no_body", **query})]
    assert ask() == ["no_body"] == ask(street_code=own["street_code"], community_code=own["community_code"])
    assert street(world, "far").pages("/v1/committee-gaps", {"estate_id": own["id"]}) == []
    committee(world, estate_id=own["id"], kind="environment_property_committee", no_oc_reason="too_few_households")
    assert ask() == []


@pytest.mark.parametrize("counts,share,short", [((7, 4), "57.14", False), ((8, 4), "50.00", False), ((7, 3), "42.86", True), ((0, 0), None, None)])
def test_b04_too_few_party_members_are_a_warning(counts, share, short, world, one):
    made = committee(world, member_count=counts[0], party_member_count=counts[1])
    assert (card(one, made)["party_percent"], card(one, made)["party_short"]) == (share, short) == (made["party_percent"], made["party_short"])
    assert len(one.pages("/v1/committee-gaps", {"kind": "party_short", "estate_id": made["estate"]["id"]})) == bool(short)


def test_b04_without_counts_members_in_office_are_counted(world, one):
    made = committee(world)
    assert card(one, made)["party_percent"] is None
    for flag, position in ((True, "director"), (False, "member"), (False, "member"), (True, "alternate")):
        member(world, of=made, party_member=flag, position=position)
    assert (card(one, made)["party_percent"], card(one, made)["party_short"]) == ("33.33", True)


def test_terms_that_end_are_listed_in_time_and_when_they_are_over(world, one):
    """DEPT-19: nobody elects although the term is over."""
    kinds = lambda made: [row["kind"] for row in one.pages("/v1/committee-gaps", {"estate_id": made["estate"]["id"], "kind": "term_ending,term_over"})]
    for days, expected in ((91, []), (90, ["term_ending"]), (1, ["term_ending"]), (0, ["term_over"]), (-400, ["term_over"])):
        made = committee(world, established_on="2020-05-01", term_from="2020-05-01", term_to=today(days))
        assert (kinds(made), card(one, made)["term_over"]) == (expected, days <= 0), days
    step(one, made, "lapse")
    step(one, made, "call_election")
    assert kinds(made) == [] and not card(one, made)["term_over"]


def test_k04_an_order_that_was_not_obeyed_is_listed(world, one):
    made = committee(world)
    step(one, made, "order", day=today(-40), due_on=today(-1), document="街道办12号")
    late = one.pages("/v1/committee-gaps", {"estate_id": made["estate"]["id"], "kind": "rectification_overdue"})
    assert [(row["subject_id"], row["due_on"], row["overdue"]) for row in late] == [(made["id"], today(-1), True)]
    step(one, made, "order", due_on=today(10), document="街道办22号")
    assert one.pages("/v1/committee-gaps", {"estate_id": made["estate"]["id"], "kind": "rectification_overdue"}) == []


def test_a_firm_reads_the_committee_of_its_estates_and_nothing_of_its_life(world, samples):
    company = world.caller("company.one@150202")
    own = str(samples.estates["one"]["id"])
    there = company.pages(WHERE, {"estate_id": own})
    made = there[0] if there else committee(world, "one", own)
    assert company.get(f"{WHERE}/{made['id']}", expect=200).json["status"]
    for where in (f"{WHERE}/{made['id']}/steps", f"{WHERE}/{made['id']}/reviews", CANDIDATES, DECISIONS, AUDITS, "/v1/committee-gaps"):
        assert company.get(where, expect=403)
    connection = world.cluster.connect(user="wuye_company")
    try:
        for table in ("committee_members", "committee_steps", "committee_candidates", "committee_opinions", "committee_decisions", "committee_audits", "committee_accounts", "committee_reviews"):
            with connection.cursor() as cursor, pytest.raises(Exception, match="permission denied"):
                cursor.execute(f"select 1 from {table}")
            connection.rollback()
    finally:
        connection.close()


def estate_of(world, place="near"):
    return estate(types.SimpleNamespace(world=world), place)
