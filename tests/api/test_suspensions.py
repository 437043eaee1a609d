"""H03, H04, H13, L4: who stays among the first for two quarters, or refuses, is proposed for suspension; the district decides and lifts, and what the firm may do follows at once."""
import threading

import pytest
from things import firms
from things.contracts import act, bring
from things.estates import officer, today
from things.issue_progress import issue
from things.rankings import complaint, deputy, frozen, published
from things.suspensions import WHERE, decided, managing, new_removal, proposal, refused, run
from test_rankings import own

COMPANY = "company.one@150202"


def among(world, answer, *firm_ids):
    return sorted((each["firm_id"], each["cause"]) for each in answer["proposals"] if not firm_ids or each["firm_id"] in firm_ids)


def top(world, quarter, firm_id, list_="petition", number=3):
    """An estate of the firm's that leads the list of the quarter, published."""
    made = {**own(world), "firm_id": firm_id}
    for _ in range(number):
        complaint(world, made, quarter, list_)
    return published(world, "near", list_, quarter)


def market(world, firm_id, day=None):
    return world.role("street").get(f"/v1/firms/{firm_id}", {"as_of": day} if day else {}).json["market_access"]


def test_h03_what_was_found_is_proposed_once_with_its_evidence(world):
    """H03: idempotent for firm, quarter and cause; the evidence names rankings, revisions, hashes and rows, and issues with their decision."""
    firm = firms.firm(world)["id"]
    before, last = top(world, "2001-Q3", firm), top(world, "2001-Q4", firm)
    issue_id = refused(world, firm, "2001-Q4")
    first = run(world, "2001-Q4")
    assert (first["made"], first["overtaken"], among(world, first)) == (2, 0, [(firm, "consecutive_top"), (firm, "refusal")])
    assert [(each["quarter"], each["list"], each["revision"], each["inputs_hash"]) for each in first["rankings"]] == [
        ("2001-Q4", "petition", 1, last["inputs_hash"]), ("2001-Q3", "petition", 1, before["inputs_hash"])]
    again = run(world, "2001-Q4")
    assert (again["made"], again["overtaken"], again["proposals"]) == (0, 0, first["proposals"])
    ids = {each["cause"]: each["id"] for each in first["proposals"]}
    tops = world.role("street").get(f"{WHERE}/{ids['consecutive_top']}").json
    assert [(each["ranking_id"], each["quarter"], each["revision"], each["inputs_hash"], each["rank"], each["counted"], each["share"]) for each in tops["evidence"]["rankings"]] == [
        (one["id"], one["quarter"], 1, one["inputs_hash"], 1, 3, 3) for one in (last, before)]
    assert (tops["state"], tops["kind"], tops["proposed_role"], tops["evidence"]["issues"]) == ("proposed", "suspension", "district", [])
    refusal = world.role("street").get(f"{WHERE}/{ids['refusal']}").json
    assert refusal["evidence"]["issues"] == [{"issue_id": issue_id, "refused_on": "2001-11-15", "decision": "东住建决〔2026〕1号"}]
    assert {row["id"] for row in world.role("community").pages(WHERE, {"firm_id": firm, "state": "proposed", "quarter": "2001-Q4"})} == set(ids.values())


