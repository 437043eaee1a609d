"""An issue: what was found, who answers for it, and its way until it is struck off the ledger (F06, F08, F14–F17, F24–F26, F39–F44)."""
import itertools

import pytest
from harness.register import ACCOUNTS
from things.estates import committee, estate, officer, today
from things.issues import ASSIGNMENT, SAID, WAYS, act, at_once, counted, events, home, issue, issue_in, new_issue, officers, pointers, read

HYDRANT = {"defect_list": "safety_hazard", "defect_code": "hydrant_dry"}
SEWER = {"defect_list": "facility_deficiency", "defect_code": "blocked_sewer"}


def test_one_is_found_assigned_rectified_accepted_and_struck_off(samples):
    """F26, F17: 整治一个、验收一个、销号一个."""
    one, other = officers(samples.world)
    found = issue(samples)
    assert (found["state"], found["known"], found["times_recorded"], found["severity"], found["complexity"], found["level"]) == ("found", False, 1, "ordinary", "complex", "street")
    assigned = act(one, found, "assign").json
    assert (assigned["state"], assigned["responsible_name"], assigned["person"], assigned["due_on"], assigned["open_due"]) == ("assigned", "供水", "王工", today(5), today(5))
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


# Of each state its steps: where it leads, and who may of a street's ledger; with a '+' also of the district's. d district, s street, c community, f the firm.
LIFE = {
    "found": {"assign": ("assigned", "d+s"), "defer": ("deferred", "d+s"), "withdraw": ("withdrawn", "d+s")},
    "assigned": {"assign": ("assigned", "d+s"), "start": ("rectifying", "d+s+c+f+"), "defer": ("deferred", "d+s"), "refuse": ("refused", "d+"), "withdraw": ("withdrawn", "d+s")},
    "rectifying": {"progress": ("rectifying", "d+s+c+f+"), "rectify": ("rectified", "d+s+c+f+"), "defer": ("deferred", "d+s"), "refuse": ("refused", "d+")},
    "rectified": {"accept": ("accepted", "d+s"), "reject": ("rejected", "d+s")},
    "rejected": {"start": ("rectifying", "d+s+c+f+"), "defer": ("deferred", "d+s"), "refuse": ("refused", "d+")},
    "accepted": {"close": ("closed", "d+s")}, "closed": {}, "deferred": {"resume": ("assigned", "d+s")}, "refused": {"yield": ("rectifying", "d+")}, "withdrawn": {}}
MAY_CALL = {verb: "dscf" if verb in ("start", "progress", "rectify") else "d" if verb in ("refuse", "yield") else "ds" for verb in SAID}


@pytest.mark.parametrize("level", ("street", "district"))
@pytest.mark.parametrize("state", LIFE)
def test_every_step_of_every_role_in_every_state(state, level, samples):
    """F08, F17, F26, F38: each state, action and role; what is no step is refused and changes nothing."""
    world = samples.world
    callers = {letter: world.caller(ACCOUNTS[role][0]) for letter, role in (("d", "district"), ("s", "street"), ("c", "community"), ("f", "company"))}
    firm = str(world.register.account(ACCOUNTS["company"][0])["firm_id"])
    where = home(samples, "near")
    kept = issue_in(samples, state, firm=firm, estate_id=where, level=level)
    for letter, verb in itertools.product(callers, SAID):
        to_state, roles = LIFE[state].get(verb, (None, ""))
        if letter not in MAY_CALL[verb]:
            assert act(callers[letter], kept, verb, expect=403).code == "forbidden"
        elif letter + "+" in roles or letter in roles and level == "street":
            one = issue_in(samples, state, firm=firm, estate_id=where, level=level)
            said = {"responsible_kind": "firm", "firm_id": firm, **ASSIGNMENT} if verb == "assign" else SAID[verb]
            answer = act(callers[letter], one, verb, said)
            assert answer.json["state"] == to_state and events(callers["d"], one)[-1]["action"] == verb
        else:
            unseen = letter == "f" and state in ("found", "withdrawn")
            answer = act(callers[letter], kept, verb, expect=404 if unseen else 409)
            assert answer.code == "not_found" if unseen else answer.code in ("state_conflict", "issue_not_assigned")
    assert read(callers["d"], kept)["version"] == kept["version"]
    said, are = counted(world)
    assert said == are


