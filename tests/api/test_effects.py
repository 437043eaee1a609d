"""What follows from credit: effects of a grade, whether a firm may bid, be honoured or enter, and what assessors say together."""
import datetime
import decimal
import fractions
import threading

import pytest
from things.contracts import HANDS, act, bring
from things.effects import DOCUMENT, confirmed, entry, evaluation, record, rule, rulebook, staff
from things.firms import entering, firm

TODAY = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date()
DAY = datetime.timedelta(1)
SIX = {"blacklist", "key_supervision", "market_restrict", "procurement_ban", "award_ban", "honours_revoked", "exposure"}


@pytest.fixture(autouse=True)
def in_force(world):
    rulebook(world)


def old(world, made, days=400):
    """As if the firm had been registered days ago."""
    world.cluster.query("update firms set known_from = now() - %s * interval '1 day' where id = %s", (days, made["id"]))
    return made


def asked(world, made, role="street", **query):
    return world.role(role).get(f"/v1/firms/{made['id']}/eligibility", query).json


def reasons(answer):
    return {each["code"]: (each["bars"], each["since"], each["until"]) for each in answer["reasons"]}


def effects(world, made, **query):
    return world.role("street").get(f"/v1/firms/{made['id']}/credit-effects", query).json


def test_a_good_grade_opens_the_green_channel_and_lowers_inspections(world):
    """D11, D12: AA and above; the factor is the rulebook's."""
    plain, good, best = firm(world), firm(world), firm(world)
    record(world, good["id"], "honour", "12")
    record(world, best["id"], "honour", "20")
    shown = [effects(world, each) for each in (plain, good, best)]
    assert [(each["grade"]["code"], each["green_channel"], each["inspection_factor"]) for each in shown] == [("A", False, "1"), ("AA", True, "0.50"), ("AAA", True, "0.25")]
    assert shown[1]["grade"] == {"code": "AA", "zh": "信用良好", "en": "Good", "total": "82.00"} and shown[1]["rulebook"]["code"] == "trial"
    assert {(each["effect"], each["origin"], each["basis"]) for each in shown[1]["effects"]} == {
        (name, "grade", "鲁建物函试验号") for name in ("green_channel", "inspection_factor", "priority", "recommend")}
    assert all(each["zh"] and each["en"] for each in shown[1]["effects"])


def test_the_worst_grade_has_its_effects(world):
    """D13, H07: black list, key supervision, market restriction, no procurement, no honours, honours revoked, exposure; D01."""
    bad = firm(world)
    record(world, bad["id"], "late", "30", until=str(TODAY + 100 * DAY))
    shown = effects(world, bad)
    assert shown["grade"]["code"] == "C" and {each["effect"] for each in shown["effects"]} == SIX
    barred = asked(world, bad)
    assert barred["eligible"] is False and barred["eligible_from"] is None, "a grade's end is nobody's to know"
    assert reasons(barred) == {"credit_market_restricted": (True, None, None), "credit_procurement_ban": (False, None, None), "credit_key_supervision": (False, None, None),
                               "bad_record": (False, "2026-01-01", str(TODAY + 100 * DAY))}
    honoured = reasons(asked(world, bad, **{"for": "award"}))
    assert honoured["credit_award_ban"][0] and honoured["bad_record"][0] and "credit_procurement_ban" not in honoured
    assert reasons(asked(world, bad, as_of=str(TODAY + 101 * DAY))) == {}, "its last day is the last on which it counts"
    assert asked(world, bad, as_of=str(TODAY + 100 * DAY))["eligible"] is False


