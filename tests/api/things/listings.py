"""Estates under supervision, each an estate of its own; rankings are planted as they stand once they are published."""
import itertools
import json
import types

from harness.things import OTHERS, body, path, planted

from .assessments import served
from .closing import street
from .estates import estate, officer, today

WHERE = "/v1/supervision-listings"
SPONSOR = "区住房和城乡建设局"


def place_to_list(world, place):
    """A fresh estate; a firm's is one that it serves."""
    samples = types.SimpleNamespace(world=world)
    return served(samples, place)["estate_id"] if place in ("one", "two") else estate(samples, place)["id"]


def new_listing(estate_id, **members):
    return {"estate_id": estate_id, "reason": "group", "basis": "三季度发生群体上访一次", "demands": "公开公共收益", **members}


def proposed(world, place="near", by=street, **members):
    estate_id = members.pop("estate_id", None) or place_to_list(world, place)
    return by(world, place).post(WHERE, new_listing(estate_id, **members), expect=201).json


def decision(**members):
    return {"decision": "list", "due_on": today(30), "sponsor_unit": SPONSOR, **members}


def step(client, one, action, expect=201, **members):
    return client.post(f"{WHERE}/{one['id']}/events", {"action": action, "note": "已安排物业企业整改", **members}, expect=expect)


def judged(client, one, wanted="accept", expect=200, **members):
    return client.post(f"{WHERE}/{one['id']}/acceptance", {"decision": wanted, "office": "区委督查考核办", "finding": "现场核查，整改到位", **members}, expect=expect)


def listing(world, state="listed", place="near", published=True, **members):
    """Brought into a state by the steps that lead there."""
    one = proposed(world, place, **members)
    if state == "proposed":
        return one
    district = officer(world, place)
    if state == "refused":
        return district.post(f"{WHERE}/{one['id']}/decision", {"decision": "refuse", "reason": "已整改"}, expect=200).json
    one = district.post(f"{WHERE}/{one['id']}/decision", decision(published=published, reason="决定理由丙"), expect=200).json
    for name, action in (("rectifying", "start"), ("acceptance_requested", "request")):
        if state == "listed":
            break
        step(street(world, place), one, action)
        if state == name:
            break
    if state in ("accepted", "rejected"):
        judged(district, one, "accept" if state == "accepted" else "reject")
    return district.get(f"{WHERE}/{one['id']}", expect=200).json


# None that anybody freezes meanwhile.
QUARTERS = itertools.cycle([f"20{year}-Q{number}" for year in range(40, 100) for number in range(1, 5)])
METHOD = {"rules_on": "2026-09-30", "top": 3, "ties": "all", "merged": "once", "invalid": "left_out", "sources": ["petition"], "request_types": ["complaint"], "public_least": 3}


def ranking(world, estates, kind="petition", quarter=None, revision=1, published=True, listed=3):
    """A frozen ranking of these estates, in their order, as the register keeps one."""
    quarter = quarter or next(QUARTERS)
    made = world.cluster.query(
        "insert into ranking_snapshots (district_code, id, list, quarter, first_day, next_day, revision, reason, method, counted_at, complaints, estates, listed, inputs_hash, frozen_by, "
        "frozen_at, published_by, published_at, updated_at) "
        "select '150202', gen_random_uuid(), %s, %s, '2026-07-01', '2026-10-01', %s, %s, %s, now(), 9, %s, %s, repeat('0', 64), gen_random_uuid(), now(), case when %s then gen_random_uuid() end, "
        "case when %s then now() end, now() returning id::text",
        (kind, quarter, revision, None if revision == 1 else "漏计一件", json.dumps(METHOD), len(estates), min(listed, len(estates)), published, published))[0]["id"]
    for place, one in enumerate(estates, 1):
        world.cluster.query(
            "insert into ranking_rows (district_code, ranking_id, estate_id, estate_code, estate_name, street_code, community_code, position, rank, listed, counted, counted_raw, counted_merged) "
            "select e.district_code, %s, e.id, e.code, e.name, e.street_code, e.community_code, %s, %s, %s, 10, 10, 10 from estates e where e.id = %s returning position",
            (made, place, place, place <= listed, one))
    return {"id": made, "quarter": quarter, "list": kind}


def fresh_ranking(samples):
    return ranking(samples.world, [estate(samples)["id"] for _ in range(2)])["id"]


@path("getSupervisionListing")
def published_or_anothers(samples, role, own):
    """Outside: what is not published, of another place."""
    return {"id": listing(samples.world, "rectifying", samples.place(role, own), published=own)["id"]}


def in_state(state):
    return lambda samples, role, own: {"id": listing(samples.world, state, samples.place(role, own), published=False)["id"]}


path("listSupervisionListingEvents")(in_state("acceptance_requested"))
path("updateSupervisionListing", "addSupervisionListingEvent")(in_state("rectifying"))
path("decideSupervisionListing")(in_state("proposed"))
path("judgeSupervisionListing")(in_state("acceptance_requested"))
planted("listSupervisionListings", "listSupervisionListingCounts")(lambda samples: [listing(samples.world, place=place) for place in ("near", "far")])
body("createSupervisionListing")(lambda samples, role: {"json_body": new_listing(place_to_list(samples.world, "near"))})
body("proposeListingsFromRanking")(lambda samples, role: {"json_body": {"ranking_id": fresh_ranking(samples)}})
body("updateSupervisionListing")(lambda samples, role: {"json_body": {"demands": "整改消防通道"}, "headers": {"If-Match": '"3"'}})
body("decideSupervisionListing")(lambda samples, role: {"json_body": decision()})
body("addSupervisionListingEvent")(lambda samples, role: {"json_body": {"action": "progress" if role == "street" else "supervise", "note": "到小区查看进度"}})
body("judgeSupervisionListing")(lambda samples, role: {"json_body": {"decision": "accept", "office": "区委督查考核办", "finding": "现场核查，整改到位"}})
OTHERS["createSupervisionListing"] = lambda samples, value: {**value, "basis": "另一次群体上访"}
OTHERS["proposeListingsFromRanking"] = lambda samples, value: {"ranking_id": fresh_ranking(samples)}
OTHERS["decideSupervisionListing"] = lambda samples, value: {**value, "due_on": today(31)}
OTHERS["judgeSupervisionListing"] = lambda samples, value: {**value, "finding": "另一核查结果"}
