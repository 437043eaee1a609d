"""What is kept of committees: decisions, reviews, audits, accounts, announcements, and what is missing (B03, B04, J10, K02–K04, K06, K07)."""
import types

import pytest
from test_estates import at_once
from things.closing import street
from things.committees import WHERE, account, audit, candidate, committee, decision, elected, member, new_announcement, new_review, ordered, step
from things.estates import estate, officer, today

MEMBERS, DECISIONS, CANDIDATES, AUDITS = "/v1/committee-members", "/v1/committee-decisions", "/v1/committee-candidates", "/v1/committee-audits"


@pytest.fixture
def one(world):
    return street(world)


def card(client, made):
    return client.get(f"{WHERE}/{made['id']}", expect=200).json


def test_k06_a_decision_is_ordered_to_be_corrected_or_annulled_by_another_and_announced(world, one):
    made = decision(world)
    where = f"{DECISIONS}/{made['id']}/steps"
    order = {"action": "order", "reason": "未经业主大会共同决定", "document": "街道办13号", "due_on": today(-10), "day": today(-30)}
    assert one.post(where, {**order, "day": today(-60), "due_on": today(-40)}, expect=422).code == "committee_step_day_unfit"
    assert (made["state"], one.post(where, order, expect=201).json["to_state"]) == ("standing", "ordered")
    estate_id = made["estate"]["id"]
    late = one.pages("/v1/committee-gaps", {"kind": "correction_overdue", "estate_id": estate_id, "overdue": "true"})
    assert [(row["subject_id"], row["due_on"]) for row in late] == [(made["id"], today(-10))]
    annul = {"action": "annul", "reason": "拒不整改", "document": "街道办15号"}
    assert one.post(where, annul, expect=409).code == "separation_of_duties"
    other = officer(world, "near")
    assert other.post(where, {**annul, "day": today(-10)}, expect=422).code == "committee_step_day_unfit"
    other.post(where, {**annul, "day": today(-9)}, expect=201)
    assert one.post(where, {"action": "correct", "reason": "已改"}, expect=409).json["state"] == "annulled"
    one.post(where, {"action": "announce", "reason": "公告业主", "place": "小区公告栏", "day": today(-8)}, expect=201)
    now = one.get(f"{DECISIONS}/{made['id']}").json
    assert (now["state"], now["announced_on"], now["due_on"], now["version"]) == ("annulled", today(-8), today(-10), 4)
    told = world.anyone.pages("/v1/published-committee-announcements", {"estate_id": estate_id})
    assert [(row["kind"], row["announced_on"]) for row in told] == [("decision_annulled", today(-8))] and "出租南门空地" in told[0]["content"]
    assert [row["action"] for row in one.pages(f"{WHERE}/{made['committee_id']}/steps", {"subject": "decision"})] == ["announce", "annul", "order"]
    assert world.cluster.query("select ordered_by <> annulled_by as apart from committee_decisions where id = %s", (made["id"],))[0]["apart"]


def test_k06_a_decision_that_is_corrected_stands_no_longer_ordered(world, one):
    made = decision(world)
    one.post(f"{DECISIONS}/{made['id']}/steps", {"action": "order", "reason": "违反规则", "document": "13号", "due_on": today(10)}, expect=201)
    one.post(f"{DECISIONS}/{made['id']}/steps", {"action": "correct", "reason": "已重新表决"}, expect=201)
    assert [row["id"] for row in one.pages(DECISIONS, {"committee_id": made["committee_id"], "state": "corrected"})] == [made["id"]]
    assert one.pages("/v1/committee-gaps", {"kind": "correction_overdue", "estate_id": made["estate"]["id"]}) == []
    assert one.post(f"{WHERE}/{made['committee_id']}/decisions", {"title": "未来", "decided_on": today(1)}, expect=422).code == "day_in_the_future"