def test_lists_bar_from_their_first_to_their_last_day(world):
    """D13: 黑名单; D24: joint incentive."""
    listed = old(world, firm(world))
    last = TODAY + 29 * DAY
    entry(world, listed["id"], "black", str(TODAY - 10 * DAY), str(last + DAY))
    entry(world, listed["id"], "joint_incentive", str(TODAY))
    entry(world, listed["id"], "red", str(TODAY), state="proposed")
    answer = asked(world, listed)
    assert reasons(answer) == {"credit_blacklisted": (True, str(TODAY - 10 * DAY), str(last))}
    assert (answer["eligible"], answer["eligible_from"]) == (False, str(last + DAY))
    assert asked(world, listed, as_of=str(last))["eligible"] is False and asked(world, listed, as_of=str(last + DAY))["eligible"] is True
    assert asked(world, listed, as_of=str(TODAY - 11 * DAY))["eligible"] is True
    assert [(each["effect"], each["origin"], each["since"], each["until"]) for each in effects(world, listed)["effects"]] == [
        ("blacklist", "list", str(TODAY - 10 * DAY), str(last)), ("joint_incentive", "list", str(TODAY), None)]


def test_a_veto_a_missing_part_and_an_unrated_firm_are_said(world):
    """D23: what bars honours does not all bar bidding."""
    vetoed, open_ended = firm(world), firm(world)
    record(world, vetoed["id"], "fraud", "1", until=str(TODAY + 10 * DAY))
    record(world, open_ended["id"], "unsafe", "1")
    assert effects(world, vetoed)["grade"]["code"] == "D"
    assert reasons(asked(world, vetoed, **{"for": "award"}))["credit_veto"] == (True, "2026-01-01", str(TODAY + 10 * DAY))
    assert asked(world, vetoed, **{"for": "award"})["eligible_from"] == str(TODAY + 11 * DAY)
    assert reasons(asked(world, vetoed))["credit_veto"][0] is False
    assert reasons(asked(world, open_ended, **{"for": "award"})) == {"bad_record": (True, "2026-01-01", None), "bad_record_unmended": (True, "2026-01-01", None)}
    assert asked(world, open_ended, **{"for": "award"})["eligible_from"] is None


@pytest.fixture
def other_rules(world):
    """From tomorrow on: only who has basic information on file takes part, and who is below 100 is not rated; by the calendar year."""
    tomorrow = TODAY + DAY
    world.cluster.query("update credit_rulebooks set effective_to = %s where district_code = '150202' and effective_to is null", (tomorrow,))
    rulebook(world, since=str(tomorrow), participation="declared", cycle="calendar_year",
             grades=[{"grade": "M", "label_zh": "缺失", "label_en": "Missing", "condition": "missing"}, {"grade": "U", "label_zh": "不评级", "label_en": "Unrated", "condition": "unrated"}])
    yield tomorrow
    world.cluster.query("delete from credit_rulebooks where district_code = '150202' and effective_from = %s and not exists (select from credit_records r where r.rulebook_id = credit_rulebooks.id)", (tomorrow,))
    world.cluster.query("update credit_rulebooks set effective_to = null where district_code = '150202' and effective_to = %s", (tomorrow,))


def test_the_rulebook_of_the_day_decides(world, other_rules):
    """D01, D06: what was in force stays for its days."""
    one, two = firm(world), firm(world)
    world.cluster.query("update credit_rulebooks set number = number + 100 where district_code = '150202' and effective_from < %s and number < 100", (other_rules,))
    record(world, two["id"], "rooms", "5")
    record(world, two["id"], "late", "1", until="2028-01-01")
    assert reasons(asked(world, one)) == {}
    assert reasons(asked(world, one, as_of=str(other_rules))) == {"credit_missing": (False, None, None)}
    assert reasons(asked(world, two, as_of=str(other_rules), **{"for": "award"})) == {"credit_unrated": (True, None, None), "bad_record": (True, "2026-01-01", "2026-12-31")}
    assert effects(world, one, as_of=str(other_rules))["grade"]["code"] == "M" and effects(world, one)["grade"]["code"] == "A"


