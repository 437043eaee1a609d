#!/usr/bin/python3
"""Whether random draws are as likely as their weights say: the service's own SQL draws 100,000 times, and what came out is held against exact probabilities, by chi-square.

usage: draws.py [--draws 100000] [--seed 27] [--least 0.0001]

A database cluster of its own. A small pool of targets (weights 100, 100, 50, 25, 100, 50, 100, of which 3 are taken) and one of inspectors (6 that weigh the same, of which 3), whose probabilities are
found by enumeration of all orders; the first that is taken, each that is taken at all, every order of the three, and the teams of two that visit. Each draw has a final seed of its own, the hash of a
number that follows from --seed, so that a run can be had again. A statistic whose p is below --least fails. Then how long a draw takes: 20 of
316, and 500 of 5,000, the best of three.
"""
import argparse
import collections
import fractions
import itertools
import json
import math
import pathlib
import sys
import time
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "api"))
from harness import service  # noqa: E402  (the path comes first)
from harness.register import Register  # noqa: E402
from harness.world import World  # noqa: E402

TARGETS, INSPECTORS, TAKEN = [100, 100, 50, 25, 100, 50, 100], [100] * 6, 3
FINAL = "sha256(convert_to(%(seed)s || ':' || n, 'UTF8'))"


def orders(weights, taken):
    """{members in the order in which they are taken: exact probability}."""
    found = {}
    for order in itertools.permutations(range(1, len(weights) + 1), taken):
        chance, left = fractions.Fraction(1), sum(weights)
        for member in order:
            chance, left = chance * fractions.Fraction(weights[member - 1], left), left - weights[member - 1]
        found[order] = chance
    return found


def tail(chi, degrees):
    """P(χ² ≥ chi): the regularised incomplete gamma function, by its series or by its continued fraction."""
    a, x = degrees / 2, chi / 2
    if x <= 0:
        return 1.0
    scale = math.exp(-x + a * math.log(x) - math.lgamma(a))
    if x < a + 1:
        term = total = 1 / a
        for n in itertools.count(1):
            term *= x / (a + n)
            total += term
            if term < total * 1e-15:
                return 1 - total * scale
    tiny = 1e-300
    b = x + 1 - a
    c, d = 1 / tiny, 1 / b
    value = d
    for n in itertools.count(1):
        part = -n * (n - a)
        b += 2
        d = 1 / (part * d + b or tiny)
        c = b + part / c or tiny
        value *= d * c
        if abs(d * c - 1) < 1e-15:
            return value * scale


def compared(name, counts, chances, total):
    """χ² of counts against exact probabilities that sum up to one."""
    assert sum(chances.values()) == 1 and sum(counts.values()) == total and set(counts) <= set(chances)
    chi = sum((counts[key] - float(total * chance)) ** 2 / float(total * chance) for key, chance in chances.items())
    return name, chi, len(chances) - 1, tail(chi, len(chances) - 1)


def included(name, counts, exact, total):
    """χ² of how often each is taken at all. These counts lean on each other, so they are held against their exact covariance; their sum is certain, which takes one degree."""
    members = sorted({member for order in exact for member in order})[:-1]
    chances = {member: sum(chance for order, chance in exact.items() if member in order) for member in members}
    both = {(a, b): sum(chance for order, chance in exact.items() if a in order and b in order) for a in members for b in members}
    rows = [[float(total * (both[a, b] - chances[a] * chances[b])) for b in members] + [counts[a] - float(total * chances[a])] for a in members]
    off = [row[-1] for row in rows]
    for at in range(len(rows)):  # covariance · solved = off, by elimination; a covariance needs no pivots
        rows[at] = [value / rows[at][at] for value in rows[at]]
        for other in range(len(rows)):
            if other != at:
                rows[other] = [value - rows[other][at] * lead for value, lead in zip(rows[other], rows[at])]
    chi = sum(value * row[-1] for value, row in zip(off, rows))
    return name, chi, len(members), tail(chi, len(members))


