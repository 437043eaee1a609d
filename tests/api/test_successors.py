"""Rules of routing (K11) and limits: one ends the one before it, and what is withdrawn before it began is as if it had never been."""
import concurrent.futures
import itertools
import time

import pytest
from things.estates import today

DISTRICT = "district.officer@340302"
NUMBERS = itertools.count(9100)


class Line:
    """Those of one place, each ending the one before it."""

    def __init__(self, world, path, value, withdrawal):
        self.caller, self.other, self.path, self.value, self.withdrawal = world.caller(DISTRICT), world.caller(DISTRICT), path, value, withdrawal
        self.table = path.rsplit("/", 1)[1].replace("-", "_")

    def set(self, day):
        return self.caller.post(self.path, {**self.value, "basis": "区文件", "effective_from": today(day)}, expect=201).json

    def end(self, one, day):
        member = "valid_to" if "routing" in self.path else "effective_to"
        return self.caller.post(f"{self.path}/{one['id']}/end", {member: today(day)}, expect=200)

    def withdraw(self, one):
        made = self.other.post(f"{self.path}/{one['id']}/end", self.withdrawal, expect=200).json
        assert made["effective_to"] == made["effective_from"]

    def until(self, one):
        return next(row for row in self.caller.pages(self.path) if row["id"] == one["id"])["effective_to"]


@pytest.fixture(params=["routing", "limits"])
def line(request, world):
    number = next(NUMBERS)
    if request.param == "routing":
        return Line(world, "/v1/routing-rules", {"position": number, "category": "parking", "unit_kind": "street"}, {})
    return Line(world, "/v1/sla-policies", {"policy_set": f"own_{number}", "kind": "handle", "amount": 1, "unit": "calendar_days"}, {"effective_to": today(1)})


def test_what_somebody_had_ended_ends_on_that_day_whatever_was_planned_in_between(line):
    first = line.set(10)
    line.end(first, 40)
    second = line.set(20)
    third = line.set(15)
    assert (line.until(first), line.until(third), line.until(second)) == (today(15), today(20), None)
    line.withdraw(third)
    assert line.until(first) == today(20)
    line.withdraw(second)
    assert line.until(first) == today(40)
    line.withdraw(line.set(30))
    assert line.until(first) == today(40)


@pytest.mark.parametrize("planned", [None, 60])
def test_the_end_of_what_is_withdrawn_then_is_not_the_end_of_what_it_had_ended(planned, line):
    first, second = line.set(10), line.set(20)
    if planned:
        line.set(planned)
    line.end(second, 30)
    line.withdraw(second)
    assert line.until(first) == (today(planned) if planned else None)


@pytest.mark.parametrize("order", ["set first", "withdrawn first"])
def test_a_withdrawal_and_another_at_once_leave_no_day_without(order, line, world):
    """Both begin while the one that they change is held, so that neither has seen what the other leaves."""
    first, planned = line.set(10), line.set(30)
    line.withdraw(line.set(50))  # the connections stand
    calls = [lambda: line.set(20), lambda: line.withdraw(planned)]
    holder = world.cluster.connect()
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        with holder.cursor() as cursor:
            cursor.execute("begin")
            cursor.execute(f"select id from {line.table} where id = %s for update", (first["id"],))
            waiting = []
            for call in calls if order == "set first" else reversed(calls):
                waiting.append(pool.submit(call))
                time.sleep(0.5)
            assert not any(one.done() for one in waiting), "they did not wait"
            cursor.execute("commit")
        made = next(one for one in (one.result() for one in waiting) if one)
    holder.close()
    assert (line.until(first), line.until(made), line.until(planned)) == (today(20), None, today(30))
