"""Workers die, are stopped, and run side by side: every update still arrives, in order (E14; out of the 12345 exchange)."""
import concurrent.futures
import itertools
import random
import threading
import time

from harness.receiver import Receiver, Worker, until
from test_updates import dispatch, hotline_of_its_own, post, read
from test_webhooks import endpoint, live, officer, own, server, start, whole_way  # noqa: F401  (fixtures)


def in_order(ids):
    """What came, without what came again at once: a message may be repeated, never overtaken."""
    return [identifier for identifier, _ in itertools.groupby(ids)]


def test_killed_in_the_middle_of_a_delivery(world, samples, officer, own, start):  # noqa: F811
    """kill -9 while the receiver holds a message: when the lease runs out another worker goes on, under the same id."""
    hold = threading.Event()
    receiver = start(Receiver, lambda handler, message: (hold.wait(20), handler.say(200)))
    made = endpoint(officer, own, receiver.url())
    first = start(Worker)
    items = whole_way(world, own)
    receiver.wait(1)
    first.kill()
    hold.set()
    start(Worker, "second")
    receiver.wait(4, 40)
    until(lambda: live(officer, made)["delivered"] == 3)
    assert receiver.ids == [items[0]["id"]] + [item["id"] for item in items]


def test_killed_again_and_again(world, samples, officer, own, start):  # noqa: F811
    """Ten kills at random while updates are made: each arrives, in order, and is repeated by a crash at most."""
    receiver = start(Receiver, lambda handler, message: (time.sleep(random.random() / 50), handler.say(200)))
    made = endpoint(officer, own, receiver.url())
    _, resume = read(own)
    over = threading.Event()

    def write():
        while not over.is_set():
            dispatch(world, post(world, own)["complaint_id"])
            time.sleep(0.05)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(10):
            worker = start(Worker, f"killed-{number}", webhook_timeout_ms=100)
            time.sleep(random.uniform(0.3, 1.2))
            worker.kill()
            # What a lease costs in time is not what is looked at here.
            world.cluster.query("update webhook_endpoints set leased_until = now() - interval '1 second' where id = %s and leased_until is not null", (made["id"],))
    finally:
        over.set()
        writer.join()
    start(Worker, "last")
    items, _ = read(own, resume)
    until(lambda: live(officer, made)["delivered"] == len(items), 60, lambda: str(live(officer, made)))
    assert in_order(receiver.ids) == [item["id"] for item in items] and len(items) > 20


def test_sigterm_lets_a_delivery_come_to_its_end(world, samples, officer, own, start):  # noqa: F811
    told = threading.Event()
    receiver = start(Receiver, lambda handler, message: (told.wait(20), handler.say(200)))
    made = endpoint(officer, own, receiver.url())
    worker = start(Worker)
    items = whole_way(world, own)
    receiver.wait(1)
    threading.Timer(0.7, told.set).start()  # by then it has been told to end
    began = time.monotonic()
    worker.stop()
    assert time.monotonic() - began < 6
    assert live(officer, made)["delivered"] == len(receiver.messages) == 1, "what was under way was taken and written down; no other was begun"
    start(Worker, "second")
    receiver.wait(3)
    assert receiver.ids == [item["id"] for item in items], "nothing is repeated"


def test_sigterm_breaks_off_what_does_not_end_and_another_worker_goes_on_at_once(world, samples, officer, own, start):  # noqa: F811
    hold = threading.Event()
    receiver = start(Receiver, lambda handler, message: (hold.wait(20), handler.say(200)))
    made = endpoint(officer, own, receiver.url())
    worker = start(Worker, webhook_timeout_ms=30000, drain_s=1)
    items = whole_way(world, own)
    receiver.wait(1)
    worker.stop(15)
    hold.set()
    start(Worker, "second", webhook_timeout_ms=30000)
    receiver.wait(4, 5)
    assert receiver.ids == [items[0]["id"]] + [item["id"] for item in items]
    until(lambda: live(officer, made)["delivered"] == 3)


def test_several_workers_share_the_endpoints_and_none_sends_twice(world, samples, officer, start):  # noqa: F811
    """Three processes of four threads, six hotlines: each receiver gets its own, each once, in order, one at a time."""
    under_way, most = {}, {}

    def slowly(handler, message):
        port = handler.server.owner.port
        under_way[port] = under_way.get(port, 0) + 1
        most[port] = max(most.get(port, 0), under_way[port])
        time.sleep(random.random() / 100)
        under_way[port] -= 1
        handler.say(200)

    parties = [(hotline_of_its_own(world), start(Receiver, slowly)) for _ in range(6)]
    made = [endpoint(officer, caller, receiver.url()) for caller, receiver in parties]
    begun = [read(caller)[1] for caller, _ in parties]
    for number in range(3):
        start(Worker, f"one-of-three-{number}")
    with concurrent.futures.ThreadPoolExecutor(6) as writers:
        list(writers.map(lambda party: [dispatch(world, post(world, party[0])["complaint_id"]) for _ in range(15)], parties))
    for one in made:
        until(lambda: live(officer, one)["delivered"] == 30, 60, lambda: str(live(officer, one)))
    for (caller, receiver), resume in zip(parties, begun):
        assert receiver.ids == [item["id"] for item in read(caller, resume)[0]] and most[receiver.port] == 1


def test_the_database_goes_away_and_comes_back(world, samples, officer, own, start):  # noqa: F811
    """Sessions are cut while updates are sent; what was not written down is sent again, and all arrive."""
    receiver = start(Receiver, lambda handler, message: (time.sleep(0.05), handler.say(200)))
    made = endpoint(officer, own, receiver.url())
    worker = start(Worker, webhook_timeout_ms=100)
    _, resume = read(own)
    for _ in range(10):
        dispatch(world, post(world, own)["complaint_id"])
        world.cluster.query("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'wuye_worker'")
        world.cluster.query("update webhook_endpoints set leased_until = now() where id = %s and leased_until is not null", (made["id"],))
    items, _ = read(own, resume)
    until(lambda: live(officer, made)["delivered"] >= 20, 60, lambda: f"{live(officer, made)}\n{worker.text()[-2000:]}")
    assert in_order(receiver.ids) == [item["id"] for item in items] and len(items) == 20


def test_a_client_with_little_to_hear_does_not_read_what_is_others_over_and_over(world, samples, officer, own, start):  # noqa: F811
    """The job moves a live stream on to where nothing of its own is left behind."""
    made = endpoint(officer, own, "https://receiver.invalid/quiet")
    world.cluster.query("update webhook_streams set log_position = 0, at = '-infinity' where endpoint_id = %s", (made["id"],))
    start(Worker, webhook_threads=0)
    moved = "select log_position from webhook_streams where endpoint_id = %s"
    world.cluster.query("do $$ begin for i in 1..1100 loop perform pg_current_xact_id(); commit; end loop; end $$")
    until(lambda: world.cluster.query(moved, (made["id"],))[0]["log_position"] > 0)
    place = world.cluster.query(moved, (made["id"],))[0]["log_position"]
    post(world, own)
    assert world.cluster.query("select count(*) as n from complaint_updates where client_id = %s and log_position > %s", (own.client_id, place))[0]["n"] == 1
