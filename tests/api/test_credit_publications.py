"""What is made public of credit: frozen grades and lists (D10, D13, D17, H08), joint incentive (D24), what goes to 信用中国 (D22)."""
import concurrent.futures
import datetime
import hashlib
import json
import uuid

import pytest
from harness.register import ACCOUNTS, DISTRICT
from things import estates, firms, publications, scores, staff
from things.publications import disclosure, entry, evaluation, new_entry, publication, recorded
from things.scores import today

DAY = datetime.timedelta(1)
PUBLICATIONS, ENTRIES, DISCLOSURES = "/v1/credit/publications", "/v1/credit/list-entries", "/v1/credit/disclosures"


@pytest.fixture
def district(world):
    publications.held(world)
    return world.role("district")


@pytest.fixture
def of_today(world, district):
    """What makes today's grades public; they are withdrawn when the test is over."""
    made = []

    def publish(**members):
        made.append(publication(world, as_of=today().isoformat(), **members))
        return made[-1]
    yield publish
    for one in made:
        district.post(f"{PUBLICATIONS}/{one['id']}/withdraw", {"reason": "试验结束"}, expect=200)


def grades(client, made, **query):
    return client.pages(f"{PUBLICATIONS}/{made['id']}/grades", query, limit=200)


def of(rows, firm):
    return next((row for row in rows if row["subject_id"] == (firm["id"] if isinstance(firm, dict) else firm)), None)


def together(*calls):
    with concurrent.futures.ThreadPoolExecutor(len(calls)) as pool:
        return [answer.result() for answer in [pool.submit(call) for call in calls]]


# ---- grades ----

def test_d10_grades_are_frozen_with_the_hash_of_what_they_are_made_of(world, district, of_today):
    """D10, D17: everybody reads who has which grade; the score is for authorities, and for the firm itself. The hash can be computed by anyone who has the scores."""
    own = str(world.register.account(ACCOUNTS["company"][0])["firm_id"])
    good, bad = scores.firm(world, ("basic.data", 82)), scores.firm(world, ("basic.data", 62), ("bad.penalty", 10))
    made = of_today()
    rows = grades(district, made)
    assert made["subjects"] == len(rows) and made["state"] == "published" and made["published_on"] == today().isoformat()
    assert (of(rows, good)["grade"], of(rows, good)["total"], of(rows, good)["uscc"]) == ("AA", "80.00", good["uscc"])
    assert of(rows, bad)["grade"] == "C"
    text = "".join("\t".join((row["subject_id"], row["inputs_hash"], row["total"], row["grade"] or "")) + "\n" for row in sorted(rows, key=lambda row: row["subject_id"]))
    assert made["hash"] == hashlib.sha256(text.encode()).hexdigest()
    card = district.get(f"/v1/firms/{bad['id']}/credit", {"known_at": made["known_at"]}, expect=200).json
    assert (card["inputs_hash"], card["total"]) == (of(rows, bad)["inputs_hash"], of(rows, bad)["total"])
    for role in ("public", "hotline", "company"):
        seen = grades(world.role(role), made)
        assert [row["subject_id"] for row in seen] == [row["subject_id"] for row in rows]
        assert {row["subject_id"] for row in seen if row["total"] is not None or row["inputs_hash"] is not None} <= ({own} if role == "company" else set())
    assert of(grades(world.role("platform"), made), bad)["total"] == of(rows, bad)["total"]
    assert [row["subject_id"] for row in grades(district, made, grade="C") if row["subject_id"] == bad["id"]] == [bad["id"]]


