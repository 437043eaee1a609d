"""A register of very many complaints, and the city platform: a month put into its package while people are answered, files of exports, the log of changes.

A cluster of its own, kept like the others. Every complaint of it is in the package of the month that is over. What people wait for while it is made is told beside what they waited for just before,
by the same callers at the same rate; and beside what they wait for while the worker is held (SIGSTOP) every other six seconds, so that what else the machine does falls on both. Each request counts
from the moment when it was due, so that one that is late delays nothing unseen."""
import http.client
import json
import math
import os
import pathlib
import random
import re
import secrets
import signal
import statistics
import subprocess
import sys
import threading
import time

import psycopg2

import statement

HERE = pathlib.Path(__file__).resolve().parent
DISTRICT = "150202"
SIZES = {"complaints": 2_000, "estates": 2_000, "firms": 200}  # of what else there is
PLATFORM = "01900000-0000-7000-8000-00000000c002"
CALLERS, RATE = 4, 60  # requests a second, of all callers together
QUIET = 25  # seconds that people are watched for before it is made
TURN = 6  # seconds that the worker works, and that it is then held
SHORT = 10  # seconds without a job of the worker's: it has come to rest
EXPORTED = 1_000_000  # rows at most in a file
CHANGED = 1_000
PATIENCE = 3600
TICK = os.sysconf("SC_CLK_TCK")


def plant(cluster, complaints: int) -> None:
    """Once; with another number of them, all anew is whoever removes the cluster's folder."""
    stamp = cluster.folder / "planted"
    if stamp.exists():
        if stamp.read_text() != str(complaints):
            raise SystemExit(f"{cluster.folder} has {stamp.read_text()} complaints: remove it for {complaints}")
        return
    started = time.monotonic()
    cluster.psql((HERE / "exchange.sql").read_text(encoding="utf-8"), complaints=str(complaints))
    stamp.write_text(str(complaints))
    print(f"{complaints:,} complaints in {time.monotonic() - started:.0f} s", file=sys.stderr)


def cpu_of(process: int) -> float:
    try:
        fields = pathlib.Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICK


class Worker:
    """`wuye worker`, and what it and the backends that serve it use."""

    def __init__(self, bench):
        self.bench, self.cluster = bench, bench.cluster
        environment = {**bench.service.environment, "WUYE_LOG_FILE": str(bench.cluster.folder / "worker.log"), "WUYE_PACKAGE_POLL_MS": "200", "WUYE_EXPORT_POLL_MS": "200"}
        self.process = subprocess.Popen([bench.build / "wuye", "worker"], env=environment)
        self.settle()

    def settle(self) -> None:
        """Until its first round of jobs is done, which count what was planted."""
        calm, until = 0, time.monotonic() + PATIENCE
        while calm < SHORT:
            time.sleep(1)
            busy = self.cluster.psql("select count(*) from pg_stat_activity where usename = 'wuye_worker' and state <> 'idle' and now() - xact_start > interval '0.5 s'")
            calm = calm + 1 if busy == "0" else 0
            if time.monotonic() > until or self.process.poll() is not None:
                raise SystemExit("the worker does not come to rest")

    def backends(self) -> dict[int, float]:
        found = self.cluster.psql("select pid from pg_stat_activity where usename in ('wuye_worker', 'wuye_platform')").split()
        return {int(process): cpu_of(int(process)) for process in found}

    def cpu(self) -> float:
        return cpu_of(self.process.pid)

    def peak_mib(self) -> float:
        return int(re.search(r"VmHWM:\s+(\d+)", pathlib.Path(f"/proc/{self.process.pid}/status").read_text())[1]) / 1024

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(60)


