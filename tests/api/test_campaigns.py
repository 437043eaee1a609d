"""Campaigns from the plans of three documents (F01–F09, F13, F30–F37, F48), and what is owed under them, by whom and by when (L7)."""
import datetime
import json
import types

import pytest
from harness import service
from harness.register import ACCOUNTS, ROOT
from things import departments
from things.awards import together
from things.campaigns import DUTIES, WHERE, act, change, deliverable, drafted, duty, move, new_campaign, opened, owed, plan, put_off, started, submission, submitted
from things.estates import officer, today
from things.rulebooks import deputy

STREETS, COMMUNITIES = 15, 116


@pytest.fixture
def one(world):
    """An officer of the district."""
    return officer(world, "near")


def dues(campaign):
    """{deliverable: [(period, last day)]}"""
    return {each["code"]: [(due["period"], due["due_on"]) for due in each["due"]] for each in campaign["deliverables"]}


def phases(campaign):
    return [(phase["begins_on"], phase["ends_on"]) for phase in campaign["phases"]]


def findings(campaign):
    return sorted({each["code"] for each in campaign["findings"]})


def again(client, one):
    return client.get(f"{DUTIES}/{one['id']}").json


# ---- plans of the documents ----

def test_f01_to_f09_the_plan_of_000_starts_a_campaign_in_one_call(world, one):
    """F01, F02, F03, F04, F05, F07, F09, F13, I02, L7: phases 1 and 2 share 14 June, 29 and 30 June belong to none; what is owed by the day of the notice, by 28 June, by the 27th of each month, by 15 November."""
    found = started(world, "bengbu_2023", 2023, issued_on="2023-06-12")
    assert (found["state"], found["year"], found["begins_on"], found["ends_on"], found["template"]) == ("draft", 2023, "2023-06-12", "2023-11-30", "bengbu_2023")
    assert phases(found) == [("2023-06-12", "2023-06-14"), ("2023-06-14", "2023-06-28"), ("2023-07-01", "2023-10-31"), ("2023-11-01", "2023-11-30")]
    assert [phase["title_zh"] for phase in found["phases"]] == ["动员部署阶段", "全面排查阶段", "全面攻坚阶段", "总结提升阶段"] and all(phase["title_en"] for phase in found["phases"])
    assert dues(found) == {
        "kickoff": [("", "2023-06-12")], "self_check": [("", "2023-06-28")], "rectification_list": [("", "2023-06-28")], "enforcement_plan": [("", "2023-06-28")],
        "enforcement_plan_department": [("", "2023-06-28")], "summary": [("", "2023-11-15")],
        "monthly": [(f"2023-{month:02d}", f"2023-{month:02d}-27") for month in range(6, 12)]}
    assert {each["code"]: each["owed_by"] for each in found["deliverables"]}["enforcement_plan_department"] == "department"
    assert found["plan"]["ledgers"] == ["facility", "contract", "service", "petition"] and found["source"].startswith("龙子湖区")


def test_f30_to_f35_the_plan_of_002(world):
    """F30–F35, B17, I07, I08, L7: phases known by their last days alone, and one (统筹推进) by none; monthly by the 3rd for the month before, reports at the ends of phases, the liaison by 10 April, city
    inspections in June and October."""
    found = started(world, "zaozhuang_2020", 2020, issued_on="2020-03-31")
    assert phases(found) == [(None, "2020-04-10"), (None, "2020-04-30"), (None, "2020-05-31"), (None, "2020-11-30"), (None, None), (None, "2020-12-31")]
    assert [phase["title_zh"] for phase in found["phases"]] == ["动员部署", "全面排查", "全面进行自查", "全面进行整治", "统筹推进", "总结提升"]
    said = dues(found)
    assert said["liaison"] == [("", "2020-04-10")] and {each["owed_by"] for each in found["deliverables"]} == {"district"}
    assert said["monthly"] == [(f"2020-{month:02d}", f"2020-{month + 1:02d}-03") for month in range(4, 12)] + [("2020-12", "2021-01-03")]
    assert said["key_work"] == said["experience"] == said["important_work"] == [(phase["code"], phase["ends_on"]) for phase in found["phases"] if phase["ends_on"]], "no day, no report"
    assert (said["credit_rules"], said["credit_publication"]) == ([("", "2020-06-30")], [("", "2020-12-31")])
    assert [(event["kind"], event["begins_on"], event["ends_on"]) for event in found["events"]] == [("city_inspection", "2020-06-01", "2020-06-30"), ("city_inspection", "2020-10-01", "2020-10-31")]
    assert found["estates"] == [{"kind": "pilot", "minimum": 2, "maximum": 3, "count": 0}] and found["liaison_due"] == "2020-04-10"
    assert found["plan"]["ledgers"] == ["environment", "road", "parking", "service"]


