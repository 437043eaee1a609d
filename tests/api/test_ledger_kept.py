"""The base ledger of a day told from a kept one is that of the day counted whole (A06–A09, A13)."""
import datetime
import itertools
import random

import psycopg2.extras
import pytest
from harness.register import ACCOUNTS, DISTRICT

SHANGHAI = datetime.timezone(datetime.timedelta(hours=8))
DAYS = 7  # until today


def today():
    return datetime.datetime.now(SHANGHAI).date()


def evening(day):
    """A moment of the day, or now if that has not come."""
    return min(datetime.datetime.combine(day, datetime.time(20), SHANGHAI), datetime.datetime.now(SHANGHAI))


class Registers:
    """Changes of the registers on days that are over, as the service writes them: what is replaced goes to the past."""

    def __init__(self, world, seed):
        self.cluster, self.dice = world.cluster, random.Random(seed)
        self.estates = [row["id"] for row in self.query("select id::text from estates where district_code = %s order by code limit 60", DISTRICT)]
        self.firms = [row["id"] for row in self.query("select id::text from firms where district_code = %s order by uscc limit 30", DISTRICT)]
        self.places = self.query("select distinct street_code, community_code from estates where district_code = %s order by 1, 2", DISTRICT)

    def query(self, text, *values):
        return self.cluster.query(text, values)

    def columns(self, table):
        rows = self.query("select column_name as name from information_schema.columns where table_schema = 'public' and table_name = %s and is_generated = 'NEVER' "
                          "and column_name in (select column_name from information_schema.columns where table_name = %s) order by 1", table, table + "_past")
        return ", ".join(row["name"] for row in rows)

    def replaced(self, table, key, which, moment, change, *values):
        """One row is changed at a moment, unless something of it is known only later. It has been so since long ago."""
        names = self.columns(table)
        told = "" if table == "estate_modes" else "updated_at = updated_at, "  # whoever follows is told
        follow = ("; update contract_estates m set service_period = c.service_period, in_force = c.in_force from contracts c where c.district_code = m.district_code and c.id = m.contract_id "
                  "and c.service_period <> m.service_period returning 1" if table == "contracts" else "")
        self.query(f"set constraints all deferred; with kept as (insert into {table}_past ({names}, known_to) select {names}, %s from {table} where {key} = %s and known_from < %s returning 1) "
                   f"update {table} set {change}, {told}known_from = %s where {key} = %s and known_from < %s and exists (select from kept) returning 1{follow}",
                   moment, which, moment, moment, *values, which, moment)

    def change(self, day):
        moment, dice = evening(day), self.dice
        estate, firm, place = dice.choice(self.estates), dice.choice(self.firms), dice.choice(self.places)
        near = day + datetime.timedelta(dice.randint(-3, 4))
        what = dice.randrange(8)
        if what == 0:
            self.replaced("estates", "id", estate, moment, f"area_m2 = {dice.randint(1, 9999999)} / 100.0, households = {dice.choice(['null', dice.randint(1, 900)])}")
        elif what == 1:
            self.replaced("estates", "id", estate, moment, f"street_code = '{place['street_code']}', community_code = '{place['community_code']}'")
        elif what == 2:
            old = dice.choice(["'new', old_kind = null", "'ordinary', old_kind = null", "'old', old_kind = 'enclosed'", "'old', old_kind = 'single_building'", "'old', old_kind = null"])
            self.replaced("estates", "id", estate, moment, f"new_or_old = {old}")
        elif what == 3:
            self.replaced("estate_modes", "valid_to is null and estate_id", estate, moment, f"valid_to = greatest(valid_from + 1, '{near}')")
            self.query("insert into estate_modes (district_code, estate_id, mode, valid_from, known_from) select %s, %s, %s, max(valid_to) + %s, %s from estate_modes where estate_id = %s "
                       "having bool_and(valid_to is not null) returning 1", DISTRICT, estate, dice.choice(["market", "quasi", "self", "fallback"]), dice.randint(0, 2), moment, estate)
        elif what == 4:
            self.replaced("owners_committees", "dissolved_on is null and estate_id", estate, moment, f"status = 'dissolved', dissolved_on = greatest(established_on + 1, '{near}')")
        elif what == 5:
            kind = dice.choice(["owners_committee", "property_management_committee"])
            self.query("insert into owners_committees (district_code, estate_id, kind, status, established_on, known_from) select %s, %s, %s, 'normal', %s, %s "
                       "where not exists (select from owners_committees where estate_id = %s and coalesce(dissolved_on > %s, true)) returning 1", DISTRICT, estate, kind, near, moment, estate, near)
        elif what == 6:
            self.replaced("firms", "id", firm, moment, dice.choice(["locality = case locality when 'in_district' then 'out_of_district' else 'in_district' end",
                                                                    "status = case status when 'active' then 'deregistered' else 'active' end"]))
        else:
            contract = self.query("select contract_id::text as id from contract_estates where estate_id = %s order by known_from desc, 1 limit 1", estate)
            if contract:
                self.replaced("contracts", "id", contract[0]["id"], moment, dice.choice([f"terminated_on = greatest(service_start, '{near}')", f"firm_id = '{firm}'", "terminated_on = null"]))


