"""Funds (G01, G02, G03, G11, G21, G24): budget, commitment, payment; never beyond the budget, never off purpose, only to whom the registers know."""
import uuid
from decimal import Decimal

from harness.register import ACCOUNTS
from things import awards, firms, orgs, publications, staff
from things.estates import committee, estate, today
from things.funds import (LINES, adjustment, commitment, free, fund, new_adjustment, new_commitment, new_fund, new_rule, old_estate, payment, second, to_firm)

STREETS = {"near": "street.heping@150202", "far": "street.nanmenwai@150202"}
FIVE = ("party_building", "assessment_award", "skill_competition", "training", "quality_evaluation")
CLASSES = {"excellent_estates": 1, "excellent_firms": 2, "excellent_committees": 3, "advanced_units": 4}
SUMS = ("granted", "free", "committed", "paid", "lapsed")


def street_code(world, place="near"):
    return world.register.account(STREETS[place])["street_code"]


def to_street(samples, place="near", **members):
    return {"purpose": "old_estate_upgrade", "recipient_kind": "street", "recipient_id": street_code(samples.world, place), "amount": "200000.00", "basis": "提档升级考核前三名",
            "estate_ids": [old_estate(samples, place)["id"]], **members}


def propose(client, made, value, **more):
    return client.post(f"/v1/funds/{made['id']}/commitments", value, **more)


def named(answer):
    """What a refusal says there is."""
    return [(fault["pointer"], fault["detail"]) for fault in answer.json["errors"]]


# ---- the reward fund ----

def test_g11_a_million_a_year_for_three_years(world, district):
    """G11: 100 万元 × 3, data of the fund; each year is a fund of its own and ends with it."""
    years = [fund(world, kind="reward", year=year) for year in (2027, 2028, 2029)]
    assert sum(Decimal(made["granted"]) for made in years) == Decimal("3000000.00")
    assert [item["year"] for item in district.pages("/v1/funds", {"kind": "reward", "year": 2028})] == [2028]
    value = new_fund(world, kind="reward")
    district.post("/v1/funds", value, expect=201)
    assert district.post("/v1/funds", value, expect=409).code == "fund_exists"


def test_g11_streets_alone_and_old_estates_alone(world, samples, district):
    """G11: for streets, to upgrade old estates; nobody and nothing else."""
    made = fund(world, kind="reward")
    for other in ({**to_firm(world, "one"), "purpose": "old_estate_upgrade"}, {"recipient_kind": "community", "recipient_id": new_commitment(world)["recipient_id"]}):
        assert propose(district, made, to_street(samples, **other), expect=422).code == "fund_recipient_misfit"
    assert propose(district, made, to_street(samples, purpose="training"), expect=422).code == "off_purpose"
    assert propose(district, made, to_street(samples, estate_ids=[estate(samples)["id"]]), expect=422).code == "off_purpose"
    assert propose(district, made, {name: member for name, member in to_street(samples).items() if name != "estate_ids"}, expect=422).code == "fund_estates_missing"
    for wrong in (old_estate(samples, "far")["id"], old_estate(samples, "abroad")["id"], str(uuid.uuid4())):
        assert propose(district, made, to_street(samples, estate_ids=[wrong]), expect=422).code == "estate_unknown"
    assert propose(district, made, to_street(samples, recipient_id="340302001"), expect=422).code == "fund_recipient_unknown"
    assert propose(district, made, to_street(samples, project_title="改造", project_cost="300000.00"), expect=422).code == "fund_project_misfit"
    given = propose(district, made, to_street(samples), expect=201).json
    assert (given["state"], given["pays_to"], given["street_code"], given["firm_id"], given["award_class"]) == ("proposed", "street", street_code(world), None, None)


