"""The register of firms: credit code, hotline, entry, market access, eligibility, and what it said on a day."""
import concurrent.futures
import datetime

import pytest
from things.firms import entering, firm, new, uscc

TODAY = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date()
DAY = datetime.timedelta(1)


def change(client, thing, expect=200, **members):
    return client.request("PATCH", f"/v1/firms/{thing['id']}", json_body=members, headers={"If-Match": f'"{thing["version"]}"'}, expect=expect)


def at_once(*calls):
    """All of them at the same time, each on its own thread and connection."""
    with concurrent.futures.ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(call) for call in calls]]


def known_since(world, thing, days=10):
    """As if the firm had been registered days ago."""
    world.cluster.query("update firms set known_from = now() - %s * interval '1 day' where id = %s", (days, thing["id"]))


def test_a_code_that_fails_the_check_is_taken_on_the_districts_word_alone(world):
    """A02: GB 32100; the override is the district's, with its reason, and who and when stay on record."""
    district, street, wrong = world.role("district"), world.role("street"), uscc(world, wrong=True)
    assert district.post("/v1/firms", new(world, uscc=wrong), expect=422).code == "uscc_check_failed"
    for malformed in ("911502021A" + "I" * 8, "X1150202MA0000001X", "91150202MA000000SV"):
        assert district.post("/v1/firms", new(world, uscc=malformed), expect=422).code == "uscc_malformed"
    assert street.post("/v1/firms", new(world, uscc=wrong, opinion="同意", uscc_override_reason="老代码"), expect=403).code == "members_reserved"
    made = district.post("/v1/firms", new(world, uscc=wrong, uscc_override_reason="2015年首批代码，已核对营业执照"), expect=201).json
    officer = world.register.account("district.officer@150202")
    assert (made["uscc"], made["uscc_override_reason"], made["uscc_override_by"]) == (wrong, "2015年首批代码，已核对营业执照", str(officer["id"]))
    assert made["uscc_override_at"] == made["created_at"]
    kept = change(district, made, name="改名后的物业").json
    assert kept["uscc_override_reason"] == made["uscc_override_reason"] and kept["uscc_override_at"] == made["uscc_override_at"]
    assert change(district, kept, uscc=uscc(world, wrong=True), expect=422).code == "uscc_check_failed", "the word is for one code, not for the firm"
    right = change(district, kept, uscc=uscc(world)).json
    assert right["uscc_override_reason"] is None and right["uscc_override_by"] is None
    needless = firm(world, uscc_override_reason="多余的说明")
    assert needless["uscc_override_reason"] is None


def test_two_who_register_one_code_at_once_make_one_firm(world):
    code = uscc(world)
    answers = at_once(*[lambda number=number: world.role("district").post("/v1/firms", new(world, uscc=code, name=f"竞争{number}")) for number in range(8)])
    assert sorted(answer.status for answer in answers) == [201] + [409] * 7
    assert {answer.code for answer in answers if answer.status == 409} == {"firm_uscc_taken"}


def test_a_firm_in_business_has_its_hotline(world):
    """E02: 24 h service hotline."""
    district = world.role("district")
    answer = district.post("/v1/firms", new(world, service_hotline=None), expect=422)
    assert answer.code == "invalid_body"
    for wrong in ("无", "12", "0472 8123456", "电话0472"):
        assert district.post("/v1/firms", new(world, service_hotline=wrong), expect=422).pointers == ["/service_hotline"]
    made = firm(world)
    assert change(district, made, service_hotline=None, expect=422).code == "service_hotline_required"
    closed = change(district, made, service_hotline=None, status="deregistered").json
    assert closed["service_hotline"] is None
    assert change(district, closed, status="active", expect=422).code == "service_hotline_required"
    without = {item["id"] for item in district.pages("/v1/firms", {"has_hotline": "false"}, limit=200)}
    assert made["id"] in without and made["id"] not in {item["id"] for item in district.pages("/v1/firms", {"has_hotline": "true"}, limit=200)}


