"""How far issues have come: exact, of one moment, counted once (F17, F38, F48), and never by looking at every issue."""
import itertools
import random
import threading
import types

import pytest
from things.estates import estate, officer, today
from things.issue_progress import MOVE, NOWHERE, campaign, count_overdue, fold, issue

WHERE = "/v1/issue-progress"
STATES = ("found", "assigned", "rectifying", "rectified", "rejected", "accepted", "closed", "deferred", "refused")
DIMENSIONS = "campaign_id, ledger, level, street_code, community_code, responsible_kind, severity, rolled_up, withheld, state"


@pytest.fixture
def one(world):
    return officer(world, "near")


def rows(client, **query):
    return client.pages(WHERE, {"by": "all", **query})


def numbers(row):
    return {name: row[name] for name in ("found", "rectified", "accepted", "closed", "overdue", "withdrawn", "rectified_rate", "closing_rate")}


def moved(world, made, ledger, community, kind, state, n):
    """So many issues at once came to a state, as far as counts are told."""
    world.cluster.query("insert into issue_moves (district_code, campaign_id, ledger, level, street_code, community_code, responsible_kind, severity, rolled_up, state, n, moved_at) "
                        "values ('150202', %s, %s, 'street', '150202001', %s, %s, 'ordinary', false, %s, %s, now()) returning 1", (made, ledger, community, kind, state, n))


def misplaced(world):
    """Areas of which the sums say something else than the tallies."""
    return world.cluster.query(
        "with said as (select t.district_code, l.ledger, a.street, a.community, t.level, t.rolled_up, t.withheld, t.state, sum(t.n) as n from issue_tallies t cross join lateral (values (t.ledger), ('*')) l (ledger) "
        "cross join lateral (values (t.street_code, t.community_code), (t.street_code, '*'), ('*', '*')) a (street, community) group by 1, 2, 3, 4, 5, 6, 7, 8 having sum(t.n) <> 0), "
        "kept as (select district_code, ledger, street_code, community_code, level, rolled_up, withheld, state, n::numeric from issue_area_sums where n <> 0) "
        "select state from ((table said except table kept) union all (table kept except table said)) k")


def recounted(world):
    """Groups of which tallies and moves, or the sums of tallies, say something else than the issues themselves."""
    coarse = "district_code, campaign_id, ledger, level, street_code, rolled_up, withheld, state"
    return world.cluster.query(
        f"with said as (select {coarse}, sum(n) as n from issue_tallies group by {coarse} having sum(n) <> 0), kept as (select {coarse}, n from issue_sums where n <> 0 and street_code <> '*'), "
        "of_all as (select district_code, campaign_id, ledger, level, rolled_up, withheld, state, sum(n) from kept group by 1, 2, 3, 4, 5, 6, 7 having sum(n) <> 0), "
        "whole as (select district_code, campaign_id, ledger, level, rolled_up, withheld, state, n::numeric from issue_sums where n <> 0 and street_code = '*') "
        "(select state from (table of_all except table whole) e) union all (select state from (table whole except table of_all) w) union all "
        "select state from ((table said except table kept) union all (table kept except table said)) k", ()) + misplaced(world) + world.cluster.query(
        f"with said as (select {DIMENSIONS}, sum(n) as n from (select {DIMENSIONS}, n from issue_tallies union all select {DIMENSIONS}, n from issue_moves) t group by {DIMENSIONS} having sum(n) <> 0), "
        "counted as (select coalesce(campaign_id, %s) as campaign_id, ledger, level, coalesce(street_code, '') as street_code, coalesce(community_code, '') as community_code, "
        "coalesce(responsible_kind, '') as responsible_kind, severity, rolled_up, withheld, s.state, count(*) as n from issues i cross join lateral (values (i.state, true), ('overdue', i.overdue_counted)) s (state, holds) where s.holds "
        "group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10) "
        f"(table said except table counted) union all (table counted except table said)", (NOWHERE,))


