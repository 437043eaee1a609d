"""A PostgreSQL cluster of the tests' own: a fresh folder, a unix socket, no TCP port. In memory where there is room: each group of tests copies a database of some
two thousand files, which takes a tenth of a second there and a second on a disk."""
import contextlib
import os
import pathlib
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
import threading
import time

import psycopg2
import psycopg2.extensions

BINARIES = pathlib.Path("/usr/lib/postgresql/15/bin")
SETTINGS = {  # a test wants speed; what must survive kill -9 of the database is in the page cache
    "listen_addresses": "", "fsync": "off", "synchronous_commit": "on", "full_page_writes": "off", "max_connections": "120",
    "shared_buffers": "64MB", "max_wal_size": "128MB", "log_min_messages": "warning", "log_min_error_statement": "error", "timezone": "UTC", "lc_messages": "C",
    "track_commit_timestamp": "on",  # whether two numbers are of one transaction
}
MEMORY = pathlib.Path("/dev/shm")
ROOM = 1 << 30  # bytes that must be free there for each cluster: several may run side by side


def roomiest():
    """The folder for a cluster; None for the usual one for what is temporary."""
    if "TMPDIR" in os.environ or not os.access(MEMORY, os.W_OK | os.X_OK):
        return None
    return MEMORY if shutil.disk_usage(MEMORY).free > ROOM * (os.cpu_count() + 1) else None


# What a test changes by hand it changes as the service would: the column that says that a row was written is set too (sql/migrations/0078_exchange.sql).
PUBLISHED = re.compile(
    r"\bupdate (?:public\.)?(org_units|firms|estates|contracts|owners_committees|complaints|issues|inspections|inspection_plans|draws|credit_records|credit_list_entries|credit_publications|honours|"
    r"evaluations|campaigns|subsidy_runs|deposits|funds|supervision_listings|suspension_proposals|ranking_snapshots|dishonest_entries|dismissal_orders|removal_cases|disclosures|"
    r"target_snapshots|credit_snapshots)(?: (?:as )?(?!set\b)(\w+))? set (?!local|role|constraints)", re.I)
MADE_FROM = {"dishonest_entries": "version", "removal_cases": "version", "target_snapshots": "id", "credit_snapshots": "publication_id"}


def planting(found):
    table, alias = found.group(1).lower(), found.group(2)
    column = MADE_FROM.get(table, "updated_at")
    said = re.search(rf"\b{column}\b", re.split(r"\bwhere\b", found.string[found.end():], maxsplit=1)[0])
    return found.group() if said else f"{found.group()}{column} = {alias or table}.{column}, "


class Planting(psycopg2.extensions.cursor):
    def execute(self, query, values=None):
        return super().execute(PUBLISHED.sub(planting, query) if isinstance(query, str) else query, values)


