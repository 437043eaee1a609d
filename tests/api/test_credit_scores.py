"""Scores as the service answers them: explained, then and now, over time, supposed, frozen; and who may read them."""
import concurrent.futures
import copy
import datetime
import itertools
import json
import threading
import time
import uuid
from decimal import Decimal

import pytest
from harness.register import ACCOUNTS
from things import estates, firms, scores, staff
from things.scores import DOCUMENT, SHANGHAI, book, brief, credit, freeze, record, simulate, today

DAY = datetime.timedelta(1)


@pytest.fixture
def district(world):
    scores.held(world)
    return world.role("district")


def known_from(moment):
    return f"[{moment},)"


# ---- practice §2.4 ----

def normal(*bounds):
    return [{"grade": grade, "label_zh": grade, "label_en": grade, "condition": "normal", "low": low, "high": high, "requires_bad": bad} for grade, low, high, bad in bounds]


MISSING = {"grade": "C（缺失）", "label_zh": "C（缺失）", "label_en": "C (missing)", "condition": "missing", "low": None, "high": None}
VETO = {"grade": "B", "label_zh": "B", "label_en": "B", "condition": "veto", "low": None, "high": None}
RULES = {
    "shandong": {"participation": "declared", "grades": [MISSING, *normal(("AAA", "85", None, None), ("AA", "80", "85", None), ("A", "70", "80", None), ("B", "60", "70", None),
                                                                         ("B", None, "60", False), ("C", None, "60", True))]},
    "yantai": {"participation": "assumed", "grades": normal(("AAA", "85", None, None), ("AA", "80", "85", None), ("A", "70", "80", None), ("B", "60", "70", None), ("C", None, "60", None))},
    "lianyungang": {"participation": "assumed", "base": "90", "grades": [VETO, *normal(("4A", "140", None, None), ("3A", "120", "140", None), ("2A", "100", "120", None),
                                                                                      ("A", "85", "100", None), ("B", None, "85", None))]},
    "shangqiu": {"participation": "assumed", "grades": [*normal(("AAA", "100", None, None), ("AA", "90", "100", None), ("A", "80", "90", None), ("B", "70", "80", None), ("C", "60", "70", None)),
                                                        {"grade": "不予评级", "label_zh": "不予评级", "label_en": "Not rated", "condition": "unrated", "low": None, "high": "60"}]},
}


def rule(name):
    found = {**copy.deepcopy(DOCUMENT), **{key: value for key, value in RULES[name].items() if key != "base"}, "groups": [], "assessor_weights": []}
    found["score"] = {**found["score"], "base": RULES[name].get("base", "0"), "basic_cap": "80" if name == "yantai" else None, "good_cap": "40" if name == "yantai" else None}
    return found


VECTORS = [("shandong", [("basic", "84.99")], "84.99", "AA"), ("shandong", [("basic", "85")], "85.00", "AAA"), ("shandong", [("basic", "60")], "60.00", "B"),
           ("shandong", [("basic", "59.99")], "59.99", "B"), ("shandong", [("basic", "69.99"), ("bad", "10")], "59.99", "C"), ("shandong", [], "0.00", "C（缺失）"),
           ("shandong", [("bad", "5")], "-5.00", "C（缺失）"), ("yantai", [("basic", "59.99")], "59.99", "C"), ("yantai", [("basic", "95"), ("good", "55")], "120.00", "AAA"),
           ("lianyungang", [("bad", "5")], "85.00", "A"), ("lianyungang", [("bad", "5.01")], "84.99", "B"), ("lianyungang", [("good", "60")], "150.00", "4A"),
           ("lianyungang", [("good", "60"), ("veto", "0")], "150.00", "B"), ("shangqiu", [("basic", "59.99")], "59.99", "不予评级"), ("shangqiu", [("basic", "100")], "100.00", "AAA"),
           ("shandong", [("basic", "84.995")], "85.00", "AAA"), ("shandong", [("basic", "1"), ("bad", "1.005")], "-0.01", "C")]