def test_d10_what_is_frozen_stays_to_the_byte_whatever_is_recorded_later(world, district, of_today):
    firm = scores.firm(world, ("basic.data", 75))
    made = of_today()
    paths = [f"{PUBLICATIONS}/{made['id']}", f"{PUBLICATIONS}/{made['id']}/grades?limit=200"]
    before = [client.get(path, expect=200).body for client in (district, world.role("public")) for path in paths]
    scores.record(world, firm["id"], "bad.penalty", 40)
    district.request("PATCH", f"/v1/firms/{firm['id']}", json_body={"name": "改名物业"}, headers={"If-Match": '"1"'}, expect=200)
    assert [client.get(path, expect=200).body for client in (district, world.role("public")) for path in paths] == before
    assert district.get(f"/v1/firms/{firm['id']}/credit", expect=200).json["total"] != of(grades(district, made), firm)["total"]


def test_what_is_withdrawn_is_gone_for_the_public_and_stays_for_authorities(world, district):
    made = publication(world)
    assert world.role("public").get(f"{PUBLICATIONS}/{made['id']}", expect=200).json == made
    gone = district.post(f"{PUBLICATIONS}/{made['id']}/withdraw", {"reason": "数据有误"}, expect=200).json
    assert (gone["state"], gone["withdrawn_reason"], gone["hash"]) == ("withdrawn", "数据有误", made["hash"])
    for role in ("district", "street", "community", "platform"):
        assert world.role(role).get(f"{PUBLICATIONS}/{made['id']}", expect=200).json == gone
        world.role(role).get(f"{PUBLICATIONS}/{made['id']}/grades", expect=200)
    for role in ("company", "hotline", "public"):
        for path in ("", "/grades", "/entries"):
            world.role(role).get(f"{PUBLICATIONS}/{made['id']}{path}", expect=404)
        assert made["id"] not in [row["id"] for row in world.role(role).pages(PUBLICATIONS)]
    answer = district.post(f"{PUBLICATIONS}/{made['id']}/withdraw", {"reason": "再撤"}, expect=409)
    assert answer.code == "state_conflict"
    publication(world, as_of=made["as_of"])


def test_two_who_publish_the_same_at_once_publish_it_once(world, district):
    value = {"kind": "grades", "title": "一季度", "basis": "办法", "as_of": publications.earlier()}
    answers = together(*[lambda: district.post(PUBLICATIONS, value)] * 3)
    assert sorted(answer.status for answer in answers) == [201, 409, 409]
    assert {answer.code for answer in answers if answer.status == 409} == {"already_published"}
    assert len([row for row in district.pages(PUBLICATIONS) if row["as_of"] == value["as_of"]]) == 1


def test_the_same_key_publishes_once(world, district):
    value = {"kind": "black", "title": "黑名单", "basis": "办法", "as_of": publications.earlier()}
    key = {"Idempotency-Key": str(uuid.uuid4())}
    first, second = (district.post(PUBLICATIONS, value, headers=key, expect=201) for _ in range(2))
    assert first.json == second.json


def test_a_day_without_a_rulebook_and_a_day_to_come_are_refused(world, district):
    value = {"kind": "grades", "title": "等级", "basis": "办法"}
    assert district.post(PUBLICATIONS, {**value, "as_of": "2010-01-01"}, expect=409).code == "no_rulebook"
    assert district.post(PUBLICATIONS, {**value, "as_of": (today() + DAY).isoformat()}, expect=422).code == "day_not_come"


def test_projects_are_published_by_themselves(world, samples, district):
    estate = estates.estate(samples, "near")
    firm = firms.firm(world)
    scores.record(world, estate["id"], "bad.complaint", 5, kind="project", firm_id=firm["id"])
    made = publication(world, as_of=today().isoformat(), subject_kind="project")
    assert of(grades(world.role("public"), made), estate["id"]) == {**of(grades(world.role("public"), made), estate["id"]), "name": estate["name"], "uscc": None, "grade": "合格", "total": None}


# ---- lists ----

