"""Limits of complaints: rows that the district sets, deadlines that follow from them, and the work lists that go by them."""
import concurrent.futures
import datetime

import pytest
from things.complaint_steps import NOTE, REASON, complaint
from things.estates import officer, today
from things.sla_policies import policy

SHANGHAI = datetime.timezone(datetime.timedelta(hours=8))
KINDS = ["receive", "contact", "handle", "return", "resolve"]


def now(**later):
    return datetime.datetime.now(SHANGHAI) + datetime.timedelta(**later)


def written(moment):
    return moment.isoformat(timespec="seconds")


def got(world, identifier, role="district"):
    return world.role(role).get(f"/v1/complaints/{identifier}").json


def limit(value, kind):
    return next((limit for limit in value["limits"] if limit["kind"] == kind), None)


def set_back(world, identifier, **columns):
    """As if it had been so; and what follows from it."""
    assignments = ", ".join(f"{name} = %s" for name in columns)
    world.cluster.query(f"update complaints set {assignments} where id = %s returning id", (*columns.values(), identifier))
    world.cluster.query("select complaint_limit_again(district_code, id) from complaints where id = %s", (identifier,))


@pytest.fixture(scope="module")
def tianjin(world):
    """The other district goes by Tianjin 2025."""
    return world.cluster.query("insert into sla_choices (district_code, policy_set, basis, effective_from) values ('340302', 'tianjin_2025', '试验', '2025-01-01') "
                               "on conflict do nothing returning id")


@pytest.mark.parametrize("received,due", [
    ("2023-01-20T10:00:00+08:00", "2023-02-02T00:00:00+08:00"), ("2023-09-28T23:59:59+08:00", "2023-10-12T00:00:00+08:00"), ("2024-02-09T08:00:00+08:00", "2024-02-23T00:00:00+08:00"),
    ("2024-02-28T23:59:59+08:00", "2024-03-07T00:00:00+08:00"), ("2024-02-29T00:00:00+08:00", "2024-03-08T00:00:00+08:00"), ("2024-12-31T10:00:00+08:00", "2025-01-09T00:00:00+08:00"),
    ("2025-09-30T10:00:00+08:00", "2025-10-15T00:00:00+08:00"), ("2026-02-13T10:00:00+08:00", "2026-02-28T00:00:00+08:00"), ("2026-04-30T15:59:59Z", "2026-05-12T00:00:00+08:00")])
def test_shandong_2020_gives_five_working_days(world, received, due):
    """Practice 3.2: over holidays, make-up Saturdays, the ends of months and years; what comes at 23:59:59 counts from its day."""
    value = got(world, world.post_ticket(received_at=received)["complaint_id"])
    assert (value["due_at"], value["handle_by"], value["due_provisional"], value["overdue"]) == (due, due, False, True)
    handle = limit(value, "handle")
    assert (handle["amount"], handle["unit"], handle["policy_set"], handle["due_at"], handle["punctual"]) == (5, "working_days", "shandong_2020", due, None)
    assert value["remaining_minutes"] < 0 and limit(value, "receive") is None and limit(value, "contact") is None


def test_tianjin_2025_asks_for_receipt_in_minutes(world, tianjin):
    """Practice 3.2: 15 minutes where life or property is in danger, 30 for water, power, gas and heat, on any day; a working day for the rest."""
    sent = {"received_at": "2026-10-01T03:10:00+08:00", "estate_code": world.own_estate("community.lanwan@340302")["code"]}
    for members, due in (({"urgency": "emergency", "category_code": "utilities"}, "2026-10-01T03:25:00+08:00"), ({"category_code": "utilities"}, "2026-10-01T03:40:00+08:00"),
                         ({}, "2026-10-09T00:00:00+08:00")):
        receipt = world.post_ticket("hotline@340302", **sent, **members)
        value = world.caller("district.officer@340302").get(f"/v1/complaints/{receipt['complaint_id']}").json
        assert limit(value, "receive")["due_at"] == due and limit(value, "receive")["overdue"] and value["due_at"] is None and value["handle_by"] is None
        assert [entry["kind"] for entry in value["limits"]] == ["receive"], "no number that nobody gave"


