"""Departments, checklists and the sync to the city platform. What is the whole district's lies outside of a role's scope in another district alone."""
import datetime

from harness.things import NOTHING, OTHERS, body, path, planted
from things.estates import estate
from things.orgs import officer

CHECKLIST, ITEM = "mechanism_3338", "system_disclosure"


def home(own):
    return "near" if own else "abroad"


def department(samples, place="near", **members):
    value = {"code": "other", "name": f"试验部门{next(samples.world.serial)}", **members}
    return officer(samples, place).post("/v1/departments", value, expect=201).json


def contact(samples, place="near", **members):
    return officer(samples, place).post(f"/v1/departments/{department(samples, place)['id']}/contacts", {"name": "值班员", "phone": "110", **members}, expect=201).json


planted("listDepartments")(department)


@path("getDepartment", "endDepartment", "addDepartmentContact")
def one_department(samples, role, own):
    return {"id": department(samples, home(own))["id"]}


@path("listDepartmentContacts")
def department_with_contacts(samples, role, own):
    there = department(samples, home(own))["id"]
    for name in ("甲", "乙"):
        officer(samples, home(own)).post(f"/v1/departments/{there}/contacts", {"name": name}, expect=201)
    return {"id": there}


@path("endDepartmentContact")
def one_contact(samples, role, own):
    return {"id": contact(samples, home(own))["id"]}


@body("createDepartment")
def new_department(samples, role):
    return {"json_body": {"code": "power_supply", "name": f"供电所{next(samples.world.serial)}"}}


@body("endDepartment")
def ended(samples, role):
    return {"json_body": {"reason": "机构改革"}}


@body("addDepartmentContact")
def new_contact(samples, role):
    return {"json_body": {"name": "联系人", "phone": "0472-4100001"}}


@body("endDepartmentContact")
def left(samples, role):
    return {"json_body": {"valid_to": (datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date() + datetime.timedelta(30)).isoformat()}}


OTHERS["endDepartmentContact"] = lambda samples, right: {"valid_to": (datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date() + datetime.timedelta(60)).isoformat()}


def report(samples, item=ITEM, place="near", **members):
    street = samples.estates[place]["street_code"]
    return officer(samples, place).post(f"/v1/checklists/{CHECKLIST}/items/{item}/status", {"done": True, "street_code": street, "note": "制度已上墙", **members}, expect=201).json


planted("getChecklist", "listChecklistStatus", "listChecklistReports", values={"code": CHECKLIST})(report)


@path("reportChecklistItem")
def item(samples, role, own):
    return {"code": CHECKLIST, "item": ITEM} if own else None


NOTHING["getChecklist"] = NOTHING["listChecklistStatus"] = NOTHING["listChecklistReports"] = {"code": "no_such_list"}
NOTHING["reportChecklistItem"] = {"code": CHECKLIST, "item": "no_such_item"}


@body("reportChecklistItem")
def new_report(samples, role):
    return {"json_body": {"done": True, "street_code": samples.estates["near"]["street_code"], "note": "制度已公示"}}


@path("getProjectSync", "projectSent", "projectAccepted", "projectRejected", "projectPending")
def project(samples, role, own):
    return {"id": estate(samples, home(own))["id"]}


def moment(seconds=0):
    return (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=seconds)).isoformat()


@body("projectSent")
def sent(samples, role):
    return {"json_body": {"version": 1, "at": moment()}}


@body("projectAccepted")
def accepted(samples, role):
    return {"json_body": {"version": 1, "at": moment(), "reference_no": f"BT-{next(samples.world.serial)}"}}


@body("projectRejected")
def rejected(samples, role):
    return {"json_body": {"version": 1, "at": moment(), "message": "缺少建筑面积"}}


@body("projectPending")
def again(samples, role):
    return {"json_body": {"reason": "补充资料后重报"}}


OTHERS["projectSent"] = OTHERS["projectAccepted"] = OTHERS["projectRejected"] = lambda samples, right: {**right, "at": moment(-60)}
