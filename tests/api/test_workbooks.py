"""Lists as workbooks: read with another's program (openpyxl) and compared with the JSON of the same list, role by role."""
import datetime
import decimal
import io
import json
import re
import threading
import time
import zipfile

import openpyxl
import pytest

from harness.contract import XLSX
from test_lists import LISTS, SMALL, client_and_path, every

TABLES = [operation for operation in LISTS if operation.id != "listIssueLedger"]  # a form of its own (test_issue_ledger)


def workbook(answer):
    assert answer.status == 200 and answer.header("Content-Type") == XLSX, (answer.status, answer.headers)
    return openpyxl.load_workbook(io.BytesIO(answer.body))


def table(answer):
    head, *rows = workbook(answer).active.iter_rows(values_only=True)
    return [dict(zip(head, row)) for row in rows]


def shown(value):
    """What the JSON of a member is, from a cell."""
    if isinstance(value, datetime.datetime):
        assert value.time() == datetime.time(), value
        return value.date().isoformat()
    if isinstance(value, str):  # what XML cannot hold, and this library leaves as it stands in the file
        return re.sub("_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match.group(1), 16)), value)
    return value


def same(cell, wanted):
    """A cell says what the JSON says: a number by its value, all else to the letter."""
    cell = shown(cell)
    if wanted in (None, ""):
        return cell in (None, "")
    if isinstance(cell, bool) or isinstance(wanted, bool):
        return cell is wanted
    if isinstance(cell, (int, float)):
        return decimal.Decimal(str(cell)) == decimal.Decimal(str(wanted))
    if isinstance(wanted, list) and all(isinstance(item, dict) and isinstance(item.get("code"), str) for item in wanted):
        return (cell or "") == ";".join(item["code"] for item in wanted)
    if isinstance(wanted, (list, dict)):
        return cell == ";".join(map(str, wanted)) or json.loads(cell) == wanted
    return cell == str(wanted)


def members(item, prefix=""):
    for name, member in item.items():
        if isinstance(member, dict):
            yield from members(member, f"{prefix}{name}.")
        else:
            yield prefix + name, member


def assert_same_content(items, rows):
    assert len(rows) == len(items)
    for row, item in zip(rows, items):
        wanted = dict(members(item))
        for name, cell in row.items():
            if name in wanted:
                assert same(cell, wanted[name]), (name, cell, wanted[name])
            elif name.split(".")[0] in item and item[name.split(".")[0]] is None:  # an object that is null as a whole
                assert cell is None, (name, cell)
            else:  # an object that is written as JSON
                assert json.loads(shown(cell)) == item[name], (name, cell)


@every(TABLES)
def test_a_workbook_has_the_content_of_json(operation, world, samples):
    client, path = client_and_path(world, samples, operation)
    query = SMALL.get(operation.id, {})
    items = client.pages(path, query, limit=200)
    answer = client.get(path, query, headers={"Accept": XLSX})
    assert answer.header("Content-Disposition") == f'attachment; filename="{operation.id}.xlsx"'
    assert_same_content(items, table(answer))
    assert len(table(client.get(path, {**query, "limit": 2}, headers={"Accept": XLSX}))) == min(2, len(items))
    assert client.request("HEAD", path, query, headers={"Accept": XLSX}, expect=200).header("Content-Type") == XLSX


ROLES = ["district", "street", "community", "company", "platform"]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("path", ["/v1/firms", "/v1/estates", "/v1/contracts", "/v1/complaints"])
def test_each_role_gets_what_it_may_see(path, role, world, samples):
    client = world.role(role)
    answer = client.get(path, headers={"Accept": XLSX}, expect=(200, 403))
    if answer.status == 403:
        client.get(path, expect=403)
        return
    assert_same_content(client.pages(path, limit=200), table(answer))
    assert workbook(answer).sheetnames == [path.rsplit("/", 1)[1]]


def test_codes_stay_text_and_numbers_are_numbers(world):
    answer = world.role("district").get("/v1/estates", headers={"Accept": XLSX})
    head, *rows = workbook(answer).active.iter_rows()
    kinds = {name.value: {row[i].data_type for row in rows if row[i].value is not None} for i, name in enumerate(head)}
    assert kinds["code"] == kinds["name"] == kinds["id"] == {"s"}
    assert kinds["area_m2"] == kinds["households"] == {"n"}, kinds
    firms = table(world.role("district").get("/v1/firms", headers={"Accept": XLSX}))
    assert all(isinstance(row["uscc"], str) and len(row["uscc"]) == 18 for row in firms)


def test_no_text_becomes_a_formula(world, samples):
    for begins in ("=1+1", "+1", "-1", "@SUM(A1)", '=cmd|"/c calc"!A1', "_x0041_", "a\vb", "<&>\"'"):
        world.post_ticket(title=begins, content=f"{begins}内容\r\n二")
    client = world.role("district")
    answer = client.get("/v1/complaints", headers={"Accept": XLSX})
    parts = zipfile.ZipFile(io.BytesIO(answer.body))
    assert b"<f" not in parts.read("xl/worksheets/sheet1.xml")
    titles = {row["title"] for row in table(answer)}
    assert {"=1+1", "+1", "-1", "@SUM(A1)", "<&>\"'"} <= titles


def test_the_same_rows_give_the_same_bytes(world):
    """The city platform takes a file by its digest: nothing of the hour or the run is in it."""
    for path in ("/v1/firms", "/v1/estates", "/v1/contracts"):
        client = world.role("district")
        first, second = (client.get(path, headers={"Accept": XLSX}).body for _ in range(2))
        assert first == second
        for entry in zipfile.ZipFile(io.BytesIO(first)).infolist():
            assert entry.date_time == (1980, 1, 1, 0, 0, 0)


def test_a_workbook_is_not_packed_twice(world):
    answer = world.role("district").get("/v1/estates", headers={"Accept": XLSX, "Accept-Encoding": "gzip"})
    assert answer.header("Content-Encoding") is None and "accept" in answer.header("Vary").lower()
    assert zipfile.ZipFile(io.BytesIO(answer.body)).testzip() is None


def test_accept_weighs(world):
    client = world.role("district")
    for accept, kind in ((f"{XLSX};q=0.5, text/csv;q=0.4", XLSX), (f"{XLSX};q=0.5, text/csv", "text/csv"), (f"application/json, {XLSX}", "application/json"), ("application/*;q=0.5", "application/json")):
        assert client.get("/v1/estates", headers={"Accept": accept}).header("Content-Type").startswith(kind)
    assert client.get("/v1/me", headers={"Accept": XLSX}, expect=406)


def test_a_download_that_is_refused_is_no_attachment(world):
    """One connection for downloads, held by a lock of ours."""
    server = world.server("narrow-exports", export_connections=1, database_wait_ms=300)
    holder = world.cluster.connect()
    holder.autocommit = False
    waiter = None
    try:
        client = world.caller("district.officer@150202", server)
        with holder.cursor() as cursor:
            cursor.execute("lock table complaints in access exclusive mode")
        waiter = threading.Thread(target=lambda: client.get("/v1/complaints", headers={"Accept": XLSX}))
        waiter.start()
        time.sleep(0.3)
        answer = client.get("/v1/firms", headers={"Accept": XLSX}, expect=503)
        assert answer.header("Content-Disposition") is None and answer.header("Content-Type") == "application/problem+json"
    finally:
        holder.rollback()
        holder.close()
        if waiter:
            waiter.join()
        server.stop()
