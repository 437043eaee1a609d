"""A row a second of everything that could grow, and what the callers saw in that second."""
import collections
import csv
import os
import pathlib
import threading
import time

import psycopg2
from stand import process_figures

POOLS = [(f'wuye_pool_connections{{pool="{pool}",state="{state}"}}', f"pool_{pool}_{state}") for pool in ("requests", "exports", "imports") for state in ("open", "busy", "waiting")] + [
    (f'wuye_pool_{name}_total{{pool="requests"}}', f"pool_requests_{name}") for name in ("timeouts", "logins")]
METRICS = [("wuye_heap_used_bytes", "heap_used_mib"), ("wuye_heap_held_bytes", "heap_held_mib"), ("wuye_connections", "client_connections"), ("wuye_requests_in_progress", "in_progress"),
           ("wuye_waits", "waits"), *POOLS]
TABLES = ("select coalesce(sum(n_dead_tup), 0), coalesce(sum(n_live_tup), 0), pg_database_size(current_database()), pg_current_wal_lsn() - '0/0' from pg_stat_user_tables")
SESSIONS = "select usename, coalesce(state, '?'), count(*) from pg_stat_activity where usename like 'wuye\\_%' group by 1, 2"


def ticks(process):
    """What a process has used of the processors, in seconds: its own, and that of its children that have ended."""
    try:
        fields = pathlib.Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK"), sum(map(int, fields[13:15])) / os.sysconf("SC_CLK_TCK")
    except OSError:
        return 0, 0


def machine_cpu_s():
    """What all processes have used, and what the machine's own host took from it."""
    fields = [int(field) for field in pathlib.Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]]
    return (sum(fields) - fields[3] - fields[4]) / os.sysconf("SC_CLK_TCK")


class Sampler(threading.Thread):
    def __init__(self, stand):
        super().__init__(daemon=True)
        self.stand, self.rows, self.ended, self.drivers = stand, [], threading.Event(), []

    def database(self, cursor):
        cursor.execute(SESSIONS)
        sessions, row = cursor.fetchall(), collections.Counter()
        for name, state, count in sessions:
            row[f"pg_{name.removeprefix('wuye_')}_{state.replace(' ', '_')}"] = count
        row["pg_connections"] = sum(count for _, _, count in sessions)
        row["pg_in_transaction_idle"] = sum(count for _, state, count in sessions if state.startswith("idle in"))
        if len(self.rows) % 5 == 0:
            cursor.execute(TABLES)
            dead, live, size, wal = cursor.fetchone()
            row.update(dead_rows=int(dead), live_rows=int(live), database_mib=size / 2**20, wal_mib=float(wal) / 2**20)
        return row

    def backends_mib(self):
        """What is each backend's own: the shared buffers are everybody's."""
        total = 0
        for process in self.stand.cluster._processes():
            try:
                statm = pathlib.Path(f"/proc/{process}/statm").read_text().split()
                total += (int(statm[1]) - int(statm[2])) * os.sysconf("SC_PAGESIZE")
            except OSError:
                pass
        return total / 2**20

    def ours_cpu_s(self):
        """Of the service, the worker, PostgreSQL, the callers and this process; of PostgreSQL's processes that have ended as its first one counts them."""
        database = [ticks(process) for process in self.stand.cluster._processes()]
        others = [ticks(process.pid)[0] for process in (self.stand.service.process, self.stand.worker, *self.drivers) if process and process.pid]
        return sum(own for own, _ in database) + max((ended for _, ended in database), default=0) + sum(others) + ticks("self")[0]

    def row(self, began, cursor):
        row = {"second": round(time.monotonic() - began, 2), "load_average": os.getloadavg()[0], **process_figures(self.stand.service.process, "service")}
        if self.stand.worker:
            row.update(process_figures(self.stand.worker, "worker"))
        try:
            metrics = self.stand.metrics()
            row.update({short: metrics[name] / (2**20 if short.endswith("_mib") else 1) for name, short in METRICS if name in metrics})
        except OSError:
            pass
        row.update(self.database(cursor))
        if len(self.rows) % 5 == 0:
            row.update(backends_mib=self.backends_mib(), machine_cpu_s=machine_cpu_s(), ours_cpu_s=self.ours_cpu_s())
        return row

    def run(self):
        self.began = began = time.monotonic()
        self.began_wall = time.time()
        connection = psycopg2.connect(self.stand.cluster.conninfo(user=self.stand.cluster.user))
        connection.autocommit = True
        with connection.cursor() as cursor:
            while not self.ended.wait(max(0, began + len(self.rows) + 1 - time.monotonic()) if len(self.rows) else 0):
                self.rows.append(self.row(began, cursor))
        connection.close()

    def stop(self):
        self.ended.set()
        self.join(30)


def shares(rows):
    """Of the processors, what this run took and what others took."""
    rows = [row for row in rows if "machine_cpu_s" in row]
    if len(rows) < 2:
        return 0, 0
    took = {name: rows[-1][name] - rows[0][name] for name in ("machine_cpu_s", "ours_cpu_s", "second")}
    all_of_it = took["second"] * os.cpu_count()
    return took["ours_cpu_s"] / all_of_it, max(0, took["machine_cpu_s"] - took["ours_cpu_s"]) / all_of_it


def quantile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(share * len(values)))]


def latencies(records, began, width):
    """{kind: [(second, calls, p50, p99, faults)]} in stretches of `width` seconds."""
    stretches = collections.defaultdict(lambda: collections.defaultdict(list))
    for at, kind, took, fault in records:
        stretches[kind][int((at - began) // width)].append((took, fault))
    return {kind: [(place * width, len(of), quantile([took for took, _ in of], 0.5), quantile([took for took, _ in of], 0.99), sum(fault is not None for _, fault in of))
                   for place, of in sorted(by.items())] for kind, by in sorted(stretches.items())}


def write_csv(folder, rows, by_kind):
    columns = sorted({name for row in rows for name in row}, key=lambda name: (name != "second", name))
    with open(folder / "samples.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)
    with open(folder / "latencies.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("kind", "second", "calls", "p50_ms", "p99_ms", "faults"))
        writer.writerows((kind, *stretch) for kind, stretches in by_kind.items() for stretch in stretches)
