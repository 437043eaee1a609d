"""The base ledger told from a kept day, after what the service itself writes (A06–A09, A13): every way in which the registers change, and days to come as well."""
import concurrent.futures
import random

import pytest
from harness.register import ACCOUNTS, DISTRICT, ROOT
from things import contracts, estates, firms
from things.estates import today

DAYS = (-1, 0, 1, 3, 20, 400)
MODES = ("market", "quasi", "self", "fallback", "state_firm")


def forget(world):
    world.cluster.query("with gone as (delete from base_ledger_days returning 1) select count(*) from gone")


def keep(world):
    """Yesterday is kept, as the worker keeps it; here by somebody whose clock is another's."""
    forget(world)
    world.cluster.query("set time zone 'America/New_York'; select base_ledger_keep(%s::timestamptz)", (f"{today()}T03:00:00+08:00",))
    return world.cluster.query("select count(*) as n from base_ledger_days where day = %s", (today(-1),))[0]["n"]


def told(world, days=DAYS):
    """What the service answers, by day, caller and level."""
    found = {}
    for days_on in days:
        for role in ("district", "street", "community"):
            for row in world.role(role).pages("/v1/ledgers/base", {"as_of": today(days_on)}):
                found[days_on, role, row["code"]] = row
    return found


class Writer:
    """Somebody who changes the registers by the service, in any way that is allowed."""

    def __init__(self, samples, seed):
        self.samples, self.world, self.dice = samples, samples.world, random.Random(seed)
        self.officer = samples.world.caller(ACCOUNTS["district"][0])
        self.estates, self.firms, self.contracts, self.committees = [], [], [], []

    def some(self, things, make):
        if not things or self.dice.random() < 0.4:
            things.append(make())
        return self.dice.choice(things)

    def estate(self):
        return self.some(self.estates, lambda: estates.estate(self.samples, self.dice.choice(("near", "far"))))

    def change(self, path, members):
        version = self.officer.get(path, expect=200).json["version"]
        return self.officer.request("PATCH", path, json_body=members, headers={"If-Match": f'"{version}"'}, expect=(200, 409, 422)).status == 200

    def an_estate(self):
        dice = self.dice
        return self.change(f"/v1/estates/{self.estate()['id']}", dice.choice((
            {"area_m2": f"{dice.randint(1, 99999)}.{dice.randint(0, 99):02d}"}, {"households": dice.choice((None, dice.randint(1, 900)))}, {"new_or_old": "old", "old_kind": "enclosed"},
            {"community_code": self.world.register.account(estates.COMMUNITY[dice.choice(("near", "far"))])["community_code"]})))

    def a_mode(self):
        value = {"mode": self.dice.choice(MODES), "valid_from": today(self.dice.choice((0, 0, 1, 10))), "reason": "业主大会决定"}
        return self.officer.post(f"/v1/estates/{self.estate()['id']}/modes", value, expect=(201, 409, 422)).status == 201

    def a_committee(self):
        value = {"estate_id": self.estate()["id"], "kind": self.dice.choice(("owners_committee", "property_management_committee")), "established_on": today(self.dice.choice((-30, 0)))}
        answer = self.officer.post("/v1/owners-committees", value, expect=(201, 409, 422))
        self.committees += [answer.json] if answer.status == 201 else []
        return answer.status == 201

    def an_end(self):
        return bool(self.committees) and self.change(f"/v1/owners-committees/{self.dice.choice(self.committees)['id']}", {"status": "dissolved", "dissolved_on": today(self.dice.choice((-3, 0, 2)))})

    def a_firm(self):
        firm = self.some(self.firms, lambda: firms.firm(self.world))
        return self.change(f"/v1/firms/{firm['id']}", self.dice.choice(({"locality": "out_of_district"}, {"locality": "in_district"}, {"status": "deregistered"}, {"status": "active"})))

    def an_access(self):
        firm = self.some(self.firms, lambda: firms.firm(self.world))
        value = {"state": self.dice.choice(("suspended", "normal", "exited")), "reason": "试验", "valid_from": today(self.dice.choice((0, 2)))}
        return self.officer.post(f"/v1/firms/{firm['id']}/market-access", value, expect=(201, 409)).status == 201

    def a_contract(self):
        dice = self.dice
        place = dice.choice(("near", "far"))
        self.contracts.append(contracts.bring(self.samples, dice.choice(("draft", "filed", "filed", "terminated")), place, service_start=today(dice.choice((-40, -1, 0, 2))),
                                              fee_start=today(150), end_date=today(dice.choice((1, 15, 700)) + 150)))
        return True

    def an_early_end(self):
        filed = [one for one in self.contracts if one["state"] in ("active", "filed", "expiring")]
        return bool(filed) and self.officer.post(f"/v1/contracts/{self.dice.choice(filed)['id']}/terminate", contracts.termination(terminated_on=today(self.dice.choice((-2, 0, 5)))),
                                                 expect=(200, 409, 422)).status == 200


