"""More than there is room for: who comes too late is told so at once, whoever needs a place least gives way, and nobody takes all of anything."""
import contextlib
import os
import select
import signal
import socket
import threading
import time

import pytest
from harness.client import Client, raw, raw_request, read_answer
from harness.receiver import until

HEALTH = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
FIRMS = b"GET /v1/firms?limit=1 HTTP/1.1\r\nHost: x\r\n\r\n"


def figure(world, server, name):
    body = Client(world.judge, server.port).get("/metrics").body.decode()
    return float(next(line.rpartition(" ")[2] for line in body.splitlines() if line.startswith(name + " ")))


@contextlib.contextmanager
def serving(world, name, **settings):
    server = world.server(name, **settings)
    try:
        yield server
    finally:
        server.stop()


@contextlib.contextmanager
def nobody_reads(world):
    """Whoever asks for complaints waits until this is over."""
    holder = world.cluster.connect()
    holder.autocommit = False
    try:
        with holder.cursor() as cursor:
            cursor.execute("lock table complaints in access exclusive mode")
        yield
    finally:
        holder.rollback()
        holder.close()


def are_handled(world, count, role="district"):
    """Waits until so many of the role's wait for what nobody reads."""
    until(lambda: world.cluster.query("select count(*) as n from pg_stat_activity where wait_event_type = 'Lock' and usename = %s", (f"wuye_{role}",))[0]["n"] == count)


def with_a_place(stack, port, said):
    """A connection that has said this, and of a whole request the answer: one that was taken only to be answered and closed (a connection before may not be quite gone) is made anew, some times."""
    for _ in range(100):
        connection = stack.enter_context(raw(port, 30))
        connection.sendall(said)
        if not said.endswith(b"\r\n\r\n"):
            return connection
        answer = read_answer(connection)
        assert answer.status == 200
        if answer.header("Connection", "").lower() != "close":
            return connection
        connection.close()
        time.sleep(0.05)
    raise AssertionError("nobody is given a place to keep")


@contextlib.contextmanager
def kept(port, count, said=HEALTH):
    """So many connections that have said this; of a whole request the answer has come."""
    with contextlib.ExitStack() as stack:
        yield [with_a_place(stack, port, said) for _ in range(count)]


def is_closed(connection):
    connection.settimeout(0.01)
    try:
        return connection.recv(1) == b""
    except TimeoutError:
        return False
    except ConnectionResetError:
        return True


def served(server):
    """One who comes anew has a place; before that he is told that there is none, or is closed."""
    with contextlib.suppress(ConnectionResetError):
        answer = raw_request(server.port, FIRMS)
        assert answer is None or answer.status in (401, 503)
        return answer is not None and answer.status == 401


def answers(world, server, count, path="/v1/complaints?limit=1"):
    """So many that ask at once, each in a thread of its own, and what they were answered."""
    told, token = [], world.token("district.officer@150202")
    threads = [threading.Thread(target=lambda: told.append(Client(world.judge, server.port, token).get(path, expect=(200, 503)))) for _ in range(count)]
    for thread in threads:
        thread.start()
    return told, threads


def test_whoever_would_wait_in_vain_is_refused_at_once(world):
    """One connection to the database, and one that may wait for it: the third has its refusal while the second still waits, and the second is served."""
    with serving(world, "queue", database_connections=1, database_queue_max=1, database_wait_ms=60000, read_timeout_ms=60000) as server:
        with nobody_reads(world):
            told, threads = answers(world, server, 3)
            until(lambda: len(told) == 1)
            assert told[0].status == 503 and told[0].code == "unavailable" and told[0].header("Retry-After") == "1"
            assert sum(thread.is_alive() for thread in threads) == 2
            answer = raw_request(server.port, FIRMS)
            assert answer.status == 503 and answer.header("Connection") == "close", "who comes now is told before he has a thread, or was asked for a token"
            assert raw_request(server.port, HEALTH).status == 200
        for thread in threads:
            thread.join(60)
        assert sorted(answer.status for answer in told) == [200, 200, 503]


def test_an_address_has_a_share_of_the_connections(world):
    with serving(world, "share", connections_per_address=5) as server:
        with kept(server.port, 5, HEALTH[:-2]) as held:
            answer = raw_request(server.port, FIRMS)
            assert answer.status == 429 and answer.code == "too_many_requests" and int(answer.header("Retry-After")) > 0 and answer.header("Connection").lower() == "close"
            assert raw_request(server.port, HEALTH).status == 200, "who looks after it is answered all the same"
            for connection in held:
                connection.sendall(b"\r\n")
                assert read_answer(connection).status == 200, "those that came before are none the worse"
        until(lambda: raw_request(server.port, FIRMS).status == 401)


