"""The SQL against a second implementation (credit_reference.py): random rulebooks and random records, every day of two years with a leap day, both as each day is now known
to have been and as it was known when it ended."""
import collections
import datetime
import itertools
import json
import pathlib
import random
import uuid
from decimal import Decimal

import pytest
from credit_reference import counted, score

SQL = pathlib.Path(__file__).resolve().parents[2] / "sql/functions/credit_scores.sql"
SHANGHAI = datetime.timezone(datetime.timedelta(hours=8))
FIRST, DAYS, SUBJECTS = datetime.date(2023, 9, 1), 731, 5
LATER = datetime.datetime(2025, 10, 1, 8, tzinfo=SHANGHAI)
ASSESSORS = ("district", "street", "community", "owners", "third_party")
CYCLES = ("real_time", "rolling_12_months", "calendar_year", "quarter")
SEEDS = tuple(range(1, 9))


def day(number):
    return FIRST + datetime.timedelta(number)


def decimal(chance, low, high, places):
    return str(Decimal(chance.randint(low * 10 ** places, high * 10 ** places)).scaleb(-places))


def maybe(chance, likely, make):
    return make() if chance.random() < likely else None


def rulebook(chance, seed):
    groups = [{"code": f"g{n}", "rule": rule, "cap": maybe(chance, 0.5, lambda: decimal(chance, 2, 15, 2))} for n, rule in enumerate(("sum", "max_only", "max_per_fact"))]
    items = [{"code": f"{category}.{n}", "category": category, "item_cap": maybe(chance, 0.4, lambda: decimal(chance, 2, 12, 2)),
              "group": maybe(chance, 0.8, lambda: chance.choice(groups)["code"])} for category in ("basic", "good", "bad") for n in range(3)]
    cap = lambda likely, low, high: maybe(chance, likely, lambda: decimal(chance, low, high, 2))
    base = chance.randint(-20, 60)
    grades, bounds = [], sorted(base + chance.choice((-20, 0)) + number for number in chance.sample(range(-5, 25), 4))
    for low, high in zip([None, *bounds], [*bounds, None]):
        grades.append({"grade": f"{low}–{high}", "condition": chance.choice(("normal", "normal", "unrated")), "low": low and str(low), "high": high and str(high),
                       "low_inclusive": chance.random() < 0.5, "high_inclusive": chance.random() < 0.3, "requires_bad": chance.choice((None, None, True, False))})
    grades += [{"grade": "veto", "condition": "veto"}, {"grade": "missing", "condition": "missing"}, {"subject": "project", "grade": "of another kind", "condition": "normal"}]
    chance.shuffle(grades)
    return {"score": {"base": f"{base}.5", "basic_cap": cap(0.5, 5, 20), "good_cap": cap(0.5, 5, 20), "bad_cap": chance.choice((None, None, "0", "7.25")), "total_min": cap(0.3, base - 9, base),
                      "total_max": cap(0.3, base + 5, base + 20), "rounding": chance.choice((0, 1, 2, 2))},
            "cycle": CYCLES[seed % 4], "participation": chance.choice(("assumed", "declared")), "groups": groups, "items": items, "grades": grades, "effects": [],
            "assessor_weights": [{"assessor": name, "weight": decimal(chance, 0, 1, 3)} for name in ASSESSORS[:chance.randint(0, 2)]]}


def moment(chance, number):
    """Of a day: any second, or its first."""
    return datetime.datetime.combine(day(number), datetime.time(0), SHANGHAI) + chance.choice((datetime.timedelta(0), datetime.timedelta(seconds=chance.randrange(86400))))


def life(chance, line, begins):
    """The rows of one record: known at once or late; then amended, repaired, revoked, or left alone. [(line, last day or None, known from, known to)]"""
    known = moment(chance, begins + chance.choice((0, 0, 0, 1, 40, 200)))
    last = chance.choice((None, day(begins + chance.randint(0, 500)), day(begins + chance.choice((89, 365)))))
    changes = sorted(known + datetime.timedelta(days=chance.randint(1, 200), seconds=chance.randint(0, 90000)) for _ in range(chance.choice((0, 0, 1, 1, 2))))
    rows = []
    for until in [*changes, None]:
        if until and until <= known:
            continue
        rows.append((line, last, known, until))
        if until is None:
            break
        known, fate = until, chance.choice(("amended", "repaired", "revoked", "amended late"))
        if fate == "revoked":
            break
        if fate == "repaired":
            last = max(line["since"], min(filter(None, (last, until.astimezone(SHANGHAI).date()))))
        elif fate == "amended":
            line = {**line, "points": Decimal(decimal(chance, 0, 9, 2)), "veto": False}
        else:
            known = until + datetime.timedelta(days=chance.randint(1, 30))
            line = {**line, "points": Decimal(decimal(chance, 0, 9, 4))}
    return rows


