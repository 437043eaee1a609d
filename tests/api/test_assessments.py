"""Assessments of the work on an estate: on score sheets that are data, confirmed by somebody else, and what they come to."""
import concurrent.futures
import decimal
import fractions
import random
import threading

import pytest
from things.assessments import DAY, ITEMS, SINCE, assessed, assessment, confirmed, draft, drafted_by_deputy, published, served, sheet, told
from things.contracts import act, terms
from things.effects import DISTRICT
from things.estates import today
from things.rulebooks import deputy, item, published_rulebook
from things.users import signed_in

COMMUNITY, STREET, FAR, FIRM = "community.huanxi@150202", "street.heping@150202", "street.nanmenwai@150202", "company.one@150202"
ORDER = [{"code": "order", "score": "40"}]


def at_once(*calls):
    gate = threading.Barrier(len(calls))

    def run(call):
        gate.wait()
        return call()
    with concurrent.futures.ThreadPoolExecutor(len(calls)) as pool:
        return [each.result() for each in [pool.submit(run, call) for call in calls]]


def as_role(world, statement, values, account=DISTRICT):
    """Rows as the account's role of the database sees them."""
    me = world.register.account(account)
    connection = world.cluster.connect(user=f"wuye_{account.partition('.')[0]}")
    try:
        with connection.cursor() as cursor:
            for name, value in (("district", account[-6:]), ("street", me["street_code"]), ("community", me["community_code"]), ("firm", me["firm_id"]), ("user", me["id"])):
                cursor.execute("select set_config(%s, %s, false)", (f"wuye.{name}", str(value or "")))
            cursor.execute(statement, values)
            return cursor.fetchall()
    finally:
        connection.close()


def months(world, month, estate, account=DISTRICT):
    rows = as_role(world, "select firm_id::text, score::text, assessed from assessment_month_scores(%s::date) where estate_id = %s::uuid order by 1", (month, estate), account)
    return {firm: (score, assessed_) for firm, score, assessed_ in rows}


def street_colleague(world):
    return world.anyone.bearing(signed_in(world, "street"))


# ---- score sheets ----

def test_a_sheet_is_published_by_another_and_never_changes(world):
    """I13, G17: a sheet is versioned data."""
    officer, other = world.caller(DISTRICT), deputy(world)
    made = draft(world)
    assert (made["number"], made["state"], made["common"], made["findings"], made["total"], made["items"]) == (1, "draft", False, [], "100.00", ITEMS)
    at, street = f"/v1/score-sheets/{made['id']}", world.role("street")
    assert street.get(at, expect=404), "a draft is nobody else's"
    assert officer.post(f"{at}/publish", {"version": 1}, expect=409).code == "separation_of_duties"
    assert other.post(f"{at}/publish", {"version": 1}, expect=422).code == "score_sheet_day_missing"
    changed = officer.request("PATCH", at, json_body={"title_en": "Upkeep by the day"}, headers={"If-Match": '"1"'}, expect=200).json
    assert changed["version"] == 2 and officer.request("PATCH", at, json_body={"title_en": "x"}, headers={"If-Match": '"1"'}, expect=412).code == "precondition_failed"
    assert other.post(f"{at}/publish", {"version": 1, "effective_from": "2026-01-01"}, expect=409).code == "score_sheet_changed"
    done = other.post(f"{at}/publish", {"version": 2, "effective_from": "2026-01-01"}, expect=200).json
    assert (done["state"], done["effective_from"], done["effective_to"]) == ("published", "2026-01-01", None)
    assert other.request("PATCH", at, json_body={"title_en": "x"}, headers={"If-Match": '"3"'}, expect=409).code == "state_conflict"
    assert other.post(f"{at}/publish", {"version": 3}, expect=409).code == "state_conflict"
    touch = "update score_sheets set title_en = 'x' where id = %s returning 1"
    assert as_role(world, touch, (made["id"],)) == [] and as_role(world, touch, (draft(world)["id"],)) == [(1,)], "row security says so by itself"
    assert all(world.role(role).get(at).json == done for role in ("street", "community", "company", "platform"))