def test_l4_only_published_rankings_count_in_their_latest_revision(world):
    """L4: frozen ones demand nothing; a published correction overtakes what waits, and what waits cannot be confirmed before it was proposed anew."""
    firm, other = firms.firm(world)["id"], firms.firm(world)["id"]
    top(world, "2002-Q1", firm)
    made = {**own(world), "firm_id": firm}
    complaint(world, made, "2002-Q2")
    ranking = frozen(world, "near", "petition", "2002-Q2")
    assert among(world, run(world, "2002-Q2")) == []
    officer(world, "near").post(f"/v1/rankings/{ranking['id']}/publish", expect=200)
    one = run(world, "2002-Q2")["proposals"][0]
    world.cluster.query("update complaints set firm_id = %s where estate_id = %s returning 1", (other, made["id"]))
    fixed = frozen(world, "near", "petition", "2002-Q2", correction={"of": ranking["id"], "reason": "企业归属更正"})
    assert run(world, "2002-Q2")["proposals"] == [one], "not yet published"
    officer(world, "near").post(f"/v1/rankings/{fixed['id']}/publish", expect=200)
    outdated = officer(world, "near").post(f"{WHERE}/{one['id']}/decide", {"decision": "confirm", "reason": "连续上榜"}, expect=409)
    assert outdated.code == "suspension_evidence_outdated"
    after = run(world, "2002-Q2")
    assert (after["made"], after["overtaken"], after["proposals"]) == (0, 1, [])
    gone = officer(world, "near").post(f"{WHERE}/{one['id']}/decide", {"decision": "dismiss", "reason": "已更正"}, expect=409)
    assert (gone.code, gone.json["state"]) == ("state_conflict", "overtaken")


def test_a_dismissed_one_comes_again_on_other_evidence_alone(world):
    firm = firms.firm(world)["id"]
    one = proposal(world, firm_id=firm, quarter="2003-Q2")
    assert decided(world, one, decision="dismiss")["state"] == "dismissed"
    assert [(each["id"], each["state"]) for each in run(world, "2003-Q2")["proposals"]] == [(one["id"], "dismissed")]
    refused(world, firm, "2003-Q2")
    more = run(world, "2003-Q2")
    assert more["made"] == 1 and more["proposals"][0]["id"] != one["id"] and more["proposals"][0]["state"] == "proposed"


def test_h03_a_refusal_that_was_taken_back_suspends_nobody(world):
    firm = firms.firm(world)["id"]
    issue_id = refused(world, firm, "2003-Q4")
    one = run(world, "2003-Q4")["proposals"][0]
    world.cluster.query("update issues set state = 'rectifying' where id = %s returning 1", (issue_id,))
    assert officer(world, "near").post(f"{WHERE}/{one['id']}/decide", {"decision": "confirm", "reason": "拒不整改"}, expect=409).code == "suspension_evidence_outdated"
    assert run(world, "2003-Q4")["overtaken"] == 1


def test_a_quarter_that_runs_has_its_refusals_and_one_to_come_none(world):
    quarter = f"{today()[:4]}-Q{(int(today()[5:7]) + 2) // 3}"
    assert run(world, quarter)["rules"]["rules_on"] == today()
    assert deputy(world).post(WHERE, {"quarter": "2099-Q4"}, expect=422).code == "suspension_quarter_not_begun"
    assert deputy(world).post(WHERE, {"quarter": quarter, "rules_on": today(1)}, expect=422).code == "day_in_the_future"


