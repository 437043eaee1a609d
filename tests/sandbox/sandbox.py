#!/usr/bin/python3
"""What deploy/up --demo makes, looked at from outside: that it is the same twice, that a reset brings it back, that every list has something to show, and that nobody in it is anybody.

usage: sandbox.py CLONE     prints ok and FAIL, and how many of each on the last line; tests/sandbox/run makes the clone
"""
import hashlib
import json
import os
import pathlib
import pwd
import re
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

# Of these a year of the small sandbox shows nothing, each for a reason.
EMPTY = {
    "listErasures": "contact data is erased after three years, and the year has one",
    "listWebhookDeadLetters": "a dead letter is three days of tries; the sandbox calls nobody",
}
# What is drawn follows from a secret that the service makes, so no two draws are alike. The rest is not the district's business: keys, ids of requests, where the log of changes stands, when a job ran.
TECHNICAL = re.compile(r"draw|audit_|job_runs|refresh_tokens|login_|idempotency|changes|exchange_|signing_|stored_file|personal_access|import|migrations|webhook|complaint_updates|hotline_updates|spatial|clients|users|account|keys|export")
# What a worker goes on with as soon as it is there.
WORKERS = re.compile(r"complaint_days|base_ledger_|due_reports:|report_reminders|issue_(moves|tallies|sums|area_sums)")
BUSINESS = """
select format($q$select %L || '|' || count(*) || '|' || md5(coalesce(string_agg(line, E'\\n' order by line collate "C"), '')) from (select concat_ws('|', %s) as line from %I%s) t$q$, c.relname,
    string_agg(case when t.typname = 'timestamptz' then format('date_trunc(''second'', %I)', a.attname)
               else format('regexp_replace(%I::text, ''[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\\m[0-9a-f]{64}\\M|\\m[0-9a-f]{32}\\M|\\m[0-9A-F]{12}\\M'', ''*'', ''g'')', a.attname) end, ', ' order by a.attnum), c.relname,
    case when exists (select from pg_attribute d where d.attrelid = c.oid and d.attname = 'draw_id') then ' where draw_id is null' end)
from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped join pg_type t on t.oid = a.atttypid
where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition and t.typname not in ('uuid', '_uuid', 'bytea', 'xid8', 'pg_snapshot', 'tsvector', 'tstzrange') and a.attidentity = ''
  and not exists (select from pg_attrdef d where d.adrelid = c.oid and d.adnum = a.attnum and pg_get_expr(d.adbin, d.adrelid) like 'nextval%')
  and (c.relname, a.attname) not in (('money_postings', 'number'), ('complaint_events', 'log_position')) -- in the order of ids, and of transactions
group by c.relname, c.oid order by c.relname
"""
NOBODYS = re.compile(rb"(?<![0-9A-Za-z-])1[3-9][0-9]{9}(?![0-9A-Za-z-])")


