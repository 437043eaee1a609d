"""Every operation × every role × own and other scope, from the operation table: x-roles says who may, scope who sees."""
import pathlib

import pytest
from harness.contract import ROLES, Contract

OPERATIONS = Contract.built().operations
# Who may comes first, and who may not asks for the same.
PAIRS = [(operation, role) for operation in OPERATIONS for role in sorted([*ROLES, "public"], key=lambda role: role not in operation.roles)]


@pytest.mark.parametrize("operation,role", PAIRS, ids=lambda value: str(value))
def test_a_role_may_what_the_contract_says_and_sees_its_own_scope_alone(operation, role, world, samples):
    client = world.role(role)
    may = role in operation.roles or operation.public
    inside = samples.call(client, operation, role if role in ROLES else "district") if may else samples.knock(client, operation)
    if not may:
        assert inside.status == (401 if role == "public" else 403), inside
        assert inside.code == ("unauthorized" if role == "public" else "forbidden")
        return
    assert 200 <= inside.status < 300, inside
    outside = samples.outside(operation, role)
    if outside is not None:
        answer = samples.call(client, operation, role, path=outside)
        assert answer.status == 404 and answer.code == "not_found", f"outside of the scope of {role}: {answer}"


@pytest.mark.parametrize("operation", [o for o in OPERATIONS if "{" in o.path], ids=str)
def test_what_is_not_there_looks_like_what_is_not_yours(operation, world, samples):
    """404 and nothing else tells them apart: existence does not leak."""
    role = samples.allowed_role(operation)
    client = world.role(role)
    nothing = samples.call(client, operation, path=path_of_nothing(operation, samples))
    assert nothing.status == 404, nothing
    outside = samples.outside(operation, role)
    if outside is None:
        return
    other = samples.call(client, operation, path=outside)
    alike = [{key: value for key, value in answer.json.items() if key != "request_id"} for answer in (nothing, other)]
    assert alike[0] == alike[1]


def path_of_nothing(operation, samples):
    from harness.samples import fill
    return fill(operation.path, samples.nothing(operation))


def test_the_contract_allows_what_the_domain_says_and_no_more():
    """The expectation of the tests above is x-roles itself, so x-roles is held to a table of its own."""
    letters = dict(zip("dscfhp-", [*ROLES, "public"]))
    lines = [line.split() for part in sorted((pathlib.Path(__file__).parent / "who_may").glob("*.txt"))
             for line in part.read_text().splitlines() if line and not line.startswith("#")]
    wanted = {name: {letters[letter] for letter in who} for name, who in lines}
    assert {operation.id: set(operation.roles) for operation in OPERATIONS} == wanted


def test_the_contract_served_is_the_contract_built(world):
    assert world.anyone.get("/openapi.json").json == OPERATIONS[0].contract.document
