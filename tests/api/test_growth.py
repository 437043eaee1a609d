"""Tables that grow for ever are made of months: nobody's write fails or is lost when one is made, moved or put away, and what is put away stays provable."""
import json
import re
import threading
import time

import psycopg2
import pytest
from harness.register import DISTRICT
from things.audit_seals import plant, seal, sealed
from things.estates import today as rule_day

TABLES = ["audit_chain", "audit_log", "changes", "complaint_events", "personal_access_log"]


def asked(world, sql, values=(), user="wuye_worker"):
    connection = world.cluster.connect(user=user)
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchone()[0] if cursor.description else None
    finally:
        connection.close()


def this_month(world, more=0):
    return world.cluster.query("select (date_trunc('month', now() at time zone 'Asia/Shanghai') + %s * interval '1 month')::date::text as month", (more,))[0]["month"]


def name_of(table, month):
    return f"{table}_{month[:4]}_{month[5:7]}"


def without_month(world, table, month):
    """As when no worker had made it: its rows lie in the default partition."""
    name = name_of(table, month)
    world.cluster.query(f"begin; alter table {table} detach partition {name}; insert into {table} select * from {name}; drop table {name}; commit")


class Writers:
    """Some that write one row after another into a table; what failed, and how many were taken."""

    def __init__(self, world, count, statement):
        self.over, self.failures, self.taken, self.longest = threading.Event(), [], 0, 0.0
        self.lock = threading.Lock()
        self.threads = [threading.Thread(target=self.run, args=(world.cluster.connect(), statement)) for _ in range(count)]

    def run(self, connection, statement):
        with connection.cursor() as cursor:
            while not self.over.is_set():
                began = time.monotonic()
                try:
                    cursor.execute(statement)
                except psycopg2.Error as error:
                    self.failures.append(str(error))
                with self.lock:
                    self.taken += 1
                    self.longest = max(self.longest, time.monotonic() - began)
        connection.close()

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        for thread in self.threads:
            thread.join(30)


def test_a_month_that_is_missing_fails_no_write_while_it_is_made(world):
    """The current one, into which four are writing all the time: their rows go to the default partition first, then to the month, and each of them is there once."""
    month = this_month(world)
    without_month(world, "audit_log", month)
    statement = f"insert into audit_log (district_code, at, role, operation) values ('{DISTRICT}', now(), 'district', 'growing')"
    with Writers(world, 4, statement) as writers:
        while writers.taken < 50:
            time.sleep(0.01)
        for _ in range(100):
            if asked(world, "select partition_keep('audit_log', %s, 100000)", (month,)):
                break
        taken = writers.taken
        while writers.taken < taken + 50:
            time.sleep(0.01)
    assert not writers.failures, writers.failures[:2]
    name = name_of("audit_log", month)
    assert world.cluster.query(f"select count(*) as n from {name} where operation = 'growing'")[0]["n"] == writers.taken
    assert world.cluster.query("select count(*) as n from only audit_log_default where operation = 'growing'")[0]["n"] == 0


def test_a_worker_that_was_away_for_months_makes_good(world, samples):
    """Nobody made a month for a year: complaints go their way, steps and all, and the next turn of the worker's job puts everything in its place, with foreign keys."""
    complaint = samples.complaints["near"]
    for more in (-4, -3, -2):
        world.cluster.query("insert into complaint_events (district_code, complaint_id, at, action, to_state, actor_role) select district_code, id, %s::date + interval '9 days', 'urge', state, 'hotline' "
                            "from complaints where id = %s", (this_month(world, more), complaint))
    for more in range(5):
        without_month(world, "complaint_events", this_month(world, more))
    read = lambda: world.role("district").get(f"/v1/complaints/{complaint}/events?limit=100", expect=200).json["items"]
    before = read()
    world.post_ticket()
    assert [row["month"] for row in world.cluster.query("select month::text from partitions_missing(4) where parent = 'complaint_events'::regclass order by 1")] == [this_month(world, more) for more in (-4, -3, -2, 0, 1, 2, 3, 4)]
    asked(world, "call partitions_keep(4)")
    assert not world.cluster.query("select * from partitions_missing(4)")
    assert world.cluster.query("select until_month, astray from partitions_told()") == [{"until_month": this_month(world, 4)[:7], "astray": 0}]
    assert read() == before
    for more in (-4, 0, 4):
        found = world.cluster.query("select c.relrowsecurity, (select count(*) from pg_constraint k where k.conrelid = c.oid and k.contype = 'f' and k.convalidated) as keys, "
                                    "(select count(*) from pg_index i where i.indrelid = c.oid) as indexes from pg_class c where c.relname = %s", (name_of("complaint_events", this_month(world, more)),))
        assert found == [{"relrowsecurity": True, "keys": 1, "indexes": 2}], more