def test_g11_a_street_proposes_for_itself_and_the_district_decides(world, samples, district):
    """G11, model 7.3: a street for its own area alone."""
    made, hand = fund(world, kind="reward"), world.caller(STREETS["near"])
    assert propose(hand, made, to_street(samples, "far"), expect=422).code == "fund_recipient_unknown"
    given = propose(hand, made, to_street(samples), expect=201).json
    world.caller(STREETS["far"]).get(f"/v1/fund-commitments/{given['id']}", expect=404)
    assert hand.get(f"/v1/fund-commitments/{given['id']}", expect=200).json["recipient_name"] == given["recipient_name"] != ""
    done = district.post(f"/v1/fund-commitments/{given['id']}/decide", {"decision": "approve"}, expect=200).json
    assert (done["state"], done["outstanding"]) == ("committed", "200000.00")
    operating = fund(world, kind="operating")
    assert propose(hand, operating, to_street(samples, purpose="training", amount="1.00", estate_ids=None) | {"estate_ids": [old_estate(samples)["id"]]},
                   expect=403).code == "fund_proposals_of_district"
    assert propose(hand, fund(world, "draft"), new_commitment(world), expect=404).code == "not_found"


def test_nothing_is_given_beyond_the_line(world, district):
    """The refusal names what is free."""
    made = fund(world, lines={"advanced_units": "100.01", "service_star": "5000.00"})
    refused = propose(district, made, new_commitment(world, amount="100.02"), expect=409)
    assert refused.code == "budget_exceeded" and refused.json["errors"] == [{"pointer": "/amount", "code": "maximum", "detail": refused.json["errors"][0]["detail"]}]
    assert "100.01" in named(refused)[0][1]
    both = [propose(second(world), made, new_commitment(world, amount="60.00"), expect=201).json for _ in range(2)]
    district.post(f"/v1/fund-commitments/{both[0]['id']}/decide", {"decision": "approve"}, expect=200)
    late = district.post(f"/v1/fund-commitments/{both[1]['id']}/decide", {"decision": "approve"}, expect=409)
    assert late.code == "budget_exceeded" and "40.01" in named(late)[0][1]
    assert free(world, made) == {"advanced_units": "40.01", "service_star": "5000.00"}
    assert district.get(f"/v1/fund-commitments/{both[1]['id']}").json["state"] == "proposed"


# ---- the annual budget ----

def test_g02_five_purposes_and_no_sixth(world, district):
    """G02: 皖美红色物业, assessment, competition, training, evaluation of service and committees; each with its own money."""
    rules = district.pages("/v1/fund-rules", {"fund_kind": "operating", "as_of": today()})
    assert {rule["purpose"] for rule in rules} == set(FIVE)
    lines = {purpose: f"{number}0000.{number}0" for number, purpose in enumerate(FIVE, 1)}
    made = fund(world, kind="operating", lines=lines)
    assert made["granted"] == made["budgeted"] == str(sum(map(Decimal, lines.values()))) and {line["purpose"] for line in made["lines"]} == set(FIVE)
    for purpose in ("old_estate_upgrade", "banquet"):
        assert second(world).post("/v1/funds", new_fund(world, "operating", {purpose: "1.00"}), expect=422).code == "off_purpose"
    twice = new_fund(world, "operating")
    assert second(world).post("/v1/funds", {**twice, "lines": twice["lines"] * 2}, expect=422).code == "fund_line_repeated"
    assert propose(district, fund(world, kind="operating"), new_commitment(world, purpose="party_building"), expect=422).code == "off_purpose", "a purpose without a line"
    given = commitment(world, "settled", of=made, purpose="training", amount="40000.40")
    assert (given["year"], given["fund_kind"]) == (2026, "operating") and free(world, made) == {**lines, "training": "0.00"}


# ---- awards in lieu and injection ----

