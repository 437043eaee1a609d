"""L7, I01, I06, I07, I09, I14: what bodies and firms report again and again, by when, and when nothing is taken any more."""
import datetime
import json
import pathlib
import threading
import types

import pytest
from harness.register import ACCOUNTS
from things import campaigns, departments
from things.campaigns import deliverable, opened
from things.estates import officer, today
from things.reporting_duties import REPORTS, WHERE, act, duty, handed_in, hander, new_duty, owed, put_off, report, submitted
from things.rulebooks import deputy

FUNCTIONS = pathlib.Path(__file__).resolve().parents[2] / "sql/functions"
DISTRICT = "150202"
FIRM = "company.one@150202"


@pytest.fixture
def one(world):
    return officer(world, "near")


@pytest.fixture
def rules(world):
    """Numbers of the district's own, by name; none is left behind. By hand, so that they hold on days that are over."""
    def put(**values):
        for name, value in values.items():
            world.cluster.query("insert into district_rules (district_code, id, domain, name, subject, value, unit, basis, effective_from) "
                                "values (%s, gen_random_uuid(), 'duty', %s, '*', %s, 'days', '试验', '2021-01-01') returning 1", (DISTRICT, name, value))
    yield put
    world.cluster.query("delete from district_rules where district_code = %s and name like 'report%%' returning 1", (DISTRICT,))


def again(client, found):
    return client.get(f"{REPORTS}/{found['id']}").json


def periods(world, effective_from, last, **members):
    """(period, due day) of a duty as it is said, by the calendar: nothing of it is kept."""
    value = {"cadence": "monthly", "due_month": 0, "due_day": 27, "shift": "none", "effective_to": None, "due_on": None, **members, "effective_from": effective_from}
    rows = world.cluster.query(f"select p.period, p.due_on::text from (select (jsonb_populate_record(null::reporting_duties, %s::jsonb)).*) r "
                               "cross join lateral reporting_periods(row(r.*)::reporting_duties, %s, %s) p order by 2, 1",
                               (json.dumps(value), effective_from, last))
    return [(row["period"], row["due_on"]) for row in rows]


# ---- when ----

@pytest.mark.parametrize("members,expected", [
    ({}, [("2026-11", "2026-11-27"), ("2026-12", "2026-12-27"), ("2027-01", "2027-01-27"), ("2027-02", "2027-02-27")]),
    ({"due_month": 1, "due_day": 3}, [("2026-11", "2026-12-03"), ("2026-12", "2027-01-03"), ("2027-01", "2027-02-03")]),
    ({"due_month": 0, "due_day": 31}, [("2026-11", "2026-11-30"), ("2026-12", "2026-12-31"), ("2027-01", "2027-01-31"), ("2027-02", "2027-02-28")]),
    ({"cadence": "quarterly", "due_month": 1, "due_day": 10}, [("2026-Q4", "2027-01-10")]),
    ({"cadence": "half_yearly", "due_month": 0, "due_day": 15}, [("2026-H2", "2026-12-15")]),
    ({"cadence": "yearly", "due_month": -1, "due_day": 15}, [("2026", "2026-11-15")]),
    ({"cadence": "yearly", "due_month": 2, "due_day": 28}, [("2026", "2027-02-28")]),
    ({"cadence": "once", "due_month": None, "due_day": None, "due_on": "2027-01-20"}, [("", "2027-01-20")]),
    # By the calendar: 1 to 3 January 2027 are free.
    ({"due_month": 1, "due_day": 2, "shift": "next_working_day"}, [("2026-11", "2026-12-02"), ("2026-12", "2027-01-04"), ("2027-01", "2027-02-02")]),
])
def test_l7_each_cadence_has_its_days(members, expected, world):
    """L7, I01, I06: by the 27th, by the 3rd of the month after, by quarter, half-year and year; a shorter month's last day in place of one that it has not."""
    assert periods(world, "2026-11-10", "2027-02-28", **members) == expected


