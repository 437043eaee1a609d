"""The lists that people work by, and the tickets that a hotline hands in, with two million complaints beside a hundredth of them: is a page as quick, and a ticket?

The small district has a cluster and a service of its own, so that its indexes are as shallow as they would be. Beside the times stand the buffers that the statement
touches at each size (EXPLAIN, under row security, as the role): these do not depend on what else the machine does."""
import datetime
import json
import math
import re
import statistics
import urllib.parse
import urllib.request

import statement

SMALL = {"complaints": 20_000, "estates": 100, "firms": 5}
PAGE = 20  # or fewer, so that the small district has two pages of it
DEEP = 40  # pages in; or the last full one
ROLES = ("district", "street", "community", "company")
REPLAYED = 1000


def soon() -> str:
    return (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=3)).strftime("%Y-%m-%dT00:00:00Z")


def work_lists() -> list[tuple[str, str, str, tuple[str, ...], dict[str, str]]]:
    """What it is called, operation, path, who reads it, parameters."""
    own = [("mine", {"mine": "true"}), ("overdue", {"overdue": "true", "sort": "handle_by"}), ("overdue, newest first", {"overdue": "true"}),
           ("due soon", {"due_before": soon(), "sort": "handle_by"}), ("what is due first", {"sort": "handle_by"}), ("returned", {"returned": "true"})]
    found = [(name, "listComplaints", "/v1/complaints", ROLES, given) for name, given in own]
    found.append(("unmapped", "listComplaints", "/v1/complaints", ("district", "street", "community"), {"unmapped": "true"}))
    found.append(("what could not be placed", "listUnmapped", "/v1/hotline/unmapped", ("district",), {}))
    found.append(("without a category", "listUnmapped", "/v1/hotline/unmapped", ("district",), {"lacks": "category"}))
    found.append(("tickets", "listTickets", "/v1/hotline/tickets", ("district", "hotline"), {}))
    found.append(("messages", "listMessages", "/v1/hotline/messages", ("district", "hotline"), {}))
    return found


class Side:
    """A district of one size: cluster, service, callers."""

    def __init__(self, bench):
        self.bench, self.cluster, self.service, self.tokens = bench, bench.cluster, bench.service, bench.tokens

    def ask(self, role: str, path: str) -> dict:
        request = urllib.request.Request(self.service.url + path, headers={"Authorization": f"Bearer {self.tokens[role]}"})
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def pages(self, role: str, path: str, size: int) -> tuple[str, dict | None]:
        """The address of a page far in, and the last item before it."""
        here, last, before, at = path, None, None, path
        for _ in range(DEEP):
            page = self.ask(role, at)
            if len(page["items"]) < size:
                break
            here, last = at, before
            if not page["next"]:
                break
            before, at = page["items"][-1], f"{path}&cursor={urllib.parse.quote(page['next'])}"
        return here, last

    def load(self, role: str, path: str, seconds: float, connections: int = 4) -> dict:
        lua = self.bench.lua(f'function request() return wrk.format("GET", "{path}") end\n')
        return self.bench.wrk(self.service.url, lua, connections, seconds, self.tokens[role])

    def settings(self, role: str) -> dict[str, str]:
        return self.bench.settings(role)

    def explain(self, role: str, text: str) -> dict[str, int]:
        settings = "".join(f"select set_config('{name}', '{value}', false);" for name, value in self.settings(role).items() if name != "wuye.client")
        plan = f"explain (analyze, buffers, costs off, timing off, summary off) {text};"
        lines = self.cluster.psql(f"{settings}{plan}\n\\echo second\n{plan}", role=f"wuye_{role}").partition("second\n")[2]
        buffers = re.search(r"Buffers: shared hit=(\d+)(?: read=(\d+))?", lines)
        rows = re.search(r"actual rows=(\d+)", lines)
        return {"buffers": sum(int(value or 0) for value in buffers.groups()), "rows": int(rows[1]), "plan": lines}


