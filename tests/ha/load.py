"""The hotline at work while machines fail: clients that post tickets and try again with the same key until each is acknowledged, a ledger of what was acknowledged
and when, and what a database must then hold.

    load = Load([url, …], callers(token), estates, clients=4)      # or signers(account, secret), for pushes that are signed
    load.start(); …faults…; load.stop()
    load.ledger.outage(since)                                       # seconds without an acknowledgement, the longest from `since` on
    verdict = check(load.ledger, asking(conninfo))                  # verdict.lost, verdict.doubled, verdict.sound
    checksum(asking(conninfo))                                      # the same on every node that holds the same

It knows nothing of clusters: whoever makes the faults brings addresses of the service and a connection string of the database. All times are time.monotonic().
"""
import base64
import collections
import dataclasses
import hashlib
import hmac
import http.client
import itertools
import json
import random
import socket
import threading
import time
import urllib.parse

PATH = "/v1/hotline/tickets"
AGAIN = {429, 500, 502, 503, 504}  # 500 is counted beside: it is nothing that a caller should see
REPEATED = 0.05                    # of what was acknowledged is sent once more, and must be answered with the same ticket


class Caller:
    """Says who calls, by a token."""

    def __init__(self, token):
        self.token = token

    def headers(self, body, number):
        return {"Authorization": f"Bearer {self.token}"}


class Signer:
    """Says who calls, by a signature over the push itself (Standard Webhooks)."""

    def __init__(self, account, secret):
        self.account, self.secret = account, base64.b64decode(secret.removeprefix("whsec_"))

    def headers(self, body, number):
        identity, now = f"msg_{number}", str(int(time.time()))
        signed = hmac.new(self.secret, f"{identity}.{now}.".encode() + body, hashlib.sha256).digest()
        return {"wuye-client": self.account, "webhook-id": identity, "webhook-timestamp": now, "webhook-signature": "v1," + base64.b64encode(signed).decode()}


@dataclasses.dataclass(frozen=True)
class Acknowledged:
    number: str        # the ticket's own
    id: str            # what the service calls it
    first_sent: float
    at: float          # when the acknowledgement was read
    tries: int
    status: int


class Ledger:
    """What callers were told, by all of them."""

    def __init__(self):
        self.lock = threading.Lock()
        self.acknowledged, self.sent, self.statuses, self.faults = [], set(), collections.Counter(), []

    def send(self, number):
        with self.lock:
            self.sent.add(number)

    def count(self, status):
        with self.lock:
            self.statuses[status] += 1

    def fault(self, text):
        with self.lock:
            self.faults.append(text)

    def acknowledge(self, entry):
        with self.lock:
            self.acknowledged.append(entry)

    def times(self, since=0.0, until=float("inf")):
        with self.lock:
            return sorted(entry.at for entry in self.acknowledged if since <= entry.at <= until)

    def first(self, since):
        """Seconds from that moment to the next acknowledgement; infinite if there is none."""
        return min(self.times(since), default=float("inf")) - since

    def outage(self, since, until=None):
        """The longest time without an acknowledgement, from that moment on (to its first one, and between any two after that)."""
        until = time.monotonic() if until is None else until
        marks = [since, *self.times(since, until), until]
        return max(after - before for before, after in itertools.pairwise(marks))

    def count_after(self, since):
        return len(self.times(since))


