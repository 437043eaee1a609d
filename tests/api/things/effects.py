"""What follows from credit: a rulebook in force and records that count, planted as rows, and evaluations that are entered and confirmed."""
import json
import uuid

from harness.register import ACCOUNTS
from harness.things import OTHERS, body, path
from things.estates import today
from things.firms import firm, own_firm
from things.rulebooks import hold

DISTRICT, ABROAD = "district.officer@150202", "district.officer@340302"

ITEMS = [{"code": code, "category": category, "subject": "firm", "title_zh": zh, "title_en": en, "points_kind": "range", "low": "0", "high": "100", "item_cap": None, "group": None,
          "severity": None, "veto": code == "fraud", "until_rectified": code == "unsafe", "source": "试验"}
         for code, category, zh, en in (("honour", "good", "市级荣誉", "Honour of the city"), ("rooms", "basic", "服务用房资料齐全", "Rooms on file"),
                                        ("late", "bad", "投诉处理不及时", "Late with a complaint"), ("unsafe", "bad", "消防设施损坏未修", "Fire equipment broken"),
                                        ("fraud", "bad", "套取维修资金", "Fraud with the maintenance fund"))]
GRADES = [{"grade": "D", "label_zh": "一票否决", "label_en": "Vetoed", "condition": "veto"},
          {"grade": "AAA", "label_zh": "信用优秀", "label_en": "Excellent", "condition": "normal", "low": "85"},
          {"grade": "AA", "label_zh": "信用良好", "label_en": "Good", "condition": "normal", "low": "80", "high": "85"},
          {"grade": "A", "label_zh": "信用较好", "label_en": "Fair", "condition": "normal", "low": "60", "high": "80"},
          {"grade": "C", "label_zh": "严重失信", "label_en": "Seriously dishonest", "condition": "normal", "high": "60", "requires_bad": True},
          {"grade": "U", "label_zh": "不评级", "label_en": "Not rated", "condition": "unrated", "high": "60"}]
GOOD = [{"grade": grade, "effect": effect, "value": value, "note_zh": zh, "note_en": en} for grade in ("AAA", "AA")
        for effect, value, zh, en in (("green_channel", None, "监督管理绿色通道", "Green channel"), ("inspection_factor", "0.50" if grade == "AA" else "0.25", "减少检查频次", "Fewer inspections"),
                                      ("priority", None, "评先树优、媒体宣传、优惠政策优先", "First for honours"), ("recommend", None, "政府采购、业主选聘优先推荐", "Recommended first"))]
BANS = [{"grade": "C", "effect": effect, "value": None, "note_zh": "严重失信", "note_en": "Serious"}
        for effect in ("blacklist", "key_supervision", "market_restrict", "procurement_ban", "award_ban", "honours_revoked", "exposure")]
WEIGHTS = [{"assessor": "street", "weight": "0.3"}, {"assessor": "owners_committee", "weight": "0.4"}, {"assessor": "community", "weight": "0.3"}]
DOCUMENT = {"score": {"base": "70", "basic_cap": "20", "good_cap": "20", "bad_cap": None, "total_min": None, "total_max": None, "rounding": 2}, "cycle": "real_time",
            "counts_from": "effective", "participation": "assumed", "default_validity_months": 12, "groups": [], "items": ITEMS, "grades": GRADES, "effects": GOOD + BANS,
            "assessor_weights": WEIGHTS}


def rulebook(world, since="2020-01-01", until=None, district="150202", **changes):
    """In force in the district; a second one for the same days is not made."""
    if not (until or changes):
        return hold(world, DOCUMENT, since, district)
    number = 1 + world.cluster.query("select count(*) as n from credit_rulebooks where district_code = %s", (district,))[0]["n"]
    world.cluster.query("insert into credit_rulebooks (district_code, code, number, title_zh, title_en, state, document, effective_from, effective_to, source, published_at) "
                        "values (%s, 'trial', %s, '试验计分标准', 'Trial rulebook', 'published', %s, %s, %s, '鲁建物函试验号', now()) on conflict do nothing",
                        (district, number, json.dumps({**DOCUMENT, **changes}), since, until))


def record(world, firm_id, item, points, since="2026-01-01", until=None, known="2026-01-01 00:00+08", kind="firm", subject=None, facts="现场检查发现", district="150202", **members):
    """A record that counts from `since` to `until` (its last day) and has been known since a moment: its id."""
    known_item = next(each for each in ITEMS if each["code"] == item)
    made = str(uuid.uuid4())
    book = world.cluster.query(
        "select id from credit_rulebooks where district_code = %s and state = 'published' order by daterange(effective_from, effective_to) @> %s::date desc, number desc, id limit 1",
        (district, today()))[0]["id"]
    world.cluster.query(
        "insert into credit_records (district_code, id, rulebook_id, item_code, category, veto, subject_kind, subject_id, firm_id, occurred_on, points, assessor, source, fact_key, facts, "
        "state, proposed_role, proposed_at, confirmed_at, notified_at, valid_from, valid_to, updated_at) "
        "values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 'district', 'inspection', %s, %s, 'effective', 'street', %s, %s, %s, %s, %s, %s)",
        (district, made, book, item, known_item["category"], known_item["veto"], kind, subject or firm_id, firm_id, since, points, made, facts, known, known, known, since, until, known))
    count(world, made, **members)
    return made


