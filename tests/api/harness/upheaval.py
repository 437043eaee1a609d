"""kill -9 of the service and of its database while requests are under way, and callers who send again until they are answered."""
import collections
import contextlib
import http.client
import itertools
import os
import random
import signal
import threading
import time

import psycopg2

from .client import Client

PATIENCE_S = 240  # what was killed is back long before, on a busy machine too
TRY_AGAIN = {"unavailable", "outcome_unknown", "idempotency_in_progress", "too_many_requests"}
KINDS = ("service", "postmaster", "service", "database", "both")  # postmaster: its children see it and go; database: all of its processes at once


class Traffic:
    """Which requests are under way, by operation, and how long one takes."""

    def __init__(self):
        self.changed, self.numbers = threading.Condition(), itertools.count()
        self.open, self.spent = {}, collections.defaultdict(lambda: 0.02)
        self.cut_off = 0  # requests of which nobody knows what became of them

    @contextlib.contextmanager
    def request(self, operation, key=None):
        """key: under which it is sent for the first time."""
        began, number = time.monotonic(), next(self.numbers)
        with self.changed:
            self.open[number] = (operation, key)
            self.changed.notify_all()
        try:
            yield
            self.spent[operation] += (time.monotonic() - began - self.spent[operation]) / 8
        finally:
            with self.changed:
                del self.open[number]

    def cut(self):
        with self.changed:
            self.cut_off += 1

    def now(self):
        with self.changed:
            return dict(self.open)

    def wait_for(self, operation, seconds):
        """Until the next request of this operation, or as long as that."""
        with self.changed:
            self.changed.wait_for(lambda: any(operation == of for of, _ in self.open.values()), seconds)

    def wait_for_key(self, seconds):
        with self.changed:
            self.changed.wait_for(lambda: any(key for _, key in self.open.values()), seconds)

    def keys(self):
        return [key for _, key in self.now().values() if key]


class Insistent(Client):
    """A caller that does as the contract says: what got no answer, or "try again", is sent again, the same under the same key."""

    def __init__(self, client, traffic):
        super().__init__(client.judge, client.port, client.token, timeout=PATIENCE_S)
        self.traffic = traffic
        self.id = self.get("/v1/me").json["id"]

    def _exchange(self, method, target, headers, body):
        """Once: what was cut off is for the caller to know."""
        connection = self._connection()
        connection.request(method, target, body, headers)
        return connection.getresponse()

    def insist(self, method, path, value=None, query=None, headers=None, key=None, lost=False):
        """(answer, in how many tries before it nobody knows what became of it). key: a new one. lost: the first answer does not reach it."""
        headers = {**(headers or {}), **({"Idempotency-Key": key} if key else {})}
        operation, unknown, deadline = self.judge.contract.find(method, path).id, 0, time.monotonic() + PATIENCE_S
        while True:
            try:
                with self.traffic.request(operation, None if unknown else key):
                    answer = self.request(method, path, query, json_body=value, headers=headers)
                if lost and not unknown:
                    raise ConnectionError("the answer was lost")
                if answer.status < 400 or answer.code not in TRY_AGAIN:
                    return answer, unknown
            except (OSError, http.client.HTTPException):
                answer = None
            unknown += 1
            self.traffic.cut()
            assert time.monotonic() < deadline, f"{method} {path}: {answer or 'no answer'} for {PATIENCE_S} s"
            time.sleep(random.uniform(0.02, 0.15))

    def read(self, path, query=None):
        answer, _ = self.insist("GET", path, query=query)
        assert answer.status == 200, f"GET {path}: {answer}"
        return answer.json

    def pages(self, path, query=None, limit=200):
        items, query = [], dict(query or {}, limit=limit)
        while True:
            page = self.read(path, query)
            items += page["items"]
            if page["next"] is None:
                return items
            query["cursor"] = page["next"]


