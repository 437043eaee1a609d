"""What every operation refuses, by machine from the operation table. Each refusal is judged against the contract as it arrives."""
import json
import re
import urllib.parse

import pytest
from harness.contract import Contract
from harness.samples import bad_values, fill
from harness.sweep import share, spread

CONTRACT = Contract.built()
OPERATIONS = CONTRACT.operations
BODIES = [operation for operation in OPERATIONS if operation.body]
SMALL = ("application/json", "application/merge-patch+json", "application/x-www-form-urlencoded")  # all others go to a file and may be larger
JSON_BODIES = [operation for operation in BODIES if operation.body_type == "application/json"]
READS = [operation for operation in OPERATIONS if operation.method == "GET"]
POSTS = [operation for operation in OPERATIONS if operation.method == "POST"]


def role_client(world, samples, operation):
    return world.role(samples.allowed_role(operation))


def path_of(samples, operation):
    role = samples.allowed_role(operation)
    return samples.path(operation, role if role != "public" else "district")


def every(operations):
    return pytest.mark.parametrize("operation", operations, ids=str)


PLACE = {operation.id: place for place, operation in enumerate(OPERATIONS)}  # of a question that is asked of all


def some(things, operation, number=1):
    return share(things, PLACE[operation.id], number)


def alike(schema):
    """What is checked by it, without what is told of it."""
    return json.dumps({key: value for key, value in schema.items() if key not in ("description", "title", "example", "examples", "default")}, sort_keys=True)


@every(OPERATIONS)
def test_an_unknown_parameter_is_named(operation, world, samples):
    query = {**samples.still(operation)[1], "no_such": "1"}
    answer = samples.ask(role_client(world, samples, operation), operation, query=query)
    assert answer.status == 400 and answer.code == "unknown_parameter", answer
    assert "no_such" in answer.pointers


def one_of(parameter):
    """The schema of a value."""
    schema = CONTRACT.resolve(parameter.get("schema", {}))
    return CONTRACT.resolve(schema["items"]) if schema.get("type") == "array" else schema


BAD = spread(((operation.id, parameter["name"]), parameter["in"] + alike(one_of(parameter)), bad_values(one_of(parameter))) for operation in OPERATIONS for parameter in operation.parameters)


@every([operation for operation in OPERATIONS if operation.parameters])
def test_each_parameter_refuses_its_bad_values(operation, world, samples):
    client = role_client(world, samples, operation)
    path, query, body = samples.still(operation)
    right = dict(zip(re.findall(r"{(\w+)}", operation.path), operation.regex.fullmatch(path).groups()))
    required = urllib.parse.urlencode(query)
    tried = 0
    for parameter in operation.parameters:
        for value in BAD[operation.id, parameter["name"]]:
            if parameter["in"] == "path":
                answer = client.request(operation.method, fill(operation.path, {**right, parameter["name"]: value}), query=required, **body)
                assert answer.status in (400, 404), (parameter["name"], value, answer)
            else:
                others = "&".join(part for part in required.split("&") if part and not part.startswith(parameter["name"] + "="))
                answer = client.request(operation.method, path, query=f"{others}{'&' if others else ''}{parameter['name']}={value}", **body)
                assert answer.status == 400 and answer.code in ("invalid_parameter", "invalid_cursor", "malformed"), (parameter["name"], value, answer)
                if answer.code == "invalid_parameter":
                    assert parameter["name"] in answer.pointers, (value, answer)
            tried += 1
    assert tried


@every([operation for operation in OPERATIONS if any(parameter["in"] == "query" for parameter in operation.parameters)])
def test_a_query_is_read_strictly(operation, world, samples):
    client = role_client(world, samples, operation)
    path, query, body = samples.still(operation)
    required = urllib.parse.urlencode(query)
    name = next(parameter["name"] for parameter in operation.parameters if parameter["in"] == "query")
    prefix = required + "&" if required else ""
    for query in some((f"{prefix}{name}=", f"{prefix}{name}=1&{name}=1", f"{prefix}{name}", f"{prefix}=x", f"{prefix}{name}%00=1", f"{prefix}%zz=1", f"{prefix}{name}=%c3%28"), operation):
        answer = client.request(operation.method, path, query=query, **body)
        assert answer.status == 400, (query, answer)


