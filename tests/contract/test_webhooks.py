"""What is pushed, held by the reference library of Standard Webhooks."""
import json
import os
import subprocess

import pytest
from harness.receiver import Worker
from test_contract import NPM
from test_updates import dispatch, hotline_of_its_own, post, read


@pytest.fixture
def start(world):
    """Programs that end with the test."""
    running = []
    yield lambda program: running.append(program) or program
    for program in reversed(running):
        program.stop() if isinstance(program, Worker) else program.kill()


def listener(secret):
    environment = {"PATH": os.environ["PATH"], "SECRET": secret}
    return subprocess.Popen(["node", "receiver.mjs"], cwd=NPM, env=environment, stdout=subprocess.PIPE, text=True)


def test_the_reference_library_takes_what_is_pushed_and_nothing_else(world, start):
    """E14: each update arrives once, genuine, in order; another body, id, time or secret is refused."""
    own, officer = hotline_of_its_own(world), world.role("district")
    made = officer.post("/v1/webhook-endpoints", {"client_id": own.client_id, "url": "https://receiver.invalid/"}, expect=201).json
    program = start(listener(made["secret"]))
    port = json.loads(program.stdout.readline())["port"]
    world.cluster.query("update webhook_endpoints set url = %s where id = %s", (f"http://127.0.0.1:{port}/", made["id"]))
    for _ in range(3):
        dispatch(world, post(world, own)["complaint_id"], note="请社区联系")
    start(Worker(world))
    items, _ = read(own)
    heard = [json.loads(program.stdout.readline()) for _ in range(6)]
    assert [message.get("id") for message in heard] == [item["id"] for item in items], heard
    assert [message["payload"]["data"] for message in heard] == items and all(message["strict"] for message in heard)
    other = officer.post(f"/v1/webhook-endpoints/{made['id']}/secrets", None, expect=201).json
    third = start(listener(other["secret"]))
    port = json.loads(third.stdout.readline())["port"]
    world.cluster.query("update webhook_endpoints set url = %s where id = %s", (f"http://127.0.0.1:{port}/", made["id"]))
    post(world, own)
    message = json.loads(third.stdout.readline())
    assert message["payload"]["type"] == "complaint.received" and message["strict"], "the other secret is as good"