def test_h03_confirmed_a_firm_neither_bids_nor_gets_its_contract_filed_until_it_is_lifted(world, samples):
    """H03: market access follows in the same transaction, and so do eligibility and the filing of contracts; another decides than proposed, another lifts than decided."""
    contract = bring(samples, "approved", "far")
    firm = contract["firm"]["id"]
    one = proposal(world, firm_id=firm, quarter="2004-Q1")
    where = f"{WHERE}/{one['id']}"
    assert deputy(world).post(f"{where}/decide", {"decision": "confirm", "reason": "拒不整改"}, expect=409).code == "separation_of_duties"
    assert officer(world, "near").post(f"{where}/lift", {"reason": "未决定"}, expect=409).json["state"] == "proposed"
    done = decided(world, one)
    assert (done["state"], done["valid_from"], done["valid_to"], market(world, firm)) == ("confirmed", today(), None, "suspended")
    decision = next(row for row in world.role("street").pages(f"/v1/firms/{firm}/market-access") if row["id"] == done["access_id"])
    assert (decision["state"], decision["reason"], decision["decided_by"]) == ("suspended", "拒不整改", done["decided_by"])
    asked = world.role("street").get(f"/v1/firms/{firm}/eligibility").json
    assert asked["eligible"] is False and [each["since"] for each in asked["reasons"] if each["code"] == "market_access_suspended"] == [today()]
    assert act(samples, "district.officer@150202", contract, "file", expect=409)["code"] == "firm_barred"
    assert officer(world, "near").post(f"{where}/decide", {"decision": "dismiss", "reason": "再议"}, expect=409).json["state"] == "confirmed"
    assert officer(world, "near").post(f"{where}/lift", {"reason": "整改完成"}, expect=409).code == "separation_of_duties"
    world.cluster.query("update suspension_proposals set valid_from = %s where id = %s returning 1", (today(-9), one["id"]))
    assert deputy(world).post(f"{where}/lift", {"reason": "整改完成", "lifted_from": today(-1)}, expect=422).code == "takes_effect_in_the_past"
    deputy(world).post(f"{where}/lift", {"reason": "整改完成"}, expect=200)
    assert market(world, firm) == "normal" and world.role("street").get(f"/v1/firms/{firm}/eligibility").json["eligible"] is True
    assert act(samples, "district.officer@150202", contract, "file")["state"] == "active"


def test_a_suspension_holds_from_and_to_the_days_that_were_decided(world):
    firm = firms.firm(world)["id"]
    one = proposal(world, firm_id=firm, quarter="2004-Q2")
    where = f"{WHERE}/{one['id']}/decide"
    assert officer(world, "near").post(where, {"decision": "confirm", "reason": "拒不整改", "valid_from": today(-1)}, expect=422).code == "takes_effect_in_the_past"
    assert officer(world, "near").post(where, {"decision": "confirm", "reason": "拒不整改", "valid_from": today(2), "valid_to": today(2)}, expect=422).code == "period_reversed"
    done = decided(world, one, valid_from=today(2), valid_to=today(5))
    days = lambda: [market(world, firm, today(day)) for day in (0, 2, 4, 5)]
    assert (done["valid_from"], done["valid_to"], days()) == (today(2), today(5), ["normal", "suspended", "suspended", "normal"])
    assert deputy(world).post(f"{WHERE}/{one['id']}/lift", {"reason": "整改完成", "lifted_from": today(5)}, expect=422).code == "suspension_lifted_late"
    lifted = deputy(world).post(f"{WHERE}/{one['id']}/lift", {"reason": "整改完成"}, expect=200).json
    assert (lifted["state"], lifted["lifted_from"], days()) == ("lifted", today(2), ["normal"] * 4), "one that has not begun is lifted from its first day"
    over = decided(world, proposal(world, firm_id=firm, quarter="2004-Q3"), valid_to=today(1))
    world.cluster.query("update suspension_proposals set valid_from = %s, valid_to = %s where id = %s returning 1", (today(-5), today(), over["id"]))
    assert deputy(world).post(f"{WHERE}/{over['id']}/lift", {"reason": "整改完成"}, expect=409).json["state"] == "ended"


def test_of_two_that_hold_the_last_to_be_lifted_opens_the_market(world):
    """One cause is lifted, the other stands; a shorter one never ends a longer; what the district decided by itself since is left alone."""
    firm = firms.firm(world)["id"]
    first, second, third = (proposal(world, firm_id=firm, quarter=quarter) for quarter in ("2005-Q1", "2005-Q2", "2005-Q3"))
    decided(world, first)
    short = officer(world, "near").post(f"{WHERE}/{second['id']}/decide", {"decision": "confirm", "reason": "拒不整改", "valid_to": today(30)}, expect=409)
    assert short.code == "suspension_ends_another"
    decided(world, second)
    deputy(world).post(f"{WHERE}/{second['id']}/lift", {"reason": "整改完成"}, expect=200)
    assert market(world, firm) == "suspended"
    deputy(world).post(f"{WHERE}/{first['id']}/lift", {"reason": "整改完成"}, expect=200)
    assert market(world, firm) == "normal"
    decided(world, third)
    officer(world, "near").post(f"/v1/firms/{firm}/market-access", {"state": "exited", "reason": "自行退出"}, expect=201)
    assert deputy(world).post(f"{WHERE}/{third['id']}/lift", {"reason": "整改完成"}, expect=200).json["state"] == "lifted" and market(world, firm) == "exited"
    stuck = officer(world, "near").post(f"{WHERE}/{proposal(world, firm_id=firm, quarter='2005-Q4')['id']}/decide", {"decision": "confirm", "reason": "拒不整改"}, expect=409)
    assert (stuck.code, stuck.json["state"]) == ("state_conflict", "exited")


