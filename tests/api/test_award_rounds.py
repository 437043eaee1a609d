"""Rounds of awards: their days and the deadline (G20), and every move of rounds and nominations."""
import uuid

import pytest
from harness.register import ACCOUNTS, DISTRICT
from things import awards, effects, firms
from things.awards import ACTS, HONOURS, NOMINATIONS, ROUNDS, act, changed, in_publicity, in_selection, move, name, new_round, nominated, opened, starred, together
from things.estates import today


@pytest.fixture(autouse=True)
def in_force(world):
    effects.rulebook(world)


# ---- the days of a round ----

def test_g20_after_the_deadline_nothing_is_granted_until_it_is_put_off(world, district, other):
    """G20: by December 31, or whichever day the round says: it is told who is late, and only a later day lets it be granted."""
    round_id, _ = starred(world, district, other)
    in_publicity(world, round_id, -10)
    changed(world, round_id, nominations_until=today(-15), deadline=today(-1))
    made = district.get(f"{ROUNDS}/{round_id}", expect=200)
    assert made.json["overdue"] and round_id in [row["id"] for row in district.pages(ROUNDS, {"overdue": "true"})]
    assert move(other, round_id, "grant", expect=409).code == "award_deadline_passed"
    version = {"If-Match": f'"{made.json["version"]}"'}
    early = district.request("PATCH", f"{ROUNDS}/{round_id}", json_body={"deadline": today(-2)}, headers=version, expect=409)
    assert early.code == "award_only_later"
    later = district.request("PATCH", f"{ROUNDS}/{round_id}", json_body={"deadline": today()}, headers=version, expect=200).json
    assert (later["deadline"], later["overdue"]) == (today(), False)
    assert move(other, round_id, "grant").json["granted_on"] == today(), "the last day counts"
    assert not district.get(f"{ROUNDS}/{round_id}").json["overdue"]


def test_nominations_are_taken_on_their_days_alone(world, other, district):
    subject = awards.community(world, "community.huanxi@150202")
    early, late = opened(world, nominations_from=today(1))["id"], opened(world)["id"]
    in_selection(world, late)
    for round_id in (early, late, awards.drafted(world)["id"], str(uuid.uuid4())):
        answer = name(other, round_id, "community", subject, expect=(409, 422))
        assert answer.code == ("award_nominations_closed" if round_id in (early, late) else "award_round_unknown")
    changed(world, early, nominations_from=today(-5), nominations_until=today())
    assert name(other, early, "community", subject).json["state"] == "nominated", "the last day counts"
    assert name(other, early, "no_such", subject, expect=422).code == "award_category_unknown"
    assert district.get(f"{ROUNDS}/{late}").json["state"] == "selection" and late in [row["id"] for row in district.pages(ROUNDS, {"state": "selection"})]
    assert move(other, opened(world)["id"], "publish-selection", expect=409).code == "state_conflict"


@pytest.mark.parametrize("kind", ["working", "calendar"])
def test_days_of_publicity_are_counted_as_the_round_says(kind, world, district, other):
    round_id = opened(world, publicity_kind=kind)["id"]
    one = name(other, round_id, "community", awards.community(world, "community.huanxi@150202")).json
    in_selection(world, round_id)
    assert move(other, round_id, "publish-selection", expect=409).code == "award_nothing_selected"
    act(district, one, "select")
    made = move(district, round_id, "publish-selection").json

    def after(days):
        if kind == "calendar":
            return today(days)
        return district.get("/v1/workdays/after", {"date": today(), "days": str(days)}, expect=200).json["due"]
    assert (made["publicity_from"], made["publicity_until"], made["objections_until"]) == (today(), after(5), after(7))
    assert move(other, round_id, "grant", expect=409).code == "award_publicity_runs"
    changed(world, round_id, publicity_from=today(-9), publicity_until=today(-1), objections_until=today())
    assert move(other, round_id, "grant", expect=409).code == "award_publicity_runs"
    changed(world, round_id, objections_until=today(-1))
    assert act(world.role("street"), one, "object", expect=409).code == "award_phase"
    assert move(district, round_id, "grant", expect=409).code == "separation_of_duties", "who made it public does not grant"
    assert sorted(answer.status for answer in together(*[lambda: move(other, round_id, "grant", expect=(200, 409))] * 4)) == [200, 409, 409, 409]
    assert len(district.pages(HONOURS, {"round_id": round_id})) == 1


