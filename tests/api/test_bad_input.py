"""Text that means something to a database, a shell, a path or a parser, put wherever a text goes: it stays a text."""
import re
import urllib.parse

import pytest
from harness.contract import Contract
from harness.samples import fill
from harness.sweep import share, spread

CONTRACT = Contract.built()
NASTY = ["' or 1=1 --", "'; drop table complaints; --", "\\'; select 1/0; --", "$$ || version() || $$", "%", "_", "{1,2}", "\"", "\\", "(select 1)", ":'district'", "$1", "NULL", "\u202e\u200b", "😀𠮷",
         "‘’“”", "../../etc/passwd", "${jndi:ldap://x}", "<script>alert(1)</script>", "a\tb", "a\nb", "\r\nX-Injected: 1", "ﷺ" * 30, "é", "Ａ", "%s%n%d"]
READS = [operation for operation in CONTRACT.operations if operation.method == "GET"]


def like(parameter):
    """How it is checked; a text that is not goes to the statement as it came, and its statement is one of its own."""
    schema = CONTRACT.resolve(parameter.get("schema", {}))
    schema = CONTRACT.resolve(schema["items"]) if schema.get("type") == "array" else schema
    return parameter["in"], str(schema.get("type")), *sorted({"enum", "pattern", "format"} & set(schema))


PARAMETERS = [(operation, parameter) for operation in READS for parameter in operation.parameters]
FREE, CHECKED = (spread((((operation.id, parameter["name"]), like(parameter), NASTY) for operation, parameter in PARAMETERS if (like(parameter)[1:] == ("string",)) == free), number)
                 for free, number in ((True, 6), (False, 1)))
ASKED = {**FREE, **CHECKED}


def counts(world):
    return world.cluster.query("select (select count(*) from complaints) as complaints, (select count(*) from estates) as estates, (select count(*) from users) as users, (select count(*) from firms) as firms")


@pytest.mark.parametrize("operation", READS, ids=str)
def test_a_parameter_is_a_text_whatever_it_says(operation, world, samples):
    role = samples.allowed_role(operation)
    client = world.role(role)
    here, required, _ = samples.still(operation)
    values = dict(zip(re.findall(r"{(\w+)}", operation.path), operation.regex.fullmatch(here).groups()))
    before = counts(world)
    for parameter in operation.parameters:
        for nasty in ASKED[operation.id, parameter["name"]]:
            if parameter["in"] == "path":
                path = fill(operation.path, {**values, parameter["name"]: urllib.parse.quote(nasty, safe="")})
                answer = client.get(path, required, expect=(200, 400, 404))
                assert answer.status != 200 or operation.id == "getDocsFile", (nasty, answer)
            else:
                answer = client.get(here, {**required, parameter["name"]: nasty}, expect=(200, 400))
                assert answer.header("X-Injected") is None
    for nasty in share(NASTY, READS.index(operation)):
        client.get(here, {nasty: "1"}, expect=400)
    assert counts(world) == before


@pytest.mark.parametrize("member", ["ticket_no", "category_code", "title", "content", "estate_code", "estate_name", "division_code", "place", "name", "phone", "address"])
def test_a_member_is_a_text_whatever_it_says(member, world, hotline):
    estates, users = (world.cluster.query(f"select count(*) as n from {table}")[0]["n"] for table in ("estates", "users"))
    for nasty in NASTY:
        ticket = world.ticket()
        if member in ("name", "phone", "address"):
            ticket["complainant"] = {member: nasty}
        else:
            ticket[member] = nasty
        answer = hotline.post("/v1/hotline/tickets", ticket, expect=(201, 422))
        if answer.status == 201 and member in ("title", "content"):
            shown = world.role("district").get(f"/v1/complaints/{answer.json['complaint_id']}").json
            assert shown[member] == nasty, (nasty, shown[member])
        if answer.status == 201 and member in ("name", "phone", "address"):
            shown = world.role("district").post(f"/v1/complaints/{answer.json['complaint_id']}/reveal", {"reason": "核对原文"}, expect=200).json
            assert shown[member] == nasty
        if answer.status == 422:
            assert f"/{member}" in answer.pointers or f"/complainant/{member}" in answer.pointers, answer
    assert world.cluster.query("select count(*) as n from estates")[0]["n"] == estates
    assert world.cluster.query("select count(*) as n from users")[0]["n"] == users


@pytest.mark.parametrize("reason", NASTY)
def test_a_reason_is_kept_to_the_letter(reason, world, samples):
    answer = world.role("district").post(f"/v1/complaints/{samples.complaints['near']}/reveal", {"reason": reason}, headers={"X-Request-Id": "nasty-reason"})
    assert answer.status in (200, 422)
    if answer.status == 200:
        assert world.cluster.query("select reason from personal_access_log where request_id = 'nasty-reason' order by at desc limit 1")[0]["reason"] == reason