def test_a_later_number_ends_the_one_before(world):
    """A first number may be dated back, for sheets were on paper before; a later one not."""
    officer, code = world.caller(DISTRICT), f"n{next(world.serial)}"
    first = published(world, code=code)
    second = deputy(world).post("/v1/score-sheets", {"from": first["id"], "total": "90", "items": ITEMS[:2]}, expect=201).json
    assert (second["code"], second["number"], second["kinds"], second["total"]) == (code, 2, first["kinds"], "90.00")
    at = f"/v1/score-sheets/{second['id']}"
    assert officer.post(f"{at}/publish", {"version": 1, "effective_from": today(-1)}, expect=422).code == "takes_effect_in_the_past"
    later = officer.post(f"{at}/publish", {"version": 1, "effective_from": today(30)}, expect=200).json
    assert officer.get(f"/v1/score-sheets/{first['id']}").json["effective_to"] == later["effective_from"] == today(30)
    third = drafted_by_deputy(world, code=code)
    assert officer.post(f"/v1/score-sheets/{third['id']}/publish", {"version": 1, "effective_from": today(30)}, expect=409).code == "score_sheet_day_taken"
    held = [each["id"] for each in officer.pages("/v1/score-sheets", {"code": code, "as_of": today()})]
    assert held == [first["id"]] and [each["id"] for each in officer.pages("/v1/score-sheets", {"code": code, "kind": "annual", "state": "draft"})] == [third["id"]]
    withdrawn = officer.post(f"{at}/withdraw", {"reason": "项目需重新论证"}, expect=200).json
    assert withdrawn["state"] == "withdrawn" and officer.get(f"/v1/score-sheets/{first['id']}").json["effective_to"] is None, "the one before goes on"
    assert officer.post(f"{at}/withdraw", {"reason": "再次"}, expect=409).code == "state_conflict"


def test_faults_of_a_sheet_are_named(world):
    """Each with where it stands; with one it cannot be published."""
    faulty = [{**ITEMS[0], "step": "0.3"}, {**ITEMS[0], "step": "0"}, {**ITEMS[1], "max": "0"}]
    made = drafted_by_deputy(world, items=faulty)
    assert {(each["code"], each["pointer"]) for each in made["findings"]} == {
        ("step_unfit", "/items/0/step"), ("item_repeated", "/items/1/code"), ("step_unfit", "/items/1/step"), ("item_without_points", "/items/2/max")}
    assert [(each["code"], each["pointer"]) for each in draft(world, total="99")["findings"]] == [("total_differs", "/total")]
    assert world.caller(DISTRICT).post(f"/v1/score-sheets/{made['id']}/publish", {"version": 1, "effective_from": today()}, expect=422).code == "score_sheet_has_faults"
    officer = world.caller(DISTRICT)
    for value, code in (({"code": "x"}, "score_sheet_incomplete"), ({"from": "01900000-0000-7000-8000-000000000000"}, "score_sheet_unknown"), ({"from": draft(world, "abroad")["id"]}, "score_sheet_unknown")):
        assert officer.post("/v1/score-sheets", value, expect=422).code == code


def test_numbers_and_publications_that_meet_are_ordered(world):
    officer, code = world.caller(DISTRICT), f"r{next(world.serial)}"
    made = [drafted_by_deputy(world, code=code)["id"]]
    answers = at_once(*[lambda: deputy(world).post("/v1/score-sheets", told(world, code=code)) for _ in range(4)])
    assert sorted(each.json["number"] for each in answers) == [2, 3, 4, 5]
    made += [each.json["id"] for each in answers]
    results = at_once(*[lambda one=one: officer.post(f"/v1/score-sheets/{one}/publish", {"version": 1, "effective_from": today(7)}).status for one in made[:3]])
    assert sorted(results) == [200, 409, 409]


