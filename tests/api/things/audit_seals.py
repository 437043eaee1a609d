"""Months of the trail that are over and sealed: rows planted where they would have come, closed and chained by the functions the worker calls."""
from harness.register import DISTRICT
from harness.things import path, planted

OTHER = "340302"


def plant(cluster, district, month, rows=3, first=1, reason="核实处理结果", name="和平\n物业"):
    """Every third row is a look at personal data."""
    cluster.query(
        "with at as (select n, (%(month)s || '-02')::date + n * interval '1 second' as at from generate_series(%(first)s, %(first)s + %(rows)s - 1) n), looks as ("
        "insert into personal_access_log (district_code, at, id, user_id, user_name, role, complaint_id, reason) "
        "select %(district)s, at, gen_random_uuid(), gen_random_uuid(), 'street.officer', 'street', gen_random_uuid(), %(reason)s from at where n %% 3 = 0) "
        "insert into audit_log (district_code, at, id, user_id, user_name, role, operation, target, reason, remote, request_id, detail) "
        "select %(district)s, at, gen_random_uuid(), gen_random_uuid(), '陈 \"静\"', 'district', 'updateFirm', gen_random_uuid()::text, null, '10.0.0.' || n %% 250, "
        "'r-' || n, jsonb_build_object('body', jsonb_build_object('name', %(name)s::text, 'n', n)) from at where n %% 3 <> 0 returning 1",
        {"district": district, "month": month, "rows": rows, "first": first, "reason": reason, "name": name})


def end_of(month):
    """The moment at which it is closed: two hours after its end."""
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // 12}-{number % 12 + 1:02}-01 02:00+08"


def seal(cluster, month, most=50000):
    """Whatever of any district is over and has rows, up to this month; the turns it took."""
    for turns in range(1, 1000):
        cluster.query("select audit_keep(%s, %s)", (end_of(month), most))
        if not cluster.query("select 1 from audit_seals where sealed_at is null"):
            return turns
    raise AssertionError(f"{month} is not sealed: is it over?")


def sealed(cluster, district, month):
    return cluster.query("select * from audit_seals where district_code = %s and month = %s and sealed_at is not null", (district, month))


def month_number(number):
    return f"{2022 + number // 12}-{number % 12 + 1:02}"


@planted("listAuditMonths")
def one_more(samples):
    """Months follow each other without a gap, so the next one is planted each time."""
    cluster = samples.world.cluster
    last = cluster.query("select max(month) as month from audit_seals where district_code = %s", (DISTRICT,))[0]["month"]
    month = month_number((int(last[:4]) - 2022) * 12 + int(last[5:])) if last else "2022-03"
    if not cluster.query("select 1 where now() > %s::timestamptz", (end_of(month),)):
        return last  # a worker came by, and there is nothing more to seal
    plant(cluster, DISTRICT, month)
    seal(cluster, month)
    return month


@path("getAuditMonth", "listAuditTrail")
def month_of(samples, role, own):
    cluster = samples.world.cluster
    if own:
        if not sealed(cluster, DISTRICT, "2022-03"):
            one_more(samples)
        return {"month": "2022-03"}
    if not sealed(cluster, OTHER, "2022-01"):
        plant(cluster, OTHER, "2022-01")
        seal(cluster, "2022-01")
    return {"month": "2022-01"}
