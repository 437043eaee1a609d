"""Facts that the service itself learns raise credit records: evaluations that are confirmed, handovers that are refused. Which item, the rulebook says."""
import concurrent.futures
import datetime
import threading

import pytest
from things.contracts import act, bring, day
from things.effects import DISTRICT, evaluation
from things.estates import estate
from things.rulebooks import document, draft, item, published_rulebook

FIRM, STREET = "company.one@150202", "street.heping@150202"
THIRD = {"kind": "third_party", "assessor": "third_party", "assessor_name": "公信评估公司"}
ITEMS = [item("survey", "good", "measured", unit="分", unit_points="0.1", low="0", high="10", evidence_required=True, proposer_roles=None,
              raised_by=["evaluation_third_party", "evaluation_composite"]),
         item("site_survey", "good", "measured", subject="project", low="0", high="100", raised_by=["evaluation_composite"]),
         item("no_exit", kind="range", low="5", high="20", severity="serious", raised_by=["handover_refused"])]


@pytest.fixture(scope="module", autouse=True)
def book(world):
    return published_rulebook(world, items=ITEMS, groups=[], since="2025-01-01")


def confirm(world, made, expect=200):
    return world.caller(DISTRICT).post(f"/v1/evaluations/{made['id']}/confirm", expect=expect)


def raised(world, source):
    """The records that come from something, as they are stored."""
    return world.cluster.query("select id::text, state, item_code, measure::text, points, reference_points::text, assessor, source, subject_kind, subject_id::text, firm_id::text, "
                               "estate_id::text, occurred_on::text, facts, evidence, source_ref, basis, street_code, proposed_role from credit_records where source_id = %s", (source["id"],))


def read(world, identifier, caller=None):
    return (caller or world.role("district")).get(f"/v1/credit-records/{identifier}").json


def by_hand(world, made, measure, expect, code="survey"):
    value = {"item_code": code, "subject_kind": "firm", "subject_id": made["firm"]["id"], "occurred_on": "2026-09-30", "source": "evaluation", "source_id": made["id"],
             "facts": "第三方测评", "evidence": "测评报告", "measure": measure}
    return world.caller(DISTRICT).post("/v1/credit-records", value, expect=expect)


def test_what_a_third_party_found_is_proposed_for_the_rating(world, other):
    """D03: the evaluation is a ground of the credit rating; exactly its percent, by the item that the rulebook names, and somebody else decides."""
    made = evaluation(world, DISTRICT, score="66.67", score_max="90", **THIRD)
    assert made["credit_record_id"] is None
    shown = other.post(f"/v1/evaluations/{made['id']}/confirm", expect=200).json
    record = read(world, shown["credit_record_id"])
    assert (record["state"], record["item"]["code"], record["measure"], record["reference_points"], record["points"]) == ("proposed", "survey", "74.0778", "7.4078", None)
    assert (record["source"], record["source_id"], record["subject"]["id"], record["occurred_on"]) == ("evaluation", made["id"], made["firm"]["id"], "2026-09-30")
    assert record["facts"] == "第三方评价（2026-07-01至2026-09-30）得分66.67，满分90.00" and len(raised(world, made)) == 1
    assert other.post(f"/v1/credit-records/{record['id']}/confirm", {}, expect=409).code == "separation_of_duties", "who confirmed the evaluation proposed the record"
    assert world.role("district").post(f"/v1/credit-records/{record['id']}/confirm", {}, expect=200).json["points"] == "7.4078"
    assert world.role("street").get(f"/v1/evaluations/{made['id']}").json["credit_record_id"] == record["id"]