def told(world, statement, values=None):
    """A statement that may be run twice, told to the database until it has heard it."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            return world.cluster.query(statement, values)
        except (psycopg2.OperationalError, psycopg2.InterfaceError):
            assert time.monotonic() < deadline, "the database stays away"
            time.sleep(0.1)


class Upheaval(threading.Thread):
    """Kills so many times, each in the middle of a request of one of the operations, in turn. look() gives pairs (it holds, what is wrong) of what a kill left behind; until it has, nobody writes."""

    def __init__(self, world, traffic, times, operations, look, seed, pause=(0.1, 0.6)):
        super().__init__()
        self.world, self.traffic, self.times, self.operations, self.look, self.pause = world, traffic, times, operations, look, pause
        self.chance, self.over = random.Random(seed), threading.Event()
        self.kills, self.hit, self.met, self.seen, self.broken = collections.Counter(), [], collections.Counter(), [], None
        self.between = 0  # kills between a commit and its answer

    def run(self):
        try:
            for number in range(self.times):
                if self.over.wait(self.chance.uniform(*self.pause)):
                    return
                wanted = self.operations[number % len(self.operations)]
                if number % 4 != 3 or not self.committed():
                    self.await_request(wanted)
                self.strike(KINDS[number % len(KINDS)])
        except Exception as fault:  # in a thread nobody else would hear of it
            self.broken = fault
        finally:
            self.over.set()

    def await_request(self, wanted):
        self.traffic.wait_for(wanted, 10)
        time.sleep(self.chance.uniform(0, 1.1 * self.traffic.spent[wanted]))

    def committed(self):
        """Stops the service again and again, until it stands between the commit of what a key was first sent for and its answer: there a retry could do it twice."""
        deadline, connection = time.monotonic() + 6, self.world.cluster.connect()
        with contextlib.closing(connection), connection.cursor() as cursor:
            while time.monotonic() < deadline:
                self.traffic.wait_for_key(1)
                time.sleep(self.chance.uniform(0, 0.02))
                os.kill(self.world.service.process.pid, signal.SIGSTOP)
                cursor.execute("select key from idempotency_keys where key = any(%s) and status is not null", (self.traffic.keys(),))
                found = {row[0] for row in cursor.fetchall()}
                time.sleep(0.005 if found else 0)  # what was answered is read by then
                if found & set(self.traffic.keys()):
                    self.between += 1
                    return True
                os.kill(self.world.service.process.pid, signal.SIGCONT)
        return False

    def strike(self, kind):
        before = self.traffic.now()
        if kind in ("service", "both"):
            self.world.service.process.kill()
        if kind != "service":
            self.world.cluster.strike(whole=kind != "postmaster")
        after = self.traffic.now()
        hit = [operation for number, (operation, _) in before.items() if number in after]
        self.kills[kind] += 1
        self.hit.append(hit)
        self.met.update(set(hit))
        self.recover(kind)

    def recover(self, kind):
        world = self.world
        if kind in ("service", "both"):
            world.service.kill()
        else:
            os.kill(world.service.process.pid, signal.SIGSTOP)
        if kind == "service":
            self.wait_for_backends()
        else:
            world.cluster.kill()
            time.sleep(self.chance.uniform(0, 0.2))
            world.cluster.start()
        self.seen += [(holds, f"after kill {len(self.hit)} ({kind}): {fault}") for holds, fault in self.look()]
        if kind in ("service", "both"):
            world.service.start(60)
        else:
            os.kill(world.service.process.pid, signal.SIGCONT)

    def wait_for_backends(self):
        """What the killed service had under way in the database ends by itself."""
        deadline = time.monotonic() + 20
        while self.world.cluster.query("select 1 from pg_stat_activity where usename like 'wuye_%%' and datname = 'wuye'") and time.monotonic() < deadline:
            time.sleep(0.02)

    def finish(self):
        """When there is nothing more to do: how many kills there were."""
        self.over.set()
        self.join()
        if self.broken:
            raise self.broken
        return len(self.hit)