def test_f37_the_plan_of_003_has_no_days_until_they_are_said(world, one):
    """F37, I14, B16, model §7.5 no. 15: missing dates are accepted and found; the street's plan is due five calendar days after the notice's day, which does not count."""
    found = started(world, "local_plan", 2026, issued_on="2026-03-10")
    assert phases(found) == [(None, None)] * 4 and (found["begins_on"], found["ends_on"]) == (None, None)
    assert dues(found) == {"local_plan": [("", "2026-03-15")], "issue_ledger": [("", None)], "district_ledger": [("", None)], "result": [("", None)]}
    assert {each["code"]: each["owed_by"] for each in found["deliverables"]}["district_ledger"] == "district", "F38: made of the streets' by the district"
    assert findings(found) == ["dates_missing", "deliverable_undated", "liaison_missing", "phase_undated", "too_few"]
    move(one, found, "open")
    mine = world.role("street").pages(DUTIES, {"campaign_id": found["id"]})
    assert [(each["due_on"], each["due_at"], each["overdue"]) for each in mine] == [("2026-03-15", "2026-03-16T00:00:00+08:00", True)] + [(None, None, False)] * 2
    assert mine[0]["deliverable"] == "local_plan" and {each["deliverable"] for each in mine[1:]} == {"issue_ledger", "result"}
    dated = [{**phase, "begins_on": first, "ends_on": last} for phase, first, last in zip(found["plan"]["phases"], ("03-10", "04-01", "08-01", "11-01"), ("04-05", "07-31", "10-31", "11-30"))]
    said = [{**each, "day": {"issue_ledger": "2026-04-05", "district_ledger": "04-10", "result": "11-20"}[each["code"]]} if each["schedule"] == "once" else each for each in found["plan"]["deliverables"]]
    now = change(one, found, plan={"begins_on": "03-10", "ends_on": "11-30", "phases": dated, "deliverables": said})
    assert phases(now)[0] == ("2026-03-10", "2026-04-05") and phases(now)[1][0] == "2026-04-01", "phases may overlap"
    assert now["plan"]["estates"] == found["plan"]["estates"] and findings(now) == ["liaison_missing", "too_few"]
    assert {each["deliverable"]: (each["id"], each["due_on"]) for each in world.role("street").pages(DUTIES, {"campaign_id": found["id"]})} == {
        each["deliverable"]: (each["id"], {"local_plan": "2026-03-15", "issue_ledger": "2026-04-05", "result": "2026-11-20"}[each["deliverable"]]) for each in mine}
    assert dues(change(one, found, issued_on=None))["local_plan"] == [("", None)]