@pytest.mark.parametrize("name,lines,total,grade", VECTORS, ids=[f"{name}-{total}-{grade}" for name, _, total, grade in VECTORS])
def test_vectors_of_published_rules(name, lines, total, grade, world):
    """D09, D19. Halves go away from zero, below zero too."""
    found = vector(world, rule(name), lines)
    assert (str(found["total"]), found["grade"]) == (total, grade)
    if name == "yantai" and len(lines) == 2:
        assert (found["basic"], found["good"]) == (80, 40)


def vector(world, document, lines):
    rows = [{"subject_id": str(uuid.UUID(int=1)), "record_id": str(uuid.UUID(int=place)), "item_code": f"{kind}.any", "category": "bad" if kind == "veto" else kind, "points": points,
             "assessor": "district", "fact_key": str(place), "veto": kind == "veto", "since": "2026-01-01"} for place, (kind, points) in enumerate(lines)]
    return world.cluster.query("select * from credit_scores(%s, 'firm', '2026-03-01', now(), %s::uuid[], %s)", (json.dumps(document), [str(uuid.UUID(int=1))], json.dumps(rows)))[0]


@pytest.mark.parametrize("cycle,day,first", [
    ("real_time", "2026-03-01", "-infinity"), ("calendar_year", "2026-03-01", "2026-01-01"), ("quarter", "2026-03-31", "2026-01-01"), ("quarter", "2026-04-01", "2026-04-01"),
    ("rolling_12_months", "2024-02-28", "2023-03-01"), ("rolling_12_months", "2024-02-29", "2023-03-01"), ("rolling_12_months", "2024-03-01", "2023-03-02"),
    ("rolling_12_months", "2025-02-28", "2024-02-29"), ("rolling_12_months", "2025-03-01", "2024-03-02")])
def test_how_far_back_a_cycle_goes(cycle, day, first, world):
    assert world.cluster.query("select credit_cycle_start(%s, %s)::text as first", (cycle, day))[0]["first"] == first


# ---- explained ----

def test_each_line_says_what_is_left_of_it_and_why(world, district):
    """D04, D09: caps of item, group and category, the best of a fact, the best of a group, weights of assessors, and what the grade brings."""
    firm = scores.firm(world, ("basic.data", 95, {"since": "2024-01-01"}), ("good.staff", 4, {"since": "2024-01-02"}), ("good.staff", 3, {"since": "2024-01-03"}),
                       ("good.media", 10, {"since": "2024-01-04", "fact_key": "article"}), ("good.web", 20, {"since": "2024-01-05", "fact_key": "article"}),
                       ("good.media", 20, {"since": "2024-01-06", "fact_key": "another"}), ("good.award", 5, {"since": "2024-01-07"}), ("good.award", 15, {"since": "2024-01-08"}),
                       ("bad.penalty", 10, {"since": "2024-01-09", "assessor": "street"}), ("bad.penalty", "33.5", {"since": "2024-01-10", "until": "2124-01-31"}))
    card = credit(district, firm)
    assert [line["record_id"] for line in card["lines"]] == firm["records"]
    assert [(line["points"], line["weighted"], line["counted"], line["cut_by"], line["cut_in"]) for line in card["lines"]] == [
        ("95.0000", "95", "80", "category_cap", "basic"), ("4.0000", "4", "4", None, None), ("3.0000", "3", "1", "item_cap", "good.staff"), ("10.0000", "10", "0", "max_per_fact", "media"),
        ("20.0000", "20", "20", None, None), ("20.0000", "20", "5", "group_cap", "media"), ("5.0000", "5", "0", "max_only", "honour"), ("15.0000", "15", "10", "category_cap", "good"),
        ("10.0000", "3.5", "3.5", None, None), ("33.5000", "33.5", "33.5", None, None)]
    assert [line["fact"] for line in card["lines"]] == [1, 2, 3, 4, 4, 6, 7, 8, 9, 10]
    assert (card["base"], card["basic"], card["good"], card["bad"], card["total"]) == ("0", "80", "40", "37", "83.00")
    assert card["has_bad"] and not card["veto"] and card["takes_part"]
    assert (card["grade"]["grade"], card["grade"]["position"], card["grade"]["low"], card["grade"]["high"]) == ("AA", 4, "80", "85")
    assert [(effect["effect"], effect["value"]) for effect in card["effects"]] == [("green_channel", None), ("inspection_factor", "0.5")]
    assert card["lines"][8]["weight"] == "0.35" and card["lines"][9]["valid_to"] == "2124-01-31" and card["lines"][0]["valid_to"] is None
    assert card["lines"][0]["title_zh"] == "企业资料完整" and card["rulebook"]["title_en"] == "Trial rules"


