"""Moves of funds, adjustments and commitments: every one from every state by every role, two at once, and at random against a second reckoning in decimals."""
import concurrent.futures
import random
from decimal import ROUND_DOWN, Decimal

import pytest
from harness.register import ACCOUNTS
from things.funds import adjustment, commitment, free, fund, new_adjustment, new_commitment, payment, second

# What may follow from where, written down apart from the service: state → action → state.
FUND = {"draft": {"approve": "approved"}, "approved": {"close": "closed"}, "closed": {}}
ADJUSTMENT = {"proposed": {"approve": "approved", "refuse": "refused"}, "approved": {}, "refused": {}}
OPEN = {"pay": "paying", "pay_off": "settled", "release": "released"}
COMMITMENT = {"proposed": {"approve": "committed", "refuse": "refused"}, "committed": OPEN, "paying": OPEN, "settled": {}, "released": {}, "refused": {}}
THINGS = {"fund": FUND, "adjustment": ADJUSTMENT, "commitment": COMMITMENT}
SEPARATED = {"approve", "refuse", "pay", "pay_off"}
ROLES = tuple(role for role in ACCOUNTS if role != "district")
PLACE = {"fund": "/v1/funds", "adjustment": "/v1/fund-adjustments", "commitment": "/v1/fund-commitments"}
ACTIONS = {thing: sorted({action for moves in states.values() for action in moves}) for thing, states in THINGS.items()}
WALK = [(thing, state, action) for thing, states in THINGS.items() for state in states for action in ACTIONS[thing]]


def together(*calls):
    with concurrent.futures.ThreadPoolExecutor(len(calls)) as pool:
        return [answer.result() for answer in [pool.submit(call) for call in calls]]


def act(client, world, thing, one, action, expect=None, **members):
    """One move, as it is asked for."""
    path = f"{PLACE[thing]}/{one['id']}/"
    if action in ("pay", "pay_off"):
        due = one["outstanding"] if action == "pay_off" and one["outstanding"] != "0.00" else "0.01"
        return client.post(path + "pay", payment(world, **{"amount": due, **members}), expect=expect)
    if action in ("close", "release"):
        return client.post(path + action, {"reason": "年度终了"}, expect=expect)
    if thing == "fund":
        return client.post(path + "approve", {"version": one["version"]}, expect=expect)
    return client.post(path + "decide", {"decision": action, "reason": "经审核"}, expect=expect)


def standing(world, thing, state):
    """A fresh one in the state; the deputy wrote it."""
    if thing == "fund":
        return fund(world, state)
    if thing == "commitment":
        return commitment(world, state)
    made = adjustment(world)
    return made if state == "proposed" else act(world.role("district"), world, thing, made, {"approved": "approve", "refused": "refuse"}[state], 200).json


def state_of(world, thing, one):
    table = {"fund": "funds", "adjustment": "fund_adjustments", "commitment": "fund_commitments"}[thing]
    return world.cluster.query(f"select state from {table} where id = %s", (one["id"],))[0]["state"]


def postings(world):
    return world.cluster.query("select count(*) as n, max(number) as last from money_postings where district_code = '150202'")[0]


def balanced(world):
    """Numbers without a gap; nothing below nothing; money is neither made nor lost on the way."""
    posted = postings(world)
    assert posted["n"] == (posted["last"] or 0)
    rows = world.cluster.query("select kind, money_balance(district_code, id) as balance from money_accounts where district_code = '150202'")
    assert all(row["balance"] >= 0 for row in rows if row["kind"] != "treasury") and sum(row["balance"] for row in rows) == 0


# ---- every move ----

def test_the_table_of_moves_is_the_one_written_here(world):
    rows = world.cluster.query("select thing, from_state, action, to_state, by_another from fund_transitions")
    assert {(row["thing"], row["from_state"], row["action"], row["to_state"], row["by_another"]) for row in rows} == {
        (thing, state, action, after, action in SEPARATED) for thing, states in THINGS.items() for state, moves in states.items() for action, after in moves.items()}


