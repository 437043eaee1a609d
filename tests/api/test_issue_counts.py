"""F17, F38, E15: whatever happens to issues, in whatever order moves are folded, days pass and transactions fail, everybody counts what counting whole says."""
import collections
import itertools
import random
import threading
import types

import pytest
from things.estates import officer, today
from things.issue_progress import campaign, count_overdue, fold, issue
from things.issues import SAID, officers
from things.issues import issue as recorded

WHERE = "/v1/issue-progress"
PUBLISHED = "/v1/published-issue-progress"
COLUMNS = {"campaign": "campaign_id", "ledger": "ledger", "level": "level", "street": "street_code", "community": "community_code", "responsible_kind": "responsible_kind", "severity": "severity"}
EVERY = [of for n in range(1, len(COLUMNS) + 1) for of in itertools.combinations(COLUMNS, n)]
STATES = ("found", "assigned", "rectifying", "rectified", "rejected", "accepted", "closed", "deferred", "refused")
NEXT = {"found": ("assign", "correct", "correct", "withdraw", "roll-up", "roll-up"), "assigned": ("start", "withdraw", "defer", "roll-up", "refuse"), "rectifying": ("progress", "rectify", "refuse", "defer"),
        "rectified": ("accept", "reject"), "rejected": ("start", "defer", "roll-up"), "accepted": ("close",), "deferred": ("resume",), "refused": ("yield",), "closed": ("withdraw",), "withdrawn": ("roll-up",)}
CALLERS = {"district": {}, "street": {"street_code"}, "community": {"community_code"}, "company": {"firm_id"}, "platform": {}}
FILTERS = ("campaign_id", "ledger", "street_code", "community_code", "responsible_kind", "severity")
ACCOUNT = {"district": "district.officer@150202", "street": "street.heping@150202", "community": "community.huanxi@150202", "company": "company.one@150202", "platform": "platform@150202"}


class Whole:
    """Every issue of the district, counted one by one, as each may see it."""

    def __init__(self, world):
        self.rows = world.cluster.query(
            "select i.campaign_id::text as campaign_id, c.state as campaign_state, i.ledger, i.level, i.street_code, i.community_code, i.responsible_kind, i.severity, i.rolled_up, i.withheld, i.state, "
            "i.responsible_firm_id::text as firm_id, coalesce(k.secret or k.confidential, false) as hidden, coalesce(case when i.state in ('assigned', 'rectifying', 'rejected') then i.due_on "
            "when i.state = 'deferred' then i.deferred_until end < (now() at time zone 'Asia/Shanghai')::date, false) as overdue from issues i "
            "left join campaigns c on c.district_code = i.district_code and c.id = i.campaign_id left join complaints k on k.district_code = i.district_code and k.id = i.complaint_id "
            "where i.district_code = '150202'")

    def seen(self, role, account):
        for row in self.rows:
            if role in ("company", "platform", "public") and (row["withheld"] or row["hidden"]) or role == "company" and row["state"] in ("found", "withdrawn"):
                continue
            if all(row[name] == str(account[name]) for name in CALLERS.get(role, ())):
                yield row

    def counted(self, role, account, by, **query):
        groups = collections.defaultdict(collections.Counter)
        ledgers = query.pop("ledgers", "street" if role in ("street", "community") else "whole")
        for row in self.seen(role, account):
            if (not row["rolled_up"] if ledgers == "whole" else row["level"] == ledgers) and all(row[name] == value for name, value in query.items()):
                group = groups[tuple(row[COLUMNS[name]] or "none" for name in by)]
                group[row["state"]] += 1
                group["overdue"] += row["overdue"]
        return {key: tuple(group[state] for state in (*STATES, "withdrawn", "overdue")) for key, group in groups.items()}

    def published(self):
        groups = collections.defaultdict(collections.Counter)
        for row in self.seen("public", None):
            if not row["rolled_up"] and row["campaign_state"] in ("open", "closed") and row["state"] != "withdrawn":
                groups[row["campaign_id"], row["ledger"], row["street_code"] or "none"].update({row["state"]: 1, "overdue": row["overdue"]})
        return {key: (sum(group[state] for state in STATES), group["closed"], group["overdue"]) for key, group in groups.items()}


def told(client, by, **query):
    return {tuple(row[COLUMNS[name]] for name in by): (*(row["states"][state] for state in STATES), row["withdrawn"], row["overdue"])
            for row in client.pages(WHERE, {"by": ",".join(by), **query}, limit=200)}


def told_to_all(world):
    return {(row["campaign_id"], row["ledger"], row["street_code"]): (row["found"], row["closed"], row["overdue"])
            for row in world.anyone.pages(PUBLISHED, {"district_code": "150202", "by": "street"}, limit=200)}


