"""A PostgreSQL cluster of the bench's own, on a unix socket, kept between runs because loading takes minutes."""
import os
import pathlib
import pwd
import subprocess
import time

POSTGRESQL = pathlib.Path("/usr/lib/postgresql/15/bin")
SETTINGS = ["listen_addresses=''", "shared_buffers=1GB", "max_connections=240", "jit=off", "max_wal_size=4GB", "checkpoint_timeout=30min",
            "work_mem=16MB", "effective_cache_size=8GB", "random_page_cost=1.1", "max_parallel_workers_per_gather=0"]


def as_owner(*command: str, **options) -> subprocess.CompletedProcess:
    prefix = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    return subprocess.run([*prefix, *command], check=True, stdout=subprocess.DEVNULL, **options)


class Cluster:
    def __init__(self, folder: pathlib.Path, *settings: str):
        self.folder, self.data, self.socket, self.settings = folder, folder / "data", folder / "socket", [*SETTINGS, *settings]

    @property
    def url(self) -> str:
        return f"host={self.socket} dbname=wuye"

    @property
    def owner(self) -> str:
        return "postgres" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name

    def start(self) -> bool:
        """True when the cluster is new."""
        new = not (self.data / "PG_VERSION").exists()
        if new:
            self.socket.mkdir(parents=True, exist_ok=True)
            if os.getuid() == 0:
                for path in (self.folder, self.socket):
                    os.chown(path, pwd.getpwnam("postgres").pw_uid, -1)
            as_owner(str(POSTGRESQL / "initdb"), "-D", str(self.data), "-E", "UTF8", "--locale=C.UTF-8", "-A", "trust", "--no-sync")
        options = " ".join(f"-c {setting}" for setting in self.settings)
        if not new and (self.data / "postmaster.pid").exists():  # a run that was broken off left it
            subprocess.run([*(["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []), str(POSTGRESQL / "pg_ctl"), "-D", str(self.data),
                            "-m", "fast", "-w", "stop"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        as_owner(str(POSTGRESQL / "pg_ctl"), "-D", str(self.data), "-w", "-t", "120", "-l", str(self.folder / "log"), "-o", f"-k {self.socket} {options}", "start")
        if new:
            as_owner("createdb", "-h", str(self.socket), "wuye")
        return new

    def stop(self) -> None:
        as_owner(str(POSTGRESQL / "pg_ctl"), "-D", str(self.data), "-m", "fast", "-w", "stop")

    def psql(self, sql: str, role: str | None = None, **variables: str) -> str:
        names = [item for name, value in variables.items() for item in ("-v", f"{name}={value}")]
        found = subprocess.run(["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", *names, "-U", role or self.owner, self.url],
                               input=sql, text=True, capture_output=True)
        if found.returncode:
            raise SystemExit(f"psql: {found.stderr}")
        return found.stdout.strip()

    def pgbench(self, script: str, role: str, clients: int, seconds: float) -> dict[str, float]:
        path = self.folder / "script.sql"
        path.write_text(script, encoding="utf-8")
        found = subprocess.run([str(POSTGRESQL / "pgbench"), "-n", "-M", "prepared", "-f", str(path), "-c", str(clients), "-j", "1",
                                "-T", str(max(1, round(seconds))), "-U", role, self.url], text=True, capture_output=True)
        if found.returncode or "aborted" in found.stderr:
            raise SystemExit(f"pgbench: {found.stderr} (see {path})")
        rate = next(line for line in found.stdout.splitlines() if line.startswith("tps"))
        return {"rate": float(rate.split()[2])}

    def best(self, script: str, role: str, seconds: float, callers: tuple[int, ...] = (1, 2, 4, 8)) -> dict[str, float]:
        """pgbench at the client count that serves it best."""
        found = {clients: self.pgbench(script, role, clients, seconds)["rate"] for clients in callers}
        clients = max(found, key=found.get)
        return {"rate": found[clients], "clients": clients}


def wait_for(what, seconds: float = 30.0) -> None:
    until = time.monotonic() + seconds
    while not what():
        if time.monotonic() > until:
            raise SystemExit("timed out")
        time.sleep(0.05)
