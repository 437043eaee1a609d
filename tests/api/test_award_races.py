"""Two who move a nomination and its round at once: one after the other, whichever comes first, and never both where one shuts the other out (G19, H07)."""
import pytest
from things import awards, effects, firms
from things.awards import HONOURS, NOMINATIONS, act, in_publicity, in_selection, move, name, opened, together

ALLOWED = {("grant", "object"): {"granted"}, ("grant", "withdraw"): {"granted", "withdrawn"}, ("grant", "cancel"): {"granted", "not_selected"},
           ("object", "withdraw"): {"withdrawn"}, ("uphold", "withdraw"): {"struck", "withdrawn"}, ("uphold", "dismiss"): {"struck", "publicity"},
           ("select", "withdraw"): {"withdrawn"}, ("select", "reject"): {"selected", "not_selected"}, ("select", "publish"): {"publicity", "not_selected"}}


@pytest.fixture(autouse=True)
def in_force(world):
    effects.rulebook(world)


def ready(world, other, pair):
    """A nomination by the other officer, where both moves may begin."""
    one = name(other, opened(world)["id"], "firm", firms.firm(world)["id"]).json
    if "select" in pair:
        in_selection(world, one["round_id"])
        if "publish" in pair:
            second = name_late(world, other, one)
            act(world.role("district"), second, "select")
        return one
    awards.put(world, one, "publicity")
    in_publicity(world, one["round_id"], 0 if {"object", "uphold"} & set(pair) and "grant" not in pair else -10)
    if "grant" in pair and "object" in pair:
        # The last day of objection was yesterday: whoever objects is late.
        awards.changed(world, one["round_id"], publicity_until=awards.today(-2), objections_until=awards.today(-1))
    if "uphold" in pair:
        awards.objected(world, one=one)
    return one


def name_late(world, other, one):
    awards.changed(world, one["round_id"], nominations_from=awards.today(-1), nominations_until=awards.today(1))
    second = name(other, one["round_id"], "firm", firms.firm(world)["id"]).json
    in_selection(world, one["round_id"])
    return second


@pytest.mark.parametrize("pair", sorted(ALLOWED), ids="-".join)
def test_two_moves_at_once_come_one_after_the_other(pair, world):
    district, other = world.role("district"), awards.second(world)
    rounds = {"grant": "grant", "cancel": "cancel", "publish": "publish-selection"}
    for _ in range(3):
        one = ready(world, other, pair)
        calls = []
        for action in pair:
            client = other if action == "withdraw" else world.role("street") if action == "object" else district
            calls.append((lambda action=action: move(district, one["round_id"], rounds[action], expect=(200, 409))) if action in rounds
                         else (lambda action=action, client=client: act(client, one, action, expect=(200, 404, 409))))  # to others who is withdrawn is not there
        answers = together(*calls)
        told = district.get(f"{NOMINATIONS}/{one['id']}").json
        assert told["state"] in ALLOWED[pair], (pair, [answer.status for answer in answers])
        assert 200 in [answer.status for answer in answers]
        honours = district.pages(HONOURS, {"round_id": one["round_id"]})
        assert len(honours) == (told["state"] == "granted") and bool(told["honour_id"]) == bool(honours)
        assert not [each for each in told["objections"] if each["state"] == "raised"] or told["state"] == "objected"