def test_what_was_done_in_time_is_punctual(world, tianjin, samples):
    """E16: receipt, handling and return, each against its own limit; what is done is no longer overdue."""
    identifier = complaint(samples, "dispatched", "street", "abroad")
    street = world.role("street", 2)
    street.post(f"/v1/complaints/{identifier}/sign", dict(NOTE), expect=200)
    value = street.get(f"/v1/complaints/{identifier}").json
    assert limit(value, "receive")["punctual"] is False and limit(value, "receive")["remaining_minutes"] is None, "it was received in March"
    set_back(world, identifier, received_at=written(now()), created_at=written(now()))
    assert limit(street.get(f"/v1/complaints/{identifier}").json, "receive")["punctual"] is True
    ours = complaint(samples, "processing", "street")
    set_back(world, ours, clock_at=written(now(days=-20)))
    assert got(world, ours)["overdue"] is True and got(world, ours)["punctual"] is None
    world.role("street").post(f"/v1/complaints/{ours}/report", {"result": "solved", **NOTE}, expect=200)
    value = got(world, ours)
    assert (value["overdue"], value["punctual"], value["handle_by"], value["remaining_minutes"]) == (False, False, None, None) and value["due_at"]
    on_time = complaint(samples, "processing", "street")
    assert 4 * 24 * 60 <= got(world, on_time)["remaining_minutes"] <= 20 * 24 * 60
    world.role("street").post(f"/v1/complaints/{on_time}/report", {"result": "solved", **NOTE}, expect=200)
    assert got(world, on_time)["punctual"] is True
    row = next(row for row in world.role("district").pages("/v1/complaints", {"mine": "false"}) if row["id"] == on_time)
    assert {name: row[name] for name in ("punctual", "overdue", "due_at", "handle_by", "assigned_to")} == \
        {name: got(world, on_time)[name] for name in ("punctual", "overdue", "due_at", "handle_by", "assigned_to")}


def test_half_a_year_for_disputes_of_owners_committees(world):
    """E20: to be resolved within six months, in whatever set."""
    value = got(world, world.post_ticket(category_code="owners_self_governance", received_at="2026-03-31T10:00:00+08:00")["complaint_id"])
    assert limit(value, "resolve")["due_at"] == "2026-10-01T00:00:00+08:00" and limit(value, "resolve")["policy_set"] is None


def test_a_year_without_a_calendar_is_provisional_until_it_comes(world, samples):
    identifier = complaint(samples, "processing", "street")
    set_back(world, identifier, clock_at="2026-12-29T10:00:00+08:00")
    value = got(world, identifier)
    assert value["due_at"] == "2027-01-06T00:00:00+08:00" and value["due_provisional"] is True and limit(value, "handle")["provisional"] is True
    world.cluster.query("insert into workdays select d::date, extract(isodow from d) < 6 and d > '2027-01-03', null from generate_series('2027-01-01'::date, '2027-12-31', interval '1 day') d "
                        "returning date")
    try:
        world.cluster.query("select complaint_limits_again(now())")
        later = got(world, identifier)
        assert later["due_at"] == "2027-01-07T00:00:00+08:00" and later["due_provisional"] is False and later["version"] == value["version"] + 1
    finally:
        world.cluster.query("delete from workdays where date >= '2027-01-01' returning date")


def test_a_suspended_clock_stands_and_goes_on(world, samples):
    """Neither due nor overdue while it stands; the working days that it stood are added."""
    street = world.role("street")
    identifier = complaint(samples, "processing", "street")
    before = got(world, identifier)
    street.post(f"/v1/complaints/{identifier}/suspend", dict(REASON), expect=200)
    value = got(world, identifier)
    assert value["stopped_at"] and value["handle_by"] is None and value["due_at"] == before["due_at"] and value["overdue"] is False
    assert abs(value["remaining_minutes"] - before["remaining_minutes"]) <= 1 and limit(value, "handle")["stopped_at"] == value["stopped_at"]
    shift = "update complaint_events set at = at - interval '14 days' where complaint_id = %s and action = 'suspend' returning at"
    set_back(world, identifier, clock_at=written(now(days=-15)))
    world.cluster.query(shift, (identifier,))
    stood = world.cluster.query("select (working_days_between((now() at time zone 'Asia/Shanghai')::date - 14, (now() at time zone 'Asia/Shanghai')::date)).days as n")[0]["n"]
    wanted = world.cluster.query("select (a.due + 1)::text as day from add_working_days((now() at time zone 'Asia/Shanghai')::date - 15, 5 + %s) a", (stood,))[0]["day"]
    street.post(f"/v1/complaints/{identifier}/resume", dict(NOTE), expect=200)
    value = got(world, identifier)
    assert value["due_at"] == f"{wanted}T00:00:00+08:00" and value["stopped_at"] is None and value["handle_by"] == value["due_at"]


