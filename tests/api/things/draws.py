"""Inspectors and random draws: each call gets its own. The deputy commits and the officer draws; the time before which none is drawn is passed by hand."""
import datetime
import itertools
import types
import uuid

from harness.register import ACCOUNTS
from harness.things import NOTHING, OTHERS, body, path, planted

from .estates import estate, officer
from .rulebooks import deputy

STREETS = {"near": 0, "far": 1, "abroad": 2}
PLACES = {"one": "near", "two": "far"}
NAMES = itertools.count(1)
VALUE = "03 09 14 21 26 33 08"


def district_of(place):
    return "340302" if place == "abroad" else "150202"


def street(world, place="near"):
    return world.caller(ACCOUNTS["street"][STREETS[place]])


def street_code(world, place="near"):
    return world.register.account(ACCOUNTS["street"][STREETS[place]])["street_code"]


def inspector(world, place="near", unit="street", **members):
    """Of the place's street unless another unit is said."""
    value = {"name": f"检查员{next(NAMES)}", "unit": unit, **({"street_code": street_code(world, place)} if unit == "street" else {}), **members}
    return officer(world, place).post("/v1/inspectors", value, expect=201).json


def conflict(world, one, place="near", **members):
    value = {"reason": "曾在该单位任职", **members}
    if not {"firm_id", "estate_id", "community_code"} & set(members):
        value["estate_id"] = estate(types.SimpleNamespace(world=world), place)["id"]
    return officer(world, place).post(f"/v1/inspectors/{one['id']}/conflicts", value, expect=201).json


def soon(seconds=3600):
    return (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=seconds)).isoformat(timespec="seconds")


def new_draw(targets, inspectors, target_count=1, inspector_count=1, team_size=1, **members):
    """Ids are what it draws from."""
    return {"title": "四季度随机检查", "basis": "双随机一公开", "targets": {"estate_ids": targets} if isinstance(targets, list) else targets, "target_count": target_count,
            "inspectors": {"inspector_ids": inspectors} if isinstance(inspectors, list) else inspectors, "inspector_count": inspector_count, "team_size": team_size,
            "public_value_source": "双色球当晚开奖号码，以空格分隔", "not_before": soon(), **members}


def due(world, draw):
    """The time has come at which it may be drawn."""
    world.cluster.query("update draws set not_before = committed_at + interval '1 microsecond' where id = %s returning 1", (draw["id"],))
    return draw


def pools(world, place="near", targets=2, inspectors=2):
    return ([estate(types.SimpleNamespace(world=world), place)["id"] for _ in range(targets)], [inspector(world, place)["id"] for _ in range(inspectors)])


def act(client, one, verb, value=None, expect=200):
    return client.post(f"/v1/draws/{one['id']}/{verb}", value, expect=expect)


def draw(world, state="committed", place="near", by=None, value=VALUE, **members):
    """In a state: committed (the time to draw has come), drawn, published, cancelled. Of fresh pools unless targets and inspectors are said; `by`: who commits."""
    if "targets" not in members:
        members["targets"], members["inspectors"] = pools(world, place)
    made = due(world, (by or deputy(world, district_of(place))).post("/v1/draws", new_draw(**members), expect=201).json)
    for verb, said in {"drawn": [("draw", {"public_value": value})], "published": [("draw", {"public_value": value}), ("publish", None)], "cancelled": [("cancel", {"reason": "名录有误"})]}.get(state, []):
        made = act(officer(world, place), made, verb, said).json
    return made


def place_of(samples, role, own):
    place = samples.place(role, own)
    return PLACES.get(place, place)


def inspector_of(samples, role, own):
    return {"id": inspector(samples.world, place_of(samples, role, own))["id"]}


path("getInspector", "updateInspector", "endInspector", "createInspectorConflict")(inspector_of)


@path("listInspectorConflicts")
def with_conflicts(samples, role, own):
    one = inspector(samples.world, place_of(samples, role, own))
    for _ in range(2):
        conflict(samples.world, one, place_of(samples, role, own))
    return {"id": one["id"]}


@path("endInspectorConflict")
def with_conflict(samples, role, own):
    one = inspector(samples.world, place_of(samples, role, own))
    return {"id": one["id"], "conflict_id": conflict(samples.world, one, place_of(samples, role, own))["id"]}


NOTHING["endInspectorConflict"] = {"conflict_id": str(uuid.UUID(int=0))}
planted("listInspectors")(lambda samples: inspector(samples.world))
planted("listDraws")(lambda samples: draw(samples.world, "published"))


def brought(state):
    def found(samples, role, own):
        """Outside: another district's. Who has no token reads those of every district."""
        if role == "public" and not own:
            return None
        return {"id": draw(samples.world, state, "near" if own else "abroad")["id"]}
    return found


path("getDraw", "getDrawProof", "listDrawTargets", "listDrawInspectors")(brought("published"))
path("drawDraw", "cancelDraw")(brought("committed"))
path("publishDraw", "createDrawInspections")(brought("drawn"))


@body("createInspector")
def new_inspector(samples, role):
    return {"json_body": {"name": f"检查员{next(NAMES)}", "unit": "street" if role == "street" else "expert", "specialities": ["消防"]}}


@body("createDraw")
def to_commit(samples, role):
    return {"json_body": new_draw(*pools(samples.world))}


OTHERS["createDraw"] = lambda samples, value: {**value, "title": "另一次随机检查"}
OTHERS["drawDraw"] = lambda samples, value: {"public_value": "01 02 03 04 05 06 07"}
body("updateInspector")(lambda samples, role: {"json_body": {"name": "李某", "specialities": ["电梯"]}, "headers": {"If-Match": '"1"'}})
body("endInspector", "endInspectorConflict")(lambda samples, role: {"json_body": {"reason": "岗位调整"}})
body("createInspectorConflict")(lambda samples, role: {"json_body": {"estate_id": estate(samples)["id"], "reason": "近亲属在该小区任职"}})
body("drawDraw")(lambda samples, role: {"json_body": {"public_value": VALUE}})
body("createDrawInspections")(lambda samples, role: {"json_body": {}})
OTHERS["createDrawInspections"] = lambda samples, value: {"plan_id": str(uuid.UUID(int=7))}
body("cancelDraw")(lambda samples, role: {"json_body": {"reason": "名录有误"}})
