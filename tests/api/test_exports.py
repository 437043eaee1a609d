"""Lists written to files while nobody waits: the very bytes of the list, for the caller as he is when it runs, whole or not at all."""
import concurrent.futures
import gzip
import hashlib
import signal
import threading
import time

import pytest
from harness.contract import XLSX
from harness.receiver import Worker, until
from harness.samples import fill
from things.exports import CONTENT, finish

ACCEPT = {"csv": "text/csv", "ndjson": "application/x-ndjson", "xlsx": XLSX}
GROWING = {"listAudit", "listExports"}  # what is asked for and read shows there
NONE = "01970000-0000-7000-8000-000000000001"


@pytest.fixture
def start(world):
    """Workers that end with the test; one that a test did not kill must end well."""
    things = []

    def make(name="exports", **settings):
        things.append(Worker(world, name, **{"export_poll_ms": 30, "webhook_threads": 0, "export_threads": 1, **settings}))
        return things[-1]
    yield make
    for thing in reversed(things):
        assert thing.process.poll() in (None, 0, -signal.SIGKILL), thing.text()[-5000:]
        if thing.process.poll() is None:
            thing.stop()


@pytest.fixture(autouse=True)
def room(world):
    """Nothing of another test is under way or kept."""
    world.cluster.query("delete from exports returning id")
    world.cluster.query("delete from stored_files f where not exists (select from exchange_parts p where p.district_code = f.district_code and p.file_id = f.id) returning id")


@pytest.fixture
def rule(world):
    """A number of a rule from now on; gone with the test."""
    def put(name, value):
        world.cluster.query("insert into district_rules (district_code, id, domain, name, value, unit, basis, effective_from) "
                            "select '150202', gen_random_uuid(), domain, name, %s, unit, '测试', '2020-01-01' from district_rules where district_code = '*' and name = %s returning id", (value, name))
    yield put
    world.cluster.query("delete from district_rules where district_code = '150202' and name like 'exports_%%' returning id")


def files(world):
    """What is kept of exports: packages keep theirs beside them."""
    return world.cluster.query("select id from stored_files f where not exists (select from exchange_parts p where p.district_code = f.district_code and p.file_id = f.id)")


def ask(caller, operation, form="csv", expect=201, **parameters):
    return caller.post("/v1/exports", {"operation": operation, "parameters": parameters, "format": form}, expect=expect).json


def state(caller, export):
    return caller.get(f"/v1/exports/{export['id']}").json


def ended(caller, export, seconds=60):
    until(lambda: state(caller, export)["finished_at"], seconds, lambda: state(caller, export))
    return state(caller, export)


def fetch(caller, export, **headers):
    return caller.request("GET", f"/v1/exports/{export['id']}/content", headers=headers)


def done(caller, export, seconds=60):
    """What it says of itself, and its bytes."""
    shown = ended(caller, export, seconds)
    assert shown["state"] == "done", shown
    answer = fetch(caller, export)
    assert answer.status == 200 and len(answer.body) == shown["bytes"] and hashlib.sha256(answer.body).hexdigest() == shown["sha256"]
    assert answer.header("ETag") == f'"{shown["sha256"]}"'
    return shown, answer.body


def listed(caller, path, form="csv", query=None):
    return caller.request("GET", path, query, headers={"Accept": ACCEPT[form]}, expect=200).body


@pytest.fixture
def blocked(world):
    """What reads the register of estates waits until it is let go."""
    connection = world.cluster.connect()
    cursor = connection.cursor()
    cursor.execute("begin")
    cursor.execute("lock table estates in access exclusive mode")
    yield lambda: cursor.execute("rollback")
    connection.close()


@pytest.fixture
def slow(world):
    """Rows of an export alone are a minute in coming: its session looks whether its client is still there (settings_export_text)."""
    definition = world.cluster.query("select pg_get_functiondef('current_district()'::regprocedure) as text")[0]["text"]
    world.cluster.query("""create or replace function current_district() returns text language plpgsql stable parallel safe as $$
        begin
            if current_setting('client_connection_check_interval') = '1s' then perform pg_sleep(60); end if;
            return nullif(current_setting('wuye.district', true), '');
        end $$""")
    yield
    world.cluster.query(definition)


