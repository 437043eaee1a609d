"""Issues: what was found, who answers for it, and its way until it is struck off the ledger (F06, F08, F10, F14–F18, F24–F26, F38–F44, E15)."""
import concurrent.futures
import itertools
import uuid

import pytest
from harness.register import ACCOUNTS
from things.estates import committee, estate, officer, today
from things.issues import ASSIGNMENT, SAID, WAYS, act, home, issue, issue_in, new_issue, officers

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


def counted(world, campaign="00000000-0000-0000-0000-000000000000"):
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
    for severity, days in (("ordinary", 30), ("serious", 15), ("safety", 7)):
        found = issue(samples, severity=severity)
        said = {"responsible_kind": "department", "department": "fire_rescue", **ASSIGNMENT}
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
        assert (off["state"], off["plan"], off["reported_up_to"], off["deferred_until"], off["open_due"]) == ("deferred", SAID["defer"]["plan"], SAID["defer"]["reported_up_to"], today(40), None)
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


def test_what_a_street_rolls_up_stands_in_the_districts_ledger(samples):
    """F38: two levels, each item keeps its link; counted once."""
    world = samples.world
    one, street = officer(world, "near"), world.caller(ACCOUNTS["street"][0])
    first = issue(samples, by=street, **SEWER)
    rolled = act(street, first, "roll-up", {}).json
    assert rolled["rolled_up"] and len(rolled["rolled_up_to"]) == 1
    above = read(one, {"id": rolled["rolled_up_to"][0]})
    assert (above["level"], above["source"], above["street_issues"], above["problem"], above["state"]) == ("district", "roll_up", [first["id"]], first["problem"], "found")
    assert act(street, first, "roll-up", {}, expect=409).code == "issue_rolled_up"
    assert act(one, above, "roll-up", {}, expect=409).code == "issue_not_of_a_street"
    second = issue(samples, by=street)
    joined = act(one, second, "roll-up", {"district_issue_id": above["id"]}).json
    assert joined["rolled_up_to"] == [above["id"]] and sorted(read(one, above)["street_issues"]) == sorted([first["id"], second["id"]])
    assert act(one, second, "roll-up", {"district_issue_id": above["id"]}, expect=409).code == "issue_rolled_up"
    assert act(one, second, "roll-up", {"district_issue_id": first["id"]}, expect=422).code == "issue_district_unknown"
    split = one.post("/v1/issues", new_issue(level="district"), expect=201).json
    assert act(street, second, "roll-up", {"district_issue_id": split["id"]}, expect=422).code == "issue_district_unknown"
    assert len(act(one, second, "roll-up", {"district_issue_id": split["id"]}).json["rolled_up_to"]) == 2
    # One more of the same defect at the same place joins the item that is there.
    assert [row["id"] for row in one.get("/v1/issues", {"estate_id": first["estate"]["id"], "level": "district"}, expect=200).json["items"]] == [above["id"]]
    assert act(street, issue_in(samples, "closed"), "roll-up", {}, expect=409).code == "state_conflict"
    said, are = counted(world)
    assert said == are


def test_of_two_roll_ups_at_once_one_is_done(samples):
    """F38."""
    one = officer(samples.world, "near")
    found = issue(samples, **SEWER)
    answers = at_once(*[lambda: act(one, found, "roll-up", {}, expect=None)] * 4)
    assert sorted(answer.status for answer in answers) == [200, 409, 409, 409] and len(read(one, found)["rolled_up_to"]) == 1