@pytest.mark.parametrize("thing,state,action", WALK)
def test_every_move_from_every_state_by_every_role(thing, state, action, world):
    """The district alone moves; whoever wrote or proposed it neither approves nor pays; a move that the state does not allow leaves everything as it was."""
    one, after = standing(world, thing, state), THINGS[thing][state].get(action)
    count = postings(world)
    for role in ROLES:
        assert act(world.role(role), world, thing, one, action).status == 403, role
    if after and action in SEPARATED:
        assert act(second(world), world, thing, one, action, 409).code == "separation_of_duties"
    assert state_of(world, thing, one) == state and postings(world) == count
    answer = act(world.role("district"), world, thing, one, action, 200 if after else 409)
    if after:
        assert answer.json["state"] == state_of(world, thing, one) == after
        assert (postings(world) == count) is (action == "refuse")
    else:
        assert (answer.code, answer.json["state"]) == ("state_conflict", state) and postings(world) == count


def test_a_proposer_may_give_back(world):
    """What is not paid goes back to the line by whoever finds that it is not needed."""
    given = commitment(world, "paying")
    assert act(second(world), world, "commitment", given, "release", 200).json["outstanding"] == "0.00"
    balanced(world)


# ---- two at once ----

def proposals(world, made, amount, number):
    """By a street, so two officers may decide."""
    street = world.role("street")
    return [street.post(f"/v1/funds/{made['id']}/commitments", new_commitment(world, amount=amount), expect=201).json for _ in range(number)]


def test_the_last_yuan_is_promised_once(world):
    made = fund(world, lines={"advanced_units": "100.00"})
    officers = (world.role("district"), second(world))
    asked = proposals(world, made, "30.00", 8)
    answers = together(*(lambda one=one, n=n: act(officers[n % 2], world, "commitment", one, "approve") for n, one in enumerate(asked)))
    assert sorted(answer.status for answer in answers) == [200] * 3 + [409] * 5
    assert {answer.code for answer in answers if answer.status == 409} == {"budget_exceeded"} and free(world, made) == {"advanced_units": "10.00"}
    balanced(world)


def test_the_same_decision_by_two_has_one_effect(world):
    officers, made = (world.role("district"), second(world)), fund(world, lines={"advanced_units": "1000.00"})
    for one in proposals(world, made, "10.00", 4):
        answers = together(*(lambda officer=officer: act(officer, world, "commitment", one, "approve") for officer in officers))
        assert sorted(answer.status for answer in answers) == [200, 409]
    assert free(world, made) == {"advanced_units": "960.00"}
    mixed = [together(lambda: act(officers[0], world, "commitment", one, "approve"), lambda: act(officers[1], world, "commitment", one, "refuse"))
             for one in proposals(world, made, "10.00", 4)]
    assert all(sorted(answer.status for answer in answers) == [200, 409] for answers in mixed)
    assert free(world, made) == {"advanced_units": f"{960 - 10 * sum(answers[0].status == 200 for answers in mixed)}.00"}
    draft = fund(world, "draft")
    assert sorted(answer.status for answer in together(*[lambda: act(officers[0], world, "fund", draft, "approve")] * 3)) == [200, 409, 409]
    more = adjustment(world, of=made, amount="5.00")
    assert sorted(answer.status for answer in together(*[lambda: act(officers[0], world, "adjustment", more, "approve")] * 3)) == [200, 409, 409]
    balanced(world)