def test_what_was_missed_is_not_forgiven_by_ending_the_duty(world, one):
    """A report of a month that was due before the duty ends stays owed, and is made where nobody had looked since; what is due on that day or later is waived."""
    made = duty(world)
    missed, due = owed(world, made), next(each for each in one.pages(REPORTS, {"duty_id": made["id"]}, limit=200) if each["org_code"] != owed(world, made)["org_code"])
    world.cluster.query("update due_reports set due_on = %s where id = %s returning 1", (today(-1), missed["id"]))
    world.cluster.query("update due_reports set due_on = %s where id = %s returning 1", (today(), due["id"]))
    act_end(one, made)
    assert (again(one, missed)["state"], again(one, missed)["overdue"], again(one, due)["state"]) == ("open", True, "waived")
    assert periods(world, "2026-09-01", "2026-12-31", due_day=10, effective_to="2026-11-15") == [("2026-09", "2026-09-10"), ("2026-10", "2026-10-10"), ("2026-11", "2026-11-10")]
    assert periods(world, "2026-11-15", "2026-12-31", due_day=10) == [("2026-12", "2026-12-10")], "and whoever follows does not ask for it again"


def test_opened_for_ever_is_a_day_that_can_be_written(world, one):
    opened = act(one, report(world), "reopen", {"reason": "长期开放", "until": "9999-12-31"}).json
    assert (opened["reopened_until"], opened["locks_at"], opened["locked"]) == ("9999-12-31", "9999-12-31T00:00:00+08:00", False)


def test_a_period_is_owed_under_the_duty_that_holds_at_its_end(world):
    """One that ends on a day and the one that follows it share no period and leave none out, and nothing is asked that was due before the duty began."""
    first = periods(world, "2026-09-15", "2027-06-30", effective_to="2026-12-01")
    second = periods(world, "2026-12-01", "2027-03-31", due_month=1, due_day=3)
    assert [period for period, _ in first] == ["2026-09", "2026-10", "2026-11"] and [period for period, _ in second] == ["2026-12", "2027-01", "2027-02"]
    assert periods(world, "2026-11-28", "2027-01-31") == [("2026-12", "2026-12-27"), ("2027-01", "2027-01-27")]


def test_what_is_owed_is_made_when_its_period_begins(world, one):
    """This month's report is there at once, the next one's is not; the worker makes it on the day, once, for whoever is there then."""
    made = duty(world, cadence="monthly", due_on=None, due_month=1, due_day=3)
    reports = one.pages(REPORTS, {"duty_id": made["id"]}, limit=200)
    streets = world.cluster.query("select count(*) as n from division_jurisdictions where district_code = %s and community_code is null and effective_to is null", (DISTRICT,))[0]["n"]
    assert {each["period"] for each in reports} == {today()[:7]} and len({each["org_code"] for each in reports}) == len(reports) == streets
    month = datetime.date.fromisoformat(today()).replace(day=1)
    following = (month + datetime.timedelta(days=32)).replace(day=1)
    for _ in range(2):
        world.cluster.query("select due_reports_make_all(%s) is null as done", (f"{following}T00:00:01+08:00",))
    assert sorted(each["period"] for each in one.pages(REPORTS, {"duty_id": made["id"]}, limit=200)) == sorted([today()[:7]] * streets + [f"{following:%Y-%m}"] * streets)
    assert all(each["due_on"] == f"{following.replace(day=3)}" and each["due_at"] == f"{following.replace(day=4)}T00:00:00+08:00" for each in reports)


@pytest.mark.parametrize("moment,on_time", [("2026-06-27T23:59:59+08:00", True), ("2026-06-27T23:59:59.999999+08:00", True), ("2026-06-28T00:00:00+08:00", False), ("2026-06-27T16:00:00Z", False),
                                            ("2026-06-03T23:59:59+08:00", True)])