# ---- what is entered ----

def test_a_daily_assessment_is_the_sum_of_its_lines(world, samples):
    """G17: each item of the sheet once; what is not spoken of is whole or nothing, as the sheet says."""
    lines = [{"code": "cleaning", "score": "47.5"}, {"code": "order", "score": "36.25"}, {"code": "praise", "score": "5", "evidence": "锦旗照片，13912345678"}]
    made = assessment(samples, lines=lines)
    assert (made["score"], made["score_max"], made["percent"], made["state"], made["sheet_id"]) == ("88.75", "100.00", "88.75", "submitted", sheet(world))
    assert [(each["code"], each["item"], each["score"], each["max"]) for each in made["sheet"]] == [
        ("cleaning", "环境卫生", "47.50", "50.00"), ("order", "秩序维护", "36.25", "40.00"), ("praise", "居民表扬", "5.00", "10.00")]
    assert "13912345678" not in made["sheet"][2]["evidence"] and "锦旗照片" in made["sheet"][2]["evidence"]
    assert assessment(samples, score="90")["score"] == "90.00", "50 whole, 40 said, no praise"
    mine = served(samples)
    for wrong, code in (([], "score_line_missing"), (ORDER + ORDER, "score_line_unknown"), ([*ORDER, {"code": "gate", "score": "1"}], "score_line_unknown"),
                        ([{"code": "order", "score": "40.01"}], "score_line_unfit"), ([*ORDER, {"code": "cleaning", "score": "49.75"}], "score_line_unfit"),
                        ([*ORDER, {"code": "praise", "score": "10"}], "score_line_evidence")):
        assert assessment(samples, expect=422, lines=wrong, **mine).code == code
    assert assessment(samples, lines=[*ORDER, {"code": "praise", "score": "0"}, {"code": "cleaning", "score": "50"}], **mine)["score"] == "90.00"


def test_an_assessment_is_on_a_sheet_that_holds_and_is_for_it(world, samples):
    mine = served(samples)
    for wrong in ({"score": "89"}, {"sheet_id": None, "lines": None, "score": "90"}, {"lines": None}, {"score_max": "100"}, {"sheet": [{"item": "卫生", "score": "90", "max": "100"}]},
                  {"kind": "composite", "score": "90"}, {"estate_id": None}, {"kind": "composite", "sheet_id": None, "lines": None}):
        value = {**assessed(samples, COMMUNITY, mine), **wrong}
        answer = world.caller(COMMUNITY).post("/v1/evaluations", {name: each for name, each in value.items() if each is not None}, expect=422)
        assert answer.code == "evaluation_misfit", wrong
    gone = published(world)["id"]
    world.caller(DISTRICT).post(f"/v1/score-sheets/{gone}/withdraw", {"reason": "停用"}, expect=200)
    for unfit in (gone, draft(world)["id"], published(world, kinds=["annual"])["id"], published(world, since="2026-09-08")["id"], published(world, "abroad")["id"], mine["estate_id"]):
        assert assessment(samples, expect=422, sheet_id=unfit, **mine).code == "score_sheet_unfit"
    before = assessment(samples, sheet_id=published(world, code=f"w{next(world.serial)}")["id"], **mine)
    world.caller(DISTRICT).post(f"/v1/score-sheets/{before['sheet_id']}/withdraw", {"reason": "停用"}, expect=200)
    assert world.role("district").get(f"/v1/evaluations/{before['id']}").json == before, "what was assessed stays"


