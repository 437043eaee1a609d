"""The people of government: bodies of the three levels and of estates, staffing against the minimum, liaisons."""
import concurrent.futures
import datetime
import time

import pytest
from things.estates import estate
from things.orgs import campaign, liaison, unit

TODAY = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date()
YESTERDAY, TOMORROW = (TODAY + datetime.timedelta(days) for days in (-1, 1))


@pytest.fixture
def district(world):
    """Another district than the one the other tests count in: here divisions themselves get bodies."""
    return world.caller("district.officer@340302")


@pytest.fixture
def places(world):
    row = world.register.account("community.lanwan@340302")
    return row["street_code"], row["community_code"]


def body(district, level, code, kind, **members):
    return district.post("/v1/org-units", {"level": level, "kind": kind, "name": "物业管理机构", "division_code": code, "established_on": "2023-01-01", **members}, expect=201).json


def add(client, there, name="张专职", full_time=True, **members):
    return client.post(f"/v1/org-units/{there['id']}/staff", {"name": name, "full_time": full_time, **members}, expect=201).json


def end(client, there, **members):
    return client.post(f"/v1/org-units/{there['id']}/end", {"reason": "机构撤并", **members}, expect=200).json


def staffing(client, code, rule="full_time", **query):
    rows = client.pages("/v1/staffing", {"rule": rule, **query}, limit=200)
    return next((row for row in rows if row["division_code"] == code), None)


def test_a_body_stands_at_each_level_with_office_and_budget(district, places):
    """A01, A11, A15, A17, A19: where it is, what it is, its office, who pays; and where any of that is missing."""
    street, community = places
    office = {"supervises": True, "budgeted": True, "venue_kind": "own", "venue_address": "政务中心二楼", "venue_area_m2": "120.50"}
    made = [body(district, "district", None, "management_office", **office), body(district, "street", street, "management_office", **office),
            body(district, "community", community, "management_body", venue_kind="borrowed")]
    assert [(one["level"], one["division_code"], one["street_code"], one["community_code"]) for one in made] == [
        ("district", "340302", None, None), ("street", street, street, None), ("community", community, street, community)]
    assert (made[1]["supervises"], made[1]["budgeted"], made[1]["venue_kind"], made[1]["venue_area_m2"]) == (True, True, "own", "120.50")
    found = {one["id"] for one in district.pages("/v1/org-units", {"level": "street,community", "street_code": street})}
    assert {made[1]["id"], made[2]["id"]} <= found and made[0]["id"] not in found
    town = next(row for row in district.pages("/v1/staffing", {"level": "street", "rule": "full_time"}, limit=200) if row["division_name"].endswith(("镇", "乡")))
    in_town = body(district, "street", town["division_code"], "management_office")
    rows = {row["division_code"]: row for row in district.pages("/v1/staffing", {"rule": "full_time"}, limit=200)}
    assert [[rows[code][name] for name in ("bodies", "supervising", "budgeted", "with_office")] for code in (street, community, town["division_code"])] == [
        [1, 1, 1, 1], [1, 0, 0, 1], [1, 0, 0, 0]]
    for query, missing in (("supervised", {town["division_code"]}), ("has_office", {town["division_code"]}), ("has_body", set())):
        without = {row["division_code"] for row in district.pages("/v1/staffing", {"rule": "full_time", "level": "street", query: "false"})}
        assert without == {code for code, row in rows.items() if row["level"] == "street"} - {street, town["division_code"]} | missing, query
    assert in_town["is_town"] is True and made[1]["is_town"] is False
    for one in [*made, in_town]:
        end(district, one)


def test_the_place_fits_the_level_and_lies_within_the_area(district, world, samples, places):
    street, community = places
    here = estate(samples, "abroad")["id"]
    for wrong in ({"level": "street", "division_code": community}, {"level": "community", "division_code": street}, {"level": "district", "division_code": street},
                  {"level": "street"}, {"level": "estate"}, {"level": "estate", "estate_id": here, "division_code": community}, {"level": "street", "division_code": "150202001"},
                  {"level": "estate", "estate_id": samples.estates["near"]["id"]}, {"level": "street", "division_code": street, "estate_id": here}):
        answer = district.post("/v1/org-units", {"kind": "other", "name": "x", "established_on": "2023-01-01", **wrong}, expect=422)
        assert answer.code == "org_unit_place_wrong", wrong
    far = world.register.account("community.luwang@150202")
    for wrong in ({"level": "street", "division_code": far["street_code"]}, {"level": "district"}, {"level": "estate", "estate_id": samples.estates["far"]["id"]}):
        answer = world.role("street").post("/v1/org-units", {"kind": "other", "name": "x", "established_on": "2023-01-01", **wrong}, expect=422)
        assert answer.code == "org_unit_place_wrong", wrong
    answer = district.post("/v1/org-units", {"kind": "other", "name": "x", "established_on": "2023-01-01", "level": "estate", "estate_id": here, "venue_address": "二楼"}, expect=422)
    assert answer.code == "venue_incomplete"


