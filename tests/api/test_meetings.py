"""Dispatch (F08), joint meetings with their convener (K08), case conferences (F45), and what became of each decision (F48); daily checks and the days without one (F08)."""
import datetime
import threading
import uuid

import pytest
from things import firms
from things.closing import check, community, community_code, decision, meeting, new_check, new_decision, new_meeting, street, street_code
from things.estates import estate, officer, today
from things.issue_progress import campaign, issue

WHERE, DECISIONS, CHECKS, GAPS = "/v1/meetings", "/v1/meeting-decisions", "/v1/daily-checks", "/v1/daily-check-gaps"


@pytest.fixture
def district(world):
    return officer(world, "near")


def ids(client, where, **query):
    return {row["id"] for row in client.pages(where, query)}


# ---- meetings ----

def test_k08_a_street_holds_its_joint_meeting_with_convener_members_and_decisions(world, district):
    """K08: the head of the street convenes; who takes part reads it; each decision has one who answers for it and a day."""
    made = street(world).post(WHERE, new_meeting(community_codes=[community_code(world)]), expect=201)
    one = made.json
    assert made.header("Location") == f"{WHERE}/{one['id']}" and street(world).get(f"{WHERE}/{one['id']}").json == one
    assert (one["kind"], one["street_code"], one["convener"], one["convener_title"], one["state"], one["decisions"]) == ("joint", street_code(world), "召集人甲", "街道办事处主任", "recorded", 0)
    assert one["participants"] == [{"unit": "派出所", "person": "某甲"}, {"unit": "某物业公司"}] and one["street_name"]
    first, second = (street(world).post(f"{WHERE}/{one['id']}/decisions", new_decision(decision=text), expect=201).json for text in ("拆除违建", "增设充电桩"))
    assert (first["number"], second["number"], first["meeting"]["id"], first["state"], first["overdue"]) == (1, 2, one["id"], "open", False)
    after = street(world).get(f"{WHERE}/{one['id']}").json
    assert (after["decisions"], after["open_decisions"], after["version"]) == (2, 2, 3)
    for client, sees in ((district, True), (community(world), True), (street(world, "far"), False), (community(world, "far"), False)):
        client.get(f"{WHERE}/{one['id']}", expect=200 if sees else 404)
        assert ({first["id"], second["id"]} <= ids(client, DECISIONS)) == sees


def test_a_district_meeting_is_read_by_those_who_take_part(world, district):
    one = district.post(WHERE, new_meeting(kind="dispatch", street_codes=[street_code(world)]), expect=201).json
    assert one["street_code"] is None
    street(world).get(f"{WHERE}/{one['id']}", expect=200)
    street(world, "far").get(f"{WHERE}/{one['id']}", expect=404)
    assert street(world).request("PATCH", f"{WHERE}/{one['id']}", json_body={"minutes": "改写"}, headers={"If-Match": '"1"'}, expect=404).code == "not_found", "it is the district's to change"
    assert street(world).post(f"{WHERE}/{one['id']}/decisions", new_decision(), expect=404).code == "not_found"
    decided = district.post(f"{WHERE}/{one['id']}/decisions", new_decision(), expect=201).json
    assert decided["id"] in ids(street(world), DECISIONS) and street(world).post(f"{DECISIONS}/{decided['id']}/complete", {"outcome": "已办"}, expect=404)
    of_street = district.post(WHERE, new_meeting(street_code=street_code(world, "far")), expect=201).json
    assert street(world, "far").request("PATCH", f"{WHERE}/{of_street['id']}", json_body={"minutes": "已补"}, headers={"If-Match": '"1"'}, expect=200).json["minutes"] == "已补"