def test_d13_a_list_is_frozen_as_it_stands_and_its_entries_end_without_vanishing(world, district):
    """D13, H08: a published list keeps who was on it; an entry that ends stays to be read with its reason, but not by the public."""
    one = entry(world, list="exposed", basis="违规收费典型案例")
    made = publication(world, kind="exposed", as_of=today().isoformat())
    path = f"{PUBLICATIONS}/{made['id']}/entries?limit=200"
    public = world.role("public")
    before = public.get(path, expect=200)
    row = of(before.json["items"], one["subject_id"])
    assert (row["name"], row["basis"], row["valid_from"], row["valid_to"]) == (one["name"], "违规收费典型案例", today().isoformat(), None)
    text = "".join("\t".join((r["subject_id"], r["name"], r["basis"], r["valid_from"], r["valid_to"] or "")) + "\n" for r in sorted(before.json["items"], key=lambda r: r["subject_id"]))
    assert made["hash"] == hashlib.sha256(text.encode()).hexdigest() and made["subjects"] == len(before.json["items"])
    removed = district.post(f"{ENTRIES}/{one['id']}/remove", {"cause": "decision", "reason": "整改到位"}, expect=200).json
    assert (removed["state"], removed["valid_to"], removed["removed_reason"]) == ("removed", today().isoformat(), "整改到位")
    assert public.get(path, expect=200).body == before.body
    public.get(f"{ENTRIES}/{one['id']}", expect=404)
    assert district.get(f"{ENTRIES}/{one['id']}", expect=200).json == removed
    district.post(f"{PUBLICATIONS}/{made['id']}/withdraw", {"reason": "试验结束"}, expect=200)


def test_h08_everybody_reads_who_is_listed_and_only_the_near_ones_why(world, district):
    """H08: exposed cases and leading firms are public; what they rest on stays with authorities and whom it is about."""
    firm = firms.firm(world)
    record = recorded(world, subject_id=firm["id"])
    one = entry(world, list="exposed", subject_id=firm["id"], record_id=record)
    assert one["record_id"] == record
    for role in ("public", "company", "hotline"):
        seen = world.role(role).get(f"{ENTRIES}/{one['id']}", expect=200).json
        assert (seen["record_id"], seen["decision"], seen["basis"]) == (None, None, "严重失信")
        assert one["id"] in [row["id"] for row in world.role(role).pages(ENTRIES, {"list": "exposed", "in_force_on": today().isoformat(), "district_code": DISTRICT})]
    later = entry(world, "proposed", list="leading")
    district.post(f"{ENTRIES}/{later['id']}/decide", {"decision": "list", "reason": "领军企业", "valid_from": (today() + DAY).isoformat()}, expect=200)
    world.role("public").get(f"{ENTRIES}/{later['id']}", expect=404)
    assert later["id"] in [row["id"] for row in district.pages(ENTRIES, {"list": "leading", "in_force_on": (today() + DAY).isoformat()})]


def test_people_are_never_public(world, samples, district):
    """D21 and D22: a person's entry is for authorities and the own firm; it is in no publication and goes nowhere."""
    own = str(world.register.account(ACCOUNTS["company"][0])["firm_id"])
    person = staff.person(world, own)
    one = entry(world, subject_kind="person", subject_id=person["id"])
    for role in ("public", "hotline", "platform"):
        world.role(role).get(f"{ENTRIES}/{one['id']}", expect=404)
    world.caller(ACCOUNTS["company"][1]).get(f"{ENTRIES}/{one['id']}", expect=404)
    assert world.role("company").get(f"{ENTRIES}/{one['id']}", expect=200).json["name"] == person["name"]
    record = scores.record(world, person["id"], "person.refusal", 5, kind="person", firm_id=own)
    for source in ({"entry_id": one["id"]}, {"record_id": record}):
        assert district.post(DISCLOSURES, source, expect=422).code == "personal_not_public"
    made = publication(world, kind="black", as_of=today().isoformat())
    assert person["id"] not in [row["subject_id"] for row in district.pages(f"{PUBLICATIONS}/{made['id']}/entries")]
    district.post(f"{PUBLICATIONS}/{made['id']}/withdraw", {"reason": "试验结束"}, expect=200)
    district.post(PUBLICATIONS, {"kind": "grades", "subject_kind": "person", "title": "等级", "basis": "办法", "as_of": "2026-01-01"}, expect=422)