def test_l7_the_27th_ends_at_midnight_in_shanghai(moment, on_time, world):
    """L7, model §7.5 no. 8: by hand, the function is told the moment, in a session of another zone."""
    mine = report(world)
    world.cluster.query("update due_reports set due_on = '2026-06-27' where id = %s returning 1", (mine["id"],))
    world.cluster.query("select m.problem from (select set_config('wuye.district', '150202', false), set_config('timezone', 'America/New_York', false) offset 0) s "
                        "cross join lateral due_report_submit(%s, '月报', null, 'street', %s) m", (mine["id"], moment))
    found = again(officer(world, "near"), mine)
    assert (found["state"], found["on_time"], found["submissions"][0]["on_time"], found["due_at"]) == ("submitted", on_time, on_time, "2026-06-28T00:00:00+08:00")


# ---- whose ----

def test_each_owes_and_reads_its_own(world, one):
    """Model §7.3: streets, communities and firms hand in their own, communities to their street, the district for itself and its departments; nobody reads another's."""
    departments.department(types.SimpleNamespace(world=world), code="fire_rescue")
    for owed_by in ("street", "community", "firm", "district"):
        mine = report(world, owed_by)
        for other in {"street", "community", "firm", "district"} - {owed_by}:
            sees = other == "district" or (other, owed_by) == ("street", "community")
            answer = act(hander(world, other), mine, "submit", handed_in(), 403 if sees else 404)
            assert not sees or answer.code == "report_of_another"
        if owed_by != "district":
            act(hander(world, owed_by, "far"), mine, "submit", handed_in(), 404)
        done = act(hander(world, owed_by), mine, "submit", handed_in(content="请回电13900001234", reference="附件 13900001234")).json
        assert done["state"] == "submitted" and "13900001234" not in str(done), "masked"
        assert act(hander(world, owed_by), mine, "submit", handed_in(), 409).json["state"] == "submitted"
    theirs = duty(world, "department", departments=["fire_rescue"])
    reports = one.pages(REPORTS, {"duty_id": theirs["id"], "mine": "true"})
    assert {each["department"] for each in reports} == {"fire_rescue"} and act(one, reports[0], "submit", handed_in()).json["state"] == "submitted"
    assert act(one, reports[0], "accept", {}, 409).code == "separation_of_duties"
    assert act(deputy(world), reports[0], "accept", {"note": "齐全"}).json["submissions"][0]["reason"] == "齐全"


def test_firms_that_serve_an_estate_owe_and_no_other(world, one):
    """Firms whose contracts are in force on the day."""
    made = duty(world, "firm")
    served = {str(row["firm_id"]) for row in world.cluster.query("select distinct firm_id from contracts where district_code = %s and in_force and service_period @> (now() at time zone 'Asia/Shanghai')::date", (DISTRICT,))}
    all_firms = world.cluster.query("select count(*) as n from firms where district_code = %s", (DISTRICT,))[0]["n"]
    reports = one.pages(REPORTS, {"duty_id": made["id"]}, limit=200)
    assert {each["firm_id"] for each in reports} == served and 0 < len(served) < all_firms
    mine = world.caller(FIRM).pages(REPORTS, {"duty_id": made["id"]}, limit=200)
    assert [each["firm_id"] for each in mine] == [str(world.register.account(FIRM)["firm_id"])]
    assert [each["id"] for each in one.pages(REPORTS, {"duty_id": made["id"], "firm_id": mine[0]["firm_id"]})] == [mine[0]["id"]]


def test_a_community_hands_in_to_its_street(world, one):
    given = submitted(world, "community")
    act(world.caller(ACCOUNTS["street"][1]), given, "accept", {}, 404)
    assert act(world.role("street"), given, "return", {"reason": "数字不符", "until": today(2)}, 403).code == "report_of_another", "the district alone opens it"
    assert act(world.role("street"), given, "return", {"reason": "数字不符"}).json["submissions"][0]["decided_role"] == "street"
    act(world.role("community"), given, "submit", handed_in())
    assert act(world.role("street"), given, "accept", {}).json["state"] == "accepted"
    assert act(world.role("street"), submitted(world), "accept", {}, 403).code == "report_of_another"
    assert act(one, given, "return", {"reason": "迟"}, 409).json["state"] == "accepted"


