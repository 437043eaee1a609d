"""Keys are changed while everything runs: old and new open, one command seals all again, then the old key goes (E05)."""
import base64
import hashlib
import json
import os
import random
import re
import signal
import subprocess
import threading
import time

import pytest
from harness.client import Client
from harness.service import PROGRAM, SEAL_KEYS, SECRET, command, environment
from harness.world import PERSON
from things.intake import message
from things.webhooks import endpoint

REASON = {"reason": "核实处理结果"}


def keys(*names):
    """seal_keys of these ids; test1 is the key that all tests begin with."""
    made = {name: f"{name}:" + base64.b64encode(hashlib.sha256(f"wuye tests: seal key {name}".encode()).digest()).decode() for name in names}
    return ",".join({**made, **({"test1": SEAL_KEYS} if "test1" in names else {})}.values())


def post_many(world, server, number, start):
    """Tickets of different people, in batches: complaint id → phone."""
    caller = world.caller("hotline@150202", server)
    told = {}
    for first in range(0, number, 250):
        tickets = [world.ticket(ticket_no=f"RS{start + first + i:07d}", complainant={**PERSON, "phone": f"154{start + first + i:08d}"}) for i in range(min(250, number - first))]
        for ticket, result in zip(tickets, caller.post("/v1/hotline/tickets", tickets, expect=200).json["results"]):
            assert result["status"] == 201, result
            told[result["item"]["complaint_id"]] = ticket["complainant"]["phone"]
    return told


def look(world, server, identifier):
    return world.caller("district.officer@150202", server).post(f"/v1/complaints/{identifier}/reveal", dict(REASON), expect=200).json


def under(world):
    """How many rows of anything sealed stand under each key."""
    rows = world.cluster.query("""select k, count(*) as n from (
        select seal_key as k from personal.complainants where content_sealed is not null
        union all select webhook_secret_key from clients where webhook_secret is not null union all select webhook_secret_2_key from clients where webhook_secret_2 is not null
        union all select seal_key from signing_keys) s group by k""")
    return {row["k"]: row["n"] for row in rows}


@pytest.fixture(autouse=True)
def no_daily_limit(world):
    world.cluster.query("update district_rules set value = 100000 where name = 'reveals_per_day' returning id")


@pytest.fixture
def back(world):
    """Whatever a test did, the file's own server opens everything again afterwards."""
    yield
    done = command(world.cluster, "reseal", seal_keys=keys("test1", "k2", "k3"))
    assert done.returncode == 0


