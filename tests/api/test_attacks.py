"""What an attacker with an account of his own tries (OWASP API Security Top 10, 2023): things of other districts named where a body or a filter may name one, answers that tell by
their form what they may not tell by their words, members that are not his to set, methods and headers that other servers fell for. deploy/SECURITY.md says which test stands for what."""
import json
import re

import pytest
from harness.client import raw_request
from harness.contract import Contract
from harness.register import DISTRICT, OTHER_DISTRICT
from harness.samples import NOWHERE
from harness.world import PLANTED

CONTRACT = Contract.built()
OPERATIONS = CONTRACT.operations
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def schemas(schema, depth=0):
    """Of a body and all that is in it: (name of the member, schema)."""
    schema = CONTRACT.resolve(schema)
    parts = [*schema.get("properties", {}).items(), *((None, part) for part in [*schema.get("oneOf", []), *schema.get("anyOf", []), *([schema["items"]] if "items" in schema else [])])]
    for name, part in parts if depth < 8 else []:
        yield name, CONTRACT.resolve(part)
        yield from schemas(part, depth + 1)


BODIES = [operation for operation in OPERATIONS if operation.body_type in ("application/json", "application/merge-patch+json") and not operation.public]
NAME_THINGS = [operation for operation in BODIES if any(part.get("format") == "uuid" for _, part in schemas(operation.body_schema))]
NAME_PLACES = [operation for operation in BODIES if operation.method == "POST" and "{" not in operation.path and {"street_code", "community_code", "division_code"} & {name for name, _ in schemas(operation.body_schema)}]
# A device gives these ids to what it makes: they name nothing that there is.
MADE_BY_THE_CALLER = {"syncFindings"}


@pytest.fixture(scope="module")
def abroad(world, samples):
    """By table, an id of the other district; and which table an id is of."""
    tables = world.cluster.query("select c.table_name as t from information_schema.columns c join information_schema.columns d using (table_schema, table_name) join information_schema.tables b "
                                 "using (table_schema, table_name) where c.table_schema = 'public' and c.column_name = 'id' and c.data_type = 'uuid' and d.column_name = 'district_code' and b.table_type = 'BASE TABLE'")

    class Abroad:
        names = [row["t"] for row in tables]
        theirs = {}

        def table_of(self, identifier):
            union = " union all ".join(f"select '{name}' as t from {name} where id = %s" for name in self.names)
            rows = world.cluster.query(union, (identifier,) * len(self.names))
            return rows[0]["t"] if rows else None

        def of(self, table):
            if table not in self.theirs:
                rows = world.cluster.query(f"select id::text from {table} where district_code = %s limit 1", (OTHER_DISTRICT,))
                self.theirs[table] = rows[0]["id"] if rows else None
            return self.theirs[table]
    return Abroad()


def alike(answer):
    """All that an answer tells, but for what is each request's own."""
    value = json.loads(answer.body)
    value.pop("request_id", None)
    return answer.status, UUID.sub("…", json.dumps(value, sort_keys=True, ensure_ascii=False))


@pytest.mark.parametrize("operation", NAME_THINGS, ids=str)
def test_what_is_another_districts_is_nothing_in_a_body_either(operation, world, samples, abroad):
    """API1, API3: an id of a thing abroad does what an id of nothing does, to the letter; so nobody learns that it is there either."""
    role = samples.allowed_role(operation)
    if operation.id in MADE_BY_THE_CALLER:
        return
    arguments = samples.body(operation, role)
    text = json.dumps(arguments["json_body"], ensure_ascii=False)
    for identifier in sorted(set(UUID.findall(text)))[:3]:
        table = abroad.table_of(identifier)
        theirs = table and abroad.of(table)
        if not theirs:
            continue
        path = samples.path(operation, role)
        asked = [world.role(role).request(operation.method, path, query=samples.query(operation), **{**arguments, "json_body": json.loads(text.replace(identifier, other))}) for other in (NOWHERE, theirs)]
        assert asked[1].status >= 400, f"{table} {theirs} of {OTHER_DISTRICT} was taken: {asked[1]}"
        assert alike(asked[0]) == alike(asked[1]), (table, asked)