class Load:
    """`estates` are codes of the register's estates; `clients` threads share the tickets, each on one connection to one of the addresses in turn."""

    def __init__(self, urls, callers, estates, clients=4, rest_s=0.01, timeout_s=6, prefix="HA"):
        self.urls, self.callers, self.estates, self.clients = list(urls), callers, list(estates), clients
        self.rest_s, self.timeout_s, self.prefix = rest_s, timeout_s, prefix
        self.ledger, self.ended, self.threads = Ledger(), threading.Event(), []
        self.numbers = itertools.count(1)

    def start(self):
        self.threads = [threading.Thread(target=self._work, args=(number,), daemon=True) for number in range(self.clients)]
        for thread in self.threads:
            thread.start()
        return self

    def stop(self, patience_s=30):
        """What is under way is brought to its end: a hotline gives up on nothing. False when something was not acknowledged in that time."""
        self.ended.set()
        deadline = time.monotonic() + patience_s
        for thread in self.threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        return not any(thread.is_alive() for thread in self.threads)

    def wait_for(self, count, since, patience_s=30):
        """Until so many were acknowledged after that moment."""
        deadline = time.monotonic() + patience_s
        while self.ledger.count_after(since) < count:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.02)
        return True

    def ticket(self, number):
        told = next(self.numbers)
        return {"source": "hotline12345", "ticket_no": number, "round": 1, "received_at": "2026-03-02T09:30:00+08:00", "request_type": "complaint",
                "category_code": "10", "urgency": "ordinary", "title": f"第{told}号诉求：垃圾无人清运", "content": "市民反映：电梯旁垃圾无人清运，请回电15400000000。",
                "estate_code": self.estates[told % len(self.estates)], "complainant": {"name": "王女士", "phone": "15400000000"}}

    def _work(self, client):
        chance, place, done = random.Random(client), client, []
        caller = self.callers(client)
        line = _Line(self.urls, place, self.timeout_s)
        for serial in itertools.count(1):
            if self.ended.is_set():
                break
            number = f"{self.prefix}-{client}-{serial:06d}"
            body = json.dumps(self.ticket(number), ensure_ascii=False).encode()
            self.ledger.send(number)
            thing = self._insist(line, caller, number, body)
            done.append((number, body, thing))
            if thing and chance.random() < REPEATED:
                self._repeat(line, caller, *chance.choice(done))
            time.sleep(self.rest_s)
        line.close()

    def _insist(self, line, caller, number, body, record=True):
        """The ticket's id, once it was acknowledged. Half of the tickets carry an Idempotency-Key as well as their own number."""
        keyed = {"Idempotency-Key": f"key-{number}"} if int(number[-1]) % 2 else {}
        first_sent, tries, give_up = time.monotonic(), 0, None
        while True:
            tries += 1
            status, answered, content = line.post(body, {**caller.headers(body, number), **keyed, "Content-Type": "application/json"})
            self.ledger.count(status)
            if status in (200, 201):
                thing = json.loads(content)["id"]
                if record:
                    self.ledger.acknowledge(Acknowledged(number, thing, first_sent, time.monotonic(), tries, status))
                return thing
            in_progress = status == 409 and json.loads(content or b"{}").get("code") == "idempotency_in_progress"
            if status and status not in AGAIN and not in_progress:
                self.ledger.fault(f"{number}: {status} {content[:300].decode(errors='replace')}")
                return None
            if self.ended.is_set():
                give_up = give_up or time.monotonic() + 60
                if time.monotonic() > give_up:
                    return None
            time.sleep(min(float(answered.get("Retry-After", 0.2)), 1.0) * random.uniform(0.3, 1.0))

    def _repeat(self, line, caller, number, body, thing):
        again = self._insist(line, caller, number, body, record=False)
        if thing and again and again != thing:
            self.ledger.fault(f"{number} was acknowledged as {thing}, and again as {again}")


class _Line:
    """One connection to one of the service's addresses; to the next one when it breaks. Status 0: no answer."""

    def __init__(self, urls, place, timeout_s):
        self.hosts = [urllib.parse.urlsplit(url).netloc for url in urls]
        self.place, self.timeout_s, self.connection = place, timeout_s, None

    def close(self):
        if self.connection:
            self.connection.close()
        self.connection = None

    def post(self, body, headers):
        try:
            if not self.connection:
                self.connection = http.client.HTTPConnection(self.hosts[self.place % len(self.hosts)], timeout=self.timeout_s)
                self.connection.connect()
                self.connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.connection.request("POST", PATH, body=body, headers=headers)
            answer = self.connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        except (OSError, http.client.HTTPException):
            self.close()
            self.place += 1
            return 0, {}, b""


def callers(token):
    return lambda client: Caller(token)


def signers(account, secret):
    return lambda client: Signer(account, secret)


def asking(conninfo):
    """What asks that database: query(sql, values) → rows as tuples."""
    import psycopg2

    def query(sql, values=None):
        connection = psycopg2.connect(conninfo, connect_timeout=10)
        try:
            with connection.cursor() as cursor:
                cursor.execute(sql, values)
                return cursor.fetchall()
        finally:
            connection.close()
    return query


@dataclasses.dataclass
class Verdict:
    acknowledged: int
    lost: list         # acknowledged, and not there, or there as something else
    doubled: list      # there more than once
    strangers: list    # there, and never sent
    unacknowledged: int  # there, and the caller was never told: a retry would have found it
    faults: list       # answers that no caller should have had

    @property
    def sound(self):
        return not (self.lost or self.doubled or self.strangers or self.faults)


def check(ledger, query, prefix="HA"):
    """Hold the ledger against a database, asked as a superuser."""
    things, complaints = collections.defaultdict(set), collections.Counter()
    for number, thing in query("select ticket_no, id::text from tickets where ticket_no like %s", (f"{prefix}-%",)):
        things[number].add(thing)
    for number, count in query("select ticket_no, count(*) from complaints where ticket_no like %s group by 1", (f"{prefix}-%",)):
        complaints[number] = count
    told = collections.defaultdict(set)
    for entry in ledger.acknowledged:
        told[entry.number].add(entry.id)
    lost = sorted(number for number, ids in told.items() if not ids <= things[number] or complaints[number] < 1)
    doubled = sorted(number for number in things if len(things[number]) > 1 or complaints[number] > 1)
    doubled += sorted(number for number, ids in told.items() if len(ids) > 1)
    return Verdict(len(told), lost, doubled, sorted(set(things) - ledger.sent - set(told)), len({n for n, ids in things.items() if ids} - set(told)), list(ledger.faults))


# What tells a ticket: itself, its complaint and the history of that. In the order of ids, so that two nodes say the same.
CHECKSUM = "select count(*), coalesce(md5(string_agg(md5(t::text), '' order by t.id)), '-') from {table} t"


def checksum(query, tables=("tickets", "complaints", "complaint_events")):
    return "; ".join(f"{table} {rows} {digest[:12]}" for table in tables for rows, digest in query(CHECKSUM.format(table=table)))