def test_k07_representatives_review_a_committee_by_the_rule_of_the_day(world, one):
    made = committee(world)
    where = f"{WHERE}/{made['id']}/reviews"
    gap = {"kind": "review_missing", "estate_id": made["estate"]["id"]}
    assert [row["committee_id"] for row in one.pages("/v1/committee-gaps", gap)] == [made["id"]]
    good = one.post(where, new_review(), expect=201).json
    assert (good["satisfied_percent"], good["required_percent"], good["result"]) == ("70.00", "60.00", "passed")
    exact = one.post(where, new_review(1, satisfied=18, acceptable=9), expect=201).json
    poor = one.post(where, new_review(2, satisfied=17, acceptable=10), expect=201).json
    assert (exact["satisfied_percent"], exact["result"], poor["satisfied_percent"], poor["result"]) == ("60.00", "passed", "56.67", "failed")
    assert one.post(where, new_review(3, satisfied=22), expect=422).code == "committee_review_sum"
    assert one.post(where, new_review(), expect=409).code == "committee_review_exists"
    assert [row["id"] for row in one.pages(where)] == [good["id"], exact["id"], poor["id"]] and one.pages("/v1/committee-gaps", gap) == []


def test_k07_a_review_that_was_not_passed_is_listed_until_somebody_is_elected(world, one):
    made = committee(world)
    failed = one.post(f"{WHERE}/{made['id']}/reviews", new_review(satisfied=5, acceptable=5, unsatisfied=20), expect=201).json
    listed = lambda: [row["subject_id"] for row in one.pages("/v1/committee-gaps", {"kind": "review_failed", "estate_id": made["estate"]["id"]})]
    assert listed() == [failed["id"]]
    step(one, made, "call_election")
    assert listed() == [failed["id"]]
    step(one, made, "elect", term_from=today(), term_to=today(1825), document="决议1号")
    assert listed() == []


def test_k02_elections_and_leaving_directors_are_audited_and_what_is_missing_is_listed(world, one):
    """Three kinds; each election and each director once; missing until there is a report."""
    made, election = elected(world, day=-70)
    director = member(world, of=made, position="director")
    plain = member(world, of=made)
    before = member(world, of=made, position="director")
    one.post(f"{MEMBERS}/{before['id']}/end", {"valid_to": today(-70), "reason": "换届"}, expect=200)
    for who in (director, plain):
        one.post(f"{MEMBERS}/{who['id']}/end", {"valid_to": today(-20), "reason": "换届"}, expect=200)
    gap = {"kind": "audit_missing", "estate_id": made["estate"]["id"]}
    missing = {row["subject_id"]: (row["due_on"], row["overdue"]) for row in one.pages("/v1/committee-gaps", gap)}
    assert missing == {election["id"]: (today(-10), True), director["id"]: (today(40), False)}
    where = f"{WHERE}/{made['id']}/audits"
    asked = {"auditor": "某会计师事务所", "commissioned_on": today(-5)}
    term = one.post(where, {**asked, "kind": "term_change", "election_id": election["id"]}, expect=201).json
    assert one.post(where, {**asked, "kind": "term_change", "election_id": election["id"]}, expect=409).code == "committee_audit_exists"
    assert one.post(where, {**asked, "kind": "director_leaving", "member_id": plain["id"]}, expect=422).code == "committee_audit_of_nothing"
    called = one.pages(f"{WHERE}/{made['id']}/steps", {"action": "call_election"})[0]
    assert one.post(where, {**asked, "kind": "term_change", "election_id": called["id"]}, expect=422).code == "committee_audit_of_nothing"
    assert one.post(where, {**asked, "kind": "special", "member_id": director["id"]}, expect=422).code == "committee_audit_incomplete"
    leaving = one.post(where, {**asked, "kind": "director_leaving", "member_id": director["id"]}, expect=201).json
    special = audit(world, of=made)
    assert set(row["subject_id"] for row in one.pages("/v1/committee-gaps", gap)) == {election["id"], director["id"]}
    reported = one.post(f"{AUDITS}/{term['id']}/report", {"opinion": "irregular", "findings": "会计李四电话13812345678称账实不符", "document": "审字5号"}, expect=200).json
    assert (reported["opinion"], reported["reported_on"]) == ("irregular", today()) and "13812345678" not in reported["findings"]
    assert one.post(f"{AUDITS}/{term['id']}/report", {"opinion": "clean"}, expect=409).json["state"] == "reported"
    assert one.post(f"{AUDITS}/{leaving['id']}/report", {"opinion": "clean", "reported_on": today(-6)}, expect=422).code == "committee_step_day_unfit"
    assert [row["subject_id"] for row in one.pages("/v1/committee-gaps", gap)] == [director["id"]]
    listed = one.pages(AUDITS, {"committee_id": made["id"], "reported": "false"})
    assert {row["id"] for row in listed} == {leaving["id"], special["id"]}
    assert [row["id"] for row in one.pages(AUDITS, {"committee_id": made["id"], "kind": "special"})] == [special["id"]]


