"""Months of subsidies while the service and the database are killed: the whole of it, as long or as short as is wanted."""
import dataclasses
import random
import time

from harness.register import DISTRICT
from harness.upheaval import Traffic, Upheaval
from subsidy_months import Office, together, work
from subsidy_plan import Plan
from subsidy_proofs import look, proofs

KILLED_IN = ("calculateSubsidyRun", "approveSubsidyRun", "paySubsidyStreets", "assessSubsidyStreet", "paySubsidyFirms", "closeSubsidyRun", "calculateSubsidyRun", "paySubsidyStreets", "paySubsidyFirms")


@dataclasses.dataclass
class Outcome:
    upheaval: Upheaval
    office: Office
    traffic: Traffic
    runs: int
    months: int
    seconds: float
    proved: list  # (it holds, what is wrong), after each kill and in the end

    @property
    def faults(self):
        return [fault for holds, fault in self.proved if not holds]

    def said(self):
        hit = [operations for operations in self.upheaval.hit if operations]
        kills = self.upheaval.kills
        steps = {name: count for name, count in sorted(self.upheaval.met.items()) if not name.startswith(("get", "list"))}
        return (f"{len(self.upheaval.hit)} kills ({kills['service']} of the service, {kills['postmaster']} of the postmaster, {kills['database']} of the whole database, {kills['both']} of both), "
                f"{len(hit)} with requests in flight, {sum(any(not name.startswith(('get', 'list')) for name in operations) for operations in hit)} with steps in flight {steps}, {self.upheaval.between} between a commit and its answer; "
                f"{self.months} months, {self.runs} runs, {len(self.office.done)} steps acknowledged, {self.office.repeated} of them sent again at once; "
                f"{self.traffic.cut_off} requests cut off, {self.office.found} of these steps were found done under their key; {self.seconds:.0f} s")


def streets_of(world, number):
    """That have communities, in order."""
    rows = world.cluster.query("select street_code, min(community_code) as community from division_jurisdictions where district_code = %s and effective_to is null group by 1 order by 1", (DISTRICT,))
    return [row["street_code"] for row in rows if row["street_code"] and row["community"]][:number]


def upheaval(world, kills, seed, streets, estates, at_once, remainders=("returned", "carried"), pause=(0.1, 0.6)):
    """A scheme for each way with remainders, each with so many estates and so many months at once, until so many kills have been."""
    chance, traffic = random.Random(seed), Traffic()
    places = streets_of(world, streets)
    plans = [Plan(world, chance, number, estates, places, remainder) for number, remainder in enumerate(remainders)]
    office = Office(world, traffic, places, seed)
    storm = Upheaval(world, traffic, kills, KILLED_IN, lambda: look(world), seed, pause)
    began, runs, ended = time.monotonic(), [], []
    storm.start()
    try:
        runs = together([lambda plan=plan: work(plan, office, storm.over, at_once) for plan in plans])
    except Exception as fault:  # what has become of the books is said all the same
        ended = [(False, f"the work ended: {type(fault).__name__} {fault}")]
    finally:
        storm.finish()
    seconds = time.monotonic() - began
    proved = ended + list(look(world)) if ended else list(proofs(world, plans, office))
    return Outcome(storm, office, traffic, sum(map(len, runs)), sum(plan.months for plan in plans), seconds, storm.seen + proved)