def test_g03_g21_awards_in_their_four_classes(world, samples, district):
    """G03, G21: ① estates, through their firm; ② firms and managers; ③ committees and members; ④ advanced units and members."""
    made = fund(world, lines={purpose: "10000.00" for purpose in CLASSES})
    firm, place = staff.managing(samples)
    person, body = staff.person(world, firm["id"]), committee(samples, "near", place["id"])
    member = district.post(f"/v1/owners-committees/{body['id']}/members", {"name": "业委会委员", "position": "member", "valid_from": today(-10)}, expect=201).json
    unit = orgs.unit(samples)
    recipients = (("excellent_estates", "estate", place, "firm", firm["id"]), ("excellent_firms", "firm", firm, "firm", firm["id"]), ("excellent_firms", "staff", person, "recipient", None),
                  ("excellent_committees", "committee", body, "recipient", None), ("excellent_committees", "committee_member", member, "recipient", None),
                  ("advanced_units", "org_unit", unit, "recipient", None))
    for purpose, kind, one, payee, firm_id in recipients:
        given = commitment(world, "settled", of=made, purpose=purpose, recipient_kind=kind, recipient_id=one["id"], amount="1000.00",
                           honour_id=awards.honour(world, subject_kind=kind, subject_id=one["id"], **{"class": CLASSES[purpose]})["id"])
        assert (given["award_class"], given["pays_to"], given["firm_id"], given["paid"], given["outstanding"]) == (CLASSES[purpose], payee, firm_id, "1000.00", "0.00"), kind
        assert given["recipient_name"] == one.get("name", place["name"]), "as the register has it"
        told = world.role("platform").get(f"/v1/fund-commitments/{given['id']}").json["recipient_name"]
        assert told == (None if kind in ("staff", "committee_member") else given["recipient_name"])
        holder = firm_id or f"{kind}:{one['id']}"
        paid = world.cluster.query("select a.kind, a.holder, p.amount::text, p.posted_by is not null as signed from money_postings p join money_accounts a on a.id = p.debit_id "
                                   "where p.cause_id = %s and p.step = 'pay'", (given["id"],))
        assert [(row["kind"], row["holder"], row["amount"], row["signed"]) for row in paid] == [(payee, holder, "1000.00", True)]
    for purpose, kind, one in (("excellent_firms", "committee", body), ("excellent_committees", "firm", firm), ("advanced_units", "estate", place)):
        assert propose(district, made, new_commitment(world, purpose=purpose, recipient_kind=kind, recipient_id=one["id"], amount="1.00"), expect=422).code == "fund_recipient_misfit"


def test_recipients_are_of_the_registers_on_the_day(world, samples, district):
    """Who has left, was never there or is another district's gets nothing; an estate without a firm cannot be paid."""
    made = fund(world, lines={"excellent_estates": "10000.00", "excellent_firms": "10000.00", "service_star": "10000.00"})
    left = staff.person(world, staff.managing(samples)[0]["id"], joined_on=today(-30))
    world.cluster.query("update staff set left_on = %s where id = %s returning 1", (today(), left["id"]))
    abroad = staff.person(world, staff.managing(samples, abroad=True)[0]["id"], abroad=True)
    for recipient in (left["id"], abroad["id"], str(uuid.uuid4()), "150202001"):
        assert propose(district, made, new_commitment(world, purpose="service_star", recipient_kind="staff", recipient_id=recipient), expect=422).code == "fund_recipient_unknown"
    assert propose(district, made, new_commitment(world, purpose="excellent_estates", recipient_kind="estate", recipient_id=estate(samples)["id"]),
                   expect=422).code == "fund_recipient_without_firm"
    far = staff.managing(samples)
    hand = world.caller(STREETS["far"])
    assert propose(hand, made, new_commitment(world, purpose="excellent_firms", recipient_kind="firm", recipient_id=far[0]["id"]), expect=422).code == "fund_recipient_unknown"
    mine = propose(world.caller(STREETS["near"]), made, new_commitment(world, purpose="excellent_firms", recipient_kind="firm", recipient_id=far[0]["id"]), expect=201).json
    assert mine["street_code"] == street_code(world), "a firm that manages in its street"


