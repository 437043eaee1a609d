"""L2, B01–B17: what the targets of the seeds come to on a register of 316 estates, as of each year's end. Nothing else changes the register here."""
import bisect

import pytest
from things.estates import officer, today

WHERE = "/v1/target-values"
DISTRICT = "150202"
ESTATES = f"(select e.id, e.street_code, e.community_code, row_number() over (order by e.code) as nth from estates e where e.district_code = '{DISTRICT}')"
COMMITTEE = ("insert into owners_committees (district_code, estate_id, kind, status, established_on, member_count, party_member_count, no_oc_reason) "
             f"select '{DISTRICT}', e.id, %s, 'normal', %s, 5, 2, %s from {ESTATES} e where e.nth > %s and e.nth <= %s returning 1")
FACT = ("insert into target_facts (district_code, id, kind, estate_id, street_code, community_code, holds_from, evidence, recorded_role, created_at, updated_at) "
        f"select '{DISTRICT}', gen_random_uuid(), %s, e.id, e.street_code, e.community_code, %s, '验收记录', 'district', now(), now() from {ESTATES} e where e.nth > %s and e.nth <= %s returning 1")


@pytest.fixture
def one(world):
    return officer(world, "near")


def values(client, scheme, as_of, **query):
    return client.pages(WHERE, {"scheme": scheme, "as_of": as_of, **query}, limit=200)


def value(client, scheme, indicator, as_of, unit="district", **query):
    return next(row for row in values(client, scheme, as_of, indicator=indicator, unit=unit, **query))


def sql(world, statement, *arguments):
    return world.cluster.query(statement, arguments)


def without_committees(world):
    sql(world, "delete from committee_members where district_code = %s returning 1", DISTRICT)
    sql(world, "delete from owners_committees where district_code = %s returning 1", DISTRICT)


def facts(world, kind, *steps):
    """steps: (day, how many estates from that day on)."""
    sql(world, "delete from target_facts where district_code = %s and kind = %s returning 1", DISTRICT, kind)
    before = 0
    for day, count in steps:
        sql(world, FACT, kind, day, before, count)
        before = count


def committees(world, *steps, kind="owners_committee", reason=None):
    without_committees(world)
    before = 0
    for day, count in steps:
        sql(world, COMMITTEE, kind, day, reason, before, count)
        before = count


def survey(world, day, surveyed, satisfied, street=None):
    sql(world, "insert into target_facts (district_code, id, kind, street_code, holds_from, surveyed, satisfied, evidence, recorded_role, created_at, updated_at) "
        "values (%s, gen_random_uuid(), 'satisfaction', %s, %s, %s, %s, '调查报告', 'district', now(), now()) returning 1", DISTRICT, street, day, surveyed, satisfied)


# ---- the demo register ----

def test_a08_l2_184_of_316_are_58_23_and_what_is_missing_is_told(world, one):
    """A08, B07, L2: the plan's own base, before anything is due."""
    found = value(one, "donghe_2022", "oc_established", today())
    assert (found["numerator"], found["denominator"], found["rate"]) == ("184", "316", "58.23")
    assert (found["target"], found["due_on"], found["required"], found["gap"], found["state"]) == ("85", "2024-12-31", "269", "85", "missed")
    assert [value(one, "donghe_2022", "oc_established", f"{year}-12-31")["required"] for year in (2022, 2023, 2024)] == ["222", "253", "269"]
    assert [value(one, "donghe_2022", "standard_met", f"{year}-12-31")["required"] for year in (2022, 2023, 2024)] == ["209", "237", "269"]
    before = value(one, "donghe_2022", "oc_established", "2022-06-30")
    assert (before["state"], before["target"], before["required"], before["next_target"], before["next_due_on"], before["next_required"]) == ("not_due", None, None, "70", "2022-12-31", "222")
    streets = values(one, "donghe_2022", today(), indicator="oc_established", unit="street")
    assert (sum(int(row["denominator"]) for row in streets), sum(int(row["numerator"]) for row in streets)) == (316, 184)
    assert not any(row["binding"] for row in streets) and found["binding"] is True and all(row["street_name"] for row in streets)


