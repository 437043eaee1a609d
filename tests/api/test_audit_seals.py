"""A month of the trail that is over is sealed: what is done to it afterwards contradicts the chain."""
import hashlib
import json
import pathlib
import re
import threading

from things.audit_seals import DISTRICT, OTHER, end_of, plant, seal, sealed

TRAIL = "/v1/audit/months/{}/trail"


def trail(world, month, district=0):
    """Lines end with a line feed alone: a name may hold what Python takes for another end of a line."""
    answer = world.role("district", district).get(TRAIL.format(month), headers={"Accept": "application/x-ndjson"}, expect=200)
    return [json.loads(line) for line in answer.body.decode().split("\n") if line]


def chained(district, month, previous, lines):
    """The hashes as the contract says them."""
    link = hashlib.sha256("\n".join(["wuye-audit/1", district, month, previous or ""]).encode()).hexdigest()
    for line in lines:
        link = hashlib.sha256(f"{link}\n{line}".encode()).hexdigest()
        yield link


def test_the_chain_is_the_one_that_the_contract_describes(world):
    cluster = world.cluster
    for month, rows in (("2025-01", 7), ("2025-03", 4)):
        plant(cluster, DISTRICT, month, rows, name="和平\u2028物\\业\x01")
    seal(cluster, "2025-03")
    officer, previous = world.role("district"), None
    for month, rows in (("2025-01", 7), ("2025-02", 0), ("2025-03", 4)):
        seal_of = officer.get(f"/v1/audit/months/{month}", expect=200).json
        lines = trail(world, month)
        links = list(chained(DISTRICT, month, previous, [line["row"] for line in lines]))
        assert [line["hash"] for line in lines] == links and [line["number"] for line in lines] == list(range(1, rows + 1))
        assert (seal_of["rows"], seal_of["previous_head"], seal_of["format"]) == (rows, previous, "wuye-audit/1")
        assert seal_of["head"] == (links[-1] if links else hashlib.sha256(f"wuye-audit/1\n{DISTRICT}\n{month}\n{previous}".encode()).hexdigest())
        previous = seal_of["head"]
    answered = [json.loads(line["row"]) for line in trail(world, "2025-01")]
    kept = cluster.query("select to_jsonb(a) - 'district_code' as row from audit_log a where at < '2025-02-01' union all "
                         "select to_jsonb(p) - 'district_code' from personal_access_log p where at < '2025-02-01'")
    assert {row["id"] for row in answered} == {row["row"]["id"] for row in kept} and len(answered) == 7
    for row in kept:
        said = next(one for one in answered if one["id"] == row["row"]["id"])
        assert {name: value for name, value in said.items() if name not in ("log", "at")} == {name: value for name, value in row["row"].items() if name != "at"}, "every column is in the line"
    pages = list(officer.pages(TRAIL.format("2025-01"), {"limit": 2}))
    assert pages == trail(world, "2025-01")
    assert officer.get("/v1/audit/months/2025-04", expect=404) and officer.get(TRAIL.format("2025-04"), expect=404)


def test_sealing_by_turns_is_sealing_at_once(world):
    cluster = world.cluster
    plant(cluster, OTHER, "2025-05", 25)
    assert seal(cluster, "2025-05", most=4) > 5
    lines = trail(world, "2025-05", 2)
    assert [line["hash"] for line in lines] == list(chained(OTHER, "2025-05", sealed(cluster, OTHER, "2025-05")[0]["previous_head"], [line["row"] for line in lines])) and len(lines) == 25


def test_a_month_in_which_somebody_may_still_write_is_not_sealed(world):
    """A transaction that began before the month was closed may still bring a row of it."""
    cluster, month = world.cluster, "2025-06"
    seal(cluster, "2025-05")
    late = cluster.connect(user=cluster.user)
    try:
        with late.cursor() as cursor:
            cursor.execute("begin; insert into audit_log (district_code, at, role, operation) values (%s, '2025-06-30 23:59+08', 'district', 'late')", (DISTRICT,))
        plant(cluster, DISTRICT, month)
        cluster.query("select audit_keep(%s, 50000)", (end_of(month),))
        cluster.query("select audit_keep(%s, 50000)", (end_of(month),))
        assert cluster.query("select rows, head from audit_seal(%s, %s)", (DISTRICT, month))[0]["head"] is None
        assert not sealed(cluster, DISTRICT, month)
        late.cursor().execute("commit")
    finally:
        late.close()
    told = cluster.query("select rows, head, previous_head from audit_seal(%s, %s)", (DISTRICT, month))[0]
    assert told["rows"] == 4 and told == cluster.query("select rows, head, previous_head from audit_seal(%s, %s)", (DISTRICT, month))[0]
    assert [json.loads(line["row"]).get("operation") for line in trail(world, month)][-1] == "late"