def test_yesterdays_answer_stays(world):
    """C06, D09: what was not known on the day of the tender does not bar on that day."""
    late = old(world, firm(world))
    record(world, late["id"], "late", "30", since="2026-01-05", until="2029-01-01", known=f"{TODAY} 00:00+08")
    assert asked(world, late)["eligible"] is False
    assert asked(world, late, as_of=str(TODAY - DAY))["eligible"] is True
    withdrawn = old(world, firm(world))
    made = record(world, withdrawn["id"], "late", "30", since="2026-01-05")
    world.cluster.query("update credit_counts set known = tstzrange(lower(known), %s) where record_id = %s", (f"{TODAY} 00:00+08", made))
    assert asked(world, withdrawn)["eligible"] is True and asked(world, withdrawn, as_of=str(TODAY - DAY))["eligible"] is False


def test_what_becomes_known_by_time_alone_is_known_of_that_day(world):
    """A record made public until tomorrow counts the day after; today it does not."""
    told = firm(world)
    record(world, told["id"], "late", "30", since="2026-01-05", known=f"{TODAY + 2 * DAY} 00:00+08")
    assert asked(world, told)["eligible"] is True and asked(world, told, as_of=str(TODAY + DAY))["eligible"] is True
    assert asked(world, told, as_of=str(TODAY + 2 * DAY))["eligible"] is False


def test_a_bad_record_takes_honours_from_firm_project_and_person(world):
    """D15: 企业、项目和人员; D20, D23."""
    made = firm(world)
    person, other = staff(world, made["id"]), staff(world, made["id"])
    estate = world.cluster.query("select id::text from estates where district_code = '150202' order by code limit 1")[0]["id"]
    record(world, made["id"], "late", "5", until=str(TODAY), kind="project", subject=estate)
    record(world, made["id"], "late", "5", until=str(TODAY), kind="person", subject=person)
    assert asked(world, made, **{"for": "award"})["eligible"] is True, "the firm itself has none"
    project = asked(world, made, **{"for": "award", "estate_id": estate})
    assert project["eligible"] is False and [(each["subject"], each["code"]) for each in project["reasons"]] == [("project", "bad_record")]
    assert asked(world, firm(world), **{"for": "award", "estate_id": estate})["eligible"] is True, "what another firm did there"
    street = world.role("street")
    answer = street.get(f"/v1/staff/{person}/eligibility").json
    assert answer["for"] == "award" and answer["eligible"] is False and answer["eligible_from"] == str(TODAY + DAY) and answer["reasons"][0]["subject"] == "person"
    assert street.get(f"/v1/staff/{other}/eligibility").json["eligible"] is True
    assert street.get(f"/v1/staff/{person}/eligibility", {"for": "bid"}).json["eligible"] is True
    assert world.role("platform").get(f"/v1/staff/{person}/eligibility", expect=403)


def test_entry_is_another_question(world):
    """C08: who is let in is not barred by what entry is for."""
    entered = entering(world)
    assert reasons(asked(world, entered)) == {"entry_not_decided": (True, None, None)}
    assert asked(world, entered, **{"for": "entry"})["eligible"] is True
    entry(world, entered["id"], "black", str(TODAY))
    assert asked(world, entered, **{"for": "entry"})["eligible"] is False


def test_market_access_says_its_days(world):
    """C06, D05: a suspension ends on its day, an exit on none."""
    made, gone = firm(world), firm(world)
    district = world.role("district")
    district.post(f"/v1/firms/{made['id']}/market-access", {"state": "suspended", "reason": "试验", "valid_to": str(TODAY + 10 * DAY)}, expect=201)
    answer = asked(world, made)
    assert reasons(answer) == {"market_access_suspended": (True, str(TODAY), str(TODAY + 9 * DAY))} and answer["eligible_from"] == str(TODAY + 10 * DAY)
    district.post(f"/v1/firms/{gone['id']}/market-access", {"state": "exited", "reason": "依法清出"}, expect=201)
    assert asked(world, gone)["eligible_from"] is None and reasons(asked(world, gone))["market_access_exited"][2] is None


