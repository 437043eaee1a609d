"""Scores of a whole district in one statement beside reading what counts once, and one firm's explanation beside the firm itself."""
import pathlib
import re
import statistics
import subprocess
import time

HERE = pathlib.Path(__file__).resolve().parent
DISTRICT, FIRMS, RECORDS = "370402", 5_000, 100_000


class Credit:
    def __init__(self, bench):
        self.bench, self.cluster, self.service = bench, bench.cluster, bench.service
        if int(self.cluster.psql(f"select count(*) from credit_records where district_code = '{DISTRICT}'")) < RECORDS:
            self.cluster.psql((HERE / "credit.sql").read_text(encoding="utf-8"), district=DISTRICT, firms=str(FIRMS), records=str(RECORDS))
            self.cluster.psql("vacuum analyze credit_counts; vacuum analyze credit_records; vacuum analyze firms; vacuum analyze credit_rulebooks")
        self.user = self.cluster.psql(f"select md5('{DISTRICT}district')::uuid")
        self.cluster.psql(f"insert into users (district_code, id, name, role) values ('{DISTRICT}', '{self.user}', 'bench.district', 'district') on conflict do nothing")
        self.settings = {"wuye.district": DISTRICT, "wuye.user": self.user, "wuye.request_id": "bench"}
        self.token = self.service.command("token", "--lifetime", "86400", "--district", DISTRICT, "--name", "bench.district")

    def run(self):
        self.whole()
        ids = self.cluster.psql(f"select id from firms where district_code = '{DISTRICT}' order by random() limit 2000").split()
        (self.cluster.folder / "firms.txt").write_text("\n".join(ids))
        self.beside("one firm's credit, explained: GET /v1/firms/{id}", "/credit")
        self.beside("one firm's credit as it was a month ago: GET /v1/firms/{id}", "/credit?view=then&as_of=" + self.cluster.psql("select current_date - 30"))
        self.beside("one firm's history of a year: GET /v1/firms/{id}", "/credit/history")
        request = lambda path: f'function request() return wrk.format("GET", "{path}") end\n'
        self.pair("50 scores by code: 50 firms", request("/v1/credit/scores?limit=50"), request("/v1/firms?limit=50"))
        self.by_total()

    def by_total(self):
        """All are computed for one page: too slow for wrk on a busy machine, whose patience ends at two seconds."""
        found = []
        for _ in range(self.bench.rounds):
            started = time.monotonic()
            subprocess.run(["curl", "-sf", "-H", f"Authorization: Bearer {self.token}", "-o", "/dev/null", f"{self.service.url}/v1/credit/scores?limit=50&sort=-total"], check=True)
            found.append(time.monotonic() - started)
        self.bench.rows.append({"figure": f"50 scores by total, all {FIRMS:,} computed, s", "service": statistics.median(found)})

    def whole(self):
        """As the service's role with its settings, planned each time."""
        counted = self.cluster.psql(f"select count(*) from credit_counts where district_code = '{DISTRICT}' and valid @> current_date and known @> now()")
        scores = "select s.* from credit_rulebook_on(current_date) b cross join lateral credit_scores(b.document, 'firm', current_date, now()) s"
        reading = ("select count(*), sum(points), max(item_code), max(fact_key), max(assessor), max(subject_id::text) from credit_counts "
                   f"where district_code = '{DISTRICT}' and subject_kind = 'firm' and valid @> current_date and known @> now()")
        ours, floor = [], []
        for _ in range(max(3, self.bench.rounds)):
            ours.append(self.seconds(scores))
            floor.append(self.seconds(reading))
        self.bench.rows.append({"figure": f"grades of {FIRMS:,} firms by {int(counted):,} rows, s: reading those rows once", "service": statistics.median(ours),
                                "floor": statistics.median(floor), "ratio": statistics.median(a / b for a, b in zip(ours, floor))})

    def seconds(self, text):
        settings = "".join(f"select set_config('{name}', '{value}', false);" for name, value in self.settings.items())
        said = self.cluster.psql(f"\\o /dev/null\n{settings}\n\\timing on\n{text};\n", role="wuye_district")
        return float(re.findall(r"Time: ([0-9.]+) ms", said)[-1]) / 1000

    def beside(self, figure, suffix):
        ids = f'local ids = {{}}\nfor line in io.lines("{self.cluster.folder}/firms.txt") do ids[#ids + 1] = line end\n'
        request = lambda tail: ids + f'function request() return wrk.format("GET", "/v1/firms/" .. ids[math.random(#ids)] .. "{tail}") end\n'
        self.pair(figure, request(suffix), request(""))

    def pair(self, figure, ours, floor):
        """One connection: what one caller waits for. Latencies, not rates."""
        found = []
        for _ in range(self.bench.rounds):
            found.append([self.bench.wrk(self.service.url, self.bench.lua(text), 1, self.bench.seconds, self.token) for text in (ours, floor)])
        for which in ("p50", "p99"):
            middle = lambda place: statistics.median(pair[place][which] for pair in found)
            self.bench.rows.append({"figure": f"{figure}, {which} ms", "service": middle(0), "floor": middle(1), "ratio": statistics.median(a[which] / b[which] for a, b in found),
                                    **({"p50": statistics.median(pair[0]["p50"] for pair in found), "p99": middle(0)} if which == "p99" else {})})
