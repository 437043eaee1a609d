"""信息公示 (J01–J07, J10): what a firm owes to make public in an estate, what it made public, who failed to; whose names are nowhere (J08, J09)."""
import threading
import types

import pytest
from things.closing import community, street
from things.disclosures import checked, disclose, disclosed, firm, home
from things.estates import committee, estate, officer, today

WHERE, DUTIES, FAILURES = "/v1/disclosures", "/v1/disclosure-duties", "/v1/disclosure-failures"
STANDING = ["board.policies", "board.covenant", "board.finances", "board.enforcement", "permanent.service_grade", "permanent.contract_terms", "permanent.charges", "permanent.covenant",
            "permanent.complaint_channels", "four.staff", "four.content_and_standard", "four.prices", "four.repair_contact", "three.service_standard", "three.complaint_channel",
            "three.common_revenue", "statutory.article_39"]
PERIODIC = ["periodic.common_revenue", "periodic.parking_use", "periodic.lift_power_accounts"]


def duties(client, own, month=None, **query):
    """By item: of one estate in a month, this one when none is said."""
    rows = client.pages(DUTIES, {"estate_id": own, **({"month": month} if month else {}), **query})
    return {row["item"]: row for row in rows}


def plant(world, own, item, published, since=None, until=None, state="published"):
    """As if it had been recorded then."""
    return world.cluster.query(
        "insert into disclosures (district_code, id, estate_id, street_code, community_code, publisher, firm_id, item, period_from, period_to, published_on, place, content, state, recorded_role, recorded_at, "
        "checked_on, updated_at) select e.district_code, gen_random_uuid(), e.id, e.street_code, e.community_code, 'firm', %s, %s, %s, %s, %s, 'board', '收支情况', %s, 'company', now(), "
        "case when %s <> 'published' then %s::date end, now() from estates e where e.id = %s returning id::text",
        (own["firm_id"], item, since, until, published, state, state, published, own["estate_id"]))[0]["id"]


@pytest.fixture
def district(world):
    return officer(world, "near")


def test_j01_to_j07_what_stands_is_owed_until_it_is_made_public(world, district):
    """J01, J02, J04, J05, J06, J07: four boards, five permanent items, 四公开, 三公开 and the statutory notice; the contract began long ago."""
    own = home(world)
    owed = duties(district, own["estate_id"], kind="board,permanent,four,three,statutory")
    assert sorted(owed) == sorted(STANDING)
    assert {(row["state"], row["due_on"], row["firm_id"], row["cadence"]) for row in owed.values()} == {("failed", "2026-03-25", own["firm_id"], "standing")}
    for item in STANDING:
        disclose(firm(world), own["estate_id"], item=item)
    owed = duties(district, own["estate_id"], kind="board,permanent,four,three,statutory")
    assert {row["state"] for row in owed.values()} == {"fresh"} and {row["published_on"] for row in owed.values()} == {today()}
    assert {row["state"] for row in duties(district, own["estate_id"], "2026-10", kind="board").values()} == {"failed"}, "it was not there in October"
    assert duties(district, own["estate_id"], "2026-02", kind="board") == {}, "before the contract"


def test_j01_a_new_contract_has_days_to_put_up_its_boards(world, district):
    own = home(world)
    assert duties(district, own["estate_id"], "2026-03", kind="board")["board.policies"]["state"] == "failed"
    rule = world.cluster.query("insert into district_rules (district_code, domain, name, subject, value, unit, basis, effective_from) "
                               "values ('150202', 'disclosure', 'disclosure_days', 'board.covenant', 366, 'days', '区政府文件', '2020-01-01') returning id::text")[0]["id"]
    try:
        row = duties(district, own["estate_id"], "2026-04", kind="board")["board.covenant"]
        assert (row["state"], row["due_on"]) == ("due", "2027-03-11")
    finally:
        world.cluster.query("delete from district_rules where id = %s returning id", (rule,))


