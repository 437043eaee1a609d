"""What imports may cost, and who may go on with one: their files, their connections, and those who are not let in any more."""
import concurrent.futures
import contextlib
import io
import os
import pathlib
import time
import zipfile

import pytest
from harness.client import raw
from harness.imports import export, load, problems, table, wait_for
from test_imports import HEAD, contract, row, workbook  # noqa: F401  (row is a fixture)
from test_firms import change
from things.estates import estate, today
from things.firms import firm
from things.staff import managing, person, post


@contextlib.contextmanager
def turn_taken(world, register):
    """As if another import of the register were at work: those that come wait before they write."""
    holder = world.cluster.connect()
    try:
        with holder.cursor() as cursor:
            cursor.execute("select pg_advisory_lock(hashtextextended('import ' || %s || ' 150202', 0))", (register,))
        holder.commit()
        yield
    finally:
        holder.close()


def until(world, condition, values, longest=30):
    end = time.monotonic() + longest
    while not world.cluster.query(f"select 1 from imports where {condition}", values):
        assert time.monotonic() < end, world.cluster.query("select * from imports where id = %s", values)
        time.sleep(0.05)


def waits_to_write(world, done):
    """All is checked, and the first chunk is next."""
    until(world, "id = %s and rows_read > 0 and rows_checked = rows_read", (done["id"],))
    time.sleep(1)


@pytest.mark.parametrize("on_error,written", [("all_or_nothing", 0), ("skip", 1000)])
def test_whoever_is_disabled_writes_no_more(world, district, row, on_error, written):
    """What was under way when that happened, a chunk at most, is in the account."""
    rows = [row() for _ in range(1500)]
    try:
        with turn_taken(world, "estates"):
            done = load(district, "estates", table(rows), on_error=on_error, wait=0, expect=(201, 202)).json
            waits_to_write(world, done)
            world.cluster.query("update users set state = 'disabled' where district_code = '150202' and name = 'district.officer'")
        until(world, "id = %s and finished_at is not null", (done["id"],))
    finally:
        world.cluster.query("update users set state = 'active' where district_code = '150202' and name = 'district.officer'")
    over = district.get(f"/v1/imports/{done['id']}").json
    assert (over["state"], over["trouble"], over["rows_created"]) == ("failed", "not_admitted", written)
    assert world.cluster.query("select count(*) as n from estates where code = any(%s)", ([one["code"] for one in rows],)) == [{"n": written}]


def test_an_import_that_is_marked_as_failed_writes_nothing_afterwards(world, district, row):
    one = row()
    with turn_taken(world, "estates"):
        done = load(district, "estates", table([one]), on_error="skip", wait=0, expect=(201, 202)).json
        waits_to_write(world, done)
        world.cluster.query("update imports set state = 'failed', trouble = 'interrupted', finished_at = now() where id = %s", (done["id"],))
    time.sleep(2)
    assert not world.cluster.query("select from estates where code = %s", (one["code"],))
    assert district.get(f"/v1/imports/{done['id']}").json["rows_created"] == 0


def test_what_changes_after_the_check_is_seen_when_it_is_written(world, district, samples):
    """E02 and the people's posts: a firm that lost its hotline meanwhile does not go into business, and whoever was given a post does not leave."""
    made, place = managing(samples)
    one, idle = person(world, made["id"], name="张三"), change(district, firm(world), status="suspended").json
    leaves = table([{"firm.uscc": made["uscc"], "name": "张三", "certificate_no": one["certificate_no"], "left_on": today(10)}])
    begins = table([{"uscc": idle["uscc"], "name": idle["name"], "locality": idle["locality"], "status": "active"}])
    with turn_taken(world, "staff"), turn_taken(world, "firms"):
        begun = [load(district, register, file, wait=0, expect=202).json for register, file in (("staff", leaves), ("firms", begins))]
        for done in begun:
            waits_to_write(world, done)
        post(world, one, post="project_manager", estate_id=place["id"])
        change(district, idle, service_hotline=None)
    codes = [[p["code"] for p in problems(district, wait_for(district, done)[-1])] for done in begun]
    assert codes == [["staff_still_assigned"], ["service_hotline_required"]]
    assert world.cluster.query("select status from firms where id = %s", (idle["id"],)) == [{"status": "suspended"}]
    assert world.cluster.query("select left_on from staff where id = %s", (one["id"],)) == [{"left_on": None}]


def test_imports_hold_up_no_export_and_one_user_has_a_few_of_them(world, district, row):
    files = [[row()] for _ in range(4)]
    with turn_taken(world, "estates"):
        begun = [load(district, "estates", table(rows), wait=0, expect=202).json for rows in files]
        for one in begun:
            until(world, "id = %s and rows_checked = 1", (one["id"],))
        assert export(district, "/v1/estates")
        refused = load(district, "estates", table([row()]), expect=429)
        assert refused.code == "too_many_requests" and refused.header("Retry-After") == "10"
        assert load(world.caller("company.one@150202"), "staff", b"name\r\n").json["state"] == "refused", "others are not held up"
    for one in begun:
        assert wait_for(district, one)[-1]["state"] == "done"


