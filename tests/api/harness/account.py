"""The account of a whole run: every answer that the contract declares was seen, and nothing that the exceptions below call impossible."""
from .contract import Contract

WITHOUT_DATABASE = {"getHealth", "getMetrics", "getOpenapi", "getDocs", "getDocsFile", "getProblem"}


def never(operation, status):
    """Why nothing can bring this answer about, although the contract declares it for all operations alike; None = something can."""
    if status == 503 and operation.id in WITHOUT_DATABASE:
        return "it asks nothing of the database"
    return {("getMe", 404): "who calls is in the token", ("addWorkdays", 404): "a day and a number always have an answer",
            ("getMoneyTrialBalance", 404): "books without a posting are in balance", ("getMoneyControlTotals", 404): "no lines have totals too"}.get((operation.id, status))


def faults(seen):
    """Sentences; `seen` are pairs (operation, status)."""
    declared = [(operation, status) for operation in Contract.built().operations for status in operation.responses]
    for operation, status in declared:
        if never(operation, status):
            if (operation.id, status) in seen:
                yield f"{operation.id} {status} was answered, and is said to be impossible: {never(operation, status)}"
        elif (operation.id, status) not in seen:
            yield f"{operation.id} {status} is declared and was never answered"
