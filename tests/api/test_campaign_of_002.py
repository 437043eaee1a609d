"""A campaign of seed 002 from its first day to its last, by its roles over HTTP alone, and the four ledgers that it ends with (F18–F36, L7, L9). Each test tells of one part of one story; the days
of the plan are days around today (campaign_of_002). Nothing is overdue in it: that takes days to pass, and no day of the past can be set."""
import collections
import csv
import datetime
import io
import pathlib
import re
import subprocess

import pytest
from campaign_of_002 import COVER, LEDGERS, Story, begun, inspections, on, registers, survey
from campaign_of_002_end import end, forms, publication, rectification, reports
from test_draws import VERIFY
from test_issue_ledger import ACTIONS, Package, converted_all, workbook
from things.estates import today

EXPECTED = pathlib.Path(__file__).parent / "expected"
PERSONS = ["张主任", "李经理", "孙经理", "赵队长", "钱经理", "周经理", "科长", "13900139000", "13800138000"]


@pytest.fixture(scope="module")
def mobilised(world):
    story = Story(world)
    registers(story)
    begun(story)
    return story


@pytest.fixture(scope="module")
def surveyed(mobilised):
    survey(mobilised)
    return mobilised


@pytest.fixture(scope="module")
def inspected(surveyed):
    inspections(surveyed)
    return surveyed


@pytest.fixture(scope="module")
def rectified(inspected):
    rectification(inspected)
    return inspected


@pytest.fixture(scope="module")
def reported(rectified):
    reports(rectified)
    publication(rectified)
    return rectified


@pytest.fixture(scope="module")
def ledgers(reported):
    forms(reported)
    return reported


@pytest.fixture(scope="module")
def opened(ledgers, tmp_path_factory):
    return converted_all(ledgers.workbooks, tmp_path_factory.mktemp("ledgers"))


@pytest.fixture(scope="module")
def closed(ledgers):
    end(ledgers)
    return ledgers


def states(story, **query):
    """(what it says, whether it is the district's) → state."""
    return {(each["problem"], each["level"] == "district"): each["state"] for each in story.issues(**query)}


# ---- 1. 动员部署 ----

def test_f31_to_f35_one_call_starts_it_and_what_is_owed_appears(mobilised):
    """F30–F35, L7: phases by their last days, monthly reports by the 3rd of the month after, city inspections in June and October; each street owes its own."""
    one = mobilised.campaign
    assert (one["state"], one["template"], one["plan"]["ledgers"]) == ("open", "zaozhuang_2020", LEDGERS)
    assert [phase["ends_on"] for phase in one["phases"]] == [on(day) for day in ("04-10", "04-30", "05-31", "11-30", "12-31")]
    assert [(event["begins_on"], event["ends_on"]) for event in one["events"]] == [(on("06-01"), on("06-30")), (on("10-01"), on("10-31"))]
    owed = mobilised.district.pages("/v1/campaign-duties", {"campaign_id": mobilised.id, "deliverable": "monthly"})
    assert [each["due_on"] for each in owed[:-1]] == [on(f"{month:02d}-03") for month in range(5, 13)] and on("12-31") < owed[-1]["due_on"] and owed[-1]["due_on"].endswith("-03")
    for client, code in ((mobilised.street, mobilised.streets[0]), (mobilised.other_street, mobilised.streets[1])):
        mine = client.pages("/v1/campaign-duties", {"campaign_id": mobilised.id}, limit=200)
        assert {each["org_code"] for each in mine} == {code} and collections.Counter(each["deliverable"] for each in mine) == {"street_monthly": 9, "street_result": 1}
    mobilised.firm.get(f"/v1/campaigns/{mobilised.id}", expect=403)


