"""Corrections of monthly runs (G12), and random months with corrections on corrections against an independent calculation."""
import datetime
import random
from decimal import Decimal

import pytest
from harness.register import DISTRICT
from things import subsidy_runs as runs
from things.subsidy_estates import (EAST, WEST, cents, own_scheme, estate, in_mode, contract, firm, score, unscored,
                                    area, drafted, adjusting, finished, refused, postings, balance, told_alike)
from things.subsidy_runs import RUNS, officer, person, today


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
    fix = adjusting(world, base, reason="业主13800138000反映面积有误")
    assert (fix["kind"], fix["adjusts_id"], fix["month"], fix["state"]) == ("adjusting", base["id"], base["month"], "draft")
    assert "13800138000" not in fix["reason"] and fix["reason"].endswith("反映面积有误")
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


def test_a_score_that_is_gone_is_corrected_too(world):
    """G12, G17: paid by an assessment that no longer stands; without another one the correction stops and says so, and does not pass it over."""
    scheme = own_scheme(world, missing=None)
    one, other, holder = estate(world, scheme, "1000.00"), estate(world, scheme, "2000.00"), firm(world)
    contract(world, scheme, holder, one, other)
    for found in (one, other):
        score(world, scheme, found, holder, "99")
    base = finished(world, drafted(world, scheme))
    unscored(world, one)
    fix = runs.paid(world, adjusting(world, base))
    assert [row["estate"]["id"] for row in runs.lines(world, fix)] == [one["id"]]
    assert runs.assess(world, fix, EAST, expect=409).code == "assessment_missing"
    score(world, scheme, one, holder, "70")
    runs.hand_on(world, fix, EAST)
    assert runs.close(world, fix)["paid_amount"] == "-20.00"
    assert runs.calculated(world, adjusting(world, fix))["lines"] == 0


def test_nothing_is_given_back_before_it_was_there(world):
    """G12: the bank's day of what a street gives back is not before the last payment of the month to or by it; on no day does the street hold less than nothing."""
    scheme = own_scheme(world, remainder="returned")
    one = estate(world, scheme, "1000.00")
    contract(world, scheme, firm(world), one)
    made = runs.paid(world, drafted(world, scheme))
    runs.hand_on(world, made, EAST)
    world.cluster.query("update subsidy_runs set approved_at = approved_at - interval '9 days' where id = %s", (made["id"],))
    value = {"booked_on": str(datetime.date.fromisoformat(today()) - datetime.timedelta(3)), "streets": [{"street_code": EAST, "bank_reference": "R-1"}]}
    assert refused(world, made, "close", value, status=422) == "subsidy_booked_too_early"
    assert officer(world).post(f"{RUNS}/{made['id']}/close", {**value, "booked_on": today()}, expect=200).json["returned"] == "20.00"


def test_whoever_asks_for_a_correction_does_not_approve_it(world):
    """Model 7.3: the proposer of a payment is not its decider, whoever calculates in between."""
    scheme = own_scheme(world)
    one = estate(world, scheme, "1000.00")
    base = runs.paid(world, drafted(world, scheme))
    area(world, one, "1100.00")
    fix = officer(world).post(RUNS, {"adjusts_id": base["id"], "reason": "面积登记有误"}, expect=201).json
    fix = runs.calculated(world, fix)
    assert refused(world, fix, "approve", {"version": fix["version"]}) == "separation_of_duties"
    assert person(world, "district", "third").post(f"{RUNS}/{fix['id']}/approve", {"version": fix["version"]}, expect=200).json["amount"] == "10.00"


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
    world.cluster.query("update subsidy_run_streets set assessed_at = assessed_at - interval '2 days' where run_id = %s", (fix["id"],))
    yesterday = str(datetime.date.fromisoformat(today()) - datetime.timedelta(1))
    assert payer.post(path, {**value, "booked_on": yesterday}, expect=409).code == "street_money_insufficient", "the bank's day before the other firm gave back"
    assert payer.post(path, value, expect=200).json["state"] == "paid_to_firm"
    assert (balance(world, scheme, "firm", wrong), balance(world, scheme, "firm", right)) == (0, 100)


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
    told_alike(world, scheme)


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
    """Areas, streets, firms and turns of the mode that were wrong, a firm that was not known, a score that was missing or came out otherwise."""
    for one in chance.sample(sorted(reference.estates.values(), key=lambda one: one["id"]), 6):
        what = chance.choice(("area", "firm", "score", "street", "another firm", "another score", "turn"))
        if what == "area":
            one["area"] = Decimal(chance.randint(1, 20_000_000)) / 100
            area(world, one, str(one["area"]))
        elif what == "firm" and one["firm"] is None:
            one["firm"] = firm(world)
            contract(world, scheme, one["firm"], one, since=f"{scheme['first'] + 1}-01-01")
        elif what == "score" and one["firm"] and month not in one["scores"]:
            one["scores"][month] = Decimal(chance.randint(4000, 10000)) / 100
            score(world, scheme, one, one["firm"], str(one["scores"][month]), month)
        elif what == "street":
            street = chance.choice((EAST, WEST))
            world.cluster.query("update estates set street_code = %s, community_code = (select j.community_code from division_jurisdictions j where j.district_code = %s and j.street_code = %s "
                                "and j.community_code is not null and j.effective_to is null order by 1 limit 1) where id = %s returning 1", (street, DISTRICT, street, one["id"]))
        elif what == "another firm" and one["firm"]:
            # Of the new one no score is known.
            one["firm"], one["scores"] = firm(world), {}
            world.cluster.query("delete from contract_estates where estate_id = %s returning 1", (one["id"],))
            contract(world, scheme, one["firm"], one, since=f"{scheme['first'] + 1}-01-01")
        elif what == "another score" and one["firm"]:
            unscored(world, one)
            one["scores"] = {month: Decimal(chance.randint(4000, 10000)) / 100}
            score(world, scheme, one, one["firm"], str(one["scores"][month]), month)
        elif what == "turn" and len(one["modes"]) == 2:
            (early, begin, _), (late, _, until) = one["modes"]
            turn = f"{scheme['first'] + 1}-{chance.choice(('01-02', '01-31', '02-01', '02-02'))}"
            one["modes"] = [(early, begin, turn), (late, turn, until)]
            world.cluster.query("delete from estate_modes where estate_id = %s returning 1", (one["id"],))
            for which, since, end in one["modes"]:
                in_mode(world, scheme, one["id"], scheme["modes"].index(which), since, end)


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
