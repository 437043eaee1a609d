"""What surrounds a contract: removals, surplus, consents, consultations; each call on a contract or an estate of its own."""
from harness.things import OTHERS, body, path, planted
from things.contracts import HANDS, PLACES, act, bring, brought, day
from things.estates import estate


def removal(samples, place="near", voted=None, by=1):
    street = HANDS[PLACES.get(place, place)][by]
    case = act(samples, street, bring(samples, "filed", place), "removal-cases", {"trigger": "annual_failed", "grounds": "年度考核不合格"}, 201)
    if voted is not None:
        samples.world.caller(street).post(f"/v1/removal-cases/{case['id']}/vote", vote(**({} if voted else {"households_for": 10, "consented": False})), expect=200)
    return case


def vote(**members):
    return {"assembly_on": day(-1), "households_for": 120, "households_voted": 150, "households_all": 200, "area_for_m2": "9000.00", "area_voted_m2": "11000.00", "area_all_m2": "15000.00", "consented": True, **members}


def surplus(**members):
    return {"kind": "surplus", "amount": "1000.00", "entry_on": day(), "note": "2025年度结余", **members}


def consent(**members):
    return {"space": "电梯轿厢", "use": "广告", "consented_by": "owners_committee", "consented_on": day(-5), "document": "业委会决议3号", "valid_from": day(), **members}


def consultation(**members):
    return {"kind": "charges", "held_on": day(-1), "convened_by": "社区党委", "participants": ["party_branch", "owners_committee", "firm"],
            "matter": "物业费调整", "outcome": "维持现价", **members}


path("openRemovalCase", "recordSpaceConsent")(brought("filed"))
path("getRemovalCase", "voteRemovalCase")(lambda samples, role, own: {"id": removal(samples, samples.place(role, own))["id"]})
# Whoever opened a case does not carry it out.
path("executeRemovalCase")(lambda samples, role, own: {"id": removal(samples, samples.place(role, own), True, by=2 if role == "street" else 1)["id"]})
path("enterSurplus", "recordConsultation")(lambda samples, role, own: {"id": estate(samples, PLACES.get(samples.place(role, own), samples.place(role, own)))["id"]})
body("openRemovalCase")(lambda samples, role: {"json_body": {"trigger": "violation", "grounds": "违法违规"}})
body("voteRemovalCase")(lambda samples, role: {"json_body": vote()})
body("executeRemovalCase")(lambda samples, role: {"json_body": {"executed_by": "owners_committee", "executed_on": day()}})
body("enterSurplus")(lambda samples, role: {"json_body": surplus()})
body("recordSpaceConsent")(lambda samples, role: {"json_body": consent()})
body("recordConsultation")(lambda samples, role: {"json_body": consultation()})
OTHERS["openRemovalCase"] = lambda samples, body: {**body, "grounds": "另一理由"}
OTHERS["voteRemovalCase"] = lambda samples, body: {**body, "households_for": 121}
OTHERS["executeRemovalCase"] = lambda samples, body: {**body, "executed_by": "residents_committee"}
OTHERS["recordSpaceConsent"] = lambda samples, body: {**body, "document": "另一决议"}
OTHERS["recordConsultation"] = lambda samples, body: {**body, "outcome": "另一结果"}


def record(samples, verb, thing, value):
    return samples.world.caller(HANDS["near"][1]).post(f"/v1/{thing}/{verb}", value, expect=201).json


planted("listRemovalCases")(removal)
planted("listSurplus")(lambda samples: record(samples, "surplus", f"estates/{estate(samples)['id']}", surplus()))
planted("listConsultations")(lambda samples: record(samples, "consultations", f"estates/{estate(samples)['id']}", consultation()))
planted("listSpaceConsents")(lambda samples: record(samples, "space-consents", f"contracts/{bring(samples, 'filed')['id']}", consent()))