def test_what_is_overdue_already_does_not_stand(world, samples):
    identifier = complaint(samples, "processing", "street")
    set_back(world, identifier, clock_at="2026-03-02T10:00:00+08:00")
    world.role("street").post(f"/v1/complaints/{identifier}/suspend", dict(REASON), expect=200)
    value = got(world, identifier)
    assert value["stopped_at"] is None and value["overdue"] is True


def test_the_clock_starts_anew_when_the_callback_finds_it_unsolved(world, samples):
    """In the next round, and when it is reopened; not when the street sends a report back."""
    old = {"clock_at": "2026-03-02T10:00:00+08:00", "reported_at": "2026-03-03T10:00:00+08:00"}
    for state, role, verb, anew in (("callback", "hotline", "rework", True), ("closed", "street", "reopen", True), ("resolved_reported", "street", "rework", False)):
        identifier = complaint(samples, state, "street")
        set_back(world, identifier, **old)
        assert got(world, identifier)["punctual"] is True
        world.role(role).post(f"/v1/complaints/{identifier}/{verb}", dict(REASON), expect=200)
        value = got(world, identifier)
        assert value["overdue"] is not anew and (value["due_at"] == "2026-03-10T00:00:00+08:00") is not anew, verb
    number = world.ticket()["ticket_no"]
    first = world.post_ticket(ticket_no=number, round=1)
    world.cluster.query("update complaints set state = 'closed', contacted_at = now(), reported_at = now() where id = %s returning id", (first["complaint_id"],))
    world.post_ticket(ticket_no=number, round=2)
    value = got(world, first["complaint_id"])
    assert value["state"] == "rework" and value["overdue"] is False and limit(value, "handle")["started_at"] > value["received_at"]


def test_nobody_asks_for_more_than_the_limit_of_extensions(world, samples):
    """Shandong 2020: ten working days more, counted from the limit without extensions."""
    street, firm, district = world.role("street"), world.role("company"), world.role("district")
    ends = world.cluster.query("select (b.due + 1)::text as day from add_working_days((now() at time zone 'Asia/Shanghai')::date, 5) a, add_working_days(a.due, 10) b")[0]["day"]
    last, beyond = f"{ends}T00:00:00+08:00", f"{ends}T00:00:01+08:00"
    identifier = complaint(samples, "processing", "company", "one")
    due = got(world, identifier)["due_at"]
    ask = lambda caller, expect, **more: caller.post(f"/v1/complaints/{identifier}/request-extension", {**REASON, **more}, expect=expect)
    assert ask(firm, 422, due_at=beyond).code == "extension_too_long"
    assert ask(firm, 422, due_at=due).code == "due_not_later"
    ask(firm, 200, due_at=last)
    assert datetime.datetime.fromisoformat(got(world, identifier)["asked_due_at"]) == datetime.datetime.fromisoformat(last)
    answer = district.post(f"/v1/complaints/{identifier}/approve-extension", {"due_at": beyond, **NOTE}, expect=422)
    assert answer.code == "extension_too_long" and answer.json["rule"].startswith("shandong_2020 extend 10 working_days: 山东2020")
    district.post(f"/v1/complaints/{identifier}/approve-extension", {"due_at": last, **NOTE}, expect=200)
    value = got(world, identifier)
    assert value["due_at"] == value["handle_by"] == limit(value, "handle")["due_at"] == last
    assert ask(firm, 422).code == "extension_too_long", "there is no more to ask for"
    late = complaint(samples, "processing", "street")
    set_back(world, late, clock_at="2026-03-02T10:00:00+08:00")
    assert street.post(f"/v1/complaints/{late}/request-extension", dict(REASON), expect=422).code == "extension_too_long", "nor long after it"


