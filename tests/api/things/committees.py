"""Life of owners' committees: each call gets a committee of its own, in an estate of its own."""
import types

from harness.things import OTHERS, body, path, planted

from . import estates
from .estates import officer, today

WHERE = "/v1/owners-committees"
EARLIER = types.MappingProxyType({"day": today(-40)})


def committee(world, place="near", estate_id=None, **members):
    samples = types.SimpleNamespace(world=world)
    return estates.committee(samples, place, estate_id or estates.estate(samples, place)["id"], **members)


def step(client, what, name, status=201, **members):
    """Of a committee; those of members and decisions have their own place (where)."""
    return client.post(f"{members.pop('where', WHERE)}/{what['id']}/steps", {"action": name, "reason": "核实情况属实", **members}, expect=status)


def ordered(world, place="near", **members):
    made = committee(world, place, **members)
    step(officer(world, place), made, "order", due_on=today(30), document="街道办12号", **EARLIER)
    return made


def elected(world, place="near", day=-10, **members):
    """A committee whose second term began by an election; the step of that."""
    made, client = committee(world, place, **members), officer(world, place)
    step(client, made, "call_election", day=today(day - 30))
    return made, step(client, made, "elect", day=today(day), term_from=today(day), term_to=today(day + 1825), document="业主大会决议1号").json


def member(world, place="near", of=None, **members):
    of = of or committee(world, place)
    value = {"name": f"委员{next(world.serial)}", "position": "member", "party_member": True, "valid_from": "2024-06-01", **members}
    return officer(world, place).post(f"{WHERE}/{of['id']}/members", value, expect=201).json


def new_candidate(world, estate_id, **members):
    return {"estate_id": estate_id, "name": f"人选{next(world.serial)}", "party_member": True, "recommended_by": "社区党委", "departments": ["公安派出所", "司法所"], **members}


def candidate(world, place="near", estate_id=None, by=None, **members):
    """Put up by the officer unless somebody else is named, so that a street's own may answer."""
    estate_id = estate_id or estates.estate(types.SimpleNamespace(world=world), place)["id"]
    return (by or officer(world, place)).post("/v1/committee-candidates", new_candidate(world, estate_id, **members), expect=201).json


def decision(world, place="near", of=None, **members):
    of = of or committee(world, place)
    return officer(world, place).post(f"{WHERE}/{of['id']}/decisions", {"title": "出租南门空地", "content": "出租一年", "decided_on": today(-50), **members}, expect=201).json


def audit(world, place="near", of=None, **members):
    of = of or committee(world, place)
    value = {"kind": "special", "reason": "业主反映强烈", "auditor": "某会计师事务所", "commissioned_on": today(-20), **members}
    return officer(world, place).post(f"{WHERE}/{of['id']}/audits", {name: said for name, said in value.items() if said is not None}, expect=201).json


def new_review(number=0, **members):
    return {"held_on": today(-5 - number), "representatives": 30, "satisfied": 21, "acceptable": 6, "unsatisfied": 3, **members}


def new_account(world, **members):
    return {"bank": "某银行支行", "last4": f"{next(world.serial) % 10000:04d}", "managed_with": "某社区居委会", "opened_on": today(-20), **members}


def account(world, place="near", of=None, **members):
    of = of or committee(world, place)
    return officer(world, place).post(f"{WHERE}/{of['id']}/accounts", new_account(world, **members), expect=201).json


def new_announcement(**members):
    return {"kind": "funds", "title": "更换南门道闸", "content": "经会议决定更换道闸", "fund_source": "公共收益", "fund_use": "购置道闸一套", "amount": "12800.00", "place": "小区公告栏", **members}


def announced(world, place="near", of=None, **members):
    of = of or committee(world, place)
    return officer(world, place).post(f"{WHERE}/{of['id']}/announcements", new_announcement(**members), expect=201).json


path("addCommitteeStep", "createCommitteeDecision", "addCommitteeReview", "createCommitteeAudit", "openCommitteeAccount", "addCommitteeAnnouncement")(
    lambda samples, role, own: {"id": committee(samples.world, samples.place(role, own))["id"]})
path("addCommitteeMemberStep")(lambda samples, role, own: {"id": member(samples.world, samples.place(role, own))["id"]})
path("getCommitteeCandidate", "addCommitteeOpinion", "withdrawCommitteeCandidate")(lambda samples, role, own: {"id": put_up(samples, role, own)["id"]})
path("getCommitteeDecision", "addCommitteeDecisionStep")(lambda samples, role, own: {"id": decision(samples.world, samples.place(role, own))["id"]})
path("reportCommitteeAudit")(lambda samples, role, own: {"id": audit(samples.world, samples.place(role, own))["id"]})
path("closeCommitteeAccount")(lambda samples, role, own: {"id": account(samples.world, samples.place(role, own))["id"]})


