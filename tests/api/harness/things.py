"""What a resource's own file of tests/api/things/ says of its operations, by operationId: where a role may go and may not, and a right body.

PATHS[id](samples, role, own) → path values of a thing inside (own) or outside of the role's scope; None when nothing is outside. An operation that moves
a thing is called once by every role, so its function makes a fresh thing, in the state that it starts from.
BODIES[id](samples, role) → arguments of Client.request, {"json_body": …} or {"json_body": …, "headers": {"If-Match": '"1"'}}; a body that creates is
another one each time. OTHERS[id](samples, body) → another right body, where none of the texts
reason, name, note, … can simply be replaced. QUERIES[id](samples) → required query parameters. INSTEAD[id] = the Authorization that the body of
the last call brought with it: an operation that ends its caller's tokens is called by somebody made for it. PLANTS: functions (samples), called once, that make what a list would be empty without. NOTHING[id] → well-formed path values of nothing.
"""
import importlib
import pathlib
import sys

PATHS, BODIES, QUERIES, NOTHING, OTHERS, INSTEAD = {}, {}, {}, {}, {}, {}
PLANTS = []


def path(*operations):
    return lambda function: [PATHS.__setitem__(name, function) for name in operations] and function


def body(*operations):
    return lambda function: [BODIES.__setitem__(name, function) for name in operations] and function


def query(*operations):
    return lambda function: [QUERIES.__setitem__(name, function) for name in operations] and function


def planted(*operations, number=2, values=()):
    """For lists of the whole district: the decorated function (samples) makes a thing to show; so many are made, once in each register."""
    def decorate(make):
        def plant(samples, role, own):
            if own and make not in samples.planted:
                samples.planted.add(make)
                for _ in range(number):
                    make(samples)
            return dict(values) if own else None
        path(*operations)(plant)
        return make
    return decorate


def load():
    """Once, from the test session's start."""
    folder = pathlib.Path(__file__).parents[1] / "things"
    sys.path.insert(0, str(folder.parent))
    for source in sorted(folder.glob("*.py")):
        if source.stem != "__init__":
            importlib.import_module(f"things.{source.stem}")
