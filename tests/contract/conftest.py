"""A live service with a few tickets in it, and its contract as it serves it."""
import json
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


def plain(node):
    if isinstance(node, dict):
        return {name: inner if name == "properties" else plain(inner) for name, inner in node.items() if name != "example"}
    return [plain(inner) for inner in node] if isinstance(node, list) else node


@pytest.fixture(scope="session")
def served(world, tmp_path_factory):
    """A folder with whole.json as the service serves it, the same without its examples (test_examples.py holds those, and each tool would take twice the time
    for them), and the scenarios beside it."""
    folder = tmp_path_factory.mktemp("contract")
    whole = world.anyone.get("/openapi.json")
    (folder / "whole.json").write_bytes(whole.body)
    (folder / "openapi.json").write_text(json.dumps(plain(whole.json), ensure_ascii=False), encoding="utf-8")
    for scenario in (HERE / "arazzo").glob("*.yaml"):
        shutil.copy(scenario, folder)
    return folder


def pytest_terminal_summary(terminalreporter):
    stats = terminalreporter.stats
    passed, skipped = len(stats.get("passed", [])), len(stats.get("skipped", []))
    failed = len(stats.get("failed", [])) + len(stats.get("error", []))
    terminalreporter.write_line("")
    terminalreporter.write_line(f"{passed} passed, {failed} failed, {skipped} skipped")
