"""The list of dishonest firms (H09–H12, L11): what a first and a second entry mean, who dismisses, what stays of a day."""
import threading
import types

import pytest
from things import staff
from things.contracts import act as contract_act
from things.contracts import bring
from things.deposits import act as deposit_act
from things.deposits import demanded, deposit, payment
from things.dishonest import (WHERE, annulled, conditional, decision, dismissing, firm_of, guarantee, listed, new_entry, order, orders, paid, proposed, rectification, rectified, referral, second, served,
                              step, street)
from things.estates import committee, estate, officer, today

PUBLIC = "/v1/published-dishonest-firms"


@pytest.fixture
def district(world):
    return officer(world, "near")


@pytest.fixture
def firm(world):
    return firm_of(world)


def reasons(client, firm, **query):
    found = client.get(f"/v1/firms/{firm}/eligibility", query).json
    return found["eligible"], {row["code"]: row["bars"] for row in found["reasons"] if row["code"].startswith("dishonest")}


def yesterday(world, *entries):
    """As if all of it had been a day ago."""
    for table in ("dishonest_entries", "dishonest_entries_past"):
        world.cluster.query(f"update {table} set known_from = known_from - interval '1 day' where id = any(%s::uuid[]) returning 1", (list(entries),))
    world.cluster.query("update dishonest_entries_past set known_to = known_to - interval '1 day' where id = any(%s::uuid[]) returning 1", (list(entries),))


def at_once(*calls):
    answers, threads = [None] * len(calls), []
    for place, call in enumerate(calls):
        threads.append(threading.Thread(target=lambda place=place, call=call: answers.__setitem__(place, call())))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_h09_a_street_proposes_and_another_of_the_district_lists(world, district, firm):
    """H09: nothing follows from a proposal; who proposed does not decide; a listed firm is barred at once."""
    made = street(world).post(WHERE, new_entry(firm), expect=201)
    entry = made.json
    assert made.header("Location") == f"{WHERE}/{entry['id']}" and street(world, "far").get(f"{WHERE}/{entry['id']}").json == entry
    assert (entry["state"], entry["number"], entry["barred"], entry["proposed_role"], entry["person"]) == ("proposed", None, False, "street", None)
    assert reasons(district, firm) == (True, {})
    own = proposed(world, firm=firm)
    refused = second(world).post(f"{WHERE}/{own['id']}/decide", decision())
    assert (refused.status, refused.code) == (409, "separation_of_duties")
    now = step(district, entry, "decide", decision())
    assert (now["state"], now["number"], now["barred"], now["escalated"], now["listed_on"]) == ("listed", 1, True, False, today())
    assert [reasons(district, firm, **{"for": purpose}) for purpose in ("bid", "award", "entry")] == [(False, {"dishonest": True})] * 3
    assert step(district, own, "decide", decision("refuse"))["state"] == "refused"
    again = district.post(f"{WHERE}/{own['id']}/decide", decision())
    assert (again.status, again.code, again.json["state"]) == (409, "state_conflict", "refused")


def test_what_a_proposal_says_is_judged(world, district, firm):
    one = street(world)
    _, contract = served(world, firm_of(world))
    for code, value in (("dishonest_subject_one", new_entry(None)), ("dishonest_subject_one", new_entry(firm, post="staff")), ("firm_unknown", new_entry(firm_of(world, "abroad"))),
                        ("contract_unknown", new_entry(firm, contract_id=contract)), ("dishonest_staff_unknown", new_entry(None, staff_id=firm, post="staff"))):
        assert one.post(WHERE, value, expect=422).code == code
    _, own = served(world, firm)
    entry = one.post(WHERE, new_entry(firm, contract_id=own), expect=201).json
    assert one.post(WHERE, new_entry(firm, contract_id=own), expect=409).code == "dishonest_raised_already"
    assert one.post(WHERE, new_entry(firm, contract_id=own, cause="abandonment"), expect=201)
    step(district, entry, "decide", decision("refuse"))
    assert one.post(WHERE, new_entry(firm, contract_id=own), expect=201)