@every([operation for operation in OPERATIONS if any(parameter.get("required") and parameter["in"] == "query" for parameter in operation.parameters)])
def test_a_required_parameter_is_missed(operation, world, samples):
    answer = samples.ask(role_client(world, samples, operation), operation, query={})
    assert answer.status == 400 and set(samples.still(operation)[1]) <= set(answer.pointers), answer


@every([operation for operation in OPERATIONS if not operation.public])
def test_without_a_right_token_nothing_is_answered(operation, world, samples, forge):
    nobody = world.anyone
    answer = samples.ask(nobody, operation)
    assert answer.status == 401 and answer.code == "unauthorized" and answer.header("WWW-Authenticate").startswith("Bearer"), answer
    headers = {header: header for header in ("Basic eDp5", "Bearer", "bearer  ", "Digest x", "Token abc")} | {what: f"Bearer {token}" for what, token in forge.wrong().items()}
    for what, header in some(headers.items(), operation):
        answer = samples.ask(nobody, operation, headers={"Authorization": header})
        assert answer.status in (401, 431) if what == "huge" else answer.status == 401, (what, answer)
        assert answer.status == 431 or answer.header("WWW-Authenticate"), what


@every([operation for operation in OPERATIONS if operation.public])
def test_a_wrong_token_is_refused_even_where_none_is_needed(operation, world, samples):
    if operation.body_type == "application/x-www-form-urlencoded":
        pytest.skip("the token endpoint authenticates by its own body")
    answer = samples.ask(world.anyone.bearing("x.y.z"), operation)
    assert answer.status == 401 and answer.code == "invalid_token", answer


@every([operation for operation in OPERATIONS if set(operation.media()) & {"application/json"}])
def test_a_representation_that_does_not_exist_is_refused(operation, world, samples):
    if 406 not in operation.responses:
        pytest.skip("its one representation is sent whatever is asked for")
    client = role_client(world, samples, operation)
    pages = "text/html" in operation.media()
    for accept in some(("image/png", "application/xml", *(("application/json;q=0", "text/html, image/*") if not pages else ("text/html;q=0, image/*",))), operation):
        answer = samples.ask(client, operation, headers={"Accept": accept})
        assert answer.status == 406 and answer.code == "not_acceptable", (accept, answer)
    for accept in some(("application/json", "*/*", "application/*", "text/html;q=0.1, */*" if pages else "text/html, */*;q=0.1", "image/png, application/json;q=0.5"), operation):
        headers = {"Accept": accept}  # what is moved by the answer is another thing each time
        answer = samples.ask(client, operation, headers=headers) if operation.method == "GET" else samples.call(client, operation, path=path_of(samples, operation), headers=headers)
        assert answer.status < 300 and answer.header("Content-Type").startswith("application/json"), (accept, answer)


@every(BODIES)
def test_a_body_of_another_type_is_refused(operation, world, samples):
    client, (path, query, _) = role_client(world, samples, operation), samples.still(operation)
    other = "application/json" if operation.body_type != "application/json" else "application/x-www-form-urlencoded"
    for kind in some((other, "text/plain", "multipart/form-data; boundary=x", operation.body_type + "x", None), operation):
        answer = client.request(operation.method, path, query, body=b"{}", headers={"Content-Type": kind})
        assert answer.status == 415 and answer.code == "unsupported_media_type", (kind, answer)


