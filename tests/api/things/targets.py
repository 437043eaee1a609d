"""Schemes of targets, facts and what was told: each call gets one of its own; schemes have a code of their own each."""
import types

from harness.things import OTHERS, body, path, planted
from things.closing import street
from things.estates import estate, officer, today
from things.rulebooks import deputy

INDICATORS = [{"code": "oc", "title_zh": "业主委员会组建率", "title_en": "Committees", "form": "rate", "numerator": "estates_oc", "denominator": "estates", "unit": "each",
               "targets": [{"due_on": "2026-12-31", "at_least": "70"}, {"due_on": "2027-12-31", "at_least": "80.5"}]},
              {"code": "pilots", "title_zh": "试点小区", "title_en": "Pilots", "form": "count", "numerator": "pilot_estates", "targets": [{"at_least": "2", "at_most": "3"}]}]


def told(world, **members):
    return {"code": f"p{next(world.serial)}", "title_zh": "本区物业管理目标", "title_en": "Own plan", "indicators": INDICATORS, "source": "试验用方案", **members}


def draft(world, place="near", by=officer, **members):
    client = officer(world, place) if by is officer else deputy(world, "340302" if place == "abroad" else "150202")
    return client.post("/v1/target-schemes", told(world, **members), expect=201).json


def scheme(world, place="near", since="2021-01-01", **members):
    """Published, of a code of its own."""
    made = draft(world, place, by=deputy, **members)
    return officer(world, place).post(f"/v1/target-schemes/{made['id']}/publish", {"version": 1, "effective_from": since}, expect=200).json


path("getTargetScheme")(lambda samples, role, own: {"id": scheme(samples.world, "near" if own else "abroad")["id"]})
path("updateTargetScheme", "withdrawTargetScheme")(lambda samples, role, own: {"id": draft(samples.world, samples.place(role, own))["id"]})
path("publishTargetScheme")(lambda samples, role, own: {"id": draft(samples.world, samples.place(role, own), by=deputy)["id"]})
planted("listTargetSchemes")(lambda samples: scheme(samples.world))
body("createTargetScheme")(lambda samples, role: {"json_body": told(samples.world)})
body("updateTargetScheme")(lambda samples, role: {"json_body": {"title_zh": "本区物业管理目标（修订）", "indicators": INDICATORS[:1]}, "headers": {"If-Match": '"1"'}})
body("publishTargetScheme")(lambda samples, role: {"json_body": {"version": 1, "effective_from": today(20000)}})
body("withdrawTargetScheme")(lambda samples, role: {"json_body": {"reason": "需重新论证"}})
OTHERS["createTargetScheme"] = lambda samples, value: {**value, "title_en": "Other plan"}
OTHERS["publishTargetScheme"] = lambda samples, value: {**value, "effective_from": today(20001)}


# ---- facts ----

def new_fact(estate_id=None, **members):
    value = {"kind": "red_station", "estate_id": estate_id, "holds_from": today(-30), "title": "小区党群服务站", "evidence": "街道验收记录第3号", **members}
    return {name: member for name, member in value.items() if member is not None}


def new_survey(**members):
    return new_fact(**{"kind": "satisfaction", "surveyed": 500, "satisfied": 431, "title": "满意度调查", "evidence": "第三方调查报告", **members})


def fact(world, place="near", by=street, estate_id=None, **members):
    """Of an estate of its own."""
    estate_id = estate_id or estate(types.SimpleNamespace(world=world), place)["id"]
    return by(world, place).post("/v1/target-facts", new_fact(estate_id, **members), expect=201).json


path("getTargetFact", "endTargetFact", "withdrawTargetFact")(lambda samples, role, own: {"id": fact(samples.world, samples.place(role, own))["id"]})
planted("listTargetFacts")(lambda samples: fact(samples.world))
body("addTargetFact")(lambda samples, role: {"json_body": new_fact(estate(samples)["id"])})
body("endTargetFact")(lambda samples, role: {"json_body": {"reason": "驿站因拆迁撤销", "holds_to": today(-1)}})
body("withdrawTargetFact")(lambda samples, role: {"json_body": {"reason": "登记到另一小区"}})
OTHERS["addTargetFact"] = lambda samples, value: {**value, "holds_from": today(-31)}
OTHERS["endTargetFact"] = lambda samples, value: {**value, "holds_to": today(-2)}


# ---- what was told ----

def snapshot(world, place="near", code=None, **members):
    """Of a scheme of its own, of yesterday."""
    code = code or scheme(world, place)["code"]
    return officer(world, place).post("/v1/target-snapshots", {"scheme": code, "as_of": today(-1), **members}, expect=201).json


path("getTargetSnapshot", "listTargetSnapshotValues")(lambda samples, role, own: {"id": snapshot(samples.world, "near" if own else "abroad")["id"]})
planted("listTargetSnapshots")(lambda samples: snapshot(samples.world))
body("createTargetSnapshot")(lambda samples, role: {"json_body": {"scheme": scheme(samples.world)["code"], "as_of": today(-1)}})
OTHERS["createTargetSnapshot"] = lambda samples, value: {**value, "as_of": today(-2)}
