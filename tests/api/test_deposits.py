"""Deposits of firms: asked for by the terms of the day (G16, G22), given back year by year as assessments say (G14, G15, L5), settled or forfeited; what the books say of it."""
import datetime
import decimal
import uuid

import pytest
from things import firms
from things.deposits import act, assessed, contract_of, demanded, deposit, hold, judged, payment, settlement, street
from things.estates import officer, today
from things.rulebooks import deputy

WHERE = "/v1/deposits"
CENT = decimal.Decimal("0.01")
D = decimal.Decimal


@pytest.fixture
def one(world):
    """Who pays, settles and forfeits; the deputy asked for all of it."""
    return officer(world, "near")


def balances(world, found):
    """{kind of account: what is in it} of a deposit, summed up here."""
    return {row["kind"]: row["sum"] for row in world.cluster.query(
        "select a.kind, sum(case when p.debit_id = a.id then p.amount else -p.amount end) as sum from money_postings p join money_accounts a on a.id in (p.debit_id, p.credit_id) "
        "where p.purse_kind = 'deposit' and p.purse_id = %s group by 1", (found["id"],))}


def balanced(world, found):
    """What is held by the register is what the books say, what went back is with the firm, and nothing is anywhere else."""
    there = balances(world, found)
    back = sum(D(part["refunded"]) for part in found["instalments"] if part["state"] == "refunded") + D(found["settled_refund"] or 0)
    lost = D(found["forfeited"] or 0)
    paid = D(found["amount"]) if found["received_on"] else D(0)
    assert D(found["held"]) == paid - back - lost == there.get("deposit", D(0))
    assert there.get("firm", D(0)) == back - paid and there.get("treasury", D(0)) == lost and sum(there.values()) == 0
    return there


def postings(world, found):
    return world.cluster.query("select step, part, amount, street_code, firm_id::text, bank_reference, booked_on::text from money_postings where cause_kind = 'deposit' and cause_id = %s order by number",
                               (found["id"],))


def changed(world, contract, what):
    """By hand, with the copies of its period at its estates."""
    world.cluster.query(f"begin; set constraints all deferred; update contracts set {what} where id = %(id)s; update contract_estates m set service_period = c.service_period "
                        "from contracts c where c.id = m.contract_id and c.id = %(id)s; commit", {"id": contract})


# ---- asked for ----

def test_g16_a_performance_deposit_is_a_tenth_of_the_annual_fee_on_a_special_account(world, one):
    """G14, G16: the rate, the account and the basis are the terms'; the amount is computed, and an instalment falls due with each contract year."""
    terms = hold(world)
    contract, firm, _, start = contract_of(world, fee="120000.05", start=datetime.date(2024, 2, 29), end=datetime.date(2027, 2, 27))
    made = deputy(world).post(WHERE, {"kind": "performance", "contract_id": contract}, expect=201)
    found = made.json
    assert made.header("Location") == f"{WHERE}/{found['id']}" and one.get(f"{WHERE}/{found['id']}").json == found
    assert (found["annual_fee"], found["rate"], found["amount"], found["years"], found["state"], found["held"]) == ("120000.05", "0.1000", "12000.01", 3, "due", "0.00")
    assert (found["terms_id"], found["legal_basis"], found["firm"]["id"], found["contract_id"]) == (terms, "区政府规范性文件", firm, contract)
    assert found["due_on"] == today(30) and found["opened_on"] == today() and found["overdue"] is False
    assert one.get(f"/v1/deposit-terms/{terms}").json["document"]["performance"]["account"]["name"] == "物业履约保证金专户"
    assert [(part["period_from"], part["period_to"], part["due_on"], part["nominal"]) for part in found["instalments"]] == [
        ("2024-02-29", "2025-02-27", "2025-02-28", "4000.00"), ("2025-02-28", "2026-02-27", "2026-02-28", "4000.00"), ("2026-02-28", "2027-02-27", "2027-02-28", "4000.01")]
    assert start.isoformat() == "2024-02-29" and all(part["state"] == "scheduled" and part["ratio"] is None for part in found["instalments"])
    balanced(world, found)
    assert deputy(world).post(WHERE, {"kind": "performance", "contract_id": contract}).code == "deposit_exists"


