"""Who writes for long and tells nothing in the log of steps keeps neither the hotline's feed nor a webhook waiting; who may tell something is waited for (E11, E14)."""
import threading

import psycopg2
import pytest
from harness.outage import wait_ready
from harness.receiver import Receiver, Worker, until
from test_growth import asked, this_month, without_month
from test_updates import hotline_of_its_own, post, read, step, transaction, write_event
from test_webhooks import live

PROMISE = "select events_promise_none(), pg_current_xact_id()"


@pytest.fixture
def own(world):
    return hotline_of_its_own(world)


def test_who_has_promised_to_tell_nothing_is_not_waited_for(world, samples, own):
    receipt, another = post(world, own), post(world, own)
    resume = read(own)[1]
    with transaction(world) as quiet, transaction(world) as other:
        quiet.execute(PROMISE)
        step(world.role("district"), receipt["complaint_id"], "dispatch", unit_kind="community", receiver="张")
        items, later = read(own, resume)
        assert [item["type"] for item in items] == ["complaint.dispatched"]
        write_event(other, another, "没有承诺的一笔")
        step(world.role("community"), receipt["complaint_id"], "sign")
        assert read(own, later)[0] == [], "who has not promised is waited for, beside one who has"
    assert [item["type"] for item in read(own, later)[0]] == ["complaint.urge", "complaint.signed"]


def test_a_promise_is_kept(world, samples, own):
    receipt = post(world, own)
    with pytest.raises(psycopg2.errors.ObjectNotInPrerequisiteState), transaction(world) as quiet:
        quiet.execute(PROMISE)
        write_event(quiet, receipt, "还是说了")
    with transaction(world) as next_one:  # of the same session or another: a promise ends with its transaction
        write_event(next_one, receipt, "可以说")


def test_who_has_told_something_is_waited_for_whatever_he_promises(world, samples, own):
    told, quick = post(world, own), post(world, own)
    resume = read(own)[1]
    with transaction(world) as late:
        write_event(late, told, "先说了话")
        late.execute(PROMISE)
        step(world.role("district"), quick["complaint_id"], "dispatch", unit_kind="community", receiver="张")
        assert read(own, resume)[0] == []
    assert [item["type"] for item in read(own, resume)[0]] == ["complaint.urge", "complaint.dispatched"]


def test_a_reader_never_goes_back(world, samples, own):
    """A promise that is gone while its transaction still runs: what was told is not told again, and what comes then is told once."""
    receipt = post(world, own)
    resume = read(own)[1]
    with transaction(world) as quiet:
        quiet.execute("select pg_current_xact_id(); savepoint before; select events_promise_none()")
        dispatched = step(world.role("district"), receipt["complaint_id"], "dispatch", unit_kind="community", receiver="张")
        items, later = read(own, resume)
        assert [item["state"] for item in items] == [dispatched["state"]]
        quiet.execute("rollback to before")
        step(world.role("community"), receipt["complaint_id"], "sign")
        assert read(own, later) == ([], later)
    assert [item["type"] for item in read(own, later)[0]] == ["complaint.signed"]


def test_after_a_crash_what_comes_is_behind_what_was_read(world, samples, own):
    """Transactions that wrote nothing leave no trace on disk for a while: after a crash their numbers are given out again."""
    post(world, own)
    world.cluster.query("alter system set wal_writer_delay = '10s'")
    world.cluster.query("select pg_reload_conf()")
    try:
        nothing = world.cluster.connect()
        nothing.autocommit = False
        for _ in range(300):
            with nothing.cursor() as cursor:
                cursor.execute("select pg_current_xact_id()")
            nothing.rollback()
        resume = read(own)[1]
        world.cluster.stop("immediate")
        nothing.close()
    finally:
        world.cluster.ensure_running()
        wait_ready(world)
        world.cluster.query("alter system reset wal_writer_delay")
        world.cluster.query("select pg_reload_conf()")
    receipt = post(world, own)
    assert [item["complaint_id"] for item in read(own, resume)[0]] == [receipt["complaint_id"]]


def promises(world):
    return world.cluster.query("select count(*)::integer as n from pg_locks where locktype = 'advisory' and classid = hashtext('complaint_events')::oid and objid = hashtext('none')::oid")[0]["n"]


@pytest.fixture
def pushed(world):
    """An officer of a service whose endpoints may be http, and a receiver that a worker pushes to."""
    server, receiver = world.server("long-writers", webhook_allow_http="true"), Receiver()
    worker = Worker(world)
    yield world.caller("district.officer@150202", server), receiver
    worker.stop()
    receiver.stop()
    server.stop()


def test_feed_and_webhook_go_on_while_a_file_is_written(world, samples, own, pushed):
    """The file of an export; a month's package is written through the same statement."""
    (officer, receiver), resume = pushed, read(own)[1]
    officer.post("/v1/webhook-endpoints", {"client_id": own.client_id, "url": receiver.url()}, expect=201)
    with transaction(world) as holder:
        holder.execute("lock table stored_file_chunks in exclusive mode")
        export = officer.post("/v1/exports", {"operation": "listEstates", "format": "csv"}, expect=201).json
        until(lambda: world.cluster.query("select 1 as one from pg_stat_activity where usename = 'wuye_worker' and wait_event_type = 'Lock'"), 20)
        assert promises(world) == 1
        post(world, own)
        assert [item["type"] for item in read(own, resume)[0]] == ["complaint.received"]
        assert receiver.wait(1)[0].json["type"] == "complaint.received"
    until(lambda: officer.get(f"/v1/exports/{export['id']}", expect=200).json["state"] == "done", 20)
    assert promises(world) == 0


def test_a_replay_is_whole_however_far_is_settled(world, samples, own, pushed):
    """What it sends was settled when the live stream passed it; less may be settled by now."""
    officer, receiver = pushed
    made = officer.post("/v1/webhook-endpoints", {"client_id": own.client_id, "url": receiver.url()}, expect=201).json
    with transaction(world) as quiet:
        quiet.execute("select pg_current_xact_id(); savepoint before; select events_promise_none()")
        post(world, own)
        [first] = receiver.wait(1)
        until(lambda: live(officer, made)["delivered"] == 1)  # and that it is delivered is written down
        quiet.execute("rollback to before")
        officer.post(f"/v1/webhook-endpoints/{made['id']}/replay", {"from": first.json["timestamp"]}, expect=201)
        assert receiver.wait(2)[1].id == first.id


def test_a_month_that_moves_promises(world):
    """The worker's way, while it waits for the table."""
    month = this_month(world)
    without_month(world, "audit_log", month)
    with transaction(world) as holder:
        holder.execute("lock table audit_log in share mode")
        mover = threading.Thread(target=asked, args=(world, "call partitions_keep(4)"))
        mover.start()
        until(lambda: promises(world), 20)
        mover.join()
    asked(world, "call partitions_keep(4)")
    assert promises(world) == 0
