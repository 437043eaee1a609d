"""Complaints counted: every figure is computed here a second time, from the planted rows alone, for each role and each grouping."""
import collections
import contextlib
import csv
import datetime
import io
import random
import uuid
from decimal import ROUND_HALF_UP, Decimal

import psycopg2.extras
import pytest
from harness.register import ACCOUNTS, ROOT
from test_complaint_life import PERSONS, step
from things.complaint_steps import NOTE
from things.estates import estate
from things.statistics import complaint, now
from things.users import signed_in

SHANGHAI = datetime.timezone(datetime.timedelta(hours=8))
FIRST, BEFORE = datetime.date(2025, 1, 1), datetime.date(2025, 7, 1)
PERIOD = {"received_from": FIRST.isoformat(), "received_before": BEFORE.isoformat()}
ROLES = ["district", "street", "community", "company", "platform"]
GROUPS = {"category": "category", "estate": "estate_id", "firm": "firm_id", "street": "street_code", "community": "community_code", "source": "source",
          "request_type": "request_type", "month": "month", "all": "all"}
STATES = ["received", "needs_info", "dispatched", "signed", "contacted", "processing", "extension_requested", "suspended", "resolved_reported", "callback",
          "rework", "returned", "designated", "rejected", "closed", "closed", "closed", "closed", "reopened", "merged", "merged"]
DISPATCHED = set(STATES) - {"received", "needs_info", "rejected"}
REPORTED = {"resolved_reported", "callback", "rework", "closed", "reopened"}


def grown(chance, world, estates, number):
    """A complaint in a state that it could have come to, sometimes an odd one."""
    place = chance.choice(estates)
    at = datetime.datetime(2025, 1, 1, tzinfo=SHANGHAI) + datetime.timedelta(seconds=chance.randrange(181 * 86400 - 1))
    if number % 37 == 0:  # the last second of a month, and the first of the next
        at = datetime.datetime(2025, chance.randrange(2, 7), 1, tzinfo=SHANGHAI) - datetime.timedelta(seconds=chance.choice([0, 1]))
    later = lambda moment, days: moment + datetime.timedelta(seconds=chance.randrange(1, days * 86400))
    state = chance.choice(STATES)
    row = {"id": str(uuid.UUID(int=(0x0194 << 112) + (7 << 76) + (2 << 62) + number)), "state": state, "received_at": at, "estate_id": place["id"], "street_code": place["street_code"], "community_code": place["community_code"],
           "firm_id": place["firm_id"], "source": chance.choice(["hotline12345", "hotline12345", "petition", "street"]), "request_type": chance.choice(["complaint", "help", "report"]),
           "category": chance.choice(["lift", "parking", "warranty", None]), "urgency": chance.choice(["ordinary", "urgent"]), "secret": chance.random() < .1,
           "confidential": chance.random() < .1, "validity": chance.choice(["valid", "valid", "undetermined", "invalid", "out_of_duty"]), "result": None, "satisfaction": None,
           "due_at": chance.choice([None, later(at, 20), later(at, 20), datetime.datetime(2099, 1, 1, tzinfo=SHANGHAI)]), "dispatched_at": None, "contacted_at": None,
           "reported_at": None, "closed_at": None, "master_id": None, "ticket_no": f"S{number:05d}", "leader_instruction": chance.random() < .2,
           "group_petition": chance.random() < .2, "opinion_event": chance.random() < .2}
    if number % 29 == 0:
        row.update(estate_id=None, firm_id=None, community_code=None)
    if state in DISPATCHED:
        row["dispatched_at"] = later(at, 3)
        if state not in ("dispatched", "returned", "designated") or chance.random() < .3:
            row["contacted_at"] = later(row["dispatched_at"], 9)
        if state in REPORTED and chance.random() < .9:
            row["reported_at"] = later(row["dispatched_at"], 30)
        if state in ("closed", "reopened") or chance.random() < .1:
            row["closed_at"] = later(row["reported_at"] or row["dispatched_at"], 20)
            row["result"] = chance.choice(["solved", "solved", "partly", "unsolved", "returned", None])
            row["satisfaction"] = chance.choice(["dissatisfied", "understanding", "satisfied", "very_satisfied", None])
        if state == "closed" and chance.random() < .1:  # dispatched anew after it was reported
            row["dispatched_at"] = later(row["closed_at"], 2)
    return row


