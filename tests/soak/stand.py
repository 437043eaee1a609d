"""What is driven: the release build with the settings it is shipped with, a worker, PostgreSQL on a disk that is synced, and who calls."""
import atexit
import json
import os
import pathlib
import resource
import signal
import subprocess
import sys
import tempfile
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "api"), str(HERE.parent / "replay")]
from client import Client  # noqa: E402  (the paths come first)
from harness import cluster as clusters  # noqa: E402
from harness import register as registers  # noqa: E402
from harness import service as services  # noqa: E402

SHIPPED = dict.fromkeys(("argon2_memory_kib", "argon2_passes", "rate_limit_per_minute", "rate_limit_burst", "login_rate_per_minute", "docs_dir"))  # None: as shipped
POSTGRESQL = {"fsync": "on", "full_page_writes": "on", "shared_buffers": "256MB", "max_wal_size": "1GB", "max_connections": "100"}
DISTRICT = "150202"
OFFICER = f"district.officer@{DISTRICT}"


@atexit.register
def forget_programs():
    """The copies that prepare.sh made for this run."""
    for name in ("WUYE_PROGRAM", "WUYE_OFFER"):
        if "wuye-soak-" in os.environ.get(name, ""):
            pathlib.Path(os.environ[name]).unlink(missing_ok=True)


class Stand:
    def __init__(self, **settings):
        signal.signal(signal.SIGTERM, lambda *_: sys.exit("told to end"))  # and everything that was started with it
        resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
        clusters.SETTINGS.update(POSTGRESQL)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="wuye-soak-"))
        self.settings = {**SHIPPED, **settings}
        self.cluster = clusters.Cluster()
        self.service = self.worker = None

    def __enter__(self):
        try:
            self.cluster.start()
            self.cluster.create_database()
            services.command(self.cluster, "migrate")
            self.register = registers.Register(self.cluster, self.folder)
            self.register.load()
            self.cluster.let_go()
            self.service = services.Service(self.cluster, self.folder, **self.settings).start(60)
            return self
        except BaseException:
            self.__exit__()
            raise

    def start_worker(self, **settings):
        with open(self.folder / "worker.log", "ab") as log:
            self.worker = subprocess.Popen([str(services.PROGRAM), "worker"], env=services.environment(self.cluster, **{**self.settings, **settings}), stdout=log, stderr=log)

    def __exit__(self, *_):
        if self.worker and self.worker.poll() is None:
            self.worker.send_signal(signal.SIGTERM)
            self.worker.wait(60)
        if self.service and self.service.process:
            self.service.kill()
        self.cluster.remove()
        subprocess.run(["rm", "-rf", str(self.folder)], check=True)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.service.port}"

    def client(self, account):
        return Client(self.url, account, self.register.credentials[account])

    def metrics(self):
        with urllib.request.urlopen(f"{self.url}/metrics", timeout=10) as answer:
            lines = answer.read().decode().splitlines()
        return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines if not line.startswith("#"))}

    def estates(self):
        return [row["code"] for row in self.cluster.query("select code from estates where district_code = %s and exists (select from contract_estates c where c.service_period @> (now() at time zone 'Asia/Shanghai')::date and c.district_code = "
                                                          "estates.district_code and c.estate_id = estates.id and c.in_force) order by code", (DISTRICT,))]


def process_figures(process, name):
    """What the kernel says of a process."""
    try:
        status = dict(line.split(":", 1) for line in pathlib.Path(f"/proc/{process.pid}/status").read_text().splitlines() if ":" in line)
        fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
        return {f"{name}_rss_mib": int(status["VmRSS"].split()[0]) / 1024, f"{name}_threads": int(status["Threads"]), f"{name}_files": len(os.listdir(f"/proc/{process.pid}/fd")),
                f"{name}_cpu_s": (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")}
    except (OSError, KeyError):
        return {}


def ticket(number, estate, serial, received_at):
    return {"source": "hotline12345", "ticket_no": f"{serial}-{number:07d}", "round": 1, "received_at": received_at, "request_type": "complaint", "category_code": "lift", "urgency": "ordinary",
            "title": f"电梯停运 {number}", "content": f"{number % 30 + 1}号楼{number % 4 + 1}单元电梯停运两天，老人无法下楼，请联系15400001234。", "estate_code": estate,
            "complainant": {"name": "王女士", "phone": f"154{number % 10 ** 8:08d}"}}


def seed(stand, count, received_at="2026-10-05T09:00:00+08:00"):
    """Complaints of a month ago, in batches; what exports read, so that they stay as long as they are. On a busy machine a batch runs out of time: the rest is sent again."""
    hotline, estates, made = stand.client(f"hotline@{DISTRICT}"), stand.estates(), {}
    for _ in range(100):
        missing = [number for number in range(count) if number not in made][:100]
        if not missing:
            return list(made.values())
        status, answer = hotline.call("POST", "/v1/hotline/tickets", [ticket(number, estates[number % len(estates)], "SEED", received_at) for number in missing])
        for number, result in zip(missing, answer.get("results", [])):
            if "item" in result:
                made[number] = result["item"]["complaint_id"]
    raise AssertionError((status, json.dumps(answer, ensure_ascii=False)[:500]))
