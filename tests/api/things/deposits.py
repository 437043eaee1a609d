"""Deposits and their terms: each call gets one of its own, of a contract of its own. Contracts, assessments and the terms that hold are by hand, for they lie in the past."""
import datetime
import itertools
import json
import types
import uuid

from harness.register import ACCOUNTS
from harness.things import NOTHING, OTHERS, body, path, planted

from . import firms
from .estates import estate, officer, today
from .rulebooks import deputy
from .staff import contract

PLACES = {"one": "near", "two": "far"}
COMPANY = {"near": 0, "far": 1, "abroad": 2}
REFERENCES = itertools.count(1)
ACCOUNT = {"bank": "某银行东河支行", "name": "物业履约保证金专户", "number": "0603 0001 0000"}
PERFORMANCE = {
    "rate": "0.10", "due_days": 30, "account": ACCOUNT, "missing": "refuse",
    "assessments": [{"kind": "quarterly", "weight": "0.4", "expected": 4}, {"kind": "half_year", "weight": "0.2", "expected": 1}, {"kind": "annual", "weight": "0.4", "expected": 1}],
    "bands": [{"low": "0", "high": "60", "ratio": "0"}, {"low": "60", "high": "80", "ratio": "0.3333"}, {"low": "80", "high": "90", "ratio": "0.8"}, {"low": "90", "high": None, "ratio": "1"}]}
DOCUMENT = {"taken": True, "legal_basis": "区政府规范性文件", "performance": PERFORMANCE, "dishonesty": {"due_days": 15}}


def document(**changes):
    """With members of its own, of the performance deposits too; None leaves one out."""
    performance = {name: changes.pop(name) for name in list(changes) if name in PERFORMANCE}
    whole = {**DOCUMENT, "performance": {name: value for name, value in {**PERFORMANCE, **performance}.items() if value is not None or name == "due_days"}, **changes}
    return {name: value for name, value in whole.items() if value is not None or name == "legal_basis"}


def district_of(place):
    return "340302" if place == "abroad" else "150202"


def hold(world, place="near", **changes):
    """Id of terms that hold from long ago, in place of those that held. By hand: no service lets terms begin in the past, or end before they are followed."""
    wanted, district = document(**changes), district_of(place)
    there = world.cluster.query("select id::text, document from deposit_terms where district_code = %s and state = 'published' and daterange(effective_from, effective_to) @> %s::date",
                                (district, today()))
    if there and there[0]["document"] == wanted:
        return there[0]["id"]
    world.cluster.query("with gone as (update deposit_terms set state = 'withdrawn' where district_code = %s and state = 'published' returning 1) select count(*) from gone", (district,))
    return world.cluster.query(
        "insert into deposit_terms (district_code, title_zh, title_en, state, document, effective_from, source, published_at) "
        "values (%s, '试验保证金办法', 'Trial terms', 'published', %s, '2020-01-01', '试验', now()) returning id::text", (district, json.dumps(wanted)))[0]["id"]


def new_terms(**members):
    return {"title_zh": "试验保证金办法", "title_en": "Trial terms", "source": "试验", "document": document(), **members}


def terms(world, place="near", by=officer, **members):
    """A draft."""
    return (officer(world, place) if by is officer else deputy(world, district_of(place))).post("/v1/deposit-terms", new_terms(**members), expect=201).json


def published(world, place="near", day=None, **members):
    """From a day that nobody else has."""
    made = terms(world, place, by=deputy, **members)
    return officer(world, place).post(f"/v1/deposit-terms/{made['id']}/publish", {"version": made["version"], "effective_from": day or today(30000 + next(world.serial))}, expect=200).json


def years_ago(years, days=0):
    now = datetime.date.fromisoformat(today(days))
    return now.replace(year=now.year - years, day=min(now.day, 28))


