"""Months of a scheme through all steps of their runs, by clerks who now and then do the same at once, with and without an Idempotency-Key, whatever becomes of the service meanwhile."""
import concurrent.futures
import dataclasses
import itertools
import queue
import random
import threading

from harness.register import ACCOUNTS
from harness.upheaval import Insistent
from subsidy_plan import today
from things.subsidy_runs import RUNS, person

BEGUN = ("draft", "calculated")
TAKEN = "subsidy_run_exists", "adjusting_run_open"


@dataclasses.dataclass
class Done:
    """A step that was acknowledged. references: part → what the bank called its payment."""
    operation: str
    run: str
    part: str
    clerk: Insistent
    key: str
    path: str
    value: object
    answer: object
    references: dict


class Office:
    """Who works at the months, and what they were told."""

    def __init__(self, world, traffic, streets, seed):
        def clerk(role, name, street=None):
            return Insistent(person(world, role, name, street), traffic)
        self.world, self.random = world, random.Random(seed)
        self.calculators = [clerk("district", f"calculator {number}") for number in (1, 2)]
        self.approvers = [clerk("district", f"approver {number}") for number in (1, 2)]
        self.assessors = {street: [clerk("street", f"assessor {number}", street) for number in (1, 2)] for street in streets}
        self.payers = {street: [clerk("street", f"payer {number}", street) for number in (1, 2)] for street in streets}
        self.officer = Insistent(world.caller(ACCOUNTS["district"][0]), traffic)
        self.lock, self.serial = threading.Lock(), itertools.count(1)
        self.done, self.tried, self.repeated, self.found = [], {}, 0, 0

    def chance(self):
        with self.lock:
            return self.random.random()

    def some(self, values):
        """A part of them in any order, not nothing."""
        with self.lock:
            return self.random.sample(values, self.random.randint(1, (len(values) + 1) // 2))

    def reference(self, run, step, part):
        with self.lock:
            found = f"{step}-{next(self.serial)}"
            self.tried.setdefault((run, step, part), set()).add(found)
            return found

    def act(self, clerk, path, value=None, run=None, part="", references=None):
        """A step, until it is answered; three times in four under a key, and then now and then once more although it was answered. One answer in fifty is lost on the way."""
        key = f"month-{next(self.serial)}" if self.chance() < 0.75 else None
        answer, unknown = clerk.insist("POST", path, value, key=key, lost=self.chance() < 0.02)
        if answer.status < 300:
            operation = clerk.judge.contract.find("POST", path).id
            done = Done(operation, run or answer.json["id"], part, clerk, key, path, value, answer, references or {})
            with self.lock:
                self.done.append(done)
                self.found += bool(unknown and answer.header("Idempotency-Replayed"))
            if key and self.chance() < 0.1:
                self.repeat(done)
        return answer

    def repeat(self, done):
        again, _ = done.clerk.insist("POST", done.path, done.value, headers={"Idempotency-Key": done.key})
        with self.lock:
            self.repeated += 1
        assert (again.status, again.body) == (done.answer.status, done.answer.body), f"{done.path} {done.key}: {done.answer}, and then {again}"

    def at_once(self, clerks, act):
        """One of the clerks, or both at the same moment."""
        clerks = clerks if self.chance() < 0.3 else [clerks[int(self.chance() * len(clerks))]]
        with concurrent.futures.ThreadPoolExecutor(len(clerks)) as pool:
            return list(pool.map(act, clerks))


def refused(answer, *codes):
    """Whether somebody was before us; anything else that is no success ends the test."""
    assert answer.status < 300 or answer.code in codes, answer
    return answer.status >= 300


def together(calls):
    with concurrent.futures.ThreadPoolExecutor(max(1, len(calls))) as pool:
        return [future.result() for future in [pool.submit(call) for call in calls]]


class Month:
    def __init__(self, plan, office, month):
        self.plan, self.office, self.month = plan, office, month
        self.runs = []

    def card(self, run):
        return self.office.officer.read(f"{RUNS}/{run}")

    def streets(self, run):
        return self.office.officer.pages(f"{RUNS}/{run}/streets")

    # ---- draft, calculate, approve ----

    def regular(self):
        return self.open({"scheme_id": self.plan.id, "month": self.month}, {"kind": "regular"})

    def adjusting(self, base):
        return self.open({"adjusts_id": base, "reason": "面积和考核得分登记有误"}, {"kind": "adjusting", "adjusts_id": base})

    def open(self, value, known):
        """Drafted, calculated and approved; now and then void in between, and once more. None: there is nothing to correct."""
        while True:
            run = self.create(value, known)
            self.runs.append(run)
            self.calculate(run)
            if self.office.chance() < 0.15:
                self.void(run)
                continue
            if self.approve(run):
                return run
            self.void(run)
            return None

    def create(self, value, known):
        def act(clerk):
            answer = self.office.act(clerk, RUNS, value)
            if not refused(answer, *TAKEN):
                return answer.json["id"]
            query = {**known, "scheme_id": self.plan.id, "month_from": self.month, "state": ",".join(BEGUN)}
            return next((row["id"] for row in clerk.pages(RUNS, query) if row["month"] == self.month), None)
        found = set(self.office.at_once(self.office.calculators, act))
        assert len(found) == 1, f"{self.month} was drafted as {found}"
        return found.pop()

    def calculate(self, run):
        self.office.at_once(self.office.calculators, lambda clerk: refused(self.office.act(clerk, f"{RUNS}/{run}/calculate", run=run)))

    def approve(self, run):
        """False: it has no line."""
        def calculate_again():
            refused(self.office.act(self.office.calculators[0], f"{RUNS}/{run}/calculate", run=run), "state_conflict")

        def act(clerk):
            while True:
                card = self.card(run)
                if card["state"] not in BEGUN:
                    return True
                answer = self.office.act(clerk, f"{RUNS}/{run}/approve", {"version": card["version"]}, run=run)
                if refused(answer, "subsidy_run_changed", "state_conflict", "subsidy_run_empty") and answer.code == "subsidy_run_empty":
                    return False
        also = [calculate_again] if self.office.chance() < 0.3 else []
        return together([lambda: self.office.at_once(self.office.approvers, act), *also])[0][0]

    def void(self, run):
        def act(clerk):
            refused(self.office.act(clerk, f"{RUNS}/{run}/void", {"reason": "重新测算"}, run=run), "state_conflict")
        self.office.at_once(self.office.approvers, act)

    # ---- pay, assess, pay, close ----

    def hand_on(self, run):
        """The district pays the streets in parts, and every street goes on as soon as it is paid."""
        paid, known = queue.Queue(), set()

        def announce(rows):
            with self.office.lock:
                new = {row["street_code"] for row in rows if row["state"] != "district_approved"} - known
                known.update(new)
            for street in sorted(new):
                paid.put(street)

        def pay(clerk):
            while True:
                rows = self.streets(run)
                announce(rows)
                due = [row["street_code"] for row in rows if row["state"] == "district_approved"]
                if not due:
                    return
                references = {street: self.office.reference(run, "leg1", street) for street in self.office.some(due)}
                value = {"booked_on": today(), "payments": [{"street_code": street, "bank_reference": reference} for street, reference in references.items()]}
                refused(self.office.act(clerk, f"{RUNS}/{run}/pay-streets", value, run, references=references), "state_conflict")

        def go_on():
            while (street := paid.get()) is not None:
                self.street(run, street)

        def pay_all():
            try:
                self.office.at_once(self.office.approvers, pay)
            finally:
                for _ in range(3):
                    paid.put(None)
        together([pay_all, go_on, go_on, go_on])

    def street(self, run, street):
        path = f"{RUNS}/{run}/streets/{street}"

        def assess(clerk):
            refused(self.office.act(clerk, f"{path}/assess", run=run, part=street), "state_conflict")

        def pay(clerk):
            back_first = False
            while True:
                due = [row for row in clerk.pages(f"{RUNS}/{run}/firms", {"street_code": street, "paid": "false"}) if row["paid_amount"] != "0.00"]
                if not due:
                    return
                part = [row for row in due if row["paid_amount"].startswith("-")] if back_first else self.office.some(due)
                references = {row["firm"]["id"]: self.office.reference(run, "leg2", f"{street}:{row['firm']['id']}") for row in part or due}
                value = {"booked_on": today(), "payments": [{"firm_id": firm, "bank_reference": reference} for firm, reference in references.items()]}
                answer = self.office.act(clerk, f"{path}/pay-firms", value, run, street, {f"{street}:{firm}": reference for firm, reference in references.items()})
                back_first = refused(answer, "state_conflict", "street_money_insufficient") and answer.code == "street_money_insufficient"
        self.office.at_once(self.office.assessors[street], assess)
        self.office.at_once(self.office.payers[street], pay)

    def close(self, run):
        def act(clerk):
            while True:
                open_ones = [row["street_code"] for row in self.streets(run) if row["state"] != "closed"]
                if not open_ones:
                    return
                references = {street: self.office.reference(run, "close", street) for street in self.office.some(open_ones)}
                value = {"booked_on": today(), "streets": [{"street_code": street, "bank_reference": reference} for street, reference in references.items()]}
                refused(self.office.act(clerk, f"{RUNS}/{run}/close", value, run, references=references), "state_conflict", "street_money_insufficient")
        self.office.at_once(self.office.approvers, act)


def batch(plan, office, size):
    """So many months at once, then corrections of some of them at once. The runs that there were."""
    months = [Month(plan, office, plan.next_month()) for _ in range(size)]
    late = {month.month for month in months if office.chance() < 0.3}  # closed after their correction
    corrected = [month for month in months if office.chance() < 0.6]
    bases = {}

    def first(month):
        run = bases[month.month] = month.regular()
        month.hand_on(run)
        if month.month not in late or month not in corrected:
            month.close(run)

    def again(month):
        run = month.adjusting(bases[month.month])
        if run:
            month.hand_on(run)
            month.close(run)
        if month.month in late:
            month.close(bases[month.month])
    together([lambda month=month: first(month) for month in months])
    if corrected:
        plan.disturb(office.officer, [month.month for month in corrected])
        together([lambda month=month: again(month) for month in corrected])
    return [run for month in months for run in month.runs]


def work(plan, office, over, size, most=360):
    """Months until the upheaval is over."""
    runs = []
    while not over.is_set() and plan.months + size <= most:
        runs += batch(plan, office, size)
    return runs
