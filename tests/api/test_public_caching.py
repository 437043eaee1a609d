"""What is read without a token may be kept by caches and read by pages of other origins; what a token opened by neither."""
import re

import pytest
from harness.contract import Contract

PUBLIC = [operation for operation in Contract.built().operations if operation.public and operation.method == "GET"]
NEVER = {"getHealth", "getReady", "getMetrics"}  # of the moment, or of the process
READS = [operation for operation in PUBLIC if operation.id not in NEVER]
AGE = 60
NEWSPAPER = "https://news.example"


@pytest.fixture(scope="module")
def open_server(world):
    server = world.server("open", public_max_age_s=7, public_origins="*", cors_origins="https://front.example")
    yield server
    server.stop()


@pytest.fixture(scope="module")
def named_server(world):
    server = world.server("named", public_max_age_s=0, public_origins=f"{NEWSPAPER},https://portal.example")
    yield server
    server.stop()


def varies(answer):
    return {name.strip().lower() for name in (answer.header("Vary") or "").split(",")}


def reader(client, samples, operation, role="public"):
    """Asks for the same thing again and again."""
    path, query = samples.path(operation, role), samples.query(operation)
    return lambda method="GET", **headers: client.request(method, path, query=query, headers=headers)


@pytest.mark.parametrize("operation", READS, ids=str)
def test_what_needs_no_token_says_how_long_it_may_be_kept(operation, world, samples):
    read = reader(world.anyone, samples, operation)
    answer = read()
    assert answer.status == 200 and answer.header("Cache-Control") == f"public, max-age={AGE}", answer
    assert "authorization" in varies(answer) and "accept" in varies(answer)
    assert "language" not in (answer.header("Vary") or "").lower() and not answer.header("Content-Language")
    head = read("HEAD")
    assert [head.header(name) for name in ("Cache-Control", "ETag", "Vary")] == [answer.header(name) for name in ("Cache-Control", "ETag", "Vary")]


@pytest.mark.parametrize("operation", READS, ids=str)
def test_the_tag_of_the_bytes_as_they_are_is_strong_and_a_kept_copy_is_asked_for_again_by_it(operation, world, samples):
    read = reader(world.anyone, samples, operation)
    answer = read()
    tag = answer.header("ETag")
    assert tag and re.fullmatch(r'"[^"]+"', tag), tag
    again = read(**{"If-None-Match": tag})
    assert again.status == 304 and not again.body and again.header("ETag") == tag
    assert again.header("Cache-Control") == answer.header("Cache-Control") and "authorization" in varies(again)


@pytest.mark.parametrize("operation", READS, ids=str)
def test_the_same_opened_with_a_token_is_kept_by_no_shared_cache(operation, world, samples):
    answer = reader(world.role("district"), samples, operation, "district")()
    assert answer.status == 200, answer
    assert "public" not in (answer.header("Cache-Control") or ""), answer.header("Cache-Control")
    assert re.search("private|no-store", answer.header("Cache-Control")), answer.header("Cache-Control")


@pytest.mark.parametrize("accept", ["text/csv", "application/x-ndjson"])
def test_a_list_as_a_file_is_kept_like_the_list(accept, world):
    where = "/v1/divisions"
    assert world.anyone.get(where, headers={"Accept": accept}).header("Cache-Control") == f"public, max-age={AGE}"
    assert "no-store" in world.role("district").get(where, headers={"Accept": accept}).header("Cache-Control")
    assert "no-store" in world.role("district").get("/v1/estates", headers={"Accept": accept}).header("Cache-Control")


def test_a_refusal_is_kept_by_nobody(world):
    for path, query, status in (("/v1/divisions", {"no_such": "1"}, 400), ("/v1/divisions/150299", None, 404), ("/v1/complaints", None, 401), ("/v1/no-such", None, 404)):
        assert world.anyone.get(path, query, expect=status).header("Cache-Control") == "no-store", path
    wrong = world.anyone.bearing("x.y.z").get("/v1/divisions", expect=401)
    assert wrong.header("Cache-Control") == "no-store"


def test_how_long_is_configured(world, open_server, named_server):
    assert world.role("public", server=open_server).get("/v1/divisions").header("Cache-Control") == "public, max-age=7"
    assert world.role("public", server=named_server).get("/v1/divisions").header("Cache-Control") == "public, max-age=0"


def test_pages_of_any_origin_read_what_needs_no_token_when_the_configuration_says_any(world, open_server):
    client = world.role("public", server=open_server)
    for headers in ({}, {"Origin": NEWSPAPER}, {"Origin": "https://front.example"}, {"Origin": "null"}):
        for path, accept in (("/v1/divisions", "application/json"), ("/v1/divisions/150202", "application/json"), ("/v1/divisions", "text/csv"), ("/openapi.json", "*/*")):
            answer = client.get(path, headers={**headers, "Accept": accept})
            assert answer.header("Access-Control-Allow-Origin") == "*", (path, headers)
            assert varies(answer) == {"accept", "accept-encoding", "authorization"}, "one copy serves every origin"
            assert not answer.header("Access-Control-Allow-Credentials") and "ETag" in answer.header("Access-Control-Expose-Headers")
    refused = client.get("/v1/divisions", {"no_such": "1"}, headers={"Origin": NEWSPAPER}, expect=400)
    assert refused.header("Access-Control-Allow-Origin") == "*", "a page reads why"


def test_pages_of_any_origin_read_nothing_else(world, open_server):
    holder = world.role("district", server=open_server)
    for client, path, status in ((holder, "/v1/divisions", 200), (holder, "/v1/me", 200), (world.role("public", server=open_server), "/v1/me", 401)):
        answer = client.get(path, headers={"Origin": NEWSPAPER}, expect=status)
        assert answer.header("Access-Control-Allow-Origin") is None, path
        mine = client.get(path, headers={"Origin": "https://front.example"}, expect=status)
        assert mine.header("Access-Control-Allow-Origin") == "https://front.example" and "origin" in varies(mine)
    asked = {"Origin": NEWSPAPER, "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "authorization"}
    preflight = world.anyone.request("OPTIONS", "/v1/divisions", headers=asked)
    assert preflight.header("Access-Control-Allow-Origin") is None, "named by nobody"
    preflight = world.role("public", server=open_server).request("OPTIONS", "/v1/divisions", headers=asked)
    assert preflight.status == 204 and preflight.header("Access-Control-Allow-Origin") == NEWSPAPER
    assert "POST" not in preflight.header("Access-Control-Allow-Methods") and "authorization" not in preflight.header("Access-Control-Allow-Headers").lower()


def test_origins_may_be_named(world, named_server):
    client = world.role("public", server=named_server)
    answer = client.get("/v1/divisions", headers={"Origin": NEWSPAPER})
    assert answer.header("Access-Control-Allow-Origin") == NEWSPAPER and "origin" in varies(answer)
    for origin in ("https://other.example", "null", f"{NEWSPAPER}.evil.example"):
        other = client.get("/v1/divisions", headers={"Origin": origin})
        assert other.header("Access-Control-Allow-Origin") is None and "origin" in varies(other)