@pytest.mark.parametrize("header", ["Accept", "Accept-Language", "Accept-Encoding", "If-None-Match", "X-Request-Id", "Origin", "Idempotency-Key", "X-Forwarded-For", "Content-Type", "User-Agent"])
def test_a_header_is_a_text_whatever_it_says(header, world):
    for nasty in NASTY:
        if any(char in nasty for char in "\r\n"):
            continue
        answer = world.role("district").get("/v1/me", headers={header: nasty.encode().decode("latin-1")}, expect=(200, 304, 400, 406))
        assert answer.header("X-Injected") is None


PATHS = {
    "/v1/complaints/%00": (400, 404), "/v1/complaints/a%2Fb": (400, 404), "/v1/complaints/..%2f..": (400, 404), "/v1//complaints": (400, 404), "//v1/complaints": (400, 404), "/v1/complaints/": (400, 404),
    "/v1/./complaints": (400, 404), "/v1/../v1/complaints": (400, 404), "/v1/complaints/..": (400, 404), "/v1/complaints/.": (400, 404), "/v1/complaints/%2e%2e": (400, 404), "/v1/complaints%2f": (400, 404), "/v1/complaints;x=1": (404,),
    "/v1/Complaints": (404,), "/V1/complaints": (404,), "/v1": (404,), "/": (404,), "/v1/complaints%20": (404,), "/v1/complaints%": (400, 404), "/v1/complaints/%zz": (400, 404), "/v1/complaints/%ff": (400, 404), "/v1/complaints/%c0%ae": (400, 404),
    "/v1/complaints\\x": (404, 400), "/v1/" + "a/" * 50: (400, 404), "/v1/complaints/" + "x" * 3000: (400, 404, 414), "/%76%31/complaints": (200, 404), "/v1/hotline/tickets/x/y": (404,), "/openapi.json/": (400, 404), "/.git/config": (404, 400), "/index.php": (404,),
}


@pytest.mark.parametrize("path", PATHS)
def test_a_path_is_taken_as_it_is_or_refused(path, world):
    world.role("district").get(path, expect=PATHS[path])


QUERIES = ["?", "?&", "?&&", "?=", "??", "?limit=1&limit=2", "?limit=1;count=true", "?limit[]=1", "?limit=%31%00", "?%6cimit=1", "?limit=+1", "?q=%f0%9f%98", "?limit=1#x", "?q=" + "x" * 9000, "?cursor=", "?limit=01", "?q=a%0db"]


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query[:20])
def test_a_query_is_taken_as_it_is_or_refused(query, world):
    world.role("district").get("/v1/complaints" + query, expect=(200, 400, 414))


def test_path_and_query_do_not_mix(world, samples):
    """A query parameter of a path parameter's name is an unknown parameter, not a second value."""
    path = f"/v1/complaints/{samples.complaints['near']}"
    assert world.role("district").get(path, f"id={samples.complaints['far']}", expect=400).code == "unknown_parameter"


def test_two_requests_racing_for_one_contract_leave_one(world):
    """The exclusion of two contracts of one kind for one estate at a time stands in the database."""
    import threading
    import psycopg2
    estate = world.own_estate()
    rows = world.cluster.query("select c.* from contracts c join contract_estates ce on ce.contract_id = c.id where ce.estate_id = %s limit 1", (estate["id"],))
    outcomes = []

    def race(number):
        connection = world.cluster.connect()
        connection.autocommit = False
        try:
            with connection.cursor() as cursor:
                cursor.execute("insert into contracts (district_code, firm_id, registration_no, kind, award_method, service_start, end_date, state) values ('150202', %s, %s, 'regular', 'agreement', '2031-01-01', '2031-12-31', 'filed') "
                               "returning id, service_period::text, in_force", (rows[0]["firm_id"], f"race-{number}"))
                contract = cursor.fetchone()
                cursor.execute("insert into contract_estates (district_code, contract_id, estate_id, kind, service_period, in_force) values ('150202', %s, %s, 'regular', %s, %s)", (contract[0], estate["id"], contract[1], contract[2]))
            connection.commit()
            outcomes.append("kept")
        except psycopg2.errors.ExclusionViolation as refused:
            outcomes.append(refused.diag.constraint_name)
        except psycopg2.errors.DeadlockDetected:
            outcomes.append("contract_estates_one_at_a_time")
        finally:
            connection.close()

    threads = [threading.Thread(target=race, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    world.cluster.query("delete from contract_estates ce using contracts c where c.id = ce.contract_id and c.registration_no like 'race-%%'")
    world.cluster.query("delete from contracts where registration_no like 'race-%%'")
    assert sorted(outcomes) == ["contract_estates_one_at_a_time", "kept"]
