"""Machines that are none: each is a network namespace on one bridge, with an address and processes of its own. Whoever runs this is in a network, mount and process namespace
made for it (tests/ha/full), so that nothing of it is seen outside and nothing of it outlives its first process."""
import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import time

NETWORK, BRIDGE = "10.213.0", "wuye0"
HERE = f"{NETWORK}.1"   # the service's machine: where this program runs
INSIDE = pathlib.Path("/srv")   # a machine's own folder, as what runs there sees it
POSTGRES = pwd.getpwnam("postgres")


def run(*command, check=True, **options):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, **options)
    if check and done.returncode:
        raise RuntimeError(f"{' '.join(map(str, command))}: exit {done.returncode}\n{done.stdout[-1500:]}{done.stderr[-1500:]}")
    return done


def until(what, seconds, why, rest=0.1):
    """What `what` gives, once it gives something; how long that took is the caller's to measure."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = what()
        if found:
            return found
        time.sleep(rest)
    raise TimeoutError(f"not within {seconds:.0f} s: {why}")


def make_network():
    run("ip", "link", "set", "lo", "up")
    run("ip", "link", "add", BRIDGE, "type", "bridge")
    run("ip", "addr", "add", f"{HERE}/24", "dev", BRIDGE)
    run("ip", "link", "set", BRIDGE, "up")


def for_postgres(path, folder=False):
    """A file or folder that PostgreSQL's user owns and nobody else reads."""
    if folder:
        path.mkdir(parents=True, exist_ok=True)
    os.chown(path, POSTGRES.pw_uid, POSTGRES.pw_gid)
    path.chmod(0o700 if folder else 0o600)
    return path


class Machine:
    def __init__(self, name, number, folder):
        self.name, self.address, self.link = name, f"{NETWORK}.{number}", f"wuye-{name}"
        self.folder = for_postgres(pathlib.Path(folder) / name, folder=True)
        self.programs = {}   # name → (command, environment), in the order in which the machine starts them
        for_postgres(self.folder / "run", folder=True)
        run("ip", "netns", "add", name)
        run("ip", "link", "add", self.link, "type", "veth", "peer", "name", "eth0", "netns", name)
        run("ip", "link", "set", self.link, "master", BRIDGE, "up")
        run("ip", "-n", name, "addr", "add", f"{self.address}/24", "dev", "eth0")
        for device in ("lo", "eth0"):
            run("ip", "-n", name, "link", "set", device, "up")
        self.network = os.stat(f"/run/netns/{name}").st_ino

    def command(self, *command, user="postgres"):
        """In its network, and with its folder as /srv: paths are the same on every machine, as they must be, for pg_rewind copies settings from one to another."""
        return ["nsenter", f"--net=/run/netns/{self.name}", "unshare", "--mount", "sh", "-c",
                'mount --bind "$1" /srv && mount --bind /srv/run /run/postgresql && cd /srv && shift && exec "$@"', "sh", str(self.folder), "setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups", "--", *map(str, command)]

    def environment(self, **more):
        return {"PATH": "/usr/lib/postgresql/15/bin:/usr/sbin:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(INSIDE), "XDG_RUNTIME_DIR": str(INSIDE / "run"), "TZ": "UTC", **more}

    def run(self, *command, check=True, environment=None, **options):
        return run(*self.command(*command), check=check, env=self.environment(**(environment or {})), **options)

    def add(self, name, *command, **environment):
        """What this machine runs from now on, as a unit of systemd would."""
        self.programs[name] = (command, environment)
        self.start(name)

    def start(self, *names):
        for name in names or self.programs:
            command, environment = self.programs[name]
            with open(self.folder / f"{name}.log", "ab") as log:
                subprocess.Popen(self.command(*command), stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                                 env=self.environment(**environment), start_new_session=True)

    def processes(self, word=""):
        """Numbers of all that runs here, or of what has that word in its command line."""
        found = []
        for entry in pathlib.Path("/proc").iterdir():
            try:
                if entry.name.isdigit() and os.stat(entry / "ns/net").st_ino == self.network and (entry / "stat").read_text().rpartition(")")[2].split()[0] != "Z":
                    if word in (entry / "cmdline").read_bytes().decode(errors="replace").replace("\0", " "):
                        found.append(int(entry.name))
            except OSError:
                pass
        return found

    def signal(self, number, word=""):
        """Until none is left that has not had it: processes may fork meanwhile."""
        done = set()
        while left := set(self.processes(word)) - done:
            for process in left:
                try:
                    os.kill(process, number)
                except ProcessLookupError:
                    pass
            done |= left

    def cut(self):
        """Every packet from and to it is lost, and nobody is told so: its own link stays up."""
        run("ip", "link", "set", self.link, "nomaster")

    def heal(self):
        run("ip", "link", "set", self.link, "master", BRIDGE)

    def lose_power(self):
        """All its processes end, and the network hears nothing of it."""
        self.cut()
        self.signal(signal.SIGKILL)
        until(lambda: not self.processes(), 10, f"the end of {self.name}")

    def boot(self):
        """What lies in /run does not outlast a machine: a process number kept there would be another program's by now."""
        for left in (self.folder / "run").iterdir():
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        self.heal()
        self.start()

    def wipe(self, *folders):
        """Of what it had on its disk."""
        for name in ("run", *folders):
            shutil.rmtree(self.folder / name, ignore_errors=True)
        for_postgres(self.folder / "run", folder=True)

    def remove(self):
        self.thaw()
        self.signal(signal.SIGKILL)
        run("ip", "netns", "delete", self.name, check=False)
        run("ip", "link", "delete", self.link, check=False)

    def freeze(self):
        self.signal(signal.SIGSTOP)

    def thaw(self):
        self.signal(signal.SIGCONT)

    def logs(self):
        return "".join(f"--- {self.name} {log.name}\n{log.read_text(errors='replace')[-4000:]}" for log in sorted(self.folder.glob("*.log")))


class Authority:
    """A certificate authority of this run, and a certificate for each machine."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True)
        self.folder.chmod(0o755)
        self.ca = self.folder / "ca.crt"
        run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=wuye failover test",
            "-keyout", self.folder / "ca.key", "-out", self.ca)
        self.ca.chmod(0o644)

    def certify(self, machine):
        """ca.crt, server.crt and server.key in the machine's tls/."""
        folder = for_postgres(machine.folder / "tls", folder=True)
        request, extensions = folder / "request", folder / "extensions"
        run("openssl", "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", f"/CN={machine.name}",
            "-keyout", folder / "server.key", "-out", request)
        extensions.write_text(f"subjectAltName=IP:{machine.address},IP:127.0.0.1,DNS:{machine.name},DNS:localhost\nextendedKeyUsage=serverAuth,clientAuth\n")
        run("openssl", "x509", "-req", "-in", request, "-CA", self.ca, "-CAkey", self.folder / "ca.key", "-CAcreateserial", "-days", "2",
            "-extfile", extensions, "-out", folder / "server.crt")
        (folder / "ca.crt").write_bytes(self.ca.read_bytes())
        for path in folder.iterdir():
            for_postgres(path)
        return folder