@pytest.mark.parametrize("settings", [{"trusted_proxies": "127.0.0.0/8", "connections_per_address": 5}, {"connections_per_address": 0}], ids=["a trusted proxy", "no bound"])
def test_many_people_come_through_one_address(settings, world):
    with serving(world, "many", **settings) as server, kept(server.port, 60):
        assert raw_request(server.port, FIRMS).status == 401


def test_who_has_no_place_and_says_nothing_is_let_go(world):
    """A flood of connections that want nothing costs no threads, and the places of other addresses stay free."""
    with serving(world, "flood", connections_max=32, connections_per_address=8) as server, contextlib.ExitStack() as stack:
        held = [stack.enter_context(raw(server.port)) for _ in range(60)]
        assert figure(world, server, "process_threads") < 8 + 20
        until(lambda: sum(is_closed(connection) for connection in held) >= 60 - 8)
        closed = figure(world, server, "wuye_connections_closed_total")
        assert 60 - 8 <= closed <= 60 - 7, "one that asked whether it serves may not be quite gone when they come"


@contextlib.contextmanager
def full(world, name, places=4, **settings):
    """A service whose places are taken by what is being handled, and is not ended."""
    asked = b"GET /v1/complaints?limit=1 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + world.token("district.officer@150202").encode() + b"\r\n\r\n"
    with serving(world, name, connections_max=places, connections_per_address=0, read_timeout_ms=60000, database_wait_ms=60000, **settings) as server:
        with kept(server.port, places) as held:
            with nobody_reads(world):
                for connection in held:
                    connection.sendall(asked)
                are_handled(world, places)
                yield server
                assert select.select(held, [], [], 0)[0] == [], "nobody who has a place pays for it"
            for connection in held:
                connection.settimeout(60)
                assert read_answer(connection).status == 200


def test_hundreds_without_a_place_are_all_told_and_none_has_a_thread(world):
    with full(world, "told") as server, contextlib.ExitStack() as stack:
        before = figure(world, server, "process_threads")
        held = [stack.enter_context(raw(server.port, 30)) for _ in range(300)]
        for connection in held:
            connection.sendall(FIRMS)
        told = [read_answer(connection) for connection in held]
        assert [answer and answer.status for answer in told] == [503] * 300
        assert {answer.header("Retry-After") for answer in told} == {"1"} and {answer.code for answer in told} == {"unavailable"}
        assert figure(world, server, "process_threads") <= before + 5
        assert figure(world, server, "wuye_connections_closed_total") == 0


def test_what_is_told_at_the_door_is_what_the_contract_says(world):
    with full(world, "door", cors_origins="https://front.example") as server:
        caller = Client(world.judge, server.port, world.token("district.officer@150202"))
        english = caller.get("/v1/firms", headers={"Accept-Language": "en", "X-Request-Id": "my-own-1", "Origin": "https://front.example"}, expect=503)
        assert english.header("Content-Language") == "en" and english.header("X-Request-Id") == "my-own-1" and english.json["request_id"] == "my-own-1"
        assert english.header("Access-Control-Allow-Origin") == "https://front.example" and english.header("Connection") == "close"
        assert caller.get("/v1/firms?limit=1", expect=503).header("Content-Language") == "zh-CN"
        head = raw_request(server.port, b"HEAD /v1/firms HTTP/1.1\r\nHost: x\r\n\r\n", "HEAD")
        assert head.status == 503 and head.body == b"" and int(head.header("Content-Length")) > 0
        assert raw_request(server.port, HEALTH).status == 200, "who looks after it is answered all the same"


def test_at_the_door_a_request_is_heard_to_its_end(world):
    """A head in parts is told when it is whole; a body that still comes does not take the answer away."""
    with full(world, "parts") as server, raw(server.port, 30) as connection:
        for part in (FIRMS[:5], FIRMS[5:20], FIRMS[20:-2]):
            connection.sendall(part)
            assert not is_closed(connection)
        connection.settimeout(30)
        connection.sendall(FIRMS[-2:])
        assert read_answer(connection).status == 503
        with raw(server.port, 30) as sender:
            began = time.monotonic()
            sender.sendall(b"POST /v1/hotline/tickets HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n" + b" " * 1000)
            assert read_answer(sender, "POST").status == 503
            sender.sendall(b" " * 1000)
            too_late = time.monotonic() - began > 0.9  # the door closes after a second, and what comes later is reset whatever it has read
            time.sleep(1.6)
            assert sender.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) == 0 or too_late, "what still came was read and thrown away, or he would have been reset when the door closed"


