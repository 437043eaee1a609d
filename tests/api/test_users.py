"""People: who manages whom, quotas, passwords, and that whoever is let go is out at once, on every server and with whatever was remembered."""
import concurrent.futures
import uuid

import pytest
from harness.client import Client
from harness.register import grant
from things.users import PASSWORD, client, quota, scope, user

TOKEN = "/v1/auth/token"
OTHER = "别的一个密码 20260302"
LISTS = ("/v1/me", "/v1/estates", "/v1/complaints?limit=1")


@pytest.fixture(scope="module")
def second(world):
    server = world.server("second", access_token_s=7200)
    yield server
    server.stop()


@pytest.fixture
def officer(world):
    return world.caller("district.officer@150202")


def ask(world, expect=None, **form):
    return world.anyone.request("POST", TOKEN, form=form, expect=expect)


def sign_in(world, made, password=PASSWORD, expect=200, **more):
    return ask(world, expect, **grant(f"{made['name']}@150202", password), **more)


def caller(world, made, password=PASSWORD, server=None):
    token = sign_in(world, made, password).json["access_token"]
    return Client(world.judge, (server or world.service).port, token)


def new_firm(world, number):
    """A firm that no other test counts."""
    row = world.cluster.query("select * from firms where district_code = '150202' order by uscc limit 1")[0]
    taken = {"id": None, "uscc": None, "name": None}
    columns = [name for name in row if name not in taken and not name.endswith(("_x", "_in"))]
    body = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    code = "9115020" + f"{number:010d}"
    weights = [pow(3, i, 31) for i in range(17)]
    check = body[(31 - sum(body.index(letter) * weight for letter, weight in zip(code, weights)) % 31) % 31]
    made = world.cluster.query(f"insert into firms (uscc, name, {', '.join(columns)}) select %s, %s, {', '.join(columns)} from firms where id = %s returning id::text",
                               (code + check, f"试验物业{number}", row["id"]))
    return made[0]["id"]


def assert_out(*clients):
    for one in clients:
        for path in LISTS:
            answer = one.get(path, expect=401)
            assert answer.code == "invalid_token" and "error=\"invalid_token\"" in answer.header("WWW-Authenticate")
        assert one.get("/v1/estates", headers={"Accept": "text/csv"}, expect=401).code == "invalid_token", "a download is a trip too"


# ---- at once ----

def test_a_token_that_two_servers_remember_dies_with_its_holder(world, officer, second):
    made = user(world)
    here, there = caller(world, made), None
    there = Client(world.judge, second.port, here.token)
    for one in (here, there):
        for _ in range(3):
            for path in LISTS:
                one.get(path, expect=200)
    officer.post(f"/v1/users/{made['id']}/disable", expect=200)
    assert_out(here, there)
    officer.post(f"/v1/users/{made['id']}/enable", expect=200)
    assert_out(here, there)
    caller(world, made).get("/v1/me", expect=200)


def test_a_write_of_a_voided_token_does_nothing(world, officer):
    made = user(world, role="district", community_code=None)
    one = caller(world, made)
    new = {"name": f"w{next(world.serial):06d}", "role": "district", "password": PASSWORD}
    officer.post(f"/v1/users/{made['id']}/disable", expect=200)
    assert one.post("/v1/users", new, expect=401).code == "invalid_token"
    assert one.post("/v1/account-quotas", {"accounts": 1, "effective_from": "2099-01-01"}, headers={"Idempotency-Key": f"void-{made['id']}"}, expect=401)
    assert one.post("/v1/me/password", {"old_password": PASSWORD, "new_password": OTHER}, expect=401).code == "invalid_token"
    assert not world.cluster.query("select 1 from users where name = %s", (new["name"],))
    assert not world.cluster.query("select 1 from audit_log where user_id = %s", (made["id"],))
    assert not world.cluster.query("select 1 from idempotency_keys where principal_id = %s", (made["id"],))