def test_a_month_is_closed_when_it_has_been_over_for_an_hour(world):
    cluster = world.cluster
    seal(cluster, "2025-06")
    cluster.query("select audit_keep('2025-08-01 00:59+08', 10)")
    assert not cluster.query("select 1 from audit_seals where month = '2025-07'")
    cluster.query("select audit_keep('2025-08-01 01:00+08', 10)")
    assert len(cluster.query("select 1 from audit_seals where month = '2025-07' and district_code in (%s, %s)", (DISTRICT, OTHER))) == 2


def test_what_a_clock_that_is_behind_writes_comes_after_the_seal(world, samples):
    """The months up to far ahead are closed: what is written now goes to the first moment of the month that is open, and is still told."""
    cluster = world.cluster
    own = cluster.query("select month, until_at from audit_seals where district_code = %s order by month desc limit 1", (DISTRICT,))[0]
    cluster.query("insert into audit_seals (district_code, month, from_at, until_at, closed_at) values (%s, '2099-12', %s, '2100-01-01 00:00+08', '2100-01-01 02:00+08')", (DISTRICT, own["until_at"]))
    try:
        world.role("district").post(f"/v1/complaints/{samples.complaints['near']}/hold", {"reason": "行政诉讼期间保全"},
                                    headers={"X-Request-Id": "behind-1"}, expect=201)
        world.role("street").post(f"/v1/complaints/{samples.complaints['near']}/reveal", {"reason": "核实处理结果"}, headers={"X-Request-Id": "behind-2"}, expect=200)
        rows = cluster.query("select at from audit_log where request_id = 'behind-1' union all select at from personal_access_log where request_id = 'behind-2'")
        assert len(rows) == 2 and {row["at"].isoformat() for row in rows} <= {"2100-01-01T00:00:00+08:00", "2099-12-31T16:00:00+00:00"}, rows
        connection = cluster.connect(user="wuye_district")
        try:
            with connection.cursor() as cursor:
                cursor.execute("begin; select set_config('wuye.district', %s, false), set_config('wuye.user', '01900000-0000-7000-8000-000000000001', false)", (DISTRICT,))
                for day, refused in (("2099-12-31", True), ("2100-01-02", False)):
                    cursor.execute("savepoint here")
                    try:
                        cursor.execute("insert into audit_log (district_code, at, user_id, role, operation) values (%s, %s, current_user_id(), 'district', 'x')", (DISTRICT, day))
                        assert not refused
                    except Exception as error:
                        assert refused and "row-level security" in str(error), error
                    cursor.execute("rollback to savepoint here")
        finally:
            connection.close()
    finally:
        cluster.query("delete from audit_seals where month = '2099-12' returning 1")


def test_two_that_seal_at_once_make_one_chain(world):
    cluster, month = world.cluster, "2025-08"
    plant(cluster, DISTRICT, month, 40)
    cluster.query("select audit_close(%s, %s)", (DISTRICT, end_of(month)))
    failures = []

    def keep():
        for _ in range(60):
            try:
                cluster.query("select audit_keep(%s, 3)", (end_of(month),))
            except Exception as error:
                failures.append(error)
    threads = [threading.Thread(target=keep) for _ in range(4)]
    [one.start() for one in threads]
    [one.join() for one in threads]
    assert not failures
    seal(cluster, month)
    lines = trail(world, month)
    assert len(lines) == 40 and [line["hash"] for line in lines] == list(chained(DISTRICT, month, sealed(cluster, DISTRICT, month)[0]["previous_head"], [line["row"] for line in lines]))


def test_what_was_done_to_a_sealed_month_shows_in_its_trail(world):
    """By somebody who may do everything in the database: a row changed, one taken away, one added; the hashes stay those of the seal."""
    cluster, month = world.cluster, "2025-09"
    plant(cluster, DISTRICT, month, 9)
    seal(cluster, month)
    before = trail(world, month)
    changed, gone = before[0], before[4]
    cluster.query("update audit_log set reason = '改' where id = %s returning 1", (changed["id"],))
    cluster.query("delete from audit_log where id = %s returning 1", (gone["id"],))
    cluster.query("insert into audit_log (district_code, at, role, operation) values (%s, '2025-09-20', 'district', 'added') returning 1", (DISTRICT,))
    after = trail(world, month)
    assert after[0]["row"] != changed["row"] and after[0]["hash"] == changed["hash"]
    assert after[4] == {**gone, "row": None}
    assert [line["id"] for line in after if line["number"] is None] == [after[-1]["id"]] and after[-1]["hash"] is None
    assert [line["hash"] for line in after if line["number"]] == [line["hash"] for line in before]