def test_k03_a_co_managed_account_is_told_by_its_last_digits_alone(world, one):
    made = committee(world)
    assert not card(one, made)["co_managed"]
    kept = account(world, of=made, last4="6789", opened_on=today(-20))
    assert card(one, made)["co_managed"]
    assert one.post(f"{WHERE}/{made['id']}/accounts", {"bank": "某银行支行", "last4": "6789", "managed_with": "某社区"}, expect=409).code == "committee_account_exists"
    assert one.post(f"{WHERE}/{made['id']}/accounts", {"bank": "某银行支行", "last4": "6222021234567896789", "managed_with": "某社区"}, expect=422).code == "invalid_body"
    assert one.post(f"/v1/committee-accounts/{kept['id']}/close", {"reason": "销户", "closed_on": today(-21)}, expect=422).code == "committee_step_day_unfit"
    closed = one.post(f"/v1/committee-accounts/{kept['id']}/close", {"reason": "销户"}, expect=200).json
    assert (closed["closed_on"], closed["close_reason"]) == (today(), "销户") and not card(one, made)["co_managed"]
    assert one.post(f"/v1/committee-accounts/{kept['id']}/close", {"reason": "再销户"}, expect=409).json["state"] == "closed"
    again = account(world, of=made, last4="6789", opened_on=today())
    assert card(one, made)["co_managed"] and [row["id"] for row in one.pages(f"{WHERE}/{made['id']}/accounts")] == [again["id"], kept["id"]]


def test_j10_what_is_decided_and_what_money_it_takes_is_announced_to_everybody(world, one):
    made = committee(world)
    where = f"{WHERE}/{made['id']}/announcements"
    for missing in ("fund_source", "fund_use"):
        assert one.post(where, {name: value for name, value in new_announcement().items() if name != missing}, expect=422).code == "committee_announcement_incomplete"
    told = one.post(where, new_announcement(content="经3栋2单元101室业主王五13812345678提议更换道闸"), expect=201).json
    assert (told["fund_source"], told["fund_use"], told["amount"], told["place"], told["announced_on"]) == ("公共收益", "购置道闸一套", "12800.00", "小区公告栏", today())
    assert "13812345678" not in told["content"] and "101室" not in told["content"]
    of_it = decision(world, of=made)
    assert one.post(where, new_announcement(decision_id=decision(world)["id"]), expect=422).code == "committee_decision_unknown"
    matter = one.post(where, {"kind": "matter", "title": "出租南门空地", "content": "出租一年", "place": "各单元门口", "decision_id": of_it["id"], "announced_on": today(-3)}, expect=201).json
    public = world.anyone.pages("/v1/published-committee-announcements", {"estate_id": made["estate"]["id"]})
    assert public == [told, matter] == world.caller("company.one@150202").pages("/v1/published-committee-announcements", {"committee_id": made["id"]})
    assert [row["id"] for row in world.anyone.pages("/v1/published-committee-announcements", {"committee_id": made["id"], "kind": "matter", "announced_before": today()})] == [matter["id"]]