def asleep(world):
    return world.cluster.query("select pid from pg_stat_activity where usename = 'wuye_district' and wait_event = 'PgSleep'")


def requests_of(world, samples, role):
    """Each list that the role may read: its path values and the query it asks for, and the path."""
    for operation in world.contract.operations:
        if operation.is_list and operation.method == "GET" and operation.id not in GROWING and {role, "public"} & set(operation.roles):
            values = samples.path_values(operation, role) or {}
            yield operation, {**values, **samples.query(operation)}, fill(operation.path, values), samples.query(operation)


@pytest.mark.parametrize("role", ["district", "company", "street", "community", "hotline", "platform"])
def test_a_file_is_what_the_list_answers_the_same_caller(role, world, samples, start, rule):
    """Every list, as CSV: nobody's file shows more than his list. What is planted and masked is watched for in everything that a firm is sent."""
    rule("exports_under_way", 100)
    start(export_threads=2)
    caller, seen = world.role(role), 0
    found = [row for row in requests_of(world, samples, role)]
    for batch in (found[at:at + 60] for at in range(0, len(found), 60)):
        told = [(listed(caller, path, query=query), ask(caller, operation.id, **parameters), operation) for operation, parameters, path, query in batch]
        for expected, export, operation in told:
            shown, content = done(caller, export)
            assert content == expected, operation.id
            seen += shown["rows"]
            assert shown["rows_expected"] in (None, shown["rows"]) and shown["percent"] == 100, shown
    assert len(found) > 20 and seen > 20


def test_each_form_is_the_lists_own(world, samples, start):
    start()
    caller = world.role("district")
    for form in ACCEPT:
        for operation, path, query in (("listEstates", "/v1/estates", {"new_or_old": "old,ordinary", "sort": "code"}), ("listIssueLedger", "/v1/ledgers/issues", {})):
            parameters = {name: value.split(",") if "," in value else value for name, value in query.items()}
            export = ask(caller, operation, form, **parameters)
            assert done(caller, export)[1] == listed(caller, path, form, query), (form, operation)
            answer = fetch(caller, export)
            assert f'filename="{operation}.{form}"' in answer.header("Content-Disposition") and answer.header("Content-Type").startswith(ACCEPT[form])
    assert ask(caller, "listEstates", limit=2, sort="code")
    first = done(caller, ask(caller, "listEstates", limit=2, sort="code"))
    assert first[0]["rows"] == first[0]["rows_expected"] == 2 and first[1] == listed(caller, "/v1/estates", "csv", {"limit": 2, "sort": "code"})


def test_a_packed_file_is_the_same_and_says_no_time(world, start):
    start()
    caller = world.role("district")
    exports = [caller.post("/v1/exports", {"operation": "listEstates", "format": "ndjson", "gzip": True}, expect=201).json for _ in range(2)]
    (_, first), (_, second) = (done(caller, export) for export in exports)
    assert first == second and first[4:8] == b"\0\0\0\0" and gzip.decompress(first) == listed(caller, "/v1/estates", "ndjson")
    answer = fetch(caller, exports[0])
    assert answer.header("Content-Type") == "application/gzip" and not answer.header("Content-Encoding") and 'filename="listEstates.ndjson.gz"' in answer.header("Content-Disposition")


def test_everything_wrong_with_what_is_asked_is_named_at_once(world):
    caller = world.role("district")
    answer = caller.request("POST", "/v1/exports", json_body={"operation": "listEstates", "format": "csv", "parameters": {
        "sort": "colour", "limit": 0, "nonsense": "1", "cursor": "x", "new_or_old": ["old", "older"], "street_code": ["1,2"], "q": ""}})
    assert answer.status == 422 and answer.code == "invalid_body" and set(answer.pointers) == {f"/parameters/{name}" for name in
        ("sort", "limit", "nonsense", "cursor", "new_or_old", "street_code", "q")}, answer
    for operation in ("noSuchList", "createEstate", "getEstate", "readHotlineUpdates", "postTickets"):
        answer = caller.request("POST", "/v1/exports", json_body={"operation": operation, "format": "csv"})
        assert answer.status == 422 and answer.pointers == ["/operation"], answer
    missing = caller.request("POST", "/v1/exports", json_body={"operation": "listCodes", "format": "csv"})
    assert missing.status == 422 and missing.pointers == ["/parameters/list"], missing
    assert caller.request("POST", "/v1/exports", json_body={"operation": "listEstates", "format": "xlsx", "gzip": True}).code == "export_packed_already"
    assert not world.cluster.query("select id from exports")


