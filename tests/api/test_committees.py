"""Life of owners' committees: the path of their status, their members, candidates and joint reviews (K01, K04, K05)."""
import types

import pytest
from test_estates import at_once, known_since
from things.closing import community, street
from things.committees import WHERE, candidate, committee, member, new_candidate, ordered, step
from things.estates import estate, officer, today

MEMBERS, CANDIDATES = "/v1/committee-members", "/v1/committee-candidates"
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


def test_a_dissolution_that_is_taken_back_leads_to_what_stood(world, one):
    made = ordered(world)
    gone = one.request("PATCH", f"{WHERE}/{made['id']}", json_body={"status": "dissolved", "dissolved_on": today()}, headers={"If-Match": '"2"'}, expect=200).json
    assert (gone["status"], gone["rectify_by"]) == ("dissolved", None)
    undo = lambda status, expect: one.request("PATCH", f"{WHERE}/{made['id']}", json_body={"status": status, "dissolved_on": None}, headers={"If-Match": '"3"'}, expect=expect)
    assert undo("normal", 422).code == "committee_status_by_step"
    back = undo("rectifying", 200).json
    assert (back["status"], back["rectify_by"]) == ("rectifying", today(30))


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


def test_k05_a_member_is_suspended_once_however_many_decide_so(world):
    for _ in range(3):
        who = member(world)
        value = {"action": "suspend", "reason": "核实属实", "item_code": "OC-04"}
        answers = at_once(*[lambda client=client: client.post(f"{MEMBERS}/{who['id']}/steps", value) for client in (street(world), community(world), officer(world, "near"))])
        assert sorted(answer.status for answer in answers) == [201, 409, 409] and {answer.json["state"] for answer in answers if answer.status == 409} == {"suspended"}


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
    assert one.post(where, {"department": "司法所", "verdict": "pass", "given_on": today(1)}, expect=422).code == "day_in_the_future"
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
        world.cluster.query("insert into committee_members (district_code, committee_id, name, valid_from, candidate_id) values ('150202', %s, '冯人选', %s, %s) returning id",
                            (body["id"], today(), made["id"]))
    again = candidate(world, estate_id=own["id"], name="冯人选")
    assert [row["id"] for row in one.pages(CANDIDATES, {"estate_id": own["id"], "state": "failed"})] == [made["id"]]
    assert officer(world, "near").post(CANDIDATES, new_candidate(world, own["id"], name="冯人选"), expect=409).code == "committee_candidate_exists"
    for department in again["departments"]:
        one.post(f"{CANDIDATES}/{again['id']}/opinions", {"department": department, "verdict": "pass"}, expect=201)
    one.post(f"{WHERE}/{body['id']}/members", {"name": "冯人选", "position": "member", "valid_from": today()}, expect=201)
    assert one.get(f"{CANDIDATES}/{again['id']}").json["state"] == "passed"


def test_k01_another_spelling_of_the_name_gets_nobody_round_the_review(world, one):
    """In an estate that reviews candidates; who passed is a member once by it, and goes on in another position without another review, but not into another term."""
    own, joining = estate_of(world), {"position": "member", "valid_from": today(-30)}
    failed, passed = candidate(world, estate_id=own["id"], name="褚人选"), candidate(world, estate_id=own["id"], name="卫人选")
    one.post(f"{CANDIDATES}/{failed['id']}/opinions", {"department": "司法所", "verdict": "fail", "item_code": "dishonest"}, expect=201)
    for department in passed["departments"]:
        one.post(f"{CANDIDATES}/{passed['id']}/opinions", {"department": department, "verdict": "pass"}, expect=201)
    body = committee(world, estate_id=own["id"])
    join = lambda expect, **value: one.post(f"{WHERE}/{body['id']}/members", {**joining, **value}, expect=expect)
    for name in ("褚 人选", "褚人選", "路人"):
        assert join(409, name=name).code == "committee_candidate_not_passed"
    first = join(201, name="卫人选").json
    assert first["candidate_id"] == passed["id"]
    for value in ({}, {"candidate_id": passed["id"]}):
        assert join(409, name="卫人选", **value).code == "committee_candidate_not_passed"
    one.post(f"{MEMBERS}/{first['id']}/end", {"valid_to": today(-5), "reason": "改任主任"}, expect=200)
    assert join(409, name="卫人选", valid_from=today(-4)).code == "committee_candidate_not_passed"
    assert join(201, name="卫人选", position="director", valid_from=today(-5)).json["candidate_id"] is None