def test_j10_an_announcement_names_nobody(world, one):
    """K05, K06: neither members nor candidates, wherever their names stand."""
    made = committee(world)
    member(world, of=made, name="欧阳主任")
    candidate(world, estate_id=made["estate"]["id"], name="司徒人选")
    said = new_announcement(title="欧阳主任述职", content="由欧阳主任、司徒人选说明", fund_source="司徒人选代收", fund_use="付欧阳主任垫款", place="欧阳主任家门口")
    one.post(f"{WHERE}/{made['id']}/announcements", said, expect=201)
    of_it = decision(world, of=made, title="罢免欧阳主任")
    where = f"{DECISIONS}/{of_it['id']}/steps"
    one.post(where, {"action": "order", "reason": "违反规则", "document": "13号", "due_on": today(-2), "day": today(-3)}, expect=201)
    officer(world, "near").post(where, {"action": "annul", "reason": "拒不整改", "document": "15号"}, expect=201)
    one.post(where, {"action": "announce", "reason": "公告业主", "place": "司徒人选楼下"}, expect=201)
    told = world.anyone.get("/v1/published-committee-announcements", {"committee_id": made["id"]}, expect=200)
    assert len(told.json["items"]) == 2 and not [name for name in ("欧阳", "司徒") if name in told.body.decode()]


def test_what_was_recorded_by_mistake_is_withdrawn_by_another_and_counts_no_more(world, one):
    made, election = elected(world, day=-70)
    here = f"{WHERE}/{made['id']}"
    gaps = lambda kind: [row["subject_id"] for row in one.pages("/v1/committee-gaps", {"estate_id": made["estate"]["id"], "kind": kind})]
    poor = one.post(f"{here}/reviews", new_review(satisfied=5, acceptable=5, unsatisfied=20), expect=201).json
    term = one.post(f"{here}/audits", {"kind": "term_change", "election_id": election["id"], "auditor": "某所"}, expect=201).json
    one.post(f"{AUDITS}/{term['id']}/report", {"opinion": "clean"}, expect=200)
    said = one.post(f"{here}/announcements", new_announcement(), expect=201).json
    of_it = one.post(f"{here}/decisions", {"title": "出租空地", "decided_on": today(-5)}, expect=201).json
    assert (gaps("review_failed"), gaps("audit_missing")) == ([poor["id"]], [])
    other = officer(world, "near")
    for thing in (poor, term, said, of_it):
        where = f"/v1/committee-records/{thing['id']}/withdraw"
        assert one.post(where, {"reason": "录入有误"}, expect=409).code == "separation_of_duties"
        assert street(world, "far").post(where, {"reason": "录入有误"}, expect=404).code == "not_found"
        answers = at_once(*[lambda: other.post(where, {"reason": "王五称录入有误13812345678"})] * 3)
        assert sorted(answer.status for answer in answers) == [200, 409, 409] and {answer.json["state"] for answer in answers if answer.status == 409} == {"withdrawn"}
        assert "13812345678" not in str([answer.json for answer in answers])
    assert (gaps("review_failed"), gaps("audit_missing")) == ([], [election["id"]])
    assert world.anyone.pages("/v1/published-committee-announcements", {"committee_id": made["id"]}) == []
    assert one.post(f"{here}/announcements", new_announcement(decision_id=of_it["id"]), expect=422).code == "committee_decision_unknown"
    shown = one.get(f"{DECISIONS}/{of_it['id']}").json
    assert (shown["state"], shown["version"]) == ("withdrawn", 2) and shown["withdrawn_at"] and "录入有误" in shown["withdrawn_because"]
    assert one.post(f"{DECISIONS}/{of_it['id']}/steps", {"action": "order", "reason": "违反规则", "document": "13号", "due_on": today(9)}, expect=409).json["state"] == "withdrawn"
    right = one.post(f"{here}/reviews", new_review(), expect=201).json
    assert [(row["id"], row["withdrawn_at"] is None) for row in one.pages(f"{here}/reviews")] == sorted([(right["id"], True), (poor["id"], False)], reverse=True)
    assert one.post(f"{here}/audits", {"kind": "term_change", "election_id": election["id"], "auditor": "某所"}, expect=201).json["withdrawn_at"] is None


