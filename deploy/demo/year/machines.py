"""What runs while the year is made, all by the sandbox's clock: a cluster, the service, the worker when it is its turn, and commands."""
import os
import pathlib
import signal
import socket
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[3]
# What is made here can be made again; what must survive is written out when all is done.
HASTE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off", "max_wal_size": "4GB", "checkpoint_timeout": "1h", "wal_level": "minimal",
         "max_wal_senders": "0", "jit": "off", "deadlock_timeout": "10s"}
REFERENCE = ["code_lists", "codes", "divisions", "division_jurisdictions", "workdays", "complaint_categories", "import_columns"]
REGISTER = ["firms", "estates", "estate_aliases", "estate_modes", "contracts", "contract_estates", "owners_committees", "users", "clients"]


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Trouble(Exception):
    pass


class Machines:
    def __init__(self, clock, folder, binary, configuration, postgresql, data, password, settings):
        self.settings = settings
        self.clock, self.folder, self.binary, self.configuration = clock, folder, binary, configuration
        self.postgresql, self.data, self.password = pathlib.Path(postgresql), data, password
        self.database_port, self.port = free_port(), free_port()
        self.serving = self.database = None
        # A socket's path has at most 107 bytes.
        self.sockets = folder if len(str(folder)) < 80 else pathlib.Path(tempfile.mkdtemp(prefix="wuye-"))
        self.conninfo = f"postgresql:///wuye?host={self.sockets}&port={self.database_port}"

    def environment(self, **settings):
        given = {"database_url": self.conninfo, "database_owner_url": f"postgresql://wuye_admin:{self.password}@/wuye?host={self.sockets}&port={self.database_port}", "port": self.port,
                 "access_token_s": 86400, "rate_limit_per_minute": 10000000, "rate_limit_burst": 1000000, "login_rate_per_minute": 100000, "log_level": "warning", "log_file": "",
                 "drain_idle_ms": 0, "package_poll_ms": 50, "database_connections": 6, "database_sessions": 60, **self.settings, **settings}
        kept = {name: value for name, value in os.environ.items() if not name.startswith("WUYE_")}
        return {**kept, **{f"WUYE_{name.upper()}": str(value) for name, value in given.items() if value != ""}, **self.clock.environment(), "TZ": "UTC", "PGPASSWORD": self.password}

    # ---- the database ----

    def start_database(self):
        log = open(self.folder / "postgresql.log", "ab")
        options = [part for name, value in HASTE.items() for part in ("-c", f"{name}={value}")]
        self.database = subprocess.Popen([str(self.postgresql / "postgres"), "-D", str(self.data), "-p", str(self.database_port), "-k", str(self.sockets), *options],
                                         stdout=log, stderr=log, stdin=subprocess.DEVNULL, env=self.environment(), cwd="/")
        for _ in range(600):
            try:
                self.sql("select 1")
                break
            except Trouble:
                if self.database.poll() is not None:
                    raise
                time.sleep(0.05)
        self.sql("create database wuye encoding 'UTF8' template template0")

    def stop_database(self):
        self.database.send_signal(signal.SIGINT)
        self.database.wait(120)
        self.database = None
        if self.sockets != self.folder:
            self.sockets.rmdir()
        self.run([self.postgresql / "initdb", "-D", self.data, "--sync-only"])

    def sql(self, *statements, database="postgres"):
        told = ""
        for statement in statements:
            told = self.run([self.postgresql / "psql", "-X", "-q", "-At", "-h", self.sockets, "-p", self.database_port, "-U", "wuye_admin", "-d", database,
                             "-v", "ON_ERROR_STOP=1", "-c", statement])
        return told

    def run(self, command, **settings):
        """Into a file, for whoever outlives the command (PostgreSQL) would hold a pipe open."""
        with open(self.folder / "commands.log", "w+b") as log:
            done = subprocess.run([str(part) for part in command], stdout=log, stderr=log, stdin=subprocess.DEVNULL, env=self.environment(**settings), cwd="/", check=False)
            log.seek(0)
            said = log.read().decode(errors="replace")
        if done.returncode:
            raise Trouble(f"{command[0]} {command[1]}: exit {done.returncode}\n{said[-3000:]}")
        return said.strip()

    # ---- the service ----

    def wuye(self, *arguments):
        return self.run([self.binary, "--config", self.configuration, *arguments])

    def load(self, register):
        """As deploy/up loads them."""
        reference = ROOT / "sql/reference"
        self.wuye("migrate")
        self.wuye("load", *(reference / f"{name}.csv" for name in REFERENCE), *sorted(reference.glob("*/*.json")))
        demo = ROOT / "deploy/demo"
        self.wuye("load", register / "districts.csv", reference / "category_mappings.csv", *(register / f"{name}.csv" for name in REGISTER),
                  *sorted((demo / "rulebooks").glob("*.json")), *sorted((demo / "subsidy_schemes").glob("*.json")))

    def process(self, name, **settings):
        log = open(self.folder / f"{name}.log", "ab")
        return subprocess.Popen([str(self.binary), "--config", str(self.configuration), name], stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                                env=self.environment(**settings), cwd="/")

    def serve(self):
        self.serving = self.process("serve")
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and self.serving.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port), 0.5).close()
                return
            except OSError:
                time.sleep(0.05)
        raise Trouble(f"the service does not start: see {self.folder}/serve.log")

    def work(self, done, limit=120):
        """The worker's turn: every job once at least, and until it is so that it may go."""
        worker = self.process("worker", log_level="debug", webhook_threads=0)
        log, jobs = self.folder / "worker.log", sorted(path.stem for path in (ROOT / "sql/jobs").glob("*.sql"))
        begun, deadline, patience = log.stat().st_size, time.monotonic() + limit, time.monotonic() + 5
        try:
            while time.monotonic() < deadline:
                time.sleep(0.03)
                with open(log, "rb") as file:
                    file.seek(begun)
                    said = file.read().decode(errors="replace")
                turned = all(f'"job":"{name}.sql"' in said for name in jobs)
                if not turned:  # what each job writes is of the second in which the turn began, however long it takes
                    patience = time.monotonic() + 5
                if time.monotonic() > patience:  # what failed is tried again later, by a clock that stands
                    self.clock.set(self.clock.now + 60)
                    patience = time.monotonic() + 5
                if turned and done():
                    return
                if worker.poll() is not None:
                    break
            raise Trouble(f"the worker does not come to an end: see {log}")
        finally:
            worker.send_signal(signal.SIGTERM)
            worker.wait(60)

    def stop_service(self):
        if self.serving and self.serving.poll() is None:
            self.serving.send_signal(signal.SIGTERM)
            self.serving.wait(60)
        self.serving = None

    def stop(self):
        self.stop_service()
        if self.database and self.database.poll() is None:
            self.stop_database()
