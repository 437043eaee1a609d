"""Operations as the contract says them, checked, each with what the tables need."""
import dataclasses
import re

from .source import follow, resolve

METHODS = ("get", "post", "put", "patch", "delete")
ROLES = ("district", "street", "community", "company", "hotline", "platform", "public")
BODIES = {"application/json": "BODY_JSON", "application/merge-patch+json": "BODY_MERGE_PATCH", "application/x-www-form-urlencoded": "BODY_FORM"}
FILES = ("text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "image/jpeg", "image/png", "image/webp", "application/pdf")  # bodies that are spooled to a file
KEYS = {"operationId", "summary", "description", "tags", "parameters", "requestBody", "responses", "deprecated", "x-roles", "x-problems", "x-hook", "x-keyed", "x-stale"}
STALE = ("public", "platform")  # who writes nothing that such an answer could lack
PARAMETER_KEYS = {"name", "in", "required", "schema", "description", "example", "examples", "style", "explode", "deprecated"}
LIST_MAX = 200   # values of one list parameter; src/contract/parameter.c says the same
BATCH_MAX = 500
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PAGES = ("application/json", "text/csv", "application/x-ndjson", XLSX)
FORMATS = (*PAGES, "text/html")


@dataclasses.dataclass
class Operation:
    id: str
    method: str
    path: str
    file: str
    source: dict
    roles: list = dataclasses.field(default_factory=list)
    parameters: list = dataclasses.field(default_factory=list)   # resolved
    body_kind: str = "BODY_NONE"
    body_required: bool = False
    media: list = dataclasses.field(default_factory=list)        # of a file
    body: object = None          # schema
    item: object = None          # of a batch, or the body itself
    batch: bool = False
    status: int = 200
    answer: str = "ANSWER_ONE"
    formats: list = dataclasses.field(default_factory=list)
    location: str = None
    hook: str = None
    keyed: str = None  # a hook's own way with Idempotency-Key: replays the first answer, or does it once and does not tell it again
    problems: dict = dataclasses.field(default_factory=dict)
    pieces: list = None          # of the statement
    sql_file: str = None

    def parameter(self, name):
        return next((i for i, p in enumerate(self.parameters) if p["name"] == name), None)


class Reader:
    def __init__(self, contract, tables, errors):
        self.contract, self.tables, self.errors = contract, tables, errors
        self.root = contract.document
        self.codes = {p.get("code"): p for p in contract.problems if isinstance(p, dict)}

    def read_all(self):
        operations, seen = [], {}
        for path, item in self.root["paths"].items():
            file = self.contract.file_of.get(path, "openapi/openapi.yaml")
            for method, source in (item or {}).items():
                if method not in METHODS:
                    if method not in ("parameters", "summary", "description"):
                        self.errors.add(file, path, f"unknown key {method}")
                    continue
                operation = self.read(path, method, item, source, file)
                if operation.id in seen:
                    self.errors.add(file, operation.id, f"operationId stands twice, also in {seen[operation.id]}")
                seen[operation.id] = file
                operations.append(operation)
        self.check_templates(operations)
        operations.sort(key=lambda o: (o.path.encode(), o.method))
        for operation in operations:
            self.read_location(operation, operations)
        return operations

    def check_templates(self, operations):
        """Two templates that a path would match alike have no order between them."""
        shapes = {}
        for o in operations:
            shape = re.sub(r"\{[^}]*\}", "{}", o.path)
            if shapes.setdefault(shape, o.path) != o.path:
                self.errors.add(o.file, o.id, f"{o.path} cannot be told from {shapes[shape]}")

    def read(self, path, method, item, source, file):
        o = Operation(source.get("operationId") or f"{method} {path}", method.upper(), path, file, source)
        if not re.fullmatch(r"[a-z][A-Za-z0-9]*", o.id):
            self.errors.add(file, o.id, "no operationId, or not in camelCase")
        if not re.fullmatch(r"(/[A-Za-z0-9_.-]+|/\{[a-z_]+\})+", path):
            self.errors.add(file, path, "a path is segments of plain characters, or {parameter}")
        for key in source:
            if key not in KEYS:
                self.errors.add(file, o.id, f"unknown {'extension' if key.startswith('x-') else 'key'} {key}")
        self.read_roles(o)
        self.read_parameters(o, item)
        self.read_body(o)
        self.read_problems(o)
        o.hook = source.get("x-hook")
        if o.hook is not None and not re.fullmatch(r"[a-z][a-z0-9_]*", str(o.hook)):
            self.errors.add(file, o.id, "x-hook must be a C function's name")
        self.read_keyed(o)
        self.read_answer(o)
        self.read_stale(o)
        self.add_page_parameters(o)
        return o

    def read_keyed(self, o):
        """What is no hook honours Idempotency-Key by itself, but for whoever has no token: a key is somebody's; nor what says never, whose answer may not be kept. A hook says how it does: its answer may hold what must not be kept (a token, a person's name)."""
        o.keyed = o.source.get("x-keyed")
        o.keeps_nothing = "public" in o.roles or o.keyed == "never"
        if o.keyed is None or o.keyed == "never":
            if o.keyed and (o.hook or o.method != "POST"):
                self.errors.add(o.file, o.id, "x-keyed: never is of a POST without an x-hook")
            o.keyed = "replays" if o.method == "POST" and not o.hook and not o.keeps_nothing else None
            return
        if not o.hook or o.method != "POST" or o.keyed not in ("replays", "once"):
            self.errors.add(o.file, o.id, "x-keyed is replays or once, of a POST with an x-hook")
        if o.keyed == "once" and "already_done" not in o.problems.values():
            self.errors.add(o.file, o.id, "x-keyed: once needs the problem already_done in x-problems")

    def read_stale(self, o):
        """Whom a standby may answer. A hook reads from the primary, but for the stored bytes that it sends."""
        roles = o.source.get("x-stale", [])
        if not isinstance(roles, list) or any(role not in STALE or role not in o.roles for role in roles) or "x-stale" in o.source and not roles:
            self.errors.add(o.file, o.id, f"x-stale is a list of {' and '.join(STALE)}, of those that x-roles names")
            roles = []
        if roles and o.method != "GET":
            self.errors.add(o.file, o.id, "x-stale is of a GET")
        if "public" in roles and o.hook:
            self.errors.add(o.file, o.id, "x-stale: public is of an operation without an x-hook")
        o.stale = [r for r in ROLES if r in roles]

    def add_page_parameters(self, o):
        """Every page is cut, continued and counted in the same way."""
        for name in ("limit", "cursor", "count") if o.answer == "ANSWER_PAGE" else ():
            if o.parameter(name) is None:
                reference = {"$ref": f"#/components/parameters/{name}"}
                o.source["parameters"] = (o.source.get("parameters") or []) + [reference]
                o.parameters.append(follow(self.root, reference) or {"name": name})

    def read_roles(self, o):
        roles = o.source.get("x-roles")
        if not isinstance(roles, list) or not roles:
            self.errors.add(o.file, o.id, "no x-roles")
            roles = []
        for role in roles:
            if role not in ROLES:
                self.errors.add(o.file, o.id, f"x-roles: unknown role {role}")
        o.roles = [r for r in ROLES if r in roles]

    def read_parameters(self, o, item):
        for given in (item.get("parameters") or []) + (o.source.get("parameters") or []):
            parameter = follow(self.root, given)
            if not isinstance(parameter, dict) or not isinstance(parameter.get("name"), str):
                self.errors.add(o.file, o.id, f"parameter {given.get('$ref')!r} leads nowhere" if isinstance(given, dict) else "a parameter must be a mapping")
                continue
            self.check_parameter(o, parameter)
            if o.parameter(parameter["name"]) is not None:
                self.errors.add(o.file, o.id, f"parameter {parameter['name']} stands twice")
            o.parameters.append(parameter)
        declared = {p["name"] for p in o.parameters if p.get("in") == "path"}
        template = set(re.findall(r"\{([a-z_]+)\}", o.path))
        for name in sorted(declared ^ template):
            self.errors.add(o.file, o.id, f"path parameter {name} is {'not in the path' if name in declared else 'not declared'}")

    def check_parameter(self, o, parameter):
        name = parameter["name"]
        where = f"{o.id} parameter {name}"
        for key in parameter:
            if key not in PARAMETER_KEYS:
                self.errors.add(o.file, where, f"unknown {'extension' if key.startswith('x-') else 'key'} {key}")
        if parameter.get("in") not in ("path", "query"):
            self.errors.add(o.file, where, "must be in path or query; headers are the generator's")
        if parameter.get("in") == "path" and parameter.get("required") is not True:
            self.errors.add(o.file, where, "a path parameter is required: true")
        if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
            self.errors.add(o.file, where, "a parameter's name is snake_case")
        schema = follow(self.root, parameter.get("schema"))
        if not isinstance(schema, dict):
            self.errors.add(o.file, where, "no schema")
            return
        if schema.get("type") == "array":
            self.check_list(where, o.file, schema)
        elif not {schema.get("type")} <= {"string", "integer", "number", "boolean"}:
            self.errors.add(o.file, where, "type must be string, integer, number, boolean or an array of one of them")

    def check_list(self, where, file, schema):
        allowed = {"type", "items", "maxItems", "description", "example", "examples", "default", "title"}
        for key in sorted(set(schema) - allowed):
            self.errors.add(file, where, f"keyword is not enforced on a list parameter: {key}")
        if schema.setdefault("maxItems", LIST_MAX) != LIST_MAX:
            self.errors.add(file, where, f"maxItems of a list parameter is {LIST_MAX} everywhere")
        items = follow(self.root, schema.get("items"))
        if not isinstance(items, dict) or items.get("type") not in ("string", "integer"):
            self.errors.add(file, where, "items of a list parameter are strings or integers")

    def read_body(self, o):
        body = follow(self.root, o.source.get("requestBody"))
        if not body:
            return
        content = body.get("content") or {}
        if content and set(content) <= set(FILES):
            self.read_file(o, body, content)
            return
        if len(content) != 1 or next(iter(content)) not in BODIES:
            self.errors.add(o.file, o.id, f"requestBody must have one of {', '.join(BODIES)}")
            return
        media, holder = next(iter(content.items()))
        o.body_kind, o.body_required, o.body = BODIES[media], bool(body.get("required")), (holder or {}).get("schema")
        if o.body is None:
            self.errors.add(o.file, o.id, "requestBody without a schema")
            return
        if (o.method == "PATCH") != (o.body_kind == "BODY_MERGE_PATCH"):
            self.errors.add(o.file, o.id, "PATCH takes application/merge-patch+json, and nothing else does")
        o.item = o.body
        self.read_batch(o)
        self.check_bounded(o, o.body, set())

    def read_file(self, o, body, content):
        o.body_kind, o.body_required, o.media = "BODY_FILE", True, list(content)
        if o.method != "POST" or not o.source.get("x-hook") or body.get("required") is not True:
            self.errors.add(o.file, o.id, "a file is posted to an x-hook, required: true")

    def read_batch(self, o):
        schema = follow(self.root, o.body)
        branches = schema.get("oneOf", []) if isinstance(schema, dict) else []
        arrays = [follow(self.root, b) for b in branches]
        if len(branches) != 2 or not isinstance(arrays[1], dict) or arrays[1].get("type") != "array":
            return
        if arrays[1].get("items") != branches[0] or arrays[1].get("maxItems") != BATCH_MAX:
            self.errors.add(o.file, o.id, f"a batch is oneOf the item and an array of it with maxItems {BATCH_MAX}, in this order")
        o.batch, o.item = True, branches[0]

    def check_bounded(self, o, schema, seen):
        """Every array a client sends has a maxItems."""
        schema = follow(self.root, schema)
        if not isinstance(schema, dict) or id(schema) in seen:
            return
        seen.add(id(schema))
        types = schema.get("type")
        if "array" in ([types] if isinstance(types, str) else types or []) and "maxItems" not in schema:
            self.errors.add(o.file, o.id, "an array in the body without maxItems: a list without bound")
        below = list(schema.get("properties", {}).values()) + schema.get("oneOf", []) + [schema.get("items"), schema.get("additionalProperties")]
        for part in below:
            self.check_bounded(o, part, seen)

    def read_problems(self, o):
        problems = o.source.get("x-problems") or {}
        for name, code in problems.items():
            if code not in self.codes:
                self.errors.add(o.file, o.id, f"x-problems: {code} (of {name}) is not in openapi/problems/")
            else:
                o.problems[name] = code

    def read_answer(self, o):
        successes = sorted(int(s) for s in o.source.get("responses") or {} if re.fullmatch(r"2\d\d", str(s)))
        if not successes:
            self.errors.add(o.file, o.id, "no 2xx response")
            return
        o.status = 201 if 201 in successes else successes[0]
        response = follow(self.root, o.source["responses"][str(o.status)])
        content = (response or {}).get("content") or {}
        o.formats = [f for f in FORMATS if f in content]
        schema = follow(self.root, (content.get("application/json") or {}).get("schema"))
        if not o.hook and any(self.has_sealed((c or {}).get("schema"), set()) for c in content.values()):
            self.errors.add(o.file, o.id, "personal data in an answer needs an x-hook that records the look")
        properties = schema.get("properties", {}) if isinstance(schema, dict) else {}
        items = follow(self.root, properties.get("items"))
        page = isinstance(items, dict) and items.get("type") == "array" and "next" in properties
        if o.hook and not (page and XLSX in content):  # a hook that writes the workbook of a page its own way leaves the rest of it as it is
            o.answer = "ANSWER_HOOK"
            if o.formats == ["text/html"]:
                o.formats = []  # a page for people alone is not chosen among others
        elif not content:
            o.answer = "ANSWER_NONE"
        elif page:
            o.answer, o.formats = "ANSWER_PAGE", list(PAGES)
        elif o.formats != ["application/json"]:
            self.errors.add(o.file, o.id, "an answer of one row is application/json")
        if o.answer == "ANSWER_NONE" and o.status != 204:
            self.errors.add(o.file, o.id, f"a {o.status} without content; say 204")
        if o.answer == "ANSWER_PAGE" and o.method != "GET":
            self.errors.add(o.file, o.id, "a page is read by GET")

    def has_sealed(self, schema, seen):
        schema = follow(self.root, schema)
        if not isinstance(schema, dict) or id(schema) in seen:
            return False
        seen.add(id(schema))
        below = list(schema.get("properties", {}).values()) + schema.get("oneOf", []) + [schema.get("items"), schema.get("additionalProperties")]
        return "x-sealed" in schema or any(self.has_sealed(part, seen) for part in below)

    def read_location(self, o, operations):
        """201: where the new thing is read, when the contract has such an operation."""
        if o.status != 201:
            return
        for other in operations:
            if other.method == "GET" and re.fullmatch(re.escape(o.path) + r"/\{[a-z_]+\}", other.path):
                o.location = other.path
