"""Contracts, their whole life: what may be signed how, who moves them, what the registers say of them on which day."""
import concurrent.futures
import threading

import pytest
from things.contracts import act, breach, bring, day, draft, review, termination, terms, unit
from things.estates import estate

FIRM, STREET, DISTRICT = "company.one@150202", "street.heping@150202", "district.officer@150202"


def refused(samples, code, status=422, **members):
    value = terms(**members)
    value.setdefault("estate_codes", [estate(samples)["code"]])
    answer = samples.world.caller(FIRM).post("/v1/contracts", value, expect=status)
    assert answer.code == code, answer


def read(world, contract, account=DISTRICT, **query):
    return world.caller(account).get(f"/v1/contracts/{contract['id']}", query).json


def listed(world, account=DISTRICT, **query):
    return {item["id"] for item in world.caller(account).pages("/v1/contracts", query, limit=200)}


def firm_of(world, account):
    return str(world.register.account(account)["firm_id"])


def second(world, account, name):
    """Another person of the same office."""
    world.cluster.query("insert into users (district_code, name, role, street_code, password_digest) select district_code, %s, role, street_code, password_digest "
                        "from users where district_code = '150202' and name = %s", (name, account.partition("@")[0]))
    world.register.credentials[f"{name}@150202"] = world.register.credentials[account]
    return f"{name}@150202"


@pytest.fixture(scope="module")
def colleague(world):
    """A second officer of the district: whoever handed in does not file."""
    return second(world, DISTRICT, "district.second")


@pytest.fixture(scope="module")
def neighbour(world):
    """A second officer of the street: whoever handed in does not review."""
    return second(world, STREET, "street.second")


def test_new_projects_and_what_follows_a_preliminary_contract_are_tendered(world, samples):
    """C07"""
    refused(samples, "tender_required", kind="preliminary", award_trigger="new_project", award_method="agreement")
    refused(samples, "award_trigger_wrong", kind="preliminary", award_trigger="replacement")
    refused(samples, "award_trigger_wrong", kind="regular", award_trigger="new_project")
    refused(samples, "tender_required", award_trigger="after_preliminary", award_method="assignment")
    refused(samples, "award_method_not_allowed", award_trigger="replacement", award_method="assignment")
    first = bring(samples, "terminated", kind="preliminary", award_trigger="new_project")
    codes = [first["estates"][0]["code"]]
    # It is the first regular contract, whatever the firm calls it.
    refused(samples, "tender_required", award_trigger="renewal", award_method="agreement", estate_codes=codes)
    assert draft(samples, award_trigger="after_preliminary", award_method="invited_tender", estate_codes=codes)["state"] == "draft"


def test_a_districts_own_rule_wins_from_its_day(world, samples):
    """C07: which trigger demands which method is data with effective dates."""
    world.cluster.query("insert into award_rules (district_code, trigger, method, effective_from) values ('340302', 'replacement', 'assignment', '2026-01-01')")
    value = terms(estate_codes=[estate(samples, "abroad")["code"]], award_method="open_tender")
    try:
        assert world.caller("company.one@340302").post("/v1/contracts", value, expect=422).code == "award_method_not_allowed"
        assert draft(samples, "abroad", award_method="assignment")["award_method"] == "assignment"
    finally:
        world.cluster.query("delete from award_rules where district_code = '340302'")
    assert draft(samples, "abroad")["award_method"] == "open_tender"


def test_a_firm_serves_before_it_charges(world, samples):
    """C09: two months in what ships; whoever goes on, goes on charging."""
    refused(samples, "fee_start_too_early", service_start="2026-12-31", fee_start="2027-02-27")
    assert draft(samples, service_start="2026-12-31", fee_start="2027-02-28", end_date="2028-12-31")["fee_start"] == "2027-02-28"
    before = bring(samples, "filed", end_date="2026-12-30")
    assert draft(samples, award_trigger="renewal", service_start="2026-12-31", fee_start="2026-12-31", end_date="2028-12-31",
                 predecessor_id=before["id"], estate_codes=[before["estates"][0]["code"]])["state"] == "draft"
    refused(samples, "contract_period_wrong", fee_start=None, end_date="2020-01-01")
    refused(samples, "estate_unknown", estate_codes=["no such"])
    refused(samples, "contract_unknown", predecessor_id="01900000-0000-7000-8000-000000000000")
    refused(samples, "service_unit_unknown", service_unit_id="01900000-0000-7000-8000-000000000000")