def test_b17_two_pilots_lead_the_way_and_every_street_has_its_liaison(mobilised):
    """B17: two to three, the fourth is refused. A05."""
    now = mobilised.platform.get(f"/v1/campaigns/{mobilised.id}").json
    assert mobilised.fourth == "campaign_estates_full" and [(each["minimum"], each["maximum"], each["count"]) for each in now["estates"]] == [(2, 3, 2)]
    assert now["streets_without_liaison"] == [] and now["findings"] == []


# ---- 2. 全面排查 ----

def test_f20_to_f25_the_ledgers_that_streets_filled_in_are_issues(surveyed):
    """F18, F20–F25, F32: 定人、定时间、定措施 where the form says all three; what nobody is named for is found."""
    assert surveyed.loaded == [{"read": 5, "created": 5, "updated": 0, "unchanged": 0, "refused": 0}] * 2
    there = {each["problem"]: each for each in surveyed.issues(source="import")}
    assert {problem: each["state"] for problem, each in there.items() if each["state"] != "found"} == {"楼道堆物": "assigned", "车辆占用绿地": "rectifying", "垃圾桶满溢": "assigned"}
    assert (there["楼道堆物"]["person"], there["楼道堆物"]["due_on"], there["楼道堆物"]["measure"]) == ("张主任", today(20), "三日内清运") and "收费未公示，请联系[电话]" in there


def test_what_is_found_twice_counts_once_and_what_is_told_comes_through_the_street(surveyed):
    """F24, E15: a defect recorded by community and street is one; a complaint and a firm's own check (F33) are the street's to record."""
    first, second = surveyed.twice
    assert (first["known"], second["known"], second["id"], second["times_recorded"]) == (False, True, first["id"], 2)
    assert len(surveyed.other_street.get(f"/v1/issues/{first['id']}/sightings", expect=200).json["items"]) == 2
    sources = collections.Counter(each["source"] for each in surveyed.issues())
    assert (sources["import"], sources["complaint"], sources["self_check"], sources["patrol"]) == (10, 2, 1, 2)
    assert {each["problem"]: each["withheld"] for each in surveyed.issues(source="complaint")} == {"楼道照明长期不亮": False, "值班人员态度生硬": True}


# ---- 3. 督查 ----

def test_f11_f12_key_estates_are_all_visited_and_streets_go_in_once_a_month(inspected):
    """F11: 100 %; F12, F49: the month that one street left out is told."""
    coverage = inspected.keys["coverage"]
    assert coverage["due"] == coverage["submitted"] >= 2 and coverage["percent"] == "100.00"
    query = {"month_from": on("04-01")[:7], "month_to": on("11-01")[:7], "street_code": ",".join(inspected.streets)}
    counted = inspected.platform.pages("/v1/joint-enforcement", query, limit=200)
    assert len(counted) == 16 and [(each["street_code"], each["month"]) for each in inspected.platform.pages("/v1/joint-enforcement", {**query, "missed": "true"})] == [(inspected.streets[1], on("10-01")[:7])]


@pytest.mark.parametrize("month", ["june", "october"])
def test_f27_f30_the_city_inspects_what_was_drawn_and_anybody_draws_it_again(month, inspected):
    """F27, F29, F30 双随机一公开: who commits does not draw; nobody visits kin; the independent script comes to the same; what was found is public, who found it is not."""
    city = getattr(inspected, month)
    assert (city.own, city.made, city.public) == ("separation_of_duties", 2, {"published": 2, "already": 0, "outstanding": 0})
    assert {(one["kind"], one["level"], len(team)) for one, team in zip(city.ones, city.teams)} == {("city", "city", 2)}
    assert all(city.barred not in [who["inspector_id"] for who in team] for one, team in zip(city.ones, city.teams) if one["estate"]["id"] == city.kin)
    address = f"http://127.0.0.1:{inspected.world.service.port}/v1/draws/{city.id}/proof"
    asked = subprocess.run(["/usr/bin/python3", "-I", str(VERIFY), address], capture_output=True, text=True, check=False)
    assert (asked.returncode, asked.stdout) == (0, "the same\n")
    public = {each["id"]: each for each in inspected.public.pages("/v1/published-inspections", {"district_code": "150202"}, limit=200)}
    for one in city.ones:
        shown = inspected.public.get(f"/v1/published-inspections/{one['id']}", expect=200)
        assert one["id"] in public and shown.json["estate"]["id"] == one["estate"]["id"] and shown.json["problems"] and "督查员" not in shown.body.decode()