def test_g03_a_project_is_given_money_through_its_street(world, samples, district):
    """G03 项目资金注入: project, cost, never more than it costs."""
    made, place = fund(world, kind="project_injection"), estate(samples)
    value = {"purpose": "project_injection", "recipient_kind": "estate", "recipient_id": place["id"].upper(), "amount": "50000.00", "basis": "电梯更新",
             "project_title": "更换电梯两部", "project_cost": "120000.00"}
    given = propose(district, made, value, expect=201).json
    assert (given["pays_to"], given["street_code"], given["project_cost"], given["recipient_name"], given["recipient_id"]) == ("street", street_code(world), "120000.00", place["name"], place["id"])
    for wrong in ({"project_cost": "49999.99"}, {"project_title": None}, {"project_cost": None}, {"project_title": None, "project_cost": None}):
        body = {name: member for name, member in {**value, **wrong}.items() if member is not None}
        assert propose(district, made, body, expect=422).code == "fund_project_misfit"


def test_g01_a_firm_reads_what_was_promised_to_it_and_no_proposals(world, district):
    """G01: the amount is as is decided."""
    company, other = world.caller(ACCOUNTS["company"][0]), world.caller(ACCOUNTS["company"][1])
    made = fund(world)
    open_, done, refused = (commitment(world, state, "one", of=made, amount="123.45", purpose="social_responsibility") for state in ("proposed", "committed", "refused"))
    seen = {item["id"] for item in company.pages("/v1/fund-commitments", {"fund_id": made["id"]})}
    assert seen == {done["id"]} and not other.pages("/v1/fund-commitments", {"fund_id": made["id"]})
    for client, one in ((company, open_), (company, refused), (other, done)):
        client.get(f"/v1/fund-commitments/{one['id']}", expect=404)
    world.caller(ACCOUNTS["community"][0]).get(f"/v1/fund-commitments/{done['id']}", expect=404)
    assert company.get(f"/v1/fund-commitments/{done['id']}", expect=200).json["amount"] == "123.45"


def test_d08_whom_credit_bars_from_awards_gets_none(world, samples, district):
    """D08, D23: assessment and credit decide on award payments: when it is proposed, and again when it is decided."""
    firm, made = firms.firm(world), fund(world)
    value = new_commitment(world, recipient_kind="firm", recipient_id=firm["id"], purpose="social_responsibility")
    given = propose(second(world), made, value, expect=201).json
    publications.entry(world, subject_id=firm["id"])
    refused = propose(district, made, value, expect=409)
    assert refused.code == "fund_recipient_barred" and [fault["code"] for fault in refused.json["errors"]] == ["credit_blacklisted"]
    assert district.post(f"/v1/fund-commitments/{given['id']}/decide", {"decision": "approve"}, expect=409).code == "fund_recipient_barred"
    training = fund(world, kind="operating")
    propose(district, training, {**value, "purpose": "training"}, expect=201)
    person = staff.person(world, staff.managing(samples)[0]["id"])
    star = fund(world, lines={"service_star": "3000.00"})
    named_ = propose(second(world), star, new_commitment(world, purpose="service_star", recipient_kind="staff", recipient_id=person["id"], amount="1.00"), expect=201).json
    world.cluster.query("update staff set left_on = %s where id = %s returning 1", (today(), person["id"]))
    assert district.post(f"/v1/fund-commitments/{named_['id']}/decide", {"decision": "approve"}, expect=422).code == "fund_recipient_unknown"


def test_g24_stars_of_service_are_people_of_the_register(world, samples, district):
    """G24"""
    made, person = fund(world, lines={"service_star": "3000.00"}), staff.person(world, staff.managing(samples)[0]["id"])
    given = commitment(world, "settled", of=made, purpose="service_star", recipient_kind="staff", recipient_id=person["id"], amount="3000.00")
    assert given["recipient_name"] == person["name"] and given["award_class"] is None
    assert propose(district, made, new_commitment(world, purpose="service_star", recipient_kind="staff", recipient_id=person["id"], recipient_name="张三"), expect=422).code == "invalid_body"


# ---- budget, adjustment, close ----