def test_a_head_on_a_file_is_refused_as_the_file_is(world, officer):
    """Of a token that was voided, and of a list of what is not there."""
    made = user(world)
    one = caller(world, made)
    for media in ("text/csv", "application/x-ndjson"):
        one.request("HEAD", "/v1/estates", headers={"Accept": media}, expect=200)
        officer.request("HEAD", f"/v1/firms/{uuid.uuid4()}/staff", headers={"Accept": media}, expect=404)
    officer.post(f"/v1/users/{made['id']}/disable", expect=200)
    for media in ("text/csv", "application/x-ndjson"):
        one.request("HEAD", "/v1/estates", headers={"Accept": media}, expect=401)


def test_moving_a_street_user_to_another_street_voids_his_token(world, officer):
    made = user(world, role="street", community_code=None, street_code="150202001")
    one, session = caller(world, made), sign_in(world, made).json
    assert one.get("/v1/me").json["street"]["code"] == "150202001"
    moved = officer.request("PATCH", f"/v1/users/{made['id']}", json_body={"street_code": "150202004"}, headers={"If-Match": '"1"'}, expect=200).json
    assert (moved["street_code"], moved["version"]) == ("150202004", 2)
    assert_out(one)
    assert ask(world, grant_type="refresh_token", refresh_token=session["refresh_token"]).code == "invalid_grant"
    assert caller(world, made).get("/v1/me").json["street"]["code"] == "150202004"


def test_another_name_to_show_leaves_the_token_good(world, officer):
    made = user(world)
    one = caller(world, made)
    officer.request("PATCH", f"/v1/users/{made['id']}", json_body={"display_name": None, "community_code": made["community_code"]}, headers={"If-Match": '"1"'}, expect=200)
    one.get("/v1/me", expect=200)


def test_who_is_gone_from_the_register_is_not_let_in(world):
    made = user(world)
    one = caller(world, made)
    world.cluster.query("delete from refresh_tokens t using refresh_families f where f.id = t.family_id and f.user_id = %s", (made["id"],))
    world.cluster.query("delete from refresh_families where user_id = %s", (made["id"],))
    world.cluster.query("delete from users where id = %s", (made["id"],))
    assert_out(one)


def test_a_token_of_before_there_were_epochs_counts_as_the_first(world, officer, forge):
    made = user(world)
    row = world.register.account(f"{made['name']}@150202")
    old = world.anyone.bearing(forge.token("community", sub=str(row["id"]), street=row["street_code"], community=row["community_code"]))
    old.get("/v1/me", expect=200)
    world.anyone.bearing(forge.token("community", sub=str(row["id"]), epoch=1)).get("/v1/me", expect=200)
    for wrong in (2, -1, "1", 1.5, 2**62):
        assert world.anyone.bearing(forge.token("community", sub=str(row["id"]), epoch=wrong)).get("/v1/me", expect=401).code == "invalid_token", wrong
    officer.post(f"/v1/users/{made['id']}/set-password", {"password": OTHER}, expect=200)
    assert old.get("/v1/me", expect=401).code == "invalid_token"


def test_a_batch_of_a_disabled_client_is_refused_as_a_whole(world, officer):
    made = client(world)
    one = world.anyone.bearing(ask(world, 200, grant_type="client_credentials", client_id=f"{made['name']}@150202", client_secret=made["secret"]).json["access_token"])
    assert one.post("/v1/hotline/tickets", [world.ticket()], expect=200).json["results"][0]["status"] == 201
    officer.post(f"/v1/clients/{made['id']}/disable", expect=200)
    assert one.post("/v1/hotline/tickets", [world.ticket() for _ in range(30)], expect=401).code == "invalid_token"
    assert one.post("/v1/hotline/tickets", world.ticket(), expect=401).code == "invalid_token"
    ask(world, 401, grant_type="client_credentials", client_id=f"{made['name']}@150202", client_secret=made["secret"])
    officer.post(f"/v1/clients/{made['id']}/enable", expect=200)
    assert one.post("/v1/hotline/tickets", world.ticket(), expect=401).code == "invalid_token", "what was void stays void"
    ask(world, 200, grant_type="client_credentials", client_id=f"{made['name']}@150202", client_secret=made["secret"])
    world.cluster.query("delete from login_failures")


