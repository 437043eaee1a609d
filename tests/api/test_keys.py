"""An Idempotency-Key: the first answer again, or the word that it was done; never twice, and never another's."""
import concurrent.futures
import time

import pytest
from harness.register import ACCOUNTS
from harness.sweep import ALL
from test_refusals import POSTS, every, path_of, role_client, some

KEYED = [operation for operation in POSTS if any(parameter["name"] == "Idempotency-Key" for parameter in operation.headers)]
ONCE = [operation for operation in KEYED if "already_done" in operation.item.get("x-problems", {})]
REPLAYED = [operation for operation in KEYED if operation not in ONCE]
KEYED = [operation for operation in KEYED if operation.id != "changeOwnPassword"]  # its own token ends with it: test_passwords


@every(REPLAYED)
def test_a_key_replays_the_first_answer_and_refuses_another_body(operation, world, samples):
    client, path = role_client(world, samples, operation), path_of(samples, operation)
    body = samples.body(operation)
    key = {"Idempotency-Key": f"replay-{operation.id}-{time.time_ns()}"}
    first = client.request("POST", path, headers=key, **body)
    assert first.status == operation.success, first
    assert first.header("Idempotency-Replayed") is None
    for _ in range(3 if ALL else 1):
        again = client.request("POST", path, headers=key, **body)
        assert (again.status, again.body) == (first.status, first.body), again
        assert again.header("Idempotency-Replayed") == "true" and again.header("Location") == first.header("Location")
    if operation.body is not None:
        answer = client.request("POST", path, headers=key, json_body=samples.other_body(operation, body["json_body"]))
        assert answer.status == 422 and answer.code == "idempotency_mismatch", answer
    for wrong in some(("", "x" * 256), operation):
        assert client.request("POST", path, headers={"Idempotency-Key": wrong}, **body).status == 400, wrong


@every([operation for operation in ONCE if operation in KEYED])
def test_a_key_of_what_is_told_once_does_it_once_and_tells_nothing_again(operation, world, samples):
    client, path = role_client(world, samples, operation), path_of(samples, operation)
    body, key = samples.body(operation), f"once-{operation.id}-{time.time_ns()}"
    first = client.request("POST", path, headers={"Idempotency-Key": key}, **body)
    assert first.status == operation.success and first.json["secret"], first
    before = world.cluster.query("select (select count(*) from clients) as clients, (select sum(version) from clients) as versions")
    for _ in range(3):
        again = client.request("POST", path, headers={"Idempotency-Key": key}, **body)
        assert (again.status, again.code) == (409, "already_done") and first.json["secret"] not in again.body.decode(), again
    assert world.cluster.query("select (select count(*) from clients) as clients, (select sum(version) from clients) as versions") == before
    kept = world.cluster.query("select row_to_json(k)::text as k from idempotency_keys k where key = %s", (key,))
    assert len(kept) == 1 and first.json["secret"] not in kept[0]["k"]
    noted = world.cluster.query("select count(*) as n from audit_log where operation = %s and request_id = %s", (operation.id, first.header("X-Request-Id")))
    assert noted[0]["n"] == 1
    for wrong in ("", "x" * 256):
        assert client.request("POST", path, headers={"Idempotency-Key": wrong}, **samples.body(operation)).status == 400, wrong


@every([operation for operation in ONCE if operation in KEYED and operation.body])
def test_a_key_of_what_is_told_once_refuses_another_body(operation, world, samples):
    client, path = role_client(world, samples, operation), path_of(samples, operation)
    key = {"Idempotency-Key": f"mismatch-{operation.id}-{time.time_ns()}"}
    body = samples.body(operation)["json_body"]
    assert client.request("POST", path, headers=key, json_body=body).status == operation.success
    answer = client.request("POST", path, headers=key, json_body=samples.other_body(operation, body))
    assert answer.status == 422 and answer.code == "idempotency_mismatch", answer


def test_a_key_is_one_callers_own(world):
    """Another principal's same key is another key: the answer of one is never told to another."""
    path = "/v1/hotline/tickets"
    key = {"Idempotency-Key": f"own-{time.time_ns()}"}
    body = world.ticket()
    first = world.role("hotline").post(path, body, headers=key, expect=201)
    abroad = {**body, "estate_code": world.own_estate("community.lanwan@340302")["code"]}
    other = world.role("hotline", 2).post(path, abroad, headers=key, expect=201)
    assert first.json["id"] != other.json["id"]


@pytest.fixture(scope="module")
def brief(world):
    """A server that waits for a lock a quarter of a second."""
    server = world.server("brief", write_timeout_ms=500)
    yield server
    server.stop()


@pytest.fixture(scope="module")
def found():
    return {}


@pytest.fixture
def meanwhile(request, world, samples, brief, found):
    """Operation → its answer while the first request with the key still runs, of all that this process is going to test. Several wait at the same time."""
    if not found:
        part = request.node.get_closest_marker("xdist_group").args
        mine = {item.callspec.params["operation"].id for item in request.session.items if "meanwhile" in item.fixturenames and item.get_closest_marker("xdist_group").args == part}
        asked = [(operation, world.role(samples.allowed_role(operation), server=brief), *samples.still(operation)) for operation in KEYED if operation.id in mine]
        for begin in range(0, len(asked), 6):
            found.update(while_it_runs(world, samples, asked[begin:begin + 6]))
    return found


def while_it_runs(world, samples, asked):
    holder = world.cluster.connect()
    holder.autocommit = False
    try:
        with holder.cursor() as cursor:
            for operation, *_ in asked:
                who = world.register.account(ACCOUNTS[samples.allowed_role(operation)][0])
                cursor.execute("insert into idempotency_keys (district_code, principal_id, operation, key, body_hash, created_at, expires_at) values (%s, %s, %s, %s, '', now(), now() + interval '7 days')",
                               (who["district_code"], who["id"], operation.id, f"running-{operation.id}"))
        with concurrent.futures.ThreadPoolExecutor(len(asked)) as pool:
            answers = [pool.submit(client.request, "POST", path, query, headers={**body.get("headers", {}), "Idempotency-Key": f"running-{operation.id}"}, **{name: value for name, value in body.items() if name != "headers"})
                       for operation, client, path, query, body in asked]
        return {operation.id: answer.result() for (operation, *_), answer in zip(asked, answers)}
    finally:
        holder.rollback()
        holder.close()


@every(KEYED)
def test_a_key_whose_first_request_still_runs_is_a_conflict(operation, meanwhile):
    answer = meanwhile[operation.id]
    assert answer.status == 409 and answer.code == "idempotency_in_progress", answer


@every(KEYED if ALL else KEYED[::20])
def test_a_key_is_free_when_what_ran_with_it_is_taken_back(operation, world, samples, meanwhile):
    client, path = role_client(world, samples, operation), path_of(samples, operation)
    assert client.request("POST", path, headers={"Idempotency-Key": f"running-{operation.id}"}, **samples.body(operation)).status == operation.success