def test_a_party_organisation_has_its_date_and_only_then(world):
    """A02: 党组织建立情况."""
    district = world.role("district")
    assert district.post("/v1/firms", new(world, party_org_since="2020-01-01"), expect=422).code == "party_org_since_misplaced"
    made = firm(world, party_org=True, party_org_since="2021-07-01")
    assert made["party_org_since"] == "2021-07-01"
    assert change(district, made, party_org=False, expect=422).code == "party_org_since_misplaced"
    assert change(district, made, party_org=False, party_org_since=None).json["party_org"] is False


def test_where_a_firm_is_registered_must_be_somewhere(world):
    """A09: registered in the district or outside."""
    assert world.role("district").post("/v1/firms", new(world, registered_division="999999"), expect=422).code == "division_unknown"
    made = firm(world, locality="out_of_district", registered_division="340302")
    assert (made["locality"], made["registered_division"]) == ("out_of_district", "340302")
    assert change(world.role("district"), made, registered_division="999999", expect=422).code == "division_unknown"
    assert change(world.role("district"), made, uscc=firm(world)["uscc"], expect=409).code == "firm_uscc_taken"


def test_a_change_needs_the_version_it_is_of(world):
    made = firm(world)
    change(world.role("district"), made, name="先到的名字")
    assert change(world.role("district"), made, name="后到的名字", expect=412).code == "precondition_failed"
    assert world.role("district").request("PATCH", f"/v1/firms/{made['id']}", json_body={"name": "无版本"}, expect=428)


def test_a_firm_changes_what_reaches_it_and_no_more(world):
    company = world.caller("company.one@150202")
    own = company.get("/v1/firms").json["items"][0]
    for member, value in {"name": "自改名", "locality": "out_of_district", "party_org": True, "uscc": uscc(world), "status": "active", "registered_division": None}.items():
        assert change(company, own, **{member: value}, expect=403).code == "members_reserved", member
    changed = change(company, own, service_hotline="0472-5550000", office_address="巴彦塔拉大街1号").json
    assert (changed["service_hotline"], changed["office_address"], changed["version"]) == ("0472-5550000", "巴彦塔拉大街1号", own["version"] + 1)
    assert change(company, changed, service_hotline=None, expect=422).code == "service_hotline_required"
    change(company, changed, service_hotline=own["service_hotline"])


def test_what_the_register_said_yesterday_stays(world):
    """A02: as of a day before the change the firm is as it was; before it was known it is not there."""
    district = world.role("district")
    made = firm(world, name="旧名物业")
    known_since(world, made)
    changed = change(district, made, name="改后物业", service_hotline="0472-9999999", party_org=True).json
    change(district, changed, locality="out_of_district")
    district.post(f"/v1/firms/{made['id']}/market-access", {"state": "suspended", "reason": "查处"}, expect=201)
    yesterday = district.get(f"/v1/firms/{made['id']}", {"as_of": str(TODAY - DAY)}).json
    assert {name: yesterday[name] for name in made} == made
    today = district.get(f"/v1/firms/{made['id']}").json
    assert (today["name"], today["locality"], today["market_access"], today["version"]) == ("改后物业", "out_of_district", "suspended", 3)
    assert district.get(f"/v1/firms/{made['id']}", {"as_of": str(TODAY)}).json == today
    district.get(f"/v1/firms/{made['id']}", {"as_of": str(TODAY - 30 * DAY)}, expect=404)
    listed = {item["id"]: item["name"] for item in district.pages("/v1/firms", {"as_of": str(TODAY - DAY), "q": "旧名"})}
    assert listed.get(made["id"]) == "旧名物业"
    assert made["id"] not in {item["id"] for item in district.pages("/v1/firms", {"as_of": str(TODAY - DAY), "q": "改后"})}


# ---- entry ----

