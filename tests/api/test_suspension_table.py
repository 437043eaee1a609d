"""L4: every combination of the variants against a table that was written by hand (expected/suspensions.csv), over the turn of a year.

Firms are capital letters, estates small ones. Complaints of Q4 and of the Q1 after it, merged ones as +, invalid ones as ?:

    petition Q4   a: A6     b: B4 M1   c: C3 +C2   d: D3   e: E2 ?E3       so c and d tie behind b where merged ones count once, c ties with b where they count each,
    petition Q1   a: A1 G5  x: B5      d: D4 +M1                           and e comes up where invalid ones count
    hotline Q4    k: K6     g: G4
    hotline Q1    c: C6     e: E5      k: K4

A had the most of a in Q4 alone, since its firm changed inside Q1. B is among the first with two estates, C and E on two lists, G with both. K is so whatever the rules say. M had one of b,
and in Q1 one of d that was merged. Z comes in late, after the freezing, in each of the lists, and is nowhere.
"""
import csv
import itertools

import pytest
from harness.register import ROOT
from things import firms
from things.rankings import complaint, published
from things.suspensions import WHERE, run
from test_rankings import own

SAID = {"petition-4": "a:AAAAAA b:BBBBM c:CCC+C+C d:DDD e:EE?E?E?E", "petition-1": "a:AGGGGG x:BBBBB d:DDDD+M", "hotline-4": "k:KKKKKK g:GGGG", "hotline-1": "c:CCCCCC e:EEEEE k:KKKK"}
with open(ROOT / "tests/api/expected/suspensions.csv", encoding="utf-8", newline="") as file:
    TABLE = list(csv.DictReader(file))
COUNTS = list(dict.fromkeys((row["ties"], row["merged"], row["invalid"]) for row in TABLE))
RANKING = {"ranking_ties_all": "all", "ranking_merged_once": "once", "ranking_leaves_out_invalid": "left_out"}
SUSPENSION = {"suspension_same_estate": "same_estate", "suspension_same_list": "same_list", "suspension_every_share": "every_share"}


def rule(world, name, value, first, before):
    world.cluster.query("insert into district_rules (district_code, domain, name, value, unit, basis, effective_from, effective_to) "
                        "select '150202', domain, name, %s, units[1], '试验', %s, %s from rule_names where name = %s returning 1", (int(value), first, before, name))


@pytest.fixture(scope="module")
def cast(world):
    """Firms by capital letter, estates by small one."""
    return {name: firms.firm(world)["id"] for name in "ABCDEGKMZ"} | {name: own(world, households=1000) for name in "abcdexgkz"}


def plant(world, cast, said, list_, quarter):
    for estate, told in (each.split(":") for each in said.split()):
        master, mark = None, ""
        for letter in told:
            if letter in "+?":
                mark = letter
                continue
            members = {"+": {"state": "merged", "master_id": master}, "?": {"validity": "invalid"}, "": {}}[mark]
            made = complaint(world, {**cast[estate], "firm_id": cast[letter]}, quarter, list_, **members)
            master, mark = master or made, ""


def test_l4_the_table_has_every_combination():
    """L4: ties, merged, invalid; same estate, same list, every share: each way with each other."""
    ways = [tuple(row.values())[:6] for row in TABLE]
    assert sorted(ways) == sorted(itertools.product(("all", "none"), ("once", "raw"), ("left_out", "counted"), "01", "01", "01"))


@pytest.mark.parametrize("nth", range(len(COUNTS)))
def test_l4_h03_the_proposals_are_those_of_the_table(nth, world, cast):
    """H03, L4: two quarters from Q4 to Q1, with ties, a firm that changed inside a quarter and complaints that came late."""
    year, wanted = 2001 + 2 * nth, COUNTS[nth]
    quarters = {"4": f"{year}-Q4", "1": f"{year + 1}-Q1"}
    for (name, on), value in zip(RANKING.items(), wanted):
        rule(world, name, value == on, f"{year}-10-01", f"{year + 1}-04-01")
    listed = {}
    for key, said in SAID.items():
        list_, q = key.split("-")
        plant(world, cast, said, list_, quarters[q])
        ranking = published(world, "near", list_, quarters[q])
        plant(world, cast, "z:ZZZZZZZZZ", list_, quarters[q])
        listed[key] = sorted(name for name in "abcdexgkz" for row in world.role("street").pages(f"/v1/rankings/{ranking['id']}/rows", {"listed": "true"}) if row["estate"]["id"] == cast[name]["id"])
    rows = [row for row in TABLE if (row["ties"], row["merged"], row["invalid"]) == wanted]
    assert listed == {"petition-4": sorted(rows[0]["listed_q4"]), "petition-1": ["a", "d", "x"], "hotline-4": ["g", "k"], "hotline-1": ["c", "e", "k"]}
    names = {cast[name]: name for name in "ABCDEGKMZ"}
    got = {}
    for day, row in enumerate(rows, 1):
        for name, member in SUSPENSION.items():
            rule(world, name, row[member], f"{year + 1}-02-{day:02}", f"{year + 1}-02-{day + 1:02}")
        answer = run(world, quarters["1"], rules_on=f"{year + 1}-02-{day:02}")
        assert [answer["rules"][member] for member in SUSPENSION.values()] == [row[member] == "1" for member in SUSPENSION.values()]
        got[day] = "".join(sorted(names[each["firm_id"]] for each in answer["proposals"]))
        waiting = world.role("district").pages(WHERE, {"quarter": quarters["1"], "state": "proposed"}, limit=200)
        assert sorted(each["id"] for each in waiting) == sorted(each["id"] for each in answer["proposals"]), "what is demanded no longer does not wait"
    assert got == {day: row["firms"] for day, row in enumerate(rows, 1)}
    assert run(world, quarters["4"])["proposals"] == [], "Q3 had no ranking"