# ---- late, returned, locked ----

def test_what_is_returned_is_not_delivered_and_every_submission_is_kept(world, one):
    mine, street = report(world), world.role("street")
    assert act(one, mine, "accept", {}, 409).json["state"] == "open"
    assert act(street, mine, "submit", handed_in(reference="和平街办〔2026〕18号")).json["on_time"] is True
    back = act(one, mine, "return", {"reason": "缺少整改清单"}).json
    assert (back["state"], back["delivered_at"], back["on_time"], back["submissions"][0]["decision"], back["submissions"][0]["reason"]) == ("returned", None, None, "returned", "缺少整改清单")
    put_off(world, mine, -1)
    assert again(street, mine)["overdue"] is True and mine["id"] in [each["id"] for each in street.pages(REPORTS, {"overdue": "true"})]
    assert mine["id"] not in [each["id"] for each in street.pages(REPORTS, {"overdue": "false"})]
    late = act(street, mine, "submit", handed_in(content="补报整改清单")).json
    assert (late["on_time"], late["overdue"], [each["on_time"] for each in late["submissions"]]) == (False, False, [True, False])
    done = act(one, mine, "accept", {"note": "材料齐全"}).json
    assert (done["state"], done["on_time"], [each["decision"] for each in done["submissions"]]) == ("accepted", False, ["returned", "accepted"])
    assert done["submissions"][0]["reference"] == "和平街办〔2026〕18号"


def test_l7_after_its_days_nothing_is_taken_unless_it_is_opened_again(world, one, rules):
    """L7, expiryDays of DHIS2: the number of days is the rule of the report's last day; the district opens one report for one body, with a reason, and what comes then is late."""
    rules(report_lock_days=10)
    street = world.role("street")
    mine, other = report(world), report(world)
    put_off(world, mine, -10)
    assert (again(street, mine)["locked"], again(street, mine)["locks_at"]) == (False, f"{today(1)}T00:00:00+08:00"), "through the tenth day"
    put_off(world, mine, -11)
    put_off(world, other, -11)
    assert (again(street, mine)["locked"], again(street, mine)["locks_at"]) == (True, f"{today()}T00:00:00+08:00")
    assert act(street, mine, "submit", handed_in(), 409).code == "report_locked"
    assert act(one, mine, "reopen", {"reason": "系统故障", "until": today(-1)}, 422).code == "takes_effect_in_the_past"
    opened = act(one, mine, "reopen", {"reason": "街道机构调整", "until": today()}).json
    assert (opened["locked"], opened["reopened_until"], opened["locks_at"], [each["reason"] for each in opened["reopenings"]]) == (False, today(), f"{today(1)}T00:00:00+08:00", ["街道机构调整"])
    assert act(street, other, "submit", handed_in(), 409).code == "report_locked", "for one body and period alone"
    late = act(street, mine, "submit", handed_in()).json
    assert (late["state"], late["on_time"], late["locked"]) == ("submitted", False, False)
    assert act(one, mine, "reopen", {"reason": "再次开放", "until": today(1)}, 409).json["state"] == "submitted"
    back = act(one, mine, "return", {"reason": "数字不符", "until": today(2)}).json
    assert (back["locked"], back["reopened_until"], [each["until"] for each in back["reopenings"]]) == (False, today(2), [today(), today(2)])
    world.cluster.query("update due_reports set reopened_until = %s where id = %s returning 1", (today(-1), mine["id"]))
    assert again(street, mine)["locked"] is True and act(street, mine, "submit", handed_in(), 409).code == "report_locked"


def test_a_frozen_month_locks_what_was_due_in_it(world, one):
    """A package tells who reported; what was due in its month is taken no more, and what is due after it is."""
    street, mine, coming = world.role("street"), report(world), report(world)
    put_off(world, mine, -1)
    run(world, "create or replace function month_is_frozen(wanted text, district text default current_district()) returns boolean language sql stable as 'select true'")
    try:
        assert again(street, mine)["locked"] is True and again(street, coming)["locked"] is False
        assert act(street, mine, "submit", handed_in(), 409).code == "report_locked"
        assert act(street, coming, "submit", handed_in()).json["on_time"] is True
        assert act(one, mine, "reopen", {"reason": "更正", "until": today(1)}).json["locked"] is False
        assert act(street, mine, "submit", handed_in()).json["on_time"] is False
    finally:
        run(world, (FUNCTIONS / "month_is_frozen.sql").read_text(encoding="utf-8"))


