"""A million issues beside 20,000: lists as each role, the ledger and its workbook, counts. Is a page as quick?

Both districts have a cluster and a service of their own. One caller asks the one and the other in turn, so that whatever else the machine does falls on both; beside the times stand the buffers that
the statement touches (EXPLAIN, under row security, as the role), which do not depend on it."""
import http.client
import json
import pathlib
import statistics
import subprocess
import time
import urllib.parse
import urllib.request

import statement
from buffers import Buffers
from worklists import Side as Listing

HERE = pathlib.Path(__file__).resolve().parent
DISTRICT = "150202"
SIZES = 1_000_000, 20_000
PAGE, STRIDE, STRIDES = 20, 200, 10  # a page; and one after ten of 200
PATIENCE = 4  # seconds for a figure in a round
AUTHORITIES = ("district", "street", "community")
ALL = (*AUTHORITIES, "company", "public")


class Side(Listing):
    """A district of one size, and what its callers ask for."""

    def __init__(self, bench, issues: int):
        super().__init__(bench)
        self.tokens = {**bench.tokens, "public": ""}
        if int(self.cluster.psql("select count(*) from issues")) < issues:
            started = time.monotonic()
            self.cluster.psql((HERE / "issues.sql").read_text(encoding="utf-8"), issues=str(issues))
            print(f"  {issues:,} issues in {time.monotonic() - started:.0f} s")
        self.asked = 0.0
        self.connection = http.client.HTTPConnection("127.0.0.1", self.service.port, timeout=120)
        scopes = {"district": "true", "street": f"street_code = '{bench.street}'", "community": f"community_code = '{bench.community}'", "company": f"responsible_firm_id = '{bench.firm}'",
                  "public": "published_at is not null", "platform": "not withheld", "hotline": "published_at is not null"}
        of = lambda role, column: self.cluster.psql(f"select {column} from issues where district_code = '{DISTRICT}' and {scopes[role]} and {column} is not null group by 1 order by count(*) desc limit 1")
        columns = {"estate_id": "estate_id", "firm_id": "responsible_firm_id", "responsible_firm_id": "responsible_firm_id", "street_code": "street_code", "community_code": "community_code",
                   "complaint_id": "complaint_id", "inspection_id": "inspection_id"}
        self.own = {role: {**{name: of(role, column) for name, column in columns.items()}, "campaign_id": self.cluster.psql("select md5('campaign16')::uuid")} for role in scopes}

    def settings(self, role: str) -> dict[str, str]:
        known = {"wuye.district": DISTRICT} if role in ("platform", "hotline") else {}  # which of their machines it is no list asks
        return {"wuye.request_id": "bench", **known} if known or role == "public" else super().settings(role)

    def filled(self, role: str, given: dict[str, str]) -> dict[str, str]:
        """What stands for this district's own, of whom there is most, and for a campaign of three years ago."""
        over = self.cluster.psql("select md5('campaign3')::uuid") if "over" in given.values() else None
        return {name: self.own[role][name] if value == "own" else over if value == "over" else value for name, value in given.items()}

    def call(self, role: str, path: str) -> float:
        """Milliseconds."""
        headers = {"Authorization": f"Bearer {self.tokens[role]}"} if self.tokens[role] else {}
        if time.monotonic() - self.asked > 4:  # the service would have let go of it
            self.connection.close()
        started = time.perf_counter()
        self.connection.request("GET", path, headers=headers)
        answer = self.connection.getresponse()
        said = answer.read()
        took = (time.perf_counter() - started) * 1000
        self.asked = time.monotonic()
        if answer.status != 200:
            raise SystemExit(f"{path} as {role}: {answer.status} {said[:300]}")
        return took

    def ask(self, role: str, path: str) -> dict:
        if role != "public":
            return super().ask(role, path)
        with urllib.request.urlopen(self.service.url + path, timeout=60) as answer:
            return json.load(answer)

    def far(self, role: str, path: str, filters: str) -> tuple[str, dict | None]:
        """The address of a page far in, and the last item before it."""
        cursor, last = "", None
        for _ in range(STRIDES):
            page = self.ask(role, f"{path}?limit={STRIDE}{filters}{cursor}")
            if not page["next"]:
                break
            cursor, last = f"&cursor={urllib.parse.quote(page['next'])}", page["items"][-1]
        return f"{path}?limit={PAGE}{filters}{cursor}", last


