"""Inspections, their sheets, plans and findings: each call gets one of its own, made by whom it is for. Sheets have a code of their own each."""
import uuid

from harness.register import ACCOUNTS
from harness.things import OTHERS, body, path, planted
from things import draws
from things.estates import estate, officer, today
from things.rulebooks import deputy

WHERE = {"near": 0, "one": 0, "far": 1, "two": 1, "abroad": 2}
ITEMS = [{"code": "waste_daily", "title_zh": "生活垃圾日产日清", "title_en": "Waste is removed daily", "ledger": "environment", "photo_required": True},
         {"code": "roads", "title_zh": "道路完好", "title_en": "Roads are whole", "ledger": "road"}]


# ---- sheets ----

def told(world, **members):
    return {"code": f"i{next(world.serial)}", "title_zh": "日常巡查表", "title_en": "Patrol", "kinds": ["daily", "special", "key"], "items": ITEMS, "source": "试验用检查表", **members}


def sheet_draft(world, place="near", by=officer, **members):
    client = officer(world, place) if by is officer else deputy(world, "340302" if place == "abroad" else "150202")
    return client.post("/v1/inspection-sheets", told(world, **members), expect=201).json


def sheet(world, place="near", since="2026-01-01", **members):
    """Published, of a code of its own."""
    made = sheet_draft(world, place, by=deputy, **members)
    return officer(world, place).post(f"/v1/inspection-sheets/{made['id']}/publish", {"version": 1, "effective_from": since}, expect=200).json


def shipped(world, code):
    return next(one for one in world.role("district").pages("/v1/inspection-sheets", {"state": "given"}) if one["code"] == code)


path("getInspectionSheet")(lambda samples, role, own: {"id": sheet(samples.world, "near" if own else "abroad")["id"]})
path("updateInspectionSheet", "withdrawInspectionSheet")(lambda samples, role, own: {"id": sheet_draft(samples.world, samples.place(role, own))["id"]})
path("publishInspectionSheet")(lambda samples, role, own: {"id": sheet_draft(samples.world, samples.place(role, own), by=deputy)["id"]})
planted("listInspectionSheets")(lambda samples: sheet(samples.world))
body("createInspectionSheet")(lambda samples, role: {"json_body": told(samples.world)})
body("updateInspectionSheet")(lambda samples, role: {"json_body": {"title_zh": "日常巡查表（修订）", "items": ITEMS[:1]}, "headers": {"If-Match": '"1"'}})
body("publishInspectionSheet")(lambda samples, role: {"json_body": {"version": 1, "effective_from": today(20000)}})
body("withdrawInspectionSheet")(lambda samples, role: {"json_body": {"reason": "需重新论证"}})
OTHERS["createInspectionSheet"] = lambda samples, value: {**value, "title_en": "Other sheet"}
OTHERS["publishInspectionSheet"] = lambda samples, value: {**value, "effective_from": today(20001)}


# ---- inspections ----

def caller(world, role, place="near"):
    """Who makes inspections of this level in a place; what a firm or the city reads is the district's."""
    return world.caller(ACCOUNTS[role if role in ("street", "community") else "district"][WHERE[place] if role in ("street", "community") or place == "abroad" else 0])


def new(estate_id, role="district", **members):
    value = {"kind": "daily" if role == "community" else "special", "estate_id": estate_id, "inspectors": [{"name": "张检查", "unit": "检查组"}], "notes": "内部记录", **members}
    return {name: member for name, member in value.items() if member is not None}


def act(client, one, verb, value=None, expect=200):
    return client.post(f"/v1/inspections/{one['id']}/{verb}", value, expect=expect).json


def inspection(samples, state="planned", role="district", place="near", **members):
    """Of a fresh estate, unless one is named: planned, in_progress, submitted (without findings), published, cancelled."""
    world = samples.world
    client = caller(world, role, place)
    if "estate_id" not in members:
        members["estate_id"] = str(samples.estates[place]["id"]) if place in ("one", "two") else estate(samples, place)["id"]
    one = client.post("/v1/inspections", new(**members, role=role), expect=201).json
    if state == "cancelled":
        return act(client, one, "cancel", {"reason": "小区封闭施工"})
    if state != "planned" and one["state"] == "planned":
        one = act(client, one, "start", {})
    if state in ("submitted", "published"):
        one = act(client, one, "submit", {"summary": "未发现问题"})
    return act(officer(world, place), one, "publish") if state == "published" else one


def finding(one, **members):
    value = {"id": str(uuid.uuid4()), "inspection_id": one["id"], "revision": 1, "result": "problem", "ledger": "environment", "place": "3号楼东侧", "problem": "生活垃圾未日产日清",
             "observed_at": "2026-11-20T10:30:00+08:00", **members}
    return {name: member for name, member in value.items() if member is not None}


def sync(client, *findings, expect=200):
    return client.post("/v1/findings/sync", list(findings), expect=expect).json["results"]