def test_j03_periodic_items_are_due_after_their_period(world, district):
    """J03: quarters, due fifteen days after their end; the maintenance fund once a year (rules, 推定)."""
    own = home(world)
    third = duties(district, own["estate_id"], "2026-10", kind="periodic")
    assert sorted(third) == sorted(PERIODIC), "the year's is not due in October"
    assert {(row["period_from"], row["period_to"], row["due_on"], row["state"]) for row in third.values()} == {("2026-07-01", "2026-09-30", "2026-10-15", "failed")}
    plant(world, own, "periodic.common_revenue", "2026-10-15", "2026-07-01", "2026-09-30")
    plant(world, own, "periodic.parking_use", "2026-10-16", "2026-07-01", "2026-09-30")
    plant(world, own, "periodic.lift_power_accounts", "2026-10-10", "2026-07-01", "2026-08-31")
    third = duties(district, own["estate_id"], "2026-10", kind="periodic")
    assert [third[item]["state"] for item in PERIODIC] == ["fresh", "late", "failed"], "on the last day, a day later, not the whole period"
    plant(world, own, "periodic.lift_power_accounts", "2026-10-12", "2026-01-01", "2026-09-30", "queried")
    assert duties(district, own["estate_id"], "2026-10", item=PERIODIC[2])[PERIODIC[2]]["state"] == "failed", "what was queried does not count"
    plant(world, own, "periodic.lift_power_accounts", "2026-10-13", "2026-01-01", "2026-09-30")
    assert duties(district, own["estate_id"], "2026-10", item=PERIODIC[2])[PERIODIC[2]]["published_on"] == "2026-10-13", "a longer period covers it"
    assert duties(district, own["estate_id"], "2026-04", kind="periodic")[PERIODIC[0]]["state"] == "failed"
    assert duties(district, own["estate_id"], "2026-11", kind="periodic") == {} and duties(district, own["estate_id"], "2026-01", kind="periodic") == {}


def test_j03_months_that_cover_a_quarter_together_count(world, district):
    """J03: three monthly disclosures are the quarter's, made public when the last of them was; two and another quarter's are not."""
    own = home(world)
    for item, months in ((PERIODIC[0], (7, 8, 9)), (PERIODIC[1], (7, 9)), (PERIODIC[2], (7, 8, 9))):
        for month in months:
            plant(world, own, item, f"2026-{month + 1:02}-0{month}" if item != PERIODIC[2] else f"2026-{month + 1:02}-19", f"2026-{month:02}-01", f"2026-{month:02}-{30 if month == 9 else 31}")
    rows = duties(district, own["estate_id"], "2026-10", kind="periodic")
    assert [(rows[item]["state"], rows[item]["published_on"]) for item in PERIODIC] == [("fresh", "2026-10-09"), ("failed", None), ("late", "2026-10-19")]
    assert rows[PERIODIC[0]]["disclosure_id"] and rows[PERIODIC[1]]["disclosure_id"] is None


def test_a_district_that_begins_fails_nothing_at_once(world, district):
    """Not owed before a day by the district's own rule: from then on firms have the days of the rule, and periods that had ended are nobody's."""
    own = home(world)
    first = world.cluster.query("insert into district_rules (district_code, domain, name, subject, value, basis, effective_from, effective_to) values ('150202', 'disclosure', 'disclosure_owed', '*', 0, "
                                "'区政府文件', '2020-01-01', '2026-10-10') returning id::text")[0]["id"]
    try:
        rows = duties(district, own["estate_id"], "2026-10")
        assert {(row["state"], row["due_on"], row["cadence"]) for row in rows.values()} == {("failed", "2026-10-25", "standing")}, "the quarter that ended before is not owed"
        world.cluster.query("update district_rules set effective_to = '2026-10-20' where id = %s returning 1", (first,))
        assert {row["state"] for row in duties(district, own["estate_id"], "2026-10").values()} == {"due"}
        assert duties(district, own["estate_id"], "2026-09") == {}
    finally:
        world.cluster.query("delete from district_rules where id = %s returning id", (first,))


def test_pages_of_duties_go_on_where_they_ended(world, district):
    """By estates as far as the page needs, or all of them where it is filtered: the same rows in the same order."""
    ask = {"month": "2026-10", "firm_id": [home(world) for _ in range(3)][0]["firm_id"]}
    whole = [(row["estate"]["code"], row["item"]) for row in district.pages(DUTIES, {**ask, "state": "fresh,late,due,failed"}, limit=200)]
    paged = [(row["estate"]["code"], row["item"]) for row in district.pages(DUTIES, ask, limit=33)]
    assert paged == whole and len(set(whole)) == len(whole) >= 60
    assert district.get(DUTIES, {**ask, "count": "true"}, expect=200).json["total"] == len(whole)


