"""The examples in the contract: each operation has one, each is what its schema allows, and nobody who lives stands in it."""
import json
import pathlib
import re

import pytest
from harness.contract import Contract

ROOT = pathlib.Path(__file__).resolve().parents[2]
CONTRACT = Contract.built()
EXAMPLES = {name: example for file in sorted((ROOT / "openapi/examples").glob("*.json")) for name, example in json.loads(file.read_text(encoding="utf-8")).items()}
# Telephone numbers: 154 is given to no operator. The identity number has a check digit that fits and the sequence 000, which nobody is given.
MOBILE, INVENTED_MOBILE = re.compile(r"(?<![0-9a-zA-Z])1[3-9]\d{9}(?![0-9a-zA-Z])"), re.compile(r"154\d{8}")
IDENTITY, INVENTED_IDENTITY = re.compile(r"(?<![0-9A-Za-z])[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![0-9A-Za-z])"), {"150202199001010006"}
DIVISION = re.compile(r"150202\d{5}")  # eleven digits of a community's code are no telephone
BYTES = ("image/", "application/pdf", "application/gzip", "application/vnd.", "text/html", "text/javascript", "text/css", "font/")


def is_shown(media):
    """What an example can show: text, and no page or picture."""
    return not media.startswith(BYTES)


@pytest.mark.parametrize("place,kind", [("request", "body"), ("answer", "answer")])
def test_every_operation_has_an_example_of_each(place, kind):
    """Of its body and of what it answers when all goes well; record what is new with tests/examples/record <operationId>."""
    missing = []
    for operation in CONTRACT.operations:
        example = EXAMPLES.get(operation.id, {})
        holders = [operation.body] if kind == "body" else [response for status, response in operation.responses.items() if status < 300]
        media = [name for holder in holders if holder for name in holder.get("content", {})]
        if place not in example and any(map(is_shown, media[:1])) or operation.id not in EXAMPLES:
            missing.append(operation.id)
    assert not missing, f"tests/examples/record {' '.join(missing)}"


def test_every_example_is_in_the_bundle_and_of_its_operation():
    """What is recorded is what /docs shows: the status and the media are declared, the path's values fit the path."""
    for name, example in EXAMPLES.items():
        operation = CONTRACT.by_id[name]
        assert example["status"] in operation.responses, name
        if "answer" in example:
            assert operation.responses[example["status"]]["content"][example["answer_media"]]["example"] == example["answer"], name
        if "request" in example:
            assert operation.body["content"][example["media"]]["example"] == example["request"], name
        wanted = {parameter["name"] for parameter in operation.parameters if parameter["in"] == "path"}
        assert set(example.get("path", {})) == wanted, name
        assert all("example" in parameter for parameter in operation.parameters if parameter.get("required")), name


def faults_of(operation, example, part):
    """What its schema says against a part of an example."""
    media = example["media"] if part == "request" else example["answer_media"]
    way = ("requestBody",) if part == "request" else ("responses", str(example["status"]))
    at = CONTRACT.inside(operation.at, *way, "content", media, "schema")
    if not at or media.startswith("text/") or media == "application/jose":
        return []
    return CONTRACT.schemas.faults(at, json.dumps(example[part], ensure_ascii=False).encode())


@pytest.mark.parametrize("part", ["request", "answer"])
def test_every_example_is_what_its_schema_allows(part):
    wrong = {name: faults for name, example in EXAMPLES.items() if part in example and (faults := faults_of(CONTRACT.by_id[name], example, part))}
    assert not wrong, json.dumps(wrong, ensure_ascii=False, indent=1)[:6000]


def test_an_example_that_is_wrong_is_told():
    """The judge of the test above is awake."""
    operation = CONTRACT.by_id["getEstate"]
    example = {**EXAMPLES["getEstate"], "answer": {**EXAMPLES["getEstate"]["answer"], "no_such_member": 1}}
    assert faults_of(operation, example, "answer")
    del example["answer"]["no_such_member"], example["answer"]["id"]
    assert faults_of(operation, example, "answer")


def texts(value, name=""):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from texts(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner, name)
    elif isinstance(value, str):
        yield name, value


def test_nobody_who_lives_stands_in_an_example():
    for operation, example in EXAMPLES.items():
        for name, text in texts(example):
            phones = [found for found in MOBILE.findall(text) if not INVENTED_MOBILE.fullmatch(found) and not DIVISION.fullmatch(found)]
            people = [found for found in IDENTITY.findall(text) if found not in INVENTED_IDENTITY]
            assert not phones and not people, f"{operation} {name}: {text}"


def test_no_secret_stands_in_an_example():
    """Tokens, passwords and keys are marked as none."""
    for operation, example in EXAMPLES.items():
        for name, text in texts(example):
            if re.search(r"(?i)secret|password|_token$", name) and not re.fullmatch(r"not-a-real-secret-0001|urn:[\w:.-]+|eyJhbGciOiJFUzI1NiJ9\.eyJzdWIiOiJleGFtcGxlIn0\.c2lnbmF0dXJl", text):
                raise AssertionError(f"{operation}: {name} is {text}")


def test_the_contract_stays_light_enough_to_be_loaded():
    """Two megabytes over the wire is where a page's first visit begins to hurt."""
    import gzip
    assert len(gzip.compress(json.dumps(CONTRACT.document, ensure_ascii=False, separators=(",", ":")).encode(), 6)) < 2_000_000