@pytest.mark.parametrize("first,other", (("approve", "release"), ("pay", "release"), ("pay_off", "release"), ("pay_off", "pay_off"), ("release", "release")))
def test_two_moves_at_once_leave_what_one_after_the_other_leaves(first, other, world):
    made = fund(world, lines={"advanced_units": "1000.00"})
    for _ in range(4):
        before = Decimal(free(world, made)["advanced_units"])
        given = commitment(world, "proposed" if first == "approve" else "committed", of=made, amount="50.00")
        answers = together(*(lambda action=action: act(world.role("district"), world, "commitment", given, action) for action in (first, other)))
        now = world.role("district").get(f"/v1/fund-commitments/{given['id']}").json
        done = [answer.status == 200 for answer in answers]
        if first in ("pay_off", "release"):
            assert sorted(done) == [False, True]
        assert any(done) and Decimal(now["paid"]) == {"pay": Decimal("0.01"), "pay_off": Decimal("50.00")}.get(first, 0) * (done[0] or first == other == "pay_off")
        expected = {"released": Decimal(now["paid"]), "settled": Decimal(50), "committed": Decimal(50), "paying": Decimal(50)}[now["state"]]
        assert Decimal(free(world, made)["advanced_units"]) == before - expected
    balanced(world)


def test_one_bank_reference_is_one_payment_however_often_it_comes(world):
    made = fund(world, lines={"advanced_units": "1000.00"})
    given, paid = [commitment(world, "committed", of=made, amount="50.00") for _ in range(2)], payment(world, amount="20.00")
    district = world.role("district")
    answers = together(*(lambda n=n: district.post(f"/v1/fund-commitments/{given[n % 2]['id']}/pay", paid) for n in range(6)))
    assert sorted(answer.status for answer in answers) == [200] + [409] * 5
    assert {answer.code for answer in answers if answer.status == 409} == {"fund_reference_used"}
    assert sum(Decimal(district.get(f"/v1/fund-commitments/{one['id']}").json["paid"]) for one in given) == 20
    key = {"Idempotency-Key": f"pay-{paid['bank_reference']}"}
    value = payment(world, amount="5.00")
    twice = [district.request("POST", f"/v1/fund-commitments/{given[0]['id']}/pay", json_body=value, headers=key, expect=200).json for _ in range(2)]
    assert twice[0] == twice[1]


def test_nothing_is_proposed_of_a_fund_that_closes(world):
    """Close and propose at once: one of them is refused."""
    for _ in range(5):
        made, district = fund(world), world.role("district")
        answers = together(lambda: act(district, world, "fund", made, "close"), lambda: second(world).post(f"/v1/funds/{made['id']}/commitments", new_commitment(world)),
                           lambda: second(world).post(f"/v1/funds/{made['id']}/adjustments", new_adjustment()))
        closed = answers[0].status == 200
        assert [answer.status for answer in answers[1:]] == [409, 409] if closed else all(answer.status in (201, 409) for answer in answers[1:])
        assert closed or 201 in [answer.status for answer in answers[1:]] and answers[0].code == "fund_still_open"
    balanced(world)


# ---- at random ----

class Reckoned:
    """A line, reckoned apart from the service."""

    def __init__(self, granted):
        self.granted = self.free = granted
        self.committed = self.paid = Decimal(0)

    def sums(self):
        return {"granted": self.granted, "free": self.free, "committed": self.committed, "paid": self.paid, "lapsed": Decimal(0)}


