"""What others' tools say of the contract, and of the service that promises to keep it."""
import datetime
import itertools
import json
import os
import pathlib
import subprocess

import pytest
from harness.register import ACCOUNTS
from things.firms import uscc

HERE = pathlib.Path(__file__).parent
NPM = HERE / "npm"
SCENARIOS = ("hotline", "street", "community", "company", "platform")
# Scenario → the roles that meet in it.
STORIES = {"registers": ("district", "street"), "firm": ("district", "company"), "mechanism": ("street",), "complaint": ("hotline", "district", "company")}
SERIALS = itertools.count(1)


def tool(*command, folder=NPM, **environment):
    """A program of the npm packages pinned here; it asks nobody outside."""
    clean = {"PATH": f"{NPM}/node_modules/.bin:{os.environ['PATH']}", "HOME": str(folder), "LC_ALL": "C.UTF-8", "NO_COLOR": "1", "CI": "true",
             "REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true", "NO_UPDATE_NOTIFIER": "1", **environment}
    return subprocess.run([str(part) for part in command], cwd=folder, env=clean, capture_output=True, text=True, timeout=300, stdin=subprocess.DEVNULL)


def test_redocly_finds_nothing_by_its_strictest_rules(served):
    done = tool("redocly", "lint", "--extends=recommended-strict", "--format=stylish", served / "whole.json", folder=served)
    assert done.returncode == 0 and "warning" not in (done.stdout + done.stderr).lower().replace("npm warn", ""), done.stdout + done.stderr


def test_spectral_finds_nothing_by_its_rules_of_openapi_and_owasp(served):
    done = tool("spectral", "lint", "--ruleset", HERE / "spectral.yaml", "--fail-severity", "hint", served / "openapi.json")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", [*SCENARIOS, *STORIES])
def test_the_scenarios_are_well_formed(name, served):
    done = tool("redocly", "lint", "--format=stylish", served / name / f"{name}.yaml", folder=served / name)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_user_goes_through_the_scenario(name, world, served):
    """E14 (hotline), E23 (community), E05 (company), I05 (platform): each user's way through the service, run by a tool that knows only the contract."""
    account = ACCOUNTS[name][0]
    inputs = {"account": account, "secret": world.register.credentials[account], "ticket_no": f"ARAZZO-{os.getpid()}", "estate_code": world.own_estate()["code"]}
    if name != "hotline":
        inputs = {key: inputs[key] for key in ("account", "secret")}
    respect(name, world, served, inputs)


def respect(name, world, served, inputs):
    """Redocly's runner goes through the scenario; every step has to meet its criteria.

    It writes a value found by a JSON pointer into an expression and turns ".4" in it into "[4]": a scenario keeps the token's whole answer."""
    folder = served / name
    report = folder / f"{name}.json"
    arguments = [part for key, value in inputs.items() for part in ("-i", f"{key}={value}")]
    done = tool("redocly", "respect", f"{name}.yaml", *arguments, "-S", f"wuye=http://127.0.0.1:{world.service.port}", "--json-output", report, folder=folder)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-3000:]
    text = report.read_text(encoding="utf-8")
    assert json.loads(text), "a report of steps"


def day(days=0):
    """A day from today, as the service counts it (Asia/Shanghai)."""
    return (datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date() + datetime.timedelta(days)).isoformat()


@pytest.mark.parametrize("again", [False, True], ids=["first", "again"])
@pytest.mark.parametrize("name", STORIES)
def test_several_roles_go_through_a_story_together(name, again, world, served):
    """A06, A09 and C06 (registers), A21 (firm), A05 and A22 (mechanism), E11 (complaint): the same scenario runs any number of times."""
    inputs = {"serial": f"{os.getpid()}n{next(SERIALS)}"}  # no -2: at the end of a ticket's number that is its round
    for role in STORIES[name]:
        inputs[f"{role}_account"] = ACCOUNTS[role][0]
        inputs[f"{role}_secret"] = world.register.credentials[ACCOUNTS[role][0]]
    if name == "registers":
        inputs |= {"uscc": uscc(world), "firm_password": "first-word-of-a-firm", "community_code": world.register.account(ACCOUNTS["community"][0])["community_code"],
                   "yesterday": day(-1), "service_start": day(-30), "fee_start": day(62), "end_date": day(700)}
    if name == "mechanism":
        inputs["campaign"] = f"drive-{inputs.pop('serial')}"
    if name == "complaint":
        inputs["received_at"] = datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds")
    respect(name, world, served, inputs)


def test_the_committed_routes_are_the_contracts(world):
    """openapi/routes.txt is what a review sees of a change of the interface."""
    lines = (HERE.parents[1] / "openapi/routes.txt").read_text().splitlines()
    wanted = {f"{operation.method} {operation.path} {operation.id}" for operation in world.contract.operations}
    assert {" ".join(line.split()[:3]) for line in lines if line and not line.startswith("#")} == wanted


def test_packages_are_pinned_and_the_lock_names_no_host():
    package = json.loads((NPM / "package.json").read_text())
    assert all(version[0].isdigit() for version in package["devDependencies"].values())
    lock = (NPM / "package-lock.json").read_text()
    assert '"resolved"' not in lock and '"integrity"' in lock
