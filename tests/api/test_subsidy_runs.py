"""Monthly runs of subsidies (G07–G10, G12, G13, L1): what is calculated, the two legs, and who may see what."""
import concurrent.futures
import datetime
import json
import time
import uuid
from decimal import ROUND_HALF_UP, Decimal

import pytest
from harness import service
from harness.register import ACCOUNTS, DISTRICT, OTHER_DISTRICT, ROOT
from things import subsidy_runs as runs
from things.subsidy_estates import (EAST, WEST, cents, own_scheme, estate, in_mode, contract, firm, score, unscored, area,
                                    drafted, adjusting, finished, refused, postings, balance, one_street, next_month, known_firm)
from things.subsidy_runs import RUNS, officer, person, run, today


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


def test_l1_the_scheme_of_the_demo_pays_what_the_plan_says(world):
    """L1, G13: the published scheme of the demo, month by month: every square metre counts, managed by a firm or not, and what rounding moves is less than half a cent an estate."""
    service.command(world.cluster, "load", ROOT / "deploy/demo/subsidy_schemes/demo.json")
    scheme = next(row for row in officer(world).pages("/v1/subsidy-schemes", {"code": "donghe_old_estates"}) if not row["common"])
    total = Decimal(0)
    for year, plain in ((2022, "1359410.00"), (2023, "679705.00"), (2024, "679705.00")):
        months = [runs.calculated(world, runs.draft(world, scheme_id=scheme["id"], month=f"{year}-{month:02d}")) for month in range(1, 13)]
        assert {made["lines"] for made in months} == {213} and len({made["amount"] for made in months}) == 1
        assert abs(Decimal(months[0]["amount"]) - Decimal(plain)) < 213 * Decimal("0.005")
        total += sum(Decimal(made["amount"]) for made in months)
    assert (total / 10000).quantize(Decimal(1), ROUND_HALF_UP) == 3263


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


# ---- the two legs ----

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


def test_lines_without_a_score_are_found_before_and_after(world):
    """G17: what will stop a street is a list of lines; the firm that is to be assessed is named with the estate."""
    scheme = own_scheme(world, missing=None)
    one, two, alone = (estate(world, scheme, "1000.00") for _ in range(3))
    holder = firm(world)
    contract(world, scheme, holder, one, two)
    score(world, scheme, one, holder, "90")
    made = runs.calculated(world, drafted(world, scheme))

    def lacking(**query):
        return [row["estate"]["id"] for row in runs.lines(world, made, **query)]
    assert lacking(without_score="true") == [two["id"]]
    assert lacking(without_score="true", street_code=WEST) == []
    assert set(lacking(without_score="false")) == {one["id"], alone["id"]}
    made = runs.paid(world, made)
    fault = runs.assess(world, made, EAST, expect=409).json["errors"][0]
    name = world.cluster.query("select name from firms where id = %s", (holder,))[0]["name"]
    assert name in json.dumps(fault, ensure_ascii=False)
    score(world, scheme, two, holder, "70")
    runs.assess(world, made, EAST)
    assert lacking(without_score="true") == []


def test_a_street_without_any_assessment_is_told_so_in_a_bearable_answer(world):
    """G17: the first fifty estates by name, all of them in the list of lines."""
    scheme, holder = own_scheme(world, missing=None), firm(world)
    contract(world, scheme, holder, *[estate(world, scheme, "10.00") for _ in range(53)])
    made = runs.paid(world, drafted(world, scheme))
    assert len(runs.assess(world, made, EAST, expect=409).json["errors"]) == 50
    assert len(runs.lines(world, made, without_score="true")) == 53


def test_a_score_withdrawn_while_the_street_assesses_pays_nobody_nothing(world):
    """G17: what the look at the scores found and what leg 2 is multiplied by is the same; else nothing is written."""
    scheme = own_scheme(world, missing=None)
    one, holder = estate(world, scheme, "1000.00"), firm(world)
    contract(world, scheme, holder, one)
    score(world, scheme, one, holder, "90")
    made = runs.paid(world, drafted(world, scheme))
    person(world, "street", "assessor", EAST)
    held = world.cluster.connect()
    try:
        held.autocommit = False
        held.cursor().execute("lock table subsidy_run_lines in share mode")
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            answer = pool.submit(runs.assess, world, made, EAST, expect=None)
            while not world.cluster.query("select from pg_locks where relation = 'subsidy_run_lines'::regclass and not granted"):
                time.sleep(0.05)
            unscored(world, one)
            held.commit()
            answer = answer.result()
    finally:
        held.close()
    assert (answer.status, answer.code) == (409, "assessment_missing")
    assert [(row["paid_amount"], row["coefficient"]) for row in runs.lines(world, made)] == [(None, None)]


def test_a_month_that_is_not_over_is_not_assessed(world):
    """G12, G17: the month's assessment is there when the month is; what a street takes over before leaves out what is still to come."""
    now = datetime.date.fromisoformat(today())
    scheme = {**own_scheme(world), "first": now.year, "month": f"{now:%Y-%m}", "day": f"{now:%Y-%m}-01", "until": f"{now.year + 3}-01-01"}
    scheme["id"] = runs.scheme(world, modes=(("class_1", scheme["modes"][0]), ("class_2", scheme["modes"][1])), kind=scheme["kind"], first=now.year)
    one, holder = estate(world, scheme, "1000.00"), firm(world)
    contract(world, scheme, holder, one)
    made = runs.paid(world, drafted(world, scheme))
    assert runs.assess(world, made, EAST, expect=409).code == "month_not_over"


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
    people = {"created_by", "calculated_by", "approved_by"}
    assert None not in {officer(world).get(path, expect=200).json[name] for name in people}
    for account in (*streets, *holders, *neighbours, world.role("platform")):
        assert {account.get(path, expect=200).json[name] for name in people} == {None}
    assert [row["assessed_by"] is None for client in (officer(world), streets[0], world.role("platform")) for row in client.pages(f"{path}/streets")] == [False, False, False, True, True]
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
