"""Estates and what is kept about them: each change gets an estate of its own, where the role asks for no other (a firm has the estates of its contracts)."""
import datetime

from harness.things import OTHERS, body, path

COMMUNITY = {"near": "community.huanxi@150202", "far": "community.luwang@150202", "abroad": "community.lanwan@340302"}
OFFICER = "district.officer@150202"


def today(days=0):
    shanghai = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date()
    return (shanghai + datetime.timedelta(days)).isoformat()


def officer(world, place):
    return world.caller("district.officer@340302" if place == "abroad" else OFFICER)


def estate(samples, place="near", **members):
    """A fresh estate, version 1, in the community of a planted place."""
    world = samples.world
    community = world.register.account(COMMUNITY.get(place, COMMUNITY["near"]))["community_code"]
    value = {"code": f"T{next(world.serial):06d}", "name": "试验小区", "community_code": community, "area_m2": "12345.67", "building_type": "multi",
             "new_or_old": "ordinary", "mode": "market", **members}
    return officer(world, place).post("/v1/estates", value, expect=201).json


def some_estate(samples, role, own):
    """(place, id): a firm finds only what it has a contract for, so the planted one of its place."""
    place = samples.place(role, own)
    return place, str(samples.estates[place]["id"]) if place in ("one", "two") else estate(samples, place)["id"]


def record(samples, place, estate_id, **members):
    value = {"estate_id": estate_id, "kind": "grid", "reference": f"G{next(samples.world.serial)}", "title": "第一网格", "keeper_kind": "community", **members}
    value = {name: member for name, member in value.items() if member is not None}
    return officer(samples.world, place).post("/v1/estate-records", value, expect=201).json


def committee(samples, place, estate_id, **members):
    value = {"estate_id": estate_id, "kind": "owners_committee", "established_on": "2024-05-01", **members}
    return officer(samples.world, place).post("/v1/owners-committees", value, expect=201).json


def alias(samples, place, estate_id, name=None):
    return officer(samples.world, place).post(f"/v1/estates/{estate_id}/aliases", {"alias": name or f"别名{next(samples.world.serial)}"}, expect=201).json


def mode(samples, place, estate_id, name="quasi", days=1, **members):
    return officer(samples.world, place).post(f"/v1/estates/{estate_id}/modes", {"mode": name, "valid_from": today(days), "reason": "业主大会决定", **members}, expect=201).json


@body("createEstate")
def new_estate(samples, role):
    return {"json_body": {"code": f"T{next(samples.world.serial):06d}", "name": "新登记小区", "community_code": samples.estates["near"]["community_code"],
                          "area_m2": "100000.00", "households": 800, "building_type": "high", "new_or_old": "new", "mode": "market"}}


@path("updateEstate", "setEstateMode", "addEstateAlias", "proposeEstateChange")
def estate_to_change(samples, role, own):
    return {"id": estate(samples, samples.place(role, own))["id"]}


@body("updateEstate")
def change(samples, role):
    return {"json_body": {"households": 321, "service_room_use": None}, "headers": {"If-Match": '"1"'}}


@path("listEstateModes")
def estate_with_modes(samples, role, own):
    place, found = some_estate(samples, role, own)
    if place not in ("one", "two"):
        mode(samples, place, found)
    return {"id": found}


@body("setEstateMode")
def new_mode(samples, role):
    return {"json_body": {"mode": "quasi", "valid_from": today(1), "reason": "业主大会决定"}}


@path("listEstateAliases")
def estate_with_aliases(samples, role, own):
    place, found = some_estate(samples, role, own)
    for _ in range(2):
        alias(samples, place, found)
    return {"id": found}


@body("addEstateAlias")
def new_alias(samples, role):
    return {"json_body": {"alias": f"老名字{next(samples.world.serial)}"}}


OTHERS["addEstateAlias"] = lambda samples, value: {"alias": "另一别名"}


@path("endEstateAlias")
def alias_to_end(samples, role, own):
    place = samples.place(role, own)
    return {"id": alias(samples, place, estate(samples, place)["id"])["id"]}


@body("endEstateAlias", "endEstateRecord")
def ending(samples, role):
    return {"json_body": {"reason": "不再使用"}}


@path("getEstateArchive")
def estate_with_archive(samples, role, own):
    return {"id": some_estate(samples, role, own)[1]}


@path("listEstateRecords")
def two_records(samples, role, own):
    place, found = some_estate(samples, role, True)
    for _ in range(2):
        record(samples, place, found)
    return {} if own else None


@body("addEstateRecord")
def new_record(samples, role):
    return {"json_body": {"estate_id": estate(samples)["id"], "kind": "parking_lease", "starts_on": "2026-01-01", "ends_on": "2026-06-30", "lessor": "developer",
                          "lessee": "outsider", "note": "地下车位"}}


@path("getEstateRecord", "endEstateRecord")
def one_record(samples, role, own):
    place, found = some_estate(samples, role, own)
    return {"id": record(samples, place, found)["id"]}


@path("listOwnersCommittees")
def two_committees(samples, role, own):
    place, found = some_estate(samples, role, True)
    if place == "near":
        committee(samples, place, found)
        committee(samples, place, found, kind="property_management_committee")
    return {} if own else None


@body("createOwnersCommittee")
def new_committee(samples, role):
    return {"json_body": {"estate_id": estate(samples)["id"], "kind": "environment_property_committee", "established_on": "2025-03-01", "member_count": 7,
                          "party_member_count": 4, "no_oc_reason": "no_candidates"}}


OTHERS["createOwnersCommittee"] = lambda samples, value: {**value, "member_count": 9}


@path("getOwnersCommittee", "updateOwnersCommittee")
def one_committee(samples, role, own):
    place, found = some_estate(samples, role, own)
    there = samples.world.cluster.query("select id::text from owners_committees where estate_id = %s limit 1", (found,))
    return {"id": there[0]["id"] if there else committee(samples, place, found)["id"]}


@body("updateOwnersCommittee")
def change_of_committee(samples, role):
    return {"json_body": {"member_count": 9}, "headers": {"If-Match": '"1"'}}


@body("setModeRule")
def new_rule(samples, role):
    """Of a kind of estate that no other test uses, each from a later day."""
    return {"json_body": {"new_or_old": "ordinary", "building_type": "single", "modes": ["market", "quasi", "self"], "basis": "区政府文件",
                          "effective_from": today(20000 + next(samples.world.serial))}}


OTHERS["setModeRule"] = lambda samples, value: {**value, "basis": "另一文件"}
