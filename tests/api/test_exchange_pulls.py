"""D06: whoever pulls a month has the same bytes: twice, later, after a restart, from a standby, and when every connection breaks; and whoever makes it may die over it."""
import gzip
import hashlib
import random
import socket
import time

import pytest
from harness import cluster as clusters
from harness import service as services
from harness.receiver import Worker, until
from things.exchange_months import QUICK, WHERE, asked, frozen, platform, pulled, wait, worker

MONTH = "2025-05"
SMALL = {"package_part_bytes": 20000}


@pytest.fixture(scope="module")
def package(world, samples):
    """In many parts."""
    return frozen(world, MONTH, settings=SMALL)


@pytest.fixture(scope="module")
def pull(world, package):
    return pulled(platform(world), MONTH)


def test_a_part_ends_at_its_size_and_all_of_them_are_the_file(world, package, pull):
    manifest = pull[0]
    firms = next(file for file in manifest["datasets"] if file["dataset"] == "firms")
    assert len(firms["parts"]) > 4 and all(part["raw_bytes"] < SMALL["package_part_bytes"] + 4000 for part in firms["parts"])
    assert all(part["raw_bytes"] >= SMALL["package_part_bytes"] for part in firms["parts"] if part["number"] < len(firms["parts"]) // 2)
    tables = [gzip.decompress(pull[2][part["name"]]).decode("utf-8-sig").splitlines() for part in firms["parts"] if part["format"] == "csv"]
    assert len({lines[0] for lines in tables}) == 1 and sum(len(lines) - 1 for lines in tables) == firms["rows"], "every part has its head"
    assert firms["rows"] == world.cluster.query("select count(*)::integer as n from firms where district_code = '150202'")[0]["n"]


def test_the_same_bytes_twice_after_later_writes_and_after_a_restart(world, package, pull):
    assert pulled(platform(world), MONTH) == pull
    world.cluster.query("update firms set name = name || '改', updated_at = now() where district_code = '150202' returning 1")
    assert pulled(platform(world), MONTH) == pull
    world.service.stop()
    world.service.start()
    assert pulled(platform(world), MONTH) == pull


def test_the_same_bytes_from_a_standby(world, package, pull):
    """The service with its connection on a server that only reads."""
    client = platform(world)
    standby = clusters.Cluster(copy_of=world.cluster)
    try:
        standby.start()
        server = services.Service(standby, world.folder, "standby", access_token_s=7200).start()
        try:
            other = type(client)(world.judge, server.port, client.token)
            assert pulled(other, MONTH) == pull
            assert other.get(f"{WHERE}/{MONTH}/signature", expect=200).body == client.get(f"{WHERE}/{MONTH}/signature", expect=200).body
        finally:
            server.stop()
    finally:
        standby.remove()


def broken_pull(client, path, chance, say):
    """The bytes of a part over connections that break wherever they like; how often they did."""
    have, tag, breaks = b"", None, 0
    while True:
        headers = {"Range": f"bytes={len(have)}-", "If-Range": tag} if tag else {}
        lines = [f"GET {path} HTTP/1.1", "Host: wuye", f"Authorization: Bearer {client.token}", "Connection: close", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
        with socket.create_connection(("127.0.0.1", client.port), 30) as connection:
            connection.sendall("\r\n".join(lines).encode())
            stream = connection.makefile("rb")
            status, length = int(stream.readline().split()[1]), None
            for line in iter(stream.readline, b"\r\n"):
                name, value = line.decode().split(":", 1)
                length = int(value) if name.lower() == "content-length" else length
                tag = value.strip() if name.lower() == "etag" else tag
            assert status == (206 if have else 200), (status, len(have))
            say(status)
            wanted = chance.randrange(1, length + 1) if chance.random() < 0.8 else length
            have += stream.read(wanted)
            if wanted == length:
                return have, breaks
            breaks += 1


def test_a_pull_that_breaks_fifty_times_goes_on_where_it_was(world, package, pull):
    """With Range and If-Range: every part equals the manifest."""
    chance, client, breaks, seen = random.Random(9), platform(world), 0, set()
    names = [(part["name"], part["sha256"]) for file in pull[0]["datasets"] for part in file["parts"] if part["bytes"] > 500]
    while breaks < 50:
        for name, digest in names:
            body, more = broken_pull(client, f"{WHERE}/{MONTH}/parts/{name}", chance, seen.add)
            assert hashlib.sha256(body).hexdigest() == digest, name
            breaks += more
    assert seen == {200, 206}


def test_what_a_client_has_is_not_sent_again(world, package, pull):
    client, part = platform(world), pull[0]["datasets"][0]["parts"][0]
    where = f"{WHERE}/{MONTH}/parts/{part['name']}"
    whole = client.get(where, expect=200)
    assert whole.header("ETag") == f'"{part["sha256"]}"' and whole.header("Content-Type") == "application/gzip" and whole.header("Content-Encoding") is None
    assert client.get(where, headers={"If-None-Match": whole.header("ETag")}, expect=304).body == b""
    manifest = client.get(f"{WHERE}/{MONTH}/manifest", expect=200)
    assert manifest.header("ETag") == f'"{package["sha256"]}"'
    client.get(f"{WHERE}/{MONTH}/manifest", headers={"If-None-Match": manifest.header("ETag")}, expect=304)
    head = client.request("HEAD", where, expect=200)
    assert (head.header("Content-Length"), head.body) == (str(part["bytes"]), b"")
    assert client.get(where, headers={"Range": f"bytes={part['bytes']}-"}, expect=416).header("Content-Range") == f"bytes */{part['bytes']}"
    assert client.get(where, headers={"Range": "bytes=0-9", "If-Range": '"another"'}, expect=200).body == whole.body
    assert client.get(where, headers={"Range": "bytes=-7"}, expect=206).body == whole.body[-7:]


SLOW = """create or replace function exchange_count_figures(wanted_district text, package uuid, month text) returns bigint language sql volatile security definer
    set search_path = public, pg_temp as $$ select 0::bigint from pg_sleep(%s) $$"""


@pytest.fixture
def slow(world):
    """What is counted takes so many seconds."""
    def takes(seconds):
        world.cluster.query(SLOW % seconds)
    yield takes
    takes(0)


def counting(world):
    return world.cluster.query("select pid from pg_stat_activity where usename = 'wuye_worker' and wait_event = 'PgSleep'")


def test_a_worker_that_is_killed_over_it_is_followed_by_another(world, slow):
    slow(4)
    package = asked(world, "2001-05")
    first, second = Worker(world, "first", **QUICK), None
    try:
        until(lambda: counting(world), 20)
        second = Worker(world, "second", **QUICK)
        first.kill()
        slow(0)
        made = wait(world, package, seconds=60)
        assert made["tries"] == 2, made
        until(lambda: "a month is frozen\"" in second.text())
        left = world.cluster.query("select count(*)::integer as n from stored_files f where district_code = '150202' and not exists (select from exchange_parts p where p.file_id = f.id)")
        assert left == [{"n": 0}], "what the first one wrote is not there"
        assert len(pulled(platform(world), "2001-05")[2]) == left[0]["n"] + world.cluster.query("select count(*)::integer as n from exchange_parts where package_id = %s", (package["id"],))[0]["n"]
    finally:
        first.kill()
        if second:
            second.stop()


def test_two_workers_make_a_month_once(world, slow):
    slow(1)
    packages = [asked(world, month) for month in ("2001-06", "2001-07", "2001-08", "2001-09")]
    with worker(world) as first, worker(world) as second:
        for package in packages:
            assert wait(world, package, seconds=40)["tries"] == 1
        def made():
            return [process.text().count("a month is frozen\"") for process in (first, second)]
        until(lambda: sum(made()) >= 4, 10, made)
        assert sum(made()) == 4 and min(made()) > 0, made()


def test_a_worker_that_is_asked_to_stop_breaks_off_what_it_makes(world, slow):
    slow(3)
    package = asked(world, "2001-10")
    process = Worker(world, "stopped", **QUICK, drain_s=20)
    until(lambda: counting(world), 20)
    began = time.monotonic()
    process.stop()
    assert time.monotonic() - began < 15
    row = world.cluster.query("select state, trouble from exchange_packages where id = %s", (package["id"],))[0]
    assert row in ({"state": "failed", "trouble": "interrupted"}, {"state": "building", "trouble": None}), row
    slow(0)
    with worker(world):
        wait(world, package, seconds=60)