@pytest.fixture(scope="module")
def planted(world, samples):
    """Complaints of half a year in every state, in two communities and under two firms."""
    chance = random.Random(20250101)
    estates = [dict(samples.estates[name]) for name in ("near", "far", "one", "two")] + [dict(samples.estates["near"], firm_id=None)]
    rows = [grown(chance, world, estates, number) for number in range(1, 701)]
    for row in rows:
        if row["state"] == "merged":
            row["master_id"] = next(other["id"] for other in rows if other["state"] == "closed")
    client = str(world.register.account("hotline@150202")["id"])
    columns = ["district_code", "client_id", "round", "created_at", "updated_at", *rows[0]]
    with contextlib.closing(world.cluster.connect()) as inside, inside.cursor() as cursor:
        psycopg2.extras.execute_values(cursor, f"insert into complaints ({', '.join(columns)}) values %s",
                                       [("150202", client, 1, row["received_at"], row["received_at"], *row.values()) for row in sorted(rows, key=lambda row: row["state"] == "merged")])
        inside.commit()
    return rows


def scope(world, role):
    me = world.register.account(ACCOUNTS[role][0])
    return {"street": me.get("street_code"), "community": me.get("community_code"), "firm": str(me["firm_id"]) if me.get("firm_id") else None}


def seen(world, role, rows):
    """What a role's own list shows (domain model, roles × operations)."""
    mine = scope(world, role)
    by = {"district": lambda row: True, "platform": lambda row: not row["confidential"],
          "street": lambda row: row["street_code"] == mine["street"] and not row["confidential"],
          "community": lambda row: row["community_code"] == mine["community"] and not row["confidential"],
          "company": lambda row: row["firm_id"] == mine["firm"] and not row["secret"] and not row["confidential"] and row["category"] is not None}[role]
    return [row for row in rows if by(row)]


def rounded(part, whole):
    return str((Decimal(part) / Decimal(whole)).quantize(Decimal("0.01"), ROUND_HALF_UP)) if whole else None


def rate(count, of):
    return {"count": count, "of": of, "percent": rounded(100 * count, of)}


with open(ROOT / "sql/reference/workdays.csv", encoding="utf-8", newline="") as file:
    WORKDAYS = {datetime.date.fromisoformat(row["date"]) for row in csv.DictReader(file) if row["is_workday"] == "1"}


def working_days(first, last):
    first, last = (moment.astimezone(SHANGHAI).date() for moment in (first, last))
    return sum(first + datetime.timedelta(n) in WORKDAYS for n in range(1, (last - first).days + 1))


def average(pairs):
    return {"of": len(pairs), "average": rounded(sum(working_days(*pair) for pair in pairs), len(pairs))}


