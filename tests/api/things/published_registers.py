"""What everybody reads of the registers, and of what was paid: runs by hand, each in a quarter long ago."""
import datetime
import uuid

from harness.register import DISTRICT
from harness.things import path, planted

from . import contracts, firms
from .estates import estate
from .subsidy_runs import scheme, today

path("getPublishedFirm")(lambda samples, role, own: {"id": firms.firm(samples.world, abroad=not own)["id"]} if own or role != "public" else None)
planted("listPublishedFirms")(lambda samples: firms.firm(samples.world))
planted("listPublishedEstates")(lambda samples: estate(samples))
planted("listPublishedContracts")(lambda samples: contracts.bring(samples, "filed"))


# ---- what was paid ----

CLASSES = ("class_1", "class_2", "class_3")


def moment(quarter, days=40):
    """Within a quarter (2011-Q3)."""
    first = datetime.date(int(quarter[:4]), int(quarter[-1]) * 3 - 2, 1)
    return f"{first + datetime.timedelta(days)}T10:00:00+08:00"


def numbers(world, district=DISTRICT):
    rows = world.cluster.query("select id::text, code, name from estates where district_code = %s order by id", (district,))
    return [(row["id"], row["code"], row["name"]) for row in rows]


def run_with(world, district, lines, paid):
    """A run that is paid, by hand: lines (estate, street, class, amount, community, firm or None), each leg at its moment (None: not paid)."""
    run, scheme_id = str(uuid.uuid4()), scheme(world, district)
    world.cluster.query("insert into subsidy_runs (district_code, id, scheme_id, month, kind, state, created_at, updated_at) values (%s, %s, %s, '2024-02-01', 'regular', 'paid_to_firm', now(), now()) returning 1",
                        (district, run, scheme_id))
    for street in {line[1] for line in lines}:
        world.cluster.query("insert into subsidy_run_streets (district_code, run_id, street_code, lines, amount, state, paid_at) values (%s, %s, %s, 1, 0, 'paid_to_firm', %s) returning 1",
                            (district, run, street, paid[0]))
    for street, firm in {(line[1], line[5]) for line in lines if line[5]}:
        world.cluster.query("insert into subsidy_run_firms (district_code, run_id, street_code, firm_id, lines, amount, paid_amount, paid_at) values (%s, %s, %s, %s, 1, 0, 0, %s) returning 1",
                            (district, run, street, firm, paid[1]))
    for number, ((estate_id, code, name), street, kind, amount, community, firm) in enumerate(lines, 1):
        back = amount < 0
        second = (None,) * 4 if not firm else (1, 0, -amount, amount) if back else (1, amount, 0, amount)
        world.cluster.query(
            "insert into subsidy_run_lines (district_code, run_id, number, estate_id, estate_code, estate_name, street_code, community_code, firm_id, mode, class, area_m2, rate, total_amount, had_amount, "
            "amount, coefficient, total_paid, had_paid, paid_amount) values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) returning 1",
            (district, run, number, estate_id, code, name, street, community, firm, None if back else "quasi", None if back else kind, None if back else amount, None if back else 1,
             0 if back else amount, -amount if back else 0, amount, *second))
    return run


@planted("listPublishedSubsidies", number=1)
def paid_last_quarter(samples):
    """Two groups of the last quarter that is over, in the district."""
    year, month = (int(part) for part in (datetime.date.fromisoformat(today()) - datetime.timedelta(1)).isoformat().split("-")[:2])
    nth = year * 4 + (month - 1) // 3 - 1
    found, (street,) = numbers(samples.world), [row["code"] for row in samples.world.cluster.query("select code from divisions where code = '150202001'")]
    lines = [(estate_, street, CLASSES[at // 3], 100 + at, f"{street}001", None) for at, estate_ in enumerate(found[:6])]
    return run_with(samples.world, DISTRICT, lines, (moment(f"{nth // 4}-Q{nth % 4 + 1}"), None))
