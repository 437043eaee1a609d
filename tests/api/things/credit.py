"""Credit records in the state that a step starts from, and the rulebook that they go by."""
import datetime
import json

from harness.things import OTHERS, PATHS, body, path, planted

from . import estates, firms, staff
from .rulebooks import hold

TODAY = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date()
DISTRICT = {"abroad": "340302"}


def day(days=0):
    return (TODAY + datetime.timedelta(days)).isoformat()


def item(code, category, subject, **members):
    return {"code": code, "category": category, "subject": subject, "title_zh": f"试验事项{code}", "title_en": f"Item {code}", "points_kind": "fixed", "points": "5",
            "proposer_roles": ["district", "street"], "confirmer_role": "district", "evidence_required": False, "veto": False, "until_rectified": False, "propagates_to": [],
            "source": "试验评分标准", **members}


ITEMS = [
    item("t_cleaning", "bad", "project", severity="general", propagates_to=[{"subject": "person", "ratio": "1"}, {"subject": "firm", "ratio": "0.5"}]),
    item("t_fees", "bad", "firm", points_kind="range", points=None, low="2", high="10", severity="serious", until_rectified=True, evidence_required=True,
         propagates_to=[{"subject": "person", "ratio": "1"}, {"subject": "project", "ratio": "0.5"}]),
    item("t_exit", "bad", "firm", points="20", veto=True, severity="serious"),
    item("t_petition", "bad", "firm", points_kind="per_unit", points=None, unit="件", unit_points="2.5", severity="minor"),
    item("t_neglect", "bad", "person", points="10", severity="minor", propagates_to=[{"subject": "firm", "ratio": "1"}, {"subject": "project", "ratio": "1"}]),
    item("t_member", "bad", "committee_member", points="4", severity="minor"),
    item("t_press", "good", "project", points_kind="tier", points=None, proposer_roles=["district", "street", "company"], validity_months=6,
         tiers=[{"level": "national", "points": "20", "label_zh": "国家级", "label_en": "National"}, {"level": "city", "points": "10", "label_zh": "市级", "label_en": "City"}]),
    item("t_staffing", "basic", "firm", points_kind="measured", points=None, low="0", high="30", unit_points="0.1", proposer_roles=["company"]),
]
REPAIR = [{"severity": "minor", "min_months": 0, "max_months": 3}, {"severity": "general", "min_months": 3, "max_months": 12}, {"severity": "serious", "min_months": 12, "max_months": 36}]
DOCUMENT = {"score": {"base": "60", "basic_cap": None, "good_cap": None, "bad_cap": None, "total_min": None, "total_max": None, "rounding": 2}, "cycle": "real_time", "counts_from": "effective",
            "participation": "assumed", "default_validity_months": 12, "days": {"kind": "calendar", "publicity": 5, "objection": 7, "decision": 15, "rectify": 10},
            "repair": REPAIR, "repair_barred_months": None, "groups": [], "items": ITEMS, "grades": [], "effects": [], "assessor_weights": []}


def rulebook(samples, place="near", **changes):
    """The id of the rulebook that holds today in the district, which then has the items of these tests; another's that is there keeps its own beside them."""
    world, district = samples.world, DISTRICT.get(place, "150202")
    made = samples.__dict__.setdefault("credit_books", {})
    if district not in made:
        made[district] = hold(world, DOCUMENT, "2020-01-01", district)
        days = {name: DOCUMENT[name] for name in ("days", "repair", "repair_barred_months", "counts_from", "default_validity_months")}
        world.cluster.query("update credit_rulebooks set document = document || %s where id = %s returning 1", (json.dumps(days), made[district]))
    if changes:
        world.cluster.query("update credit_rulebooks set document = document || %s where id = %s returning 1", (json.dumps(changes), made[district]))
    return made[district]


# What a record has from a state on, as it is shown; its days are around today.
TOLD = {"points": "5", "reference_points": "5", "confirmed_at": day(-210), "notified_at": day(-205), "objection_until": day(7), "publicity_from": day(-204), "publicity_until": day(-198),
        "valid_from": day(-197), "valid_to": day(150), "rectify_by": day(-190)}
STATES = {
    "lead": {"proposed_role": "community"}, "proposed": {}, "confirmed": {"points": "5", "confirmed_at": day(-1)}, "dismissed": {"ended_at": day()},
    "notified": {**TOLD, "publicity_from": day(1), "publicity_until": day(7)}, "publicity": {**TOLD, "publicity_from": day(-2), "publicity_until": day(5)},
    "objected": {**TOLD, "objected_at": day(), "objection_grounds": "不属实", "decision_due": day(15)}, "effective": TOLD,
    "expired": {**TOLD, "valid_to": day(-1)}, "repair_applied": {**TOLD, "repair_applied_at": day(), "repair_note": "已整改"},
    "repaired": {**TOLD, "ended_at": day()}, "revoked": {**TOLD, "ended_at": day()}, "withdrawn": {**TOLD, "ended_at": day()},
}
STORED = {"publicity": "notified", "expired": "effective"}
COUNTED = ("notified", "publicity", "effective", "expired", "repair_applied")


