"""Numbers that a government sets: each sample from a later day, so far ahead that nobody goes by it."""
from harness.things import OTHERS, body, path, planted
from things.contracts import HANDS
from things.estates import today

DISTRICT = {place: hands[2] for place, hands in HANDS.items()}


def far(samples):
    return today(20000 + next(samples.world.serial))


def rule(samples, place="near", **members):
    value = {"name": "repeat_days", "value": "60", "basis": "区政府文件", "effective_from": far(samples), **members}
    return samples.world.caller(DISTRICT[place]).post("/v1/rules", value, expect=201).json


planted("listRules")(rule)
planted("listRuleNames")(lambda samples: None)
path("withdrawRule")(lambda samples, role, own: {"id": rule(samples, "near" if own else "abroad")["id"]})
body("setRule")(lambda samples, role: {"json_body": {"name": "whistle_respond", "subject": "emergency", "value": "20", "unit": "minutes", "basis": "区政府文件", "effective_from": far(samples)}})
body("withdrawRule")(lambda samples, role: {"json_body": {"reason": "文件暂缓施行"}})
OTHERS["setRule"] = lambda samples, value: {**value, "basis": "另一文件"}