def test_whoever_wrote_a_budget_does_not_approve_it(world, district):
    """Approved is what was read; then it is not edited any more."""
    made = district.post("/v1/funds", new_fund(world), expect=201).json
    path = f"/v1/funds/{made['id']}"
    assert [made[name] for name in SUMS] == ["0.00"] * 5 and made["budgeted"] == "800000.00"
    assert district.post(path + "/approve", {"version": 1}, expect=409).code == "separation_of_duties"
    assert propose(district, made, new_commitment(world), expect=409).json["state"] == "draft"
    change = {"lines": [{"purpose": "advanced_units", "amount": "7.5"}], "year": 2027}
    changed = district.request("PATCH", path, json_body=change, headers={"If-Match": '"1"'}, expect=200).json
    assert (changed["budgeted"], changed["year"], changed["version"]) == ("7.50", 2027, 2)
    assert second(world).post(path + "/approve", {"version": 1}, expect=409).code == "fund_changed"
    approved = second(world).post(path + "/approve", {"version": 2}, expect=200).json
    assert (approved["state"], approved["granted"], approved["free"]) == ("approved", "7.50", "7.50")
    assert district.request("PATCH", path, json_body=change, headers={"If-Match": '"3"'}, expect=409).json["state"] == "approved"
    assert second(world).post(path + "/approve", {"version": 3}, expect=409).json["state"] == "approved"
    assert district.request("PATCH", path, json_body=change, headers={"If-Match": '"2"'}, expect=412).code == "precondition_failed"


def test_more_and_less_by_a_decision_of_another(world, district):
    """Supplementary grants stand beside the budget; not more is taken back than is free."""
    made = fund(world, lines={"advanced_units": "1000.00"})
    path = f"/v1/funds/{made['id']}"
    assert second(world).post(path + "/adjustments", new_adjustment(purpose="service_star"), expect=422).code == "off_purpose"
    more = adjustment(world, of=made, amount="500.50")
    assert free(world, made) == {"advanced_units": "1000.00"}, "proposed is not granted"
    decide = f"/v1/fund-adjustments/{more['id']}/decide"
    assert second(world).post(decide, {"decision": "approve"}, expect=409).code == "separation_of_duties"
    assert district.post(decide, {"decision": "approve", "reason": "同意追加"}, expect=200).json["state"] == "approved"
    assert district.post(decide, {"decision": "approve"}, expect=409).json["state"] == "approved"
    less = second(world).post(path + "/adjustments", new_adjustment(direction="decrease", amount="1500.51"), expect=409)
    assert less.code == "budget_exceeded" and "1500.50" in named(less)[0][1]
    back = [adjustment(world, of=made, direction="decrease", amount="800.00") for _ in range(3)]
    district.post(f"/v1/fund-adjustments/{back[0]['id']}/decide", {"decision": "approve"}, expect=200)
    late = district.post(f"/v1/fund-adjustments/{back[1]['id']}/decide", {"decision": "approve"}, expect=409)
    assert late.code == "budget_exceeded" and "700.50" in named(late)[0][1]
    assert district.post(path + "/close", {"reason": "终了"}, expect=409).code == "fund_still_open"
    for one in back[1:]:
        district.post(f"/v1/fund-adjustments/{one['id']}/decide", {"decision": "refuse"}, expect=200)
    after = district.get(path).json
    assert (after["budgeted"], after["granted"], after["free"]) == ("1000.00", "700.50", "700.50")
    assert [one["state"] for one in after["adjustments"]] == ["approved", "approved", "refused", "refused"]


def test_what_is_free_lapses_when_everything_is_finished(world, district):
    made = fund(world, lines={"advanced_units": "1000.00", "service_star": "50.00"})
    path, open_ = f"/v1/funds/{made['id']}", commitment(world, "committed", of=made, amount="600.00")
    district.post(f"/v1/fund-commitments/{open_['id']}/pay", payment(world, amount="250.00"), expect=200)
    refused = district.post(path + "/close", {"reason": "年度终了"}, expect=409)
    assert refused.code == "fund_still_open" and [(fault["code"], open_["id"] in fault["detail"]) for fault in refused.json["errors"]] == [("paying", True)], "what is in the way"
    done = district.post(f"/v1/fund-commitments/{open_['id']}/release", {"reason": "余款不再支付"}, expect=200).json
    assert (done["state"], done["paid"], done["outstanding"], done["released_reason"]) == ("released", "250.00", "0.00", "余款不再支付")
    closed = district.post(path + "/close", {"reason": "年度终了"}, expect=200).json
    assert [closed[name] for name in SUMS] == ["1050.00", "0.00", "0.00", "250.00", "800.00"] and closed["state"] == "closed"
    assert propose(district, made, new_commitment(world, amount="1.00"), expect=409).json["state"] == "closed"
    assert second(world).post(path + "/adjustments", new_adjustment(), expect=409).json["state"] == "closed"


