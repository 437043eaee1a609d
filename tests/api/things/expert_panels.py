"""Expert panels, each on an estate of its own that the firm of the place has served for long. The deputy convenes, enters and concludes; the officer adopts."""
from harness.things import OTHERS, body, path, planted

from .assessments import SINCE, served
from .draws import PLACES, district_of, inspector
from .estates import officer
from .rulebooks import deputy

ASPECTS = ("service_standard", "service_quality", "contract_performance")
UNTIL = "2026-09-30"


def experts(samples, place="near", number=3):
    return [inspector(samples.world, PLACES.get(place, place), "expert", unit_name="物业管理协会")["id"] for _ in range(number)]


def panel_experts(samples, place="near"):
    """Those whom nobody's conflicts concern."""
    known = samples.__dict__.setdefault("panel_experts", {})
    if district_of(place) not in known:
        known[district_of(place)] = experts(samples, place)
    return known[district_of(place)]


def new_panel(samples, place="near", **members):
    who = members.pop("member_ids", None) or panel_experts(samples, place)
    value = {"period_from": SINCE, "period_to": UNTIL, "disputed_by": "owners", "reason": "业主对保洁频次有争议", "member_ids": who, "chair_id": who[0], **members}
    if "estate_id" not in value:
        value["estate_id"] = served(samples, place)["estate_id"]
    return {name: member for name, member in value.items() if member is not None}


def hand(world, place="near"):
    return deputy(world, district_of(place))


def convened(samples, place="near", **members):
    return hand(samples.world, place).post("/v1/expert-panels", new_panel(samples, place, **members), expect=201).json


def act(client, one, verb, value=None, expect=200):
    return client.post(f"/v1/expert-panels/{one['id']}/{verb}", value, expect=expect)


def new_opinion(one, seat=0, aspect="service_quality", **members):
    return {"inspector_id": one["members"][seat]["inspector_id"], "aspect": aspect, "score": "72.50", "view": "partly_met", "said": "每日清扫一次，少于约定", **members}


def opine(client, one, expect=201, **members):
    return act(client, one, "opinions", new_opinion(one, **members), expect)


def opine_all(client, one, scores=("80", "70.5", "60.25"), views=("met", "partly_met", "partly_met")):
    for aspect in ASPECTS:
        for seat, (score, view) in enumerate(zip(scores, views)):
            opine(client, one, seat=seat, aspect=aspect, score=score, view=view)


def panel(samples, state="convened", place="near", **members):
    world = samples.world
    one, client = convened(samples, place, **members), hand(world, place)
    if state == "dissolved":
        return act(client, one, "dissolve", {"reason": "双方已和解"}).json
    if state != "convened":
        one = act(client, one, "hear", {"minutes": "听取双方陈述"}).json
    if state in ("concluded", "adopted"):
        opine_all(client, one)
        one = act(client, one, "conclude", {"conclusion": "保洁频次未达到合同约定"}).json
    return act(officer(world, place), one, "adopt").json if state == "adopted" else one


@path("getExpertPanel")
def panel_to_read(samples, role, own):
    place = samples.place(role, own)
    return {"id": panel(samples, "adopted" if role in ("company", "platform") else "convened", place)["id"]}


@path("listExpertOpinions")
def with_opinions(samples, role, own):
    place = samples.place(role, own)
    one = panel(samples, "heard", place)
    for seat in range(2):
        opine(hand(samples.world, place), one, seat=seat)
    return {"id": one["id"]}


def in_state(state):
    return lambda samples, role, own: {"id": panel(samples, state, samples.place(role, own))["id"]}


path("updateExpertPanel", "hearExpertPanel", "dissolveExpertPanel")(in_state("convened"))
path("adoptExpertPanel")(in_state("concluded"))


@path("concludeExpertPanel")
def ready(samples, role, own):
    place = samples.place(role, own)
    one = panel(samples, "heard", place)
    opine_all(hand(samples.world, place), one)
    return {"id": one["id"]}


@path("addExpertOpinion")
def heard(samples, role, own):
    return {"id": panel(samples, "heard", samples.place(role, own))["id"]}


planted("listExpertPanels")(lambda samples: panel(samples, "adopted"))
body("createExpertPanel")(lambda samples, role: {"json_body": new_panel(samples)})
body("updateExpertPanel")(lambda samples, role: {"json_body": {"reason": "公共收益分配亦有争议"}, "headers": {"If-Match": '"1"'}})
body("hearExpertPanel")(lambda samples, role: {"json_body": {"minutes": "现场查看三处"}})
body("concludeExpertPanel")(lambda samples, role: {"json_body": {"conclusion": "秩序维护基本达标"}})
body("dissolveExpertPanel")(lambda samples, role: {"json_body": {"reason": "双方已和解"}})
body("addExpertOpinion")(lambda samples, role: {"json_body": {"inspector_id": panel_experts(samples)[0], "aspect": "service_quality", "score": "72.50", "view": "partly_met", "said": "少于约定"}})
OTHERS["addExpertOpinion"] = lambda samples, value: {**value, "score": "73"}
OTHERS["concludeExpertPanel"] = lambda samples, value: {**value, "conclusion": "另一结论"}
OTHERS["hearExpertPanel"] = lambda samples, value: {**value, "minutes": "另一记录"}
