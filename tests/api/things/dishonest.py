"""The list of the dishonest: each call gets an entry of its own, of a firm of its own. What a company is shown of its own firm is annulled again, or about a person, so that it is not barred."""
import itertools
import types

from harness.register import ACCOUNTS
from harness.things import OTHERS, body, path, planted

from . import firms, staff
from .deposits import act as deposit_act
from .deposits import demanded, payment
from .estates import estate, officer, today
from .rulebooks import deputy

WHERE = "/v1/dishonest-entries"
NUMBERS = itertools.count(1)
COMPANY = {"one": 0, "two": 1}
DISTRICT = {"abroad": "340302"}


def second(world, place="near"):
    return deputy(world, DISTRICT.get(place, "150202"))


def street(world, place="near"):
    return world.caller(ACCOUNTS["street"][{"far": 1, "two": 1, "abroad": 2}.get(place, 0)])


def seen(role, own):
    """Entries are read all over the district: another's are another district's, or another firm's."""
    if role == "company":
        return "one" if own else "two"
    return "near" if own else "abroad"


def firm_of(world, place="near"):
    if place in COMPANY:
        nobody_barred(world)
        return str(world.register.account(ACCOUNTS["company"][COMPANY[place]])["firm_id"])
    return firms.firm(world, abroad=place == "abroad")["id"]


def new_entry(firm, **members):
    value = {"firm_id": firm, "cause": "refusal_to_exit", "basis": "合同终止后拒不移交服务用房和资料", **members}
    return {name: member for name, member in value.items() if member is not None}


def decision(verdict="list"):
    return {"decision": verdict, "document": f"东住建失信〔2026〕{next(NUMBERS)}号"}


def guarantee(**members):
    return {"document": f"整改保证书〔2026〕{next(NUMBERS)}号", "guaranteed_on": today(), "measures": "三十日内完成移交", **members}


def referral(**members):
    return {"request": "city_penalty", "reason": "再次列入失信名单且未有效整改", "number": f"东住建函〔2026〕{next(NUMBERS)}号", "sent_on": today(), **members}


def rectification(**members):
    return {"rectified_on": today(), "rectification": "已完成移交，经街道核实", **members}


def step(client, entry, verb, value, expect=200):
    answer = client.post(f"{WHERE}/{entry['id']}/{verb}", value, expect=expect)
    return answer.json


def proposed(world, place="near", firm=None, **members):
    """By the deputy."""
    if "staff_id" not in members:
        members["firm_id"] = firm or firm_of(world, place)
    return second(world, place).post(WHERE, new_entry(members.pop("firm_id", None), **members), expect=201).json


def listed(world, place="near", firm=None, **members):
    return step(officer(world, place), proposed(world, place, firm, **members), "decide", decision())


def person(world, place="near", **members):
    """Somebody's entry, listed."""
    somebody = staff.person(world, firm_of(world, place), abroad=place == "abroad")
    return listed(world, place, staff_id=somebody["id"], post="staff", cause="breach_of_contract", **members)


def paid(world, firm, place="near"):
    return deposit_act(officer(world, place), demanded(world, place, firm_id=firm), "receive", payment()).json


def conditional(world, place="near", firm=None):
    """Guarantee and deposit are there."""
    entry = listed(world, place, firm)
    step(officer(world, place), entry, "deposit", {"deposit_id": paid(world, entry["firm"]["id"], place)["id"]})
    return step(officer(world, place), entry, "guarantee", guarantee())


def rectified(world, place="near", firm=None):
    return step(street(world, place), conditional(world, place, firm), "rectification", rectification())


def annulled(world, entry, place="near"):
    return step(second(world, place), entry, "end", {"cause": "annul", "reason": "认定有误"})


def served(world, firm, place="near"):
    """An estate of its own with a contract of the firm: (estate, contract)."""
    there = estate(types.SimpleNamespace(world=world), place)
    return there, staff.contract(world, firm, there["id"])


def dismissing(world, place="near", firm=None):
    """Listed twice, with contracts in force: the second entry."""
    if firm is None:
        firm = firm_of(world, place)
        served(world, firm, place)
    listed(world, place, firm)
    return listed(world, place, firm)


def orders(world, entry, place="near"):
    return officer(world, place).pages("/v1/dismissal-orders", {"entry_id": entry["id"]})


def order(world, place="near"):
    """A firm's own stays to be read when both entries are annulled."""
    if place not in COMPANY:
        return orders(world, dismissing(world, place), place)[0]
    firm = firm_of(world, place)
    entries = [listed(world, place, firm), listed(world, place, firm)]
    found = orders(world, entries[1], place)[0]
    for entry in reversed(entries):
        annulled(world, entry, place)
    return found


def referred(world, place="near"):
    entry = listed(world, place)
    made = step(officer(world, place), entry, "referrals", referral(), 201)
    if place in COMPANY:
        annulled(world, entry, place)
    return made


def nobody_barred(world):
    """In this register the list bars nobody: what is listed of a firm that signs in would keep it from all else."""
    world.cluster.query("insert into eligibility_rules (purpose, reason, bars, position, effective_from, district_code) "
                        "select p, 'dishonest', false, 21, '2020-01-01', '150202' from unnest(array['bid', 'award', 'entry']) p on conflict do nothing returning 1")


