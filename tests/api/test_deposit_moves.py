"""Who moves a deposit, from which state, and what two come to who do it at once; sums of random deposits against exact decimals of Python's own (L5)."""
import concurrent.futures
import datetime
import decimal
import fractions
import random
import types

import pytest
from harness.register import grant
from test_deposits import balanced, changed, postings
from things.deposits import PERFORMANCE, act, contract_of, demanded, deposit, hold, judged, payment, settlement, street
from things.estates import estate, officer, today
from things.rulebooks import deputy
from things.users import PASSWORD, user

WHERE = "/v1/deposits"
D = decimal.Decimal
CENT = D("0.01")
VALUES = {"receive": payment, "cancel": lambda: {"reason": "不再收取"}, "settle": settlement, "forfeit": lambda: {"reason": "拒不整改", "document": "决定1号"},
          "instalments/1/assess": lambda: None, "instalments/1/refund": payment}
# From which states each action leads on; of an instalment too, of a deposit that is paid.
LEADS = {"receive": {"due"}, "cancel": {"due"}, "settle": {"paid"}, "forfeit": {"paid", "scored", "assessed", "refunded"}, "instalments/1/assess": {"scored"}, "instalments/1/refund": {"assessed"}}
STANDING = {"scored": "paid", "assessed": "paid", "refunded": "paid"}
PART = {"scored": "scheduled", "assessed": "assessed", "refunded": "refunded", "paid": "scheduled"}


@pytest.fixture
def one(world):
    return officer(world, "near")


def together(*calls):
    with concurrent.futures.ThreadPoolExecutor(len(calls)) as pool:
        return [answer.result() for answer in [pool.submit(call) for call in calls]]


def made(world, state):
    """One in a state; settled ones are of a contract that has ended."""
    if state not in ("settled", "paid"):
        return deposit(world, state)
    found = act(officer(world, "near"), demanded(world), "receive", payment()).json
    return act(officer(world, "near"), found, "settle", settlement()).json if state == "settled" else found


@pytest.mark.parametrize("state", ["due", "paid", "scored", "assessed", "refunded", "settled", "forfeited", "cancelled"])
def test_from_each_state_only_its_moves_lead_on(world, one, state):
    """Model §7.2: due → paid → (instalment: assessed → refunded | withheld)* → settled; forfeited; the state that stands is said, and nothing is posted."""
    kept = made(world, state)
    before = postings(world, kept)
    for action, value in VALUES.items():
        instalment = action.startswith("instalments")
        if state in LEADS[action] or instalment and not kept["instalments"] or action == "settle" and state in STANDING:
            continue
        answer = act(one, kept, action, value(), 409)
        standing = PART[state] if instalment and kept["state"] == "paid" else kept["state"]
        assert (answer.code, answer.json["state"]) == ("state_conflict", standing), action
    assert one.get(f"{WHERE}/{kept['id']}").json == kept and postings(world, kept) == before
    balanced(world, kept)
    for action in VALUES:
        if state in LEADS[action]:
            done = act(one, made(world, state), action, VALUES[action]()).json
            assert done["version"] == kept["version"] + 1
            balanced(world, done)


def test_what_has_no_instalments_has_none_to_assess(world, one):
    found = made(world, "paid")
    assert act(one, found, "instalments/1/assess", None, 404).code == act(one, found, "instalments/1/refund", payment(), 404).code == "not_found"


@pytest.mark.parametrize("role,reads,assesses", [("district", True, True), ("street", True, True), ("community", True, True), ("company", True, False), ("platform", True, False), ("hotline", False, False)])
def test_who_reads_assesses_and_decides(world, role, reads, assesses):
    """Model §7.3: the district decides, street and community assess and read their own area's, a firm reads its own, the platform all; a deposit by decision is of no area."""
    near, far, asked = deposit(world, "scored"), deposit(world, "scored", "far"), demanded(world)
    client = world.role(role)
    seen = {"district": {near["id"], far["id"], asked["id"]}, "platform": {near["id"], far["id"], asked["id"]}}.get(role, {near["id"]}) if reads else set()
    for each in (near, far, asked):
        answer = client.get(f"{WHERE}/{each['id']}", expect=(200 if each["id"] in seen else 404) if reads else 403)
        assert answer.status != 200 or answer.json["id"] == each["id"]
    if reads:
        listed = {each["id"] for each in client.pages(WHERE)}
        assert {near["id"], far["id"], asked["id"]} & listed == seen
    for action, value in VALUES.items():
        allowed = role == "district" or action == "instalments/1/assess" and assesses
        if not allowed:
            act(client, near, action, value(), 403)
        elif action == "instalments/1/assess":
            act(client, far, action, value(), 200 if role == "district" else 404)
            act(client, near, action, value(), 200)


