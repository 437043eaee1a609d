"""Without a database every operation says so, and soon; when it is back, so is the service."""
import time

import pytest
from harness.account import WITHOUT_DATABASE
from harness.contract import Contract
from harness.outage import wait_ready

OPERATIONS = Contract.built().operations
TICKETS = "/v1/hotline/tickets"


@pytest.fixture(scope="module")
def stopped(world, ready):
    world.cluster.stop()
    yield
    world.cluster.ensure_running()
    wait_ready(world)
    wait_ready(world)


@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
def test_without_a_database_the_answer_is_503_and_soon(operation, world, ready, stopped):
    client, path, query, body = ready[operation.id]
    began = time.monotonic()
    answer = client.request(operation.method, path, query, **body)
    assert time.monotonic() - began < 5
    if operation.id in WITHOUT_DATABASE:
        assert answer.status == 200, answer
        return
    assert answer.status == 503 and answer.code in ("unavailable", "outcome_unknown") and int(answer.header("Retry-After")) >= 1, answer


@pytest.mark.parametrize("accept", ["text/csv", "application/x-ndjson"])
def test_without_a_database_an_export_is_503_too(accept, world, ready, stopped):
    assert ready["listComplaints"][0].get("/v1/complaints", headers={"Accept": accept}, expect=503).code == "unavailable"


def test_a_batch_without_a_database_is_503_or_says_so_for_each(world, ready, stopped):
    answer = ready["postTickets"][0].post(TICKETS, [world_ticket(number) for number in range(3)])
    assert answer.status == 503 or {result["status"] for result in answer.json["results"]} == {503}, answer


def world_ticket(number):
    return {"ticket_no": f"DOWN{number:05d}", "request_type": "help", "received_at": "2026-03-02T09:30:00+08:00", "content": "电梯停运"}


def test_when_the_database_is_back_the_service_is_too(world, ready):
    world.cluster.ensure_running()
    wait_ready(world)
    for _ in range(20):
        world.role("district").get("/v1/complaints", {"limit": 1})
    world.post_ticket()
