"""Contracts: each call gets one of its own, for an estate of its own, in the state that it starts from."""
import datetime
import itertools

from harness.things import OTHERS, body, path, planted
from things.estates import estate

# Place → who drafts and hands in, who reviews, who files.
HANDS = {"near": ("company.one@150202", "street.heping@150202", "district.officer@150202"),
         "far": ("company.two@150202", "street.nanmenwai@150202", "district.officer@150202"),
         "abroad": ("company.one@340302", "street.dongfeng@340302", "district.officer@340302")}
PLACES = {"one": "near", "two": "far"}
NUMBERS = itertools.count(1)


def day(days=0):
    """A day from today, as the service counts it (Asia/Shanghai)."""
    return (datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date() + datetime.timedelta(days)).isoformat()


def terms(**members):
    return {"kind": "regular", "award_trigger": "replacement", "award_method": "open_tender", "service_start": day(-30), "fee_start": day(62),
            "end_date": day(700), "fee_m2_month": "1.20", "annual_fee": "120000.00", "fee_cadence": "quarterly", "service_grade": "二级", "signed_on": day(-10), **members}


def draft(samples, place="near", **members):
    """Of the place's firm, for a fresh estate of the place unless estates are named."""
    world, place = samples.world, PLACES.get(place, place)
    value = terms(**members)
    if "estate_codes" not in value and "service_unit_id" not in value:
        value["estate_codes"] = [estate(samples, place)["code"]]
    return world.caller(HANDS[place][0]).post("/v1/contracts", value, expect=201).json


def act(samples, account, contract, verb, value=None, expect=200):
    return samples.world.caller(account).post(f"/v1/contracts/{contract['id']}/{verb}", value or {}, expect=expect).json


def bring(samples, state, place="near", **members):
    """A contract in a state, by the moves that lead there."""
    place = PLACES.get(place, place)
    firm, street, district = HANDS[place]
    contract = draft(samples, place, **members)
    steps = [("entry_review", firm, "submit", {}), ("approved", street, "review-entry", {"decision": "approve", "note": "同意进驻"}),
             ("filed", district, "file", {}), ("terminated", district, "terminate", termination()), ("handover", street, "handover", {"receiver": "业主委员会"})]
    for name, account, verb, value in steps[:[step[0] for step in steps].index(state) + 1] if state != "draft" else []:
        contract = act(samples, account, contract, verb, value)
    return contract


def termination(**members):
    return {"terminated_on": day(), "reason": "assembly_decision", "document": "业主大会决议2026-1号", **members}


def delivered():
    return {"rooms_on": day(-1), "facilities_on": day(-1), "documents_on": day(), "fee_statement_on": day()}


def brought(state):
    return lambda samples, role, own: {"id": bring(samples, state, samples.place(role, own))["id"]}


path("updateContract", "submitContract")(brought("draft"))


@path("reviewContractEntry")
def entered(samples, role, own):
    # The district reviews what lies in two streets.
    place = samples.place(role, own)
    codes = {"estate_codes": [estate(samples, "near")["code"], estate(samples, "far")["code"]]} if role == "district" and own else {}
    return {"id": bring(samples, "entry_review", place, **codes)["id"]}


path("fileContract")(brought("approved"))
path("terminateContract", "listContractEvents")(brought("filed"))
path("openContractHandover")(brought("terminated"))
path("deliverContractHandover", "refuseContractHandover")(brought("handover"))


@path("closeContract")
def handed_over(samples, role, own):
    place = PLACES.get(samples.place(role, own), samples.place(role, own))
    contract = bring(samples, "handover", place)
    act(samples, HANDS[place][1], contract, "handover/deliver", delivered())
    return {"id": contract["id"]}


@body("createContract")
def new_contract(samples, role):
    place = "near"
    value = terms(estate_codes=[estate(samples, place)["code"]])
    if role != "company":
        value["firm_id"] = str(samples.world.register.account(HANDS[place][0])["firm_id"])
    return {"json_body": value}


@body("updateContract")
def change(samples, role):
    return {"json_body": {"annual_fee": "130000.00", "service_grade": None}, "headers": {"If-Match": '"1"'}}