def test_k04_with_a_new_term_the_old_members_leave_unless_they_are_elected_again(world, one):
    made = committee(world)
    stays, leaves, gone, later = (member(world, of=made, name=name) for name in ("留任者", "离任者", "已辞者", "将辞者"))
    one.post(f"{MEMBERS}/{gone['id']}/end", {"valid_to": today(-90), "reason": "辞职"}, expect=200)
    one.post(f"{MEMBERS}/{later['id']}/end", {"valid_to": today(90), "reason": "辞职"}, expect=200)
    fresh = member(world, of=made, name="新任者", valid_from=today(3))
    step(one, made, "call_election", day=today(-2))
    elect = {"day": today(-1), "term_from": today(3), "term_to": today(1828), "document": "决议1号"}
    for again in (gone["id"], fresh["id"], member(world)["id"]):
        assert step(one, made, "elect", 422, **elect, re_elected=[stays["id"], again]).code == "committee_member_not_in_office"
    assert step(one, made, "elect", 422, **{**elect, "term_from": today(-2)}).code == "committee_step_day_unfit"
    assert step(one, committee(world), "call_election", 422, re_elected=[stays["id"]]).code == "committee_step_incomplete"
    assert member_card(one, leaves)["valid_to"] is None
    assert step(one, made, "elect", **elect, re_elected=[stays["id"]]).json["re_elected"] == [stays["id"]]
    ends = {row["name"]: (row["valid_to"], row["end_reason"]) for row in one.pages(f"{WHERE}/{made['id']}/members")}
    assert ends == {"留任者": (None, None), "离任者": (today(3), "换届"), "已辞者": (today(-90), "辞职"), "将辞者": (today(3), "换届"), "新任者": (None, None)}


def test_k01_who_is_elected_again_was_reviewed_again(world, one):
    """Where the estate reviews candidates, by a review of its own for the new term."""
    made = committee(world)
    who = member(world, of=made, name="连任者")
    step(one, made, "call_election")
    again = candidate(world, estate_id=made["estate"]["id"], name="连任者")
    elect = {"term_from": today(), "term_to": today(1825), "document": "决议1号", "re_elected": [who["id"]]}
    assert step(one, made, "elect", 409, **elect).code == "committee_candidate_not_passed"
    for department in again["departments"]:
        one.post(f"{CANDIDATES}/{again['id']}/opinions", {"department": department, "verdict": "pass"}, expect=201)
    step(one, made, "elect", **elect)
    now = member_card(one, who)
    assert (now["candidate_id"], now["valid_to"]) == (again["id"], None)
    step(one, made, "call_election")
    assert step(one, made, "elect", 409, **elect).code == "committee_candidate_not_passed"
    third = candidate(world, estate_id=made["estate"]["id"], name="连任者")
    for department in third["departments"]:
        one.post(f"{CANDIDATES}/{third['id']}/opinions", {"department": department, "verdict": "pass"}, expect=201)
    tomorrow = {**elect, "term_from": today(1)}
    step(one, made, "elect", **tomorrow)
    assert member_card(one, who)["candidate_id"] == third["id"]
    joining = {"name": "连任者", "position": "member", "valid_from": today(1), "candidate_id": again["id"]}
    assert one.post(f"{WHERE}/{made['id']}/members", joining, expect=409).code == "committee_candidate_not_passed"


def test_what_was_known_of_members_on_a_day_stays(world, one):
    who, where = member(world), None
    where = f"{WHERE}/{who['committee_id']}/members"
    world.cluster.query("update committee_members set known_from = %s, updated_at = %s where id = %s returning id", (today(-9), today(-9), who["id"]))
    one.post(f"{MEMBERS}/{who['id']}/steps", {"action": "suspend", "reason": "核实属实", "item_code": "OC-04", "day": today(-8)}, expect=201)
    one.post(f"{MEMBERS}/{who['id']}/end", {"valid_to": today(-7), "reason": "辞职"}, expect=200)
    told = lambda **query: [(row["state"], row["valid_to"], row["version"]) for row in one.pages(where, query)]
    assert told() == told(as_of=today()) == [("suspended", today(-7), 3)]
    assert told(as_of=today(-1)) == told(as_of=today(-1), in_office="true", state="active") == [("active", None, 1)]
    assert told(as_of=today(-10)) == told(as_of=today(), in_office="true") == []


def test_k01_a_candidate_is_withdrawn_while_under_review(world, one):
    own = estate_of(world)
    made = candidate(world, estate_id=own["id"], name="钱人选")
    gone = one.post(f"{CANDIDATES}/{made['id']}/withdraw", {"reason": "本人放弃参选"}, expect=200).json
    assert (gone["state"], gone["withdrawn_because"]) == ("withdrawn", "本人放弃参选") and gone["concluded_at"]
    for where, value in (("withdraw", {"reason": "再次撤回"}), ("opinions", {"department": "司法所", "verdict": "pass"})):
        assert one.post(f"{CANDIDATES}/{made['id']}/{where}", value, expect=409).json["state"] == "withdrawn"
    body = committee(world, estate_id=own["id"])
    joining = {"name": "钱人选", "position": "member", "valid_from": today()}
    assert one.post(f"{WHERE}/{body['id']}/members", {**joining, "candidate_id": made["id"]}, expect=409).code == "committee_candidate_not_passed"
    assert one.post(f"{WHERE}/{body['id']}/members", joining, expect=409).code == "committee_candidate_not_passed"


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
    assert {row["code"]: row for row in officer(world, "abroad").pages("/v1/committee-negative-items", {"purpose": "candidate", "as_of": today(40)})}[code]["common"]


def estate_of(world, place="near"):
    return estate(types.SimpleNamespace(world=world), place)