def test_a_line_of_an_item_that_the_rulebook_no_longer_has_keeps_its_points(world, district):
    firm = scores.firm(world, ("basic.data", 50), ("good.gone", 7, {"category": "good"}))
    card = credit(district, firm)
    assert card["total"] == "57.00" and [line["title_zh"] for line in card["lines"] if line["item_code"] == "good.gone"] == [None]


def test_the_last_day_counts_and_the_next_does_not(world, district):
    """Practice §2.4: the day on which it ends is in."""
    firm = scores.firm(world, ("basic.data", 70), ("bad.penalty", 10, {"since": "2024-03-01", "until": "2025-02-28"}))
    assert [credit(district, firm, as_of=day)["bad"] for day in ("2024-02-29", "2024-03-01", "2025-02-28", "2025-03-01")] == ["0", "10", "10", "0"]


def test_a_veto_decides_and_whoever_has_no_basic_information_is_missing(world, district):
    assert brief(credit(district, scores.firm(world, ("basic.data", 80), ("bad.fraud", 0)))) == ("80.00", "D")
    card = credit(district, scores.firm(world, ("bad.penalty", 10)))
    assert brief(card) == ("-10.00", "C") and card["grade"]["condition"] == "missing" and not card["takes_part"]
    assert brief(credit(district, scores.firm(world))) == ("0.00", "C")


def test_what_came_late_changes_a_past_day_only_from_when_it_was_known(world, district):
    """D04, D17: as it was on that day, as it is now known to have been, and as it was known at any moment between."""
    firm = scores.firm(world, ("basic.data", 70, {"since": "2025-01-01"}), ("bad.penalty", 10, {"since": "2025-03-01", "known": "[2025-06-01 10:00+08, 2025-07-01 00:00+08)"}))
    values = {"assessor": "district", "fact_key": "any", "veto": False}
    scores.count(world, firm["records"][1], "firm", firm["id"], firm["id"], "bad.penalty", "bad", 4, "2025-03-01", None, "[2025-07-01 00:00+08,)", values)
    total = lambda **query: credit(district, firm, **query)["total"]
    assert total(as_of="2025-04-01") == "66.00" and total(as_of="2025-04-01", view="now") == "66.00"
    assert total(as_of="2025-04-01", view="then") == "70.00"
    assert total(as_of="2025-04-01", known_at="2025-06-01T09:59:59+08:00") == "70.00" and total(as_of="2025-04-01", known_at="2025-06-01T10:00:00+08:00") == "60.00"
    assert [total(as_of=day, view="then") for day in ("2025-05-31", "2025-06-01", "2025-06-30", "2025-07-01")] == ["70.00", "60.00", "60.00", "66.00"]
    assert total(as_of="2025-02-28") == "70.00"


def test_what_will_be_known_is_not_known_yet(world, district):
    """A record counts from the end of its publicity; today's score, and today's as it was, are of now."""
    soon = (datetime.datetime.now(SHANGHAI) + datetime.timedelta(minutes=30)).isoformat()
    firm = scores.firm(world, ("basic.data", 70), ("bad.penalty", 10, {"known": known_from(soon)}))
    assert credit(district, firm)["total"] == credit(district, firm, view="then")["total"] == "70.00"


READ = ["/v1/firms/{firm}/credit", "/v1/estates/{estate}/credit", "/v1/staff/{person}/credit", "/v1/credit/scores"]