def test_a_day_ends_at_midnight_here_whoever_keeps_it(samples, world):
    """Written half an hour after midnight: not of yesterday, on whatever clock the session of who keeps the day runs."""
    made = estates.estate(samples)
    world.cluster.query("set time zone 'Asia/Shanghai'; update estates set known_from = %s where id = %s; update estate_modes set known_from = %s where estate_id = %s returning 1",
                        (f"{today()}T00:30:00+08:00", made["id"], f"{today()}T00:30:00+08:00", made["id"]))
    forget(world)
    whole = told(world, (-1,))
    keep(world)
    assert told(world, (-1,)) == whole


def test_a_day_is_not_kept_while_registers_are_loaded(samples, world):
    """What is loaded counts for days that are over: the worker, who would keep yesterday just now, waits for the end of the load."""
    made = estates.estate(samples)
    world.cluster.query("update estates set known_from = '-infinity' where id = %s returning 1", (made["id"],))
    forget(world)
    with world.cluster.connect() as load, concurrent.futures.ThreadPoolExecutor(1) as pool:
        load.autocommit = False
        with load.cursor() as cursor:
            cursor.execute("create temporary table incoming (line bigint, district_code text, estate_code text, kind text, status text, established_on text, term_from text, term_to text, "
                           "member_count text, party_member_count text, no_oc_reason text)")
            cursor.execute("insert into incoming (line, district_code, estate_code, kind, status, established_on) values (1, %s, %s, 'owners_committee', 'normal', '2020-01-01')", (DISTRICT, made["code"]))
            cursor.execute((ROOT / "sql/load/owners_committees.sql").read_text(encoding="utf-8"))
            assert cursor.fetchall() == []
            kept = pool.submit(world.cluster.query, "select base_ledger_keep(%s::timestamptz)", (f"{today()}T03:00:00+08:00",))
            concurrent.futures.wait([kept], timeout=1)
            load.commit()
        kept.result()
    load.close()
    near = told(world, (-1, 0))
    forget(world)
    assert near == told(world, (-1, 0))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_day_told_from_a_kept_one_follows_whatever_the_service_writes(seed, samples, world):
    assert keep(world) > 1, "of every district"
    yesterday = told(world, (-1,))
    writer = Writer(samples, seed)
    ways = (writer.an_estate, writer.a_mode, writer.a_committee, writer.an_end, writer.a_firm, writer.an_access, writer.a_contract, writer.an_early_end)
    done = [way.__name__ for way in writer.dice.choices(ways, k=60) if way()]
    assert {way.__name__ for way in ways} == set(done), "every way was gone"
    near = told(world)
    forget(world)
    whole = told(world)
    assert {key: (row, whole.get(key)) for key, row in near.items() if row != whole.get(key)} == {} and near.keys() == whole.keys()
    assert {key: row for key, row in yesterday.items() if row != whole.get(key)} == {}, "what is over does not change"
    assert whole[0, "district", DISTRICT] != {**whole[-1, "district", DISTRICT], "as_of": today()}, "the days differ"
