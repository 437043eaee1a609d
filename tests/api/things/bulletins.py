"""Months that are frozen: a package's row and what is counted of it, in one transaction, as the worker that freezes does."""
import contextlib
import datetime
import hashlib
import uuid

from harness.things import NOTHING, path

SHANGHAI = datetime.timezone(datetime.timedelta(hours=8))


def frozen(world, month, district="150202", reason=None):
    """Id and version of the package; what was frozen of the month before is superseded."""
    package = str(uuid.uuid4())
    with contextlib.closing(world.cluster.connect()) as inside, inside.cursor() as cursor:
        cursor.execute("update exchange_packages set state = 'superseded', superseded_at = now() where district_code = %s and month = %s and state = 'frozen'", (district, month))
        cursor.execute("select coalesce(max(version), 0) + 1 from exchange_packages where district_code = %s and month = %s", (district, month))
        version = cursor.fetchone()[0]
        cursor.execute("insert into exchange_packages (district_code, id, month, version, state, reason, requested_at, frozen_at, next_try_at, sha256, manifest, signature, updated_at) "
                       "values (%s, %s, %s, %s, 'frozen', %s, now(), now(), now(), %s, '', '', now())",
                       (district, package, month, version, reason or (None if version == 1 else "数据更正"), hashlib.sha256(package.encode()).hexdigest()))
        cursor.execute("select exchange_count_figures(%s, %s, %s)", (district, package, month))
        inside.commit()
    return {"id": package, "version": version, "month": month}


def counted(world, package):
    """(figure, dimension, key) → (value, numerator, denominator)."""
    rows = world.cluster.query("select figure, dimension, key, value, numerator, denominator from exchange_figures where package_id = %s order by position", (package["id"],))
    assert len({(row["figure"], row["dimension"], row["key"]) for row in rows}) == len(rows)
    return {(row["figure"], row["dimension"], row["key"]): (row["value"], row["numerator"], row["denominator"]) for row in rows}


def month_of(samples, district="150202"):
    """A month that is frozen with what it is compared to, once in each register."""
    if ("bulletin", district) not in samples.planted:
        samples.planted.add(("bulletin", district))
        for month in ("2024-05", "2025-04", "2025-05"):
            frozen(samples.world, month, district)
    return "2025-05"


path("getBulletin")(lambda samples, role, own: {"period": month_of(samples)} if own else None)
NOTHING["getBulletin"] = {"period": "2019-01"}