def test_one_body_of_a_kind_stands_in_a_place(district, samples):
    first = unit(samples, "abroad")
    again = {"level": "estate", "kind": "management_body", "name": "又一个", "estate_id": first["estate_id"], "established_on": "2025-01-01"}
    assert district.post("/v1/org-units", again, expect=409).code == "org_unit_doubled"
    district.post("/v1/org-units", {**again, "kind": "owners_committee_team"}, expect=201)
    end(district, first)
    assert district.post("/v1/org-units", again, expect=409).code == "org_unit_doubled", "it stood until yesterday"
    district.post("/v1/org-units", {**again, "established_on": TODAY.isoformat()}, expect=201)


def test_a_body_follows_its_estate(world, samples):
    """A17: an estate's body belongs to the street that its estate belongs to."""
    made = unit(samples, "near")
    assert made["street_code"] == samples.estates["near"]["street_code"]
    officer = world.caller("district.officer@150202")
    officer.request("PATCH", f"/v1/estates/{made['estate_id']}", json_body={"community_code": samples.estates["far"]["community_code"]}, headers={"If-Match": '"1"'}, expect=200)
    assert officer.get(f"/v1/org-units/{made['id']}").json["street_code"] == samples.estates["far"]["street_code"]
    world.role("street").get(f"/v1/org-units/{made['id']}", expect=404)
    world.role("street", 1).get(f"/v1/org-units/{made['id']}", expect=200)


def test_the_gap_is_the_minimum_less_who_is_there(district, places):
    """A04: district 3, street 2, community 1; gap = max(0, minimum - actual); without a body the minimum is missing whole. A10: a specialist in each community."""
    street, community = places
    assert [(row["level"], row["minimum"]) for row in district.pages("/v1/staffing/minimums") if row["rule"] == "full_time"] == [("community", 1), ("district", 3), ("street", 2)]
    bare = {row["level"]: row for row in district.pages("/v1/staffing/levels", {"rule": "full_time"})}
    assert (bare["district"]["divisions"], bare["street"]["divisions"], bare["community"]["divisions"]) == (1, 7, 54)
    assert (bare["district"]["gap"], bare["street"]["gap"], bare["community"]["gap"]) == (3, 14, 54)
    assert bare["street"]["without_body"] == 7 and bare["street"]["short"] == 7
    top, middle, low = body(district, "district", None, "other"), body(district, "street", street, "other"), body(district, "community", community, "other")
    assert staffing(district, street)["gap"] == 2 and staffing(district, street)["bodies"] == 1
    add(district, middle)
    add(district, middle, full_time=False)
    assert (staffing(district, street)["actual"], staffing(district, street)["gap"]) == (1, 1), "part-time staff is not counted"
    for _ in range(3):
        add(district, middle)
    assert (staffing(district, street)["actual"], staffing(district, street)["gap"]) == (4, 0)
    assert staffing(district, community, "specialist")["gap"] == 1
    add(district, low)
    assert (staffing(district, community)["gap"], staffing(district, community, "specialist")["gap"]) == (0, 1)
    special = add(district, low, specialist=True)
    assert (staffing(district, community)["actual"], staffing(district, community, "specialist")["gap"]) == (2, 0)
    assert staffing(district, "340302")["gap"] == 3
    sums = {row["level"]: row for row in district.pages("/v1/staffing/levels", {"rule": "full_time"})}
    assert (sums["street"]["gap"], sums["street"]["actual"], sums["street"]["short"], sums["street"]["without_body"]) == (12, 4, 6, 6)
    listed = district.get(f"/v1/org-units/{middle['id']}").json
    assert (listed["full_time_staff"], listed["staff"]) == (4, 5)
    short = {row["division_code"] for row in district.pages("/v1/staffing", {"short": "true", "level": "street", "rule": "full_time"})}
    assert len(short) == 6 and street not in short
    without = {row["division_code"] for row in district.pages("/v1/staffing", {"has_body": "false", "level": "street", "rule": "full_time"})}
    assert without == short
    district.post(f"/v1/org-staff/{special['id']}/end", {}, expect=200)
    assert staffing(district, community, "specialist")["gap"] == 1
    for one in (top, middle, low):
        assert end(district, one)["full_time_staff"] == 0
    assert {row["level"]: row["gap"] for row in district.pages("/v1/staffing/levels", {"rule": "full_time"})} == {"district": 3, "street": 14, "community": 54}