def test_a_firm_asks_of_itself_alone(world):
    account = world.register.account("company.one@150202")
    other = world.register.account("company.two@150202")["firm_id"]
    company = world.role("company")
    for path in ("eligibility", "credit-effects", "evaluation"):
        assert company.get(f"/v1/firms/{account['firm_id']}/{path}", expect=200)
        assert company.get(f"/v1/firms/{other}/{path}", expect=404)


def test_all_who_ask_get_one_answer(world):
    """Row security takes nothing from the reasons."""
    bad = world.register.account("company.one@150202")["firm_id"]
    made = record(world, bad, "late", "30", until=str(TODAY))
    entry(world, bad, "key_supervision", str(TODAY))
    try:
        answers = [asked(world, {"id": bad}, role) for role in ("district", "street", "community", "company", "platform")]
        assert "credit_market_restricted" in reasons(answers[0]) and all(answer == answers[0] for answer in answers)
        told = [world.role(role).get(f"/v1/firms/{bad}/credit-effects").json for role in ("district", "street", "community", "company", "platform")]
        assert told[0]["effects"] and all(each == told[0] for each in told)
    finally:
        world.cluster.query("delete from credit_counts where record_id = %s", (made,))
        world.cluster.query("delete from credit_list_entries where firm_id = %s", (bad,))


def test_a_district_says_what_bars_from_a_day_on(world):
    """C06: the rule of the district stands before the common one, never for a day that is past."""
    district, made = world.role("district"), firm(world)
    record(world, made["id"], "late", "1", until=str(TODAY + 100 * DAY))
    tomorrow = str(TODAY + DAY)
    assert district.post("/v1/eligibility-rules", rule(reason="bad_record", effective_from=str(TODAY - DAY)), expect=422).code == "takes_effect_in_the_past"
    assert district.post("/v1/eligibility-rules", rule(reason="bad_weather"), expect=422).code == "eligibility_reason_unknown"
    new = district.post("/v1/eligibility-rules", rule(**{"for": "bid"}, reason="bad_record", bars=True, effective_from=tomorrow), expect=201).json
    assert (new["common"], new["for"], new["bars"], new["effective_to"], new["zh"]) == (False, "bid", True, None, "存在有效的不良信用信息")
    assert asked(world, made)["eligible"] is True and asked(world, made, as_of=tomorrow)["eligible"] is False
    assert district.post("/v1/eligibility-rules", rule(**{"for": "bid"}, reason="bad_record", effective_from=tomorrow), expect=409).code == "rule_changed_meanwhile"
    district.post("/v1/eligibility-rules", rule(**{"for": "bid"}, reason="bad_record", effective_from=str(TODAY + 5 * DAY)), expect=201)
    assert asked(world, made, as_of=str(TODAY + 4 * DAY))["eligible"] is False and asked(world, made, as_of=str(TODAY + 5 * DAY))["eligible"] is True
    listed = world.role("company").pages("/v1/eligibility-rules", {"for": "bid", "as_of": tomorrow}, limit=200)
    assert sorted((each["common"], each["bars"]) for each in listed if each["reason"] == "bad_record") == [(False, True), (True, False)]
    assert not any(each["for"] != "bid" for each in listed)
    far = world.caller("district.officer@340302").pages("/v1/eligibility-rules", {"for": "bid"}, limit=200)
    assert all(each["common"] for each in far)


# ---- evaluations ----

def test_each_assessor_enters_its_own(world):
    """D03, D07: a third party by the district; the street for itself, the community for itself and the owners' committee."""
    third = {"kind": "third_party", "assessor": "third_party", "assessor_name": "公信评估公司"}
    assert evaluation(world, "district.officer@150202", **third)["assessor_name"] == "公信评估公司"
    assert evaluation(world, "district.officer@150202")["assessor"] == "district"
    for account, members in (("street.heping@150202", third), ("street.heping@150202", {"assessor": "community"}), ("street.heping@150202", {"assessor": "owners_committee"}),
                             ("community.huanxi@150202", {"assessor": "street"}), ("district.officer@150202", {"assessor": "street"})):
        assert evaluation(world, account, expect=403, **members).code == "assessor_not_yours"
    assert evaluation(world, "community.huanxi@150202", expect=422, assessor="owners_committee").code == "evaluation_misfit", "a committee is an estate's"