def access(world, firm_id, **value):
    return officer(world, "near").post(f"/v1/firms/{firm_id}/market-access", {"reason": "区里另行决定", **value}, expect=201).json


def days(world, firm_id, *which):
    return [market(world, firm_id, today(day)) for day in which]


def test_what_a_suspension_interrupted_holds_again_when_it_is_lifted(world):
    """H03: a firm that was restricted is restricted again, as long as it was to be; what the district decides meanwhile for later stays."""
    firm = firms.firm(world)["id"]
    access(world, firm, state="restricted", valid_to=today(10))
    one = decided(world, proposal(world, firm_id=firm, quarter="2018-Q1"))
    assert days(world, firm, 0, 9, 10) == ["suspended"] * 3
    access(world, firm, state="restricted", valid_from=today(20), valid_to=today(25))
    deputy(world).post(f"{WHERE}/{one['id']}/lift", {"reason": "整改完成", "lifted_from": today(5)}, expect=200)
    assert days(world, firm, 0, 4, 5, 9, 10, 19, 20, 24, 25) == ["suspended"] * 2 + ["restricted"] * 2 + ["normal"] * 2 + ["restricted"] * 2 + ["normal"]
    told = [(row["state"], row["valid_from"], row["valid_to"]) for row in world.role("street").pages(f"/v1/firms/{firm}/market-access") if row["reason"] == "整改完成"]
    assert sorted(told) == [("normal", today(10), today(20)), ("restricted", today(5), today(10))]


def test_h13_a_removal_that_is_lifted_leaves_the_suspension_that_holds(world):
    """H03, H13: neither ends the other before its time: not a removal for a shorter time, and no suspension ahead of a removal."""
    firm = firms.firm(world)["id"]
    first = decided(world, proposal(world, firm_id=firm, quarter="2018-Q2"), valid_to=today(30))
    removal = lambda: world.role("street").get(f"{WHERE}/{deputy(world).post('/v1/removal-proposals', new_removal(firm), expect=201).json['id']}").json
    gone = removal()
    body = {"decision": "confirm", "reason": "拒不整改", "valid_to": today(20)}
    assert officer(world, "near").post(f"{WHERE}/{gone['id']}/decide", body, expect=409).code == "suspension_ends_another"
    gone = decided(world, gone, valid_from=today(3))
    assert days(world, firm, 0, 3, 30, 60) == ["suspended", "exited", "exited", "exited"]
    late = proposal(world, firm_id=firm, quarter="2018-Q3")
    assert officer(world, "near").post(f"{WHERE}/{late['id']}/decide", {"decision": "confirm", "reason": "拒不整改"}, expect=409).code == "suspension_ends_another"
    deputy(world).post(f"{WHERE}/{gone['id']}/lift", {"reason": "复核撤销", "lifted_from": today(5)}, expect=200)
    assert days(world, firm, 0, 3, 4, 5, 29, 30) == ["suspended", "exited", "exited", "suspended", "suspended", "normal"]
    deputy(world).post(f"{WHERE}/{first['id']}/lift", {"reason": "整改完成", "lifted_from": today(1)}, expect=200)
    assert days(world, firm, 0, 1, 3, 4, 5, 29, 30) == ["suspended", "normal", "exited", "exited"] + ["normal"] * 3