def test_a_districts_own_minimum_wins_from_its_day(district, world, places):
    """A04: how many there have to be is data with effective dates; the days that are past keep theirs."""
    street, _ = places
    path, later = "/v1/staffing/minimums", (TODAY + datetime.timedelta(40)).isoformat()
    own = {"rule": "full_time", "level": "street", "source": "区政府令"}
    try:
        district.post(path, {**own, "minimum": 5}, expect=201)
        assert district.post(path, {**own, "minimum": 6}, expect=409).code == "staffing_minimum_set"
        made = district.post(path, {**own, "minimum": 4, "effective_from": later}, expect=201).json
        assert (made["own"], made["minimum"], made["specialists_only"], made["effective_to"]) == (True, 4, False, None)
        assert district.post(path, {**own, "minimum": 6, "effective_from": TOMORROW.isoformat()}, expect=409).code == "staffing_minimum_set"
        assert [staffing(district, street, as_of=day)["gap"] for day in (YESTERDAY.isoformat(), TODAY.isoformat(), later)] == [2, 5, 4]
        rows = {row["level"]: row for row in district.pages(path) if row["rule"] == "full_time"}
        assert rows["street"]["own"] is True and rows["district"]["own"] is False
        theirs = world.caller("district.officer@150202").pages("/v1/staffing", {"rule": "full_time", "level": "street"})
        assert {row["minimum"] for row in theirs} == {2}
        assert district.post(path, {**own, "minimum": 5, "effective_from": YESTERDAY.isoformat()}, expect=422).code == "takes_effect_in_the_past"
        for wrong in ({"rule": "nobody"}, {"rule": "specialist"}):
            assert district.post(path, {**own, "minimum": 5, **wrong}, expect=422).code == "staffing_rule_unknown"
    finally:
        world.cluster.query("delete from staffing_minimums where district_code = '340302' returning 1")


def test_each_sees_the_staffing_of_its_own_area(world):
    """A04: a street its own and its communities', a community its own and its street's."""
    me = world.register.account("community.huanxi@150202")
    street = world.role("street").pages("/v1/staffing", limit=200)
    assert {row["street_code"] for row in street} == {me["street_code"]} and {row["level"] for row in street} == {"street", "community"}
    community = world.role("community").pages("/v1/staffing", limit=200)
    assert {row["division_code"] for row in community} == {me["street_code"], me["community_code"]}
    assert len(world.role("platform").pages("/v1/staffing", {"rule": "full_time"}, limit=200)) == 1 + 15 + 116


def age(world, table, condition, *values):
    """As if it had been on record since 2020."""
    world.cluster.query(f"update {table} set known_from = '2020-01-01' where {condition} returning 1", values)


def test_what_a_day_said_of_a_body_stays(district, world, samples):
    """A01, A18: neither a change, nor an end, nor somebody entered late changes what yesterday said."""
    there = unit(samples, "abroad")
    person = add(district, there, valid_from="2024-01-01")
    path, yesterday = f"/v1/org-units/{there['id']}", {"as_of": YESTERDAY.isoformat()}
    district.get(path, yesterday, expect=404)
    age(world, "org_units", "id = %s", there["id"])
    age(world, "org_staff", "id = %s", person["id"])
    before = district.get(path, yesterday).json
    assert before["full_time_staff"] == 1
    add(district, there, valid_from="2024-02-01")
    changed = district.request("PATCH", path, json_body={"name": "改名后的站", "budgeted": True}, headers={"If-Match": '"1"'}, expect=200).json
    assert (changed["name"], changed["version"], changed["full_time_staff"]) == ("改名后的站", 2, 2)
    assert district.get(path, yesterday).json == before
    ended = end(district, there)
    assert ended["ended_on"] == TODAY.isoformat() and ended["full_time_staff"] == 0
    assert district.get(path, yesterday).json == before
    assert there["id"] in {one["id"] for one in district.pages("/v1/org-units", yesterday, limit=200)}
    assert there["id"] not in {one["id"] for one in district.pages("/v1/org-units", limit=200)}
    assert [one["valid_to"] for one in district.pages(f"{path}/staff")] == [TODAY.isoformat()] * 2
    assert [one["id"] for one in district.pages(f"{path}/staff", yesterday)] == [person["id"]]