def test_f17_progress_says_where_every_issue_stands(world, one):
    """F17, F48: found, rectified, accepted, closed one by one; what is overdue; shares with two places, half up (L2)."""
    made = campaign(world)
    for state in STATES:
        issue(world, "near", state, campaign_id=made)
    issue(world, "near", "withdrawn", campaign_id=made)
    for state in ("assigned", "rectifying", "rejected", "rectified", "closed", "deferred", "found"):
        issue(world, "near", state, due=-1, campaign_id=made)
    issue(world, "near", "rectifying", due=0, campaign_id=made)
    before = rows(one, campaign_id=made)
    assert len(before) == 1 and before[0]["states"] == {"found": 2, "assigned": 2, "rectifying": 3, "rectified": 2, "rejected": 2, "accepted": 1, "closed": 2, "deferred": 2, "refused": 1}
    assert numbers(before[0]) == {"found": 17, "rectified": 5, "accepted": 3, "closed": 2, "overdue": 3, "withdrawn": 1, "rectified_rate": "29.41", "closing_rate": "11.76"}
    assert sum(before[0]["states"].values()) == before[0]["found"]
    assert fold(world) >= 18 and rows(one, campaign_id=made) == before and fold(world) == 0
    assert recounted(world) == []


def test_f48_progress_is_grouped_and_filtered(world, one):
    made = campaign(world)
    plan = (("near", "road", "firm", "serious", "closed"), ("near", "road", "developer", "ordinary", "rectifying"), ("far", "road", "firm", "ordinary", "closed"), ("far", "parking", None, "safety", "found"))
    for place, ledger, kind, severity, state in plan:
        issue(world, place, state, campaign_id=made, ledger=ledger, responsible_kind=kind, severity=severity)
    groups = rows(one, campaign_id=made, by="ledger,street")
    found = [(row["ledger"], row["found"], row["closed"], row["closing_rate"]) for row in groups]
    assert sorted(found) == [("parking", 1, 0, "0.00"), ("road", 1, 1, "100.00"), ("road", 2, 1, "50.00")] and all(row["street_name"] and row["community_code"] is None for row in groups)
    assert [row["position"] for row in groups] == [1, 2, 3]
    assert {row["responsible_kind"]: row["found"] for row in rows(one, campaign_id=made, by="responsible_kind")} == {"firm": 2, "developer": 1, "none": 1}
    assert [(row["ledger"], row["found"]) for row in one.pages(WHERE, {"campaign_id": made})] == [("parking", 1), ("road", 3)]
    assert {row["severity"]: row["found"] for row in rows(one, campaign_id=made, by="severity")} == {"serious": 1, "ordinary": 2, "safety": 1}
    assert [row["campaign_id"] for row in rows(one, campaign_id=made, by="campaign")] == [made] and "none" in {row["campaign_id"] for row in rows(one, by="campaign")} | {"none"}
    for query, number in (({"ledger": "road"}, 3), ({"severity": "safety,serious"}, 2), ({"responsible_kind": "firm"}, 2), ({"street_code": groups[-1]["street_code"], "ledger": "road"}, groups[-1]["found"]),
                          ({"ledgers": "district"}, 0)):
        assert sum(row["found"] for row in rows(one, campaign_id=made, **query)) == number, query
    community = world.register.account("community.luwang@150202")["community_code"]
    assert rows(one, campaign_id=made, community_code=community)[0]["found"] == 2
    assert {row["community_name"] for row in rows(one, campaign_id=made, by="community")} >= {None} or all(row["community_name"] for row in rows(one, campaign_id=made, by="community"))
    assert one.get(WHERE, {"by": "colour"}, expect=400).code == "invalid_parameter"


def test_l2_shares_are_rounded_half_up(world, one):
    """184 of 316 is 58.23 %, 209 of 316 is 66.14 %, 1 of 800 is 0.13 % and not 0.12 %."""
    for closed, whole, said in ((184, 316, "58.23"), (209, 316, "66.14"), (1, 800, "0.13")):
        made = campaign(world)
        for state, n in (("closed", closed), ("rectifying", whole - closed)):
            moved(world, made, "road", "", "", state, n)
        assert rows(one, campaign_id=made)[0]["closing_rate"] == said
        for state, n in (("closed", closed), ("rectifying", whole - closed)):
            moved(world, made, "road", "", "", state, -n)