def test_only_the_district_records_in_its_own_ledger_and_each_in_its_area(samples):
    """F38."""
    world = samples.world
    for role in ("street", "community"):
        caller = world.caller(ACCOUNTS[role][0])
        assert caller.post("/v1/issues", new_issue(level="district", estate_id=home(samples, "near")), expect=403).code == "issue_level_district"
        assert caller.post("/v1/issues", new_issue(estate_id=home(samples, "far")), expect=422).code == "estate_unknown"
        own = caller.post("/v1/issues", new_issue(), expect=201).json
        assert own["street_code"] == world.register.account(ACCOUNTS["street"][0])["street_code"] and own["estate"] is None
        assert caller.post("/v1/issues", new_issue(community_code=samples.estates["far"]["community_code"]), expect=422).code == "community_unknown"
    one, street = officer(world, "near"), world.caller(ACCOUNTS["street"][0])
    assert one.post("/v1/issues", new_issue(), expect=422).code == "issue_area_missing"
    assert one.post("/v1/issues", new_issue(street_code="340302001"), expect=422).code == "street_unknown"
    assert street.post("/v1/issues", new_issue(street_code=samples.estates["far"]["street_code"]), expect=422).code == "street_unknown"
    assert one.post("/v1/issues", new_issue(street_code=samples.estates["far"]["street_code"], found_on=today(1)), expect=422).code == "day_in_the_future"
    assert one.post("/v1/issues", new_issue(street_code=samples.estates["far"]["street_code"], campaign_id=str(uuid.uuid4())), expect=422).code == "issue_campaign_unknown"
    assert one.post("/v1/issues", new_issue(street_code=samples.estates["far"]["street_code"]), expect=201).json["community_code"] is None


def complaint(samples, **flags):
    """One of its own, of a firm."""
    world = samples.world
    ticket = world.post_ticket("hotline@150202", estate_code=samples.estates["one"]["code"], **flags)
    return world.cluster.query("select complaint_id::text as id from tickets where id = %s", (ticket["id"],))[0]


def promote(client, one, expect=201, **members):
    value = {"problem": "楼道长期无照明", **members}
    return client.post(f"/v1/complaints/{one['id']}/issue", value, expect=expect)


def test_a_complaint_becomes_an_issue_of_which_no_firm_learns_where_it_came_from(samples):
    """E15: 重点难点信访问题逐一建立台账; linked both ways for authorities alone."""
    world = samples.world
    one, firm = officer(world, "near"), world.caller(ACCOUNTS["company"][0])
    said = complaint(samples)
    before = firm.get(f"/v1/complaints/{said['id']}").json
    made = promote(one, said).json
    assert (made["ledger"], made["source"], made["complaint_id"], made["problem"], made["place"], made["withheld"]) == ("petition", "complaint", said["id"], "楼道长期无照明", "", False)
    assert promote(one, said).json["id"] == made["id"] and promote(one, said, **SEWER).json["id"] != made["id"]
    assert {row["id"] for row in one.get("/v1/issues", {"complaint_id": said["id"]}, expect=200).json["items"]} >= {made["id"]}
    read(firm, made, expect=404)
    act(one, made, "assign", {"responsible_kind": "firm", "firm_id": str(world.register.account(ACCOUNTS["company"][0])["firm_id"]), **ASSIGNMENT})
    shown = read(firm, made)
    assert all(shown[name] is None for name in ("source", "complaint_id", "times_recorded", "last_recorded_at", "withheld", "recurrence_of", "rolled_up_to", "refused_by", "reported_up_to"))
    assert said["id"] not in str(shown) and shown["found_on"] == today()
    for query in ({"complaint_id": said["id"]}, {"source": "complaint"}):
        assert firm.get("/v1/issues", {**query, "count": "true"}, expect=200).json == {"items": [], "next": None, "total": 0}
        assert world.anyone.get("/v1/issues", query, expect=200).json["items"] == []
    assert [(event["action"], event["by_name"], event["document"]) for event in events(firm, made)] == [("assign", None, None)]
    assert firm.get(f"/v1/complaints/{said['id']}").json == before
    # A further complaint of the same changes nothing that the firm sees.
    other = complaint(samples)
    hidden = promote(one, said, place="地下室", **SEWER).json
    act(one, hidden, "assign", {"responsible_kind": "firm", "firm_id": str(world.register.account(ACCOUNTS["company"][0])["firm_id"]), **ASSIGNMENT})
    was = read(firm, hidden)
    assert promote(one, other, place="地下室", **SEWER).json["known"]
    assert read(firm, hidden) == was


