"""Scores: a rulebook that holds, and what counts for whom, both by hand."""
import datetime
import json
import uuid

from harness.register import ACCOUNTS, DISTRICT
from harness.things import OTHERS, body, path, planted

from . import firms, staff
from .rulebooks import hold

SHANGHAI = datetime.timezone(datetime.timedelta(hours=8))
EVER = "[2000-01-01 00:00+08,)"
# The bounds of Shandong and the caps of Yantai, with an item of each kind; what an item is worth is invented.
DOCUMENT = {
    "score": {"base": "0", "basic_cap": "80", "good_cap": "40", "bad_cap": None, "total_min": None, "total_max": None, "rounding": 2},
    "cycle": "real_time", "counts_from": "confirmed", "participation": "declared", "default_validity_months": 12,
    "days": {"kind": "working", "publicity": 5, "objection": 5, "decision": 5, "rectify": None}, "repair": [], "repair_barred_months": None,
    "groups": [{"code": "media", "rule": "max_per_fact", "cap": "25"}, {"code": "honour", "rule": "max_only", "cap": None}],
    "items": [
        {"code": "basic.data", "category": "basic", "subject": "firm", "title_zh": "企业资料完整", "title_en": "Complete data", "points_kind": "range", "low": "0", "high": "100"},
        {"code": "good.staff", "category": "good", "subject": "firm", "title_zh": "持证人员", "title_en": "Certified staff", "points_kind": "per_unit", "unit": "人", "unit_points": "0.5", "item_cap": "5"},
        {"code": "good.media", "category": "good", "subject": "firm", "title_zh": "媒体报道", "title_en": "Media", "points_kind": "tier", "group": "media",
         "tiers": [{"level": "national", "points": "20"}, {"level": "city", "points": "10"}]},
        {"code": "good.web", "category": "good", "subject": "firm", "title_zh": "网络报道", "title_en": "Web", "points_kind": "fixed", "points": "20", "group": "media"},
        {"code": "good.award", "category": "good", "subject": "firm", "title_zh": "表彰", "title_en": "Award", "points_kind": "tier", "group": "honour",
         "tiers": [{"level": "national", "points": "15"}, {"level": "city", "points": "5"}]},
        {"code": "good.other", "category": "good", "subject": "firm", "title_zh": "其他", "title_en": "Other", "points_kind": "measured", "low": "1", "high": "60"},
        {"code": "bad.complaint", "category": "bad", "subject": "project", "title_zh": "投诉处理不及时", "title_en": "Complaint not handled", "points_kind": "fixed", "points": "5",
         "propagates_to": [{"subject": "firm", "ratio": "0.5"}, {"subject": "person", "ratio": "1"}]},
        {"code": "bad.penalty", "category": "bad", "subject": "firm", "title_zh": "行政处罚", "title_en": "Penalty", "points_kind": "fixed", "points": "10"},
        {"code": "bad.fraud", "category": "bad", "subject": "firm", "title_zh": "骗取维修资金", "title_en": "Fraud", "points_kind": "fixed", "points": "0", "veto": True},
        {"code": "person.refusal", "category": "bad", "subject": "person", "title_zh": "拒不整改", "title_en": "Refusal", "points_kind": "fixed", "points": "5"}],
    "grades": [
        {"grade": "D", "label_zh": "一票否决", "label_en": "Vetoed", "condition": "veto", "low": None, "high": None},
        {"grade": "C", "label_zh": "C（缺失）", "label_en": "C (missing)", "condition": "missing", "low": None, "high": None},
        {"grade": "AAA", "label_zh": "AAA", "label_en": "AAA", "condition": "normal", "low": "85", "high": None},
        {"grade": "AA", "label_zh": "AA", "label_en": "AA", "condition": "normal", "low": "80", "high": "85"},
        {"grade": "A", "label_zh": "A", "label_en": "A", "condition": "normal", "low": "70", "high": "80"},
        {"grade": "B", "label_zh": "B", "label_en": "B", "condition": "normal", "low": "60", "high": "70"},
        {"grade": "B", "label_zh": "B", "label_en": "B", "condition": "normal", "low": None, "high": "60", "requires_bad": False},
        {"grade": "C", "label_zh": "C", "label_en": "C", "condition": "normal", "low": None, "high": "60", "requires_bad": True},
        {"subject": "project", "grade": "合格", "label_zh": "合格", "label_en": "Passed", "condition": "normal", "low": None, "high": None},
        {"subject": "person", "grade": "失信", "label_zh": "失信", "label_en": "Dishonest", "condition": "normal", "requires_bad": True, "low": None, "high": None}],
    "effects": [{"grade": "AA", "effect": "green_channel", "value": None, "note_zh": "绿色通道", "note_en": None},
                {"grade": "AA", "effect": "inspection_factor", "value": "0.5", "note_zh": None, "note_en": None},
                {"grade": "C", "effect": "blacklist", "value": None, "note_zh": None, "note_en": None}],
    "assessor_weights": [{"assessor": "street", "weight": "0.35"}],
}
CATEGORY = {item["code"]: item["category"] for item in DOCUMENT["items"]}


