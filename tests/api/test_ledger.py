"""The base ledger: sums of the register, the same for a past day whatever comes after."""
import collections
import datetime
from decimal import Decimal

import pytest
from harness.register import ACCOUNTS

MODES = {"market": (100, "12440450.00"), "quasi": (37, "2493100.00"), "basic_cleaning": (176, "8607900.00"), "self": (3, "20515.00")}


@pytest.fixture(scope="module")
def base_day():
    """A day before anything was written through the API, on which the base register was in force."""
    return (datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date() - datetime.timedelta(days=1)).isoformat()


def ledger(caller, **query):
    return {row["code"]: row for row in caller.pages("/v1/ledgers/base", query, limit=200)}


@pytest.fixture
def base_alone(world, base_day):
    """What other tests have put into the past counts from today."""
    for table, key in (("estates", "code"), ("firms", "uscc")):
        base = [row[key] for row in world.register.rows(table)]
        world.cluster.query(f"update {table} set known_from = now() where {key} <> all(%s) and known_from < %s::date + 1 returning 1", (base, base_day))


def test_the_ledger_is_the_plan_to_the_last_digit(world, base_day, base_alone):
    """A06, A07, A08, A09, A13: 66 communities, 316 estates, 2356.1965 万㎡; 100/37/176/3 with their areas; 184 committees; 97 = 53 + 44 firms."""
    row = ledger(world.role("district"), as_of=base_day, level="district")["150202"]
    assert (row["communities"], row["estates"], row["area_m2"]) == (66, 316, "23561965.00")
    for mode, (count, area) in MODES.items():
        assert row["modes"][mode] == {"estates": count, "area_m2": area}, mode
    assert sum(part["estates"] for part in row["modes"].values()) == 316
    assert row["owners_committees"]["estates"] == 184 and row["owners_committees"]["rate_percent"] == "58.23"
    assert row["registered_firms"] == {"total": 97, "in_district": 53, "out_of_district": 44}


def test_streets_add_up_to_the_district_and_communities_to_their_street(world):
    rows = ledger(world.role("district"))
    for code, row in rows.items():
        parts = [part for other, part in rows.items() if len(other) == len(code) + 3 and other.startswith(code)]
        if row["level"] == "community":
            continue
        assert sum(part["estates"] for part in parts) == row["estates"], code
        assert sum(Decimal(part["area_m2"]) for part in parts) == Decimal(row["area_m2"]), code
        for group in ("modes", "new_or_old", "old_kinds"):
            for name, value in row[group].items():
                assert sum(part[group][name]["estates"] for part in parts) == value["estates"], (code, group, name)


def test_each_sees_the_rows_of_its_own_area(world):
    whole = ledger(world.role("district"))
    for role, length in (("street", 9), ("community", 12)):
        me = world.register.account(ACCOUNTS[role][0])
        code = me["community_code"] if role == "community" else me["street_code"]
        mine = ledger(world.role(role))
        assert mine and all(other.startswith(code) for other in mine), role
        assert mine == {other: row for other, row in whole.items() if other.startswith(code)}, role
    assert ledger(world.role("platform")) == whole
    assert all(code.startswith("340302") for code in ledger(world.role("district", 2)))


def test_the_ledger_counts_what_the_lists_show(world):
    estates = world.role("district").pages("/v1/estates", limit=200)
    row = ledger(world.role("district"), level="district")["150202"]
    modes = collections.Counter(item["mode"] or "none" for item in estates)
    assert row["estates"] == len(estates) and {name: part["estates"] for name, part in row["modes"].items()} == {**dict.fromkeys(row["modes"], 0), **modes}


