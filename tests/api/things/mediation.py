"""Mediation bodies with their mediators, and disputes: each call gets one of its own."""
import types

from harness.things import OTHERS, body, path, planted

from .closing import community, street, street_code
from .estates import estate, officer, today


def given(value):
    return {name: member for name, member in value.items() if member is not None}


def new_body(world, **members):
    return given({"kind": "street_station", "name": f"物业纠纷调解办公室{next(world.serial)}", "funding": "街道财政", "venue": "街道综治中心二楼", "phone": "0472-1234567", "established_on": today(-400), **members})


def station(world, place="near", **members):
    """A street's, recorded by itself."""
    return street(world, place).post("/v1/mediation-bodies", new_body(world, **members), expect=201).json


def centre(world, place="near", **members):
    return officer(world, place).post("/v1/mediation-bodies", new_body(world, **{"kind": "district_centre", "funding": "区财政", **members}), expect=201).json


def new_mediator(**members):
    return given({"name": "调解员甲", "full_time": True, "qualification": "人民调解员证", "valid_from": today(-300), **members})


def mediator(world, of, place="near", **members):
    return officer(world, place).post(f"/v1/mediation-bodies/{of['id']}/mediators", new_mediator(**members), expect=201).json


def new_case(estate_id, **members):
    return given({"estate_id": estate_id, "kind": "charges", "title": "物业费标准争议", "applicant_kind": "owners", "applicant": "部分业主", "respondent_kind": "owners_committee",
                  "respondent": "业主委员会", "households": 12, "arose_on": None if members.get("complaint_id") else today(-10), **members})


def own_estate(world, place="near"):
    return estate(types.SimpleNamespace(world=world), place)


def case(world, place="near", by=community, **members):
    """Of an estate of its own, unless another is said."""
    members.setdefault("estate_id", own_estate(world, place)["id"])
    return by(world, place).post("/v1/mediation-cases", new_case(**members), expect=201).json


def new_step(action="session", **members):
    return given({"action": action, "note": "双方交换意见", **members})


def step(world, of, action="session", place="near", by=community, **members):
    return by(world, place).post(f"/v1/mediation-cases/{of['id']}/steps", new_step(action, **members), expect=201).json


def state(world, of, place="near"):
    return officer(world, place).get(f"/v1/mediation-cases/{of['id']}", expect=200).json


def where(samples, role, own):
    place = samples.place(role, own)
    return "near" if place == "one" else place


@path("getMediationBody", "updateMediationBody", "addMediator")
def some_body(samples, role, own):
    """Every authority and every firm of the district reads all of them."""
    return {"id": station(samples.world, "near" if own else "abroad")["id"]}


@path("updateMediator")
def some_mediator(samples, role, own):
    place = where(samples, role, own)
    return {"id": mediator(samples.world, station(samples.world, place), place)["id"]}


path("getMediationCase", "addMediationStep")(lambda samples, role, own: {"id": case(samples.world, where(samples, role, own))["id"]})


@path("listMediationSteps")
def case_with_steps(samples, role, own):
    place = where(samples, role, own)
    made = case(samples.world, place)
    step(samples.world, made, place=place)
    return {"id": made["id"]}


planted("listMediationBodies")(lambda samples: station(samples.world))
planted("listMediators")(lambda samples: mediator(samples.world, station(samples.world)))
planted("listMediationCases")(lambda samples: case(samples.world))


@planted("listMediationStatistics")
def counted(samples):
    """Of two bodies."""
    there = station(samples.world)
    case(samples.world, by=street, body_id=there["id"])


body("createMediationBody")(lambda samples, role: {"json_body": new_body(samples.world, street_code=street_code(samples.world))})
body("updateMediationBody")(lambda samples, role: {"json_body": {"venue": "街道综治中心三楼", "phone": None}, "headers": {"If-Match": '"1"'}})
body("addMediator")(lambda samples, role: {"json_body": new_mediator()})
body("updateMediator")(lambda samples, role: {"json_body": {"qualification": "法律职业资格"}, "headers": {"If-Match": '"1"'}})
body("createMediationCase")(lambda samples, role: {"json_body": new_case(own_estate(samples.world)["id"])})
body("addMediationStep")(lambda samples, role: {"json_body": new_step()})
OTHERS["createMediationBody"] = lambda samples, value: {**value, "funding": "区财政"}
OTHERS["createMediationCase"] = lambda samples, value: {**value, "households": 13}