def test_whoever_proposed_does_not_decide(world, district):
    made = district.post(ENTRIES, new_entry(world), expect=201).json
    assert district.post(f"{ENTRIES}/{made['id']}/decide", {"decision": "list", "reason": "同意"}, expect=409).code == "separation_of_duties"
    assert made["id"] not in [row["id"] for row in world.role("community").pages(ENTRIES)]
    world.role("public").get(f"{ENTRIES}/{made['id']}", expect=404)


def test_two_who_decide_at_once_decide_once(world, district):
    made = entry(world, "proposed")
    answers = together(*[lambda decision=decision: district.post(f"{ENTRIES}/{made['id']}/decide", {"decision": decision, "reason": "意见"}) for decision in ("list", "refuse", "list")])
    assert sorted(answer.status for answer in answers) == [200, 409, 409]
    assert {answer.code for answer in answers if answer.status == 409} == {"state_conflict"}


def test_nobody_is_on_a_list_twice_nor_proposed_twice(world, district):
    firm = firms.firm(world)["id"]
    value = new_entry(world, subject_id=firm)
    street = world.role("street")
    answers = together(*[lambda: street.post(ENTRIES, value)] * 3)
    assert sorted((answer.status, answer.json.get("code")) for answer in answers)[1:] == [(409, "already_proposed")] * 2
    made = next(answer.json for answer in answers if answer.status == 201)
    district.post(f"{ENTRIES}/{made['id']}/decide", {"decision": "list", "reason": "属实"}, expect=200)
    assert street.post(ENTRIES, value, expect=409).code == "already_listed"
    # One that ends tomorrow leaves no room today.
    district.post(f"{ENTRIES}/{made['id']}/remove", {"cause": "term_over", "reason": "期满", "valid_to": (today() + DAY).isoformat()}, expect=200)
    assert street.post(ENTRIES, value, expect=409).code == "already_listed"
    # Proposed before the other ended later than it begins: the constraint says so.
    world.cluster.query("insert into credit_list_entries (district_code, id, list, subject_kind, subject_id, firm_id, name, basis, proposed_at, updated_at) "
                        "values (%s, %s, 'black', 'firm', %s, %s, '试验', '试验', now(), now())", (DISTRICT, str(uuid.uuid4()), firm, firm))
    waiting = district.pages(ENTRIES, {"subject_id": firm, "state": "proposed"})[0]
    assert district.post(f"{ENTRIES}/{waiting['id']}/decide", {"decision": "list", "reason": "属实"}, expect=409).code == "already_listed"
    district.post(f"{ENTRIES}/{waiting['id']}/decide", {"decision": "list", "reason": "属实", "valid_from": (today() + DAY).isoformat()}, expect=200)


def test_the_past_of_a_list_stays(world, district):
    made, past = entry(world, "proposed"), (today() - DAY).isoformat()
    assert district.post(f"{ENTRIES}/{made['id']}/decide", {"decision": "list", "reason": "属实", "valid_from": past}, expect=422).code == "takes_effect_in_the_past"
    district.post(f"{ENTRIES}/{made['id']}/decide", {"decision": "list", "reason": "属实"}, expect=200)
    assert district.post(f"{ENTRIES}/{made['id']}/remove", {"cause": "decision", "reason": "移出", "valid_to": past}, expect=422).code == "takes_effect_in_the_past"
    district.post(f"{ENTRIES}/{made['id']}/remove", {"cause": "decision", "reason": "移出"}, expect=200)
    assert district.post(f"{ENTRIES}/{made['id']}/remove", {"cause": "decision", "reason": "移出"}, expect=409).code == "state_conflict"