def today():
    return datetime.datetime.now(SHANGHAI).date()


def book(world, document=None, effective_from="2015-01-01", effective_to=None, state="published", district=DISTRICT):
    """Id of a fresh rulebook."""
    found = str(uuid.uuid4())
    world.cluster.query("insert into credit_rulebooks (district_code, id, code, number, title_zh, title_en, state, document, effective_from, effective_to, source) "
                        "values (%s, %s, 'test', %s, '试验标准', 'A test', %s, %s, %s, %s, 'test')",
                        (district, found, next(world.serial), state, json.dumps(document or DOCUMENT), effective_from, effective_to))
    return found


def held(world, district=DISTRICT):
    """Id of the rulebook that holds today and has these items."""
    return hold(world, DOCUMENT, "2015-01-01", district)


def record(world, subject_id, item, points, since=None, until=None, kind="firm", firm_id=None, known=EVER, district=DISTRICT, book_id=None, counted=True, **members):
    """Id of a fresh record that counts, as it stands once all is decided. until: the last day."""
    found, since = str(uuid.uuid4()), str(since or today())
    category = members.pop("category", CATEGORY.get(item))
    values = {"level": None, "measure": None, "assessor": "district", "fact_key": f"fact {found}", "veto": item == "bad.fraud", "source": "patrol", "source_id": None, **members}
    firm_id = firm_id or (subject_id if kind == "firm" else None)
    world.cluster.query(
        "insert into credit_records (district_code, id, rulebook_id, item_code, category, veto, subject_kind, subject_id, firm_id, occurred_on, level, measure, points, assessor, "
        "source, source_id, fact_key, facts, state, proposed_role, proposed_at, valid_from, valid_to, updated_at) values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, "
        "%s, %s, %s, '事实', 'effective', 'street', now(), %s, %s, now())",
        (district, found, book_id or held(world, district), item, category, values["veto"], kind, subject_id, firm_id, since, values["level"], values["measure"], points,
         values["assessor"], values["source"], values["source_id"], values["fact_key"], since, until))
    if counted:
        count(world, found, kind, subject_id, firm_id, item, category, points, since, until, known, values, district)
    return found


def count(world, record_id, kind, subject_id, firm_id, item, category, points, since, until, known, values, district=DISTRICT):
    world.cluster.query(
        "insert into credit_counts (district_code, record_id, subject_kind, subject_id, firm_id, item_code, category, points, assessor, fact_key, veto, valid, known) "
        "values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, daterange(%s, %s, '[]'), %s)",
        (district, record_id, kind, subject_id, firm_id, item, category, points, values["assessor"], values["fact_key"], values["veto"], since, until, known))


def firm(world, *lines, **members):
    """A fresh firm for whom something counts: (item, points[, more of record()])."""
    held(world)
    found = firms.firm(world, **members)
    found["records"] = [record(world, found["id"], line[0], line[1], **(line[2] if len(line) > 2 else {})) for line in lines]
    return found


def credit(client, firm, **query):
    return client.get(f"/v1/firms/{firm['id']}/credit", query, expect=200).json


def brief(card):
    return card["total"], card["grade"] and card["grade"]["grade"]


def simulate(client, firm, value, expect=200):
    return client.post(f"/v1/firms/{firm['id']}/credit/simulate", value, expect=expect)


