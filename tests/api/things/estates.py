"""Estates: each change gets one of its own."""
from harness.things import body, path

COMMUNITY = {"near": "community.huanxi@150202", "far": "community.luwang@150202", "abroad": "community.lanwan@340302"}


def estate(samples, place="near", **members):
    """A fresh estate, version 1, in the community of a planted place."""
    world = samples.world
    community = world.register.account(COMMUNITY.get(place, COMMUNITY["near"]))["community_code"]
    value = {"code": f"T{next(world.serial):06d}", "name": "试验小区", "community_code": community, "area_m2": "12345.67", "building_type": "multi",
             "new_or_old": "ordinary", "mode": "market", **members}
    return world.caller("district.officer@340302" if place == "abroad" else "district.officer@150202").post("/v1/estates", value, expect=201).json


@body("createEstate")
def new_estate(samples, role):
    return {"json_body": {"code": f"T{next(samples.world.serial):06d}", "name": "新登记小区", "community_code": samples.estates["near"]["community_code"],
                          "area_m2": "100000.00", "households": 800, "building_type": "high", "new_or_old": "new", "mode": "market"}}


@path("updateEstate")
def estate_to_change(samples, role, own):
    return {"id": estate(samples, samples.place(role, own))["id"]}


@body("updateEstate")
def change(samples, role):
    return {"json_body": {"households": 321, "service_room_use": None}, "headers": {"If-Match": '"1"'}}