class People:
    """Callers who ask at a steady rate, whatever the answers take."""

    def __init__(self, bench, ids: list[str]):
        self.bench, self.ids, self.done = bench, ids, threading.Event()
        self.waited: list[tuple[float, float]] = []
        self.refused: list[str] = []
        self.threads = [threading.Thread(target=self.ask, args=(n,)) for n in range(CALLERS)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.done.set()
        for thread in self.threads:
            thread.join()

    def wanted(self, dice: random.Random) -> tuple[str, str]:
        return dice.choice([("district", f"/v1/complaints/{dice.choice(self.ids)}"), ("district", f"/v1/complaints/{dice.choice(self.ids)}"), ("district", "/v1/complaints?limit=20"),
                            ("street", "/v1/complaints?limit=20&overdue=true&sort=handle_by"), ("community", "/v1/complaints?limit=20"), ("company", "/v1/complaints?limit=20&mine=true")])

    def ask(self, n: int) -> None:
        dice, connection = random.Random(n), http.client.HTTPConnection("127.0.0.1", self.bench.service.port, timeout=120)
        due = time.monotonic() + n / RATE
        while not self.done.is_set():
            time.sleep(max(0.0, due - time.monotonic()))
            role, path = self.wanted(dice)
            connection.request("GET", path, headers={"Authorization": f"Bearer {self.bench.tokens[role]}"})
            answer = connection.getresponse()
            said = answer.read()
            if answer.status != 200:
                self.refused.append(f"{path} as {role}: {answer.status} {said[:200]}")
            self.waited.append((due, (time.monotonic() - due) * 1000))
            due += CALLERS / RATE

    def within(self, spans: list[tuple[float, float]]) -> tuple[float, float, int]:
        """p50, p99 in ms of what was due then, and how many."""
        if self.refused:
            raise SystemExit(self.refused[0])
        found = sorted(waited for due, waited in self.waited if any(first <= due < last for first, last in spans))
        if not found:
            return math.nan, math.nan, 0
        return found[len(found) // 2], found[min(len(found) - 1, len(found) * 99 // 100)], len(found)


class Exchange:
    def __init__(self, bench):
        self.bench, self.cluster, self.service = bench, bench.cluster, bench.service
        self.database = psycopg2.connect(f"{self.cluster.url} user={self.cluster.owner}")
        self.database.autocommit = True
        self.over = self.month(1)
        self.earlier = self.month(33)  # a tenth had come in by its end
        self.cluster.psql(f"insert into clients (district_code, id, name, role) values ('{DISTRICT}', '{PLATFORM}', 'bench.platform', 'platform') on conflict do nothing")
        self.platform = self.service.command("token", "--lifetime", "86400", "--district", DISTRICT, "--name", "bench.platform")

    def month(self, back: int) -> str:
        return self.cluster.psql(f"select to_char(date_trunc('month', now() at time zone 'Asia/Shanghai') - make_interval(months => {back}), 'YYYY-MM')")

    def run(self) -> list[dict]:
        self.say(f"load on {os.cpu_count()} cores before", os.getloadavg()[0])
        self.first_turn()
        worker = Worker(self.bench)
        try:
            tenth = self.packaged(worker, self.earlier)
        finally:
            worker.stop()
        worker = Worker(self.bench)
        try:
            self.package(worker, tenth)
        finally:
            worker.stop()
        self.sizes()
        worker = Worker(self.bench)
        try:
            for form in ("ndjson", "csv"):
                self.exported(worker, form)
        finally:
            worker.stop()
        self.turns()
        self.pages()
        self.say("load after", os.getloadavg()[0])
        return self.bench.rows

    def say(self, figure: str, ours: float, floor: float | None = None, **more) -> None:
        self.bench.rows.append({"figure": figure, "service": ours, "floor": floor, **({"ratio": ours / floor} if floor else {}), **more})
        self.bench.tell(len(self.bench.rows) - 1)

    def call(self, role: str, method: str, path: str, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.service.port, timeout=PATIENCE)
        token = self.platform if role == "platform" else self.bench.tokens[role]
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": secrets.token_hex(16), **({"Content-Type": "application/json"} if body else {})}
        connection.request(method, path, json.dumps(body) if body else None, headers)
        answer = connection.getresponse()
        said = answer.read()
        if answer.status >= 300:
            raise SystemExit(f"{method} {path} as {role}: {answer.status} {said[:300]}")
        return json.loads(said)

    # ---- the package ----

    def packaged(self, worker: Worker, month: str, held: bool = False) -> dict:
        """Asks for it and waits until it is frozen; with `held`, the worker is held every other turn."""
        before, ours, started = worker.backends(), worker.cpu(), time.monotonic()
        standing = self.cluster.psql(f"select count(*) from exchange_packages where month = '{month}'")
        asked = self.call("district", "POST", "/v1/exchange/months", {"month": month, **({"reason": "measured once more"} if standing != "0" else {})})
        spans = {True: [], False: []}
        while (state := self.state(asked["id"])) == "building":
            spans[True].append(self.watched(asked["id"]))
            if held and self.state(asked["id"]) == "building":
                worker.process.send_signal(signal.SIGSTOP)
                time.sleep(0.5)  # what its backends have begun to send
                spans[False].append(self.watched(asked["id"]))
                worker.process.send_signal(signal.SIGCONT)
            if time.monotonic() - started > PATIENCE:
                raise SystemExit("the package is not made in time")
        if state != "frozen":
            raise SystemExit(f"the package is {state}")
        found = self.cluster.psql(f"select p.rows, p.bytes, sum(t.raw_bytes) from exchange_packages p join exchange_parts t on t.package_id = p.id where p.id = '{asked['id']}' group by 1, 2").split("|")
        return {"id": asked["id"], "rows": int(found[0]), "bytes": int(found[1]), "raw": int(found[2]), "began": started, "made": spans[True], "held": spans[False], "cpu": worker.cpu() - ours,
                "took": sum(last - first for first, last in spans[True]), "peak": worker.peak_mib(),
                "database": sum(used - before.get(process, 0.0) for process, used in worker.backends().items())}

    def state(self, package: str) -> str:
        """By a connection that is kept: to start psql each time is felt by the callers."""
        with self.database.cursor() as cursor:
            cursor.execute("select state from exchange_packages where id = %s", (package,))
            return cursor.fetchone()[0]

    def watched(self, package: str) -> tuple[float, float]:
        """From now until a turn is over, or it is made."""
        first = time.monotonic()
        while time.monotonic() - first < TURN and self.state(package) == "building":
            time.sleep(0.2)
        return first, time.monotonic()

    def package(self, worker: Worker, tenth: dict) -> None:
        ids = self.cluster.psql(f"select id from complaints where district_code = '{DISTRICT}' order by received_at desc limit 20000").split()
        with People(self.bench, ids) as people:
            time.sleep(3)  # plans are made
            quiet = time.monotonic()
            time.sleep(QUIET)
            loaded = os.getloadavg()[0]
            made = self.packaged(worker, self.over, held=True)
        self.made, took = made, made["took"]
        before, during, beside = people.within([(quiet, made["began"])]), people.within(made["made"]), people.within(made["held"])
        self.say(f"p99 ms of {during[2]} answers while a package is made ÷ of {beside[2]} while the worker is held", during[1], beside[1], goal="≤ 1.5", p50=during[0], p99=during[1])
        self.say(f"  ÷ of {before[2]} just before", during[1], before[1], p50=before[0], p99=before[1])
        self.say("  p50 ms ÷ while the worker is held", during[0], beside[0])
        self.say(f"package: {made['rows']:,} rows, seconds (load {loaded:.1f} before)", took)
        self.say("  rows a second", made["rows"] / took)
        self.say("  MB a second of both formats unpacked", made["raw"] / took / 1e6)
        self.say("  CPU s of the worker: of its backends", made["cpu"], made["database"])
        self.say(f"  peak RSS of the worker, MiB ÷ with {tenth['rows']:,} rows", made["peak"], tenth["peak"], goal="≤ 1.1")

    def rows_of(self) -> str:
        """The statement of the file that has nearly all of them, as the service makes it."""
        query = self.cluster.psql(f"select set_config('wuye.district', '{DISTRICT}', false) is null; select query from exchange_package_files('{self.over}') where dataset = 'complaints' and file = 'open'")
        return query.splitlines()[-1]

    def sizes(self) -> None:
        """Bytes of the part files of complaints beside those of the same rows as psql writes them, plain and through gzip."""
        query = self.rows_of()
        sent = ["psql", "-XqAt", "-U", "wuye_platform", self.cluster.url, "-c", f"select set_config('wuye.district', '{DISTRICT}', false) is null", "-c", f"copy ({query}) to stdout csv header"]
        shell = "set -o pipefail; \"$@\" | tail -n +2 | tee >(wc -c >&2) | gzip -6 | wc -c"
        started = time.monotonic()
        found = subprocess.run(["bash", "-c", shell, "-", *sent], text=True, capture_output=True, check=True)
        packed = time.monotonic() - started
        plain, small = int(found.stderr.split()[0]), int(found.stdout.split()[0])
        started = time.monotonic()
        subprocess.run(["bash", "-c", "\"$@\" > /dev/null", "-", *sent], check=True)
        copied = time.monotonic() - started
        for form in ("ndjson", "csv"):
            said = self.cluster.psql("select sum(raw_bytes), sum(bytes), sum(rows) from exchange_parts where dataset = 'complaints' and file = 'open' "
                                     f"and format = '{form}' and package_id = '{self.made['id']}'").split("|")
            self.say(f"complaints as {form}, {int(said[2]):,} rows, MB unpacked: psql copy as CSV", int(said[0]) / 1e6, plain / 1e6)
            self.say("  MB as it is kept: psql copy through gzip", int(said[1]) / 1e6, small / 1e6)
        took = self.made["took"]
        self.say("package, s: psql copy of nearly all of its rows, once", took, copied)
        self.say("  s: the same through gzip", took, packed)

    # ---- exports ----

    def exported(self, worker: Worker, form: str) -> None:
        rows = min(EXPORTED, self.bench.complaints)
        before = self.cluster.psql(f"select to_char(received_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD\"T\"HH24:MI:SS.US+08:00') from complaints order by received_at limit 1 offset {rows - 1}")
        text = statement.variant("listComplaints", {"sort": "-received_at", "received_before": before}, {"received_before": f"'{before}'"})
        copied = f"select row_to_json(t) from ({text}) t" if form == "ndjson" else text
        settings = "".join(f"select set_config('{name}', '{value}', false);" for name, value in self.bench.settings("district").items())
        started, ours = time.monotonic(), worker.cpu()
        export = self.call("district", "POST", "/v1/exports", {"operation": "listComplaints", "parameters": {"received_before": before}, "format": form})
        while export["state"] in ("queued", "running"):
            time.sleep(0.1)
            export = self.call("district", "GET", f"/v1/exports/{export['id']}")
        took, used = time.monotonic() - started, worker.cpu() - ours
        if export["state"] != "done":
            raise SystemExit(f"the export is {export['state']}: {export['trouble']}")
        started = time.monotonic()
        self.cluster.psql(f"{settings}\n\\copy ({copied}) to '/dev/null'{' csv header' if form == 'csv' else ''}\n", role="wuye_district")
        copied_in = time.monotonic() - started
        self.say(f"POST /v1/exports as {form}, {export['rows']:,} rows, rows/s: psql \\copy", export["rows"] / took, (rows - 1) / copied_in)
        self.say("  CPU s of the worker", used)
        self.say("  peak RSS of the worker, MiB", worker.peak_mib())

    # ---- the log of changes ----

    def first_turn(self) -> None:
        if self.cluster.psql("select count(*) from exchange_feeds") == "0":
            self.say("the first turn of the log, s", self.turn() / 1000)

    def turn(self) -> float:
        """Milliseconds of one, as a connection that has made its plans has it."""
        found = self.cluster.psql("select clock_timestamp() as began \\gset\nselect exchange_fold();\nselect extract(epoch from clock_timestamp() - :'began'::timestamptz) * 1000;", role="wuye_worker")
        return float(found.splitlines()[-1])

    def turns(self) -> None:
        self.turn()
        found = self.cluster.psql("select exchange_fold();\n" + "select clock_timestamp() as began \\gset\nselect exchange_fold();\n"
                                  "select 'ms', extract(epoch from clock_timestamp() - :'began'::timestamptz) * 1000;\n" * 20, role="wuye_worker")
        idle = [float(line.split("|")[1]) for line in found.splitlines() if line.startswith("ms|")]
        self.say("a turn of the log when nothing was written, ms", statistics.median(idle))
        busy = []
        for n in range(5):
            self.cluster.psql(f"update complaints set updated_at = now(), version = version + 1 where district_code = '{DISTRICT}' and id in "
                              f"(select id from complaints where district_code = '{DISTRICT}' and received_at < now() - interval '{90 * (n + 1)} days' order by received_at desc limit {CHANGED})")
            busy.append(self.turn())
        self.say(f"  when {CHANGED:,} complaints were, ms", statistics.median(busy))

    def pages(self) -> None:
        last = int(self.cluster.psql("select seq from exchange_feeds"))
        for size in (200, 1_000):
            waited = []
            for _ in range(10):
                started = time.monotonic()
                page = self.call("platform", "GET", f"/v1/exchange/changes?after={last - 2 * CHANGED}&limit={size}")
                waited.append((time.monotonic() - started) * 1000)
            self.say(f"a page of {len(page['items']):,} changes, ms", statistics.median(waited))
