"""Two nodes of plain PostgreSQL that replicate synchronously, and the service before them with both in its connection string. Whoever promotes is the test."""
import contextlib
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import psycopg2

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "api"))
from harness import cluster as clusters  # noqa: E402  (the path comes first)
from harness import register as registers  # noqa: E402
from harness import service as services  # noqa: E402

DISTRICT = "150202"
ACCOUNT = f"hotline@{DISTRICT}"
# What pg_rewind needs, and a standby that comes back soon.
SETTINGS = {"full_page_writes": "on", "wal_log_hints": "on", "hot_standby": "on", "wal_retrieve_retry_interval": "200ms", "wal_keep_size": "256MB", "max_wal_size": "512MB"}


def until(true, seconds, what):
    deadline = time.monotonic() + seconds
    while True:
        with contextlib.suppress(psycopg2.OperationalError):
            if true():
                return
        if time.monotonic() > deadline:
            raise RuntimeError(f"not within {seconds} s: {what}")
        time.sleep(0.05)


class Node(clusters.Cluster):
    """One of the two; over TCP, as another machine would be."""

    def __init__(self, name, copy_of=None):
        self.name, self.port = name, services.free_port()
        super().__init__(copy_of, **SETTINGS, listen_addresses="127.0.0.1", port=self.port)
        self.configure()

    def conninfo(self, database="wuye", user=None):
        return f"host=127.0.0.1 port={self.port} dbname={database}" + (f" user={user}" if user else "")

    def configure(self, waits=False, follows=None):
        """Its own settings, whole: whether commits wait for a standby, and whom it follows."""
        text = "".join(f"{name} = '{value}'\n" for name, value in self.settings.items())  # pg_rewind's own recovery sees no command line
        if waits:
            text += "synchronous_standby_names = '*'\n"
        if follows:
            text += f"primary_conninfo = '{follows.conninfo('postgres', follows.user)} application_name={self.name}'\n"
            (self.data / "standby.signal").touch()
        (self.data / "postgresql.auto.conf").write_text(text)
        if self.running():
            self.process.send_signal(signal.SIGHUP)

    def ask(self, sql, values=None):
        with contextlib.closing(psycopg2.connect(self.conninfo(user=self.user), connect_timeout=5)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(sql, values)
                return cursor.fetchall() if cursor.description else []

    def promote(self):
        """Returns when it is done: from then on the service has so many seconds."""
        self.configure()
        began = time.monotonic()
        if not self.ask("select pg_promote(true, 30)")[0][0]:
            raise RuntimeError("the standby was not promoted")
        return time.monotonic(), time.monotonic() - began

    def follow(self, other, by):
        """Come back as the other's standby, and let its commits wait for this one again."""
        if by == "rewind":
            other.ask("checkpoint")  # until then its control file tells the timeline from before its promotion, and pg_rewind sees nothing to do
            self._run("pg_rewind", "-D", str(self.data), f"--source-server={other.conninfo('postgres', other.user)}", "--no-sync")
        elif by == "copy":
            self.copy(other)
        self.configure(follows=other)
        self.start()
        until(lambda: other.ask("select 1 from pg_stat_replication where state = 'streaming'"), 30, f"{self.name} streams from {other.name}")
        other.configure(waits=True)
        until(lambda: other.ask("select 1 from pg_stat_replication where sync_state = 'sync'"), 10, f"{self.name} is synchronous")

    def has_all_of(self, other):
        position = other.ask("select pg_current_wal_flush_lsn()")[0][0]
        until(lambda: self.ask("select pg_last_wal_replay_lsn() >= %s", (position,))[0][0], 20, f"{self.name} has replayed what {other.name} has")


class Pair:
    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="wuye-ha-"))
        self.nodes, self.servers, self.worker = [], [], None

    def start(self):
        first = Node("one")
        self.nodes.append(first)
        first.start()
        first.create_database()
        services.command(first, "migrate")
        self.register = registers.Register(first, self.folder)
        self.register.load()
        self.secret = services.command(first, "token", "--webhook-secret", "1", "--district", DISTRICT, "--name", "hotline").stdout.strip()
        first.ask("create table ha_probe (number integer)")
        self.estates = [code for code, in first.ask("select code from estates where district_code = %s order by code", (DISTRICT,))]
        second = Node("two", copy_of=first)
        self.nodes.append(second)
        second.follow(first, by="copy_there")
        self.primary, self.standby = first, second

    def conninfo(self, order=None):
        """The one setting that the service has of all this."""
        nodes = order or self.nodes
        return (f"host={','.join('127.0.0.1' for _ in nodes)} port={','.join(str(node.port) for node in nodes)} dbname=wuye "
                "target_session_attrs=read-write")

    def serve(self, name, **settings):
        server = services.Service(self.nodes[0], self.folder, name, database_url=settings.pop("database_url", self.conninfo()), access_token_s=7200, **settings)
        self.servers.append(server.start())
        return server

    def work(self):
        environment = services.environment(self.nodes[0], database_url=self.conninfo(), worker_interval_s=1)
        self.worker_log = self.folder / "worker.log"
        with open(self.worker_log, "ab") as log:
            self.worker = subprocess.Popen([str(services.PROGRAM), "worker"], env=environment, stdout=log, stderr=log)
        until(lambda: "attached" in self.worker_log.read_text(errors="replace"), 30, "the worker is at work")

    def worker_at(self, node):
        """Is the worker's own session there, and does it do its jobs?"""
        return bool(node.ask("select 1 from pg_stat_activity where usename = 'wuye_worker' and query !~ 'pg_is_in_recovery' and state_change > now() - interval '3 s'"))

    def switch_roles(self):
        self.primary, self.standby = self.standby, self.primary

    def stop(self):
        for server in self.servers:
            server.stop()
        if self.worker:
            self.worker.terminate()
            code = self.worker.wait(30)
            assert code == 0 and not services.SANITIZER_WORDS.search(self.worker_log.read_text(errors="replace")), self.worker_log.read_text(errors="replace")[-3000:]

    def remove(self):
        for server in self.servers:
            server.kill()
        if self.worker and self.worker.poll() is None:
            self.worker.kill()
            self.worker.wait()
        for node in self.nodes:
            with contextlib.suppress(OSError, AttributeError):
                node.thaw()
            node.remove()
        shutil.rmtree(self.folder, ignore_errors=True)
