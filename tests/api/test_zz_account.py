"""The account of the whole run: every answer that the contract declares was seen."""
import pytest

WITHOUT_DATABASE = {"getHealth", "getMetrics", "getOpenapi", "getDocs", "getDocsFile", "getProblem"}


def never(operation, status):
    """Why nothing can bring this answer about, although the contract declares it for all operations alike; None = something can."""
    if status == 503 and operation.id in WITHOUT_DATABASE:
        return "it asks nothing of the database"
    return {("getMe", 404): "who calls is in the token", ("addWorkdays", 404): "a day and a number always have an answer"}.get((operation.id, status))


def test_every_declared_answer_was_seen(world, request):
    whole = not request.config.option.keyword and all(argument.rstrip("/").endswith("tests/api") for argument in request.config.args)
    if not whole:
        pytest.skip("only a part of the tests runs")
    missing = [pair for pair in world.contract.unseen() if not never(world.contract.by_id[pair[0]], pair[1])]
    table = "\n".join(f"  {operation:20} {status}" for operation, status in missing)
    assert not missing, f"declared and never answered in {world.judge.answers} answers:\n{table}"


def test_what_can_never_be_answered_is_not(world):
    seen = [(operation.id, status) for operation in world.contract.operations for status in operation.responses
            if never(operation, status) and (operation.id, status) in world.contract.seen]
    assert not seen, f"the exceptions of this file are wrong: {seen}"
