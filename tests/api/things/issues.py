"""Issues: each call gets one of its own, of an estate of its own, in the state that it starts from; one that a firm is to see is assigned to that firm."""
import concurrent.futures
import uuid

from harness.register import ACCOUNTS
from harness.things import OTHERS, body, path, planted

from .estates import estate, officer, today
from .rulebooks import deputy

PLACES = {"one": 0, "two": 1, "near": 0, "far": 1, "abroad": 2}
ASSIGNMENT = {"person": "王工", "measure": "更换消火栓阀门", "due_on": today(5)}
# What leads to a state, in order; a number stands for who does it: 0 the first officer of the district, 1 another.
WAYS = {
    "found": [], "withdrawn": [("withdraw", 0)], "assigned": [("assign", 0)], "rectifying": [("assign", 0), ("start", 0)],
    "progressing": [("assign", 0), ("start", 0), ("progress", 0)],
    "rectified": [("assign", 0), ("start", 0), ("rectify", 1)],
    "rejected": [("assign", 0), ("start", 0), ("rectify", 1), ("reject", 0)],
    "accepted": [("assign", 0), ("start", 0), ("rectify", 1), ("accept", 0)],
    "closed": [("assign", 0), ("start", 0), ("rectify", 1), ("accept", 0), ("close", 0)],
    "deferred": [("assign", 0), ("defer", 0)], "refused": [("assign", 0), ("refuse", 0)],
}
SAID = {
    "assign": {"responsible_kind": "department", "department": "water_supply", **ASSIGNMENT}, "start": {}, "progress": {"progress": "已联系维修单位"},
    "rectify": {"note": "阀门已更换"}, "accept": {"note": "现场查验合格"}, "reject": {"reason": "仍无水"}, "close": {},
    "defer": {"plan": "列入明年改造计划", "reported_up_to": "区物业管理工作领导小组"}, "resume": {"note": "资金已落实"},
    "refuse": {"decision": "东住建决〔2026〕12号"}, "yield": {"note": "企业已进场整改"}, "withdraw": {"reason": "登记有误"},
}


def new_issue(**members):
    value = {"ledger": "facility", "place": "3号楼东侧", "problem": "消火栓箱门损坏", **members}
    return {name: member for name, member in value.items() if member is not None}


def home(samples, place):
    """Id of an estate: a fresh one, or of a firm the one that it manages."""
    return str(samples.estates[place]["id"]) if place in ("one", "two") else estate(samples, place)["id"]


def issue(samples, at="near", by=None, **members):
    """As it was recorded."""
    members = {"estate_id": home(samples, at), **members} if "estate_id" not in members else members
    return (by or officer(samples.world, at)).post("/v1/issues", new_issue(**members), expect=201).json


def act(client, one, verb, value=..., expect=200):
    return client.post(f"/v1/issues/{one['id']}/{verb}", SAID[verb] if value is ... else value, expect=expect)


def officers(world, place="near"):
    return officer(world, place), deputy(world, "340302" if place == "abroad" else "150202")


def firm_of(world, place):
    return str(world.register.account(ACCOUNTS["company"][PLACES[place]])["firm_id"])


def issue_in(samples, state, at="near", firm=None, **members):
    """One that came to a state; of a firm, which answers for it."""
    firm = firm_of(samples.world, at) if firm is None and at in ("one", "two") else firm
    one = issue(samples, at, **members)
    for verb, who in WAYS[state]:
        said = SAID[verb]
        if verb == "assign" and firm:
            said = {"responsible_kind": "firm", "firm_id": firm, **ASSIGNMENT}
        one = act(officers(samples.world, at)[who], one, verb, said).json
    return one


def at_once(*calls):
    with concurrent.futures.ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(call) for call in calls]]


def read(client, one, expect=200):
    return client.get(f"/v1/issues/{one['id']}", expect=expect).json


def events(client, one):
    return client.get(f"/v1/issues/{one['id']}/events", expect=200).json["items"]


def pointers(answer):
    return [fault["pointer"] for fault in answer.json["errors"]]


def counted(world, campaign="00000000-0000-0000-0000-000000000000"):
    """What the counts come to, and what the issues themselves do."""
    said = world.cluster.query("select level, street_code, community_code, responsible_kind, severity, rolled_up, state, ledger, sum(n)::int as n from issue_moves where district_code = '150202' "
                               "and campaign_id = %s group by 1, 2, 3, 4, 5, 6, 7, 8 having sum(n) <> 0 order by 1, 2, 3, 4, 5, 6, 7, 8", (campaign,))
    are = world.cluster.query("select level, coalesce(street_code, '') as street_code, coalesce(community_code, '') as community_code, coalesce(responsible_kind, '') as responsible_kind, severity, "
                              "rolled_up, state, ledger, count(*)::int as n from issues where district_code = '150202' and coalesce(campaign_id, '00000000-0000-0000-0000-000000000000') = %s "
                              "and created_role is not null and exists (select from issue_events e where e.issue_id = issues.id) group by 1, 2, 3, 4, 5, 6, 7, 8 order by 1, 2, 3, 4, 5, 6, 7, 8", (campaign,))
    return said, are


