"""The primary of two nodes is killed, frozen and switched while the hotline posts; then a commit's wait for the standby is cut short.

usage: tests/ha/run [--fault kill|freeze|switch|cancel …] [--runs N] [--limit SECONDS]

After each fault nothing that was acknowledged is lost, nothing is there twice, writes are acknowledged again within 5 s of the promotion, and the node that comes back
holds the same tickets. An outage above the limit is tried once more before it counts (a busy machine), and the table says so.
"""
import argparse
import json
import sys
import threading
import time

import psycopg2
import requests
from pair import ACCOUNT, Pair, until
from harness import register as registers
from load import Caller, Load, Signer, asking, check, checksum

BEFORE, AFTER = 60, 120  # acknowledged tickets before a fault, and after the promotion
FAULTS = ("kill", "freeze", "switch", "cancel")


class Report:
    """The table, and what counts as a test: one line each."""

    def __init__(self):
        self.passed, self.failed, self.rows = 0, [], []

    def check(self, fault, what, good, said=""):
        if good:
            self.passed += 1
        else:
            self.failed.append(f"{fault}: {what} {said}".rstrip())
            print(f"FAILED {self.failed[-1]}", flush=True)

    def row(self, *cells):
        self.rows.append([str(cell) for cell in cells])

    def print(self):
        head = ["fault", "acknowledged", "lost", "doubled", "503s", "promote s", "outage s", "rejoin s", "checksum", ""]
        widths = [max(len(row[i]) for row in [head, *self.rows]) for i in range(len(head))]
        for row in [head, *self.rows]:
            print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())
        for line in self.failed:
            print(f"failed: {line}")
        print(f"\n{self.passed} passed, {len(self.failed)} failed")


