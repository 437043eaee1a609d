"""Rules of routing, whistles, accountability records, enforcement cases, disputes: each call on a complaint of its own."""
import datetime

from harness.things import OTHERS, body, path, planted
from things.complaint_steps import complaint
from things.contracts import HANDS, PLACES
from things.departments import department
from things.estates import today

COMMUNITY = {"near": "community.huanxi@150202", "far": "community.luwang@150202", "abroad": "community.lanwan@340302"}
# The second officer: whoever proposed does not decide.
STREET = {place: hands[1] for place, hands in HANDS.items()}
DISTRICT = {place: hands[2] for place, hands in HANDS.items()}


def home(place):
    return PLACES.get(place, place)


def moment(**ago):
    return (datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(**ago)).isoformat()


def whistle(samples, place="near", departments=1, matter="消防通道被占用，请到场处置", **of):
    """Blown by the place's community for a fresh complaint, for so many departments of its own."""
    place = home(place)
    there = of.get("complaint_id") or complaint(samples, "contacted", "community", place)
    called = [department(samples, place)["id"] for _ in range(departments)]
    return samples.world.caller(COMMUNITY[place]).post(f"/v1/complaints/{there}/whistles", {"department_ids": called, "matter": matter}, expect=201).json


def call(samples, place="near", state="asked", overdue=False):
    """A department called; overdue: all its limits are in the past."""
    place = home(place)
    made = whistle(samples, place)["calls"][0]["id"]
    if overdue:
        samples.world.cluster.query("update whistle_calls set asked_at = now() - interval '9 days', respond_due = now() - interval '8 days', on_site_due = now() - interval '7 days', "
                                    "result_due = now() - interval '6 days' where id = %s returning id", (made,))
    for verb in {"asked": [], "responded": ["respond"], "on_site": ["arrive"]}[state]:
        samples.world.caller(STREET[place]).post(f"/v1/whistle-calls/{made}/{verb}", {}, expect=200)
    return made


def accountability(samples, place="near", state="proposed"):
    place = home(place)
    made = samples.world.caller(STREET[place]).post("/v1/accountability-records", {"kind": "no_report", "call_id": call(samples, place, overdue=True), "facts": "吹哨后未到场"}, expect=201).json
    if state == "confirmed":
        samples.world.caller(DISTRICT[place]).post(f"/v1/accountability-records/{made['id']}/decide", {"decision": "confirm", "opinion": "属实"}, expect=200)
    return made["id"]


STAGES = [("accepted", "accept", {}), ("dispatched", "dispatch", {"leader": "街道执法队"}), ("enforced", "enforce", {"outcome": "ordered", "note": "责令限期拆除"}),
          ("fed_back", "feed-back", {"note": "已告知"})]


def case(samples, place="near", state="reported", category="illegal_construction", **source):
    """An enforcement case about a delegated matter, in a state."""
    place = home(place)
    source = source or {"complaint_id": complaint(samples, "contacted", "community", place)}
    street = samples.world.caller(STREET[place])
    made = street.post("/v1/enforcement-cases", {**source, "category": category, "matter": "顶楼私搭乱建"}, expect=201).json
    for name, verb, value in STAGES if state != "reported" else []:
        made = street.post(f"/v1/enforcement-cases/{made['id']}/{verb}", value, expect=200).json
        if name == state:
            break
    return made


def tier(samples, place="near", there=None):
    there = there or complaint(samples, "contacted", "community", home(place))
    samples.world.caller(COMMUNITY[home(place)]).post(f"/v1/complaints/{there}/dispute-tiers", {"tier": "early", "reason": "初发介入"}, expect=201)
    return there


def dispute(samples, place="near"):
    """A complaint about the owners' committee, of long ago."""
    made = complaint(samples, "processing", "community", home(place))
    samples.world.cluster.query("update complaints set category = 'owners_self_governance', received_at = now() - interval '8 months' where id = %s returning id", (made,))
    return made


def rule(samples, place="near", **members):
    """A district's own, from a day that no other test reaches."""
    value = {"position": 9000, "unit_kind": "community", "category": "parking", "basis": "区政府文件", "effective_from": today(20000 + next(samples.world.serial)), **members}
    return samples.world.caller(DISTRICT[home(place)]).post("/v1/routing-rules", value, expect=201).json


def delegation(samples, place="near", **members):
    value = {"category": "pets", "delegated": True, "basis": "区政府赋权清单", "effective_from": today(20000 + next(samples.world.serial)), **members}
    return samples.world.caller(DISTRICT[home(place)]).post("/v1/delegations", value, expect=201).json


def home_or_abroad(own):
    return "near" if own else "abroad"


