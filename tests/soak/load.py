"""What people, machines and hotlines do, each kind at its own rate, over connections that are kept as theirs would be. Runs in processes of its own."""
import base64
import collections
import datetime
import hashlib
import hmac
import http.client
import io
import json
import os
import random
import threading
import time

from client import Client
from PIL import Image
from stand import DISTRICT, OFFICER, ticket

PEOPLE = (OFFICER, f"street.heping@{DISTRICT}", f"community.huanxi@{DISTRICT}", f"company.one@{DISTRICT}")
# kind: calls a second, by all processes together
RATES = {"ticket": 8, "ticket again": 0.5, "complaint": 20, "complaint 304": 5, "list": 10, "worklist": 8, "public": 8, "step": 2, "upload": 1, "photo": 1, "csv": 0.3, "xlsx": 0.15, "import": 0.05,
         "statistics": 0.5, "updates": 1, "sign-in": 0.5, "once": 3}
POLLERS = 3  # who wait for the change feed, in each process
LISTS = ("/v1/complaints?limit=50", "/v1/firms?limit=50", "/v1/estates?limit=50", "/v1/contracts?limit=50", "/v1/complaints?q=%E7%94%B5%E6%A2%AF&limit=20")
WORKLISTS = ("mine=true", "overdue=true", "sort=handle_by", "returned=true")
PUBLIC = ("/v1/divisions?parent_code=150202", "/v1/published-suspensions", "/healthz", "/v1/published-rankings")
WINDOW = "received_from=2026-10-01T00:00:00%2B08:00&received_before=2026-11-01T00:00:00%2B08:00"


class Refused(AssertionError):
    """It said that it has no room, and when to come again."""


class Caller(Client):
    """As the replays' client, but what it is told it tells: nothing is tried again, except what a kept connection never carried."""

    def ask(self, method, path, body=None, headers=None, signed=False):
        headers = {"Accept": "application/json", **(headers or {})}
        if not signed and self.account:
            headers["Authorization"] = self._authorization()
        kept = self.connection is not None and self.connection.sock is not None
        try:
            return self._once(method, path, headers, body)
        except (OSError, http.client.HTTPException) as fault:
            self.close()
            if not kept or not isinstance(fault, (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError)):
                raise
        return self._once(method, path, headers, body)

    def renew(self):
        self.expires = 0
        return self._authorization()


