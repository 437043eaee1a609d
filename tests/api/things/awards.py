"""Rounds of awards, nominations, honours. Each nomination has a round of its own, which any number may be nominated in; the days of a round pass by hand."""
import concurrent.futures
import itertools

from harness.register import ACCOUNTS, DISTRICT, OTHER_DISTRICT
from harness.things import OTHERS, body, path, planted
from things import effects, firms
from things.estates import today
from things.rulebooks import deputy

ROUNDS, NOMINATIONS, HONOURS = "/v1/award-rounds", "/v1/award-nominations", "/v1/honours"
SERIAL = itertools.count(1)
KINDS = ("firm", "estate", "staff", "committee", "committee_member", "org_unit", "community")
ACTS = {"select": ("decide", {"decision": "select", "reason": "综合评审"}), "reject": ("decide", {"decision": "reject", "reason": "综合评审"}),
        "withdraw": ("withdraw", {"reason": "材料不齐"}), "object": ("object", {"grounds": "材料与事实不符"}),
        "uphold": ("decide-objection", {"decision": "uphold", "reason": "经核查属实"}), "dismiss": ("decide-objection", {"decision": "dismiss", "reason": "经核查不属实"})}


def document(places=1000):
    """A category of each kind of subject with a quota of its own; the awards are named anew each time, for each has one round a year."""
    turn = next(SERIAL)
    return {"quotas": [{"code": kind, "title_zh": kind, "title_en": kind, "quota": places} for kind in KINDS],
            "categories": [{"code": kind, "quota": kind, "title_zh": f"先进{kind}{turn}", "title_en": f"Best {kind}", "subject_kind": kind, "level": "district", "class": None} for kind in KINDS]}


def officer(world, abroad=False):
    return world.caller(ACCOUNTS["district"][2 if abroad else 0])


def second(world, abroad=False):
    return deputy(world, OTHER_DISTRICT if abroad else DISTRICT)


def new_round(**members):
    return {"year": 2026, "title_zh": "年度评选", "title_en": "Awards of the year", "basis": "评选方案", "nominations_from": today(), "nominations_until": today(10), "deadline": today(60),
            "publicity_days": 5, "publicity_kind": "working", "objection_days": 7, "document": document(), **members}


def drafted(world, abroad=False, **members):
    """By the second officer, so that the usual one may open it."""
    return second(world, abroad).post(ROUNDS, new_round(**members), expect=201).json


def opened(world, abroad=False, **members):
    return officer(world, abroad).post(f"{ROUNDS}/{drafted(world, abroad, **members)['id']}/open", expect=200).json


def changed(world, round_id, **columns):
    """By hand."""
    world.cluster.query(f"update award_rounds set {', '.join(f'{name} = %s' for name in columns)} where id = %s returning 1", (*columns.values(), round_id))


def in_selection(world, round_id):
    """As if the days of nomination were over."""
    changed(world, round_id, nominations_from=today(-20), nominations_until=today(-1))


def in_publicity(world, round_id, first=0):
    in_selection(world, round_id)
    changed(world, round_id, state="publicity", publicity_from=today(first), publicity_until=today(first + 7), objections_until=today(first + 7))


def put(world, nomination, state):
    """A nomination in a state of its own and its round in the phase that goes with it, by hand: what credit says of whoever is nominated is another test's."""
    if state in ("selected", "not_selected", "nominated"):
        in_selection(world, nomination["round_id"])
    else:
        in_publicity(world, nomination["round_id"])
    world.cluster.query("update award_nominations set state = %s, exclusion = null, excluded_at_step = null where id = %s returning 1", (state, nomination["id"]))
    return nomination


def community(world, account):
    return world.register.account(account)["community_code"]


def nominated(world, account="community.huanxi@150202", state=None, subject=None, category="community", abroad=False, round_id=None, **members):
    """By an account; a community itself unless another subject is named."""
    value = {"round_id": round_id or opened(world, abroad)["id"], "category": category, "subject_id": subject or community(world, "community.lanwan@340302" if abroad else "community.huanxi@150202"),
             "grounds": "全年工作突出", **members}
    made = world.caller(account).post(NOMINATIONS, value, expect=201).json
    return put(world, made, state) if state else made