def count(world, record_id, known_to=None):
    world.cluster.query(
        "insert into credit_counts (district_code, record_id, subject_kind, subject_id, firm_id, item_code, category, points, assessor, fact_key, veto, valid, known) "
        "select district_code, id, subject_kind, subject_id, firm_id, item_code, category, points, assessor, fact_key, veto, daterange(valid_from, valid_to, '[]'), "
        "tstzrange(notified_at, %s) from credit_records where id = %s", (known_to, record_id))


def entry(world, firm_id, name, since, until=None, kind="firm", subject=None, state="listed", basis="区住建局公告"):
    """On a list from `since` to the day before `until`."""
    made = str(uuid.uuid4())
    world.cluster.query(
        "insert into credit_list_entries (district_code, id, list, subject_kind, subject_id, firm_id, name, basis, state, valid_from, valid_to, proposed_at, decided_at, updated_at) "
        "values ('150202', %s, %s, %s, %s, %s, '试验', %s, %s, %s, %s, %s::date, %s::date, now())", (made, name, kind, subject or firm_id, firm_id, basis, state, since, until, since, since))
    return made


def rated_firm(world, role, own):
    rulebook(world)
    found = own_firm(world, role, own)
    if own and not world.cluster.query("select 1 from credit_records where firm_id = %s", (found,)):
        record(world, found, "honour", "12")
    return {"id": found}


path("getFirmCreditEffects", "getFirmCreditReport")(lambda samples, role, own: rated_firm(samples.world, role, own))


@path("getStaffEligibility")
def person(samples, role, own):
    world = samples.world
    abroad = role != "company" and not own
    firm_id = str(world.register.account(ACCOUNTS["company"][0 if own else 1])["firm_id"]) if role == "company" else firm(world, abroad=abroad)["id"]
    return {"id": staff(world, firm_id, abroad)}


def staff(world, firm_id, abroad=False):
    return world.caller(ABROAD if abroad else DISTRICT).post(f"/v1/firms/{firm_id}/staff", {"name": "试验经理", "joined_on": "2024-01-01"}, expect=201).json["id"]


@path("listEligibilityRules")
def rules_of_all(samples, role, own):
    return {} if own else None


def rule(**members):
    return {"for": "entry", "reason": "credit_unrated", "bars": False, "basis": "区级规定", "effective_from": today(30), **members}


@body("setEligibilityRule")
def new_rule(samples, role):
    # Another day each time: two rules for a day would meet.
    return {"json_body": rule(effective_from=today(30 + next(samples.world.serial)))}


OTHERS["setEligibilityRule"] = lambda samples, value: {**value, "bars": True}


def evaluation(world, account="street.heping@150202", expect=201, **members):
    value = {"kind": "composite", "assessor": account.partition(".")[0], "period_from": "2026-07-01", "period_to": "2026-09-30", "score": "86.50", **members}
    if "firm_id" not in value:
        value["firm_id"] = firm(world, abroad=account.endswith("340302"))["id"]
    answer = world.caller(account).post("/v1/evaluations", value, expect=expect)
    return answer.json if expect == 201 else answer


def confirmed(world, account="street.heping@150202", **members):
    return world.caller(ABROAD if account.endswith("340302") else DISTRICT).post(f"/v1/evaluations/{evaluation(world, account, **members)['id']}/confirm", expect=200).json


@body("createEvaluation")
def new_evaluation(samples, role):
    value = {"kind": "composite", "assessor": role, "firm_id": firm(samples.world)["id"], "period_from": "2026-07-01", "period_to": "2026-09-30", "score": "86.50", "score_max": "100",
             "sheet": [{"item": "环境卫生", "score": "46.50", "max": "50"}, {"item": "秩序维护", "score": "40", "max": "50.00"}], "note": "总体良好"}
    return {"json_body": {**value, "kind": "third_party", "assessor": "third_party", "assessor_name": "试验评估公司"} if role == "district" else value}


OTHERS["createEvaluation"] = lambda samples, value: {**value, "note": "另有说明"}
body("withdrawEvaluation")(lambda samples, role: {"json_body": {"reason": "评分表录入有误"}})


@path("getEvaluation")
def evaluation_to_read(samples, role, own):
    if role == "company":
        return {"id": confirmed(samples.world, firm_id=own_firm(samples.world, role, own), period_from=f"2026-01-{next(samples.world.serial) % 28 + 1:02d}")["id"]}
    return {"id": (confirmed if role == "platform" else evaluation)(samples.world, "street.heping@150202" if own else "street.dongfeng@340302")["id"]}


@path("withdrawEvaluation")
def evaluation_to_withdraw(samples, role, own):
    world = samples.world
    if role not in ("street", "community"):
        return {"id": evaluation(world, "street.heping@150202" if own else "street.dongfeng@340302")["id"]}
    return {"id": evaluation(world, ACCOUNTS[role][0 if own else 1])["id"]}


@path("listEvaluations")
def two_evaluations(samples, role, own):
    if own and two_evaluations not in samples.planted:
        samples.planted.add(two_evaluations)
        for number in (1, 2):
            confirmed(samples.world, firm_id=own_firm(samples.world, "company", True), period_to=f"2026-10-0{number}")
    return {} if own else None


@path("getFirmEvaluation")
def assessed_firm(samples, role, own):
    rulebook(samples.world)
    return {"id": own_firm(samples.world, role, own)}
