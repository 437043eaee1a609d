"""D06, I05: when a month is made: asked for, by the day of the rule, and not before its trail is sealed."""
import time

from things.exchange_months import WHERE, asked, officer


def test_one_that_failed_and_is_being_made_again_is_not_asked_for_twice(world):
    """A worker takes it up between the officer's look and his request: he is told so, at once."""
    cluster, district = world.cluster, officer(world)
    package = asked(world, "2001-12")
    cluster.query("update exchange_packages set state = 'failed', trouble = 'database', next_try_at = 'infinity' where id = %s returning 1", (package["id"],))
    making = cluster.connect()
    try:
        making.cursor().execute("begin; select from exchange_packages where id = %s for update", (package["id"],))
        began = time.monotonic()
        assert district.post(WHERE, {"month": "2001-12"}, expect=409).code == "state_conflict" and time.monotonic() - began < 3
    finally:
        making.cursor().execute("rollback")
        making.close()
    assert district.post(WHERE, {"month": "2001-12"}, expect=201).json["state"] == "building"
    cluster.query("delete from exchange_packages where id = %s returning 1", (package["id"],))


def test_the_month_before_is_frozen_from_the_day_on_that_the_rule_names(world):
    """Nobody's, where the rule says 0, which is so until a district says otherwise."""
    month = world.cluster.query("select to_char(now() at time zone 'Asia/Shanghai' - interval '1 month', 'YYYY-MM') as month")[0]["month"]
    rule = "insert into district_rules (district_code, domain, name, value, unit, basis, effective_from) values ('340302', 'duty', 'exchange_freeze_day', %s, 'days', '区政府文件', %s) returning 1"
    world.cluster.query("select exchange_months_due(now())")
    assert world.cluster.query("select 1 from exchange_packages where requested_by is null") == []
    world.cluster.query(rule, (5, "2020-01-01"))
    for day, there in (("04T23:59:59", 0), ("05T00:00:00", 1), ("06T00:00:00", 1)):
        world.cluster.query("select exchange_months_due((to_char(now() at time zone 'Asia/Shanghai', 'YYYY-MM-') || %s)::timestamptz)", (f"{day}+08:00",))
        found = world.cluster.query("select month, version, district_code from exchange_packages where requested_by is null")
        assert found == [{"month": month, "version": 1, "district_code": "340302"}] * there
    shown = officer(world, "340302").get(f"{WHERE}/{month}", expect=200).json
    assert shown["scheduled"] and shown["state"] == "building"
    world.cluster.query("delete from district_rules where district_code = '340302' returning 1")
    world.cluster.query("delete from exchange_packages where requested_by is null returning 1")


def test_months_in_which_no_worker_ran_are_frozen_when_one_does(world):
    """Those since the latest that was frozen, each by the rule of its time; a year of them at most."""
    cluster, mine = world.cluster, "select month from exchange_packages where district_code = '340302' and requested_by is null order by month"
    rule = "insert into district_rules (district_code, domain, name, value, unit, basis, effective_from, effective_to) values ('340302', 'duty', 'exchange_freeze_day', %s, 'days', '区政府文件', %s, %s) returning 1"
    cluster.query("insert into exchange_packages (district_code, id, month, version, requested_by, requested_at, next_try_at, updated_at) "
                  "values ('340302', gen_random_uuid(), '2031-01', 1, gen_random_uuid(), now(), 'infinity', now()) returning 1")
    try:
        cluster.query(rule, (5, "2031-04-01", "2031-06-01"))
        cluster.query(rule, (9, "2031-06-01", None))
        cluster.query("select exchange_months_due('2031-07-08T23:59:59+08:00')")
        assert [row["month"] for row in cluster.query(mine)] == ["2031-03", "2031-04", "2031-05"], "before April there was no rule, and July's ninth has not come"
        cluster.query("select exchange_months_due('2031-07-09T00:00:00+08:00')")
        cluster.query("select exchange_months_due('2032-01-31T23:59:59+08:00')")
        assert [row["month"] for row in cluster.query(mine)] == [f"2031-{month:02}" for month in range(3, 13)]
    finally:
        cluster.query("delete from district_rules where district_code = '340302' returning 1")
        cluster.query("delete from exchange_packages where month >= '2031-01' returning 1")


def test_a_month_waits_for_the_seal_of_its_trail(world):
    """Item 7: the head is in the package. Frozen in the first hour, it would never be: nobody makes it until it is sealed, and a day at most."""
    cluster = world.cluster
    now = cluster.query("select to_char(now() at time zone 'Asia/Shanghai', 'YYYY-MM') as month, to_char(now() at time zone 'Asia/Shanghai' - interval '40 days', 'YYYY-MM') as past")[0]

    def stands(month, district="340302"):
        return cluster.query("select exchange_trail_stands(%s, %s) as it", (district, month))[0]["it"]
    assert stands("2020-01") and not cluster.query("select 1 from audit_log where at < date_trunc('month', now()) and district_code = '340302'")
    cluster.query("insert into audit_log (district_code, at, role, operation) values ('340302', now(), 'district', 'x') returning 1")
    assert stands(now["past"]) and not stands(now["month"]), "in its first hour a month has rows and no seal"
    seal = "insert into audit_seals (district_code, month, from_at, until_at, closed_at, link, sealed_at) values ('340302', %s, month_start(%s), month_end(%s), month_end(%s), %s, %s) returning 1"
    cluster.query(seal, (now["month"],) * 4 + (None, None))
    assert not stands(now["month"]), "closed is not sealed"
    package = "insert into exchange_packages (district_code, id, month, version, requested_at, next_try_at, updated_at) values ('340302', gen_random_uuid(), %s, 1, now(), 'epoch', now()) returning id"
    mine = cluster.query(package, (now["month"],))[0]["id"]
    assert cluster.query("select id from exchange_package_take()") == [{"id": None}]
    cluster.query("update audit_seals set link = repeat('0', 64), sealed_at = now() where district_code = '340302' and month = %s returning 1", (now["month"],))
    assert stands(now["month"]) and cluster.query("select id from exchange_package_take()") == [{"id": mine}]
    cluster.query("delete from exchange_packages where id = %s returning 1", (mine,))
    cluster.query("delete from audit_seals where district_code = '340302' and month = %s returning 1", (now["month"],))
