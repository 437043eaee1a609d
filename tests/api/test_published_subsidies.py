"""What was paid for old estates, as everybody reads it: no group of fewer than three estates, and none that can be worked out from all that is told (G06, G12; model §7.3: subsidy, A)."""
import collections
import datetime
import itertools
import random

import pytest
from harness.register import DISTRICT
from things.published_registers import CLASSES, moment, numbers, run_with
from things.subsidy_runs import person, today

WHERE = "/v1/published-subsidies"
QUARTERS = (f"{year}-Q{quarter}" for year in itertools.count(1950) for quarter in (1, 2, 3, 4))
LEAST = 3


@pytest.fixture
def streets(world):
    return [row["code"] for row in world.cluster.query("select code from divisions where code like '150202%' and length(code) = 9 order by code limit 4")]


@pytest.fixture
def estates(world):
    return numbers(world)


def told(world, quarter, who="public", **query):
    return world.role(who).pages(WHERE, {"quarter": quarter, **query}, limit=200)


def groups(rows):
    """What is told, by group; the rest under None."""
    return {None if row["rest"] else (row["street_code"], row["class"]): row["estates"] for row in rows}


def plant(world, estates, table, quarter=None, firm=None, paid=None):
    """Estates by group, paid for in a quarter of their own."""
    quarter = quarter or next(QUARTERS)
    free = iter(estates)
    lines = [(next(free), street, kind, 100 + at, f"{street}001", firm) for (street, kind), count in sorted(table.items()) for at in range(count)]
    run_with(world, DISTRICT, lines, paid or (moment(quarter), None))
    return quarter


# ---- what is told ----

def test_g12_groups_of_three_are_told_with_their_sum(world, estates, streets):
    quarter = plant(world, estates, {(streets[0], "class_1"): 3, (streets[1], "class_2"): 4})
    rows = told(world, quarter)
    assert [(row["street_code"], row["class"], row["estates"], row["amount"], row["rest"]) for row in rows] == [
        (streets[0], "class_1", 3, "303.00", False), (streets[1], "class_2", 4, "406.00", False)]
    assert {row["quarter"] for row in rows} == {quarter} and all(row["street_name"] and row["class_zh"] and row["class_en"] for row in rows)
    assert told(world, quarter, street_code=streets[1]) == [{**rows[1], "position": rows[1]["position"]}]


def test_a_group_of_two_is_not_told_and_neither_is_that_it_is_there(world, estates, streets):
    alone = plant(world, estates, {(streets[0], "class_1"): 2, (streets[1], "class_1"): 3})
    without = plant(world, estates, {(streets[1], "class_1"): 3})
    rows, other = told(world, alone), told(world, without)
    assert [{**row, "quarter": None, "amount": None} for row in rows] == [{**row, "quarter": None, "amount": None} for row in other]
    assert told(world, plant(world, estates, {(streets[0], "class_1"): 1})) == []


def test_the_rest_is_told_where_it_leaves_every_small_group_open(world, estates, streets):
    a, b, c = [(streets[0], kind) for kind in CLASSES]
    for table, rest in (({a: 1, b: 2}, 3), ({a: 1, b: 1}, None), ({a: 2, b: 2}, None), ({a: 1, b: 1, c: 1}, None), ({a: 1, b: 1, c: 2}, 4), ({a: 2, b: 2, c: 1}, 5), ({a: 2, b: 2, c: 2}, None)):
        rows = told(world, plant(world, estates, table))
        assert groups(rows) == ({None: rest} if rest else {}), table
        assert all(row["street_code"] is None and row["class"] is None for row in rows)