@pytest.mark.parametrize("kind, good, wrong", [
    ("daily", ("2026-09-07", "2026-09-07"), ("2026-09-07", "2026-09-08")), ("monthly", ("2026-09-01", "2026-09-30"), ("2026-09-30", "2026-10-01")),
    ("quarterly", ("2026-04-01", "2026-06-30"), ("2026-06-30", "2026-07-01")), ("half_year", ("2026-03-10", "2026-06-30"), ("2026-06-01", "2026-07-31")),
    ("annual", ("2026-03-10", "2026-10-31"), ("2025-12-31", "2026-10-31"))])
def test_a_period_lies_within_one_term_of_its_kind(world, samples, kind, good, wrong):
    """G15: quarter, half-year and year-end; once in each, whichever of its days are named."""
    mine = served(samples)
    assert assessment(samples, expect=422, kind=kind, period_from=wrong[0], period_to=wrong[1], **mine).code == "assessment_period_unfit"
    assert assessment(samples, expect=422, kind=kind, period_from=good[0], period_to="2099-12-31", **mine).code == "assessment_period_unfit"
    made = assessment(samples, kind=kind, period_from=good[0], period_to=good[1], **mine)
    again = {"kind": kind, "period_from": good[1], "period_to": good[1], **mine}
    assert assessment(samples, expect=409, **again).code == "evaluation_exists"
    assert assessment(samples, STREET, **again)["assessor"] == "street", "another assessor"
    withdrawn = world.role("community").post(f"/v1/evaluations/{made['id']}/withdraw", {"reason": "评分录入有误"}, expect=200).json
    assert withdrawn["withdrawn_reason"] == "评分录入有误" and assessment(samples, **again)["id"] != made["id"]


def test_only_what_the_firm_served_on_every_day_and_only_in_the_own_area(world, samples):
    mine = served(samples)
    assert assessment(samples, kind="monthly", period_from=SINCE, period_to="2026-03-31", **mine)
    for period in (("2026-03-01", "2026-03-31"), ("2026-03-09", "2026-03-09")):
        assert assessment(samples, expect=422, kind="monthly", period_from=period[0], period_to=period[1], **mine).code == "project_not_of_firm"
    two = str(world.register.account("company.two@150202")["firm_id"])
    assert assessment(samples, expect=422, **{**mine, "firm_id": two}).code == "project_not_of_firm"
    for account in (FAR, "community.luwang@150202"):
        assert assessment(samples, account, expect=422, **mine).code == "project_not_of_firm"
    assert assessment(samples, STREET, expect=403, assessor="community", **mine).code == "assessor_not_yours"
    assert assessment(samples, DISTRICT, expect=403, assessor="street", **mine).code == "assessor_not_yours"


def test_many_are_entered_at_once_each_standing_alone(world, samples):
    """G17: daily scores are many."""
    mine, number = served(samples), sheet(world)
    values = [{"kind": "daily", "assessor": "community", "sheet_id": number, "lines": ORDER, **mine, "period_from": day_, "period_to": day_}
              for day_ in ("2026-09-01", "2026-09-02", "2026-09-02", "2026-09-03")]
    values[3]["lines"] = []
    results = world.role("community").post("/v1/evaluations", values, expect=200).json["results"]
    assert [(each["status"], each.get("problem", {}).get("code")) for each in results] == [(201, None), (201, None), (409, "evaluation_exists"), (422, "score_line_missing")]
    assert results[0]["item"]["period_to"] == "2026-09-01" and results[0]["id"] == results[0]["item"]["id"]


def test_the_same_entered_at_once_is_one(world, samples):
    value = assessed(samples, COMMUNITY, served(samples))
    statuses = at_once(*[lambda: world.caller(COMMUNITY).post("/v1/evaluations", value).status for _ in range(5)])
    assert sorted(statuses) == [201, 409, 409, 409, 409]


# ---- who decides ----