def test_a_street_brings_a_firm_in_and_the_district_decides(world):
    """C08: 进驻初审 is the street's power; the decision is the district's."""
    street, other, district = world.role("street"), world.role("street", 1), world.role("district")
    assert street.post("/v1/firms", new(world), expect=422).code == "opinion_required"
    entered = entering(world)
    assert entered["entry"] == "entry_review"
    assert entered["id"] in {item["id"] for item in district.pages("/v1/firms", {"entry": "entry_review"}, limit=200)}
    other.post(f"/v1/firms/{entered['id']}/entry-review", {"result": "not_recommended", "opinion": "在我街道服务不佳"}, expect=200)
    decided = district.post(f"/v1/firms/{entered['id']}/decide-entry", {"result": "refused", "opinion": "暂不准入"}, expect=200).json
    assert decided["entry"] == "refused"
    again = district.post(f"/v1/firms/{entered['id']}/decide-entry", {"result": "admitted", "opinion": "准入"}, expect=409)
    assert (again.code, again.json["state"]) == ("state_conflict", "refused")
    street.post(f"/v1/firms/{entered['id']}/entry-review", {"result": "recommended", "opinion": "已整改，再荐"}, expect=200)
    admitted = district.post(f"/v1/firms/{entered['id']}/decide-entry", {"result": "admitted", "opinion": "准入"}, expect=200).json
    assert admitted["entry"] == "admitted"
    late = street.post(f"/v1/firms/{entered['id']}/entry-review", {"result": "recommended", "opinion": "迟到的意见"}, expect=409)
    assert (late.code, late.json["state"]) == ("state_conflict", "admitted")
    steps = district.get(f"/v1/firms/{entered['id']}/entry-review").json["items"]
    assert [step["result"] for step in steps] == ["recommended", "not_recommended", "refused", "recommended", "admitted"]
    assert steps[1]["street_code"] == world.register.account("street.nanmenwai@150202")["street_code"] and steps[2]["street_code"] is None


def test_who_gave_an_opinion_on_a_firm_does_not_decide_on_it(world):
    """C08: a person may not do both, not even one who has changed from the street to the district meanwhile."""
    entered = entering(world)
    officer = world.register.account("district.officer@150202")
    world.cluster.query("update firm_entry_steps set by_user = %s where firm_id = %s", (officer["id"], entered["id"]))
    answer = world.role("district").post(f"/v1/firms/{entered['id']}/decide-entry", {"result": "admitted", "opinion": "准入"}, expect=409)
    assert answer.code == "separation_of_duties"
    assert world.role("district").get(f"/v1/firms/{entered['id']}").json["entry"] == "entry_review"


def test_two_who_decide_on_one_entry_at_once_decide_once(world):
    entered = entering(world)
    answers = at_once(*[lambda result=result: world.role("district").post(f"/v1/firms/{entered['id']}/decide-entry", {"result": result, "opinion": "决定"})
                        for result in ("admitted", "refused", "admitted", "refused")])
    assert sorted(answer.status for answer in answers) == [200, 409, 409, 409]
    assert len(world.role("district").get(f"/v1/firms/{entered['id']}/entry-review").json["items"]) == 2


# ---- market access ----

def decide(world, thing, state, expect=201, **members):
    return world.role("district").post(f"/v1/firms/{thing['id']}/market-access", {"state": state, "reason": "依据检查结果", **members}, expect=expect)


def access(world, thing, day):
    return world.role("district").get(f"/v1/firms/{thing['id']}", {"as_of": str(day)}).json["market_access"]


def test_market_access_holds_from_its_first_day_to_its_last(world):
    """C06: suspended for a time and restored by its end; the day asked for decides."""
    made = firm(world)
    first, after = TODAY + 10 * DAY, TODAY + 40 * DAY
    decide(world, made, "suspended", valid_from=str(first), valid_to=str(after))
    assert [access(world, made, day) for day in (TODAY, first - DAY, first, after - DAY, after)] == ["normal", "normal", "suspended", "suspended", "normal"]
    suspended = world.role("district").pages("/v1/firms", {"market_access": "suspended", "as_of": str(first)}, limit=200)
    assert made["id"] in {item["id"] for item in suspended}
    assert made["id"] not in {item["id"] for item in world.role("district").pages("/v1/firms", {"market_access": "suspended"}, limit=200)}