def test_what_is_wrong_with_a_meeting_is_refused(world, district):
    def refused(client, code, **members):
        assert client.post(WHERE, new_meeting(**members), expect=422).code == code
    refused(district, "street_unknown", street_code="340302001")
    refused(street(world), "street_unknown", street_code=street_code(world, "far"))
    refused(district, "campaign_unknown", campaign_id=str(uuid.uuid4()))
    refused(district, "campaign_unknown", campaign_id=campaign(world, place="abroad"))
    refused(street(world), "meeting_issue_unknown", issue_ids=[issue(world, "far")])
    refused(district, "meeting_issue_unknown", issue_ids=[issue(world, "abroad")])
    refused(district, "conference_without_issue", kind="case_conference")
    planned = meeting(world, held_on=today(3))
    assert street(world).post(f"{WHERE}/{planned['id']}/decisions", new_decision(), expect=409).code == "meeting_not_held"
    held = meeting(world)
    for code, members in (("decision_due_before", {"due_on": today(-2)}), ("firm_unknown", {"firm_id": str(uuid.uuid4())}), ("meeting_issue_unknown", {"issue_ids": [issue(world, "far")]})):
        assert street(world).post(f"{WHERE}/{held['id']}/decisions", new_decision(**members), expect=422).code == code
    with_firm = decision(world, of=held, responsible_kind="firm", responsible="某物业公司", firm_id=firms.firm(world)["id"], issue_ids=[issue(world, "near")])
    assert with_firm["firm_id"] and len(with_firm["issue_ids"]) == 1
    assert with_firm["id"] in ids(district, DECISIONS, firm_id=with_firm["firm_id"]) & ids(district, DECISIONS, issue_id=with_firm["issue_ids"][0])


def test_a_meeting_is_changed_until_it_is_withdrawn(world, district):
    about = [issue(world, "near"), issue(world, "near")]
    one = meeting(world, kind="case_conference", issue_ids=about)
    where = f"{WHERE}/{one['id']}"
    assert sorted(one["issue_ids"]) == sorted(about) and one["id"] in ids(district, WHERE, issue_id=about[0])
    assert street(world).request("PATCH", where, json_body={"issue_ids": []}, headers={"If-Match": '"1"'}, expect=422).code == "conference_without_issue"
    changed = street(world).request("PATCH", where, json_body={"minutes": None, "held_on": today(), "issue_ids": about[:1], "participants": [{"unit": "住建局"}]}, headers={"If-Match": '"1"'}, expect=200).json
    assert (changed["minutes"], changed["held_on"], changed["issue_ids"], changed["participants"], changed["convener"]) == (None, today(), about[:1], [{"unit": "住建局"}], one["convener"])
    assert street(world).request("PATCH", where, json_body={"minutes": "再改"}, headers={"If-Match": '"1"'}, expect=412).code == "precondition_failed"
    open_one = decision(world, of=one)
    gone = street(world).post(f"{where}/withdraw", {"reason": "重复登记"}, expect=200).json
    assert (gone["state"], gone["withdrawn_reason"], gone["open_decisions"], gone["decisions"]) == ("withdrawn", "重复登记", 0, 1)
    assert district.get(f"{DECISIONS}/{open_one['id']}").json["state"] == "dropped"
    for answer in (street(world).post(f"{where}/withdraw", {"reason": "再撤"}), street(world).post(f"{where}/decisions", new_decision()),
                   street(world).request("PATCH", where, json_body={"minutes": "改"}, headers={"If-Match": f'"{gone["version"]}"'})):
        assert (answer.status, answer.code, answer.json["state"]) == (409, "state_conflict", "withdrawn")


def test_a_meeting_is_not_put_after_what_it_decided(world):
    """What is refused of a decision is refused of the meeting's day too: a meeting that is to come has decided nothing, and none is due before it."""
    one = meeting(world, held_on=today(-9))
    decided = decision(world, of=one, due_on=today(-5))
    version = street(world).get(f"{WHERE}/{one['id']}").json["version"]

    def moved(day, expect):
        return street(world).request("PATCH", f"{WHERE}/{one['id']}", json_body={"held_on": day}, headers={"If-Match": f'"{version}"'}, expect=expect)
    assert moved(today(1), 409).code == "meeting_not_held" and moved(today(-4), 422).code == "decision_due_before"
    street(world).post(f"{DECISIONS}/{decided['id']}/complete", {"outcome": "已办", "done_on": today(-7)}, expect=200)
    assert moved(today(-6), 422).code == "decision_due_before" and moved(today(-7), 200).json["held_on"] == today(-7)


