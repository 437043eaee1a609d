"""The API suite's world, with a Glewlwyd, a front end and a browser beside it."""
import pathlib
import sys

import pytest

sys.path[:0] = [str(pathlib.Path(__file__).parent), str(pathlib.Path(__file__).parents[1] / "api")]
from browser import Browser, Front  # noqa: E402  (the path comes first)
from glewlwyd import AUDIENCE, CLIENT, SCOPE, Glewlwyd  # noqa: E402
from harness.client import Client  # noqa: E402
from harness.provider import write  # noqa: E402
from harness.world import World  # noqa: E402


@pytest.fixture(scope="session")
def world():
    with World.alone() as the_world:
        yield the_world


@pytest.fixture(scope="session")
def front():
    the_front = Front()
    yield the_front
    the_front.stop()


@pytest.fixture(scope="session")
def glewlwyd(front):
    provider = Glewlwyd()
    try:
        provider.start().set_up(front.origin + "/")
        yield provider
    finally:
        provider.remove()


@pytest.fixture(scope="session")
def server(world, glewlwyd, front):
    """As the README says it: the access token's claims, mapped."""
    entry = {
        "name": "glewlwyd", "issuer": glewlwyd.issuer, "audiences": [AUDIENCE], "algorithms": ["RS256", "ES256"], "refetch_s": 1, "allow_http": True,
        "claims": {
            "role": {"claim": "wuye_role", "values": {"bureau": "district", "street-clerk": "street", "community-clerk": "community", "manager": "company"}},
            "district": {"fixed": "150202"}, "street": {"claim": "wuye_street"}, "community": {"claim": "wuye_community"}, "firm": {"claim": "wuye_firm"},
        },
    }
    the_server = world.server("oidc", oidc_providers_file=write(world.folder, entry), fetch_networks="127.0.0.0/8, ::1", cors_origins=front.origin)
    front.settings = {"authorize": glewlwyd.issuer + "/auth", "token": glewlwyd.issuer + "/token", "client": CLIENT, "scope": SCOPE, "audience": AUDIENCE,
                      "self": front.origin + "/", "api": f"http://127.0.0.1:{the_server.port}"}
    yield the_server
    the_server.stop()


@pytest.fixture
def client(world, server):
    return Client(world.judge, server.port)


@pytest.fixture(scope="session")
def browser():
    the_browser = Browser()
    yield the_browser
    the_browser.stop()


def pytest_terminal_summary(terminalreporter):
    stats = terminalreporter.stats
    failed = len(stats.get("failed", [])) + len(stats.get("error", []))
    terminalreporter.write_line("")
    terminalreporter.write_line(f"{len(stats.get('passed', []))} passed, {failed} failed, {len(stats.get('skipped', []))} skipped")