class Chance:
    """A fund of two lines, moved at random; each answer is foretold."""

    def __init__(self, world, seed):
        self.world, self.random = world, random.Random(seed)
        self.officers = (world.role("district"), second(world))
        granted = {purpose: self.amount(100000) for purpose in ("advanced_units", "excellent_firms")}
        self.made = fund(world, lines={purpose: str(amount) for purpose, amount in granted.items()})
        self.lines = {purpose: Reckoned(amount) for purpose, amount in granted.items()}
        self.open = []  # [commitment, state, outstanding, proposer]

    def amount(self, most):
        return Decimal(self.random.randint(1, most)).scaleb(-2)

    def some(self, most):
        """Mostly what there is room for, now and then a cent or more beyond."""
        most = most.quantize(Decimal("0.01"), ROUND_DOWN)
        return self.amount(max(1, int(most * 100))) if self.random.random() < 0.8 else most + self.amount(300)

    def propose(self):
        purpose, proposer = self.random.choice(list(self.lines)), self.random.randrange(2)
        line = self.lines[purpose]
        much = self.some(line.free / 2 + 1)
        firm = {"recipient_kind": "firm", "recipient_id": str(self.world.register.account(ACCOUNTS["company"][0])["firm_id"])}
        value = new_commitment(self.world, purpose=purpose, amount=str(much), **(firm if purpose == "excellent_firms" else {}))
        done = self.officers[proposer].post(f"/v1/funds/{self.made['id']}/commitments", value, expect=201 if much <= line.free else 409)
        if much <= line.free:
            self.open.append([done.json, "proposed", much, proposer])

    def pick(self, *states):
        there = [one for one in self.open if one[1] in states]
        return self.random.choice(there) if there else None

    def move(self, one, verb, value, expect, officer=None):
        officer = self.officers[1 - one[3]] if officer is None else officer
        officer.post(f"/v1/fund-commitments/{one[0]['id']}/{verb}", value, expect=expect)

    def decide(self):
        one = self.pick("proposed")
        if one:
            line, refused = self.lines[one[0]["purpose"]], self.random.random() < 0.2
            fits = refused or one[2] <= line.free
            self.move(one, "decide", {"decision": "refuse" if refused else "approve", "reason": "经审核"}, 200 if fits else 409)
            if fits:
                one[1] = "refused" if refused else "committed"
            if fits and not refused:
                line.free, line.committed = line.free - one[2], line.committed + one[2]

    def pay(self):
        one = self.pick("committed", "paying")
        if one:
            line = self.lines[one[0]["purpose"]]
            much = one[2] if self.random.random() < 0.3 else self.some(one[2])
            self.move(one, "pay", payment(self.world, amount=str(much)), 200 if much <= one[2] else 409)
            if much <= one[2]:
                one[2] -= much
                one[1] = "paying" if one[2] else "settled"
                line.committed, line.paid = line.committed - much, line.paid + much

    def release(self):
        one = self.pick("committed", "paying", "settled", "refused")
        if one:
            line, there = self.lines[one[0]["purpose"]], one[1] in ("committed", "paying")
            self.move(one, "release", {"reason": "不再需要"}, 200 if there else 409)
            if there:
                line.free, line.committed, one[1] = line.free + one[2], line.committed - one[2], "released"

    def adjust(self):
        purpose, way = self.random.choice(list(self.lines)), self.random.choice(("increase", "decrease"))
        line = self.lines[purpose]
        much = self.some(line.free / 2 + 1)
        fits = way == "increase" or much <= line.free
        done = self.officers[0].post(f"/v1/funds/{self.made['id']}/adjustments", new_adjustment(purpose=purpose, direction=way, amount=str(much)), expect=201 if fits else 409)
        if fits:
            self.officers[1].post(f"/v1/fund-adjustments/{done.json['id']}/decide", {"decision": "approve"}, expect=200)
            change = much if way == "increase" else -much
            line.granted, line.free = line.granted + change, line.free + change

    def check(self):
        there = self.officers[0].get(f"/v1/funds/{self.made['id']}").json
        for line in there["lines"]:
            wanted = self.lines[line["purpose"]].sums()
            assert {name: Decimal(line[name]) for name in wanted} == wanted and Decimal(line["free"]) >= 0
        for name in ("granted", "free", "committed", "paid", "lapsed"):
            assert Decimal(there[name]) == sum(line.sums()[name] for line in self.lines.values())
        assert Decimal(there["granted"]) == sum(Decimal(there[name]) for name in ("free", "committed", "paid", "lapsed"))


@pytest.mark.parametrize("seed", range(1, 5))
def test_at_random_the_books_are_what_decimals_say(seed, world):
    """Grants, commitments, payments and releases with odd cents: nothing free is ever less than nothing, every answer is the one that was foretold."""
    chance = Chance(world, seed)
    for step in range(80):
        chance.random.choice((chance.propose, chance.propose, chance.decide, chance.decide, chance.pay, chance.pay, chance.release, chance.adjust))()
        if step % 10 == 9:
            chance.check()
    balanced(world)
    assert len({one[1] for one in chance.open}) >= 4, "something of everything came about"
