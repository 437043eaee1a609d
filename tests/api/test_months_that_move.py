"""While rows go from a default partition to their month nobody misses one, nor finds it twice, nor waits for it; what is done for it is done as the owner, so it is done to these tables alone."""
import contextlib
import threading
import time

import psycopg2
import pytest
from harness.receiver import Worker, until
from test_growth import asked, name_of, this_month, without_month
from things.audit_seals import plant

OLD, APART = "2013-05-01", "340302"


@contextlib.contextmanager
def taking_its_place(world, table, month=OLD):
    """The month's rows have moved, and that is committed when somebody has come and waits."""
    assert asked(world, "select partition_keep(%s, %s)", (table, month)) is False
    mover = world.cluster.connect(user="wuye_worker")
    try:
        with mover.cursor() as cursor:
            cursor.execute("begin; select partition_keep(%s, %s)", (table, month))
            assert cursor.fetchone() == (True,)
            yield
            deadline = time.monotonic() + 60
            while time.monotonic() < deadline and not world.cluster.query("select 1 from pg_locks where not granted"):
                time.sleep(0.01)
            cursor.execute("commit")
    finally:
        mover.close()


def beside(world, table, run, month=OLD):
    """What `run` gives when it comes in that moment."""
    given = []
    comer = threading.Thread(target=lambda: given.append(run()))
    with taking_its_place(world, table, month):
        comer.start()
    comer.join(60)
    return given[0]


def chained(world):
    return [row["chained"] for row in world.cluster.query("select chained from audit_seals where district_code = %s and month = '2013-05' and sealed_at is not null", (APART,))]


def keep_chain(world):
    return asked(world, "select audit_keep('2013-06-01 02:00+08', 1000)")


@pytest.fixture
def closed(world):
    """A district that has one month of the trail, closed and not sealed, in no partition of its own."""
    plant(world.cluster, APART, "2013-05", 7)
    keep_chain(world)
    yield APART
    world.cluster.query("delete from audit_chain where district_code = %(it)s; delete from audit_seals where district_code = %(it)s; delete from audit_log where district_code = %(it)s; "
                        "delete from personal_access_log where district_code = %(it)s", {"it": APART})
    for table in ("audit_log", "personal_access_log", "audit_chain"):
        world.cluster.query(f"drop table if exists {name_of(table, OLD)}")


def test_who_comes_while_entries_take_their_place_misses_none(world):
    """The log that the city platform follows: a page that left some out would be a gap that nobody ever hears of."""
    world.cluster.query("insert into changes (district_code, at, seq, dataset, thing_id, kind) select %s, '2013-05-10', i, 'firms', gen_random_uuid(), 'put' from generate_series(1, 50) i", (APART,))
    assert beside(world, "changes", lambda: world.cluster.query("select count(*) as n from changes where district_code = %s and seq > 0", (APART,))) == [{"n": 50}]
    world.cluster.query("delete from changes where district_code = %s and at < '2014-01-01'", (APART,))


def test_a_chain_that_is_made_meanwhile_has_every_row(world, closed):
    """Another worker seals the month at that moment: a row that it misses would look, for good, as if it had been written afterwards."""
    beside(world, "audit_log", lambda: world.cluster.query("select audit_chain_on(s, 1000) from audit_seals s where s.district_code = %s and s.month = '2013-05'", (APART,)))
    assert chained(world) == [7]