def test_what_a_contract_says_comes_back(world, samples):
    """C10, C11: also as what a list asks for."""
    made = draft(samples, fee_cadence="half_yearly", fee_relief=True, award_reference="中标通知书〔2026〕7号")
    read_back = read(world, made)
    assert read_back == made and read_back["fee_cadence"] == "half_yearly" and read_back["fee_relief"] is True
    assert read_back["award_reference"] == "中标通知书〔2026〕7号" and len(read_back["estates"]) == 1
    for asked, found in (({"fee_relief": "true"}, True), ({"fee_relief": "false"}, False), ({"fee_cadence": "half_yearly"}, True), ({"fee_cadence": "monthly,yearly"}, False)):
        assert (made["id"] in listed(world, STREET, **asked)) is found, asked
    assert read(world, made, STREET)["id"] == made["id"]
    world.caller("street.nanmenwai@150202").get(f"/v1/contracts/{made['id']}", expect=404)
    world.caller("company.two@150202").get(f"/v1/contracts/{made['id']}", expect=404)


def test_a_draft_opens_no_estate_to_the_firm_that_wrote_it(world, samples):
    made = draft(samples)
    world.caller(FIRM).get(f"/v1/estates/{made['estates'][0]['id']}", expect=404)
    filed = bring(samples, "filed")
    world.caller(FIRM).get(f"/v1/estates/{filed['estates'][0]['id']}")


def test_only_a_draft_can_be_changed(world, samples):
    made, other = draft(samples), estate(samples)
    client = world.caller(FIRM)
    path = f"/v1/contracts/{made['id']}"
    changed = client.request("PATCH", path, json_body={"estate_codes": [other["code"]], "end_date": None}, headers={"If-Match": '"1"'}, expect=200).json
    assert [e["code"] for e in changed["estates"]] == [other["code"]] and changed["end_date"] is None and changed["version"] == 2
    assert client.request("PATCH", path, json_body={"fee_relief": True}, headers={"If-Match": '"1"'}).status == 412
    answer = client.request("PATCH", path, json_body={"award_method": "assignment"}, headers={"If-Match": '"2"'}, expect=422)
    assert answer.code == "award_method_not_allowed" and read(world, made) == changed
    assert client.request("PATCH", path, json_body={"estate_codes": [other["code"], "none"]}, headers={"If-Match": '"2"'}).code == "estate_unknown"
    again = world.caller(STREET).request("PATCH", path, json_body={"estate_codes": [estate(samples)["code"]]}, headers={"If-Match": '"2"'}, expect=200).json
    assert again["version"] == 3 and again["estates"] != changed["estates"]
    act(samples, FIRM, made, "submit")
    answer = client.request("PATCH", path, json_body={"fee_relief": True}, headers={"If-Match": '"4"'}, expect=409)
    assert answer.code == "state_conflict" and answer.json["state"] == "entry_review"