def test_a_street_reads_its_own_and_the_city_everything(world, one):
    own = values(world.role("street"), "bengbu_2023", today())
    code = world.register.account("street.heping@150202")["street_code"]
    assert {row["street_code"] for row in own} == {code}
    whole = [row for row in values(one, "bengbu_2023", today()) if row["street_code"] == code]
    told = [{name: member for name, member in row.items() if name != "position"} for row in own]
    assert told == [{name: member for name, member in row.items() if name != "position"} for row in whole]
    assert values(world.role("platform"), "bengbu_2023", today()) == values(one, "bengbu_2023", today())
    assert values(one, "no_such", today()) == []
    everything = one.pages(WHERE, {"as_of": today()}, limit=200)
    assert len({row["position"] for row in everything}) == len(everything) and {row["scheme"]["code"] for row in everything} >= {"donghe_2022", "bengbu_2023", "mengcheng_2024"}


def test_every_measure_of_the_code_list_is_counted_and_every_counted_one_is_listed(world, one):
    names = {row["name"] for row in sql(world, "select name from target_measure_names()")}
    assert names == {row["code"] for row in one.pages("/v1/code-lists/target_measure/codes")}
    assert {row["pointer"] for row in sql(world, "select f.pointer from target_schemes s cross join lateral target_scheme_findings(s.indicators) f")} == set()


# ---- every target of the seeds ----

def first(world, table, column, count):
    """Of a register of the district, in the order of ids: the first so many have it."""
    sql(world, f"update {table} t set {column} = o.nth <= %s from (select id, row_number() over (order by id) as nth from {table} where district_code = '{DISTRICT}') o "
        f"where t.district_code = '{DISTRICT}' and t.id = o.id and t.{column} <> (o.nth <= %s) returning 1", count, count)


def parties(world, count):
    """Of 1,000 members of committees so many are party members."""
    committees(world, ("2021-01-01", 1))
    sql(world, "update owners_committees set member_count = 1000, party_member_count = %s where district_code = %s returning 1", count, DISTRICT)


def parties_of_firms(world, count):
    sql(world, "update firms set party_org_since = null where district_code = %s and party_org_since is not null returning 1", DISTRICT)
    first(world, "firms", "party_org", count)


def surveyed(world, count, day):
    sql(world, "delete from target_facts where kind = 'satisfaction' returning 1")
    survey(world, day, 500, count)


def modes(world, count, kind):
    """Of the estates of a kind so many are under market management, the rest by residents themselves."""
    sql(world, "update estate_modes m set mode = case when o.nth <= %s then 'market' else 'self' end from (select e.id, row_number() over (order by e.id) as nth from estates e "
        "where e.district_code = %s and e.new_or_old = %s) o where m.district_code = %s and m.estate_id = o.id returning 1", count, DISTRICT, kind, DISTRICT)


# scheme, indicator, day, how it is set to a count, of how many (None: as the register has it), the least count that is enough by L2
TARGETS = [
    *(("donghe_2022", "oc_established", f"{year}-12-31", lambda world, count: committees(world, ("2021-06-01", count)), 316, least) for year, least in ((2022, 222), (2023, 253), (2024, 269))),
    *(("donghe_2022", "standard_met", f"{year}-12-31", lambda world, count: facts(world, "standard_met", ("2021-06-01", count)), 316, least) for year, least in ((2022, 209), (2023, 237), (2024, 269))),
    *(("donghe_2022", "satisfaction", f"{year}-12-31", lambda world, count, year=year: surveyed(world, count, f"{year}-11-01"), 500, least) for year, least in ((2022, 400), (2023, 425), (2024, 450))),
    ("donghe_2022", "new_market", "2024-12-31", lambda world, count: modes(world, count, "new"), None, None),
    ("donghe_2022", "old_managed", "2024-12-31", lambda world, count: modes(world, count, "old"), 216, 216),
    ("bengbu_2023", "party_org", "2023-06-30", lambda world, count: first(world, "estates", "party_org", count), 316, 316),
    ("bengbu_2023", "firms_party_org", "2023-12-31", lambda world, count: parties_of_firms(world, count), 97, 97),
    ("bengbu_2023", "platform", "2023-12-31", lambda world, count: facts(world, "platform", ("2023-12-31", count)), 316, 158),
    ("bengbu_2023", "party_members", "2023-12-31", parties, 1000, 500),
    ("mengcheng_2024", "oc_established", "2024-12-31", lambda world, count: committees(world, ("2024-12-31", count)), 316, 316),
    ("mengcheng_2024", "party_org", "2024-12-31", lambda world, count: first(world, "estates", "party_org", count), 316, 316),
]