def test_a_later_decision_takes_the_place_of_an_earlier_one(world):
    """Model: normal → suspended → restored; the history keeps what was overtaken."""
    made = firm(world)
    decide(world, made, "suspended")
    decide(world, made, "exited", valid_from=str(TODAY + 30 * DAY))
    decide(world, made, "normal", valid_from=str(TODAY + 5 * DAY))
    assert [access(world, made, TODAY + days * DAY) for days in (0, 4, 5, 30, 365)] == ["suspended", "suspended", "normal", "normal", "normal"]
    items = world.role("district").get(f"/v1/firms/{made['id']}/market-access").json["items"]
    assert [(item["state"], item["overtaken_at"] is None) for item in items] == [("normal", True), ("exited", False), ("suspended", False)]
    assert items[1]["valid_to"] == items[1]["valid_from"], "it never held a day"
    one = world.role("street").get(f"/v1/firms/{made['id']}/market-access", {"as_of": str(TODAY)}).json["items"]
    assert [item["state"] for item in one] == ["suspended"]


def test_market_access_moves_as_the_table_allows(world):
    made = firm(world)
    refused = decide(world, made, "normal", expect=409)
    assert (refused.code, refused.json["state"]) == ("state_conflict", "normal")
    decide(world, made, "exited")
    assert decide(world, made, "suspended", expect=409).json["state"] == "exited"
    decide(world, made, "normal")
    assert decide(world, made, "suspended", expect=422, valid_from=str(TODAY - DAY)).code == "takes_effect_in_the_past"
    assert decide(world, made, "suspended", expect=422, valid_to=str(TODAY)).code == "period_reversed"


def test_decisions_at_once_leave_one_state_for_each_day(world):
    made = firm(world)
    answers = at_once(*[lambda days=days: decide(world, made, "restricted", expect=(201, 409), valid_from=str(TODAY + days * DAY)) for days in (0, 1, 2, 0, 1, 2)])
    assert any(answer.status == 201 for answer in answers)
    rows = world.cluster.query("select valid_from, valid_to from firm_market_access where firm_id = %s and valid_from < coalesce(valid_to, 'infinity') order by valid_from", (made["id"],))
    assert all(one["valid_to"] == two["valid_from"] for one, two in zip(rows, rows[1:])) and rows[-1]["valid_to"] is None


# ---- eligibility ----

def reasons(world, thing, **query):
    answer = world.role("street").get(f"/v1/firms/{thing['id']}/eligibility", query).json
    return answer["eligible"], {reason["code"]: reason["bars"] for reason in answer["reasons"]}


def test_whether_a_firm_may_bid_is_said_with_its_reasons(world):
    """C06: 信用资质联审, on the day that the bid is opened."""
    made = firm(world)
    known_since(world, made)
    assert reasons(world, made) == (True, {})
    decide(world, made, "restricted")
    assert reasons(world, made) == (True, {"market_access_restricted": False})
    decide(world, made, "suspended", valid_to=str(TODAY + 10 * DAY))
    assert reasons(world, made) == (False, {"market_access_suspended": True})
    assert reasons(world, made, as_of=str(TODAY + 10 * DAY)) == (True, {})
    change(world.role("district"), made, status="deregistered", service_hotline=None)
    assert reasons(world, made) == (False, {"market_access_suspended": True, "deregistered": True, "no_service_hotline": False})
    assert reasons(world, made, as_of=str(TODAY - DAY)) == (True, {}), "yesterday's answer stays"
    for reason in world.role("platform").get(f"/v1/firms/{made['id']}/eligibility").json["reasons"]:
        assert reason["zh"] and reason["en"]


