"""What both production forms have in common, as the faults see it: machines, who is the primary, whether all is well again, a connection to each node."""
import concurrent.futures
import pathlib
import secrets
import time

import psycopg2

from full_machines import INSIDE, Machine, NETWORK, run, until

DEPLOY = pathlib.Path(__file__).resolve().parents[2] / "deploy/ha"
SMALL = {"shared_buffers": "128MB", "effective_cache_size": "256MB", "max_wal_size": "512MB", "min_wal_size": "128MB", "wal_keep_size": "64MB"}


class Form:
    nodes = ()      # names of the machines that hold data

    def __init__(self, folder, authority):
        self.folder, self.authority = pathlib.Path(folder), authority
        self.password = {name: secrets.token_hex(16) for name in ("monitor", "replication", "admin", "rewind", "superuser", "service")}
        self.machines = {}

    def machine(self, name, number):
        self.machines[name] = Machine(name, number, self.folder)
        self.authority.certify(self.machines[name])
        return self.machines[name]

    @property
    def data(self):
        return [self.machines[name] for name in self.nodes]

    def conninfo(self, user=None, machine=None, database="wuye"):
        """As wuye is given it; of one node alone, to ask that one."""
        hosts = [machine.address] if machine else [one.address for one in self.data]
        text = f"host={','.join(hosts)} port=5432 dbname={database} sslmode=verify-full sslrootcert={self.authority.ca}"
        text += "" if machine else " target_session_attrs=read-write"
        return f"{text} user={user} password={self.password['admin']}" if user else text

    def ask(self, machine, sql, *values, wait=3):
        """Rows, or None when that node does not answer."""
        try:
            connection = psycopg2.connect(self.conninfo("wuye_admin", machine), connect_timeout=wait, options="-c statement_timeout=5000", tcp_user_timeout=4000)
        except psycopg2.Error:
            return None
        try:
            with connection.cursor() as cursor:
                cursor.execute(sql, values or None)
                return cursor.fetchall()
        except psycopg2.Error:
            return None
        finally:
            connection.close()

    def primaries(self, among=None):
        return [machine for machine in (among or self.data) if self.ask(machine, "select pg_is_in_recovery()") == [(False,)]]

    def primary(self):
        """The one, when there is just one."""
        found = self.primaries()
        return found[0] if len(found) == 1 else None

    def standbys(self):
        primary = self.primary()
        return [machine for machine in self.data if machine is not primary]

    def settled(self):
        """One primary, which all other nodes follow, at least one of them synchronously; and whoever keeps them says so too."""
        primary = self.primary()
        followers = primary and self.ask(primary, "select sync_state from pg_stat_replication where state = 'streaming'")
        if not followers or len(followers) != len(self.nodes) - 1 or not {"sync", "quorum"} & {state for state, in followers}:
            return False
        return self.keeper_is_content(primary)

    def caught_up(self):
        """Until all nodes have applied what the primary has written."""
        primary = until(self.primary, 60, "one primary")
        place = self.ask(primary, "select pg_current_wal_lsn()::text")[0][0]
        # A place at the head of a page is reached with the next record only; a transaction with a number writes one.
        self.ask(primary, "select pg_current_xact_id()")
        for machine in self.data:
            if machine is not primary:
                said = []
                try:
                    until(lambda at=machine: said.append(self.ask(at, "select pg_last_wal_replay_lsn() >= %s::pg_lsn, pg_last_wal_replay_lsn()::text, pg_is_in_recovery()", place))
                          or said[-1] and said[-1][0][0], 60, "", rest=0.3)
                except TimeoutError:
                    raise TimeoutError(f"{machine.name} does not catch up with {primary.name} at {place}: {said[-1]}") from None
        return primary

    def logs(self):
        return "\n".join(machine.logs() for machine in self.machines.values())


class AutoFailover(Form):
    """The pair of a county or city: monitor and two data nodes, built by the very steps of deploy/ha."""
    name, nodes, arbiter = "autofailover", ("db1", "db2"), "the monitor"

    def setup(self, machine, step):
        machine.run(DEPLOY / "autofailover/setup", step, environment={"WUYE_HA_CONF": str(INSIDE / "etc/node.conf")})

    def prepare(self, name, number):
        machine = self.machine(name, number)
        etc = machine.folder / "etc"
        etc.mkdir()
        etc.chmod(0o755)
        settings = {"NAME": name, "ADDRESS": machine.address, "MONITOR": f"{NETWORK}.10", "NETWORK": f"{NETWORK}.0/24", "DATA": INSIDE / "data", "TLS": INSIDE / "tls",
                    **{f"{what.upper()}_PASSWORD": self.password[what] for what in ("monitor", "replication", "admin")}}
        (etc / "node.conf").write_text("".join(f"{key}={value}\n" for key, value in settings.items()))
        (etc / "sizes.conf").write_text("".join(f"{key} = '{value}'\n" for key, value in SMALL.items()))
        return machine

    def build(self):
        monitor = self.prepare("monitor", 10)
        self.setup(monitor, "monitor")
        self.run_keeper(monitor)
        until(lambda: monitor.run("psql", "-d", "pg_auto_failover", "-c", "select 1", check=False).returncode == 0, 30, "the monitor")
        self.setup(monitor, "monitor-secrets")
        for number, name in enumerate(self.nodes):
            machine = self.prepare(name, 11 + number)
            self.setup(machine, "node")
            self.run_keeper(machine)
            if number == 0:
                until(lambda at=machine: at.run("psql", "-d", "postgres", "-c", "select 1", check=False).returncode == 0, 30, "the first node")
                self.setup(machine, "primary")
        return self

    def run_keeper(self, machine):
        machine.add("pg_autoctl", "pg_autoctl", "run", "--pgdata", INSIDE / "data")

    def version(self):
        return "pg_auto_failover " + run("pg_autoctl", "--version").stdout.split()[2]

    def keeper_is_content(self, primary):
        done = self.machines["monitor"].run("psql", "-XqAt", "-F", " ", "-d", "pg_auto_failover", "-c",
                                            "select nodename, reportedstate, goalstate, health from pgautofailover.node order by 1", check=False)
        words = {line.split()[0]: tuple(line.split()[1:]) for line in done.stdout.splitlines()}
        return words == {name: (role, role, "1") for name in self.nodes for role in ["primary" if name == primary.name else "secondary"]}

    def switchover(self):
        """Returns at once: how long the callers wait is what counts."""
        self.machines["monitor"].run("psql", "-XqAt", "-d", "pg_auto_failover", "-c", "select pgautofailover.perform_failover()")

    def replace(self, machine, primary):
        """A new machine in the place of one that is lost with its disk, by the steps of deploy/ha/README.md."""
        self.machines["monitor"].run("pg_autoctl", "drop", "node", "--pgdata", INSIDE / "data", "--formation", "default", "--name", machine.name, "--force")
        machine.wipe("data", "backup", ".config", ".local")
        machine.heal()
        with concurrent.futures.ThreadPoolExecutor(1) as hand:
            made = hand.submit(self.setup, machine, "node")
            while not made.done():   # the copy begins with a checkpoint at leisure, which another one hurries
                primary.run("psql", "-Xq", "-d", "postgres", "-c", "checkpoint")
                time.sleep(1)
            made.result()
        machine.start()

    def lose_arbiter(self):
        self.machines["monitor"].lose_power()

    def return_arbiter(self):
        self.machines["monitor"].boot()