class Load:
    """plan: url, credentials, key (webhook), estates, seeded complaints, seed, share of the rates, until (monotonic)."""

    def __init__(self, plan, told):
        self.plan, self.told = plan, told
        self.lock = threading.Lock()
        self.records, self.acknowledged, self.open = [], [], collections.deque(maxlen=2000)
        self.numbers = iter(range(10 ** 7))
        self.local = threading.local()

    def caller(self, account=None):
        callers = self.local.__dict__.setdefault("callers", {})
        if account not in callers:
            callers[account] = Caller(self.plan["url"], account, self.plan["credentials"].get(account), timeout=60)
        return callers[account]

    def expect(self, answer, *statuses):
        if answer[0] not in statuses:
            if answer[0] in (429, 503) and "Retry-After" in answer[1]:
                raise Refused(answer[0])
            raise AssertionError(f"{answer[0]} {answer[2][:300]!r}")
        return answer

    def someone(self):
        return self.caller(random.choice(PEOPLE[:3]))

    # ---- kinds ----

    def push(self, body):
        body = json.dumps(body, ensure_ascii=False).encode()
        identity, now = f"msg_{os.urandom(12).hex()}", str(int(time.time()))
        mac = base64.b64encode(hmac.new(base64.b64decode(self.plan["key"].removeprefix("whsec_")), f"{identity}.{now}.".encode() + body, hashlib.sha256).digest()).decode()
        return self.caller().ask("POST", "/v1/hotline/tickets", body, {"Content-Type": "application/json", "webhook-id": identity, "webhook-timestamp": now, "webhook-signature": f"v1,{mac}",
                                                                      "wuye-client": f"hotline@{DISTRICT}"}, signed=True)

    def do_ticket(self):
        with self.lock:
            number = next(self.numbers)
        now = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).isoformat(timespec="seconds")
        body = ticket(number, random.choice(self.plan["estates"]), self.plan["serial"], now)
        made = json.loads(self.expect(self.push(body), 201)[2])
        with self.lock:
            self.acknowledged.append(("ticket", body["ticket_no"]))
            self.open.append((made["complaint_id"], body))

    def do_ticket_again(self):
        with self.lock:
            body = random.choice(self.open)[1] if self.open else None
        if body:
            self.expect(self.push(body), 200)

    def do_complaint(self):
        self.expect(self.someone().ask("GET", f"/v1/complaints/{random.choice(self.plan['complaints'])}"), 200, 404)  # a street sees its own

    def do_complaint_304(self):
        path, caller = f"/v1/complaints/{random.choice(self.plan['complaints'])}", self.caller(OFFICER)
        tag = self.expect(caller.ask("GET", path), 200)[1]["ETag"]
        self.expect(caller.ask("GET", path, headers={"If-None-Match": tag}), 200, 304)

    def do_list(self):
        self.expect(self.caller(random.choice(PEOPLE)).ask("GET", random.choice(LISTS), headers={"Accept-Encoding": "gzip"}), 200)

    def do_worklist(self):
        self.expect(self.caller(random.choice(PEOPLE)).ask("GET", f"/v1/complaints?{random.choice(WORKLISTS)}&limit=50"), 200)

    def do_public(self):
        self.expect(self.caller().ask("GET", random.choice(PUBLIC)), 200)

    def do_once(self):
        """A connection of its own, as scripts have."""
        caller = Caller(self.plan["url"], None, None, timeout=60)
        try:
            self.expect(caller.ask("GET", random.choice(PUBLIC)), 200)
        finally:
            caller.close()

    def do_step(self):
        with self.lock:
            identifier = self.open.popleft()[0] if len(self.open) > 20 else None
        if identifier:
            self.expect(self.caller(OFFICER).ask("POST", f"/v1/complaints/{identifier}/dispatch", json.dumps({"unit_kind": "department", "department": "住建局", "receiver": "张"}).encode(),
                                                 {"Content-Type": "application/json"}), 200)
            with self.lock:
                self.acknowledged.append(("step", identifier))

    def do_upload(self):
        picture, out = Image.frombytes("RGB", (120, 90), os.urandom(120 * 90 * 3)), io.BytesIO()
        picture.save(out, "PNG")
        identifier = random.choice(self.plan["complaints"])
        answer = self.expect(self.caller(OFFICER).ask("POST", f"/v1/complaints/{identifier}/attachments", out.getvalue(), {"Content-Type": "image/png"}), 201)
        with self.lock:
            self.acknowledged.append(("attachment", json.loads(answer[2])["id"]))

    def do_photo(self):
        with self.lock:
            known = [name for kind, name in self.acknowledged[-500:] if kind == "attachment"]
        if known:
            self.expect(self.caller(OFFICER).ask("GET", f"/v1/attachments/{random.choice(known)}/content", headers={"Accept": "*/*"}), 200)

    def do_csv(self):
        answer = self.expect(self.caller(OFFICER).ask("GET", f"/v1/complaints?{WINDOW}", headers={"Accept": random.choice(("text/csv", "application/x-ndjson"))}), 200)
        assert answer[2].count(b"\n") >= len(self.plan["complaints"]), "an export is short"

    def do_xlsx(self):
        self.expect(self.caller(OFFICER).ask("GET", "/v1/estates", headers={"Accept": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}), 200)

    def do_import(self):
        caller = self.caller(OFFICER)
        table = self.expect(caller.ask("GET", "/v1/firms", headers={"Accept": "text/csv"}), 200)[2]
        self.expect(caller.ask("POST", "/v1/imports?register=firms&dry_run=true", table, {"Content-Type": "text/csv"}), 201, 202)

    def do_statistics(self):
        self.expect(self.caller(OFFICER).ask("GET", "/v1/statistics/complaints?received_from=2026-10-01&received_before=2026-11-01&group_by=category"), 200)

    def do_updates(self):
        place = self.local.__dict__.setdefault("place", "")
        page = json.loads(self.expect(self.caller(f"hotline@{DISTRICT}").ask("GET", f"/v1/hotline/updates?limit=200{place}"), 200)[2])
        self.local.place = f"&cursor={page['resume']}" if page.get("resume") else place

    def do_sign_in(self):
        self.caller(random.choice(PEOPLE)).renew()

    def poll(self):
        after = "now"
        while time.monotonic() < self.plan["until"] - 25:
            began = time.time()
            try:
                page = json.loads(self.expect(self.caller(f"platform@{DISTRICT}").ask("GET", f"/v1/exchange/changes?after={after}&wait=20"), 200)[2])
                after = page["resume"]
                self.note("feed", began, None)
            except Exception as fault:
                self.note("feed", began, fault)
                time.sleep(1)

    # ---- at their rates ----

    def note(self, kind, began, fault):
        with self.lock:
            self.records.append((began, kind, (time.time() - began) * 1000, None if fault is None else f"{type(fault).__name__}: {fault}"[:400]))

    def keep_doing(self, kind, rate):
        act, due = getattr(self, "do_" + kind.replace(" ", "_").replace("-", "_")), time.monotonic() + random.expovariate(rate)
        while due < self.plan["until"]:
            time.sleep(max(0, due - time.monotonic()))
            due = max(due + random.expovariate(rate), time.monotonic() - 5)
            began = time.time()
            try:
                act()
                self.note(kind, began, None)
            except Exception as fault:  # whatever it is, it is what the run is to show
                self.note(kind, began, fault)

    def report(self):
        with self.lock:
            records, self.records = self.records, []
        if records:
            self.told.put(("records", records))

    def run(self):
        threads = []
        for kind, rate in RATES.items():
            rate *= self.plan["share"]
            several = 3 if rate > 3 else 1
            threads += [threading.Thread(target=self.keep_doing, args=(kind, rate / several), daemon=True) for _ in range(several)]
        threads += [threading.Thread(target=self.poll, daemon=True) for _ in range(POLLERS)]
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            time.sleep(0.5)
            self.report()
        self.report()
        self.told.put(("acknowledged", self.acknowledged))


def drive(plan, told):
    random.seed(plan["seed"])
    plan["until"] = time.monotonic() + plan["seconds"]
    Load(plan, told).run()