def figures(rows, weights=(30, 35, 35), understanding=False, partly=False):
    """The formulas of practice §3.5, written once more."""
    single = [row for row in rows if row["state"] != "merged"]
    fair = [row for row in single if row["state"] != "rejected" and row["validity"] not in ("invalid", "out_of_duty")]
    sent = [row for row in fair if row["dispatched_at"]]
    reached = [row for row in fair if row["result"] in ("solved", "partly", "unsolved")]
    handled = {}
    for row in fair:
        if row["state"] in ("resolved_reported", "callback", "closed"):
            in_time = row["reported_at"] and (row["dispatched_at"] is None or row["reported_at"] >= row["dispatched_at"])
            handled[row["id"]] = row["reported_at"] if in_time else row["closed_at"]
    limited = [row for row in fair if row["due_at"] and (handled.get(row["id"]) or row["due_at"].year < 2099)]
    response = rate(sum(bool(row["contacted_at"]) and (row["due_at"] is None or row["contacted_at"] <= row["due_at"]) for row in sent), len(sent))
    solved = rate(sum(row["result"] == "solved" or partly and row["result"] == "partly" for row in reached), len(reached))
    satisfied = rate(sum(row["satisfaction"] in ("satisfied", "very_satisfied", *(["understanding"] if understanding else [])) for row in reached), len(reached))
    parts = [(weight, part) for weight, part in zip(weights, (response, solved, satisfied)) if weight]
    score = None
    if all(part["of"] for _, part in parts):
        whole = 1
        for _, part in parts:
            whole *= part["of"]
        score = rounded(sum(Decimal(weight) * part["count"] * (whole // part["of"]) for weight, part in parts), whole)
    return {"total_raw": len(rows), "total_merged": len(single), "valid": sum(row["validity"] == "valid" for row in single), "excluded": len(single) - len(fair),
            "open": sum(row["state"] not in ("closed", "rejected") for row in single), "response": response, "solved": solved, "satisfied": satisfied,
            "on_time": rate(sum(bool(handled.get(row["id"])) and handled[row["id"]] <= row["due_at"] for row in limited), len(limited)), "score": score,
            "report_days": average([(row["dispatched_at"], row["reported_at"]) for row in sent if row["reported_at"] and row["reported_at"] >= row["dispatched_at"]]),
            "close_days": average([(row["dispatched_at"], row["closed_at"]) for row in sent if row["state"] == "closed" and row["closed_at"] and row["closed_at"] >= row["dispatched_at"]])}


def key_of(row, group):
    if group == "all":
        return "all"
    if group == "month":
        return row["received_at"].astimezone(SHANGHAI).strftime("%Y-%m")
    return row[GROUPS[group]] or "none"


def households(world, role, group):
    """key → households: of the estates in the caller's area, by place or by the firms that had a contract on a day of the period."""
    mine = scope(world, role)
    rows = world.cluster.query("select id::text, street_code, community_code, households from estates where district_code = '150202'")
    served = collections.defaultdict(set)
    for line in world.cluster.query("select ce.estate_id::text as estate, c.firm_id::text as firm, c.service_start, c.end_date from contract_estates ce join contracts c on "
                                    "c.district_code = ce.district_code and c.id = ce.contract_id where ce.district_code = '150202' and ce.in_force"):
        if line["service_start"] < BEFORE and line["end_date"] >= FIRST:
            served[line["estate"]].add(line["firm"])
    found = collections.Counter()
    for row in rows:
        inside = {"street": row["street_code"] == mine["street"], "community": row["community_code"] == mine["community"], "company": mine["firm"] in served[row["id"]]}.get(role, True)
        firms = served[row["id"]] & {mine["firm"]} if role == "company" else served[row["id"]]
        for key in {"estate": [row["id"]], "street": [row["street_code"]], "community": [row["community_code"]], "firm": firms}.get(group, ["*"]) if inside else ():
            found[key] += row["households"] or 0
    return found


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("group", GROUPS)
def test_every_figure_is_what_the_planted_rows_give(group, role, world, planted):
    """E16: practice §3.5 for each role and grouping; groups add up to what the caller's own list shows; nothing that it may not see is in any figure."""
    mine = seen(world, role, planted)
    groups = collections.defaultdict(list)
    for row in mine:
        groups[key_of(row, group)].append(row)
    answered = world.role(role).pages("/v1/statistics/complaints", {**PERIOD, "group_by": group}, limit=3)
    assert {item["key"] for item in answered} == set(groups) and sum(item["total_raw"] for item in answered) == len(mine)
    living = households(world, role, group)
    for item in answered:
        wanted = figures(groups[item["key"]])
        assert {name: item[name] for name in wanted} == wanted, item["key"]
        lives = living.get(item["key"]) if group in ("estate", "street", "community", "firm") else living.get("*")
        assert item["households"] == (lives or None) and item["per_1000_households"] == rounded(1000 * item["total_raw"], lives or 0), item["key"]
    assert [item["position"] for item in answered] == list(range(1, len(answered) + 1))
    assert [item["key"] for item in answered] == sorted(groups, key=lambda key: (-len(groups[key]), key))
    assert [item["rank"] for item in answered] == [1 + sum(len(other) > item["total_raw"] for other in groups.values()) for item in answered]


@pytest.mark.parametrize("role", ROLES)
def test_what_is_counted_is_what_the_list_shows(role, world, planted):
    """A figure tells nobody of a complaint that its own list does not show: no firm, by any filter."""
    listed = world.role(role).pages("/v1/complaints", {"received_from": "2025-01-01T00:00:00+08:00", "received_before": "2025-07-01T00:00:00+08:00"}, limit=200)
    assert {item["id"] for item in listed} == {row["id"] for row in seen(world, role, planted)}
    for query in ({}, {"category": "lift,parking"}, {"source": "petition"}, {"urgency": "urgent", "request_type": "help"}):
        total = world.role(role).pages("/v1/statistics/complaints", {**PERIOD, "group_by": "all", **query})
        kept = [item for item in listed if all(item[name] in value.split(",") for name, value in query.items())]
        assert [item["total_raw"] for item in total] == ([len(kept)] if kept else [])


def test_filters_leave_their_complaints_and_their_households(world, planted, samples):
    district = world.role("district")
    for name, column in (("estate_id", "estate_id"), ("firm_id", "firm_id"), ("street_code", "street_code"), ("community_code", "community_code")):
        value = str(samples.estates["one"]["id" if name == "estate_id" else column])
        item = district.get("/v1/statistics/complaints", {**PERIOD, "group_by": "all", name: value}).json["items"][0]
        wanted = figures([row for row in planted if row[column] == value])
        assert {member: item[member] for member in wanted} == wanted, name
        group = {"estate_id": "estate", "firm_id": "firm", "street_code": "street", "community_code": "community"}[name]
        assert item["households"] == households(world, "district", group)[value], name


@pytest.mark.parametrize("order", ["total_merged", "per_1000_households", "score", "key"])
def test_the_heat_of_estates_in_other_orders(order, world, planted):
    items = world.role("district").pages("/v1/statistics/complaints", {**PERIOD, "group_by": "estate", "order_by": order}, limit=2)
    if order == "key":
        assert [item["key"] for item in items] == sorted(item["key"] for item in items)
        return
    value = lambda item: -1 if item[order] is None else Decimal(item[order])
    assert [item["key"] for item in items] == [item["key"] for item in sorted(items, key=lambda item: (-value(item), item["key"]))]


def test_what_a_district_sets_decides_what_counts(world, planted):
    """Whether 理解 and 部分解决 count, and how rates weigh, are rows; those in force on the period's last day hold, and of another district none."""
    rules = [("150202", "understanding_counts", 1, "2025-06-01"), ("150202", "partly_counts", 1, "2025-06-30"), ("340302", "partly_counts", 0, "2025-01-01")]
    with contextlib.closing(world.cluster.connect()) as inside, inside.cursor() as cursor:
        cursor.executemany("insert into district_rules (district_code, domain, name, value, basis, effective_from, effective_to) values (%s, 'complaint', %s, %s, '测试', %s, '2025-08-01')", rules)
        cursor.execute("insert into complaint_weights (district_code, name, response, solved, satisfied, basis, effective_from, effective_to) values "
                       "('150202', '本区', 20, 40.5, 39.5, '测试', '2025-01-01', '2025-07-01'), ('150202', '本区后来', 100, 0, 0, '测试', '2025-07-01', '2025-08-01')")
        inside.commit()
    try:
        ask = lambda **query: world.role("district").get("/v1/statistics/complaints", {"received_from": "2025-01-01", "group_by": "all", **query}).json["items"][0]
        for before, rest in (("2025-07-01", {"weights": (20, Decimal("40.5"), Decimal("39.5")), "understanding": True, "partly": True}),
                             ("2025-06-30", {"weights": (20, Decimal("40.5"), Decimal("39.5")), "understanding": True}), ("2025-05-01", {"weights": (20, Decimal("40.5"), Decimal("39.5"))}),
                             ("2025-07-15", {"weights": (100, 0, 0), "understanding": True, "partly": True})):
            last = datetime.datetime.fromisoformat(before).replace(tzinfo=SHANGHAI)
            wanted = figures([row for row in planted if row["received_at"] < last], **rest)
            item = ask(received_before=before)
            assert {name: item[name] for name in wanted} == wanted, before
    finally:
        world.cluster.query("delete from district_rules where basis = '测试' returning id")
        world.cluster.query("delete from complaint_weights where basis = '测试' returning id")


def test_nothing_to_divide_by_is_null_and_no_zero(world, samples):
    found = estate(samples, households=None)
    complaint(samples, estate_code=found["code"])
    item = world.role("district").get("/v1/statistics/complaints", {"estate_id": found["id"]}).json["items"][0]
    assert item["total_raw"] == item["total_merged"] == item["open"] == 1 and item["name"] == found["name"]
    for name in ("response", "solved", "satisfied", "on_time"):
        assert item[name] == {"count": 0, "of": 0, "percent": None}
    assert item["score"] is item["households"] is item["per_1000_households"] is item["report_days"]["average"] is item["close_days"]["average"] is None
    assert world.role("district").pages("/v1/statistics/complaints", {"received_from": "1990-01-01", "received_before": "1990-02-01"}) == []


def test_steps_are_counted_as_they_are_taken(world, samples):
    """From received to closed by the steps of those it is for, one rejected and one merged: raw beside merged (E16)."""
    district, hotline = world.role("district"), world.role("hotline")
    street, other = world.role("street"), world.anyone.bearing(signed_in(world, "district"))
    found = estate(samples, households=400)
    ids = [complaint(samples, estate_code=found["code"], phone=f"1543333000{n}") for n in range(4)]
    ask = lambda: district.get("/v1/statistics/complaints", {"estate_id": found["id"], "group_by": "estate"}).json["items"][0]
    assert ask()["response"] == {"count": 0, "of": 0, "percent": None}
    for identifier in ids[:2]:
        step(district, identifier, "dispatch", {"unit_kind": "street", **PERSONS})
    step(street, ids[0], "sign")
    assert ask()["response"] == {"count": 0, "of": 2, "percent": "0.00"}
    step(street, ids[0], "contact")
    step(street, ids[0], "report", {"result": "solved", **NOTE})
    step(district, ids[0], "verify")
    assert ask()["solved"]["of"] == 0, "nobody was called back yet"
    step(hotline, ids[0], "close", {"result": "solved", "satisfaction": "understanding", "validity": "valid", **NOTE})
    step(district, ids[2], "reject", {"reason": "不属于受理范围"})
    step(other, ids[3], "merge", {"master_id": ids[1], "reason": "同一事项"})
    item = ask()
    assert (item["total_raw"], item["total_merged"], item["valid"], item["excluded"], item["open"]) == (4, 3, 1, 1, 1)
    assert item["response"] == {"count": 1, "of": 2, "percent": "50.00"} and item["solved"]["percent"] == "100.00" and item["satisfied"]["percent"] == "0.00"
    assert item["score"] == "50.00" and item["report_days"] == item["close_days"] == {"of": 1, "average": "0.00"}
    assert item["per_1000_households"] == "10.00"


def test_quarters_rank_estates_by_source_with_ties(world, planted):
    """E08, E09: petitions and 12345 apart, counted by the day in Shanghai, ties share a rank, the same order each time, raw beside merged, by firm."""
    codes = {row["id"]: row["code"] for row in world.cluster.query("select id::text, code from estates")}
    for role in ("district", "street", "community", "platform"):
        for quarter, months in (("2025-Q1", (1, 2, 3)), ("2025-Q2", (4, 5, 6))):
            rows = [row for row in seen(world, role, planted) if row["estate_id"] and row["received_at"].astimezone(SHANGHAI).month in months]
            counts = collections.Counter((row["source"], row["estate_id"]) for row in rows)
            items = world.role(role).pages("/v1/statistics/quarterly-complaints", {"quarter": quarter}, limit=2)
            assert {(item["source"], item["estate"]["id"]): item["total_raw"] for item in items} == counts
            assert [(item["source"], item["estate"]["id"]) for item in items] == sorted(counts, key=lambda pair: (pair[0], -counts[pair], codes[pair[1]]))
            for item in items:
                those = [row for row in rows if (row["source"], row["estate_id"]) == (item["source"], item["estate"]["id"])]
                assert item["rank"] == 1 + sum(count > item["total_raw"] for (source, _), count in counts.items() if source == item["source"])
                assert item["total_merged"] == sum(row["state"] != "merged" for row in those) and item["quarter"] == quarter
                for flag in ("leader_instruction", "group_petition", "opinion_event"):
                    assert item[flag] == sum(row[flag] for row in those), flag
                assert {firm["id"]: firm["total_raw"] for firm in item["firms"]} == collections.Counter(row["firm_id"] for row in those)
    ask = lambda **query: world.role("district").pages("/v1/statistics/quarterly-complaints", {"quarter": "2025-Q1", "source": "petition", **query})
    assert all(item["rank"] <= 2 and item["source"] == "petition" for item in ask(rank_max=2)) and ask(rank_max=2) == [item for item in ask() if item["rank"] <= 2]
    merged = ask(count_by="total_merged")
    assert [item["total_merged"] for item in merged] == sorted((item["total_merged"] for item in ask()), reverse=True)


def test_equal_estates_share_the_third_place(world, samples):
    """E08: a top three with a tie at its end has four, in the order of their codes; the quarter ends at midnight in Shanghai."""
    places = [estate(samples) for _ in range(5)]
    client = world.role("hotline")
    when = {"at": "2024-09-30T23:59:59+08:00", "after": "2024-10-01T00:00:00+08:00"}
    for place, number in zip(places, (4, 3, 2, 2, 1)):
        for _ in range(number):
            client.post("/v1/hotline/tickets", world.ticket(estate_code=place["code"], source="petition", received_at=when["at"]), expect=201)
    client.post("/v1/hotline/tickets", world.ticket(estate_code=places[4]["code"], source="petition", received_at=when["after"]), expect=201)
    top = world.role("district").pages("/v1/statistics/quarterly-complaints", {"quarter": "2024-Q3", "source": "petition", "rank_max": 3})
    assert [(item["rank"], item["total_raw"]) for item in top] == [(1, 4), (2, 3), (3, 2), (3, 2)]
    assert [item["estate"]["code"] for item in top] == [place["code"] for place in places[:2]] + sorted(place["code"] for place in places[2:4])
    assert [item["total_raw"] for item in world.role("district").pages("/v1/statistics/quarterly-complaints", {"quarter": "2024-Q4"})] == [1]


def test_statistics_go_out_as_a_sheet(world, planted):
    answer = world.role("district").get("/v1/statistics/complaints", {**PERIOD, "group_by": "month", "order_by": "key"}, headers={"Accept": "text/csv"})
    lines = list(csv.DictReader(io.StringIO(answer.body.decode("utf-8-sig"), newline="")))
    assert [line["key"] for line in lines] == [f"2025-0{month}" for month in range(1, 7)]
    assert sum(int(line["total_raw"]) for line in lines) == len(planted) and all("." in line["response.percent"] for line in lines)


def test_weights_come_into_effect_and_stay_for_the_days_before(world):
    """Effective-dated: from today or later, out of a hundred, no two for a day."""
    district, today = world.role("district", 2), now()[:10]
    value = {"name": "本区权重", "response": "40", "solved": "30", "satisfied": "30", "basis": "区政府文件", "effective_from": today}
    assert district.post("/v1/complaint-weights", {**value, "solved": "31"}, expect=422).code == "weights_not_hundred"
    assert district.post("/v1/complaint-weights", {**value, "effective_from": "2020-01-01"}, expect=422).code == "takes_effect_in_the_past"
    made = district.post("/v1/complaint-weights", value, expect=201).json
    assert made["response"] == "40.00" and made["effective_to"] is None and made["common"] is False
    assert district.post("/v1/complaint-weights", {**value, "basis": "另一文件"}, expect=409).code == "rule_changed_meanwhile"
    held = district.pages("/v1/complaint-weights", {"as_of": today})
    assert {(row["common"], row["response"]) for row in held} == {(True, "30.00"), (False, "40.00")}
    assert [row["name"] for row in district.pages("/v1/complaint-weights", {"as_of": "2024-01-01"})] == ["准格尔旗"]
    assert all(row["common"] for row in world.role("district").pages("/v1/complaint-weights", {"as_of": today}))


def test_rules_are_within_reason(world):
    district, value = world.role("district", 2), {"name": "understanding_counts", "value": "2", "basis": "区政府文件", "effective_from": now()[:10]}
    assert district.post("/v1/rules", value, expect=422).code == "rule_not_allowed"
    assert district.post("/v1/rules", {**value, "value": "1", "effective_from": "2020-01-01"}, expect=422).code == "takes_effect_in_the_past"
    assert district.post("/v1/rules", {**value, "value": "1"}, expect=201).json["value"] == "1"
    assert district.post("/v1/rules", {**value, "value": "0"}, expect=409).code == "rule_changed_meanwhile"