def test_many_at_once_are_no_more_than_one_after_the_other(world, district, row):
    files = [table([row()]) for _ in range(12)]
    with turn_taken(world, "estates"):
        with concurrent.futures.ThreadPoolExecutor(12) as pool:
            answers = list(pool.map(lambda file: load(district, "estates", file, wait=0, expect=(202, 429)), files))
        begun = [answer.json for answer in answers if answer.status == 202]
        assert len(begun) == 4, [answer.status for answer in answers]
    for one in begun:
        assert wait_for(district, one)[-1]["state"] == "done"


def test_a_workbook_that_unpacks_to_many_times_its_size_is_refused(district):
    headers = {"Content-Type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
    blown = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook([HEAD]))) as good, zipfile.ZipFile(blown, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in good.namelist():
            whole = good.read(name)
            archive.writestr(name, whole.replace(b"</sheetData>", b"<!--" + b"-->\n<!--" * 10_000_000 + b"--></sheetData>") if name.endswith("sheet1.xml") else whole)
    done = load(district, "estates", blown.getvalue(), headers=headers, expect=(201, 202)).json
    assert wait_for(district, done)[-1]["trouble"] == "too_large"


def test_what_the_taking_over_refuses_is_told_however_much_the_check_refused(world, samples, district):
    free, later = estate(samples)["code"], {"service_start": "2041-01-01", "end_date": "2041-12-31"}
    bad = [{"registration_no": f"坏{n}"} for n in range(10001)]
    good = [contract(world, samples, [free], **later), contract(world, samples, [free], **later)]
    done = load(district, "contracts", table(bad + good, list(good[0])), dry_run="true", on_error="skip", wait=0, expect=202).json
    over = wait_for(district, done, longest=120)[-1]
    assert over["rows_refused"] == 10002
    assert world.cluster.query("select code from import_problems where import_id = %s and line > 10002", (done["id"],)) == [{"code": "overlap"}]


def upload_head(world, length):
    return (f"POST /v1/imports?register=estates HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {world.token('district.officer@150202')}\r\n"
            f"Content-Type: text/csv\r\nContent-Length: {length}\r\n\r\n").encode()


def test_uploads_together_fill_the_disk_to_a_limit_only(world, district, row):
    server = world.server("upload-total", upload_total_max_bytes=100000)
    client = world.caller("district.officer@150202", server)
    text = table([row()]) + b"\r\n" * 20000
    try:
        with raw(server.port, 20) as slow:
            slow.sendall(upload_head(world, 95000) + b"x" * 90000)
            time.sleep(0.5)
            answer = load(client, "estates", text, expect=503)
            assert answer.code == "unavailable" and answer.header("Retry-After") == "10"
        time.sleep(0.5)
        for _ in range(4):
            assert load(client, "estates", text).json["state"] == "done", "what an import held is given back when it is over"
            time.sleep(0.2)
    finally:
        server.stop()


def test_an_upload_counts_once_and_before_it_is_taken(world, row):
    server = world.server("upload-rate", rate_limit_per_minute=1, rate_limit_burst=3)
    client = world.caller("district.officer@150202", server)
    try:
        for left in (2, 1, 0):
            assert load(client, "estates", table([row()])).header("RateLimit").startswith(f'"default";r={left};')
        assert load(client, "estates", table([row()]), expect=429).code == "too_many_requests"
        with raw(server.port, 20) as endless:
            endless.sendall(upload_head(world, 50000000) + b"x" * 1000)
            time.sleep(0.5)
            assert not [link for link in pathlib.Path(f"/proc/{server.process.pid}/fd").iterdir() if os.readlink(link).startswith("/var/tmp/")]
    finally:
        server.stop()


def test_a_server_that_is_stopped_waits_for_no_workbook(world, district):
    """Rows that hold nothing, as many as a file may have: the reader is not back before it has seen them all."""
    headers = {"Content-Type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
    blown = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook([HEAD]))) as good, zipfile.ZipFile(blown, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in good.namelist():
            whole = good.read(name)
            archive.writestr(name, whole.replace(b"</sheetData>", b'<row r="3">' + b"<c/>" * 15_000_000 + b"</row></sheetData>") if name.endswith("sheet1.xml") else whole)
    server = world.server("import-stop-workbook", upload_max_bytes=4194304)
    done = load(world.caller("district.officer@150202", server), "estates", blown.getvalue(), headers=headers, expect=202, wait=0).json
    time.sleep(0.5)
    began = time.monotonic()
    server.stop()
    took = time.monotonic() - began
    over = district.get(f"/v1/imports/{done['id']}").json
    assert (over["state"], over["trouble"]) == ("failed", "interrupted") and took < 3, took