@pytest.mark.parametrize("path", READ)
def test_a_day_without_a_rulebook_and_a_moment_that_has_not_come_are_refused(path, world, samples, district):
    firm = scores.firm(world)
    path = path.format(firm=firm["id"], estate=samples.estates["near"]["id"], person=staff.person(world, firm["id"])["id"])
    assert district.get(path, {"as_of": "2001-01-01"}, expect=409).code == "no_rulebook"
    assert district.get(path, {"known_at": "2090-01-01T00:00:00+08:00"}, expect=422).code == "not_known_yet"
    assert district.get(path, {"known_at": "2020-01-01T00:00:00+08:00", "view": "then"}, expect=422).code == "known_twice"


def test_the_rulebook_is_that_of_the_day(world):
    """In the other district, so that no other test's day has two."""
    abroad, officer = "340302", world.role("district", 2)
    other = {**DOCUMENT, "score": {**DOCUMENT["score"], "base": "10"}}
    first = book(world, effective_from="2011-01-01", effective_to="2012-01-01", district=abroad)
    second = book(world, other, effective_from="2012-01-01", effective_to="2013-01-01", district=abroad)
    firm = firms.firm(world, abroad=True)
    for day, found, total in (("2011-12-31", first, "0.00"), ("2012-01-01", second, "10.00")):
        card = credit(officer, firm, as_of=day)
        assert (card["rulebook"]["id"], card["total"]) == (found, total)
    assert officer.get(f"/v1/firms/{firm['id']}/credit", {"as_of": "2013-01-01"}, expect=409).code == "no_rulebook"
    rows = officer.get(f"/v1/firms/{firm['id']}/credit/history", {"day_from": "2010-12-01", "day_before": "2013-02-01"}, expect=200).json["items"]
    assert [(row["day"], row["total"], row["rulebook"] and row["rulebook"]["id"]) for row in rows] == [
        ("2010-12-01", None, None), ("2011-01-01", "0.00", first), ("2012-01-01", "10.00", second), ("2013-01-01", None, None)]


# ---- all ----

def test_lists_and_cards_say_the_same_in_each_order(world, district):
    """A page by code or name, all by total, and one firm's card."""
    made = [scores.firm(world, ("basic.data", points), *([("bad.penalty", 1)] if points % 2 else [])) for points in (61, 62, 75, 75, 83, 90)]
    whole = {sort: pages(district, sort=sort) for sort in ("code", "name", "-total")}
    by_id = {sort: {item["id"]: item for item in items} for sort, items in whole.items()}
    assert by_id["code"] == by_id["name"] == by_id["-total"] and len(by_id["code"]) == len(whole["code"])
    assert [item["code"] for item in whole["code"]] == sorted(item["code"] for item in whole["code"])
    assert [(item["name"], item["id"]) for item in whole["name"]] == sorted((item["name"], item["id"]) for item in whole["name"])
    assert [Decimal(item["total"]) for item in whole["-total"]] == sorted((Decimal(item["total"]) for item in whole["-total"]), reverse=True)
    for firm in made:
        card, item = credit(district, firm), by_id["code"][firm["id"]]
        assert {name: card[name] for name in ("basic", "good", "bad", "total", "has_bad", "veto", "takes_part")} == {name: item[name] for name in
                                                                                                                   ("basic", "good", "bad", "total", "has_bad", "veto", "takes_part")}
        assert item["grade"] == card["grade"]["grade"] and item["rulebook_id"] == card["rulebook"]["id"]
    active = world.cluster.query("select count(*) from firms where district_code = '150202' and status = 'active'")[0]["count"]
    for query in ({}, {"sort": "-total"}, {"sort": "name"}):
        assert district.get("/v1/credit/scores", {**query, "count": "true", "limit": "1"}, expect=200).json["total"] == active == len(whole["code"])
    wanted = sorted(item["id"] for item in whole["code"] if item["grade"] in ("A", "AAA"))
    for sort in ("code", "name", "-total"):
        assert sorted(item["id"] for item in pages(district, sort=sort, grade="A,AAA")) == wanted
    assert pages(district, grade="none") == []


def pages(client, **query):
    found, cursor = [], None
    while True:
        page = client.get("/v1/credit/scores", {**query, "limit": "7", **({"cursor": cursor} if cursor else {})}, expect=200).json
        found, cursor = found + page["items"], page["next"]
        if not cursor:
            return found