def test_an_evaluation_fits_together(world):
    """D08: the items add up to the score, which is at most its maximum."""
    third = {"kind": "third_party", "assessor": "third_party"}
    sheet = [{"item": "环境", "score": "40.25", "max": "50"}, {"item": "秩序", "score": "46.25", "max": "50"}]
    assert evaluation(world, sheet=sheet)["percent"] == "86.50"
    for wrong in ({"score": "100.01"}, {"score": "87", "sheet": sheet}, {"sheet": [{**sheet[0], "max": "40"}, sheet[1]]}, {"period_to": "2026-06-30"}, {"score": "5", "score_max": "4.99"},
                  {"period_from": str(TODAY + DAY), "period_to": str(TODAY + DAY)}, {"assessor_name": "多余"}):
        assert evaluation(world, expect=422, **wrong).code == "evaluation_misfit"
    assert evaluation(world, "district.officer@150202", expect=422, **third).code == "evaluation_misfit", "a third party has a name"
    assert evaluation(world, expect=422, firm_id="01900000-0000-7000-8000-000000000000").code == "firm_unknown"


def test_a_project_is_one_that_the_firm_served_in_the_area(world):
    served = world.cluster.query(
        "select ce.estate_id::text as id, c.firm_id::text as firm_id, e.street_code, lower(c.service_period)::text as since from contracts c "
        "join contract_estates ce on ce.district_code = c.district_code and ce.contract_id = c.id join estates e on e.district_code = ce.district_code and e.id = ce.estate_id "
        "where c.in_force and lower(c.service_period) between '2000-01-01' and %s and e.street_code = %s order by 1 limit 1", (str(TODAY - 60 * DAY), world.register.account("street.heping@150202")["street_code"]))
    since = datetime.date.fromisoformat(served[0]["since"])
    members = {"firm_id": served[0]["firm_id"], "estate_id": served[0]["id"], "period_from": str(since), "period_to": str(since + 30 * DAY)}
    made = evaluation(world, **members)
    assert (made["subject_kind"], made["estate"]["id"], made["street_code"]) == ("project", served[0]["id"], served[0]["street_code"])
    assert evaluation(world, "street.nanmenwai@150202", expect=422, **members).code == "project_not_of_firm"
    assert evaluation(world, expect=422, **{**members, "firm_id": firm(world)["id"]}).code == "project_not_of_firm"
    assert evaluation(world, expect=422, **{**members, "period_from": "1990-01-01", "period_to": "1990-12-31"}).code == "project_not_of_firm"


def test_an_evaluation_counts_once_somebody_else_has_confirmed_it(world):
    """D07, D08: whoever enters does not confirm; the firm sees what is confirmed."""
    district, company = world.role("district"), world.role("company")
    one = str(world.register.account("company.one@150202")["firm_id"])
    own = evaluation(world, "district.officer@150202", firm_id=one, period_to="2026-09-29")
    assert district.post(f"/v1/evaluations/{own['id']}/confirm", expect=409).code == "separation_of_duties"
    made = evaluation(world, firm_id=one, period_to="2026-09-29", note="经理态度好，电话13912345678")
    assert "13912345678" not in made["note"]
    assert evaluation(world, expect=409, firm_id=one, period_to="2026-09-29").code == "evaluation_exists"
    assert company.get(f"/v1/evaluations/{made['id']}", expect=404) and world.role("platform").get(f"/v1/evaluations/{made['id']}", expect=404)
    shown = district.post(f"/v1/evaluations/{made['id']}/confirm", expect=200).json
    assert shown["state"] == "confirmed" and shown["confirmed_at"]
    refused = district.post(f"/v1/evaluations/{made['id']}/confirm", expect=409)
    assert refused.code == "state_conflict"
    assert company.get(f"/v1/evaluations/{made['id']}").json == shown
    assert not any("by" in name.split("_") for name in shown), "who assesses is an office, not a person"
    assert world.role("street").post(f"/v1/evaluations/{made['id']}/withdraw", {"reason": "误"}, expect=409).code == "state_conflict"
    assert world.role("community").post(f"/v1/evaluations/{made['id']}/withdraw", {"reason": "误"}, expect=404), "not its own"
    district.post(f"/v1/evaluations/{made['id']}/withdraw", {"reason": "评分有误"}, expect=200)
    assert company.get(f"/v1/evaluations/{made['id']}", expect=404)
    evaluation(world, firm_id=one, period_to="2026-09-29")


