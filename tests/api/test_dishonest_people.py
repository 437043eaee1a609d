"""The files of dishonest people (D20, D21), what is suggested (C13, C14, C22, C23), and who reads what of the list."""
import pytest
from things import awards, staff
from things.contracts import act as contract_act
from things.contracts import bring, day
from things.dishonest import (WHERE, annulled, conditional, decision, firm_of, guarantee, listed, new_entry, order, person, proposed, rectification, referred, second, served, step, street, violation)
from things.estates import officer, today
from things.issue_progress import issue

SUGGESTIONS = "/v1/dishonest-suggestions"
PUBLIC = "/v1/published-dishonest-firms"


@pytest.fixture
def district(world):
    return officer(world, "near")


@pytest.fixture
def company(world):
    return world.caller("company.one@150202")


def suggested(client, firm, **query):
    return client.pages(SUGGESTIONS, {"firm_id": firm, **query})


@pytest.mark.parametrize("post", ["firm_manager", "project_manager", "staff"])
def test_d20_d21_people_have_files_with_the_notice_to_the_industry(world, district, samples, post):
    """D20: managers of firms and projects; D21: staff. Proposed, listed by another, noticed to the industry with number and day; who is listed may not be honoured."""
    firm = firm_of(world)
    there, _ = served(world, firm)
    somebody = staff.person(world, firm)
    value = new_entry(None, staff_id=somebody["id"], post=post, cause="breach_of_contract", basis="不按合同约定和标准落实工作")
    if post != "staff":
        assert street(world).post(WHERE, value, expect=422).code == "dishonest_post_unfit"
        staff.post(world, somebody, post=post, **({"estate_id": there["id"]} if post == "project_manager" else {}))
    entry = street(world).post(WHERE, value, expect=201).json
    assert (entry["subject"], entry["post"], entry["person"], entry["firm"]["id"]) == ("person", post, {"id": somebody["id"], "name": somebody["name"]}, firm)
    at = f"/v1/staff/{somebody['id']}/eligibility"
    found = lambda: {row["code"]: row["bars"] for row in district.get(at).json["reasons"]}
    assert "dishonest_person" not in found()
    now = step(district, entry, "decide", decision())
    assert (now["state"], now["number"], now["barred"], now["escalated"]) == ("listed", 1, False, False)
    notice = {"number": "东物协通〔2026〕2号", "noticed_on": today()}
    assert district.post(f"{WHERE}/{entry['id']}/notice", {**notice, "noticed_on": today(1)}, expect=422).code == "day_in_the_future"
    assert district.post(f"{WHERE}/{entry['id']}/notice", {**notice, "noticed_on": today(-1)}, expect=422).code == "dishonest_day_before"
    now = step(district, entry, "notice", notice)
    assert (now["notice_number"], now["noticed_on"]) == ("东物协通〔2026〕2号", today())
    assert district.post(f"{WHERE}/{entry['id']}/notice", notice, expect=409).code == "dishonest_noticed_already"
    assert found()["dishonest_person"] is True and not district.get(at).json["eligible"]
    assert district.get(f"/v1/firms/{firm}/eligibility").json["eligible"]
    refused = district.post(f"{WHERE}/{entry['id']}/guarantee", guarantee())
    assert (refused.status, refused.code) == (409, "state_conflict")
    step(street(world), entry, "rectification", rectification())
    assert step(district, entry, "end", {"cause": "remove", "reason": "已改正"})["state"] == "removed" and "dishonest_person" not in found()
    assert listed(world, staff_id=somebody["id"], post=post)["number"] == 2


def test_d20_d21_whoever_has_a_file_is_excluded_from_honours_and_told_why(world, district):
    """D20, D21: judged when nominated, by the file of the day; the firm is not barred for it."""
    firm = firm_of(world)
    somebody = staff.person(world, firm)["id"]
    entry = listed(world, staff_id=somebody, post="staff", cause="violation")
    round_id = awards.opened(world)["id"]
    made = awards.name(second(world), round_id, "staff", somebody).json
    assert (made["state"], [(one["code"], one["subject"], one["since"]) for one in made["exclusion"]]) == ("excluded", [("dishonest_person", "person", today())])
    annulled(world, entry)
    assert awards.name(second(world), awards.opened(world)["id"], "staff", somebody).json["state"] == "nominated"