def of_firm(world, state, number=0):
    """company.one's own nomination, or company.two's."""
    account = ACCOUNTS["company"][number]
    return nominated(world, account, state, str(world.register.account(account)["firm_id"]), "firm")


def far(world, state):
    return nominated(world, "community.luwang@150202", state, community(world, "community.luwang@150202"))


def abroad_one(world, state):
    return nominated(world, "community.lanwan@340302", state, abroad=True)


def unseen(world, role, state):
    """One that the role does not find: of another district, elsewhere in this one, or another firm's; before it is public."""
    if role in ("street", "community"):
        return far(world, "nominated")
    if role == "company":
        return of_firm(world, "nominated", 1)
    return abroad_one(world, state) if role in ("district", "platform") else far(world, "nominated")


@path("getAwardRound")
def round_to_read(samples, role, own):
    """Outside: another district's for who has one, a draft for everybody else."""
    if own:
        return {"id": opened(samples.world)["id"]}
    return {"id": drafted(samples.world, abroad=role in ("district", "platform"))["id"]}


path("updateAwardRound", "openAwardRound", "cancelAwardRound")(lambda samples, role, own: {"id": drafted(samples.world, abroad=not own)["id"]})
path("publishAwardSelection")(lambda samples, role, own: {"id": (nominated(samples.world, state="selected") if own else abroad_one(samples.world, "selected"))["round_id"]})


@path("grantAwardRound")
def round_to_grant(samples, role, own):
    one = nominated(samples.world, state="publicity") if own else abroad_one(samples.world, "publicity")
    in_publicity(samples.world, one["round_id"], -10)
    return {"id": one["round_id"]}


planted("listAwardRounds")(lambda samples: opened(samples.world))
body("createAwardRound")(lambda samples, role: {"json_body": new_round()})
OTHERS["createAwardRound"] = lambda samples, value: {**value, "year": 2027}
body("updateAwardRound")(lambda samples, role: {"json_body": {"title_zh": "年度评选（修订）"}, "headers": {"If-Match": '"1"'}})
body("cancelAwardRound")(lambda samples, role: {"json_body": {"reason": "方案需重新论证"}})


@path("getAwardNomination")
def nomination_to_read(samples, role, own):
    if own:
        return {"id": (of_firm(samples.world, "nominated") if role == "company" else nominated(samples.world, state="publicity"))["id"]}
    return {"id": unseen(samples.world, role, "publicity")["id"]}


@path("listAwardNominations")
def nominations_to_list(samples, role, own):
    if own and nominations_to_list not in samples.planted:
        samples.planted.add(nominations_to_list)
        for _ in range(2):
            nominated(samples.world, state="publicity")
    return {} if own else None


path("decideAwardNomination")(lambda samples, role, own: {"id": (nominated(samples.world, state="nominated") if own else abroad_one(samples.world, "nominated"))["id"]})


@path("withdrawAwardNomination")
def to_withdraw(samples, role, own):
    world = samples.world
    if not own:
        return {"id": unseen(world, role, "nominated")["id"]}
    return {"id": (of_firm(world, "nominated") if role == "company" else nominated(world, ACCOUNTS[role if role in ("street", "community") else "district"][0], "nominated"))["id"]}


@path("objectToAwardNomination")
def to_object(samples, role, own):
    return {"id": (nominated(samples.world, state="publicity") if own else unseen(samples.world, role, "publicity"))["id"]}


@body("createAwardNomination")
def new_nomination(samples, role):
    world = samples.world
    mine = str(world.register.account(ACCOUNTS["company"][0])["firm_id"]) if role == "company" else community(world, "community.huanxi@150202")
    return {"json_body": {"round_id": opened(world)["id"], "category": "firm" if role == "company" else "community", "subject_id": mine, "grounds": "全年工作突出", "facts": "零投诉"}}


OTHERS["createAwardNomination"] = lambda samples, value: {**value, "grounds": "另有理由"}
body("decideAwardNomination")(lambda samples, role: {"json_body": {"decision": "select", "reason": "综合评审"}})
body("withdrawAwardNomination")(lambda samples, role: {"json_body": {"reason": "材料不齐"}})
body("objectToAwardNomination")(lambda samples, role: {"json_body": {"grounds": "材料与事实不符"}})
OTHERS["objectToAwardNomination"] = lambda samples, value: {"grounds": "另有理由"}