def test_f38_what_is_rolled_up_counts_once(world, one):
    made = campaign(world)
    issue(world, "near", "rectifying", due=-1, campaign_id=made, rolled_up=True)
    issue(world, "near", "closed", campaign_id=made)
    issue(world, "near", "rectifying", due=-1, campaign_id=made, level="district")
    for _ in range(2):
        got = {ledgers: (row["found"], row["overdue"]) for ledgers in ("whole", "street", "district") for row in rows(one, campaign_id=made, ledgers=ledgers)}
        assert got == {"whole": (2, 1), "street": (2, 1), "district": (1, 1)}
        assert rows(one, campaign_id=made)[0]["found"] == 2
        assert rows(world.caller("street.heping@150202"), campaign_id=made)[0]["found"] == 2
        fold(world)


def test_f17_counts_follow_the_steps_of_an_issue(world, one):
    """F17: no count is edited; recorded, assigned and withdrawn by the service, the issue is where the counts say."""
    made = campaign(world)
    street = world.caller("street.heping@150202")
    own = estate(types.SimpleNamespace(world=world), "near")
    found = street.post("/v1/issues", {"ledger": "road", "problem": "路面破损", "campaign_id": made, "estate_id": own["id"]}, expect=201).json
    assert rows(one, campaign_id=made)[0]["states"]["found"] == 1 and rows(street, campaign_id=made)[0]["found"] == 1
    street.post(f"/v1/issues/{found['id']}/withdraw", {"reason": "登记有误"}, expect=200)
    for _ in range(2):
        assert [(row["found"], row["withdrawn"], row["closing_rate"]) for row in rows(one, campaign_id=made)] == [(0, 1, None)]
        fold(world)


def test_each_counts_what_it_may_see(world, one):
    """Model §7.3: a street and a community their area, a firm what it is responsible for and no matter that is kept from it, the city platform all of its district but what
    is withheld: what it counts and cannot list would tell it, matter by matter, where those are."""
    made, foreign = campaign(world), campaign(world, place="abroad")
    for place in ("near", "far", "one", "two"):
        issue(world, place, "closed", campaign_id=made)
    issue(world, "one", "rectifying", due=-1, campaign_id=made, withheld=True)
    issue(world, "one", "found", campaign_id=made)
    issue(world, "one", "rectifying", due=-3, campaign_id=made)
    issue(world, "abroad", "closed", campaign_id=foreign)
    for _ in range(2):
        got = {role: [(row["found"], row["closed"], row["overdue"]) for row in rows(world.caller(role), campaign_id=made)]
               for role in ("district.officer@150202", "platform@150202", "street.heping@150202", "street.nanmenwai@150202", "community.huanxi@150202", "company.one@150202", "company.two@150202",
                            "district.officer@340302")}
        assert got == {"district.officer@150202": [(7, 4, 2)], "platform@150202": [(6, 4, 1)], "street.heping@150202": got["street.heping@150202"], "street.nanmenwai@150202": got["street.nanmenwai@150202"],
                       "community.huanxi@150202": [(5, 2, 2)], "company.one@150202": [(2, 1, 1)], "company.two@150202": [(1, 1, 0)], "district.officer@340302": []}
        assert got["street.heping@150202"][0][0] >= 5
        assert rows(world.caller("district.officer@340302"), campaign_id=foreign)[0]["found"] == 1 and rows(one, campaign_id=foreign) == []
        fold(world)


def test_the_public_reads_of_campaigns_that_were_opened(world):
    made, draft = campaign(world), campaign(world, "draft")
    for state, due in (("closed", 1), ("rectifying", -1)):
        issue(world, "near", state, due, campaign_id=made)
    issue(world, "near", "rectifying", campaign_id=made, rolled_up=True)
    issue(world, "near", "closed", campaign_id=draft)
    where = "/v1/published-issue-progress"
    for _ in range(2):
        row, = world.anyone.pages(where, {"district_code": "150202", "campaign_id": made})
        assert (row["found"], row["closed"], row["overdue"], row["closing_rate"], row["street_code"]) == (2, 1, 1, "50.00", None)
        assert world.anyone.pages(where, {"district_code": "150202", "campaign_id": made, "by": "street"})[0]["street_name"]
        fold(world)
    assert world.anyone.pages(where, {"district_code": "150202", "campaign_id": draft}) == []
    assert world.caller("district.officer@340302").pages(where, {"district_code": "150202", "campaign_id": made}) == []
    assert made in {row["campaign_id"] for row in world.anyone.pages(where)} - {draft}