class Worklists:
    def __init__(self, bench, small):
        self.bench, self.large, self.small = bench, Side(bench), Side(small)
        self.rounds, self.seconds = bench.rounds, bench.seconds
        self.clients: dict[str, int] = {}  # with which a role's floor is highest
        self.plans = (bench.cluster.folder / "plans.txt").open("w", encoding="utf-8")

    def run(self) -> None:
        self.tickets()
        for name, operation, path, roles, given in work_lists():
            for role in roles:
                self.listed(name, operation, path, role, given)
        for name, given in (("mine", {"mine": "true"}), ("overdue", {"overdue": "true"}), ("returned", {"returned": "true"}), ("all", {})):
            for role in ("district", "street"):
                self.counted(name, role, given)

    # ---- lists ----

    def text(self, side: Side, operation: str, role: str, given: dict[str, str], after: dict | None, counted: bool = False) -> str:
        held = dict(given)
        if not counted:
            held = {"sort": {"listTickets": "-created_at", "listMessages": "-created_at"}.get(operation, "-received_at"), **given}
        values = {"limit": given.get("limit", ""), "role": f"'{role}'", "district": f"'{side.settings(role)['wuye.district']}'",
                  "due_before": f"'{given.get('due_before')}'", "state": f"'{{{given.get('state')}}}'"}
        if after:
            held["cursor"] = "yes"
            key = after.get(held["sort"].lstrip("-"))
            values.update({"after_key": f"'{key}'" if key else "null", "after_id": f"'{after['id']}'"})
        text = statement.variant(operation, held, values)
        return f"select count(*) as total from ({text}) counted" if counted else text

    def listed(self, name: str, operation: str, path: str, role: str, given: dict[str, str]) -> None:
        filters = "".join(f"&{key}={urllib.parse.quote(value)}" for key, value in given.items())
        size = min(PAGE, max(1, len(self.small.ask(role, f"{path}?limit={2 * PAGE}{filters}")["items"]) // 2))
        query = f"{path}?limit={size}{filters}"
        deep = {side: side.pages(role, query, size) for side in (self.large, self.small)}
        for label, at in (("", {side: (query, None) for side in deep}), (", far in", deep)):
            if label and not any(after for _, after in at.values()):
                continue
            texts = {side: self.text(side, operation, role, {**given, "limit": str(size + 1)}, after) for side, (_, after) in at.items()}
            self.flat(f"{name} as {role}{label}", role, {side: address for side, (address, _) in at.items()}, texts)

    def counted(self, name: str, role: str, given: dict[str, str]) -> None:
        query = "/v1/complaints?limit=1&count=true" + "".join(f"&{key}={value}" for key, value in given.items())
        texts = {side: self.text(side, "listComplaints", role, given, None, counted=True) for side in (self.large, self.small)}
        self.flat(f"{name}, counted, as {role}", role, {side: query for side in texts}, texts, goal="rows")

    def flat(self, figure: str, role: str, addresses: dict, texts: dict, goal: str = "≤ 1.5") -> None:
        """Service beside pgbench where there is much; and its median there beside that where there is little."""
        found = {side: side.explain(role, text) for side, text in texts.items()}
        for side, name in ((self.large, "large"), (self.small, "small")):
            self.plans.write(f"-- {figure}, {name}\n{found[side]['plan']}\n")
        self.plans.flush()
        script = statement.script(self.large.settings(role), texts[self.large])
        if role not in self.clients:
            self.clients[role] = int(self.large.cluster.best(script, f"wuye_{role}", 1)["clients"])
        rounds = [(self.large.load(role, addresses[self.large], self.seconds), self.small.load(role, addresses[self.small], self.seconds),
                   self.large.cluster.pgbench(script, f"wuye_{role}", self.clients[role], self.seconds)["rate"]) for _ in range(self.rounds)]
        buffers = " ÷ ".join(f"{found[side]['buffers']} for {found[side]['rows']}" for side in (self.large, self.small))
        self.add(figure, rounds, goal, f"buffers {buffers} rows")

    def add(self, figure: str, rounds: list, goal: str, also: str, floor: str = "pgbench") -> None:
        middle = lambda values: statistics.median(list(values))
        self.bench.rows.append({"figure": f"{figure}: {floor}", "service": middle(large["rate"] for large, _, _ in rounds), "floor": middle(rate for *_, rate in rounds),
                                "ratio": middle(large["rate"] / rate for large, _, rate in rounds),
                                "p50": middle(large["p50"] for large, *_ in rounds), "p99": middle(large["p99"] for large, *_ in rounds)})
        self.bench.rows.append({"figure": f"  p50 ms ÷ with {SMALL['complaints']:,}" + (f"; {also}" if also else ""), "service": middle(large["p50"] for large, *_ in rounds),
                                "floor": middle(small["p50"] for _, small, _ in rounds), "goal": goal,
                                "ratio": middle(large["p50"] for large, *_ in rounds) / (middle(small["p50"] for _, small, _ in rounds) or math.nan)})
        self.bench.tell(len(self.bench.rows) - 2)

    # ---- tickets ----

    def body(self, side: Side, number: str) -> str:
        estate = side.cluster.psql("select code from estates order by code limit 1")
        return ('{"source":"hotline12345","ticket_no":"' + number + '","request_type":"complaint","category_code":"lift","title":"电梯停运两天",'
                '"content":"本小区电梯停运两天无人维修，请尽快处理。",'
                f'"estate_code":"{estate}","received_at":"2026-11-01T08:00:00+08:00","complainant":{{"name":"王某","phone":"13800138000"}}}}')

    def post(self, side: Side, batch: int, again: bool) -> dict:
        """New numbers each time; or some of a thousand that are known."""
        number = f'"R" .. math.random({REPLAYED})' if again else '"N" .. run .. "." .. n'
        request = f"""
wrk.headers['Content-Type'] = 'application/json'
local n, run = 0, os.time() .. '.' .. math.random(1000000000)
local function ticket()
  n = n + 1
  return (string.gsub([[{self.body(side, 'NUMBER')}]], 'NUMBER', {number}))
end
function request()
  if {batch} == 1 then return wrk.format('POST', '/v1/hotline/tickets', nil, ticket()) end
  local items = {{}}
  for i = 1, {batch} do items[i] = ticket() end
  return wrk.format('POST', '/v1/hotline/tickets', nil, '[' .. table.concat(items, ',') .. ']')
end
"""
        seconds = self.seconds if batch == 1 else max(5, self.seconds)  # so that some are answered
        found = side.bench.wrk(side.service.url, side.bench.lua(request), 4 if batch == 1 else 1, seconds, side.tokens["hotline"])
        return {**found, "rate": found["rate"] * batch}

    def floor_of_posts(self, again: bool) -> str:
        estate = self.large.cluster.psql("select code from estates order by code limit 1")
        number = f"'G' || (:n % {REPLAYED})::text" if again else "'F' || :n::text || '.' || :client_id::text || '.' || (extract(epoch from now()) * 1e6)::bigint"
        values = self.bench.ticket_values(estate, number)
        texts = [statement.variant("postTickets", {}, values), statement.variant("auditAppend", {}, {**values, **self.bench.audit_values()})]
        return statement.script(self.large.settings("hotline"), ";\n".join(texts), before="\\set n random(1, 1000000000)", writes=True)

    def remember(self) -> None:
        """What is replayed later is there."""
        for side in (self.large, self.small):
            template = self.body(side, "NUMBER")
            for first in range(1, REPLAYED + 1, 500):
                items = ",".join(template.replace("NUMBER", f"R{n}") for n in range(first, first + 500))
                request = urllib.request.Request(f"{side.service.url}/v1/hotline/tickets", f"[{items}]".encode(), {"Authorization": f"Bearer {side.tokens['hotline']}",
                                                                                                                     "Content-Type": "application/json"})
                with urllib.request.urlopen(request, timeout=300) as answer:
                    wrong = [item for item in json.load(answer)["results"] if item["status"] not in (200, 201)]
                if wrong:
                    raise SystemExit(f"a ticket was refused: {wrong[0]}")

    def tickets(self) -> None:
        self.remember()
        for again in (False, True):
            script = self.floor_of_posts(again)
            best = int(self.large.cluster.best(script, "wuye_hotline", max(1, self.seconds))["clients"])
            for batch, clients in ((1, best), (100, 1)):  # a batch is one after the other on one connection
                floor = lambda: self.large.cluster.pgbench(script, "wuye_hotline", clients, self.seconds)["rate"]
                rounds = [(self.post(self.large, batch, again), self.post(self.small, batch, again), floor()) for _ in range(self.rounds)]
                self.add(f"{'known' if again else 'new'} tickets{', a hundred at once' if batch > 1 else ''}", rounds, "≤ 1.5", "", "pgbench, tickets/s")