def test_a_month_that_is_running_and_full_is_left_until_it_is_over(world):
    """Moving many rows would keep its writers waiting; its rows are read where they are."""
    month = this_month(world)
    without_month(world, "audit_log", month)
    rows = world.cluster.query("select count(*) as n from only audit_log_default")[0]["n"]
    assert rows and asked(world, "select partition_keep('audit_log', %s, %s)", (month, rows - 1)) is False
    assert asked(world, "select partition_keep('audit_log', %s, %s)", (month, rows)) is True


def test_who_is_in_the_way_is_not_broken_off(world):
    """A reader holds the log for long: the turn ends by itself within a second and the next one goes on; whoever writes meanwhile waits no longer than that."""
    month = this_month(world)
    without_month(world, "changes", month)
    reader = world.cluster.connect()
    try:
        with reader.cursor() as cursor:
            cursor.execute("begin; select count(*) from changes")
            with Writers(world, 1, f"update exchange_feeds set at = at where district_code = '{DISTRICT}'; insert into complaint_days_counted select * from complaint_days_counted where false") as writers:
                assert asked(world, "select partition_keep('changes', %s)", (month,)) is False
            cursor.execute("select count(*) from changes; commit")
    finally:
        reader.close()
    assert not writers.failures
    assert asked(world, "select partition_keep('changes', %s)", (month,)) is True


@pytest.fixture
def old(world):
    """Two months of the trail, sealed, in partitions of their own."""
    for month in ("2011-01", "2011-02"):
        plant(world.cluster, DISTRICT, month, 7)
    seal(world.cluster, "2011-02")
    for _ in range(2):
        for table in ("audit_log", "personal_access_log", "audit_chain"):
            for month in ("2011-01-01", "2011-02-01"):
                asked(world, "select partition_keep(%s, %s)", (table, month))
    return world.role("district")


def lines(officer, month):
    answer = officer.get(f"/v1/audit/months/{month}/trail", headers={"Accept": "application/x-ndjson"}, expect=200)
    return [json.loads(line) for line in answer.body.decode().split("\n") if line]


def none_of_it_is_told(officer):
    """Of the times from 2011-01 on, the only month that was put away: what touches it is 410, what does not is answered."""
    for path, first, before, at in (("/v1/audit", "at_from", "at_before", "T00:00:00%2B08:00"), ("/v1/personal-accesses", "at_from", "at_before", "T00:00:00%2B08:00"),
                                    ("/v1/personal-accesses/counts", "date_from", "date_before", "")):
        for said in ({first: "2011-01-31"}, {first: "2010-01-01"}, {before: "2011-02-01"}, {before: "2010-06-01"}, {first: "2011-01-31", before: "2011-03-01"}, {first: "2010-06-01", before: "2011-01-02"}):
            query = "&".join(f"{name}={day}{at}" for name, day in said.items())
            assert officer.get(f"{path}?{query}", expect=410).code == "trail_put_away", (path, said)
            assert officer.get(f"{path}?{query}&count=true", expect=410).code == "trail_put_away", (path, said)
        query = f"{first}=2010-06-01{at}&{before}=2011-01-01{at}"
        assert officer.get(f"{path}?{query}", expect=200).json["items"] == []
        if not at:
            continue  # what is unusual had no number yet
        for query in (f"{first}=2011-02-01{at}&{before}=2011-03-01{at}", f"{before}=2011-02-03{at}", "limit=1"):
            assert officer.get(f"{path}?{query}", expect=200).json["items"], query