def test_no_count_tells_the_public_or_the_platform_of_a_withheld_matter(world, one):
    """E15: a firm that reads the public's counts of its street before and after must not see that somebody spoke of retaliation; nor where the complaint became secret afterwards."""
    made = campaign(world)
    issue(world, "near", "closed", campaign_id=made, ledger="service")
    platform = world.caller("platform@150202")

    def told():
        return (world.anyone.pages("/v1/published-issue-progress", {"district_code": "150202", "campaign_id": made, "by": "street"}),
                [(row["ledger"], row["found"], row["overdue"], row["withdrawn"]) for row in platform.pages(WHERE, {"campaign_id": made, "by": "ledger,community"})])
    before = told()
    for state in ("found", "rectifying", "withdrawn", "closed"):
        for rolled_up in (False, True):
            issue(world, "near", state, due=-1, campaign_id=made, ledger="service", withheld=True, rolled_up=rolled_up)
    issue(world, "near", "rectifying", due=-1, campaign_id=made, ledger="parking", withheld=True)
    secret = world.post_ticket("hotline@150202", estate_code=estate(types.SimpleNamespace(world=world), "near")["code"])["complaint_id"]
    issue(world, "near", "rectifying", due=-1, campaign_id=made, ledger="service", complaint_id=secret, source="complaint")
    assert told() != before and rows(one, campaign_id=made)[0]["found"] == 6
    world.cluster.query("update complaints set secret = true where id = %s returning 1", (secret,))
    for _ in range(2):
        assert told() == before
        count_overdue(world), fold(world)


def test_sums_are_right_while_moves_are_folded(world):
    """Issues move, two workers fold, readers look: a move is met once. At the end the tallies are what counting says."""
    made = campaign(world)
    issues = [issue(world, "near", "found", campaign_id=made) for _ in range(24)]
    over, faults = threading.Event(), []

    def guarded(work):
        def run():
            connection = world.cluster.connect()
            connection.autocommit = True
            try:
                with connection.cursor() as cursor:
                    work(cursor)
            except Exception as error:  # told by the test, not by the thread
                faults.append(error)
            finally:
                connection.close()
        return threading.Thread(target=run)

    def moves(seed, mine):
        def work(cursor):
            dice = random.Random(seed)
            for _ in range(60):
                values = {"id": dice.choice(mine), "nowhere": NOWHERE, "state": dice.choice(("found", "withdrawn"))}
                cursor.execute("begin")
                cursor.execute("select from issues where id = %(id)s for update", values)
                cursor.execute(MOVE.format(state="state", n="-1"), values)
                cursor.execute("update issues set state = %(state)s where id = %(id)s", values)
                cursor.execute(MOVE.format(state="state", n="1"), values)
                cursor.execute("rollback" if dice.random() < 0.2 else "commit")
        return work

    def folds(cursor):
        while not over.is_set():
            cursor.execute("select issue_moves_fold(7)")

    def reads(cursor):
        for turn in itertools.count():
            cursor.execute("select coalesce(sum(n), 0), min(n) from (select state, sum(n) as n from issue_counts where campaign_id = %s group by state) s", (made,))
            found, least = cursor.fetchone()
            assert (found, least >= 0) == (len(issues), True)
            if over.is_set() and turn:
                return

    movers = [guarded(moves(seed, issues)) for seed in (1, 2, 3)]
    others = [guarded(folds), guarded(folds), guarded(reads), guarded(reads)]
    for thread in movers + others:
        thread.start()
    for thread in movers:
        thread.join()
    over.set()
    for thread in others:
        thread.join()
    assert faults == [] and recounted(world) == []
    while fold(world):
        pass
    assert world.cluster.query("select from issue_moves") == [] and recounted(world) == []