def inside(world, district, statement, values):
    """Run for a district as the database's owner."""
    connection = world.cluster.connect()
    try:
        with connection.cursor() as cursor:
            cursor.execute("select set_config('wuye.district', %s, false)", (district,))
            cursor.execute(statement, values)
            return cursor.fetchall()
    finally:
        connection.close()


def record(samples, state="proposed", place="one", code="t_cleaning", subject=None, **members):
    """Id of a fresh record that shows a state, of the place's project where nothing else is said; what it is counted for stands too."""
    world, estate = samples.world, samples.estates[place]
    book = rulebook(samples, place)
    entry = next(entry for entry in ITEMS if entry["code"] == code)
    kind, estate_id = entry["subject"], str(estate["id"])
    subject = subject or {"project": estate_id, "firm": str(estate["firm_id"])}[kind]
    street = world.cluster.query("select street_code, community_code from estates where id = %s", (estate_id,))[0]
    row = {"district_code": DISTRICT.get(place, "150202"), "rulebook_id": book, "item_code": code, "title_zh": entry["title_zh"], "title_en": entry["title_en"], "category": entry["category"],
           "severity": entry.get("severity"), "veto": entry["veto"], "subject_kind": kind, "subject_id": subject, "firm_id": None if kind == "committee_member" else str(estate["firm_id"]),
           "estate_id": estate_id, "occurred_on": day(-210), "assessor": "street", "source": "inspection", "source_ref": f"巡查单{next(world.serial)}", "facts": "楼道垃圾未清运",
           "fact_key": f"fact {next(world.serial)}", "proposed_by": "00000000-0000-7000-8000-00000000abcd", "proposed_role": "street", "proposed_at": day(-210), "updated_at": day(-1),
           "state": STORED.get(state, state), **street, **STATES[state], **members}
    if "notified_at" in row:
        number = next(world.serial)
        row.update(notice_no=f"〔2025〕{number}号", notice_seq=number)
    made = world.cluster.query(f"insert into credit_records (id, {', '.join(row)}) values (gen_random_uuid(), {', '.join(['%s'] * len(row))}) returning id::text", tuple(row.values()))[0]["id"]
    if state in COUNTED:
        since = row["updated_at"] if state != "notified" else None
        inside(world, row["district_code"], "select credit_count(%s, %s)::text", (made, since))
    return made


FROM = {"proposeCreditRecord": "lead", "dismissCreditRecord": "lead", "confirmCreditRecord": "proposed", "notifyCreditRecord": "confirmed", "objectCreditRecord": "publicity",
        "upholdCreditRecord": "objected", "amendCreditRecord": "objected", "withdrawCreditRecord": "objected", "applyCreditRepair": "effective", "acceptCreditRepair": "repair_applied",
        "refuseCreditRepair": "repair_applied", "revokeCreditRecord": "effective", "circulateCreditRecord": "effective", "getCreditRecord": "effective", "getCreditNotice": "effective"}


def where(samples, role, own):
    """A record of the whole district is any authority's to read; a firm's are its own."""
    return ("one" if role == "company" else "near") if own else ("two" if role == "company" else "abroad")


def start_of(operation):
    def values(samples, role, own):
        place = where(samples, role, own)
        members = {}
        if operation == "circulateCreditRecord":
            members = {"code": "t_neglect", "subject": manager(samples, place)}
        elif operation == "amendCreditRecord":
            members = {"code": "t_fees", "estate_id": None}
        return {"id": record(samples, FROM[operation], place, **members)}
    return values


for name in FROM:
    PATHS[name] = start_of(name)


def manager(samples, place="one", estate=True, since="2020-01-01"):
    """Id of a fresh person of the place's firm, project manager of its estate, or manager of the firm, in the place of who was it."""
    world, row = samples.world, samples.estates[place]
    world.cluster.query("update person_roles set valid_to = greatest(valid_from, %s::date) where firm_id = %s and role = %s and coalesce(estate_id = %s, true) and coalesce(valid_to > %s::date, true) returning 1",
                        (since, row["firm_id"], "project_manager" if estate else "firm_manager", row["id"], since))
    person = world.cluster.query("insert into staff (district_code, firm_id, name, joined_on) values (%s, %s, %s, '2020-01-01') returning id::text",
                                 (DISTRICT.get(place, "150202"), row["firm_id"], f"员工{next(world.serial)}"))[0]["id"]
    world.cluster.query("insert into person_roles (district_code, staff_id, firm_id, estate_id, role, valid_from, valid_to) values (%s, %s, %s, %s, %s, %s, null) returning 1",
                        (DISTRICT.get(place, "150202"), person, row["firm_id"], row["id"] if estate else None, "project_manager" if estate else "firm_manager", since))
    return person