def test_a_division_of_another_district_is_refused_in_a_body(world, samples):
    """Codes are no secret, yet nothing is written to another district's places."""
    tried = 0
    for operation in NAME_PLACES:
        arguments = samples.body(operation, samples.allowed_role(operation))
        text = json.dumps(arguments["json_body"], ensure_ascii=False)
        other = re.sub(rf'"{DISTRICT}(\d{{3}}|\d{{6}})"', lambda found: '"340302001"' if len(found.group(1)) == 3 else '"340302001001"', text)
        if other != text:
            answer = world.role(samples.allowed_role(operation)).request("POST", samples.path(operation), query=samples.query(operation), **{**arguments, "json_body": json.loads(other)})
            assert answer.status >= 400, f"{operation}: {other} was taken: {answer}"
            tried += 1
    assert tried >= 3


OF_THINGS = {"firm_id": "firms", "estate_id": "estates", "contract_id": "contracts", "complaint_id": "complaints", "user_id": "users", "client_id": "clients"}
FILTERS = [(operation, parameter["name"]) for operation in OPERATIONS if operation.method == "GET" and not operation.public and any(one["name"] == "limit" for one in operation.parameters)
           for parameter in operation.parameters if parameter["name"] in OF_THINGS and parameter["in"] == "query"]


def test_a_filter_by_what_is_another_districts_finds_nothing(world, samples, abroad):
    """API1: as the filter of any list, an id abroad is as good as one of nothing."""
    tried = 0
    for operation, name in FILTERS:
        theirs, role = abroad.of(OF_THINGS[name]), samples.allowed_role(operation)
        if theirs:
            path, query = samples.path(operation, role), samples.query(operation)
            of_nothing, of_theirs = (world.role(role).get(path, {**query, name: identifier}, expect=(200, 400, 404, 422)) for identifier in (NOWHERE, theirs))
            assert of_theirs.status != 200 or not of_theirs.json["items"], (operation, name, of_theirs)
            assert alike(of_nothing) == alike(of_theirs), (operation, name)
            tried += 1
    assert tried >= 20


def test_no_search_of_a_firm_answers_what_it_may_not_read(world, samples):
    """API3: neither items nor their count nor the tag tell whether a hidden word is there; sorting and filtering by hidden members is not to be had."""
    company = world.role("company")
    for operation in (one for one in OPERATIONS if "company" in one.roles and one.method == "GET" and any(parameter["name"] == "q" for parameter in one.parameters)):
        path, query = samples.path(operation, "company"), samples.query(operation)
        counts = {"count": "true"} if any(parameter["name"] == "count" for parameter in operation.parameters) else {}
        nothing = company.get(path, {**query, **counts, "q": "没有这几个字的东西"})
        for word in PLANTED[:3]:
            answer = company.get(path, {**query, **counts, "q": word})
            assert (answer.body, answer.header("ETag")) == (nothing.body, nothing.header("ETag")), (operation, word, answer)
    for hidden in ("phone", "phone_hash", "complainant", "ticket_no", "client", "whistle"):
        assert company.get("/v1/complaints", {hidden: "1"}, expect=400).code == "unknown_parameter"
        company.get("/v1/complaints", {"sort": hidden}, expect=400)


def test_what_a_firm_is_not_told_does_not_show_in_the_tag(world, samples):
    """API3: somebody looked at who complained; the firm's copy of the complaint is the same to the letter, and so is its tag."""
    ticket = world.post_ticket(estate_code=samples.estates["one"]["code"])
    identifier = world.cluster.query("select complaint_id::text as id from tickets where id = %s", (ticket["id"],))[0]["id"]
    before = world.role("company").get(f"/v1/complaints/{identifier}")
    world.role("district").post(f"/v1/complaints/{identifier}/reveal", {"reason": "回访核实处理结果"}, expect=200)
    after = world.role("company").get(f"/v1/complaints/{identifier}")
    assert (before.body, before.header("ETag")) == (after.body, after.header("ETag"))


def objects(operation):
    """Every object of a body: (place, schema)."""
    yield operation.id, operation.body_schema
    for name, part in schemas(operation.body_schema):
        yield f"{operation.id} {name}", part


def open_objects(operation):
    """Where a body takes members that the contract does not name."""
    return [place for place, schema in objects(operation) if "properties" in schema and schema.get("additionalProperties", schema.get("unevaluatedProperties", True)) is True]


def test_no_body_takes_a_member_that_the_contract_does_not_name():
    """API3: nobody sets what is not his to set (state, version, district_code, created_by …): every object of every body is closed, and what is in it is meant to be there."""
    with_json = [operation for operation in OPERATIONS if operation.body and "json" in operation.body_type]
    assert sum("properties" in schema for operation in with_json for _, schema in objects(operation)) > len(with_json) * 0.8
    found = [place for operation in with_json for place in open_objects(operation)]
    assert not found, found


