"""The generator refuses each contract that would not be what the service does, and names file and culprit."""
import json
import pathlib
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
GENERATE = ROOT / "openapi/generate.py"
sys.dont_write_bytecode, sys.path[:0] = True, [str(ROOT / "openapi")]
from lib import patterns, statements  # noqa: E402
from lib.source import Errors  # noqa: E402

PATHS = """
/v1/things:
  get:
    operationId: listThings
    summary: List things
    description: All of them.
    tags: [things]
    x-roles: [district, public]
    parameters:
      - { name: state, in: query, description: States., schema: { type: array, items: { type: string, enum: [open, closed] } } }
      - { name: q, in: query, description: Text., schema: { type: string, maxLength: 9 } }
      - { name: sort, in: query, description: Order., schema: { type: string, enum: [-at, at], default: -at } }
    responses:
      '200': { description: A page., content: { application/json: { schema: { $ref: '#/components/schemas/ThingPage' } } } }
  post:
    operationId: postThings
    summary: Make things
    description: One or many.
    tags: [things]
    x-roles: [hotline]
    x-problems: { things_name: name_taken }
    requestBody:
      required: true
      content:
        application/json:
          schema:
            oneOf:
              - { $ref: '#/components/schemas/ThingNew' }
              - { type: array, minItems: 1, maxItems: 500, items: { $ref: '#/components/schemas/ThingNew' } }
    responses:
      '201': { description: Made., content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } }
/v1/things/{id}:
  parameters:
    - { name: id, in: path, required: true, description: Id., schema: { type: string, format: uuid } }
  get:
    operationId: getThing
    summary: Get a thing
    description: One.
    tags: [things]
    x-roles: [district]
    responses:
      '200': { description: It., content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } }
/v1/ping:
  get:
    operationId: ping
    summary: Ping
    description: Nothing.
    tags: [things]
    x-roles: [public]
    x-hook: get_ping
    responses:
      '204': { description: There. }
"""
SCHEMAS = """
Thing:
  type: object
  required: [id]
  properties:
    id: { type: string, format: uuid }
    name: { type: string }
ThingPage:
  type: object
  properties:
    items: { type: array, items: { $ref: '#/components/schemas/Thing' } }
    next: { type: [string, 'null'] }
ThingNew:
  type: object
  additionalProperties: false
  required: [name]
  properties:
    name: { type: string, maxLength: 10 }
    phone: { type: string, x-sealed: [seal, mask, hash] }
    owner: { type: object, additionalProperties: false, properties: { name: { type: string } } }
    tags: { type: array, maxItems: 3, items: { type: string } }
Unused:
  type: string
Problem:
  type: object
"""
PROBLEMS = """
- { code: name_taken, status: 409, title: { zh: 重名, en: Taken }, about: { zh: 已有此名。, en: The name is there. } }
- { code: ours, status: 500, title: { zh: 错, en: Wrong }, about: { zh: 错。, en: Wrong. } }
"""
LIST = """select t.id, t.name, t.at -- the columns
from things t
where true
  and t.state = any(:'state'::text[]) -- if state
  and t.text like :'q' -- if q
  and (t.at, t.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor, sort=-at
  and (t.at, t.id) > (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor, sort=at
order by t.at desc, t.id desc -- if sort=-at
order by t.at, t.id -- if sort=at
limit :'limit'::bigint -- if limit
"""
POST = """insert into things (id, name, phone, masked, hash, owner, tags)
values (:'new_id'::uuid, :'name', :'phone_sealed'::bytea, :'phone_masked', :'phone_hash', :'owner_name', :'tags'::jsonb)
returning id, name;
"""
GET = "select id, name from things where id = :'id'::uuid\n"
AUDIT = "insert into audit (id, who, at, again) values (:'new_id', :'user_id', :'now', :'new_id')\n"


def responses():
    names = ["NotModified", "BadRequest", "Unauthorized", "Forbidden", "NotFound", "NotAcceptable", "Conflict", "PreconditionFailed",
             "PayloadTooLarge", "UnsupportedMediaType", "InvalidBody", "PreconditionRequired", "TooManyRequests", "Unavailable"]
    return {name: {"description": name} for name in names}


