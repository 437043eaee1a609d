"""Numbers that a government sets are rows with effective dates; each is set, read and withdrawn in the same way."""
import concurrent.futures
import threading

import pytest
from things.estates import today

DISTRICT = "district.officer@340302"
OPEN = {"complaint", "duty", "estate", "contract", "issue", "ranking", "suspension"}
READERS = {"district": OPEN | {"privacy", "attachment", "mediation", "committee", "disclosure", "dishonest", "vote"}, "company": OPEN | {"attachment", "disclosure"}, "platform": OPEN}
READERS["street"] = READERS["community"] = READERS["district"]


@pytest.fixture
def district(world):
    """Of the other district; what a test set is taken away afterwards, for rules are written for days."""
    yield world.caller(DISTRICT)
    world.cluster.query("delete from district_rules where district_code = '340302' returning id")


def rule(name, value, day, **members):
    return {"name": name, "value": value, "basis": "区政府文件", "effective_from": today(day), **members}


def own(caller, name):
    """(value, first day, day after the last) of those that were not withdrawn."""
    rows = caller.pages("/v1/rules", {"name": name})
    return [(row["value"], row["effective_from"], row["effective_to"]) for row in rows if not row["common"] and not row["withdrawn_at"]]


@pytest.mark.parametrize("role", READERS)
def test_each_role_reads_the_numbers_that_it_is_held_to(role, world):
    """How often an official may look at personal data is not a firm's to know, nor a platform's."""
    assert {row["domain"] for row in world.role(role).pages("/v1/rules")} == READERS[role]


def test_what_is_shipped_is_within_its_own_bounds(world):
    names = {row["name"]: row for row in world.role("district").pages("/v1/rule-names")}
    labels = {row["code"] for row in world.role("district").pages("/v1/code-lists/rule_name/codes")}
    assert set(names) == labels and all(row["zh"] and row["en"] for row in names.values())
    shipped = [row for row in world.role("district").pages("/v1/rules") if row["common"]]
    for row in shipped:
        name = names[row["name"]]
        assert float(name["lowest"]) <= float(row["value"]) <= float(name["highest"]), row
        assert row["unit"] in name["units"] or not name["units"] and row["unit"] is None, row
        assert row["domain"] == name["domain"] and row["basis"], row
        assert row["subject"] is not None or not name["subject_needed"], row
    # K10, C09, C13, C18, C21, C25 and the rest: every name but the guide price (C19), which is each district's own, holds a number today.
    assert {row["name"] for row in shipped} == set(names) - {"parking_guide_price"}


@pytest.mark.parametrize("members, pointer, zh, en", [
    ({"name": "no_such"}, "/name", "没有名为 no_such 的规则", "no rule is called no_such"),
    ({"name": "contact_years", "value": "31"}, "/value", "须为 1 至 30 的整数", "a whole number from 1 to 30"),
    ({"name": "contact_years", "value": "0"}, "/value", "须为 1 至 30 的整数", "a whole number from 1 to 30"),
    ({"name": "repeat_days", "value": "1.5"}, "/value", "须为 1 至 366 的整数", "a whole number from 1 to 366"),
    ({"name": "keeps_caller_hash", "value": "2"}, "/value", "须为 0（否）或 1（是）", "is 0 (no) or 1 (yes)"),
    ({"name": "parking_guide_price", "value": "0.00", "subject": "day"}, "/value", "须在 0.01 至 99999999.99 之间", "lies between 0.01 and 99999999.99"),
    ({"name": "parking_guide_price", "value": "5"}, "/subject", "须为 hour、day、entry", "one of hour, day, entry"),
    ({"name": "whistle_respond", "value": "5", "unit": "days", "subject": "parking"}, "/subject", "须为 ordinary、urgent、emergency，或不填", "one of ordinary, urgent, emergency, or left out"),
    ({"name": "dispute", "value": "5", "unit": "months", "subject": "nothing"}, "/subject", "须为诉求类别的代码", "code of a complaint category"),
    ({"name": "dispute", "value": "5", "unit": "months"}, "/subject", "须为诉求类别的代码", "code of a complaint category"),
    ({"name": "repeat_days", "subject": "parking"}, "/subject", "不分对象", "has no subject"),
    ({"name": "whistle", "value": "5"}, "/unit", "单位须为 minutes、hours、days、working_days、months", "unit of whistle is minutes, hours, days, working_days, months"),
    ({"name": "filing_days", "value": "5", "unit": "months"}, "/unit", "单位须为 days", "the unit of filing_days is days"),
    ({"name": "partly_counts", "value": "1", "unit": "times"}, "/unit", "没有单位", "has no unit"),
])
def test_a_refusal_names_the_fault_and_what_is_allowed(members, pointer, zh, en, world):
    value = {**rule("repeat_days", "30", 1), **members}
    for language, words in (("zh-CN", zh), ("en", en)):
        answer = world.role("district").post("/v1/rules", value, headers={"Accept-Language": language}, expect=422)
        assert answer.code == "rule_not_allowed"
        assert [fault["pointer"] for fault in answer.json["errors"]] == [pointer] and words in answer.json["errors"][0]["detail"], answer.json