def test_the_street_reviews_the_entry_and_the_district_files(world, samples, colleague, neighbour):
    """C02, C08: proposer and decider are different people at each step."""
    made = draft(samples)
    assert act(samples, DISTRICT, made, "file", expect=409)["code"] == "state_conflict"
    act(samples, FIRM, made, "submit")
    assert act(samples, DISTRICT, made, "file", expect=409)["code"] == "entry_not_reviewed"
    returned = act(samples, STREET, made, "review-entry", {"decision": "return", "note": "缺中标通知书"})
    assert returned["state"] == "draft" and returned["entry_reviewed_on"] is None
    act(samples, STREET, made, "submit")
    assert act(samples, STREET, made, "review-entry", {"decision": "approve", "note": "同意"}, 409)["code"] == "separation_of_duties"
    for decision in ("approve", "return"):
        assert act(samples, DISTRICT, made, "review-entry", {"decision": decision, "note": "同意"}, 409)["code"] == "entry_is_the_streets"
    assert act(samples, neighbour, made, "review-entry", {"decision": "approve", "note": "同意"})["entry_reviewed_on"] == day()
    filed = act(samples, colleague, made, "file")
    assert filed["state"] == "active" and filed["filed_at"] == day() and filed["registration_no"].startswith("150202-")
    events = world.caller(FIRM).get(f"/v1/contracts/{made['id']}/events").json["items"]
    assert [(e["action"], e["actor_role"], e["to_state"]) for e in events] == [
        ("draft", "company", "draft"), ("submit", "company", "entry_review"), ("return_entry", "street", "draft"), ("submit", "street", "entry_review"),
        ("approve_entry", "street", "entry_review"), ("file", "district", "active")]
    assert events[2]["note"] == "缺中标通知书"


def test_whoever_wrote_a_contract_does_not_approve_it(world, samples, colleague, neighbour):
    """C08: drafted or changed last; handing in is not the only share in it."""
    value = terms(firm_id=firm_of(world, FIRM), estate_codes=[estate(samples)["code"]])
    made = world.caller(STREET).post("/v1/contracts", value, expect=201).json
    act(samples, FIRM, made, "submit")
    yes = {"decision": "approve", "note": "同意"}
    assert act(samples, STREET, made, "review-entry", yes, 409)["code"] == "separation_of_duties"
    act(samples, neighbour, made, "review-entry", yes)
    own = draft(samples)
    for account, version in ((neighbour, 1), (colleague, 2)):
        world.caller(account).request("PATCH", f"/v1/contracts/{own['id']}", json_body={"service_grade": account[:8]}, headers={"If-Match": f'"{version}"'}, expect=200)
    act(samples, FIRM, own, "submit")
    act(samples, neighbour, own, "review-entry", yes)
    assert act(samples, colleague, own, "file", expect=409)["code"] == "separation_of_duties"
    assert act(samples, DISTRICT, own, "file")["state"] == "active"


def test_a_contract_across_two_streets_is_the_districts(world, samples, colleague):
    codes = [estate(samples, "near")["code"], estate(samples, "far")["code"]]
    made = draft(samples, estate_codes=codes)
    act(samples, FIRM, made, "submit")
    for street in (STREET, "street.nanmenwai@150202"):
        assert act(samples, street, made, "review-entry", {"decision": "approve", "note": "同意"}, 409)["code"] == "contract_across_streets"
        assert len(read(world, made, street)["estates"]) == 2
    act(samples, DISTRICT, made, "review-entry", {"decision": "approve", "note": "同意"})
    assert act(samples, colleague, made, "file")["state"] == "active"
    value = terms(firm_id=firm_of(world, FIRM), estate_codes=codes)
    assert world.caller(STREET).post("/v1/contracts", value, expect=422).code == "estate_unknown", "a street drafts for its own estates"


def test_registration_numbers_are_one_contracts_own(world, samples):
    one, two = bring(samples, "approved"), bring(samples, "approved")
    number = f"备-{one['id'][-8:]}"
    assert act(samples, DISTRICT, one, "file", {"registration_no": number})["registration_no"] == number
    assert act(samples, DISTRICT, two, "file", {"registration_no": number}, 409)["code"] == "registration_no_taken"
    assert listed(world, registration_no=number) == {one["id"]} == listed(world, q=number)
    assert act(samples, DISTRICT, two, "file")["registration_no"] not in (None, number)
    last = world.cluster.query("select year, last from contract_counters where district_code = '150202'")[0]
    taken, free = (f"150202-{last['year']}-{last['last'] + more:05d}" for more in (1, 2))
    act(samples, DISTRICT, bring(samples, "approved"), "file", {"registration_no": taken})
    assert act(samples, DISTRICT, bring(samples, "approved"), "file")["registration_no"] == free, "one that was given by hand is passed over"