def lists(today) -> list[tuple[str, tuple[str, ...], dict[str, str]]]:
    """What it is called, who reads it, filters."""
    return [
        ("newest", ALL, {}),
        ("rectified", ALL, {"state": "rectified"}),
        ("open", AUTHORITIES, {"state": "found,assigned,rectifying,rejected"}),
        ("closed", ALL, {"state": "closed"}),
        ("one ledger of a campaign", ALL, {"ledger": "facility", "campaign_id": "own"}),
        ("of a campaign that is over", ALL, {"campaign_id": "over"}),
        ("a ledger", ALL, {"ledger": "petition"}),
        ("overdue", ALL, {"overdue": "true"}),
        ("overdue, the longest first", ALL, {"overdue": "true", "sort": "open_due"}),
        ("what is due first", ALL, {"sort": "open_due"}),
        ("due in a week", AUTHORITIES, {"due_from": today(0), "due_before": today(7), "sort": "open_due"}),
        ("of an estate", ALL, {"estate_id": "own"}),
        ("open of an estate", AUTHORITIES, {"estate_id": "own", "state": "rectifying"}),
        ("of a firm", (*AUTHORITIES, "public"), {"firm_id": "own"}),
        ("of a firm, rectifying", AUTHORITIES, {"firm_id": "own", "state": "rectifying"}),
        ("of a street", ("district", "public"), {"street_code": "own"}),
        ("of a community", ("district", "street"), {"community_code": "own"}),
        ("电梯", ALL, {"q": "电梯"}),
        ("幽灵", ALL, {"q": "幽灵"}),
        ("published", AUTHORITIES, {"published": "true"}),
        ("not published", AUTHORITIES, {"published": "false"}),
        ("changed in a day", (*AUTHORITIES, "company"), {"updated_since": today(-1) + "T00:00:00Z"}),
        ("rolled up", AUTHORITIES, {"rolled_up": "true"}),
        ("of the district's ledger", AUTHORITIES, {"level": "district"}),
        ("safety hazards, rectifying", AUTHORITIES, {"severity": "safety", "state": "rectifying"}),
        ("from complaints", AUTHORITIES, {"source": "complaint"}),
        ("of a department", AUTHORITIES, {"department": "fire", "state": "rectifying"}),
    ]


LEDGERS = [
    ("ledger", ALL, {}),
    ("ledger of a campaign", ALL, {"campaign_id": "own"}),
    ("one action of a campaign", ALL, {"campaign_id": "own", "ledger": "facility"}),
    ("the last action", ALL, {"ledger": "petition"}),
    ("ledger of an estate", AUTHORITIES, {"estate_id": "own"}),
    ("ledger of a street", ("district",), {"street_code": "own"}),
    ("ledger, overdue", AUTHORITIES, {"overdue": "true"}),
    ("ledger, rectified", AUTHORITIES, {"state": "rectified"}),
]
PROGRESS = [
    ("progress", (*AUTHORITIES, "company"), {}),
    ("progress, one row", ("district", "street"), {"by": "all"}),
    ("progress by street", ("district",), {"by": "street"}),
    ("progress by community", ("district", "street"), {"by": "community"}),
    ("progress of a campaign by street and ledger", ("district",), {"by": "street,ledger", "campaign_id": "own"}),
]
LISTS = {"state", "ledger", "street_code", "community_code", "severity", "source", "department", "by", "responsible_kind"}  # parameters that are arrays
SORTS = {"listIssues": "-created_at", "listIssueLedger": "position", "listIssueProgress": "position", "listPublishedIssueProgress": "position"}


