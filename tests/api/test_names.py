"""Names of estates and firms that the service keeps: kept in fact, and never told when the database has others."""
import csv
import threading
import time

import pytest
from harness import service
from things.estates import COMMUNITY, OFFICER, estate

EVERYWHERE = ["district.officer@150202", "company.one@150202", "hotline@150202", "platform@150202"]  # who sees the complaint, wherever its estate lies


def rename(client, where, name):
    version = client.get(where).json["version"]
    return client.request("PATCH", where, json_body={"name": name}, headers={"If-Match": f'"{version}"'}, expect=200)


@pytest.fixture(scope="module")
def place(world, samples):
    """A complaint about an estate that company.one serves."""
    one = samples.estates["one"]
    return {"estate": str(one["id"]), "firm": str(one["firm_id"]), "complaint": samples.complaints["one"]}


def on_page(client, complaint, **query):
    return next(item for item in client.get("/v1/complaints", {"limit": 200, **query}).json["items"] if item["id"] == complaint)


def names(item):
    return (item["estate"]["name"], item["firm"]["name"])


def kept(place, *clients):
    """What the last one's page told of names that were kept for sure: they are read no more often than once a second."""
    time.sleep(1.05)
    for client in clients * 2:
        item = on_page(client, place["complaint"])
    return item


def write(world, *statements):
    with world.cluster.connect() as connection, connection.cursor() as cursor:
        for statement, values in statements:
            cursor.execute(statement, values)


@pytest.mark.parametrize("account", EVERYWHERE)
def test_a_page_a_complaint_a_search_and_an_export_tell_the_same_names(account, world, place):
    client = world.caller(account)
    page = kept(place, client)
    assert all(names(page)) and page["estate"]["code"]
    for item in (client.get(f"/v1/complaints/{place['complaint']}").json, *([] if account.startswith("platform") else [on_page(client, place["complaint"], q="垃圾")])):
        assert (item["estate"], item["firm"]) == (page["estate"], page["firm"])
    rows = csv.DictReader(client.get("/v1/complaints", headers={"Accept": "text/csv"}).body.decode().lstrip("\ufeff").splitlines())
    row = next(row for row in rows if row["id"] == place["complaint"])
    assert (row["estate.id"], row["estate.code"], row["estate.name"], row["firm.name"]) == (page["estate"]["id"], page["estate"]["code"], *names(page))


def test_what_is_kept_is_told_without_looking_it_up(world, place):
    """Else nothing here would show anything: a name that is changed past our functions is old for a minute, and an export, which looks names up, has it at once."""
    client = world.role("district")
    write(world, ("select names_change('150202')", ()))  # so that they are read now, and will be a minute old no sooner than in a minute
    before = names(kept(place, client))
    write(world, ("update estates set name = 'X' || name where id = %s", (place["estate"],)))
    try:
        assert names(on_page(client, place["complaint"])) == before == names(client.get(f"/v1/complaints/{place['complaint']}").json)
        assert f",X{before[0]}," in client.get("/v1/complaints", headers={"Accept": "text/csv"}).body.decode()
    finally:
        write(world, ("update estates set name = substr(name, 2) where id = %s", (place["estate"],)), ("select names_change('150202')", ()))


@pytest.mark.parametrize("thing, place_of_it", [("estates", 0), ("firms", 1)])
def test_a_new_name_is_told_at_once_by_every_server(thing, place_of_it, world, place):
    officer = world.caller(OFFICER)
    where = f"/v1/{thing}/{place['estate' if thing == 'estates' else 'firm']}"
    old = officer.get(where).json["name"]
    second = world.server("second")
    try:
        callers = [world.caller(account, server) for account in ("district.officer@150202", "company.one@150202", "platform@150202") for server in (world.service, second)]
        for turn in range(3):
            assert names(kept(place, *callers))[place_of_it] == (old if turn == 0 else f"改名{thing}{turn - 1}")
            rename(officer, where, f"改名{thing}{turn}")
            for client in callers:
                assert names(on_page(client, place["complaint"]))[place_of_it] == f"改名{thing}{turn}"
                assert names(client.get(f"/v1/complaints/{place['complaint']}").json)[place_of_it] == f"改名{thing}{turn}"
    finally:
        rename(officer, where, old)
        second.stop()


