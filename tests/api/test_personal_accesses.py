"""Who looked at whom: listed, counted, limited (E05, practice §6)."""
import concurrent.futures
import contextlib
import datetime
import threading

import pytest
from things.complaint_steps import complaint
from things.users import signed_in

REASON = {"reason": "核实处理结果"}
TODAY = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=8)).date()


@contextlib.contextmanager
def rule(world, name, value):
    """A number of the district's own for now; rules are written for days, so it is taken back as superuser."""
    world.role("district").post("/v1/rules", {"name": name, "value": str(value), "basis": "试验", "effective_from": str(TODAY)}, expect=201)
    try:
        yield
    finally:
        world.cluster.query("delete from district_rules where district_code = '150202' and name = %s returning id", (name,))


def look(caller, identifier, expect=200):
    return caller.post(f"/v1/complaints/{identifier}/reveal", dict(REASON), expect=expect)


@pytest.fixture
def identifier(samples):
    return complaint(samples, "received")


def test_every_look_is_listed_with_who_role_when_and_why(world, samples, identifier):
    """E05: the log that the Baoshan case lacked."""
    for role in ("district", "street", "community"):
        look(world.role(role), identifier)
    items = world.role("district").pages("/v1/personal-accesses", {"complaint_id": identifier})
    assert [item["role"] for item in items] == ["community", "street", "district"]
    assert all(item["reason"] == REASON["reason"] and item["complaint_id"] == identifier and item["request_id"] and item["remote"] for item in items)
    assert [item["user_name"] for item in items] == ["community.huanxi", "street.heping", "district.officer"]
    district = world.role("district")
    street = items[1]
    assert district.pages("/v1/personal-accesses", {"complaint_id": identifier, "role": "street"}) == [street]
    assert district.pages("/v1/personal-accesses", {"complaint_id": identifier, "user_id": street["user_id"]}) == [street]
    assert district.pages("/v1/personal-accesses", {"complaint_id": identifier, "at_before": street["at"], "sort": "at"}) == [items[2]]
    assert district.pages("/v1/personal-accesses", {"complaint_id": identifier, "at_from": street["at"], "sort": "at"}) == [street, items[0]]
    assert world.role("district", 2).pages("/v1/personal-accesses", {"complaint_id": identifier}) == []


def counts(world, **query):
    return world.role("district").pages("/v1/personal-accesses/counts", query)


def test_looks_are_counted_by_person_and_period_and_unusual_numbers_are_marked(world, samples, identifier):
    """E05: numbers by person; the threshold is a row of a day."""
    caller, other = signed_in_as(world, "street"), complaint(samples, "received")
    for target in (identifier, identifier, other):
        look(caller, target)
    who = world.role("district").pages("/v1/personal-accesses", {"complaint_id": other})[0]["user_id"]
    mine = counts(world, user_id=who)
    assert [(row["accesses"], row["complaints"], row["unusual"], row["starts_on"], row["role"]) for row in mine] == [(3, 2, False, str(TODAY), "street")]
    with rule(world, "unusual_per_day", 2):
        row = counts(world, user_id=who, unusual="true")[0]
        assert (row["accesses"], row["threshold"], row["unusual"]) == (3, 2, True) and counts(world, user_id=who, unusual="false") == []
        assert counts(world, user_id=who, period="month")[0]["unusual"] is False
    with rule(world, "unusual_per_month", 2):
        month = counts(world, user_id=who, period="month")[0]
        # The month is judged by what held on its first day.
        assert month["starts_on"] == str(TODAY.replace(day=1)) and month["unusual"] is (TODAY.day == 1)
    assert counts(world, user_id=who, date_before=str(TODAY)) == [] and len(counts(world, user_id=who, date_from=str(TODAY))) == 1


def test_a_look_counts_on_the_day_it_has_in_shanghai(world, samples, identifier):
    who = "01900000-0000-7000-8000-00000000c0de"
    for at in ("2026-03-01T23:59:59+08:00", "2026-03-02T00:00:00+08:00", "2026-03-02T23:59:59+08:00", "2026-04-01T00:00:00+08:00"):
        world.cluster.query("insert into personal_access_log (district_code, at, user_id, user_name, role, complaint_id, reason) "
                            "values ('150202', %s, %s, 'x', 'street', %s, '核实') returning id", (at, who, identifier))
    assert [(row["starts_on"], row["accesses"]) for row in counts(world, user_id=who)] == [("2026-04-01", 1), ("2026-03-02", 2), ("2026-03-01", 1)]
    assert [(row["starts_on"], row["accesses"]) for row in counts(world, user_id=who, period="month")] == [("2026-04-01", 1), ("2026-03-01", 3)]
    assert [row["starts_on"] for row in counts(world, user_id=who, limit=1)] == ["2026-04-01", "2026-03-02", "2026-03-01"], "page by page"