@pytest.mark.parametrize("scheme,indicator,day,settle,whole,least", TARGETS, ids=[f"{row[1]}-{row[2]}" for row in TARGETS])
def test_l2_every_target_of_the_seeds_at_its_day(scheme, indicator, day, settle, whole, least, world, one):
    """B01, B02, B04, B06, B07, B08, B09, B12, B14, L2: the least count meets it, one less does not."""
    if whole is None:
        whole = least = int(value(one, scheme, indicator, day)["denominator"])
    if whole == 0:
        settle(world, 0)
        assert value(one, scheme, indicator, day)["state"] == "not_applicable"
        return
    settle(world, least)
    found = value(one, scheme, indicator, day)
    # By hand: 100·k ÷ n, half up, in whole numbers.
    hundredths = (20000 * least + whole) // (2 * whole)
    assert (found["numerator"], found["denominator"], found["rate"]) == (str(least), str(whole), f"{hundredths // 100}.{hundredths % 100:02d}")
    assert (found["required"], found["gap"], found["state"], found["due_on"], found["binding"]) == (str(least), "0", "met", day, True)
    settle(world, least - 1)
    short = value(one, scheme, indicator, day)
    assert (short["numerator"], short["required"], short["gap"], short["state"]) == (str(least - 1), str(least), "1", "warning" if indicator == "party_members" else "missed")


def test_b08_209_of_316_meet_66_14_as_it_is_shown(world, one):
    """B08, L2: 66.1392 % is 66.14 to two places, and met; an exact comparison would ask for 210."""
    facts(world, "standard_met", ("2022-06-01", 209), ("2023-06-01", 237), ("2024-06-01", 269))
    told = [value(one, "donghe_2022", "standard_met", f"{year}-12-31") for year in (2022, 2023, 2024)]
    assert [(row["numerator"], row["rate"], row["target"], row["state"]) for row in told] == [("209", "66.14", "66.14", "met"), ("237", "75.00", "75", "met"), ("269", "85.13", "85", "met")]


