"""The account of the whole run: every answer that the contract declares was seen."""
import pytest

# Answers that a test cannot bring about: what the generator declares for all operations and one of them never gives. Each needs a reason.
NEVER = {}


def test_every_declared_answer_was_seen(world, request):
    whole = not request.config.option.keyword and all(argument.rstrip("/").endswith("tests/api") for argument in request.config.args)
    if not whole:
        pytest.skip("only a part of the tests runs")
    missing = [pair for pair in world.contract.unseen() if pair not in NEVER]
    table = "\n".join(f"  {operation:20} {status}" for operation, status in missing)
    assert not missing, f"declared and never answered in {world.judge.answers} answers:\n{table}"


def test_no_exception_outlives_its_reason(world, request):
    stale = [pair for pair in NEVER if pair in world.contract.seen or pair not in {(o.id, s) for o in world.contract.operations for s in o.responses}]
    assert not stale, stale