def test_f18_f28_what_was_found_becomes_issues_once_and_is_followed_up(inspected):
    """F28: findings of two devices in any order are one; the follow-up finds one still there and makes no second of it."""
    found = {(each["problem"], each["estate"] and each["estate"]["name"]): each for each in inspected.issues(source="inspection")}
    june, october = inspected.june.names, inspected.october.names
    assert found.keys() == {("垃圾清运不及时", "东湖花园"), ("楼道清扫不及时", june[0]), ("侧石破损", june[0]), ("楼道清扫不及时", june[1]), ("台账更新不及时", None),
                            ("消防通道被占", october[0]), ("绿篱枯死", october[1])}
    assert {each["level"] for each in found.values()} == {"district"} and [found[("楼道清扫不及时", name)]["times_recorded"] for name in june] == [1, 2]
    assert (found[("消防通道被占", october[0])]["severity"], found[("消防通道被占", october[0])]["found_on"]) == ("safety", on("10-20"))
    assert (inspected.follow_up["kind"], inspected.follow_up["problems"]) == ("follow_up", 1)


# ---- 4. 全面整治 ----

def test_f25_f26_each_is_rectified_accepted_and_struck_off_one_by_one(rectified):
    """F25, F26, F17, F38, F44: by somebody else than whoever rectified; one rejected and again, one put off, one refused, one withdrawn, one rolled up."""
    told = states(rectified)
    assert {problem for (problem, _), state in told.items() if state == "closed"} == {"楼道堆物", "绿化缺株", "停车引导标识缺失", "垃圾桶满溢", COVER, "垃圾清运不及时", "消防通道被占", "台账更新不及时"}
    assert {state: problem for (problem, _), state in told.items() if state in ("deferred", "refused", "withdrawn")} == {"deferred": "甬路侧石松动", "refused": "客服电话无人接听", "withdrawn": "重复登记"}
    assert (told[("路面破损", False)], told[("路面破损", True)]) == ("found", "rectifying")
    assert (rectified.by_firm, rectified.own, rectified.by_street, rectified.self_accepted) == ("forbidden", "separation_of_duties", "state_conflict", "separation_of_duties")
    assert rectified.bare.code == "evidence_missing" and len(rectified.bare.json["errors"]) == 2
    again = rectified.street.get(f"/v1/issues/{rectified.ids['绿化缺株']}").json
    assert (again["round"], again["due_on"]) == (2, today(12))
    assert [event["action"] for event in rectified.street.get(f"/v1/issues/{again['id']}/events").json["items"]] == [
        "record", "assign", "start", "rectify", "reject", "start", "rectify", "accept", "close"]


def test_a_firm_meets_its_own_and_learns_of_no_complaint(rectified):
    """Model §7.3: not of whom, nor that there was one; what comes from a secret one not at all."""
    light = rectified.firm.get(f"/v1/issues/{rectified.ids['楼道照明长期不亮']}").json
    assert (light["source"], light["complaint_id"], light["withheld"]) == (None, None, None)
    rectified.other_firm.get(f"/v1/issues/{rectified.ids['值班人员态度生硬']}", expect=404)
    assert {each["problem"] for each in rectified.issues(rectified.other_firm)} == {"垃圾桶满溢", "井盖破损，请联系[电话]", "非机动车乱停放", "消防通道被占", "绿篱枯死"}