def document():
    parameters = {name: {"name": name, "in": "query", "description": name, "schema": schema} for name, schema in (
        ("limit", {"type": "integer", "minimum": 1, "maximum": 200, "default": 50}), ("cursor", {"type": "string"}), ("count", {"type": "boolean"}))}
    for name in ("accept_language", "x_request_id", "if_none_match", "if_match", "idempotency_key"):
        parameters[name] = {"name": name, "in": "header", "schema": {"type": "string"}}
    headers = {name: {"schema": {"type": "string"}} for name in ("ETag", "X-Request-Id", "RateLimit", "RateLimit-Policy", "Location", "Link", "Idempotency-Replayed", "Deprecation", "Sunset")}
    return json.dumps({"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "tags": [{"name": "things"}],
                       "components": {"parameters": parameters, "headers": headers, "responses": responses()}})

ADVICE = "".join(f"{status}: {{ zh: 办, en: Do }}\n" for status in range(400, 504))
FILES = {
    "openapi/openapi.yaml": document(), "openapi/paths/things.yaml": PATHS, "openapi/schemas/things.yaml": SCHEMAS, "openapi/problems/common.yaml": PROBLEMS, "openapi/advice.yaml": ADVICE,
    "sql/queries/things/listThings.sql": LIST, "sql/queries/things/postThings.sql": POST, "sql/queries/things/getThing.sql": GET,
    "sql/queries/internal/auditAppend.sql": AUDIT,
}
P, S, SQL_LIST, SQL_POST, SQL_GET = ("openapi/paths/things.yaml", "openapi/schemas/things.yaml", "sql/queries/things/listThings.sql",
                                     "sql/queries/things/postThings.sql", "sql/queries/things/getThing.sql")


def write(root, files):
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def generate(root, *arguments):
    return subprocess.run(["/usr/bin/python3", str(GENERATE), "--root", str(root), "--out", str(root / "out"), *arguments], capture_output=True, text=True)


@pytest.fixture
def project(tmp_path):
    write(tmp_path, FILES)
    return tmp_path


def test_a_sound_contract_is_built_and_compiles(project):
    done = generate(project)
    assert done.returncode == 0, done.stderr
    out = project / "out"
    flags = ["-std=gnu17", "-Wall", "-Wextra", "-Werror", "-Wmissing-prototypes", "-I", str(ROOT / "include"), "-I", str(out)]
    for name in ("operations.c", "openapi_json.c"):
        subprocess.run(["gcc", *flags, "-c", str(out / name), "-o", str(out / (name + ".o"))], check=True)