def test_a_meeting_names_campaigns_and_areas_that_are_there(world, district):
    """A street names none that it does not see, nobody one that was withdrawn; a code that is nobody's would be read by nobody."""
    draft, gone = campaign(world, "draft"), campaign(world, "withdrawn")
    assert street(world).post(WHERE, new_meeting(campaign_id=draft), expect=422).code == "campaign_unknown"
    assert district.post(WHERE, new_meeting(campaign_id=draft), expect=201).json["campaign_id"] == draft
    for which in (draft, gone):
        assert community(world).post(CHECKS, new_check(campaign_id=which), expect=422).code == "campaign_unknown"
    assert district.post(WHERE, new_meeting(campaign_id=gone), expect=422).code == "campaign_unknown"
    assert district.post(WHERE, new_meeting(street_codes=[street_code(world), "340302001"]), expect=422).code == "street_unknown"
    assert district.post(WHERE, new_meeting(community_codes=[street_code(world)]), expect=422).code == "community_unknown"


def test_f48_each_decision_comes_to_an_end_or_is_overdue(world, district):
    """F48: a list with who answers and by when, closed one by one; what is late is found by that."""
    held = meeting(world, held_on=today(-30))
    done, dropped, late, today_due = (decision(world, of=held, due_on=day) for day in (today(-5), today(-5), today(-1), today()))
    assert late["overdue"] is True and today_due["overdue"] is False, "the last day is a day to do it on"
    where = f"{DECISIONS}/{done['id']}"
    assert district.post(f"{where}/complete", {"outcome": "已办", "done_on": today(1)}, expect=422).code == "day_in_the_future"
    assert district.post(f"{where}/complete", {"outcome": "已办", "done_on": today(-31)}, expect=422).code == "decision_due_before"
    ended = street(world).post(f"{where}/complete", {"outcome": "已拆除", "done_on": today(-4)}, expect=200).json
    assert (ended["state"], ended["ended_on"], ended["outcome"], ended["overdue"]) == ("done", today(-4), "已拆除", False)
    left = street(world).post(f"{DECISIONS}/{dropped['id']}/drop", {"reason": "另行立项"}, expect=200).json
    assert (left["state"], left["outcome"]) == ("dropped", "另行立项")
    for verb, value in (("complete", {"outcome": "又办"}), ("drop", {"reason": "又撤"})):
        answer = street(world).post(f"{where}/{verb}", value, expect=409)
        assert (answer.code, answer.json["state"]) == ("state_conflict", "done")
    for query, found in (({"overdue": "true"}, {late["id"]}), ({"state": "open"}, {late["id"], today_due["id"]}), ({"state": "done,dropped"}, {done["id"], dropped["id"]}), ({"due_before": today()}, {done["id"], dropped["id"], late["id"]}),
                         ({"responsible_kind": "firm"}, set()), ({"street_code": street_code(world)}, {done["id"], dropped["id"], late["id"], today_due["id"]})):
        assert ids(district, DECISIONS, meeting_id=held["id"], **query) == found, query
    listed = [row["due_on"] for row in district.pages(DECISIONS, {"meeting_id": held["id"]})]
    assert listed == sorted(listed)