def contract_of(world, place="near", fee="120000.01", start=None, years=3, end=None, firm=None, estates=1):
    """(contract, firm, estates, first day) of a contract in force; unless `start` is said its first two years are over since some days."""
    place = PLACES.get(place, place)
    firm = firm or str(world.register.account(ACCOUNTS["company"][COMPANY[place]])["firm_id"])
    start = start or years_ago(2, -10)
    end = end or start.replace(year=start.year + years, day=28 if (start.month, start.day) == (2, 29) else start.day) - datetime.timedelta(1)
    served = [estate(types.SimpleNamespace(world=world), place)["id"] for _ in range(estates)]
    made = contract(world, firm, served[0], start.isoformat(), end.isoformat())
    world.cluster.query("update contracts set annual_fee = %s, state = 'active' where id = %s returning 1", (fee, made))
    for other in served[1:]:
        world.cluster.query("insert into contract_estates (district_code, contract_id, estate_id, kind, service_period, in_force) "
                            "select district_code, id, %s, kind, service_period, in_force from contracts where id = %s returning 1", (other, made))
    return made, firm, served, start


def assessed(world, firm, estate_id, kind, day, score, score_max="100", state="confirmed"):
    """By hand: an assessment whose period ends on a day."""
    world.cluster.query(
        "insert into evaluations (district_code, id, kind, assessor, subject_kind, subject_id, firm_id, estate_id, period_from, period_to, score, score_max, state, submitted_at, updated_at) "
        "select district_code, %s, %s, 'street', 'project', id, %s, id, %s::date - 20, %s, %s, %s, %s, now(), now() from estates where id = %s returning 1",
        (str(uuid.uuid4()), kind, firm, day, day, score, score_max, state, estate_id))


def judged(world, firm, estate_id, first_day, quarters=("90", "90", "90", "90"), half="90", annual="90"):
    """All assessments of the contract year that begins on a day."""
    for number, score in enumerate(quarters, 1):
        assessed(world, firm, estate_id, "quarterly", first_day + datetime.timedelta(90 * number), score)
    for kind, score, day in (("half_year", half, 180), ("annual", annual, 360)):
        if score is not None:
            assessed(world, firm, estate_id, kind, first_day + datetime.timedelta(day), score)


def payment(**members):
    return {"booked_on": today(), "bank_reference": f"2026-{next(REFERENCES):06d}", **members}


def settlement(amount="0.00", **members):
    return {"refund_amount": amount, "reason": "合同终止，按决定处理", "booked_on": today(), "bank_reference": f"2026-{next(REFERENCES):06d}", **members}


def act(client, one, verb, value=None, expect=200):
    return client.post(f"/v1/deposits/{one['id']}/{verb}", value, expect=expect)


def street(world, place="near"):
    return world.caller(ACCOUNTS["street"][COMPANY[PLACES.get(place, place)]])


def demanded(world, place="near", **members):
    """A dishonesty deposit that the deputy asked for."""
    hold(world, place)
    value = {"kind": "dishonesty", "amount": "50000.00", "decision": "东住建决〔2026〕3号", "guarantee_document": "整改保证书1号", "guaranteed_on": today(), **members}
    value.setdefault("firm_id", firms.firm(world, abroad=place == "abroad")["id"])
    return deputy(world, district_of(place)).post("/v1/deposits", {name: member for name, member in value.items() if member is not None}, expect=201).json


def deposit(world, state="due", place="near", quarters=("90", "90", "90", "90"), half="90", annual="90", **members):
    """A performance deposit that the deputy asked for, by the terms that hold: due, paid, scored (its first year is assessed by hand), assessed (so is its first instalment), refunded,
    cancelled, forfeited. One that is scored and more is of a contract whose first two years are over."""
    place = PLACES.get(place, place)
    if not members.pop("held", False):
        hold(world, place)
    made, firm, served, start = contract_of(world, place, **members)
    maker, other = deputy(world, district_of(place)), officer(world, place)
    one = maker.post("/v1/deposits", {"kind": "performance", "contract_id": made}, expect=201).json
    if state == "cancelled":
        return act(other, one, "cancel", {"reason": "合同尚未生效"}).json
    if state != "due":
        one = act(other, one, "receive", payment()).json
    if state == "forfeited":
        return act(other, one, "forfeit", {"reason": "拒不整改", "document": "决定1号"}).json
    if state in ("scored", "assessed", "refunded"):
        for each in served:
            judged(world, firm, each, start, quarters, half, annual)
    if state in ("assessed", "refunded"):
        one = act(street(world, place), one, "instalments/1/assess").json
    if state == "refunded":
        one = act(other, one, "instalments/1/refund", payment()).json
    return one