def test_a_community_and_a_street_see_a_contract_across_streets_both(world):
    contract, firm, served, _ = contract_of(world)
    other = estate(types.SimpleNamespace(world=world), "far")["id"]
    world.cluster.query("insert into contract_estates (district_code, contract_id, estate_id, kind, service_period, in_force) "
                        "select district_code, id, %s, kind, service_period, in_force from contracts where id = %s returning 1", (other, contract))
    hold(world)
    found = deputy(world).post(WHERE, {"kind": "performance", "contract_id": contract}, expect=201).json
    assert found["street_code"] is None
    for place in ("near", "far"):
        assert street(world, place).get(f"{WHERE}/{found['id']}").json["id"] == found["id"]


# ---- two hands ----

def test_who_assessed_an_instalment_does_not_pay_it(world, one):
    found = deposit(world, "scored")
    act(one, found, "instalments/1/assess")
    assert act(one, found, "instalments/1/refund", payment(), 409).code == "separation_of_duties"
    found = act(deputy(world), found, "instalments/1/refund", payment()).json
    assert found["instalments"][0]["state"] == "refunded"
    for action in ("settle", "forfeit"):
        for hand in (one, deputy(world)):  # one has assessed a part, the other has asked for the deposit
            assert act(hand, found, action, VALUES[action](), 409).code == "separation_of_duties"
    third = "third.deposits@150202"
    user(world, "near", name="third.deposits", role="district", community_code=None)
    world.register.credentials[third] = PASSWORD
    world.tokens[third] = world.anyone.request("POST", "/v1/auth/token", form=grant(third, PASSWORD), expect=200).json["access_token"]
    assert act(world.caller(third), found, "forfeit", VALUES["forfeit"]()).json["state"] == "forfeited"


def test_a_payment_has_a_day_of_the_bank_that_was(world, one):
    found = deposit(world, "assessed")
    assert act(one, found, "instalments/1/refund", payment(booked_on=today(1)), 422).code == "day_in_the_future"
    assert act(one, found, "instalments/1/refund", payment(booked_on=today(-1)), 422).code == "deposit_booked_too_early"
    assert act(one, found, "forfeit", {**VALUES["forfeit"](), "booked_on": today(1)}, 422).code == "day_in_the_future"
    assert act(one, found, "forfeit", {**VALUES["forfeit"](), "booked_on": today(-1)}, 422).code == "deposit_booked_too_early"


def test_one_transfer_is_one_refund_however_many_deposits_it_is_told_for(world, one):
    """An instalment, a settlement, or another deposit's: the same reference of the district's bank comes once, also when two tell it at once."""
    first, second = deposit(world, "assessed"), deposit(world, "assessed")
    told = payment()
    answers = together(*(lambda found=found: act(officer(world, "near"), found, "instalments/1/refund", told, (200, 409)) for found in (first, second)))
    assert sorted(answer.status for answer in answers) == [200, 409] and answers[[answer.status for answer in answers].index(409)].code == "deposit_reference_used"
    late = (first, second)[[answer.status for answer in answers].index(409)]
    assert act(one, late, "instalments/1/refund", payment()).json["instalments"][0]["state"] == "refunded"
    changed(world, late["contract_id"], f"terminated_on = '{today()}'")
    assert act(one, late, "settle", settlement("0.01", bank_reference=told["bank_reference"]), 409).code == "deposit_reference_used"
    balanced(world, one.get(f"{WHERE}/{late['id']}").json)


# ---- two at once ----

@pytest.mark.parametrize("state,action", [("due", "receive"), ("due", "cancel"), ("scored", "instalments/1/assess"), ("assessed", "instalments/1/refund"), ("paid", "settle"), ("paid", "forfeit")])
def test_what_several_do_at_once_is_done_once(world, one, state, action):
    found = made(world, state)
    answers = together(*(lambda: act(officer(world, "near"), found, action, VALUES[action](), (200, 409)) for _ in range(4)))
    assert sorted(answer.status for answer in answers) == [200, 409, 409, 409]
    assert {answer.code for answer in answers if answer.status == 409} == {"state_conflict"}
    balanced(world, one.get(f"{WHERE}/{found['id']}").json)


def test_two_who_ask_for_the_deposit_of_a_contract_come_to_one(world):
    hold(world)
    contract = contract_of(world)[0]
    answers = together(*(lambda: deputy(world).post(WHERE, {"kind": "performance", "contract_id": contract}, expect=(201, 409)) for _ in range(4)))
    assert sorted(answer.status for answer in answers) == [201, 409, 409, 409]
    assert {answer.code for answer in answers if answer.status == 409} == {"deposit_exists"}


@pytest.mark.parametrize("turn", range(3))
def test_settling_and_giving_back_at_once_never_pay_more_than_is_held(world, one, turn):
    """An assessed instalment is paid before the deposit is settled, whichever comes first; forfeiture takes what is left."""
    found = deposit(world, "assessed")
    changed(world, found["contract_id"], f"terminated_on = '{today()}'")
    settle = lambda: act(officer(world, "near"), found, "settle", settlement(str(D(found["amount"]) - D(found["instalments"][0]["refunded"]))), (200, 409))
    refund = lambda: act(officer(world, "near"), found, "instalments/1/refund", payment(), (200, 409))
    end = lambda: act(officer(world, "near"), found, "forfeit", VALUES["forfeit"](), (200, 409))
    together(settle, refund, *([end] if turn == 2 else []))
    balanced(world, one.get(f"{WHERE}/{found['id']}").json)
    assert sum(row["amount"] for row in postings(world, found) if row["step"] != "receive") <= D(found["amount"])