def test_what_a_list_rests_on_is_a_record_of_the_same_and_in_force(world, district):
    other, firm = recorded(world), firms.firm(world)["id"]
    assert district.post(ENTRIES, new_entry(world, record_id=other), expect=422).code == "list_record_misfit"
    over = recorded(world, subject_id=firm, since=str(today() - 9 * DAY), until=str(today() - DAY))
    assert district.post(ENTRIES, new_entry(world, subject_id=firm, record_id=over), expect=422).code == "list_record_misfit"
    assert district.post(ENTRIES, new_entry(world, subject_id=str(uuid.uuid4())), expect=422).code == "credit_subject_unknown"


def test_repair_is_a_cause_once_the_record_is_repaired(world, district):
    firm = firms.firm(world)["id"]
    record = recorded(world, subject_id=firm)
    made, value = entry(world, subject_id=firm, record_id=record), {"cause": "repaired", "reason": "信用修复"}
    assert district.post(f"{ENTRIES}/{made['id']}/remove", value, expect=409).code == "record_not_repaired"
    assert firm not in [row["subject_id"] for row in district.pages("/v1/credit/list-suggestions", {"action": "remove"})]
    world.cluster.query("update credit_records set state = 'repaired', ended_at = now() where id = %s returning 1", (record,))
    found = of(district.pages("/v1/credit/list-suggestions", {"action": "remove"}), firm)
    assert (found["action"], found["entry_id"], found["list"]) == ("remove", made["id"], "black")
    assert district.post(f"{ENTRIES}/{made['id']}/remove", value, expect=200).json["removed_cause"] == "repaired"
    assert firm not in [row["subject_id"] for row in district.pages("/v1/credit/list-suggestions", {"action": "remove"})]


def test_d13_who_should_be_blacklisted_is_suggested_and_not_done(world, district):
    """D13: grade C goes on the black list; the service says who, a person proposes and another decides."""
    bad, good = scores.firm(world, ("basic.data", 50), ("bad.penalty", 10)), scores.firm(world, ("basic.data", 70))

    def suggested():
        return district.pages("/v1/credit/list-suggestions", {"list": "black"}, limit=200)
    found = of(suggested(), bad)
    assert (found["action"], found["grade"], found["total"], found["uscc"]) == ("list", "C", "40.00", bad["uscc"])
    assert of(suggested(), good) is None
    assert district.pages("/v1/credit/list-suggestions", {"list": "red"}) == []
    assert district.pages(ENTRIES, {"subject_id": bad["id"]}) == []
    made = entry(world, "proposed", subject_id=bad["id"])
    assert of(suggested(), bad) is None
    district.post(f"{ENTRIES}/{made['id']}/decide", {"decision": "refuse", "reason": "另行处理"}, expect=200)
    assert of(suggested(), bad)["grade"] == "C"


def test_without_a_rulebook_nobody_is_suggested(world):
    """No grade, no list: the answer says that there is no rulebook, not that nobody should be listed."""
    officer, state = publications.district(world, abroad=True), "update credit_rulebooks set state = %s where district_code = '340302' and state = %s returning 1"
    world.cluster.query(state, ("withdrawn", "published"))
    try:
        assert officer.get("/v1/credit/list-suggestions", expect=409).code == "no_rulebook"
    finally:
        world.cluster.query(state, ("published", "withdrawn"))


