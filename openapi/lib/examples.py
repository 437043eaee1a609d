"""Examples of each operation, as recorded from real exchanges (tests/examples/record), put where OpenAPI has a place for them.

openapi/examples/<file of paths>.json: operationId → path and query values, media and request, status, answer_media and answer. That every operation has
one, and that each is what its schema allows, is a test's to say: a new operation is built before it can be recorded."""
import copy
import json

from .source import follow

PARTS = {"path", "query", "media", "request", "status", "answer_media", "answer"}


def read(root, operations, errors):
    """operationId → example."""
    found, known = {}, {o.id for o in operations}
    for path in sorted((root / "openapi/examples").glob("*.json")):
        shown = f"openapi/examples/{path.name}"
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:
            errors.add(shown, "JSON", str(error))
            continue
        for name, example in content.items():
            if name not in known:
                errors.add(shown, name, "no operation of this name; take the example away")
            elif set(example) - PARTS:
                errors.add(shown, name, f"unknown parts {sorted(set(example) - PARTS)}")
            found[name] = example
    return found


def parsed(schema, text):
    """A parameter's text as a value of its type."""
    kind = schema.get("type") if isinstance(schema, dict) else None
    if kind == "array":
        return [parsed(schema.get("items"), part) for part in text.split(",")]
    return json.loads(text) if kind in ("integer", "number", "boolean") else text


def parameter(root, given, example):
    """The parameter with its value in the exchange; one that may be left out stays as it is, for whoever tries the page would send it each time."""
    real = follow(root, given)
    value = example.get(real["in"], {}).get(real["name"]) if real.get("in") in ("path", "query") else None
    if value is None or not real.get("required"):
        return given
    shown = {key: inner for key, inner in real.items() if key not in ("example", "examples")}
    return {**copy.deepcopy(shown), "example": parsed(follow(root, real.get("schema")), value)}


def add(root, operation, example):
    """Into the operation of the bundle."""
    operation["parameters"] = [parameter(root, given, example) for given in operation["parameters"]]
    if "request" in example and "requestBody" in operation:
        body = operation["requestBody"] = copy.deepcopy(follow(root, operation["requestBody"]))
        place(body, example["media"], example["request"])
    if "answer" in example:
        response = operation["responses"].get(str(example["status"]), {})
        place(response, example["answer_media"], example["answer"])


def place(holder, media, value):
    if media in holder.get("content", {}):
        shown = {key: inner for key, inner in holder["content"][media].items() if key not in ("example", "examples")}
        holder["content"][media] = {**shown, "example": value}