@path("listCreditRecordEvents")
def record_with_steps(samples, role, own):
    """Two steps that a firm reads too."""
    made = samples.__dict__.setdefault("credit_steps", {})
    place = where(samples, role, own)
    if place not in made:
        made[place] = record(samples, "objected", place)
        for action in ("notify", "object"):
            samples.world.cluster.query("insert into credit_record_events (district_code, record_id, at, action, to_state, actor_role) values (%s, %s, now(), %s, 'notified', 'district') returning 1",
                                        (DISTRICT.get(place, "150202"), made[place], action))
    return {"id": made[place]}


planted("listCreditRecords")(lambda samples: [record(samples, "effective", place, occurred_on=day(-300 - next(samples.world.serial) % 50)) for place in ("one", "near")])


def proposal(samples, place="one", **members):
    value = {"item_code": "t_cleaning", "subject_kind": "project", "subject_id": str(samples.estates[place]["id"]), "occurred_on": "2026-11-02", "facts": "楼道垃圾三日未清运",
             "source": "inspection", "source_ref": f"巡查单{next(samples.world.serial)}", **members}
    return {name: member for name, member in value.items() if member is not None}


def step(caller, identifier, verb, body=None, expect=200):
    return caller.post(f"/v1/credit-records/{identifier}/{verb.replace('_', '-')}", body if body is not None else {}, expect=expect).json


def made(caller, body, expect=201):
    return caller.post("/v1/credit-records", body, expect=expect)


@body("createCreditRecord")
def new_record(samples, role):
    rulebook(samples)
    value = {"item_code": "t_cleaning", "subject_kind": "project", "subject_id": str(samples.estates["near"]["id"]), "occurred_on": "2026-11-02", "facts": "楼道垃圾三日未清运",
             "source": "inspection", "source_ref": f"巡查单{next(samples.world.serial)}"}
    if role == "company":
        value.update(item_code="t_press", level="city", subject_id=str(samples.estates["one"]["id"]), source="award", source_ref=f"表彰文件{next(samples.world.serial)}")
    return {"json_body": value}


OTHERS["objectCreditRecord"] = lambda samples, value: {**value, "grounds": "另有理由，详见附件"}
OTHERS["createCreditRecord"] = lambda samples, value: {**value, "occurred_on": "2026-11-03"}


@body("proposeCreditRecord", "notifyCreditRecord", "acceptCreditRepair", "circulateCreditRecord")
def note(samples, role):
    return {"json_body": {"note": "已核实"}}


@body("dismissCreditRecord", "upholdCreditRecord", "withdrawCreditRecord", "refuseCreditRepair", "revokeCreditRecord")
def reason(samples, role):
    return {"json_body": {"reason": "经复核，按规定办理"}}


@body("confirmCreditRecord")
def confirmation(samples, role):
    return {"json_body": {"note": "事实清楚"}}


@body("amendCreditRecord")
def amendment(samples, role):
    return {"json_body": {"points": "3", "reason": "情节较轻"}}


@body("objectCreditRecord")
def objection(samples, role):
    return {"json_body": {"grounds": "当日已清运，见台账", "evidence": "台账第12页"}}


@body("applyCreditRepair")
def repair(samples, role):
    return {"json_body": {"note": "已整改并经社区复查"}}


@path("getStaffCreditFile")
def file_of_staff(samples, role, own):
    return {"id": staff.person(samples.world, firms.own_firm(samples.world, role, own), abroad=not own and role != "company")["id"]}


def member(samples, place="near", **members):
    """Id of a fresh member of a fresh committee."""
    committee = estates.committee(samples, place, estates.estate(samples, place)["id"])
    value = {"name": f"委员{next(samples.world.serial)}", "position": "member", "valid_from": "2024-06-01", **members}
    return estates.officer(samples.world, place).post(f"/v1/owners-committees/{committee['id']}/members", value, expect=201).json


@path("listCommitteeMembers", "createCommitteeMember")
def committee(samples, role, own):
    place = samples.place(role, own)
    made = estates.committee(samples, place, estates.estate(samples, place)["id"])["id"]
    for number in range(2 if own else 0):
        estates.officer(samples.world, place).post(f"/v1/owners-committees/{made}/members", {"name": f"委员{number}", "position": "member", "valid_from": "2024-06-01"}, expect=201)
    return {"id": made}


@path("endCommitteeMember", "getCommitteeMemberCreditFile")
def one_member(samples, role, own):
    return {"id": member(samples, samples.place(role, own))["id"]}


@body("createCommitteeMember")
def new_member(samples, role):
    return {"json_body": {"name": f"委员{next(samples.world.serial)}", "position": "member", "party_member": True, "valid_from": "2026-03-01"}}


@body("endCommitteeMember")
def end_of_member(samples, role):
    return {"json_body": {"valid_to": "2026-06-01", "reason": "换届离任"}}