def test_d24_joint_incentive_needs_the_grade_and_the_evaluation(world, district):
    """D24: honest by the grade, and liked by an evaluation; the entry keeps both facts."""
    firm, plain = scores.firm(world, ("basic.data", 80)), scores.firm(world, ("basic.data", 70))
    good = evaluation(world, firm["id"])

    def propose(expect, subject=firm, **members):
        answer = district.post(ENTRIES, {"list": "joint_incentive", "subject_kind": "firm", "subject_id": subject["id"], "basis": "守信且群众满意", **members}, expect=expect)
        return answer.json if expect == 201 else answer.code
    assert propose(422) == "incentive_misfit"
    assert propose(422, evaluation_id=good) == "incentive_misfit"
    assert propose(422, evaluation_id=good, evaluation_least="85", list="red") == "incentive_misfit"
    assert propose(422, evaluation_id=str(uuid.uuid4()), evaluation_least="85") == "evaluation_unknown"
    assert propose(422, evaluation_id=evaluation(world, firm["id"], state="submitted", year=2025), evaluation_least="85") == "evaluation_unknown"
    assert propose(422, plain, evaluation_id=good, evaluation_least="85") == "evaluation_unknown"
    assert propose(409, evaluation_id=good, evaluation_least="92.51") == "evaluation_below"
    assert propose(409, plain, evaluation_id=evaluation(world, plain["id"], "99"), evaluation_least="85") == "grade_not_rewarded"
    made = propose(201, evaluation_id=good, evaluation_least="92.5")
    assert (made["grade"], made["evaluation_id"], float(made["evaluation_percent"]), float(made["evaluation_least"])) == ("AA", good, 92.5, 92.5)


def test_d24_the_grade_that_an_incentive_leans_on_is_for_the_near_ones(world, district):
    """D24, H08: a grade is public once it was made public; what an entry leans on is for authorities and whom it is about."""
    firm = scores.firm(world, ("basic.data", 80))
    one = entry(world, list="joint_incentive", subject_id=firm["id"], evaluation_id=evaluation(world, firm["id"]), evaluation_least="85")
    leans = ("grade", "evaluation_id", "evaluation_percent", "evaluation_least")
    for role in ("district", "street", "community", "platform"):
        assert all(world.role(role).get(f"{ENTRIES}/{one['id']}").json[name] for name in leans), role
    for role in ("public", "company", "hotline"):
        rows = world.role(role).pages(ENTRIES, {"list": "joint_incentive", "district_code": DISTRICT})
        assert all(of(rows, firm)[name] is None for name in leans), role


def test_d06_lists_leave_as_csv_for_an_outside_system(world, district):
    """D06: what an outside credit system takes is the list as CSV or NDJSON."""
    made = entry(world, list="red", basis="信用良好")
    answer = world.role("platform").request("GET", ENTRIES, query={"list": "red"}, headers={"Accept": "text/csv"}, expect=200)
    assert made["id"] in answer.body.decode() and "信用良好" in answer.body.decode()
    lines = world.role("platform").request("GET", ENTRIES, query={"list": "red"}, headers={"Accept": "application/x-ndjson"}, expect=200).body.decode().splitlines()
    assert made["id"] in [json.loads(line)["id"] for line in lines]


# ---- 信用中国 ----

def test_d22_what_is_sent_has_its_status_day_and_number(world, district):
    """D22: pending, sent with a number, accepted; refused ones may be sent anew."""
    record = recorded(world)
    made = disclosure(world, record_id=record)
    assert (made["state"], made["channel"], made["record_id"], made["needs_withdrawal"]) == ("pending", "credit_china", record, False)
    assert district.post(DISCLOSURES, {"record_id": record}, expect=409).code == "already_disclosed"
    path = f"{DISCLOSURES}/{made['id']}"
    assert district.post(f"{path}/answer", {"result": "accepted"}, expect=409).code == "state_conflict"
    assert district.post(f"{path}/send", {"reference_no": "N1", "sent_on": (today() + DAY).isoformat()}, expect=422).code == "day_in_the_future"
    sent = district.post(f"{path}/send", {"reference_no": "N1", "sent_on": (today() - DAY).isoformat()}, expect=200).json
    assert (sent["state"], sent["sent_on"], sent["reference_no"]) == ("sent", (today() - DAY).isoformat(), "N1")
    assert district.post(f"{path}/answer", {"result": "refused"}, expect=422).code == "disclosure_refused_why"
    assert district.post(f"{path}/answer", {"result": "refused", "reason": "格式不符"}, expect=200).json["refused_reason"] == "格式不符"
    assert district.post(f"{path}/withdraw", {"reason": "再撤"}, expect=409).code == "state_conflict"
    again = disclosure(world, "accepted", record_id=record)
    assert again["state"] == "accepted"
    assert again["id"] in [row["id"] for row in world.role("platform").pages(DISCLOSURES, {"state": "accepted"})]