def test_from_how_many_on_is_a_rule_and_never_less_than_three(world, estates, streets):
    """Shipped as a guess (推定); what a district sets holds from its day on."""
    shipped = [row for row in world.role("district").pages("/v1/rules", {"domain": "privacy"}) if row["name"] == "subsidy_public_least"]
    assert [(float(row["value"]), row["unit"]) for row in shipped] == [(3, "places")] and "推定" in shipped[0]["basis"]
    assert 400 <= world.role("district").post("/v1/rules", {"name": "subsidy_public_least", "value": "2", "unit": "places", "basis": "试", "effective_from": today()}).status < 500
    quarter = plant(world, estates, {(streets[0], "class_1"): 4, (streets[1], "class_1"): 5})
    set_ = world.cluster.query("insert into district_rules (district_code, domain, name, value, unit, basis, effective_from, effective_to) "
                               "values (%s, 'privacy', 'subsidy_public_least', 5, 'places', '试验', '1900-01-01', '2000-01-01') returning id::text", (DISTRICT,))
    assert set(groups(told(world, quarter))) == {(streets[1], "class_1")}
    world.cluster.query("delete from district_rules where id = %s returning 1", (set_[0]["id"],))


def test_what_streets_then_paid_to_firms_is_not_told_beside_it(world, estates, streets):
    """Three of the five estates were paid for further on: who could take these from those would have the other two."""
    firm = world.cluster.query("select id::text from firms where district_code = %s limit 1", (DISTRICT,))[0]["id"]
    first, second = next(QUARTERS), next(QUARTERS)
    lines = [(estate, streets[0], "class_1", 100, f"{streets[0]}001", firm if at < 3 else None) for at, estate in enumerate(estates[:5])]
    run_with(world, DISTRICT, lines, (moment(first), moment(second)))
    assert groups(told(world, first)) == {(streets[0], "class_1"): 5} and told(world, second) == []
    assert firm not in str(told(world, first)), "which firm is not told"


def test_an_estate_counts_once_in_a_quarter_and_what_is_given_back_is_taken_off(world, estates, streets):
    quarter = next(QUARTERS)
    group = (streets[0], "class_1")
    for _ in range(3):
        plant(world, estates[:3], {group: 3}, quarter)
    lines = [(estates[0], streets[0], None, -60, f"{streets[0]}001", None)]
    run_with(world, DISTRICT, lines, (moment(quarter, 60), None))
    rows = told(world, quarter)
    assert groups(rows) == {group: 3} and [row["amount"] for row in rows] == ["849.00"]


def test_an_estate_whose_class_changed_stands_where_its_last_line_puts_it(world, estates, streets):
    quarter = next(QUARTERS)
    plant(world, estates[:4], {(streets[0], "class_1"): 4}, quarter)
    run_with(world, DISTRICT, [(estates[0], streets[0], "class_2", 50, f"{streets[0]}001", None)], (moment(quarter, 60), None))
    assert groups(told(world, quarter)) == {(streets[0], "class_1"): 3}


def test_a_quarter_is_told_when_it_is_over_and_not_before(world, estates, streets):
    """It is told from its second day after; what is still paid could be worked out from two readings."""
    day = datetime.date.fromisoformat(today())
    now = f"{day.year}-Q{(day.month - 1) // 3 + 1}"
    plant(world, estates, {(streets[0], "class_1"): 3}, now, paid=(f"{day}T00:00:00+08:00", None))
    assert told(world, now) == [] and all(row["quarter"] < now for row in world.anyone.pages(WHERE, {"year": str(day.year)}))
    assert told(world, "2090-Q1") == []


def test_a_year_is_its_quarters_and_nothing_more(world, estates, streets):
    quarters = [f"1931-Q{nth}" for nth in (1, 2, 3)]
    for quarter, count in zip(quarters, (3, 2, 4)):
        plant(world, estates, {(streets[0], "class_1"): count}, quarter)
    rows = world.anyone.pages(WHERE, {"year": "1931"})
    assert [(row["quarter"], row["estates"]) for row in rows] == [("1931-Q3", 4), ("1931-Q1", 3)]
    assert [row["position"] for row in world.anyone.pages(WHERE, {"year": "1931"}, limit=1)] == [1, 2]
    assert world.anyone.get(WHERE, {"year": "1931", "count": "true"}).json["total"] == 2