def test_a_unit_returns_in_time_or_handles_it(world, tianjin, samples):
    """Shandong 2020: two working days; Tianjin 2025: one, two where it is complex."""
    for place, role, complex_one, days in (("near", "street", False, 2), ("abroad", "street", False, 1), ("abroad", "street", True, 2)):
        street = world.role("street", 2 if place == "abroad" else 0)
        identifier = complaint(samples, "received", place=place)
        street.post(f"/v1/complaints/{identifier}/dispatch", {"unit_kind": "street", "receiver": "张", **({"complex": True} if complex_one else {})}, expect=200)
        value = street.get(f"/v1/complaints/{identifier}").json
        assert value["complex"] is complex_one and limit(value, "return")["amount"] == days, (place, complex_one)
        first = world.cluster.query("select max(w.date) as day from workdays w where (select a.due from add_working_days(w.date, %s) a) < (now() at time zone 'Asia/Shanghai')::date", (days,))[0]["day"]
        world.cluster.query("update complaints set dispatched_at = %s where id = %s returning id", (f"{first}T23:59:59+08:00", identifier))
        answer = street.post(f"/v1/complaints/{identifier}/return", dict(REASON), expect=409)
        assert answer.code == "return_too_late" and f" return {days} working_days" in answer.json["rule"]
        world.cluster.query("update complaints set dispatched_at = %s where id = %s returning id", (f"{first + datetime.timedelta(1)}T00:00:00+08:00", identifier))
        street.post(f"/v1/complaints/{identifier}/return", dict(REASON), expect=200)


def test_a_designated_unit_has_no_limit_to_return(world, samples):
    identifier = complaint(samples, "returned")
    world.role("district").post(f"/v1/complaints/{identifier}/designate", {"unit_kind": "street", "receiver": "张"}, expect=200)
    world.role("street").post(f"/v1/complaints/{identifier}/sign", dict(NOTE), expect=200)
    assert limit(got(world, identifier), "return") is None
    assert world.role("street").post(f"/v1/complaints/{identifier}/return", dict(REASON), expect=409).code == "returns_spent"


def test_limits_begin_tomorrow_and_are_succeeded(world, samples):
    """What has begun is never changed: another follows it, and what has started keeps its own."""
    district = officer(world, "abroad")
    mine = {"policy_set": "shandong_2020", "kind": "handle", "urgency": "urgent", "amount": 1, "unit": "calendar_days", "basis": "区文件"}
    for day in (-1, 0):
        assert district.post("/v1/sla-policies", {**mine, "effective_from": today(day)}, expect=422).code == "limit_not_ahead"
    first = district.post("/v1/sla-policies", {**mine, "effective_from": today(1)}, expect=201).json
    second = district.post("/v1/sla-policies", {**mine, "amount": 2, "effective_from": today(9)}, expect=201).json
    between = district.post("/v1/sla-policies", {**mine, "amount": 3, "effective_from": today(5)}, expect=201).json
    own = [row for row in district.pages("/v1/sla-policies", {"policy_set": "shandong_2020"}) if not row["common"]]
    assert [(row["amount"], row["effective_from"], row["effective_to"]) for row in own] == [(1, today(1), today(5)), (3, today(5), today(9)), (2, today(9), None)]
    assert district.post("/v1/sla-policies", {**mine, "effective_from": today(9)}, expect=409).code == "rule_changed_meanwhile"
    assert len(district.pages("/v1/sla-policies", {"policy_set": "shandong_2020", "as_of": today(6), "kind": "handle"})) == 2
    assert district.post(f"/v1/sla-policies/{between['id']}/end", {"effective_to": today(0)}, expect=422).code == "limit_not_ahead"
    assert district.post(f"/v1/sla-policies/{between['id']}/end", {"effective_to": today(10)}, expect=409).code == "rule_changed_meanwhile", "another comes before that"
    assert district.post(f"/v1/sla-policies/{between['id']}/end", {"effective_to": today(7)}, expect=200).json["effective_to"] == today(7)
    gone = district.post(f"/v1/sla-policies/{second['id']}/end", {"effective_to": today(2)}, expect=200).json
    assert gone["effective_to"] == gone["effective_from"] == today(9), "withdrawn before it began"
    answer = district.post(f"/v1/sla-policies/{second['id']}/end", {"effective_to": today(20)}, expect=409)
    assert answer.code == "state_conflict" and answer.json["state"] == "ended"
    common = district.pages("/v1/sla-policies", {"kind": "extend"})[0]
    district.post(f"/v1/sla-policies/{common['id']}/end", {"effective_to": today(2)}, expect=404)
    officer(world, "near").get(f"/v1/sla-policies/{first['id']}", expect=404)
    assert world.role("public").get(f"/v1/sla-policies/{common['id']}").json["common"] is True