def test_f08_f45_it_is_checked_daily_met_about_and_followed_up(rectified):
    """F08, F45, F48, K08: daily checks, 一事一议, the joint meeting's decision done; the watched estate is told to its firm without why and who."""
    assert rectified.hard["state"] == "open" and rectified.decision["state"] == "done"
    assert [rectified.checked[code] for code in rectified.streets] == [(1, 2, 1), (1, 1, 2)] and sum(checks for _, checks, _ in rectified.checked.values()) == 3
    watched = rectified.firm.get(f"/v1/watch-list/{rectified.watch}").json
    assert (watched["estate"]["name"], watched["helps"], watched["reason"], watched["responsible_person"]) == ("东湖新村", 1, None, None)
    rectified.other_firm.get(f"/v1/watch-list/{rectified.watch}", expect=404)


# ---- 5. 月报、成果、公开 ----

def test_l7_f46_reports_are_in_time_late_and_returned_and_results_accepted(reported):
    """L7, F46: on time until the end of the 3rd; who hands in does not accept; a result is accepted with what was looked at."""
    assert (reported.own_report, reported.unchecked) == ("separation_of_duties", "campaign_checklist_missing")
    assert (reported.report["state"], reported.report["on_time"], [each["decision"] for each in reported.report["submissions"]]) == ("accepted", True, ["returned", "accepted"])
    assert (reported.late["state"], reported.late["on_time"]) == ("accepted", False)
    first, second = (reported.totals[code] for code in reported.streets)
    assert [(each["expected"], each["delivered"], each["on_time"], each["late"], each["accepted"]) for each in (first, second)] == [(10, 3, 2, 1, 3), (10, 1, 1, 0, 1)]
    assert second["missing"] == first["missing"] + 1 == len([month for month in range(5, 12) if on(f"{month:02d}-03") < today()])


def test_f10_the_public_reads_three_lists_without_persons_or_complaints(reported):
    """F10: 问题清单、责任清单、整改清单; what is withheld or withdrawn is in none."""
    assert {ledger: (each["published"], each["left_out"]) for ledger, each in reported.published.items()} == {"environment": (8, 0), "road": (5, 0), "parking": (4, 0), "service": (4, 2)}
    for view, rows in reported.views.items():
        assert len(rows) == 21 and not [text for row in rows for text in (*PERSONS, "值班人员态度生硬", "重复登记") if text in str(row)]
        assert {(row["person"], row["source"], row["complaint_id"], row["withheld"]) for row in rows} == {(None, None, None, None)}
        waste = next(row for row in rows if row["problem"] == "楼道堆物")
        assert (waste["due_on"], waste["measure"]) == {"problem": (None, None), "responsibility": (today(20), None), "rectification": (today(20), "三日内清运")}[view], view
    reported.public.get(f"/v1/issues/{reported.ids['值班人员态度生硬']}", expect=404)


def test_f17_f38_f48_counts_are_what_the_story_did(reported):
    """F17, F38, F48: whatever is rolled up counts once; by ledger, level and street what the issues themselves come to."""
    rows = [each for each in reported.issues() if not each["rolled_up"]]
    rank = {"rectified": 1, "accepted": 2, "closed": 3}

    def counted(some):
        at = [rank.get(each["state"], 0) for each in some if each["state"] != "withdrawn"]
        return (len(at), *(sum(step >= least for step in at) for least in (1, 2, 3)))
    whole, = reported.district.pages("/v1/issue-progress", {"campaign_id": reported.id, "by": "all"})
    assert (whole["found"], whole["rectified"], whole["accepted"], whole["closed"], whole["overdue"], whole["withdrawn"], whole["closing_rate"]) == (*counted(rows), 0, 1, "38.10")
    assert counted(rows) == (21, 11, 10, 8) and {state: n for state, n in whole["states"].items() if n} == collections.Counter(each["state"] for each in rows if each["state"] != "withdrawn")
    for by, name in (("ledger", "ledger"), ("level", "level"), ("street", "street_code")):
        told = {each[name]: tuple(each[step] for step in ("found", "rectified", "accepted", "closed")) for each in reported.district.pages("/v1/issue-progress", {"campaign_id": reported.id, "by": by})}
        assert {key or "none": counted([row for row in rows if row[name] == key]) for key in {row[name] for row in rows}} == told
    public = reported.public.pages("/v1/published-issue-progress", {"district_code": "150202", "campaign_id": reported.id})
    assert {each["ledger"]: each["closed"] for each in public} == {"environment": 4, "road": 1, "parking": 2, "service": 1} and sum(each["found"] for each in public) == 21


