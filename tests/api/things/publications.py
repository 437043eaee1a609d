"""What is made public of credit: publications, entries of lists, what goes to 信用中国; a rulebook and records by hand (things/scores.py)."""
import datetime
import itertools
import uuid

from harness.register import ACCOUNTS, DISTRICT, OTHER_DISTRICT
from harness.things import OTHERS, body, path, planted

from . import firms, scores

DAYS = itertools.count(1)
AUTHORITIES = ("district", "street", "community", "platform")


def district(world, abroad=False):
    return world.caller(ACCOUNTS["district"][2 if abroad else 0])


def street(world, abroad=False):
    return world.caller(ACCOUNTS["street"][2 if abroad else 0])


def held(world, abroad=False):
    scores.held(world, OTHER_DISTRICT if abroad else DISTRICT)


def earlier():
    """A day on which nothing was published yet."""
    return (scores.today() - datetime.timedelta(next(DAYS))).isoformat()


def publication(world, abroad=False, kind="grades", as_of=None, withdrawn=False, **members):
    held(world, abroad)
    value = {"kind": kind, "title": "信用等级公布", "basis": "物业服务企业信用信息管理办法", "as_of": as_of or earlier(), **members}
    made = district(world, abroad).post("/v1/credit/publications", value, expect=201).json
    if withdrawn:
        made = district(world, abroad).post(f"/v1/credit/publications/{made['id']}/withdraw", {"reason": "数据有误"}, expect=200).json
    return made


def new_entry(world, abroad=False, **members):
    value = {"list": "black", "subject_kind": "firm", "basis": "严重失信", **members}
    if "subject_id" not in value:
        value["subject_id"] = firms.firm(world, abroad=abroad)["id"]
    return value


def entry(world, state="listed", abroad=False, **members):
    """A fresh entry: the street proposes, the district decides."""
    made = street(world, abroad).post("/v1/credit/list-entries", new_entry(world, abroad, **members), expect=201).json
    steps = {"proposed": (), "refused": (("decide", {"decision": "refuse", "reason": "依据不足"}),), "listed": (("decide", {"decision": "list", "reason": "情况属实"}),)}
    for verb, value in (*steps.get(state, steps["listed"]), *((("remove", {"cause": "decision", "reason": "整改到位"}),) if state == "removed" else ())):
        made = district(world, abroad).post(f"/v1/credit/list-entries/{made['id']}/{verb}", value, expect=200).json
    return made


def evaluation(world, firm_id, score="92.50", state="confirmed", year=2026):
    """By hand: somebody's confirmed word on how good the service was."""
    return world.cluster.query(
        "insert into evaluations (district_code, id, kind, assessor, subject_kind, subject_id, firm_id, period_from, period_to, score, score_max, state, submitted_at, updated_at) "
        "values (%s, %s, 'third_party', 'third_party', 'firm', %s, %s, %s, %s, %s, 100, %s, now(), now()) returning id::text",
        (DISTRICT, str(uuid.uuid4()), firm_id, firm_id, f"{year}-01-01", f"{year}-03-31", score, state))[0]["id"]


def recorded(world, kind="firm", subject_id=None, firm_id=None, **members):
    """Id of a record in force."""
    held(world)
    return scores.record(world, subject_id or firms.firm(world)["id"], "bad.penalty", 10, kind=kind, firm_id=firm_id, **members)


STEPS = {"pending": (), "sent": ("send",), "accepted": ("send", "answer"), "withdrawn": ("withdraw",)}
VALUES = {"send": {"reference_no": "XYZG-2026-0001"}, "answer": {"result": "accepted"}, "withdraw": {"reason": "信用修复"}}


def disclosure(world, state="pending", abroad=False, **source):
    made = district(world, abroad).post("/v1/credit/disclosures", source or {"entry_id": entry(world, abroad=abroad)["id"]}, expect=201).json
    for verb in STEPS[state]:
        made = district(world, abroad).post(f"/v1/credit/disclosures/{made['id']}/{verb}", VALUES[verb], expect=200).json
    return made