def test_a_month_is_frozen_by_a_package_of_it(world):
    """Of that district and month, frozen or followed by another version; one that is being built, or failed, freezes nothing. In a transaction that is given up."""
    connection = world.cluster.connect()
    try:
        with connection.cursor() as cursor:
            def frozen(month, district=DISTRICT):
                cursor.execute("select month_is_frozen(%s, %s)", (month, district))
                return cursor.fetchone()[0]
            cursor.execute("drop table if exists exchange_packages cascade")
            assert frozen("2026-01") is False, "where there are none"
            cursor.execute("create table exchange_packages (district_code text, month text, state text); alter table exchange_packages owner to wuye_owner")
            cursor.execute("insert into exchange_packages values (%s, '2026-01', 'frozen'), (%s, '2026-02', 'superseded'), (%s, '2026-03', 'building'), (%s, '2026-04', 'failed')", (DISTRICT,) * 4)
            assert [frozen(f"2026-0{number}") for number in range(1, 6)] == [True, True, False, False, False] and not frozen("2026-01", "340302")
    finally:
        connection.rollback()
        connection.close()


def run(world, text):
    connection = world.cluster.connect()
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(text)
    finally:
        connection.close()


# ---- duties ----

def test_shipped_duties_are_to_start_from_and_nobody_owes_them(world, one):
    """L7: the 27th (I01), the 3rd (I06), key work (I07), quarter, half-year and year (I09, I14)."""
    shipped = {each["code"]: each for each in one.pages(WHERE, {"shipped": "true"})}
    assert {(each["cadence"], each["due_month"], each["due_day"]) for each in shipped.values()} >= {("monthly", 0, 27), ("monthly", 1, 3), ("quarterly", 1, 10), ("half_yearly", 1, 10), ("yearly", 0, 31)}
    assert not world.cluster.query("select 1 from due_reports where district_code = '*'")
    made = one.post(WHERE, {"template": "progress_27", "effective_from": today(), "code": f"ours-{next(world.serial)}", "due_day": 25, "content": "联系13900001234"}, expect=201).json
    assert (made["shipped"], made["title_zh"], made["due_day"], made["cadence"], made["source"]) == (False, shipped["progress_27"]["title_zh"], 25, "monthly", shipped["progress_27"]["source"])
    assert "13900001234" not in made["content"]
    assert officer(world, "abroad").pages(WHERE, {"shipped": "false", "code": made["code"]}) == []
    assert [each["id"] for each in world.role("street").pages(WHERE, {"code": made["code"], "owed_by": "street", "cadence": "monthly", "as_of": today()})] == [made["id"]]
    act_end(one, shipped["progress_27"], 404)
    act_end(one, made)


def act_end(client, made, expect=200, **members):
    return client.post(f"{WHERE}/{made['id']}/end", {"reason": "改为每季报送", **members}, expect=expect)


@pytest.mark.parametrize("members,code", [
    ({"template": "nothing"}, "reporting_template_unknown"), ({"title_zh": None}, "reporting_duty_incomplete"), ({"due_on": None}, "reporting_due_misfit"),
    ({"cadence": "monthly"}, "reporting_due_misfit"), ({"cadence": "monthly", "due_on": None, "due_month": -1, "due_day": 3}, "reporting_due_misfit"),
    ({"cadence": "yearly", "due_on": None, "due_month": -1}, "reporting_due_misfit"), ({"departments": ["fire_rescue"]}, "reporting_due_misfit"),
    ({"due_day": 3}, "reporting_due_misfit"), ({"due_month": 1}, "reporting_due_misfit"),
    ({"effective_from": "2026-01-01"}, "takes_effect_in_the_past"), ({"due_on": "2026-01-01"}, "takes_effect_in_the_past")],
    ids=["template", "incomplete", "undated", "both", "before", "dayless", "departments", "once with a day", "once with a month", "past", "due"])
