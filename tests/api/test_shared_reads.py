"""Short reads of one role share a connection to the database: each sees what is its own caller's, whoever else is in line with it."""
import contextlib
import os
import threading
import time

from harness.client import Client
from harness.receiver import until
from test_crowds import are_handled, nobody_reads

PLACES = [(role, where) for role in ("street", "company") for where in (0, 1)]


def shared(world, server):
    body = Client(world.judge, server.port).get("/metrics").body.decode()
    return next(int(line.rpartition(" ")[2]) for line in body.splitlines() if line.startswith('wuye_pool_shared_total{pool="requests"}'))


def seen(caller, path):
    return [row["id"] for row in caller.get(path, expect=200).json["items"]]


def test_who_is_in_line_with_others_sees_his_own(world, samples):  # samples: there are complaints in each place
    server = world.server("lanes", database_connections=6, database_lanes=1, rate_limit_per_minute=0)
    wrong, rounds, paths = [], [], ("/v1/complaints?limit=50", "/v1/estates?limit=50", "/v1/complaints?limit=5&state=received")
    try:
        alone = {place: [seen(world.role(*place), path) for path in paths] for place in PLACES}
        assert alone["street", 0] != alone["street", 1] and alone["company", 0] != alone["company", 1], "there is something to mistake"
        deadline = time.monotonic() + 60

        def ask(place):
            caller = world.role(*place, server=server)
            while time.monotonic() < deadline and len(rounds) < 2000 and not wrong:
                for path, ids in zip(paths, alone[place]):
                    if seen(caller, path) != ids:
                        wrong.append((place, path))
                rounds.append(place)
                if len(rounds) >= 60 and shared(world, server):
                    break
        threads = [threading.Thread(target=ask, args=(place,)) for place in PLACES * 3]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not wrong, wrong[0]
        assert len(rounds) >= 60 and shared(world, server) > 0
    finally:
        server.stop()


def policies(process):
    """How the system lets each thread take its turn."""
    found = []
    for task in os.listdir(f"/proc/{process.pid}/task"):
        with contextlib.suppress(ProcessLookupError):  # it ended meanwhile
            found.append(os.sched_getscheduler(int(task)))
    return found


def test_who_waits_for_the_database_interrupts_nobody_and_only_then(world):
    usual = os.sched_getscheduler(0)
    waiting = os.SCHED_BATCH if usual == os.SCHED_OTHER else usual
    server = world.server("turns")
    try:
        with nobody_reads(world):
            asks = [threading.Thread(target=lambda role=role: world.role(role, server=server).get("/v1/complaints?limit=1", expect=200)) for role in ("street", "district")]
            for one in asks:
                one.start()
            are_handled(world, 1, "street")
            until(lambda: waiting in policies(server.process))
        for one in asks:
            one.join()
        until(lambda: set(policies(server.process)) == {usual})
    finally:
        server.stop()
