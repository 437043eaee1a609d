"""A live service with a few tickets in it, and its contract as it serves it."""
import pathlib
import shutil
import sys

import pytest

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "api"))
from harness.samples import Samples  # noqa: E402  (the path comes first)
from harness.world import World  # noqa: E402


@pytest.fixture(scope="session")
def world():
    with World.alone() as the_world:
        Samples(the_world)
        yield the_world


@pytest.fixture(scope="session")
def served(world, tmp_path_factory):
    """A folder with /openapi.json as the service serves it and the scenarios beside it."""
    folder = tmp_path_factory.mktemp("contract")
    (folder / "openapi.json").write_bytes(world.anyone.get("/openapi.json").body)
    for scenario in (HERE / "arazzo").glob("*.yaml"):
        shutil.copy(scenario, folder)
    return folder


def pytest_terminal_summary(terminalreporter):
    stats = terminalreporter.stats
    passed, skipped = len(stats.get("passed", [])), len(stats.get("skipped", []))
    failed = len(stats.get("failed", [])) + len(stats.get("error", []))
    terminalreporter.write_line("")
    terminalreporter.write_line(f"{passed} passed, {failed} failed, {skipped} skipped")