def test_all_faults_are_told_at_once(world):
    value = rule("whistle", "0.5", 1, subject="urgent")
    assert {fault["pointer"] for fault in world.role("district").post("/v1/rules", value, expect=422).json["errors"]} == {"/subject", "/unit", "/value"}


def test_a_number_ends_the_one_before_it_and_yields_to_the_one_after(district):
    district.post("/v1/rules", rule("handover_days", "20", 30), expect=201)
    district.post("/v1/rules", rule("handover_days", "10", 10), expect=201)
    district.post("/v1/rules", rule("handover_days", "15", 20), expect=201)
    assert own(district, "handover_days") == [("10", today(10), today(20)), ("15", today(20), today(30)), ("20", today(30), None)]
    assert district.post("/v1/rules", rule("handover_days", "5", -1), expect=422).code == "takes_effect_in_the_past"
    assert district.post("/v1/rules", rule("handover_days", "5", 20), expect=409).code == "rule_changed_meanwhile"
    assert [row["value"] for row in district.pages("/v1/rules", {"name": "handover_days", "as_of": today(25)}) if not row["common"]] == ["15"]


def test_after_a_withdrawal_the_predecessor_goes_on(district):
    """What a planned number had ended holds again, until the next that is planned, and nobody finds a day without a number."""
    first, second, third = (district.post("/v1/rules", rule("filing_days", value, day), expect=201).json for value, day in (("10", 0), ("20", 20), ("30", 40)))
    withdrawn = district.post(f"/v1/rules/{second['id']}/withdraw", {"reason": "文件暂缓施行"}, expect=200).json
    assert withdrawn["effective_to"] == withdrawn["effective_from"] == today(20) and withdrawn["withdrawn_at"] and withdrawn["withdrawn_because"] == "文件暂缓施行"
    assert own(district, "filing_days") == [("10", today(0), today(40)), ("30", today(40), None)]
    district.post(f"/v1/rules/{third['id']}/withdraw", {"reason": "文件暂缓施行"}, expect=200)
    assert own(district, "filing_days") == [("10", today(0), None)]
    again = district.post("/v1/rules", rule("filing_days", "25", 20), expect=201).json
    assert own(district, "filing_days") == [("10", today(0), today(20)), ("25", today(20), None)], "the days of what was withdrawn are free"
    assert again["unit"] == "days" and first["subject"] is None


def test_only_what_has_not_begun_is_withdrawn(district, world):
    begun = district.post("/v1/rules", rule("expiring_days", "60", 0), expect=201).json
    planned = district.post("/v1/rules", rule("expiring_days", "50", 9), expect=201).json
    withdraw = lambda caller, made, expect: caller.post(f"/v1/rules/{made['id']}/withdraw", {"reason": "文件暂缓施行"}, expect=expect)
    assert (withdraw(district, begun, 409).code, withdraw(district, begun, 409).json["state"]) == ("state_conflict", "in_force")
    withdraw(district, planned, 200)
    assert withdraw(district, planned, 409).json["state"] == "withdrawn"
    world.cluster.query("update district_rules set effective_from = (now() at time zone 'Asia/Shanghai')::date - 9, effective_to = (now() at time zone 'Asia/Shanghai')::date where id = %s returning id", (begun["id"],))
    assert withdraw(district, begun, 409).json["state"] == "ended"
    common = [row for row in district.pages("/v1/rules", {"name": "expiring_days"}) if row["common"]][0]
    withdraw(district, common, 404)
    withdraw(world.role("district"), planned, 404)