def test_j03_the_period_is_a_rule(world, district):
    own = home(world)
    made = [world.cluster.query("insert into district_rules (district_code, domain, name, subject, value, unit, basis, effective_from) values ('150202', 'disclosure', %s, %s, %s, %s, '区政府文件', '2020-01-01') "
                                "returning id::text", row)[0]["id"] for row in (("disclosure_months", "periodic.parking_use", 1, "months"), ("disclosure_owed", "periodic.common_revenue", 0, None))]
    try:
        rows = duties(district, own["estate_id"], "2026-10", kind="periodic")
        assert (rows["periodic.parking_use"]["period_from"], rows["periodic.parking_use"]["period_to"]) == ("2026-09-01", "2026-09-30")
        assert "periodic.common_revenue" not in rows and rows["periodic.lift_power_accounts"]["period_from"] == "2026-07-01"
    finally:
        for one in made:
            world.cluster.query("delete from district_rules where id = %s returning id", (one,))


def test_what_a_firm_records(world, district):
    """Its own, of what it serves, of a period that is over, within the days of the rule."""
    own, company = home(world)["estate_id"], firm(world)
    one = disclose(company, own, item="periodic.common_revenue", period_from="2026-07-01", period_to="2026-09-30", income="12000.00", expense="8000.50", place="both").json
    assert (one["kind"], one["publisher"], one["income"], one["expense"], one["state"], one["published_on"], one["recorded_role"]) == (
        "periodic", "firm", "12000.00", "8000.50", "published", today(), "company")
    again = {"item": "periodic.common_revenue", "period_from": "2026-07-01", "period_to": "2026-09-30"}
    assert disclose(company, own, 409, **again).code == "disclosed_already"
    for code, members in (("disclosure_item_unknown", {"item": "board.nothing"}), ("day_in_the_future", {"published_on": today(1)}), ("disclosure_backdated", {"published_on": today(-8)}),
                          ("disclosure_period_unfit", {"period_from": "2026-07-01", "period_to": "2026-09-30"}), ("disclosure_period_unfit", {"item": "periodic.parking_use"}),
                          ("disclosure_period_unfit", {"item": "periodic.parking_use", "period_from": "2026-07-01", "period_to": today()}),
                          ("disclosure_publisher_unfit", {"publisher": "owners_committee"}), ("disclosure_publisher_unfit", {"item": "committee.matters_and_funds"})):
        assert disclose(company, own, 422, **members).code == code, members
    assert disclose(company, home(world, "far")["estate_id"], 404).code == "not_found"
    assert disclose(company, own, published_on=today(-7)).json["published_on"] == today(-7)


def test_j10_a_community_records_for_the_committee_and_what_it_saw(world, district):
    """J10: 业主委员会确定的事项及资金来源、使用情况, by the community, which sees what hangs there."""
    own, near = home(world)["estate_id"], community(world)
    decided = {"item": "committee.matters_and_funds", "content": "更换监控，费用由公共收益列支", "income": "0.00", "expense": "35000.00"}
    assert disclose(near, own, 422, **decided).code == "disclosure_publisher_unfit", "there is no committee"
    committee(types.SimpleNamespace(world=world), "near", own)
    one = disclose(near, own, **decided).json
    assert (one["publisher"], one["firm_id"], one["kind"], one["recorded_role"]) == ("owners_committee", None, "committee", "community")
    seen = disclose(near, own, publisher="firm", published_on="2026-05-01").json
    assert (seen["publisher"], seen["firm_id"] is not None, seen["published_on"]) == ("firm", True, "2026-05-01")
    assert duties(district, own, item="board.policies")["board.policies"]["published_on"] == "2026-05-01"
    assert checked(near, seen, expect=409).code == "separation_of_duties" and checked(street(world), seen).json["state"] == "confirmed"
    bare = estate(types.SimpleNamespace(world=world))["id"]
    assert disclose(near, bare, 422, publisher="firm").code == "disclosure_publisher_unfit", "nobody serves it"