def test_a_firm_is_told_of_the_record_no_sooner_than_of_what_it_is(world, other):
    """D08: the firm reads its evaluation once it is confirmed, its record once it was notified."""
    one = str(world.register.account(FIRM)["firm_id"])
    made = evaluation(world, firm_id=one)
    record = confirm(world, made).json["credit_record_id"]
    company, platform = world.role("company"), world.role("platform")
    assert record and all(caller.get(f"/v1/evaluations/{made['id']}").json["credit_record_id"] is None for caller in (company, platform))
    for step in ("confirm", "notify"):
        other.post(f"/v1/credit-records/{record}/{step}", {}, expect=200)
    assert company.get(f"/v1/evaluations/{made['id']}").json["credit_record_id"] == record
    assert [each["credit_record_id"] for each in company.pages("/v1/evaluations") if each["id"] == made["id"]] == [record]
    assert platform.get(f"/v1/evaluations/{made['id']}").json["credit_record_id"] is None


def test_who_assesses_stays_the_assessor(world):
    """D07: the weights of street, committee and community hold for what each has said; a project's evaluation raises the project's item."""
    served = world.cluster.query(
        "select ce.estate_id::text as id, c.firm_id::text as firm_id, lower(c.service_period)::text as since, upper(c.service_period)::text as until from contracts c "
        "join contract_estates ce on ce.district_code = c.district_code and ce.contract_id = c.id join estates e on e.district_code = ce.district_code and e.id = ce.estate_id "
        "where c.in_force and c.service_period @> (now() at time zone 'Asia/Shanghai')::date and lower(c.service_period) between '2000-01-01' and (now() at time zone 'Asia/Shanghai')::date - 60 and e.community_code = %s order by 1 limit 1",
        (world.register.account("community.huanxi@150202")["community_code"],))[0]
    since = datetime.date.fromisoformat(served["since"])
    members = {"firm_id": served["firm_id"], "estate_id": served["id"], "period_from": str(since), "period_to": str(since + datetime.timedelta(30))}
    for account, assessor in ((STREET, "street"), ("community.huanxi@150202", "community"), ("community.huanxi@150202", "owners_committee")):
        made = evaluation(world, account, assessor=assessor, **members)
        confirm(world, made)
        row, = raised(world, made)
        assert (row["assessor"], row["item_code"], row["subject_kind"], row["subject_id"], row["estate_id"], row["firm_id"], row["occurred_on"]) == (
            assessor, "site_survey", "project", served["id"], served["id"], served["firm_id"], members["period_to"])
    assert row["proposed_role"] == "district"


def test_a_project_counts_for_whom_it_was_served_by(world, samples):
    """D07: the firm that left within the period is evaluated for its days; the record is its own, and of no day that is still to come."""
    contract = bring(samples, "terminated")
    place, mine = contract["estates"][0]["id"], {"firm_id": contract["firm"]["id"], "period_from": day(-20)}
    made = evaluation(world, estate_id=place, period_to=day(20), **mine)
    confirm(world, made)
    row, = raised(world, made)
    assert (row["firm_id"], row["estate_id"], row["occurred_on"]) == (contract["firm"]["id"], place, day())


def test_without_an_item_there_is_no_record(world, samples, book):
    """D03: what raises a record is data; without a rulebook, or an item of it, things go on as they did."""
    published_rulebook(world, items=[{**each, "raised_by": []} for each in ITEMS], groups=[])
    try:
        made = evaluation(world)
        assert confirm(world, made).json["credit_record_id"] is None and raised(world, made) == []
        world.cluster.query("with gone as (update credit_rulebooks set state = 'withdrawn' where district_code = '150202' and state = 'published' returning 1) select count(*) from gone")
        made = evaluation(world)
        assert confirm(world, made).json["state"] == "confirmed" and raised(world, made) == []
        contract = bring(samples, "handover")
        assert act(samples, STREET, contract, "handover/refuse", {"statement": "拒不退出"})["state"] == "refused" and raised(world, contract) == []
    finally:
        published_rulebook(world, items=ITEMS, groups=[], since="2025-01-01")


def test_by_hand_it_is_what_the_evaluation_found(world):
    """D03: nobody types another figure; and what was entered by hand stands in nobody's way."""
    made = evaluation(world, score="66.67", score_max="90")
    assert by_hand(world, made, "74.0779", 422).code == "credit_measure_unfit"
    first = by_hand(world, made, "74.0778", 201).json
    assert confirm(world, made).json["state"] == "confirmed", "the fact was counted: the confirmation stands all the same"
    assert [row["id"] for row in raised(world, made)] == [first["id"]]
    assert by_hand(world, made, "74.0778", 409).code == "credit_fact_counted"