@pytest.mark.parametrize("member", ["district_code", "id", "version", "created_at", "created_by", "state", "confidential", "role"])
def test_what_is_the_services_to_set_is_refused(member, world):
    answer = world.role("hotline").post("/v1/hotline/tickets", {**world.ticket(), member: "1"}, expect=422)
    assert f"/{member}" in answer.pointers


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "DEBUG", "PROPFIND", "PUT", "DELETE", "get", "X" * 200])
def test_other_methods_do_nothing_and_echo_nothing(method, world):
    """API8."""
    token = world.token("district.officer@150202")
    answer = raw_request(world.service.port, f"{method} /v1/me HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nX-Echo: hand-me-back\r\nConnection: close\r\n\r\n".encode(), method)
    assert answer is None or (answer.status in (400, 404, 405, 501) and b"hand-me-back" not in answer.body and token.encode() not in answer.body), answer


@pytest.mark.parametrize("header,value", [("X-HTTP-Method-Override", "POST"), ("X-HTTP-Method", "DELETE"), ("X-Original-URL", "/v1/users"), ("X-Rewrite-URL", "/v1/users"), ("X-Forwarded-Host", "evil.example"),
                                          ("Forwarded", "for=127.0.0.1;host=evil.example"), ("X-Forwarded-Proto", "javascript"), ("X-Forwarded-Prefix", "//evil.example"), ("Host", "evil.example"),
                                          ("X-User-Id", "1"), ("X-Role", "district"), ("Range", "bytes=0-0,1-1,2-2,3-3"), ("Cookie", "token=x")])
def test_no_header_makes_another_request_of_it(header, value, world):
    """API8: links, places and answers are the same whatever the host is called; nothing overrides method, path or caller."""
    company = world.role("company")
    plain, told = (company.get("/v1/complaints", {"limit": 1}, headers=headers) for headers in ({}, {header: value}))
    assert (plain.body, plain.header("Link")) == (told.body, told.header("Link"))
    assert not any("evil" in text for _, text in told.headers)
    company.get("/v1/users", {"role": "district"}, expect=(200, 400, 403), headers={header: value})


def test_every_answer_says_how_it_is_to_be_taken(world):
    """API8: no sniffing, no name and version of a program, nothing of a token's in a shared cache, no origin that was not configured."""
    for client, path, status in ((world.role("district"), "/v1/me", 200), (world.anyone, "/v1/me", 401), (world.anyone, "/no/such", 404), (world.anyone, "/docs", 200), (world.anyone, "/v1/published-firms", 200)):
        answer = client.get(path, expect=status, headers={"Origin": "https://front.example.evil.example"})
        assert answer.header("X-Content-Type-Options") == "nosniff" and answer.header("Server") is None and answer.header("X-Powered-By") is None
        assert answer.header("Access-Control-Allow-Origin") is None and answer.header("Access-Control-Allow-Credentials") is None
    assert "private" in world.role("district").get("/v1/me").header("Cache-Control")
    for origin in ("null", "https://front.example:444", "http://front.example", "https://front.example/", "https://FRONT.example@evil.example", "https://front.example, https://evil.example"):
        assert world.anyone.get("/v1/divisions", headers={"Origin": origin}).header("Access-Control-Allow-Origin") is None, origin


@pytest.mark.parametrize("path", ["/v1/admin", "/v2/complaints", "/v0/complaints", "/v1/internal/complaints", "/v1/debug", "/actuator/env", "/swagger.json", "/openapi.yaml", "/graphql", "/v1/complaints.json", "/server-status",
                                  "/metrics/", "/healthz/../v1/users", "/.env", "/docs/../../etc/passwd", "/docs/%2e%2e%2fschema.sql", "/docs/..%2f..%2fmeson.build"])
def test_there_is_nothing_that_the_contract_does_not_have(path, world):
    """API9: the table that requests are matched with is made of the contract (openapi/generate.py), and beside it nothing is served."""
    world.role("district").get(path, expect=(400, 404))


def test_metrics_are_for_the_machine_itself(world):
    """API8: whoever comes through a proxy is not let in, whatever it claims to be."""
    for forwarded in ("203.0.113.7", "127.0.0.1", "::1"):
        world.anyone.get("/metrics", expect=403, headers={"X-Forwarded-For": forwarded})