def test_a_street_decides_on_days_and_months_and_the_district_on_all(world, samples):
    """G12, G15: a street pays by the month, so it decides on days and months of its own area; the district holds deposits and decides on the rest."""
    mine, colleague = served(samples), street_colleague(world)
    confirm = lambda caller, made, expect=200: caller.post(f"/v1/evaluations/{made['id']}/confirm", expect=expect)
    by_community, by_street = assessment(samples, **mine), assessment(samples, STREET, **mine)
    assert confirm(world.caller(FAR), by_community, 404) and confirm(world.role("community"), by_community, 403)
    assert confirm(world.caller(STREET), by_street, 409).code == "separation_of_duties"
    assert confirm(world.caller(STREET), by_community).json["state"] == confirm(colleague, by_street).json["state"] == "confirmed"
    own = assessment(samples, DISTRICT, **mine)
    assert confirm(world.caller(STREET), own, 404) and confirm(world.caller(DISTRICT), own, 409).code == "separation_of_duties" and confirm(deputy(world), own)
    quarter = assessment(samples, kind="quarterly", period_from="2026-07-01", period_to="2026-09-30", **mine)
    assert confirm(world.caller(STREET), quarter, 404) and confirm(world.caller(DISTRICT), quarter)
    sent_back = assessment(samples, kind="monthly", period_from="2026-09-01", period_to="2026-09-30", **mine)
    withdraw = lambda caller, made, expect=200: caller.post(f"/v1/evaluations/{made['id']}/withdraw", {"reason": "依据不足"}, expect=expect)
    assert withdraw(world.caller(FAR), sent_back, 404) and withdraw(colleague, sent_back)
    assert withdraw(colleague, by_community, 409).code == "state_conflict" and withdraw(world.caller(DISTRICT), by_community)


def test_a_firm_sees_its_own_once_confirmed_with_its_lines(world, samples):
    """D08: and another firm never; authorities of the district read all."""
    made = assessment(samples, lines=[*ORDER, {"code": "praise", "score": "5", "evidence": "锦旗"}])
    one, two = world.caller(FIRM), world.caller("company.two@150202")
    assert one.get(f"/v1/evaluations/{made['id']}", expect=404)
    shown = world.caller(DISTRICT).post(f"/v1/evaluations/{made['id']}/confirm", expect=200).json
    assert one.get(f"/v1/evaluations/{made['id']}").json == shown and len(shown["sheet"]) == 3 and shown["sheet"][2]["evidence"] == "锦旗"
    assert two.get(f"/v1/evaluations/{made['id']}", expect=404)
    assert made["id"] in {each["id"] for each in one.pages("/v1/evaluations", {"kind": "daily"})} - {each["id"] for each in two.pages("/v1/evaluations", {"kind": "daily"})}
    assert world.caller(FAR).get(f"/v1/evaluations/{made['id']}").json["id"] == made["id"]


def test_two_who_confirm_at_once_are_one(world, samples):
    made = assessment(samples)
    callers = [world.caller(DISTRICT), world.caller(STREET), deputy(world), world.caller(DISTRICT)]
    statuses = at_once(*[lambda caller=caller: caller.post(f"/v1/evaluations/{made['id']}/confirm").status for caller in callers])
    assert sorted(statuses) == [200, 409, 409, 409]
    assert world.role("district").get(f"/v1/evaluations/{made['id']}").json["version"] == 2


def test_confirming_and_withdrawing_at_once_leave_one_of_both(world, samples):
    for _ in range(4):
        made = assessment(samples)
        results = at_once(lambda: ("confirmed", world.caller(STREET).post(f"/v1/evaluations/{made['id']}/confirm").status),
                          lambda: ("withdrawn", world.caller(COMMUNITY).post(f"/v1/evaluations/{made['id']}/withdraw", {"reason": "误"}).status))
        assert sorted(status for _, status in results) == [200, 409]
        assert world.role("district").get(f"/v1/evaluations/{made['id']}").json["state"] == dict(map(reversed, results))[200]


# ---- what they come to ----