@every(BODIES)
def test_a_body_beyond_the_limit_is_refused(operation, world, samples):
    client, (path, query, _) = role_client(world, samples, operation), samples.still(operation)
    for size in some((262145, 1 << 21) if operation.body_type in SMALL else ((1 << 21) + 1, 1 << 22), operation):
        answer = client.request(operation.method, path, query, body=b"[" + b" " * (size - 2) + b"]", headers={"Content-Type": operation.body_type})
        assert answer.status == 413 and answer.code == "payload_too_large", (size, answer)


@every([operation for operation in OPERATIONS if operation.method == "GET"])
def test_a_body_on_a_get_changes_nothing(operation, world, samples):
    answer = samples.ask(role_client(world, samples, operation), operation, body=b"{}", headers={"Content-Type": "application/json"})
    assert answer.status == operation.success, answer


MALFORMED = {
    "nothing": b"", "a blank": b" ", "cut off": b'{"a": 1', "two values": b"{} {}", "a word": b"nope", "single quotes": b"{'a': 1}", "trailing comma": b'{"a": 1,}',
    "a comment": b"/* x */ {}", "NaN": b'{"a": NaN}', "a member twice": b'{"a": 1, "a": 2}', "twice by escape": b'{"a": 1, "\\u0061": 2}',
    "NUL in a text": b'{"a": "x\\u0000y"}', "NUL in a name": b'{"x\\u0000y": 1}', "a NUL byte": b'{"a": "x\x00y"}', "NUL at the end": b"{}\x00",
    "invalid UTF-8": b'{"a": "\xff\xfe"}', "overlong UTF-8": b'{"a": "\xc0\xaf"}', "surrogate in UTF-8": b'{"a": "\xed\xa0\x80"}', "half a surrogate": b'{"a": "\\ud800"}',
    "deep list": b"[" * 5000 + b"]" * 5000, "deep object": b'{"a":' * 2000 + b"1" + b"}" * 2000, "65 levels": b"[" * 65 + b"]" * 65, "a long number": b'{"a": ' + b"9" * 400 + b"}",
    "a number beyond int64": b'{"a": 9223372036854775808}', "a huge exponent": b'{"a": 1e999999}', "UTF-16": "{}".encode("utf-16"), "a mark of order": b"\xef\xbb\xbf{}",
    "a raw newline": b'{"a": "x\ny"}', "a bad escape": b'{"a": "\\x"}', "leading zero": b'{"a": 01}',
}


@every(JSON_BODIES)
def test_what_is_no_json_is_refused(operation, world, samples):
    client, (path, _, _) = role_client(world, samples, operation), samples.still(operation)
    for what, body in some(MALFORMED.items(), operation, 2):
        answer = client.request(operation.method, path, body=body, headers={"Content-Type": "application/json"})
        assert answer.status in (400, 422), (what, answer)
        assert answer.code in ("invalid_json", "invalid_body"), (what, answer)


FORM_FAULTS = {"a name twice": b"grant_type=password&grant_type=password", "a bad escape": b"grant_type=%zz", "NUL": b"grant_type=%00", "invalid UTF-8": b"grant_type=%ff",
               "unknown member": b"grant_type=password&username=a%40150202&password=x&no_such=1", "nothing": b"", "unknown grant": b"grant_type=implicit", "no value": b"grant_type"}


@every([operation for operation in BODIES if operation.body_type == "application/x-www-form-urlencoded"])
def test_what_is_no_form_is_refused(operation, world):
    for what, body in FORM_FAULTS.items():
        answer = world.anyone.request("POST", operation.path, body=body, headers={"Content-Type": "application/x-www-form-urlencoded"})
        assert answer.status in (400, 422), (what, answer)


def members(schema, pointer=""):
    """(pointer, schema, the schema's own object) of every member of an object schema, nested ones too."""
    schema = CONTRACT.resolve(schema)
    for branch in schema.get("oneOf", [])[:1]:
        yield from members(branch, pointer)
    for name, member in schema.get("properties", {}).items():
        member = CONTRACT.resolve(member)
        yield f"{pointer}/{name}", member
        yield from members(member, f"{pointer}/{name}")


