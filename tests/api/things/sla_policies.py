"""Limits of complaints: each a row of its own days, which are far ahead."""
from harness.things import OTHERS, body, path, planted
from things.estates import officer, today


def policy(samples, place="near", **members):
    """A limit of the district's own that no complaint meets: of a set that nobody chooses."""
    serial = next(samples.world.serial)
    value = {"policy_set": f"own_{serial}", "kind": "handle", "amount": 3, "unit": "working_days", "basis": "区政府文件", "effective_from": today(20000 + serial), **members}
    return officer(samples.world, place).post("/v1/sla-policies", value, expect=201).json


@body("createSlaPolicy")
def new_policy(samples, role):
    return {"json_body": {"policy_set": "own_trial", "kind": "handle", "urgency": "urgent", "amount": 2, "unit": "working_days", "warn_amount": 4, "warn_unit": "hours",
                          "basis": "区政府文件", "effective_from": today(20000 + next(samples.world.serial))}}


OTHERS["createSlaPolicy"] = OTHERS["chooseSlaSet"] = lambda samples, value: {**value, "basis": "另一文件"}
OTHERS["endSlaPolicy"] = lambda samples, value: {"effective_to": today(40001)}


@path("getSlaPolicy")
def one_policy(samples, role, own):
    """The common ones are everybody's; of another district's nobody learns."""
    if not own:
        return {"id": policy(samples, "abroad" if role != "public" else "near")["id"]}
    return {"id": samples.world.cluster.query("select id::text from sla_policies where district_code = '*' order by id limit 1")[0]["id"]}


@path("endSlaPolicy")
def policy_to_end(samples, role, own):
    return {"id": policy(samples, samples.place(role, own))["id"]}


@body("endSlaPolicy")
def end(samples, role):
    return {"json_body": {"effective_to": today(40000)}}


@planted("listSlaChoices")
def choice(samples):
    return officer(samples.world, "near").post("/v1/sla-choices", {"policy_set": "shandong_2020", "basis": "区政府文件", "effective_from": today(20000 + next(samples.world.serial))},
                                               expect=201).json


@body("chooseSlaSet")
def new_choice(samples, role):
    return {"json_body": {"policy_set": "shandong_2020", "basis": "区政府文件", "effective_from": today(20000 + next(samples.world.serial))}}