def killed_at(world, number):
    """A run is ended by kill -9 as soon as so many rows are done. False when it was quicker."""
    run = subprocess.Popen([str(PROGRAM), "reseal"], env=environment(world.cluster, seal_keys=keys("k2", "test1")), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    connection = world.cluster.connect()
    with connection.cursor() as cursor:
        while run.poll() is None:
            cursor.execute("select count(*) from personal.complainants where seal_key = 'k2'")
            if cursor.fetchone()[0] >= number:
                run.kill()
                break
    connection.close()
    return run.wait() == -signal.SIGKILL


def push(world, server, secret, value):
    import hmac
    stamp, identity, text = str(int(time.time())), f"m{time.time_ns()}", json.dumps(value).encode()
    mac = hmac.new(base64.b64decode(secret.removeprefix("whsec_")), f"{identity}.{stamp}.".encode() + text, hashlib.sha256).digest()
    return Client(world.judge, server.port).request("POST", "/v1/hotline/tickets", body=text, headers={
        "Content-Type": "application/json", "webhook-id": identity, "webhook-timestamp": stamp, "wuye-client": "hotline@150202",
        "webhook-signature": "v1," + base64.b64encode(mac).decode()})


def test_keys_change_under_load_and_nothing_is_lost(world, back):
    """Readers and posters on two servers, one of the old order and one of the new, a worker, a run killed in its midst again and again; then without the old key."""
    hook = {slot: command(world.cluster, "token", "--webhook-secret", slot, "--district", "150202", "--name", "hotline").stdout.strip() for slot in "12"}
    both = world.server("both", seal_keys=keys("test1", "k2"))
    told = post_many(world, both, 1250, 0)
    new = world.server("new", seal_keys=keys("k2", "test1"))
    worker = subprocess.Popen([str(PROGRAM), "worker"], env=environment(world.cluster), stderr=subprocess.DEVNULL)
    lock, wrong, posted = threading.Lock(), [], {}
    stop = {server: threading.Event() for server in (both, new)}

    def guarded(work):
        def run(server):
            while not stop[server].is_set():
                try:
                    work(server)
                except Exception as trouble:  # pylint: disable=broad-except
                    wrong.append(repr(trouble))
        return run

    @guarded
    def read(server):
        identifier, phone = random.choice(list(told.items()))
        assert look(world, server, identifier)["phone"] == phone
        time.sleep(0.01)

    counter = iter(range(10 ** 6))

    @guarded
    def post(server):
        with lock:
            number = next(counter)
        phone = f"155{number:08d}"
        receipt = world.caller("hotline@150202", server).post("/v1/hotline/tickets", world.ticket(ticket_no=f"RL{number:07d}", complainant={**PERSON, "phone": phone}), expect=201).json
        with lock:
            posted[receipt["complaint_id"]] = phone
        time.sleep(0.02)

    threads = [(server, threading.Thread(target=work, args=(server,))) for work in (read, post) for server in (both, new)]

    def quiet(server):
        stop[server].set()
        for of, thread in threads:
            if of is server:
                thread.join()
        server.stop()

    try:
        for _, thread in threads:
            thread.start()
        for done in (200, 500, 800):
            assert killed_at(world, done), "it was over before it was killed"
        assert set(under(world)) == {"test1", "k2"}
        quiet(both)  # as in a rolling restart: nobody seals under the old key any more
        done = command(world.cluster, "reseal", seal_keys=keys("k2", "test1"))
        assert "do not open" in done.stdout and "everything is under k2" in done.stdout
    finally:
        stop[both].set()
        worker.terminate()
        worker.wait(20)
        quiet(new)
    assert not wrong, wrong[:3]
    assert set(under(world)) == {"k2"} and len(posted) > 10
    only = world.server("only", seal_keys=keys("k2"))
    try:
        for identifier, phone in {**dict(random.sample(list(told.items()), 60)), **posted}.items():
            shown = look(world, only, identifier)
            assert shown["phone"] == phone and shown["name"] == PERSON["name"] and shown["address"] == PERSON["address"] and PERSON["phone"] in shown["content"]
        for secret in hook.values():
            assert push(world, only, secret, world.ticket()).status == 201
        assert command(world.cluster, "token", "--district", "150202", "--name", "district.officer", seal_keys=keys("k2")).stdout.count(".") == 2
    finally:
        only.stop()
    ids = world.cluster.query("select count(*) as n, count(distinct phone_hash) as hashes from personal.complainants where complaint_id = any(%s::uuid[])", (list(told),))[0]
    assert ids["n"] == ids["hashes"] == 1250, "the hashes are as they were"


def test_status_says_when_a_key_is_no_longer_needed(world, back):
    world.post_ticket()
    before = world.cluster.query("select md5(string_agg(t::text, '' order by ticket_id)) as sum from personal.complainants t")
    first = command(world.cluster, "reseal", "--status", check=False, seal_keys=keys("k2", "test1"))
    assert first.returncode == 1 and re.search(r"personal\.complainants .*: \d+ rows under test1, to be sealed again", first.stdout) and "rows are not under k2" in first.stderr
    dry = command(world.cluster, "reseal", "--dry-run", seal_keys=keys("k2", "test1"))
    assert re.search(r"personal\.complainants name_sealed: [1-9]\d* open, 0 do not open", dry.stdout)
    assert world.cluster.query("select md5(string_agg(t::text, '' order by ticket_id)) as sum from personal.complainants t") == before
    command(world.cluster, "reseal", seal_keys=keys("k2", "test1"))
    last = command(world.cluster, "reseal", "--status", seal_keys=keys("k2", "test1"))
    assert "everything is under k2" in last.stdout and "test1" not in last.stdout


def test_a_row_whose_key_is_lost_is_named_and_left(world, back):
    receipt = world.post_ticket()
    world.cluster.query("update personal.complainants set seal_key = 'lost' where ticket_id = %s returning ticket_id", (receipt["id"],))
    done = command(world.cluster, "reseal", check=False, seal_keys=keys("k2", "test1"))
    assert done.returncode == 1 and receipt["id"] in done.stderr and "seal key lost" in done.stderr and "which seal_keys does not hold" in done.stdout
    assert under(world).pop("lost") == 1 and set(under(world)) == {"lost", "k2"}
    wrong = command(world.cluster, "reseal", "--dry-run", check=False, seal_keys=keys("k2", "test1").replace("test1:", "lost:"))
    assert wrong.returncode == 0, "with the right bytes under its name it opens"
    world.cluster.query("update personal.complainants set seal_key = 'test1' where ticket_id = %s returning ticket_id", (receipt["id"],))


def test_what_is_erased_meanwhile_does_not_come_back(world, back):
    """The row that was read is not the row that stands: nothing is written."""
    receipt = world.post_ticket()
    holder = world.cluster.connect()
    holder.autocommit = False
    with holder.cursor() as cursor:
        cursor.execute("update personal.complainants set name_sealed = null, phone_sealed = null, address_sealed = null, place_sealed = null, title_sealed = null, "
                       "content_sealed = null, erased_at = now() where ticket_id = %s", (receipt["id"],))
        run = subprocess.Popen([str(PROGRAM), "reseal"], env=environment(world.cluster, seal_keys=keys("k2", "test1")), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        time.sleep(1)
        assert run.poll() is None, "it waits for the row"
    holder.commit()
    holder.close()
    _, said = run.communicate(timeout=120)
    assert run.returncode == 0, said
    row = world.cluster.query("select * from personal.complainants where ticket_id = %s", (receipt["id"],))[0]
    assert row["erased_at"] and row["content_sealed"] is None and row["phone_sealed"] is None


def test_two_runs_at_once_share_the_work(world, back):
    told = post_many(world, world.service, 400, 5000000)
    runs = [subprocess.Popen([str(PROGRAM), "reseal"], env=environment(world.cluster, seal_keys=keys("k3", "test1", "k2")), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            for _ in range(2)]
    said = [run.communicate(timeout=300) for run in runs]
    assert [run.returncode for run in runs] == [0, 0], said
    server = world.server("third", seal_keys=keys("k3"))
    try:
        for identifier, phone in list(told.items())[::20]:
            assert look(world, server, identifier)["phone"] == phone
    finally:
        server.stop()


def test_the_hashes_are_made_anew_with_another_secret(world, back):
    """The secret is changed: numbers that were one caller are one caller again, old rows and new."""
    other = base64.b64encode(os.urandom(32)).decode()
    receipt = world.post_ticket(complainant={"phone": "15400001111"})
    nobody = world.post_ticket(complainant={"phone": "不详"})
    command(world.cluster, "reseal", "--phone-hashes", secret=other)
    server = world.server("other", secret=other)
    try:
        caller = Client(world.judge, server.port, world.token("hotline@150202"))
        again = caller.post("/v1/hotline/tickets", world.ticket(complainant={"phone": "+86 154-0000-1111"}), expect=201).json
    finally:
        server.stop()
    hashes = [row["phone_hash"] for row in world.cluster.query("select phone_hash from personal.complainants where ticket_id = any(%s::uuid[])", ([receipt["id"], again["id"]],))]
    assert len(hashes) == 2 and len(set(hashes)) == 1
    assert not world.cluster.query("select phone_hash from personal.complainants where ticket_id = %s", (nobody["id"],))[0]["phone_hash"]
    command(world.cluster, "reseal", "--phone-hashes", secret=SECRET)


def test_every_sealed_column_of_the_schema_is_sealed_again(world):
    """A column that is added and not told to wuye reseal would be lost with its key."""
    done = command(world.cluster, "reseal", "--status", check=False)
    known = {(table, column.strip()) for table, columns in re.findall(r"^(\S+) \(([^)]*)\):", done.stdout, re.M) for column in columns.split(",")}
    rows = world.cluster.query("select table_schema || '.' || table_name as t, column_name as c from information_schema.columns where data_type = 'bytea' "
                               "and table_schema in ('public', 'personal') and (column_name like '%%sealed%%' or column_name like '%%secret%%')")
    command(world.cluster, "token", "--webhook-secret", "1", "--district", "150202", "--name", "platform")
    command(world.cluster, "token", "--webhook-secret", "2", "--district", "150202", "--name", "platform")
    world.post_ticket()
    world.caller("hotline@150202").post("/v1/hotline/messages", message(world, "NO-TICKET-YET", "callback", reached=True, result="unsolved", reason="仍未解决"), expect=201)
    world.caller("hotline@150202").post("/v1/hotline/messages", message(world, "NO-TICKET-YET", "supplement", content="电话15400009876"), expect=201)
    made = endpoint(world)
    world.role("district").post(f"/v1/webhook-endpoints/{made['id']}/secrets", None, expect=201)
    opened = command(world.cluster, "reseal", "--dry-run", seal_keys=keys("k2", "test1")).stdout
    assert re.search(r"message_texts content_sealed: 2 open, 0 do not open", opened), opened
    assert len(re.findall(r"webhook_endpoints secret_[12]: [1-9]\d* open, 0 do not open", opened)) == 2, opened
    done = command(world.cluster, "reseal", "--status", check=False)
    known = {(table, column.strip()) for table, columns in re.findall(r"^(\S+) \(([^)]*)\):", done.stdout, re.M) for column in columns.split(",")}
    assert {(row["t"], row["c"]) for row in rows} == known


@pytest.mark.parametrize("arguments", [["--nothing"], ["more"], ["--status", "--dry-run"]])
def test_arguments_that_mean_nothing_are_refused(arguments, world):
    assert command(world.cluster, "reseal", *arguments, check=False).returncode == 2
