"""kill -9 of the service and of the database during calculate, approve and pay: no half run, no double posting, and nothing acknowledged is lost. tests/replay/money.py does the same at length."""
from subsidy_upheaval import upheaval


def test_no_run_is_half_and_nothing_is_posted_twice_whatever_is_killed_when(world):
    """Calculating, approving, paying twice, two people at once: one effect, across five kills of the service, the postmaster, the whole database and both."""
    outcome = upheaval(world, kills=5, seed=20, streets=4, estates=40, at_once=1, remainders=("returned",))
    assert not outcome.faults, (len(outcome.faults), outcome.faults[:5])
    assert len(outcome.upheaval.hit) == 5 and sum(map(bool, outcome.upheaval.hit)) >= 3, outcome.said()
    assert outcome.office.done and len(outcome.proved) > 100, outcome.said()
