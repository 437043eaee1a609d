"""Bodies of property management, their people and liaisons: each change gets one of its own."""
import datetime

from harness.things import OTHERS, body, path, planted
from things.estates import estate

COMMUNITY = {"near": "community.huanxi@150202", "far": "community.luwang@150202", "abroad": "community.lanwan@340302"}


def officer(samples, place):
    return samples.world.caller("district.officer@340302" if place == "abroad" else "district.officer@150202")


def street_of(samples, place):
    return samples.world.register.account(COMMUNITY.get(place, COMMUNITY["near"]))["street_code"]


def unit(samples, place="near", **members):
    """A fresh body of an estate of its own (no other place takes any number of them), version 1."""
    value = {"level": "estate", "kind": "management_body", "name": "试验小区物业管理站", "established_on": "2024-01-01",
             "estate_id": estate(samples, place)["id"], **members}
    return officer(samples, place).post("/v1/org-units", value, expect=201).json


def person(samples, place="near", **members):
    value = {"name": "常有为", "post": "专职干事", "full_time": True, **members}
    return officer(samples, place).post(f"/v1/org-units/{unit(samples, place)['id']}/staff", value, expect=201).json


def campaign(samples):
    """One that nobody has a liaison for."""
    return f"drive-{next(samples.world.serial)}"


def liaison(samples, place="near", **members):
    value = {"campaign": campaign(samples), "street_code": street_of(samples, place), "name": "联络员甲", "phone": "0472-4100000", **members}
    return officer(samples, place).post("/v1/liaisons", value, expect=201).json


planted("listOrgUnits")(unit)
planted("listLiaisons", "listLiaisonGaps")(liaison)


@path("getOrgUnit", "updateOrgUnit", "endOrgUnit", "addOrgStaff")
def one_body(samples, role, own):
    return {"id": unit(samples, samples.place(role, own))["id"]}


@path("listOrgStaff")
def body_with_people(samples, role, own):
    place = samples.place(role, own)
    there = unit(samples, place)["id"]
    for name in ("甲", "乙"):
        officer(samples, place).post(f"/v1/org-units/{there}/staff", {"name": name, "full_time": True}, expect=201)
    return {"id": there}


@path("endOrgStaff")
def one_person(samples, role, own):
    return {"id": person(samples, samples.place(role, own))["id"]}


@path("getLiaison", "replaceLiaison", "endLiaison")
def one_liaison(samples, role, own):
    return {"id": liaison(samples, samples.place(role, own))["id"]}


@body("createOrgUnit")
def new_body(samples, role):
    return {"json_body": {"level": "estate", "kind": "management_body", "name": "新设物业管理站", "established_on": "2025-05-01",
                          "estate_id": estate(samples, samples.place(role, True))["id"], "venue_kind": "own", "venue_address": "社区一楼", "venue_area_m2": "80.00"}}


@body("updateOrgUnit")
def changed_body(samples, role):
    return {"json_body": {"budgeted": True, "venue_kind": "borrowed"}, "headers": {"If-Match": '"1"'}}


@body("endOrgUnit", "endLiaison")
def ended(samples, role):
    return {"json_body": {"reason": "机构调整"}}


@body("addOrgStaff")
def new_person(samples, role):
    return {"json_body": {"name": "新进人员", "full_time": True, "specialist": False}}


@body("endOrgStaff")
def left(samples, role):
    return {"json_body": {"valid_to": (datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date() + datetime.timedelta(30)).isoformat()}}


OTHERS["endOrgStaff"] = lambda samples, right: {"valid_to": (datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date() + datetime.timedelta(60)).isoformat()}


@body("appointLiaison")
def new_liaison(samples, role):
    return {"json_body": {"campaign": campaign(samples), "street_code": street_of(samples, "near"), "name": "联络员乙"}}


@body("replaceLiaison")
def next_liaison(samples, role):
    return {"json_body": {"name": "联络员丙", "reason": "工作调动"}}


@body("setStaffingMinimum")
def new_minimum(samples, role):
    """Each from a later day than the one before, and none from today: what others count stays."""
    day = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date() + datetime.timedelta(2 + next(samples.world.serial))
    return {"json_body": {"rule": "full_time", "level": "community", "minimum": 2, "source": "试验", "effective_from": day.isoformat()}}


OTHERS["setStaffingMinimum"] = lambda samples, right: {**right, "source": "另一文件"}
