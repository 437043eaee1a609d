"""D06: who follows may wait for news, what is older than thirteen months is told to be so, and the worker keeps the log."""
import pathlib
import threading
import time

from harness.client import Client
from harness.receiver import Worker, until
from harness.replica import DISTRICT, asked, fold
from test_exchange import begun, complaint, last, news, platform, touch  # noqa: F401  (fixtures)
from things.estates import today as rule_day
from things.users import client


def nodes(plan):
    """Of a plan, all of them."""
    return [plan] + [node for each in plan.get("Plans", []) for node in nodes(each)]


# ---- who waits ----

def test_who_waits_is_told_as_soon_as_there_is_something(world, platform, begun):  # noqa: F811
    firm = world.cluster.query("select id::text from firms where district_code = %s order by id limit 1", (DISTRICT,))[0]["id"]
    start = time.monotonic()
    assert platform.get("/v1/exchange/changes", {"after": str(begun), "wait": "1"}).json == {"items": [], "next": None, "resume": str(begun)}
    assert 0.9 < time.monotonic() - start < 10
    answers = []
    for after in (str(begun), "now"):
        asking = threading.Thread(target=lambda after=after: answers.append(world.role("platform").get("/v1/exchange/changes", {"after": after, "wait": "30"}).json))
        asking.start()
        time.sleep(1.2)
        assert asking.is_alive() and not world.cluster.query("select from pg_stat_activity where usename = 'wuye_platform' and state <> 'idle'"), "it holds nothing while it waits"
        touch(world, "firms", firm)
        fold(world.cluster)
        asking.join(10)
        assert [entry["id"] for entry in answers[-1]["items"]][-1] == firm
    platform.get("/v1/exchange/changes", {"after": str(begun + 1000000), "wait": "30"}, expect=410)


def test_a_place_that_ceases_to_be_one_while_somebody_waits_there_is_410(world, platform, begun):  # noqa: F811
    """Else he would go on from the new beginning with an old copy."""
    firm = world.cluster.query("select id::text from firms where district_code = %s order by id limit 1", (DISTRICT,))[0]["id"]
    statuses = []
    waiting = [threading.Thread(target=lambda after=after: statuses.append(world.role("platform").get("/v1/exchange/changes", {"after": after, "wait": "20"}, expect=None).status))
               for after in (str(begun), "now")]
    for thread in waiting:
        thread.start()
    time.sleep(1)
    world.cluster.query("with a as (update exchange_feeds set seq = seq + 1000, first = seq + 1000 where district_code = %s returning seq) "
                        "insert into changes select %s, now(), seq + 1, 'firms', %s, 'put' from a", (DISTRICT, DISTRICT, firm))
    world.cluster.query("update exchange_feeds set seq = seq + 1 where district_code = %s", (DISTRICT,))
    for thread in waiting:
        thread.join(30)
    world.cluster.query("update exchange_feeds set first = 1 where district_code = %s", (DISTRICT,))
    assert statuses == [410, 410]