def test_of_a_confidential_complaint_no_issue_is_made_and_a_secret_ones_is_withheld(samples):
    """E15: neither firms nor the public."""
    world = samples.world
    one, firm, platform = officer(world, "near"), world.caller(ACCOUNTS["company"][0]), world.caller(ACCOUNTS["platform"][0])
    confidential = complaint(samples)
    world.cluster.query("update complaints set confidential = true where id = %s returning 1", (confidential["id"],))
    assert promote(one, confidential, expect=409).code == "issue_from_confidential"
    secret = complaint(samples)
    world.cluster.query("update complaints set secret = true where id = %s returning 1", (secret["id"],))
    own = {"responsible_kind": "firm", "firm_id": str(world.register.account(ACCOUNTS["company"][0])["firm_id"]), **ASSIGNMENT}
    hidden = promote(one, secret, place="甲", **SEWER).json
    act(one, hidden, "assign", own)
    assert hidden["withheld"] and read(firm, hidden, expect=404) and read(platform, hidden, expect=404)
    assert act(firm, hidden, "start", expect=404).code == "not_found"
    assert one.post("/v1/issue-publications", {"ids": [hidden["id"]]}, expect=200).json["left_out"] == 1
    # Recorded openly it is another one, which shows nothing of the first; that one is not counted beside it.
    openly = issue(samples, "one", place="甲", **SEWER)
    assert openly["id"] != hidden["id"] and not openly["known"] and read(one, hidden)["state"] == "withdrawn"
    # What becomes secret later is not shown from then on.
    later = complaint(samples)
    shown = promote(one, later).json
    act(one, shown, "assign", own)
    one.post("/v1/issue-publications", {"ids": [shown["id"]]}, expect=200)
    read(firm, shown), read(world.anyone, shown), read(platform, shown)
    world.cluster.query("update complaints set secret = true where id = %s returning 1", (later["id"],))
    for client in (firm, world.anyone, platform):
        read(client, shown, expect=404)


def test_what_is_published_shows_no_person_and_each_view_its_list(samples):
    """F10: 问题清单、责任清单、整改清单."""
    world = samples.world
    one = officer(world, "near")
    made = issue_in(samples, "progressing", problem="王小明家门口堆物，电话13812345678")
    read(world.anyone, made, expect=404)
    unknown = str(uuid.uuid4())
    assert (lambda said: (said["published"], said["already"], said["left_out"]))(one.post("/v1/issue-publications", {"ids": [made["id"], unknown]}, expect=200).json) == (1, 0, 1)
    assert one.post("/v1/issue-publications", {"ids": [made["id"]]}, expect=200).json["already"] == 1
    shown = read(world.anyone, made)
    assert shown["person"] is None and "13812345678" not in str(shown) and shown["published_at"] and shown["note"] is None
    assert "13812345678" in read(one, made)["problem"]
    lists = {view: world.anyone.get("/v1/issues", {"estate_id": made["estate"]["id"], "view": view}, expect=200).json["items"][0] for view in ("problem", "responsibility", "rectification")}
    assert [lists[view]["responsible_name"] for view in lists] == [None, "供水", "供水"]
    assert [lists[view]["due_on"] is not None for view in lists] == [False, True, True]
    assert [lists[view]["measure"] for view in lists] == [None, None, ASSIGNMENT["measure"]]
    campaign = str(uuid.uuid4())
    world.cluster.query("insert into campaigns (district_code, id, title_zh, title_en, year, source, created_at, updated_at) values ('150202', %s, '行动', 'Action', 2026, '002', now(), now()) returning 1", (campaign,))
    of_it = [issue(samples, campaign_id=campaign) for _ in range(3)]
    street = world.caller(ACCOUNTS["street"][1])
    assert street.post("/v1/issue-publications", {"campaign_id": campaign, "ledger": "facility"}, expect=200).json["published"] == 0
    assert one.post("/v1/issue-publications", {"campaign_id": campaign, "ledger": "facility"}, expect=200).json["published"] == 3
    assert {row["id"] for row in world.anyone.get("/v1/issues", {"campaign_id": campaign}, expect=200).json["items"]} == {row["id"] for row in of_it}
    for wrong in ({}, {"campaign_id": campaign}, {"ids": [unknown], "ledger": "facility"}):
        assert one.post("/v1/issue-publications", wrong, expect=422).code == "issues_unsaid"
    assert one.post("/v1/issue-publications", {"ids": [str(uuid.uuid4()) for _ in range(501)]}, expect=422).code == "invalid_body"