class Sandbox:
    def __init__(self, clone):
        self.clone, self.counts = clone, {True: 0, False: 0}
        self.read()

    def read(self):
        """Where it is and who may ask."""
        lines = (self.clone / "var/demo.env").read_text().splitlines()
        self.env = dict(line.partition("=")[::2] for line in lines)
        conf = (self.clone / "var/wuye.conf").read_text()
        self.owner = re.search(r'^database_owner_url = "(.*)"$', conf, re.M).group(1)

    def unhurried(self):
        """Whoever looks at everything asks more often than a person does."""
        conf = self.clone / "var/wuye.conf"
        if "rate_limit_burst" not in conf.read_text():
            with open(conf, "a", encoding="utf-8") as file:
                file.write('rate_limit_per_minute = "10000000"\nrate_limit_burst = "1000000"\n')

    def check(self, what, right, more=""):
        self.counts[bool(right)] += 1
        print(f"{'ok  ' if right else 'FAIL'} {what}{'' if right else f': {more}'}", flush=True)

    def up(self, *arguments):
        began = time.monotonic()
        done = subprocess.run([str(self.clone / "deploy/up"), "--demo", *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        if done.returncode:
            print(done.stdout[-3000:])
        return done.returncode == 0, time.monotonic() - began

    def ask(self, path, token="DISTRICT", value=None, raw=False):
        request = urllib.request.Request(self.env["WUYE_URL"] + path, json.dumps(value).encode() if value is not None else None,
                                         {"Authorization": f"Bearer {self.env[f'WUYE_TOKEN_{token}']}", "Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                body = answer.read()
        except urllib.error.HTTPError as error:
            body = error.read()
        return body if raw else json.loads(body)

    def sql(self, statement, database="wuye"):
        owner = re.sub(r"/wuye\?", f"/{database}?", self.owner)
        done = subprocess.run(["psql", "-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", "-d", owner, "-f", "-"], input=statement, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(done.stderr[-2000:])
        return done.stdout.splitlines()

    def state(self, database="wuye"):
        """Table → how many rows, and a hash over what they say, without ids, hashes and fractions of seconds."""
        statements = [line for line in self.sql(BUSINESS, database) if not TECHNICAL.match(line.split("'")[1])]
        return {name: rest for name, _, rest in (line.partition("|") for line in self.sql(";\n".join(statements), database))}

    def start(self):
        """As it was made: of a copy, for nobody may look into what a reset copies."""
        self.sql("create database looked_at template wuye_start strategy file_copy", "postgres")
        try:
            return self.state("looked_at")
        finally:
            self.sql("drop database looked_at", "postgres")

    # ---- lists ----

    def lists(self):
        """(operation, path, required query) of what answers the district with pages."""
        contract = self.ask("/openapi.json")
        for path, operations in contract["paths"].items():
            operation = operations.get("get")
            if not operation or not {"district", "public"} & set(operation.get("x-roles", [])):
                continue
            answer = json.dumps(operation["responses"].get("200", {}))
            page = re.search(r'"#/components/schemas/(\w+Page)"', answer)
            if page:
                required = {one["name"]: one.get("example") for one in operation.get("parameters", []) if one.get("in") == "query" and one.get("required")}
                yield operation["operationId"], path, required

    def parents(self, prefix):
        """Of the things that a path goes through, newest first."""
        if prefix not in self.known:
            items, cursor = [], ""
            while cursor is not None and len(items) < 1000:
                page = self.ask(f"{prefix}?limit=200{cursor and '&cursor=' + cursor}")
                items += page.get("items", [])
                cursor = page.get("next")
            self.known[prefix] = items
        return self.known[prefix]

    def shown(self, path, query, made):
        """Something on a list, of whichever parent."""
        query = "&".join(["limit=1", *(f"{name}={value}" for name, value in query.items())])
        named = re.search(r"^(.*?)/\{(\w+)\}", path)
        if not named:
            return bool(self.ask(f"{path}?{query}").get("items"))
        values = made.get(path) or [one.get(named.group(2)) or one.get("id") for one in self.parents(named.group(1))]
        return any(self.ask(f"{path.replace('{' + named.group(2) + '}', str(value), 1)}?{query}").get("items") for value in values)

    def every_list(self):
        self.known, empty, told = {}, [], 0
        month = self.ask("/v1/exchange/months?limit=1")["items"][0]["month"]
        values = {"month": month, "scheme": "donghe_2022", "unit": "district", "from": f"{month}-01", "before": f"{month}-28", "quarter": f"{month[:4]}-Q{(int(month[5:]) + 2) // 3}", "after": "now"}
        made = {"/v1/code-lists/{list}/codes": ["role"], "/v1/exchange/datasets/{dataset}/rows": ["firms"], "/v1/checklists/{code}/status": ["mechanism_3338"],
                "/v1/checklists/{code}/reports": ["mechanism_3338"], "/v1/audit/months/{month}/trail": [month]}
        for operation, path, required in self.lists():
            told += 1
            query = {name: values.get(name, value) for name, value in required.items()}
            if operation in ("listAssessmentScores", "listDisclosureDuties", "listDisclosureFailures"):
                query["month"] = month  # the one that is over
            if operation == "listComplaintClusters":
                query["kind"] = "repeat"  # a crowd of callers is what the full size has
            if not self.shown(path, query, made):
                empty.append(operation)
        self.check(f"every list that the district reads has something ({told} lists, {len(EMPTY)} exceptions)", told > 100 and set(empty) <= set(EMPTY), sorted(set(empty) - set(EMPTY)))
        self.check("an exception is one", set(EMPTY) <= set(empty), sorted(set(EMPTY) - set(empty)))

    # ---- what is frozen ----

    def checked(self):
        """As whoever the service runs as."""
        conf = self.clone / "var/wuye.conf"
        become = ["runuser", "-u", pwd.getpwuid(conf.stat().st_uid).pw_name, "--"] if os.geteuid() == 0 else []
        done = subprocess.run([*become, str(self.clone / "build/release/wuye"), "--config", str(conf), "check"], capture_output=True, text=True, cwd="/", check=False)
        self.check("wuye check finds nothing wrong", done.returncode == 0, done.stdout[-500:] + done.stderr[-500:])

    def verified(self):
        month = self.ask("/v1/exchange/months?limit=1", "PLATFORM")["items"][0]["month"]
        where = f"/v1/exchange/months/{month}"
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            (folder / "parts").mkdir()
            manifest = self.ask(f"{where}/manifest", "PLATFORM", raw=True)
            (folder / "manifest.json").write_bytes(manifest)
            (folder / "manifest.jws").write_bytes(self.ask(f"{where}/signature", "PLATFORM", raw=True))
            for name in re.findall(rb'"name":"([^"]*)"', manifest):
                (folder / "parts" / name.decode()).write_bytes(self.ask(f"{where}/parts/{name.decode()}", "PLATFORM", raw=True))
            done = subprocess.run([str(self.clone / "build/release/wuye"), "verify", str(folder)], capture_output=True, text=True, check=False)
        self.check(f"wuye verify has nothing against {month}", done.returncode == 0, done.stdout + done.stderr)

    def nobody(self):
        """In no table, and under no seal, a number that may ring."""
        dump = subprocess.run(["pg_dump", "--data-only", "-d", self.owner], capture_output=True, check=True).stdout
        found = {number for number in NOBODYS.findall(dump) if not number.startswith(b"154")}
        self.check("no telephone number of anybody's stands in the database", not found, found)
        # Words are masked where they stand openly: a number in them is looked for in what was said.
        people = [self.ask(f"/v1/complaints/{one['id']}/reveal", value={"reason": "演示数据核对"}) for one in self.ask("/v1/complaints?limit=100")["items"]]
        found = {number for number in NOBODYS.findall(json.dumps(people, ensure_ascii=False).encode()) if not number.startswith(b"154")}
        self.check("who is behind a complaint has a number that nobody has, and so has who is named in it", any(one.get("phone") for one in people) and not found, found)


def digest(state):
    return hashlib.sha256(json.dumps(state, sort_keys=True).encode()).hexdigest()[:16]


def differences(one, other):
    return sorted(f"{name}: {one.get(name)} is not {other.get(name)}" for name in {*one, *other} if one.get(name) != other.get(name))


def main():
    sandbox = Sandbox(pathlib.Path(sys.argv[1]).resolve())
    sandbox.unhurried()
    well, took = sandbox.up()
    sandbox.check(f"deploy/up --demo again ends well ({took:.1f} s)", well)
    sandbox.read()
    first = sandbox.start()
    sandbox.check(f"the sandbox has a year ({first['complaints'].split('|')[0]} complaints, {digest(first)})", int(first["complaints"].split("|")[0]) > 50)
    sandbox.every_list()
    sandbox.verified()
    sandbox.checked()
    sandbox.nobody()
    written = sandbox.ask("/v1/complaints", value={"source": "web", "request_type": "complaint", "category": "lift", "title": "电梯停运", "content": "复位之前写入。", "estate_code": "E1502020097"})
    sandbox.check("a write changes it", "id" in written or "complaint_id" in written, written)
    sandbox.check("what was written is seen in its state", any(line.startswith("complaints:") for line in differences(first, sandbox.state())))
    well, took = sandbox.up("--reset")
    sandbox.check(f"deploy/up --demo --reset ends well ({took:.1f} s)", well)
    sandbox.read()
    again = [line for line in differences(first, sandbox.state()) if not WORKERS.match(line)]
    sandbox.check("a reset brings back the first state", not again, again)
    well, took = sandbox.up("--remake", "--demo-size", sys.argv[2])
    sandbox.check(f"deploy/up --demo --remake ends well ({took:.1f} s)", well)
    sandbox.read()
    other = sandbox.start()
    sandbox.check("the same seed and the same day give the same year", other == first, differences(first, other))
    print(f"\n{sandbox.counts[True]} passed, {sandbox.counts[False]} failed")
    sys.exit(sandbox.counts[False] > 0)


if __name__ == "__main__":
    main()