def test_g16_what_cannot_be_asked_for_is_refused(world):
    hold(world)
    client = deputy(world)

    def refused(status, code, **value):
        assert client.post(WHERE, {"kind": "performance", **value}, expect=status).code == code
    contract, firm = contract_of(world)[:2]
    refused(422, "deposit_incomplete")
    refused(422, "deposit_incomplete", contract_id=contract, firm_id=firm)
    refused(422, "deposit_incomplete", kind="dishonesty", firm_id=firm, amount="100.00")
    refused(422, "deposit_incomplete", kind="dishonesty", firm_id=firm, amount="100.00", decision="1号", guarantee_document="1号")
    refused(422, "deposit_incomplete", kind="dishonesty", firm_id=firm, amount="100.00", decision="1号", contract_id=contract)
    refused(422, "contract_unknown", contract_id=str(uuid.uuid4()))
    refused(422, "firm_unknown", kind="dishonesty", firm_id=str(uuid.uuid4()), amount="100.00", decision="1号")
    refused(422, "day_in_the_future", kind="dishonesty", firm_id=firm, amount="100.00", decision="1号", guarantee_document="1号", guaranteed_on=today(1))
    refused(422, "deposit_of_nothing", contract_id=contract_of(world, fee=None)[0])
    refused(422, "deposit_of_nothing", contract_id=contract_of(world, fee="0.04")[0])
    refused(409, "deposit_contract_over", contract_id=contract_of(world, years=2, end=datetime.date.fromisoformat(today(-1)))[0])
    open_ended = contract_of(world)[0]
    changed(world, open_ended, "end_date = null")
    refused(422, "deposit_contract_open_ended", contract_id=open_ended)
    draft = contract_of(world)[0]
    world.cluster.query("with m as (delete from contract_estates where contract_id = %s returning 1) select count(*) from m", (draft,))
    world.cluster.query("update contracts set state = 'draft' where id = %s returning 1", (draft,))
    refused(422, "contract_unknown", contract_id=draft)


def test_deposits_are_taken_only_where_the_terms_of_the_day_say_so(world):
    """Practice §6.6: whether a government may hold deposits is for local law, so it is a switch with a basis: off, without terms, or for one kind, nothing is asked for."""
    firm = firms.firm(world)["id"]
    performance = {"kind": "performance", "contract_id": contract_of(world)[0]}
    dishonesty = {"kind": "dishonesty", "firm_id": firm, "amount": "100.00", "decision": "1号"}

    def answers():
        return [answer.code if answer.status != 201 else 201 for answer in (deputy(world).post(WHERE, value) for value in (performance, dishonesty))]
    hold(world, taken=False)
    assert answers() == ["deposits_not_taken"] * 2
    terms = hold(world, dishonesty=None)
    assert answers() == [201, "deposits_not_taken"]
    world.cluster.query("update deposit_terms set effective_to = %s where id = %s returning 1", (today(), terms))
    assert answers() == ["deposits_not_taken"] * 2
    world.cluster.query("update deposit_terms set state = 'withdrawn' where id = %s returning 1", (terms,))
    hold(world)
    assert answers() == ["deposit_exists", 201]


