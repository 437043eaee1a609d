"""What is measured, and beside what. Goals are those the project set itself for two cores that load generator, service and PostgreSQL share."""
import pathlib
import re
import statistics
import subprocess
import sys
import time

import statement
from credit import Credit
from flames import Flames
from issues import Issues
from money import Money
from peers import Peers
from registers import Registers
from worklists import SMALL, Worklists

HERE = pathlib.Path(__file__).resolve().parent
DISTRICT = "150202"
USERS = {role: f"01900000-0000-7000-8000-00000000000{n}" for n, role in enumerate(("district", "street", "community", "company"), 1)}


def load(cluster, service, sizes: dict[str, int]) -> None:
    """Real divisions and codes through the service's own loader, the rest set-based."""
    order = ("code_lists", "codes", "divisions", "division_jurisdictions", "workdays", "complaint_categories", "import_columns")
    service.command("load", *(str(HERE.parents[1] / "sql" / "reference" / f"{name}.csv") for name in order))
    script = (HERE / "data.sql").read_text(encoding="utf-8")
    cluster.psql(script, **{name: str(value) for name, value in sizes.items()})


class Bench:
    def __init__(self, cluster, service, wrk, seconds: float, rounds: int, build: pathlib.Path, beside=None):
        self.cluster, self.service, self.wrk, self.seconds, self.rounds, self.build = cluster, service, wrk, seconds, rounds, build
        self.beside = beside  # another size in a cluster of its own, while a figure needs it
        self.rows: list[dict] = []
        find = lambda sql: cluster.psql(sql)
        self.complaints = int(find("select count(*) from complaints"))
        self.community = find("select community_code from complaints where community_code is not null group by 1 order by count(*) desc limit 1")
        self.street = find(f"select street_code from complaints where community_code = '{self.community}' limit 1")
        self.firm = find("select firm_id from complaints where firm_id is not null group by 1 order by count(*) desc limit 1")
        self.client = find(f"select id from clients where district_code = '{DISTRICT}' and role = 'hotline' limit 1")
        scopes = {"street": (self.street, None, None), "community": (self.street, self.community, None), "company": (None, None, self.firm)}
        for role, user in USERS.items():
            street, community, firm = (f"'{value}'" if value else "null" for value in scopes.get(role, (None, None, None)))
            cluster.psql(f"insert into users (district_code, id, name, role, street_code, community_code, firm_id) values ('{DISTRICT}', '{user}', 'bench.{role}', '{role}', "
                         f"{street}, {community}, {firm}) on conflict (district_code, id) do update set street_code = {street}, community_code = {community}, firm_id = {firm}")
        self.tokens = {role: service.command("token", "--lifetime", "86400", "--district", DISTRICT, "--name", f"bench.{role}") for role in USERS}
        name = find(f"select name from clients where id = '{self.client}'")
        self.tokens["hotline"] = service.command("token", "--lifetime", "86400", "--district", DISTRICT, "--name", name)

    def settings(self, role: str) -> dict[str, str]:
        found = {"wuye.district": DISTRICT, "wuye.user": self.client if role == "hotline" else USERS[role], "wuye.request_id": "bench"}
        if role == "hotline":
            found["wuye.client"] = "yes"
        if role in ("street", "community"):
            found["wuye.street"] = self.street
        if role == "community":
            found["wuye.community"] = self.community
        if role == "company":
            found["wuye.firm"] = self.firm
        return found

    def lua(self, request: str) -> pathlib.Path:
        path = self.cluster.folder / "load.lua"
        path.write_text((HERE / "wrk.lua").read_text(encoding="utf-8") + "\n" + request, encoding="utf-8")
        return path

    def run(self, only: set[str]) -> list[dict]:
        for name in ("get", "lists", "etag", "post", "token", "exports", "registers", "worklists", "issues", "flat", "credit", "money", "money_larger", "peers", "flames"):
            if name in only or not only and name not in ("flat", "money_larger", "peers", "flames"):  # what is flat is told among issues, too
                before = len(self.rows)
                getattr(self, name)()
                if name not in ("worklists", "issues", "flat"):  # so many that they are told as they come
                    self.tell(before)
        return self.rows

    def tell(self, before: int) -> None:
        """What came since, for whoever waits."""
        for row in self.rows[before:]:
            print(f"  {row['figure']}: {row['service']:,.2f}" + (f", {row['ratio']:.2f} ×" if row.get("ratio") else ""), file=sys.stderr)

    def credit(self) -> None:
        Credit(self).run()

    def money(self) -> None:
        Money(self).run()

    def money_larger(self) -> None:
        Money(self).larger()

    def peers(self) -> None:
        Peers(self).run()

    def flames(self) -> None:
        Flames(self).run()

    def registers(self) -> None:
        Registers(self).run()

    def worklists(self) -> None:
        with self.beside(SMALL) as small:
            Worklists(self, small).run()

    def issues(self) -> None:
        with self.beside(SMALL) as small:
            Issues(self, small).run()

    def flat(self) -> None:
        with self.beside(SMALL) as small:
            Issues(self, small).counted()

    # ---- one figure beside one floor, in turns ----

    def paired(self, figure: str, role: str, request: str, floors: dict[str, tuple[str, str]]) -> dict:
        """`floors`: what it is called → (pgbench script, goal). Both sides with as many callers as serve them best."""
        path = self.lua(request)
        tried = {callers: self.wrk(self.service.url, path, callers, 1, self.tokens[role])["rate"] for callers in (8, 32)}
        connections = max(tried, key=tried.get)
        best = {name: self.cluster.best(script, f"wuye_{role}", 1)["clients"] for name, (script, _) in floors.items()}
        rounds = []
        for _ in range(self.rounds):
            found = {"service": self.wrk(self.service.url, path, connections, self.seconds, self.tokens[role])}
            for name, (script, _) in floors.items():
                found[name] = self.cluster.pgbench(script, f"wuye_{role}", int(best[name]), self.seconds)["rate"]
            rounds.append(found)
        middle = lambda values: statistics.median(values)
        rate = middle([found["service"]["rate"] for found in rounds])
        for name, (_, goal) in floors.items():
            self.rows.append({"figure": f"{figure}: {name}", "callers": connections, "service": rate, "floor": middle([found[name] for found in rounds]), "goal": goal,
                              "ratio": middle([found["service"]["rate"] / found[name] for found in rounds]),
                              "p50": middle([found["service"]["p50"] for found in rounds]), "p99": middle([found["service"]["p99"] for found in rounds])})
        return rounds[-1]

    def ids(self) -> str:
        """Ids this community may see, as a table for load scripts and for pgbench alike."""
        self.cluster.psql("drop table if exists bench_ids; create table bench_ids (n int primary key, id uuid not null); "
                          f"insert into bench_ids select row_number() over (), id from (select id from complaints where community_code = '{self.community}' "
                          "and not confidential order by random() limit 20000) picked; analyze bench_ids; grant select on bench_ids to wuye_community")
        rows = self.cluster.psql("select id from bench_ids order by n").split()
        (self.cluster.folder / "ids.txt").write_text("\n".join(rows))
        return str(len(rows))

    def by_id(self, method: str = "GET", extra: str = "") -> str:
        return (f'local ids = {{}}\nfor line in io.lines("{self.cluster.folder}/ids.txt") do ids[#ids + 1] = line end\n'
                f'{extra}\nfunction request() return wrk.format("{method}", "/v1/complaints/" .. ids[math.random(#ids)]) end\n')

    def get(self) -> None:
        count = self.ids()
        text = statement.variant("getComplaint", {}, {"id": "(select id from bench_ids where n = :n)"})
        script = statement.script(self.settings("community"), text, before=f"\\set n random(1, {count})")
        self.paired("GET /v1/complaints/{id} as a community", "community", self.by_id(), {"pgbench, same statement": (script, "≥ 0.75")})
        tail = self.wrk(self.service.url, self.lua(self.by_id()), 32, self.seconds, self.tokens["community"])
        self.rows.append({"figure": "  p99 ÷ p50 at 32 connections", "service": tail["p99"], "floor": tail["p50"], "ratio": tail["p99"] / tail["p50"],
                          "goal": "≤ 4", "p50": tail["p50"], "p99": tail["p99"]})
        self.cpu()

    def cpu(self) -> None:
        """Beside an empty answer in the same rhythm: with one caller both sleep between two requests; with eight the empty one is never without work and sleeps no more, ours waits for the database."""
        empty = subprocess.Popen([self.build / "bench-empty", "8097"])
        time.sleep(0.5)
        try:
            for callers in (1, 8):
                self.cpu_of(empty, callers)
        finally:
            empty.terminate()
            empty.wait()

    def cpu_of(self, empty: subprocess.Popen, callers: int) -> None:
        used = lambda pid: sum(map(int, pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13])) * 1e4
        rounds = []
        for _ in range(self.rounds):
            found = []
            for pid, url, lua in ((self.service.process.pid, self.service.url, self.by_id()), (empty.pid, "http://127.0.0.1:8097", 'function request() return wrk.format("GET", "/") end\n')):
                before = used(pid)
                result = self.wrk(url, self.lua(lua), callers, self.seconds, self.tokens["community"])
                found.append((used(pid) - before) / (result["rate"] * max(1, round(self.seconds))))
            rounds.append(found)
        ours, floor = (statistics.median(values) for values in zip(*rounds))
        self.per_get = ours
        self.rows.append({"figure": f"  CPU µs of the service per GET: empty ulfius answer, {callers} caller{'s' if callers > 1 else ''}", "service": ours, "floor": floor,
                          "ratio": statistics.median(a / b for a, b in rounds), "goal": "≤ 2"})

    def lists(self) -> None:
        order = {"sort": "-received_at", "limit": "51"}
        for role in ("street", "community", "company"):
            for label, extra, query in (("", {}, ""), (", two filters", {"state": "received", "urgency": "urgent"}, "&state=received&urgency=urgent")):
                given = {**order, **extra}
                text = statement.variant("listComplaints", given, {"limit": "51", "state": "'{received}'", "urgency": "'{urgent}'", "role": f"'{role}'"})
                as_json = f"select coalesce(json_agg(row_to_json(t)), '[]') from ({text}) t"
                settings = self.settings(role)
                self.paired(f"50 newest as {role}{label}", role, f'function request() return wrk.format("GET", "/v1/complaints?limit=50{query}") end\n',
                            {"pgbench, same columns": (statement.script(settings, text), "≥ 0.80"),
                             "pgbench, JSON from PostgreSQL": (statement.script(settings, as_json), "≥ 2")})

    def etag(self) -> None:
        self.ids()
        tag = subprocess.run(["curl", "-sI", "-H", f"Authorization: Bearer {self.tokens['community']}",
                              f"{self.service.url}/v1/complaints?limit=50"], text=True, capture_output=True).stdout
        value = re.search(r'(?i)etag: "([^"]+)"', tag)[1]
        for label, head in (("200 of the same page", ""), ("304 on ETag", f"wrk.headers['If-None-Match'] = '\"{value}\"'\n")):
            found = self.wrk(self.service.url, self.lua(head + 'function request() return wrk.format("GET", "/v1/complaints?limit=50") end\n'), 8,
                             self.seconds, self.tokens["community"])
            self.rows.append({"figure": label, "service": found["rate"], "p50": found["p50"], "p99": found["p99"]})

    def ticket_values(self, estate: str, number: str) -> dict[str, str]:
        """A ticket as pgbench writes it."""
        return {
            "district": f"'{DISTRICT}'", "new_id": "(lpad(to_hex((extract(epoch from now()) * 1000)::bigint), 12, '0') || '7' || substr(md5(:n::text || now()::text), 1, 3) || '8'"
                      " || substr(md5(:n::text || now()::text), 4, 15))::uuid",
            "user_id": f"'{self.client}'", "ticket_no": number, "source": "'hotline12345'",
            "received_at": "now()::text", "now": "now()::text", "body_hash": "'0'", "request_type": "'complaint'", "category_code": "'lift'", "title_masked": "'电梯停运两天'",
            "content_masked": "'本小区电梯停运两天无人维修，请尽快处理。'", "estate_code": f"'{estate}'", "seal_key": "'k1'", "client": "'hotline'", "role": "'hotline'",
            "complainant_phone_hash": "md5(:n::text)", "complainant_phone_sealed": "'\\x00'", "complainant_name_sealed": "'\\x00'", "content_sealed": "'\\x00'",
        }

    def audit_values(self) -> dict[str, str]:
        return {"name": "'bench'", "operation": "'postTickets'", "target": "'x'", "remote": "'127.0.0.1'", "request_id": "'bench'",
                "detail": """'{"members":["complainant","content","estate_code","received_at","request_type","source","ticket_no","title"]}'"""}

    def post(self) -> None:
        estate = self.cluster.psql("select code from estates order by code limit 1")
        number = "'F' || :n::text || '.' || :client_id::text || '.' || (extract(epoch from now()) * 1e6)::bigint"
        values = self.ticket_values(estate, number)
        text = statement.variant("postTickets", {}, values)
        audit = statement.variant("auditAppend", {}, {**values, **self.audit_values()})
        script = statement.script(self.settings("hotline"), f"{text};\n{audit}", before="\\set n random(1, 1000000000)", writes=True)
        self.paired("POST /v1/hotline/tickets", "hotline", self.posting(), {"pgbench, same statements": (script, "≥ 0.80")})

    def posting(self) -> str:
        """Each request another ticket."""
        estate = self.cluster.psql("select code from estates order by code limit 1")
        body = ('{"source":"hotline12345","ticket_no":"%s","request_type":"complaint","category_code":"lift","title":"电梯停运两天","content":"本小区电梯停运两天无人维修，请尽快处理。",'
                f'"estate_code":"{estate}","received_at":"2026-11-01T08:00:00+08:00","complainant":{{"name":"王某","phone":"13800138000"}}}}')
        return (f"wrk.headers['Content-Type'] = 'application/json'\nlocal n, run = 0, os.time() .. '.' .. math.random(1000000000)\n"
                f"function request()\n  n = n + 1\n  return wrk.format('POST', '/v1/hotline/tickets', nil, string.format('{body}', run .. '.' .. n))\nend\n")

    def token(self) -> None:
        cost = float(subprocess.run([self.build / "bench-verify"], check=True, text=True, capture_output=True).stdout) / 1000
        if not hasattr(self, "per_get"):
            self.ids()
            self.cpu()
        self.rows.append({"figure": "cached token, µs: CPU µs of the service per GET", "service": cost, "floor": self.per_get, "ratio": cost / self.per_get,
                          "goal": "≤ 0.03"})

    def exports(self) -> None:
        self.service.stop()  # what threads of the loads before left behind is not the export's
        self.service.start()
        rows = min(1_000_000, self.complaints)
        before = self.cluster.psql(f"select to_char(received_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD\"T\"HH24:MI:SS.US+08:00') from complaints order by received_at limit 1 offset {rows - 1}")
        text = statement.variant("listComplaints", {"sort": "-received_at", "received_before": before}, {"received_before": f"'{before}'"})
        settings = "".join(f"select set_config('{name}', '{value}', false);" for name, value in self.settings("district").items())
        url = f"{self.service.url}/v1/complaints?received_before={before.replace('+', '%2B')}"
        kinds = (("CSV", "text/csv", f"\\copy ({text}) to '/dev/null' csv header", "≥ 1.0"),
                 ("NDJSON", "application/x-ndjson", f"\\copy (select row_to_json(t) from ({text}) t) to '/dev/null'", "≥ 4"))
        for label, accept, copy, goal in kinds:
            found = []
            for _ in range(self.rounds):
                self.service.reset_peak()
                started = time.monotonic()
                subprocess.run(["curl", "-sf", "-H", f"Authorization: Bearer {self.tokens['district']}", "-H", f"Accept: {accept}", "-o", "/dev/null", url], check=True)
                middle = time.monotonic()
                self.cluster.psql(f"{settings}\n{copy}\n", role="wuye_district")
                found.append((rows / (middle - started), rows / (time.monotonic() - middle)))
            ours, floor = (statistics.median(values) for values in zip(*found))
            self.rows.append({"figure": f"{label} of {rows:,} rows, rows/s: psql \\copy", "service": ours, "floor": floor,
                              "ratio": statistics.median(a / b for a, b in found), "goal": goal})
            self.rows.append({"figure": "  peak RSS, MiB", "service": self.service.peak_mib(), "goal": "≤ 16"})
