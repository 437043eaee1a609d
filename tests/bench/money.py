"""A month's run of a subsidy, each move through the service, beside what a move cannot do without: reading those rows once, and writing as many.

Ratios are of CPU (the service's and that of PostgreSQL's backends, the kernel's own count): a move of seconds always shares the machine with somebody, a floor of milliseconds may be lucky."""
import http.client
import json
import pathlib
import secrets
import time

import psycopg2

HERE = pathlib.Path(__file__).resolve().parent
PLACES = {"370481": {"streets": 100, "estates": 30_000, "firms": 1_000, "months": 3}, "370404": {"streets": 3, "estates": 300, "firms": 10, "months": 1}}
LARGER = {"370403": {"streets": 100, "estates": 300_000, "firms": 1_000, "months": 1}}
MOST = 500  # payments in one request
LINES = ("estate_id, estate_code, estate_name, street_code, community_code, firm_id, mode, class, area_m2, rate, total_amount, had_amount, amount, score, coefficient, total_paid, had_paid, paid_amount")
POSTINGS = "part, purse_kind, purse_id, debit_id, credit_id, amount, street_code, firm_id, booked_on, bank_reference, note, posted_by, posted_at"
BALANCES = ("select count(*), sum(b.balance) from (select a.id, coalesce(d.sum, 0) - coalesce(c.sum, 0) as balance from money_accounts a "
            "left join (select debit_id, sum(amount) from money_postings where district_code = '{0}' group by 1) d on d.debit_id = a.id "
            "left join (select credit_id, sum(amount) from money_postings where district_code = '{0}' group by 1) c on c.credit_id = a.id where a.district_code = '{0}') b")


class Clock:
    """Seconds that pass, and seconds of CPU that backends and service use meanwhile."""

    def __init__(self, district):
        self.watched = district.bench.service.process.pid, int((district.cluster.data / "postmaster.pid").read_text().split()[0])

    def __enter__(self):
        self.before, self.started = self.used(), time.monotonic()
        return self

    def __exit__(self, *_):
        self.waited = time.monotonic() - self.started
        self.cpu = sum(nanoseconds - self.before.get(process, 0) for process, nanoseconds in self.used().items()) / 1e9

    def used(self):
        service, postmaster = self.watched
        found = {service: sum(int(path.read_text().split()[0]) for path in pathlib.Path(f"/proc/{service}/task").glob("*/schedstat"))}
        for child in pathlib.Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split():
            try:
                if b"[local]" in pathlib.Path(f"/proc/{child}/cmdline").read_bytes():
                    found[int(child)] = int(pathlib.Path(f"/proc/{child}/schedstat").read_text().split()[0])
            except OSError:  # it ended
                pass
        return found


class Took:
    """What a call or several took together."""

    def __init__(self, waited=0.0, cpu=0.0):
        self.waited, self.cpu = waited, cpu

    def __add__(self, other):
        return Took(self.waited + other.waited, self.cpu + other.cpu)


class District:
    """A district of so many estates, its callers, and its months, the newest first."""

    def __init__(self, bench, code, sizes):
        self.bench, self.cluster, self.code, self.sizes = bench, bench.cluster, code, sizes
        if int(self.cluster.psql(f"select count(*) from evaluations where district_code = '{code}' and kind = 'monthly'")) < sizes["estates"] * sizes["months"]:
            script = (HERE / "money.sql").read_text(encoding="utf-8")
            self.cluster.psql(script, district=code, **{name: str(value) for name, value in sizes.items()})
        self.scheme, self.firm = self.cluster.psql(f"select md5('{code}scheme')::uuid, md5('{code}firm1')::uuid").split("|")
        self.clear()
        self.database = psycopg2.connect(f"{self.cluster.url} user={self.cluster.owner}")
        self.tokens = {}
        self.connection = http.client.HTTPConnection("127.0.0.1", bench.service.port, timeout=600)

    def clear(self):
        """What an earlier bench paid."""
        tables = ("money_postings", "money_accounts", "money_counters", "subsidy_run_firms", "subsidy_run_streets", "subsidy_run_lines", "subsidy_runs")
        self.cluster.psql("".join(f"delete from {table} where district_code = '{self.code}'; vacuum analyze {table};\n" for table in tables))

    def token(self, name):
        if name not in self.tokens:
            self.tokens[name] = self.bench.service.command("token", "--lifetime", "86400", "--district", self.code, "--name", f"bench.{name}")
        return self.tokens[name]

    def month(self, back):
        return self.cluster.psql(f"select to_char(date_trunc('month', current_date) - make_interval(months => {back}), 'YYYY-MM')")

    def call(self, who, method, path, body=None):
        """The answer, and how long it took."""
        headers = {"Authorization": f"Bearer {self.token(who)}", "Idempotency-Key": secrets.token_hex(16), **({"Content-Type": "application/json"} if body is not None else {})}
        text = json.dumps(body) if body is not None else None
        with Clock(self) as clock:
            self.connection.request(method, path, text, headers)
            answer = self.connection.getresponse()
            said = answer.read()
        if answer.status >= 400:
            raise SystemExit(f"{method} {path}: {answer.status} {said.decode()[:600]}")
        return json.loads(said), Took(clock.waited, clock.cpu)

    def owner(self, *statements):
        """As the owner, as the functions of the service do it; how long the last one took. Taken back."""
        with self.database.cursor() as cursor:
            cursor.execute(f"set local role wuye_owner; select set_config('wuye.district', '{self.code}', true)")
            for statement in statements:
                with Clock(self) as clock:
                    cursor.execute(statement)
                    if cursor.description:
                        cursor.fetchall()
        self.database.rollback()
        return Took(clock.waited, clock.cpu)

    def rows(self, statement):
        return [line.split("|") for line in self.cluster.psql(statement).splitlines()]