@path("getCreditPublication")
def to_read(samples, role, own):
    """Outside: another district's for an authority, what was withdrawn for everybody else."""
    if own:
        return {"id": publication(samples.world)["id"]}
    return {"id": publication(samples.world, abroad=role in AUTHORITIES, withdrawn=role not in AUTHORITIES)["id"]}


def shared(samples, kind):
    """One of today, with something in it."""
    known = samples.__dict__.setdefault("published", {})
    if kind not in known:
        if kind != "grades":
            for _ in range(2):
                entry(samples.world, list=kind)
        known[kind] = publication(samples.world, kind=kind, as_of=scores.today().isoformat())["id"]
    return {"id": known[kind]}


path("listCreditPublicationGrades")(lambda samples, role, own: shared(samples, "grades") if own else to_read(samples, role, own))
path("listCreditPublicationEntries")(lambda samples, role, own: shared(samples, "black") if own else to_read(samples, role, own))
path("withdrawCreditPublication")(lambda samples, role, own: {"id": publication(samples.world, abroad=not own)["id"]})
planted("listCreditPublications")(lambda samples: publication(samples.world))


@body("createCreditPublication")
def new_publication(samples, role):
    held(samples.world)
    return {"json_body": {"kind": "grades", "title": "信用等级公布", "basis": "试验", "as_of": earlier()}}


OTHERS["createCreditPublication"] = lambda samples, value: {**value, "title": "另一标题"}
body("withdrawCreditPublication")(lambda samples, role: {"json_body": {"reason": "数据有误"}})


@path("getListEntry")
def entry_to_read(samples, role, own):
    """Outside: another district's for an authority, what is only proposed for everybody else."""
    if own:
        return {"id": entry(samples.world)["id"]}
    return {"id": entry(samples.world, "listed" if role in AUTHORITIES else "proposed", abroad=role in AUTHORITIES)["id"]}


path("decideListEntry")(lambda samples, role, own: {"id": entry(samples.world, "proposed", abroad=not own)["id"]})
path("removeListEntry")(lambda samples, role, own: {"id": entry(samples.world, "listed", abroad=not own)["id"]})
planted("listListEntries")(lambda samples: entry(samples.world))


@planted("listListSuggestions")
def suggested(samples):
    """Somebody on a list whose record was repaired: true by any rulebook, whose grades are not this planter's alone."""
    world = samples.world
    firm = firms.firm(world)["id"]
    ground = recorded(world, subject_id=firm)
    entry(world, subject_id=firm, record_id=ground)
    world.cluster.query("update credit_records set state = 'repaired', ended_at = now() where id = %s returning 1", (ground,))


body("proposeListEntry")(lambda samples, role: {"json_body": new_entry(samples.world)})
OTHERS["proposeListEntry"] = lambda samples, value: {**value, "basis": "另一依据"}
body("decideListEntry")(lambda samples, role: {"json_body": {"decision": "list", "reason": "情况属实"}})
body("removeListEntry")(lambda samples, role: {"json_body": {"cause": "decision", "reason": "整改到位"}})

path("getCreditDisclosure")(lambda samples, role, own: {"id": disclosure(samples.world, abroad=not own)["id"]})
path("sendCreditDisclosure", "withdrawCreditDisclosure")(lambda samples, role, own: {"id": disclosure(samples.world, abroad=not own)["id"]})
path("answerCreditDisclosure")(lambda samples, role, own: {"id": disclosure(samples.world, "sent", abroad=not own)["id"]})
planted("listCreditDisclosures")(lambda samples: disclosure(samples.world))
body("createCreditDisclosure")(lambda samples, role: {"json_body": {"entry_id": entry(samples.world)["id"]}})
OTHERS["createCreditDisclosure"] = lambda samples, value: {"entry_id": entry(samples.world)["id"]}
body("sendCreditDisclosure")(lambda samples, role: {"json_body": VALUES["send"]})
OTHERS["sendCreditDisclosure"] = lambda samples, value: {"reference_no": "XYZG-2026-0002"}
body("answerCreditDisclosure")(lambda samples, role: {"json_body": VALUES["answer"]})
OTHERS["answerCreditDisclosure"] = lambda samples, value: {"result": "refused", "reason": "格式不符"}
body("withdrawCreditDisclosure")(lambda samples, role: {"json_body": VALUES["withdraw"]})