def test_everybody_reads_which_firms_are_kept_from_the_market_while_they_are(world):
    """H03, H13: name, code, since when and until when; not why, and nothing that is only to begin."""
    firm = world.role("street").get(f"/v1/firms/{firms.firm(world)['id']}").json
    asked = lambda **query: world.anyone.get("/v1/published-suspensions", {"uscc": firm["uscc"], **query}).json["items"]
    one = decided(world, proposal(world, firm_id=firm["id"], quarter="2019-Q1"), valid_to=today(9))
    told = {"id": one["access_id"], "district_code": "150202", "firm": {name: firm[name] for name in ("id", "name", "uscc")}, "state": "suspended", "since": today(), "until": today(9)}
    assert asked() == [told] == asked(state="suspended") and asked(state="exited") == [] == asked(district_code="340302")
    assert officer(world, "abroad").get("/v1/published-suspensions", {"uscc": firm["uscc"]}).json["items"] == []
    may = lambda: [world.role("street").get(f"/v1/firms/{firm['id']}/eligibility", {"for": purpose}).json["eligible"] for purpose in ("bid", "award", "entry")]
    assert may() == [False] * 3, "what it may do follows at once, and ends at once"
    deputy(world).post(f"{WHERE}/{one['id']}/lift", {"reason": "整改完成"}, expect=200)
    assert may() == [True] * 3
    decided(world, proposal(world, firm_id=firm["id"], quarter="2019-Q2"), valid_from=today(1))
    assert asked() == []


