"""Proposals: a company's are of its own firm, each for another name; a street's or community's are about the market access of a fresh firm, or an estate of
the community's."""
from harness.register import ACCOUNTS
from harness.things import OTHERS, PATHS, body, path

from . import firms


def asked(world, account="company.one@150202", expect=201, reason="工商登记已变更", **patch):
    """A fresh proposal of a firm for itself."""
    firm = world.register.account(account)["firm_id"]
    patch = patch or {"name": f"更名物业{next(world.serial)}"}
    return world.caller(account).post(f"/v1/firms/{firm}/proposals", {"patch": patch, "reason": reason}, expect=expect)


def of_estate(world, estate, account="community.huanxi@150202", expect=201, reason="入户核对后的数字", **patch):
    """A community's proposal for an estate of its own."""
    patch = patch or {"households": 700 + next(world.serial)}
    return world.caller(account).post(f"/v1/estates/{estate['id']}/proposals", {"patch": patch, "reason": reason}, expect=expect)


def against(world, account="street.heping@150202", firm=None, expect=201, **members):
    """A proposal of a street or community to suspend a firm."""
    firm = firm or firms.firm(world, abroad=account.endswith("@340302"))
    value = {"state": "suspended", "reason": "多次整改不力", **members}
    return world.caller(account).post(f"/v1/firms/{firm['id']}/market-access/proposals", value, expect=expect)


@path("proposeFirmChange")
def firm_that_asks(samples, role, own):
    return {"id": str(samples.world.register.account(ACCOUNTS["company"][0 if own else 1])["firm_id"])}


@path("proposeMarketAccess")
def firm_to_suspend(samples, role, own):
    return {"id": firms.firm(samples.world, abroad=not own)["id"]}


@path("acceptProposal", "rejectProposal")
def a_proposal_to_decide(samples, role, own):
    """About a fresh firm: accepting it leaves the others' firms as they are."""
    return {"id": against(samples.world, ACCOUNTS["street"][0 if own else 2]).json["id"]}


@path("getProposal", "withdrawProposal")
def a_proposal(samples, role, own):
    if role in ("street", "community"):
        return {"id": against(samples.world, ACCOUNTS[role][0 if own else 1]).json["id"]}
    elsewhere = ACCOUNTS["company"][1 if role == "company" else 2]
    return {"id": asked(samples.world, ACCOUNTS["company"][0] if own else elsewhere).json["id"]}


def two_to_page(samples, role, own):
    if own and len(samples.world.role("company").get("/v1/proposals").json["items"]) < 2:
        asked(samples.world)
        asked(samples.world)
    return {} if own else None


PATHS["listProposals"] = two_to_page


@body("proposeEstateChange")
def a_count(samples, role):
    return {"json_body": {"patch": {"households": 700 + next(samples.world.serial), "service_room_m2": "120.50"}, "reason": "入户核对后的数字"}}


@body("proposeFirmChange")
def a_change(samples, role):
    return {"json_body": {"patch": {"name": f"更名物业{next(samples.world.serial)}", "registered_division": None}, "reason": "工商登记已变更"}}


@body("proposeMarketAccess")
def a_suspension(samples, role):
    return {"json_body": {"state": "suspended", "reason": "多次整改不力"}}


@body("acceptProposal", "rejectProposal", "withdrawProposal")
def decision(samples, role):
    return {"json_body": {"reason": "已核对"}}


OTHERS["proposeEstateChange"] = lambda samples, body: {**body, "reason": "另一理由"}
OTHERS["proposeFirmChange"] = lambda samples, body: {**body, "reason": "另一理由"}