def test_what_a_step_announced_is_not_withdrawn(world, one):
    who = member(world)
    where = f"{MEMBERS}/{who['id']}/steps"
    for value in ({"action": "suspend", "item_code": "OC-05"}, {"action": "propose", "document": "20号"}, {"action": "terminate", "document": "决议"}, {"action": "announce", "place": "公告栏"}):
        one.post(where, {"reason": "核实属实", **value}, expect=201)
    told = world.anyone.pages("/v1/published-committee-announcements", {"committee_id": who["committee_id"]})
    assert officer(world, "near").post(f"/v1/committee-records/{told[0]['id']}/withdraw", {"reason": "录入有误"}, expect=409).json["state"] == "announced"


def test_a_committee_that_is_dissolved_decides_nothing_more(world, one):
    made = committee(world)
    one.request("PATCH", f"{WHERE}/{made['id']}", json_body={"status": "dissolved", "dissolved_on": today(-3)}, headers={"If-Match": '"1"'}, expect=200)
    for name, value in (("decisions", {"title": "出租空地", "decided_on": today(-3)}), ("reviews", new_review(held_on=today(-3))), ("members", {"name": "新人", "position": "member", "valid_from": today(-3)})):
        assert one.post(f"{WHERE}/{made['id']}/{name}", value, expect=422).code == "committee_step_day_unfit"
    one.post(f"{WHERE}/{made['id']}/decisions", {"title": "出租空地", "decided_on": today(-4)}, expect=201)


def test_a_firm_reads_nothing_of_members_orders_and_accounts(world, samples):
    """Neither what is counted of members nor by when the committee has to work again; authorities and firms alike read what the register counts."""
    company, district = world.caller("company.one@150202"), officer(world, "near")
    own = str(samples.estates["one"]["id"])
    there = company.pages(WHERE, {"estate_id": own, "standing": "true"})
    made = there[0] if there else committee(world, "one", own)
    at = f"{WHERE}/{made['id']}"
    account(world, "one", of=made)
    step(district, made, "order", due_on=today(30), document="12号")
    version = district.get(at).json["version"]
    district.request("PATCH", at, json_body={"member_count": None, "party_member_count": None}, headers={"If-Match": f'"{version}"'}, expect=200)
    member(world, "one", of=made)
    shown = [company.get(at).json, company.pages(WHERE, {"estate_id": own, "standing": "true"})[0]]
    assert {(row["status"], row["rectify_by"], row["party_percent"], row["co_managed"]) for row in shown} == {("rectifying", None, None, None)}
    told = district.get(at).json
    assert (told["rectify_by"], told["party_percent"], told["co_managed"]) == (today(30), "100.00", True)


def test_everybody_reads_kind_status_and_term_of_a_committee_that_stands(world, one):
    made = ordered(world, term_from="2024-05-01", term_to="2029-05-01")
    shown = world.anyone.pages("/v1/published-committees", {"estate_id": made["estate"]["id"]})
    assert [(row["id"], row["kind"], row["status"], row["term_to"]) for row in shown] == [(made["id"], "owners_committee", "rectifying", "2029-05-01")]
    assert "rectify_by" not in shown[0] and "member_count" not in shown[0]
    one.request("PATCH", f"{WHERE}/{made['id']}", json_body={"status": "dissolved", "dissolved_on": today()}, headers={"If-Match": '"2"'}, expect=200)
    assert world.anyone.pages("/v1/published-committees", {"estate_id": made["estate"]["id"]}) == []


def test_b03_an_estate_without_any_body_is_missing_one(world, one):
    """Either an owners' committee or, with a reason, a body in its place."""
    own = estate_of(world)
    ask = lambda **query: [row["kind"] for row in one.pages("/v1/committee-gaps", {"estate_id": own["id"], "kind": "no_body", **query})]
    assert ask() == ["no_body"] == ask(street_code=own["street_code"], community_code=own["community_code"])
    assert street(world, "far").pages("/v1/committee-gaps", {"estate_id": own["id"]}) == []
    committee(world, estate_id=own["id"], kind="environment_property_committee", no_oc_reason="too_few_households")
    assert ask() == []