def test_the_three_stand_together_or_not_at_all(samples):
    """F25: 定人、定时间、定措施; F39: classified first."""
    one = officer(samples.world, "near")
    found = issue(samples)
    assert act(one, found, "assign", {"note": "请尽快"}, expect=422).code == "issue_responsible_missing"
    for some in ({"person": "王工"}, {"measure": "更换"}, {"due_on": today(3)}, {"person": "王工", "due_on": today(3)}):
        assert act(one, found, "assign", {"responsible_kind": "developer", "name": "某开发公司", **some}, expect=422).code == "issue_assignment_incomplete"
    classified = act(one, found, "assign", {"responsible_kind": "developer", "name": "某开发公司"}).json
    assert (classified["state"], classified["responsible_name"], classified["person"]) == ("found", "某开发公司", None)
    assert act(one, found, "start", expect=409).code == "state_conflict"
    assert act(one, found, "rectify", expect=409).code == "issue_not_assigned"
    assert act(one, found, "assign", ASSIGNMENT).json["state"] == "assigned"
    assert act(one, found, "assign", {"responsible_kind": "developer", "name": "另一公司"}, expect=422).code == "issue_assignment_incomplete"


def test_the_day_lies_within_what_the_severity_allows(samples):
    """F06: 明确整改时限; severity decides the window (rule issue_window)."""
    one = officer(samples.world, "near")
    said = {"responsible_kind": "department", "department": "fire_rescue", "person": "王工", "measure": "更换消火栓阀门"}
    ordinary = issue(samples)
    assert act(one, ordinary, "assign", said, expect=422).code == "issue_assignment_incomplete", "no rule sets a day for it"
    assert act(one, ordinary, "assign", {**said, "due_on": today(240)}).json["due_on"] == today(240), "F34: a campaign may give it months"
    for severity, days in (("serious", 15), ("safety", 7)):
        found = issue(samples, severity=severity)
        assert act(one, found, "assign", {**said, "due_on": today(days + 1)}, expect=422).code == "issue_due_beyond_window"
        assert act(one, found, "assign", {**said, "due_on": today(-1)}, expect=422).code == "issue_due_past"
        assert act(one, found, "assign", said).json["due_on"] == today(days)


def test_a_simple_one_is_put_right_at_once(samples):
    """F06: 边查边改."""
    one, other = officers(samples.world)
    found = issue(samples, complexity="simple")
    assert act(other, found, "rectify").json["state"] == "rectified"
    act(one, found, "accept")
    assert act(one, found, "close").json["person"] is None


def test_evidence_is_asked_for_by_severity(samples):
    """F26: serious needs pictures of after, a safety hazard of before, too; nothing is rectified without."""
    one, other = officers(samples.world)
    for severity, missing in (("safety", 2), ("serious", 1)):
        issue_ = issue_in(samples, "rectifying", severity=severity)
        refused = act(other, issue_, "rectify", expect=422)
        assert refused.code == "evidence_missing" and len(refused.json["errors"]) == missing
        assert read(one, issue_)["state"] == "rectifying"


