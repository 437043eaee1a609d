"""A database of the release before, with issues that are withheld or overdue in it, some folded and some not: once it is migrated, counts are right (0067)."""
import hashlib
import itertools
import types

import pytest
from harness import service
from test_issue_progress import recounted
from things.issue_progress import NOWHERE, count_overdue, fold

BEFORE = 66
KEPT = "campaign_id, ledger, level, street_code, community_code, responsible_kind, severity, rolled_up, state"
LANDED = ("create table schema_migrations (version integer primary key, name text not null, checksum text not null, applied_at timestamptz not null default now()); "
          "create table schema_repeatables (kind text, name text, checksum text not null, applied_at timestamptz not null default now(), primary key (kind, name))")
ISSUE = ("insert into issues (district_code, id, ledger, level, street_code, community_code, place, problem, problem_masked, source, found_on, state, withheld, rolled_up, person, due_on, measure, measure_masked, "
         "responsible_kind, rectified_at, plan, reported_up_at, deferred_until, created_role, assigned_at, last_recorded_at, created_at, updated_at) "
         "values ('150202', gen_random_uuid(), 'road', %(level)s, '150202001', '150202001001', %(place)s, '某处', '某处', 'inspection', '2026-01-01', %(state)s, %(withheld)s, %(rolled_up)s, '某某', "
         "%(due)s, '修', '修', 'firm', case %(state)s when 'rectified' then now() end, case %(state)s when 'deferred' then '列入计划' end, case %(state)s when 'deferred' then now() end, "
         "case %(state)s when 'deferred' then %(due)s::date end, 'street', now(), now(), now(), now())")


class Elsewhere:
    """Another database of the cluster."""

    def __init__(self, cluster):
        self.cluster, self.user = cluster, cluster.user

    def conninfo(self, user=None):
        return self.cluster.conninfo("before", user)

    def query(self, statement, values=None):
        connection = self.cluster.connect("before")
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement, values)
                return [dict(zip([column.name for column in cursor.description], row)) for row in cursor.fetchall()] if cursor.description else []
        finally:
            connection.close()


@pytest.fixture
def before(world):
    world.cluster.create_database("before")
    database = Elsewhere(world.cluster)
    database.query(LANDED)
    for number, path in enumerate(sorted((service.ROOT / "sql/migrations").glob("*.sql"))[:BEFORE], 1):
        database.query(path.read_text(encoding="utf-8"))
        database.query("insert into schema_migrations (version, name, checksum) values (%s, %s, %s)", (number, path.name, hashlib.sha256(path.read_bytes()).hexdigest()))
    yield database
    world.cluster.drop_database("before")


def move(database, which, n):
    database.query("insert into issue_moves (district_code, campaign_id, ledger, level, street_code, community_code, responsible_kind, severity, rolled_up, state, n, moved_at) "
                   f"select district_code, coalesce(campaign_id, '{NOWHERE}'), ledger, level, street_code, community_code, responsible_kind, severity, rolled_up, state, %s, now() from issues where {which}", (n,))


def folded(database):
    """As the release before folded all that had moved."""
    database.query(f"insert into issue_tallies (district_code, {KEPT}, n) select district_code, {KEPT}, sum(n) from issue_moves group by district_code, {KEPT}")
    database.query("insert into issue_sums (district_code, campaign_id, ledger, level, street_code, rolled_up, state, n) select district_code, campaign_id, ledger, level, s.street_code, rolled_up, state, sum(n) "
                   "from issue_moves m cross join lateral (values (m.street_code), ('*')) s (street_code) group by 1, 2, 3, 4, 5, 6, 7")
    database.query("delete from issue_moves")


def test_counts_are_right_once_a_live_database_is_migrated(before):
    before.query("set session_replication_role = replica; insert into districts (district_code) values ('150202')")
    before.query("create view as_company.issue_finds as select (null::issues).person, i.id from issues i")
    for n, (state, withheld, rolled_up, level, due) in enumerate(itertools.product(("found", "rectifying", "rectified", "deferred", "withdrawn"), (False, True), (False, True), ("street", "district"),
                                                                                   ("2026-02-01", "2099-01-01"))):
        before.query(ISSUE, {"state": state, "withheld": withheld, "rolled_up": rolled_up, "level": level, "due": due, "place": str(n)})
    move(before, "mod(place::integer, 3) > 0", 1)
    folded(before)
    move(before, "mod(place::integer, 3) = 0", 1)
    move(before, "state = 'found' and mod(place::integer, 2) = 1", -1)
    before.query("update issues set state = 'rectifying' where state = 'found' and mod(place::integer, 2) = 1")
    move(before, "state = 'rectifying' and place::integer < 16", 1)
    service.command(before, "migrate")
    world = types.SimpleNamespace(cluster=before)
    assert recounted(world) == []
    while count_overdue(world, most=7) or fold(world, 9):
        assert recounted(world) == []
    assert before.query("select count(*)::integer as n from issues where overdue_counted")[0]["n"] == before.query(
        "select sum(n)::integer as n from issue_area_sums where state = 'overdue' and reach = 'all' and every_ledger")[0]["n"] >= 16