def test_a_trail_that_is_read_meanwhile_is_whole(world, closed):
    """One statement reads it page after page, and what is committed after that began it does not see: rows that took their place meanwhile would look as if they had been taken away."""
    keep_chain(world)
    assert chained(world) == [7] and asked(world, "select partition_keep('audit_log', %s)", (OLD,)) is False
    holder, given = world.cluster.connect(), []

    def read():
        reader = world.cluster.connect(user="wuye_district")
        with reader.cursor() as cursor:
            cursor.execute("select set_config('wuye.district', %s, false)", (closed,))
            cursor.execute("select pg_advisory_xact_lock(7)::text, (select count(t.line) from audit_trail('2013-05', '-infinity', '00000000-0000-0000-0000-000000000000', 100) t)")
            given.append(cursor.fetchone()[1])
        reader.close()
    with holder.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(7)")
        reader = threading.Thread(target=read)
        reader.start()
        while not world.cluster.query("select 1 from pg_locks where not granted and locktype = 'advisory'"):
            time.sleep(0.01)
        assert asked(world, "select partition_keep('audit_log', %s)", (OLD,)) is True
    holder.close()
    reader.join(60)
    assert given == [7]


def test_a_chain_waits_while_its_month_moves(world, closed):
    """The chain of a month is written when the month is over, which is when it moves, too: one after the other, and neither fails."""
    world.cluster.query("insert into audit_chain (district_code, month, at, id, log, number, hash) values (%s, '2013-05', '2013-05-01 12:00+08', gen_random_uuid(), 'audit', -1, '')", (APART,))
    assert asked(world, "select partition_keep('audit_chain', %s)", (OLD,)) is False
    keep_chain(world)
    assert chained(world) == []
    assert asked(world, "select partition_keep('audit_chain', %s)", (OLD,)) is True
    keep_chain(world)
    assert chained(world) == [7]


def test_contacts_wait_while_their_month_moves(world, samples):
    """A step that is moving could not be changed, and a number in it would stay."""
    complaint = samples.complaints["near"]
    world.cluster.query("insert into complaint_events (district_code, complaint_id, at, action, to_state, actor_role) select district_code, id, '2013-05-09', 'urge', state, 'hotline' from complaints where id = %s",
                        (complaint,))
    assert asked(world, "select partition_keep('complaint_events', %s)", (OLD,)) is False
    assert asked(world, "select erase_contacts(5000)") == 0
    assert asked(world, "select partition_keep('complaint_events', %s)", (OLD,)) is True
    assert world.cluster.query(f"select count(*) as n from {name_of('complaint_events', OLD)}") == [{"n": 1}]


def test_a_package_is_not_begun_before_its_trail_has_its_place(world, closed):
    """It sees one moment, and where it seals the month itself it would miss what moves after that."""
    settled = lambda: world.cluster.query("select exchange_month_settled(%s, '2013-05') as it", (APART,))[0]["it"]
    for table in ("audit_log", "personal_access_log"):
        assert settled() is False
        for done in (False, True):
            assert asked(world, "select partition_keep(%s, %s)", (table, OLD)) is done
    assert settled() is True
    world.cluster.query("insert into audit_log (district_code, at, role, operation) values (%s, '2013-04-30 12:00+08', 'district', 'before')", (APART,))
    assert settled() is False, "what is sealed before it, too"
    keep_chain(world)
    assert chained(world) == [7] and settled() is True, "what is sealed is not read any more"


def test_one_month_that_goes_wrong_stops_no_other(world):
    """A table of its name is in the way: the job fails and says which, and all others have had their turn."""
    month = this_month(world, 3)
    for table in ("audit_chain", "audit_log", "personal_access_log"):
        without_month(world, table, month)
    world.cluster.query(f"create table {name_of('audit_chain', month)} (at integer)")
    with pytest.raises(psycopg2.Error, match="audit_chain"):
        asked(world, "call partitions_keep(4)")
    assert [row["parent"] for row in world.cluster.query("select parent::text from partitions_missing(4)")] == ["audit_chain"]
    world.cluster.query(f"drop table {name_of('audit_chain', month)}")
    asked(world, "call partitions_keep(4)")
    assert not world.cluster.query("select * from partitions_missing(4)")