def test_what_has_ended_is_left_alone_and_nothing_ends_in_the_past(district, samples):
    there = unit(samples, "abroad")
    person = add(district, there)
    path = f"/v1/org-units/{there['id']}"
    assert district.post(f"{path}/end", {"reason": "x", "ended_on": YESTERDAY.isoformat()}, expect=422).code == "takes_effect_in_the_past"
    assert district.post(f"/v1/org-staff/{person['id']}/end", {"valid_to": YESTERDAY.isoformat()}, expect=422).code == "takes_effect_in_the_past"
    district.post(f"/v1/org-staff/{person['id']}/end", {"valid_to": TOMORROW.isoformat()}, expect=200)
    assert district.post(f"/v1/org-staff/{person['id']}/end", {}, expect=409).json["state"] == "ended"
    assert end(district, there, ended_on=TOMORROW.isoformat())["full_time_staff"] == 1
    for answer in (district.post(f"{path}/end", {"reason": "x"}), district.request("PATCH", path, json_body={"name": "x"}, headers={"If-Match": '"2"'}),
                   district.post(f"{path}/staff", {"name": "x", "full_time": True})):
        assert (answer.status, answer.code, answer.json["state"]) == (409, "state_conflict", "ended")
    later = unit(samples, "abroad", established_on=(TODAY + datetime.timedelta(9)).isoformat())
    assert district.post(f"/v1/org-units/{later['id']}/end", {"reason": "x"}, expect=422).code == "ends_before_it_begins"


def test_the_city_platform_counts_people_and_reads_no_name(world, samples):
    """A18: the column of names is not granted to it at all."""
    there = unit(samples, "near")
    officer = world.caller("district.officer@150202")
    add(officer, there, name="不外传")
    answer = world.role("platform").get(f"/v1/org-units/{there['id']}", expect=200)
    assert answer.json["full_time_staff"] == 1 and "不外传" not in answer.body.decode()
    world.role("platform").get(f"/v1/org-units/{there['id']}/staff", expect=403)
    rights = world.cluster.query("select has_column_privilege('wuye_platform', 'org_staff', 'name', 'select') as name, has_table_privilege('wuye_platform', 'liaisons', 'select') as liaisons, "
                                 "has_table_privilege('wuye_company', 'org_units', 'select') as firm")[0]
    assert not any(rights.values())


def test_a_street_has_one_liaison_for_a_campaign(world, samples):
    """A05: exactly one; a change keeps who was before."""
    first = liaison(samples)
    officer = world.caller("district.officer@150202")
    same = {"campaign": first["campaign"], "street_code": first["street_code"], "name": "第二个"}
    assert officer.post("/v1/liaisons", same, expect=409).code == "liaison_exists"
    officer.post("/v1/liaisons", {**same, "campaign": campaign(samples)}, expect=201)
    officer.post("/v1/liaisons", {**same, "street_code": samples.estates["far"]["street_code"]}, expect=201)
    second = world.role("street").post(f"/v1/liaisons/{first['id']}/replace", {"name": "接任者", "reason": "调离"}, expect=201).json
    assert second["campaign"] == first["campaign"] and second["valid_to"] is None
    former = officer.get(f"/v1/liaisons/{first['id']}").json
    assert (former["replaced_by"], former["valid_to"], former["end_reason"]) == (second["id"], TODAY.isoformat(), "调离")
    query = {"campaign": first["campaign"], "street_code": first["street_code"]}
    assert [one["name"] for one in officer.pages("/v1/liaisons", query)] == ["接任者", "联络员甲"]
    assert [one["name"] for one in officer.pages("/v1/liaisons", {**query, "as_of": TODAY.isoformat()})] == ["接任者"]
    assert officer.pages("/v1/liaisons", {**query, "as_of": YESTERDAY.isoformat()}) == []
    assert officer.post(f"/v1/liaisons/{first['id']}/replace", {"name": "x", "reason": "x"}, expect=409).json["state"] == "ended"
    later = officer.post(f"/v1/liaisons/{second['id']}/replace", {"name": "下月接任", "reason": "轮岗", "valid_from": TOMORROW.isoformat()}, expect=201).json
    assert [one["id"] for one in officer.pages("/v1/liaisons", {**query, "as_of": TODAY.isoformat()})] == [second["id"]]
    assert [one["id"] for one in officer.pages("/v1/liaisons", {**query, "as_of": TOMORROW.isoformat()})] == [later["id"]]