def test_only_lists_that_the_caller_may_call(world, start):
    start()
    for role, operation in (("company", "listAudit"), ("street", "listAudit"), ("hotline", "listIssueProgress"), ("platform", "listUsers")):
        answer = world.role(role).request("POST", "/v1/exports", json_body={"operation": operation, "format": "csv"})
        assert answer.status == 403 and answer.code == "forbidden", answer
    hotline = world.role("hotline")
    assert done(hotline, ask(hotline, "listCodes", list="role"))[1] == listed(hotline, "/v1/code-lists/role/codes")


def test_what_the_list_would_not_find_fails_with_its_problem(world, start):
    start()
    caller = world.role("district")
    shown = ended(caller, ask(caller, "listIssueAttachments", id=NONE))
    assert (shown["state"], shown["trouble"], shown["sha256"], shown["expires_at"]) == ("failed", "not_found", None, None)
    answer = fetch(caller, shown)
    assert answer.status == 409 and answer.json["state"] == "failed"


def test_it_is_run_with_the_rights_of_the_moment(world, samples, start):
    """Whoever was disabled, or signed in anew with another password, has nothing run for him."""
    caller = world.role("street")
    asked = [ask(caller, "listEstates"), ask(caller, "listComplaints")]
    owner = "(select user_id from exports where id = %s)"
    world.cluster.query(f"update users set state = 'disabled' where id = {owner} returning id", (asked[0]["id"],))
    worker = start()
    until(lambda: all(row["state"] == "failed" for row in world.cluster.query("select state from exports")), 30, worker.text)
    world.cluster.query(f"update users set state = 'active' where id = {owner} returning id", (asked[0]["id"],))
    assert {state(caller, export)["trouble"] for export in asked} == {"invalid_token"}
    assert not files(world)


def test_who_has_moved_leaves_the_files_of_the_last_place(world, start):
    start()
    caller = world.role("street")
    export = ask(caller, "listEstates")
    done(caller, export)
    world.cluster.query("update exports set street_code = '150202999' where id = %s returning id", (export["id"],))
    assert caller.request("GET", f"/v1/exports/{export['id']}").status == 404 and fetch(caller, export).status == 404
    assert caller.request("POST", f"/v1/exports/{export['id']}/cancel").status == 404
    assert not caller.pages("/v1/exports")


def test_nobody_elses_is_there(world, start):
    start()
    mine, other = world.role("district"), world.caller("district.admin@150202") if "district.admin@150202" in world.register.credentials else world.role("street")
    export = ask(mine, "listEstates")
    done(mine, export)
    assert other.request("GET", f"/v1/exports/{export['id']}").status == 404 and fetch(other, export).status == 404
    assert other.request("POST", f"/v1/exports/{export['id']}/cancel").status == 404
    assert export["id"] not in {row["id"] for row in other.pages("/v1/exports")}


def test_a_cancelled_export_stops_within_two_seconds_while_the_database_is_busy(world, start, slow):
    worker = start()
    caller = world.role("district")
    export = ask(caller, "listEstates")
    until(lambda: asleep(world), 20, worker.text)
    shown = state(caller, export)
    assert shown["state"] == "running" and shown["rows_expected"] > 0 and shown["percent"] == 0, shown
    shown = caller.post(f"/v1/exports/{export['id']}/cancel", expect=200).json
    assert shown["state"] == "cancelled" and shown["finished_at"]
    began = time.monotonic()
    other = ask(caller, "listComplaints")
    until(lambda: state(caller, other)["started_at"], 10)
    assert time.monotonic() - began < 4
    until(lambda: len(asleep(world)) < 2, 4)
    caller.post(f"/v1/exports/{other['id']}/cancel", expect=200)
    until(lambda: not asleep(world), 4)
    again = caller.request("POST", f"/v1/exports/{export['id']}/cancel")
    assert again.status == 409 and again.json["state"] == "cancelled"
    assert not files(world)


