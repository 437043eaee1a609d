"""A row a second of everything that could grow, and what the callers saw in that second."""
import collections
import csv
import os
import pathlib
import threading
import time

import psycopg2
from stand import process_figures

POOLS = [(f'wuye_pool_connections{{pool="{pool}",state="{state}"}}', f"pool_{pool}_{state}") for pool in ("requests", "exports", "imports") for state in ("open", "busy", "waiting")]
METRICS = [("wuye_heap_used_bytes", "heap_used_mib"), ("wuye_heap_held_bytes", "heap_held_mib"), ("wuye_connections", "client_connections"), ("wuye_requests_in_progress", "in_progress"),
           ("wuye_waits", "waits"), *POOLS]
TABLES = ("select coalesce(sum(n_dead_tup), 0), coalesce(sum(n_live_tup), 0), pg_database_size(current_database()), pg_current_wal_lsn() - '0/0' from pg_stat_user_tables")
SESSIONS = "select usename, coalesce(state, '?'), count(*) from pg_stat_activity where usename like 'wuye\\_%' group by 1, 2"


class Sampler(threading.Thread):
    def __init__(self, stand):
        super().__init__(daemon=True)
        self.stand, self.rows, self.ended = stand, [], threading.Event()

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

    def row(self, began, cursor):
        row = {"second": round(time.monotonic() - began, 2), "load_average": os.getloadavg()[0], **process_figures(self.stand.service.process, "service")}
        if self.stand.worker:
            row.update(process_figures(self.stand.worker, "worker"))
        try:
            metrics = self.stand.metrics()
            row.update({short: metrics.get(name, 0) / (2**20 if short.endswith("_mib") else 1) for name, short in METRICS})
        except OSError:
            pass
        row.update(self.database(cursor))
        if len(self.rows) % 5 == 0:
            row["backends_mib"] = self.backends_mib()
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