@pytest.mark.parametrize("first", ["guarantee", "deposit"])
def test_h09_guarantee_and_deposit_lift_the_bar_only_together(world, district, firm, first):
    """H09, G22: neither alone, in either order; a deposit asked for but not paid is none."""
    entry = listed(world, firm=firm)
    owed = demanded(world, firm_id=firm, guarantee_document=None, guaranteed_on=None)
    steps = {"guarantee": lambda: step(district, entry, "guarantee", guarantee()), "deposit": lambda: step(district, entry, "deposit", {"deposit_id": owed["id"]})}
    assert steps.pop(first)()["barred"]
    if first == "deposit":
        deposit_act(district, owed, "receive", payment(guarantee_document="整改保证书1号", guaranteed_on=today()))
        assert district.get(f"{WHERE}/{entry['id']}").json["state"] == "listed" and reasons(district, firm) == (False, {"dishonest": True})
        now = steps["guarantee"]()
    else:
        assert steps["deposit"]()["state"] == "listed"
        deposit_act(district, owed, "receive", payment(guarantee_document="整改保证书1号", guaranteed_on=today()))
        now = district.get(f"{WHERE}/{entry['id']}").json
    assert (now["state"], now["barred"], now["deposit_id"]) == ("conditional", False, owed["id"])
    assert reasons(district, firm) == (True, {"dishonest_conditional": False}) and reasons(district, firm, **{"for": "award"}) == (False, {"dishonest_conditional": True})
    late = district.post(f"{WHERE}/{entry['id']}/guarantee", guarantee())
    assert (late.status, late.code, late.json["state"]) == (409, "state_conflict", "conditional")


def test_a_deposit_that_is_forfeited_brings_the_bar_back(world, district, firm):
    """G22: what is held no longer secures nothing; another deposit lifts the bar again."""
    entry = conditional(world, firm=firm)
    deposit_act(district, {"id": entry["deposit_id"]}, "forfeit", {"reason": "未兑现整改承诺", "document": "决定2号"})
    assert district.get(f"{WHERE}/{entry['id']}").json["state"] == "listed" and reasons(district, firm) == (False, {"dishonest": True})
    assert step(district, entry, "deposit", {"deposit_id": paid(world, firm)["id"]})["state"] == "conditional"


def test_what_was_reported_before_the_deposit_was_forfeited_removes_nobody(world, district):
    """H10, G22: effectively rectified is what is reported after the guarantee was broken."""
    entry = rectified(world)
    deposit_act(district, {"id": entry["deposit_id"]}, "forfeit", {"reason": "未兑现整改承诺", "document": "决定3号"})
    step(district, entry, "deposit", {"deposit_id": paid(world, entry["firm"]["id"])["id"]})
    assert district.post(f"{WHERE}/{entry['id']}/end", {"cause": "remove", "reason": "经复查已有效整改"}, expect=409).code == "dishonest_not_rectified"
    step(street(world), entry, "rectification", rectification())
    assert step(district, entry, "end", {"cause": "remove", "reason": "经复查已有效整改"})["state"] == "removed"


def test_a_deposit_is_the_firms_own_and_secures_one_entry(world, district, firm):
    entry, other = listed(world, firm=firm), listed(world)
    due = demanded(world, firm_id=firm)
    assert district.post(f"{WHERE}/{other['id']}/deposit", {"deposit_id": due["id"]}, expect=422).code == "dishonest_deposit_unfit"
    held = deposit(world, "paid")
    world.cluster.query("update deposits set firm_id = %s where id = %s returning 1", (firm, held["id"]))
    assert district.post(f"{WHERE}/{entry['id']}/deposit", {"deposit_id": held["id"]}, expect=422).code == "dishonest_deposit_unfit", "one for performance"
    step(district, entry, "deposit", {"deposit_id": due["id"]})
    assert district.post(f"{WHERE}/{entry['id']}/deposit", {"deposit_id": demanded(world, firm_id=firm)["id"]}, expect=409).code == "dishonest_secured_already"
    annulled(world, entry)
    third = listed(world, firm=firm)
    assert (third["number"], third["escalated"]) == (2, False)
    assert district.post(f"{WHERE}/{third['id']}/deposit", {"deposit_id": due["id"]}, expect=409).code == "dishonest_deposit_taken"
    assert district.post(f"{WHERE}/{third['id']}/guarantee", guarantee(guaranteed_on=today(-1)), expect=422).code == "dishonest_day_before"
    assert district.post(f"{WHERE}/{third['id']}/guarantee", guarantee(guaranteed_on=today(1)), expect=422).code == "day_in_the_future"
    step(district, third, "guarantee", guarantee())
    assert district.post(f"{WHERE}/{third['id']}/guarantee", guarantee(), expect=409).code == "dishonest_guaranteed_already"