def test_what_is_asked_of_some_firms_reads_what_counts_for_them_alone(world, district):
    """A page by code or name hands its firms to credit_scores()."""
    page = [scores.firm(world, ("basic.data", 60), ("bad.penalty", 1))["id"] for _ in range(2)]
    scores.firm(world, ("basic.data", 60))
    connection = world.cluster.connect()
    try:
        with connection.cursor() as cursor:
            cursor.execute("load 'auto_explain'; set auto_explain.log_min_duration = 0; set auto_explain.log_nested_statements = on; set auto_explain.log_analyze = on; "
                           "set auto_explain.log_format = json; set timezone = 'Asia/Shanghai'; select set_config('wuye.district', '150202', false); set client_min_messages = log")
            cursor.execute("select * from credit_scores(%s::jsonb, 'firm', (now() at time zone 'Asia/Shanghai')::date, now(), %s::uuid[])", (json.dumps(DOCUMENT), page))
    finally:
        connection.close()
    plans = [json.loads(notice[notice.index("{"):])["Plan"] for notice in connection.notices if "plan:" in notice]
    assert sum(node["Actual Rows"] * node["Actual Loops"] for plan in plans for node in nodes(plan) if node.get("Relation Name") == "credit_counts") == 4


def nodes(plan):
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)


def test_projects_and_people_have_scores_of_their_own(world, samples, district):
    """D15, D20: what is recorded for a project or a person."""
    firm = scores.firm(world)
    estate = estates.estate(samples, "near")
    person = staff.person(world, firm["id"])
    record(world, estate["id"], "bad.complaint", 5, kind="project", firm_id=firm["id"])
    record(world, person["id"], "person.refusal", 5, kind="person", firm_id=firm["id"])
    assert brief(district.get(f"/v1/estates/{estate['id']}/credit", expect=200).json) == ("-5.00", "合格")
    card = district.get(f"/v1/staff/{person['id']}/credit", expect=200).json
    assert brief(card) == ("-5.00", "失信") and card["subject"] == {"kind": "person", "id": person["id"], "name": person["name"]}
    for kind, subject in (("project", estate), ("person", person)):
        rows = {item["id"]: item for item in pages(district, subject_kind=kind)}
        assert rows[subject["id"]]["total"] == "-5.00" and len(rows) < 30
        assert {item["id"] for item in pages(district, subject_kind=kind, sort="-total")} == rows.keys()
    far = estates.estate(samples, "far")
    record(world, far["id"], "bad.complaint", 5, kind="project", firm_id=firm["id"])
    seen = {item["id"] for item in pages(world.role("street"), subject_kind="project")}
    assert estate["id"] in seen and far["id"] not in seen and far["id"] in {item["id"] for item in pages(district, subject_kind="project")}
    assert pages(world.role("platform"), subject_kind="person") == []
    assert credit(district, firm)["lines"] == []


# ---- over time ----