def test_withdrawing_takes_along_what_is_only_proposed(world, other):
    """D03: what somebody has confirmed is a person's to revoke."""
    for confirmed, state in ((False, "dismissed"), (True, "confirmed")):
        made = evaluation(world)
        record = confirm(world, made).json["credit_record_id"]
        if confirmed:
            other.post(f"/v1/credit-records/{record}/confirm", {}, expect=200)
        shown = world.caller(DISTRICT).post(f"/v1/evaluations/{made['id']}/withdraw", {"reason": "评分表录入有误"}, expect=200).json
        assert (shown["state"], shown["credit_record_id"], read(world, record)["state"]) == ("withdrawn", record, state)
    steps = world.role("district").pages(f"/v1/credit-records/{record}/events")
    assert [each["action"] for each in steps] == ["create", "confirm"]


def at_once(calls):
    gate = threading.Barrier(len(calls))

    def run(call):
        gate.wait()
        return call()
    with concurrent.futures.ThreadPoolExecutor(len(calls)) as pool:
        return [each.result() for each in [pool.submit(run, call) for call in calls]]


def test_two_who_confirm_at_once_make_one_record(world):
    """D03, D07"""
    made = evaluation(world)
    answers = at_once([lambda: world.caller(DISTRICT).post(f"/v1/evaluations/{made['id']}/confirm").status for _ in range(4)])
    assert sorted(answers) == [200, 409, 409, 409] and len(raised(world, made)) == 1


def test_a_record_that_is_entered_while_its_evaluation_is_confirmed_is_one(world):
    """D03: by hand or by itself, the fact counts once."""
    made = evaluation(world)
    hand = {"item_code": "survey", "subject_kind": "firm", "subject_id": made["firm"]["id"], "occurred_on": "2026-09-30", "source": "evaluation", "source_id": made["id"],
            "facts": "第三方测评", "evidence": "测评报告", "measure": "86.5000"}
    answers = at_once([lambda: world.caller(DISTRICT).post(f"/v1/evaluations/{made['id']}/confirm").status, lambda: world.caller(DISTRICT).post("/v1/credit-records", hand).status])
    assert answers[0] == 200 and answers[1] in (201, 409) and len(raised(world, made)) == 1


def test_withdrawing_does_not_undo_what_is_confirmed_meanwhile(world, other):
    """D03"""
    made = evaluation(world)
    record = confirm(world, made).json["credit_record_id"]
    answers = at_once([lambda: other.post(f"/v1/credit-records/{record}/confirm", {}).status,
                       lambda: world.caller(DISTRICT).post(f"/v1/evaluations/{made['id']}/withdraw", {"reason": "误"}).status])
    assert answers[1] == 200 and read(world, record)["state"] == {200: "confirmed", 409: "dismissed"}[answers[0]]


@pytest.mark.parametrize("account", [STREET, DISTRICT])
def test_a_refused_handover_is_a_bad_record_of_who_leaves(world, samples, account):
    """C14: refusal to exit goes into the credit system; of the outgoing firm alone, with nothing of who asked or who comes next."""
    contract = bring(samples, "handover")
    said = "业主王某某称新公司光明物业无法进场"
    act(samples, account, contract, "handover/refuse", {"statement": said})
    row, = raised(world, contract)
    assert (row["state"], row["item_code"], row["source"], row["subject_kind"], row["subject_id"], row["firm_id"]) == (
        "proposed", "no_exit", "contract", "firm", contract["firm"]["id"], contract["firm"]["id"])
    assert (row["occurred_on"], row["estate_id"], row["reference_points"], row["proposed_role"]) == (day(), contract["estates"][0]["id"], None, account.partition(".")[0])
    assert row["street_code"] == contract["estates"][0].get("street_code", row["street_code"]) and contract["registration_no"] in row["evidence"]
    written = " ".join(str(value) for value in row.values())
    assert not any(part in written for part in ("王某某", "光明", "业主委员会")), "the statement stays with the violation"
    violation = world.cluster.query("select statement from contract_violations where contract_id = %s", (contract["id"],))
    assert len(violation) == 1 and "光明" in violation[0]["statement"]
    assert world.role("company").get(f"/v1/credit-records/{row['id']}", expect=404), "not told yet"


