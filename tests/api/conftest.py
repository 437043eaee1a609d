"""The session's own database and server; on a failure the end of the server's log."""
import sys
import pathlib

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from harness.forge import Forge  # noqa: E402  (the path comes first)
from harness.provider import Site  # noqa: E402
from harness.samples import Samples  # noqa: E402
from harness.world import World  # noqa: E402

STATE = {}


@pytest.fixture(scope="session")
def world():
    the_world = World()
    STATE["world"] = the_world
    try:
        the_world.start()
        yield the_world
    finally:
        the_world.stop()


@pytest.fixture(scope="session")
def samples(world):
    return Samples(world)


@pytest.fixture(scope="session")
def forge(world):
    return Forge(world).trust()


@pytest.fixture
def caller(world):
    return world.role


@pytest.fixture
def hotline(world):
    return world.role("hotline")


@pytest.fixture
def own_site(world):
    """A server that a test may bring into trouble."""
    sites = []

    def make(*arguments, **settings):
        sites.append(Site(world, *arguments, **settings))
        return sites[-1]
    yield make
    for one in sites:
        one.stop()


@pytest.fixture(autouse=True)
def still_alive():
    """A test that kills the service by accident fails itself, not the next one."""
    yield
    the_world = STATE.get("world")
    if the_world and the_world.service and the_world.service.process and not getattr(the_world, "down", False):
        code = the_world.service.process.poll()
        if code is not None:
            tail = the_world.service.tail(80)
            the_world.service.start()
            pytest.fail(f"the service died in this test (exit {code})\n{tail}")


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    report = outcome.get_result()
    the_world = STATE.get("world")
    if report.failed and the_world and the_world.service:
        report.sections.append(("end of the server's log", the_world.service.tail(12)))


def pytest_collection_modifyitems(items):
    """What stops the database or the server comes late; the account of all answers comes last."""
    order = {"test_failures": 1, "test_zz_account": 2}
    items.sort(key=lambda item: order.get(item.module.__name__, 0))


def pytest_terminal_summary(terminalreporter):
    stats = terminalreporter.stats
    passed, skipped = len(stats.get("passed", [])), len(stats.get("skipped", []))
    failed = len(stats.get("failed", [])) + len(stats.get("error", []))
    the_world = STATE.get("world")
    if the_world:
        terminalreporter.write_line(f"{the_world.judge.answers} answers held against the contract")
    terminalreporter.write_line("")
    terminalreporter.write_line(f"{passed} passed, {failed} failed, {skipped} skipped")
