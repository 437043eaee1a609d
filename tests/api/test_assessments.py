"""Assessments of the work on an estate: on score sheets that are data, confirmed by somebody else, and what they come to."""
from things.assessments import DAY, ITEMS, SINCE, assessment, confirmed, draft, drafted_by_deputy, published, served, sheet


def test_try(world, samples):
    made = confirmed(samples)
    assert made["score"] == "90.00" and made["percent"] == "90.00" and made["sheet"] == 1
