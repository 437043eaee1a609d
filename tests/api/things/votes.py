"""Owners' votes: each call gets a motion of its own. The community puts it, the street confirms; days are passed by hand."""
import base64
import hashlib
import types

from harness.register import ACCOUNTS
from harness.things import OTHERS, body, path, planted

from .estates import estate, officer, today

HOLDERS = {"near": 0, "one": 0, "far": 1, "two": 1, "abroad": 2}
SECRET = "a secret of the voter's own"


def community(world, place="near"):
    return world.caller(ACCOUNTS["community"][HOLDERS[place]])


def street(world, place="near"):
    return world.caller(ACCOUNTS["street"][HOLDERS[place]])


def code(number, salt=""):
    """The code in a letter: made anywhere but in the service."""
    return base64.b32encode(hashlib.sha256(f"{salt}{number}".encode()).digest())[:26].decode()


def hashed(said):
    return hashlib.sha256(said.encode()).hexdigest()


def voters(areas, salt="", first=0):
    """An owner of one unit each, or of several where an item is a list of areas."""
    return [{"voter": f"V{number}", "code_hash": hashed(f"voter:{code(number, salt)}"),
             "units": [{"unit": f"1-{number}-{place}", "area_m2": area} for place, area in enumerate(owned if isinstance(owned, list) else [owned])]} for number, owned in enumerate(areas, first)]


def new_motion(estate_id, **members):
    return {"estate_id": estate_id, "convener": "community", "matter": "fund_use", "title": "使用维修资金更换电梯", "text": "更换3号楼两部电梯，预算60万元", "secret": True,
            "opens_on": today(), "closes_on": today(7), **members}


def act(client, one, verb, value=None, expect=200):
    return client.post(f"/v1/motions/{one['id']}/{verb}", value, expect=expect)


def cast(world, one, number, choice="for", secret=SECRET, salt="", expect=200, client=None):
    return (client or world.anyone).post(f"/v1/motions/{one['id']}/cast", {"code": code(number, salt), "secret": secret, "choice": choice}, expect=expect)


def unhurried(world, one):
    """Notice is given long enough before."""
    world.cluster.query("insert into district_rules (district_code, domain, name, value, unit, basis, effective_from) select d, 'vote', 'vote_notice_days', 0, 'days', '试验', '2020-01-01' "
                        "from unnest(array['150202', '340302']) d where not exists (select from district_rules r where r.district_code = d and r.name = 'vote_notice_days') returning 1")
    return one


def past(world, one, **days):
    """As if its days had been those."""
    for name, day in days.items():
        world.cluster.query(f"update motions set {name} = %s where id = %s returning 1", (day, one["id"]))
    return one


def motion(world, state="draft", place="near", areas=("80.00", "90.50", "100.00"), choices=None, estate_id=None, salt="", **members):
    """In a state; `choices`: what the voters cast, in their order (None: nothing), before it is closed."""
    estate_id = estate_id or estate(types.SimpleNamespace(world=world), "near" if place == "one" else "far" if place == "two" else place)["id"]
    by = community(world, place)
    one = unhurried(world, by.post("/v1/motions", new_motion(estate_id, **members), expect=201).json)
    owners = voters(areas, salt)
    for start in range(0, len(owners), 500):
        act(by, one, "voters", {"voters": owners[start:start + 500]})
    steps = {"draft": [], "withdrawn": ["withdraw"], "notified": ["notify"], "open": ["notify", "open"], "publicised": ["notify", "open", "close"], "effective": ["notify", "open", "close", "confirm"]}[state]
    for verb in steps:
        if verb == "close":
            for number, choice in enumerate(choices if choices is not None else ["for"] * len(areas)):
                if choice:
                    cast(world, one, number, choice, salt=salt)
            past(world, one, opens_on=today(-8), closes_on=today(-1))
        if verb == "confirm":
            past(world, one, publicity_until=today(-1))
        one = act(street(world, place) if verb == "confirm" else by, one, verb, {"reason": "方案需修改"} if verb == "withdraw" else None).json
    return one


def objection(world, one, number=0):
    return world.anyone.post(f"/v1/motions/{one['id']}/objections", {"code": code(number), "text": "本人未投票"}, expect=201).json


def brought(state, told=False, then=None):
    """Outside: for what is public another district's, of which who has no token reads, too."""
    def found(samples, role, own):
        if role == "public" and not own:
            return None
        place = ("near" if own else "abroad") if told else samples.place(role, own)
        one = motion(samples.world, state, place)
        if then:
            one = then(samples.world, one, place) or one
        return {"id": one["id"]}
    return found


def on_paper(world, one, place):
    for number in (0, 1):
        community(world, place).post(f"/v1/motions/{one['id']}/paper-ballots", {"code": code(number), "choice": "for"}, expect=201)