def test_deposits_are_found_by_what_they_are(world, one):
    late, paid = deposit(world), deposit(world, "paid")
    asked = demanded(world)
    world.cluster.query("update deposits set due_on = %s where id = %s returning 1", (today(-1), late["id"]))
    assert one.get(f"{WHERE}/{late['id']}").json["overdue"] is True
    three = {late["id"], paid["id"], asked["id"]}
    for query, found in (({"overdue": "true"}, {late["id"]}), ({"overdue": "false"}, {paid["id"], asked["id"]}), ({"kind": "dishonesty"}, {asked["id"]}), ({"state": "paid,settled"}, {paid["id"]}),
                         ({"firm_id": late["firm"]["id"]}, {late["id"], paid["id"]}), ({"contract_id": paid["contract_id"]}, {paid["id"]}), ({"street_code": late["street_code"]}, {late["id"], paid["id"]}),
                         ({"street_code": "150202999"}, set()), ({"instalment_due_before": today(-100)}, {paid["id"]}), ({"instalment_due_before": "2020-01-01"}, set()),
                         ({"updated_since": asked["created_at"]}, {asked["id"]})):
        assert {each["id"] for each in one.pages(WHERE, query)} & three == found, query
    listed = one.pages(WHERE)
    assert [each["created_at"] for each in listed] == sorted((each["created_at"] for each in listed), reverse=True)
    assert one.get(WHERE, {"kind": "dishonesty", "state": "due", "count": "true"}).json["total"] >= 1


# ---- paid ----

def test_a_deposit_is_paid_once_and_the_books_say_when_and_how(world, one):
    found = deposit(world)
    for code, value in (("day_in_the_future", payment(booked_on=today(1))), ("deposit_booked_too_early", payment(booked_on=today(-1))),
                        ("deposit_guarantee_misfit", payment(guarantee_document="1号", guaranteed_on=today()))):
        assert act(one, found, "receive", value, 422).code == code
    assert postings(world, found) == []
    told = payment()
    paid = act(one, found, "receive", told).json
    assert (paid["state"], paid["received_on"], paid["bank_reference"], paid["held"]) == ("paid", today(), told["bank_reference"], found["amount"])
    assert postings(world, found) == [{"step": "receive", "part": "", "amount": D(found["amount"]), "street_code": found["street_code"], "firm_id": found["firm"]["id"],
                                       "bank_reference": told["bank_reference"], "booked_on": today()}]
    balanced(world, paid)
    again = act(one, found, "receive", payment(), 409)
    assert (again.code, again.json["state"]) == ("state_conflict", "paid")


def test_g22_a_dishonesty_deposit_needs_the_written_guarantee(world, one):
    """G22: it is not paid without the guarantee, and who gave one, and when, stays with it."""
    found = demanded(world, guarantee_document=None, guaranteed_on=None)
    assert (found["amount"], found["decision"], found["years"], found["instalments"], found["contract_id"], found["due_on"]) == ("50000.00", "东住建决〔2026〕3号", None, [], None, today(15))
    assert act(one, found, "receive", payment(), 422).code == "deposit_guarantee_missing"
    assert act(one, found, "receive", payment(guarantee_document="1号"), 422).code == "deposit_guarantee_misfit"
    assert act(one, found, "receive", payment(guarantee_document="1号", guaranteed_on=today(1)), 422).code == "day_in_the_future"
    paid = act(one, found, "receive", payment(guarantee_document="整改保证书7号", guaranteed_on=today(-3))).json
    assert (paid["guarantee_document"], paid["guaranteed_on"]) == ("整改保证书7号", today(-3))
    settled = act(one, paid, "settle", settlement("50000.00", document="决定9号")).json
    assert (settled["state"], settled["settled_refund"], settled["forfeited"], settled["held"], settled["end_document"]) == ("settled", "50000.00", "0.00", "0.00", "决定9号")
    assert (settled["guarantee_document"], settled["guaranteed_on"]) == ("整改保证书7号", today(-3))
    balanced(world, settled)


def test_a_deposit_is_cancelled_before_payment_alone_and_asked_for_anew(world, one):
    found = deposit(world)
    gone = act(one, found, "cancel", {"reason": "合同尚未生效"}).json
    assert (gone["state"], gone["end_reason"], gone["ended_on"]) == ("cancelled", "合同尚未生效", today())
    assert deputy(world).post(WHERE, {"kind": "performance", "contract_id": found["contract_id"]}, expect=201).json["state"] == "due"
    assert postings(world, found) == []