def test_a_firm_that_is_barred_gets_no_contract_filed(world, samples):
    """C06, C14: by the decision of the day, as whoever asks for its eligibility is told."""
    made = bring(samples, "approved", "far")
    client, firm = world.caller(DISTRICT), made["firm"]["id"]
    try:
        for access in ("suspended", "exited"):
            client.post(f"/v1/firms/{firm}/market-access", {"state": access, "reason": "查处"}, expect=201)
            assert client.get(f"/v1/firms/{firm}/eligibility").json["eligible"] is False
            assert act(samples, DISTRICT, made, "file", expect=409)["code"] == "firm_barred"
        client.post(f"/v1/firms/{firm}/market-access", {"state": "normal", "reason": "整改完成"}, expect=201)
        world.cluster.query("update firms set market_access = 'exited' where id = %s", (firm,))
        assert client.get(f"/v1/firms/{firm}/eligibility").json["eligible"] is True, "a decision overtakes what the firm came in with"
        world.cluster.query("update eligibility_rules set effective_to = '2021-01-01' where reason = 'no_service_hotline'")
        world.cluster.query("insert into eligibility_rules (reason, bars, position, effective_from) values ('no_service_hotline', true, 8, '2021-01-01')")
        world.cluster.query("update firms set service_hotline = null where id = %s", (firm,))
        assert act(samples, DISTRICT, made, "file", expect=409)["code"] == "firm_barred", "which reason bars is the rules' to say"
    finally:
        world.cluster.query("delete from eligibility_rules where effective_from = '2021-01-01'")
        world.cluster.query("update eligibility_rules set effective_to = null")
        world.cluster.query("delete from firm_market_access where firm_id = %s", (firm,))
        world.cluster.query("update firms set market_access = 'normal', service_hotline = '0472-1' where id = %s", (firm,))
    assert act(samples, DISTRICT, made, "file")["state"] == "active"


def test_the_state_is_right_on_the_day_without_a_nightly_job(world, samples):
    made = bring(samples, "approved", service_start=day(10), fee_start=day(100), end_date=day(300))
    act(samples, DISTRICT, made, "file")
    mine = {"estate_id": made["estates"][0]["id"]}
    states = {0: "filed", 9: "filed", 10: "active", 210: "active", 211: "expiring", 300: "expiring", 301: "expired"}
    for after, state in states.items():
        assert read(world, made, as_of=day(after))["state"] == state, after
        inside = 10 <= after <= 300
        assert listed(world, as_of=day(after), state=state, **mine) == ({made["id"]} if inside else set()), after
    assert listed(world, state="filed", **mine) == {made["id"]} and listed(world, state="active,expired", **mine) == set()
    assert listed(world, ends_before=day(301), ends_from=day(300), **mine) == {made["id"]} and listed(world, ends_before=day(300), **mine) == set()


def test_filing_has_its_time(world, samples):
    """C21: the number of days is data."""
    late, fresh = draft(samples, signed_on=day(-31)), draft(samples, signed_on=day(-30))
    assert (late["filing_due"], late["filing_overdue"]) == (day(-1), True) and (fresh["filing_due"], fresh["filing_overdue"]) == (day(), False)
    overdue = listed(world, FIRM, filing_overdue="true")
    assert late["id"] in overdue and fresh["id"] not in overdue
    world.cluster.query("insert into district_rules (district_code, domain, name, value, basis, effective_from) values ('150202', 'contract', 'filing_days', 60, '试验', '2026-01-01'), "
                        "('150202', 'contract', 'handover_days', 10, '试验', '2026-01-01'), ('150202', 'contract', 'fee_free_months', 2, '试验', '2026-01-01')")
    try:
        assert read(world, late)["filing_overdue"] is False
        world.cluster.query("update district_rules set effective_from = %s where district_code = '150202' and domain = 'contract'", (day(-20),))
        assert (read(world, late)["filing_due"], read(world, late)["filing_overdue"]) == (day(-1), True), "the rule of the day it was signed"
        assert late["id"] in listed(world, FIRM, filing_overdue="true")
        soon = bring(samples, "filed", end_date=day(3))
        assert draft(samples, signed_on=day(-1))["filing_due"] == day(59)
        act(samples, DISTRICT, soon, "terminate", termination())
        assert read(world, soon)["handover"]["due"] == day(10)
        world.cluster.query("update district_rules set effective_from = %s, value = case name when 'fee_free_months' then 5 else value end where district_code = '150202' and domain = 'contract'", (day(40),))
        far = {"service_start": day(40), "end_date": day(900)}
        refused(samples, "fee_start_too_early", **far, fee_start=day(110))
        assert draft(samples, fee_start=day(100))["state"] == "draft"
        other = bring(samples, "filed", end_date=day(41))
        act(samples, DISTRICT, other, "terminate", termination(terminated_on=day(40)))
        assert read(world, other)["handover"]["due"] == day(50), "the rule of the last day of service"
    finally:
        world.cluster.query("delete from district_rules where district_code = '150202' and domain = 'contract'")