class Month:
    """One run from the draft to its last street; figures: what → (took, {floor: took})."""

    def __init__(self, district, month):
        self.of, self.month, self.figures = district, month, {}
        self.run, drafted = district.call("clerk", "POST", "/v1/subsidy-runs", {"scheme_id": district.scheme, "month": month})
        self.path = f"/v1/subsidy-runs/{self.run['id']}"
        self.took = drafted
        self.day = district.cluster.psql("select (now() at time zone 'Asia/Shanghai')::date")
        self.where = f"district_code = '{district.code}' and run_id = '{self.run['id']}'"

    def figure(self, name, took, **floors):
        self.took += took
        self.figures[name] = (took, floors)

    def go(self):
        for move in (self.calculate, self.approve, self.pay_streets, self.assess, self.pay_firms, self.close):
            move()
            self.of.cluster.psql("analyze subsidy_run_lines, subsidy_run_streets, subsidy_run_firms, money_postings, money_accounts")

    def do(self, who, verb, body=None):
        return self.of.call(who, "POST", f"{self.path}/{verb}", body)

    def calculate(self):
        self.run, took = self.do("clerk", "calculate")
        assert self.run["lines"] == self.of.sizes["estates"], self.run
        other = f"insert into subsidy_runs (district_code, id, scheme_id, month, kind, state, created_at, updated_at) values ('{self.of.code}', md5('copy')::uuid, '{self.of.scheme}', '{self.month}-01', 'regular', 'void', now(), now())"
        copy = f"insert into subsidy_run_lines (district_code, run_id, number, {LINES}) select district_code, md5('copy')::uuid, number, {LINES} from subsidy_run_lines where {self.where}"
        self.figure("calculate", took,
                    reading=self.of.owner(f"select count(*), sum(amount) from subsidy_month_due('{self.of.scheme}', '{self.month}-01', '{self.month}-01')"),
                    writing=self.of.owner(other, copy),
                    bare=self.of.owner("create table bench_lines (like subsidy_run_lines)", copy.replace("into subsidy_run_lines", "into bench_lines")))

    def approve(self):
        self.run, took = self.do("officer", "approve", {"version": self.run["version"]})
        self.figure("approve", took, writing=self.of.owner(f"update subsidy_run_streets set state = state where {self.where}"), answering=self.of.call("officer", "GET", self.path)[1])

    def pay_streets(self):
        due = [row["street_code"] for row in self.of.call("officer", "GET", f"{self.path}/streets?limit=200")[0]["items"]]
        assert len(due) == self.of.sizes["streets"]
        self.run, took = self.do("officer", "pay-streets", {"booked_on": self.day, "payments": [{"street_code": code, "bank_reference": f"L1-{code}"} for code in due]})
        self.streets = due
        self.figure("pay the streets", took, writing=self.posting("leg1"))

    def posting(self, step):
        """As many postings as that step has, bare."""
        return self.of.owner(f"insert into money_postings (district_code, number, cause_kind, cause_id, step, {POSTINGS}) select district_code, -number, 'fund', cause_id, step, {POSTINGS} "
                             f"from money_postings where district_code = '{self.of.code}' and cause_kind = 'subsidy_run' and cause_id = '{self.run['id']}' and step = '{step}'")

    def assess(self):
        took = [self.do(f"assessor.{street}", f"streets/{street}/assess")[1] for street in self.streets]
        self.figure("assess every street, one after another", sum(took, Took()), reading=self.of.owner(
            f"select count(*), sum(round(l.total_amount * k.coefficient, 2)) from subsidy_run_lines l join subsidy_month_coefficients('{self.of.scheme}', '{self.month}-01') k "
            f"on k.estate_id = l.estate_id and k.firm_id = l.firm_id where l.{self.where.replace('and ', 'and l.')}"),
            writing=self.of.owner(f"update subsidy_run_lines set paid_amount = paid_amount where {self.where}"))
        self.slowest = max(one.waited for one in took)

    def pay_firms(self):
        due, took, self.payments = {}, Took(), 0
        for street, firm in self.of.rows(f"select street_code, firm_id from subsidy_run_firms where {self.where} and paid_amount <> 0 order by 1, 2"):
            due.setdefault(street, []).append({"firm_id": firm, "bank_reference": f"L2-{street}-{firm[:8]}"})
        for street, payments in due.items():
            self.payments += len(payments)
            for first in range(0, len(payments), MOST):
                took += self.do(f"payer.{street}", f"streets/{street}/pay-firms", {"booked_on": self.day, "payments": payments[first:first + MOST]})[1]
        self.figure("pay the firms of every street", took, writing=self.posting("leg2"))

    def close(self):
        self.run, took = self.do("officer", "close", {"booked_on": self.day, "streets": [{"street_code": code, "bank_reference": f"R-{code}"} for code in self.streets]})
        assert self.run["state"] == "closed", self.run
        self.figure("close, every street giving back", took, writing=self.posting("remainder"))