def test_responsible_is_a_body_of_its_kind(samples):
    """F39: 责任主体分类 of four kinds."""
    world = samples.world
    one = officer(world, "near")
    mine = estate(samples, "near")["id"]
    firm = str(world.register.account(ACCOUNTS["company"][0])["firm_id"])
    abroad = str(world.register.account(ACCOUNTS["company"][2])["firm_id"])
    found = issue(samples, estate_id=mine)
    own = committee(samples, "near", mine)["id"]
    other = committee(samples, "near", estate(samples, "near")["id"])["id"]
    for said, pointer in (({"responsible_kind": "firm", "firm_id": abroad}, "/firm_id"), ({"responsible_kind": "firm"}, "/firm_id"),
                          ({"responsible_kind": "owners_committee", "committee_id": other}, "/committee_id"), ({"responsible_kind": "developer"}, "/name"),
                          ({"responsible_kind": "department", "department": "no_such"}, "/department"), ({"responsible_kind": "firm", "firm_id": firm, "name": "某公司"}, "/firm_id")):
        refused = act(one, found, "assign", said, expect=422)
        assert refused.code == "issue_responsible_unknown" and pointers(refused) == [pointer]
    assert act(one, found, "assign", {"responsible_kind": "owners_committee", "committee_id": own}).json["responsible_name"].endswith("业主委员会")
    assert act(one, found, "assign", {"responsible_kind": "firm", "firm_id": firm, **ASSIGNMENT}).json["responsible_firm_id"] == firm


def test_put_off_with_a_plan_and_taken_up_again(samples):
    """F44: a plan, and to whom it was reported."""
    one = officer(samples.world, "near")
    for state, back in (("found", "found"), ("rectifying", "assigned")):
        issue_ = issue_in(samples, state)
        for missing in ("plan", "reported_up_to"):
            act(one, issue_, "defer", {name: value for name, value in SAID["defer"].items() if name != missing}, expect=422)
        assert act(one, issue_, "defer", {**SAID["defer"], "until": today()}, expect=422).code == "issue_due_past"
        off = act(one, issue_, "defer", {**SAID["defer"], "until": today(40)}).json
        assert (off["state"], off["plan"], off["reported_up_to"], off["deferred_until"], off["open_due"]) == ("deferred", SAID["defer"]["plan"], SAID["defer"]["reported_up_to"], today(40), today(40))
        assert off["reported_up_at"] and act(one, issue_, "resume").json["state"] == back


def test_a_refusal_keeps_who_when_and_by_what_decision(samples):
    """000: 拒不整改."""
    world = samples.world
    refused = issue_in(samples, "refused")
    assert (refused["state"], refused["refusal_decision"], refused["refused_by"]) == ("refused", SAID["refuse"]["decision"], str(world.register.account("district.officer@150202")["id"])) and refused["refused_at"]
    assert act(officer(world, "near"), refused, "yield").json["refusal_decision"] == SAID["refuse"]["decision"]


def test_what_is_found_is_put_right_until_somebody_is_named(samples):
    """F24, F17: the ledger is live; no silent edit once it is assigned."""
    one = officer(samples.world, "near")
    found = issue(samples)
    changed = one.request("PATCH", f"/v1/issues/{found['id']}", json_body={"problem": "3号楼消火栓无水", "severity": "serious", "ledger": "service"}, headers={"If-Match": '"1"'}, expect=200).json
    assert (changed["problem"], changed["severity"], changed["ledger"], changed["version"]) == ("3号楼消火栓无水", "serious", "service", 2)
    raised = one.request("PATCH", f"/v1/issues/{issue(samples)['id']}", json_body=HYDRANT, headers={"If-Match": '"1"'}, expect=200).json
    assert raised["severity"] == "safety"
    assert one.request("PATCH", f"/v1/issues/{found['id']}", json_body={"defect_list": "violation_firm", "defect_code": "FIRM-99"}, headers={"If-Match": '"2"'}, expect=422).code == "issue_defect_unknown"
    assert one.request("PATCH", f"/v1/issues/{found['id']}", json_body={"place": "x"}, headers={"If-Match": '"1"'}, expect=412).code == "precondition_failed"
    act(one, found, "assign")
    assert one.request("PATCH", f"/v1/issues/{found['id']}", json_body={"place": "x"}, headers={"If-Match": '"3"'}, expect=409).code == "state_conflict"
    taken = issue(samples, **SEWER)
    beside = issue(samples, estate_id=taken["estate"]["id"])
    assert one.request("PATCH", f"/v1/issues/{beside['id']}", json_body=SEWER, headers={"If-Match": '"1"'}, expect=409).code == "issue_known"
    said, are = counted(samples.world)
    assert said == are