def put(value, pointer, new):
    copy = json.loads(json.dumps(value))
    *parents, last = pointer.strip("/").split("/")
    place = copy
    for parent in parents:
        place = place.setdefault(parent, {})
    place[last] = new
    return copy


def wrong_types(member):
    kinds = member.get("type")
    kinds = [kinds] if isinstance(kinds, str) else kinds or []
    examples = {"string": "x", "integer": 3, "number": 1.5, "boolean": True, "array": [], "object": {}, "null": None}
    for kind, example in examples.items():
        if kind not in kinds and not (kind == "integer" and "number" in kinds) and kinds:
            yield example


def wrong_values(member):
    form = member.get("format")
    yield from {"uuid": ["x"], "date": ["2026-02-30", "x"], "date-time": ["2026-02-30T00:00:00+08:00", "2026-03-01T00:00:00", "x"], "money": ["1.234", "x", "1e3"], "decimal": ["x"],
                "month": ["2026-13"], "uscc": ["911502020000000000"]}.get(form, [])
    if "enum" in member:
        yield "no such value"
    if "maxLength" in member:
        yield "小" * (member["maxLength"] + 1)
    if member.get("minLength"):
        yield ""
    if "minimum" in member:
        yield member["minimum"] - 1
    if "maximum" in member:
        yield member["maximum"] + 1


WRONG = spread(((operation.id, pointer), alike(member), [*wrong_types(member), *wrong_values(member)]) for operation in JSON_BODIES for pointer, member in members(operation.body_schema))


@every(JSON_BODIES)
def test_every_member_refuses_what_is_wrong_and_is_named(operation, world, samples):
    client, (path, _, body) = role_client(world, samples, operation), samples.still(operation)
    right = body["json_body"]
    tried = 0
    for pointer, member in members(operation.body_schema):
        base = put(right, pointer, "x") if pointer.count("/") > 1 else right
        for value in WRONG[operation.id, pointer]:
            answer = client.request(operation.method, path, json_body=put(base, pointer, value))
            assert answer.status == 422 and answer.code == "invalid_body", (pointer, value, answer)
            assert any(found == pointer or found.startswith(pointer + "/") for found in answer.pointers), (pointer, value, answer.pointers)
            tried += 1
        if member.get("type") == "object" or "object" in (member.get("type") or []):
            answer = client.request(operation.method, path, json_body=put(put(right, pointer + "/no_such", 1), pointer + "/no_such", 1))
            assert answer.status == 422 and pointer + "/no_such" in answer.pointers, (pointer, answer)
    assert tried
    answer = client.request(operation.method, path, json_body={**right, "no_such": 1})
    assert answer.status == 422 and "/no_such" in answer.pointers, answer
    for whole in some(([1] if operation.body_schema.get("type") == "object" else 7, "x", 1, True), operation):
        assert client.request(operation.method, path, json_body=whole).status in (400, 422), whole


@every(JSON_BODIES)
def test_all_faults_are_told_at_once(operation, world, samples):
    client, (path, _, body) = role_client(world, samples, operation), samples.still(operation)
    right = body["json_body"]
    # What says which of several bodies it is stays right: without it nobody knows what else is wrong.
    kind = "/" + next((CONTRACT.resolve(branch).get("discriminator", {}).get("propertyName", "") for branch in operation.body_schema.get("oneOf", [])), "")
    pointers = [pointer for pointer, member in members(operation.body_schema) if pointer.count("/") == 1 and pointer != kind]
    wrong = right
    for pointer in pointers:
        wrong = put(wrong, pointer, [[]])
    answer = client.request(operation.method, path, json_body={**wrong, "no_such": 1})
    assert answer.status == 422
    named = {"/" + found.split("/")[1] for found in answer.pointers}
    assert named == {*pointers, "/no_such"}, (named, pointers)


