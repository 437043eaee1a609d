"""包保 (H02) and 曝光 (H06, H08): who stands behind a street or an estate, and what the media made public."""
import threading
import types

import pytest
from things.closing import community, street, street_code
from things.departments import department
from things.estates import officer, today
from things.listings import WHERE, listing, proposed
from things.rankings import complaint, published
from things.sponsors import exposure, new_exposure, own_estate, sponsor

SPONSORS, EXPOSURES = "/v1/sponsors", "/v1/exposures"


@pytest.fixture
def district(world):
    return officer(world, "near")


def ids(client, where, **query):
    return {row["id"] for row in client.pages(where, query)}


def test_h02_one_sponsor_at_a_time(world, district):
    """H02: 包保 unit of a street or an estate, with its days."""
    own = own_estate(world)
    first = sponsor(world, estate_id=own, valid_from=today(-20))
    assert (first["unit"], first["street_code"], first["valid_to"], first["estate_name"]) == ("区城市管理局", street_code(world), None, "试验小区")
    assert district.post(SPONSORS, {"unit": "区财政局", "estate_id": own}, expect=409).code == "sponsored_already"
    end = f"{SPONSORS}/{first['id']}/end"
    assert district.post(end, {"reason": "调整", "ended_on": today(-21)}, expect=422).code == "period_reversed"
    assert district.post(end, {"reason": "调整", "ended_on": today(-5)}, expect=200).json["valid_to"] == today(-5)
    assert district.post(end, {"reason": "再次"}, expect=409).json["state"] == "ended"
    second = sponsor(world, estate_id=own, unit="区财政局", valid_from=today(-5))
    assert ids(district, SPONSORS, estate_id=own, as_of=today(-6)) == {first["id"]} and ids(district, SPONSORS, estate_id=own, as_of=today()) == {second["id"]}
    assert second["id"] in ids(street(world), SPONSORS) and second["id"] in ids(community(world), SPONSORS)
    assert second["id"] not in ids(street(world, "far"), SPONSORS) and second["id"] not in ids(community(world, "far"), SPONSORS)


def test_a_sponsor_is_a_department_or_a_unit_of_a_street_or_an_estate(world, district):
    own = own_estate(world)
    named = department(types.SimpleNamespace(world=world))
    made = district.post(SPONSORS, {"department_id": named["id"], "estate_id": own}, expect=201).json
    assert (made["unit"], made["department_id"]) == (named["name"], named["id"])
    for code, value in (("sponsor_incomplete", {"unit": "区财政局"}), ("sponsor_incomplete", {"estate_id": own}), ("sponsor_incomplete", {"unit": "区财政局", "estate_id": own, "street_code": street_code(world)}),
                        ("estate_unknown", {"unit": "区财政局", "estate_id": named["id"]}), ("street_unknown", {"unit": "区财政局", "street_code": "999999999"}),
                        ("department_unknown", {"department_id": own, "estate_id": own})):
        assert district.post(SPONSORS, value, expect=422).code == code, value


def test_h02_a_listing_has_the_sponsor_of_its_estate_or_street(world, district):
    """H02: without one named, the estate's own, else its street's."""
    far = street_code(world, "far")
    of_street = sponsor(world, street_code=far, unit="区水务局")
    own = sponsor(world, "far", unit="区教育局")
    listed = [district.post(f"{WHERE}/{proposed(world, 'far', **members)['id']}/decision", {"decision": "list", "due_on": today(9)}, expect=200).json["sponsor_unit"]
              for members in ({"estate_id": own["estate_id"]}, {})]
    assert listed == ["区教育局", "区水务局"]
    assert of_street["id"] in ids(community(world, "far"), SPONSORS) and of_street["estate_id"] is None
    district.post(f"{SPONSORS}/{of_street['id']}/end", {"reason": "调整"}, expect=200)
    assert district.post(f"{WHERE}/{proposed(world, 'far')['id']}/decision", {"decision": "list", "due_on": today(9)}, expect=422).code == "listing_sponsor_missing"