def planted_issue(samples, place, state="assigned", published=True, **columns):
    """By hand, in a state; for readers."""
    district = "340302" if place == "abroad" else "150202"
    e = samples.estates[place]
    value = {"district_code": district, "id": str(uuid.uuid4()), "ledger": "facility", "estate_id": str(e["id"]), "street_code": e["street_code"], "community_code": e["community_code"],
             "place": "3号楼", "place_masked": "3号楼", "problem": "消火栓无水", "problem_masked": "消火栓无水", "source": "patrol", "found_on": today(), "last_recorded_at": "now",
             "created_role": "district", "created_at": "now", "updated_at": "now", "state": state, "published_at": "now" if published else None, **columns}
    if state != "found":
        value = {"responsible_kind": "firm", "responsible_firm_id": firm_of(samples.world, place), "responsible_name": "某物业", "person": "王工", "due_on": today(30), "measure": "更换阀门",
                 "measure_masked": "更换阀门", "assigned_at": "now", **value}
    value = {name: member for name, member in value.items() if member is not None}
    return samples.world.cluster.query(f"insert into issues ({', '.join(value)}) values ({', '.join(['%s'] * len(value))}) returning id::text", tuple(value.values()))[0]


STARTS = {"assignIssue": "found", "updateIssue": "found", "withdrawIssue": "found", "rollUpIssue": "found", "startIssue": "assigned", "reportIssueProgress": "rectifying", "rectifyIssue": "rectifying",
          "acceptIssue": "rectified", "rejectIssue": "rectified", "closeIssue": "accepted", "deferIssue": "rectifying", "refuseIssue": "rectifying", "resumeIssue": "deferred",
          "yieldIssue": "refused", "listIssueEvents": "progressing", "listIssueSightings": "found"}
VERBS = {"assignIssue": "assign", "withdrawIssue": "withdraw", "startIssue": "start", "reportIssueProgress": "progress", "rectifyIssue": "rectify", "acceptIssue": "accept",
         "rejectIssue": "reject", "closeIssue": "close", "deferIssue": "defer", "refuseIssue": "refuse", "resumeIssue": "resume", "yieldIssue": "yield"}


def to_act(state):
    return lambda samples, role, own: {"id": issue_in(samples, state, samples.place(role, own))["id"]}


def to_say(verb):
    return lambda samples, role: {"json_body": SAID[verb] or {"note": "按计划进行"}}


for name, state in STARTS.items():
    path(name)(to_act(state))
for name, verb in VERBS.items():
    body(name)(to_say(verb))
for name, members in {"refuseIssue": {"decision": "东住建决〔2026〕13号"}, "assignIssue": {"measure": "更换整套阀门"}, "reportIssueProgress": {"progress": "维修单位已进场"},
                      "deferIssue": {"plan": "由维修资金解决"}, "createIssue": {"problem": "消火栓无水"}, "promoteComplaint": {"problem": "楼道长期无照明"}}.items():
    OTHERS[name] = lambda samples, value, members=members: {**value, **members}


@path("listIssueSightings")
def recorded_twice(samples, role, own):
    place = samples.place(role, own)
    members = {"estate_id": home(samples, place), "defect_list": "facility_deficiency", "defect_code": "blocked_sewer", "place": f"{next(samples.world.serial)}号楼"}
    return {"id": [issue(samples, place, **members) for _ in range(2)][0]["id"]}


@body("updateIssue")
def put_right(samples, role):
    return {"json_body": {"place": "4号楼西侧"}, "headers": {"If-Match": '"1"'}}


OTHERS["updateIssue"] = lambda samples, value: {"place": "5号楼"}


@body("rollUpIssue")
def to_roll_up(samples, role):
    return {"json_body": {}}


OTHERS["rollUpIssue"] = lambda samples, value: {"district_issue_id": str(uuid.uuid4())}


@body("publishIssues")
def to_publish(samples, role):
    return {"json_body": {"ids": [issue(samples)["id"]]}}


OTHERS["publishIssues"] = lambda samples, value: {"ids": [str(uuid.uuid4())]}


@path("promoteComplaint")
def complaint_to_promote(samples, role, own):
    return {"id": samples.complaints[samples.place(role, own)]}


@body("promoteComplaint")
def of_complaint(samples, role):
    return {"json_body": {"problem": "楼道照明不亮", "place": f"{next(samples.world.serial)}号楼"}}


@path("getIssue")
def one_issue(samples, role, own):
    if role == "public" and not own:
        return None
    return {"id": planted_issue(samples, samples.place(role, own), published=own)["id"]}


@planted("listIssues")
def listed(samples):
    for place in ("near", "one"):
        planted_issue(samples, place)


@body("createIssue")
def recorded(samples, role):
    place = samples.place(role, True)
    return {"json_body": new_issue(estate_id=str(samples.estates[place]["id"]), place=f"{next(samples.world.serial)}号楼")}
