#!/usr/bin/python3
"""Months of subsidies, calculated, approved and paid by several clerks at once while the service and the database are killed, kill -9; and whether every yuan is there once.

usage: money.py [--kills 50] [--seed 20] [--streets 10] [--estates 150] [--months 2]

A database cluster of its own with the demo register, and two schemes (what streets have left is given back in one, and stays in the other), each with so many estates in so many streets; so
many months of each are worked at at once, through all steps, with corrections, with two clerks who do the same at the same moment, with requests sent again under their Idempotency-Key and
without one. The service is killed, the postmaster, all processes of the database at once, and the service with the database, in turn, each in the middle of a request of one of the steps.
After every kill, before anybody writes again, runs and books are looked at in the database; in the end they are also held against decimals, against what was acknowledged and against the API.
The server is build/test/wuye (tests/support/build makes it, with sanitizers), or WUYE_PROGRAM.
"""
import argparse
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "api"))
from harness.world import World  # noqa: E402  (the path comes first)
from replay import Tally  # noqa: E402
from subsidy_upheaval import upheaval  # noqa: E402


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name, value in (("kills", 50), ("seed", 20), ("streets", 10), ("estates", 150), ("months", 2)):
        parser.add_argument(f"--{name}", type=int, default=value)
    options = parser.parse_args()
    tally, began = Tally(), time.monotonic()
    with World.alone() as world:
        outcome = upheaval(world, options.kills, options.seed, options.streets, options.estates, options.months)
        for holds, fault in outcome.proved:
            tally.check(holds, fault)
        hit = sum(map(bool, outcome.upheaval.hit))
        tally.check(len(outcome.upheaval.hit) == options.kills, f"{len(outcome.upheaval.hit)} of {options.kills} kills")
        tally.check(hit * 2 >= options.kills, f"{hit} of {options.kills} kills with a request in flight")
    good = tally.report()
    print(f"{outcome.said()}; {tally.passed} checks passed, {len(tally.faults)} failed; {time.monotonic() - began:.0f} s in all, seed {options.seed}")
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