def test_a_change_leaves_yesterday_as_it_was(world, base_day):
    """A06: what is registered, moved, measured anew or managed otherwise today is in today's ledger and in no earlier one."""
    district = world.role("district")
    before_yesterday, before_today = ledger(district, as_of=base_day), ledger(district)
    near, far = (world.register.account(name)["community_code"] for name in ("community.huanxi@150202", "community.luwang@150202"))
    new = {"code": f"L{next(world.serial):06d}", "name": "台账小区", "community_code": near, "area_m2": "1000.01", "building_type": "multi",
           "new_or_old": "ordinary", "mode": "market"}
    made = district.post("/v1/estates", new, expect=201).json
    today = ledger(district)
    assert today[near]["estates"] == before_today[near]["estates"] + 1
    assert Decimal(today["150202"]["area_m2"]) == Decimal(before_today["150202"]["area_m2"]) + Decimal("1000.01")
    estate = next(item for item in district.pages("/v1/estates", {"community_code": near}) if item["code"].startswith("E1502"))
    for patch in ({"community_code": far}, {"area_m2": "77777.77"}):
        district.request("PATCH", f"/v1/estates/{estate['id']}", json_body=patch, headers={"If-Match": f'"{district.get("/v1/estates/" + estate["id"]).json["version"]}"'}, expect=200)
    after = ledger(district)
    assert after[far]["estates"] == today[far]["estates"] + 1 and after[near]["estates"] == today[near]["estates"] - 1
    assert ledger(district, as_of=base_day) == before_yesterday, "yesterday's ledger moved"
    back = district.get("/v1/estates/" + estate["id"]).json
    district.request("PATCH", f"/v1/estates/{estate['id']}", json_body={"community_code": near, "area_m2": estate["area_m2"]},
                     headers={"If-Match": f'"{back["version"]}"'}, expect=200)
    assert ledger(district, as_of=base_day) == before_yesterday and made["code"] == new["code"]
    # The base register as other tests count on it.
    world.cluster.query("with gone as (delete from estates_past where id = %s) update estates set known_from = '-infinity' where id = %s returning id", (estate["id"], estate["id"]))


def test_the_ledger_goes_out_as_a_sheet(world, base_day, base_alone):
    answer = world.role("district").get("/v1/ledgers/base", {"as_of": base_day, "level": "district"}, headers={"Accept": "text/csv"})
    head, line = answer.body.decode("utf-8-sig").splitlines()[:2]
    cells = dict(zip(head.split(","), line.split(",")))
    assert cells["estates"] == "316" and cells["modes.market.area_m2"] == "12440450.00"


def test_a_street_counts_the_community_that_was_given_to_it(world):
    """Whatever digits its code begins with: it keeps them."""
    street = world.register.account("street.heping@150202")["street_code"]
    given = world.cluster.query("select j.community_code, j.street_code from division_jurisdictions j where j.district_code = '150202' and j.community_code is not null "
                                "and j.street_code <> %s and not exists (select from estates e where e.community_code = j.community_code) order by 1 limit 1", (street,))[0]
    world.cluster.query("update division_jurisdictions set street_code = %s where code = %s returning 1", (street, given["community_code"]))
    new = {"code": f"L{next(world.serial):06d}", "name": "划转小区", "community_code": given["community_code"], "area_m2": "1000.00", "building_type": "multi", "new_or_old": "ordinary"}
    assert world.role("district").post("/v1/estates", new, expect=201).json["street_code"] == street
    rows = ledger(world.caller("street.heping@150202"))
    assert rows[given["community_code"]]["estates"] == 1
    assert rows[street]["estates"] == sum(row["estates"] for row in rows.values() if row["level"] == "community")
    assert {row["level"] for row in rows.values()} == {"street", "community"}


def test_a_firm_counts_once_in_each_place_where_it_serves(world):
    """A13: however many estates of it there are, in how many of its communities and streets."""
    one, two = (str(world.register.account(f"company.{name}@150202")["firm_id"]) for name in ("one", "two"))
    serving = """select e.code, count(distinct f.id) as total, count(distinct f.id) filter (where f.locality = 'in_district') as in_district,
                        count(distinct f.id) filter (where f.locality = 'out_of_district') as out_of_district
                 from contracts c join contract_estates m on m.contract_id = c.id join estates p on p.id = m.estate_id join firms f on f.id = c.firm_id
                 cross join lateral (values (p.district_code), (p.street_code), (p.community_code)) e (code)
                 where c.district_code = '150202' and c.in_force and c.service_period @> (now() at time zone 'Asia/Shanghai')::date group by e.code"""
    moved = [row["id"] for row in world.cluster.query("update contracts set firm_id = %s where firm_id = %s returning id", (one, two))]
    try:
        streets = world.cluster.query("select distinct p.street_code from contracts c join contract_estates m on m.contract_id = c.id join estates p on p.id = m.estate_id "
                                      "where c.firm_id = %s and c.in_force and c.service_period @> (now() at time zone 'Asia/Shanghai')::date", (one,))
        assert len(streets) > 1, "in two streets"
        counted = {row["code"]: {name: row[name] for name in ("total", "in_district", "out_of_district")} for row in world.cluster.query(serving)}
        nobody = dict.fromkeys(("total", "in_district", "out_of_district"), 0)
        for code, row in ledger(world.role("district")).items():
            assert row["serving_firms"] == counted.get(code, nobody), code
    finally:
        world.cluster.query("update contracts set firm_id = %s where id = any(%s::uuid[])", (two, moved))
