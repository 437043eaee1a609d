"""Templates are the same for everybody."""
from harness.things import NOTHING, path

NOTHING["getTemplate"] = {"register": "no_such_register"}


@path("getTemplate")
def firms(samples, role, own):
    return {"register": "firms"} if own else None