@pytest.mark.parametrize("view", ["now", "then"])
@pytest.mark.parametrize("cycle", ["real_time", "rolling_12_months", "calendar_year", "quarter"])
def test_a_history_has_a_row_for_each_day_on_which_the_score_changes(cycle, view, world):
    """Against each day for itself; in the other district, whose rulebook is the test's own. D17."""
    district, start = "340302", {"real_time": 2014, "rolling_12_months": 2017, "calendar_year": 2020, "quarter": 2023}[cycle]
    if not world.cluster.query("select 1 from credit_rulebooks where district_code = %s and state = 'published' and effective_from = %s", (district, f"{start}-01-01")):
        book(world, {**DOCUMENT, "cycle": cycle}, effective_from=f"{start}-01-01", effective_to=f"{start + 3}-01-01", district=district)
    officer, firm = world.role("district", 2), firms.firm(world, abroad=True)
    held = world.cluster.query("select id::text from credit_rulebooks where district_code = %s and effective_from = %s", (district, f"{start}-01-01"))[0]["id"]
    put = lambda item, points, since, until, known: record(world, firm["id"], item, points, f"{start}-{since}", until and f"{start + 1}-{until}", known=known, district=district, book_id=held)
    put("basic.data", 60, "01-01", None, scores.EVER)
    put("good.award", 5, "02-28", None, scores.EVER)
    put("good.award", 15, "03-01", "05-31", known_from(f"{start}-06-15 00:00+08"))
    put("bad.penalty", 10, "10-01", "09-30", f"[{start + 1}-01-05 12:00+08, {start + 1}-02-01 23:59+08)")
    put("bad.penalty", 3, "11-11", "12-11", known_from(f"{start + 1}-02-01 00:00+08"))
    query = {"day_from": f"{start}-01-01", "day_before": f"{start + 2}-04-01", "view": view, "limit": "200"}
    rows = officer.get(f"/v1/firms/{firm['id']}/credit/history", query, expect=200).json["items"]
    moment = "least(now(), ((d::date + 1)::timestamp at time zone 'Asia/Shanghai') - interval '1 microsecond')" if view == "then" else "now()"
    found = world.cluster.query(
        "select d::date::text as day, s.* from (select set_config('wuye.district', %s, true)) set cross join generate_series(%s::timestamp, %s::timestamp - interval '1 day', '1 day') d "
        f"cross join lateral credit_scores(%s, 'firm', d::date, {moment}, %s::uuid[]) s where set.set_config is not null order by 1",
        (district, query["day_from"], query["day_before"], json.dumps({**DOCUMENT, "cycle": cycle}), [firm["id"]]))
    members = ("basic", "good", "bad", "total", "has_bad", "veto", "takes_part", "grade")
    plain = lambda row: [Decimal(row[name]) if name in members[:4] else row[name] for name in members]
    changes = [row for place, row in enumerate(found) if not place or plain(row) != plain(found[place - 1])]
    assert [(row["day"], plain(row)) for row in rows] == [(row["day"], plain(row)) for row in changes]
    assert 3 <= len(rows) < 20
    first = officer.get(f"/v1/firms/{firm['id']}/credit/history", {**query, "limit": "2"}, expect=200).json
    second = officer.get(f"/v1/firms/{firm['id']}/credit/history", {**query, "limit": "2", "cursor": first["next"]}, expect=200).json
    assert first["items"] + second["items"] == rows[:4]


def test_a_history_is_of_at_most_five_years(world, district):
    firm = scores.firm(world)
    path = f"/v1/firms/{firm['id']}/credit/history"
    assert district.get(path, {"day_from": "2018-01-01", "day_before": "2023-01-02"}, expect=422).code == "history_too_long"
    assert district.get(path, {"day_from": "2023-01-01", "day_before": "2023-01-01"}, expect=422).code == "period_reversed"
    assert district.get(path, {"day_before": "0001-01-01"}, expect=422).code == "period_reversed", "before it there are no days"
    assert district.get(path, {"day_before": "0001-01-02"}, expect=200).json["items"][0]["day"] == "0001-01-01"
    assert [row["day"] for row in district.get(path, {"day_from": "2018-01-01", "day_before": "2023-01-01"}, expect=200).json["items"]] == ["2018-01-01"]


# ---- who ----

def test_a_firm_reads_its_own_credit_and_no_word_of_who_complained(world, district):
    """Of a complaint, of who proposed or confirmed, and of the fact's key nothing is shown."""
    one = str(world.register.account(ACCOUNTS["company"][0])["firm_id"])
    two = str(world.register.account(ACCOUNTS["company"][1])["firm_id"])
    complaint = str(uuid.uuid4())
    found = record(world, one, "bad.penalty", 5, source="complaint", source_id=complaint, fact_key=f"complaint:{complaint}")
    officer = world.register.account(ACCOUNTS["district"][0])
    world.cluster.query("update credit_records set proposed_by = %s, confirmed_by = %s where id = %s", (officer["id"], officer["id"], found))
    company = world.role("company")
    answers = [company.get(f"/v1/firms/{one}/credit", expect=200), company.get(f"/v1/firms/{one}/credit/history", expect=200), simulate(company, {"id": one}, {}),
               company.get(f"/v1/credit/snapshots/{freeze(district, {'id': one}).json['id']}", expect=200)]
    assert found in answers[0].body.decode() and credit(company, {"id": one}) == credit(district, {"id": one})
    for answer in answers:
        assert complaint not in answer.body.decode() and str(officer["id"]) not in answer.body.decode() and "complaint:" not in answer.body.decode()
    for path in (f"/v1/firms/{two}/credit", f"/v1/firms/{two}/credit/history"):
        company.get(path, expect=404)
    simulate(company, {"id": two}, {}, expect=404)
    company.get("/v1/credit/scores", expect=403)