def test_a_firm_that_is_not_let_in_does_not_bid(world):
    """C08 before C06."""
    entered = entering(world)
    assert reasons(world, entered) == (False, {"entry_not_decided": True})
    world.role("district").post(f"/v1/firms/{entered['id']}/decide-entry", {"result": "refused", "opinion": "不准入"}, expect=200)
    assert reasons(world, entered) == (False, {"entry_refused": True})


def test_which_reason_bars_is_a_row_with_its_days(world):
    """C06: a city that bars restricted firms from tomorrow on says so in a table."""
    made = firm(world)
    decide(world, made, "restricted")
    tomorrow = TODAY + DAY
    world.cluster.query("update eligibility_rules set effective_to = %s where reason = 'market_access_restricted' and effective_to is null", (tomorrow,))
    world.cluster.query("insert into eligibility_rules (reason, bars, position, effective_from) values ('market_access_restricted', true, 7, %s)", (tomorrow,))
    try:
        assert reasons(world, made)[0] is True and reasons(world, made, as_of=str(tomorrow))[0] is False
    finally:
        world.cluster.query("delete from eligibility_rules where reason = 'market_access_restricted' and effective_from = %s", (tomorrow,))
        world.cluster.query("update eligibility_rules set effective_to = null where reason = 'market_access_restricted'")


# ---- what it manages ----

@pytest.mark.parametrize("role", ["district", "street", "hotline", "platform"])
@pytest.mark.parametrize("day", ["2026-03-02", "2025-12-31", "2026-01-01"])
def test_a_firm_shows_what_it_manages_on_the_day(role, day, world):
    """A02: 在管项目信息, whole for whoever may see the firm."""
    of_one = world.register.account("company.one@150202")["firm_id"]
    wanted = world.cluster.query(
        "select count(distinct c.id) as projects, count(distinct e.id) as estates, coalesce((select sum(x.area_m2) from estates x where x.id = any(array_agg(e.id))), 0.00)::text as area "
        "from contracts c join contract_estates ce on ce.contract_id = c.id join estates e on e.id = ce.estate_id "
        "where c.firm_id = %s and c.state not in ('draft', 'entry_review') and c.service_start <= %s::date and coalesce(least(c.end_date, c.terminated_on), 'infinity') >= %s::date",
        (of_one, day, day))[0]
    shown = world.role(role).get(f"/v1/firms/{of_one}", {"as_of": day}).json
    assert (shown["managed_projects"], shown["managed_estates"], shown["managed_area_m2"]) == (wanted["projects"], wanted["estates"], wanted["area"])


@pytest.mark.parametrize("role", ["district", "street", "hotline", "platform"])
def test_the_firms_of_a_street_are_found(role, world):
    street = world.register.account("street.heping@150202")["street_code"]
    wanted = {row["id"] for row in world.cluster.query(
        "select distinct c.firm_id::text as id from contracts c join contract_estates ce on ce.contract_id = c.id join estates e on e.id = ce.estate_id "
        "where e.street_code = %s and c.state not in ('draft', 'entry_review') and c.service_period @> '2026-03-02'::date", (street,))}
    found = {item["id"] for item in world.role(role).pages("/v1/firms", {"manages_in_street": street, "as_of": "2026-03-02"}, limit=200)}
    assert found == wanted and wanted


def test_a_decision_that_is_taken_at_that_moment_is_seen_by_the_next(world):
    """C06: the second waits, and is about the state that the first left."""
    made = firm(world)
    taken = (("select from firms where id = %s for update", (made["id"],)),
             ("insert into firm_market_access (district_code, firm_id, state, reason, valid_from, decided_by, decided_at) select district_code, %s, 'exited', '清出', "
              "(now() at time zone 'Asia/Shanghai')::date, id, now() from users where district_code = '150202' and name = 'district.officer'", (made["id"],)))
    with world.under_way(*taken) as second:
        answer = second(lambda: world.role("district").post(f"/v1/firms/{made['id']}/market-access", {"state": "restricted", "reason": "整改"}, expect=409))
    assert (answer.code, answer.json["state"]) == ("state_conflict", "exited")