def freeze(client, subject, expect=201, **members):
    return client.post("/v1/credit/snapshots", {"subject_kind": "firm", "subject_id": subject["id"], "as_of": today().isoformat(), **members}, expect=expect)


def counted(samples, firm_id):
    if not samples.world.cluster.query("select 1 from credit_counts where subject_id = %s", (firm_id,)):
        record(samples.world, firm_id, "basic.data", 70)
        record(samples.world, firm_id, "bad.penalty", 5)
    return firm_id


@path("getFirmCredit", "listFirmCreditHistory", "simulateFirmCredit")
def scored_firm(samples, role, own):
    found = firms.own_firm(samples.world, role, own)
    if own:
        held(samples.world)
        counted(samples, found)
    return {"id": found}


@path("getEstateCredit")
def scored_estate(samples, role, own):
    estate = samples.estates[samples.place(role, own)]
    if own:
        held(samples.world)
        record(samples.world, str(estate["id"]), "bad.complaint", 5, kind="project", firm_id=str(estate["firm_id"]))
        return {"id": str(estate["id"])}
    return {"id": str(estate["id"] if role in ("street", "community", "company") else samples.estates["abroad"]["id"])}


@path("getStaffCredit")
def scored_person(samples, role, own):
    found = staff.somebody(samples, role, own)
    if own:
        held(samples.world)
        record(samples.world, found["id"], "person.refusal", 5, kind="person", firm_id=found["firm_id"])
    return {"id": found["id"]}


@planted("listCreditScores")
def listed(samples):
    firm(samples.world, ("basic.data", 60))


@body("simulateFirmCredit")
def supposition(samples, role):
    return {"json_body": {"records": [{"item_code": "good.award", "level": "city"}]}}


OTHERS["simulateFirmCredit"] = lambda samples, value: {"records": [{"item_code": "good.award", "level": "national"}]}


def frozen(samples, role="district", own=True):
    """A fresh snapshot that the role may read, or may not."""
    world = samples.world
    if own:
        firm_id = firms.own_firm(world, role, True)
        held(world)
        counted(samples, firm_id)
        made = world.role("district").post("/v1/credit/snapshots", {"subject_kind": "firm", "subject_id": firm_id, "as_of": today().isoformat()}, expect=201).json
        if role == "platform":
            published(world, made["id"])
        return made
    firm_id = firms.own_firm(world, role, False)
    if role != "company":
        held(world, ACCOUNTS["district"][2].partition("@")[2])
    made = world.role("district", 0 if role == "company" else 2)
    if role == "company":
        held(world)
    return made.post("/v1/credit/snapshots", {"subject_kind": "firm", "subject_id": firm_id, "as_of": today().isoformat()}, expect=201).json


def published(world, snapshot_id):
    """As if it had been made public."""
    publication = world.cluster.query(
        "insert into credit_publications (district_code, id, kind, title, subject_kind, as_of, known_at, published_on, basis, subjects, hash, created_at, updated_at) "
        "values (%s, %s, 'grades', '一季度信用等级', 'firm', date '1990-01-01' + (select count(*) from credit_publications)::integer, now(), (now() at time zone 'Asia/Shanghai')::date, '试验', 1, repeat('0', 64), now(), now()) returning id::text",
        (DISTRICT, str(uuid.uuid4())))[0]["id"]
    world.cluster.query("update credit_snapshots set publication_id = %s where id = %s", (publication, snapshot_id))


@path("getCreditSnapshot")
def snapshot(samples, role, own):
    return {"id": frozen(samples, role, own)["id"]}


@path("listCreditSnapshots")
def snapshots(samples, role, own):
    if not own:
        return None
    made = samples.__dict__.setdefault("frozen", set())
    if role not in made:
        made.add(role)
        for _ in range(2):
            frozen(samples, role)
    return {}


@body("createCreditSnapshot")
def new_snapshot(samples, role):
    held(samples.world)
    return {"json_body": {"subject_kind": "firm", "subject_id": firms.firm(samples.world)["id"], "as_of": today().isoformat()}}


OTHERS["createCreditSnapshot"] = lambda samples, value: {**value, "as_of": (today() - datetime.timedelta(1)).isoformat()}