def test_an_entry_is_removed_when_another_says_that_things_are_right(world, district, firm):
    """Closure: who reports does not remove; a firm that is barred still has nothing to report."""
    entry = listed(world, firm=firm)
    early = district.post(f"{WHERE}/{entry['id']}/rectification", rectification())
    assert (early.status, early.json["state"]) == (409, "listed")
    entry = conditional(world)
    remove = {"cause": "remove", "reason": "经复查已有效整改"}
    assert district.post(f"{WHERE}/{entry['id']}/end", remove, expect=409).code == "dishonest_not_rectified"
    assert district.post(f"{WHERE}/{entry['id']}/rectification", rectification(rectified_on=today(-1)), expect=422).code == "dishonest_day_before"
    step(district, entry, "rectification", rectification())
    assert district.post(f"{WHERE}/{entry['id']}/end", remove, expect=409).code == "separation_of_duties"
    now = step(second(world), entry, "end", remove)
    assert (now["state"], now["ended_on"], now["barred"]) == ("removed", today(), False)
    assert reasons(district, entry["firm"]["id"]) == (True, {})
    again = listed(world, firm=entry["firm"]["id"])
    assert (again["number"], again["escalated"], again["state"]) == (2, False, "listed")
    wrong = listed(world)
    assert district.post(f"{WHERE}/{wrong['id']}/end", {"cause": "annul", "reason": "有误"}, expect=409).code == "separation_of_duties"
    assert annulled(world, wrong)["state"] == "annulled" and reasons(district, wrong["firm"]["id"]) == (True, {})


COMMITTEES = [(None, "residents_committee", "none"), ({"status": "normal"}, "owners_committee", "working"), ({"status": "rectifying"}, "residents_committee", "rectifying"),
              ({"status": "substituted"}, "residents_committee", "substituted"), ({"status": "re_election"}, "residents_committee", "re_election"),
              ({"status": "term_expired"}, "residents_committee", "term_expired"), ({"status": "normal", "term_from": "2021-05-01", "term_to": "2026-05-01"}, "residents_committee", "term_expired"),
              ({"kind": "environment_property_committee", "status": "normal", "no_oc_reason": "too_few_households"}, "residents_committee", "other_body"), ("dissolved", "residents_committee", "dissolved")]


@pytest.mark.parametrize("found, executor, why", COMMITTEES, ids=[f"{why}_{place}" for place, (_, _, why) in enumerate(COMMITTEES)])
def test_h10_h11_who_dismisses_is_judged_by_the_committee_of_the_day(world, district, firm, found, executor, why):
    """H10, H11, L11: listed again without effective rectification the firm is dismissed: by the owners' committee that works, else by the residents' committee, and why is kept."""
    there, contract = served(world, firm)
    if found == "dissolved":
        made = committee_of(world, there, status="normal")
        district.request("PATCH", f"/v1/owners-committees/{made['id']}", json_body={"status": "dissolved", "dissolved_on": today()}, headers={"If-Match": '"1"'}, expect=200)
    else:
        made = committee_of(world, there, **found) if found else None
    conditional(world, firm=firm)
    entry = listed(world, firm=firm)
    assert (entry["number"], entry["escalated"], entry["state"], entry["barred"]) == (2, True, "dismissal_ordered", True)
    [found_order] = orders(world, entry)
    assert (found_order["contract_id"], found_order["estate"]["id"], found_order["executor"], found_order["why"], found_order["committee_id"], found_order["state"], found_order["ordered_on"]) == (
        contract, there["id"], executor, why, made and made["id"], "ordered", today())
    late = district.post(f"{WHERE}/{entry['id']}/guarantee", guarantee())
    assert (late.status, late.json["state"]) == (409, "dismissal_ordered")