# ---- payments ----

def test_a_commitment_is_paid_in_parts_and_never_beyond(world, district):
    made = fund(world, lines={"advanced_units": "1000.00"})
    given = commitment(world, "committed", of=made, amount="100.00")
    path = f"/v1/fund-commitments/{given['id']}/pay"
    assert second(world).post(path, payment(world, amount="1.00"), expect=409).code == "separation_of_duties"
    assert district.post(path, payment(world, amount="1.00", booked_on=today(1)), expect=422).code == "day_in_the_future"
    assert district.post(path, payment(world, amount="1.00", booked_on=today(-1)), expect=422).code == "fund_paid_too_early"
    for wrong in ("0.00", "0", "-1.00", "1.001", "01.00"):
        assert district.post(path, payment(world, amount=wrong), expect=422).code == "invalid_body"
    first = payment(world, amount="33.33")
    assert district.post(path, first, expect=200).json["state"] == "paying"
    assert district.post(path, {**first, "amount": "1.00"}, expect=409).code == "fund_reference_used"
    beyond = district.post(path, payment(world, amount="66.68"), expect=409)
    assert beyond.code == "commitment_exceeded" and "66.67" in named(beyond)[0][1]
    last = district.post(path, payment(world, amount="66.67"), expect=200).json
    assert (last["state"], last["paid"], last["outstanding"], [one["amount"] for one in last["payments"]]) == ("settled", "100.00", "0.00", ["33.33", "66.67"])
    assert district.post(path, payment(world, amount="1.00"), expect=409).json["state"] == "settled"
    other = commitment(world, "committed", of=made, amount="5.00")
    again = {**first, "amount": "5.00"}
    assert district.post(f"/v1/fund-commitments/{other['id']}/pay", again, expect=409).code == "fund_reference_used", "one reference is one payment, whatever for"
    assert world.role("platform").get(f"/v1/fund-commitments/{given['id']}").json["payments"] == last["payments"]


def of_community(world, **members):
    return {"honour_id": awards.honour(world, **{"class": 4, **members})["id"]}


def test_an_honour_is_rewarded_once(world, district):
    """G21: whichever the fund; what was refused or given back frees it."""
    made, honour = fund(world), of_community(world)
    first = commitment(world, "committed", of=made, **honour)
    assert propose(district, fund(world), new_commitment(world, **honour), expect=409).code == "honour_rewarded"
    district.post(f"/v1/fund-commitments/{first['id']}/release", {"reason": "荣誉更正"}, expect=200)
    propose(district, made, new_commitment(world, **honour), expect=201)


def test_an_honour_is_rewarded_to_whom_it_was_given_while_it_stands(world, district):
    """G21: nobody else's, of no other class, none that is not there, and none that was taken back meanwhile."""
    made = fund(world)
    for honour, code, status in (({"honour_id": str(uuid.uuid4())}, "honour_unknown", 422), (of_community(world, **{"class": 1}), "honour_misfit", 409),
                                 (of_community(world, subject_id=world.register.account("community.luwang@150202")["community_code"]), "honour_misfit", 409),
                                 ({"honour_id": awards.honour(world, abroad=True)["id"]}, "honour_unknown", 422)):
        assert propose(district, made, new_commitment(world, **honour), expect=status).code == code
    honour = of_community(world)
    given = commitment(world, of=made, **honour)
    district.post(f"/v1/honours/{honour['honour_id']}/revoke", {"reason": "弄虚作假", "document_no": "东住建〔2026〕9号"}, expect=200)
    assert district.post(f"/v1/fund-commitments/{given['id']}/decide", {"decision": "approve"}, expect=409).code == "honour_misfit"