def test_people_are_for_authorities_and_their_own_firm(world, district):
    """D20, D21."""
    one = str(world.register.account(ACCOUNTS["company"][0])["firm_id"])
    person = staff.person(world, one)
    record(world, person["id"], "person.refusal", 5, kind="person", firm_id=one)
    path = f"/v1/staff/{person['id']}/credit"
    for role in ("district", "street", "community", "company"):
        assert brief(world.role(role).get(path, expect=200).json) == ("-5.00", "失信")
    world.role("company", 1).get(path, expect=404)
    world.role("platform").get(path, expect=403)
    frozen = freeze(district, person, subject_kind="person").json
    world.role("platform").get(f"/v1/credit/snapshots/{frozen['id']}", expect=404)
    assert world.role("company").get(f"/v1/credit/snapshots/{frozen['id']}", expect=200).json == frozen
    world.role("company", 1).get(f"/v1/credit/snapshots/{frozen['id']}", expect=404)


# ---- while it changes ----

def amend(cursor, records, points):
    """Both records at once: what was known ends, and what stands instead begins."""
    cursor.execute("begin")
    cursor.execute("select clock_timestamp()")
    moment = cursor.fetchone()[0]
    for found, value in zip(records, points):
        cursor.execute("update credit_counts set known = tstzrange(lower(known), %s) where record_id = %s and upper_inf(known) returning *", (moment, found))
        row = dict(zip([column.name for column in cursor.description], cursor.fetchone()))
        cursor.execute("insert into credit_counts (district_code, record_id, subject_kind, subject_id, firm_id, item_code, category, points, assessor, fact_key, veto, valid, known) "
                       "select district_code, record_id, subject_kind, subject_id, firm_id, item_code, category, %s, assessor, fact_key, veto, valid, tstzrange(%s, null) "
                       "from credit_counts where id = %s", (value, moment, row["id"]))
    cursor.execute("commit")


def test_a_score_read_while_records_change_is_never_half_old_half_new(world, district):
    """Two records that are amended in one transaction, over and over, and readers of the card, the lists and the snapshot: a half would be 11 or 20."""
    firm = scores.firm(world, ("basic.data", 1), ("good.other", 1), name="甲半新半旧物业")
    over, found, deadline = threading.Event(), [], time.monotonic() + 60

    def write():
        connection = world.cluster.connect()
        try:
            with connection.cursor() as cursor:
                for turn in itertools.count(1):
                    amend(cursor, firm["records"], (10, 20) if turn % 2 else (1, 1))
                    if turn >= 60 and (len(found) > 20 or time.monotonic() > deadline):
                        return
        finally:
            over.set()
            connection.close()

    def read(call):
        client = world.role("district")
        while not over.is_set():
            found.append(call(client))

    calls = [lambda client: credit(client, firm)["total"], lambda client: freeze(client, firm).json["total"],
             lambda client: next(item["total"] for item in client.get("/v1/credit/scores", {"sort": "-total", "limit": "200"}, expect=200).json["items"] if item["id"] == firm["id"]),
             lambda client: client.get(f"/v1/firms/{firm['id']}/credit/history", {"day_from": today().isoformat(), "day_before": (today() + DAY).isoformat()}, expect=200).json["items"][0]["total"]]
    with concurrent.futures.ThreadPoolExecutor(len(calls) + 1) as pool:
        jobs = [pool.submit(write), *(pool.submit(read, call) for call in calls)]
        for job in jobs:
            job.result()
    assert set(found) == {"2.00", "30.00"} and len(found) > 20