def test_a_name_is_new_from_the_commit_on(world, place):
    client = world.role("district")
    old = names(kept(place, client))[0]
    connection = world.cluster.connect()
    try:
        cursor = connection.cursor()
        cursor.execute("begin")
        cursor.execute("update estates set name = '提交之后' where id = %s", (place["estate"],))
        cursor.execute("select names_change('150202')")
        assert names(kept(place, client))[0] == old
        cursor.execute("commit")
        assert names(on_page(client, place["complaint"]))[0] == "提交之后"
        cursor.execute("begin")
        cursor.execute("update estates set name = %s where id = %s", (old, place["estate"]))
        cursor.execute("select names_change('150202')")
        cursor.execute("commit")
        assert names(on_page(client, place["complaint"]))[0] == old
    finally:
        connection.close()


def test_nobody_reads_an_older_name_while_it_changes_all_the_time(world, place):
    officer = world.caller(OFFICER)
    where = f"/v1/estates/{place['estate']}"
    old = officer.get(where).json["name"]
    second = world.server("second")
    done, over, faults = [0], threading.Event(), []
    told = [set() for _ in range(4)]

    def read(client, one, number):
        try:
            while not over.is_set():
                least = done[0]
                item = client.get(f"/v1/complaints/{place['complaint']}").json if one else on_page(client, place["complaint"])
                name = names(item)[0]
                told[number].add(name)
                if (int(name[2:]) if name.startswith("第号") else 0) < least:
                    faults.append((least, name))
        except Exception as fault:  # a reader that ends tells nothing any more
            faults.append(fault)
    readers = [threading.Thread(target=read, args=(world.caller(account, server), one, number))
               for number, (account, server, one) in enumerate((("district.officer@150202", world.service, False), ("company.one@150202", second, False), ("platform@150202", world.service, True),
                                            ("hotline@150202", second, True)))]
    try:
        [reader.start() for reader in readers]
        for number in range(1, 60):
            rename(officer, where, f"第号{number}")
            done[0] = number
    finally:
        over.set()
        [reader.join() for reader in readers]
        rename(officer, where, old)
        second.stop()
    assert not faults and min(map(len, told)) > 5, (faults[:5], list(map(len, told)))


def test_an_estate_that_is_new_has_its_name_on_the_next_page(world, samples, place):
    client = world.role("district")
    kept(place, client)
    new = estate(samples, name="新来小区")
    ticket = world.post_ticket(estate_code=new["code"])
    complaint = world.cluster.query("select complaint_id::text as id from tickets where id = %s", (ticket["id"],))[0]["id"]
    item = on_page(client, complaint)
    assert item["estate"] == {"id": new["id"], "code": new["code"], "name": "新来小区"}
    assert client.get(f"/v1/complaints/{complaint}").json["estate"] == item["estate"]


def test_the_name_goes_with_the_complaint_when_its_estate_moves_to_another_street(world, samples):
    """The street that has the complaint still knows which estate it was about, in every form."""
    street = world.caller("street.heping@150202")
    moved = estate(samples, name="迁走小区")
    ticket = world.post_ticket(estate_code=moved["code"])
    complaint = world.cluster.query("select complaint_id::text as id from tickets where id = %s", (ticket["id"],))[0]["id"]
    officer = world.caller(OFFICER)
    elsewhere = world.register.account(COMMUNITY["far"])["community_code"]
    officer.request("PATCH", f"/v1/estates/{moved['id']}", json_body={"community_code": elsewhere}, headers={"If-Match": '"1"'}, expect=200)
    street.get(f"/v1/estates/{moved['id']}", expect=404)
    told = {"id": moved["id"], "code": moved["code"], "name": "迁走小区"}
    assert on_page(street, complaint)["estate"] == told == on_page(street, complaint)["estate"]
    assert street.get(f"/v1/complaints/{complaint}").json["estate"] == told == on_page(street, complaint, q="垃圾")["estate"]
    rows = csv.DictReader(street.get("/v1/complaints", headers={"Accept": "text/csv"}).body.decode().lstrip("\ufeff").splitlines())
    assert next(row for row in rows if row["id"] == complaint)["estate.name"] == "迁走小区"