def objected(world, abroad=False, account=None, one=None):
    """A nomination in publicity with an objection, whose id it brings along."""
    one = one or (abroad_one(world, "publicity") if abroad else nominated(world, state="publicity"))
    told = world.caller(account or ACCOUNTS["street"][2 if abroad else 0]).post(f"{NOMINATIONS}/{one['id']}/object", {"grounds": "材料与事实不符"}, expect=200).json
    return {**told, "objection_id": told["objections"][-1]["id"]}


path("decideAwardObjection")(lambda samples, role, own: {"id": objected(samples.world, abroad=not own)["id"]})
body("decideAwardObjection")(lambda samples, role: {"json_body": {"decision": "dismiss", "reason": "经核查不属实"}})


def new_honour(world, **members):
    return {"subject_kind": "community", "subject_id": community(world, "community.huanxi@150202"), "title_zh": f"省级示范住宅小区{next(world.serial)}", "level": "provincial", "class": 1,
            "granted_on": "2026-06-30", "grantor": "省住房和城乡建设厅", "document_no": "建房字〔2026〕12号", **members}


def honour(world, abroad=False, **members):
    """Entered by the second officer, so that the usual one may take it back."""
    if abroad:
        members = {"subject_id": community(world, "community.lanwan@340302"), **members}
    return second(world, abroad).post(HONOURS, new_honour(world, **members), expect=201).json


@path("getHonour")
def honour_to_read(samples, role, own):
    """Outside: another district's for who has one, a person's for everybody else."""
    world = samples.world
    if own:
        return {"id": honour(world)["id"]}
    if role in ("district", "street", "community", "platform"):
        return {"id": honour(world, abroad=True)["id"]}
    firm = str(world.register.account(ACCOUNTS["company"][1])["firm_id"])
    return {"id": honour(world, subject_kind="staff", subject_id=staff(world, firm))["id"]}


def staff(world, firm_id, name="试验员工"):
    return officer(world).post(f"/v1/firms/{firm_id}/staff", {"name": name, "joined_on": "2020-01-01"}, expect=201).json["id"]


path("revokeHonour")(lambda samples, role, own: {"id": honour(samples.world, abroad=not own)["id"]})
planted("listHonours")(lambda samples: honour(samples.world))
body("createHonour")(lambda samples, role: {"json_body": new_honour(samples.world)})
OTHERS["createHonour"] = lambda samples, value: {**value, "title_zh": "市级优秀住宅小区"}
body("revokeHonour")(lambda samples, role: {"json_body": {"reason": "信用等级C级，撤销已取得荣誉", "document_no": "区住建〔2026〕8号"}})


# ---- for the tests of awards ----

def together(*calls):
    with concurrent.futures.ThreadPoolExecutor(len(calls)) as pool:
        return [answer.result() for answer in [pool.submit(call) for call in calls]]


def act(client, nomination, name, expect=200):
    verb, value = ACTS[name]
    return client.post(f"{NOMINATIONS}/{nomination['id']}/{verb}", value, expect=expect)


def move(client, round_id, verb, expect=200):
    return client.post(f"{ROUNDS}/{round_id}/{verb}", {"reason": "方案需重新论证"} if verb == "cancel" else None, expect=expect)


def name(client, round_id, category, subject, expect=201):
    return client.post(NOMINATIONS, {"round_id": round_id, "category": category, "subject_id": subject, "grounds": "成绩突出"}, expect=expect)


def own_firm(world, number=0):
    return str(world.register.account(ACCOUNTS["company"][number])["firm_id"])


def bad(world, firm_id):
    """Grade C by the rulebook of the day."""
    effects.record(world, firm_id, "late", 20)


def starred(world, district, other, round_id=None):
    """A round of nearly everything in publicity: (round id, nominations by category); each nominated by the other officer and selected by this one."""
    round_id = round_id or opened(world)["id"]
    firm = firms.firm(world)
    subjects = {"firm": firm["id"], "staff": staff(world, firm["id"], "张明星"), "community": community(world, "community.huanxi@150202")}
    made = {category: name(other, round_id, category, subject).json for category, subject in subjects.items()}
    in_selection(world, round_id)
    for one in made.values():
        assert act(district, one, "select").json["state"] == "selected"
    move(district, round_id, "publish-selection")
    return round_id, {category: {**one, "firm": firm["id"]} for category, one in made.items()}