def test_a_template_is_started_for_another_year_with_what_differs(world, one):
    """F48: each has its owner and its day. 29 February is the last of its month; a code is the template's and the year, and free again after a withdrawal."""
    value = {"template": "bengbu_2023", "year": 2031, "title_zh": "新一年行动", "plan": {"phases": [{"code": "one", "title_zh": "一", "title_en": "One", "begins_on": "02-29", "ends_on": "2032-02-29"}]}}
    made = one.post(WHERE, value, expect=201)
    found = made.json
    assert made.header("Location") == f"{WHERE}/{found['id']}" and one.get(f"{WHERE}/{found['id']}").json == found
    assert (found["code"], found["title_zh"], found["title_en"]) == ("bengbu_2031", "新一年行动", "Inspection, rectification and improvement drive")
    assert phases(found) == [("2031-02-28", "2032-02-29")] and dues(found)["summary"] == [("", "2031-11-15")]
    assert one.post(WHERE, value).code == "campaign_code_taken"
    assert move(one, found, "withdraw", {"reason": "重新拟定"}).json["state"] == "withdrawn"
    assert one.post(WHERE, value, expect=201).json["code"] == "bengbu_2031"
    assert move(one, found, "open", expect=409).json["state"] == "withdrawn"
    templates = one.pages("/v1/campaign-templates")
    assert [each["code"] for each in templates] == ["bengbu_2023", "local_plan", "zaozhuang_2020"] and all("推定" in each["basis"] for each in templates)
    whole = [world.role("street").get(f"/v1/campaign-templates/{each['code']}").json for each in templates][2]
    assert whole["plan"]["deliverables"][2]["month_day"] == 3 and "推定" in whole["basis"]
    one.get("/v1/campaign-templates/none", expect=404)


def test_loading_again_changes_nothing_and_a_changed_plan_takes_the_place(world, one, tmp_path):
    """Campaigns that were started keep what they have; a file that contradicts itself is refused whole."""
    shipped = sorted((ROOT / "sql/reference/campaign_templates").glob("*.json"))
    (tmp_path / "campaign_templates").mkdir()
    file = tmp_path / "campaign_templates" / "changed.json"
    value = {**json.loads(shipped[0].read_text()), "code": "changed_2020"}

    def loaded(text):
        file.write_text(text)
        return service.command(world.cluster, "load", file, check=False)

    def versions():
        return {row["code"]: row["version"] for row in world.cluster.query("select code, version from campaign_templates")}
    before = versions()
    assert loaded(json.dumps(value)).returncode == 0
    found = started(world, "changed_2020", 2030)
    service.command(world.cluster, "load", *shipped)
    assert versions() == {**before, "changed_2020": 1} and set(before.values()) == {1}
    changed = {**value, "document": {**value["document"], "ends_on": "12-31"}}
    assert loaded(json.dumps(changed)).returncode == 0 and loaded(json.dumps(changed)).returncode == 0 and versions()["changed_2020"] == 2
    assert one.get(f"{WHERE}/{found['id']}").json["ends_on"] == "2030-11-30"
    for wrong in ("[1]", "{", '{"code": "changed_2020"}', json.dumps({**value, "document": "x"}), json.dumps({**value, "document": {**value["document"], "phases": {}}}),
                  json.dumps({**value, "document": {**value["document"], "phases": value["document"]["phases"] * 2}})):
        refused = loaded(wrong)
        assert refused.returncode == 1 and "changed.json:1: " in refused.stderr, refused.stderr
    assert versions()["changed_2020"] == 2
    world.cluster.query("with gone as (delete from campaign_templates where code = 'changed_2020' returning 1) select count(*) from gone")


@pytest.mark.parametrize("code,members", [
    ("campaign_template_unknown", {"template": "none"}),
    ("campaign_incomplete", {"title_en": None}),
    ("campaign_incomplete", {"plan": {"phases": []}}),
    ("campaign_codes_doubled", {"plan": plan(deliverable(), deliverable())}),
    ("campaign_day_unknown", {"plan": plan(deliverable(day="02-30"))}),
    ("campaign_day_unknown", {"plan": plan(liaison_due="06-31")}),
    ("period_reversed", {"plan": plan(begins_on="06-02", ends_on="06-01")}),
    ("period_reversed", {"plan": plan(phases=[{"code": "one", "title_zh": "一", "title_en": "One", "begins_on": "12-02", "ends_on": "01-01"}])}),
    ("campaign_schedule_misfit", {"plan": plan(deliverable(schedule="monthly", day=None))}),
    ("campaign_schedule_misfit", {"plan": plan(deliverable(schedule="after_notice"))}),
    ("campaign_schedule_misfit", {"plan": plan(deliverable(departments=["fire_rescue"]))}),
    ("campaign_too_long", {"plan": plan(begins_on="2026-06-01", ends_on="2206-11-30")}),
    ("campaign_numbers_reversed", {"plan": plan(estates=[{"kind": "pilot", "minimum": 3, "maximum": 2}])})], ids=lambda value: value if isinstance(value, str) else "")
