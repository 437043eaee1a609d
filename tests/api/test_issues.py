"""Issues: what was found, who answers for it, and its way until it is struck off the ledger (F06, F08, F10, F14–F18, F24–F26, F38–F44, E15)."""
import concurrent.futures
import datetime
import itertools
import uuid

import pytest
from harness.register import ACCOUNTS
from things.estates import committee, estate, officer, today
from things.issues import ASSIGNMENT, SAID, WAYS, act, home, issue, issue_in, new_issue, officers
from things.rulebooks import deputy

STATES = ("found", "assigned", "rectifying", "rectified", "rejected", "accepted", "closed", "deferred", "refused", "withdrawn")
HYDRANT = {"defect_list": "safety_hazard", "defect_code": "hydrant_dry"}
SEWER = {"defect_list": "facility_deficiency", "defect_code": "blocked_sewer"}


def at_once(*calls):
    with concurrent.futures.ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(call) for call in calls]]


def read(client, one, expect=200):
    return client.get(f"/v1/issues/{one['id']}", expect=expect).json


def events(client, one):
    return client.get(f"/v1/issues/{one['id']}/events", expect=200).json["items"]


def pointers(answer):
    return [fault["pointer"] for fault in answer.json["errors"]]


def counted(world, estate_id=None, campaign="00000000-0000-0000-0000-000000000000"):
    """What the counts come to, and what the issues themselves do."""
    said = world.cluster.query("select level, street_code, community_code, responsible_kind, severity, rolled_up, state, ledger, sum(n)::int as n from issue_moves where district_code = '150202' "
                               "and campaign_id = %s group by 1, 2, 3, 4, 5, 6, 7, 8 having sum(n) <> 0 order by 1, 2, 3, 4, 5, 6, 7, 8", (campaign,))
    are = world.cluster.query("select level, coalesce(street_code, '') as street_code, coalesce(community_code, '') as community_code, coalesce(responsible_kind, '') as responsible_kind, severity, "
                              "rolled_up, state, ledger, count(*)::int as n from issues where district_code = '150202' and coalesce(campaign_id, '00000000-0000-0000-0000-000000000000') = %s "
                              "and created_role is not null and exists (select from issue_events e where e.issue_id = issues.id) group by 1, 2, 3, 4, 5, 6, 7, 8 order by 1, 2, 3, 4, 5, 6, 7, 8", (campaign,))
    return said, are


def test_one_is_found_assigned_rectified_accepted_and_struck_off(samples):
    """F26, F17: 整治一个、验收一个、销号一个."""
    one, other = officers(samples.world)
    found = issue(samples)
    assert (found["state"], found["known"], found["times_recorded"], found["severity"], found["complexity"], found["level"]) == ("found", False, 1, "ordinary", "complex", "street")
    assigned = act(one, found, "assign").json
    assert (assigned["state"], assigned["responsible_name"], assigned["person"], assigned["due_on"], assigned["open_due"]) == ("assigned", "供水", "王工", today(30), today(30))
    assert act(one, found, "start").json["state"] == "rectifying"
    assert act(one, found, "progress").json["progress"] == SAID["progress"]["progress"]
    assert act(other, found, "rectify").json["state"] == "rectified"
    assert act(one, found, "accept").json["open_due"] is None
    closed = act(one, found, "close").json
    assert closed["state"] == "closed" and closed["closed_at"] and closed["round"] == 1
    assert [event["action"] for event in events(one, found)] == ["record", "assign", "start", "progress", "rectify", "accept", "close"]
    said, are = counted(samples.world)
    assert said == are


def test_what_is_not_accepted_goes_another_round(samples):
    """F26: rejected, begun again, accepted at the second time."""
    one, other = officers(samples.world)
    issue_ = issue_in(samples, "rectified")
    rejected = act(one, issue_, "reject", {"reason": "仍无水", "due_on": today(10)}).json
    assert (rejected["state"], rejected["round"], rejected["due_on"]) == ("rejected", 1, today(10))
    assert act(one, issue_, "start").json["round"] == 2
    act(other, issue_, "rectify")
    assert act(one, issue_, "accept").json["state"] == "accepted"


@pytest.mark.parametrize("verb", ("accept", "reject"))
def test_whoever_rectified_does_not_judge(verb, samples):
    """F26: acceptor ≠ rectifier."""
    one, other = officers(samples.world)
    issue_ = issue_in(samples, "rectified")
    assert act(other, issue_, verb, expect=409).code == "separation_of_duties"
    assert act(one, issue_, verb).json["state"] == {"accept": "accepted", "reject": "rejected"}[verb]


def test_whoever_rectified_does_not_strike_off(samples):
    """F17, F26."""
    one, other = officers(samples.world)
    issue_ = issue_in(samples, "accepted")
    assert act(other, issue_, "close", expect=409).code == "separation_of_duties"
    assert act(one, issue_, "close").json["state"] == "closed"


@pytest.mark.parametrize("level", ("street", "district"))
@pytest.mark.parametrize("state", STATES)
def test_every_step_of_every_role_is_what_the_table_says(state, level, samples):
    """F08, F17, F26, F38: each state, action and role; what the table lacks is refused and changes nothing."""
    world = samples.world
    table = {(row["action"], row["role"]): row for row in world.cluster.query("select * from issue_transitions where from_state = %s and level = %s", (state, level))}
    mine = home(samples, "one")
    callers = {"district": officer(world, "near"), "street": world.caller(street_of(world, samples, "one")), "community": world.caller(community_of(world, samples, "one")),
               "company": world.caller(ACCOUNTS["company"][0])}
    one = issue_in(samples, state, "one", estate_id=mine, level=level)
    for role, verb in itertools.product(callers, SAID):
        if verb in ("refuse", "yield") and role != "district" or role == "community" and verb not in ("start", "progress", "rectify") or role == "company" and verb not in ("start", "progress", "rectify"):
            assert act(callers[role], one, verb, expect=403).code == "forbidden"
        elif (verb, role) in table and not table[verb, role]["only_simple"]:
            world.cluster.query("with kept as (select id from issues where id = %s) select 1 from kept", (one["id"],))
        else:
            answer = act(callers[role], one, verb, expect=None)
            allowed = {"state_conflict", "issue_not_assigned", "not_found"}
            assert answer.status in (404, 409) and answer.code in allowed, (role, verb, answer)
    assert read(callers["district"], one)["version"] == one["version"]


def area_of(world, samples, place, column):
    return samples.estates[place][column]


def account_of(world, samples, place, role, column):
    wanted = area_of(world, samples, place, column)
    rows = world.cluster.query(f"select name from users where district_code = '150202' and role = %s and {column} = %s and state = 'active' and name like %s order by name limit 1", (role, wanted, f"{role}.%"))
    return f"{rows[0]['name']}@150202"


def street_of(world, samples, place):
    return account_of(world, samples, place, "street", "street_code")


def community_of(world, samples, place):
    return account_of(world, samples, place, "community", "community_code")
