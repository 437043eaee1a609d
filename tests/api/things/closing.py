"""Meetings with their decisions, daily checks, watched estates and the help given there: each call gets one of its own."""
import types

from harness.register import ACCOUNTS
from harness.things import OTHERS, body, path, planted

from .estates import estate, officer, today
from .issue_progress import issue

STREET = {"near": 0, "one": 0, "far": 1, "two": 1, "abroad": 2}


def street(world, place="near"):
    return world.caller(ACCOUNTS["street"][STREET[place]])


def community(world, place="near"):
    return world.caller(ACCOUNTS["community"][STREET[place]])


def street_code(world, place="near"):
    return world.register.account(ACCOUNTS["street"][STREET[place]])["street_code"]


def community_code(world, place="near"):
    return world.register.account(ACCOUNTS["community"][STREET[place]])["community_code"]


def new_meeting(**members):
    value = {"kind": "joint", "title": "物业管理联席会议", "held_on": today(-1), "place": "街道会议室", "convener": "召集人甲", "convener_title": "街道办事处主任", "agenda": "研究小区整改",
             "participants": [{"unit": "派出所", "person": "某甲"}, {"unit": "某物业公司"}], "minutes": "议定三项", **members}
    return {name: member for name, member in value.items() if member is not None}


def meeting(world, place="near", by=street, **members):
    """Of the street, in which its community takes part."""
    members.setdefault("community_codes", [community_code(world, place)])
    return by(world, place).post("/v1/meetings", new_meeting(**members), expect=201).json


def new_decision(**members):
    return {"decision": "清理楼道并恢复绿地", "responsible_kind": "department", "responsible": "综合行政执法局", "person": "某乙", "due_on": today(10), **members}


def decision(world, place="near", of=None, by=street, **members):
    of = of or meeting(world, place, by)
    return by(world, place).post(f"/v1/meetings/{of['id']}/decisions", new_decision(**members), expect=201).json


def new_check(**members):
    value = {"checked_on": today(), "area": "街道东片", "checked": "楼道杂物、电动自行车停放", "findings": 2, "note": "已当场清理一处", **members}
    return {name: member for name, member in value.items() if member is not None}


def check(world, place="near", by=community, **members):
    return by(world, place).post("/v1/daily-checks", new_check(**members), expect=201).json


def new_watch(estate_id, **members):
    value = {"estate_id": estate_id, "criteria": ["many_petitions", "low_satisfaction"], "reason": "三季度信访较多", "responsible_unit": "和平街道办事处", "responsible_person": "包保人甲",
             "since": today(-20), **members}
    return {name: member for name, member in value.items() if member is not None}


def watched(world, place="near", estate_id=None, **members):
    """Of an estate of its own; a firm's is one that it serves, which is watched once."""
    if place in ("one", "two") and estate_id is None:
        estate_id = world.cluster.query("select ce.estate_id::text as id from contract_estates ce join contracts c on c.district_code = ce.district_code and c.id = ce.contract_id "
                                        "where c.firm_id = %s and c.in_force and c.service_period @> %s::date order by 1 limit 1",
                                        (str(world.register.account(ACCOUNTS["company"][STREET[place]])["firm_id"]), today()))[0]["id"]
        there = world.cluster.query("select id::text from watch_entries where estate_id = %s and ended_on is null", (estate_id,))
        if there:
            return officer(world, place).get(f"/v1/watch-list/{there[0]['id']}", expect=200).json
    estate_id = estate_id or estate(types.SimpleNamespace(world=world), place)["id"]
    return officer(world, place).post("/v1/watch-list", new_watch(estate_id, **members), expect=201).json


def new_help(**members):
    return {"helped_on": today(-1), "helpers": "驻点人员甲", "causes": "保洁人员不足", "done": "指导企业调整班次", "next": "下周复查", **members}


def helped(world, entry, place="near", **members):
    return officer(world, place).post(f"/v1/watch-list/{entry['id']}/help", new_help(**members), expect=201).json


path("getMeeting", "updateMeeting", "withdrawMeeting", "addMeetingDecision")(lambda samples, role, own: {"id": meeting(samples.world, samples.place(role, own))["id"]})
path("getMeetingDecision", "completeMeetingDecision", "dropMeetingDecision")(lambda samples, role, own: {"id": decision(samples.world, samples.place(role, own))["id"]})
planted("listMeetings")(lambda samples: meeting(samples.world))
planted("listMeetingDecisions")(lambda samples: decision(samples.world))
planted("listIssuesToConfer")(lambda samples: issue(samples.world, "near", "assigned", ledger="petition"))
body("createMeeting")(lambda samples, role: {"json_body": new_meeting()})
body("updateMeeting")(lambda samples, role: {"json_body": {"minutes": "议定四项"}, "headers": {"If-Match": '"1"'}})
body("withdrawMeeting")(lambda samples, role: {"json_body": {"reason": "重复登记"}})
body("addMeetingDecision")(lambda samples, role: {"json_body": new_decision()})
body("completeMeetingDecision")(lambda samples, role: {"json_body": {"outcome": "已清理并复绿"}})
body("dropMeetingDecision")(lambda samples, role: {"json_body": {"reason": "另行立项解决"}})
OTHERS["createMeeting"] = lambda samples, value: {**value, "title": "另一次会议"}
OTHERS["addMeetingDecision"] = lambda samples, value: {**value, "decision": "另一事项"}
OTHERS["completeMeetingDecision"] = lambda samples, value: {**value, "outcome": "已另行处理"}

path("getDailyCheck", "withdrawDailyCheck")(lambda samples, role, own: {"id": check(samples.world, samples.place(role, own))["id"]})
planted("listDailyChecks", "listDailyCheckGaps")(lambda samples: check(samples.world))
body("createDailyCheck")(lambda samples, role: {"json_body": new_check()})
body("withdrawDailyCheck")(lambda samples, role: {"json_body": {"reason": "重复登记"}})
OTHERS["createDailyCheck"] = lambda samples, value: {**value, "findings": 3}


@path("getWatchEntry", "updateWatchEntry", "endWatchEntry", "addWatchHelp")
def entry(samples, role, own):
    return {"id": watched(samples.world, samples.place(role, own))["id"]}


@path("listWatchHelps")
def entry_with_help(samples, role, own):
    place = samples.place(role, own)
    made = watched(samples.world, place)
    for _ in range(2):
        helped(samples.world, made, place)
    return {"id": made["id"]}


@planted("listWatchEntries", number=1)
def entries(samples):
    """A firm, too, sees two."""
    for place in ("near", "near", "one"):
        watched(samples.world, place)


body("createWatchEntry")(lambda samples, role: {"json_body": new_watch(estate(samples)["id"])})
body("updateWatchEntry")(lambda samples, role: {"json_body": {"responsible_person": "包保人乙"}, "headers": {"If-Match": '"1"'}})
body("endWatchEntry")(lambda samples, role: {"json_body": {"reason": "两个季度无信访"}})
body("addWatchHelp")(lambda samples, role: {"json_body": new_help()})
OTHERS["createWatchEntry"] = lambda samples, value: {**value, "responsible_unit": "另一单位"}
OTHERS["addWatchHelp"] = lambda samples, value: {**value, "causes": "另一原因"}