def test_the_trail_is_put_away_when_the_rule_says_so_and_not_before(world, old):
    """The district that keeps the most says when; nothing is dropped; the seal stays; a month after it still chains to it; the month is 410, no empty list."""
    kept = lines(old, "2011-01")
    assert len(kept) == 7 and all(line["row"] and line["hash"] for line in kept), "a month that moved into its partition is whole"
    later = world.role("district", 2)
    later.post("/v1/rules", {"name": "audit_keep_months", "value": "35", "basis": "区政府文件", "effective_from": rule_day(1)}, expect=422)
    world.cluster.query("insert into district_rules (district_code, domain, name, value, unit, basis, effective_from) values ('340302', 'duty', 'audit_keep_months', 121, 'months', '区政府文件', '2020-01-01')")
    retain = lambda day: asked(world, "select audit_retain(%s)", (day,))
    assert retain("2021-02-01") == 0 == retain("2021-02-28")
    world.cluster.query("delete from district_rules where name = 'audit_keep_months' and district_code = '340302'")
    assert retain("2021-01-31") == 0 and lines(old, "2011-01") == kept
    world.cluster.query("update audit_seals set sealed_at = null where district_code = %s and month = '2011-01'", (DISTRICT,))
    assert retain("2021-02-01") == 0, "what is not sealed is not put away"
    world.cluster.query("update audit_seals set sealed_at = closed_at where district_code = %s and month = '2011-01'", (DISTRICT,))
    assert retain("2021-02-01") == 3 and retain("2021-02-01") == 0
    assert old.get("/v1/audit/months/2011-01/trail", expect=410).code == "trail_put_away"
    assert old.get("/v1/audit/months/2011-03/trail", expect=200 if sealed(world.cluster, DISTRICT, "2011-03") else 404)
    none_of_it_is_told(old)
    one, two = (old.get(f"/v1/audit/months/{month}", expect=200).json for month in ("2011-01", "2011-02"))
    assert one["detached_at"] and two["detached_at"] is None and two["previous_head"] == one["head"] == kept[-1]["hash"]
    assert len(lines(old, "2011-02")) == 7
    archived = world.cluster.query("select count(*) as n from detached.audit_log_2011_01 union all select count(*) from detached.personal_access_log_2011_01 order by 1")
    assert [row["n"] for row in archived] == [2, 5]
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        asked(world, "select count(*) from detached.audit_log_2011_01", user="wuye_district")


def test_what_is_asked_of_a_time_reads_its_months_alone(world):
    """The statements of the service over months long gone and far ahead: as the caller, with row security."""
    for table in TABLES:
        for month in ("2012-05-01", "2012-06-01", "2041-01-01"):
            for _ in range(2):
                asked(world, "select partition_keep(%s, %s)", (table, month))
    connection = world.cluster.connect(user="wuye_district")
    try:
        with connection.cursor() as cursor:
            cursor.execute("select set_config('wuye.district', %s, false)", (DISTRICT,))
            for table in ("audit_log", "personal_access_log", "audit_chain"):
                for month, last in (("2012-05", "2012-06"), ("2041-01", "2041-02")):
                    cursor.execute(f"explain select * from {table} where district_code = '{DISTRICT}' and at >= '{month}-01 00:00+08' and at < '{last}-01 00:00+08' order by at desc, id desc limit 50")
                    plan = "\n".join(row[0] for row in cursor.fetchall())
                    touched = set(re.findall(rf" on ({table}\w*)", plan))
                    assert touched <= {name_of(table, month), table, f"{table}_default"} - ({f"{table}_default"} if month == "2012-05" else set()) and name_of(table, month) in touched, plan
    finally:
        connection.close()