@pytest.mark.parametrize("counts,share,short", [((7, 4), "57.14", False), ((8, 4), "50.00", False), ((7, 3), "42.86", True), ((0, 0), None, None)])
def test_b04_too_few_party_members_are_a_warning(counts, share, short, world, one):
    made = committee(world, member_count=counts[0], party_member_count=counts[1])
    assert (card(one, made)["party_percent"], card(one, made)["party_short"]) == (share, short) == (made["party_percent"], made["party_short"])
    assert len(one.pages("/v1/committee-gaps", {"kind": "party_short", "estate_id": made["estate"]["id"]})) == bool(short)


def test_b04_without_counts_members_in_office_are_counted(world, one):
    made = committee(world)
    assert card(one, made)["party_percent"] is None
    for flag, position in ((True, "director"), (False, "member"), (False, "member"), (True, "alternate")):
        member(world, of=made, party_member=flag, position=position)
    assert (card(one, made)["party_percent"], card(one, made)["party_short"]) == ("33.33", True)
    assert [row["committee_id"] for row in one.pages("/v1/committee-gaps", {"kind": "party_short", "estate_id": made["estate"]["id"]})] == [made["id"]]


def test_terms_that_end_are_listed_in_time_and_when_they_are_over(world, one):
    """DEPT-19: nobody elects although the term is over."""
    kinds = lambda made: [row["kind"] for row in one.pages("/v1/committee-gaps", {"estate_id": made["estate"]["id"], "kind": "term_ending,term_over"})]
    for days, expected in ((91, []), (90, ["term_ending"]), (1, ["term_ending"]), (0, ["term_over"]), (-400, ["term_over"])):
        made = committee(world, established_on="2020-05-01", term_from="2020-05-01", term_to=today(days))
        assert (kinds(made), card(one, made)["term_over"]) == (expected, days <= 0), days
    step(one, made, "lapse")
    step(one, made, "call_election")
    assert kinds(made) == ["term_over"] and card(one, made)["term_over"]
    step(one, made, "elect", term_from=today(), term_to=today(1825), document="决议1号")
    assert kinds(made) == [] and not card(one, made)["term_over"]


def test_k04_an_order_that_was_not_obeyed_is_listed(world, one):
    made = committee(world)
    step(one, made, "order", day=today(-40), due_on=today(-1), document="街道办12号")
    late = one.pages("/v1/committee-gaps", {"estate_id": made["estate"]["id"], "kind": "rectification_overdue"})
    assert [(row["subject_id"], row["due_on"], row["overdue"]) for row in late] == [(made["id"], today(-1), True)]
    step(one, made, "order", due_on=today(10), document="街道办22号")
    assert one.pages("/v1/committee-gaps", {"estate_id": made["estate"]["id"], "kind": "rectification_overdue"}) == []


def test_a_firm_reads_the_committee_of_its_estates_and_nothing_of_its_life(world, samples):
    company = world.caller("company.one@150202")
    own = str(samples.estates["one"]["id"])
    there = company.pages(WHERE, {"estate_id": own})
    made = there[0] if there else committee(world, "one", own)
    assert company.get(f"{WHERE}/{made['id']}", expect=200).json["status"]
    for where in (f"{WHERE}/{made['id']}/steps", f"{WHERE}/{made['id']}/reviews", CANDIDATES, DECISIONS, AUDITS, "/v1/committee-gaps"):
        assert company.get(where, expect=403)
    connection = world.cluster.connect(user="wuye_company")
    try:
        for table in ("committee_members", "committee_steps", "committee_candidates", "committee_opinions", "committee_decisions", "committee_audits", "committee_accounts", "committee_reviews"):
            with connection.cursor() as cursor, pytest.raises(Exception, match="permission denied"):
                cursor.execute(f"select 1 from {table}")
            connection.rollback()
    finally:
        connection.close()


def estate_of(world, place="near"):
    return estate(types.SimpleNamespace(world=world), place)