class Run:
    def __init__(self, pair, report, limit):
        self.pair, self.report, self.limit, self.serial = pair, report, limit, 0
        self.server = pair.servers[0]
        form = registers.grant(ACCOUNT, pair.register.credentials[ACCOUNT])
        answer = requests.post(f"http://127.0.0.1:{self.server.port}/v1/auth/token", data=form, timeout=30)
        self.token, self.signer = answer.json()["access_token"], Signer(ACCOUNT, pair.secret)

    def load(self, **settings):
        """Four clients: two with a token, two that sign."""
        self.serial += 1
        return Load([f"http://127.0.0.1:{self.server.port}"], lambda client: self.signer if client % 2 else Caller(self.token), self.pair.estates, prefix=f"HA{self.serial}", **settings)

    # ---- what is done to the primary; each returns (end of the promotion, how long it took, how the old one comes back) ----

    def kill(self):
        self.pair.primary.strike(whole=True)
        self.pair.primary.process.wait()
        return *self.pair.standby.promote(), "rewind"

    def freeze(self):
        self.pair.primary.freeze()
        time.sleep(1.0)  # requests pile up before it
        return *self.pair.standby.promote(), "copy"

    def switch(self):
        """Planned: what a clean shutdown has sent, the standby has."""
        self.pair.primary.stop()
        return *self.pair.standby.promote(), "standby"

    def after_thaw(self, load):
        """The old primary goes on and still takes it that it is one. It acknowledges nothing, for nobody confirms its commits; nor does the service ask it."""
        old, new = self.pair.standby, self.pair.primary
        thawed = time.monotonic()
        old.thaw()
        until(lambda: old.ask("select not pg_is_in_recovery()")[0][0], 10, "the old primary answers")
        acknowledged = threading.Event()

        def write():
            try:
                old.ask("insert into ha_probe values (1)")
                acknowledged.set()
            except psycopg2.Error:
                pass  # its server goes before it was answered
        threading.Thread(target=write, daemon=True).start()
        fresh = self.pair.serve("fresh", database_url=self.pair.conninfo([old, new]))  # knows nothing of what was, and meets the old one first
        answer = None
        deadline = time.monotonic() + 15
        while time.monotonic() < deadline and (answer is None or answer.status_code not in (200, 201)):
            ticket = load.ticket("HAfresh-1")
            answer = requests.post(f"http://127.0.0.1:{fresh.port}/v1/hotline/tickets", headers={"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"},
                                   data=json.dumps(ticket | {"title": "同一"}).encode(), timeout=20)
        there = new.ask("select count(*) from tickets where ticket_no = 'HAfresh-1'")[0][0]
        self.report.check("freeze", "a service that meets the old primary first writes to the new one", answer.status_code in (200, 201) and there == 1, f"{answer.status_code} {there}")
        time.sleep(max(0.0, thawed + 3 - time.monotonic()))
        self.report.check("freeze", "the old primary acknowledges nothing", not acknowledged.is_set())
        self.report.check("freeze", "writing went on meanwhile", load.wait_for(40, thawed))
        stray = new.ask("select count(*) from ha_probe")[0][0]
        self.report.check("freeze", "what was written to it is nowhere else", stray == 0)
        fresh.stop()
        self.pair.servers.remove(fresh)

    def fault(self, name):
        """One fault, from start to the same tickets on both; the outage, and the row of the table."""
        load = self.load().start()
        began = time.monotonic()
        self.report.check(name, "the load runs", load.wait_for(BEFORE, began))
        promoted, took, way = getattr(self, name)()
        self.pair.switch_roles()
        load.wait_for(AFTER, promoted, 60)
        outage = load.ledger.outage(promoted)
        until(lambda: self.pair.worker_at(self.pair.primary), 15, "the worker works at the new primary")
        if name == "freeze":
            self.after_thaw(load)
            self.pair.standby.stop("immediate")
        began = time.monotonic()
        self.pair.standby.follow(self.pair.primary, by=way)
        rejoin = time.monotonic() - began
        load.wait_for(40, time.monotonic())
        self.report.check(name, "everything is acknowledged in the end", load.stop())
        self.judge(name, load, promoted, took, outage, rejoin)
        return outage

    def judge(self, name, load, promoted, took, outage, rejoin):
        new, old = self.pair.primary, self.pair.standby
        verdict = check(load.ledger, asking(new.conninfo(user=new.user)), load.prefix)
        old.has_all_of(new)
        again = check(load.ledger, asking(old.conninfo(user=old.user)), load.prefix)
        sums = [checksum(asking(node.conninfo(user=node.user))) for node in (new, old)]
        self.report.check(name, "nothing is lost", not verdict.lost and not again.lost, f"{verdict.lost[:5]} {again.lost[:5]}")
        self.report.check(name, "nothing is doubled", not verdict.doubled and not again.doubled, f"{verdict.doubled[:5]}")
        self.report.check(name, "no answer was wrong", not verdict.faults and not verdict.strangers, f"{verdict.faults[:3]} {verdict.strangers[:3]}")
        self.report.check(name, "no 500", load.ledger.statuses[500] == 0, f"{load.ledger.statuses}")
        self.report.check(name, "both nodes hold the same", sums[0] == sums[1], f"{sums}")
        self.report.row(name, verdict.acknowledged, len(verdict.lost), len(verdict.doubled), load.ledger.statuses[503], f"{took:.2f}", f"{outage:.2f}", f"{rejoin:.2f}",
                        "same" if sums[0] == sums[1] else "DIFFERS", "" if outage <= self.limit else "too long")

    def short(self, name):
        """The fault, and once more if the outage was too long: this machine may have been busy with others."""
        outage = self.fault(name)
        if outage > self.limit:
            print(f"{name}: {outage:.2f} s without an acknowledgement; once more", flush=True)
            outage = self.fault(name)
            self.report.rows[-1][-1] = "second try" if outage <= self.limit else "too long twice"
        self.report.check(name, f"writes are acknowledged within {self.limit} s of the promotion", outage <= self.limit, f"{outage:.2f} s")

    # ---- the wait for the standby is cut short ----

    def post(self, ticket, key, timeout=30):
        return requests.post(f"http://127.0.0.1:{self.server.port}/v1/hotline/tickets", data=json.dumps(ticket).encode(), timeout=timeout,
                             headers={"Authorization": f"Bearer {self.token}", "Content-Type": "application/json", **({"Idempotency-Key": key} if key else {})})

    def waiting(self):
        return [pid for pid, in self.pair.primary.ask("select pid from pg_stat_activity where wait_event = 'SyncRep'")]

    def cut_short(self, ticket, key):
        """The answer to a post whose commit waits for the standby until somebody cancels the wait."""
        box = {}
        thread = threading.Thread(target=lambda: box.update(answer=self.post(ticket, key)))
        thread.start()
        until(self.waiting, 8, "the commit waits for the standby")
        for pid in self.waiting():
            self.pair.primary.ask("select pg_cancel_backend(%s)", (pid,))
        thread.join()
        return box["answer"]

    def cancel(self):
        """Never a success, neither for what is new nor for what is told again; and the same key finds it once the standby is back."""
        load, told = self.load(), []
        self.pair.worker.terminate()  # its own writes would wait as well
        self.pair.worker.wait(30)
        before = [(load.ticket(f"{load.prefix}-0-{number:06d}"), key) for number, key in ((1, None), (2, "again-2"))]
        ids = [self.post(ticket, key).json()["id"] for ticket, key in before]
        new = [(load.ticket(f"{load.prefix}-0-{number:06d}"), key) for number, key in ((3, None), (4, "new-4"))]
        self.pair.standby.freeze()
        try:
            for ticket, key in [*before, *new]:
                answer = self.cut_short(ticket, key)
                told.append((answer.status_code, answer.json().get("code"), answer.headers.get("Retry-After")))
        finally:
            self.pair.standby.thaw()
        wanted = (503, "outcome_unknown", "1")
        self.report.check("cancel", "a repeat waits for the standby as the first did", told[:2] == [wanted] * 2, f"{told}")
        self.report.check("cancel", "a wait that was cut short is no success", told[2:] == [wanted] * 2, f"{told}")
        again = [self.post(ticket, key) for ticket, key in [*before, *new]]
        self.report.check("cancel", "the same key finds what was written", all(answer.status_code in (200, 201) for answer in again), f"{[answer.text[:200] for answer in again]}")
        self.report.check("cancel", "a repeat is the ticket that was acknowledged", [answer.json()["id"] for answer in again[:2]] == ids)
        counts = self.pair.primary.ask("select ticket_no, count(*) from tickets where ticket_no like %s group by 1", (f"{load.prefix}-%",))
        self.report.check("cancel", "everything is there once", sorted(count for _, count in counts) == [1] * 4, f"{counts}")
        self.report.row("cancel", len(again), 0, 0, len(told), "", "", "", "", "")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fault", nargs="+", choices=FAULTS, default=FAULTS)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--limit", type=float, default=5.0)
    options = parser.parse_args()
    report, pair, began = Report(), Pair(), time.monotonic()
    try:
        pair.start()
        pair.serve("serve")
        pair.work()
        run = Run(pair, report, options.limit)
        print(f"two nodes, a service and a worker after {time.monotonic() - began:.0f} s", flush=True)
        for name in [name for name in options.fault if name != "cancel"] * options.runs:
            run.short(name)
        if "cancel" in options.fault:
            run.cancel()
        pair.stop()
    except Exception as fault:  # noqa: BLE001  (whatever went wrong, the table of what was measured is worth having)
        report.check("run", f"{type(fault).__name__}: {fault}", False, pair.servers[0].tail(5) if pair.servers else "")
    finally:
        pair.remove()
    report.print()
    print(f"{time.monotonic() - began:.0f} s in all", file=sys.stderr)
    sys.exit(1 if report.failed else 0)


if __name__ == "__main__":
    main()
