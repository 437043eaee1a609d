"""What attachments may cost: their size and number, many at once, connections that break off, memory."""
import os
import pathlib
import socket
import threading
import time

import pytest
from harness import service as services
from harness.client import raw
from test_attachments import PDF, content, listed, move
from things.attachments import noise, photo, upload
from things.complaint_steps import complaint

MIB = 1 << 20


@pytest.fixture(scope="module")
def large(world):
    """A server that takes files larger than an attachment may be, and whose freed memory is given back."""
    server = services.Service(world.cluster, world.folder, "attachments", access_token_s=7200, upload_max_bytes=16 * MIB, connections_max=200)
    server.environment["ASAN_OPTIONS"] += ":quarantine_size_mb=1:thread_local_quarantine_size_kb=64"
    server.start()
    yield server
    server.stop()


@pytest.fixture
def mine(samples):
    return complaint(samples, "processing", "company", "one")


@pytest.fixture
def district(world, large):
    return world.caller("district.officer@150202", large)


def rows(world, complaint_id):
    return world.cluster.query("select count(*) as n from attachments where complaint_id = %s", (complaint_id,))[0]["n"]


def test_ten_mebibytes_are_taken_and_one_byte_more_is_not(world, district, mine):
    made = upload(district, mine, noise(10 * MIB)).json
    assert made["bytes"] == 10 * MIB and content(district, made).body == noise(10 * MIB)
    assert world.cluster.query("select count(*) as n, max(octet_length(bytes)) as most from attachment_chunks where attachment_id = %s", (made["id"],)) == [{"n": 40, "most": 262144}]
    assert upload(district, mine, noise(10 * MIB + 1), expect=413).code == "payload_too_large"
    assert upload(district, mine, noise(17 * MIB), expect=413).code == "payload_too_large"
    assert rows(world, mine) == 1


@pytest.fixture
def rule(world):
    """A district's own number, from today on."""
    def say(name, value):
        world.cluster.query("insert into district_rules (district_code, domain, name, value, basis, effective_from) values ('150202', 'attachment', %s, %s, 'test', (now() at time zone 'Asia/Shanghai')::date - 1) returning 1", (name, value))
    yield say
    world.cluster.query("delete from district_rules where domain = 'attachment' and district_code <> '*' returning 1")


def test_how_large_and_how_many_is_data_of_the_district(world, caller, mine, rule):
    rule("bytes_max", 300)
    small, larger = PDF, PDF[:9] + bytes(300) + PDF[9:]
    upload(caller("district"), mine, small, "application/pdf")
    assert upload(caller("district"), mine, larger, "application/pdf", expect=413).code == "payload_too_large"
    rule("per_owner_max", 2)
    upload(caller("district"), mine, photo(1, size=(2, 2)))
    assert upload(caller("district"), mine, photo(2, size=(2, 2)), expect=409).code == "attachments_full"
    assert rows(world, mine) == 2


def at_once(calls):
    found, threads = [], [threading.Thread(target=lambda call=call: found.append(call())) for call in calls]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return found


def test_twenty_uploads_at_once_are_twenty_files(world, district, mine):
    files = [noise(300000 + number, number) for number in range(20)]
    answers = at_once([lambda data=data: upload(district, mine, data) for data in files])
    made = [answer.json for answer in answers]
    assert len(listed(district, mine)) == 20 and sorted(one["bytes"] for one in made) == [len(data) for data in files]
    read = at_once([lambda one=one: content(district, one).body for one in made])
    assert sorted(read) == sorted(files)


def test_the_same_file_twenty_times_at_once_is_one(world, district, mine):
    answers = at_once([lambda: upload(district, mine, noise(700000), expect=(200, 201)) for _ in range(20)])
    assert sorted(answer.status for answer in answers) == [200] * 19 + [201]
    assert len({answer.json["id"] for answer in answers}) == 1 and rows(world, mine) == 1
    assert world.cluster.query("select count(*) as n from attachment_chunks c where not exists (select from attachments a where a.id = c.attachment_id)") == [{"n": 0}]


def held_files(server):
    return [link for link in pathlib.Path(f"/proc/{server.process.pid}/fd").iterdir() if os.readlink(link).startswith("/var/tmp/")]