def test_plans_that_cannot_be_are_refused(code, members, world, one):
    value = {name: member for name, member in {**new_campaign(world), **members}.items() if member is not None}
    assert one.post(WHERE, value, expect=422).code == code


def test_a_plan_is_changed_within_what_was_handed_in(world, one):
    """Days that are put off count for what is not delivered; what is not asked for any more is waived; what was handed in stays; a closed campaign stands."""
    found = opened(world, deliverable(), deliverable(code="second"))
    given = act(world.role("street"), owed(world, found, "street"), "submit", submission()).json
    first = given["deliverable"]
    other = {"report": "second", "second": "report"}[first]
    assert change(one, found, 409, plan={"deliverables": [deliverable(code=other)]})["code"] == "campaign_deliverable_in_use"
    assert change(one, found, 409, plan={"deliverables": [deliverable(code=first), deliverable("community", other)]})["code"] == "campaign_deliverable_in_use"
    assert change(one, found, 409, year=found["year"] + 1)["code"] == "state_conflict"
    assert change(one, found, 422, plan={"begins_on": today(100)})["code"] == "period_reversed"
    change(one, found, plan={"deliverables": [deliverable(code=first, day=today(20))]})
    there = one.pages(DUTIES, {"campaign_id": found["id"]}, limit=200)
    assert {(each["deliverable"], each["state"], each["due_on"]) for each in there} == {(first, "submitted", today(5)), (first, "open", today(20)), (other, "waived", today(5))}
    assert len(there) == 2 * STREETS and world.role("street").pages("/v1/campaign-totals", {"campaign_id": found["id"]})[0]["expected"] == 1
    change(one, found, plan={"deliverables": [deliverable(code=first), deliverable(code=other)]})
    assert {each["state"] for each in one.pages(DUTIES, {"campaign_id": found["id"], "deliverable": other})} == {"open"}
    assert one.request("PATCH", f"{WHERE}/{found['id']}", json_body={"title_zh": "迟"}, headers={"If-Match": '"1"'}, expect=412).code == "precondition_failed"
    move(one, found, "close", {})
    assert change(one, found, 409, title_zh="迟")["state"] == "closed"


@pytest.mark.parametrize("days", [20, 2])
def test_what_is_returned_is_due_when_the_plan_now_says(days, world, one):
    """The plan was changed while it was handed in: what comes back is due on the new day, as it is for everybody who had not delivered."""
    found = opened(world, deliverable())
    mine = owed(world, found, "street")
    act(world.role("street"), mine, "submit", submission())
    change(one, found, plan={"deliverables": [deliverable(day=today(days))]})
    assert again(one, mine)["due_on"] == today(5), "that it was on time stays as it was"
    assert act(one, mine, "return", {"reason": "缺少附件"}).json["due_on"] == today(days)


def test_who_comes_later_owes_nothing_that_was_due_before(world, one):
    """A department or street that is set up while a campaign is open owes, once its plan is changed, what is due from that day on, and is not late with the rest."""
    found = opened(world, deliverable("department", "old", departments=["other"], day=today(-10)), deliverable("department", "new", departments=["other"]),
                   deliverable("department", "undated", departments=["other"], schedule="after_notice", day=None, days=3), issued_on=None)
    world.cluster.query("update campaigns set opened_at = now() - interval '20 days' where id = %s returning 1", (found["id"],))
    samples = types.SimpleNamespace(world=world)
    later, before = departments.department(samples, valid_from=today(-5))["id"], departments.department(samples, valid_from=today(-15))["id"]
    change(one, found, title_zh="新增单位")
    theirs = one.pages(DUTIES, {"campaign_id": found["id"], "owed_by": "department"}, limit=200)
    assert [{each["deliverable"] for each in theirs if each["org_code"].endswith(who)} for who in (later, before)] == [{"new", "undated"}, {"old", "new", "undated"}]


