"""Each group of tests (a file, or a part of one) has a database and a server of its own; on a failure the end of the server's log."""
import collections
import pathlib
import sys
import time

import pytest
from _pytest.runner import runtestprotocol

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from harness.account import faults  # noqa: E402  (the path comes first)
from harness.contract import Contract  # noqa: E402  (the path comes first)
from harness.forge import Forge  # noqa: E402  (the path comes first)
from harness.provider import Site  # noqa: E402
from harness.samples import Samples  # noqa: E402
from harness.sweep import said  # noqa: E402
from harness.world import World  # noqa: E402
from things.credit import rulebook  # noqa: E402
from things.users import signed_in  # noqa: E402

STATE = {}


@pytest.fixture(scope="session")
def world():
    """For one group of tests (pytest_runtest_protocol): what another group wrote is gone, so the order of groups changes nothing."""
    the_world = STATE["world"] = STATE.get("world") or World()
    the_world.start()
    try:
        yield the_world
    finally:
        the_world.stop()


@pytest.fixture(scope="session")
def samples(world):
    return Samples(world)


@pytest.fixture(scope="session")
def forge(world):
    return Forge(world).trust()


@pytest.fixture(scope="session")
def ready(world, samples):
    """For every operation a caller, path, query and body, made while the database is there."""
    requests, callers = {}, {}
    for operation in Contract.built().operations:
        role = samples.allowed_role(operation)
        caller = callers.setdefault(role, world.role(role))  # a connection for each operation would be more than the service takes
        requests[operation.id] = (caller, samples.path(operation, role if role != "public" else "district"), samples.query(operation), samples.body(operation))
    return requests


@pytest.fixture(scope="module")
def other(world):
    """Another officer of the district: who decides is not who proposed."""
    return world.anyone.bearing(signed_in(world, "district"))


@pytest.fixture(scope="module")
def books(samples):
    """Rulebooks for tests of credit records, in both districts."""
    return rulebook(samples), rulebook(samples, "abroad")


@pytest.fixture
def caller(world):
    return world.role


@pytest.fixture
def district(world):
    """An officer of the district."""
    return world.role("district")


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


# What is longest comes first, so that no process computes for long when the others are done; among it what mostly waits, so that others compute meanwhile. Some is split between the processes that share the run.
FIRST = ("test_failures", "test_tokens", "test_matrix", "test_exports", "test_refusals", "test_provider_keys", "test_lists", "test_reseal", "test_keys", "test_free_text", "test_exchange_notices", "test_votes",
         "test_policies", "test_judge", "test_webhooks", "test_issue_counts", "test_issue_progress", "test_exchange_pulls", "test_findings_sync", "test_bad_input", "test_webhook_workers", "test_exchange",
         "test_wire", "test_imports", "test_attachment_limits", "test_handover")
SHARED = {"test_refusals": 3, "test_keys": 2, "test_matrix": 3, "test_lists": 2, "test_personal": 2}
TOGETHER = {"test_outage": "test_failures", "test_workbooks": "test_lists"}  # in one world: what is made for the one does for the other


def world_of(item):
    return TOGETHER.get(item.module.__name__, item.module.__name__)


def turn(item):
    return FIRST.index(world_of(item)) if world_of(item) in FIRST else len(FIRST)


@pytest.hookimpl(tryfirst=True)  # before the one that reads which group a test is of
def pytest_collection_modifyitems(items):
    items.sort(key=turn)
    numbers = collections.defaultdict(dict)
    for item in items:
        module = world_of(item)
        about = getattr(getattr(item, "callspec", None), "params", {}).get("operation", item)  # all tests of one operation are in one part, and share what it is tried on
        number = numbers[module].setdefault(about, len(numbers[module]))
        item.add_marker(pytest.mark.xdist_group(f"{module}/{number % SHARED.get(module, 1)}"))
    items.sort(key=lambda item: (turn(item), group(item)))


def group(item):
    return item.get_closest_marker("xdist_group").args[0]


SECONDS, ANSWERS = collections.Counter(), collections.Counter()  # group → what its tests took and were answered, with what was made for them


def answers():
    return STATE["world"].judge.answers if "world" in STATE else 0


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_setup(item):
    STATE["began"], STATE["answers"] = time.monotonic(), answers()
    yield


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_teardown(item):
    yield
    SECONDS[group(item)] += time.monotonic() - STATE["began"]
    ANSWERS[group(item)] += answers() - STATE["answers"]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item, nextitem):
    """After the last test of a group every fixture ends, those of the session too."""
    if nextitem is None or group(nextitem) == group(item):
        return None
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    runtestprotocol(item, nextitem=None)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


def what_was_seen():
    the_world = STATE.get("world")
    return {"seen": sorted(map(list, the_world.contract.seen)) if the_world else [], "answers": answers(), "groups": {name: (SECONDS[name], ANSWERS[name]) for name in SECONDS}}


ACCOUNTS = []  # of the processes that shared the run


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node, error):
    ACCOUNTS.append(getattr(node, "workeroutput", {}).get("account"))


def pytest_sessionfinish(session):
    if "world" in STATE:
        STATE["world"].remove()
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["account"] = what_was_seen()


def is_whole(config):
    return not (config.option.keyword or config.option.collectonly) and all(argument.rstrip("/").endswith("tests/api") for argument in config.args)


def pytest_terminal_summary(terminalreporter, exitstatus, config):
    stats = terminalreporter.stats
    passed, skipped = len(stats.get("passed", [])), len(stats.get("skipped", []))
    failed = len(stats.get("failed", [])) + len(stats.get("error", []))
    parts = [part for part in ACCOUNTS if part] or [what_was_seen()]
    terminalreporter.write_line(f"{sum(part['answers'] for part in parts)} answers held against the contract; asked was {said()}")
    groups = sorted(((name, *figures) for part in parts for name, figures in part["groups"].items()), key=lambda one: -one[1])
    terminalreporter.write_line(f"longest of {sum(seconds for _, seconds, _ in groups):.0f} s (answers): " + ", ".join(f"{name} {seconds:.0f} ({number})" for name, seconds, number in groups[:60]))
    if is_whole(config):
        seen = {tuple(pair) for part in parts for pair in part["seen"]}
        missing = list(faults(seen)) if seen else ["nothing was ever answered"]
        for fault in missing:
            terminalreporter.write_line(f"FAILED account: {fault}")
        passed, failed = passed + (not missing), failed + bool(missing)
        if missing:
            terminalreporter._session.exitstatus = 1
    terminalreporter.write_line("")
    terminalreporter.write_line(f"{passed} passed, {failed} failed, {skipped} skipped")