@path("withdrawCommitteeRecord")
def recorded(samples, role, own):
    """By another user than the district's officer, who withdraws it."""
    place = samples.place(role, own)
    by = samples.world.caller(estates.COMMUNITY[place]) if role == "district" else officer(samples.world, place)
    return {"id": by.post(f"{WHERE}/{committee(samples.world, place)['id']}/reviews", new_review(), expect=201).json["id"]}


def put_up(samples, role, own):
    """By another user than the district's officer, who answers too."""
    place = samples.place(role, own)
    return candidate(samples.world, place, by=samples.world.caller(estates.COMMUNITY[place]) if role == "district" else None)


@path("listCommitteeSteps")
def with_steps(samples, role, own):
    place = samples.place(role, own)
    made = ordered(samples.world, place)
    step(officer(samples.world, place), made, "comply")
    return {"id": made["id"]}


@path("listCommitteeReviews")
def with_reviews(samples, role, own):
    place = samples.place(role, own)
    made = committee(samples.world, place)
    for number in range(2):
        officer(samples.world, place).post(f"{WHERE}/{made['id']}/reviews", new_review(number), expect=201)
    return {"id": made["id"]}


@path("listCommitteeAccounts")
def with_accounts(samples, role, own):
    place = samples.place(role, own)
    made = committee(samples.world, place)
    for _ in range(2):
        account(samples.world, place, made)
    return {"id": made["id"]}


planted("listCommitteeCandidates")(lambda samples: candidate(samples.world))
planted("listCommitteeDecisions")(lambda samples: decision(samples.world))
planted("listCommitteeAudits")(lambda samples: audit(samples.world))
planted("listPublishedCommitteeAnnouncements", "listPublishedCommittees")(lambda samples: announced(samples.world))
planted("listCommitteeGaps")(lambda samples: elected(samples.world))
path("listCommitteeNegativeItems")(lambda samples, role, own: {} if own else None)

body("addCommitteeStep")(lambda samples, role: {"json_body": {"action": "order", "due_on": today(30), "reason": "长期未开会", "document": "街道办12号"}})
body("addCommitteeMemberStep")(lambda samples, role: {"json_body": {"action": "suspend", "item_code": "OC-05", "reason": "核实索要财物"}})
body("addCommitteeDecisionStep")(lambda samples, role: {"json_body": {"action": "order", "due_on": today(30), "reason": "违反议事规则", "document": "街道办13号"}})
body("createCommitteeDecision")(lambda samples, role: {"json_body": {"title": "出租南门空地", "decided_on": today(-5)}})
body("addCommitteeReview")(lambda samples, role: {"json_body": new_review()})
body("createCommitteeAudit")(lambda samples, role: {"json_body": {"kind": "special", "reason": "业主反映强烈", "auditor": "某会计师事务所"}})
body("reportCommitteeAudit")(lambda samples, role: {"json_body": {"opinion": "shortcomings", "findings": "两笔支出缺少记录"}})
body("openCommitteeAccount")(lambda samples, role: {"json_body": new_account(samples.world)})
body("closeCommitteeAccount")(lambda samples, role: {"json_body": {"reason": "更换开户行"}})
body("addCommitteeAnnouncement")(lambda samples, role: {"json_body": new_announcement()})
body("createCommitteeCandidate")(lambda samples, role: {"json_body": new_candidate(samples.world, estates.estate(samples)["id"])})
body("addCommitteeOpinion")(lambda samples, role: {"json_body": {"department": "司法所", "verdict": "pass", "reason": "未发现问题"}})
body("withdrawCommitteeRecord")(lambda samples, role: {"json_body": {"reason": "日期录入有误"}})
body("withdrawCommitteeCandidate")(lambda samples, role: {"json_body": {"reason": "本人放弃参选"}})
body("createCommitteeNegativeItem")(lambda samples, role: {"json_body": {"purpose": "candidate", "code": f"own{next(samples.world.serial)}", "zh": "长期不在本小区居住", "en": "Absent",
                                                                         "basis": "区住建局8号", "effective_from": today(20000)}})
OTHERS["createCommitteeDecision"] = lambda samples, value: {**value, "title": "另一决定"}
OTHERS["addCommitteeReview"] = lambda samples, value: {**value, "satisfied": 20, "acceptable": 7}
OTHERS["reportCommitteeAudit"] = lambda samples, value: {**value, "opinion": "clean"}
OTHERS["openCommitteeAccount"] = lambda samples, value: {**value, "bank": "另一银行"}
OTHERS["addCommitteeAnnouncement"] = lambda samples, value: {**value, "title": "另一公告"}
OTHERS["createCommitteeNegativeItem"] = lambda samples, value: {**value, "zh": "另一情形"}