def test_when_a_contract_counts_as_expiring_is_the_districts_to_set(world, samples):
    """C13: by the number of the day that is asked for, wherever a state is told."""
    made = bring(samples, "filed", service_start=day(-30), end_date=day(100))
    states = lambda **query: (read(world, made, **query)["state"], read(world, made, FIRM, **query)["state"], made["id"] in listed(world, STREET, state="expiring", **query))
    assert states() == ("active", "active", False)
    world.caller(DISTRICT).post("/v1/rules", {"name": "expiring_days", "value": "120", "basis": "区文件", "effective_from": day()}, expect=201)
    try:
        assert states() == ("expiring", "expiring", True)
        world.cluster.query("update district_rules set effective_from = %s where district_code = '150202' and name = 'expiring_days'", (day(5),))
        assert states() == ("active", "active", False)
        assert (states(as_of=day(4)), states(as_of=day(5))) == (("active", "active", False), ("expiring", "expiring", True))
        world.cluster.query("update district_rules set effective_from = %s where district_code = '150202' and name = 'expiring_days'", (day(),))
        act(samples, DISTRICT, made, "terminate", termination(terminated_on=day(50)))
        assert world.caller(DISTRICT).pages(f"/v1/contracts/{made['id']}/events")[-1]["from_state"] == "expiring"
    finally:
        world.cluster.query("delete from district_rules where district_code = '150202' and name = 'expiring_days'")


def test_a_firm_that_changes_in_the_middle_of_a_month_leaves_every_past_answer(world, samples):
    """C22: the complaint of a day goes to the firm of that day, whenever it comes."""
    old = bring(samples, "filed")
    place = old["estates"][0]
    # As if it had been on record for a while.
    for table, key, value in (("contracts", "id", old["id"]), ("contract_estates", "contract_id", old["id"]), ("estates", "id", place["id"])):
        world.cluster.query(f"update {table} set known_from = now() - interval '10 days' where {key} = %s returning 1", (value,))
    before = world.caller(DISTRICT).get("/v1/contracts", {"estate_id": place["id"], "as_of": day(-1)}).json
    assert [item["id"] for item in before["items"]] == [old["id"]] and before["items"][0]["handover"] is None
    assert act(samples, DISTRICT, old, "terminate", termination(terminated_on=day(-1)), 422)["code"] == "takes_effect_in_the_past"
    ended = act(samples, DISTRICT, old, "terminate", termination())
    assert (ended["state"], ended["termination_reason"], ended["handover"]["due"]) == ("terminated", "assembly_decision", day(30))
    new = draft(samples, "two", estate_codes=[place["code"]], service_start=day(1), fee_start=day(100), predecessor_id=None)
    act(samples, "company.two@150202", new, "submit")
    act(samples, STREET, new, "review-entry", {"decision": "approve", "note": "同意"})
    assert act(samples, DISTRICT, new, "file")["state"] == "filed"
    act(samples, STREET, old, "handover", {"receiver": "业主委员会"})
    assert world.caller(DISTRICT).get("/v1/contracts", {"estate_id": place["id"], "as_of": day(-1)}).json == before
    assert read(world, old, as_of=day(-1)) == before["items"][0]
    firm = {-1: FIRM, 0: FIRM, 1: "company.two@150202"}
    for after, account in firm.items():
        found = world.cluster.query("select set_config('wuye.district', '150202', false); select firm_in_force('150202', %s, %s)::text as firm", (place["id"], day(after)))
        assert found[0]["firm"] == firm_of(world, account), after
    for at, account in ((day() + "T00:00:00+08:00", FIRM),):
        ticket = world.post_ticket(estate_code=place["code"], received_at=at)
        row = world.cluster.query("select c.firm_id::text as firm from complaints c join tickets t on t.complaint_id = c.id where t.id = %s", (ticket["id"],))
        assert row[0]["firm"] == firm_of(world, account)
    assert listed(world, estate_id=place["id"], as_of=day()) == {old["id"]} and listed(world, estate_id=place["id"], as_of=day(1)) == {new["id"]}
    assert act(samples, DISTRICT, old, "terminate", termination(), 409)["code"] == "state_conflict"
    kept = world.cluster.query("select receiver, known_to > known_from as whole from contract_handovers_past where contract_id = %s", (old["id"],))
    assert kept == [{"receiver": None, "whole": True}]