class Issues:
    def __init__(self, bench, small):
        self.bench, self.large, self.small = bench, Side(bench, SIZES[0]), Side(small, SIZES[1])
        self.sides = self.large, self.small
        self.rounds, self.seconds = bench.rounds, bench.seconds
        self.clients: dict[str, int] = {}
        self.ratios: list[float] = []
        self.plans = (bench.cluster.folder / "plans.txt").open("w", encoding="utf-8")

    def run(self) -> None:
        today = lambda days: self.bench.cluster.psql(f"select (now() at time zone 'Asia/Shanghai')::date + {days}")
        for operation, path, pages in (("listIssues", "/v1/issues", lists(today)), ("listIssueLedger", "/v1/ledgers/issues", LEDGERS)):
            self.ratios = []
            for name, roles, given in pages:
                for role in roles:
                    self.paged(name, operation, path, role, given)
            self.summed(operation)
        for name, roles, given in PROGRESS:
            for role in roles:
                self.flat(f"{name} as {role}", "listIssueProgress", role, {side: "/v1/issue-progress?limit=50" + self.query(side.filled(role, given)) for side in self.sides}, given, None, 50)
        self.flat("progress for the public", "listPublishedIssueProgress", "public", {side: "/v1/published-issue-progress?limit=50&by=street" for side in self.sides}, {"by": "street"}, None, 50)
        self.counted()

    def counted(self) -> None:
        """What does not depend on what else the machine does."""
        Buffers(self.bench, self.sides, ("large", "small")).run()
        self.exports()

    # ---- pages ----

    def query(self, given: dict[str, str]) -> str:
        return "".join(f"&{name}={urllib.parse.quote(value)}" for name, value in given.items())

    def paged(self, name: str, operation: str, path: str, role: str, given: dict[str, str]) -> None:
        queries = {side: self.query(side.filled(role, given)) for side in self.sides}
        self.flat(f"{name} as {role}", operation, role, {side: f"{path}?limit={PAGE}{query}" for side, query in queries.items()}, given, None)
        far = {side: side.far(role, path, query) for side, query in queries.items()}
        if all(after for _, after in far.values()):
            self.flat(f"{name} as {role}, far in", operation, role, {side: address for side, (address, _) in far.items()}, given, {side: after for side, (_, after) in far.items()})

    def text(self, side: Side, operation: str, role: str, given: dict[str, str], after: dict | None, limit: int) -> str:
        held = {"sort": SORTS[operation], **side.filled(role, given), "limit": str(limit)}
        values = {name: f"'{{{value}}}'" if name in LISTS and (name, operation) not in (("street_code", "listIssueLedger"), ("community_code", "listIssueLedger")) else f"'{value}'" for name, value in held.items()}
        values.update({"limit": str(limit), "role": f"'{role}'", "district": f"'{DISTRICT}'"})
        if after:
            held["cursor"] = "yes"
            key = after.get(held["sort"].lstrip("-"))
            values.update({"after_key": f"'{key}'" if key else "null", "after_id": f"'{after['id']}'"})
        return statement.variant(operation, held, values)

    def flat(self, figure: str, operation: str, role: str, addresses: dict, given: dict[str, str], after: dict | None, page: int = PAGE) -> None:
        """In turn what there is much of and what there is little of; first pages beside pgbench too."""
        texts = {side: self.text(side, operation, role, given, after and after[side], page + 1) for side in self.sides}
        found = {side: side.explain(role, text) for side, text in texts.items()}
        for side, name in zip(self.sides, ("large", "small")):
            self.plans.write(f"-- {figure}, {name}: {found[side]['buffers']} buffers, {found[side]['rows']} rows\n{texts[side]}\n{found[side]['plan']}\n")
        self.plans.flush()
        waited = {side: [] for side in self.sides}
        until = time.monotonic() + PATIENCE * self.rounds
        for turn in range(20 * self.rounds + 2):
            if turn > 4 and time.monotonic() > until:
                break
            for side in self.sides if turn % 2 else self.sides[::-1]:
                waited[side].append(side.call(role, addresses[side]))
        large, small = (statistics.median(waited[side][2:]) for side in self.sides)
        self.ratios.append(large / small)
        rows = [{"figure": f"{figure}, p50 ms ÷ with {SIZES[1]:,}; buffers {found[self.large]['buffers']} for {found[self.large]['rows']}, {found[self.small]['buffers']} for {found[self.small]['rows']}",
                 "service": large, "floor": small, "ratio": large / small, "goal": "≤ 1.5"}]
        if not after:
            rows.append(self.beside_pgbench(role, addresses[self.large], texts[self.large]))
        self.bench.rows += rows
        self.bench.tell(len(self.bench.rows) - len(rows))

    def beside_pgbench(self, role: str, address: str, text: str) -> dict:
        script = statement.script(self.large.settings(role), text)
        if role not in self.clients:
            self.clients[role] = int(self.large.cluster.best(script, f"wuye_{role}", 1)["clients"])
        rounds = [(self.large.load(role, address, self.seconds), self.large.cluster.pgbench(script, f"wuye_{role}", self.clients[role], self.seconds)["rate"]) for _ in range(self.rounds)]
        middle = lambda which: statistics.median(ours[which] for ours, _ in rounds)
        return {"figure": "  answers/s: pgbench", "service": middle("rate"), "floor": statistics.median(rate for _, rate in rounds), "ratio": statistics.median(ours["rate"] / rate for ours, rate in rounds),
                "p50": middle("p50"), "p99": middle("p99")}

    def summed(self, operation: str) -> None:
        flat = sum(ratio <= 1.5 for ratio in self.ratios)
        self.bench.rows.append({"figure": f"{operation}: the middle of {len(self.ratios)} pages' p50 ÷ with {SIZES[1]:,}, {flat} of them ≤ 1.5", "service": statistics.median(self.ratios), "goal": "≤ 1.5"})
        self.bench.tell(len(self.bench.rows) - 1)

    # ---- the workbook ----

    def exports(self) -> None:
        """A campaign's ledger, and its first days': streamed, so that the service holds no more of many rows than of few."""
        service, campaign = self.large.service, self.large.own["district"]["campaign_id"]
        service.stop()  # what threads of the loads before left behind is not the export's
        service.start()
        where = f"district_code = '{DISTRICT}' and campaign_id = '{campaign}' and state <> 'withdrawn'"
        many = int(self.large.cluster.psql(f"select count(*) from issues where {where}"))
        day = self.large.cluster.psql(f"select found_on + 1 from issues where {where} order by found_on offset {many // 10} limit 1")
        few = int(self.large.cluster.psql(f"select count(*) from issues where {where} and found_on < '{day}'"))
        for label, accept in (("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), ("CSV", "text/csv")):
            for rows, filters in ((few, {"found_before": day}), (many, {})):
                self.exported(label, accept, rows, {"campaign_id": campaign, **filters})

    def exported(self, label: str, accept: str, rows: int, given: dict[str, str]) -> None:
        text = statement.variant("listIssueLedger", {"sort": "position", **given}, {name: f"'{value}'" for name, value in given.items()})
        settings = "".join(f"select set_config('{name}', '{value}', false);" for name, value in self.large.settings("district").items())
        others = {"XLSX": "text/csv", "CSV": None}[label]
        url = f"{self.large.service.url}/v1/ledgers/issues?{urllib.parse.urlencode(given)}"
        found = []
        for _ in range(self.rounds):
            self.large.service.reset_peak()
            ours = self.fetched(url, accept)
            peak = self.large.service.peak_mib()
            if others:
                floor = self.fetched(url, others)
            else:
                started = time.monotonic()
                self.large.cluster.psql(f"{settings}\n\\copy ({text}) to '/dev/null' csv header\n", role="wuye_district")
                floor = time.monotonic() - started
            found.append((ours, floor, peak))
        self.bench.rows.append({"figure": f"ledger as {label}, {rows:,} rows, s: {'CSV' if others else 'psql copy'}", "service": statistics.median(ours for ours, *_ in found),
                                "floor": statistics.median(floor for _, floor, _ in found), "ratio": statistics.median(ours / floor for ours, floor, _ in found)})
        self.bench.rows.append({"figure": "  peak RSS, MiB", "service": max(peak for *_, peak in found), "goal": "≤ 16"})
        self.bench.tell(len(self.bench.rows) - 2)

    def fetched(self, url: str, accept: str) -> float:
        started = time.monotonic()
        subprocess.run(["curl", "-sf", "-H", f"Authorization: Bearer {self.large.tokens['district']}", "-H", f"Accept: {accept}", "-o", "/dev/null", url], check=True)
        return time.monotonic() - started