def test_a_draft_is_opened_by_somebody_who_has_not_written_in_it(world, district, other):
    made = other.post(ROUNDS, new_round(), expect=201).json
    assert move(other, made["id"], "open", expect=409).code == "separation_of_duties"
    written = district.request("PATCH", f"{ROUNDS}/{made['id']}", json_body={"year": 2027, "document": awards.document(3)}, headers={"If-Match": '"1"'}, expect=200).json
    assert (written["year"], written["version"], written["document"]["quotas"][0]["quota"]) == (2027, 2, 3)
    assert move(district, made["id"], "open", expect=409).code == "separation_of_duties"
    for client in (world.role("street"), world.role("public")):
        client.get(f"{ROUNDS}/{made['id']}", expect=404)
    round_ = opened(world)
    assert district.request("PATCH", f"{ROUNDS}/{round_['id']}", json_body={"deadline": today(70)}, headers={"If-Match": '"1"'}, expect=412).code == "precondition_failed"
    version = {"If-Match": f'"{round_["version"]}"'}
    assert district.request("PATCH", f"{ROUNDS}/{round_['id']}", json_body={"year": 2027}, headers=version, expect=409).code == "state_conflict"
    assert district.request("PATCH", f"{ROUNDS}/{round_['id']}", json_body={"nominations_until": today(61)}, headers=version, expect=422).code == "award_deadline_early"
    district.request("PATCH", f"{ROUNDS}/{round_['id']}", json_body={"nominations_until": today(12), "deadline": today(62)}, headers=version, expect=200)
    late = awards.drafted(world)["id"]
    changed(world, late, nominations_from=today(-9), nominations_until=today(-1))
    assert move(district, late, "open", expect=422).code == "takes_effect_in_the_past"


def test_a_round_that_does_not_fit_together_is_refused(district):
    quotas, categories = awards.document()["quotas"], awards.document()["categories"]
    for wrong, code in (({"document": {"quotas": quotas, "categories": categories[1:]}}, "award_document_misfit"), ({"document": {"quotas": quotas[1:], "categories": categories}}, "award_document_misfit"),
                        ({"document": {"quotas": quotas + quotas[:1], "categories": categories}}, "award_document_misfit"),
                        ({"document": {"quotas": quotas, "categories": categories + categories[:1]}}, "award_document_misfit"),
                        ({"template": "no_such"}, "award_template_unknown"), ({"deadline": today(10)}, "award_deadline_early"), ({"nominations_until": today(-1)}, "period_reversed")):
        assert district.post(ROUNDS, new_round(**wrong), expect=422).code == code
    for left_out in ("title_zh", "title_en", "basis", "deadline", "document"):
        value = {member: value for member, value in new_round().items() if member != left_out}
        assert district.post(ROUNDS, value, expect=422).code == "award_round_incomplete"


# ---- every state, action and role ----

STATES = ("nominated", "selected", "not_selected", "publicity", "objected", "struck", "granted", "withdrawn", "excluded")
PHASES = {"select": "selection", "reject": "selection", "withdraw": "selection"}


def stand(world, one, state, action):
    """The nomination in a state, by hand, and its round in the phase that the action needs."""
    for table in ("award_objections",):
        world.cluster.query(f"with gone as (delete from {table} where nomination_id = %s returning 1) select count(*) from gone", (one["id"],))
    changed(world, one["round_id"], state="open")
    (in_selection if PHASES.get(action) else in_publicity)(world, one["round_id"])
    world.cluster.query(
        "update award_nominations set state = %s, exclusion = case when %s = 'excluded' then '[]'::jsonb end, excluded_at_step = case when %s = 'excluded' then 'grant' end, "
        "withdrawn_reason = case when %s = 'withdrawn' then '试验' end, decided_by = null where id = %s returning 1", (state,) * 4 + (one["id"],))
    if state == "objected":
        world.cluster.query("insert into award_objections (district_code, id, nomination_id, grounds, raised_role, raised_by, raised_at) values (%s, %s, %s, '试验', 'street', %s, now()) returning 1",
                            (DISTRICT, str(uuid.uuid4()), one["id"], str(uuid.uuid4())))