class Cluster:
    """With `copy_of`, a standby of that one. Settings are PostgreSQL's own, beside those of all tests."""

    def __init__(self, copy_of=None, **settings):
        self.settings = {**SETTINGS, **settings}
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="wuye-test-", dir=roomiest()))
        self.data = self.folder / "data"
        self.log = self.folder / "postgresql.log"
        self.process = None
        self.kept = threading.local()
        self.user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
        if os.geteuid() == 0:
            account = pwd.getpwnam(self.user)
            os.chown(self.folder, account.pw_uid, account.pw_gid)
        self.folder.chmod(0o755)
        if copy_of:
            self.copy(copy_of)
        else:
            self._run("initdb", "-D", str(self.data), "-E", "UTF8", "--locale=C.UTF-8", "-U", self.user, "-A", "trust", "--no-sync", "--no-instructions")

    def _user(self):
        """PostgreSQL refuses to run as root."""
        return {"user": self.user, "group": self.user, "extra_groups": []} if os.geteuid() == 0 else {}

    def _run(self, program, *arguments):
        done = subprocess.run([str(BINARIES / program), *arguments], capture_output=True, text=True, cwd="/", **self._user())
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stdout}{done.stderr}")

    def copy(self, other):
        """Be a standby of the other, from a copy of it as it is now."""
        shutil.rmtree(self.data, ignore_errors=True)
        self._run("pg_basebackup", "-D", str(self.data), "-d", other.conninfo("postgres", other.user), "-R", "-c", "fast", "--no-sync")

    def start(self):
        """As a child of our own, so that a killed server is reaped and its number is free."""
        command = [str(BINARIES / "postgres"), "-D", str(self.data), "-k", str(self.folder)]
        for name, value in self.settings.items():
            command += ["-c", f"{name}={value}"]
        deadline = time.monotonic() + 60
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, cwd="/", **self._user())
        while time.monotonic() < deadline:
            try:
                self.connect("postgres").close()
                return
            except psycopg2.OperationalError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.05)
        raise RuntimeError(f"PostgreSQL does not start (exit {self.process.poll()})\n{self.log.read_text(errors='replace')[-3000:]}")

    def stop(self, mode="fast"):
        self.process.send_signal({"fast": signal.SIGINT, "immediate": signal.SIGQUIT}[mode])
        self.process.wait(60)

    def strike(self, whole=False):
        """kill -9 of the postmaster, or of all its processes at once as when the machine goes; nobody waits for their end."""
        alive = self._processes() if whole else []
        self.process.kill()
        for process in alive:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)

    def kill(self):
        """kill -9 of the postmaster; its children see it and go."""
        self.strike()
        self.process.wait()
        deadline = time.monotonic() + 20
        while self._processes() and time.monotonic() < deadline:
            time.sleep(0.05)

    def freeze(self):
        """As a machine that hangs: its sockets stay open and nobody reads them. The postmaster first, so that nothing is born meanwhile."""
        os.kill(self.process.pid, signal.SIGSTOP)
        for process in self._processes():
            os.kill(process, signal.SIGSTOP)

    def thaw(self):
        for process in self._processes():
            os.kill(process, signal.SIGCONT)

    def _processes(self):
        """Processes that still hold the cluster's shared memory: those whose working folder is its data folder."""
        alive = []
        for entry in pathlib.Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    if os.readlink(entry / "cwd") == str(self.data):
                        alive.append(int(entry.name))
                except OSError:
                    pass
        return alive

    def running(self):
        return self.process is not None and self.process.poll() is None

    def ensure_running(self):
        if not self.running():
            self.start()

    def conninfo(self, database="wuye", user=None):
        text = f"host={self.folder} dbname={database}"
        return f"{text} user={user}" if user else text

    def connect(self, database="wuye", user=None):
        connection = psycopg2.connect(self.conninfo(database, user or self.user), cursor_factory=Planting)
        connection.autocommit = True
        return connection

    def query(self, sql, values=None):
        """Rows as dictionaries, seen as superuser: row security does not apply. Each thread keeps a connection, for a new one is a process and costs more than most
        queries; what a query before has set is forgotten."""
        kept = getattr(self.kept, "connection", None)
        if kept is None or kept.closed:
            kept = self.kept.connection = self.connect()
        else:
            try:
                kept.cursor().execute("discard all")
            except psycopg2.Error:  # the server, or the database, is another by now
                kept.close()
                kept = self.kept.connection = self.connect()
        with kept.cursor() as cursor:
            cursor.execute(sql, values)
            if cursor.description is None:
                return []
            names = [column.name for column in cursor.description]
            return [dict(zip(names, row)) for row in cursor.fetchall()]

    def let_go(self):
        """No connection of this thread's is left, so that the database may be copied."""
        kept, self.kept.connection = getattr(self.kept, "connection", None), None
        if kept:
            kept.close()

    def create_database(self, name="wuye", template="template0"):
        # Its files as they are: through the log of changes it takes twice the time.
        self._order(f"create database {name} encoding 'UTF8' lc_collate 'C.UTF-8' lc_ctype 'C.UTF-8' template {template} strategy file_copy")

    def drop_database(self, name="wuye"):
        self._order(f"drop database {name} with (force)")

    def _order(self, statement):
        """What does not run in a transaction, nor in the database that it is about."""
        connection = self.connect("postgres")
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement)
        finally:
            connection.close()

    def remove(self):
        if self.running():
            self.stop("immediate")
        shutil.rmtree(self.folder, ignore_errors=True)