def test_a_handover_that_is_refused_again_is_the_same_fact(world, samples, other):
    """C14: one refusal of a contract counts once; how much, another officer decides within the range."""
    contract = bring(samples, "handover")
    refusal = {"statement": "拒不退出服务用房"}
    act(samples, STREET, contract, "handover/refuse", refusal)
    act(samples, STREET, contract, "handover/deliver", {"rooms_on": day()})
    act(samples, STREET, contract, "handover/refuse", refusal)
    row, = raised(world, contract)
    assert other.post(f"/v1/credit-records/{row['id']}/confirm", {"points": "15"}, expect=200).json["points"] == "15.0000"


def test_a_contract_of_several_estates_names_none(world, samples):
    """C14"""
    contract = bring(samples, "handover", estate_codes=[estate(samples, "near")["code"] for _ in range(2)])
    act(samples, STREET, contract, "handover/refuse", {"statement": "拒不退出"})
    row, = raised(world, contract)
    assert row["estate_id"] is None and row["firm_id"] == contract["firm"]["id"]


def test_the_refusal_stands_when_the_record_cannot_be_made(world, samples):
    """C14: somebody has entered it by hand."""
    contract = bring(samples, "handover")
    hand = {"item_code": "no_exit", "subject_kind": "firm", "subject_id": contract["firm"]["id"], "occurred_on": day(), "source": "contract", "source_id": contract["id"], "facts": "拒不移交"}
    world.caller(DISTRICT).post("/v1/credit-records", hand, expect=201)
    assert act(samples, STREET, contract, "handover/refuse", {"statement": "拒不退出"})["state"] == "refused"
    assert len(raised(world, contract)) == 1


def test_a_rulebook_is_held_to_what_facts_can_raise(world):
    """D18: one item for a fact and a subject; an evaluation is measured; a refusal is bad."""
    twice = [item(code, "good", "measured", raised_by=["evaluation_annual"]) for code in ("a", "b")]
    made = draft(world, document=document(items=twice + [item("c", "good", "measured", subject="project", raised_by=["evaluation_annual"]), item("d", points="1", raised_by=["handover_refused"]),
                                                         item("e", "good", points="1", raised_by=["handover_refused", "evaluation_expert"]),
                                                         item("f", "good", "measured", raised_by=["evaluation_daily"], proposer_roles=["company"])]))
    found = world.role("district").get(f"/v1/rulebooks/{made['id']}/validation").json["findings"]
    assert {(each["code"], each["pointer"]) for each in found if each["code"].startswith("raised")} == {
        ("raised_twice", "/items/1/raised_by/0"), ("raised_twice", "/items/4/raised_by/0"), ("raised_unfit", "/items/4/raised_by/0"), ("raised_unfit", "/items/4/raised_by/1"),
        ("raised_by_nobody", "/items/5/raised_by/0")}
    wrong = world.role("district").post("/v1/rulebooks", {"code": "wrong", "title_zh": "错", "title_en": "Wrong", "source": "试验",
                                                          "document": document(items=[item("a", points="1", raised_by=["weather"])])}, expect=422)
    assert [fault["pointer"] for fault in wrong.json["errors"]] == ["/document/items/0/raised_by/0"]


def test_the_facts_have_labels(world):
    """C14, D03, D07"""
    listed = {row["code"] for row in world.role("public").pages("/v1/code-lists/credit_raised_by/codes")}
    schema = world.contract.document["components"]["schemas"]["RulebookItem"]["properties"]["raised_by"]["items"]["enum"]
    assert listed == set(schema)