def test_another_district_is_read_without_a_token_only(world, estates, streets):
    quarter = plant(world, estates, {(streets[0], "class_1"): 3})
    assert told(world, quarter) == told(world, quarter, "street") == told(world, quarter, district_code=DISTRICT)
    assert told(world, quarter, district_code="340302") == []
    abroad = world.role("district", 2)
    assert abroad.pages(WHERE, {"quarter": quarter}) == []
    assert person(world, "district")


# ---- nobody works out a group of one or two ----

def model(table):
    """What is told of a table: the rule once more, of its own."""
    small = [count for count in table.values() if 0 < count < LEAST]
    shown = {group: count for group, count in table.items() if count >= LEAST}
    if len(small) >= 2 and sum(small) >= LEAST and len(small) < sum(small) < (LEAST - 1) * len(small):
        shown[None] = sum(small)
    return shown


def worked_out(table, published, nonempty, rule=model):
    """Groups that a reader can work out who knows the rule, and which groups are empty: those with the same count in every table that would have been told like this."""
    hidden = sorted(group for group in table if group not in published and (table[group] or not nonempty))
    possible = collections.defaultdict(set)
    for counts in itertools.product(range(1 if nonempty else 0, LEAST), repeat=len(hidden)):
        guess = {**{group: count for group, count in published.items() if group}, **dict(zip(hidden, counts))}
        if rule(guess) == published:
            for group, count in zip(hidden, counts):
                possible[group].add(count)
    return [group for group in hidden if len(possible[group]) == 1 and possible[group] != {0}]


def random_table(seed, streets):
    draw = random.Random(seed)
    weights = draw.choice([(5, 2, 2, 1, 1), (1, 4, 4, 1, 1), (1, 1, 4, 2, 2), (1, 5, 1, 0, 0), (1, 0, 5, 1, 0)])
    cells = list(itertools.product(streets[:draw.choice([1, 2, 3])], CLASSES[:draw.choice([1, 2, 3])]))
    return {cell: draw.choices((0, 1, 2, 3, 5), weights)[0] for cell in cells}


@pytest.mark.parametrize("seed", range(24))
def test_no_group_of_one_or_two_can_be_worked_out_from_all_that_is_told(seed, world, estates, streets):
    """The reader asks in every way there is: by quarter, by year, by street, as a file, and with the count; and knows the rule."""
    table = random_table(seed, streets)
    quarter = plant(world, estates, table)
    rows = told(world, quarter)
    published = groups(rows)
    assert published == model(table), table
    ways = [told(world, quarter, street_code=street) for street in streets]
    ways.append([row for row in world.anyone.pages(WHERE, {"year": quarter[:4]}, limit=200) if row["quarter"] == quarter])
    known = {(row["street_code"], row["class"], row["rest"], row["estates"], row["amount"]) for row in rows}
    assert {(row["street_code"], row["class"], row["rest"], row["estates"], row["amount"]) for way in ways for row in way} <= known, "no way of asking tells more"
    for nonempty in (False, True):
        assert worked_out(table, published, nonempty) == [], (table, published)


def test_every_table_of_up_to_six_small_groups_leaves_them_all_open():
    """The same of the rule itself, over every table there is."""
    for size in range(1, 7):
        for counts in itertools.product((1, 2), repeat=size):
            table = {("s", str(at)): count for at, count in enumerate(counts)}
            for nonempty in (False, True):
                assert worked_out(table, model(table), nonempty) == [], counts


def test_the_same_reader_works_it_out_where_the_rest_is_always_told():
    """So the tests above could fail."""
    def careless(table):
        small = [count for count in table.values() if 0 < count < LEAST]
        return {**{group: count for group, count in table.items() if count >= LEAST}, **({None: sum(small)} if small else {})}

    for counts in ((1,), (2, 2), (1, 1, 1)):
        table = {("s", str(at)): count for at, count in enumerate(counts)}
        assert len(worked_out(table, careless(table), True, careless)) == len(counts), counts