def test_e09_a_notice_goes_to_the_sponsor_of_what_is_listed(world, district):
    """E09, H02: the one that the estates listed have on its day; where there is none, or more than one, it is named."""
    quarter = "2025-Q2"
    own = [world.cluster.query("select id::text, code, district_code, street_code, community_code from estates where id = %s", (own_estate(world),))[0] for _ in range(2)]
    for one in own:
        complaint(world, one, quarter)
    where = f"/v1/rankings/{published(world, 'near', 'petition', quarter)['id']}/notices"
    notice = {"recipient": "sponsor_unit", "number": "包保通1号"}
    assert district.post(where, notice, expect=422).code == "ranking_notice_to_nobody"
    sponsor(world, estate_id=own[0]["id"], unit="区财政局", valid_from=today(-3))
    assert district.post(where, notice, expect=422).code == "ranking_notice_to_nobody", "one of them has none"
    sponsor(world, estate_id=own[1]["id"], unit="区财政局", valid_from=today())
    assert district.post(where, {**notice, "noticed_on": today(-2)}, expect=422).code == "ranking_notice_to_nobody", "it had none then"
    assert district.post(where, notice, expect=201).json["unit"] == "区财政局"
    assert district.post(where, {**notice, "number": "包保通2号", "unit": "区民政局"}, expect=201).json["unit"] == "区民政局"
    assert district.post(where, {"recipient": "leading_group_office", "number": "包保通3号"}, expect=422).code == "ranking_notice_to_nobody"


def test_a_sponsor_follows_its_estate_to_another_street(world, district):
    own = own_estate(world)
    named = sponsor(world, estate_id=own, unit="区教育局")
    world.cluster.query("update sponsors set street_code = '150202999' where id = %s returning 1", (named["id"],))
    listed = district.post(f"{WHERE}/{proposed(world, estate_id=own)['id']}/decision", {"decision": "list", "due_on": today(9)}, expect=200).json
    assert listed["sponsor_unit"] == "区教育局"


def test_one_of_those_who_name_a_sponsor_at_once_does(world, district):
    own, answers = own_estate(world), []
    threads = [threading.Thread(target=lambda: answers.append(district.post(SPONSORS, {"unit": "区财政局", "estate_id": own}))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status for answer in answers) == [201, 409, 409, 409]


def test_h06_h08_exposures_are_public_until_they_are_withdrawn(world, district):
    """H06, H08: media, day and address; of an estate, a firm, or both."""
    listed = listing(world, published=False)
    firm = str(world.register.account("company.one@150202")["firm_id"])
    one = exposure(world, estate_id=listed["estate"]["id"], firm_id=firm, listing_id=listed["id"], exposed_on=today(-3), summary="业主来电13812345678反映")
    assert (one["exposed_on"], one["estate_name"], one["listing_id"]) == (today(-3), "试验小区", listed["id"]) and one["firm_name"] and "13812345678" not in one["summary"]
    shown = [row for row in world.anyone.pages(EXPOSURES, {"estate_id": one["estate_id"]})]
    assert [(row["id"], row["firm_name"], row["listing_id"]) for row in shown] == [(one["id"], one["firm_name"], None)]
    assert ids(world.caller("company.one@150202"), EXPOSURES, firm_id=firm, exposed_from=today(-3), exposed_before=today(-2), district_code="150202") == {one["id"]}
    for code, members in (("day_in_the_future", {"exposed_on": today(1)}), ("firm_unknown", {"firm_id": one["id"]}), ("estate_unknown", {"estate_id": one["id"]}),
                          ("exposure_listing_unknown", {"listing_id": proposed(world)["id"]})):
        assert district.post(EXPOSURES, new_exposure(**{"estate_id": own_estate(world), **members}), expect=422).code == code
    assert district.post(EXPOSURES, {"media": "包头日报", "title": "无对象"}, expect=422).code == "exposure_of_nothing"
    again = new_exposure(one["estate_id"], firm_id=firm, exposed_on=today(-3))
    assert district.post(EXPOSURES, again, expect=409).code == "exposed_already"
    withdrawn = district.post(f"{EXPOSURES}/{one['id']}/withdraw", {"reason": "登记有误"}, expect=200).json
    assert withdrawn["withdrawn_reason"] == "登记有误" and withdrawn["withdrawn_at"]
    assert district.post(f"{EXPOSURES}/{one['id']}/withdraw", {"reason": "再次"}, expect=409).json["state"] == "withdrawn"
    assert ids(world.anyone, EXPOSURES, estate_id=one["estate_id"]) == set() and ids(street(world), EXPOSURES, estate_id=one["estate_id"], withdrawn="true") == {one["id"]}
    assert district.post(EXPOSURES, again, expect=201).json["id"] != one["id"]
