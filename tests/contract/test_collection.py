"""The collection of requests for Postman and Bruno, made from the contract, read by Postman's own library and sent to the service."""
import json
import pathlib
import subprocess

from harness.register import ACCOUNTS
from test_contract import NPM, tool

GENERATE = pathlib.Path(__file__).resolve().parents[2] / "deploy/kit/collection/generate.py"


def make(served, name):
    subprocess.run([GENERATE, served / "whole.json", served / name], check=True)
    return served / name


def test_requests_of_the_collection_are_answered_as_they_stand(world, served):
    """A sign-in of each role, the first list of each folder, a complaint."""
    passwords = {role: world.register.credentials[accounts[0]] for role, accounts in ACCOUNTS.items()}
    ran = tool("node", NPM / "collection.mjs", make(served, "collection.json"), f"http://127.0.0.1:{world.service.port}", json.dumps(passwords))
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stdout.strip().endswith("all fine")


def test_the_collection_has_every_operation_once_and_is_the_same_each_time(world, served):
    first, second = make(served, "one.json").read_bytes(), make(served, "two.json").read_bytes()
    assert first == second
    names = [item["name"] for folder in json.loads(first)["item"][1:] for item in folder["item"]]
    assert sorted(names) == sorted(operation.id for operation in world.contract.operations)


def test_no_request_of_the_collection_carries_a_secret(served):
    variables = {one["key"]: one["value"] for one in json.loads(make(served, "secrets.json").read_text())["variable"]}
    assert all(not value for key, value in variables.items() if key.startswith(("password_", "token_")))
