"""The contract as a judge: which operation a request meets, whether an answer is one that the contract allows."""
import collections
import copy
import functools
import io
import json
import os
import pathlib
import re
import threading
import urllib.parse
import zipfile

from .schemas import Schemas

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROLES = ["district", "street", "community", "company", "hotline", "platform"]
PROBLEM = "#/components/schemas/Problem"


def closed(schema, composed=False):
    """The schema with every object closed that does not say otherwise: an answer has no member that the contract does not name."""
    if isinstance(schema, list):
        return [closed(item, composed) for item in schema]
    if not isinstance(schema, dict):
        return schema
    result = {}
    for key, value in schema.items():
        if key in ("properties", "$defs", "patternProperties"):
            result[key] = {name: closed(item) for name, item in value.items()}
        elif key in ("allOf", "anyOf", "oneOf"):
            result[key] = closed(value, key == "allOf")
        elif key in ("enum", "const", "default", "required"):
            result[key] = value
        elif key in ("example", "examples"):
            continue  # nothing is judged by them, and they are as much again as all the rest
        else:
            result[key] = closed(value)
    if "properties" in result and not composed and "additionalProperties" not in result and "unevaluatedProperties" not in result:
        result["unevaluatedProperties"] = False
    return result


class Operation:
    def __init__(self, contract, path, method, item, shared):
        self.contract, self.path, self.method, self.item = contract, path, method.upper(), item
        self.prefix = path.split("{")[0]
        self.at = "/".join(["#/paths", path.replace("~", "~0").replace("/", "~1"), method])
        self.id = item["operationId"]
        self.roles = item["x-roles"]
        self.public = "public" in self.roles
        parameters = [contract.resolve(parameter) for parameter in [*shared, *item.get("parameters", [])]]
        self.parameters = [parameter for parameter in parameters if parameter["in"] in ("path", "query")]
        self.headers = [parameter for parameter in parameters if parameter["in"] == "header"]
        self.body = contract.resolve(item["requestBody"]) if "requestBody" in item else None
        self.writes = self.method not in ("GET", "HEAD")
        self.responses = {int(status): contract.resolve(response) for status, response in item["responses"].items() if status.isdigit()}
        self.regex = re.compile(re.sub(r"\\\{\w+\\\}", "([^/]+)", re.escape(path)))

    def __repr__(self):
        return self.id

    @property
    def body_type(self):
        return next(iter(self.body["content"])) if self.body else None

    @property
    def body_schema(self):
        return self.contract.resolve(self.body["content"][self.body_type]["schema"]) if self.body else None

    @property
    def success(self):
        good = [status for status in self.responses if status < 300]
        return 201 if 201 in good else min(good)

    def media(self, status=None):
        return list(self.responses[status or self.success].get("content", {}))

    @property
    def is_list(self):
        return {"application/json", "application/x-ndjson"} <= set(self.media())