# ---- given back ----

def test_g15_l5_an_instalment_goes_back_by_the_ratio_that_the_assessments_of_its_year_give(world, one):
    """G14, G15, L5: 4 quarterly, half-year and year-end assessments by their weights; nothing of other years, other firms, unconfirmed, or other estates; what is withheld stays held."""
    found = deposit(world, "paid", fee="100000.03", years=3)
    contract = world.cluster.query("select c.service_start, m.estate_id::text from contracts c join contract_estates m on m.contract_id = c.id where c.id = %s", (found["contract_id"],))[0]
    start, estate, firm = contract["service_start"], contract["estate_id"], found["firm"]["id"]
    judged(world, firm, estate, start, ("80", "70", "90"), "85.5", None)
    refused = act(street(world), found, "instalments/1/assess", None, 422)
    assert refused.code == "scores_missing"
    assert [error["detail"] for error in refused.json["errors"]] == ["季度考核：应有 4 次，实有 3 次。", "年终考核：应有 1 次，实有 0 次。"]
    assessed(world, firm, estate, "quarterly", start + datetime.timedelta(364), "60")
    assessed(world, firm, estate, "annual", start + datetime.timedelta(360), "44", "50")
    assessed(world, firm, estate, "annual", start + datetime.timedelta(361), "1", state="submitted")
    assessed(world, firm, estate, "annual", start - datetime.timedelta(1), "1")
    assessed(world, firm, estate, "daily", start + datetime.timedelta(30), "1")
    assessed(world, firms.firm(world)["id"], estate, "annual", start + datetime.timedelta(300), "1")
    after = act(street(world), found, "instalments/1/assess").json
    part = after["instalments"][0]
    # 0.4 × 75 + 0.2 × 85.5 + 0.4 × 88 = 82.30, which the terms give back with 0.8.
    assert part["scores"] == [{"kind": "quarterly", "weight": "0.4", "expected": 4, "assessed": 4, "score": "75.00"}, {"kind": "half_year", "weight": "0.2", "expected": 1, "assessed": 1, "score": "85.50"},
                              {"kind": "annual", "weight": "0.4", "expected": 1, "assessed": 1, "score": "88.00"}]
    assert (part["state"], part["score"], part["ratio"], part["nominal"], part["refunded"], part["withheld"], part["withheld_reason"]) == (
        "assessed", "82.30", "0.8000", "3333.33", "2666.66", "666.67", "assessment")
    assert after["held"] == found["amount"] and postings(world, found)[1:] == []
    told = payment()
    back = act(one, after, "instalments/1/refund", told).json
    assert (back["instalments"][0]["state"], back["instalments"][0]["refunded_on"], back["instalments"][0]["bank_reference"]) == ("refunded", today(), told["bank_reference"])
    assert (postings(world, back)[1]["step"], postings(world, back)[1]["part"], postings(world, back)[1]["amount"]) == ("refund", "1", D("2666.66"))
    balanced(world, back)


def test_g15_an_instalment_of_which_nothing_goes_back_is_withheld_at_once(world, one):
    found = deposit(world, "scored", quarters=("10",) * 4, half="10", annual="10")
    part = act(officer(world, "near"), found, "instalments/1/assess").json["instalments"][0]
    assert (part["state"], part["ratio"], part["refunded"], part["withheld"], part["withheld_reason"]) == ("withheld", "0.0000", "0.00", part["nominal"], "assessment")
    answer = act(one, found, "instalments/1/refund", payment(), 409)
    assert (answer.code, answer.json["state"]) == ("state_conflict", "withheld")