# ---- who manages whom ----

def test_a_street_keeps_the_people_of_its_communities_alone(world):
    street, near, far = world.caller("street.heping@150202"), scope(world, "near"), scope(world, "far")
    made = street.post("/v1/users", {"name": f"s{next(world.serial):06d}", "password": PASSWORD, **near}, expect=201).json
    assert made["street_code"] == "150202001"
    assert street.get(f"/v1/users/{made['id']}").json == made
    refused = [({**far}, 422, "community_unknown"), ({"role": "street", "street_code": "150202001"}, 403, "user_role_reserved"), ({"role": "district"}, 403, "user_role_reserved"),
               ({**near, "community_code": "340302001001"}, 422, "community_unknown")]
    for members, status, code in refused:
        answer = street.post("/v1/users", {"name": f"s{next(world.serial):06d}", "password": PASSWORD, **members})
        assert (answer.status, answer.code) == (status, code), (members, answer)
    assert street.request("PATCH", f"/v1/users/{made['id']}", json_body={"community_code": far["community_code"]}, headers={"If-Match": '"1"'}).code == "community_unknown"
    assert street.request("PATCH", f"/v1/users/{made['id']}", json_body={"street_code": "150202004"}, headers={"If-Match": '"1"'}).code == "members_reserved"
    own = world.register.account("street.heping@150202")["id"]
    for stranger in (user(world, "far")["id"], own, user(world, "one")["id"]):
        for verb, body in (("", None), ("/disable", None), ("/set-password", {"password": OTHER})):
            answer = street.post(f"/v1/users/{stranger}{verb}", body) if verb else street.get(f"/v1/users/{stranger}", expect=404)
            assert answer.status == 404, (verb, answer)
    assert {item["role"] for item in street.pages("/v1/users")} == {"community"}
    assert {item["street_code"] for item in street.pages("/v1/users")} == {"150202001"}


def test_a_firm_keeps_its_own_people(world):
    one, other = world.caller("company.one@150202"), scope(world, "two")["firm_id"]
    made = one.post("/v1/users", {"name": f"c{next(world.serial):06d}", "role": "company", "password": PASSWORD}, expect=201).json
    assert made["firm_id"] == scope(world, "one")["firm_id"]
    assert one.post("/v1/users", {"name": f"c{next(world.serial):06d}", "role": "company", "firm_id": other, "password": PASSWORD}, expect=422).code == "firm_unknown"
    assert one.post("/v1/users", {"name": f"c{next(world.serial):06d}", "role": "district", "password": PASSWORD}, expect=403).code == "user_role_reserved"
    assert one.request("PATCH", f"/v1/users/{made['id']}", json_body={"firm_id": other}, headers={"If-Match": '"1"'}, expect=403).code == "members_reserved"
    assert {item["firm_id"] for item in one.pages("/v1/users")} == {made["firm_id"]}
    assert world.caller("company.two@150202").get(f"/v1/users/{made['id']}", expect=404)
    assert {item["firm_id"] for item in one.pages("/v1/account-quotas")} <= {made["firm_id"], None}


@pytest.mark.parametrize("members,code", [
    ({"role": "district", "street_code": "150202001"}, "scope_misplaced"), ({"role": "street"}, "scope_misplaced"), ({"role": "community"}, "scope_misplaced"),
    ({"role": "company"}, "scope_misplaced"), ({"role": "street", "street_code": "340302001"}, "street_unknown"), ({"role": "street", "street_code": "150202999"}, "street_unknown"),
    ({"role": "community", "community_code": "340302001001"}, "community_unknown"), ({"role": "company", "firm_id": "01900000-0000-7000-8000-000000000000"}, "firm_unknown"),
])
def test_a_scope_fits_its_role_and_is_of_the_district(members, code, officer, world):
    assert officer.post("/v1/users", {"name": f"x{next(world.serial):06d}", "password": PASSWORD, **members}, expect=422).code == code


