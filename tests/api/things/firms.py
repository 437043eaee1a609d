"""Firms: each change gets one of its own; a company's changes are to its own firm, whose version the test reads."""
from harness.register import ACCOUNTS
from harness.things import OTHERS, body, path

DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
DISTRICT, ABROAD = "district.officer@150202", "district.officer@340302"


def uscc(world, wrong=False):
    """A code that nobody has, computed here by GB 32100 apart from the service; `wrong` gives the next check character."""
    body_ = f"91150202MA{next(world.serial):07d}"
    weights = [3 ** place % 31 for place in range(17)]
    check = (31 - sum(DIGITS.index(char) * weight for char, weight in zip(body_, weights)) % 31) % 31
    return body_ + DIGITS[(check + wrong) % 31]


def new(world, **members):
    value = {"uscc": uscc(world), "name": f"试验物业{next(world.serial)}", "locality": "in_district", "service_hotline": "0472-8123456", **members}
    return {name: member for name, member in value.items() if member is not None}


def firm(world, abroad=False, **members):
    """A fresh firm, version 1, of the district's own registering."""
    return world.caller(ABROAD if abroad else DISTRICT).post("/v1/firms", new(world, **members), expect=201).json


def entering(world, abroad=False, **members):
    """A fresh firm that a street brought in."""
    street = ACCOUNTS["street"][2 if abroad else 0]
    return world.caller(street).post("/v1/firms", new(world, opinion="服务力量充足，同意进驻", **members), expect=201).json


def own_firm(world, role, own):
    """Id of a firm to read: a company's own one or another's, otherwise a fresh one here or in another district."""
    if role == "company":
        return str(world.register.account(ACCOUNTS["company"][0 if own else 1])["firm_id"])
    return firm(world, abroad=not own)["id"]


@body("createFirm")
def new_firm(samples, role):
    return {"json_body": new(samples.world, opinion="同意进驻", party_org=True, party_org_since="2021-07-01")}


@path("updateFirm", "getFirmEligibility")
def firm_to_read(samples, role, own):
    return {"id": own_firm(samples.world, role, own)}


@body("updateFirm")
def change(samples, role):
    version = 1
    if role == "company":
        account = samples.world.register.account(ACCOUNTS["company"][0])
        version = samples.world.cluster.query("select version from firms where id = %s", (account["firm_id"],))[0]["version"]
    return {"json_body": {"contact_phone": "0472-7654321", "office_address": None}, "headers": {"If-Match": f'"{version}"'}}


@path("reviewFirmEntry", "decideFirmEntry")
def firm_to_enter(samples, role, own):
    return {"id": entering(samples.world, abroad=not own)["id"]}


@path("listFirmEntrySteps")
def firm_twice_reviewed(samples, role, own):
    entered = entering(samples.world, abroad=not own)
    if own:
        samples.world.caller(DISTRICT).post(f"/v1/firms/{entered['id']}/decide-entry", {"result": "admitted", "opinion": "准予"}, expect=200)
    return {"id": entered["id"]}


@body("reviewFirmEntry")
def opinion(samples, role):
    return {"json_body": {"result": "not_recommended", "opinion": "人员配备不足"}}


@body("decideFirmEntry")
def decision(samples, role):
    return {"json_body": {"result": "admitted", "opinion": "资料齐全，准予进驻"}}


@path("decideMarketAccess")
def firm_to_decide(samples, role, own):
    return {"id": firm(samples.world, abroad=not own)["id"]}


@body("decideMarketAccess")
def suspension(samples, role):
    return {"json_body": {"state": "suspended", "reason": "擅自撤离项目"}}


@path("listMarketAccess")
def firm_twice_decided(samples, role, own):
    world = samples.world
    found = own_firm(world, role, own)
    if own and not world.cluster.query("select 1 from firm_market_access where firm_id = %s", (found,)):
        for state in ("restricted", "normal"):
            world.caller(DISTRICT).post(f"/v1/firms/{found}/market-access", {"state": state, "reason": "试验"}, expect=201)
    return {"id": found}


OTHERS["reviewFirmEntry"] = OTHERS["decideFirmEntry"] = lambda samples, body: {**body, "opinion": "另一意见"}