def test_a_defect_is_one_of_its_list_and_a_hazard_is_one_of_safety(samples):
    """F15, F16, F40–F43: the catalogues."""
    one = officer(samples.world, "near")
    for members, pointer in (({"defect_list": "violation_firm", "defect_code": "FIRM-17"}, "/defect_code"), ({"defect_list": "role", "defect_code": "street"}, "/defect_list"),
                             ({"defect_code": "FIRM-01"}, "/defect_list"), ({"defect_list": "safety_hazard"}, "/defect_code"), ({**HYDRANT, "severity": "serious"}, "/severity"),
                             ({**SEWER, "found_on": "2019-12-31"}, "/defect_code")):
        refused = one.post("/v1/issues", new_issue(estate_id=home(samples, "near"), **members), expect=422)
        assert refused.code == "issue_defect_unknown" and pointers(refused) == [pointer]
    assert issue(samples, **HYDRANT)["severity"] == "safety"
    for prefix, name, number in (("FIRM", "firm", 16), ("OC", "owners_committee", 8), ("DEV", "developer", 5), ("DEPT", "department", 19)):
        codes = [row["code"] for row in samples.world.cluster.query("select code from codes where list_code = %s order by position", (f"violation_{name}",))]
        assert len(codes) == number and all(code.startswith(prefix) for code in codes)
        assert issue(samples, defect_list=f"violation_{name}", defect_code=codes[-1])["defect_code"] == codes[-1]


def test_a_defect_at_a_place_is_one_issue_as_long_as_it_is_open(samples):
    """F24: recorded many times, counted once per place; back again after it was closed, it is another."""
    one = officer(samples.world, "near")
    where = {"estate_id": home(samples, "near"), **SEWER}
    first = issue(samples, place="3号楼 东侧", **where)
    again = issue(samples, place="3号楼东侧", problem="又堵了", **where)
    elsewhere = issue(samples, place="4号楼东侧", **where)
    assert (again["id"], again["known"], again["times_recorded"], again["version"]) == (first["id"], True, 2, 1) and elsewhere["id"] != first["id"]
    sightings = one.get(f"/v1/issues/{first['id']}/sightings", expect=200).json["items"]
    assert [row["problem"] for row in sightings] == [first["problem"], "又堵了"]
    act(one, elsewhere, "withdraw")
    assert issue(samples, place="4号楼东侧", **where)["recurrence_of"] is None
    other = officers(samples.world)[1]
    for verb, who in WAYS["closed"]:
        act((one, other)[who], first, verb)
    assert issue(samples, place="3号楼东侧", **where)["recurrence_of"] == first["id"]


def test_two_who_record_one_defect_at_once_make_one_issue(samples):
    """F24: one issue, as many sightings."""
    one = officer(samples.world, "near")
    where = new_issue(estate_id=home(samples, "near"), **SEWER)
    made = at_once(*[lambda: one.post("/v1/issues", where, expect=201).json] * 6)
    assert len({row["id"] for row in made}) == 1 and sorted(row["known"] for row in made) == [False] + [True] * 5
    assert len(one.get(f"/v1/issues/{made[0]['id']}/sightings", expect=200).json["items"]) == 6 == read(one, made[0])["times_recorded"]


def test_of_acceptance_and_rejection_at_once_one_is_done(samples):
    """F26."""
    one, _ = officers(samples.world)
    for _ in range(3):
        issue_ = issue_in(samples, "rectified")
        answers = at_once(lambda: act(one, issue_, "accept", expect=None), lambda: act(one, issue_, "reject", expect=None))
        assert sorted(answer.status for answer in answers) == [200, 409]
        assert [event["action"] for event in events(one, issue_)].count("accept") + [event["action"] for event in events(one, issue_)].count("reject") == 1
