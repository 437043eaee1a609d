"""Webhook endpoints, each of a client of its own, at addresses that nobody answers."""
from harness.things import NOTHING, OTHERS, body, path, planted

from things.users import client


def officer(world, place="150202"):
    return world.caller(f"district.officer@{place}")


def endpoint(world, district="150202", url=None, client_id=None):
    """A fresh endpoint with its secret."""
    client_id = client_id or client(world, district=district)["id"]
    url = url or f"https://receiver.invalid/{next(world.serial)}"
    return officer(world, district).post("/v1/webhook-endpoints", {"client_id": client_id, "url": url}, expect=201).json


def of(own):
    return "150202" if own else "340302"


@planted("listWebhookEndpoints")
def some_endpoints(samples):
    endpoint(samples.world)


@path("getWebhookEndpoint", "updateWebhookEndpoint", "disableWebhookEndpoint", "pingWebhookEndpoint", "createWebhookSecret", "replayWebhookUpdates")
def some_endpoint(samples, role, own):
    return {"id": endpoint(samples.world, of(own))["id"]}


@path("enableWebhookEndpoint")
def disabled_endpoint(samples, role, own):
    made = endpoint(samples.world, of(own))
    officer(samples.world, of(own)).post(f"/v1/webhook-endpoints/{made['id']}/disable", None, expect=200)
    return {"id": made["id"]}


@path("revokeWebhookSecret")
def two_secrets(samples, role, own):
    made = endpoint(samples.world, of(own))
    officer(samples.world, of(own)).post(f"/v1/webhook-endpoints/{made['id']}/secrets", None, expect=201)
    return {"id": made["id"], "slot": "secret_1"}


@path("listWebhookStreams", "listWebhookDeadLetters")
def busy_endpoint(samples, role, own):
    """One for each district, with two pings and two dead letters."""
    made = samples.__dict__.setdefault("busy_endpoints", {})
    if own not in made:
        made[own] = endpoint(samples.world, of(own))["id"]
        for _ in range(2):
            officer(samples.world, of(own)).post(f"/v1/webhook-endpoints/{made[own]}/ping", None, expect=201)
            samples.world.cluster.query(
                "insert into webhook_dead_letters (district_code, endpoint_id, update_id, type, at, tries, first_tried_at, given_up_at, outcome, status) "
                "values (%s, %s, gen_random_uuid(), 'complaint.closed', now() - interval '4 days', 80, now() - interval '3 days', clock_timestamp(), 'answered', 500)",
                (of(own), made[own]))
    return {"id": made[own]}


@body("createWebhookEndpoint")
def new_endpoint(samples, role):
    return {"json_body": {"client_id": client(samples.world)["id"], "url": f"https://receiver.invalid/{next(samples.world.serial)}"}}


@body("updateWebhookEndpoint")
def moved(samples, role):
    return {"json_body": {"url": f"https://receiver.invalid/{next(samples.world.serial)}"}, "headers": {"If-Match": '"1"'}}


@body("replayWebhookUpdates")
def replay(samples, role):
    return {"json_body": {"from": "2026-01-01T00:00:00+08:00"}}


NOTHING["revokeWebhookSecret"] = {"slot": "secret_1"}
OTHERS["createWebhookEndpoint"] = lambda samples, value: {**value, "url": value["url"] + "/other"}
OTHERS["replayWebhookUpdates"] = lambda samples, value: {**value, "from": "2026-01-02T00:00:00+08:00"}