def test_h11_who_dismisses_follows_the_committee_until_it_is_done(world, district, firm):
    """H11: a committee that is replaced after the order dismisses nobody; what the order found stays, and who carried it out is judged by the day on which it was."""
    there, _ = served(world, firm)
    made = committee_of(world, there, status="normal")
    entry = dismissing(world, firm=firm)
    told = lambda: [orders(world, entry)[0][name] for name in ("executor", "why", "executor_now", "why_now")]
    assert told() == ["owners_committee", "working"] * 2
    district.request("PATCH", f"/v1/owners-committees/{made['id']}", json_body={"status": "dissolved", "dissolved_on": today()}, headers={"If-Match": '"1"'}, expect=200)
    assert told() == ["owners_committee", "working", "residents_committee", "dissolved"]
    of = lambda executor: [row["id"] for row in district.pages("/v1/dismissal-orders", {"entry_id": entry["id"], "executor": executor})]
    assert (len(of("residents_committee")), of("owners_committee")) == (1, [])
    done = district.post(f"/v1/dismissal-orders/{of('residents_committee')[0]}/end", {"outcome": "executed", "ended_on": today(), "document": "居委会解聘函"}, expect=200).json
    assert (done["executor"], done["executor_now"], done["why_now"]) == ("owners_committee", "residents_committee", "dissolved")
    other = dismissing(world)
    annulled(world, other)
    assert [row["executor_now"] for row in orders(world, other)] == [None]


def committee_of(world, there, **members):
    return committee(types.SimpleNamespace(world=world), "near", there["id"], **members)


def test_h10_every_contract_in_force_is_dismissed_by_day_and_document(world, district, firm):
    """H10: one order for each contract and estate, what has ended has none; the last one done makes the firm dismissed; then it can be removed."""
    places = [served(world, firm), served(world, firm, "far")]
    staff.contract(world, firm, estate(types.SimpleNamespace(world=world))["id"], end="2026-01-01")
    entry = dismissing(world, firm=firm)
    found = {row["contract_id"]: row for row in orders(world, entry)}
    assert set(found) == {contract for _, contract in places}
    near, far = (found[contract] for _, contract in places)
    end = {"outcome": "executed", "ended_on": today(), "document": "业主大会解聘决议"}
    at = f"/v1/dismissal-orders/{near['id']}/end"
    assert street(world, "far").post(at, end, expect=404).code == "not_found" and street(world, "far").get(f"/v1/dismissal-orders/{near['id']}", expect=404)
    assert world.caller("community.luwang@150202").post(at, end, expect=404).code == "not_found"
    for code, value in (("dismissal_document_missing", {"outcome": "executed", "ended_on": today()}), ("dishonest_day_before", {**end, "ended_on": today(-1)}), ("day_in_the_future", {**end, "ended_on": today(1)})):
        assert street(world).post(at, value, expect=422).code == code
    assert street(world).post(at, {**end, "outcome": "overtaken"}, expect=409).code == "dismissal_contract_goes_on"
    done = world.caller("community.huanxi@150202").post(at, end, expect=200).json
    assert (done["state"], done["ended_on"], done["document"]) == ("executed", today(), "业主大会解聘决议")
    assert district.post(at, end, expect=409).json["state"] == "executed" and district.get(f"{WHERE}/{entry['id']}").json["state"] == "dismissal_ordered"
    contract_act(types.SimpleNamespace(world=world), "district.officer@150202", {"id": far["contract_id"]}, "terminate", {"terminated_on": today(), "reason": "agreement", "document": "协议"})
    assert district.post(f"/v1/dismissal-orders/{far['id']}/end", {"outcome": "overtaken", "ended_on": today(), "note": "合同已解除"}, expect=200).json["state"] == "overtaken"
    assert district.get(f"{WHERE}/{entry['id']}").json["state"] == "dismissed" and reasons(district, firm) == (False, {"dishonest": True})
    step(street(world), entry, "rectification", rectification())
    assert step(district, entry, "end", {"cause": "remove", "reason": "已有效整改"})["state"] == "removed"


def test_an_annulled_entry_takes_its_dismissals_back(world, district, firm):
    served(world, firm)
    entry = dismissing(world, firm=firm)
    annulled(world, entry)
    assert [row["state"] for row in orders(world, entry)] == ["withdrawn"]
    late = district.post(f"/v1/dismissal-orders/{orders(world, entry)[0]['id']}/end", {"outcome": "executed", "ended_on": today(), "document": "决议"})
    assert (late.status, late.json["state"]) == (409, "withdrawn")


def test_a_firm_without_contracts_has_nobody_to_dismiss_it(world, firm):
    """H10: it is dismissed everywhere already, and stays barred."""
    entry = dismissing(world, firm=firm)
    assert (entry["state"], entry["barred"], orders(world, entry)) == ("dismissed", True, [])