# ---- who owes what, and who sees it ----

def test_each_body_owes_once_for_each_period(world, one):
    """Every street, community and department of the day, and the district; months as long as the campaign runs."""
    departments.department(types.SimpleNamespace(world=world), code="fire_rescue")
    departments.department(types.SimpleNamespace(world=world), code="urban_management")
    found = opened(world, year=2028, plan=plan(
        deliverable("street", "monthly", schedule="monthly", day=None, month_day=31, month="same"), deliverable("community", "own", day="03-01"), deliverable("district", "whole", day="03-01"),
        deliverable("department", "fire", departments=["fire_rescue"], day="03-01"), begins_on="01-15", ends_on="04-29", phases=[]))
    counts = {each["org_code"]: (each["owed_by"], each["expected"]) for each in one.pages("/v1/campaign-totals", {"campaign_id": found["id"]}, limit=200)}
    assert [list(value for value in counts.values()).count(each) for each in (("street", 3), ("community", 1), ("district", 1))] == [STREETS, COMMUNITIES, 1]
    fire = len(one.pages("/v1/departments", {"code": "fire_rescue"}))
    assert fire >= 1 and len(counts) == STREETS + COMMUNITIES + 1 + fire
    assert {each["due_on"] for each in one.pages(DUTIES, {"campaign_id": found["id"], "owed_by": "street"}, limit=200)} == {"2028-01-31", "2028-02-29", "2028-03-31"}, "a shorter month's last day"
    street, community = world.role("street"), world.role("community")
    where = world.register.account(ACCOUNTS["community"][0])
    theirs = street.pages(DUTIES, {"campaign_id": found["id"]}, limit=200)
    assert {each["street_code"] for each in theirs} == {where["street_code"]} and {each["owed_by"] for each in theirs} == {"street", "community"}
    assert {each["owed_by"] for each in street.pages(DUTIES, {"campaign_id": found["id"], "mine": "true"})} == {"street"}
    assert {each["owed_by"] for each in street.pages(DUTIES, {"campaign_id": found["id"], "mine": "false"})} == {"community"}
    assert [each["org_code"] for each in community.pages(DUTIES, {"campaign_id": found["id"]})] == [where["community_code"]]
    assert {each["owed_by"] for each in one.pages(DUTIES, {"campaign_id": found["id"], "mine": "true"})} == {"district", "department"}
    assert {each["department"] for each in one.pages(DUTIES, {"campaign_id": found["id"], "department": "fire_rescue,urban_management"})} == {"fire_rescue"}
    draft = drafted(world)
    street.get(f"{WHERE}/{draft['id']}", expect=404)
    assert world.role("platform").get(f"{WHERE}/{found['id']}").json["plan"] == found["plan"]


def test_no_company_reads_campaigns_or_what_is_owed(world):
    """Nor does the city platform read what is owed and handed in (model §7.3, reports/deliverables)."""
    for path in (WHERE, DUTIES, "/v1/campaign-totals", "/v1/campaign-templates"):
        world.role("company").get(path, expect=403)
    for path in (DUTIES, "/v1/campaign-totals"):
        world.role("platform").get(path, expect=403)


# ---- handed in ----

def handed_in_at(world, one, last, moment):
    """By hand: of a duty whose last day is this one, in a session of another zone."""
    world.cluster.query("update campaign_duties set due_on = %s where id = %s returning 1", (last, one["id"]))
    world.cluster.query("select m.problem from (select set_config('wuye.district', '150202', false), set_config('timezone', 'America/New_York', false) offset 0) s "
                        "cross join lateral campaign_duty_submit(%s, '月报', '{}', '{}', 'street', %s) m", (one["id"], moment))
    return again(officer(world, "near"), one)


