"""The contract as a judge: which operation a request meets, whether an answer is one that the contract allows."""
import copy
import datetime
import io
import json
import os
import pathlib
import re
import threading
import urllib.parse
import zipfile

import jsonschema

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROLES = ["district", "street", "community", "company", "hotline", "platform"]
FORMATS = jsonschema.FormatChecker(formats=())
DECIMAL = re.compile(r"-?\d{1,18}(\.\d+)?")
USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@FORMATS.checks("uuid")
def _uuid(value):
    return not isinstance(value, str) or bool(re.fullmatch(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", value))


@FORMATS.checks("date", raises=ValueError)
def _date(value):
    return not isinstance(value, str) or bool(re.fullmatch(r"\d{4}-\d\d-\d\d", value) and datetime.date.fromisoformat(value))


@FORMATS.checks("date-time", raises=ValueError)
def _date_time(value):
    """RFC 3339; the service always answers in +08:00."""
    if not isinstance(value, str):
        return True
    match = re.fullmatch(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,6})?\+08:00", value)
    return bool(match and datetime.datetime.fromisoformat(match.group(1)))


@FORMATS.checks("decimal")
def _decimal(value):
    return not isinstance(value, str) or bool(DECIMAL.fullmatch(value))


@FORMATS.checks("money")
def _money(value):
    return not isinstance(value, str) or bool(re.fullmatch(r"-?\d{1,18}(\.\d{1,2})?", value))


@FORMATS.checks("month")
def _month(value):
    return not isinstance(value, str) or bool(re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", value))


@FORMATS.checks("uscc")
def _uscc(value):
    if not isinstance(value, str):
        return True
    if not re.fullmatch(f"[{USCC_ALPHABET}]{{18}}", value):
        return False
    total = sum(USCC_ALPHABET.index(char) * pow(3, place, 31) for place, char in enumerate(value[:17]))
    return USCC_ALPHABET[(31 - total % 31) % 31] == value[17]


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
        elif key in ("example", "examples", "enum", "const", "default", "required"):
            result[key] = value
        else:
            result[key] = closed(value)
    if "properties" in result and not composed and "additionalProperties" not in result and "unevaluatedProperties" not in result:
        result["unevaluatedProperties"] = False
    return result


class Operation:
    def __init__(self, contract, path, method, item, shared):
        self.contract, self.path, self.method, self.item = contract, path, method.upper(), item
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
        return "application/x-ndjson" in self.media()


class Contract:
    def __init__(self, document):
        self.document = document
        self.strict = closed(copy.deepcopy(document))
        self.resolver = jsonschema.RefResolver.from_schema(self.strict)
        self.operations = [Operation(self, path, method, item, methods.get("parameters", []))
                           for path, methods in document["paths"].items() for method, item in methods.items()
                           if method in ("get", "post", "patch", "put", "delete")]
        self.by_id = {operation.id: operation for operation in self.operations}
        self.seen, self.lock = {}, threading.Lock()

    @classmethod
    def built(cls):
        folder = os.environ.get("WUYE_BUILD", pathlib.Path(__file__).resolve().parents[3] / "build/test")
        return cls(json.loads((pathlib.Path(folder) / "openapi.json").read_text(encoding="utf-8")))

    def resolve(self, thing):
        while isinstance(thing, dict) and "$ref" in thing:
            target = self.document
            for part in thing["$ref"].lstrip("#/").split("/"):
                target = target[part.replace("~1", "/").replace("~0", "~")]
            thing = {**target, **{key: value for key, value in thing.items() if key != "$ref"}}
        return thing

    def find(self, method, target):
        """The operation, or None; HEAD is judged as GET. A literal path wins over a template."""
        path = target.split("?", 1)[0]
        if "%2f" not in path.lower():
            path = urllib.parse.unquote(path)
        method = "GET" if method == "HEAD" else method
        found = [operation for operation in self.operations if operation.method == method and operation.regex.fullmatch(path)]
        return min(found, key=lambda operation: operation.path.count("{")) if found else None

    def valid(self, value, schema):
        """Faults of a value under a schema of the document."""
        validator = jsonschema.Draft202012Validator(closed(schema) if "$ref" not in schema else schema, resolver=self.resolver, format_checker=FORMATS)
        return [f"{'/'.join(map(str, error.absolute_path)) or '(whole)'}: {error.message[:300]}" for error in validator.iter_errors(value)]

    def check_problem(self, answer):
        kind = answer.header("Content-Type", "")
        assert kind.split(";")[0] == "application/problem+json", f"{answer.status} with {kind!r}, not a problem: {answer.body[:300]!r}"
        faults = self.valid(answer.json, {"$ref": "#/components/schemas/Problem"})
        assert not faults, f"not a Problem: {faults}\n{answer.body[:500]!r}"
        assert answer.json["status"] == answer.status, f"status {answer.json['status']} in the body of a {answer.status}"
        assert answer.json["type"] == f"/problems/{answer.json['code']}"
        assert answer.json["request_id"] == answer.header("X-Request-Id")

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
        schema = content[kind].get("schema")
        if schema and (kind == "application/json" or kind.endswith("+json")):
            faults = self.valid(answer.json, schema)
            assert not faults, f"{operation.id} {answer.status}: {faults[:5]}\n{answer.body[:800]!r}"
        elif kind == "application/x-ndjson":
            items = self._item_schema(operation)
            for line in answer.body.decode().splitlines() if items else []:
                faults = self.valid(json.loads(line), items)
                assert not faults, f"{operation.id} line: {faults[:5]}\n{line[:500]}"

        elif kind == XLSX:
            parts = zipfile.ZipFile(io.BytesIO(answer.body))
            assert parts.testzip() is None and "xl/worksheets/sheet1.xml" in parts.namelist(), f"{operation.id}: {parts.namelist()}"

    def _item_schema(self, operation):
        page = self.resolve(operation.responses[200]["content"].get("application/json", {}).get("schema", {}))
        return page.get("properties", {}).get("items", {}).get("items")

    def unseen(self):
        return sorted((operation.id, status) for operation in self.operations for status in operation.responses if (operation.id, status) not in self.seen)