def test_forty_race_for_ten_estates_and_one_wins_each(world, samples):
    """Four contracts for each estate, and some for several in opposite order: nobody waits in a ring, and nobody is told less than the rule."""
    estates = [estate(samples)["code"] for _ in range(10)]
    wishes = [[estates[number % 10]] for number in range(28)] + [[estates[n], estates[(n + 1) % 10]] for n in range(6)] + [[estates[(n + 1) % 10], estates[n]] for n in range(6)]
    contracts = [bring(samples, "approved", estate_codes=codes) for codes in wishes]
    client, gate = world.caller(DISTRICT), threading.Barrier(len(contracts))

    def file(contract):
        gate.wait(30)
        return client.post(f"/v1/contracts/{contract['id']}/file", {})

    with concurrent.futures.ThreadPoolExecutor(len(contracts)) as threads:
        answers = list(threads.map(file, contracts))
    assert {answer.status for answer in answers} <= {200, 409}, [a for a in answers if a.status not in (200, 409)][:3]
    assert {answer.code for answer in answers if answer.status == 409} == {"estate_has_contract"}
    held = world.cluster.query("select e.code, count(*) as n from contract_estates m join estates e on e.id = m.estate_id where e.code = any(%s) and m.in_force group by 1", (estates,))
    assert {row["code"]: row["n"] for row in held} == {code: 1 for code in estates}
    numbers = [answer.json["registration_no"] for answer in answers if answer.status == 200]
    assert len(numbers) == len(set(numbers))


def test_small_estates_are_bundled_and_tendered_as_one(world, samples):
    """C04"""
    bundle = unit(samples)
    codes = [e["code"] for e in bundle["estates"]]
    client = world.caller(STREET)
    assert client.post("/v1/service-units", {"name": bundle["name"], "estate_codes": [estate(samples)["code"]]}, expect=409).code == "service_unit_name_taken"
    assert client.post("/v1/service-units", {"name": "又一捆", "estate_codes": codes[:1]}, expect=409).code == "estate_bundled_already"
    assert client.post("/v1/service-units", {"name": "又一捆", "estate_codes": [estate(samples, "far")["code"]]}, expect=422).code == "estate_unknown"
    made = draft(samples, service_unit_id=bundle["id"], award_method="bundled_tender")
    assert [e["code"] for e in made["estates"]] == sorted(codes) and made["service_unit_id"] == bundle["id"]
    assert listed(world, service_unit_id=bundle["id"]) == {made["id"]}
    found = client.get("/v1/service-units", {"estate_id": bundle["estates"][1]["id"], "q": bundle["name"]}).json["items"]
    assert [item["id"] for item in found] == [bundle["id"]]
    assert bundle["id"] not in {item["id"] for item in world.caller("street.nanmenwai@150202").pages("/v1/service-units")}