class Money:
    def __init__(self, bench):
        self.bench = bench

    def run(self):
        large, small = (District(self.bench, code, sizes) for code, sizes in PLACES.items())
        months = self.months(large, 3)
        Month(small, small.month(1)).go()
        self.trial(large)
        self.reads(large, small, months[0])
    def larger(self):
        [(code, sizes)] = LARGER.items()
        district = District(self.bench, code, sizes)
        self.months(district, 1)
        self.trial(district)

    def months(self, district, rounds):
        """Each round is another month, so the books fill as they do; of each figure and floor the best."""
        label = f"{district.sizes['streets']} streets, {district.sizes['estates']:,} estates"
        found = []
        for back in range(1, rounds + 1):
            found.append(Month(district, district.month(back)))
            found[-1].go()
        for name, (_, floors) in found[0].figures.items():
            ours = min(month.figures[name][0].cpu for month in found)
            for kind in floors:
                self.row(f"{name}, CPU ms: {self.floors[kind]} ({label})", ours * 1000, min(month.figures[name][1][kind].cpu for month in found) * 1000)
            self.row("  waited for, ms", min(month.figures[name][0].waited for month in found) * 1000)
        self.row(f"the slowest street's assessment, ms ({label})", min(month.slowest for month in found) * 1000)
        self.row(f"the whole month, {found[0].payments + 2 * district.sizes['streets']:,} payments, CPU s ({label})", min(month.took.cpu for month in found))
        self.row(f"  waited for, s: the best beside the slowest of {rounds}", min(month.took.waited for month in found), max(month.took.waited for month in found))
        return found

    floors = {"reading": "reading those rows once", "writing": "writing as many, bare, with keys", "bare": "writing as many, no keys", "answering": "GET of the run"}

    def trial(self, district):
        everything = BALANCES.format(district.code)
        accounts, total = district.rows(everything)[0]
        assert float(total) == 0, total
        count = district.cluster.psql(f"select count(*) from money_postings where district_code = '{district.code}'")
        ours = min(district.owner(everything).cpu for _ in range(3))
        floor = min(district.owner(f"select count(*), sum(amount) from money_postings where district_code = '{district.code}'").cpu for _ in range(3))
        self.row(f"balances of {int(accounts):,} accounts from {int(count):,} postings, CPU ms: their sum", ours * 1000, floor * 1000)

    def reads(self, large, small, month):
        """What one caller waits for: pages as long there as with 300 estates and three streets."""
        for who, what in (("officer", ""), ("officer", "/lines?limit=50"), ("street", "/lines?limit=50"), ("company", "/lines?limit=50"), ("street", ""), ("company", ""), ("officer", "/firms?limit=20"),
                          ("officer", "/streets?limit=3"), ("officer", None), ("company", None)):
            found = {}
            for district in (large, small):
                run = district.cluster.psql(f"select id from subsidy_runs where district_code = '{district.code}' order by month desc limit 1")
                name = f"payer.{district.code}700" if who == "street" else who
                path = "/v1/subsidy-runs?limit=1" if what is None else f"/v1/subsidy-runs/{run}{what}"
                lua = self.bench.lua(f'function request() return wrk.format("GET", "{path}") end\n')
                found[district] = min((self.bench.wrk(self.bench.service.url, lua, 1, self.bench.seconds, district.token(name)) for _ in range(3)), key=lambda one: one["p50"])
            label = "runs" if what is None else "run" + what.partition("?")[0]
            self.bench.rows.append({"figure": f"GET {label} as {'district' if who == 'officer' else who}, p50 ms: with 300 estates", "service": found[large]["p50"], "floor": found[small]["p50"],
                                    "ratio": found[large]["p50"] / found[small]["p50"], "p50": found[large]["p50"], "p99": found[large]["p99"]})

    def row(self, figure, ours, floor=None):
        self.bench.rows.append({"figure": figure, "service": ours, **({"floor": floor, "ratio": ours / floor} if floor else {})})
