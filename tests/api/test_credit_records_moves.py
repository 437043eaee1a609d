"""Every step of a credit record from every state by every role, against the table of transitions; and two who act at once."""
import concurrent.futures
import threading

import pytest
from things import credit
from things.credit import day, manager, record, rulebook
from things.users import signed_in

BODIES = {"propose": {}, "dismiss": {"reason": "查无实据"}, "confirm": {}, "notify": {}, "object": {"grounds": "当日已清运"}, "uphold": {"reason": "事实清楚"}, "amend": {"reason": "情节较轻"},
          "withdraw": {"reason": "异议成立"}, "apply_repair": {"note": "已整改"}, "accept_repair": {}, "refuse_repair": {"reason": "未整改"}, "revoke": {"reason": "认定有误"}, "circulate": {}}
ROLES = ["district", "street", "community", "company", "hotline", "platform"]
STATES = list(credit.STATES)
# What a firm is not told of is not there for it.
UNTOLD = {"lead", "proposed", "confirmed", "dismissed"}


def verb(action):
    return action.replace("_", "-")


@pytest.fixture(scope="module")
def table(world, samples):
    rulebook(samples)
    return {(row["from_state"], row["action"], row["role"]): row["to_state"] for row in world.cluster.query("select from_state, action, role, to_state from credit_record_transitions")}


@pytest.fixture(scope="module")
def may(world):
    """The roles that each action's operation is open to."""
    found = {}
    for operation in world.contract.operations:
        if operation.path.startswith("/v1/credit-records/{id}/") and operation.method == "POST":
            found[operation.path.rpartition("/")[2].replace("-", "_")] = set(operation.roles)
    return found


def test_the_table_is_the_domains(table, may):
    """model 7.2: roles and moves, and each action of the table is an operation of just its roles."""
    assert {action: {role for _, name, role in table if name == action} for action in BODIES} == may
    assert {(state, action) for state, action, role in table if role == "company"} == {("notified", "object"), ("publicity", "object"), ("effective", "apply_repair")}
    assert {state for state, _, _ in table} | set(table.values()) == set(STATES)
    assert not {state for state, _, _ in table} & {"revoked", "dismissed", "withdrawn"}, "these are ends"


@pytest.mark.parametrize("state", STATES)
def test_from_each_state_each_role_takes_the_steps_of_the_table_and_no_other(world, samples, table, may, state):
    """A step of the table is taken and leads where it says; any other is refused with the state that stands, and changes nothing."""
    person = manager(samples)
    for action in BODIES:
        identifier = None
        for role in ROLES:
            identifier = identifier or (record(samples, state, "one", "t_neglect", subject=person, severity="minor") if action == "circulate" else record(samples, state, "one"))
            world.cluster.query("update credit_records set valid_from = %s, street_code = %s where id = %s returning 1",
                                (day(-190), world.register.account("street.heping@150202")["street_code"], identifier))
            before = world.cluster.query("select state, version from credit_records where id = %s", (identifier,))[0]
            allowed = (state, action, role) in table
            expect = 403 if role not in may[action] else 404 if role == "company" and state in UNTOLD else 200 if allowed else 409
            answer = world.role(role).post(f"/v1/credit-records/{identifier}/{verb(action)}", dict(BODIES[action]), expect=expect)
            after = world.cluster.query("select state, version from credit_records where id = %s", (identifier,))[0]
            if allowed:
                assert answer.json["state"] == table[state, action, role] and after["version"] == before["version"] + 1, (state, action, role)
                identifier = None
            else:
                assert after == before and (expect != 409 or (answer.code, answer.json["state"]) == ("state_conflict", state)), (state, action, role, answer)


def at_once(*calls):
    barrier = threading.Barrier(len(calls))

    def act(call):
        barrier.wait()
        return call()
    with concurrent.futures.ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(act, call) for call in calls]]


def consistent(world, identifier):
    """The steps that were kept are a way through the table, the state is where it ended, and what counts is what that state says."""
    steps = world.cluster.query("select action, from_state, to_state, actor_role from credit_record_events where record_id = %s order by at, id", (identifier,))
    allowed = {(row["from_state"], row["action"], row["actor_role"], row["to_state"]) for row in world.cluster.query(
        "select t.from_state, t.action, t.role as actor_role, t.to_state from credit_record_transitions t")}
    assert all((row["from_state"], row["action"], row["actor_role"], row["to_state"]) in allowed for row in steps), steps
    state = world.cluster.query("select state from credit_records where id = %s", (identifier,))[0]["state"]
    assert state == steps[-1]["to_state"], (state, steps)
    rows = world.cluster.query("select subject_kind, upper_inf(known) as open, upper_inf(valid) or upper(valid) > (now() at time zone 'Asia/Shanghai')::date as runs from credit_counts where record_id = %s", (identifier,))
    standing = [row for row in rows if row["open"]]
    assert len(standing) == len({row["subject_kind"] for row in standing}), "once for each subject"
    if state in ("effective", "repair_applied", "notified"):
        assert {"project", "firm"} <= {row["subject_kind"] for row in standing} and all(row["runs"] for row in standing), (state, rows)
    elif state == "repaired":
        assert standing and not any(row["runs"] for row in standing), rows
    else:
        assert standing == [], (state, rows)
    return state