def test_a_contract_that_is_out_of_order_is_to_be_corrected(world, samples):
    """C01, C02, C03"""
    made = bring(samples, "filed")
    assert act(samples, DISTRICT, made, "reviews", review(faults=[]), 422)["code"] == "faults_missing"
    assert act(samples, DISTRICT, made, "reviews", review(kind="expert_joint"), 422)["code"] == "experts_misplaced"
    assert act(samples, DISTRICT, made, "reviews", review(result="ok", faults=[]), 422)["code"] == "notice_misplaced"
    found = act(samples, DISTRICT, made, "reviews", review(kind="expert_joint", experts=["专家甲", "专家乙"]), 201)
    assert found["experts"] == ["专家甲", "专家乙"] and found["notice"]["due"] == day(15) and found["notice_overdue"] is False
    assert read(world, made)["review"] == "irregular" and made["id"] in listed(world, review="irregular")
    assert act(samples, DISTRICT, made, "reviews", review(notice=found["notice"] and {"number": found["notice"]["number"], "due": day(1)}), 409)["code"] == "notice_number_taken"
    world.cluster.query("update contract_reviews set notice_due = %s where id = %s", (day(-1), found["id"]))
    late = world.caller(FIRM).get("/v1/contract-reviews", {"contract_id": made["id"], "notice_overdue": "true", "notice_open": "true"}).json["items"]
    assert [item["id"] for item in late] == [found["id"]]
    path = f"/v1/contract-reviews/{found['id']}/rectify"
    done = world.caller(STREET).post(path, {"note": "已按示范文本重签"}, expect=200).json
    assert done["notice"]["done_on"] == day() and done["notice"]["note"] == "已按示范文本重签"
    assert world.caller(STREET).post(path, {"note": "再次"}, expect=409).code == "state_conflict"
    plain = act(samples, DISTRICT, made, "reviews", {"kind": "district", "result": "ok"}, 201)
    assert plain["notice"] is None and read(world, made)["review"] == "ok"
    assert world.caller(STREET).post(f"/v1/contract-reviews/{plain['id']}/rectify", {"note": "x"}, expect=409).json["state"] == "no_notice"
    again = draft(samples, award_trigger="renewal", predecessor_id=made["id"], estate_codes=[made["estates"][0]["code"]], service_start=day(701), fee_start=day(701), end_date=day(1000))
    assert listed(world, predecessor_id=made["id"]) == {again["id"]}


def test_a_breach_is_proposed_by_one_and_decided_by_another(world, samples, colleague):
    """C14, C23, C24: what was decided reaches the firm; what was not, does not."""
    made = bring(samples, "filed")
    assert act(samples, STREET, made, "violations", breach(occurred_on=day(1)), 422)["code"] == "day_in_the_future"
    found = act(samples, DISTRICT, made, "violations", breach(), 201)
    mild = act(samples, STREET, made, "violations", breach(kind="raised_fees", statement="擅自上调停车费"), 201)
    assert (found["severe"], mild["severe"]) == (True, False)
    path = f"/v1/contract-violations/{found['id']}"
    world.caller(FIRM).get(path, expect=404)
    assert world.caller(DISTRICT).post(path + "/decide", {"decision": "confirm", "note": "属实"}, expect=409).code == "separation_of_duties"
    assert world.caller(colleague).post(path + "/decide", {"decision": "confirm", "note": "属实"}, expect=200).json["state"] == "confirmed"
    assert world.caller(colleague).post(path + "/decide", {"decision": "dismiss", "note": "x"}, expect=409).json["state"] == "confirmed"
    assert world.caller(FIRM).get(path).json["decision"] == "属实"
    ours = world.caller(FIRM).pages("/v1/contract-violations", {"contract_id": made["id"]})
    assert [item["id"] for item in ours] == [found["id"]]
    assert {item["id"] for item in world.caller(STREET).pages("/v1/contract-violations", {"contract_id": made["id"], "state": "proposed"})} == {mild["id"]}


def test_a_refusal_to_leave_is_proposed_as_a_violation(world, samples):
    """C14"""
    made = bring(samples, "handover")
    act(samples, STREET, made, "handover/refuse", {"statement": "拒不移交"})
    found = world.caller(DISTRICT).pages("/v1/contract-violations", {"contract_id": made["id"]})
    assert [(item["kind"], item["state"]) for item in found] == [("refusal_to_exit", "proposed")]