def test_the_tables_can_be_asked(project):
    assert generate(project).returncode == 0
    out = project / "out"
    (out / "main.c").write_text(r"""
#include <assert.h>
#include <stdio.h>
#include <string.h>
#include "api/operation.h"
#include "internal.h"
bool get_ping(struct exchange *exchange) { return exchange == NULL; }
static void show(const struct statement *s)
{
    printf("%s:", s->name);
    for (size_t i = 0, at = 0; i < s->token_count; at += s->tokens[i++].length)
        s->tokens[i].text ? printf("[%x/%x]%.*s", s->tokens[i].needs, s->tokens[i].unless, (int)s->tokens[i].length, s->text + at) : printf("{%d}", s->tokens[i].value);
    puts("");
}
int main(void)
{
    for (size_t i = 0; i < operation_count; i++) {
        const struct operation *o = &operations[i];
        printf("%s %s %s roles=%u answer=%d status=%d body=%d batch=%d formats=%u values=%zu conditions=%zu location=%s hook=%d\n", o->id, o->method, o->path,
               o->roles, o->answer, o->status, o->body_kind, o->batch, o->formats, o->value_count, o->condition_count, o->location ? o->location : "-", o->hook == get_ping);
        if (o->count)
            show(o->count);
    }
    show(internal_auditAppend.statement);
    for (size_t i = 0; i < internal_auditAppend.name_count; i++)
        printf("%s ", internal_auditAppend.names[i]);
    assert(INTERNAL_AUDIT_APPEND_NOW == 2 && INTERNAL_AUDIT_APPEND_VALUES == 3);
    assert(openapi_json_length > 0 && openapi_json[0] == '{' && !openapi_json[openapi_json_length]);
    assert(problem_code_count == 2 && strcmp(problem_codes[0].code, "name_taken") == 0 && problem_codes[0].status == 409);
}
""")
    flags = ["-std=gnu17", "-I", str(ROOT / "include"), "-I", str(out)]
    subprocess.run(["gcc", *flags, *(str(out / n) for n in ("main.c", "operations.c", "openapi_json.c")), "-o", str(out / "main")], check=True)
    lines = subprocess.run([str(out / "main")], check=True, capture_output=True, text=True).stdout.splitlines()
    assert lines[0] == "ping GET /v1/ping roles=64 answer=3 status=204 body=0 batch=0 formats=0 values=0 conditions=0 location=- hook=1"
    assert lines[1] == "listThings GET /v1/things roles=65 answer=2 status=200 body=0 batch=0 formats=15 values=6 conditions=6 location=- hook=0"
    assert lines[2] == ("listThingsCount:[0/0]select count(*) as total from (select t.id, t.name, t.at from things t where true "
                        "[1/0] and t.state = {0}[1/0] [2/0] and t.text like {1}[2/0] [0/0]) counted")
    assert lines[3] == "postThings POST /v1/things roles=16 answer=1 status=201 body=1 batch=1 formats=1 values=7 conditions=0 location=/v1/things/{id} hook=0"
    assert lines[4].startswith("getThing GET /v1/things/{id} roles=1 answer=1 status=200")
    assert lines[5] == "auditAppend:[0/0]insert into audit (id, who, at, again) values ({0}[0/0], {1}[0/0], {2}[0/0], {0}[0/0])"
    assert lines[6].split() == ["new_id", "user_id", "now"]


