"""People of firms and their posts. A company's are its own firm's; for the others a firm is made."""
import datetime

from harness.register import ACCOUNTS
from harness.things import OTHERS, PATHS, QUERIES, body, path, planted

from . import estates, firms

TODAY = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date()


def district(abroad=False):
    return ACCOUNTS["district"][2 if abroad else 0]


def contract(world, firm, estate, start="2020-01-01", end="2035-12-31"):
    """A filed contract of a firm for an estate, by hand."""
    row = world.cluster.query(
        "insert into contracts (district_code, firm_id, registration_no, kind, award_method, service_start, end_date, state) "
        "select district_code, id, %s, 'regular', 'agreement', %s, %s, 'filed' from firms where id = %s returning id::text, district_code, service_period::text",
        (f"staff-{next(world.serial)}", start, end, firm))[0]
    world.cluster.query("insert into contract_estates (district_code, contract_id, estate_id, kind, service_period, in_force) values (%s, %s, %s, 'regular', %s, true) returning 1",
                        (row["district_code"], row["id"], estate, row["service_period"]))
    return row["id"]


def withdrawn(world, *contracts):
    """Contracts made by hand that no other test is to count."""
    for table, key in (("contract_estates", "contract_id"), ("contracts", "id")):
        world.cluster.query(f"delete from {table} where {key} = any(%s::uuid[]) returning 1", (list(contracts),))


def managing(samples, abroad=False):
    """A fresh firm with a contract for a fresh estate: (firm, estate)."""
    firm, estate = firms.firm(samples.world, abroad=abroad), estates.estate(samples, "abroad" if abroad else "near")
    contract(samples.world, firm["id"], estate["id"])
    return firm, estate


def person(world, firm_id, abroad=False, **members):
    value = {"name": f"员工{next(world.serial)}", "certificate_no": "蒙物经0001", "party_member": True, "joined_on": "2020-01-01", **members}
    return world.caller(district(abroad)).post(f"/v1/firms/{firm_id}/staff", value, expect=201).json


def entered(world, staff, days=10):
    """As if the person had been registered days ago."""
    world.cluster.query("update staff set known_from = now() - %s * interval '1 day' where id = %s returning 1", (days, staff["id"]))


def post(world, staff, abroad=False, expect=201, account=None, **members):
    return world.caller(account or district(abroad)).post(f"/v1/staff/{staff['id']}/assignments", members, expect=expect)


def somebody(samples, role, own):
    """A fresh person inside or outside of the role's scope."""
    return person(samples.world, firms.own_firm(samples.world, role, own), abroad=not own and role != "company")


@path("createFirmStaff", "getManagerChanges")
def firm_of(samples, role, own):
    return {"id": firms.own_firm(samples.world, role, own)}


planted("listStaff")(lambda samples: person(samples.world, firms.own_firm(samples.world, "company", True)))


@path("listFirmStaff")
def firm_with_people(samples, role, own):
    found = firm_of(samples, role, own)
    for _ in range(2 if own else 0):
        person(samples.world, found["id"])
    return found


@path("getFirmStaff", "updateFirmStaff", "createAssignment")
def somebody_there(samples, role, own):
    return {"id": somebody(samples, role, own)["id"]}


@path("endAssignment")
def a_post(samples, role, own):
    return {"id": post(samples.world, somebody(samples, role, own), abroad=not own and role != "company", post="firm_manager").json["id"]}


def path_of_all(samples, role, own):
    """The list of posts has two to page through, of the company's own firm: everyone in the district sees those."""
    company = samples.world.register.account(ACCOUNTS["company"][0])["firm_id"]
    while own and samples.world.cluster.query("select count(*) as n from person_roles where firm_id = %s", (company,))[0]["n"] < 2:
        post(samples.world, person(samples.world, company), post="firm_manager")
    return {} if own else None


PATHS["listAssignments"] = path_of_all
QUERIES["getManagerChanges"] = lambda samples: {"from": "2026-01-01", "before": "2027-01-01"}


@body("createFirmStaff")
def new_person(samples, role):
    return {"json_body": {"name": "张经理", "certificate_no": "蒙物经2026", "party_member": True, "joined_on": "2024-03-01"}}


@body("updateFirmStaff")
def change(samples, role):
    return {"json_body": {"certificate_no": None, "party_member": False}, "headers": {"If-Match": '"1"'}}


@body("createAssignment")
def new_post(samples, role):
    return {"json_body": {"post": "firm_manager", "reason": "聘任"}}


@body("endAssignment")
def end(samples, role):
    return {"json_body": {"reason": "调离"}}