def test_l2_the_required_count_is_the_least_that_meets_the_target(world):
    """L2: against brute force, for n = 1…500 and targets of no, one and two places."""
    hundredths = sorted({*range(0, 10001, 100), *range(0, 10001, 10), *range(0, 10001, 7), 6614})
    rows = sql(world, "select n, array_agg(target_required(n, t::numeric / 100) order by o)::integer[] as least from generate_series(1, 500) n "
               "cross join unnest(%s::integer[]) with ordinality u (t, o) group by n order by n", hundredths)
    assert len(rows) == 500
    for row in rows:
        n = row["n"]
        rates = [(20000 * k + n) // (2 * n) for k in range(n + 1)]
        assert row["least"] == [bisect.bisect_left(rates, target) for target in hundredths], n
    assert [row["rate"] for row in sql(world, "select exact_share(k * 100, 316, 2)::text as rate from unnest(array[184, 209, 210]) k")] == ["58.23", "66.14", "66.46"]


# ---- of each street ----

def by_street(client, scheme, indicator, day):
    return {row["street_code"]: row for row in values(client, scheme, day, indicator=indicator, unit="street")}


@pytest.fixture
def street(world):
    """(code, its estates): the first estates of the register that lie in one."""
    code = world.register.account("street.heping@150202")["street_code"]
    return code, [row["id"] for row in sql(world, "select id::text from estates where district_code = %s and street_code = %s order by code", DISTRICT, code)]


def test_b03_a_committee_in_its_place_counts_where_a_reason_is_given(world, one, street):
    """B03: per street; an owners' committee, or where none can be formed for a reason given, the committee in its place. Without a reason it counts for nothing."""
    code, estates = street
    day = "2023-12-31"
    without_committees(world)
    sql(world, "update estates set no_oc_reason = null where district_code = %s and no_oc_reason is not null returning 1", DISTRICT)

    def committee(estate_id, kind, reason):
        sql(world, "insert into owners_committees (district_code, estate_id, kind, status, established_on, no_oc_reason) values (%s, %s, %s, 'normal', '2023-01-01', %s) returning 1", DISTRICT, estate_id, kind, reason)

    for estate_id in estates[2:]:
        committee(estate_id, "owners_committee", None)
    committee(estates[0], "environment_property_committee", None)
    found = by_street(one, "bengbu_2023", "oc_or_substitute", day)[code]
    assert (int(found["numerator"]), found["state"], found["binding"], int(found["gap"])) == (len(estates) - 2, "missed", True, 2)
    assert by_street(one, "bengbu_2023", "substitute", day)[code]["state"] == "not_applicable", "no estate has a reason"
    sql(world, "update estates set no_oc_reason = 'owners_unwilling' where district_code = %s and id::text = any(%s) returning 1", DISTRICT, estates[:2])
    found = by_street(one, "bengbu_2023", "substitute", day)[code]
    assert (found["numerator"], found["denominator"], found["rate"], found["state"]) == ("1", "2", "50.00", "missed")
    committee(estates[1], "environment_property_committee", None)
    for indicator in ("substitute", "oc_or_substitute"):
        assert (by_street(one, "bengbu_2023", indicator, day)[code]["rate"], by_street(one, "bengbu_2023", indicator, day)[code]["state"]) == ("100.00", "met")
    others = [row["state"] for other, row in by_street(one, "bengbu_2023", "oc_or_substitute", day).items() if other != code and int(row["denominator"])]
    assert set(others) == {"missed"}
    assert value(one, "bengbu_2023", "oc_or_substitute", day)["binding"] is False


def test_b05_red_stations_are_asked_of_every_street(world, one, street):
    """B05: 30 % in each street by the year's end, not in the district as a whole."""
    code, estates = street
    facts(world, "red_station")
    whole = len(estates)
    least = next(k for k in range(whole + 1) if (20000 * k + whole) // (2 * whole) >= 3000)
    chosen = estates[:least]
    sql(world, "insert into target_facts (district_code, id, kind, estate_id, street_code, community_code, holds_from, evidence, recorded_role, created_at, updated_at) select e.district_code, "
        "gen_random_uuid(), 'red_station', e.id, e.street_code, e.community_code, '2023-12-31', '验收记录', 'street', now(), now() from estates e where e.id::text = any(%s) returning 1", chosen)
    found = by_street(one, "bengbu_2023", "red_station", "2023-12-31")
    assert (found[code]["state"], found[code]["required"]) == ("met", str(least))
    assert {row["state"] for other, row in found.items() if other != code and int(row["denominator"])} == {"missed"}
    before = by_street(one, "bengbu_2023", "red_station", "2023-12-30")[code]
    assert (before["state"], before["numerator"], before["next_required"]) == ("not_due", "0", str(least))


def test_a04_l3_staffing_is_an_indicator(world, one):
    """A04, L3: what /v1/staffing says, as a rate: how many of the district, its streets and communities have enough."""
    rows = [row for row in one.pages("/v1/staffing", {"as_of": "2023-12-31", "rule": "full_time"}, limit=200)]
    found = value(one, "bengbu_2023", "staffing", "2023-12-31")
    assert (int(found["denominator"]), int(found["numerator"])) == (len(rows), sum(row["gap"] == 0 for row in rows)) and len(rows) > 66
    assert sum(int(row["denominator"]) for row in by_street(one, "bengbu_2023", "staffing", "2023-12-31").values()) == len(rows) - 1, "the district itself is in no street"


def test_a22_a23_the_17_items_are_an_indicator(world, one, street):
    """A22, A23: of each street, its last reports by the day."""
    code, _ = street
    assert by_street(one, "mengcheng_2024", "mechanism_3338", today())[code]["denominator"] == "17"
    for n, done in (("body_street", True), ("team_street", True), ("team_street", False)):
        world.role("street").post(f"/v1/checklists/mechanism_3338/items/{n}/status", {"done": done}, expect=201)
    found = by_street(one, "mengcheng_2024", "mechanism_3338", today())[code]
    assert (found["numerator"], found["rate"], found["required"], found["state"]) == ("1", "5.88", "17", "missed")


# ---- more or less than a year before ----

def test_b10_b11_shares_are_to_rise_every_year(world, one):
    """B10, B11: no number is asked for, but more than the year before; as much is not more, but for all of them."""
    committees(world, ("2021-01-01", 10))
    sql(world, "update owners_committees set member_count = 5, party_member_count = 2 where district_code = %s returning 1", DISTRICT)
    same = value(one, "donghe_2022", "party_members", "2022-12-31")
    assert (same["rate"], same["compared_on"], same["compared_rate"], same["change"], same["state"]) == ("40.00", "2021-12-31", "40.00", "0.00", "missed")
    sql(world, COMMITTEE, "owners_committee", "2022-05-01", None, 10, 11)
    sql(world, "update owners_committees set party_member_count = 5 where district_code = %s and established_on = '2022-05-01' returning 1", DISTRICT)
    more = value(one, "donghe_2022", "party_members", "2022-12-31")
    assert (more["rate"], more["compared_rate"], more["change"], more["state"], more["required"]) == ("45.45", "40.00", "5.45", "met", None)
    facts(world, "party_demonstration", ("2021-06-01", 10), ("2022-06-01", 12), ("2024-06-01", 316))
    told = [value(one, "donghe_2022", "party_demonstration", f"{year}-12-31") for year in (2022, 2023, 2024)]
    assert [(row["rate"], row["change"], row["state"]) for row in told] == [("3.80", "0.64", "met"), ("3.80", "0.00", "missed"), ("100.00", "96.20", "met")]
    assert value(one, "donghe_2022", "party_demonstration", today())["state"] == "met", "all of them cannot become more"


def test_b15_complaints_per_1000_households_are_to_fall(world, one):
    """B15: of the year by the day, against the same days of the year before."""
    client = world.register.account("hotline@150202")["id"]
    households = int(value(one, "mengcheng_2024", "complaints", "2024-12-31")["denominator"])

    own = world.register.account("street.heping@150202")["street_code"]

    def received(number, day, street=None):
        sql(world, "insert into complaints (district_code, id, source, ticket_no, round, client_id, request_type, urgency, received_at, created_at, updated_at, street_code) "
            "select %s, gen_random_uuid(), 'hotline12345', 'B15-' || %s || '-' || n, 1, %s, 'complaint', 'ordinary', %s::timestamptz, now(), now(), %s from generate_series(1, %s) n returning 1",
            DISTRICT, day, client, f"{day} 12:00+08", street, number)

    received(30, "2023-12-31")
    received(20, "2024-06-01")
    found = value(one, "mengcheng_2024", "complaints", "2024-12-31")
    per = (2 * 1000 * 100 * 20 + households) // (2 * households)
    assert (found["numerator"], found["rate"], found["state"], found["compared_on"]) == ("20", f"{per // 100}.{per % 100:02d}", "met", "2023-12-31")
    assert value(one, "mengcheng_2024", "complaints", "2024-06-01")["state"] == "not_due"
    received(20, "2024-07-01", own)
    assert by_street(one, "mengcheng_2024", "complaints", "2024-12-31")[own]["numerator"] == "20"
    assert value(one, "mengcheng_2024", "complaints", "2024-12-31")["state"] == "missed"


def test_b16_b17_estates_that_lead_the_way_are_counted(world, one):
    """B16: at least two; B17: two to three, no more."""
    campaign = sql(world, "insert into campaigns (district_code, id, title_zh, title_en, year, source, created_at, updated_at) values (%s, gen_random_uuid(), '行动', 'Campaign', 2020, '试验', now(), now()) "
                   "returning id::text as id", DISTRICT)[0]["id"]
    seen = []
    for nth in range(1, 5):
        for kind in ("pilot", "demonstration"):
            sql(world, "insert into campaign_estates (district_code, id, campaign_id, estate_id, street_code, community_code, kind, created_at, updated_at) "
                f"select '{DISTRICT}', gen_random_uuid(), %s, e.id, e.street_code, e.community_code, %s, '2020-05-01', now() from {ESTATES} e where e.nth = %s returning 1", campaign, kind, nth)
        pilots, shown = value(one, "zaozhuang_2020", "pilot_estates", "2020-12-31"), value(one, "local_plan", "demonstration_estates", "2020-12-31")
        assert (pilots["numerator"], pilots["rate"], pilots["target"], pilots["target_most"]) == (str(nth), None, "2", "3")
        seen.append((pilots["state"], pilots["gap"], shown["state"], shown["gap"]))
    assert seen == [("missed", "1", "missed", "1"), ("met", "0", "met", "0"), ("met", "0", "met", "0"), ("missed", "0", "met", "0")]
    assert value(one, "zaozhuang_2020", "pilot_estates", "2020-04-30")["numerator"] == "0"


def test_b13_b14_whoever_steps_in_serves_as_a_contract_does(world, one):
    """B13, B14: an estate is served by a contract in force on the day, or by a state firm, public welfare or whoever steps in."""
    before = value(one, "donghe_2022", "coverage", today())
    without = [row["id"] for row in sql(world, "select e.id::text as id from estates e where e.district_code = %s and not exists (select from contract_estates ce where ce.estate_id = e.id and ce.in_force "
                                        "and ce.service_period @> %s::date)", DISTRICT, today())]
    sql(world, "update estate_modes set mode = 'self' where district_code = %s and mode not in ('self') returning 1", DISTRICT)
    assert int(value(one, "donghe_2022", "coverage", today())["numerator"]) == 316 - len(without) == int(before["numerator"])
    sql(world, "update estate_modes set mode = 'fallback' where district_code = %s and estate_id::text = any(%s) and valid_to is null returning 1", DISTRICT, without)
    found = value(one, "mengcheng_2024", "coverage", today())
    assert (found["numerator"], found["rate"], found["state"], found["required"]) == ("316", "100.00", "met", "316")


def test_streets_are_told_of_days_before_their_own_record(world, one):
    """Divisions are on record since 2023-06-30, estates for longer: each year's end has its streets."""
    assert sum(int(row["denominator"]) for row in by_street(one, "donghe_2022", "oc_established", "2022-12-31").values()) == 316


def test_b15_what_the_worker_counted_is_what_counting_whole_says(world, one):
    """B15: complaints that come, or go to another street, after the worker counted are met all the same; so is what a transaction wrote that was under way while it counted."""
    kept = "select street_code, n from complaints_between(%s, %s) order by 1"
    whole = ("select coalesce(street_code, '') as street_code, count(*) as n from complaints where district_code = %s and received_at >= %s::timestamp at time zone 'Asia/Shanghai' "
             "and received_at < (%s::date + 1)::timestamp at time zone 'Asia/Shanghai' group by 1 order by 1")
    client = world.register.account("hotline@150202")["id"]
    streets = [world.register.account(f"street.{name}@150202")["street_code"] for name in ("heping", "nanmenwai")]

    def put(cursor, received_at, street, n=1):
        cursor.execute("insert into complaints (district_code, id, source, ticket_no, round, client_id, request_type, urgency, received_at, created_at, updated_at, street_code) "
                       "select %s, gen_random_uuid(), 'hotline12345', gen_random_uuid()::text, 1, %s, 'complaint', 'ordinary', %s, now(), now(), %s from generate_series(1, %s) returning 1",
                       (DISTRICT, client, received_at, street, n))

    def agree():
        for first, last in (("2019-01-01", "2019-12-31"), ("2019-06-01", "2019-06-01"), ("2019-06-02", today())):
            with asking.cursor() as cursor:
                cursor.execute("select set_config('wuye.district', %s, false)", (DISTRICT,))
                cursor.execute(kept, (first, last))
                assert cursor.fetchall() == [(row["street_code"], row["n"]) for row in sql(world, whole, DISTRICT, first, last)], (first, last)

    asking, late = world.cluster.connect(), world.cluster.connect()
    late.autocommit = False
    with asking.cursor() as cursor, late.cursor() as under_way:
        for nth, received_at in enumerate(("2018-12-31 23:59:59+08", "2019-01-01 00:00+08", "2019-06-01 00:00+08", "2019-06-01 23:59:59.999+08", "2019-06-02 00:00+08", "2019-12-31 23:59:59+08")):
            put(cursor, received_at, (*streets, None)[nth % 3], nth + 1)
        for register in ("complaint_days", "complaint_days_counted"):
            sql(world, f"delete from {register} returning 1")
        agree()
        sql(world, "update complaints set updated_at = now() - interval '1 day' where received_at < '2020-01-01' returning 1")
        put(under_way, "2019-06-01 12:00+08", streets[0])
        for _ in range(2):
            assert sql(world, "select complaint_days_count(now()) as n")[0]["n"] > 0
            assert sql(world, "select sum(n)::integer as n from complaint_days where day between '2019-01-01' and '2019-12-31'")[0]["n"] == 20
            agree()
        late.commit()
        agree()
        put(cursor, "2019-06-01 13:00+08", None)
        sql(world, "update complaints set street_code = %s, updated_at = now() where received_at >= '2019-06-02' and received_at < '2019-06-03' returning 1", streets[1])
        agree()
        sql(world, "select complaint_days_count(now())")
        agree()
    asking.close(), late.close()
    assert sql(world, "select sum(n)::integer as n from complaint_days where day between '2019-01-01' and '2019-12-31'")[0]["n"] == 22
    assert sql(world, "select r.rolname from pg_roles r where r.rolname like 'wuye%%' and has_function_privilege(r.oid, 'complaint_days_count(timestamptz)', 'execute') order by 1") == [
        {"rolname": "wuye_owner"}, {"rolname": "wuye_worker"}]