def test_h10_from_which_entry_on_a_firm_is_dismissed_is_a_rule(world):
    """L11: 003 says the second; a district that says the third has it from there on. In another district than the other tests, which count on the second."""
    officer(world, "abroad").post("/v1/rules", {"name": "dishonest_dismissal_from", "value": "3", "basis": "区政府规定", "effective_from": today()}, expect=201)
    firm = firm_of(world, "abroad")
    assert [(row["number"], row["escalated"]) for row in (listed(world, "abroad", firm) for _ in range(3))] == [(1, False), (2, False), (3, True)]


def test_l11_entries_confirmed_at_once_are_numbered_one_after_the_other(world, firm):
    """L11: ten people of the district confirm ten proposals of one firm at the same moment: #1 to #10, one of them not escalated."""
    entries = [proposed(world, firm=firm) for _ in range(10)]
    answers = at_once(*[lambda entry=entry: officer(world, "near").post(f"{WHERE}/{entry['id']}/decide", decision()) for entry in entries])
    assert sorted(answer.json["number"] for answer in answers) == list(range(1, 11))
    assert sorted(answer.json["number"] for answer in answers if not answer.json["escalated"]) == [1]


def test_one_proposal_is_decided_once_however_many_decide(world, firm):
    entry = proposed(world, firm=firm)
    answers = at_once(*[lambda verdict=verdict: officer(world, "near").post(f"{WHERE}/{entry['id']}/decide", decision(verdict)) for verdict in ("list", "refuse", "list", "refuse")])
    assert sorted(answer.status for answer in answers) == [200, 409, 409, 409]


def test_h09_a_guarantee_and_a_payment_at_once_lift_the_bar(world, district):
    """H09: neither misses the other, whichever comes first; nor does the naming of the deposit miss its payment."""
    for _ in range(4):
        firm = firm_of(world)
        entry, owed = listed(world, firm=firm), demanded(world, firm_id=firm)
        answers = at_once(lambda: officer(world, "near").post(f"/v1/deposits/{owed['id']}/receive", payment()),
                          lambda: second(world).post(f"{WHERE}/{entry['id']}/guarantee", guarantee()),
                          lambda: officer(world, "near").post(f"{WHERE}/{entry['id']}/deposit", {"deposit_id": owed["id"]}))
        assert [answer.status for answer in answers] == [200, 200, 200]
        assert district.get(f"{WHERE}/{entry['id']}").json["state"] == "conditional"


def test_a_barred_firm_files_no_contract(world, samples, district):
    """H09: 方可继续从业: what the list says is asked when a contract is filed."""
    firm = firm_of(world)
    drafted = bring(samples, "approved", "near")
    world.cluster.query("update contracts set firm_id = %s where id = %s returning 1", (firm, drafted["id"]))
    listed(world, firm=firm)
    assert district.post(f"/v1/contracts/{drafted['id']}/file", {}, expect=409).code == "firm_barred"


def test_what_the_list_said_on_a_day_stays(world, district, firm):
    """Everything as of a day stays as it was told: yesterday's bar, yesterday's number, yesterday's answer to who may bid."""
    entry = listed(world, firm=firm)
    before = district.get(f"{WHERE}/{entry['id']}").json
    yesterday(world, entry["id"])
    world.cluster.query("update firms set known_from = now() - interval '5 days' where id = %s returning 1", (firm,))
    step(district, entry, "deposit", {"deposit_id": paid(world, firm)["id"]})
    step(district, entry, "guarantee", guarantee())
    then = district.get(f"{WHERE}/{entry['id']}", {"as_of": today(-1)}).json
    assert {**then, "updated_at": None} == {**before, "updated_at": None} and then["state"] == "listed"
    assert reasons(district, firm, as_of=today(-1)) == (False, {"dishonest": True}) and reasons(district, firm)[0]
    assert district.get(f"{WHERE}/{entry['id']}", {"as_of": today(-2)}, expect=404).code == "not_found"
    listed_then = {row["id"]: row["state"] for row in district.pages(WHERE, {"firm_id": firm, "as_of": today(-1)})}
    assert listed_then == {entry["id"]: "listed"} and [row["state"] for row in district.pages(WHERE, {"firm_id": firm})] == ["conditional"]