class Life:
    """What happens to issues, by a die."""

    def __init__(self, world, seed):
        self.world, self.die = world, random.Random(seed)
        self.campaigns = [campaign(world), campaign(world, "draft"), None]
        self.complaints = [world.post_ticket("hotline@150202", estate_code=world.own_estate()["code"])["complaint_id"] for _ in range(3)]
        self.done = collections.Counter()
        self.hands = [*officers(world) * 2, world.role("street"), world.role("community"), world.role("company")]
        for _ in range(24):
            self.plant()

    def plant(self):
        die, state = self.die, self.die.choice((*STATES, "rectifying", "rejected", "withdrawn"))
        members = {"complaint_id": die.choice(self.complaints), "source": "complaint"} if die.random() < 0.2 else {}
        if state == "deferred":
            members["deferred_until"] = die.choice((None, today(-1), today(0), today(4)))
        issue(self.world, die.choice(("near", "one", "far", "two")), state, die.choice((-3, -1, 0, 2)), campaign_id=die.choice(self.campaigns), ledger=die.choice(("road", "service")),
                     severity=die.choice(("ordinary", "serious")), withheld=die.random() < 0.2, rolled_up=die.random() < 0.15, level=die.choice(("street", "street", "district")), **members)

    def record(self):
        recorded(types.SimpleNamespace(world=self.world), campaign_id=self.campaigns[0], place=f"{next(self.world.serial)}号楼", complexity=self.die.choice(("simple", "complex")))

    def pick(self):
        return self.die.choice(self.world.cluster.query("select id::text as id, state from issues where district_code = '150202' order by created_at, place, id"))

    def act(self):
        """What the state allows, mostly, by somebody who mostly may."""
        one, hand = self.pick(), self.die.choice(self.hands)
        verb = self.die.choice(NEXT[one["state"]] if self.die.random() < 0.9 else (*SAID, "roll-up"))
        if verb == "correct":
            read = hand.get(f"/v1/issues/{one['id']}", expect=None)
            if read.status == 200:
                hand.request("PATCH", f"/v1/issues/{one['id']}", json_body={"ledger": self.die.choice(("road", "service"))}, headers={"If-Match": f'"{read.json["version"]}"'})
            return
        said = {**SAID, "assign": {**SAID["assign"], "due_on": today(self.die.choice((0, 3)))}, "defer": {**SAID["defer"], "until": today(2)}, "roll-up": {}}[verb]
        self.done[verb] += hand.post(f"/v1/issues/{one['id']}/{verb}", said).status == 200

    def day_passes(self):
        self.world.cluster.query("update issues set due_on = due_on - 3, deferred_until = deferred_until - 3 where id::text = %s and not overdue_counted returning 1", (self.pick()["id"],))

    def hide(self):
        column = self.die.choice(("secret", "confidential"))
        self.world.cluster.query(f"update complaints set {column} = not {column} where id::text = %s returning 1", (self.die.choice(self.complaints),))

    def fail(self):
        """The worker dies in the middle of what it does."""
        connection = self.world.cluster.connect()
        connection.autocommit = False
        with connection.cursor() as cursor:
            cursor.execute("select issues_count_overdue((now() at time zone 'Asia/Shanghai')::date, 9, now()), issue_moves_fold(9)")
        connection.rollback()
        connection.close()

    def turn(self):
        self.die.choices((self.act, self.record, self.day_passes, self.hide, self.fail, lambda: count_overdue(self.world, most=self.die.choice((1, 4, 50))), lambda: fold(self.world, self.die.choice((1, 7, 200)))),
                         (20, 2, 3, 1, 2, 3, 3))[0]()

    def query(self):
        """At most two filters, each of something that is there."""
        row = self.die.choice(Whole(self.world).rows)
        said = {name: row[name] for name in self.die.sample(FILTERS, self.die.choice((0, 0, 1, 2))) if row[name]}
        return {**said, **self.die.choice(({}, {}, {"ledgers": self.die.choice(("whole", "street", "district"))}))}


def agree(world, sets, query):
    whole = Whole(world)
    for role in CALLERS:
        caller, account = world.role(role), world.register.account(ACCOUNT[role])
        for by in sets:
            assert told(caller, by, **query) == whole.counted(role, account, by, **query), (role, by, query)
    assert told_to_all(world) == whole.published()


@pytest.mark.parametrize("seed", (1, 2, 3))
def test_everybody_counts_what_counting_whole_says(world, seed):
    """F17, F38, E15: each role, by whatever it asks, between any two things that happen."""
    life = Life(world, seed)
    for _ in range(12):
        for _ in range(10):
            life.turn()
        agree(world, life.die.sample(EVERY, 3), life.query())
    assert len(+life.done) >= 8 and life.done["roll-up"] and any(row["overdue"] for row in Whole(world).rows)


def test_by_whatever_is_asked(world):
    """F48: some of the 127 ways to group as it comes, and each of them after all is folded and counted as overdue."""
    life = Life(world, 4)
    for _ in range(40):
        life.turn()
    agree(world, EVERY[::16], {})
    while count_overdue(world) or fold(world):
        pass
    agree(world, EVERY, {})


def test_counts_are_right_after_everything_happened_at_once(world):
    """Officers act while two workers count and fold: at the end nothing was counted twice, or missed."""
    lives, over, faults = [Life(world, seed) for seed in (5, 6, 7)], threading.Event(), []

    def guarded(work):
        def run():
            try:
                work()
            except Exception as error:  # told by the test, not by the thread
                faults.append(error)
        return threading.Thread(target=run)

    def works():
        while not over.is_set():
            count_overdue(world, most=2), fold(world, 5)

    def lives_on(life):
        for _ in range(60):
            life.die.choice((life.act, life.act, life.day_passes, life.fail))()

    actors, workers = [guarded(lambda life=life: lives_on(life)) for life in lives], [guarded(works), guarded(works)]
    for thread in actors + workers:
        thread.start()
    for thread in actors:
        thread.join()
    over.set()
    for thread in workers:
        thread.join()
    assert faults == []
    agree(world, lives[0].die.sample(EVERY, 10), {})
    while count_overdue(world) or fold(world):
        pass
    agree(world, lives[0].die.sample(EVERY, 10), {})
    assert officer(world, "near").pages("/v1/issues", {"overdue": "true"}, limit=200) != []
