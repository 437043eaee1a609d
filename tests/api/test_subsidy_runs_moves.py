"""Monthly runs of subsidies (G12): the moves there are, and that nothing happens twice."""
import concurrent.futures
import uuid

import pytest
from things import subsidy_runs as runs
from things.subsidy_estates import EAST, WEST, own_scheme, estate, contract, firm, drafted, adjusting, refused, postings, one_street, next_month, known_firm, told_alike
from things.subsidy_runs import RUNS, STREET, officer, person, run, today


def together(*calls):
    with concurrent.futures.ThreadPoolExecutor(len(calls)) as pool:
        return [answer.result() for answer in [pool.submit(call) for call in calls]]


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


@pytest.mark.parametrize("state, one, two", [
    ("draft", "calculate", "void"), ("calculated", "approve", "void"), ("calculated", "calculate", "void"), ("district_approved", "pay-streets", "void"), ("district_approved", "pay-streets", "assess"),
    ("paid_to_street", "assess", "pay-firms"), ("paid_to_street", "assess", "adjust"), ("street_assessed", "pay-firms", "close"), ("street_assessed", "pay-firms", "adjust"),
    ("paid_to_firm", "close", "adjust")])
def test_two_moves_at_once_are_one_after_the_other(world, state, one, two):
    """Whatever meets on a run: each move is done or refused for the state that stands, and books and states tell the same."""
    scheme = one_street(world)
    made = run(world, state, only="all", scheme_id=scheme["id"], month=next_month(scheme))

    def call(action):
        mover = person(world, "street", "payer" if action == "pay-firms" else "assessor", STREET) if action in MOVERS else person(world, "district", "third") if action == "void" else officer(world)
        return (lambda: mover.post(RUNS, {"adjusts_id": made["id"], "reason": "更正"}, expect=None)) if action == "adjust" else (lambda: move(world, made, action, mover))
    ways = [call(action) for action in (one, two, one, two)]
    answers = together(*ways)
    assert {answer.status for answer in answers} <= {200, 201, 409, 422} and {200, 201} & {answer.status for answer in answers}
    assert {answer.code for answer in answers if answer.status >= 400} <= {"state_conflict", "adjusting_run_open", "subsidy_run_changed", "subsidy_firm_unknown"}
    done = [way for way, answer in zip((one, two, one, two), answers) if answer.status < 300]
    assert all(done.count(action) <= (2 if action == "calculate" else 1) for action in (one, two))
    told_alike(world, scheme)