def test_the_books_name_a_fund_and_whom_it_paid(world, samples, district):
    """As far as who asks may know of them: no person to the platform, no fund to a firm."""
    made, firm = fund(world, kind="operating", title="物业管理年度经费", lines={"training": "20000.00"}), to_firm(world, "one")
    person = staff.person(world, firm["recipient_id"])
    award = fund(world, title="以奖代补", lines={"excellent_firms": "20000.00"})
    commitment(world, "settled", of=award, purpose="excellent_firms", recipient_kind="staff", recipient_id=person["id"])
    commitment(world, "settled", of=made, **firm)

    def accounts(client, one):
        return {row["kind"]: (row["purse_name"], row["holder_name"]) for row in client.pages("/v1/money/accounts", {"purse_id": one["id"]})}
    assert accounts(district, award)["recipient"] == ("以奖代补", person["name"]) and accounts(world.role("platform"), award)["recipient"] == ("以奖代补", None)
    assert accounts(district, made)["fund"][1] == accounts(world.role("platform"), made)["committed"][1] and accounts(district, made)["treasury"][0] == "物业管理年度经费"
    assert accounts(world.role("company"), made) == {"firm": (None, world.role("company").get(f"/v1/firms/{firm['recipient_id']}").json["name"])}
    seen = world.role("company").pages("/v1/money/postings", {"purse_id": made["id"]})
    assert seen and {row["purse_name"] for row in seen} == {None}


def test_a_refusal_says_why(world, district):
    given = commitment(world)
    assert district.post(f"/v1/fund-commitments/{given['id']}/decide", {"decision": "refuse"}, expect=422).code == "fund_refused_why"
    assert district.post(f"/v1/fund-commitments/{given['id']}/decide", {"decision": "refuse", "reason": "依据不足"}, expect=200).json["decision"] == "依据不足"


# ---- what may be given for what is data ----

def test_what_a_shipped_rule_assumes_beyond_its_plan_is_said(district):
    """Whoever reads a common rule sees which plan it is of and what of it no plan says."""
    common = [rule for rule in district.pages("/v1/fund-rules") if rule["common"]]
    assert len(common) > 20 and {rule["fund_kind"] for rule in common} == {"reward", "operating", "award_in_lieu", "project_injection"}
    assert all("方案" in rule["basis"].split("推定")[0] and len(rule["basis"].split("推定（原文未写明）：")) == 2 for rule in common)


def test_what_funds_may_be_spent_on_is_data_of_each_district(world, samples):
    """A district's own rule stands in place of the common one, from its first day."""
    officer, at_home = world.caller(ACCOUNTS["district"][2]), world.role("district")
    made = fund(world, place="abroad", kind="operating")
    value = new_commitment(world, "abroad", purpose="training", amount="1.00")
    propose(officer, made, value, expect=201)
    rule = new_rule(samples, recipient_kind="community", admitted=False, effective_from=today())
    assert officer.post("/v1/fund-rules", {**rule, "effective_from": today(-1)}, expect=422).code == "takes_effect_in_the_past"
    assert officer.post("/v1/fund-rules", {**rule, "pays_to": "firm"}, expect=422).code == "fund_pays_misfit"
    assert officer.post("/v1/fund-rules", rule, expect=201).json["common"] is False
    assert officer.post("/v1/fund-rules", rule, expect=409).code == "rule_changed_meanwhile"
    assert propose(officer, made, value, expect=422).code == "fund_recipient_misfit"
    propose(at_home, fund(world, kind="operating"), new_commitment(world, purpose="training", amount="1.00"), expect=201)
    sixth = new_rule(samples, purpose="greening", recipient_kind="street", pays_to="street", effective_from=today())
    officer.post("/v1/fund-rules", sixth, expect=201)
    fund(world, place="abroad", kind="operating", lines={**LINES["operating"], "greening": "5.00"})
