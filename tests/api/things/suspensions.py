"""Proposals of suspension and removal, each about a firm of its own, for quarters long ago."""
import itertools
import uuid

from harness.register import ACCOUNTS
from harness.things import OTHERS, body, path, planted

from . import firms
from .estates import estate, officer
from .issue_progress import issue
from .rankings import deputy, district_of, middle

WHERE = "/v1/suspension-proposals"
COMPANY = {"near": 0, "one": 0, "two": 1, "abroad": 2}
REFUSALS = itertools.cycle([f"{year}-Q{quarter}" for year in range(2000, 2026) for quarter in (1, 2, 3, 4)])


def refused(world, firm_id, quarter, place="near", **members):
    """Id of an issue of the firm that was decided refused in the quarter."""
    made = issue(world, place, "refused", responsible_kind="firm", responsible_firm_id=str(firm_id), **members)
    world.cluster.query("update issues set refused_at = %s where id = %s returning 1", (middle(quarter), made))
    return made


def run(world, quarter, place="near", by=deputy, **members):
    return by(world, place).post(WHERE, {"quarter": quarter, **members}, expect=200).json


def proposal(world, place="near", firm_id=None, quarter=None, by=deputy):
    """Of a suspension, because a firm of its own refused."""
    firm_id = firm_id or firms.firm(world, abroad=place == "abroad")["id"]
    quarter = quarter or next(REFUSALS)
    refused(world, firm_id, quarter, place)
    made = next(each for each in run(world, quarter, place, by)["proposals"] if each["firm_id"] == str(firm_id) and each["cause"] == "refusal")
    return officer(world, place).get(f"{WHERE}/{made['id']}", expect=200).json


def decided(world, one, place="near", decision="confirm", by=officer, **members):
    return by(world, place).post(f"{WHERE}/{one['id']}/decide", {"decision": decision, "reason": "拒不整改", **members}, expect=200).json


def of_the_company(world, place="one"):
    """About a firm that signs in; dismissed, so that it stays in the market."""
    account = world.register.account(ACCOUNTS["company"][COMPANY[place]])
    return decided(world, proposal(world, "abroad" if place == "abroad" else "near", str(account["firm_id"])), "abroad" if place == "abroad" else "near", "dismiss")


def outside(role, own):
    return "near" if own else "abroad"


@path("getSuspensionProposal")
def a_proposal(samples, role, own):
    if role == "company":
        return {"id": of_the_company(samples.world, "one" if own else "two")["id"]}
    return {"id": proposal(samples.world, outside(role, own))["id"]}


path("decideSuspensionProposal")(lambda samples, role, own: {"id": proposal(samples.world, outside(role, own))["id"]})


@path("liftSuspension")
def confirmed(samples, role, own):
    """Proposed by the officer and confirmed by the deputy: the officer lifts."""
    place = outside(role, own)
    return {"id": decided(samples.world, proposal(samples.world, place, by=officer), place, by=deputy)["id"]}


@planted("listPublishedSuspensions")
def two_suspended(samples):
    for _ in range(2):
        decided(samples.world, proposal(samples.world))


planted("listSuspensionProposals")(lambda samples: of_the_company(samples.world))
body("runSuspensionProposals")(lambda samples, role: {"json_body": {"quarter": next(REFUSALS)}})
body("decideSuspensionProposal")(lambda samples, role: {"json_body": {"decision": "dismiss", "reason": "证据不足"}})
body("liftSuspension")(lambda samples, role: {"json_body": {"reason": "整改完成并经验收"}})


def new_removal(firm_id, **members):
    return {"firm_id": str(firm_id), "criteria": ["poor_service", "refusal"], "grounds": "多次督办仍不整改", **members}


@body("proposeRemoval")
def removal(samples, role):
    """Of a firm in the market; a street's manages an estate there."""
    world = samples.world
    if role != "street":
        return {"json_body": new_removal(firms.firm(world)["id"])}
    firm = firms.firm(world)
    managing(samples, firm["id"])
    return {"json_body": new_removal(firm["id"])}


def managing(samples, firm_id, place="near"):
    """A fresh estate of the place, which the firm manages from now on."""
    world, made, one = samples.world, str(uuid.uuid4()), estate(samples, place)
    number, district = next(world.serial), district_of(place)
    world.cluster.query("insert into contracts (district_code, id, firm_id, kind, state, registration_no, award_method, service_start, fee_start, end_date, fee_m2_month, annual_fee, fee_cadence, service_grade) "
                        "values (%s, %s, %s, 'regular', 'active', %s, 'agreement', '2026-01-01', '2026-01-01', '2030-12-31', 1, 1, 'monthly', '二级') returning 1",
                        (district, made, str(firm_id), f"清退试验{number}"))
    world.cluster.query("insert into contract_estates (district_code, contract_id, estate_id, kind, service_period, in_force) values (%s, %s, %s, 'regular', '[2026-01-01,2030-12-31]', true) returning 1",
                        (district, made, one["id"]))
    return one


OTHERS["runSuspensionProposals"] = lambda samples, value: {"quarter": next(REFUSALS)}
OTHERS["proposeRemoval"] = lambda samples, value: {**value, "grounds": "另一情形"}
OTHERS["decideSuspensionProposal"] = lambda samples, value: {**value, "reason": "另一理由"}
OTHERS["liftSuspension"] = lambda samples, value: {**value, "reason": "另一理由"}