def test_what_is_queried_on_site_counts_no_more_and_leaves_the_public_eye(world, district):
    one, near = disclosed(world), community(world)
    assert near.post(f"{WHERE}/{one['id']}/check", {"result": "queried"}, expect=422).code == "disclosure_query_without_note"
    for code, day in (("day_in_the_future", today(1)), ("disclosure_day_before", today(-1))):
        assert checked(near, one, expect=422, checked_on=day).code == code
    assert checked(community(world, "far"), one, expect=404)
    assert checked(near, one).json["state"] == "confirmed" and checked(near, one, expect=409).json["state"] == "confirmed"
    assert duties(district, one["estate"]["id"], item="board.policies")["board.policies"]["state"] == "fresh"
    shown = world.anyone.get(f"{WHERE}/{one['id']}", expect=200).json
    assert (shown["state"], shown["check_note"], shown["recorded_role"]) == ("confirmed", None, None)
    queried = checked(near, one, "queried", note="公示栏已拆除").json
    assert (queried["state"], queried["check_note"]) == ("queried", "公示栏已拆除")
    assert world.anyone.get(f"{WHERE}/{one['id']}", expect=404) and firm(world).get(f"{WHERE}/{one['id']}", expect=200).json["check_note"] == "公示栏已拆除"
    assert duties(district, one["estate"]["id"], item="board.policies")["board.policies"]["state"] == "failed"
    assert disclose(firm(world), one["estate"]["id"]).json["state"] == "published", "put up again on the same day"


def test_everybody_reads_what_is_made_public(world, district):
    """Filters of the list, without a token."""
    one = disclosed(world, item="four.prices")
    own = one["estate"]["id"]
    checked(community(world), disclosed(world, estate_id=own), "queried")
    committee(types.SimpleNamespace(world=world), "near", own)
    other = disclose(community(world), own, item="committee.matters_and_funds").json
    read = lambda **query: [row["id"] for row in world.anyone.pages(WHERE, {"estate_id": own, **query})]  # noqa: E731
    assert sorted(read()) == sorted([one["id"], other["id"]]) and read(item="four.prices") == [one["id"]] and read(publisher="owners_committee") == [other["id"]]
    assert read(state="queried") == [] and read(published_before=today()) == [] and len(read(published_from=today(), district_code="150202")) == 2 and read(district_code="340302") == []
    assert read(firm_id=one["firm_id"]) == [one["id"]] and len(district.pages(WHERE, {"estate_id": own})) == 3


def test_j08_j09_there_is_no_place_for_who_owes_what(world):
    """J08, J09: debtors' names are neither held nor published: no member for them, and what is written into a text is masked."""
    own = home(world)["estate_id"]
    for members in ({"debtors": ["某业主"]}, {"arrears": [{"unit": "1-101", "amount": "100.00"}]}):
        assert disclose(firm(world), own, 422, **members).code == "invalid_body"
    one = disclose(firm(world), own, item="board.finances", content="3栋2单元501室 电话13812345678 欠费").json
    assert "13812345678" not in one["content"] and "501室" not in one["content"], one["content"]


def test_who_failed_in_a_month_by_firm_and_street(world, district):
    """K-apt: who did not make public in time, and how often in a period; three times and more."""
    own = home(world)
    month = "2026-10"
    failed = [row for row in district.pages(DUTIES, {"month": month, "firm_id": own["firm_id"], "state": "failed,late"})]
    firms = {row["firm_id"]: row for row in district.pages(FAILURES, {"month": month})}
    mine = firms[own["firm_id"]]
    assert mine["failed"] + mine["late"] == len(failed) and mine["estates"] == len({row["estate"]["id"] for row in failed}) and mine["failed_months"] == 1 and mine["firm_name"]
    streets = {row["street_code"]: row for row in district.pages(FAILURES, {"month": month, "by": "street"})}
    assert sum(row["failed"] for row in streets.values()) == sum(row["failed"] for row in firms.values()) and all(row["firm_id"] is None and row["street_name"] for row in streets.values())
    year = {row["firm_id"]: row for row in district.pages(FAILURES, {"month": month, "months": 6, "firm_id": own["firm_id"]})}
    assert list(year) == [own["firm_id"]] and year[own["firm_id"]]["failed_months"] == 6 and year[own["firm_id"]]["failed"] > mine["failed"]
    most = max(row["failed"] + row["late"] for row in firms.values())
    assert all(row["failed"] + row["late"] == most for row in district.pages(FAILURES, {"month": month, "at_least": most}))
    assert {row["firm_id"] for row in firm(world).pages(FAILURES, {"month": month})} == {own["firm_id"]}
    near = street(world)
    assert len({row["street_code"] for row in near.pages(FAILURES, {"month": month, "by": "street"})}) == 1
    assert {row["firm_id"] for row in firm(world).pages(DUTIES, {"month": month})} == {own["firm_id"]}


def test_a_disclosure_is_recorded_once_however_many_ask(world):
    own, answers = home(world)["estate_id"], []
    threads = [threading.Thread(target=lambda: answers.append(disclose(firm(world), own, None))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status for answer in answers) == [201, 409, 409, 409]