def test_a_month_is_its_monthly_assessment_or_else_the_mean_of_its_days(world, samples):
    """G17: a monthly one takes the place of the days; of several assessors the mean; only what stands confirmed."""
    mine = served(samples)
    assert months(world, "2026-09-15", mine["estate_id"]) == {}
    for number, (account, score) in enumerate(((COMMUNITY, "40"), (COMMUNITY, "39.99"), (STREET, "39.99"))):
        confirmed(samples, account, period_from=f"2026-09-{number * 14 + 1:02d}", lines=[{"code": "order", "score": score}], **mine)
    assessment(samples, period_from="2026-09-16", lines=[{"code": "order", "score": "0"}], **mine)
    confirmed(samples, period_from="2026-10-01", lines=[{"code": "order", "score": "1"}], **mine)
    assert months(world, "2026-09-15", mine["estate_id"]) == {mine["firm_id"]: ("89.99", 3)}
    monthly = {"kind": "monthly", "period_from": "2026-09-01", "period_to": "2026-09-30", **mine}
    made = confirmed(samples, lines=[{"code": "order", "score": "10"}], **monthly)
    assert months(world, "2026-09-30", mine["estate_id"]) == {mine["firm_id"]: ("60.00", 1)}
    confirmed(samples, STREET, lines=[{"code": "order", "score": "10.01"}], **monthly)
    assert months(world, "2026-09-01", mine["estate_id"]) == {mine["firm_id"]: ("60.01", 2)}, "60.005 is rounded up"
    assert months(world, "2026-10-01", mine["estate_id"]) == {mine["firm_id"]: ("51.00", 1)}
    world.caller(DISTRICT).post(f"/v1/evaluations/{made['id']}/withdraw", {"reason": "评分有误"}, expect=200)
    assert months(world, "2026-09-01", mine["estate_id"]) == {mine["firm_id"]: ("60.01", 1)}
    assert months(world, "2026-09-01", mine["estate_id"], FIRM) == {mine["firm_id"]: ("60.01", 1)} and months(world, "2026-09-01", mine["estate_id"], "company.two@150202") == {}


def test_a_mean_of_different_sheets_is_exact(world, samples):
    """G17, G15: sheets of many totals, held against fractions; halves are rounded up, whatever was divided before."""
    draw, mine = random.Random(17), served(samples)
    made, firm, estate = confirmed(samples, **mine), mine["firm_id"], mine["estate_id"]
    world.cluster.query("delete from evaluations where id = %s returning 1", (made["id"],))
    add = ("insert into evaluations (district_code, id, kind, assessor, subject_kind, subject_id, firm_id, estate_id, period_from, period_to, score, score_max, state, submitted_at, confirmed_at, updated_at) "
           "values ('150202', gen_random_uuid(), %(kind)s, 'district', 'project', %(estate)s, %(firm)s, %(estate)s, %(day)s, %(day)s, %(score)s, %(most)s, 'confirmed', now(), now(), now()) returning 1")
    for month in range(1, 13):
        totals = [draw.choice(("3.00", "7.77", "100.00", "120.00", "99.99", "0.07")) for _ in range(4)]
        exact = []
        for number in range(draw.randint(1, 28)):
            most = decimal.Decimal(draw.choice(totals))
            score = decimal.Decimal(draw.randint(0, int(most * 100))) / 100
            exact.append(fractions.Fraction(score) / fractions.Fraction(most) * 100)
            world.cluster.query(add, {"kind": "daily", "estate": estate, "firm": firm, "day": f"2024-{month:02d}-{number + 1:02d}", "score": score, "most": most})
        mean = half_up(sum(exact) / len(exact))
        assert months(world, f"2024-{month:02d}-09", estate) == {firm: (mean, len(exact))}
        assert as_role(world, "select kind, score::text, assessed from assessment_scores(%s, %s, '{daily,annual}', %s, %s)",
                       (firm, estate, f"2024-{month:02d}-01", f"2024-{month:02d}-28")) == [("daily", mean, len(exact))]