def test_whoever_asks_again_as_he_is_displaced_is_answered(world):
    """Eight who are idle ask again in the moment in which one more comes, whom the idle have to make way for: each of them is served or told, and nobody is cut off."""
    with serving(world, "again", connections_max=8, connections_per_address=0, idle_timeout_s=600) as server, kept(server.port, 8) as held:
        time.sleep(1.2)  # as long as one has to be idle
        os.kill(server.process.pid, signal.SIGSTOP)
        for connection in held:
            connection.sendall(FIRMS)
        with raw(server.port, 30) as newcomer:
            newcomer.sendall(FIRMS)
            os.kill(server.process.pid, signal.SIGCONT)
            told = [read_answer(connection) for connection in (*held, newcomer)]
        assert all(answer and answer.status in (401, 503) for answer in told), told


def test_the_idle_give_way(world):
    """All places are taken by connections that were answered and say nothing more: who comes is served, and some of them are closed."""
    with serving(world, "idle", connections_max=8, connections_per_address=0, idle_timeout_s=600) as server, kept(server.port, 8) as held:
        until(lambda: served(server))
        until(lambda: any(is_closed(connection) for connection in held))
        assert figure(world, server, "wuye_connections_displaced_total") >= 1


def test_whoever_dawdles_gives_way_too(world):
    """Eight who began a request and do not go on; they would have ten minutes."""
    with serving(world, "dawdling", connections_max=8, connections_per_address=0, request_timeout_s=600, idle_timeout_s=600) as server, kept(server.port, 8, HEALTH[:-2]):
        until(lambda: served(server), 60)


def test_what_is_being_handled_gives_way_to_nobody(world):
    """Eight at work, and no place more: the next one is told, nobody is ended, and the eight are answered."""
    with full(world, "work", places=8) as server:
        answer = raw_request(server.port, FIRMS)
        assert answer.status == 503 and answer.code == "unavailable" and answer.header("Retry-After") == "1" and answer.header("Connection").lower() == "close"
        assert raw_request(server.port, HEALTH).status == 200
        assert figure(world, server, "wuye_connections_refused_total") >= 2


def test_a_body_without_end_is_not_read_to_its_end(world):
    """It is broken off long before its time is over: chunks for as long as they are taken."""
    sent, chunk = 0, b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    with serving(world, "endless", request_timeout_s=3600) as server, raw(server.port, 60) as connection:
        connection.sendall(b"POST /v1/hotline/tickets HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            while sent < 128 << 20:
                connection.sendall(chunk)
                sent += len(chunk)
        assert sent < 64 << 20, "it takes what never ends"


def test_bodies_together_have_a_bound(world):
    """One that has begun to send much takes the room of all; who comes then is told 503, and served when the room is free."""
    body = b" " * 900000
    head = b"POST /v1/hotline/tickets HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
    with serving(world, "bodies", body_total_max_bytes=1048576) as server:
        def answered():
            return raw_request(server.port, head % 2 + b"{}", "POST").status
        with raw(server.port) as connection:
            connection.sendall(head % len(body) + body[:-1])
            until(lambda: answered() == 503)
            connection.sendall(body[-1:])
            assert read_answer(connection, "POST").status == 401, "the first one's body was whole"
        until(lambda: answered() == 401)


def test_a_reader_that_takes_next_to_nothing_holds_an_export_no_longer(world):
    """He has ten minutes in all, but not for a part: his connection to the database is free again while he still waits with reading."""
    token = world.token("district.officer@150202").encode()
    world.cluster.query("insert into audit_log (district_code, at, role, operation, reason) select '150202', now(), 'district', 'planted', repeat('x', 500) from generate_series(1, 20000) returning 1")
    with serving(world, "reader", export_connections=1, export_bytes_per_s=1000000000) as server:
        with socket.socket() as slow:
            slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            slow.connect(("127.0.0.1", server.port))
            slow.sendall(b"GET /v1/audit HTTP/1.1\r\nHost: x\r\nAccept: application/x-ndjson\r\nAuthorization: Bearer " + token + b"\r\n\r\n")
            until(lambda: figure(world, server, 'wuye_pool_connections{pool="exports",state="busy"}') == 1)
            until(lambda: figure(world, server, 'wuye_pool_connections{pool="exports",state="busy"}') == 0, 60)
            assert Client(world.judge, server.port, token.decode()).get("/v1/firms", headers={"Accept": "text/csv"}).body


def test_the_figures_say_what_the_process_holds(world):
    for name in ("process_resident_memory_bytes", "process_open_fds", "process_threads", "process_max_fds"):
        assert figure(world, world.service, name) > 0, name
    assert figure(world, world.service, "process_max_fds") >= 1224, "as many as the connections need"