def test_a_package_that_is_being_frozen_waits_for_no_seal_and_fails_by_none(world):
    """It sees the months as they were when it began: one that was sealed since is told to the next package. The worker may do both, and nobody else."""
    cluster, month = world.cluster, "2025-10"
    plant(cluster, DISTRICT, month, 5)
    cluster.query("select audit_close(%s, %s)", (DISTRICT, end_of(month)))
    freezing = cluster.connect(user="wuye_worker")
    try:
        with freezing.cursor() as cursor:
            cursor.execute("begin isolation level repeatable read; select pg_current_snapshot()")
            seal(cluster, month)
            cursor.execute("select * from audit_seal(%s, %s)", (DISTRICT, month))
            assert cursor.fetchone() == (None, None, None)
            cursor.execute("commit; begin isolation level repeatable read; select rows, head from audit_seal(%s, %s)", (DISTRICT, month))
            assert cursor.fetchone() == (5, sealed(cluster, DISTRICT, month)[0]["link"])
            cursor.execute("commit; select audit_keep(%s, 10)", (end_of(month),))
    finally:
        freezing.close()
    for role in ("wuye_district", "wuye_platform"):
        connection = cluster.connect(user=role)
        try:
            with connection.cursor() as cursor:
                cursor.execute("select has_function_privilege('audit_keep(timestamptz, bigint)', 'execute') or has_function_privilege('audit_seal(text, text)', 'execute') "
                               "or has_table_privilege('audit_chain', 'insert, update, delete') or has_table_privilege('audit_seals', 'insert, update, delete')")
                assert cursor.fetchone() == (False,)
        finally:
            connection.close()


def test_a_page_costs_its_own_rows(world):
    """Not the rows of the month: the places read do not grow with it."""
    cluster, month = world.cluster, "2025-11"
    plant(cluster, OTHER, month, 6000)
    seal(cluster, month)
    statement = "explain (analyze, buffers, format json) select * from audit_trail('2025-11', '2025-11-02 00:30:00+08', '00000000-0000-0000-0000-000000000000', 20)"
    connection = cluster.connect()
    try:
        with connection.cursor() as cursor:
            cursor.execute("analyze audit_log; analyze personal_access_log; analyze audit_chain; select set_config('wuye.district', %s, false)", (OTHER,))
            cursor.execute(statement)  # the first time reads the catalogue
            cursor.execute(statement)
            plan = cursor.fetchone()[0][0]["Plan"]
    finally:
        connection.close()
    assert plan["Actual Rows"] == 20 and plan["Shared Hit Blocks"] + plan["Shared Read Blocks"] < 120, plan


def test_a_long_month_is_told_in_turns_and_from_its_first_row_on(world):
    """A function tells nothing before it has told all: a month of millions would be given up before its first row. Months that end with a turn, before and behind it."""
    cluster = world.cluster
    for month, rows in (("2026-01", 5000), ("2026-02", 10001)):
        plant(cluster, OTHER, month, rows)
        seal(cluster, month)
        lines = trail(world, month, 2)
        assert len(lines) == rows and [line["hash"] for line in lines] == list(chained(OTHER, month, sealed(cluster, OTHER, month)[0]["previous_head"], [line["row"] for line in lines]))
    statement = (pathlib.Path(__file__).resolve().parents[2] / "sql/queries/audit/listAuditTrail.sql").read_text().splitlines()
    kept = [line.split(" -- if")[0] for line in statement if not line.endswith(("-- if cursor", "-- if limit"))]
    connection = cluster.connect()
    try:
        with connection.cursor() as cursor:
            cursor.execute("select set_config('wuye.district', %s, false)", (OTHER,))
            cursor.execute("explain (analyze, format json) " + "\n".join(kept).replace(":'month'", "'2026-02'") + " limit 10")
            plan = json.dumps(cursor.fetchone()[0])
    finally:
        connection.close()
    calls = [node for node in json.loads("[" + ",".join(re.findall(r'\{[^{}]*"Node Type": "Function Scan"[^{}]*\}', plan)) + "]") if node["Function Name"] == "audit_trail"]
    assert len(calls) == 2 and sum(node["Actual Loops"] for node in calls) == 1, "ten rows cost one turn"