@path("getDepositTerms")
def terms_to_read(samples, role, own):
    return {"id": published(samples.world, "near" if own else "abroad")["id"]}


path("updateDepositTerms", "withdrawDepositTerms")(lambda samples, role, own: {"id": terms(samples.world, samples.place(role, own))["id"]})
path("publishDepositTerms")(lambda samples, role, own: {"id": terms(samples.world, samples.place(role, own), by=deputy)["id"]})
planted("listDepositTerms")(lambda samples: published(samples.world))
body("createDepositTerms")(lambda samples, role: {"json_body": new_terms(effective_from=today(40))})
body("updateDepositTerms")(lambda samples, role: {"json_body": {"title_zh": "试验保证金办法（修订）", "document": document(taken=False)}, "headers": {"If-Match": '"1"'}})
body("publishDepositTerms")(lambda samples, role: {"json_body": {"version": 1, "effective_from": today(30000 + next(samples.world.serial))}})
body("withdrawDepositTerms")(lambda samples, role: {"json_body": {"reason": "需重新论证"}})
OTHERS["createDepositTerms"] = lambda samples, value: {**value, "title_en": "Other terms"}
OTHERS["publishDepositTerms"] = lambda samples, value: {**value, "effective_from": today(30000 + next(samples.world.serial))}


def brought(state, **more):
    return lambda samples, role, own: {"id": deposit(samples.world, state, samples.place(role, own))["id"], **more}


path("getDeposit")(brought("refunded"))
path("cancelDeposit")(brought("due"))
path("receiveDeposit")(lambda samples, role, own: {"id": demanded(samples.world, samples.place(role, own), guarantee_document=None, guaranteed_on=None)["id"]})
path("forfeitDeposit")(brought("paid"))
path("assessDepositInstalment")(brought("scored", year_no="1"))
path("refundDepositInstalment")(brought("assessed", year_no="1"))
planted("listDeposits")(lambda samples: deposit(samples.world, "refunded"))
NOTHING["assessDepositInstalment"] = NOTHING["refundDepositInstalment"] = {"year_no": "1"}


@path("settleDeposit")
def to_settle(samples, role, own):
    """One by decision has no instalments that would have to be over."""
    place = samples.place(role, own)
    return {"id": act(officer(samples.world, place), demanded(samples.world, place), "receive", payment()).json["id"]}


@body("createDeposit")
def new_deposit(samples, role):
    hold(samples.world)
    return {"json_body": {"kind": "dishonesty", "firm_id": firms.firm(samples.world)["id"], "amount": "50000.00", "decision": "东住建决〔2026〕3号", "guarantee_document": "整改保证书1号",
                          "guaranteed_on": today()}}


OTHERS["createDeposit"] = lambda samples, value: {**value, "decision": "东住建决〔2026〕4号"}
body("receiveDeposit")(lambda samples, role: {"json_body": payment(guarantee_document="整改保证书1号", guaranteed_on=today())})
body("refundDepositInstalment")(lambda samples, role: {"json_body": payment()})
body("settleDeposit")(lambda samples, role: {"json_body": settlement("1200.00")})
body("forfeitDeposit")(lambda samples, role: {"json_body": {"reason": "未有效整改再次列入失信名单", "document": "东住建决〔2026〕10号"}})
body("cancelDeposit")(lambda samples, role: {"json_body": {"reason": "合同尚未生效"}})
for name in ("receiveDeposit", "refundDepositInstalment", "settleDeposit"):
    OTHERS[name] = lambda samples, value: {**value, "bank_reference": f"{value['bank_reference']}-2"}