@pytest.mark.parametrize("moment,on_time", [("2026-11-03T23:59:59.999999+08:00", True), ("2026-11-03T15:59:59Z", True), ("2026-11-04T00:00:00+08:00", False), ("2026-11-03T16:00:00Z", False)])
def test_l7_the_3rd_of_the_month_after_ends_at_its_midnight(moment, on_time, world):
    """L7, model §7.5 no. 8: what is due monthly by the 3rd is on time until 24:00 of it in Shanghai, and late from then on."""
    found = handed_in_at(world, duty(world, schedule="monthly", day=None, month_day=3, month="next"), "2026-11-03", moment)
    assert (found["state"], found["on_time"], found["submissions"][0]["on_time"], found["due_at"]) == ("submitted", on_time, on_time, "2026-11-04T00:00:00+08:00")


@pytest.mark.parametrize("moment,on_time", [("2026-06-27T23:59:59+08:00", True), ("2026-06-27T23:59:59.999999+08:00", True), ("2026-06-28T00:00:00+08:00", False), ("2026-06-27T16:00:00Z", False),
                                            ("2026-06-03T23:59:59+08:00", True)])
def test_l7_the_27th_ends_at_midnight_in_shanghai(moment, on_time, world):
    """L7, model §7.5 no. 8: the 27th 23:59:59+08:00 is on time, the 28th 00:00:00 late, whatever zone the session is in. By hand: the function is told the moment."""
    found = handed_in_at(world, duty(world, schedule="monthly", day=None, month_day=27, month="same"), "2026-06-27", moment)
    assert (found["state"], found["on_time"], found["submissions"][0]["on_time"], found["due_at"]) == ("submitted", on_time, on_time, "2026-06-28T00:00:00+08:00")
    assert datetime.datetime.fromisoformat(found["delivered_at"]) == datetime.datetime.fromisoformat(moment.replace("Z", "+00:00"))


@pytest.mark.parametrize("days,on_time", [(1, True), (0, True), (-1, False)])
def test_l7_by_a_day_is_to_the_end_of_it_by_the_clock_of_the_service(days, on_time, world):
    one = duty(world)
    put_off(world, one, days)
    found = act(world.role("street"), one, "submit", submission(ledgers=["road", "environment", "road"])).json
    assert (found["state"], found["on_time"], found["overdue"], found["submissions"][0]["ledgers"]) == ("submitted", on_time, False, ["environment", "road"])


def test_a_deliverable_says_whether_a_free_day_puts_it_off(world, one):
    """By the calendar: 1 October 2026 is a holiday until the 7th; nothing shifts unless the deliverable says so."""
    found = opened(world, plan=plan(deliverable(day="2026-10-01"), deliverable(code="shifted", day="2026-10-01", shift="next_working_day"),
                                    deliverable(code="working", day="2026-09-30", shift="next_working_day")))
    assert dues(found) == {"report": [("", "2026-10-01")], "shifted": [("", "2026-10-08")], "working": [("", "2026-09-30")]}


def test_what_is_returned_is_not_delivered_and_every_submission_is_kept(world, one):
    """Returned with a reason, it is open again and may be overdue; what stands is what was handed in again, late although the first was in time."""
    mine, street = duty(world), world.role("street")
    assert act(one, mine, "accept", {}, 409).json["state"] == "open"
    first = act(street, mine, "submit", submission()).json
    assert first["on_time"] is True and act(street, mine, "submit", submission(), 409).json["state"] == "submitted"
    back = act(one, mine, "return", {"reason": "缺少整改清单"}).json
    assert (back["state"], back["delivered_at"], back["on_time"], back["submissions"][0]["decision"], back["submissions"][0]["reason"]) == ("returned", None, None, "returned", "缺少整改清单")
    put_off(world, mine, -1)
    assert again(street, mine)["overdue"] is True and mine["id"] in [each["id"] for each in street.pages(DUTIES, {"overdue": "true"})]
    late = act(street, mine, "submit", submission(content="补报整改清单")).json
    assert (late["on_time"], late["overdue"], [each["on_time"] for each in late["submissions"]]) == (False, False, [True, False])
    done = act(one, mine, "accept", {"note": "材料齐全"}).json
    assert (done["state"], done["on_time"], [each["decision"] for each in done["submissions"]]) == ("accepted", False, ["returned", "accepted"])
    assert done["submissions"][0]["content"] == submission()["content"] and act(one, mine, "return", {"reason": "迟"}, 409).json["state"] == "accepted"