@pytest.mark.parametrize("place,members,status,code", [
    ("near", {"street_code": "150202004"}, 422, "scope_misplaced"), ("near", {"firm_id": "01900000-0000-7000-8000-000000000000"}, 422, "scope_misplaced"),
    ("one", {"community_code": "150202001012"}, 422, "scope_misplaced"), ("one", {"firm_id": "01900000-0000-7000-8000-000000000000"}, 422, "firm_unknown"),
    ("near", {"community_code": "340302001001"}, 422, "community_unknown"),
])
def test_a_change_of_scope_fits_its_role(place, members, status, code, officer, world):
    made = user(world, place)
    answer = officer.request("PATCH", f"/v1/users/{made['id']}", json_body=members, headers={"If-Match": '"1"'}, expect=status)
    assert answer.code == code
    assert officer.get(f"/v1/users/{made['id']}").json["version"] == 1
    assert officer.request("PATCH", f"/v1/users/{made['id']}", json_body={"display_name": "甲"}, headers={"If-Match": '"7"'}, expect=412)
    assert officer.request("PATCH", f"/v1/users/{made['id']}", json_body={"display_name": "甲"}, expect=428)


def test_a_name_is_taken_once(world, officer):
    made = user(world)
    assert officer.post("/v1/users", {"name": made["name"], "password": PASSWORD, **scope(world, "near")}, expect=409).code == "user_name_taken"
    machine = client(world)
    assert officer.post("/v1/clients", {"name": machine["name"], "role": "hotline"}, expect=409).code == "client_name_taken"


def test_people_are_found_by_a_part_of_their_name(world, officer):
    made = user(world, display_name="司马试验员")
    assert [item["id"] for item in officer.get("/v1/users", {"q": "司马"}).json["items"]] == [made["id"]]
    assert made["id"] in [item["id"] for item in officer.pages("/v1/users", {"q": made["name"].upper(), "role": "community", "state": "active"})]
    assert officer.get("/v1/users", {"q": "司马", "state": "disabled"}).json["items"] == []


def test_nobody_disables_himself(world, officer):
    made = user(world, role="district", community_code=None)
    one = caller(world, made)
    assert one.post(f"/v1/users/{made['id']}/disable", expect=409).code == "own_account"
    assert one.post(f"/v1/users/{made['id']}/set-password", {"password": OTHER}, expect=409).code == "own_account"
    for verb, state in (("enable", "active"), ("disable", "disabled")):
        if state == "disabled":
            officer.post(f"/v1/users/{made['id']}/disable", expect=200)
        answer = officer.post(f"/v1/users/{made['id']}/{verb}", expect=409)
        assert (answer.code, answer.json["state"]) == ("state_conflict", state)


def test_of_two_officers_who_disable_one_another_one_stays(world):
    """The last active account of a district is never disabled, however close the two come."""
    abroad = world.caller("district.officer@340302")
    for _ in range(3):
        made = [abroad.post("/v1/users", {"name": f"o{next(world.serial):06d}", "role": "district", "password": PASSWORD}, expect=201).json for _ in range(2)]
        clients = [world.anyone.bearing(ask(world, 200, **grant(f"{one['name']}@340302", PASSWORD)).json["access_token"]) for one in made]
        others = world.cluster.query("update users set state = 'disabled' where district_code = '340302' and role = 'district' and state = 'active' and id <> all(%s::uuid[]) returning id",
                                     ([one["id"] for one in made],))
        try:
            with concurrent.futures.ThreadPoolExecutor(2) as pool:
                answers = list(pool.map(lambda i: clients[i].post(f"/v1/users/{made[1 - i]['id']}/disable"), range(2)))
            assert sorted(answer.status for answer in answers) in ([200, 401], [200, 409]), answers
            assert all(answer.status == 200 or answer.code in ("last_district_user", "invalid_token") for answer in answers)
            left = world.cluster.query("select count(*) as n from users where district_code = '340302' and role = 'district' and state = 'active'")[0]["n"]
            assert left == 1
        finally:
            world.cluster.query("update users set state = 'active' where id = any(%s::uuid[])", ([str(row["id"]) for row in others],))
            world.cluster.query("update users set state = 'disabled' where id = any(%s::uuid[])", ([one["id"] for one in made],))