@every(JSON_BODIES)
def test_a_required_member_is_missed(operation, world, samples):
    client, (path, _, body) = role_client(world, samples, operation), samples.still(operation)
    right = body["json_body"]
    schema = operation.body_schema
    schema = CONTRACT.resolve(schema["oneOf"][0]) if "oneOf" in schema else schema
    for name in schema.get("required", []):
        answer = client.request(operation.method, path, json_body={key: value for key, value in right.items() if key != name})
        assert answer.status == 422 and any(found in ("", f"/{name}") for found in answer.pointers), (name, answer)


@pytest.mark.parametrize("path", sorted({operation.path for operation in OPERATIONS}))
def test_another_method_is_refused_and_the_right_ones_are_named(path, world, samples):
    here = [operation for operation in OPERATIONS if operation.path == path]
    target = samples.still(here[0])[0]
    allowed = {operation.method for operation in here} | ({"HEAD"} if any(operation.method == "GET" for operation in here) else set())
    for method in some(sorted({"GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "LOCK"} - allowed), here[0], 2):
        answer = world.role("district").request(method, target)
        assert answer.status == 405 and answer.code == "method_not_allowed", (method, answer)
        assert {name.strip() for name in answer.header("Allow").split(",")} - {"OPTIONS"} == allowed, answer.header("Allow")


@every([operation for operation in READS if 304 in operation.responses])
def test_what_has_not_changed_is_not_sent_again(operation, world, samples):
    client = role_client(world, samples, operation)
    first = samples.ask(client, operation)
    tag = first.header("ETag")
    assert tag and tag.startswith(('"', 'W/"')), first.headers
    for sent in (tag, "*", *some((f'"other", {tag}', "W/" + tag.removeprefix("W/")), operation)):
        again = samples.ask(client, operation, headers={"If-None-Match": sent})
        if operation.id in ("getMetrics", "getReady") and sent != "*":
            assert again.status in (200, 304)  # it changes as it is asked for
            continue
        assert again.status == 304 and (again.header("ETag") == tag or sent == "*"), (sent, again)
    for other in some(('"other"', tag[:-2] + '"'), operation):
        assert samples.ask(client, operation, headers={"If-None-Match": other}).status == 200, "a part of the tag is taken for the tag"


@every(READS)
def test_head_is_get_without_a_body(operation, world, samples):
    client, (path, query, _) = role_client(world, samples, operation), samples.still(operation)
    answer = client.request("HEAD", path, query=query)
    full = client.request("GET", path, query=query)
    assert answer.status == 200 and not answer.raw, answer
    assert answer.header("Content-Type") == full.header("Content-Type")
    if operation.id not in ("getMetrics", "getReady"):
        assert answer.header("ETag") == full.header("ETag")


PATCHES = [operation for operation in OPERATIONS if operation.method == "PATCH"]


@every(PATCHES)
def test_a_change_says_which_version_it_changes(operation, world, samples):
    """428 without If-Match, 412 with another version's, and neither changes anything or looks in the audit as if it had."""
    client, path = role_client(world, samples, operation), path_of(samples, operation)
    body = samples.body(operation)["json_body"]
    assert client.request("PATCH", path, json_body=body, expect=428).code == "precondition_required"
    for match in ('"999999999"', "W/\"999999999-x\"", "*", "x", '"1', '""'):
        answer = client.request("PATCH", path, json_body=body, headers={"If-Match": match})
        assert answer.status == 412 and answer.code == "precondition_failed", (match, answer)
        noted = world.cluster.query("select count(*) as n from audit_log where request_id = %s", (answer.json["request_id"],))
        assert noted[0]["n"] == 0, "a refused change stands in the audit"
    assert client.request("PATCH", path, json_body={"no_such_member": 1}, headers={"If-Match": '"1"'}, expect=422).code == "invalid_body"
    assert samples.call(client, operation, path=path).status == 200