def test_whoever_hands_in_does_not_accept(world, one):
    """Separation of duties: what the district itself and its departments owe is accepted by another officer; streets and communities hand in their own alone."""
    own = submitted(world, "district")
    assert act(one, own, "accept", {}, 409).code == "separation_of_duties"
    assert act(deputy(world), own, "accept", {}).json["state"] == "accepted"
    departments.department(types.SimpleNamespace(world=world), code="fire_rescue")
    theirs = submitted(world, "department", departments=["fire_rescue"])
    assert act(one, theirs, "return", {"reason": "自报自审"}, 409).code == "separation_of_duties"
    assert act(deputy(world), theirs, "return", {"reason": "缺少附件"}).json["state"] == "returned"
    mine = duty(world)
    assert act(one, mine, "submit", submission(), 403).code == "campaign_duty_of_another"
    act(world.caller(ACCOUNTS["street"][1]), mine, "submit", submission(), 404)
    community = duty(world, "community")
    assert act(world.role("street"), community, "submit", submission(), 403).code == "campaign_duty_of_another"
    act(world.role("community"), mine, "submit", submission(), 404)


def test_a_community_hands_in_to_its_street(world, one):
    given = submitted(world, "community")
    act(world.caller(ACCOUNTS["street"][1]), given, "accept", {}, 404)
    assert act(world.role("street"), given, "return", {"reason": "数字不符"}).json["submissions"][0]["decided_role"] == "street"
    act(world.role("community"), given, "submit", submission())
    assert act(world.role("street"), given, "accept", {}).json["state"] == "accepted"
    assert act(world.role("street"), submitted(world), "accept", {}, 403).code == "campaign_duty_of_another", "a street's own is the district's to accept"
    assert act(one, submitted(world, "community"), "accept", {}).json["state"] == "accepted"


def test_a_submission_names_inspections_of_the_area(world):
    def visit(street):
        return world.cluster.query("insert into inspections (district_code, id, kind, street_code, level, created_at, updated_at) values ('150202', gen_random_uuid(), 'daily', %s, 'street', now(), now()) "
                                   "returning id::text", (street,))[0]["id"]
    mine = duty(world)
    own, others = visit(mine["street_code"]), visit(world.register.account(ACCOUNTS["street"][1])["street_code"])
    for wrong in (others, mine["id"]):
        assert act(world.role("street"), mine, "submit", submission(inspection_ids=[own, wrong]), 422).code == "campaign_inspection_unknown"
    assert act(world.role("street"), mine, "submit", submission(inspection_ids=[own])).json["submissions"][0]["inspection_ids"] == [own]


@pytest.mark.parametrize("pair", [("submit", "submit"), ("accept", "return"), ("accept", "accept"), ("submit", "close")], ids="-".join)
def test_two_at_once_come_one_after_the_other(pair, world, one):
    """Exactly one wins; nothing is submitted into a closed campaign, or missed although it was submitted before."""
    second = deputy(world)
    for _ in range(4):
        mine = submitted(world) if "accept" in pair else duty(world)
        street = world.role("street")

        def call(verb, who):
            if verb == "close":
                return who.post(f"{WHERE}/{mine['campaign_id']}/close", {})
            return who.post(f"{DUTIES}/{mine['id']}/{verb}", {"submit": submission(), "accept": {}, "return": {"reason": "缺少附件"}}[verb])
        who = (street, street if pair == ("submit", "submit") else one) if pair[0] == "submit" else (one, second)
        answers = together(*(lambda verb=verb, by=by: call(verb, by) for verb, by in zip(pair, who)))
        found = again(one, mine)
        assert sorted(answer.status for answer in answers) in ([200, 409], [200, 200] if "close" in pair else [200, 409])
        assert len(found["submissions"]) == (answers[0].status == 200 if "close" in pair else 1)
        if "close" in pair:
            assert found["state"] == ("submitted" if answers[0].status == 200 else "missed")


