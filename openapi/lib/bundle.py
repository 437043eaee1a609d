"""The bundled contract as served: one document, the common parts said once and put in everywhere they hold."""
import copy
import json

from .operations import PAGES, ROLES, XLSX
from .source import resolve

COMMON = {304: "NotModified", 400: "BadRequest", 401: "Unauthorized", 403: "Forbidden", 404: "NotFound", 406: "NotAcceptable", 409: "Conflict", 410: "Expired",
          412: "PreconditionFailed", 413: "PayloadTooLarge", 415: "UnsupportedMediaType", 422: "InvalidBody", 428: "PreconditionRequired",
          429: "TooManyRequests", 503: "Unavailable"}
MACHINES = ("hotline", "platform")
KEPT = ("x-roles", "x-problems", "x-stale")
INTERNAL = ("x-hook", "x-sealed")


def reference(kind, name):
    return {"$ref": f"#/components/{kind}/{name}"}


def common_statuses(o):
    statuses = {400, 401, 429, 503}  # a wrong token is refused even where none is needed
    if o.formats or o.answer != "ANSWER_HOOK":
        statuses.add(406)
    if "public" not in o.roles:
        statuses.add(403)
    if "{" in o.path or o.answer == "ANSWER_ONE" and o.method != "POST":
        statuses.add(404)
    if o.method == "GET":
        statuses.add(304)
    if o.keyed:
        statuses.add(409)
    if o.body is not None or o.media:
        statuses |= {413, 415, 422}
    if o.method == "PATCH":
        statuses |= {412, 428}
    return statuses


def common_parameters(o):
    names = ["accept_language", "x_request_id"]
    if o.method == "GET":
        names.append("if_none_match")
    if o.method == "PATCH":
        names.append("if_match")
    if o.keyed:
        names.append("idempotency_key" if o.keyed == "replays" else "idempotency_key_once")
    return [reference("parameters", name) for name in names]


def success_headers(o, status):
    names = ["X-Request-Id", "RateLimit", "RateLimit-Policy"]
    if o.method in ("GET", "PATCH") or o.answer == "ANSWER_ONE":
        names.append("ETag")
    if status == 201 and o.location:
        names.append("Location")
    if o.answer == "ANSWER_PAGE":
        names.append("Link")
    if o.keyed == "replays":
        names.append("Idempotency-Replayed")
    if "public" in o.stale:
        names.append("Age")
    return {name: reference("headers", name) for name in sorted(names)}


def security(o):
    machine = any(r in MACHINES for r in o.roles) and o.method == "POST" and "public" not in o.roles and not o.media
    return ([{}] if "public" in o.roles else []) + [{"bearer": []}] + ([{"signature": []}] if machine else [])


class Bundle:
    def __init__(self, contract, problem_codes, errors):
        self.contract, self.codes, self.errors = contract, problem_codes, errors
        self.document = contract.document

    def build(self, operations):
        out = {key: copy.deepcopy(value) for key, value in self.document.items() if key not in ("paths", "components")}
        out["paths"] = {}
        for o in operations:
            item = out["paths"].setdefault(o.path, {})
            item[o.method.lower()] = self.operation(o)
        out["components"] = self.components(out["paths"])
        self.strip(out)
        return out

    def operation(self, o):
        source = o.source
        out = {key: copy.deepcopy(source[key]) for key in ("operationId", "summary", "description", "tags", "deprecated") if key in source}
        for key in ("summary", "description", "tags"):
            if not source.get(key):
                self.errors.add(o.file, o.id, f"no {key}")
        out["security"] = security(o)
        out["parameters"] = self.parameters(o) + common_parameters(o)
        if "requestBody" in source:
            out["requestBody"] = copy.deepcopy(source["requestBody"])
        out["responses"] = self.responses(o)
        for key in KEPT:
            if key in source:
                out[key] = copy.deepcopy(source[key])
        out["x-roles"] = [r for r in ROLES if r in o.roles]
        return out

    def parameters(self, o):
        path_item = self.document["paths"][o.path]
        given = copy.deepcopy((path_item.get("parameters") or []) + (o.source.get("parameters") or []))
        for parameter in given:
            schema = parameter.get("schema", {})
            if schema.get("type") == "array":
                parameter["style"], parameter["explode"] = "form", False
        return given

    def responses(self, o):
        responses = {str(status): copy.deepcopy(r) for status, r in (o.source.get("responses") or {}).items()}
        statuses = common_statuses(o) | {self.codes[c]["status"] for c in o.problems.values()}
        for status in statuses:
            if str(status) in responses:
                continue
            name = COMMON.get(status)
            if name is None or name not in self.document["components"].get("responses", {}):
                self.errors.add(o.file, o.id, f"status {status} has no common response; declare it")
                continue
            responses[str(status)] = reference("responses", name)
        for status, response in responses.items():
            if status.startswith("2") and "$ref" not in response:
                self.success(o, int(status), response)
        return dict(sorted(responses.items()))

    def success(self, o, status, response):
        response["headers"] = {**success_headers(o, status), **response.get("headers", {})}
        if o.answer != "ANSWER_PAGE":
            return
        for media in PAGES[1:]:
            response["content"].setdefault(media, {"schema": {"type": "string", "description": self.document_text(media)}})

    def document_text(self, media):
        if media == "text/csv":
            return "The same items, one line each under a head line of dotted member names: UTF-8 with BOM, RFC 4180."
        if media == XLSX:
            return "The same items as a workbook: one sheet under the head of the CSV. Codes and times are text, days are days, numbers are numbers up to 15 digits. The same items give the same bytes."
        return "The same items, one JSON object a line."

    def components(self, paths):
        """What is used, and what that uses."""
        kept, waiting = {}, [paths]
        if "securitySchemes" in self.document["components"]:
            kept["securitySchemes"] = copy.deepcopy(self.document["components"]["securitySchemes"])
        while waiting:
            for name in references(waiting.pop()):
                _, _, kind, thing = name.split("/", 3)
                if thing in kept.get(kind, {}):
                    continue
                target = resolve(self.document, name)
                if target is None:
                    self.errors.add("openapi", name, "leads nowhere")
                    continue
                kept.setdefault(kind, {})[thing] = copy.deepcopy(target)
                waiting.append(target)
        for parameter in kept.get("parameters", {}).values():
            if parameter.get("schema", {}).get("type") == "array":
                parameter["style"], parameter["explode"] = "form", False
        return {kind: dict(sorted(things.items())) for kind, things in sorted(kept.items())}

    def strip(self, node):
        """Extensions that are the service's own business. Of what is only ever answered, and so never checked here, `x-any-of` says what it may be."""
        if isinstance(node, dict):
            if "x-any-of" in node:
                node["anyOf"] = node.pop("x-any-of")
            for key in INTERNAL:
                node.pop(key, None)
            for value in node.values():
                self.strip(value)
        elif isinstance(node, list):
            for value in node:
                self.strip(value)


def references(node):
    """All local references to components below a node, in order."""
    found = []
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str) and node["$ref"].startswith("#/components/"):
            found.append("/".join(node["$ref"].split("/")[:4]))
        mapping = node.get("mapping") if isinstance(node.get("mapping"), dict) and "propertyName" in node else {}
        found += [v for v in mapping.values() if isinstance(v, str) and v.startswith("#/components/")]
        for value in node.values():
            found += references(value)
    elif isinstance(node, list):
        for value in node:
            found += references(value)
    return found


def to_bytes(document):
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
