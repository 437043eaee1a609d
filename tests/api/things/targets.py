"""Schemes of targets, facts and what was told: each call gets one of its own; schemes have a code of their own each."""
from harness.things import OTHERS, body, path, planted
from things.estates import officer, today
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
