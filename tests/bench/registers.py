"""Registers at the size of a city beside those of a small district: is a page as quick, and the ledger of the day and of the day before?"""
import pathlib
import statistics
import urllib.parse

import statement

HERE = pathlib.Path(__file__).resolve().parent
SIZES = {"340302": (100_000, 5_000), "341622": (2_000, 100)}
LARGE, SMALL = SIZES


class Registers:
    def __init__(self, bench):
        self.bench, self.cluster, self.service = bench, bench.cluster, bench.service
        script = (HERE / "registers.sql").read_text(encoding="utf-8")
        self.scopes = {}
        for district, (estates, firms) in SIZES.items():
            loaded = f"select count(*) from estates where district_code = '{district}' and exists (select from estates where district_code = '{district}' and name like '白鹭%')"
            if int(self.cluster.psql(loaded)) < estates:
                self.cluster.psql(script, district=district, estates=str(estates), firms=str(firms))
            street = self.cluster.psql(f"select street_code from estates where district_code = '{district}' group by 1 order by count(*) desc limit 1")
            firm = self.cluster.psql(f"select firm_id from contracts where district_code = '{district}' group by 1 order by count(*) desc limit 1")
            self.scopes[district] = {"district": {}, "street": {"street": street}, "company": {"firm": firm}}
            for role, scope in self.scopes[district].items():
                self.cluster.psql(f"insert into users (district_code, id, name, role, street_code, firm_id) values ('{district}', md5('{district}{role}')::uuid, "
                                  f"'bench.{role}', '{role}', nullif('{scope.get('street', '')}', ''), nullif('{scope.get('firm', '')}', '')::uuid) on conflict do nothing")
        self.users = {(district, role): self.cluster.psql(f"select md5('{district}{role}')::uuid") for district in SIZES for role in self.scopes[district]}

    def run(self):
        yesterday = self.cluster.psql("select (now() at time zone 'Asia/Shanghai')::date - 1")
        order = {"sort": "code", "limit": "51"}
        for role in ("district", "street", "company"):
            self.flat(f"50 estates as {role}", "listEstates", role, "/v1/estates?limit=50", order, {"limit": "51"})
        for role in ("district", "street"):
            for term in ("鹭", "鹤", "园") if role == "district" else ("鹤", "园"):
                self.flat(f"50 estates with {term} as {role}", "listEstates", role, f"/v1/estates?limit=50&q={urllib.parse.quote(term)}",
                          {**order, "q": term}, {"limit": "51", "q": f"'{term}'"})
        self.flat("50 estates as of yesterday", "listEstates", "district", f"/v1/estates?limit=50&as_of={yesterday}", {**order, "as_of": yesterday},
                  {"limit": "51", "as_of": f"'{yesterday}'"})
        self.flat("50 estates with 鹭 as of yesterday", "listEstates", "district", f"/v1/estates?limit=50&as_of={yesterday}&q={urllib.parse.quote('鹭')}",
                  {**order, "as_of": yesterday, "q": "鹭"}, {"limit": "51", "as_of": f"'{yesterday}'", "q": "'鹭'"})
        for term in (None, "鹭", "鹤"):
            given = {"sort": "name", "limit": "51", **({"q": term} if term else {})}
            self.flat(f"50 firms{' with ' + term if term else ''}", "listFirms", "district", "/v1/firms?limit=50" + (f"&q={urllib.parse.quote(term)}" if term else ""),
                      given, {"limit": "51", **({"q": f"'{term}'"} if term else {})})
        for label, day in (("today", None), ("yesterday", yesterday)):
            for role in ("district", "street"):
                self.flat(f"base ledger of {label} as {role}", "listBaseLedger", role, "/v1/ledgers/base?limit=50" + (f"&as_of={day}" if day else ""),
                          {"sort": "code", "limit": "51", **({"as_of": day} if day else {})}, {"limit": "51", **({"as_of": f"'{day}'"} if day else {})})

    def flat(self, figure, operation, role, path, given, values):
        """Service beside pgbench for the large district; and the large one's median beside the small one's."""
        found, seconds = {}, self.bench.seconds
        for district in SIZES:
            settings = {"wuye.district": district, "wuye.user": self.users[district, role], "wuye.request_id": "bench",
                        **{f"wuye.{name}": value for name, value in self.scopes[district][role].items()}}
            token = self.service.command("token", "--lifetime", "86400", "--district", district, "--name", f"bench.{role}")
            lua = self.bench.lua(f'function request() return wrk.format("GET", "{path}") end\n')
            given_values = {"district": f"'{district}'", "role": f"'{role}'", **{name: f"'{value}'" for name, value in self.scopes[district][role].items()}, **values}
            script = statement.script(settings, statement.variant(operation, given, given_values))
            best = self.cluster.best(script, f"wuye_{role}", 1, (1, 2, 4, 8))["clients"] if district == LARGE else 1
            rounds = []
            for _ in range(self.bench.rounds):
                ours = self.bench.wrk(self.service.url, lua, 4, seconds, token)
                floor = self.cluster.pgbench(script, f"wuye_{role}", int(best), seconds)["rate"] if district == LARGE else None
                rounds.append((ours, floor))
            found[district] = rounds
        large, small = found[LARGE], found[SMALL]
        middle = statistics.median
        self.bench.rows.append({"figure": f"{figure}, 100,000 estates: pgbench", "service": middle([ours["rate"] for ours, _ in large]),
                                "floor": middle([floor for _, floor in large]), "ratio": middle([ours["rate"] / floor for ours, floor in large]),
                                "p50": middle([ours["p50"] for ours, _ in large]), "p99": middle([ours["p99"] for ours, _ in large])})
        self.bench.rows.append({"figure": "  p50 ms there ÷ with 2,000 estates", "service": middle([ours["p50"] for ours, _ in large]),
                                "floor": middle([ours["p50"] for ours, _ in small]),
                                "ratio": middle([ours["p50"] for ours, _ in large]) / middle([ours["p50"] for ours, _ in small]),
                                "goal": "≤ 1.5"})