def asked(world, role, call, *values):
    """As the service's login of the role, with the caller's area; rows in order."""
    me = world.register.account(ACCOUNTS[role][0])
    connection = world.cluster.connect(user=f"wuye_{role}")
    try:
        with connection.cursor(cursor_factory=psycopg2.extras.DictCursor) as cursor:
            for name, value in (("district", DISTRICT), ("street", me["street_code"]), ("community", me["community_code"])):
                cursor.execute("select set_config(%s, %s, false)", (f"wuye.{name}", value or ""))
            cursor.execute(call, values)
            return sorted(tuple(row) for row in cursor.fetchall())
    finally:
        connection.close()


def ledgers(world):
    """For every day and caller."""
    days = [today() - datetime.timedelta(back) for back in range(DAYS)]
    return {(day, role): asked(world, role, "select l.* from base_ledger(%s::date) l", day) for day, role in itertools.product(days, ("district", "street", "community"))}


def keep(world, day):
    world.cluster.query("with gone as (delete from base_ledger_days returning 1) select count(*) from gone")
    connection = world.cluster.connect(user="wuye_worker")
    try:
        connection.cursor().execute("select base_ledger_keep(%s)", (datetime.datetime.combine(day + datetime.timedelta(1), datetime.time(2), SHANGHAI),))
    finally:
        connection.close()
    kept = world.cluster.query("select day, (select count(*) from base_ledger_sums s where s.district_code = d.district_code and s.day = d.day) as rows from base_ledger_days d where district_code = %s", (DISTRICT,))
    assert [row["day"] for row in kept] == [day] and kept[0]["rows"] > 50


@pytest.mark.parametrize("seed", [1, 2])
def test_a_day_told_from_a_kept_one_is_the_day_counted_whole(seed, world):
    registers = Registers(world, seed)
    for back in reversed(range(DAYS)):
        for _ in range(6):
            registers.change(today() - datetime.timedelta(back))
    world.cluster.query("with gone as (delete from base_ledger_days returning 1) select count(*) from gone")
    whole = ledgers(world)
    assert len({str(rows) for (_, role), rows in whole.items() if role == "district"}) > DAYS / 2, "the days differ"
    for back in (1, 4, DAYS - 1):
        keep(world, today() - datetime.timedelta(back))
        told = ledgers(world)
        assert {key: rows for key, rows in told.items() if rows != whole[key]} == {}, back


def test_a_kept_day_is_read_and_nothing_counted(world):
    """What is kept answers for its day, whatever was written since: nothing that is over changes."""
    day = today() - datetime.timedelta(1)
    keep(world, day)
    world.cluster.query("update base_ledger_sums set sums[1] = 4711 where district_code = %s and day = %s and street_code = '' and community_code = '' returning 1", (DISTRICT, day))
    row = world.role("district").get("/v1/ledgers/base", {"as_of": day.isoformat(), "level": "district"}).json["items"][0]
    assert row["estates"] == 4711
    world.cluster.query("with gone as (delete from base_ledger_days returning 1) select count(*) from gone")


def test_today_and_what_is_not_over_for_an_hour_is_not_kept(world):
    world.cluster.query("with gone as (delete from base_ledger_days returning 1) select count(*) from gone")
    connection = world.cluster.connect(user="wuye_worker")
    try:
        midnight = datetime.datetime.combine(today(), datetime.time(0, 59), SHANGHAI)
        connection.cursor().execute("select base_ledger_keep(%s), base_ledger_keep(%s)", (midnight, midnight + datetime.timedelta(minutes=2)))
    finally:
        connection.close()
    days = {row["day"] for row in world.cluster.query("select day from base_ledger_days where district_code = %s", (DISTRICT,))}
    assert days == {today() - datetime.timedelta(1), today() - datetime.timedelta(2)}