def test_an_officer_who_is_disabled_at_that_moment_is_not_counted(world):
    """The second waits for the first, and then is the last."""
    abroad = world.caller("district.officer@340302")
    made = [abroad.post("/v1/users", {"name": f"o{next(world.serial):06d}", "role": "district", "password": PASSWORD}, expect=201).json for _ in range(2)]
    client = world.anyone.bearing(ask(world, 200, **grant(f"{made[0]['name']}@340302", PASSWORD)).json["access_token"])
    others = world.cluster.query("update users set state = 'disabled' where district_code = '340302' and role = 'district' and state = 'active' and id <> all(%s::uuid[]) returning id",
                                 ([one["id"] for one in made],))
    try:
        with world.under_way(("update users set state = 'disabled' where id = %s", (made[0]["id"],))) as second:
            assert second(lambda: client.post(f"/v1/users/{made[1]['id']}/disable", expect=409)).code == "last_district_user"
    finally:
        world.cluster.query("update users set state = 'active' where id = any(%s::uuid[])", ([str(row["id"]) for row in others],))
        world.cluster.query("update users set state = 'disabled' where id = any(%s::uuid[])", ([one["id"] for one in made],))


# ---- quotas ----

def test_of_twenty_who_race_for_five_accounts_five_get_one(world, officer):
    mine = new_firm(world, next(world.serial))
    quota(world, 5, mine)
    names = [f"q{next(world.serial):06d}" for _ in range(20)]
    with concurrent.futures.ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda name: officer.post("/v1/users", {"name": name, "role": "company", "firm_id": mine}), names))
    assert sorted(answer.status for answer in answers) == [201] * 5 + [409] * 15, [answer.status for answer in answers]
    assert {answer.code for answer in answers if answer.status == 409} == {"account_quota_reached"}
    made = [answer.json["id"] for answer in answers if answer.status == 201]
    officer.post(f"/v1/users/{made[0]}/disable", expect=200)
    officer.post("/v1/users", {"name": f"q{next(world.serial):06d}", "role": "company", "firm_id": mine}, expect=201)
    assert officer.post(f"/v1/users/{made[0]}/enable", expect=409).code == "account_quota_reached", "who comes back counts"
    stranger = user(world, "one")
    moved = officer.request("PATCH", f"/v1/users/{stranger['id']}", json_body={"firm_id": mine}, headers={"If-Match": '"1"'}, expect=409)
    assert moved.code == "account_quota_reached"


def test_a_quota_holds_from_its_day_and_a_firms_own_goes_first(world, officer):
    mine = new_firm(world, next(world.serial))
    def make():
        return officer.post("/v1/users", {"name": f"q{next(world.serial):06d}", "role": "company", "firm_id": mine})
    assert make().status == 201, "the service's own number, where the district has said nothing"
    quota(world, 1, mine)
    assert make().code == "account_quota_reached"
    officer.post("/v1/account-quotas", {"firm_id": mine, "accounts": 9, "effective_from": "2099-01-01"}, expect=201)
    assert make().code == "account_quota_reached", "not yet"
    quota(world, 2, mine)
    assert make().status == 201, "the latest of a day holds"
    assert [item["accounts"] for item in officer.pages("/v1/account-quotas", {"firm_id": mine})] == [9, 2, 1]
    assert officer.post("/v1/account-quotas", {"accounts": 3, "effective_from": "2026-01-01"}, expect=422).code == "takes_effect_in_the_past"
    assert officer.post("/v1/account-quotas", {"firm_id": "01900000-0000-7000-8000-000000000000", "accounts": 3, "effective_from": "2099-01-01"}, expect=422).code == "firm_unknown"


# ---- passwords ----