def signed_in_as(world, role):
    from harness.client import Client
    return Client(world.judge, world.service.port, signed_in(world, role))


def test_one_person_looks_no_more_often_than_the_days_rule_allows(world, samples, identifier):
    """E05: the limit is a row of a day; who is over it is told which rule it was, sees nothing and leaves no row."""
    caller, other = signed_in_as(world, "street"), signed_in_as(world, "street")
    with rule(world, "reveals_per_day", 2):
        look(caller, identifier)
        look(caller, identifier)
        answer = look(caller, identifier, expect=429)
        assert answer.code == "reveals_spent" and "reveals_per_day" in answer.json["detail"] and "2" in answer.json["detail"]
        assert 0 < int(answer.header("Retry-After")) <= 86400 and "phone" not in answer.json
        look(other, identifier)
        look(caller, samples.complaints["far"], expect=404)
    kept = world.role("district").pages("/v1/personal-accesses", {"complaint_id": identifier})
    assert len(kept) == 3
    audited = world.cluster.query("select count(*) as n from audit_log where operation = 'revealComplaint' and target = %s", (identifier,))
    assert audited[0]["n"] == 3
    look(caller, identifier)


def test_two_at_once_do_not_both_take_the_last_look_of_the_day(world, samples, identifier):
    caller = signed_in_as(world, "community")
    gate = threading.Barrier(8)

    def one(_):
        gate.wait()
        return look(caller, identifier, expect=(200, 429)).status

    with rule(world, "reveals_per_day", 3), concurrent.futures.ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(one, range(8))) == [200] * 3 + [429] * 5
    assert len(world.role("district").pages("/v1/personal-accesses", {"complaint_id": identifier})) == 3


def test_a_limit_of_yesterday_looks_is_not_todays(world, samples, identifier):
    caller = signed_in_as(world, "street")
    look(caller, identifier)
    world.cluster.query("update personal_access_log set at = at - interval '1 day' where complaint_id = %s returning id", (identifier,))
    with rule(world, "reveals_per_day", 1):
        look(caller, identifier)
        look(caller, identifier, expect=429)


@pytest.mark.parametrize("name, value", [("contact_years", 0), ("contact_years", 31), ("keeps_caller_hash", 2)])
def test_a_number_that_no_rule_could_mean_is_refused(name, value, world):
    answer = world.role("district").post("/v1/rules", {"name": name, "value": str(value), "basis": "试验", "effective_from": str(TODAY)}, expect=422)
    assert answer.code == "rule_not_allowed"


def test_a_rule_holds_from_its_day_and_takes_nothing_back(world):
    district = world.role("district")
    district.post("/v1/rules", {"name": "contact_years", "value": "5", "basis": "试验", "effective_from": str(TODAY - datetime.timedelta(days=1))}, expect=422)
    day = TODAY + datetime.timedelta(days=400)
    made = district.post("/v1/rules", {"name": "contact_years", "value": "5", "basis": "试验", "effective_from": str(day)}, expect=201).json
    assert made["common"] is False
    for as_of, values in ((day, {3, 5}), (day - datetime.timedelta(days=1), {3})):
        assert {int(row["value"]) for row in district.pages("/v1/rules", {"name": "contact_years", "as_of": str(as_of)})} == values
    assert district.post("/v1/rules", {"name": "contact_years", "value": "6", "basis": "试验", "effective_from": str(day)}, expect=409).code == "rule_changed_meanwhile"
    assert {int(row["value"]) for row in world.role("district", 2).pages("/v1/rules", {"name": "contact_years"})} == {3}
    assert all(row["basis"] for row in district.pages("/v1/rules", {"domain": "privacy"}))


def test_a_repeat_is_another_look(world, identifier):
    """A key changes nothing: what was shown is kept nowhere, so each answer is a look of its own."""
    caller = world.role("street")
    for _ in range(2):
        caller.post(f"/v1/complaints/{identifier}/reveal", dict(REASON), headers={"Idempotency-Key": f"look-{identifier}"}, expect=200)
    assert len(world.role("district").pages("/v1/personal-accesses", {"complaint_id": identifier})) == 2
    assert world.cluster.query("select count(*) as n from idempotency_keys where key = %s", (f"look-{identifier}",))[0]["n"] == 0