# ---- counted ----

def test_totals_say_what_was_expected_and_what_came(world, one):
    """Expected, delivered, on time, late, missing, accepted: by body; what is not due is not missing."""
    names = ("early", "late", "missed", "returned", "future", "accepted")
    found = opened(world, *(deliverable(code=name) for name in names))
    street = world.role("street")
    mine = {each["deliverable"]: each for each in street.pages(DUTIES, {"campaign_id": found["id"]})}
    for name in ("late", "missed", "returned"):
        put_off(world, mine[name], -1)
    for name in ("early", "late", "returned", "accepted"):
        act(street, mine[name], "submit", submission())
    act(one, mine["returned"], "return", {"reason": "缺少附件"})
    put_off(world, mine["returned"], -1)
    act(one, mine["accepted"], "accept", {})
    total = street.pages("/v1/campaign-totals", {"campaign_id": found["id"]})
    assert [{name: each[name] for name in ("expected", "delivered", "on_time", "late", "missing", "accepted")} for each in total] == [
        {"expected": 6, "delivered": 3, "on_time": 2, "late": 1, "missing": 2, "accepted": 1}]
    assert sum(each["expected"] for each in one.pages("/v1/campaign-totals", {"campaign_id": found["id"], "owed_by": "street"})) == 6 * STREETS
    for query, count in (({"kind": "result"}, 0), ({"deliverable": "late"}, 1), ({"period": "2026-01"}, 0), ({"state": "open,returned"}, 3), ({"due_from": today()}, 3), ({"due_before": today()}, 3),
                         ({"owed_by": "street", "street_code": total[0]["org_code"]}, 6), ({"updated_since": mine["late"]["created_at"]}, 6)):
        assert len(street.pages(DUTIES, {"campaign_id": found["id"], **query})) == count, query
    due = one.pages("/v1/campaign-totals", {"campaign_id": found["id"], "street_code": total[0]["org_code"], "due_before": today()})
    assert [(each["expected"], each["missing"]) for each in due] == [(3, 2)]
    assert {each["deliverable"] for each in street.pages(DUTIES, {"campaign_id": found["id"], "overdue": "true"})} == {"missed", "returned"}
    assert {each["deliverable"] for each in street.pages(DUTIES, {"campaign_id": found["id"], "overdue": "false"})} == set(names) - {"missed", "returned"}
    assert [each["due_on"] for each in street.pages(DUTIES, {"campaign_id": found["id"]}, limit=2)] == [today(-1)] * 3 + [today(5)] * 3
    move(one, found, "close", {})
    assert street.pages("/v1/campaign-totals", {"campaign_id": found["id"]})[0]["missing"] == 3
    assert act(street, mine["future"], "submit", submission(), 409).json["state"] == "closed"


def test_campaigns_are_found_by_what_they_are(world, one):
    found, draft = opened(world), started(world, "local_plan", 2029)
    for query, ids in (({"state": "open"}, {found["id"]}), ({"state": "draft,withdrawn"}, {draft["id"]}), ({"year": 2029}, {draft["id"]}), ({"code": found["code"]}, {found["id"]}),
                       ({"template": "local_plan"}, {draft["id"]}), ({"updated_since": draft["updated_at"]}, {draft["id"]})):
        assert {each["id"] for each in one.pages(WHERE, query)} & {found["id"], draft["id"]} == ids, query
    assert draft["id"] not in [each["id"] for each in world.role("street").pages(WHERE)]