# ---- 6. 台账 ----

def stored(name, story):
    """Sheet → rows; days from today, and the estates that were drawn, are put in."""
    now, sheets = datetime.date.fromisoformat(today()), {}
    drawn = {f"<{month} {number}>": each for month in ("june", "october") for number, each in enumerate(getattr(story, month).names, 1)}

    def cell(text):
        days = re.fullmatch(r"<([+-]\d+)>", text)
        return today(int(days[1])) if days else drawn.get(text, text.replace("<day>", f"{now.year}年{now.month}月{now.day}日"))
    for sheet, *cells in csv.reader(io.StringIO((EXPECTED / f"campaign_002_{name}.csv").read_text(encoding="utf-8"))):
        sheets.setdefault(sheet, []).append([cell(text) for text in cells])
    return sheets


@pytest.mark.parametrize("name", ["district", "street", "firm", "public"])
def test_l9_libreoffice_shows_the_four_ledgers_cell_by_cell(name, ledgers, opened):
    """F18, F20–F23, L9: the district's whole, a street's own area, a firm's what it answers for, the public's without persons; the latter two masked and without what is withheld."""
    shown = opened[name]
    assert shown == stored(name, ledgers) and set(shown) == set(ACTIONS)
    assert name not in ("firm", "public") or not [text for rows in shown.values() for row in rows for text in row if "139001" in text or "态度生硬" in text]


def test_the_city_platform_reads_it_all_masked(ledgers):
    """Model §7.3: no person, no number, nothing that is withheld."""
    rows = ledgers.platform.pages("/v1/ledgers/issues", {"campaign_id": ledgers.id}, limit=200)
    assert len(rows) == 21 and {row["person"] for row in rows} == {None} and not [text for row in rows for text in (*PERSONS, "态度生硬") if text in str(row)]


def test_f21_problems_of_one_project_share_their_number(ledgers):
    package = Package(ledgers.workbooks["district"])
    assert [row[0] for row in package.table("环境卫生")] == [1, 1, 1, 1, 2, 3, 4, 5] and {"A4:A7", "B4:B7"} <= set(package.merged("环境卫生"))
    assert [row[4][:2] for row in package.table("环境卫生")][:4] == ["1.", "2.", "3.", "4."] and [row[0] for row in package.table("道路设施")] == [1, 2, 3, 4, 4]


def test_f24_the_form_that_was_given_out_changes_nothing_when_it_comes_in_again(ledgers):
    """F24: of the streets', the district's and what was rolled up, whoever loads it."""
    assert ledgers.faults == {"district": [], "street": []}
    assert ledgers.again == {name: {"read": n, "created": 0, "updated": 0, "unchanged": n, "refused": 0} for name, n in (("district", 22), ("street", 9))} and ledgers.unchanged


def test_f35_f46_it_is_closed_with_what_it_lacks_and_its_ledgers_stay(closed):
    """F35, F46: not while results are open, unless it is said why; the ledgers are those of before."""
    assert closed.open_results == "campaign_results_open"
    assert (closed.closed["state"], closed.closed["end_reason"], closed.closed["closed_with"]) == ("closed", "其余街道转入下年度行动验收", [])
    assert {each["state"] for each in closed.district.pages("/v1/campaign-duties", {"campaign_id": closed.id}, limit=200)} == {"accepted", "missed"}
    assert workbook(closed.district, campaign_id=closed.id) == closed.workbooks["district"]