def records(chance, book):
    """Subject → rows. Few days and few points, so that there are ties."""
    codes = [(item["code"], item["category"]) for item in book["items"]] + [("gone.1", "good"), ("gone.2", "bad")]
    days = [chance.randint(-400, DAYS - 20) for _ in range(6)] + [(datetime.date(2024, 2, 29) - FIRST).days, 0]
    found = {}
    for _ in range(SUBJECTS):
        rows = []
        for _ in range(chance.choice((0, 12, 20, 30))):
            code, category = chance.choice(codes)
            begins = chance.choice((*days, chance.randint(-400, DAYS)))
            line = {"record": uuid.UUID(int=chance.getrandbits(128)), "item": code, "category": category, "points": Decimal(chance.choice(("1", "2.5", "2.5", "2.5", decimal(chance, 0, 9, 4)))),
                    "assessor": chance.choice(ASSESSORS), "fact": f"fact {chance.randint(1, 2)}", "veto": category == "bad" and chance.random() < 0.1, "since": day(begins)}
            rows += life(chance, line, begins)
        found[uuid.UUID(int=chance.getrandbits(128))] = rows
    return found


def planted(cursor, subjects):
    """By hand and without records: keys to other tables are not looked at."""
    values = []
    for subject, rows in subjects.items():
        for line, last, known, until in rows:
            values.append(cursor.mogrify("('150202', %s, 'firm', %s, %s, %s, %s, %s, %s, %s, %s, daterange(%s, %s, '[]'), tstzrange(%s, %s))", (
                str(line["record"]), str(subject), str(subject), line["item"], line["category"], line["points"], line["assessor"], line["fact"], line["veto"], line["since"], last,
                known, until)).decode())
    if values:
        cursor.execute("insert into credit_counts (district_code, record_id, subject_kind, subject_id, firm_id, item_code, category, points, assessor, fact_key, veto, valid, known) values "
                       + ", ".join(values))


def at(rows, on, known_at):
    return tuple(line_at for line_at, (line, last, known, until) in enumerate(rows)
                 if line["since"] <= on and (last is None or on <= last) and known <= known_at and (until is None or known_at < until))


SCORES = """select d::date, s.* from generate_series(%(first)s::timestamp, %(first)s::timestamp + (%(days)s - 1) * interval '1 day', %(step)s * interval '1 day') d
cross join lateral credit_scores(%(book)s::jsonb, 'firm', d::date, credit_moment(%(view)s, null, d::date, %(later)s), %(subjects)s::uuid[]) s"""
LINES = """select d::date, l.subject_id, l.record_id, l.points, l.counted, l.cut_by from unnest(%(days)s::date[]) d
cross join lateral credit_lines(%(book)s::jsonb, 'firm', d::date, %(later)s, %(subjects)s::uuid[]) l"""


class Case:
    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.book = rulebook(self.chance, seed)
        self.subjects = records(self.chance, self.book)
        self.given = {"first": FIRST, "days": DAYS, "book": json.dumps(self.book), "later": LATER, "subjects": [str(subject) for subject in self.subjects]}

    def differences(self, cursor, views=("now", "then"), step=1):
        """Each answer of the SQL that is not the reference's, as it is found; counts all."""
        self.compared, self.seen = 0, collections.Counter()
        for view in views:
            cursor.execute(SCORES, {**self.given, "view": view, "step": step})
            kept = {}
            for on, subject, *found in cursor.fetchall():
                rows = self.subjects[uuid.UUID(subject)]
                known_at = LATER if view == "now" else datetime.datetime.combine(on, datetime.time.max, SHANGHAI)
                lines = at(rows, on, known_at)
                key = (subject, lines, None if self.book["cycle"] == "real_time" else on)
                if key not in kept:
                    kept[key] = score(self.book, [rows[place][0] for place in lines], on)
                self.compared += 1
                self.seen[kept[key][-1]] += 1
                if tuple(found) != kept[key]:
                    yield view, on, subject, tuple(found), kept[key]

    def line_differences(self, cursor):
        days = [day(number) for number in range(0, DAYS, 23)]
        cursor.execute(LINES, {**self.given, "days": days})
        found = {(on, subject, record): (points, left, cut) for on, subject, record, points, left, cut in cursor.fetchall()}
        wanted = {(on, str(subject), str(line["record"])): (weighted, left, cut)
                  for on in days for subject, rows in self.subjects.items()
                  for line, weighted, left, cut in counted(self.book, [rows[place][0] for place in at(rows, on, LATER)], on)}
        self.cuts = collections.Counter(cut for _, _, cut in wanted.values())
        return sorted((key, found.get(key), wanted.get(key)) for key in found.keys() | wanted.keys() if found.get(key) != wanted.get(key))