FILTERS = {"ledger": "service", "level": "street", "state": "assigned", "responsible_kind": "department", "department": "water_supply", "severity": "serious", "complexity": "complex",
           "source": "self_check", "defect_code": "blocked_sewer", "rolled_up": "false", "overdue": "false", "published": "false", "q": "电梯", "due_before": "2099-01-01", "due_from": "2020-01-01",
           "found_from": "2020-01-01", "found_before": "2099-01-01", "updated_since": "2020-01-01T00:00:00Z", "sort": "open_due"}


def test_each_filter_finds_it_and_its_contrary_does_not(samples):
    """F08, F10: by whatever a ledger is read."""
    one = officer(samples.world, "near")
    made = issue(samples, ledger="service", severity="serious", source="self_check", problem="电梯困人", **SEWER)
    act(one, made, "assign")
    where = {"estate_id": made["estate"]["id"], "street_code": made["street_code"], "community_code": made["community_code"], "district_code": "150202"}
    contrary = {"ledger": "road", "level": "district", "state": "found", "responsible_kind": "firm", "department": "gas_supply", "severity": "safety", "complexity": "simple", "source": "patrol",
                "defect_code": "garage_leak", "rolled_up": "true", "overdue": "true", "published": "true", "q": "绿化", "due_before": today(), "due_from": "2098-01-01", "found_from": "2098-01-01",
                "found_before": "2020-01-01", "updated_since": "2098-01-01T00:00:00Z", "campaign_id": str(uuid.uuid4()), "firm_id": str(uuid.uuid4()), "inspection_id": str(uuid.uuid4()),
                "complaint_id": str(uuid.uuid4())}
    for name, value in FILTERS.items():
        assert [row["id"] for row in one.get("/v1/issues", {**where, name: value}, expect=200).json["items"]] == [made["id"]], name
    for name, value in contrary.items():
        assert one.get("/v1/issues", {**where, name: value}, expect=200).json["items"] == [], name


def test_what_is_overdue_is_so_by_its_day_alone(samples):
    """F08: overdue is derived."""
    one = officer(samples.world, "near")
    made = issue_in(samples, "assigned")
    assert not read(one, made)["overdue"]
    samples.world.cluster.query("update issues set due_on = %s where id = %s returning 1", (today(-1), made["id"]))
    assert read(one, made)["overdue"]
    rows = one.get("/v1/issues", {"overdue": "true", "sort": "open_due", "estate_id": made["estate"]["id"]}, expect=200).json["items"]
    assert [row["id"] for row in rows] == [made["id"]]


@pytest.mark.parametrize("role", ("district", "street", "community", "company", "platform", "hotline", "public"))
def test_the_views_show_what_row_security_does(role, samples):
    """The views of issues run with the owner's rights: their scope is the policies'."""
    world = samples.world
    for place in ("near", "one", "far", "abroad"):
        made = issue_in(samples, "assigned", place)
        issue(samples, place)
        officer(world, place).post("/v1/issue-publications", {"ids": [made["id"]]}, expect=200)
    world.cluster.query("update issues set withheld = true where id = (select id from issues where state = 'assigned' and published_at is not null and not withheld order by id limit 1) returning 1")
    account = world.register.account(ACCOUNTS[role][0]) if role in ACCOUNTS else {}
    connection = world.cluster.connect(user=f"wuye_{role}")
    try:
        with connection.cursor() as cursor:
            for name, column in (("street", "street_code"), ("community", "community_code"), ("firm", "firm_id"), ("user", "id"), ("district", "district_code")):
                cursor.execute("select set_config(%s, %s, false)", (f"wuye.{name}", str(account.get(column) or "")))
            cursor.execute("select id from issues except select id from issue_finds")
            assert cursor.fetchall() == []
            cursor.execute("select id from issue_finds except select id from issues")
            assert cursor.fetchall() == []
            cursor.execute("select count(*) from issue_finds")
            assert cursor.fetchone()[0] > 0
    finally:
        connection.close()