def test_d22_what_lost_its_ground_is_still_to_be_withdrawn(world, district):
    """D22: a repaired record and an entry that ended are listed until 信用中国 was told."""
    record, one = recorded(world), entry(world)
    made = [disclosure(world, "accepted", record_id=record), disclosure(world, "sent", entry_id=one["id"]), disclosure(world, record_id=recorded(world))]

    def wanted(client):
        return {row["id"] for row in client.pages(DISCLOSURES, {"needs_withdrawal": "true"}, limit=200)} & {row["id"] for row in made}
    assert wanted(district) == set()
    world.cluster.query("update credit_records set state = 'revoked', ended_at = now() where id in (%s, %s) returning 1", (record, made[2]["record_id"]))
    district.post(f"{ENTRIES}/{one['id']}/remove", {"cause": "decision", "reason": "移出"}, expect=200)
    assert wanted(district) == wanted(world.role("platform")) == {row["id"] for row in made}
    assert district.post(f"{DISCLOSURES}/{made[2]['id']}/send", {"reference_no": "N2"}, expect=409).code == "disclosure_ground_gone"
    for row in made:
        assert district.post(f"{DISCLOSURES}/{row['id']}/withdraw", {"reason": "信用修复"}, expect=200).json["withdrawn_on"] == today().isoformat()
    assert wanted(district) == set()


def test_only_what_is_in_force_goes_out(world, district):
    over = recorded(world, since=str(today() - 9 * DAY), until=str(today() - DAY))
    assert district.post(DISCLOSURES, {"record_id": over}, expect=409).code == "disclosure_not_due"
    assert district.post(DISCLOSURES, {"entry_id": entry(world, "proposed")["id"]}, expect=409).code == "disclosure_not_due"
    assert district.post(DISCLOSURES, {"entry_id": entry(world, "removed")["id"]}, expect=409).code == "disclosure_not_due"
    assert district.post(DISCLOSURES, {}, expect=422).code == "disclosure_of_one"
    assert district.post(DISCLOSURES, {"record_id": str(uuid.uuid4())}, expect=422).code == "disclosure_source_unknown"


def test_two_who_set_down_or_send_at_once_do_it_once(world, district):
    one = entry(world)["id"]
    answers = together(*[lambda: district.post(DISCLOSURES, {"entry_id": one})] * 3)
    assert sorted(answer.status for answer in answers) == [201, 409, 409]
    made = next(answer.json for answer in answers if answer.status == 201)
    answers = together(*[lambda number=number: district.post(f"{DISCLOSURES}/{made['id']}/send", {"reference_no": f"R{number}"}) for number in range(3)])
    assert sorted(answer.status for answer in answers) == [200, 409, 409]


def test_texts_are_masked(world, district):
    made = entry(world, basis="经理电话15400009876，拒不整改")
    assert "15400009876" not in made["basis"]
    assert "15400009876" not in publication(world, title="通报15400009876")["title"]


def test_other_districts_publications_are_public_and_otherwise_theirs(world):
    abroad = publication(world, abroad=True)
    public = world.role("public")
    assert abroad["id"] in [row["id"] for row in public.pages(PUBLICATIONS, {"district_code": "340302"})]
    assert abroad["id"] not in [row["id"] for row in public.pages(PUBLICATIONS, {"district_code": DISTRICT})]
    world.role("company").get(f"{PUBLICATIONS}/{abroad['id']}", expect=404)
