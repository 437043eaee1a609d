"""Score sheets, each of a code of its own, and assessments on them, of estates that the firm of the place has served since long ago."""
from harness.things import OTHERS, body, path, planted
from things.contracts import bring
from things.effects import DISTRICT, evaluation
from things.estates import officer, today
from things.rulebooks import deputy

SINCE = "2026-03-10"  # the firm of a place serves the estates of served()
DAY = "2026-09-07"
ITEMS = [{"code": "cleaning", "title_zh": "环境卫生", "title_en": "Cleaning", "max": "50", "rule": "deduct", "step": "0.5"},
         {"code": "order", "title_zh": "秩序维护", "title_en": "Order", "max": "40.00", "rule": "each"},
         {"code": "praise", "title_zh": "居民表扬", "title_en": "Praise", "max": "10", "rule": "award", "step": "5", "evidence_required": True}]
KINDS = ["annual", "daily", "half_year", "monthly", "quarterly"]


def told(world, **members):
    return {"code": f"s{next(world.serial)}", "title_zh": "日常管护考核表", "title_en": "Daily upkeep", "kinds": KINDS, "items": ITEMS, "total": "100", "source": "试验用评分表", **members}


def draft(world, place="near", **members):
    return officer(world, place).post("/v1/score-sheets", told(world, **members), expect=201).json


def drafted_by_deputy(world, place="near", **members):
    """What the usual officer may publish."""
    return deputy(world, "340302" if place == "abroad" else "150202").post("/v1/score-sheets", told(world, **members), expect=201).json


def published(world, place="near", since="2026-01-01", **members):
    made = drafted_by_deputy(world, place, **members)
    return officer(world, place).post(f"/v1/score-sheets/{made['id']}/publish", {"version": 1, "effective_from": since}, expect=200).json


def sheet(world, since="2026-01-01", **members):
    """Id of one that all share who ask for the same, made once in each register."""
    code = "shared" + "".join(sorted(members))
    there = world.cluster.query("select id::text from score_sheets where district_code = '150202' and code = %s and state = 'published'", (code,))
    return there[0]["id"] if there else published(world, since=since, code=code, **members)["id"]


def served(samples, place="near", **members):
    """A fresh estate that the firm of the place serves: what an assessment begins with."""
    contract = bring(samples, "filed", place, **{"service_start": SINCE, "fee_start": "2026-07-01", "signed_on": "2026-03-01", **members})
    return {"firm_id": contract["firm"]["id"], "estate_id": contract["estates"][0]["id"]}


def assessed(samples, account, members):
    """A right assessment to enter: a daily one of an estate of its own, unless the members say otherwise."""
    value = {"kind": "daily", "assessor": account.partition(".")[0], "period_from": DAY, "lines": [{"code": "order", "score": "40"}],
             **({} if "estate_id" in members else served(samples)), **members}
    value.setdefault("sheet_id", sheet(samples.world))
    value.setdefault("period_to", value["period_from"])
    return {name: member for name, member in value.items() if member is not None}


def assessment(samples, account="community.huanxi@150202", expect=201, **members):
    answer = samples.world.caller(account).post("/v1/evaluations", assessed(samples, account, members), expect=expect)
    return answer.json if expect == 201 else answer


def confirmed(samples, account="community.huanxi@150202", **members):
    made = assessment(samples, account, **members)
    decider = deputy(samples.world) if account == DISTRICT else samples.world.caller(DISTRICT)
    return decider.post(f"/v1/evaluations/{made['id']}/confirm", expect=200).json


@path("getScoreSheet")
def sheet_to_read(samples, role, own):
    return {"id": published(samples.world, "near" if own else "abroad")["id"]}


@path("updateScoreSheet", "withdrawScoreSheet")
def one_draft(samples, role, own):
    return {"id": draft(samples.world, samples.place(role, own))["id"]}


@path("publishScoreSheet")
def draft_to_publish(samples, role, own):
    return {"id": drafted_by_deputy(samples.world, samples.place(role, own))["id"]}


@planted("listScoreSheets")
def listed(samples):
    return published(samples.world)


@body("createScoreSheet")
def new_sheet(samples, role):
    return {"json_body": told(samples.world)}


@body("updateScoreSheet")
def changes(samples, role):
    return {"json_body": {"title_zh": "日常管护考核表（修订）", "items": ITEMS[:2], "total": "90"}, "headers": {"If-Match": '"1"'}}


@body("publishScoreSheet")
def publication(samples, role):
    return {"json_body": {"version": 1, "effective_from": today(20000)}}


body("withdrawScoreSheet")(lambda samples, role: {"json_body": {"reason": "需重新论证"}})
OTHERS["createScoreSheet"] = lambda samples, value: {**value, "title_en": "Other sheet"}
OTHERS["publishScoreSheet"] = lambda samples, value: {**value, "effective_from": today(20001)}


@planted("listAssessmentScores")
def scored(samples):
    """This month, which is asked for when none is."""
    return confirmed(samples, period_from=today())


@path("confirmEvaluation")
def evaluation_to_confirm(samples, role, own):
    if role == "street" and own:
        return {"id": assessment(samples)["id"]}
    return {"id": evaluation(samples.world, "street.heping@150202" if own else "street.dongfeng@340302")["id"]}
