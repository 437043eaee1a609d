"""The judge itself: real answers, each made wrong in one place at a time, are refused by a message that names the place; and nothing hangs without it."""
import collections
import copy
import json
import os
import signal
import time

import pytest
from harness.client import Answer
from harness.contract import Contract, closed
from harness.schemas import JudgeGone, Schemas
from harness.sweep import ALL

CONTRACT = Contract.built()
READS = [operation for operation in CONTRACT.operations if operation.method == "GET" and "application/json" in operation.media()]
GONE = object()
WRONG_FORMS = {"date": ["2026-02-30", "2026-2-3", "0000-01-01", "2026-01-01T00:00:00+08:00"], "uuid": ["01900000-0000-7000-8000-00000000000g", "0" * 36],
               "date-time": ["2026-01-01T00:00:00Z", "2026-02-29T00:00:00+08:00", "2026-01-01T24:00:00+08:00", "2026-01-01T00:00:00.1234567+08:00", "2026-01-01"],
               "decimal": ["1.", ".5", "1e3", "١"], "money": ["1.005", "1,00", "+1"]}


def changed(value, place, new):
    """A copy with something else at a place, or nothing there any more."""
    if not place:
        return new
    value, (first, *rest) = copy.copy(value), place
    if new is GONE and not rest:
        del value[first]
    else:
        value[first] = changed(value[first], rest, new) if rest else new
    return value


def kinds_of(schema):
    kinds = schema.get("type", [])
    return {kinds} if isinstance(kinds, str) else set(kinds)


ASKED = collections.Counter()


def unasked(found):
    """Of one schema in many answers each fault is tried twice; of each answer a few at least."""
    said = {}  # schemas are many times there
    for number, (what, place, new, schema) in enumerate(found):
        if id(schema) not in said:
            said[id(schema)] = json.dumps(schema, sort_keys=True)
        fault = what, place[-1] if what in ("missing", "extra") else "", repr(new), said[id(schema)]
        ASKED[fault] += 1
        if ALL or ASKED[fault] <= 2 or number % 40 == 0:
            yield what, place, new


def wrongs(schema, value, place=()):
    """(what is wrong, where, what stands there instead, by which schema): what this schema does not allow in a value that it allows."""
    schema = CONTRACT.resolve(schema)
    kinds = kinds_of(schema)
    for kind, other in {"null": None, "string": "x", "integer": 7, "boolean": True, "array": [], "object": {}}.items():
        if kinds and kind not in kinds:
            yield kind, place, other, schema
    if "integer" in kinds:
        yield "fraction", place, 1.5, schema
    if "enum" in schema:
        yield "enum", place, "no_such_value", schema
    if "const" in schema:
        yield "const", place, "no_such_value", schema
    yield from {dict: in_object, list: in_array, str: in_text, int: in_number}.get(type(value), lambda *rest: ())(schema, value, place)
    for branch in map(CONTRACT.resolve, schema.get("oneOf", [])):
        consts = {name: inner["const"] for name, inner in branch.get("properties", {}).items() if "const" in inner}
        if consts and isinstance(value, dict) and all(value.get(name) == const for name, const in consts.items()):
            yield from wrongs(branch, value, place)


def in_object(schema, value, place):
    yield from (("missing", (*place, name), GONE, schema) for name in schema.get("required", []))
    if "properties" in schema and schema.get("additionalProperties", False) is False:
        yield "extra", (*place, "no_such_member"), 1, schema
    for name, inner in schema.get("properties", {}).items():
        if name in value:
            yield from wrongs(inner, value[name], (*place, name))