def test_a_queued_export_is_cancelled_and_never_begun(world, start):
    caller = world.role("district")
    export = ask(caller, "listEstates")
    assert state(caller, export)["percent"] == 0 and fetch(caller, export).json["state"] == "queued"
    caller.post(f"/v1/exports/{export['id']}/cancel", expect=200)
    start()
    done(caller, ask(caller, "listCodes", list="role"))
    assert state(caller, export)["state"] == "cancelled" and state(caller, export)["started_at"] is None


def test_another_worker_follows_one_that_died_and_the_file_is_whole(world, start, blocked):
    worker = start("dies")
    caller = world.role("district")
    export = ask(caller, "listEstates")
    until(lambda: world.cluster.query("select 1 as one from pg_stat_activity where usename = 'wuye_district' and wait_event_type = 'Lock'"), 20)
    worker.kill()
    blocked()
    follows = start("follows")
    time.sleep(1)
    assert state(caller, export)["state"] == "running", "it is held as long as the lease runs"
    world.cluster.query("update exports set leased_until = now() - interval '1 second' where id = %s returning id", (export["id"],))
    assert done(caller, export)[1] == listed(caller, "/v1/estates")
    assert world.cluster.query("select tries from exports where id = %s", (export["id"],))[0]["tries"] == 2
    follows.stop()


def test_a_worker_that_is_stopped_gives_it_back_at_once(world, start, blocked):
    worker = start("stops")
    caller = world.role("district")
    export = ask(caller, "listEstates")
    until(lambda: world.cluster.query("select 1 as one from pg_stat_activity where usename = 'wuye_district' and wait_event_type = 'Lock'"), 20)
    began = time.monotonic()
    worker.stop()
    assert time.monotonic() - began < 8
    assert world.cluster.query("select state, tries, leased_until from exports where id = %s", (export["id"],)) == [{"state": "queued", "tries": 0, "leased_until": None}]
    blocked()
    start("goes-on")
    assert done(caller, export)[1] == listed(caller, "/v1/estates")


def test_what_is_begun_too_often_without_an_end_has_failed(world, start):
    caller = world.role("district")
    export = ask(caller, "listEstates")
    world.cluster.query("update exports set tries = 5, state = 'running', leased_until = now() - interval '1 second' where id = %s returning id", (export["id"],))
    start()
    assert ended(caller, export)["trouble"] == "interrupted"


def test_the_database_away_for_a_moment_is_waited_for(world, start):
    """Every session of the worker is ended in the middle: the export is begun again and is whole."""
    start(export_threads=2)
    caller = world.role("district")
    exports = [ask(caller, "listEstates") for _ in range(3)]
    world.cluster.query("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'wuye_worker'")
    expected = listed(caller, "/v1/estates")
    assert all(done(caller, export, 40)[1] == expected for export in exports)


def test_so_many_may_be_under_way_however_many_ask_at_once(world):
    caller = world.role("district")
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: caller.request("POST", "/v1/exports", json_body={"operation": "listEstates", "format": "csv"}), range(8)))
    assert sorted(answer.status for answer in answers) == [201] * 4 + [429] * 4
    refused = next(answer for answer in answers if answer.status == 429)
    assert refused.code == "too_many_exports" and int(refused.header("Retry-After")) > 0
    assert world.role("street").request("POST", "/v1/exports", json_body={"operation": "listEstates", "format": "csv"}).status == 201, "others have their own room"
    made = next(answer.json for answer in answers if answer.status == 201)
    caller.post(f"/v1/exports/{made['id']}/cancel", expect=200)
    ask(caller, "listEstates")