def test_lists_are_filtered(world, district, firm):
    served(world, firm)
    entry = dismissing(world, firm=firm)
    other = proposed(world, firm=firm, cause="violation")
    ids = lambda **query: {row["id"] for row in district.pages(WHERE, {"firm_id": firm, **query})}
    assert ids(state="dismissal_ordered") == ids(escalated="true") == {entry["id"]} and ids(cause="violation") == ids(state="proposed") == {other["id"]}
    assert ids(subject="person") == set() and len(ids(subject="firm")) == 3
    at = "/v1/dismissal-orders"
    [row] = district.pages(at, {"entry_id": entry["id"]})
    for query in ({"firm_id": firm}, {"estate_id": row["estate"]["id"]}, {"firm_id": firm, "executor": "residents_committee"}, {"firm_id": firm, "state": "ordered"}, {"firm_id": firm, "street_code": row["street_code"]}):
        assert [found["id"] for found in district.pages(at, query)] == [row["id"]]


def test_h12_a_referral_to_market_regulation_and_what_came_of_it(world, district, firm):
    """H12, C14: sent to the bureau, reported to the city, answered; once for each request; not before the firm is listed."""
    own = proposed(world, firm=firm)
    assert district.post(f"{WHERE}/{own['id']}/referrals", referral(), expect=409).json["state"] == "proposed"
    entry = step(district, own, "decide", decision())
    assert district.post(f"{WHERE}/{entry['id']}/referrals", referral(sent_on=today(1)), expect=422).code == "day_in_the_future"
    assert district.post(f"{WHERE}/{entry['id']}/referrals", referral(sent_on=today(-1)), expect=422).code == "dishonest_day_before"
    sent = step(district, entry, "referrals", referral(), 201)
    assert district.post(f"{WHERE}/{entry['id']}/referrals", referral(), expect=409).code == "dishonest_referred_already"
    licence = step(district, entry, "referrals", referral(request="licence_revocation"), 201)
    at = f"/v1/dishonest-referrals/{sent['id']}"
    patch = lambda value, expect, version=1: district.request("PATCH", at, json_body=value, headers={"If-Match": f'"{version}"'}, expect=expect)
    assert patch({"answered_on": today()}, 422).code == "referral_incomplete"
    assert patch({"city_answered_on": today(), "city_result": "罚款"}, 422).code == "referral_incomplete"
    assert patch({"answered_on": today(1), "result": "penalised"}, 422).code == "day_in_the_future"
    assert patch({"answered_on": today(-1), "result": "penalised"}, 422).code == "dishonest_day_before"
    now = patch({"answered_on": today(), "result": "reported_to_city", "answer": "已受理", "city_reported_on": today()}, 200).json
    assert (now["result"], now["answer"], now["city_reported_on"], now["version"]) == ("reported_to_city", "已受理", today(), 2)
    assert patch({"answer": None}, 412).code == "precondition_failed"
    last = patch({"city_answered_on": today(), "city_result": "处以罚款"}, 200, 2).json
    assert (last["city_result"], last["answer"]) == ("处以罚款", "已受理") and street(world).get(at).json == last
    assert {row["id"] for row in district.pages("/v1/dishonest-referrals", {"firm_id": firm, "answered": "false"})} == {licence["id"]}
    assert {row["id"] for row in district.pages("/v1/dishonest-referrals", {"entry_id": entry["id"], "request": "city_penalty"})} == {sent["id"]}


def test_everybody_reads_listed_firms_while_they_are_listed(world, district):
    """Name, code, since when, why and which entry: once listed, until removed; no text, no person."""
    entry = proposed(world)
    uscc = entry["firm"]["uscc"]
    asked = lambda: world.anyone.get(PUBLIC, {"uscc": uscc}).json["items"]
    assert asked() == []
    step(district, entry, "decide", decision())
    assert asked() == [{"id": entry["id"], "district_code": "150202", "firm": entry["firm"], "cause": "refusal_to_exit", "number": 1, "since": today(), "state": "listed"}]
    assert world.anyone.get(PUBLIC, {"uscc": uscc, "district_code": "340302"}).json["items"] == [] == officer(world, "abroad").get(PUBLIC, {"uscc": uscc}).json["items"]
    assert world.anyone.get(PUBLIC, {"uscc": uscc, "cause": "violation"}).json["items"] == []
    annulled(world, entry)
    assert asked() == []
