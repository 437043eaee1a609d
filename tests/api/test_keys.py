"""An Idempotency-Key: the first answer again, or the word that it was done; never twice, and never another's."""
import time

import pytest
from test_refusals import POSTS, every, path_of, role_client

KEYED = [operation for operation in POSTS if any(parameter["name"] == "Idempotency-Key" for parameter in operation.headers)]
ONCE = [operation for operation in KEYED if "already_done" in operation.item.get("x-problems", {})]
REPLAYED = [operation for operation in KEYED if operation not in ONCE]
KEYED = [operation for operation in KEYED if operation.id != "changeOwnPassword"]  # its own token ends with it: test_passwords


@every(REPLAYED)
def test_a_key_replays_the_first_answer(operation, world, samples):
    client, path = role_client(world, samples, operation), path_of(samples, operation)
    body = samples.body(operation)
    key = {"Idempotency-Key": f"replay-{operation.id}-{time.time_ns()}"}
    first = client.request("POST", path, headers=key, **body)
    assert first.status == operation.success, first
    assert first.header("Idempotency-Replayed") is None
    for _ in range(3):
        again = client.request("POST", path, headers=key, **body)
        assert (again.status, again.body) == (first.status, first.body), again
        assert again.header("Idempotency-Replayed") == "true" and again.header("Location") == first.header("Location")
    for wrong in ("", "x" * 256):
        assert client.request("POST", path, headers={"Idempotency-Key": wrong}, **samples.body(operation)).status == 400, wrong


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


@every(KEYED)
def test_a_key_with_another_body_is_refused(operation, world, samples):
    if operation.body is None:
        pytest.skip("there is nothing that could be another")
    client, path = role_client(world, samples, operation), path_of(samples, operation)
    key = {"Idempotency-Key": f"mismatch-{operation.id}-{time.time_ns()}"}
    body = samples.body(operation)["json_body"]
    assert client.request("POST", path, headers=key, json_body=body).status == operation.success
    answer = client.request("POST", path, headers=key, json_body=samples.other_body(operation, body))
    assert answer.status == 422 and answer.code == "idempotency_mismatch", answer


@every(KEYED)
def test_a_key_is_one_callers_own(operation, world, samples):
    """Another principal's same key is another key: the answer of one is never told to another."""
    if operation.id != "postTickets":
        pytest.skip("one caller of this role")
    key = {"Idempotency-Key": f"own-{time.time_ns()}"}
    body = world.ticket()
    first = world.role("hotline").request("POST", operation.path, headers=key, json_body=body, expect=201)
    abroad = {**body, "estate_code": world.own_estate("community.lanwan@340302")["code"]}
    other = world.role("hotline", 2).request("POST", operation.path, headers=key, json_body=abroad, expect=201)
    assert first.json["id"] != other.json["id"]


@pytest.fixture(scope="module")
def brief(world):
    """A server that waits for a lock a quarter of a second."""
    server = world.server("brief", write_timeout_ms=500)
    yield server
    server.stop()


@every(KEYED)
def test_a_key_whose_first_request_still_runs_is_a_conflict(operation, world, samples, brief):
    client, path = world.role(samples.allowed_role(operation), server=brief), path_of(samples, operation)
    key = f"running-{operation.id}-{time.time_ns()}"
    role = samples.allowed_role(operation)
    from harness.register import ACCOUNTS
    who = world.register.account(ACCOUNTS[role][0])
    holder = world.cluster.connect()
    holder.autocommit = False
    try:
        with holder.cursor() as cursor:
            cursor.execute("insert into idempotency_keys (district_code, principal_id, operation, key, body_hash, created_at, expires_at) values (%s, %s, %s, %s, '', now(), now() + interval '7 days')",
                           (who["district_code"], who["id"], operation.id, key))
        answer = client.request("POST", path, headers={"Idempotency-Key": key}, **samples.body(operation))
        assert answer.status == 409 and answer.code == "idempotency_in_progress", answer
    finally:
        holder.rollback()
        holder.close()
    client = world.role(role)  # with all the time there is
    assert client.request("POST", path, headers={"Idempotency-Key": key}, **samples.body(operation)).status == operation.success