RACES = {
    "confirm and dismiss": ("proposed", [("district", "confirm"), ("other", "dismiss")], {"confirmed", "dismissed"}),
    "confirm twice": ("proposed", [("district", "confirm"), ("other", "confirm")], {"confirmed"}),
    "notify twice": ("confirmed", [("district", "notify"), ("other", "notify")], {"notified"}),
    "notify and dismiss": ("confirmed", [("district", "notify"), ("other", "dismiss")], {"notified", "dismissed"}),
    "object and revoke": ("publicity", [("company", "object"), ("district", "revoke")], {"objected", "revoked"}),
    "object twice": ("publicity", [("company", "object"), ("company", "object")], {"objected"}),
    "uphold and withdraw": ("objected", [("district", "uphold"), ("other", "withdraw")], {"effective", "withdrawn"}),
    "amend and uphold": ("objected", [("district", "amend"), ("other", "uphold")], {"effective"}),
    "two repairs": ("effective", [("company", "apply_repair"), ("company", "apply_repair")], {"repair_applied"}),
    "accept and refuse": ("repair_applied", [("district", "accept_repair"), ("other", "refuse_repair")], {"repaired", "effective"}),
    "repair and revoke": ("effective", [("company", "apply_repair"), ("district", "revoke")], {"repair_applied", "revoked"}),
}


@pytest.mark.parametrize("race", RACES)
def test_of_two_at_once_one_is_first(world, samples, table, race):
    """The second meets the state that the first left: never one that the table does not have, and what counts is of a piece after each."""
    state, acts, ends = RACES[race]
    callers = {"district": world.role("district"), "company": world.role("company"), "other": world.anyone.bearing(signed_in(world, "district"))}
    for caller in callers.values():
        caller.get("/v1/me", expect=200)
    for _ in range(5):
        identifier = record(samples, state, "one")
        answers = at_once(*[lambda who=who, action=action: callers[who].post(f"/v1/credit-records/{identifier}/{verb(action)}", dict(BODIES[action]), expect=(200, 409)) for who, action in acts])
        # What was confirmed may still be dismissed: both are done then, one after the other.
        assert sorted(answer.status for answer in answers) in ([[200, 409], [200, 200]] if race == "confirm and dismiss" else [[200, 409]]), answers
        assert consistent(world, identifier) in ends


def test_an_objection_and_the_end_of_publicity(world, samples, table):
    """What the last moment of publicity decides is the lock: before it the objection stops what counts, after it it is too late, and never both."""
    firm = world.role("company")
    for ended in (False, True):
        identifier = record(samples, "publicity", "one")
        if ended:
            with world.under_way(("update credit_records set publicity_until = (now() at time zone 'Asia/Shanghai')::date - 1 where id = %s", (identifier,))) as second:
                answer = second(lambda: firm.post(f"/v1/credit-records/{identifier}/object", dict(BODIES["object"]), expect=409))
            assert answer.code == "state_conflict" and answer.json["state"] == "effective"
        else:
            firm.post(f"/v1/credit-records/{identifier}/object", dict(BODIES["object"]), expect=200)
            assert consistent(world, identifier) == "objected"


def test_the_same_fact_twice_at_once_is_one_record(world, samples, table):
    caller = world.role("district")
    body = {"item_code": "t_cleaning", "subject_kind": "project", "subject_id": str(samples.estates["one"]["id"]), "occurred_on": "2026-11-02", "facts": "楼道垃圾未清运", "source": "inspection"}
    for number in range(4):
        answers = at_once(*[lambda number=number: caller.post("/v1/credit-records", {**body, "source_ref": f"同时上报{number}"}, expect=(201, 409)) for _ in range(3)])
        assert sorted(answer.status for answer in answers) == [201, 409, 409] and {answer.code for answer in answers if answer.status == 409} == {"credit_fact_counted"}


def test_notices_of_one_moment_have_numbers_of_their_own(world, samples, table):
    caller = world.role("district")
    records = [record(samples, "confirmed", "one") for _ in range(6)]
    answers = at_once(*[lambda identifier=identifier: caller.post(f"/v1/credit-records/{identifier}/notify", {}, expect=200) for identifier in records])
    assert len({answer.json["notice_no"] for answer in answers}) == 6