def test_a_duty_that_does_not_fit_is_refused(members, code, one, world):
    assert one.post(WHERE, new_duty(world, **members), expect=422).code == code


def test_a_duty_ends_and_another_follows(world, one):
    """What nobody has handed in of a period that goes on is waived; what was handed in stays; of the same code there is one at a time, also when two are set at once."""
    made = duty(world, due_on=None, cadence="yearly", due_month=0, due_day=31)
    mine = owed(world, made)
    given = next(each for each in one.pages(REPORTS, {"duty_id": made["id"]}, limit=200) if each["org_code"] != mine["org_code"])
    world.cluster.query("update due_reports set submissions = 1, state = 'returned' where id = %s returning 1", (given["id"],))
    assert one.post(WHERE, new_duty(world, code=made["code"]), expect=409).code == "reporting_duty_taken"
    assert act_end(one, made, 422, effective_to=today(-1)).code == "takes_effect_in_the_past"
    ended = act_end(one, made).json
    assert (ended["effective_to"], ended["end_reason"]) == (today(), "改为每季报送") and act_end(one, made, 409).json["state"] == "ended"
    assert (again(one, mine)["state"], again(one, given)["state"]) == ("waived", "returned")
    assert act(world.role("street"), mine, "submit", handed_in(), 409).json["state"] == "waived"
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(one.post(WHERE, new_duty(world, code=made["code"])))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status for answer in answers) == [201] + [409] * 5