body("submitContract", "closeContract")(lambda samples, role: {"json_body": {"note": "请审核"}})
body("reviewContractEntry")(lambda samples, role: {"json_body": {"decision": "return", "note": "缺中标通知书"}})
body("fileContract")(lambda samples, role: {"json_body": {"note": "材料齐全"}})
body("terminateContract")(lambda samples, role: {"json_body": termination()})
body("openContractHandover")(lambda samples, role: {"json_body": {"due": day(20), "receiver": "业主委员会", "note": "书面通知"}})
body("deliverContractHandover")(lambda samples, role: {"json_body": {**delivered(), "note": "三方签字"}})
body("refuseContractHandover")(lambda samples, role: {"json_body": {"statement": "拒不退出服务用房"}})
OTHERS["createContract"] = lambda samples, body: {**body, "service_grade": "三级"}
OTHERS["terminateContract"] = lambda samples, body: {**body, "document": "另一份决议"}
OTHERS["refuseContractHandover"] = lambda samples, body: {**body, "statement": "另一内容"}


def review(**members):
    return {"kind": "district", "result": "irregular", "faults": ["未约定服务等级"], "opinion": "限期补正",
            "notice": {"number": f"整改{next(NUMBERS):06d}号", "due": day(15)}, **members}


def violation(samples, place="near", decided=False):
    firm, street, district = HANDS[PLACES.get(place, place)]
    found = act(samples, street, bring(samples, "filed", place), "violations", breach(), 201)
    if decided:
        samples.world.caller(district).post(f"/v1/contract-violations/{found['id']}/decide", {"decision": "confirm", "note": "属实"}, expect=200)
    return found


def breach(**members):
    return {"kind": "abandonment", "occurred_on": day(-3), "statement": "擅自撤离，停止服务", **members}


def charge(**members):
    return {"kind": "parking", "item": "地面停车费", "unit": "元/月", "price": "80.00", "valid_from": day(), **members}


def unit(samples, place="near"):
    place = PLACES.get(place, place)
    value = {"name": f"打捆{next(NUMBERS)}", "estate_codes": [estate(samples, place)["code"] for _ in range(2)]}
    return samples.world.caller(HANDS[place][1]).post("/v1/service-units", value, expect=201).json


path("reviewContract", "publishContractCharge", "reportContractViolation")(brought("filed"))
path("decideContractViolation")(lambda samples, role, own: {"id": violation(samples, samples.place(role, own))["id"]})
path("getContractViolation")(lambda samples, role, own: {"id": violation(samples, samples.place(role, own), decided=True)["id"]})


@path("rectifyContractReview")
def to_rectify(samples, role, own):
    place = PLACES.get(samples.place(role, own), samples.place(role, own))
    return {"id": act(samples, HANDS[place][2], bring(samples, "filed", place), "reviews", review(), 201)["id"]}


@path("getServiceUnit")
def a_unit(samples, role, own):
    # A firm bids for the bundles of the whole district.
    place = "abroad" if role == "company" and not own else samples.place(role, own)
    return {"id": unit(samples, place)["id"]}


body("reviewContract")(lambda samples, role: {"json_body": review()})
body("rectifyContractReview")(lambda samples, role: {"json_body": {"note": "已补签协议"}})
body("publishContractCharge")(lambda samples, role: {"json_body": charge()})
body("reportContractViolation")(lambda samples, role: {"json_body": breach()})
body("decideContractViolation")(lambda samples, role: {"json_body": {"decision": "confirm", "note": "属实"}})


@body("createServiceUnit")
def new_unit(samples, role):
    return {"json_body": {"name": f"打捆{next(NUMBERS)}", "estate_codes": [estate(samples)["code"] for _ in range(2)]}}


OTHERS["publishContractCharge"] = lambda samples, body: {**body, "item": "另一项目"}
OTHERS["reportContractViolation"] = lambda samples, body: {**body, "statement": "另一内容"}


@path("listContractCharges")
def charged(samples, role, own):
    place = PLACES.get(samples.place(role, own), samples.place(role, own))
    contract = bring(samples, "filed", place)
    for item in ("地面停车费", "地下停车费", "装修垃圾清运费"):
        act(samples, HANDS[place][0], contract, "charges", charge(item=item), 201)
    return {"id": contract["id"]}


planted("listContractReviews")(lambda samples: act(samples, HANDS["near"][2], bring(samples, "filed"), "reviews", review(), 201))
planted("listContractViolations")(violation)
planted("listServiceUnits")(unit)