@pytest.mark.parametrize("role", ["district", "street", "community", "company"])
def test_a_nomination_moves_as_its_table_says(role, world, district, other):
    """Each state, action and role: what the table does not have is refused and changes nothing."""
    table = {(row["from_state"], row["action"]): row["to_state"] for row in world.cluster.query(
        "select from_state, action, to_state from award_transitions where thing = 'nomination' and role = %s", (role,))}
    actions = list(ACTS) if role == "district" else ["withdraw", "object"]
    assert {action for _, action in table} == set(actions)
    if role == "district":
        one = name(other, opened(world)["id"], "firm", firms.firm(world)["id"]).json
    else:
        one = awards.of_firm(world, None) if role == "company" else nominated(world, ACCOUNTS[role][0])
    for state in STATES:
        for action in actions:
            stand(world, one, state, action)
            answer = act(world.role(role), one, action, expect=(200, 409))
            wanted = table.get((state, action))
            assert answer.status == (200 if wanted else 409), (state, action, answer)
            if not wanted:
                assert answer.code == "state_conflict" and answer.json["state"] == state
            assert district.get(f"{NOMINATIONS}/{one['id']}").json["state"] == (wanted or state), (state, action)


def test_a_nomination_moves_in_the_phase_of_its_round_alone(world, district, other):
    one = name(other, opened(world)["id"], "firm", firms.firm(world)["id"]).json
    assert act(district, one, "select", expect=409).code == "award_phase", "nominations are still open"
    stand(world, one, "nominated", "uphold")
    assert act(district, one, "select", expect=409).code == "award_phase"
    changed(world, one["round_id"], state="cancelled", cancelled_reason="试验")
    assert act(other, one, "withdraw", expect=409).code == "award_phase"


@pytest.mark.parametrize("state", ["draft", "open", "selection", "publicity", "granted", "cancelled"])
def test_a_round_moves_as_its_table_says(state, world, district, other):
    table = {row["action"]: row["to_state"] for row in world.cluster.query("select action, to_state from award_transitions where thing = 'round' and role = 'district' and from_state = %s", (state,))}
    verbs = {"open": "open", "publish": "publish-selection", "grant": "grant", "cancel": "cancel"}
    for action, verb in verbs.items():
        if state == "draft":
            made = awards.drafted(world)["id"]
        else:
            one = nominated(world, state={"open": None, "selection": "selected"}.get(state, "publicity"))
            made = one["round_id"]
            if state in ("publicity", "granted"):
                in_publicity(world, made, -10)
            if state == "granted":
                move(other, made, "grant")
            if state == "cancelled":
                move(other, made, "cancel")
        answer = move(district, made, verb, expect=(200, 409))
        assert answer.status == (200 if action in table else 409), (state, action, answer)
        assert action in table or answer.code == "state_conflict" and answer.json["state"] == state
        assert district.get(f"{ROUNDS}/{made}").json["state"] == table.get(action, state)


def test_a_round_that_is_cancelled_grants_nothing(world, district):
    one = awards.objected(world)
    made = district.post(f"{ROUNDS}/{one['round_id']}/cancel", {"reason": "电话13904721234举报"}, expect=200).json
    assert made["state"] == "cancelled" and "13904721234" not in made["cancelled_reason"]
    told = district.get(f"{NOMINATIONS}/{one['id']}").json
    assert told["state"] == "not_selected" and [each["state"] for each in told["objections"]] == ["lapsed"]
    world.role("public").get(f"{NOMINATIONS}/{one['id']}", expect=404)


def test_who_nominated_does_not_select_and_who_objected_does_not_decide(world, district, other):
    one = name(district, opened(world)["id"], "firm", firms.firm(world)["id"]).json
    in_selection(world, one["round_id"])
    assert act(district, one, "select", expect=409).code == "separation_of_duties"
    act(other, one, "select")
    move(other, one["round_id"], "publish-selection")
    act(other, one, "object")
    assert act(other, one, "uphold", expect=409).code == "separation_of_duties"
    assert act(district, one, "uphold", expect=409).code == "separation_of_duties", "who nominated"