def test_who_stands_at_the_end_does_not_pay_for_what_is_before(world, platform, begun):  # noqa: F811
    """Twice a second for each who waits: the index is entered at his place, however long the log is. From the beginning a page costs a page."""
    end, statement = begun + 30000, (pathlib.Path(__file__).parents[2] / "sql/queries/internal/exchangeChanges.sql").read_text()
    world.cluster.query("insert into changes select %s, now(), %s + n, 'firms', gen_random_uuid(), 'put' from generate_series(1, 30000) n", (DISTRICT, begun))
    world.cluster.query("update exchange_feeds set seq = %s where district_code = %s", (end, DISTRICT))
    world.cluster.query("analyze changes")
    for after, entries in ((end, 0), (end - 1, 1), (begun, 11)):
        asking = statement
        for name, value in (("district", DISTRICT), ("after", after), ("datasets", None), ("limit", 11)):
            asking = asking.replace(f":'{name}'", "null" if value is None else f"'{value}'")
        [[[plan]]] = asked(world.cluster, "platform", "explain (analyze, format json, costs off) " + asking)
        read = [node["Actual Rows"] + node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Join Filter", 0) for node in nodes(plan["Plan"]) if node.get("Relation Name", "").startswith("changes_")]
        assert read and sum(read) <= entries + 2 and not any(node.get("Rows Removed by Join Filter", 0) for node in nodes(plan["Plan"]))
        assert len(platform.get("/v1/exchange/changes", {"after": str(after), "limit": "10"}).json["items"]) == min(entries, 10)


def test_each_may_wait_so_often_and_all_so_often_and_a_stop_ends_it(world, begun):  # noqa: F811
    """Whoever waits eight times already is answered at once, and so is everybody when sixty-four wait; a service that is stopped answers them all."""
    server = world.server("waiting", connections_max=200)
    answers, waiting = [], []

    def waits(caller, times, at_once):
        before = len(answers) + at_once
        for _ in range(times):
            waiting.append(threading.Thread(target=lambda: answers.append(caller.get("/v1/exchange/changes", {"after": "now", "wait": "30"}).json)))
            waiting[-1].start()
        until(lambda: len(answers) == before)

    def platform_of(made):
        secret = world.anyone.request("POST", "/v1/auth/token", form={"grant_type": "client_credentials", "client_id": f"{made['name']}@{DISTRICT}", "client_secret": made["secret"]}, expect=200)
        return Client(world.judge, server.port, secret.json["access_token"])

    waits(world.role("platform", server=server), 10, 2)
    others = [platform_of(client(world, "platform")) for _ in range(8)]
    for other in others[:7]:
        waits(other, 8, 0)
    until(lambda: 'wuye_waits 64' in world.role("public", server=server).get("/metrics").body.decode())
    waits(others[7], 3, 3)
    time.sleep(0.5)
    assert len(answers) == 5 and sum(thread.is_alive() for thread in waiting) == 64
    start = time.monotonic()
    server.stop()
    for thread in waiting:
        thread.join(10)
    assert len(answers) == 69 and time.monotonic() - start < 10
    assert all(answer == {"items": [], "next": None, "resume": answers[0]["resume"]} for answer in answers)


def test_thirteen_months_are_kept(world, platform, begun):  # noqa: F811
    """D06: a month goes whole when thirteen whole ones are over since; the district that keeps the most says so; who stands in it is 410, who stands at its end has missed nothing, and a thing that was told then is still told to be gone."""
    one, two = complaint(world), complaint(world)
    fold(world.cluster)
    world.cluster.query("select partition_make('changes', '2020-01-01')")
    world.cluster.query("with moved as (delete from changes where district_code = %s returning *) insert into changes select district_code, '2020-01-31 23:59:59+08', seq, dataset, thing_id, kind from moved", (DISTRICT,))
    end, first = last(world), world.cluster.query("select min(seq) as n from changes where district_code = %s", (DISTRICT,))[0]["n"]
    touch(world, "complaints", two)
    fold(world.cluster)

    def retain(today):
        return asked(world.cluster, "worker", "select exchange_retain(%s)", (today,))[0][0]
    officer = world.caller("district.officer@340302")
    for months, status in (("12", 422), ("13", 201)):
        officer.post("/v1/rules", {"name": "exchange_keep_months", "value": months, "basis": "区政府文件", "effective_from": rule_day(0)}, expect=status)
    world.cluster.query("insert into district_rules (district_code, domain, name, value, unit, basis, effective_from, effective_to) "
                        "values ('340302', 'duty', 'exchange_keep_months', 14, 'months', '区政府文件', '2020-01-01', '2021-04-02')")
    assert retain("2021-02-28") == retain("2021-03-31") == 0 and platform.get("/v1/exchange/changes", {"after": str(first)}).json["items"]
    world.cluster.query("delete from district_rules where name = 'exchange_keep_months' and district_code = '340302'")
    assert retain("2021-03-01") == 1 == len(platform.get("/v1/exchange/changes", {"after": str(end)}).json["items"])
    assert platform.get("/v1/exchange/changes", {"after": str(end - 1)}, expect=410).code == "cursor_expired"
    assert [entry["id"] for entry in platform.get("/v1/exchange/changes").json["items"]] == [two]
    touch(world, "complaints", one, "confidential = true, updated_at = now()")
    assert news(world, platform, end + 1) == [("gone", "complaints", one)]
    assert not world.cluster.query("select to_regclass('changes_2020_01') as name")[0]["name"]


def test_the_worker_keeps_the_log(world, platform, begun):  # noqa: F811
    """The job runs every second, though nothing else of the worker is due."""
    worker = Worker(world)
    try:
        firm = world.cluster.query("select id::text from firms where district_code = %s order by id limit 1", (DISTRICT,))[0]["id"]
        for number in range(3):
            touch(world, "firms", firm)
            page = platform.get("/v1/exchange/changes", {"after": str(begun + number), "wait": "20"}).json
            assert [entry["id"] for entry in page["items"]] == [firm]
    finally:
        worker.stop()
