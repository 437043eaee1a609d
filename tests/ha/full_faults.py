"""The faults, what each is held to, and one run of one of them under load."""
import dataclasses
import signal
import time

import psycopg2

import load as hotline
from full_machines import until

POSTMASTER = "/usr/lib/postgresql/15/bin/postgres -D"
TABLES = ("tickets", "complaints", "complaint_events", "audit_log")


@dataclasses.dataclass(frozen=True)
class Fault:
    outage: float            # seconds without an acknowledgement, at most
    rejoin: float | None     # seconds from the machine's return until all is as before
    new_primary: bool        # the primary must be another afterwards
    say: str


FAULTS = {
    "kill": Fault(30, 60, True, "the primary's machine loses its power, and comes back"),
    "cut": Fault(30, 60, True, "the primary's machine is cut off from all others, and heals"),
    "freeze": Fault(30, 60, True, "everything on the primary's machine stands still, and goes on"),
    "kill-postgres": Fault(10, 60, False, "kill -9 of the primary's postmaster"),
    "switchover": Fault(10, 60, True, "a planned change of primary"),
    "lose-arbiter": Fault(1, 60, False, "the monitor, or the etcd that leads, is killed and comes back"),
    "lose-standby": Fault(10, 60, False, "a standby's machine loses its power, and comes back"),
    "replace-standby": Fault(10, None, False, "a standby's machine is lost with its disk, and a new one takes its place"),
}


@dataclasses.dataclass
class Result:
    form: str
    fault: str
    run: int
    acknowledged: int = 0
    outage_s: float = 0.0
    rejoin_s: float = 0.0
    lost: int = 0
    doubled: int = 0
    same: bool = False
    errors_500: int = 0
    primary: str = ""
    breaches: list = dataclasses.field(default_factory=list)


def inject(form, fault, primary):
    """Do it; what undoes it."""
    if fault == "kill":
        primary.lose_power()
        return primary.boot
    if fault == "cut":
        primary.cut()
        return primary.heal
    if fault == "freeze":
        primary.freeze()
        return primary.thaw
    if fault == "kill-postgres":
        primary.signal(signal.SIGKILL, POSTMASTER)
    elif fault == "switchover":
        form.switchover()
    elif fault == "lose-arbiter":
        form.lose_arbiter()
        return form.return_arbiter
    elif fault.endswith("-standby"):
        standby = form.standbys()[0]
        standby.lose_power()
        return standby.boot if fault == "lose-standby" else lambda: form.replace(standby, primary)
    return lambda: None


def strike(form, name, load, result):
    """The fault, and its end: how long each took."""
    fault, before = FAULTS[name], form.primary()
    began = time.monotonic()
    undo = inject(form, name, before)
    others = [machine for machine in form.data if machine is not before]
    if fault.new_primary:
        until(lambda: form.primaries(others), 120, "another primary")
    else:
        time.sleep(12)   # longer than it takes to notice
    if not load.wait_for(30, time.monotonic(), 60):
        result.breaches.append("tickets were not taken again within 60 s")
    healed = time.monotonic()
    undo()
    until(form.settled, 180, "all to be as before", rest=0.3)
    result.rejoin_s = round(time.monotonic() - healed, 1)
    load.wait_for(30, time.monotonic(), 30)
    result.outage_s = round(load.ledger.outage(began, time.monotonic()), 1)
    after = form.primary()
    result.primary = f"{before.name} → {after.name}"
    if fault.new_primary and after is before:
        result.breaches.append("the primary is the same as before")


def judge(form, load, result):
    """What is there against what was acknowledged, on the primary; and whether all nodes hold the same."""
    fault, verdict = FAULTS[result.fault], None
    primary = form.caught_up()
    verdict = hotline.check(load.ledger, hotline.asking(form.conninfo("wuye_admin", primary)), load.prefix)
    result.acknowledged, result.lost, result.doubled = verdict.acknowledged, len(verdict.lost), len(verdict.doubled)
    sums = {machine.name: hotline.checksum(hotline.asking(form.conninfo("wuye_admin", machine)), TABLES) for machine in form.data}
    result.same = len(set(sums.values())) == 1
    result.errors_500 = load.ledger.statuses[500]
    for bad, words in ((verdict.lost, f"lost: {verdict.lost[:5]}"), (verdict.doubled, f"doubled: {verdict.doubled[:5]}"),
                       (verdict.strangers, f"never sent: {verdict.strangers[:5]}"), (verdict.faults, f"answers: {verdict.faults[:3]}"),
                       (not result.same, f"nodes differ: {sums}"),
                       (result.outage_s > fault.outage, f"outage {result.outage_s} s > {fault.outage} s"),
                       (fault.rejoin is not None and result.rejoin_s > fault.rejoin, f"rejoin {result.rejoin_s} s > {fault.rejoin} s")):
        if bad:
            result.breaches.append(words)


def one_run(form, name, number, make_load):
    """Never raises for what the cluster does: that is a breach."""
    result = Result(form.name, name, number)
    load = make_load(f"{form.name[:1].upper()}{name}{number}")
    load.start()
    try:
        if not load.wait_for(50, 0.0, 60):
            result.breaches.append("no load before the fault")
        strike(form, name, load, result)
        if not load.stop(60):
            result.breaches.append("tickets were left unacknowledged")
        judge(form, load, result)
    except (TimeoutError, RuntimeError, OSError, psycopg2.Error) as fault:
        result.breaches.append(str(fault))
    finally:
        load.stop(1)
    return result