def test_what_a_withdrawn_limit_had_ended_goes_on(world, samples):
    """But not what somebody had ended on that day."""
    district = officer(world, "abroad")
    mine = {"policy_set": "shandong_2020", "kind": "handle", "urgency": "emergency", "amount": 1, "unit": "calendar_days", "basis": "区文件"}
    first, second, third = (district.post("/v1/sla-policies", {**mine, "effective_from": today(day)}, expect=201).json for day in (10, 20, 30))
    until = lambda one: district.get(f"/v1/sla-policies/{one['id']}").json["effective_to"]
    end = lambda one, day: district.post(f"/v1/sla-policies/{one['id']}/end", {"effective_to": today(day)}, expect=200)
    end(second, 1)
    assert until(first) == today(30)
    end(first, 25)
    end(third, 1)
    assert until(first) == today(25)


@pytest.mark.parametrize("members,code", [({"category": "no_such"}, "category_unknown"), ({"street_code": "150202999"}, "street_unknown"), ({"street_code": "340302001"}, "street_unknown"),
                                          ({"warn_amount": 1}, "amount_without_unit"), ({"alarm_unit": "hours"}, "amount_without_unit")])
def test_a_limit_names_what_there_is(world, members, code):
    value = {"policy_set": "own_named", "kind": "contact", "amount": 2, "unit": "hours", "basis": "区文件", "effective_from": today(100), **members}
    assert world.role("district").post("/v1/sla-policies", value, expect=422).code == code


def test_a_limit_for_one_street_alone(world, samples):
    street = world.register.account("street.heping@150202")["street_code"]
    value = policy(samples, kind="contact", street_code=street, expedited=True, complex=False, source="firm", request_type="help", category="lift", urgency="emergency",
                   warn_amount=5, warn_unit="minutes", alarm_amount=1, alarm_unit="hours", suspension_stops=False)
    shown = world.role("community").get(f"/v1/sla-policies/{value['id']}").json
    assert shown == value and shown["street_code"] == street and shown["expedited"] is True and shown["complex"] is False and shown["suspension_stops"] is False


def test_the_district_chooses_a_set_from_tomorrow_on(world, samples):
    district = world.role("district")
    choose = lambda expect, **members: district.post("/v1/sla-choices", {"policy_set": "tianjin_2025", "basis": "区文件", "effective_from": today(1), **members}, expect=expect)
    assert choose(422, effective_from=today()).code == "limit_not_ahead"
    assert choose(422, policy_set="no_such_set").code == "sla_set_unknown"
    choose(201)
    choose(201, policy_set="shandong_2020", effective_from=today(3))
    own = [row for row in district.pages("/v1/sla-choices") if not row["common"] and row["effective_from"] < today(100)]
    assert [(row["policy_set"], row["effective_from"], row["effective_to"]) for row in own[:2]] == [("tianjin_2025", today(1), today(3)), ("shandong_2020", today(3), own[1]["effective_to"])]
    assert got(world, world.post_ticket(received_at=written(now()))["complaint_id"])["due_at"], "what comes today goes by today's"
    assert [row["policy_set"] for row in world.role("company").pages("/v1/sla-choices", {"as_of": today(2)}) if not row["common"]] == ["tianjin_2025"]


@pytest.mark.parametrize("path,body", [("/v1/sla-policies", {"policy_set": "own_raced", "kind": "handle", "amount": 2, "unit": "hours"}), ("/v1/sla-choices", {"policy_set": "shandong_2020"})])
def test_of_two_that_set_the_same_at_once_one_wins(world, path, body):
    district = officer(world, "abroad")
    for day in (500, 510, 520):
        with concurrent.futures.ThreadPoolExecutor(4) as four:
            answers = list(four.map(lambda _: district.post(path, {**body, "basis": "区文件", "effective_from": today(day)}), range(4)))
        assert sorted(answer.status for answer in answers) == [201, 409, 409, 409], [answer.body for answer in answers]