def half_up(exact):
    return str(decimal.Decimal((exact * 100 + fractions.Fraction(1, 2)).__floor__()).scaleb(-2))


def test_the_scores_of_a_period_are_of_what_ends_in_it(world, samples):
    """G15: quarters, half-year and year-end for the refund of a deposit, each kind by itself; first and last day count."""
    mine = served(samples)
    for kind, first, last, score in (("quarterly", "2026-04-01", "2026-06-30", "40"), ("quarterly", "2026-07-01", "2026-09-30", "35"), ("half_year", "2026-04-01", "2026-06-30", "20"),
                                     ("annual", "2026-03-10", "2026-10-31", "30")):
        confirmed(samples, kind=kind, period_from=first, period_to=last, lines=[{"code": "order", "score": score}], **mine)
    asked = "select kind, score::text, assessed from assessment_scores(%s, %s, %s, %s, %s) order by kind"
    kinds = ["quarterly", "half_year", "annual"]
    assert as_role(world, asked, (mine["firm_id"], mine["estate_id"], kinds, "2026-06-30", "2026-10-31")) == [("annual", "80.00", 1), ("half_year", "70.00", 1), ("quarterly", "87.50", 2)]
    assert as_role(world, asked, (mine["firm_id"], mine["estate_id"], kinds, "2026-07-01", "2026-09-30")) == [("quarterly", "85.00", 1)]
    assert as_role(world, asked, (mine["firm_id"], mine["estate_id"], ["annual"], "2026-01-01", "2026-10-30")) == []
    two = str(world.register.account("company.two@150202")["firm_id"])
    assert as_role(world, asked, (two, mine["estate_id"], kinds, "2026-01-01", "2026-12-31")) == []


def follower(samples, mine):
    """Another firm's contract of the same estate, from the middle of September."""
    world = samples.world
    code = world.role("district").get(f"/v1/estates/{mine['estate_id']}").json["code"]
    value = terms(service_start="2026-09-16", fee_start="2026-12-20", signed_on="2026-09-10", estate_codes=[code])
    new = world.caller("company.two@150202").post("/v1/contracts", value, expect=201).json
    for account, verb, value in (("company.two@150202", "submit", {}), (STREET, "review-entry", {"decision": "approve", "note": "同意进驻"}), (DISTRICT, "file", {})):
        act(samples, account, new, verb, value)
    return {"firm_id": new["firm"]["id"], "estate_id": mine["estate_id"]}


def test_firms_that_follow_one_another_have_each_their_own(world, samples):
    """G12, G17: a change in the middle of a month."""
    mine = served(samples, end_date="2026-09-15")
    next_ = follower(samples, mine)
    old, new = {"period_from": "2026-09-01", "period_to": "2026-09-15"}, {"period_from": "2026-09-16", "period_to": "2026-09-30"}
    confirmed(samples, STREET, kind="monthly", lines=[{"code": "order", "score": "20"}], **mine, **old)
    confirmed(samples, STREET, kind="monthly", lines=[{"code": "order", "score": "30"}], **next_, **new)
    for wrong in ({**mine, **new}, {**next_, **old}, {**mine, "period_from": "2026-09-01", "period_to": "2026-09-30"}):
        assert assessment(samples, kind="monthly", expect=422, **wrong).code == "project_not_of_firm"
    assert months(world, "2026-09-01", mine["estate_id"]) == {mine["firm_id"]: ("70.00", 1), next_["firm_id"]: ("80.00", 1)}
    listed = world.role("district").get("/v1/assessment-scores", {"month": "2026-09", "estate_id": mine["estate_id"]}).json["items"]
    assert {each["firm"]["id"]: (each["kind"], each["score"], each["assessed"]) for each in listed} == {mine["firm_id"]: ("monthly", "70.00", 1), next_["firm_id"]: ("monthly", "80.00", 1)}


