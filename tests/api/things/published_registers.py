"""What everybody reads of the registers."""
from harness.things import path, planted

from . import contracts, firms
from .estates import estate

path("getPublishedFirm")(lambda samples, role, own: {"id": firms.firm(samples.world, abroad=not own)["id"]} if own or role != "public" else None)
planted("listPublishedFirms")(lambda samples: firms.firm(samples.world))
planted("listPublishedEstates")(lambda samples: estate(samples))
planted("listPublishedContracts")(lambda samples: contracts.bring(samples, "filed"))
