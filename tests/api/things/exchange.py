"""Datasets that the city platform follows."""
from harness.things import NOTHING, path

NOTHING["listExchangeRows"] = {"dataset": "none_of_this_name"}


@path("listExchangeRows")
def firms(samples, role, own):
    return {"dataset": "firms"} if own else None