def judged(cluster, seed, draws):
    values = {"seed": str(seed), "draws": draws, "taken": TAKEN}
    for purpose, weights in (("targets", TARGETS), ("inspectors", INSPECTORS)):
        rows = cluster.query(f"select o.taken, count(*) as times from (select draw_pick({FINAL}, %(purpose)s, %(weights)s::bigint[], %(taken)s) as taken from generate_series(1, %(draws)s) n) o group by 1",
                             {**values, "purpose": purpose, "weights": weights})
        counts, exact = collections.Counter({tuple(row["taken"]): row["times"] for row in rows}), orders(weights, TAKEN)
        first, once = collections.Counter(), collections.Counter()
        for order, times in counts.items():
            first[order[0]] += times
            once.update({member: times for member in order})
        yield compared(f"{purpose}: the first", first, {member: fractions.Fraction(weight, sum(weights)) for member, weight in enumerate(weights, 1)}, draws)
        yield included(f"{purpose}: taken at all", once, exact, draws)
        yield compared(f"{purpose}: every order", counts, exact, draws)
    rows = cluster.query(f"select c.members, count(*) as times from generate_series(1, %(draws)s) n cross join lateral draw_crews({FINAL}, array_fill(true, array[8]), 2, 4, 2) c where c.target = 1 group by 1",
                         values)
    pairs = {pair: fractions.Fraction(1, 12) for pair in itertools.permutations(range(1, 5), 2)}
    yield compared("teams: the first pair", collections.Counter({tuple(row["members"]): row["times"] for row in rows}), pairs, draws)
    # A bound of three quarters of all numbers: without refusals the lower third would come up twice as often as the rest.
    rows = cluster.query(f"select d.number / (1::bigint << 60) as part, count(*) as times from generate_series(1, %(draws)s) n cross join lateral draw_below({FINAL}, 'targets', 6 * (1::bigint << 60), 0) d group by 1", values)
    yield compared("numbers below 6 · 2^60: each sixth", collections.Counter({int(row["part"]): row["times"] for row in rows}), {part: fractions.Fraction(1, 6) for part in range(6)}, draws)


def timed(cluster, targets, taken, called):
    """Milliseconds of a commitment and of its draw, each a whole call of the service's functions with all that they write; fresh pools of estates copied from the demo register."""
    connection = cluster.connect()
    try:
        with connection.cursor() as cursor:
            cursor.execute("set timezone = 'Asia/Shanghai'")
            cursor.execute("select set_config('wuye.district', '150202', false), set_config('wuye.user', %s, false)", (str(uuid.uuid4()),))
            cursor.execute("select count(*) from estates where district_code = '150202'")
            cursor.execute("insert into estates (district_code, code, name, street_code, community_code, area_m2, building_type, new_or_old) select e.district_code, 'X' || n, e.name, e.street_code, "
                           "e.community_code, 1, 'multi', 'ordinary' from (select * from estates where district_code = '150202' order by id limit 1) e, generate_series(1, %s) n",
                           (max(0, targets - cursor.fetchone()[0]),))
            cursor.execute("insert into inspectors (district_code, id, name, unit, valid_from, created_at, updated_at) "
                           "select '150202', gen_random_uuid(), '检查员', 'district', '2026-01-01', now(), now() from generate_series(1, %s - (select count(*) from inspectors))", (called * 4,))
            cursor.execute("analyze")
            cursor.execute("select jsonb_build_object('estate_ids', jsonb_agg(id)) from (select id from estates where district_code = '150202' order by id limit %s) e", (targets,))
            said = json.dumps(cursor.fetchone()[0])
            found = []
            for _ in range(3):
                draw, began = str(uuid.uuid4()), time.monotonic()
                cursor.execute("select problem from draw_commit(%s, '试验', '试验', null, null, %s, %s, '{}', %s, 2, '试验', now() + interval '1 hour', now(), (now() at time zone 'Asia/Shanghai')::date)", (draw, said, taken, called))
                committed = time.monotonic()
                assert cursor.fetchone()[0] is None
                cursor.execute("select set_config('wuye.user', %s, false)", (str(uuid.uuid4()),))
                drawing = time.monotonic()
                cursor.execute("select problem from draw_move(%s, 'draw', '1', null, now() + interval '2 hours')", (draw,))
                found.append(((committed - began) * 1000, (time.monotonic() - drawing) * 1000))
                assert cursor.fetchone()[0] is None
            return [min(times) for times in zip(*found)]
    finally:
        connection.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name, kind, value in (("draws", int, 100000), ("seed", int, 27), ("least", float, 0.0001)):
        parser.add_argument(f"--{name}", type=kind, default=value)
    options = parser.parse_args()
    world, faults, began = World(), 0, time.monotonic()
    try:
        world.cluster.start()
        world.cluster.create_database()
        service.command(world.cluster, "migrate")
        Register(world.cluster, world.folder).load()
        for name, chi, degrees, p in judged(world.cluster, options.seed, options.draws):
            faults += p < options.least
            print(f"{'ok    ' if p >= options.least else 'not ok'} {name}: χ² {chi:.2f}, {degrees} degrees, p {p:.4f}", flush=True)
        for targets, taken, called in ((316, 20, 6), (5000, 500, 50)):
            print("{} of {} estates and {} of {} inspectors in teams of 2: committed in {:.0f} ms, drawn in {:.0f} ms".format(taken, targets, called, called * 4, *timed(world.cluster, targets, taken, called)))
    finally:
        world.remove()
    print(f"{options.draws} draws, seed {options.seed}; {faults} failed; {time.monotonic() - began:.0f} s in all")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
