"""Funds and what of them is given: drafted or proposed by the deputy or a street, approved by the usual officer, so each may do what the matrix asks of it."""
from harness.register import ACCOUNTS
from harness.things import OTHERS, body, path, planted
from things.estates import COMMUNITY, estate, officer, today
from things.rulebooks import deputy

YEAR = 2026
DISTRICTS = {"abroad": "340302"}
LINES = {"reward": {"old_estate_upgrade": "1000000.00"}, "award_in_lieu": {"advanced_units": "500000.00", "social_responsibility": "300000.00"},
         "operating": {"training": "100000.00"}, "project_injection": {"project_injection": "800000.00"}}


def second(world, place="near"):
    return deputy(world, DISTRICTS.get(place, "150202"))


def new_fund(world, kind="award_in_lieu", lines=None, **members):
    return {"kind": kind, "year": YEAR, "title": f"试验资金{next(world.serial)}", "basis": "区政府常务会议纪要",
            "lines": [{"purpose": purpose, "amount": amount} for purpose, amount in (lines or LINES[kind]).items()], **members}


def fund(world, state="approved", place="near", **members):
    """A fresh one, by the deputy; what follows is the officer's."""
    made = second(world, place).post("/v1/funds", new_fund(world, **members), expect=201).json
    if state != "draft":
        made = officer(world, place).post(f"/v1/funds/{made['id']}/approve", {"version": made["version"]}, expect=200).json
    if state == "closed":
        made = officer(world, place).post(f"/v1/funds/{made['id']}/close", {"reason": "年度终了"}, expect=200).json
    return made


def free(world, made):
    """What is free by purpose, as it is read."""
    return {line["purpose"]: line["free"] for line in world.role("district").get(f"/v1/funds/{made['id']}").json["lines"]}


def new_adjustment(**members):
    return {"purpose": "advanced_units", "direction": "increase", "amount": "1000.00", "basis": "追加预算", **members}


def adjustment(world, place="near", of=None, **members):
    made = of or fund(world, place=place)
    return second(world, place).post(f"/v1/funds/{made['id']}/adjustments", new_adjustment(**members), expect=201).json


def community(world, place):
    return world.register.account(COMMUNITY[place])["community_code"]


def new_commitment(world, place="near", **members):
    return {"purpose": "advanced_units", "recipient_kind": "community", "recipient_id": community(world, place), "amount": "10000.00", "basis": "先进社区", **members}


def to_firm(world, which):
    """Training of the firm of one of the two companies, whatever credit says of it by now."""
    own = world.register.account(ACCOUNTS["company"][0 if which == "one" else 1])["firm_id"]
    return {"purpose": "training", "recipient_kind": "firm", "recipient_id": str(own)}


def payment(world, **members):
    return {"amount": "10000.00", "booked_on": today(), "bank_reference": f"B{next(world.serial):08d}", **members}


STEPS = {"proposed": (), "refused": (("decide", {"decision": "refuse", "reason": "材料不全"}),), "committed": (("decide", {"decision": "approve"}),)}
STEPS |= {"paying": (*STEPS["committed"], ("pay", {"amount": "4000.00"})), "settled": (*STEPS["committed"], ("pay", {})), "released": (*STEPS["committed"], ("release", {"reason": "项目取消"}))}


def commitment(world, state="proposed", place="near", of=None, **members):
    """A fresh one to the community of a place, or to one's firm: the deputy proposes, the officer decides and pays."""
    home = place if place in COMMUNITY else "near"
    made = of or fund(world, place=home, kind="award_in_lieu" if place == home else "operating")
    if place != home:
        members = {**to_firm(world, place), **members}
    done = second(world, home).post(f"/v1/funds/{made['id']}/commitments", new_commitment(world, home, **members), expect=201).json
    for verb, value in STEPS[state]:
        value = payment(world, **{"amount": done["amount"], **value}) if verb == "pay" else value
        done = officer(world, home).post(f"/v1/fund-commitments/{done['id']}/{verb}", value, expect=200).json
    return done


def old_estate(samples, place="near", **members):
    return estate(samples, place, new_or_old="old", old_kind="unenclosed", **members)


@path("getFund")
def to_read(samples, role, own):
    """A street reads what is approved."""
    if not own and role == "street":
        return {"id": fund(samples.world, "draft")["id"]}
    return {"id": fund(samples.world, place="near" if own else "abroad")["id"]}


def in_district(state):
    return lambda samples, role, own: {"id": fund(samples.world, state, "near" if own else "abroad")["id"]}


path("updateFund", "approveFund")(in_district("draft"))
path("closeFund", "adjustFund", "proposeFundCommitment")(in_district("approved"))
path("decideFundAdjustment")(lambda samples, role, own: {"id": adjustment(samples.world, "near" if own else "abroad")["id"]})
path("getFundCommitment")(lambda samples, role, own: {"id": commitment(samples.world, "committed", samples.place(role, own))["id"]})
path("decideFundCommitment")(lambda samples, role, own: {"id": commitment(samples.world, "proposed", samples.place(role, own))["id"]})
path("payFundCommitment", "releaseFundCommitment")(lambda samples, role, own: {"id": commitment(samples.world, "committed", samples.place(role, own))["id"]})
planted("listFunds")(lambda samples: fund(samples.world))


@planted("listFundCommitments")
def given(samples):
    commitment(samples.world, "paying")
    commitment(samples.world, "paying", "one")


@planted("listFundRules")
def rule(samples):
    officer(samples.world, "near").post("/v1/fund-rules", new_rule(samples), expect=201)


def new_rule(samples, **members):
    return {"fund_kind": "operating", "purpose": "training", "recipient_kind": "org_unit", "pays_to": "recipient", "basis": "区政府文件",
            "effective_from": today(1000 + next(samples.world.serial)), **members}


body("createFund")(lambda samples, role: {"json_body": new_fund(samples.world)})
OTHERS["createFund"] = lambda samples, value: {**value, "basis": "另一依据"}
body("updateFund")(lambda samples, role: {"json_body": {"title": f"调整后的资金{next(samples.world.serial)}", "lines": [{"purpose": "service_star", "amount": "30000.50"}]},
                                          "headers": {"If-Match": '"1"'}})
body("approveFund")(lambda samples, role: {"json_body": {"version": 1}})
OTHERS["approveFund"] = lambda samples, value: {"version": 2}
body("closeFund")(lambda samples, role: {"json_body": {"reason": "年度终了"}})
body("adjustFund")(lambda samples, role: {"json_body": new_adjustment()})
OTHERS["adjustFund"] = lambda samples, value: {**value, "amount": "2000.00"}
body("decideFundAdjustment", "decideFundCommitment")(lambda samples, role: {"json_body": {"decision": "approve"}})
OTHERS["decideFundAdjustment"] = OTHERS["decideFundCommitment"] = lambda samples, value: {"decision": "refuse", "reason": "依据不足"}
body("proposeFundCommitment")(lambda samples, role: {"json_body": new_commitment(samples.world)})
OTHERS["proposeFundCommitment"] = lambda samples, value: {**value, "amount": "20000.00"}
body("payFundCommitment")(lambda samples, role: {"json_body": payment(samples.world)})
OTHERS["payFundCommitment"] = lambda samples, value: {**value, "amount": "20.00"}
body("releaseFundCommitment")(lambda samples, role: {"json_body": {"reason": "项目取消"}})
body("setFundRule")(lambda samples, role: {"json_body": new_rule(samples)})
OTHERS["setFundRule"] = lambda samples, value: {**value, "basis": "另一依据"}