def test_the_bundle_says_what_every_operation_has(project):
    assert generate(project).returncode == 0
    bundle = json.loads((project / "out/openapi.json").read_text())
    listing, making = bundle["paths"]["/v1/things"]["get"], bundle["paths"]["/v1/things"]["post"]
    assert set(listing["responses"]["200"]["content"]) == {"application/json", "text/csv", "application/x-ndjson", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
    assert set(listing["responses"]) == {"200", "304", "400", "401", "406", "429", "503"} | ({"404"} & set(listing["responses"]))
    assert set(making["responses"]) == {"201", "400", "401", "403", "406", "409", "413", "415", "422", "429", "503"}
    assert listing["security"] == [{}, {"bearer": []}]
    assert making["security"] == [{"bearer": []}, {"signature": []}]
    assert {"$ref": "#/components/parameters/idempotency_key"} in making["parameters"]
    assert {"$ref": "#/components/parameters/cursor"} in listing["parameters"] and "Location" in making["responses"]["201"]["headers"]
    assert listing["parameters"][0]["explode"] is False and listing["parameters"][0]["schema"]["maxItems"] == 200
    text = json.dumps(bundle)
    assert "x-hook" not in text and "x-sealed" not in text and "Unused" not in text
    assert making["x-roles"] == ["hotline"] and making["x-problems"] == {"things_name": "name_taken"}


def test_it_says_the_same_every_time(project):
    first = generate(project)
    kept = {p.name: p.read_bytes() for p in (project / "out").iterdir()}
    assert first.returncode == generate(project).returncode == 0
    assert kept == {p.name: p.read_bytes() for p in (project / "out").iterdir()}
    assert set(kept) == {"operations.c", "internal.h", "openapi_json.c", "openapi.json", "routes.txt"}


def test_routes_are_compared_with_the_committed_ones(project):
    done = generate(project, "--check-routes")
    assert done.returncode == 1 and "openapi/routes.txt: routes: is not what the contract says" in done.stderr and "--write-routes" in done.stderr
    assert generate(project, "--write-routes").returncode == 0
    assert generate(project, "--check-routes").returncode == 0
    assert (project / "openapi/routes.txt").read_text().splitlines()[1] == "GET /v1/things listThings district,public"


# (name, file, what is replaced, by what, file and name in the message, the message)
BROKEN = [
    ("an operation without SQL or hook", P, "x-hook: get_ping", "deprecated: true", f"{P}: ping", "neither sql/queries"),
    ("a placeholder that is nothing", SQL_GET, ":'id'", ":'idd'", f"{SQL_GET}: getThing", "placeholder :'idd' in line 1 is no parameter"),
    ("a parameter never used", SQL_LIST, "  and t.state = any(:'state'::text[]) -- if state\n", "", f"{SQL_LIST}: listThings", "parameter state is never used"),
    ("a path parameter never used", SQL_GET, " where id = :'id'::uuid", "", f"{SQL_GET}: getThing", "parameter id is never used"),
    ("a body member never used", SQL_POST, ":'owner_name'", "null", f"{SQL_POST}: postThings", "body member /owner/name is never used"),
    ("a placeholder that is two things", P, "    x-roles: [hotline]\n", "    x-roles: [hotline]\n    parameters: [{ name: name, in: query, description: N, schema: { type: string } }]\n",
     f"{SQL_POST}: postThings", "placeholder :'name' in line 2 is both parameter and body member"),
    ("a condition on nothing", SQL_LIST, "-- if state", "-- if stat", f"{SQL_LIST}: listThings", "condition stat in line 4 is no parameter"),
    ("a condition on a value that is none", SQL_LIST, "cursor, sort=at", "cursor, sort=att", f"{SQL_LIST}: listThings", "att is no value of sort"),
    ("a condition of another form", SQL_LIST, "-- if state", "-- if state or q", f"{SQL_LIST}: listThings", "is not of the form"),
    ("a sort without its line", SQL_LIST, "order by t.at, t.id -- if sort=at\n", "", None, None),
    ("a sort without a line at all", P, "enum: [-at, at]", "enum: [-at, at, name]", f"{SQL_LIST}: listThings", "sort name has no line"),
    ("a sort without default", P, ", default: -at", "", f"{SQL_LIST}: listThings", "sort needs a default"),
    ("a list without limit", SQL_LIST, "limit :'limit'::bigint -- if limit\n", "", f"{SQL_LIST}: listThings", "a list without bound"),
    ("a list whose limit is not optional", SQL_LIST, " -- if limit", "", f"{SQL_LIST}: listThings", "a list without bound"),
    ("a page without cursor", SQL_LIST, " -- if cursor, ", " -- if ", f"{SQL_LIST}: listThings", "a page without `-- if cursor`"),
    ("a sealed member in the clear", SQL_POST, ":'phone_sealed'", ":'phone'", f"{SQL_POST}: postThings", "is sealed: only :'phone_sealed'"),
    ("a name that means two things", S, "owner: {", "role: { type: string }\n    owner: {", f"{SQL_POST}: postThings", "body member /role is never used"),
    ("an ambiguous placeholder", P, "name: state, in: query", "name: role, in: query", f"{SQL_LIST}: listThings", "parameter role is never used"),
    ("two members of one name", S, "owner: {", "owner_name: { type: string }\n    owner: {", f"{SQL_POST}: postThings", "would both be :'owner_name'"),
    ("a page's builtin elsewhere", SQL_GET, ":'id'", ":'after_id'", f"{SQL_GET}: getThing", "needs a page"),
    ("a body's builtin without body", SQL_GET, ":'id'", ":'body_hash'", f"{SQL_GET}: getThing", "needs a body"),
    ("If-Match's builtin elsewhere", SQL_POST, ":'name'", ":'if_version'", f"{SQL_POST}: postThings", "needs PATCH with If-Match"),
    ("a write that leaves names out", SQL_POST, ":'name'", ":'names'", f"{SQL_POST}: postThings", "needs a GET without a hook"),
    ("names that nobody asks after", SQL_GET, GET, GET.replace("select", "select :'names' as a, -- if names\n", 1), f"{SQL_GET}: getThing", 'without the column "!names"'),
    ("a pattern without q", SQL_GET, ":'id'", ":'q_pattern'", f"{SQL_GET}: getThing", "is no parameter, body member or builtin"),
    ("two statements", SQL_GET, "select", "select 1; select", f"{SQL_GET}: getThing", "more than one statement"),
    ("no statement", SQL_GET, GET, "-- nothing\n", f"{SQL_GET}: getThing", "no statement"),
    ("a quote without end", SQL_GET, "select", "select 'a", f"{SQL_GET}: getThing", "a quote without its end"),
    ("psql's other variables", SQL_GET, ":'id'", ":id", f"{SQL_GET}: getThing", "only placeholders of the form"),
    ("psql commands", SQL_GET, "select", "\\gset\nselect", f"{SQL_GET}: getThing", "no psql commands"),
    ("numbered placeholders", SQL_GET, ":'id'", "$1", f"{SQL_GET}: getThing", "numbered placeholders"),
    ("conditions in an internal statement", "sql/queries/internal/auditAppend.sql", "insert", "insert -- if now\n", "auditAppend", "no conditions"),
    ("a keyword that is not enforced", S, "maxLength: 10", "maxLength: 10, contentEncoding: base64", f"{S}: ThingNew/name", "keyword is not enforced: contentEncoding"),
    ("a keyword in an inline schema", P, "type: string, maxLength: 9", "type: string, not: {}", f"{P}: listThings parameter q", "keyword is not enforced: not"),
    ("a keyword in a schema no request meets", S, "Unused:\n", "Unused:\n  allOf: []\n", f"{S}: Unused", "keyword is not enforced: allOf"),
    ("a format that is not enforced", S, "Unused:\n", "Unused:\n  format: email\n", f"{S}: Unused", "format is not enforced: email"),
    ("an unknown type", S, "Unused:\n  type: string", "Unused:\n  type: text", f"{S}: Unused", "unknown type 'text'"),
    ("a pattern beyond ECMA-262", S, "Unused:\n", "Unused:\n  pattern: '\\A'\n", f"{S}: Unused", "is not known to ECMA-262"),
    ("a reference to nowhere", S, "$ref: '#/components/schemas/Thing'", "$ref: '#/components/schemas/Think'", f"{S}: ThingPage/items/0", "leads nowhere"),
    ("a reference to itself", S, "Unused:\n  type: string", "Unused:\n  minLength: 1\n  $ref: '#/components/schemas/Unused'", "openapi", "comes back to itself"),
    ("a oneOf without distinction", S, "Unused:\n  type: string", "Unused:\n  oneOf: [{ type: string }, { type: string }]", f"{S}: Unused", "oneOf needs a discriminator"),
    ("a discriminator without consts", S, "Unused:\n  type: string", "Unused:\n  discriminator: { propertyName: kind }\n  oneOf: [{ type: object }]", f"{S}: Unused", "requires kind with a const"),
    ("a number that is not kept", S, "Unused:\n", "Unused:\n  enum: [92233720368547758080]\n", f"{S}: Unused", "not kept exactly"),
    ("a wrong x-sealed", S, "x-sealed: [seal, mask, hash]", "x-sealed: [hide]", f"{S}: ThingNew/phone", "x-sealed must be a list"),
    ("x-sealed on a number", S, "phone: { type: string,", "phone: { type: integer,", f"{S}: ThingNew/phone", "x-sealed belongs to a string"),
    ("an array without bound", S, "maxItems: 3, ", "", f"{P}: postThings", "a list without bound"),
    ("no x-roles", P, "    x-roles: [hotline]\n", "", f"{P}: postThings", "no x-roles"),
    ("an unknown role", P, "x-roles: [hotline]", "x-roles: [hotlin]", f"{P}: postThings", "unknown role hotlin"),
    ("an unknown extension of an operation", P, "x-hook: get_ping", "x-hook: get_ping\n    x-cache: 5", f"{P}: ping", "unknown extension x-cache"),
    ("a key that a GET takes", P, "x-hook: get_ping", "x-hook: get_ping\n    x-keyed: replays", f"{P}: ping", "x-keyed is replays or once"),
    ("a key whose repeat has no problem to answer", P, "x-hook: get_ping", "x-hook: get_ping\n    x-keyed: once", f"{P}: ping", "needs the problem already_done"),
    ("an unknown extension of a schema", S, "Unused:\n", "Unused:\n  x-index: true\n", f"{S}: Unused", "unknown extension: x-index"),
    ("an unknown extension of a parameter", P, "name: q, in: query", "name: q, x-a: 1, in: query", f"{P}: listThings parameter q", "unknown extension x-a"),
    ("an unknown extension of a component", "openapi/openapi.yaml", '"NotModified": {', '"NotModified": {"x-a": 1, ', "openapi/openapi.yaml: NotModified", "unknown extension x-a"),
    ("an unknown extension of the document", "openapi/openapi.yaml", '"openapi"', '"x-a": 1, "openapi"', "openapi/openapi.yaml: document", "unknown extension x-a"),
    ("an unknown key of an operation", P, "tags: [things]\n    x-roles: [hotline]", "tags: [things]\n    callbacks: {}\n    x-roles: [hotline]", f"{P}: postThings", "unknown key callbacks"),
    ("a problem that is none", P, "name_taken", "name_gone", f"{P}: postThings", "name_gone (of things_name) is not in openapi/problems/"),
    ("an operationId twice", P, "operationId: ping", "operationId: getThing", f"{P}: getThing", "operationId stands twice"),
    ("no operationId", P, "    operationId: ping\n", "", f"{P}: get /v1/ping", "no operationId"),
    ("templates that match alike", P, "/v1/ping:", "/v1/things/{other}:", f"{P}: ping", "cannot be told from"),
    ("a path parameter undeclared", P, "/v1/ping:", "/v1/ping/{code}:", f"{P}: ping", "path parameter code is not declared"),
    ("a path parameter not in the path", P, "name: q, in: query", "name: q, required: true, in: path", f"{P}: listThings", "path parameter q is not in the path"),
    ("a header parameter", P, "name: q, in: query", "name: q, in: header", f"{P}: listThings parameter q", "headers are the generator's"),
    ("a keyword on a list parameter", P, "type: array, items", "type: array, uniqueItems: true, items", f"{P}: listThings parameter state", "not enforced on a list parameter"),
    ("another bound of a list parameter", P, "type: array, items", "type: array, maxItems: 5, items", f"{P}: listThings parameter state", "maxItems of a list parameter is 200"),
    ("an object as parameter", P, "type: string, maxLength: 9", "type: object", f"{P}: listThings parameter q", "type must be string"),
    ("a batch of another size", P, "maxItems: 500", "maxItems: 501", f"{P}: postThings", "maxItems 500"),
    ("a body of another media type", P, "application/json:\n          schema:", "text/xml:\n          schema:", f"{P}: postThings", "requestBody must have one of"),
    ("an empty 200", P, "'204': { description: There. }", "'204': { description: There. }\n      '200': { description: It. }", None, None),
    ("no success", P, "'204': { description: There. }", "'404': { description: There. }", f"{P}: ping", "no 2xx response"),
    ("no summary", P, "    summary: Ping\n", "", f"{P}: ping", "no summary"),
    ("an unknown tag", P, "description: Nothing.\n    tags: [things]", "description: Nothing.\n    tags: [thing]", f"{P}: ping", "tag thing is not in"),
    ("a status without response", "openapi/problems/common.yaml", "name_taken, status: 409", "name_taken, status: 410", f"{P}: postThings", "status 410 has no common response"),
    ("a problem twice", "openapi/problems/common.yaml", "code: ours", "code: name_taken", "openapi/problems/common.yaml: name_taken", "stands twice"),
    ("a problem without words", "openapi/problems/common.yaml", "title: { zh: 错, en: Wrong }", "title: { zh: 错 }", "openapi/problems/common.yaml: ours", "title must have zh and en"),
    ("a problem of another status", "openapi/problems/common.yaml", "status: 500", "status: 200", "openapi/problems/common.yaml: ours", "status must be"),
    ("a member twice in YAML", S, "Unused:\n", "Unused:\n  type: string\n", f"{S}: YAML", "stands twice"),
    ("a schema named twice", "openapi/schemas/more.yaml", None, "Thing: { type: string }\n", f"{S}: Thing", "stands in openapi/schemas/more.yaml already"),
    ("a statement no operation names", "sql/queries/things/getThink.sql", None, GET, "sql/queries/things/getThink.sql: getThink", "no operation names this statement"),
    ("a statement twice", "sql/queries/other/getThing.sql", None, GET, "getThing", "stands twice"),
]


@pytest.mark.parametrize("name,file,old,new,culprit,message", BROKEN, ids=[b[0].replace(" ", "-") for b in BROKEN])
def test_refuses(project, name, file, old, new, culprit, message):
    files = dict(FILES)
    if old is None:
        files[file] = new
    else:
        assert old in files[file], "the test's own text is stale"
        files[file] = files[file].replace(old, new)
    write(project, files)
    done = generate(project)
    if culprit is None:
        assert done.returncode == 0, done.stderr
        return
    assert done.returncode == 1
    assert any(culprit in line and message in line for line in done.stderr.splitlines()), done.stderr
    assert not (project / "out").exists(), "nothing is written when anything is wrong"


def test_what_a_request_brings_hides_what_the_pipeline_knows(project):
    """A member `role` of a new user is the user's, not the caller's; without such a member it is the caller's."""
    write(project, {SQL_POST: POST.replace(":'name'", "concat(:'name', :'role')")})
    assert generate(project).returncode == 0
    assert "BUILTIN_ROLE" in (project / "out/operations.c").read_text()
    write(project, {S: SCHEMAS.replace("owner: {", "role: { type: string }\n    owner: {")})
    assert generate(project).returncode == 0
    assert "BUILTIN_ROLE" not in (project / "out/operations.c").read_text()


def test_the_project_itself_is_sound(tmp_path):
    done = subprocess.run(["/usr/bin/python3", str(GENERATE), "--out", str(tmp_path / "out"), "--check-routes"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def pieces_of(text):
    errors = Errors()
    pieces = statements.read_statement(text, "file", "name", errors)
    assert not errors.lines, errors.lines
    return [(p.text if p.text is not None else {p.name}, p.needs, p.unless) for p in pieces]


def test_literals_and_comments_are_taken_whole():
    text = "select ':''a''', '-- if x', \"a;b\", $$ :'b' ; -- $$, e'\\':''c''', a::text /* :'d' -- if y\n */, 1 -- a remark\n  -- if z\n;\n"
    assert pieces_of(text) == [("select ':''a''', '-- if x', \"a;b\", $$ :'b' ; -- $$, e'\\':''c''', a::text , 1", (), ())]


def test_what_stands_at_the_end_of_a_line_does_not_grow_into_the_next():
    text = "\nselect 1\nwhere a = :'a' -- if a\nlimit :'limit'\n\n"
    assert pieces_of(text) == [("select 1 ", (), ()), ("where a = ", ("a",), ()), ({"a"}, ("a",), ()), (" ", ("a",), ()), ("limit ", (), ()), ({"limit"}, (), ())]


def test_lines_stand_under_their_conditions():
    text = "select 1\nfrom a -- if !q\nfrom b -- if q, x=1\nwhere true and c = :'c'::int -- if c\n"
    assert pieces_of(text) == [("select 1 ", (), ()), ("from a ", (), ("q",)), ("from b ", ("q", "x=1"), ()),
                               ("where true and c = ", ("c",), ()), ({"c"}, ("c",), ()), ("::int", ("c",), ())]


@pytest.mark.parametrize("ecma,pcre", [
    ("^[0-9]{6}$", "^[0-9]{6}$"), ("\\v", "\\x{b}"), ("\\u5c0f", "\\x{5c0f}"), ("\\ud83d\\udc32", "\\x{1f432}"), ("\\u{1F432}", "\\x{1f432}"),
    ("[[a]", "[\\[a]"), ("\\/", "\\/"), ("\\p{Script=Han}", "\\p{sc:Han}"), ("\\cJ", "\\x{a}"), ("(?<a>b)\\k<a>", "(?<a>b)\\k<a>"), ("a.", "a[^\\n\\r\\x{2028}\\x{2029}]")])
def test_patterns_keep_their_meaning(ecma, pcre):
    assert patterns.to_pcre(ecma) == pcre


@pytest.mark.parametrize("pattern", ["\\A", "\\z", "\\h", "\\Q", "(?i)a", "(*UTF)", "a++", "[a", "a{", "\\p{Han}", "\\uD800", "(?>a)", "\0"])
def test_what_ecma_does_not_know_is_refused(pattern):
    with pytest.raises(patterns.PatternError):
        patterns.to_pcre(pattern)
