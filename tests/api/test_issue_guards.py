"""Where rules about issues might be got round, and what firms and the public might learn by counting (F17, F26, F38, F44, E15)."""
import threading
import time

import pytest
from harness.register import ACCOUNTS
from things import attachments, evidence
from things.estates import today
from things.issue_progress import campaign, count_overdue
from things.issues import ASSIGNMENT, act, at_once, firm_of, issue, issue_in, new_issue, officers, read

SEWER = {"defect_list": "facility_deficiency", "defect_code": "blocked_sewer"}
DIMENSIONS = "district_code, campaign_id, ledger, level, street_code, community_code, responsible_kind, severity, rolled_up, state"


def miscounted(world):
    """Groups of which tallies and moves say something else than the issues that were recorded."""
    world.cluster.query("select issue_moves_fold(7)")
    return world.cluster.query(
        f"with said as (select {DIMENSIONS}, sum(n) as n from (select {DIMENSIONS}, n from issue_tallies union all select {DIMENSIONS}, n from issue_moves) t group by {DIMENSIONS} having sum(n) <> 0), "
        "counted as (select district_code, coalesce(campaign_id, '00000000-0000-0000-0000-000000000000') as campaign_id, ledger, level, coalesce(street_code, '') as street_code, "
        "coalesce(community_code, '') as community_code, coalesce(responsible_kind, '') as responsible_kind, severity, rolled_up, state, count(*) as n from issues i "
        "where exists (select from issue_events e where e.district_code = i.district_code and e.issue_id = i.id) group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10), "
        "counted_twice as (table counted union all select district_code, coalesce(campaign_id, '00000000-0000-0000-0000-000000000000'), ledger, level, coalesce(street_code, ''), "
        "coalesce(community_code, ''), coalesce(responsible_kind, ''), severity, rolled_up, 'overdue', count(*) from issues where overdue_counted group by 1, 2, 3, 4, 5, 6, 7, 8, 9) "
        "(table said except table counted_twice) union all (table counted_twice except table said)")


def withhold(world, issue, **members):
    """As if it had been recorded so."""
    world.cluster.query(f"with was as materialized (select i from issues i where i.id = %(id)s), n as (update issues i set {', '.join(f'{name} = %({name})s' for name in ('withheld', *members))} "
                        "where i.id = %(id)s returning i) select issue_recount(was.i, n.i, now()) from was, n", {"id": issue, "withheld": True, **members})


def test_nothing_is_struck_off_without_the_evidence_that_it_was_accepted_on(samples):
    """F26, F17: a picture that is taken back after acceptance is missing when it is closed."""
    one, other = officers(samples.world)
    made = issue_in(samples, "rectifying", severity="serious")
    photo = evidence.attach(one, "issue", made["id"], attachments.photo(next(samples.world.serial))).json
    act(other, made, "rectify")
    act(one, made, "accept")
    one.post(f"/v1/attachments/{photo['id']}/remove", {"reason": "传错"}, expect=200)
    refused = act(one, made, "close", expect=422)
    assert refused.code == "evidence_missing" and len(refused.json["errors"]) == 1 and read(one, made)["state"] == "accepted"
    evidence.attach(one, "issue", made["id"], attachments.photo(next(samples.world.serial)))
    assert act(one, made, "close").json["state"] == "closed"


def test_each_rejection_is_another_round_whatever_comes_between(samples):
    """F17, F44: put off or refused after it was not accepted, and taken up again."""
    one, _ = officers(samples.world)
    put_off = issue_in(samples, "rejected")
    for verb in ("defer", "resume"):
        act(one, put_off, verb)
    assert act(one, put_off, "start").json["round"] == 2
    refused = issue_in(samples, "rejected")
    act(one, refused, "refuse")
    assert act(one, refused, "yield").json["round"] == 2


def test_a_firm_reads_nothing_that_another_said_before_it_was_given_the_issue(samples):
    """F25: progress of the firm before, how it was put off."""
    world = samples.world
    one, _ = officers(world)
    first, second = world.caller(ACCOUNTS["company"][0]), world.caller(ACCOUNTS["company"][1])
    made = issue_in(samples, "rectifying", "one")
    act(first, made, "progress", {"progress": "甲公司账上无钱"})
    act(one, made, "defer", {"plan": "甲公司退出后再办", "reported_up_to": "领导小组"})
    act(one, made, "resume")
    given = act(one, made, "assign", {"responsible_kind": "firm", "firm_id": firm_of(world, "two"), **ASSIGNMENT}).json
    read(first, made, expect=404)
    shown = read(second, made)
    assert (given["progress"], given["plan"]) == (None, None) and "甲公司" not in str(shown) and shown["person"] == ASSIGNMENT["person"]
    assert "甲公司" in str(one.get(f"/v1/issues/{made['id']}/events", expect=200).json)