def in_array(schema, value, place):
    if value and schema.get("maxItems", 10000) < 10000:
        yield "too long", place, (value * (schema["maxItems"] // len(value) + 1))[:schema["maxItems"] + 1], schema
    if schema.get("minItems"):
        yield "too short", place, [], schema
    if value and schema.get("uniqueItems"):
        yield "twice", place, value + value[:1], schema
    if value and "items" in schema:
        yield from wrongs(schema["items"], value[0], (*place, 0))


def in_text(schema, value, place):
    yield from (("format", place, wrong, schema) for wrong in WRONG_FORMS.get(schema.get("format"), []))
    if "pattern" in schema:
        yield "pattern", place, value + "\n", schema
        yield "pattern", place, "\x01", schema
    if "maxLength" in schema:
        yield "too long", place, "🌳" * (schema["maxLength"] + 1), schema
    if schema.get("minLength"):
        yield "too short", place, "🌳" * (schema["minLength"] - 1), schema


def in_number(schema, value, place):
    if isinstance(value, int) and not isinstance(value, bool):
        yield from (("number", place, schema[bound] + step, schema) for bound, step in (("minimum", -1), ("maximum", 1)) if bound in schema)
        yield "rounded", place, 2**53 + 1, schema


@pytest.fixture(scope="module")
def judge():
    contract = Contract(CONTRACT.document)
    yield contract
    contract.schemas.stop()


def read(world, samples, operation, **more):
    role = samples.allowed_role(operation)
    query = {**samples.still(operation)[1], **({"limit": 2} if any(parameter["name"] == "limit" for parameter in operation.parameters) else {})}
    path = samples.still(operation)[0]
    return path, world.role(role).get(path, query, **more)


def another(answer, body=GONE, status=None, **headers):
    """The answer with something else in it; a header that is None is not there."""
    names = {name.replace("_", "-").lower(): value for name, value in headers.items()}
    kept = [(name, value) for name, value in answer.headers if name.lower() not in (*names, "content-encoding")]
    body = answer.body if body is GONE else body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
    return Answer(status or answer.status, kept + [(name, value) for name, value in names.items() if value is not None], body)


def refused(judge, path, answer, *words, method="GET"):
    with pytest.raises(AssertionError) as caught:
        judge.check(method, path, answer)
    message = str(caught.value)
    assert not isinstance(caught.value, JudgeGone) and all(str(word) in message for word in words), message


@pytest.mark.parametrize("operation", READS if ALL else READS[::3], ids=str)
def test_an_answer_that_is_wrong_in_one_place_is_refused(operation, world, samples, judge):
    path, answer = read(world, samples, operation)
    judge.check("GET", path, answer)
    schema, value = operation.responses[200]["content"]["application/json"]["schema"], answer.json
    found = list(wrongs(schema, value))
    assert len(found) >= 5 or operation.id == "getOpenapi", "the contract says something of this answer"
    for what, place, new in unasked(found):
        inner = "/".join(map(str, place[:-1] if what in ("missing", "extra") else place)) or "(whole)"
        words = (f"{operation.id} 200", place[-1] if what in ("missing", "extra") else "", inner if what != "rounded" else new)
        refused(judge, path, another(answer, changed(value, place, new)), *words)


@pytest.mark.parametrize("operation", [operation for operation in (READS if ALL else READS[1::3]) if operation.is_list], ids=str)
def test_a_line_that_is_wrong_is_refused(operation, world, samples, judge):
    path, answer = read(world, samples, operation, headers={"Accept": "application/x-ndjson"})
    judge.check("GET", path, answer)
    first, *others = answer.body.split(b"\n")
    items = CONTRACT.resolve(operation.responses[200]["content"]["application/json"]["schema"])["properties"]["items"]["items"]
    for what, place, new in unasked(list(wrongs(items, json.loads(first)))):
        wrong = json.dumps(changed(json.loads(first), place, new)).encode()
        refused(judge, path, another(answer, b"\n".join([first, wrong, *others])), operation.id, "line 2: ", place[-1] if what in ("missing", "extra") else "")
    refused(judge, path, another(answer, b"\n".join([first, b"", *others])), "line 2: ", "is no JSON")


@pytest.fixture(scope="module")
def estate(world, samples):
    return read(world, samples, CONTRACT.by_id["getEstate"])


AROUND = {
    "status": ({"status": 202}, "does not declare 202"),
    "media type": ({"content_type": "text/plain"}, "content type 'text/plain' is not declared"),
    "no media type": ({"content_type": None}, "is not declared"),
    "no request id": ({"x_request_id": None}, "no X-Request-Id"),
    "nothing": ({"body": b""}, "is no JSON"),
    "not JSON": ({"body": b'{"id": NaN}'}, "is no JSON"),
    "more than JSON": ({"body": b"{} {}"}, "is no JSON"),
    "not UTF-8": ({"body": b'{"name": "\xff"}'}, "is no JSON in UTF-8"),
    "a mark before it": ({"body": b"\xef\xbb\xbf{}"}, "is no JSON"),
    "unchanged, with a body": ({"status": 304}, "has a body"),
}


@pytest.mark.parametrize("name", AROUND)
def test_what_is_wrong_around_the_body_is_refused(name, estate, judge):
    change, word = AROUND[name]
    refused(judge, estate[0], another(estate[1], **change), word)


def test_a_problem_is_held_against_its_schema_and_its_answer(world, estate, judge):
    path = estate[0]
    answer = world.anyone.get(path, expect=401)
    judge.check("GET", path, answer)
    for what, place, new, _ in wrongs({"$ref": "#/components/schemas/Problem"}, answer.json):
        refused(judge, path, another(answer, changed(answer.json, place, new)), "not a Problem")
    refused(judge, path, another(answer, {**answer.json, "status": 403}), "in the body of a 401")
    refused(judge, path, another(answer, {**answer.json, "type": "/problems/other"}))
    refused(judge, path, another(answer, {**answer.json, "request_id": "another-request"}))
    refused(judge, path, another(answer, content_type="application/json"), "not declared")
    refused(judge, path, estate[1], "has a body", method="HEAD")
    refused(judge, "/v1/no-such-thing", another(answer, status=200), "is no operation")


def test_a_number_is_judged_by_what_was_sent_not_by_what_a_double_makes_of_it():
    schemas = Schemas({"any": {"type": "integer"}, "few": {"maximum": 2**53 - 1, "type": "integer"}, "texts": {"uniqueItems": True}})
    kept = [b"9007199254740991", b"-9007199254740991", b"9007199254740992", b"1152921504606846976", b"1.0", b'"9007199254740993"']
    assert [schemas.faults("#/any", text) for text in kept[:-1]] == [[]] * 5
    assert schemas.faults("#/few", kept[0]) == [] and "<= 9007199254740991" in schemas.faults("#/few", kept[2])[0]
    assert schemas.faults("#/texts", b'["9007199254740992", "9007199254740993", "\\"9007199254740993"]') == []
    for text in (b"9007199254740993", b"[9007199254740992, 9007199254740993]", b"9007199254740993.5", b"1.00000000000000000001", b"-9223372036854775807"):
        assert "do not keep exactly" in schemas.faults("#/any", text)[0]
    schemas.stop()


@pytest.mark.parametrize("schema,word", [({"type": "string", "maxLenght": 5}, "maxLenght"), ({"type": "string", "format": "email"}, "email"),
                                         ({"type": "text"}, "text"), ({"type": "string", "pattern": "\\A"}, "\\A"), ({"$ref": "#/nowhere"}, "nowhere")])
def test_what_the_judge_does_not_know_is_not_passed_over(schema, word):
    schemas = Schemas({"wrong": schema})
    with pytest.raises(JudgeGone, match="cannot judge by #/wrong") as caught:
        schemas.faults("#/wrong", b'"x"')
    assert word in str(caught.value)
    with pytest.raises(JudgeGone, match="no schema at #/other|can't resolve"):
        schemas.faults("#/other", b'"x"')
    schemas.stop()


@pytest.mark.parametrize("how,patience,word", [(signal.SIGKILL, 60, "exit -9"), (signal.SIGSTOP, 1, "timed out")], ids=["killed", "stopped"])
def test_without_a_judge_a_test_fails_and_the_next_has_one(how, patience, word):
    schemas = Schemas(closed(CONTRACT.document), patience)
    at = "#/components/schemas/Problem"
    assert schemas.faults(at, b"{}")
    os.kill(schemas.process.pid, how)
    began = time.monotonic()
    with pytest.raises(JudgeGone, match="the judge of answers .* is gone") as caught:
        schemas.faults(at, b"[" + b" " * 10_000_000 + b"]")
    assert word in str(caught.value) and time.monotonic() - began < 30
    schemas.patience = 60
    assert schemas.faults(at, b"{}")
    schemas.stop()