path("decideDishonestEntry")(lambda samples, role, own: {"id": proposed(samples.world, seen(role, own))["id"]})
path("noticeDishonestEntry", "reportDishonestEntry")(lambda samples, role, own: {"id": person(samples.world, seen(role, own))["id"]})
path("referDishonestEntry")(lambda samples, role, own: {"id": listed(samples.world, seen(role, own))["id"]})
path("endDishonestEntry")(lambda samples, role, own: {"id": rectified(samples.world, seen(role, own))["id"]})
path("getDishonestReferral", "updateDishonestReferral")(lambda samples, role, own: {"id": referred(samples.world, seen(role, own))["id"]})
path("getDismissalOrder", "endDismissalOrder")(lambda samples, role, own: {"id": order(samples.world, samples.place(role, own))["id"]})


@path("getDishonestEntry")
def shown(samples, role, own):
    """The city platform reads firms alone."""
    place = seen(role, own)
    return {"id": (listed if role == "platform" else person)(samples.world, place)["id"]}


def to_secure(samples):
    """The firm whose entry and whose deposit belong together, whichever of the two is made first."""
    samples.to_secure = getattr(samples, "to_secure", None) or firm_of(samples.world)
    return samples.to_secure


def fresh(world, place, firm):
    """An entry of a firm that is called again and again: what was listed before is annulled, for this is not to be one more while another stands."""
    for row in officer(world, place).pages(WHERE, {"firm_id": firm, "subject": "firm", "state": "listed,conditional"}):
        annulled(world, row, place)
    return {"id": listed(world, place, firm)["id"]}


path("secureDishonestEntry")(lambda samples, role, own: fresh(samples.world, "near", to_secure(samples)) if own else {"id": listed(samples.world, seen(role, own))["id"]})
body("secureDishonestEntry")(lambda samples, role: {"json_body": {"deposit_id": demanded(samples.world, firm_id=to_secure(samples))["id"]}})


@path("guaranteeDishonestEntry")
def to_guarantee(samples, role, own):
    world, place = samples.world, seen(role, own)
    if role != "company":
        return {"id": listed(world, place)["id"]}
    return fresh(world, place, firm_of(world, place))


@planted("listDishonestEntries", "listPublishedDishonestFirms")
def entries(samples):
    """A firm, too, sees two."""
    person(samples.world, "one")
    listed(samples.world)


@planted("listDismissalOrders", "listDishonestReferrals")
def orders_of_all(samples):
    for place in ("near", "one"):
        order(samples.world, place)
        referred(samples.world, place)


@planted("listDishonestSuggestions")
def suggested(samples):
    violation(samples.world)


def violation(world, place="near", kind="abandonment", firm=None):
    """One that the district confirmed: (firm, contract, violation)."""
    firm = firm or firm_of(world, place)
    _, contract = served(world, firm, place)
    found = street(world, place).post(f"/v1/contracts/{contract}/violations", {"kind": kind, "occurred_on": today(-3), "statement": "擅自撤离"}, expect=201).json
    officer(world, place).post(f"/v1/contract-violations/{found['id']}/decide", {"decision": "confirm", "note": "属实"}, expect=200)
    return firm, contract, found


body("createDishonestEntry")(lambda samples, role: {"json_body": new_entry(firms.firm(samples.world)["id"])})
body("decideDishonestEntry")(lambda samples, role: {"json_body": decision()})
body("guaranteeDishonestEntry")(lambda samples, role: {"json_body": guarantee()})
body("noticeDishonestEntry")(lambda samples, role: {"json_body": {"number": f"东物协通〔2026〕{next(NUMBERS)}号", "noticed_on": today()}})
body("reportDishonestEntry")(lambda samples, role: {"json_body": rectification()})
body("endDishonestEntry")(lambda samples, role: {"json_body": {"cause": "remove", "reason": "经复查已有效整改"}})
body("referDishonestEntry")(lambda samples, role: {"json_body": referral()})
body("updateDishonestReferral")(lambda samples, role: {"json_body": {"answered_on": today(), "result": "reported_to_city", "answer": "已受理", "city_reported_on": today(), "city_answered_on": today(),
                                                                         "city_result": "处以罚款"}, "headers": {"If-Match": '"1"'}})
body("endDismissalOrder")(lambda samples, role: {"json_body": {"outcome": "executed", "ended_on": today(), "document": "业主委员会解聘函〔2026〕1号"}})
OTHERS["secureDishonestEntry"] = lambda samples, value: {"deposit_id": demanded(samples.world, firm_id=to_secure(samples))["id"]}
OTHERS["createDishonestEntry"] = lambda samples, value: {**value, "cause": "violation"}
OTHERS["decideDishonestEntry"] = OTHERS["guaranteeDishonestEntry"] = lambda samples, value: {**value, "document": "另一文号"}
OTHERS["noticeDishonestEntry"] = OTHERS["referDishonestEntry"] = lambda samples, value: {**value, "number": "另一文号"}
OTHERS["reportDishonestEntry"] = lambda samples, value: {**value, "rectification": "另一情况"}
OTHERS["endDismissalOrder"] = lambda samples, value: {**value, "document": "另一文书"}
