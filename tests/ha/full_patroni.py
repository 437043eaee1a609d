"""The form of a province: three machines, each with etcd, Patroni and PostgreSQL, from the templates of deploy/ha/patroni."""
import json
import os
import signal
import ssl
import urllib.request

import yaml

from full_forms import DEPLOY, SMALL, Form
from full_machines import INSIDE, for_postgres, until


def assignments(path):
    """KEY=value of a file of environment settings."""
    return dict(line.split("=", 1) for line in path.read_text().splitlines() if line and not line.startswith("#"))


class Patroni(Form):
    name, nodes, arbiter = "patroni", ("db1", "db2", "db3"), "an etcd"

    def __init__(self, folder, authority):
        super().__init__(folder, authority)
        self.code = os.environ.get("WUYE_PATRONI")   # a folder of Python code; none: what is installed
        self.etcd = None

    def patroni(self, *arguments):
        return ["/usr/bin/python3", "-B", "-m", "patroni", *arguments] if self.code else ["patroni", *arguments]

    def code_path(self):
        return {"PYTHONPATH": self.code} if self.code else {}

    def version(self):
        machine = self.data[0]
        return (f"Patroni {machine.run(*self.patroni('--version'), environment=self.code_path()).stdout.split()[-1]}, "
                f"etcd {machine.run('etcd', '--version').stdout.split()[2]}")

    def own(self, text, machine):
        """A template's example addresses and folders become this machine's."""
        for number, name in enumerate(self.nodes):
            text = text.replace(f"10.0.0.1{number + 1}", self.machines[name].address)
        return text.replace("/etc/wuye-ha/tls", str(INSIDE / "tls"))

    def settings(self, machine):
        settings = yaml.safe_load(self.own((DEPLOY / "patroni/patroni.yml").read_text(), machine))
        settings["bootstrap"]["dcs"]["postgresql"]["parameters"].update(SMALL)
        settings["postgresql"].update(data_dir=str(INSIDE / "data"), pgpass=str(INSIDE / "pgpass"))
        path = machine.folder / "patroni.yml"
        path.write_text(yaml.safe_dump(settings))
        for_postgres(path)
        return INSIDE / path.name

    def environment(self, machine):
        values = {key: self.own(value, machine) for key, value in assignments(DEPLOY / "patroni/node.env").items()}
        # The template is db1's, whose address stands in the line of etcd's hosts as well.
        for key in ("PATRONI_RESTAPI_CONNECT_ADDRESS", "PATRONI_POSTGRESQL_CONNECT_ADDRESS"):
            values[key] = values[key].replace(self.data[0].address, machine.address)
        return {**values, "PATRONI_NAME": machine.name, "PATRONI_SUPERUSER_PASSWORD": self.password["superuser"],
                "PATRONI_REPLICATION_PASSWORD": self.password["replication"], "PATRONI_REWIND_PASSWORD": self.password["rewind"], **self.code_path()}

    def etcd_environment(self, machine):
        values = {key: self.own(value, machine) for key, value in assignments(DEPLOY / "patroni/etcd.env").items()}
        for key in values:
            if key.endswith("_URLS"):
                values[key] = values[key].replace(self.data[0].address, machine.address)
        return {**values, "ETCD_NAME": machine.name, "ETCD_DATA_DIR": str(INSIDE / "etcd"), "ETCD_UNSUPPORTED_ARCH": ""}

    def build(self):
        for number, name in enumerate(self.nodes):
            self.machine(name, 11 + number)
        for machine in self.data:
            machine.add("etcd", "etcd", **self.etcd_environment(machine))
        until(lambda: all(self.member(machine) for machine in self.data), 60, "etcd")
        first = self.data[0]
        for machine in self.data:
            path = self.settings(machine)
            self.check(machine, path)
            machine.add("patroni", *self.patroni(str(path)), **self.environment(machine))
            if machine is first:
                until(lambda: first.run("psql", "-XqAt", "-d", "postgres", "-c", "select pg_is_in_recovery()", check=False).stdout == "f\n", 60, "the first node")
                first.run("psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-d", "postgres", "-c", f"create role wuye_admin superuser login password '{self.password['admin']}'",
                          "-c", "create database wuye owner wuye_admin encoding 'UTF8' template template0")
        return self

    def check(self, machine, path):
        """As the unit does before it starts Patroni; PATH has a patroni that is what this run uses."""
        folder = machine.folder / "bin"
        folder.mkdir()
        folder.chmod(0o755)
        program = folder / "patroni"
        program.write_text("#!/bin/sh\nexec " + " ".join(self.patroni('"$@"')) + "\n")
        program.chmod(0o755)
        environment = machine.environment(**self.code_path())
        machine.run(DEPLOY / "patroni/check", path, environment={**self.code_path(), "PATH": f"{INSIDE / 'bin'}:{environment['PATH']}"})

    def etcdctl(self, machine, *words):
        tls = INSIDE / "tls"
        return machine.run("etcdctl", f"--endpoints=https://{machine.address}:2379", f"--cacert={tls}/ca.crt", f"--cert={tls}/server.crt", f"--key={tls}/server.key",
                           "--command-timeout=3s", "--dial-timeout=2s", *words, check=False, environment={"ETCDCTL_API": "3"})

    def member(self, machine):
        """What that etcd says of itself, if it does."""
        done = self.etcdctl(machine, "endpoint", "status", "-w", "json")
        return json.loads(done.stdout)[0]["Status"] if done.returncode == 0 and done.stdout.startswith("[") else None

    def call(self, machine, path, body=None):
        tls = machine.folder / "tls"
        context = ssl.create_default_context(cafile=tls / "ca.crt")
        context.load_cert_chain(tls / "server.crt", tls / "server.key")
        request = urllib.request.Request(f"https://{machine.address}:8008{path}", data=json.dumps(body).encode() if body else None,
                                         headers={"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=60 if body else 4, context=context) as answer:
            return answer.read().decode()

    def keeper_is_content(self, primary):
        try:
            cluster = json.loads(self.call(primary, "/cluster"))
        except OSError:
            return False
        said = {member["name"]: (member["role"], member["state"]) for member in cluster["members"]}
        return said == {name: ("leader", "running") if name == primary.name else ("quorum_standby", "streaming") for name in self.nodes}

    def switchover(self):
        primary = self.primary()
        self.call(primary, "/switchover", {"leader": primary.name})

    def replace(self, machine, primary):
        """Patroni copies the primary by itself. The machine's etcd comes back with its data: a member with none is taken out and added again by hand."""
        machine.wipe("data")
        machine.boot()

    def lose_arbiter(self):
        """The one that leads the other two: the worst to lose."""
        members = {machine: self.member(machine) for machine in self.data}
        self.etcd = next(machine for machine, said in members.items() if said and said["leader"] == said["header"]["member_id"])
        self.etcd.signal(signal.SIGKILL, "etcd")

    def return_arbiter(self):
        self.etcd.start("etcd")