def test_people_are_read_by_authorities_and_their_own_firm_alone(world, district, company):
    """D20, D21: names are never public, nor the city platform's, nor another firm's; a proposal is nobody's but the proposers'."""
    entry = person(world, "one")
    name = entry["person"]["name"]
    assert [caller.get(f"{WHERE}/{entry['id']}").json["person"]["name"] for caller in (district, street(world, "far"), world.caller("community.luwang@150202"), company)] == [name] * 4
    for caller in (world.caller("company.two@150202"), world.role("platform"), officer(world, "abroad"), world.caller("company.one@340302")):
        assert caller.get(f"{WHERE}/{entry['id']}", expect=404).code == "not_found"
        assert name not in caller.get(WHERE, headers={"Accept": "text/csv"}).body.decode()
    assert name not in world.anyone.get(PUBLIC, headers={"Accept": "text/csv"}).body.decode()
    hidden = proposed(world, staff_id=staff.person(world, entry["firm"]["id"])["id"], post="staff", cause="violation")
    for caller in (company, world.caller("community.huanxi@150202")):
        assert caller.get(f"{WHERE}/{hidden['id']}", expect=404)
    assert hidden["id"] in {row["id"] for row in district.pages(WHERE, {"staff_id": hidden["person"]["id"]})}


def test_a_firm_learns_what_stands_against_it_but_not_who_found_it(world, company):
    """A firm reads its entry, its dismissals and its referrals once it is listed; not the proposal, not who proposed."""
    entry = proposed(world, "one", basis="经群众反映（电话13812345678）核实，拒不移交")
    assert "13812345678" not in entry["basis"]
    company.get(f"{WHERE}/{entry['id']}", expect=404)
    assert company.post(f"{WHERE}/{entry['id']}/guarantee", guarantee(), expect=404).code == "not_found"
    step(officer(world, "near"), entry, "decide", decision())
    now = step(company, entry, "guarantee", guarantee())
    assert (now["state"], now["proposed_role"], now["basis"]) == ("listed", None, entry["basis"]) and company.get(f"{WHERE}/{entry['id']}").json == now
    annulled(world, entry)
    assert company.get(f"{WHERE}/{entry['id']}").json["state"] == "annulled"
    seen = referred(world, "one")
    assert company.get(f"/v1/dishonest-referrals/{seen['id']}").json["id"] == seen["id"]
    theirs = listed(world, "two")
    for verb, value in (("guarantee", guarantee()), ("rectification", rectification())):
        assert company.post(f"{WHERE}/{theirs['id']}/{verb}", value, expect=404).code == "not_found", "another firm's entry is nothing to it"
    annulled(world, theirs)
    other = referred(world, "two")
    assert company.get(f"/v1/dishonest-referrals/{other['id']}", expect=404)
    assert company.get(f"/v1/dismissal-orders/{order(world, 'two')['id']}", expect=404)


def test_nobody_reads_the_tables_past_the_cards(world):
    for role, table in (("public", "dishonest_entries"), ("hotline", "dishonest_entries"), ("public", "dismissal_orders"), ("platform", "dishonest_referrals"), ("company", "dishonest_transitions")):
        connection = world.cluster.connect(user=f"wuye_{role}")
        try:
            with connection.cursor() as cursor, pytest.raises(Exception, match="permission denied"):
                cursor.execute(f"select 1 from {table}")
        finally:
            connection.close()