def test_files_are_no_larger_than_the_rule_and_no_more_are_kept(world, start, rule):
    start()
    caller = world.role("district")
    kept = done(caller, ask(caller, "listEstates"))[0]["bytes"]
    rule("exports_file_bytes", 10)
    shown = ended(caller, ask(caller, "listEstates"))
    assert (shown["state"], shown["trouble"]) == ("failed", "file_too_large")
    assert len(files(world)) == 1, "nothing of it is kept"
    rule("exports_kept_bytes", kept)
    answer = caller.request("POST", "/v1/exports", json_body={"operation": "listEstates", "format": "csv"})
    assert answer.status == 409 and answer.code == "exports_kept_too_much", answer


def test_a_file_is_kept_for_as_long_as_the_rule_says_and_then_goes(world, start, rule):
    rule("exports_days", 3)
    worker = start()
    caller = world.role("district")
    shown, _ = done(caller, ask(caller, "listEstates"))
    days = world.cluster.query("select round(extract(epoch from expires_at - finished_at) / 86400, 2)::text as days from exports where id = %s", (shown["id"],))
    assert days == [{"days": "3.00"}]
    file = world.cluster.query("update exports set expires_at = now() - interval '1 second' where id = %s returning file_id", (shown["id"],))[0]["file_id"]
    world.cluster.query("update stored_files set expires_at = now() - interval '1 second' where id = %s returning id", (file,))
    answer = fetch(caller, shown)
    assert answer.status == 409 and answer.json["state"] == "expired", "from that moment, whatever is still there"
    worker.stop()
    start()
    until(lambda: state(caller, shown)["state"] == "expired", 20)
    until(lambda: not world.cluster.query("select id from stored_files where id = %s", (file,)), 20)
    assert fetch(caller, shown).json["state"] == "expired" and state(caller, shown)["percent"] == 100
    world.cluster.query("update exports set finished_at = now() - interval '31 days' where id = %s returning id", (shown["id"],))
    worker = start("again")
    until(lambda: not world.cluster.query("select id from exports where id = %s", (shown["id"],)), 20, worker.text)


def test_a_fetch_goes_on_where_it_broke(world):
    caller = world.role("district")
    export = ask(caller, "listEstates")
    digest = finish(world, export["id"])
    tag = f'"{digest}"'
    part = fetch(caller, export, Range="bytes=5-", **{"If-Range": tag})
    assert part.status == 206 and part.body == CONTENT[5:] and part.header("Content-Range") == f"bytes 5-{len(CONTENT) - 1}/{len(CONTENT)}"
    assert fetch(caller, export, Range="bytes=5-9", **{"If-Range": '"other"'}).body == CONTENT
    assert fetch(caller, export, Range=f"bytes={len(CONTENT)}-").status == 416
    assert fetch(caller, export, **{"If-None-Match": tag}).status == 304


def test_what_is_asked_for_is_in_the_audit_and_a_key_asks_once(world):
    caller = world.role("district")
    key = {"Idempotency-Key": f"exports-{time.time_ns()}"}
    body = {"operation": "listEstates", "parameters": {"q": "小区"}, "format": "csv"}
    first, second = (caller.request("POST", "/v1/exports", json_body=body, headers=key, expect=201) for _ in range(2))
    assert first.json["id"] == second.json["id"] and first.json["parameters"] == {"q": "小区"}
    rows = world.cluster.query("select operation, detail -> 'body' ->> 'operation' as list from audit_log where target = %s", (first.json["id"],))
    assert rows == [{"operation": "createExport", "list": "listEstates"}]


def test_rows_are_of_one_moment_while_others_write(world, start, samples):
    """The count before, and what comes in between, are no part of it: the file is one snapshot."""
    start()
    caller, stop = world.role("district"), threading.Event()

    def write():
        while not stop.is_set():
            world.cluster.query("update estates set name = name || '甲' where id in (select id from estates where district_code = '150202' limit 2) and length(name) < 60 returning id")
    writer = threading.Thread(target=write)
    writer.start()
    try:
        shown, content = done(caller, ask(caller, "listEstates", "ndjson"))
    finally:
        stop.set()
        writer.join()
    assert content.count(b"\n") == shown["rows"]