@pytest.mark.parametrize("register, place_of_it", [("estates", 0), ("firms", 1)])
def test_what_is_loaded_is_told_at_once(register, place_of_it, world, place, tmp_path):
    client = world.role("district")
    identity = place["estate" if register == "estates" else "firm"]
    key = "code" if register == "estates" else "uscc"
    code = world.cluster.query(f"select {key} as key from {register} where id = %s", (identity,))[0]["key"]
    rows = world.register.rows(register)
    row = next(row for row in rows if row[key] == code and row["district_code"] == "150202")
    names(kept(place, client))
    for name in ("装载之名", row["name"]):
        with open(tmp_path / f"{register}.csv", "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, row)
            writer.writeheader()
            writer.writerow({**row, "name": name})
        service.command(world.cluster, "load", tmp_path / f"{register}.csv")
        assert names(on_page(client, place["complaint"]))[place_of_it] == name


def test_another_district_has_its_own_names(world, samples, place):
    ours, theirs = world.role("district"), world.role("district", 2)
    ours_before, abroad = names(kept(place, ours)), on_page(theirs, samples.complaints["abroad"])["estate"]
    assert on_page(theirs, samples.complaints["abroad"])["estate"] == abroad and abroad["name"]
    where = f"/v1/estates/{samples.estates['abroad']['id']}"
    old = theirs.get(where).json["name"]
    rename(theirs, where, "外区改名")
    assert on_page(theirs, samples.complaints["abroad"])["estate"]["name"] == "外区改名"
    assert names(on_page(ours, place["complaint"])) == ours_before
    rename(theirs, where, old)


def test_a_page_and_its_tag_are_the_same_whether_names_were_kept_or_not(world, place):
    """A page asked for as soon as a server is there, before it has read any, and later. Of a complaint without a limit: minutes that remain would differ."""
    complaint = world.cluster.query("select c.id::text as id, e.code from complaints c join estates e on e.id = c.estate_id where c.id = %s", (place["complaint"],))[0]
    write(world, ("update complaints set state = 'closed', closed_at = now(), due_at = null, warn_at = null, alarm_at = null, updated_at = now() where id = %s", (complaint["id"],)))
    second = world.server("second")
    try:
        for query in ({"state": "closed", "count": "true"}, {"state": "closed", "limit": 1}):
            answers = [client.get("/v1/complaints", query) for client in [world.caller(OFFICER, second)] * 3 + [world.caller(OFFICER)] * 2]
            assert len({answer.body for answer in answers}) == 1 and len({answer.header("ETag") for answer in answers}) == 1 and answers[0].json["items"]
    finally:
        second.stop()


def test_two_who_rename_at_once_wait_for_each_other_and_both_are_told(world, samples, place):
    """The second's change is another version, whoever read between them; what is taken back was never told."""
    client, mine, other = world.role("district"), place["estate"], str(samples.estates["near"]["id"])
    old = names(kept(place, client))[0]
    with world.under_way(("update estates set name = '先改' where id = %s", (mine,)), ("select names_change('150202')", ())) as second:
        answer = second(lambda: rename(world.caller(OFFICER), f"/v1/estates/{other}", "后改"))
        assert answer.json["name"] == "后改"
    assert names(on_page(client, place["complaint"]))[0] == "先改" and on_page(client, samples.complaints["near"])["estate"]["name"] == "后改"
    with world.cluster.connect() as connection, connection.cursor() as cursor:
        for statement in ("begin", "savepoint before", f"update estates set name = '收回' where id = '{mine}'", "select names_change('150202')", "rollback to before",
                          f"update estates set name = '{old}' where id = '{mine}'", "select names_change('150202')"):
            cursor.execute(statement)
        assert names(kept(place, client))[0] == "先改"
        cursor.execute("commit")
    assert names(on_page(client, place["complaint"]))[0] == old


def test_a_district_of_too_many_names_has_them_looked_up(world, samples):
    """More than 20,000: none are kept, and a page is as right as ever."""
    theirs, complaint, identity = world.role("district", 2), samples.complaints["abroad"], samples.estates["abroad"]["id"]
    write(world, ("insert into estates (district_code, code, name, street_code, community_code, area_m2, building_type, new_or_old, updated_at, known_from) "
                  "select e.district_code, 'M' || n, '众多小区' || n, e.street_code, e.community_code, 100, e.building_type, e.new_or_old, now(), now() from estates e, generate_series(1, 20001) n where e.id = %s", (identity,)),
          ("select names_change('340302')", ()))
    for name in ("众多之一", "众多之二"):
        kept({"complaint": complaint}, theirs)
        write(world, ("update estates set name = %s, updated_at = now() where id = %s", (name, identity)))  # and nobody says so
        assert on_page(theirs, complaint)["estate"]["name"] == name == theirs.get(f"/v1/complaints/{complaint}").json["estate"]["name"]