def test_the_worker_folds_and_nobody_else(world):
    issue(world, "near", "closed", ledger="contract")
    connection = world.cluster.connect(user="wuye_worker")
    try:
        with connection.cursor() as cursor:
            cursor.execute("select issue_moves_fold(1)")
            assert cursor.fetchone()[0] == 1
    finally:
        connection.rollback()
        connection.close()
    assert world.cluster.query("select r.rolname from pg_roles r where r.rolname like 'wuye%' and has_function_privilege(r.oid, 'issue_moves_fold(integer)', 'execute') order by 1") == [
        {"rolname": "wuye_owner"}, {"rolname": "wuye_worker"}]


def test_progress_looks_at_no_closed_issue(world):
    """Flat: of a register of many closed issues the statement reads tallies, moves and, by its index, what is overdue."""
    made = campaign(world)
    world.cluster.query("with m as (insert into issues (district_code, id, campaign_id, ledger, street_code, community_code, problem, problem_masked, source, found_on, state, person, due_on, measure, "
                        "responsible_kind, rectified_at, accepted_at, closed_at, created_role, last_recorded_at, created_at, updated_at) "
                        "select '150202', gen_random_uuid(), %s, 'facility', '150202001', '150202001001', '某处', '某处', 'inspection', %s, 'closed', '某某', %s, '修', 'firm', "
                        "now(), now(), now(), 'street', now(), now(), now() from generate_series(1, 20000) returning 1) select count(*) from m", (made, today(-20), today(-9)))
    moved(world, made, "facility", "150202001001", "firm", "closed", 20000)
    fold(world)
    plan = "\n".join(row["QUERY PLAN"] for row in world.cluster.query(
        "explain select count(*) from issues i where i.district_code = '150202' and i.open_due < %s and i.open_due < 'infinity'", (today(),)))
    assert "issues_overdue" in plan or "issues_due" in plan, plan
    row, = rows(officer(world, "near"), campaign_id=made)
    assert (row["found"], row["closed"], row["overdue"], row["closing_rate"]) == (20000, 20000, 0, "100.00")


@pytest.mark.parametrize("by", ("all", "ledger", "street", "community", "street,ledger", "campaign", "campaign,community", "severity", "community,responsible_kind"))
def test_overdue_is_the_same_before_and_after_it_is_counted(world, one, by):
    """F17: to everybody, whatever is asked for. Whoever gets another day, or is done, is no longer among them."""
    made, other = campaign(world), campaign(world)
    for place, state, due in (("near", "rectifying", -3), ("near", "assigned", -1), ("one", "rejected", -2), ("near", "rectifying", 0), ("near", "closed", -5), ("far", "rectifying", -1)):
        for of in (made, other, None):
            issue(world, place, state, due=due, campaign_id=of, ledger="service")
    issue(world, "near", "rectifying", due=-4, campaign_id=made, rolled_up=True)
    callers = [one, *(world.role(role) for role in ("district", "street", "community", "company", "platform"))]

    def told():
        return [caller.pages(WHERE, {"by": by, **query}) for caller in callers for query in ({}, {"campaign_id": made}, {"ledger": "service"})] + [
            world.anyone.pages("/v1/published-issue-progress", {"by": "street"})]
    before = told()
    assert sum(row["overdue"] for row in before[0]) >= 6
    while count_overdue(world, most=4):
        assert told() == before
    assert world.cluster.query("select from issues where open_due < (now() at time zone 'Asia/Shanghai')::date and not overdue_counted") == [] and recounted(world) == []
    while fold(world, 5):
        pass
    assert told() == before and recounted(world) == []


def test_f44_what_was_put_off_until_a_day_that_is_past_is_overdue(world, one):
    """F44: a plan is no end; whoever put it off takes it up again."""
    made = campaign(world)
    past, coming, ever = (issue(world, "near", "deferred", due=-9, campaign_id=made, deferred_until=until) for until in (today(-1), today(1), None))
    assert rows(one, campaign_id=made)[0]["overdue"] == 1
    assert [row["id"] for row in one.pages("/v1/issues", {"campaign_id": made, "overdue": "true"})] == [past]
    assert {row["id"]: row["open_due"] for row in one.pages("/v1/issues", {"campaign_id": made})} == {past: today(-1), coming: today(1), ever: None}