path("routeComplaint", "createWhistle", "setDisputeTier")(lambda samples, role, own: {"id": complaint(samples, "contacted", "community", samples.place(role, own))})
path("endRoutingRule")(lambda samples, role, own: {"id": rule(samples, home_or_abroad(own))["id"]})
path("getWhistle")(lambda samples, role, own: {"id": whistle(samples, samples.place(role, own))["id"]})
path("getWhistleCall", "respondWhistleCall", "arriveWhistleCall")(lambda samples, role, own: {"id": call(samples, samples.place(role, own))})
path("listWhistleCallEvents", "finishWhistleCall")(lambda samples, role, own: {"id": call(samples, samples.place(role, own), "on_site")})
path("getAccountabilityRecord", "decideAccountability")(lambda samples, role, own: {"id": accountability(samples, samples.place(role, own))})
path("notifyAccountability")(lambda samples, role, own: {"id": accountability(samples, samples.place(role, own), "confirmed")})
path("getEnforcementCase", "acceptEnforcementCase", "rejectEnforcementCase")(lambda samples, role, own: {"id": case(samples, samples.place(role, own))["id"]})
path("dispatchEnforcementCase", "listEnforcementEvents")(lambda samples, role, own: {"id": case(samples, samples.place(role, own), "accepted")["id"]})
path("enforceEnforcementCase")(lambda samples, role, own: {"id": case(samples, samples.place(role, own), "dispatched")["id"]})
path("feedBackEnforcementCase")(lambda samples, role, own: {"id": case(samples, samples.place(role, own), "enforced")["id"]})


@path("listDisputeTiers")
def two_tiers(samples, role, own):
    there = tier(samples, samples.place(role, own))
    return {"id": tier(samples, samples.place(role, own), there)}


planted("listRoutingRules")(rule)
planted("listDelegations")(delegation)
planted("listWhistleCalls")(call)
planted("listAccountabilityFindings")(lambda samples: call(samples, overdue=True))
planted("listAccountabilityRecords")(accountability)
planted("listEnforcementCases")(case)
planted("listOverdueDisputes")(dispute)
body("createWhistle")(lambda samples, role: {"json_body": {"department_ids": [department(samples)["id"], department(samples)["id"]], "matter": "请到场处置"}})
OTHERS["createWhistle"] = lambda samples, value: {**value, "matter": "另一事项"}
body("respondWhistleCall", "arriveWhistleCall", "acceptEnforcementCase", "feedBackEnforcementCase")(lambda samples, role: {"json_body": {"note": "值班员记录"}})
body("finishWhistleCall")(lambda samples, role: {"json_body": {"result": "done", "note": "已清理"}})
body("proposeAccountability")(lambda samples, role: {"json_body": {"kind": "no_report", "call_id": call(samples, overdue=True), "facts": "吹哨后未到场"}})
OTHERS["proposeAccountability"] = lambda samples, value: {**value, "facts": "另一事实"}
body("decideAccountability")(lambda samples, role: {"json_body": {"decision": "dismiss", "opinion": "不属实"}})
body("notifyAccountability")(lambda samples, role: {"json_body": {"notice_no": f"纪通{next(samples.world.serial)}号"}})
OTHERS["notifyAccountability"] = lambda samples, value: {"notice_no": "另一文号"}
body("openEnforcementCase")(lambda samples, role: {"json_body": {"complaint_id": complaint(samples, "contacted", "community"), "category": "fire_safety", "matter": "占用消防通道", "note": "群众反映"}})
body("rejectEnforcementCase")(lambda samples, role: {"json_body": {"reason": "不属于执法事项"}})
body("dispatchEnforcementCase")(lambda samples, role: {"json_body": {"leader": "街道执法队", "department_ids": [department(samples)["id"]], "note": "三日内到场"}})
body("enforceEnforcementCase")(lambda samples, role: {"json_body": {"outcome": "corrected", "note": "当场拆除"}})
body("setDisputeTier")(lambda samples, role: {"json_body": {"tier": "mediation_body", "body": "物业纠纷调解中心", "reason": "涉及专业问题"}})
body("setRoutingRule")(lambda samples, role: {"json_body": {"position": 9100, "category": "lighting", "unit_kind": "department", "department": "power_supply", "basis": "区政府文件",
                                                            "effective_from": today(20000 + next(samples.world.serial))}})
body("setDelegation")(lambda samples, role: {"json_body": {"category": "noise", "delegated": True, "basis": "区政府赋权清单", "effective_from": today(20000 + next(samples.world.serial))}})
body("endRoutingRule")(lambda samples, role: {"json_body": {"valid_to": today(60000)}})
OTHERS["setDelegation"] = OTHERS["setRoutingRule"] = lambda samples, value: {**value, "basis": "另一文件"}
OTHERS["endRoutingRule"] = lambda samples, value: {"valid_to": today(60001)}