def test_a_liaison_is_the_streets_own_and_of_no_past_day(world, samples):
    """A05"""
    street = world.role("street")
    body = {"campaign": campaign(samples), "street_code": samples.estates["far"]["street_code"], "name": "x"}
    assert street.post("/v1/liaisons", body, expect=422).code == "street_unknown"
    assert world.role("district").post("/v1/liaisons", {**body, "street_code": "340302001"}, expect=422).code == "street_unknown"
    assert world.role("district").post("/v1/liaisons", {**body, "valid_from": YESTERDAY.isoformat()}, expect=422).code == "takes_effect_in_the_past"
    mine = liaison(samples)
    for verb, members in (("end", {"valid_to": YESTERDAY.isoformat(), "reason": "x"}), ("replace", {"valid_from": YESTERDAY.isoformat(), "reason": "x", "name": "x"})):
        assert street.post(f"/v1/liaisons/{mine['id']}/{verb}", members, expect=422).code == "takes_effect_in_the_past"
    street.post(f"/v1/liaisons/{mine['id']}/end", {"reason": "撤销"}, expect=200)
    assert street.post(f"/v1/liaisons/{mine['id']}/end", {"reason": "撤销"}, expect=409).json["state"] == "ended"


def test_the_streets_without_a_liaison_are_listed(world, samples):
    """A05: exactly one, so none is a gap."""
    officer, mine = world.caller("district.officer@150202"), liaison(samples)
    gaps = officer.pages("/v1/liaison-gaps", {"campaign": mine["campaign"]})
    assert len(gaps) == 14 and mine["street_code"] not in {row["street_code"] for row in gaps}
    assert len(officer.pages("/v1/liaison-gaps", {"campaign": "nobody-ever"})) == 15
    assert world.role("street").pages("/v1/liaison-gaps", {"campaign": mine["campaign"]}) == []
    officer.post(f"/v1/liaisons/{mine['id']}/end", {"reason": "撤销"}, expect=200)
    assert len(world.role("street").pages("/v1/liaison-gaps", {"campaign": mine["campaign"]})) == 1


def together(calls):
    with concurrent.futures.ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(call) for call in calls]]


def test_of_many_who_appoint_a_liaison_one_does(world, samples):
    """A05: the database decides, not a look before."""
    officer, street = world.caller("district.officer@150202"), samples.estates["near"]["street_code"]
    body = {"campaign": campaign(samples), "street_code": street}
    answers = together([lambda n=n: officer.post("/v1/liaisons", {**body, "name": f"候选{n}"}) for n in range(8)])
    assert sorted(answer.status for answer in answers) == [201] + [409] * 7
    assert {answer.code for answer in answers if answer.status == 409} == {"liaison_exists"}
    first = next(answer for answer in answers if answer.status == 201).json
    answers = together([lambda n=n: officer.post(f"/v1/liaisons/{first['id']}/replace", {"name": f"接任{n}", "reason": "调整"}) for n in range(8)])
    assert sorted(answer.status for answer in answers) == [201] + [409] * 7
    rows = world.cluster.query("select name, valid_to from liaisons where campaign = %s order by id", (body["campaign"],))
    assert len(rows) == 2 and sum(row["valid_to"] is None for row in rows) == 1


def test_whoever_is_added_while_a_body_ends_ends_with_it(world, samples):
    """Of two at the same moment the one who ends comes second and sees whom the first added."""
    officer, there = world.caller("district.officer@150202"), unit(samples)
    connection = world.cluster.connect()
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        with connection.cursor() as cursor:
            cursor.execute("begin")
            cursor.execute("select district_code from org_units where id = %s for update", (there["id"],))
            ending = pool.submit(lambda: officer.post(f"/v1/org-units/{there['id']}/end", {"reason": "撤并"}, expect=200))
            time.sleep(0.5)
            cursor.execute("insert into org_staff (district_code, org_unit_id, name, full_time, valid_from) select district_code, id, '后来者', true, (now() at time zone 'Asia/Shanghai')::date - 1 "
                           "from org_units where id = %s", (there["id"],))
            cursor.execute("commit")
        ending.result()
    connection.close()
    assert world.cluster.query("select name, valid_to is not null as ended from org_staff where org_unit_id = %s", (there["id"],)) == [{"name": "后来者", "ended": True}]