def test_the_public_does_not_count_what_is_withheld(samples):
    """E15: of a street with one estate the count of a ledger would tell the firm that somebody complained."""
    world = samples.world
    one, _ = officers(world)
    of = campaign(world)
    counted = lambda: [(row["ledger"], row["found"], row["overdue"]) for row in world.anyone.pages("/v1/published-issue-progress", {"campaign_id": of})]
    issue(samples, ledger="petition", campaign_id=of)
    hidden = issue_in(samples, "assigned", ledger="petition", campaign_id=of)
    withhold(world, hidden["id"], due_on=today(-3))
    alone = issue(samples, ledger="road", campaign_id=of)
    withhold(world, alone["id"])
    assert counted() == [("petition", 1, 0)]
    world.cluster.query("select issue_moves_fold(10000)")
    assert counted() == [("petition", 1, 0)]


def test_what_a_withdrawn_item_of_the_district_held_is_the_streets_again(samples):
    """F38: an item of the district's ledger that was recorded in error; what streets rolled up into it alone is counted with theirs, and may go into another."""
    world = samples.world
    one, _ = officers(world)
    of = campaign(world)
    total = lambda: [row["found"] for row in one.pages("/v1/issue-progress", {"campaign_id": of, "by": "campaign"})]
    alone, twice = issue(samples, campaign_id=of, **SEWER), issue(samples, campaign_id=of)
    above = {"id": act(one, alone, "roll-up", {}).json["rolled_up_to"][0]}
    act(one, twice, "roll-up", {"district_issue_id": above["id"]})
    split = one.post("/v1/issues", new_issue(level="district", campaign_id=of), expect=201).json
    act(one, twice, "roll-up", {"district_issue_id": split["id"]})
    assert total() == [2]
    act(one, above, "withdraw")
    assert (read(one, alone)["rolled_up"], read(one, twice)["rolled_up"]) == (False, True) and total() == [2]
    assert len(act(one, alone, "roll-up", {}).json["rolled_up_to"]) == 2
    assert total() == [2] and miscounted(world) == []


def test_of_a_complaint_that_is_promoted_while_its_issue_is_rolled_up_neither_waits_for_the_other(samples):
    """Locks are taken in one order: estate, complaint, issue."""
    world = samples.world
    one, other = officers(world)
    ticket = world.post_ticket("hotline@150202", estate_code=samples.estates["one"]["code"])
    said = world.cluster.query("select complaint_id::text as id from tickets where id = %s", (ticket["id"],))[0]["id"]
    made = one.post(f"/v1/complaints/{said}/issue", {"problem": "楼道长期无照明", "place": "乙", **SEWER}, expect=201).json
    held, answers = world.cluster.connect(), []
    try:
        held.autocommit = False
        with held.cursor() as cursor:
            cursor.execute("select 1 from complaints where id = %s for update", (said,))
            threads = [threading.Thread(target=lambda: answers.append(one.post(f"/v1/complaints/{said}/issue", {"problem": "地下车库积水", "place": "丙", **SEWER}).status)),
                       threading.Thread(target=lambda: answers.append(other.post(f"/v1/issues/{made['id']}/roll-up", {}).status))]
            for thread in threads:
                thread.start()
                time.sleep(0.5)
        held.rollback()
        begun = time.monotonic()
        [thread.join() for thread in threads]
    finally:
        held.close()
    assert sorted(answers) == [200, 201] and time.monotonic() - begun < 0.9, "a deadlock is found after a second"


def test_counts_are_those_of_the_issues_whatever_was_done_at_once(samples):
    """F17, F48: every verb by two officers at once, on a few issues, while what is overdue is counted as on a far day."""
    world = samples.world
    one, other = officers(world)
    of = campaign(world)
    made = [issue(samples, campaign_id=of, complexity="simple" if number % 2 else "complex", **SEWER) for number in range(4)]
    verbs = [("assign", None), ("start", {}), ("progress", {"progress": "已开工"}), ("rectify", {}), ("reject", {"reason": "不合格"}), ("start", {}), ("rectify", {}), ("accept", {}),
             ("defer", {"plan": "明年", "reported_up_to": "领导小组"}), ("resume", {}), ("refuse", {"decision": "决定"}), ("yield", {}), ("close", {}), ("withdraw", {"reason": "登记有误"}), ("roll-up", {})]
    said = lambda verb, value: {"responsible_kind": "department", "department": "water_supply", **ASSIGNMENT} if verb == "assign" else value

    def busy(client, order):
        return [client.post(f"/v1/issues/{one_['id']}/{verb}", said(verb, value)).status for verb, value in order for one_ in made]

    statuses = sum(at_once(lambda: busy(one, verbs), lambda: busy(other, verbs), lambda: busy(one, list(reversed(verbs))),
                           lambda: [count_overdue(world, "2999-01-01", 2) and 200 or 200 for _ in range(40)]), [])
    assert set(statuses) <= {200, 403, 409, 422} and 200 in statuses
    assert miscounted(world) == []


