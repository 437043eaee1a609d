"""What follows from credit: effects of a grade, and whether a firm may bid, be honoured or enter."""
import datetime

import pytest
from things.contracts import HANDS, act, bring
from things.effects import GRADES, entry, record, rule, rulebook, staff
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
    assert shown[1]["grade"] == {"code": "AA", "zh": "信用良好", "en": "Good", "total": "82.00"} and shown[1]["rulebook"]["code"] == "held"
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


def test_a_list_is_as_it_was_known_on_the_day(world):
    """C06: whoever was listed later, for days before, was not on the list then; whoever was removed since was."""
    late, gone = old(world, firm(world)), old(world, firm(world))
    world.cluster.query("update credit_list_entries set decided_at = now() where id = %s", (entry(world, late["id"], "black", str(TODAY - 10 * DAY)),))
    assert asked(world, late)["eligible"] is False and asked(world, late, as_of=str(TODAY - DAY))["eligible"] is True
    entry(world, gone["id"], "black", str(TODAY - 10 * DAY), str(TODAY), state="listed")
    world.cluster.query("update credit_list_entries set state = 'removed', removed_cause = 'decision', removed_reason = '已改正', removed_at = now() where firm_id = %s", (gone["id"],))
    assert asked(world, gone)["eligible"] is True and asked(world, gone, as_of=str(TODAY - DAY))["eligible"] is False
    entry(world, gone["id"], "black", str(TODAY), str(TODAY + 5 * DAY), state="refused")
    assert asked(world, gone)["eligible"] is True


def test_whoever_comes_off_a_list_later_is_on_it_until_then(world):
    """D13: the removal is decided, its day has not come."""
    made, district = firm(world), world.role("district")
    named = {"list": "black", "subject_kind": "firm", "subject_id": made["id"], "basis": "区住建局公告"}
    listed = f"/v1/credit/list-entries/{world.role('street').post('/v1/credit/list-entries', named, expect=201).json['id']}"
    district.post(f"{listed}/decide", {"decision": "list", "reason": "属实"}, expect=200)
    district.post(f"{listed}/remove", {"cause": "decision", "reason": "整改到位", "valid_to": str(TODAY + 5 * DAY)}, expect=200)
    answer = asked(world, made)
    assert (answer["eligible"], answer["eligible_from"]) == (False, str(TODAY + 5 * DAY))
    assert [each["effect"] for each in effects(world, made)["effects"] if each["origin"] == "list"] == ["blacklist"]
    assert asked(world, made, as_of=str(TODAY + 4 * DAY))["eligible"] is False and asked(world, made, as_of=str(TODAY + 5 * DAY))["eligible"] is True


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


def from_tomorrow(world, **changes):
    tomorrow = TODAY + DAY
    world.cluster.query("update credit_rulebooks set effective_to = %s where district_code = '150202' and effective_to is null", (tomorrow,))
    rulebook(world, since=str(tomorrow), **changes)
    yield tomorrow
    world.cluster.query("delete from credit_rulebooks where district_code = '150202' and effective_from = %s and not exists (select from credit_records r where r.rulebook_id = credit_rulebooks.id)", (tomorrow,))
    world.cluster.query("update credit_rulebooks set effective_to = null where district_code = '150202' and effective_to = %s", (tomorrow,))


@pytest.fixture
def other_rules(world):
    """From tomorrow on: only who has basic information on file takes part, and who is below 100 is not rated; by the calendar year."""
    yield from from_tomorrow(world, participation="declared", cycle="calendar_year", grades=[
        {"grade": "M", "label_zh": "缺失", "label_en": "Missing", "condition": "missing"}, {"grade": "U", "label_zh": "不评级", "label_en": "Unrated", "condition": "unrated"}])


@pytest.fixture
def rules_of_projects(world):
    """From tomorrow on: projects have grades too; points count without end, but only in their calendar year."""
    yield from from_tomorrow(world, cycle="calendar_year", default_validity_months=None, grades=GRADES + [{**each, "subject": "project"} for each in GRADES])


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


def test_what_another_firm_did_on_an_estate_is_not_held_against_its_successor(world, rules_of_projects):
    """D15, D23: neither the grade that the project had nor the list that it was on under another firm."""
    before, after = firm(world), firm(world)
    estate = world.cluster.query("select id::text from estates where district_code = '150202' order by code offset 1 limit 1")[0]["id"]
    record(world, before["id"], "late", "30", since=str(rules_of_projects), kind="project", subject=estate)
    entry(world, before["id"], "black", str(TODAY), kind="project", subject=estate)
    asking = {"estate_id": estate, "as_of": str(rules_of_projects)}
    assert {"credit_blacklisted", "credit_market_restricted", "bad_record"} <= set(reasons(asked(world, before, **asking)))
    assert reasons(asked(world, after, **asking)) == {} and asked(world, after, **asking)["eligible"] is True
    record(world, after["id"], "late", "11", since=str(rules_of_projects), kind="project", subject=estate)
    assert set(reasons(asked(world, after, **asking))) == {"credit_market_restricted", "credit_procurement_ban", "credit_key_supervision", "bad_record"}, "its own is"


def test_what_counts_without_end_is_not_unmended_for_that(world, rules_of_projects):
    """D15: 逾期拒不整改 is said of what its item wants mended, not of each record that has no last day; those end with their cycle."""
    ended, unmended = old(world, firm(world), 800), old(world, firm(world), 800)
    record(world, ended["id"], "late", "5", since=str(TODAY - 400 * DAY))
    record(world, unmended["id"], "unsafe", "5", since=str(TODAY - 400 * DAY))
    for role in ("district", "street", "community", "platform"):
        assert reasons(asked(world, ended, role, **{"for": "award", "as_of": str(rules_of_projects)})) == {}
        assert reasons(asked(world, unmended, role, **{"for": "award", "as_of": str(rules_of_projects)})) == {"bad_record_unmended": (True, str(TODAY - 400 * DAY), None)}


def test_what_is_to_be_mended_is_so_until_its_last_day(world):
    """A severity ends a record too; until then it is not mended all the same."""
    made = firm(world)
    record(world, made["id"], "unsafe", "5", until=str(TODAY + 900 * DAY))
    assert reasons(asked(world, made, **{"for": "award"})) == {"bad_record": (True, "2026-01-01", str(TODAY + 900 * DAY)), "bad_record_unmended": (True, "2026-01-01", None)}


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