def test_work_lists_show_each_what_it_has_to_do(world, samples):
    """Mine, overdue, due soon, unmapped, returned: each within the caller's scope, none of it closed."""
    ids = {}
    for name, state, role, place in (("community's", "signed", "community", "near"), ("street's", "processing", "street", "near"), ("firm's", "dispatched", "company", "one"),
                                     ("done", "resolved_reported", "street", "near"), ("returned", "returned", "district", "near"), ("late", "contacted", "street", "near")):
        ids[name] = complaint(samples, state, role, place)
    set_back(world, ids["late"], clock_at="2026-03-02T10:00:00+08:00")
    set_back(world, ids["done"], clock_at="2026-03-02T10:00:00+08:00")
    ids["whistled"] = complaint(samples, "received")
    world.role("district").post(f"/v1/complaints/{ids['whistled']}/dispatch", {"unit_kind": "department", "department": "住建局", "receiver": "张"}, expect=200)
    unmapped = world.post_ticket(category_code="nowhere-known")["complaint_id"]
    ids["unmapped"] = unmapped

    def shown(role, **query):
        found = {row["id"] for row in world.role(role).pages("/v1/complaints", query)}
        return {name for name, identifier in ids.items() if identifier in found}

    assert shown("community", mine="true") == {"community's"} and shown("street", mine="true") == {"street's", "late"}
    assert shown("company", mine="true") == {"firm's"} and shown("district", mine="true") == {"whistled"}
    assert shown("hotline", mine="true") == shown("platform", mine="true") == set()
    assert "firm's" not in shown("company", mine="false") and "done" in shown("street", mine="false")
    for role in ("district", "street", "community", "platform", "hotline"):
        assert {"late"} == shown(role, overdue="true") - {"unmapped"}, role
        assert "late" not in shown(role, overdue="false") and {"done", "street's"} <= shown(role, overdue="false")
        assert shown(role, returned="true") == {"returned"} and "returned" not in shown(role, returned="false")
        assert shown(role, unmapped="true") == {"unmapped"} and "unmapped" not in shown(role, unmapped="false")
    assert shown("company", unmapped="true") == shown("company", overdue="true") == shown("company", returned="true") == set()
    soon = {"due_from": written(now()), "due_before": written(now(days=40))}
    assert shown("street", **soon) >= {"street's", "community's", "returned"} and not shown("street", **soon) & {"late", "done"}
    assert shown("street", due_before="2026-03-10T00:00:01+08:00") >= {"late"} and "late" not in shown("street", due_before="2026-03-10T00:00:00+08:00")
    total = world.role("street").get("/v1/complaints", {"mine": "true", "count": "true"}).json["total"]
    assert total == len(world.role("street").pages("/v1/complaints", {"mine": "true"}))


def test_the_most_urgent_come_first(world, samples):
    """In pages of any size; what no limit runs for comes last."""
    for days in (1, 0, 2):
        set_back(world, complaint(samples, "processing", "street"), clock_at=written(now(days=-days)))
    complaint(samples, "resolved_reported", "street")
    whole = world.role("street").pages("/v1/complaints", {"sort": "handle_by"}, limit=200)
    values = [row["handle_by"] or "9999" for row in whole]
    assert values == sorted(values) and values[-1] == "9999" and len(set(values)) > 3
    for size in (1, 3):
        assert [row["id"] for row in world.role("street").pages("/v1/complaints", {"sort": "handle_by"}, limit=size)] == [row["id"] for row in whole]


def test_a_firm_learns_limits_and_nothing_else(world, samples):
    """E05: neither when it went to others, nor how long others may return it."""
    identifier = complaint(samples, "received", place="one")
    world.role("district").post(f"/v1/complaints/{identifier}/dispatch", {"unit_kind": "firm", "receiver": "张"}, expect=200)
    value = got(world, identifier, "company")
    assert [entry["kind"] for entry in value["limits"]] == ["handle"] and limit(got(world, identifier), "return") is not None