def test_g15_where_the_terms_say_so_the_kinds_that_are_there_count_alone(world):
    """The rule for what is missing is the terms' own; with nothing at all there is no score."""
    hold(world, missing="reweigh")
    found = deposit(world, "paid", held=True)
    estate, start = world.cluster.query("select m.estate_id::text, c.service_start from contracts c join contract_estates m on m.contract_id = c.id where c.id = %s", (found["contract_id"],))[0].values()
    assert act(street(world), found, "instalments/1/assess", None, 422).code == "scores_missing"
    assessed(world, found["firm"]["id"], estate, "quarterly", start + datetime.timedelta(50), "61")
    assessed(world, found["firm"]["id"], estate, "half_year", start + datetime.timedelta(50), "94")
    part = act(street(world), found, "instalments/1/assess").json["instalments"][0]
    assert (part["score"], part["ratio"], part["scores"][2]) == ("72.00", "0.3333", {"kind": "annual", "weight": "0.4", "expected": 1, "assessed": 0, "score": None})
    hold(world)


def test_g15_each_estate_of_the_contract_is_asked_for_and_counts_the_same(world):
    hold(world)
    found = deposit(world, "paid", estates=2)
    rows = world.cluster.query("select m.estate_id::text, c.service_start from contracts c join contract_estates m on m.contract_id = c.id where c.id = %s order by 1", (found["contract_id"],))
    judged(world, found["firm"]["id"], rows[0]["estate_id"], rows[0]["service_start"])
    assert len(act(street(world), found, "instalments/1/assess", None, 422).json["errors"]) == 3
    judged(world, found["firm"]["id"], rows[1]["estate_id"], rows[0]["service_start"], ("60", "60", "60", "60.01"), "60", "60")
    part = act(street(world), found, "instalments/1/assess").json["instalments"][0]
    assert part["score"] == "75.00" and part["scores"][0]["score"] == "75.00"


def test_an_instalment_waits_for_its_year(world):
    """G14: one contract year, one instalment; what there is not is not found."""
    found = deposit(world, "scored", years=4)
    assert act(street(world), found, "instalments/3/assess", None, 409).code == "instalment_not_due"
    assert act(street(world), found, "instalments/5/assess", None, 404).code == "not_found"
    due = deputy(world).pages(WHERE, {"contract_id": found["contract_id"], "instalment_due_before": today()})
    assert [one["id"] for one in due] == [found["id"]]


def test_l5_a_short_last_year_is_asked_for_what_its_months_make_due(world, one):
    """L5, G14: two years and five months are three instalments; of four quarterly assessments one is due in five months, of one half-year and one year-end none."""
    start = datetime.date.fromisoformat(today(-1000)).replace(day=1)
    end = (start.replace(year=start.year + 2) + datetime.timedelta(165)).replace(day=1) - datetime.timedelta(1)
    contract, firm, served, _ = contract_of(world, fee="100000.10", start=start, end=datetime.date.fromisoformat(today(30)))
    hold(world)
    found = deputy(world).post(WHERE, {"kind": "performance", "contract_id": contract}, expect=201).json
    assert found["years"] == 3 and [part["nominal"] for part in found["instalments"]] == ["3333.33", "3333.33", "3333.35"]
    act(one, found, "receive", payment())
    world.cluster.query("update deposit_instalments set period_to = %s, due_on = %s where deposit_id = %s and year_no = 3 returning 1", (end, end + datetime.timedelta(1), found["id"]))
    assessed(world, firm, served[0], "quarterly", start.replace(year=start.year + 2) + datetime.timedelta(80), "91")
    part = act(street(world), found, "instalments/3/assess").json["instalments"][2]
    assert [score["expected"] for score in part["scores"]] == [1, 0, 0] and (part["score"], part["refunded"]) == ("91.00", "3333.35")


# ---- the end ----