def test_an_upload_that_breaks_off_leaves_nothing(world, large, mine):
    head = (f"POST /v1/complaints/{mine}/attachments HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {world.token('district.officer@150202')}\r\n"
            f"Content-Type: image/png\r\nContent-Length: {4 * MIB}\r\n\r\n").encode()
    before = world.cluster.query("select (select count(*) from attachments) as a, (select count(*) from attachment_chunks) as c, (select count(*) from audit_log) as l")
    for part in (0, 1000, 3 * MIB):
        with raw(large.port, 20) as connection:
            connection.sendall(head + noise(4 * MIB)[:part])
            time.sleep(0.3)
            assert len(held_files(large)) == 1
    until = time.monotonic() + 10
    while held_files(large) and time.monotonic() < until:
        time.sleep(0.1)
    assert not held_files(large)
    assert world.cluster.query("select (select count(*) from attachments) as a, (select count(*) from attachment_chunks) as c, (select count(*) from audit_log) as l") == before


def test_who_may_not_attach_leaves_no_file_on_the_disk(world, large, mine):
    head = (f"POST /v1/complaints/{mine}/attachments HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {world.token('platform@150202')}\r\n"
            f"Content-Type: image/png\r\nContent-Length: {4 * MIB}\r\n\r\n").encode()
    with raw(large.port, 20) as connection:
        connection.sendall(head + bytes(1000))
        time.sleep(0.3)
        assert not held_files(large)


def test_a_database_that_goes_away_while_a_file_goes_in_leaves_nothing(world, district, mine):
    """And the same file is taken when it is sent again."""
    answers, holder = [], world.cluster.connect()
    try:
        with holder.cursor() as cursor:
            cursor.execute("begin; lock table attachment_chunks in exclusive mode")
            sender = threading.Thread(target=lambda: answers.append(upload(district, mine, noise(900000), expect=503)))
            sender.start()
            until = time.monotonic() + 4
            while not answers and time.monotonic() < until:
                ended = world.cluster.query("select pg_terminate_backend(pid) from pg_stat_activity where wait_event_type = 'Lock' and query like 'insert into attachment_chunks%%'")
                if ended:
                    break
                time.sleep(0.05)
            sender.join()
    finally:
        holder.close()
    assert answers[0].header("Retry-After") and rows(world, mine) == 0
    upload(district, mine, noise(900000))


def slow_reader(world, server, made):
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.settimeout(30)
    connection.connect(("127.0.0.1", server.port))
    connection.sendall(f"GET /v1/attachments/{made['id']}/content HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {world.token('company.one@150202')}\r\n\r\n".encode())
    return connection


def rest(connection):
    data = b""
    try:
        while got := connection.recv(1 << 16):
            data += got
    except ConnectionResetError:
        pass
    return data


def test_what_is_withdrawn_while_it_is_read_goes_no_further(world, large, district, mine):
    """E05: nor does it when it is removed; and many slow readers hold no connection to the database."""
    for verb in ("withdraw", "remove"):
        made = upload(district, mine, noise(10 * MIB, verb)).json
        move(district, made, "release")
        readers = [slow_reader(world, large, made) for _ in range(12)]
        try:
            assert all(reader.recv(512).startswith(b"HTTP/1.1 200") for reader in readers)
            began = time.monotonic()
            move(district, made, verb)
            assert time.monotonic() - began < 3, "they hold up others"
            assert 0 < len(rest(readers[0])) < 9 * MIB
        finally:
            for reader in readers:
                reader.close()


def peak(server):
    status = pathlib.Path(f"/proc/{server.process.pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) * 1024


def now(server):
    status = pathlib.Path(f"/proc/{server.process.pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) * 1024


def test_memory_does_not_grow_with_the_file(world, large, mine):
    """Both ways: ten mebibytes take what a hundred kibibytes take, and a dozen one after another leave nothing behind."""
    client = world.caller("district.officer@150202", large)
    for number in range(4):
        content(client, upload(client, mine, noise(800000 + number)).json)
    pathlib.Path(f"/proc/{large.process.pid}/clear_refs").write_text("5")
    before = now(large)
    for number in range(12):
        content(client, upload(client, mine, noise(10 * MIB - number)).json)
    assert peak(large) - before < 6 * MIB, f"{before} before, {peak(large)} at the most"
