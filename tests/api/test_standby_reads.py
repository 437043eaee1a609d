"""What may be stale comes from a standby that is near enough, says how old it may be, and comes from the primary in every other case."""
import contextlib
import time

import pytest
from harness.client import Client
from harness.cluster import Cluster
from harness.receiver import until
from things.exchange_months import WHERE, frozen, platform

MONTH, LAG_MS = "2025-04", 2000
FIRMS = "/v1/published-firms?limit=5"


@pytest.fixture(scope="module")
def standby(world):
    copy = Cluster(copy_of=world.cluster)
    try:
        copy.start()
        yield copy
    finally:
        copy.remove()


@pytest.fixture(scope="module")
def server(world, standby):
    server = world.server("reads", database_read_url=standby.conninfo(), database_read_max_lag_ms=LAG_MS)
    yield server
    server.stop()


@pytest.fixture()
def reader(world, server):
    client = Client(world.judge, server.port)
    until(lambda: age(client.get(FIRMS, expect=200)), 30, server.tail)
    return client


@contextlib.contextmanager
def held_back(standby, world):
    """The standby shows nothing more of what the primary does, and the primary does something."""
    standby.query("select pg_wal_replay_pause()")
    world.cluster.query("update firms set name = name || '改', updated_at = now() where id = (select id from firms where district_code = '150202' order by id limit 1)")
    try:
        yield
    finally:
        standby.query("select pg_wal_replay_resume()")


def age(answer):
    value = answer.header("Age")
    return None if value is None else int(value)


def sessions(cluster, role):
    return cluster.query("select count(*)::integer as n from pg_stat_activity where usename = %s and query not like '%%pg_is_in_recovery%%'", (role,))[0]["n"]


def test_who_has_no_token_is_answered_from_the_standby_and_told_how_old_it_may_be(world, reader, standby):
    answer = reader.get(FIRMS, expect=200)
    assert 1 <= age(answer) <= LAG_MS / 1000 + 1
    assert answer.json == world.anyone.get(FIRMS, expect=200).json and len(answer.json["items"]) == 5, "row security is the same there"
    assert sessions(standby, "wuye_public") >= 1


def test_a_primary_at_rest_makes_nobody_late(world, reader):
    time.sleep(LAG_MS / 1000 + 1)
    assert reader.get(FIRMS, expect=200).header("Age")


def test_who_has_a_token_and_what_is_not_marked_is_the_primarys(world, reader, server):
    assert age(world.role("district", server=server).get("/v1/code-lists", expect=200)) is None
    assert age(reader.get("/v1/code-lists", expect=200))
    assert age(reader.get("/v1/motions?limit=5", expect=200)) is None


def test_a_standby_that_falls_behind_is_not_asked_until_it_has_caught_up(world, reader, standby):
    with held_back(standby, world):
        until(lambda: age(reader.get(FIRMS, expect=200)) is None, 30, lambda: "the standby is still asked")
        world.cluster.query("update firms set name = name || '新', updated_at = now() where district_code = '150202'")
        assert reader.get(FIRMS, expect=200).json == world.anyone.get(FIRMS, expect=200).json
    until(lambda: age(reader.get(FIRMS, expect=200)), 30, lambda: "the standby is not asked again")


def test_what_the_standby_does_not_have_yet_is_found_at_the_primary(world, reader, standby):
    with held_back(standby, world):
        world.cluster.query("insert into divisions (code, name, level, kind, parent_code) select '150202999', '新街道', level, kind, parent_code from divisions where code = '150202001'")
        answer = reader.get("/v1/divisions/150202999", expect=200)
        assert answer.json["name"] == "新街道" and age(answer) is None
        world.cluster.query("insert into code_lists select 'of_today', zh, en, source, effective_from, effective_to from code_lists limit 1")
        answer = reader.get("/v1/code-lists/of_today/codes", expect=200)
        assert answer.json["items"] == [] and age(answer) is None, "a list of something that the standby does not know is no 404 either"
    world.cluster.query("delete from divisions where code = '150202999'; delete from code_lists where code = 'of_today'")


def test_a_standby_whose_schema_is_behind_is_passed_over(world, reader, standby):
    """As in an upgrade: the primary can do what is asked of it, the standby not yet."""
    world.cluster.query("revoke select on code_lists from wuye_member")
    try:
        until(lambda: not standby.query("select has_table_privilege('wuye_public', 'code_lists', 'select') as may")[0]["may"], 30, lambda: "the standby does not follow")
        standby.query("select pg_wal_replay_pause()")
    finally:
        world.cluster.query("grant select on code_lists to wuye_member")
    try:
        answer = reader.get("/v1/code-lists", expect=200)
        assert answer.json["items"] and age(answer) is None
    finally:
        standby.query("select pg_wal_replay_resume()")


def test_bytes_of_a_frozen_package_come_from_the_standby_and_who_may_have_them_is_asked_at_the_primary(world, reader, standby, server):
    frozen(world, MONTH)
    here, there = platform(world), Client(world.judge, server.port, platform(world).token)
    part = here.get(f"{WHERE}/{MONTH}/manifest", expect=200).json["datasets"][0]["parts"][0]
    where = f"{WHERE}/{MONTH}/parts/{part['name']}"
    position = world.cluster.query("select pg_current_wal_flush_lsn()::text as lsn")[0]["lsn"]
    until(lambda: standby.query("select pg_last_wal_replay_lsn() >= %s::pg_lsn as there", (position,))[0]["there"], 30, lambda: "the standby has not replayed it")
    assert there.get(where, expect=200).body == here.get(where, expect=200).body
    assert sessions(standby, "wuye_platform") >= 1
    with held_back(standby, world):
        world.cluster.query("update clients set state = 'disabled' where name = 'platform' and district_code = '150202'")
        there.get(where, expect=401)
    world.cluster.query("update clients set state = 'active' where name = 'platform' and district_code = '150202'")


def test_a_standby_that_hangs_or_is_gone_is_nobodys_trouble(world, reader, standby):
    standby.freeze()
    try:
        for _ in range(3):
            assert age(reader.get(FIRMS, expect=200)) is None or age(reader.get(FIRMS, expect=200)) >= 1
        until(lambda: age(reader.get(FIRMS, expect=200)) is None, 30, lambda: "a standby that hangs is still asked")
    finally:
        standby.thaw()
    until(lambda: age(reader.get(FIRMS, expect=200)), 30, lambda: "the standby is not asked again")
    standby.stop("immediate")
    assert age(reader.get(FIRMS, expect=200)) is None
    assert reader.get("/readyz", expect=200).json["status"] == "ready"
    standby.start()
    until(lambda: age(reader.get(FIRMS, expect=200)), 30, lambda: "the standby is not asked again")
