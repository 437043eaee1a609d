"""A live service with a few tickets in it, and its contract as it serves it."""
import json
import pathlib
import re
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


def named_in(text):
    """References and operations that a text names."""
    return set(re.findall(r'"#/components/(\w+)/([^"]+)"', text)), set(re.findall(r"\boperationId: (\w+)", text))


def part_for(document, scenario):
    """Of the contract what a scenario names, whole: each of its steps would else read eight hundred operations again."""
    wanted = named_in(scenario)[1]
    paths = {path: {key: inner for key, inner in item.items() if not (isinstance(inner, dict) and "operationId" in inner) or inner["operationId"] in wanted} for path, item in document["paths"].items()}
    part = {**document, "paths": {path: item for path, item in paths.items() if any(isinstance(inner, dict) for inner in item.values())}}
    components = {"securitySchemes": document["components"]["securitySchemes"]}
    new = named_in(json.dumps(part["paths"], ensure_ascii=False))[0]
    while new:
        for kind, name in new:
            components.setdefault(kind, {})[name] = document["components"][kind][name]
        new = {(kind, name) for kind, name in named_in(json.dumps(components, ensure_ascii=False))[0] if name not in components.get(kind, {})}
    found = {inner["operationId"] for item in part["paths"].values() for inner in item.values() if isinstance(inner, dict)}
    assert found == wanted, f"a scenario names what is not in the contract: {wanted - found}"
    return {**part, "components": components}


@pytest.fixture(scope="session")
def served(world, tmp_path_factory):
    """A folder with whole.json as the service serves it, openapi.json without its examples (test_examples.py holds those, and each tool would take twice the time
    for them), and a folder for each scenario, with the part of the contract that it names."""
    folder = tmp_path_factory.mktemp("contract")
    whole = world.anyone.get("/openapi.json")
    (folder / "whole.json").write_bytes(whole.body)
    document = plain(whole.json)
    (folder / "openapi.json").write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    for scenario in (HERE / "arazzo").glob("*.yaml"):
        own, text = folder / scenario.stem, scenario.read_text(encoding="utf-8")
        own.mkdir()
        (own / scenario.name).write_text(text, encoding="utf-8")
        (own / "openapi.json").write_text(json.dumps(part_for(document, text), ensure_ascii=False), encoding="utf-8")
    return folder


@pytest.hookimpl(tryfirst=True)  # before the one that reads which group a test is of
def pytest_collection_modifyitems(items):
    """Files whose tests share what takes long to make stay in one process."""
    for item in items:
        if item.module.__name__ in ("test_typescript", "test_sbom", "test_collection"):
            item.add_marker(pytest.mark.xdist_group(item.module.__name__))


def pytest_terminal_summary(terminalreporter):
    stats = terminalreporter.stats
    passed, skipped = len(stats.get("passed", [])), len(stats.get("skipped", []))
    failed = len(stats.get("failed", [])) + len(stats.get("error", []))
    terminalreporter.write_line("")
    terminalreporter.write_line(f"{passed} passed, {failed} failed, {skipped} skipped")