def test_a_confirmation_and_the_correction_of_its_ranking_at_once_come_one_after_the_other(world):
    """L4: either the confirmation was first, or the correction, and then it is refused; nothing is confirmed on what was corrected before."""
    firm = firms.firm(world)["id"]
    top(world, "2020-Q1", firm)
    last = top(world, "2020-Q2", firm)
    one = next(each for each in run(world, "2020-Q2")["proposals"] if each["firm_id"] == firm)
    fixed = frozen(world, "near", "petition", "2020-Q2", correction={"of": last["id"], "reason": "更正"})
    answers, clients = {}, {"confirm": officer(world, "near"), "publish": officer(world, "near")}
    calls = {"confirm": lambda: clients["confirm"].post(f"{WHERE}/{one['id']}/decide", {"decision": "confirm", "reason": "连续上榜"}),
             "publish": lambda: clients["publish"].post(f"/v1/rankings/{fixed['id']}/publish", expect=200)}
    threads = [threading.Thread(target=lambda name=name: answers.__setitem__(name, calls[name]())) for name in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    confirmed = answers["confirm"]
    assert (confirmed.status, market(world, firm)) in ((200, "suspended"), (409, "normal"))
    assert confirmed.status == 200 or confirmed.code == "suspension_evidence_outdated"


def test_two_who_decide_at_once_decide_once(world):
    one, answers = proposal(world, quarter="2006-Q1"), []
    clients = [officer(world, "near")] * 4
    threads = [threading.Thread(target=lambda client=client: answers.append(client.post(f"{WHERE}/{one['id']}/decide", {"decision": "confirm", "reason": "拒不整改"}))) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status for answer in answers) == [200, 409, 409, 409]
    assert len(world.cluster.query("select 1 from firm_market_access where firm_id = %s", (one["firm"]["id"],))) == 1


def test_ten_who_run_a_quarter_propose_once(world):
    firm = firms.firm(world)["id"]
    refused(world, firm, "2006-Q3")
    answers, clients = [], [officer(world, "near"), deputy(world)] * 5
    threads = [threading.Thread(target=lambda client=client: answers.append(client.post(WHERE, {"quarter": "2006-Q3"}, expect=200).json)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(answer["made"] for answer in answers) == 1 and len({answer["proposals"][0]["id"] for answer in answers}) == 1


def test_a_firm_reads_what_was_decided_about_itself_and_not_by_whom(world):
    """H03: once decided; without officers, the decision on the issue, and issues that it does not read."""
    firm = str(world.register.account(COMPANY)["firm_id"])
    company = world.caller(COMPANY)
    one = proposal(world, firm_id=firm, quarter="2007-Q1")
    hidden = refused(world, firm, "2007-Q2", withheld=True)
    company.get(f"{WHERE}/{one['id']}", expect=404)
    assert one["id"] not in {row["id"] for row in company.pages(WHERE)}
    decided(world, one, decision="dismiss")
    shown = company.get(f"{WHERE}/{one['id']}", expect=200).json
    assert (shown["state"], shown["decision_reason"], shown["proposed_by"], shown["decided_by"], shown["proposed_role"]) == ("dismissed", "拒不整改", None, None, None)
    assert [set(each) for each in shown["evidence"]["issues"]] == [{"issue_id", "refused_on"}]
    other = decided(world, next(world.role("district").get(f"{WHERE}/{each['id']}").json for each in run(world, "2007-Q2")["proposals"]), decision="dismiss")
    assert other["evidence"]["issues"][0]["issue_id"] == hidden and company.get(f"{WHERE}/{other['id']}").json["evidence"]["issues"] == []
    world.caller("company.two@150202").get(f"{WHERE}/{one['id']}", expect=404)
    connection = world.cluster.connect(user="wuye_company")
    try:
        with connection.cursor() as cursor, pytest.raises(Exception, match="permission denied"):
            cursor.execute("select proposed_by from suspension_proposals")
    finally:
        connection.close()


def test_h13_a_removal_is_proposed_by_criteria_and_decided_by_another(world, samples):
    """H04, H13: one or more of four criteria; a street for firms that manage in it; confirmed, the firm has left the market."""
    firm = firms.firm(world)["id"]
    street = world.role("street")
    assert street.post("/v1/removal-proposals", new_removal(firm), expect=422).code == "firm_unknown"
    managing(samples, firm)
    named = issue(world, "near", "rectifying", responsible_kind="firm", responsible_firm_id=firm)
    assert street.post("/v1/removal-proposals", new_removal(firm, issue_ids=[issue(world, "near")]), expect=422).code == "suspension_issue_unknown"
    others = issue(world, "near", "rectifying", responsible_kind="firm", responsible_firm_id=firms.firm(world)["id"])
    assert street.post("/v1/removal-proposals", new_removal(firm, issue_ids=[named, others]), expect=422).code == "suspension_issue_unknown", "another firm's is no evidence"
    answer = street.post("/v1/removal-proposals", new_removal(firm, issue_ids=[named], criteria=["refusal", "fees_without_service", "owners_discontent", "poor_service"]), expect=201)
    one = answer.json
    assert (one["kind"], one["cause"], one["quarter"], one["proposed_role"], one["grounds"]) == ("removal", "criteria", None, "street", "多次督办仍不整改")
    assert one["criteria"] == ["fees_without_service", "owners_discontent", "poor_service", "refusal"] and one["evidence"]["issues"][0]["issue_id"] == named
    assert world.role("district").post("/v1/removal-proposals", new_removal(firm), expect=409).code == "removal_proposed_already"
    assert world.role("district").post("/v1/removal-proposals", new_removal(firm, criteria=[]), expect=422).code == "invalid_body"
    assert decided(world, one)["valid_from"] == today() and market(world, firm) == "exited"
    reasons = {each["code"] for each in street.get(f"/v1/firms/{firm}/eligibility").json["reasons"]}
    assert "market_access_exited" in reasons
    deputy(world).post(f"{WHERE}/{one['id']}/lift", {"reason": "复核撤销"}, expect=200)
    assert market(world, firm) == "normal"