@pytest.mark.parametrize("role", ("company", "public"))
def test_filters_by_what_is_not_shown_find_nothing(role, samples):
    """E15: neither what it says unmasked nor where it came from is found."""
    world = samples.world
    made = issue_in(samples, "assigned", "one", problem="电话13812345678的王小明反映堆物", place="9号楼2单元501室")
    officers(world)[0].post("/v1/issue-publications", {"ids": [made["id"]]}, expect=200)
    client = world.caller(ACCOUNTS["company"][0]) if role == "company" else world.anyone
    where = {"estate_id": made["estate"]["id"], "count": "true"}
    assert made["id"] in [row["id"] for row in client.pages("/v1/issues", {**where, "q": "堆物"})]
    for query in ({"q": "13812345678"}, {"q": "501"}, {"source": "patrol"}, {"source": "complaint"}):
        for path in ("/v1/issues",):
            assert client.get(path, {**where, **query}, expect=200).json == {"items": [], "next": None, "total": 0}, query


def test_an_issue_whose_estate_came_to_another_street_is_refused_and_not_broken(samples):
    """F38: whoever rolls it up is told."""
    world = samples.world
    made = issue(samples)
    far = samples.estates["far"]
    world.cluster.query("update estates set street_code = %s, community_code = %s where id = %s returning 1", (far["street_code"], far["community_code"], made["estate"]["id"]))
    assert act(world.caller(ACCOUNTS["street"][0]), made, "roll-up", {}, expect=422).code == "estate_unknown"
    assert act(officers(world)[0], made, "roll-up", {}).json["rolled_up"]


def test_days_and_texts_at_their_limits(samples):
    """F14: neither breaks a list or the ledger."""
    one, _ = officers(samples.world)
    for day in ("0001-01-01", "1582-10-10", today()):
        made = issue(samples, found_on=day, place="门" * 200, problem="堆" * 1999 + "物", **(SEWER if day == today() else {}))
        assert made["found_on"] == day
        act(one, made, "assign", {"responsible_kind": "department", "department": "water_supply", **ASSIGNMENT, "due_on": "9999-12-31"})
        where = {"estate_id": made["estate"]["id"]}
        for query in ({"q": "堆物"}, {"due_from": "9999-12-31"}, {"found_from": day, "found_before": "9999-12-31"}, {"sort": "open_due"}):
            assert [row["id"] for row in one.get("/v1/issues", {**where, **query}, expect=200).json["items"]] == [made["id"]], query
        for query in ({"q": "%_"}, {"q": "堆%"}, {"due_before": "0001-01-01"}):
            assert one.get("/v1/issues", {**where, **query}, expect=200).json["items"] == [], query
        for media in ("text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"):
            assert one.get("/v1/ledgers/issues", where, headers={"Accept": media}).status == 200
    for wrong in ({"found_on": "9999-12-31"}, {"found_on": "-0001-01-01"}, {"problem": "堆" * 2001}, {"street_code": "东河"}, {"defect_list": "nonesuch", "defect_code": "x"}, {"defect_code": "x"}):
        assert one.post("/v1/issues", new_issue(estate_id=made["estate"]["id"], **wrong)).status == 422, wrong


def test_issues_are_recorded_into_campaigns_that_are_under_way(samples):
    """F18: into a draft by the district alone, into one that was withdrawn by nobody."""
    world = samples.world
    made = {state: campaign(world, state=state) for state in ("draft", "open", "closed", "withdrawn")}
    for account, refused in (("district.officer@150202", {"withdrawn"}), ("street.heping@150202", {"draft", "withdrawn"})):
        for state, one in made.items():
            said = world.caller(account).post("/v1/issues", new_issue(estate_id=str(samples.estates["near"]["id"]), campaign_id=one), expect=422 if state in refused else 201)
            assert state not in refused or said.code == "campaign_unknown", (account, state)