@pytest.mark.parametrize("pair", [("submit", "submit"), ("accept", "return"), ("accept", "accepted_by_another"), ("submit", "end")], ids="-".join)
def test_two_at_once_come_one_after_the_other(pair, world, one):
    for _ in range(4):
        made = duty(world)
        mine = owed(world, made)
        if pair[0] == "accept":
            act(world.role("street"), mine, "submit", handed_in())
        calls = {"submit": lambda: act(world.role("street"), mine, "submit", handed_in(), None), "accept": lambda: act(one, mine, "accept", {}, None),
                 "accepted_by_another": lambda: act(deputy(world), mine, "accept", {}, None), "return": lambda: act(deputy(world), mine, "return", {"reason": "缺"}, None),
                 "end": lambda: act_end(one, made, None)}
        answers = {}
        threads = [threading.Thread(target=lambda n=n, verb=verb: answers.update({n: calls[verb]()})) for n, verb in enumerate(pair)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        found = again(one, mine)
        if "end" in pair:
            assert answers[1].status == 200 and found["state"] == {200: "submitted", 409: "waived"}[answers[0].status]
        else:
            assert sorted(answer.status for answer in answers.values()) == [200, 409] and len(found["submissions"]) == 1


# ---- counted and reminded of ----

def rates(client, street, **query):
    return client.pages("/v1/reporting-rates", {"due_from": today(-400), "due_before": today(400), "street_code": street, "owed_by": "street", **query}, limit=200)


def test_reporting_rates_count_campaigns_and_standing_duties_in_one_list(world, one):
    """EXPECTED, ACTUAL, ON_TIME, RATE, RATE_ON_TIME of DHIS2: what is due later is coming and in no rate, what was returned is missing, what is waived is nobody's."""
    street, names = world.role("street"), ("on_time", "late", "missing", "returned", "coming", "early", "waived")
    made = {name: duty(world) for name in names}
    mine = {name: owed(world, each) for name, each in made.items()}
    code = mine["late"]["street_code"]
    before = {source: rates(one, code, **query) for source, query in (("all", {}), ("standing", {"source": "standing"}), ("campaign", {"source": "campaign"}))}
    opened_campaign = opened(world, deliverable("street", day=today(5)))
    act(street, mine["on_time"], "submit", handed_in())
    put_off(world, mine["on_time"], -3)
    for name in ("late", "missing", "returned"):
        put_off(world, mine[name], -3)
    for name in ("late", "returned", "early"):
        act(street, mine[name], "submit", handed_in())
    act(one, mine["returned"], "return", {"reason": "缺少附件"})
    act_end(one, made["waived"])
    added = lambda name, of="all", **query: sum(row[name] for row in rates(one, code, **query)) - sum(row[name] for row in before[of])
    numbers = ("expected", "submitted", "on_time", "late", "missing", "coming")
    # The seven were coming before anything was done.
    assert [added(name, "standing", source="standing") for name in numbers] == [5, 3, 2, 1, 2, -6]
    assert [added(name, "campaign", source="campaign") for name in numbers] == [0, 0, 0, 0, 0, 1]
    assert [added(name) for name in numbers] == [5, 3, 2, 1, 2, -5], "both in one list"
    rows = rates(one, code)
    assert all(row["expected"] == row["submitted"] + row["missing"] and row["submitted"] == row["on_time"] + row["late"] for row in rows)
    for row in rows:
        assert row["on_time_rate"] == (f"{100 * row['on_time'] / row['expected']:.2f}" if row["expected"] else None)
    assert [row for row in rates(one, code, campaign_id=opened_campaign["id"]) if row["expected"]] == []
    assert {row["street_code"] for row in street.pages("/v1/reporting-rates", {"source": "standing"}, limit=200)} == {code}
    duty(world, "firm", due_on=today())
    firms = one.pages("/v1/reporting-rates", {"owed_by": "firm"}, limit=200)
    assert firms and {(row["owed_by"], row["street_code"]) for row in firms} == {("firm", None)}


def reminders(client, *ids, **query):
    return {each["id"]: (each["source"], each["stage"], each["days_left"]) for each in client.pages("/v1/reminders", query, limit=200) if not ids or each["id"] in ids}


def test_l7_who_has_to_report_what_by_when(world, one, rules):
    """From so many days before the last on, until it is handed in or locked; each its own, a street its communities' too."""
    rules(report_remind_days=2, report_lock_days=10)
    street, company = world.role("street"), world.caller(FIRM)
    days = {"far": 3, "soon": 2, "today": 0, "late": -1, "locked": -11, "done": 1}
    mine = {name: report(world) for name in days}
    for name, day in days.items():
        put_off(world, mine[name], day)
    act(street, mine["done"], "submit", handed_in())
    ids = {name: each["id"] for name, each in mine.items()}
    expected = {ids["soon"]: ("standing", "due_soon", 2), ids["today"]: ("standing", "due_soon", 0), ids["late"]: ("standing", "late", -1)}
    assert reminders(street, *ids.values()) == reminders(one, *ids.values()) == reminders(street, *ids.values(), mine="true", source="standing", owed_by="street") == expected
    assert reminders(street, *ids.values(), stage="late") == {ids["late"]: expected[ids["late"]]}
    assert reminders(one, *ids.values(), mine="true") == reminders(world.caller(ACCOUNTS["street"][1]), *ids.values()) == reminders(company, *ids.values()) == {}
    assert reminders(one, *ids.values(), mine="false", street_code=mine["late"]["street_code"]) == expected
    act(one, mine["locked"], "reopen", {"reason": "街道机构调整", "until": today(1)})
    assert reminders(street, ids["locked"]) == {ids["locked"]: ("standing", "late", -11)}
    under = campaigns.owed(world, opened(world, deliverable("community", day=today(1))), "community")
    firms = report(world, "firm", due_on=today(1))
    assert reminders(street, under["id"], firms["id"]) == reminders(world.role("community"), under["id"], firms["id"]) == {under["id"]: ("campaign", "due_soon", 1)}
    assert reminders(street, under["id"], mine="true") == {} and reminders(company, under["id"], firms["id"]) == {firms["id"]: ("standing", "due_soon", 1)}
    order = [each["due_on"] for each in one.pages("/v1/reminders", limit=200)]
    assert order == sorted(order)