def test_decisions_recorded_at_once_have_numbers_of_their_own(world):
    held, answers = meeting(world), []
    threads = [threading.Thread(target=lambda: answers.append(street(world).post(f"{WHERE}/{held['id']}/decisions", new_decision()))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status for answer in answers] == [201] * 6 and sorted(answer.json["number"] for answer in answers) == [1, 2, 3, 4, 5, 6]


def test_f45_a_hard_issue_waits_for_its_conference(world, district):
    """F45 一事一议: complex issues in the ledger of petitions, until a case conference that stands was about them."""
    where = "/v1/issues-to-confer"
    made = campaign(world)
    hard, other = issue(world, "near", "assigned", ledger="petition", campaign_id=made), issue(world, "far", "found", ledger="petition", campaign_id=made)
    for members in ({"ledger": "road"}, {"ledger": "petition", "complexity": "simple"}, {"ledger": "petition", "state": "closed"}):
        issue(world, "near", campaign_id=made, **{"state": "rectifying", **members})
    assert ids(district, where, campaign_id=made) == {hard, other} and ids(street(world), where, campaign_id=made) == {hard} == ids(community(world), where, campaign_id=made)
    assert meeting(world, kind="joint", issue_ids=[hard]) and ids(district, where, campaign_id=made) == {hard, other}, "a joint meeting is no case conference"
    planned = meeting(world, kind="case_conference", issue_ids=[hard], held_on=today(3))
    assert ids(district, where, campaign_id=made) == {hard, other}, "nor is one that is still to come"
    street(world).post(f"{WHERE}/{planned['id']}/withdraw", {"reason": "提前召开"}, expect=200)
    held = meeting(world, kind="case_conference", issue_ids=[hard], community_codes=[])
    assert ids(district, where, campaign_id=made) == {other} and ids(community(world), where, campaign_id=made) == set(), "known to whoever sees the issue, not the meeting"
    street(world).post(f"{WHERE}/{held['id']}/withdraw", {"reason": "登记有误"}, expect=200)
    assert ids(district, where, campaign_id=made) == {hard, other}


def test_meetings_are_found_by_what_they_are(world, district):
    made = campaign(world)
    one, two = meeting(world, campaign_id=made, kind="dispatch", held_on=today(-9)), meeting(world, "far", campaign_id=made)
    for query, found in (({"kind": "dispatch"}, {one["id"]}), ({"street_code": street_code(world, "far")}, {two["id"]}), ({"held_from": today(-2)}, {two["id"]}), ({"held_before": today(-2)}, {one["id"]}),
                         ({"state": "withdrawn"}, set()), ({"updated_since": two["updated_at"]}, {two["id"]})):
        assert ids(district, WHERE, campaign_id=made, **query) == found, query


# ---- daily checks ----

def test_f08_a_daily_check_says_what_was_looked_at_and_how_much_was_found(world, district):
    own = estate(type("", (), {"world": world}), "near")
    one = check(world, estate_id=own["id"], area=None)
    assert (one["estate"]["id"], one["community_code"], one["street_code"], one["findings"], one["created_role"]) == (own["id"], community_code(world), street_code(world), 2, "community")
    assert check(world, by=street)["community_code"] is None and check(world, by=street, community_code=community_code(world))["community_code"] == community_code(world)
    far = estate(type("", (), {"world": world}), "far")
    for code, members in (("daily_check_place_missing", {"area": None}), ("estate_unknown", {"estate_id": far["id"]}), ("day_in_the_future", {"checked_on": today(1)}),
                          ("campaign_unknown", {"campaign_id": str(uuid.uuid4())}), ("community_unknown", {"community_code": community_code(world, "far")}),
                          ("daily_check_inspection_unfit", {"inspection_id": str(uuid.uuid4())})):
        assert community(world).post(CHECKS, new_check(**members), expect=422).code == code
    visit = str(uuid.uuid4())
    world.cluster.query("insert into inspections (district_code, id, kind, estate_id, street_code, community_code, level, visited_on, state, created_at, updated_at) "
                        "values ('150202', %s, 'daily', %s, %s, %s, 'community', %s, 'submitted', now(), now()) returning 1", (visit, own["id"], street_code(world), community_code(world), today()))
    assert check(world, estate_id=own["id"], area=None, inspection_id=visit)["inspection_id"] == visit
    assert community(world).post(CHECKS, new_check(inspection_id=visit), expect=422).code == "daily_check_inspection_unfit"
    assert one["id"] in ids(district, CHECKS, estate_id=own["id"], checked_from=today(), checked_before=today(1)) and one["id"] not in ids(street(world, "far"), CHECKS)


def test_a_check_recorded_in_error_is_withdrawn(world, district):
    of_street, own = check(world, by=street), check(world)
    assert community(world).post(f"{CHECKS}/{of_street['id']}/withdraw", {"reason": "误登"}, expect=404).code == "not_found"
    gone = street(world).post(f"{CHECKS}/{own['id']}/withdraw", {"reason": "误登"}, expect=200).json
    assert gone["withdrawn_at"] and gone["withdrawn_reason"] == "误登"
    assert community(world).post(f"{CHECKS}/{own['id']}/withdraw", {"reason": "误登"}, expect=409).code == "state_conflict"
    assert own["id"] in ids(district, CHECKS, withdrawn="true") and own["id"] not in ids(district, CHECKS, withdrawn="false")


def gaps(client, **query):
    return {row["street_code"]: row for row in client.pages(GAPS, query)}


def test_f08_days_without_a_check_are_told_by_street(world, district):
    """F08 日检查: every day of the phase, but today, which is not over. A street that never checked is there, too."""
    made = campaign(world)
    near, far = street_code(world), street_code(world, "far")
    for day in (-9, -8, -8, -6, 0):
        check(world, checked_on=today(day), campaign_id=made)
    gone = check(world, checked_on=today(-7), campaign_id=made)
    community(world).post(f"{CHECKS}/{gone['id']}/withdraw", {"reason": "误登"}, expect=200)
    query = {"campaign_id": made, "day_from": today(-9), "day_before": today(-4)}
    found = gaps(district, **query)
    assert (found[near]["expected"], found[near]["checked"], found[near]["checks"], found[near]["findings"], found[near]["missed"], found[near]["missing"]) == (5, 3, 4, 8, 2, [today(-7), today(-5)])
    assert (found[far]["expected"], found[far]["checked"], len(found[far]["missing"])) == (5, 0, 5) and found[far]["street_name"]
    assert set(gaps(street(world), **query)) == {near} and near in gaps(district, missed="true", **query) and near not in gaps(district, missed="false", **query)
    whole = gaps(district, campaign_id=made)[near]
    assert whole["expected"] == 60 and today() not in whole["missing"], "the days of the campaign until yesterday"
    assert gaps(district)[near]["expected"] == 30
    assert district.get(GAPS, {"day_from": "2020-01-01"}, expect=422).code == "daily_check_period_too_long"
    assert gaps(district, day_from=today(3))[near]["expected"] == 0


def test_f08_a_street_misses_no_day_on_which_it_was_not_there(world, district):
    """A05 and F08 hold for streets of the day: one that was set up three days ago is asked for three."""
    world.cluster.query("insert into divisions (code, name, level, parent_code, kind) select '150202990', '试验街道', level, parent_code, kind from divisions where code = '150202001' returning 1")
    world.cluster.query("insert into division_jurisdictions (district_code, code, street_code, effective_from) values ('150202', '150202990', '150202990', %s) returning 1", (today(-3),))
    found = gaps(district)
    assert (found["150202990"]["expected"], found["150202990"]["missing"]) == (3, [today(-3), today(-2), today(-1)]) and found[street_code(world)]["expected"] == 30


def test_f08_working_days_alone_where_the_rule_says_so(world):
    """The day of the week is a rule of the district, with its day of effect; the calendar says which Saturday is worked."""
    abroad = officer(world, "abroad")
    query = {"day_from": today(-40), "day_before": today(-10)}
    assert {row["expected"] for row in gaps(abroad, **query).values()} == {30}
    world.cluster.query("insert into district_rules (district_code, domain, name, value, basis, effective_from) values ('340302', 'duty', 'daily_check_on_working_days', 1, '试验', '2021-01-01') returning 1")
    days = [datetime.date.fromisoformat(today(-40)) + datetime.timedelta(n) for n in range(30)]
    calendar = {row["date"]: row["is_workday"] for row in world.cluster.query("select date, is_workday from workdays where date = any(%s)", (days,))}
    assert {row["expected"] for row in gaps(abroad, **query).values()} == {sum(calendar.get(day, day.weekday() < 5) for day in days)}