def test_c14_a_refused_handover_is_suggested_until_it_is_proposed(world, samples, district):
    """C13, C14: a contract that ended and whose handover is refused, with the handover and the confirmed violation as evidence; of the street's own contracts."""
    contract = bring(samples, "handover", "near")
    firm = contract["firm"]["id"]
    mine = lambda client: [row for row in suggested(client, firm) if row["contract_id"] == contract["id"]]
    assert mine(district) == []
    contract_act(samples, "street.heping@150202", contract, "handover/refuse", {"statement": "企业拒不移交"})
    [row] = mine(district)
    assert (row["key"], row["cause"], row["since"], [found["kind"] for found in row["evidence"]]) == (f"refusal_to_exit:{contract['id']}", "refusal_to_exit", today(), ["handover"])
    [found] = district.pages("/v1/contract-violations", {"contract_id": contract["id"]})
    district.post(f"/v1/contract-violations/{found['id']}/decide", {"decision": "confirm", "note": "属实"}, expect=200)
    assert sorted(each["kind"] for each in mine(district)[0]["evidence"]) == ["handover", "violation"]
    assert len(mine(street(world))) == 1 and mine(street(world, "far")) == []
    entry = proposed(world, firm=firm, contract_id=contract["id"])
    assert mine(district) == []
    step(district, entry, "decide", decision("refuse"))
    assert len(mine(district)) == 1
    annulled(world, listed(world, firm=firm, contract_id=contract["id"]))
    assert len(mine(district)) == 1


def test_c22_an_overdue_handover_is_suggested_from_the_day_after(world, samples, district):
    """C22: due yesterday and not whole: overdue since today; what is handed over whole is not."""
    contract = bring(samples, "handover", "near")
    firm = contract["firm"]["id"]
    mine = lambda: [row for row in suggested(district, firm, cause="handover_overdue") if row["contract_id"] == contract["id"]]
    for late, there in ((0, 0), (1, 1)):
        world.cluster.query("update contract_handovers set due = %s where contract_id = %s returning 1", (today(-late), contract["id"]))
        assert len(mine()) == there
    assert mine()[0]["since"] == today()
    contract_act(samples, "street.heping@150202", contract, "handover/deliver", {"rooms_on": day(), "facilities_on": day(), "documents_on": day(), "fee_statement_on": day()})
    assert mine() == []


def test_c23_abandonment_is_suggested_when_the_district_has_confirmed_it(world, district):
    """C23: an estate left without service."""
    firm, contract, found = violation(world)
    [row] = suggested(district, firm)
    assert (row["cause"], row["contract_id"], row["since"], row["evidence"]) == ("abandonment", contract, today(-3), [{"kind": "violation", "id": found["id"], "on": today(-3)}])
    assert suggested(district, firm, cause="issue_refusal") == [] and suggested(officer(world, "abroad"), firm) == []


def test_issues_refused_again_and_again_suggest_the_firm(world, district):
    """H03, H09: from the rule's number of refusals within its months (2 in 12, presumed); a new refusal after an entry suggests it again."""
    firm = firm_of(world)
    refused = lambda **members: issue(world, "near", "refused", responsible_kind="firm", responsible_firm_id=firm, **members)
    old, first = refused(), refused()
    world.cluster.query("update issues set refused_at = now() - interval '13 months' where id = %s returning 1", (old,))
    assert suggested(district, firm) == []
    last = refused()
    [row] = suggested(district, firm)
    assert (row["key"], row["cause"], row["contract_id"], [found["id"] for found in row["evidence"]]) == (f"issue_refusal:{firm}", "issue_refusal", None, [first, last])
    entry = proposed(world, firm=firm, cause="issue_refusal")
    assert suggested(district, firm) == []
    step(district, entry, "decide", decision())
    assert suggested(district, firm) == []
    refused()
    assert len(suggested(district, firm)) == 1
    assert suggested(street(world, "far"), firm) == []


def test_a_conditional_entry_says_since_when(world, district):
    """The answer to who may be honoured names the day of the listing."""
    entry = conditional(world)
    [row] = [row for row in district.get(f"/v1/firms/{entry['firm']['id']}/eligibility", {"for": "award"}).json["reasons"] if row["code"].startswith("dishonest")]
    assert (row["code"], row["since"], row["until"], row["bars"]) == ("dishonest_conditional", today(), None, True)
    assert second(world).get(f"{WHERE}/{entry['id']}").json["state"] == "conditional"