def test_one_for_a_subject_stands_beside_the_one_for_any(district):
    """K10: own before common, and within those the subject's before any's; withdrawing the one leaves the other."""
    any_, urgent = (district.post("/v1/rules", rule("whistle_result", value, 5, unit="days", **of), expect=201).json for value, of in (("9", {}), ("3", {"subject": "urgent"})))
    assert (any_["subject"], urgent["subject"]) == (None, "urgent")
    shown = lambda subject: [row["id"] for row in district.pages("/v1/rules", {"name": "whistle_result", "subject": subject}) if not row["common"]]
    assert (shown("*"), shown("urgent"), shown("*,urgent")) == ([any_["id"]], [urgent["id"]], sorted([any_["id"], urgent["id"]]))
    district.post(f"/v1/rules/{urgent['id']}/withdraw", {"reason": "文件暂缓施行"}, expect=200)
    assert own(district, "whistle_result") == [("9", today(5), None)]


def test_numbers_of_contracts_are_the_districts_to_set(world, district):
    """C09, C13, C21: the common number of another district stays."""
    for name, value in (("fee_free_months", "3"), ("expiring_days", "60"), ("filing_days", "15"), ("handover_days", "10")):
        assert district.post("/v1/rules", rule(name, value, 0), expect=201).json["domain"] == "contract"
    assert {row["value"] for row in world.role("district").pages("/v1/rules", {"domain": "contract", "as_of": today()})} == {"2", "90", "30"}


def at_once(*calls):
    barrier = threading.Barrier(len(calls))

    def run(call):
        barrier.wait()
        return call()

    with concurrent.futures.ThreadPoolExecutor(len(calls)) as many:
        return list(many.map(run, calls))


def days_have_one(caller, name):
    rows = own(caller, name)
    return all(before[2] == after[1] for before, after in zip(rows, rows[1:])) and rows[-1][2] is None


@pytest.mark.parametrize("days", [(10, 10, 10), (10, 20, 15), (20, 10, 20)], ids=["the same day", "three days", "two days"])
def test_of_those_who_set_the_same_number_at_once_no_two_overlap(days, district, world):
    callers = [world.caller(DISTRICT) for _ in days]
    for caller in callers:
        caller.get("/v1/rules", {"limit": 1})  # the connection stands
    answers = at_once(*(lambda caller=caller, day=day, i=i: caller.post("/v1/rules", rule("reopen_days", str(3 + i), day)) for i, (caller, day) in enumerate(zip(callers, days))))
    assert sorted(answer.status for answer in answers) == [201] * len(set(days)) + [409] * (len(days) - len(set(days))), [answer.body for answer in answers]
    assert {answer.code for answer in answers if answer.status == 409} <= {"rule_changed_meanwhile"}
    assert len(own(district, "reopen_days")) == len(set(days)) and days_have_one(district, "reopen_days")


def test_a_withdrawal_and_another_number_at_once_leave_no_day_without(district, world):
    for turn in range(5):
        district.post("/v1/rules", rule("returns_max", "4", 100 * turn), expect=201)
        planned = district.post("/v1/rules", rule("returns_max", "5", 100 * turn + 20), expect=201).json
        other = world.caller(DISTRICT)
        other.get("/v1/rules", {"limit": 1})
        at_once(lambda: district.post(f"/v1/rules/{planned['id']}/withdraw", {"reason": "文件暂缓施行"}, expect=200),
                lambda: other.post("/v1/rules", rule("returns_max", "6", 100 * turn + 10 + 20 * (turn % 2)), expect=201))
        assert days_have_one(district, "returns_max"), own(district, "returns_max")


@pytest.mark.parametrize("planned, then, wanted", [(10, 20, [("7", 10, 20), ("8", 20, None)]), (20, 10, [("8", 10, 20), ("7", 20, None)])], ids=["an earlier one", "a later one"])
def test_who_comes_second_sees_what_the_first_left(planned, then, wanted, district, world):
    """One waits until the other is done, whose number it then ends or yields to; without that it would be told of a conflict where there is none."""
    before = [("select set_config('wuye.district', '340302', true)", ()),
              ("select rule_set(gen_random_uuid(), 'cluster_days', null, 7, null, '区政府文件', %s, (now() at time zone 'Asia/Shanghai')::date, now())", (today(planned),))]
    with world.under_way(*before) as second:
        second(lambda: district.post("/v1/rules", rule("cluster_days", "8", then), expect=201))
    assert own(district, "cluster_days") == [(value, today(first), last and today(last)) for value, first, last in wanted]