def issue(world, one, problem="垃圾桶破损", **members):
    """By hand: an issue that an inspection found."""
    value = {"ledger": "environment", "level": "district", "state": "found", **members}
    return world.cluster.query(
        "insert into issues (district_code, id, ledger, level, estate_id, street_code, community_code, place, place_masked, problem, problem_masked, source, inspection_id, found_on, "
        "last_recorded_at, state, created_role, created_at, updated_at) select district_code, gen_random_uuid(), %s, %s, estate_id, street_code, community_code, '2号楼', '2号楼', %s, %s, "
        "'inspection', id, visited_on, now(), %s, 'district', now(), now() from inspections where id = %s returning id::text",
        (value["ledger"], value["level"], problem, problem, value["state"], one["id"]))[0]["id"]


def follow_up(samples, place="near", issues=1, **members):
    """(follow-up under way, the issues of the first)."""
    first = inspection(samples, "submitted", place=place)
    found = [issue(samples.world, first, f"第{number}处问题") for number in range(issues)]
    return inspection(samples, "in_progress", place=place, kind="follow_up", estate_id=None, follow_up_of=first["id"], **members), found


def brought(state):
    return lambda samples, role, own: {"id": inspection(samples, state, role, samples.place(role, own))["id"]}


@path("getInspection", "listInspectionFindings")
def one_to_read(samples, role, own):
    place = samples.place(role, own)
    if role == "company":
        return {"id": inspection(samples, "published", place=place)["id"]}
    one = inspection(samples, "in_progress", role, place)
    sync(caller(samples.world, role, place), finding(one), finding(one, place="5号楼"))
    return {"id": one["id"]}


path("startInspection")(brought("planned"))
path("submitInspection")(brought("in_progress"))
path("reopenInspection", "publishInspection")(brought("submitted"))
path("cancelInspection")(brought("planned"))
path("listFollowedIssues")(lambda samples, role, own: {"id": follow_up(samples, samples.place(role, own), issues=2)[0]["id"]})
path("getPublishedInspection")(lambda samples, role, own: {"id": inspection(samples, "published", place="near")["id"]} if own else None)


@planted("listInspections", "listPublishedInspections")
def listed(samples):
    inspection(samples, "in_progress")
    return inspection(samples, "published", place="one")


@body("createInspection")
def to_make(samples, role):
    return {"json_body": new(estate(samples)["id"], role if role in ("street", "community") else "district")}


body("startInspection")(lambda samples, role: {"json_body": {"visited_on": today()}})
body("submitInspection")(lambda samples, role: {"json_body": {"summary": "未发现问题"}})
body("reopenInspection")(lambda samples, role: {"json_body": {"reason": "漏登两处问题"}})
body("cancelInspection")(lambda samples, role: {"json_body": {"reason": "小区封闭施工"}})
OTHERS["createInspection"] = lambda samples, value: {**value, "notes": "另有记录"}
OTHERS["startInspection"] = lambda samples, value: {"visited_on": today(-1)}
OTHERS["submitInspection"] = lambda samples, value: {"summary": "另有小结"}


@body("syncFindings")
def to_sync(samples, role):
    level = role if role in ("street", "community") else "district"
    return {"json_body": finding(inspection(samples, "in_progress", level))}


OTHERS["syncFindings"] = lambda samples, value: {**value, "problem": "另一处问题"}


# ---- plans ----

def new_plan(**members):
    value = {"title": "四季度重点小区检查", "kind": "key", "period_from": "2026-10-01", "period_to": "2026-12-31", **members}
    return {name: member for name, member in value.items() if member is not None}


def plan(samples, role="district", place="near", **members):
    return caller(samples.world, role, place).post("/v1/inspection-plans", new_plan(**members), expect=201).json


@path("getInspectionPlan")
def plan_to_read(samples, role, own):
    """A community reads its own street's plans, and the district's."""
    place = samples.place(role, own)
    maker = "street" if role in ("street", "community") else "district"
    return {"id": caller(samples.world, maker, place).post("/v1/inspection-plans", new_plan(), expect=201).json["id"]}


@path("fillInspectionPlan", "closeInspectionPlan")
def plan_to_move(samples, role, own):
    return {"id": plan(samples, "street" if role == "street" else "district", samples.place(role, own))["id"]}


planted("listInspectionPlans")(lambda samples: plan(samples))
planted("listJointEnforcement")(lambda samples: None)
body("createInspectionPlan")(lambda samples, role: {"json_body": new_plan()})
OTHERS["createInspectionPlan"] = lambda samples, value: {**value, "title": "另一计划"}
body("publishInspections")(lambda samples, role: {"json_body": {"plan_id": plan(samples)["id"]}})
OTHERS["publishInspections"] = lambda samples, value: {"plan_id": plan(samples)["id"]}


@path("drawInspectionPlan")
def plan_to_draw(samples, role, own):
    return {"id": plan(samples, "street" if role == "street" else "district", samples.place(role, own), kind="random", sample_count=1)["id"]}


@body("drawInspectionPlan")
def drawn(samples, role):
    """Of whose plan it is."""
    return {"json_body": {"draw_id": draws.draw(samples.world, "drawn", by=draws.street(samples.world) if role == "street" else None)["id"]}}


OTHERS["drawInspectionPlan"] = lambda samples, value: {"draw_id": str(uuid.uuid4())}
