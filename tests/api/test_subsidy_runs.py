"""Monthly runs of subsidies (G07–G10, G12, G13, L1): what is calculated, the two legs, corrections, who may see what, and that nothing happens twice."""
import concurrent.futures
import json
import random
import uuid
from decimal import ROUND_HALF_UP, Decimal

import pytest
from harness.register import ACCOUNTS, DISTRICT, OTHER_DISTRICT
from things import firms as firm_things
from things import subsidy_runs as runs
from things.subsidy_runs import RUNS, STREET, officer, person, run, today

CENT = Decimal("0.01")
EAST, WEST = "150202001", "150202004"
MODES = ("state_firm", "public_welfare", "fallback", "market", "self")


def cents(value):
    return Decimal(value).quantize(CENT, ROUND_HALF_UP)


def together(*calls):
    with concurrent.futures.ThreadPoolExecutor(len(calls)) as pool:
        return [answer.result() for answer in [pool.submit(call) for call in calls]]


def own_scheme(world, **members):
    """A scheme for estates of its own, which no other test has: a pair of modes and a kind that the register lacks, and months in which only they hold."""
    taken = world.__dict__.setdefault("subsidy_pairs", {})
    number = taken[id(world.serial)] = taken.get(id(world.serial), -1) + 1
    first = 1950 + 3 * (number // 4)
    assert first < 2020, "a scheme of the test's own has a mode, a kind and years of its own"
    kind, modes = (("ordinary", MODES[:2]), ("new", MODES[:2]), ("old", MODES[:2]), ("old", MODES[2:4]))[number % 4]
    return {"id": runs.scheme(world, modes=(("class_1", modes[0]), ("class_2", modes[1])), kind=kind, first=first, **members), "kind": kind, "modes": modes, "first": first,
            "month": f"{first}-02", "day": f"{first}-02-01", "until": f"{first + 3}-01-01"}


def estate(world, scheme, area, mode=0, street=EAST, since=None, until=None):
    """By hand, in the register for ever: the service registers none of other years."""
    found, code = str(uuid.uuid4()), f"S{next(world.serial):06d}"
    community = world.cluster.query("select community_code from division_jurisdictions where district_code = %s and street_code = %s and community_code is not null and effective_to is null order by 1 limit 1", (DISTRICT, street))[0]
    world.cluster.query("insert into estates (district_code, id, code, name, street_code, community_code, area_m2, building_type, new_or_old, is_key, party_org) "
                        "values (%s, %s, %s, %s, %s, %s, %s, 'multi', %s, false, false)", (DISTRICT, found, code, f"补贴{code}", street, community["community_code"], area, scheme["kind"]))
    in_mode(world, scheme, found, mode, since or scheme["day"], until)
    return {"id": found, "code": code}


def in_mode(world, scheme, estate_id, mode, since, until=None):
    world.cluster.query("insert into estate_modes (district_code, estate_id, mode, valid_from, valid_to) values (%s, %s, %s, %s, %s)",
                        (DISTRICT, estate_id, scheme["modes"][mode], since, until or scheme["until"]))


def contract(world, scheme, firm, *estates, since=None, kind="regular"):
    made = world.cluster.query("insert into contracts (district_code, registration_no, firm_id, kind, award_method, service_start, end_date, state) "
                               "values (%s, %s, %s, %s, 'open_tender', %s, %s, 'active') returning id::text as id, service_period::text as period",
                               (DISTRICT, f"B{next(world.serial)}", firm, kind, since or scheme["day"], scheme["until"]))[0]
    for one in estates:
        world.cluster.query("insert into contract_estates (district_code, contract_id, estate_id, kind, service_period, in_force) values (%s, %s, %s, %s, %s, true)",
                            (DISTRICT, made["id"], one["id"], kind, made["period"]))
    return made["id"]


def firm(world):
    return firm_things.firm(world)["id"]


def score(world, scheme, estate, firm, percent, month=None):
    day = f"{month or scheme['month']}-15"
    world.cluster.query(
        "insert into evaluations (district_code, id, kind, assessor, subject_kind, subject_id, firm_id, estate_id, period_from, period_to, score, score_max, state, submitted_at, updated_at) "
        "values (%s, %s, 'monthly', 'street', 'project', %s, %s, %s, %s, %s, %s, 100, 'confirmed', now(), now()) returning id",
        (DISTRICT, str(uuid.uuid4()), estate["id"], firm, estate["id"], day, day, percent))


def unscored(world, estate):
    world.cluster.query("update evaluations set state = 'withdrawn' where estate_id = %s returning 1", (estate["id"],))


def area(world, estate, value):
    """As a correction of the register is: today, with the past kept."""
    officer(world).request("PATCH", f"/v1/estates/{estate['id']}", json_body={"area_m2": value}, headers={"If-Match": f'"{version(world, estate)}"'}, expect=200)


def version(world, estate):
    return world.cluster.query("select version from estates where id = %s", (estate["id"],))[0]["version"]


def drafted(world, scheme, month=None):
    return runs.draft(world, scheme_id=scheme["id"], month=month or scheme["month"])


def adjusting(world, made, **members):
    return runs.draft(world, adjusts_id=made["id"], reason="面积登记有误", **members)


def finished(world, made):
    """From a draft to its closing, through every street."""
    made = runs.paid(world, made)
    for row in runs.streets(world, made):
        runs.hand_on(world, made, row["street_code"])
    return runs.close(world, made)


def refused(world, made, action, value=None, by=None, status=409):
    return (by or officer(world)).post(f"{RUNS}/{made['id']}/{action}", value, expect=status).code


def postings(world, made):
    return world.cluster.query("select p.step, p.part, p.amount, d.kind as debit, c.kind as credit, p.bank_reference, p.booked_on::text as booked_on from money_postings p "
                               "join money_accounts d on d.id = p.debit_id join money_accounts c on c.id = p.credit_id where p.cause_id = %s order by p.number", (made["id"],))


def balance(world, scheme, kind, holder=""):
    rows = world.cluster.query("select coalesce(sum(money_balance(district_code, id)), 0) as it from money_accounts where purse_id = %s and kind = %s and holder = %s", (scheme["id"], kind, holder))
    return rows[0]["it"]


# ---- what is calculated ----

def test_l1_the_plans_areas_give_its_months_to_the_cent(world):
    """L1, G07–G09, G13: 860.79 and 249.31 万㎡ for 36 months: 1,359,410.00 then 679,705.00 yuan a month, 1631.2920 / 815.6460 / 815.6460 and 3262.5840 万元."""
    scheme = own_scheme(world)
    estate(world, scheme, "8607900.00", 0, EAST, since=f"{scheme['first']}-01-01")
    estate(world, scheme, "2493100.00", 1, WEST, since=f"{scheme['first']}-01-01")
    totals = {year: [Decimal(runs.calculated(world, drafted(world, scheme, f"{scheme['first'] + year}-{month:02d}"))["amount"]) for month in range(1, 13)] for year in range(3)}
    assert [set(months) for months in totals.values()] == [{Decimal("1359410.00")}, {Decimal("679705.00")}, {Decimal("679705.00")}]
    years = [sum(months) / 10000 for months in totals.values()]
    assert years == [Decimal("1631.2920"), Decimal("815.6460"), Decimal("815.6460")] and sum(years) == Decimal("3262.5840")
    assert [year.quantize(Decimal(1), ROUND_HALF_UP) for year in (*years, sum(years))] == [1631, 816, 816, 3263]


def test_l1_each_estate_of_the_register_is_rounded_and_the_run_is_the_sum(world):
    """L1, G13: all 36 months over the 213 estates of the demo register, whose areas make 860.79 and 249.31 万㎡, against an independent calculation."""
    areas = {mode: [row["area_m2"] for row in world.cluster.query(
        "select e.area_m2 from estates e join estate_modes m on m.estate_id = e.id where e.district_code = %s and e.new_or_old = 'old' and m.mode = %s and m.valid_from = '2022-01-01'", (DISTRICT, mode))]
        for mode in ("basic_cleaning", "quasi")}
    assert [sum(found) for found in areas.values()] == [Decimal("8607900.00"), Decimal("2493100.00")]
    scheme = runs.scheme(world, first=2022)
    for year, (one, two) in enumerate((("0.10", "0.20"), ("0.05", "0.10"), ("0.05", "0.10"))):
        expected = sum(cents(found * Decimal(one)) for found in areas["basic_cleaning"]) + sum(cents(found * Decimal(two)) for found in areas["quasi"])
        exact = Decimal("8607900.00") * Decimal(one) + Decimal("2493100.00") * Decimal(two)
        assert abs(expected - exact) < 213 * Decimal("0.005")
        for month in range(1, 13):
            made = runs.calculated(world, runs.draft(world, scheme_id=scheme, month=f"{2022 + year}-{month:02d}"))
            assert (made["amount"], made["lines"]) == (str(expected), 213)
    rows = runs.lines(world, made)
    assert sum(Decimal(row["amount"]) for row in rows) == expected
    assert all(cents(Decimal(row["area_m2"]) * Decimal(row["rate"])) == Decimal(row["amount"]) for row in rows)


@pytest.mark.parametrize("size, expected", [("0.05", "0.01"), ("0.04", None), ("100.04", "10.00"), ("100.05", "10.01"), ("100.15", "10.02"), ("9999999999.95", "1000000000.00")])
def test_l1_half_a_cent_is_rounded_up(world, size, expected):
    """L1: half up and not to even; what comes to nothing has no line."""
    scheme = {**half_scheme(world), "month": None}
    month = f"{scheme['first']}-{next(world.serial) % 11 + 2:02d}"
    made = estate(world, scheme, size, 0, since=f"{month}-01", until=f"{month}-02")
    try:
        rows = runs.lines(world, runs.calculated(world, drafted(world, {"id": runs.scheme(world, modes=(("class_1", scheme["modes"][0]),), kind=scheme["kind"], first=scheme["first"]), "month": month})))
    finally:
        world.cluster.query("delete from estate_modes where estate_id = %s returning 1", (made["id"],))
    assert [row["amount"] for row in rows if row["estate"]["id"] == made["id"]] == ([expected] if expected else [])


def half_scheme(world):
    """One for all sizes."""
    known = world.__dict__.setdefault("subsidy_half", {})
    if id(world.serial) not in known:
        known[id(world.serial)] = own_scheme(world)
    return known[id(world.serial)]


def test_g10_the_mode_of_the_first_decides_and_a_conversion_counts_from_the_next(world):
    """G10: quasi from the 2nd still has the first class that month, and the next month the second, at the rate of the scheme's year; from the 1st it counts at once."""
    scheme = own_scheme(world)
    first = scheme["first"]
    late, early = estate(world, scheme, "1000.00", since=f"{first}-01-01", until=f"{first}-02-02"), estate(world, scheme, "1000.00", since=f"{first}-01-01", until=f"{first}-02-01")
    in_mode(world, scheme, late["id"], 1, f"{first}-02-02")
    in_mode(world, scheme, early["id"], 1, f"{first}-02-01")

    def classes(month):
        made = runs.calculated(world, drafted(world, scheme, month))
        return {row["estate"]["code"]: (row["class"], row["rate"], row["amount"]) for row in runs.lines(world, made)}
    one, two = ("class_1", "0.1000", "100.00"), ("class_2", "0.2000", "200.00")
    assert classes(f"{first}-01") == {late["code"]: one, early["code"]: one}
    assert classes(f"{first}-02") == {late["code"]: one, early["code"]: two}
    assert classes(f"{first}-03") == {late["code"]: two, early["code"]: two}
    assert classes(f"{first + 1}-01") == {late["code"]: ("class_2", "0.1000", "100.00"), early["code"]: ("class_2", "0.1000", "100.00")}


def test_what_was_calculated_stays_and_a_draft_is_calculated_anew(world):
    """The areas of the register at the end of the first of the month; what it says later changes no line."""
    scheme = own_scheme(world)
    one = estate(world, scheme, "1000.00")
    made = runs.calculated(world, drafted(world, scheme))
    area(world, one, "2000.00")
    two = estate(world, scheme, "500.00", 1)
    assert runs.officer(world).get(f"{RUNS}/{made['id']}", expect=200).json["amount"] == "100.00"
    again = runs.calculated(world, made)
    assert (again["amount"], again["lines"], again["version"]) == ("200.00", 2, made["version"] + 1)
    assert {row["estate"]["id"]: row["area_m2"] for row in runs.lines(world, again)} == {one["id"]: "1000.00", two["id"]: "500.00"}


def test_the_firm_is_that_of_the_first_and_the_regular_contract_goes_before(world):
    scheme = own_scheme(world)
    estates = [estate(world, scheme, "1000.00") for _ in range(3)]
    first, other, later = firm(world), firm(world), firm(world)
    contract(world, scheme, first, estates[0], kind="preliminary")
    contract(world, scheme, other, estates[0])
    contract(world, scheme, later, estates[1], since=f"{scheme['first']}-02-02")
    made = runs.calculated(world, drafted(world, scheme))
    assert {row["estate"]["id"]: row["firm_id"] for row in runs.lines(world, made)} == {estates[0]["id"]: other, estates[1]["id"]: None, estates[2]["id"]: None}


def test_an_estate_without_a_firm_is_paid_for_where_the_scheme_says_so(world):
    scheme = own_scheme(world, unmanaged=False)
    managed, alone, holder = estate(world, scheme, "1000.00"), estate(world, scheme, "500.00"), firm(world)
    contract(world, scheme, holder, managed)
    base = finished(world, drafted(world, scheme))
    assert (base["lines"], base["amount"]) == (1, "100.00")
    contract(world, scheme, holder, alone)
    fix = runs.calculated(world, adjusting(world, base))
    assert [(row["estate"]["id"], row["amount"]) for row in runs.lines(world, fix)] == [(alone["id"], "50.00")]


def test_which_months_there_are(world):
    district, scheme = person(world, "district"), runs.scheme(world, first=2024)

    def code(expect=422, **value):
        return district.post(RUNS, value, expect=expect).code
    assert code(scheme_id=scheme, month="2023-12") == "month_outside_scheme"
    assert code(scheme_id=scheme, month="2027-01") == "month_outside_scheme"
    assert code(scheme_id=runs.scheme(world, first=2090), month="2090-01") == "month_not_begun"
    assert code(scheme_id=str(uuid.uuid4()), month="2024-01") == "subsidy_scheme_unknown"
    assert code(scheme_id=runs.scheme(world, OTHER_DISTRICT), month="2024-01") == "subsidy_scheme_unknown"
    assert code(scheme_id=scheme) == code(month="2024-01") == code(scheme_id=scheme, month="2024-01", reason="更正") == "subsidy_run_incomplete"
    made = district.post(RUNS, {"scheme_id": scheme, "month": "2024-01"}, expect=201).json
    assert code(409, scheme_id=scheme, month="2024-01") == "subsidy_run_exists"
    assert code(409, adjusts_id=made["id"], reason="更正") == "state_conflict"
    assert code(adjusts_id=made["id"]) == code(adjusts_id=made["id"], reason="更正", month="2024-01") == "subsidy_run_incomplete"
    assert code(adjusts_id=str(uuid.uuid4()), reason="更正") == "subsidy_run_unknown"
    district.post(f"{RUNS}/{made['id']}/void", {"reason": "重来"}, expect=200)
    assert code(409, adjusts_id=made["id"], reason="更正") == "state_conflict"
    district.post(RUNS, {"scheme_id": scheme, "month": "2024-01"}, expect=201)


# ---- moves ----

VALUES = {"calculate": None, "approve": {"version": 2}, "void": {"reason": "重来"}, "pay-streets": {}, "assess": None, "pay-firms": {}, "close": {}}
WHERE = {"assess": f"streets/{STREET}/assess", "pay-firms": f"streets/{STREET}/pay-firms"}
MOVES = {"draft": {"calculate", "void"}, "calculated": {"calculate", "approve", "void"}, "district_approved": {"pay-streets", "void"}, "paid_to_street": {"assess"},
         "street_assessed": {"pay-firms"}, "paid_to_firm": {"close"}, "closed": set(), "void": set()}
MOVERS = {"assess": "street", "pay-firms": "street"}


def move(world, made, action, client):
    values = {"approve": {"version": made["version"]}, "pay-streets": {"booked_on": today(), "payments": [{"street_code": STREET, "bank_reference": "B-1"}]},
              "close": {"booked_on": today()}, "pay-firms": {"booked_on": today(), "payments": [{"firm_id": known_firm(world, made), "bank_reference": "B-2"}]}}
    return client.post(f"{RUNS}/{made['id']}/{WHERE.get(action, action)}", values.get(action, VALUES[action]), expect=None)


def known_firm(world, made):
    return next((row["firm"]["id"] for row in runs.firms(world, made, street_code=STREET)), str(uuid.uuid4()))


@pytest.mark.parametrize("state", MOVES)
def test_every_move_from_every_state_by_every_role(world, state):
    """The whole table: what it has succeeds, whatever else is a state_conflict that names the state; no other role moves anything."""
    table = {(row["from_state"], row["action"].replace("_", "-"), row["role"]) for row in world.cluster.query("select * from subsidy_run_transitions")}
    assert {(begin, action, MOVERS.get(action, "district")) for begin, actions in MOVES.items() for action in actions} == table
    scheme, stage = one_street(world), None
    for action in VALUES:
        mover = person(world, "street", "payer" if action == "pay-firms" else "assessor", STREET) if action in MOVERS else officer(world)
        if stage is None:
            stage = run(world, state, only="all", scheme_id=scheme["id"], month=next_month(scheme))
        for role in {"district", "street", "community", "company", "platform", "hotline"} - {MOVERS.get(action, "district")}:
            assert move(world, stage, action, world.role(role)).status == 403
        answer = move(world, stage, action, mover)
        if action in MOVES[state]:
            assert answer.status == 200, answer.json
            stage = None
        elif not (state == "draft" and action in MOVERS):
            assert (answer.status, answer.code, answer.json["state"]) == (409, "state_conflict", state)
        else:
            assert answer.status == 404, "a draft has no streets"


def one_street(world):
    """A scheme that pays one street and one firm there, in every month."""
    known = world.__dict__.setdefault("subsidy_one", {})
    if id(world.serial) not in known:
        scheme = known[id(world.serial)] = own_scheme(world)
        contract(world, scheme, firm(world), estate(world, scheme, "1000.00", since=f"{scheme['first']}-01-01"), since=f"{scheme['first']}-01-01")
        scheme["months"] = 0
    return known[id(world.serial)]


def next_month(scheme):
    scheme["months"] += 1
    return f"{scheme['first'] + (scheme['months'] - 1) // 12}-{(scheme['months'] - 1) % 12 + 1:02d}"


def test_g12_two_legs_with_their_facts_in_the_books(world):
    """G12: district → street → firm × coefficient; each payment one posting with the bank's day and reference; the rest stays with the street."""
    scheme = own_scheme(world, missing=None)
    estates, one, two = [estate(world, scheme, size) for size in ("1000.00", "2000.05", "333.33")], firm(world), firm(world)
    far, nobody = estate(world, scheme, "700.00", 1, WEST), estate(world, scheme, "90.00", 1)
    contract(world, scheme, one, *estates[:2])
    contract(world, scheme, two, estates[2], far)
    for found, holder, percent in ((estates[0], one, "95"), (estates[1], one, "89.99"), (estates[2], two, "60"), (far, two, "59.99")):
        score(world, scheme, found, holder, percent)
    made = runs.approved(world, drafted(world, scheme))
    assert (made["amount"], made["paid_to_streets"], made["streets"]["district_approved"]) == ("491.34", "0.00", 2)
    district = officer(world)
    payment = {"booked_on": today(), "payments": [{"street_code": EAST, "bank_reference": "GH-2026/1"}]}
    half = district.post(f"{RUNS}/{made['id']}/pay-streets", payment, expect=200).json
    assert (half["state"], half["paid_to_streets"], half["streets"]["paid_to_street"]) == ("district_approved", "351.34", 1)
    assert refused(world, made, "void", {"reason": "重来"}) == "state_conflict"
    assert refused(world, made, "pay-streets", payment) == "state_conflict"
    # One street goes its way while the other waits for its money.
    runs.assess(world, made, EAST)
    assert runs.assess(world, made, WEST, expect=409).code == "state_conflict"
    full = district.post(f"{RUNS}/{made['id']}/pay-streets", runs.street_payments(world, made), expect=200).json
    assert (full["state"], full["paid_to_streets"]) == ("paid_to_street", "491.34")
    runs.assess(world, made, WEST)
    found = {row["estate"]["id"]: (row["amount"], row["score"], row["coefficient"], row["paid_amount"]) for row in runs.lines(world, made)}
    assert found == {estates[0]["id"]: ("100.00", "95.00", "1.0000", "100.00"), estates[1]["id"]: ("200.01", "89.99", "0.8000", "160.01"),
                     estates[2]["id"]: ("33.33", "60.00", "0.8000", "26.66"), far["id"]: ("140.00", "59.99", "0.5000", "70.00"), nobody["id"]: ("18.00", None, None, "0.00")}
    payer = person(world, "street", "payer", EAST)
    value = {"booked_on": today(), "payments": [{"firm_id": one, "bank_reference": "NH-1"}]}
    street = payer.post(f"{RUNS}/{made['id']}/streets/{EAST}/pay-firms", value, expect=200).json
    assert (street["state"], street["paid_amount"], street["paid_to_firms"], street["bank_reference"]) == ("street_assessed", "286.67", "260.01", "GH-2026/1")
    assert refused(world, made, f"streets/{EAST}/pay-firms", value, payer) == "state_conflict"
    runs_left = runs.firm_payments(world, made, EAST)
    assert payer.post(f"{RUNS}/{made['id']}/streets/{EAST}/pay-firms", runs_left, expect=200).json["state"] == "paid_to_firm"
    assert [(row["firm"]["id"], row["paid_amount"], row["paid"]) for row in runs.firms(world, made, street_code=EAST, firm_id=one)] == [(one, "260.01", True)]
    person(world, "street", "payer", WEST).post(f"{RUNS}/{made['id']}/streets/{WEST}/pay-firms", runs.firm_payments(world, made, WEST), expect=200)
    closed = runs.close(world, made)
    assert (closed["state"], closed["paid_amount"], closed["paid_to_firms"], closed["returned"]) == ("closed", "356.67", "356.67", "0.00")
    assert [(row["step"], row["debit"], row["credit"], row["amount"]) for row in postings(world, made)] == [
        ("leg1", "street", "treasury", Decimal("351.34")), ("leg1", "street", "treasury", Decimal("140.00")), ("leg2", "firm", "street", Decimal("260.01")),
        ("leg2", "firm", "street", Decimal("26.66")), ("leg2", "firm", "street", Decimal("70.00"))]
    assert postings(world, made)[0]["bank_reference"] == "GH-2026/1" and postings(world, made)[0]["booked_on"] == today()
    assert [balance(world, scheme, "street", code) for code in (EAST, WEST)] == [Decimal("64.67"), Decimal("70.00")]
    assert balance(world, scheme, "treasury") == Decimal("-491.34")


def test_g12_what_is_left_is_given_back_where_the_scheme_says_so(world):
    scheme = own_scheme(world, remainder="returned")
    one, two = estate(world, scheme, "1000.00"), estate(world, scheme, "500.00", street=WEST)
    contract(world, scheme, firm(world), one, two)
    made = runs.paid(world, drafted(world, scheme))
    for code in (EAST, WEST):
        runs.hand_on(world, made, code)
    answer = officer(world).post(f"{RUNS}/{made['id']}/close", {"booked_on": today()}, expect=422)
    assert answer.code == "bank_reference_missing" and [EAST in json.dumps(fault) or WEST in json.dumps(fault) for fault in answer.json["errors"]] == [True, True]
    half = officer(world).post(f"{RUNS}/{made['id']}/close", {"booked_on": today(), "streets": [{"street_code": EAST, "bank_reference": "T-1"}]}, expect=200).json
    assert (half["state"], half["returned"], half["streets"]["closed"]) == ("paid_to_firm", "20.00", 1)
    assert runs.close(world, made)["returned"] == "30.00"
    assert [(row["step"], row["debit"], row["credit"], row["amount"]) for row in postings(world, made)][-2:] == [
        ("remainder", "treasury", "street", Decimal("20.00")), ("remainder", "treasury", "street", Decimal("10.00"))]
    assert balance(world, scheme, "street", EAST) == balance(world, scheme, "street", WEST) == 0


def test_estates_without_a_score_stop_the_street_and_are_named(world):
    """G12, G17: where the scheme does not say what is done without a score."""
    scheme = own_scheme(world, missing=None)
    one, two, holder = estate(world, scheme, "1000.00"), estate(world, scheme, "1000.00"), firm(world)
    contract(world, scheme, holder, one, two)
    score(world, scheme, one, holder, "90")
    made = runs.paid(world, drafted(world, scheme))
    answer = runs.assess(world, made, EAST, expect=409)
    assert answer.code == "assessment_missing" and len(answer.json["errors"]) == 1 and two["code"] in json.dumps(answer.json["errors"], ensure_ascii=False)
    assert {row["paid_amount"] for row in runs.lines(world, made)} == {None}
    score(world, scheme, two, holder, "70")
    assert runs.assess(world, made, EAST).json["paid_amount"] == "180.00"


def test_people_are_kept_apart(world):
    """Who calculates neither approves nor pays nor closes; who takes the assessment over does not pay."""
    scheme = one_street(world)
    made = runs.draft(world, scheme_id=scheme["id"], month=next_month(scheme))
    calculator, district = person(world, "district"), officer(world)
    made = calculator.post(f"{RUNS}/{made['id']}/calculate", expect=200).json
    assert refused(world, made, "approve", {"version": made["version"]}, calculator) == "separation_of_duties"
    assert refused(world, made, "approve", {"version": made["version"] - 1}) == "subsidy_run_changed"
    made = district.post(f"{RUNS}/{made['id']}/approve", {"version": made["version"]}, expect=200).json
    assert refused(world, made, "pay-streets", runs.street_payments(world, made), calculator) == "separation_of_duties"
    district.post(f"{RUNS}/{made['id']}/pay-streets", runs.street_payments(world, made), expect=200)
    runs.assess(world, made, STREET)
    value = runs.firm_payments(world, made, STREET)
    assert refused(world, made, f"streets/{STREET}/pay-firms", value, person(world, "street", "assessor", STREET)) == "separation_of_duties"
    person(world, "street", "payer", STREET).post(f"{RUNS}/{made['id']}/streets/{STREET}/pay-firms", value, expect=200)
    assert refused(world, made, "close", {"booked_on": today()}, calculator) == "separation_of_duties"
    assert runs.close(world, made)["state"] == "closed"


def test_what_a_payment_must_say(world):
    scheme = one_street(world)
    made = run(world, "district_approved", scheme_id=scheme["id"], month=next_month(scheme))

    def streets(*payments, booked=None, status=422):
        return refused(world, made, "pay-streets", {"booked_on": booked or today(), "payments": [{"street_code": code, "bank_reference": "B-1"} for code in payments]}, status=status)
    assert streets(STREET, booked="2000-01-01") == "subsidy_booked_too_early"
    assert streets(STREET, booked="2999-01-01") == "day_in_the_future"
    assert streets(STREET, STREET) == "payments_repeat"
    assert streets(STREET, "150202012") == "subsidy_street_unknown"
    for wrong in ({"booked_on": today(), "payments": []}, {"booked_on": today(), "payments": [{"street_code": STREET}]}, {"payments": [{"street_code": STREET, "bank_reference": "x"}]}):
        officer(world).post(f"{RUNS}/{made['id']}/pay-streets", wrong, expect=422)
    assert postings(world, made) == []
    officer(world).post(f"{RUNS}/{made['id']}/pay-streets", runs.street_payments(world, made), expect=200)
    runs.assess(world, made, STREET)
    payer, known = person(world, "street", "payer", STREET), known_firm(world, made)

    def firms(*payments, booked=None, status=422):
        value = {"booked_on": booked or today(), "payments": [{"firm_id": found, "bank_reference": "B-1"} for found in payments]}
        return refused(world, made, f"streets/{STREET}/pay-firms", value, payer, status)
    assert firms(known, booked="2000-01-01") == "subsidy_booked_too_early"
    assert firms(known, booked="2999-01-01") == "day_in_the_future"
    assert firms(known, known) == "payments_repeat"
    assert firms(known, str(uuid.uuid4())) == "subsidy_firm_unknown"
    payer.post(f"{RUNS}/{made['id']}/streets/{STREET}/pay-firms", {"booked_on": today(), "payments": [{"firm_id": known, "bank_reference": "B-1"}]}, expect=200)
    value = {"booked_on": today(), "streets": [{"street_code": STREET}, {"street_code": STREET}]}
    assert refused(world, made, "close", value, status=422) == "payments_repeat"
    assert refused(world, made, "close", {**value, "streets": [{"street_code": "150202012"}]}, status=422) == "subsidy_street_unknown"
    assert refused(world, made, "close", {"booked_on": "2999-01-01"}, status=422) == "day_in_the_future"


def test_an_empty_run_is_not_approved(world):
    scheme = one_street(world)
    made = run(world, "paid_to_street", scheme_id=scheme["id"], month=next_month(scheme))
    nothing = runs.calculated(world, adjusting(world, made))
    assert (nothing["lines"], nothing["amount"]) == (0, "0.00")
    assert refused(world, nothing, "approve", {"version": nothing["version"]}) == "subsidy_run_empty"
    officer(world).post(f"{RUNS}/{nothing['id']}/void", {"reason": "没有差额"}, expect=200)


# ---- once ----

def test_two_who_draft_a_month_at_once_draft_it_once(world):
    scheme = runs.scheme(world)
    answers = together(*[lambda: officer(world).post(RUNS, {"scheme_id": scheme, "month": "2024-05"})] * 3)
    assert sorted((answer.status, answer.json.get("code")) for answer in answers)[1:] == [(409, "subsidy_run_exists")] * 2


@pytest.mark.parametrize("state, action, again", [("draft", "calculate", 200), ("calculated", "approve", 409), ("district_approved", "pay-streets", 409), ("paid_to_street", "assess", 409),
                                                  ("street_assessed", "pay-firms", 409), ("paid_to_firm", "close", 409)])
def test_two_at_once_have_one_effect(world, state, action, again):
    """Calculated anew is the same again; everything else happens once, and the other is told the state that stands."""
    scheme = one_street(world)
    made = run(world, state, only="all", scheme_id=scheme["id"], month=next_month(scheme))
    mover = person(world, "street", "payer" if action == "pay-firms" else "assessor", STREET) if action in MOVERS else officer(world)
    answers = together(*[lambda: move(world, made, action, mover)] * 4)
    assert sorted(answer.status for answer in answers) == [200, again, again, again]
    assert {answer.code for answer in answers if answer.status == 409} <= {"state_conflict"}
    assert len(runs.lines(world, made)) == 1
    assert len({(row["step"], row["part"]) for row in postings(world, made)}) == len(postings(world, made)) == {"pay-streets": 1, "assess": 1, "pay-firms": 2, "close": 2}.get(action, 0)


def test_streets_and_firms_paid_at_once_are_each_paid_once(world):
    """Overlapping lists of payments from several people: everybody is paid once, whoever comes first."""
    scheme = own_scheme(world)
    holders = [firm(world) for _ in range(3)]
    for street in (EAST, WEST, "150202005"):
        for holder in holders:
            contract(world, scheme, holder, estate(world, scheme, "1000.00", street=street))
    made = runs.approved(world, drafted(world, scheme))
    pairs = [(EAST, WEST), (WEST, "150202005"), ("150202005", EAST), (EAST,), (WEST,), ("150202005",)]
    together(*[lambda pair=pair: officer(world).post(f"{RUNS}/{made['id']}/pay-streets", {"booked_on": today(), "payments": [{"street_code": code, "bank_reference": "B"} for code in pair]})
               for pair in pairs])
    assert sorted(row["part"] for row in postings(world, made)) == sorted((EAST, WEST, "150202005"))
    assert {row["state"] for row in runs.streets(world, made)} == {"paid_to_street"}
    runs.assess(world, made, EAST)
    payers = [person(world, "street", name, EAST) for name in ("payer", "other")]
    together(*[lambda payer=payer, some=some: payer.post(f"{RUNS}/{made['id']}/streets/{EAST}/pay-firms", {"booked_on": today(), "payments": [{"firm_id": one, "bank_reference": "B"} for one in some]})
               for payer, some in zip(payers * 2, (holders[:2], holders[1:], holders[:1], holders[2:]))])
    paid = [row for row in postings(world, made) if row["step"] == "leg2"]
    assert len({row["part"] for row in paid}) == len(paid) and sum(row["amount"] for row in paid) <= 240


def test_calculating_and_approving_at_once_approve_what_was_seen(world):
    """Whoever approves names the version; a calculation meanwhile makes it another."""
    scheme = one_street(world)
    made = run(world, "calculated", scheme_id=scheme["id"], month=next_month(scheme))
    answers = together(lambda: person(world, "district").post(f"{RUNS}/{made['id']}/calculate"), lambda: officer(world).post(f"{RUNS}/{made['id']}/approve", {"version": made["version"]}))
    assert [answer.status for answer in answers].count(200) == 1


# ---- corrections ----

def test_an_adjusting_run_moves_the_difference_both_ways(world):
    """G12: an area that was too small, one that was too large, one that was missing: the month then has what it should have had, and leg 2 never more than leg 1."""
    scheme = own_scheme(world)
    holder, other = firm(world), firm(world)
    small, large, right = estate(world, scheme, "1000.00"), estate(world, scheme, "3000.00"), estate(world, scheme, "777.77")
    contract(world, scheme, holder, small, large)
    contract(world, scheme, other, right)
    base = finished(world, drafted(world, scheme))
    assert (base["amount"], base["paid_amount"]) == ("477.78", "382.22")
    area(world, small, "1500.00")
    area(world, large, "1000.00")
    missed = estate(world, scheme, "200.00", 1, WEST)
    contract(world, scheme, other, missed)
    fix = adjusting(world, base)
    assert (fix["kind"], fix["adjusts_id"], fix["month"], fix["state"]) == ("adjusting", base["id"], base["month"], "draft")
    assert officer(world).post(RUNS, {"adjusts_id": base["id"], "reason": "再更正"}, expect=409).code == "adjusting_run_open"
    fix = runs.calculated(world, fix)
    rows = {row["estate"]["id"]: (row["total_amount"], row["had_amount"], row["amount"]) for row in runs.lines(world, fix)}
    assert rows == {small["id"]: ("150.00", "100.00", "50.00"), large["id"]: ("100.00", "300.00", "-200.00"), missed["id"]: ("40.00", "0.00", "40.00")}
    assert fix["amount"] == "-110.00"
    done = finished(world, fix)
    assert (done["state"], done["paid_amount"], done["paid_to_streets"], done["paid_to_firms"]) == ("closed", "-88.00", "-110.00", "-88.00")
    assert [(row["step"], row["debit"], row["credit"], row["amount"]) for row in postings(world, fix)] == [
        ("leg1", "street", "treasury", Decimal("40.00")), ("leg2", "street", "firm", Decimal("120.00")), ("leg2", "firm", "street", Decimal("32.00")),
        ("leg1", "treasury", "street", Decimal("150.00"))]
    assert balance(world, scheme, "treasury") == Decimal("-367.78")
    assert balance(world, scheme, "firm", holder) == Decimal("200.00")
    again = runs.calculated(world, adjusting(world, fix))
    assert again["lines"] == 0


def test_an_adjusting_run_hands_on_to_the_firm_that_was_not_known(world):
    """A contract that was filed late: leg 1 is as it was, leg 2 goes out of what the street had, or had given back."""
    for remainder in ("carried", "returned"):
        scheme = own_scheme(world, remainder=remainder)
        one = estate(world, scheme, "1000.00")
        base = finished(world, drafted(world, scheme))
        assert (base["paid_amount"], base["returned"]) == ("0.00", "100.00" if remainder == "returned" else "0.00")
        holder = firm(world)
        contract(world, scheme, holder, one)
        fix = runs.calculated(world, adjusting(world, base))
        assert sorted((row["firm_id"], row["amount"]) for row in runs.lines(world, fix) if row["firm_id"]) == [(holder, "100.00")]
        assert (fix["amount"], fix["payable"]) == ("0.00", "100.00" if remainder == "returned" else "0.00")
        done = finished(world, fix)
        assert (done["state"], done["paid_amount"], done["returned"]) == ("closed", "80.00", "20.00" if remainder == "returned" else "0.00")
        assert balance(world, scheme, "street", EAST) == (0 if remainder == "returned" else 20)
        assert balance(world, scheme, "firm", holder) == 80


def test_an_adjusting_run_follows_an_assessment_that_came_out_otherwise(world):
    """G12, G17: the areas are right, a score was withdrawn: the firm gives back what it got too much."""
    scheme = own_scheme(world, missing="0.0000")
    one, holder = estate(world, scheme, "1000.00"), firm(world)
    contract(world, scheme, holder, one)
    score(world, scheme, one, holder, "99")
    base = finished(world, drafted(world, scheme))
    assert base["paid_amount"] == "100.00"
    unscored(world, one)
    score(world, scheme, one, holder, "61")
    done = finished(world, adjusting(world, base))
    assert (done["lines"], done["amount"], done["paid_amount"]) == (1, "0.00", "-20.00")
    assert balance(world, scheme, "firm", holder) == 80


def test_a_correction_waits_for_the_run_before_and_holds_its_closing(world):
    scheme = own_scheme(world)
    one = estate(world, scheme, "1000.00")
    contract(world, scheme, firm(world), one)
    base = runs.paid(world, drafted(world, scheme))
    area(world, one, "900.00")
    fix = runs.approved(world, adjusting(world, base))
    assert (fix["state"], fix["amount"]) == ("paid_to_street", "-10.00")
    assert runs.assess(world, fix, EAST, expect=409).code == "earlier_run_open"
    runs.hand_on(world, base, EAST)
    assert refused(world, base, "close", {"booked_on": today()}) == "adjusting_run_open"
    runs.hand_on(world, fix, EAST)
    assert refused(world, fix, "close", {"booked_on": today()}, status=422) == "bank_reference_missing"
    assert runs.close(world, fix)["state"] == runs.close(world, base)["state"] == "closed"
    assert balance(world, scheme, "street", EAST) == 18


def test_a_correction_believes_the_register_of_the_day_it_names(world):
    scheme = own_scheme(world)
    one = estate(world, scheme, "1000.00")
    base = runs.paid(world, drafted(world, scheme))
    area(world, one, "900.00")
    assert officer(world).post(RUNS, {"adjusts_id": base["id"], "reason": "更正", "registers_on": f"{scheme['first']}-01-31"}, expect=422).code == "registers_day_misfit"
    assert officer(world).post(RUNS, {"adjusts_id": base["id"], "reason": "更正", "registers_on": "2999-01-01"}, expect=422).code == "registers_day_misfit"
    then = runs.calculated(world, adjusting(world, base, registers_on="2020-01-01"))
    assert (then["lines"], then["registers_on"]) == (0, "2020-01-01")
    officer(world).post(f"{RUNS}/{then['id']}/void", {"reason": "没有差额"}, expect=200)
    assert runs.calculated(world, adjusting(world, base))["amount"] == "-10.00"


def test_a_street_never_pays_more_than_it_holds(world):
    """One firm is to give back what another is to get: before the first has, the street cannot."""
    scheme = own_scheme(world, missing="1.0000")
    one, wrong, right = estate(world, scheme, "1000.00"), firm(world), firm(world)
    held = contract(world, scheme, wrong, one)
    base = finished(world, drafted(world, scheme))
    world.cluster.query("delete from contract_estates where contract_id = %s returning 1", (held,))
    contract(world, scheme, right, one)
    fix = runs.paid(world, adjusting(world, base))
    runs.assess(world, fix, EAST)
    payer, path = person(world, "street", "payer", EAST), f"{RUNS}/{fix['id']}/streets/{EAST}/pay-firms"
    value = {"booked_on": today(), "payments": [{"firm_id": right, "bank_reference": "B-1"}]}
    assert payer.post(path, value, expect=409).code == "street_money_insufficient"
    assert payer.post(path, {**value, "payments": [{"firm_id": wrong, "bank_reference": "B-0"}]}, expect=200).json["state"] == "street_assessed"
    assert payer.post(path, value, expect=200).json["state"] == "paid_to_firm"
    assert (balance(world, scheme, "firm", wrong), balance(world, scheme, "firm", right)) == (0, 100)


# ---- who sees what ----

def test_nobody_reads_anothers_sums(world):
    """Two streets, two firms, two communities: each its own, and nothing of the others' anywhere."""
    scheme = own_scheme(world)
    one, two = (str(world.register.account(account)["firm_id"]) for account in ACCOUNTS["company"][:2])
    near, far = estate(world, scheme, "1111.11", street=EAST), estate(world, scheme, "2222.22", street=WEST)
    for found, account in ((near, ACCOUNTS["community"][0]), (far, ACCOUNTS["community"][1])):
        world.cluster.query("update estates set community_code = %s where id = %s returning 1", (world.register.account(account)["community_code"], found["id"]))
    contract(world, scheme, one, near)
    contract(world, scheme, two, far)
    made = runs.paid(world, drafted(world, scheme))
    path, streets, holders, neighbours = f"{RUNS}/{made['id']}", *[[world.role(role, where) for where in (0, 1)] for role in ("street", "company", "community")]
    for client in (*holders, *neighbours):
        client.get(path, expect=404)
        client.get(f"{path}/lines", expect=404)
    for client, amount, code in zip(streets, ("111.11", "222.22"), (EAST, WEST)):
        seen = client.get(path, expect=200).json
        assert (seen["amount"], seen["lines"], seen["streets"]["paid_to_street"]) == (amount, 1, 1)
        assert [row["street_code"] for row in client.pages(f"{path}/streets")] == [row["street_code"] for row in client.pages(f"{path}/lines")] == [code]
        assert [row["firm"]["id"] for row in client.pages(f"{path}/firms")] == [one if code == EAST else two]
    runs.hand_on(world, made, EAST)
    holders[1].get(path, expect=404)
    neighbours[1].get(path, expect=404)
    seen = holders[0].get(path, expect=200).json
    assert (seen["amount"], seen["payable"], seen["paid_to_streets"], seen["paid_amount"], seen["paid_to_firms"], seen["streets"]) == (None, None, None, "88.89", "88.89", None)
    assert [(row["firm"]["id"], row["paid_amount"]) for row in holders[0].pages(f"{path}/firms")] == [(one, "88.89")]
    assert [row["estate"]["id"] for row in holders[0].pages(f"{path}/lines")] == [row["estate"]["id"] for row in neighbours[0].pages(f"{path}/lines")] == [near["id"]]
    seen = neighbours[0].get(path, expect=200).json
    assert (seen["amount"], seen["paid_amount"], seen["paid_to_firms"], seen["lines"]) == (None, "88.89", None, 1)
    runs.hand_on(world, made, WEST)
    assert made["id"] in [row["id"] for row in holders[1].pages(RUNS, {"scheme_id": scheme["id"]})]
    for account, other in ((holders[0], far), (holders[1], near), (streets[0], far), (streets[1], near), (neighbours[0], far), (neighbours[1], near)):
        assert other["id"] not in account.request("GET", f"{path}/lines", headers={"Accept": "text/csv"}, expect=200).body.decode()
    every = world.role("platform").get(path, expect=200).json
    assert (every["amount"], every["paid_amount"], every["paid_to_firms"]) == ("333.33", "266.67", "266.67")


def test_a_street_acts_for_itself_alone(world):
    scheme = own_scheme(world)
    contract(world, scheme, firm(world), estate(world, scheme, "1000.00"), estate(world, scheme, "1000.00", street=WEST))
    made = runs.paid(world, drafted(world, scheme))
    stranger = world.role("street", 1)
    stranger.post(f"{RUNS}/{made['id']}/streets/{EAST}/assess", expect=404)
    runs.assess(world, made, EAST)
    stranger.post(f"{RUNS}/{made['id']}/streets/{EAST}/pay-firms", {"booked_on": today(), "payments": [{"firm_id": known_firm(world, made), "bank_reference": "B"}]}, expect=404)


def test_the_lines_leave_as_csv_with_their_total(world):
    scheme = one_street(world)
    made = run(world, "calculated", scheme_id=scheme["id"], month=next_month(scheme))
    lines = officer(world).request("GET", f"{RUNS}/{made['id']}/lines", headers={"Accept": "application/x-ndjson"}, expect=200).body.decode().splitlines()
    assert sum(Decimal(json.loads(line)["amount"]) for line in lines) == Decimal(made["amount"])


# ---- against an independent calculation ----

class Reference:
    """What a month should come to, by decimals and dictionaries alone: never read from the service."""
    def __init__(self, scheme):
        self.rates = {(scheme["modes"][0], year): Decimal(rate["class_1"]) for year, rate in enumerate(runs.RATES)} | {(scheme["modes"][1], year): Decimal(rate["class_2"]) for year, rate in enumerate(runs.RATES)}
        self.first, self.estates = scheme["first"], {}

    def due(self, one, month, size="area"):
        """(leg 1, leg 2) of an estate. size: its area as it is known now, or as it was then."""
        year, first = int(month[:4]) - self.first, f"{month}-01"
        mode = next((mode for mode, since, until in one["modes"] if since <= first < until), None)
        if mode is None:
            return Decimal(0), Decimal(0)
        amount = cents(one[size] * self.rates[mode, year])
        return amount, cents(amount * self.coefficient(one["scores"].get(month))) if one["firm"] else Decimal(0)

    @staticmethod
    def coefficient(score):
        return Decimal("0.8") if score is None else Decimal(1) if score >= 90 else Decimal("0.8") if score >= 60 else Decimal("0.5")

    def total(self, month, leg, size="area"):
        return sum((self.due(one, month, size)[leg] for one in self.estates.values()), Decimal(0))


@pytest.mark.parametrize("seed, remainder", [(1, "carried"), (2, "returned"), (3, "returned")])
def test_random_months_come_out_as_an_independent_calculation_says(world, seed, remainder):
    """Random areas, modes that change within the month, firms, scores, and corrections on corrections: the ledger balanced, leg 2 ≤ leg 1 for every estate, totals equal."""
    chance = random.Random(seed)
    scheme = own_scheme(world, remainder=remainder)
    reference, holders = Reference(scheme), [firm(world) for _ in range(3)]
    months = [f"{scheme['first'] + 1}-{month:02d}" for month in (1, 2)]
    for _ in range(12):
        plant(world, scheme, reference, chance, holders, months)
    came = Decimal(0)
    for month in months:
        base = finished(world, drafted(world, scheme, month))
        compare(world, scheme, reference, month, "area_then")
        for _ in range(2):
            disturb(world, scheme, reference, chance, month)
            fix = runs.calculated(world, adjusting(world, base))
            if fix["lines"]:
                finished(world, fix)
            else:
                officer(world).post(f"{RUNS}/{fix['id']}/void", {"reason": "没有差额"}, expect=200)
            compare(world, scheme, reference, month)
        came += reference.total(month, 1)
    balanced(world, scheme, came)


def plant(world, scheme, reference, chance, holders, months):
    turn = f"{months[0]}-{chance.randint(1, 28):02d}"
    begin, order = f"{scheme['first'] + 1}-01-01", chance.sample((0, 1), 2)
    size = Decimal(chance.randint(1, 20_000_000)) / 100
    made = estate(world, scheme, str(size), order[0], chance.choice((EAST, WEST)), since=begin, until=turn if turn > begin else None)
    modes = [(scheme["modes"][order[0]], begin, turn if turn > begin else scheme["until"])]
    if turn > begin:
        in_mode(world, scheme, made["id"], order[1], turn)
        modes.append((scheme["modes"][order[1]], turn, scheme["until"]))
    holder = chance.choice((*holders, None))
    if holder:
        contract(world, scheme, holder, made, since=begin)
    scores = {month: Decimal(chance.randint(4000, 10000)) / 100 for month in months if holder and chance.random() < 0.8}
    for month, percent in scores.items():
        score(world, scheme, made, holder, str(percent), month)
    reference.estates[made["id"]] = {**made, "area": size, "area_then": size, "modes": modes, "firm": holder, "scores": scores}


def disturb(world, scheme, reference, chance, month):
    """Areas that were wrong, a firm that was not known, a score that was missing."""
    for one in chance.sample(sorted(reference.estates.values(), key=lambda one: one["id"]), 5):
        what = chance.choice(("area", "area", "firm", "score"))
        if what == "area":
            one["area"] = Decimal(chance.randint(1, 20_000_000)) / 100
            area(world, one, str(one["area"]))
        elif what == "firm" and one["firm"] is None:
            one["firm"] = firm(world)
            contract(world, scheme, one["firm"], one, since=f"{scheme['first'] + 1}-01-01")
        elif what == "score" and one["firm"] and month not in one["scores"]:
            one["scores"][month] = Decimal(chance.randint(4000, 10000)) / 100
            score(world, scheme, one, one["firm"], str(one["scores"][month]), month)


def compare(world, scheme, reference, month, size="area"):
    rows = world.cluster.query("select l.estate_id::text as id, sum(l.amount) as amount, sum(l.paid_amount) as paid from subsidy_run_lines l join subsidy_runs r on r.id = l.run_id "
                               "where r.scheme_id = %s and r.month = %s and r.state = 'closed' group by 1", (scheme["id"], f"{month}-01"))
    found = {row["id"]: (row["amount"], row["paid"]) for row in rows}
    assert {one: sums for one, sums in found.items() if sums != (0, 0)} == {one["id"]: reference.due(one, month, size) for one in reference.estates.values() if reference.due(one, month, size)[0]}
    assert all(0 <= paid <= amount for amount, paid in found.values())
    posted = world.cluster.query("select coalesce(sum(case when p.step = 'leg2' then case when d.kind = 'firm' then p.amount else -p.amount end end), 0) as paid, "
                                 "coalesce(sum(case when p.step <> 'leg2' then case when d.kind = 'street' then p.amount else -p.amount end end), 0) as held "
                                 "from money_postings p join money_accounts d on d.id = p.debit_id join subsidy_runs r on r.id = p.cause_id where r.scheme_id = %s and r.month = %s",
                                 (scheme["id"], f"{month}-01"))[0]
    returned = world.cluster.query("select remainder from subsidy_runs where scheme_id = %s limit 1", (scheme["id"],))[0]["remainder"] == "returned"
    assert posted["paid"] == reference.total(month, 1, size)
    assert posted["held"] == reference.total(month, 1 if returned else 0, size)


def balanced(world, scheme, came):
    """Double entry over the scheme's purse, from the postings alone."""
    rows = world.cluster.query("select a.kind, a.holder, sum(money_balance(a.district_code, a.id)) as it from money_accounts a where a.purse_id = %s group by 1, 2", (scheme["id"],))
    assert sum(row["it"] for row in rows) == 0
    assert all(row["it"] >= 0 for row in rows if row["kind"] != "treasury")
    assert sum(row["it"] for row in rows if row["kind"] == "firm") == came