def test_two_workers_put_nothing_away_twice(world):
    """The second would find no table where the first has just been, and would tell of a failure."""
    holder = world.cluster.connect()
    for job in ("audit_retain", "exchange_retain"):
        with holder.cursor() as cursor:
            cursor.execute("select pg_advisory_lock(hashtext(%s))", (job,))
            world.cluster.query("select partition_make('changes', '2014-01-01')")
            assert asked(world, f"select {job}('2030-01-01')") == 0
            assert world.cluster.query("select partition_attached('changes', '2014-01-01') as it") == [{"it": True}]
            cursor.execute("select pg_advisory_unlock_all()")
    holder.close()
    assert asked(world, "select exchange_retain('2016-01-01')") > 0


def test_a_month_that_was_brought_back_keeps_no_other_here(world):
    """The operator has loaded an archive into the schema where months are put away, after a copy of the database from before that: the name is taken, and the next month goes all the same."""
    for month in ("2012-01-01", "2012-02-01"):
        world.cluster.query("select partition_make('personal_access_log', %s)", (month,))
    world.cluster.query("create table detached.personal_access_log_2012_01 (at timestamptz)")
    while asked(world, "select audit_retain('2022-03-01')"):
        pass
    here = [row["month"] for row in world.cluster.query("select m::date::text as month from generate_series('2012-01-01'::date, '2012-02-01', interval '1 month') m where partition_attached('personal_access_log', m::date)")]
    assert here == ["2012-01-01"]


def test_only_tables_of_months_are_made_of_months(world):
    """What the worker asks for is done as the owner: a table of the worker's own, with a check of its own, would be read and judged with the owner's rights."""
    worker = world.cluster.connect(user="wuye_worker")
    with worker.cursor() as cursor:
        cursor.execute("create temporary table mine (at timestamptz not null) partition by range (at); create temporary table mine_default partition of mine default")
        for table, month in (("mine", OLD), ("users", OLD), ("audit_log", "2013-05-02")):
            with pytest.raises(psycopg2.errors.InvalidParameterValue):
                cursor.execute("select partition_keep(%s, %s)", (table, month))
    worker.close()


def test_a_month_that_runs_without_its_partition_is_told(world):
    """Late in a month the next one is there already, and the one that runs may not be."""
    told = lambda: world.cluster.query("select value from gauges(%s::date + interval '28 days') where name = 'wuye_partitions_missing'", (this_month(world),))[0]["value"]
    assert told() == 0
    without_month(world, "personal_access_log", this_month(world))
    assert told() == 1
    assert asked(world, "select partition_keep('personal_access_log', %s)", (this_month(world),)) is True and told() == 0


def test_what_takes_long_keeps_no_other_job_waiting(world):
    """Moving a month may take an hour, in which whoever follows the log of changes waits for none of it, and the supervisor ends nobody."""
    without_month(world, "audit_chain", this_month(world, 3))
    holder = world.cluster.connect()
    said = world.cluster.query("select pg_get_functiondef('partition_over(date, timestamptz)'::regprocedure) as it")[0]["it"]
    ended = lambda: {row["job"] for row in world.cluster.query("select job from job_runs where succeeded_at is not null")}
    with holder.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(11)")
        world.cluster.query("create or replace function partition_over(month date, moment timestamptz default now()) returns boolean language plpgsql as "
                            "$$begin while not pg_try_advisory_lock_shared(11) loop perform pg_sleep(0.05); end loop; perform pg_advisory_unlock_shared(11); return false; end$$; delete from job_runs")
        worker = Worker(world, "apart")
        try:
            until(lambda: "webhook_positions" in ended() and world.cluster.query("select 1 from pg_stat_activity where usename = 'wuye_worker' and wait_event = 'PgSleep'"), 60)
            assert "partitions_ahead" not in ended()
            cursor.execute("select pg_advisory_unlock(11)")
            until(lambda: "partitions_ahead" in ended(), 60)
        finally:
            cursor.execute("select pg_advisory_unlock_all()")
            worker.stop()
            world.cluster.query(said)
    holder.close()