def test_settling_gives_back_of_what_is_held_as_far_as_is_decided(world, one):
    """Practice §6.6: what was withheld stays held until it is given back or forfeited, by decision and with a reason."""
    found = deposit(world, "assessed", years=3, quarters=("80",) * 4, half="80", annual="80")
    assert act(one, found, "settle", settlement("1.00"), 409).code == "instalments_open"
    found = act(one, found, "instalments/1/refund", payment()).json
    assert act(one, found, "settle", settlement("1.00"), 409).code == "instalments_open"
    held = D(found["held"])
    changed(world, found["contract_id"], f"terminated_on = '{today()}'")
    for code, status, value in (("deposit_beyond_held", 409, settlement(str(held + CENT))), ("day_in_the_future", 422, settlement("1.00", booked_on=today(1))),
                                ("deposit_booked_too_early", 422, settlement("1.00", booked_on=today(-1)))):
        assert act(one, found, "settle", value, status).code == code
    assert act(one, found, "settle", {name: value for name, value in settlement("1.00").items() if name != "bank_reference"}, 422).code == "deposit_reference_missing"
    done = act(one, found, "settle", settlement("5000.55")).json
    assert (done["state"], done["settled_refund"], D(done["forfeited"]), done["held"]) == ("settled", "5000.55", held - D("5000.55"), "0.00")
    assert [(part["state"], part["withheld_reason"]) for part in done["instalments"]] == [("refunded", "assessment"), ("withheld", "settlement"), ("withheld", "settlement")]
    balanced(world, done)
    assert [row["step"] for row in postings(world, done)] == ["receive", "refund", "refund", "forfeit"]


def test_of_a_contract_that_ended_early_what_was_not_completed_is_settled_and_not_assessed(world, one):
    found = deposit(world, "scored", start=datetime.date.fromisoformat(today(-300)), years=2)
    world.cluster.query("update deposit_instalments set period_to = period_to - 100, due_on = due_on - 100 where deposit_id = %s and year_no = 1 returning 1", (found["id"],))
    changed(world, found["contract_id"], f"terminated_on = '{today(-60)}'")
    assert act(street(world), found, "instalments/1/assess", None, 409).code == "deposit_contract_over"
    done = act(one, found, "settle", settlement("0")).json
    assert (done["settled_refund"], done["forfeited"], done["settled_reference"]) == ("0.00", done["amount"], None)
    balanced(world, done)


def test_forfeiting_takes_all_that_is_held(world, one):
    found = deposit(world, "refunded", years=3)
    held = found["held"]
    gone = act(one, found, "forfeit", {"reason": "拒不整改，电话15400009876", "document": "决定10号"}).json
    assert (gone["state"], gone["forfeited"], gone["held"], gone["settled_refund"], gone["ended_on"]) == ("forfeited", held, "0.00", None, today())
    assert [part["state"] for part in gone["instalments"]] == ["refunded", "withheld", "withheld"] and gone["instalments"][1]["withheld_reason"] == "forfeiture"
    assert "15400009876" not in gone["end_reason"]
    balanced(world, gone)


def test_g22_whoever_has_not_paid_after_dishonesty_does_not_go_on(world, one):
    """G22, C06: from the day on which it was asked for until it is paid or called off the firm is not eligible, and is told why; a performance deposit only says so once its day has passed."""
    hold(world)
    asked = demanded(world)
    firm = asked["firm"]["id"]

    def told(purpose):
        answer = world.role("district").get(f"/v1/firms/{firm}/eligibility", {"for": purpose}).json
        return answer["eligible"], {reason["code"]: (reason["bars"], reason["since"], reason["until"]) for reason in answer["reasons"] if "deposit" in reason["code"]}
    for purpose in ("bid", "award", "entry"):
        assert told(purpose) == (False, {"dishonesty_deposit_unpaid": (True, today(), None)}), purpose
    act(one, asked, "receive", payment())
    assert told("bid")[1] == {}
    other = demanded(world, firm_id=firm)
    assert told("bid")[0] is False
    act(one, other, "cancel", {"reason": "决定撤销"})
    assert told("bid")[1] == {}
    late = deposit(world)
    firm = late["firm"]["id"]
    for due, reasons in ((today(), {}), (today(-3), {"performance_deposit_overdue": (False, today(-2), None)})):
        world.cluster.query("update deposits set due_on = %s where firm_id = %s and state = 'due' returning 1", (due, firm))
        assert told("bid")[1] == reasons
