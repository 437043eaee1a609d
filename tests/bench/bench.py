"""The bench itself: load once, then measure figure and floor in turns within one run, and print one table.

A ratio is the median over rounds of (service / floor measured in the same round); rates and latencies are medians over the rounds. Nothing here is a
test: a machine that is busy with something else moves both sides."""
import argparse
import contextlib
import json
import os
import pathlib
import re
import secrets
import base64
import signal
import statistics
import subprocess
import sys
import time

import exchange
import figures
from cluster import Cluster, wait_for

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "bench"


class Service:
    def __init__(self, cluster: Cluster, port: int):
        self.cluster, self.port, self.process = cluster, port, None
        self.file = cluster.folder / "wuye.conf"
        if not self.file.exists():
            key = lambda: base64.b64encode(secrets.token_bytes(32)).decode()
            self.file.write_text(f"secret = {key()}\nseal_keys = k1:{key()}\n", encoding="utf-8")
        self.environment = {**os.environ, "WUYE_CONFIG": str(self.file), "WUYE_DATABASE_URL": cluster.url, "WUYE_PORT": str(port),
                            "WUYE_DATABASE_OWNER_URL": f"{cluster.url} user={cluster.owner}", "WUYE_RATE_LIMIT_PER_MINUTE": "0",
                            "WUYE_LOG_FILE": str(cluster.folder / "wuye.log"), "WUYE_DATABASE_CONNECTIONS": os.environ.get("BENCH_CONNECTIONS", "8"),
                            "WUYE_READ_TIMEOUT_MS": "60000", "WUYE_WRITE_TIMEOUT_MS": "600000", "WUYE_CONNECTIONS_MAX": "6000"}

    def command(self, *arguments: str) -> str:
        found = subprocess.run([BUILD / "wuye", *arguments], env=self.environment, text=True, capture_output=True)
        if found.returncode:
            raise SystemExit(f"wuye {' '.join(arguments)}: {found.stdout}{found.stderr}")
        return found.stdout.strip()

    def start(self) -> None:
        self.process = subprocess.Popen([BUILD / "wuye", "serve"], env=self.environment)
        wait_for(lambda: subprocess.run(["curl", "-sf", "-o", "/dev/null", f"{self.url}/readyz"]).returncode == 0, 120)

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cpu(self) -> float:
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def reset_peak(self) -> None:
        pathlib.Path(f"/proc/{self.process.pid}/clear_refs").write_text("5")

    def peak_mib(self) -> float:
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024


def load(cluster: Cluster, service: Service, sizes: dict[str, int]) -> None:
    wanted = json.dumps(sizes)
    stamp = cluster.folder / "loaded"
    service.command("migrate")
    if stamp.exists() and stamp.read_text() == wanted:
        posted = int(cluster.psql("select count(*) from complaints")) - sizes["complaints"]
        if posted > sizes["complaints"] // 50:
            print(f"{posted:,} tickets of earlier runs are among the complaints, and PostgreSQL plans pages with filters otherwise for them; without {cluster.folder} all is loaded anew", file=sys.stderr)
        return
    print(f"loading {sizes['complaints']:,} complaints, {sizes['estates']:,} estates, {sizes['firms']:,} firms", file=sys.stderr)
    started = time.monotonic()
    figures.load(cluster, service, sizes)
    stamp.write_text(wanted)
    print(f"loaded in {time.monotonic() - started:.0f} s", file=sys.stderr)


def wrk(url: str, script: pathlib.Path, connections: int, seconds: float, token: str) -> dict[str, float]:
    found = subprocess.run(["wrk", "-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", "-s", script, "--timeout", "60s", "--latency", url],
                           env={**os.environ, "TOKEN": token}, text=True, capture_output=True)
    line = next((line for line in found.stdout.splitlines() if line.startswith("{")), None)
    if not line:
        raise SystemExit(f"wrk: {found.stdout}{found.stderr}")
    result = json.loads(line)
    if result["errors"]:
        raise SystemExit(f"{url}: {result['errors']} answers were refused, first status {result['bad']}")
    return result


@contextlib.contextmanager
def smaller(folder: pathlib.Path, options: argparse.Namespace, sizes: dict[str, int]):
    """The same with less in it, in a cluster of its own beside the other."""
    cluster = Cluster(folder / "small")
    cluster.folder.mkdir(exist_ok=True)
    cluster.start()
    service = Service(cluster, options.port + 1)
    try:
        load(cluster, service, sizes)
        cluster.psql("vacuum analyze; checkpoint")
        service.start()
        yield figures.Bench(cluster, service, wrk, options.seconds, options.rounds, BUILD)
    finally:
        if service.process and service.process.poll() is None:
            service.stop()
        cluster.stop()


def exchanged(folder: pathlib.Path, options: argparse.Namespace) -> list[dict]:
    """A cluster with so many complaints that a package is large, beside the others; indexes are made without the log of what is written."""
    cluster = Cluster(folder / "exchange", "wal_level=minimal", "max_wal_senders=0")
    cluster.folder.mkdir(exist_ok=True)
    cluster.start()
    service = Service(cluster, options.port + 2)
    try:
        load(cluster, service, exchange.SIZES)
        exchange.plant(cluster, options.exchange)
        service.start()
        bench = figures.Bench(cluster, service, wrk, options.seconds, options.rounds, BUILD)
        return exchange.Exchange(bench).run()
    finally:
        if service.process and service.process.poll() is None:
            service.stop()
        cluster.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--complaints", type=int, default=2_000_000)
    parser.add_argument("--estates", type=int, default=2_000)
    parser.add_argument("--firms", type=int, default=200)
    parser.add_argument("--exchange", type=int, default=200_000)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default="")
    parser.add_argument("--folder", default=os.environ.get("BENCH_FOLDER", "/var/tmp/wuye-bench"))
    parser.add_argument("--port", type=int, default=8099)
    options = parser.parse_args()
    folder = pathlib.Path(options.folder)
    folder.mkdir(parents=True, exist_ok=True)
    only = {name for name in options.only.split(",") if name}
    if "exchange" in only:
        print_table(exchanged(folder, options))
        only.remove("exchange")
        if not only:
            return
    cluster = Cluster(folder)
    cluster.start()
    service = Service(cluster, options.port)
    try:
        load(cluster, service, {"complaints": options.complaints, "estates": options.estates, "firms": options.firms})
        cluster.psql("vacuum analyze; checkpoint")
        service.start()
        beside = lambda sizes: smaller(folder, options, sizes)
        bench = figures.Bench(cluster, service, wrk, options.seconds, options.rounds, BUILD, beside)
        rows = bench.run(only)
        if rows:
            print_table(rows)
    finally:
        if service.process and service.process.poll() is None:
            service.stop()
        cluster.stop()


def print_table(rows: list[dict]) -> None:
    width = max(len(row["figure"]) for row in rows)
    print(f"{'figure':{width}}  {'service':>12}  {'floor':>12}  {'ratio':>6}  {'goal':>7}   p50 / p99 ms, callers")
    for row in rows:
        tail = f"{row['p50']:.2f} / {row['p99']:.2f}" if "p50" in row else ""
        tail += f", {row['callers']}" if "callers" in row else ""
        number = lambda value: f"{value:,.0f}" if value >= 100 else f"{value:.2f}"
        print(f"{row['figure']:{width}}  {number(row['service']):>12}  {number(row['floor']) if row.get('floor') else '':>12}  "
              f"{format(row['ratio'], '.2f') if row.get('ratio') else '':>6}  {row.get('goal', ''):>7}   {tail}")


if __name__ == "__main__":
    main()