@pytest.fixture
def cursor(world):
    connection = world.cluster.connect()
    connection.autocommit = False
    with connection.cursor() as found:
        found.execute("set local timezone = 'Asia/Shanghai'; set local session_replication_role = replica; set local jit = off; select set_config('wuye.district', '150202', true)")
        yield found
    connection.rollback()
    connection.close()


@pytest.mark.parametrize("seed", SEEDS)
def test_scores_are_the_references_on_every_day_of_two_years(seed, cursor):
    """D04, D09: SUBJECTS × 731 days × both views, for each seed."""
    case = Case(seed)
    planted(cursor, case.subjects)
    assert next(case.differences(cursor), None) is None
    assert case.compared == SUBJECTS * DAYS * 2
    assert not case.line_differences(cursor)


def test_the_cases_say_much():
    cuts, grades, halves, negative = collections.Counter(), collections.Counter(), 0, 0
    for case in map(Case, SEEDS):
        for on, rows in itertools.product((day(number) for number in range(0, DAYS, 10)), case.subjects.values()):
            lines = [rows[place][0] for place in at(rows, on, LATER)]
            cuts.update(cut for *_, cut in counted(case.book, lines, on))
            found = score(case.book, lines, on)
            grades[found[-1]] += 1
            negative += found[3] < 0
            halves += found[3] != found[3].quantize(Decimal(1)) and case.book["score"]["rounding"] > 0
    assert cuts.keys() == {None, "max_only", "max_per_fact", "item_cap", "group_cap", "category_cap"} and min(cuts.values()) > 50, cuts
    assert {"veto", "missing", None} < grades.keys() and len(grades) > 12 and negative > 50 and halves > 100, (grades, negative, halves)


# A change of the SQL that a score depends on, one in each line: the text, what stands there instead.
FAULTS = {
    "a tie goes to the later": ("desc, w.since, w.record_id) as place", "desc, w.since desc, w.record_id) as place"),
    "the fact is forgotten": ("case when w.rule = 'max_per_fact' then w.fact_key end", "null"),
    "the item's cap is forgotten": ("when c.item_cap is null then", "when true then"),
    "the group's cap is forgotten": ("when a.group_cap is null then", "when true then"),
    "the category's cap is forgotten": ("when k.cap is null then", "when true then"),
    "a cap takes the later first": ("a.category order by a.since, a.record_id", "a.category order by a.since desc, a.record_id"),
    "weights are forgotten": ("c.points * coalesce(w.weight, 1) as weighted", "c.points as weighted"),
    "the last day does not count": ("c.valid @> day and c.known @> known_at and lower(c.valid) >= first_day\n          and (without is null or c.record_id <> all (without))\n        union all\n        select a.",
                                    "c.valid @> day + 1 and c.known @> known_at and lower(c.valid) >= first_day\n          and (without is null or c.record_id <> all (without))\n        union all\n        select a."),
    "what came late counts at once": ("c.valid @> day and c.known @> known_at and lower(c.valid) >= first_day\n          and (without is null or c.record_id <> all (without))\n        union all\n        select a.",
                                      "c.valid @> day and upper_inf(c.known) and lower(c.valid) >= first_day\n          and (without is null or c.record_id <> all (without))\n        union all\n        select a."),
    "the year that rolls is a day longer": ("(day - interval '12 months')::date + 1", "(day - interval '12 months')::date"),
    "a year is 365 days": ("(day - interval '12 months')::date + 1", "day - 364"),
    "a bound that is none binds": ("coalesce(total > (g.value ->> 'low')::numeric, true)", "total > (g.value ->> 'low')::numeric"),
    "a veto is forgotten": ("when 'veto' then veto", "when 'veto' then false"),
    "whoever has nothing takes part": ("not r.declares or coalesce(l.declared, false)", "true"),
    "bad information cut to nothing is none": ("bool_or(l.category = 'bad') as has_bad", "bool_or(l.category = 'bad' and l.counted > 0) as has_bad"),
    "halves go down": ("select round(greatest(", "select trunc(greatest("),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_the_sql_is_seen(fault, cursor):
    """The functions with one fault, in a transaction that ends in nothing."""
    right, wrong = FAULTS[fault]
    text = SQL.read_text(encoding="utf-8")
    assert text.count(right) == 1, "the fault has no place any more"
    cursor.execute(text.replace(right, wrong))
    for seed, view in itertools.product(SEEDS, ("then", "now")):
        cursor.execute("savepoint of_case")
        case = Case(seed)
        planted(cursor, case.subjects)
        if case.line_differences(cursor) or next(case.differences(cursor, (view,), step=7), None):
            return
        cursor.execute("rollback to of_case")
    pytest.fail("nobody saw it")