def test_what_a_firm_reads_of_a_sheet_is_masked(world):
    """A line of a sheet is text that somebody wrote, like the note."""
    made = confirmed(world, firm_id=str(world.register.account("company.one@150202")["firm_id"]), period_from="2026-02-03", score="40",
                     sheet=[{"item": "3栋2单元601室住户反映，电话13912345678", "score": "30.00", "max": "50"}, {"item": "环境卫生", "score": "10", "max": "50"}])
    shown = world.role("company").get(f"/v1/evaluations/{made['id']}").json
    assert "13912345678" not in shown["sheet"][0]["item"] and "601" not in shown["sheet"][0]["item"]
    assert [(line["score"], line["max"]) for line in shown["sheet"]] == [("30.00", "50"), ("10", "50")] and shown["sheet"][1]["item"] == "环境卫生"


def test_confirming_and_withdrawing_at_once_leave_one_of_both(world):
    made = evaluation(world)
    answers = []
    calls = [("district.officer@150202", "confirm", None), ("street.heping@150202", "withdraw", {"reason": "误"})]
    threads = [threading.Thread(target=lambda account=account, verb=verb, value=value: answers.append(
        (verb, world.caller(account).post(f"/v1/evaluations/{made['id']}/{verb}", value).status))) for account, verb, value in calls for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    won = [verb for verb, status in answers if status == 200]
    assert len(won) == 1 and all(status in (200, 404, 409) for _, status in answers)
    state = world.role("district").get(f"/v1/evaluations/{made['id']}").json["state"]
    assert state == {"confirm": "confirmed", "withdraw": "withdrawn"}[won[0]]


def together(world, made, **query):
    return world.role("street").get(f"/v1/firms/{made['id']}/evaluation", {"from": "2026-01-01", "to": "2026-12-31", **query}).json


def test_assessors_are_weighed_as_the_rulebook_says(world):
    """D03, D07: weights are data; who has not spoken is named; third parties stand beside; four uses of D03 and three of D08."""
    made, weights = firm(world), {each["assessor"]: fractions.Fraction(each["weight"]) for each in DOCUMENT["assessor_weights"]}
    nothing = together(world, made)
    assert (nothing["result"], nothing["complete"], nothing["missing"]) == (None, False, ["community", "owners_committee", "street"])
    said = {"street": [("80", "90"), ("70", "90"), ("71", "90")], "community": [("91.25", "100")]}
    for assessor, scores in said.items():
        for number, (score, most) in enumerate(scores):
            confirmed(world, f"{assessor}.{'heping' if assessor == 'street' else 'huanxi'}@150202", firm_id=made["id"], score=score, score_max=most, period_from=f"2026-0{number + 1}-01", period_to=f"2026-0{number + 1}-28")
    evaluation(world, firm_id=made["id"], score="1", period_to="2026-10-31")
    third = evaluation(world, "district.officer@150202", kind="third_party", assessor="third_party", assessor_name="公信", firm_id=made["id"], score="77.77")
    world.cluster.query("update evaluations set state = 'confirmed', confirmed_at = now() where id = %s", (third["id"],))
    means = {assessor: sum(fractions.Fraction(score) / fractions.Fraction(most) for score, most in scores) / len(scores) * 100 for assessor, scores in said.items()}
    exact = sum(means[name] * weights[name] for name in means) / sum(weights[name] for name in means)
    wanted = (decimal.Decimal(exact.numerator) / exact.denominator).quantize(decimal.Decimal("0.01"), decimal.ROUND_HALF_UP)
    answer = together(world, made)
    assert (answer["result"], answer["complete"], answer["missing"], answer["third_party"]) == (str(wanted), False, ["owners_committee"], "77.77")
    assert {each["assessor"]: (each["weight"], each["evaluations"]) for each in answer["assessors"]} == {
        "street": ("0.3", 3), "owners_committee": ("0.4", 0), "community": ("0.3", 1), "third_party": (None, 1)}
    assert {each["code"] for each in answer["uses"]} >= {"rating", "awards", "renewal", "pricing", "selection", "reward_funds"}
    assert together(world, made, to="2026-01-31")["assessors"][0]["evaluations"] == 1, "only what ends within the days"
    assert [each["evaluations"] for each in together(world, made, estate_id="01900000-0000-7000-8000-000000000000")["assessors"]] == [0, 0, 0]


def test_a_half_is_rounded_up_whatever_was_divided_before(world):
    """Exact decimals: (1/3 + 2/3 of …) that make x.xx5 are x.xx5."""
    made = firm(world)
    for number, score in enumerate(("1.00", "1.00", "0.99")):
        confirmed(world, firm_id=made["id"], score=score, score_max="3.00", period_from=f"2026-0{number + 1}-01", period_to=f"2026-0{number + 1}-28")
    exact = sum(fractions.Fraction(score) for score in ("1.00", "1.00", "0.99")) / 9 * 100
    assert together(world, made)["result"] == str((decimal.Decimal(exact.numerator) / exact.denominator).quantize(decimal.Decimal("0.01"), decimal.ROUND_HALF_UP))


def test_a_complete_word_says_so(world):
    """D07: 街道统筹-业委会评议-社区总体考量."""
    made = firm(world)
    for assessor, account in (("street", "street.heping@150202"), ("community", "community.huanxi@150202")):
        confirmed(world, account, assessor=assessor, firm_id=made["id"], score="90")
    committee = evaluation(world, "district.officer@150202", firm_id=made["id"], score="80")
    world.cluster.query("update evaluations set assessor = 'owners_committee', state = 'confirmed', confirmed_at = now() where id = %s", (committee["id"],))
    answer = together(world, made)
    assert (answer["complete"], answer["missing"], answer["result"]) == (True, [], "86.00")


def test_a_firm_that_credit_bars_gets_no_contract_filed(world, samples):
    """C06, D13: 限制市场措施 bites where a contract is filed, for as long as the record counts."""
    made = bring(samples, "approved", "far")
    bad = record(world, made["firm"]["id"], "late", "30")
    try:
        assert act(samples, HANDS["far"][2], made, "file", expect=409)["code"] == "firm_barred"
    finally:
        world.cluster.query("delete from credit_counts where record_id = %s", (bad,))
    assert act(samples, HANDS["far"][2], made, "file")["state"] == "active"


@pytest.mark.parametrize("cycle", ["rolling_12_months", "calendar_year", "quarter"])
def test_the_last_day_of_a_cycle_is_the_last_that_the_score_counts(world, cycle):
    """D04: for every day of three years, one a leap year."""
    wrong = world.cluster.query(
        "select since::date from generate_series(date '2023-01-01', date '2025-12-31', interval '1 day') since "
        "where not (credit_cycle_start(%(cycle)s, credit_cycle_last(%(cycle)s, since::date)) <= since and credit_cycle_start(%(cycle)s, credit_cycle_last(%(cycle)s, since::date) + 1) > since)",
        {"cycle": cycle})
    assert wrong == []
