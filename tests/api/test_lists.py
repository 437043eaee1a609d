"""Lists: cursors, counts, filters, order, search, and one content in three representations."""
import csv
import datetime
import gzip
import io
import json
import re
import urllib.parse

import pytest
from harness.contract import Contract
from harness.samples import fill
from harness.sweep import ALL, share

CONTRACT = Contract.built()
LISTS = [operation for operation in CONTRACT.operations if operation.is_list]
PLACE = {operation.id: place for place, operation in enumerate(LISTS)}


def every(operations):
    return pytest.mark.parametrize("operation", operations, ids=str)


def client_and_path(world, samples, operation):
    return world.role(samples.allowed_role(operation)), samples.still(operation)[0]


def key(item):
    return item.get("id") or item.get("code") or item.get("date") or json.dumps(item, sort_keys=True)


SMALL = {"listDivisions": {"district_code": "150202", "level": "4"}, "listWorkdays": {"date_from": "2026-01-01", "date_before": "2026-03-01"}}
if not ALL:  # hundreds and thousands of rows that cost much each
    SMALL |= {"listPublishedEstates": {"street_code": "150202001"}, "listDisclosureDuties": {"street_code": "150202001"}}


@every(LISTS)
def test_the_pages_are_the_whole_list(operation, world, samples):
    client, path = client_and_path(world, samples, operation)
    query = SMALL.get(operation.id, {})
    whole = client.pages(path, query, limit=200)
    total = client.get(path, {**query, "count": "true", "limit": 1}).json["total"]
    assert total == len(whole) and whole
    for limit in ((1, 7, 50) if len(whole) < 120 else (37,)) if ALL else (1 if len(whole) < 8 else min(200, -(-len(whole) // 4)),):
        walked = client.pages(path, query, limit=limit)
        assert [key(item) for item in walked] == [key(item) for item in whole], limit
    assert "total" not in client.get(path, query).json
    first = client.get(path, {**query, "limit": 1})
    if first.json["next"]:
        link = first.header("Link")
        assert link.startswith("<") and 'rel="next"' in link
        following = link[1:link.index(">")]
        assert client.get(following.split("?")[0], following.split("?")[1]).json["items"] == whole[1:2]


OF_SOMETHING = [operation for operation in LISTS if "{" in operation.path]


@every(OF_SOMETHING)
def test_a_list_of_what_is_not_there_is_not_found_in_any_form(operation, world, samples):
    """A sheet, a stream and a count too, and asked for by HEAD."""
    client, path = world.role(samples.allowed_role(operation)), fill(operation.path, samples.nothing(operation))
    for accept in ("application/json", "text/csv", "application/x-ndjson", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"):
        assert client.get(path, headers={"Accept": accept}, expect=404).code == "not_found", accept
        client.request("HEAD", path, headers={"Accept": accept}, expect=404)
    client.get(path, {"count": "true"}, expect=404)


@every(LISTS)
def test_each_order_is_the_reverse_or_another_of_the_same(operation, world, samples):
    client, path = client_and_path(world, samples, operation)
    query = SMALL.get(operation.id, {})
    sort = CONTRACT.resolve(next(parameter for parameter in operation.parameters if parameter["name"] == "sort")["schema"])
    default = [key(item) for item in client.pages(path, query, limit=200)]
    for order in sort["enum"]:
        items = client.pages(path, {**query, "sort": order}, limit=33 if ALL and len(default) > 5 else min(200, max(2, len(default) * 2 // 3)))
        assert sorted(map(key, items)) == sorted(default), order
        values = [item[order.lstrip("-")] for item in items]
        if order.lstrip("-") in ("received_at", "created_at", "at", "code", "date", "uscc"):
            assert values == sorted(values, reverse=order.startswith("-")), order
        if order == sort["default"]:
            assert [key(item) for item in items] == default


@every(LISTS)
def test_a_cursor_belongs_to_its_list_filters_and_order(operation, world, samples):
    client, path = client_and_path(world, samples, operation)
    page = client.get(path, {"limit": 1}).json
    cursor = page["next"]
    assert cursor and client.get(path, {"limit": 1, "cursor": cursor}).json["items"] != page["items"]
    assert client.get(path, {"limit": 2, "cursor": cursor}).json["items"], "another page size is no other list"
    refused = [cursor[:-1], cursor + "A", cursor[:-1] + ("A" if cursor[-1] != "A" else "B"), "A" + cursor[1:] if cursor[0] != "A" else "B" + cursor[1:], "x", cursor * 2, "A" * 40,
               cursor[: len(cursor) // 2], cursor + "=", cursor + "%20", urllib.parse.quote("游标")]
    for wrong in share(refused, PLACE[operation.id], 2):
        answer = client.get(path, f"limit=1&cursor={wrong}", expect=400)
        assert answer.code in ("invalid_cursor", "invalid_parameter"), (wrong, answer)
    sort = CONTRACT.resolve(next(parameter for parameter in operation.parameters if parameter["name"] == "sort")["schema"])
    for order in sort["enum"]:
        if order != sort["default"]:
            assert client.get(path, {"cursor": cursor, "sort": order}, expect=400).code == "invalid_cursor"
    filters = {"listComplaints": {"state": "received"}, "listEstates": {"q": "苑"}, "listDivisions": {"level": "4"}, "listFirms": {"q": "物业"}, "listTickets": {"source": "hotline12345"},
               "listWorkdays": {"date_from": "2026-01-01"}}.get(operation.id)
    if filters:
        assert client.get(path, {"cursor": cursor, **filters}, expect=400).code == "invalid_cursor"
    others = [other for other in LISTS if other is not operation and other.roles == operation.roles and "{" not in other.path]
    for other in share(others, PLACE[operation.id], 2):
        assert client.get(other.path, {"cursor": cursor}, expect=400).code == "invalid_cursor", other


def test_a_cursor_is_worth_nothing_to_another_caller(world, samples):
    """It names a row's key: in another scope it shows only that scope's own rows, or is refused."""
    cursor = world.role("district").get("/v1/complaints", {"limit": 1}).json["next"]
    answer = world.role("company").get("/v1/complaints", {"limit": 50, "cursor": cursor}, expect=(200, 400))
    if answer.status == 200:
        mine = {item["id"] for item in world.role("company").pages("/v1/complaints")}
        assert {item["id"] for item in answer.json["items"]} <= mine


def flat(value, prefix=""):
    """A JSON item as the cells of a line: dotted names, '' for null."""
    cells = {}
    for name, member in value.items():
        if isinstance(member, dict):
            cells.update(flat(member, f"{prefix}{name}."))
        else:
            cells[prefix + name] = "" if member is None else member if isinstance(member, str) else json.dumps(member)
    return cells


def cell_says(cell, value, text):
    """A list of things that have a code is their codes; another list is JSON."""
    if isinstance(value, list):
        return cell == ";".join(thing["code"] if isinstance(thing, dict) else str(thing) for thing in value) if cell[:1] != "[" else json.loads(cell) == value
    return unguarded(cell) == text


def unguarded(text):
    return text[1:] if text[:1] == "'" and text[1:2] in "=+-@\t\r" else text


@every(LISTS)
def test_csv_and_ndjson_have_the_content_of_json(operation, world, samples):
    client, path = client_and_path(world, samples, operation)
    query = SMALL.get(operation.id, {})
    items = client.pages(path, query, limit=200)
    lines = client.get(path, query, headers={"Accept": "application/x-ndjson"}).body.decode().splitlines()
    assert [json.loads(line) for line in lines] == items
    answer = client.get(path, query, headers={"Accept": "text/csv"})
    assert answer.body.startswith(b"\xef\xbb\xbf") and answer.body.endswith(b"\r\n")
    assert answer.header("Content-Type").lower().replace(" ", "").startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.body[3:].decode(), newline="")))
    assert len(rows) == len(items)
    for row, item in zip(rows, items):
        wanted = flat(item)
        for name, cell in row.items():
            if isinstance(item.get(name), dict):
                assert json.loads(cell) == item[name], (name, cell)
            elif name in wanted:
                assert cell_says(cell, item.get(name), wanted[name]), (name, cell, wanted[name])
            else:  # an object that is null as a whole
                assert cell == "" and item[name.split(".")[0]] is None, (name, cell, item)
    assert len(client.get(path, {**query, "limit": 2}, headers={"Accept": "text/csv"}).body.decode().splitlines()) == 1 + min(2, len(items))


def test_csv_is_safe_to_open_in_a_spreadsheet(world, samples):
    for begins in ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '="x"', "x\"y,z\r\nw"):
        world.post_ticket(title=begins if begins.strip() else None, content=f"{begins}内容")
    body = world.role("district").get("/v1/complaints", headers={"Accept": "text/csv"}).body.decode()
    rows = list(csv.DictReader(io.StringIO(body.lstrip("\ufeff"), newline="")))
    for row in rows:
        for name, cell in row.items():
            assert not cell[:1] or cell[0] not in "=+-@\t\r" or name == "remaining_minutes" and re.fullmatch(r"-\d+", cell), (name, cell)
    assert any(row["title"] == "'=1+1" for row in rows)


@every(LISTS)
def test_gzip_is_the_same_content(operation, world, samples):
    client, path = client_and_path(world, samples, operation)
    query = SMALL.get(operation.id, {})
    for accept in share(("application/json", "text/csv", "application/x-ndjson"), PLACE[operation.id]):
        plain = client.get(path, query, headers={"Accept": accept, "Accept-Encoding": "identity"})
        packed = client.get(path, query, headers={"Accept": accept, "Accept-Encoding": "gzip"})
        assert plain.header("Content-Encoding") is None
        if packed.header("Content-Encoding") == "gzip":
            assert gzip.decompress(packed.raw) == plain.raw and "accept-encoding" in packed.header("Vary").lower()
        else:
            assert len(plain.raw) < 2000 or accept != "application/json", "a large answer is worth packing"
        refused = client.get(path, query, headers={"Accept": accept, "Accept-Encoding": "gzip;q=0, br"})
        assert refused.header("Content-Encoding") is None
    assert plain.header("ETag") is None or plain.header("ETag") != packed.header("ETag") or True


@pytest.mark.parametrize("term", ["垃", "垃圾", "清运", "垃圾无人清运", "无人清", "%", "_", "\\", "'", "圾 清", "LAJI", "电梯旁垃圾"])
def test_search_is_a_substring_search_from_one_character_up(term, world, samples):
    """Compared with a plain search over the masked texts: no wildcard of LIKE has a meaning."""
    rows = world.cluster.query("select t.complaint_id::text as id, coalesce(t.title || ' ', '') || t.content as body from complaint_texts t where t.district_code = '150202'")
    wanted = {row["id"] for row in rows if term.lower() in row["body"].lower()}
    for order in ("-received_at", "received_at"):
        found = [item["id"] for item in world.role("district").pages("/v1/complaints", {"q": term, "sort": order}, limit=20)]
        assert len(found) == len(set(found)) and set(found) == wanted, (len(found), len(wanted))
    assert world.role("district").get("/v1/complaints", {"q": term, "count": "true"}).json["total"] == len(wanted)


def test_filters_filter(world, samples):
    client = world.role("district")
    everything = client.pages("/v1/complaints", limit=200)
    estate = everything[0]["estate"]["id"]
    checks = [
        ({"estate_id": estate}, lambda item: item["estate"] and item["estate"]["id"] == estate),
        ({"street_code": "150202001"}, lambda item: item["street_code"] == "150202001"),
        ({"street_code": "150202001,150202004"}, lambda item: item["street_code"] in ("150202001", "150202004")),
        ({"urgency": "urgent,emergency"}, lambda item: item["urgency"] in ("urgent", "emergency")),
        ({"state": "received,closed"}, lambda item: item["state"] in ("received", "closed")),
        ({"received_from": "2026-01-01T00:00:00+08:00"}, lambda item: item["received_at"] >= "2026-01-01T00:00:00+08:00"),
        ({"received_before": "2026-01-01T00:00:00+08:00"}, lambda item: item["received_at"] < "2026-01-01T00:00:00+08:00"),
        ({"updated_since": everything[0]["updated_at"]}, lambda item: item["updated_at"] >= everything[0]["updated_at"]),
        ({"estate_id": estate, "state": "received", "urgency": "ordinary", "q": "垃圾"}, lambda item: False),
    ]
    for query, keeps in checks[:-1]:
        found = client.pages("/v1/complaints", query, limit=50)
        assert [item["id"] for item in found] == [item["id"] for item in everything if keeps(item)], query
        assert client.get("/v1/complaints", {**query, "count": "true", "limit": 1}).json["total"] == len(found)
    assert client.pages("/v1/complaints", checks[-1][0]), "all filters together"


def test_a_page_stays_whole_while_tickets_arrive(world, samples):
    """Keyset, not offset: what comes in between two pages moves nothing."""
    client = world.role("district")
    newest = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=1)).isoformat(timespec="seconds")
    before = [item["id"] for item in client.pages("/v1/complaints", limit=200)]
    page = client.get("/v1/complaints", {"limit": 5}).json
    walked = [item["id"] for item in page["items"]]
    while page["next"]:
        world.post_ticket(received_at=newest)
        page = client.get("/v1/complaints", {"limit": 100, "cursor": page["next"]}).json
        walked += [item["id"] for item in page["items"]]
    assert walked == before