def objected(world, one, place):
    for number in (0, 1):
        objection(world, one, number)


path("getMotion")(brought("notified", True))
path("castBallot", "readOwnBallot")(brought("open", True))
path("getMotionProof", "addVoteObjection")(brought("publicised", True))
path("addMotionVoters", "notifyMotion", "withdrawMotion", "listMotionUnits")(brought("draft"))
path("openMotion")(brought("notified"))
path("enterPaperBallot")(brought("open"))
path("closeMotion")(brought("open", then=lambda world, one, place: past(world, one, opens_on=today(-8), closes_on=today(-1))))
path("confirmMotion")(brought("publicised", then=lambda world, one, place: past(world, one, publicity_until=today(-1))))
path("listPaperBallots")(brought("open", then=on_paper))
path("listVoteObjections")(brought("publicised", then=objected))
path("decideVoteObjection")(brought("publicised", then=lambda world, one, place: objection(world, one)))
planted("listMotions")(lambda samples: motion(samples.world, "notified"))
body("createMotion")(lambda samples, role: {"json_body": new_motion(estate(samples)["id"], convener="street" if role == "street" else "community")})
body("addMotionVoters")(lambda samples, role: {"json_body": {"voters": voters(["80.00"], first=90)}})
body("castBallot")(lambda samples, role: {"json_body": {"code": code(0), "secret": SECRET, "choice": "for"}})
body("readOwnBallot")(lambda samples, role: {"json_body": {"code": code(0)}})
body("enterPaperBallot")(lambda samples, role: {"json_body": {"code": code(0), "choice": "for"}})
body("addVoteObjection")(lambda samples, role: {"json_body": {"code": code(0), "text": "本人未投票"}})
body("decideVoteObjection")(lambda samples, role: {"json_body": {"decision": "dismissed", "answer": "经核对票据，投票系本人委托"}})
body("withdrawMotion")(lambda samples, role: {"json_body": {"reason": "方案需修改"}})
OTHERS["createMotion"] = lambda samples, value: {**value, "title": "另一事项"}
OTHERS["addMotionVoters"] = lambda samples, value: {"voters": voters(["81.00"], first=91)}
OTHERS["castBallot"] = lambda samples, value: {**value, "choice": "against"}
OTHERS["readOwnBallot"] = lambda samples, value: {**value, "code": code(1)}
OTHERS["enterPaperBallot"] = lambda samples, value: {**value, "choice": "against"}
OTHERS["addVoteObjection"] = lambda samples, value: {**value, "text": "另一异议"}
OTHERS["decideVoteObjection"] = lambda samples, value: {**value, "answer": "另一答复"}


def new_application(estate_id, **members):
    value = {"estate_id": estate_id, "applicant": "community", "item": "elevator", "title": "更换3号楼电梯曳引机", "reason": "电梯困人，检验机构责令停用", "estimate": "86000.00", **members}
    return {name: member for name, member in value.items() if member is not None}


def application(world, state="proposed", place="near", **members):
    estate_id = members.pop("estate_id", None) or estate(types.SimpleNamespace(world=world), place)["id"]
    one = community(world, place).post("/v1/maintenance-applications", new_application(estate_id, **members), expect=201).json
    where = f"/v1/maintenance-applications/{one['id']}"
    for step in {"approved": ["decide"], "started": ["decide", "start"]}.get(state, []):
        by, value = (officer(world, place), {"decision": "approved", "reason": "符合清单"}) if step == "decide" else (community(world, place), {"started_on": today(-1)})
        one = by.post(f"{where}/{step}", value, expect=200).json
    return one


def applied(state):
    return lambda samples, role, own: {"id": application(samples.world, state, samples.place(role, own))["id"]}


path("getMaintenanceApplication", "decideMaintenanceApplication")(applied("proposed"))
path("startMaintenanceApplication")(applied("approved"))
path("closeMaintenanceApplication")(applied("started"))
planted("listMaintenanceApplications")(lambda samples: application(samples.world))
body("createMaintenanceApplication")(lambda samples, role: {"json_body": new_application(estate(samples)["id"])})
body("decideMaintenanceApplication")(lambda samples, role: {"json_body": {"decision": "approved", "reason": "符合清单"}})
body("startMaintenanceApplication")(lambda samples, role: {"json_body": {"started_on": today(-1)}})
body("closeMaintenanceApplication")(lambda samples, role: {"json_body": {"used": "85210.00", "outcome": "检验合格"}})
OTHERS["createMaintenanceApplication"] = lambda samples, value: {**value, "title": "另一事项"}
OTHERS["decideMaintenanceApplication"] = lambda samples, value: {**value, "reason": "另一理由"}
OTHERS["startMaintenanceApplication"] = lambda samples, value: {"started_on": today(-2)}
OTHERS["closeMaintenanceApplication"] = lambda samples, value: {**value, "used": "85210.01"}