def test_scores_of_a_month_are_listed_by_scope_and_the_missing_on_demand(world, samples):
    """G17: nobody is paid by a score that is not there, so who has none is named."""
    mine, none = served(samples), served(samples)
    confirmed(samples, period_from="2026-08-05", **mine)
    ask = lambda account, **query: {each["estate"]["id"]: each for each in world.caller(account).pages("/v1/assessment-scores", {"month": "2026-08", **query})}
    for account in (DISTRICT, STREET, COMMUNITY, FIRM, "platform@150202"):
        there, missing = ask(account), ask(account, missing="true")
        row = there[mine["estate_id"]]
        assert (row["firm"]["id"], row["kind"], row["score"], row["assessed"], row["month"]) == (mine["firm_id"], "daily", "90.00", 1, "2026-08")
        assert none["estate_id"] not in there and mine["estate_id"] not in missing
        row = missing[none["estate_id"]]
        assert (row["firm"]["id"], row["kind"], row["score"], row["assessed"]) == (none["firm_id"], None, None, 0)
    for account in (FAR, "community.luwang@150202", "company.two@150202", "district.officer@340302"):
        assert not {mine["estate_id"], none["estate_id"]} & (set(ask(account)) | set(ask(account, missing="true")))
    street = world.register.account(STREET)["street_code"]
    assert set(ask(DISTRICT, street_code=street, firm_id=mine["firm_id"])) >= {mine["estate_id"]} and ask(DISTRICT, street_code="150202999") == {}
    assert ask(DISTRICT, estate_id=none["estate_id"]) == {} and list(ask(DISTRICT, estate_id=none["estate_id"], missing="true")) == [none["estate_id"]]
    assert ask(DISTRICT, estate_id=none["estate_id"], missing="true", month="2026-02") == {}, "no contract yet"


# ---- what they are not ----

def test_assessments_are_no_word_of_the_three_assessors(world, samples):
    """D07, D08: the weighed result is made of composite evaluations; a hundred days do not outweigh it."""
    made = confirmed(samples)
    result = lambda: world.role("district").get(f"/v1/firms/{made['firm']['id']}/evaluation", {"from": "2026-09-01", "to": "2026-09-30", "estate_id": made["estate"]["id"]}).json
    assert (result()["result"], [each["evaluations"] for each in result()["assessors"] if each["evaluations"]]) == (None, [])
    assert {each["code"] for each in result()["uses"]} >= {"selection", "renewal", "reward_funds"}


def test_a_day_raises_a_credit_record_only_where_the_rulebook_names_it(world, samples):
    """D18: by whoever confirms it, the street too."""
    published_rulebook(world, since="2025-01-01", groups=[], items=[item("site", "good", "measured", subject="project", low="0", high="100", raised_by=["evaluation_composite"])])
    made = assessment(samples)
    assert world.caller(STREET).post(f"/v1/evaluations/{made['id']}/confirm", expect=200).json["credit_record_id"] is None
    named = ["evaluation_daily", "evaluation_monthly"]
    published_rulebook(world, since="2025-01-01", groups=[], items=[item("site", "good", "measured", subject="project", low="0", high="100", proposer_roles=["district", "street"], raised_by=named)])
    assert world.cluster.query("select 1 from credit_records where source_id = %s", (made["id"],)) == [], "not of what was confirmed before"
    for members in ({}, {"kind": "monthly", "period_from": "2026-09-01", "period_to": "2026-09-30"}):
        made = assessment(samples, **members)
        record = world.caller(STREET).post(f"/v1/evaluations/{made['id']}/confirm", expect=200).json["credit_record_id"]
        kept = world.cluster.query("select id::text, state, measure::text, assessor from credit_records where source_id = %s", (made["id"],))
        assert [(each["id"], each["measure"], each["assessor"]) for each in kept] == [(record, "90.0000", "community")] and kept[0]["state"] == "proposed"