class Contract:
    def __init__(self, document):
        self.document = document
        self.schemas = Schemas(closed(copy.deepcopy(document)))
        self.operations = [Operation(self, path, method, item, methods.get("parameters", []))
                           for path, methods in document["paths"].items() for method, item in methods.items()
                           if method in ("get", "post", "patch", "put", "delete")]
        self.by_id = {operation.id: operation for operation in self.operations}
        self.literal = {(operation.method, operation.path): operation for operation in self.operations if "{" not in operation.path}
        self.templates = collections.defaultdict(list)  # what any other path may be, by its length
        for operation in self.operations:
            if "{" in operation.path:
                self.templates[operation.method, operation.path.count("/")].append(operation)
        self.seen, self.lock = {}, threading.Lock()

    @classmethod
    @functools.cache
    def built(cls):
        """One for the process: its parts are compared, and none of them is changed."""
        folder = os.environ.get("WUYE_BUILD", pathlib.Path(__file__).resolve().parents[3] / "build/test")
        return cls(json.loads((pathlib.Path(folder) / "openapi.json").read_text(encoding="utf-8")))

    def resolve(self, thing):
        while isinstance(thing, dict) and "$ref" in thing:
            target = self.document
            for part in thing["$ref"].lstrip("#/").split("/"):
                target = target[part.replace("~1", "/").replace("~0", "~")]
            thing = {**target, **{key: value for key, value in thing.items() if key != "$ref"}}
        return thing

    def inside(self, at, *parts):
        """Where the parts lead to from a place in the document, the references followed; None when they lead nowhere."""
        value = self._value(at)
        for part in parts:
            at, value = self._target(at, value, part)
            if not isinstance(value, dict) or part not in value:
                return None
            at, value = f"{at}/{part.replace('~', '~0').replace('/', '~1')}", value[part]
        return self._target(at, value)[0]

    def _value(self, at):
        return functools.reduce(lambda value, part: value[part.replace("~1", "/").replace("~0", "~")], at.split("/")[1:], self.document)

    def _target(self, at, value, part=None):
        """Through references that say nothing else, or not the part that is wanted."""
        while isinstance(value, dict) and "$ref" in value and (part not in value if part else len(value) == 1):
            at = value["$ref"]
            value = self._value(at)
        return at, value

    @functools.cache
    def place(self, operation, status, kind):
        """Where the schema of an answer stands, if it has one."""
        return self.inside(operation.at, "responses", str(status), "content", kind, "schema")

    @functools.cache
    def line_place(self, operation):
        """A line of NDJSON is an item of the page."""
        return self.inside(operation.at, "responses", "200", "content", "application/json", "schema", "properties", "items", "items")

    def find(self, method, target):
        """The operation, or None; HEAD is judged as GET. A literal path wins over a template."""
        path = target.split("?", 1)[0]
        if "%2f" not in path.lower():
            path = urllib.parse.unquote(path)
        method = "GET" if method == "HEAD" else method
        if (method, path) in self.literal:
            return self.literal[method, path]
        found = [operation for operation in self.templates.get((method, path.count("/")), ())
                 if path.startswith(operation.prefix) and operation.regex.fullmatch(path)]
        return min(found, key=lambda operation: operation.path.count("{")) if found else None

    def check_problem(self, answer):
        kind = answer.header("Content-Type", "")
        assert kind.split(";")[0] == "application/problem+json", f"{answer.status} with {kind!r}, not a problem: {answer.body[:300]!r}"
        faults = self.schemas.faults(PROBLEM, answer.body)
        assert not faults, f"not a Problem: {faults}\n{answer.body[:500]!r}"
        problem = answer.json
        assert problem["status"] == answer.status, f"status {problem['status']} in the body of a {answer.status}"
        assert problem["type"] == f"/problems/{problem['code']}"
        assert problem["request_id"] == answer.header("X-Request-Id")

    def check(self, method, target, answer):
        """Raises AssertionError unless the contract allows this answer to this request."""
        if method == "OPTIONS":
            assert answer.status == 204 and answer.header("Allow"), f"OPTIONS answered {answer.status}"
            return
        operation = self.find(method, target)
        if operation is None:
            assert answer.status in (400, 404, 405, 414, 429, 503), f"{method} {target} is no operation and answered {answer.status}"
            if method != "HEAD":
                self.check_problem(answer)
            if answer.status == 405:
                assert answer.header("Allow"), "405 without Allow"
            return
        with self.lock:
            pair = (operation.id, answer.status)
            self.seen[pair] = self.seen.get(pair, 0) + 1
        if answer.status in (414, 431):  # refused by its size, before anybody asked for whom it is
            return
        response = operation.responses.get(answer.status)
        assert response is not None, f"{operation.id} does not declare {answer.status}: {answer.body[:500]!r}"
        self._check_headers(operation, response, answer)
        if method == "HEAD" or answer.status in (204, 304):
            assert not answer.body, f"{answer.status} to {method} has a body"
            return
        self._check_body(operation, response, answer)

    def _check_headers(self, operation, response, answer):
        for name, header in response.get("headers", {}).items():
            header = self.resolve(header)
            value = answer.header(name)
            if value is None:
                assert not header.get("required"), f"{operation.id} {answer.status}: header {name} is missing: {answer.headers}"
            elif self.resolve(header.get("schema", {})).get("type") == "integer":
                assert re.fullmatch(r"\d+", value), f"{operation.id} {answer.status}: {name}: {value}"
        assert answer.header("X-Request-Id"), f"{operation.id} {answer.status}: no X-Request-Id"

    def _check_body(self, operation, response, answer):
        content = response.get("content", {})
        if not content:
            assert not answer.body, f"{operation.id} {answer.status} declares no body and has one"
            return
        kind = answer.header("Content-Type", "").split(";")[0].strip()
        assert kind in content, f"{operation.id} {answer.status}: content type {kind!r} is not declared: {list(content)}"
        if kind == "application/problem+json":
            self.check_problem(answer)
        at = self.place(operation, answer.status, kind)
        if at and at != PROBLEM and (kind == "application/json" or kind.endswith("+json")):
            faults = self.schemas.faults(at, answer.body)
            assert not faults, f"{operation.id} {answer.status}: {faults[:5]}\n{answer.body[:800]!r}"
        elif kind == "application/x-ndjson":
            items = self.line_place(operation)
            faults = self.schemas.faults(items, answer.body, lines=True) if items else []
            assert not faults, f"{operation.id} {faults[:5]}\n{answer.body[:500]!r}"
        elif kind == XLSX:
            parts = zipfile.ZipFile(io.BytesIO(answer.body))
            assert parts.testzip() is None and "xl/worksheets/sheet1.xml" in parts.namelist(), f"{operation.id}: {parts.namelist()}"

    def unseen(self):
        return sorted((operation.id, status) for operation in self.operations for status in operation.responses if (operation.id, status) not in self.seen)