def test_the_same_key_pays_once(world, one):
    found = deposit(world, "assessed")
    told = payment()
    answers = [one.post(f"{WHERE}/{found['id']}/instalments/1/refund", told, headers={"Idempotency-Key": f"deposit-{found['id']}"}, expect=200) for _ in range(2)]
    assert answers[0].json == answers[1].json and len(postings(world, found)) == 2


# ---- sums ----

def half_up(value):
    """Of an exact fraction, to the cent."""
    return D((value * 100 + fractions.Fraction(1, 2)).__floor__()) / 100


def expected(fee, years, scores, bands):
    """(amount, [(nominal, refunded)]), by fractions and decimals alone; of years without scores nothing is refunded."""
    amount = half_up(fractions.Fraction(fee) * fractions.Fraction("0.10"))
    part = (amount / years).quantize(CENT, decimal.ROUND_FLOOR)
    parts = []
    for year in range(years):
        nominal = part if year < years - 1 else amount - part * (years - 1)
        if year >= len(scores):
            parts.append((nominal, None))
            continue
        each = [fractions.Fraction(score) for score in scores[year]]
        quarterly = fractions.Fraction(half_up(sum(each[:4]) / 4))
        score = half_up((quarterly * 4 + each[4] * 2 + each[5] * 4) / 10)
        ratio = next(D(band["ratio"]) for band in bands if D(band["low"]) <= score and (band["high"] is None or score < D(band["high"])))
        parts.append((nominal, half_up(fractions.Fraction(nominal) * fractions.Fraction(ratio))))
    return amount, parts


@pytest.mark.parametrize("fee,nominals", [
    ("100000.00", ["3333.33", "3333.33", "3333.34"]), ("100000.05", ["3333.33", "3333.33", "3333.35"]), ("100000.04", ["3333.33", "3333.33", "3333.34"]), ("0.05", ["0.00", "0.00", "0.01"]),
    ("0.50", ["0.01", "0.01", "0.03"]), ("0.30", ["0.01", "0.01", "0.01"]), ("9999999999.99", ["333333333.33", "333333333.33", "333333333.34"]), ("123456.78", ["4115.22", "4115.22", "4115.24"])])
def test_l5_odd_cents_over_three_years_sum_exactly(world, fee, nominals):
    """L5: each part cut to the cent, the last takes the cents that are left."""
    found = deposit(world, fee=fee, years=3)
    assert [part["nominal"] for part in found["instalments"]] == nominals
    assert sum(D(each) for each in nominals) == D(found["amount"]) == half_up(fractions.Fraction(fee) / 10)


@pytest.mark.parametrize("seed", range(6))
def test_l5_any_fee_years_and_scores_come_to_what_exact_arithmetic_says(world, one, seed):
    """G14, G15, G16, L5: what goes back, what is withheld and what is settled add up to what was paid, to the cent; the books agree at each step."""
    dice = random.Random(seed)
    over = dice.randint(1, 4)  # of the contract's years; the one after them is under way
    fee = f"{dice.randint(0, 5_000_000)}.{dice.randint(0, 99):02d}" if seed else "0.99"
    scores = [[f"{dice.randint(4000, 10000) / 100:.2f}" for _ in range(6)] for _ in range(over)]
    start = datetime.date.fromisoformat(today()).replace(day=1)
    start = start.replace(year=start.year - over)
    hold(world)
    contract, firm, served, _ = contract_of(world, fee=fee, start=start, years=over + 1)
    found = deputy(world).post(WHERE, {"kind": "performance", "contract_id": contract}, expect=201).json
    amount, parts = expected(fee, over + 1, scores, PERFORMANCE["bands"])
    assert D(found["amount"]) == amount and [D(part["nominal"]) for part in found["instalments"]] == [nominal for nominal, _ in parts]
    found = act(one, found, "receive", payment()).json
    held = amount
    for year in range(1, over + 1):
        judged(world, firm, served[0], start.replace(year=start.year + year - 1), scores[year - 1][:4], *scores[year - 1][4:])
        part = act(street(world), found, f"instalments/{year}/assess").json["instalments"][year - 1]
        assert (D(part["refunded"]), D(part["withheld"])) == (parts[year - 1][1], parts[year - 1][0] - parts[year - 1][1])
        if part["state"] == "assessed":
            held -= parts[year - 1][1]
            found = act(one, found, f"instalments/{year}/refund", payment()).json
            assert D(found["held"]) == held
            balanced(world, found)
    changed(world, contract, f"terminated_on = '{today()}'")
    back = half_up(fractions.Fraction(held) * dice.randint(0, 100) / 100)
    found = act(one, found, "settle", settlement(str(back))).json
    gone = sum(D(part["refunded"]) for part in found["instalments"] if part["state"] == "refunded")
    assert gone + D(found["settled_refund"]) + D(found["forfeited"]) == amount and D(found["settled_refund"]) == back
    balanced(world, found)
