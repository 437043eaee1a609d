"""The first 12345 ticket end to end: taken once, a complaint appears, each role sees its share, the city platform reads it."""
import concurrent.futures
import datetime

import pytest
from harness.world import PERSON

TICKETS = "/v1/hotline/tickets"


def stored(world, ticket_no):
    return world.cluster.query("select id::text, tries, round, complaint_id::text from tickets where ticket_no = %s order by round", (ticket_no,))


def test_a_ticket_becomes_a_complaint_that_each_role_sees_as_it_may(world):
    """E11, E14: the mayor's hotline hands a ticket in; it stands in the register with its first event, and everyone concerned finds it."""
    company = world.register.account("company.one@150202")
    estate = world.estates("f.id = %s", company["firm_id"])[0]
    ticket = world.ticket(estate_code=estate["code"])
    answer = world.role("hotline").post(TICKETS, ticket, expect=201)
    receipt = answer.json
    assert answer.header("Location") == f"{TICKETS}/{receipt['id']}"
    assert (receipt["ticket_no"], receipt["round"], receipt["estate_id"]) == (ticket["ticket_no"], 1, str(estate["id"]))
    assert receipt["category"] == "cleaning" or receipt["category"], "the hotline's category 10 is mapped"
    assert world.role("hotline").get(answer.header("Location")).json["state"] == "received"
    complaint = f"/v1/complaints/{receipt['complaint_id']}"
    full = world.role("district").get(complaint).json
    assert full["ticket_no"] == ticket["ticket_no"] and full["estate"]["code"] == estate["code"] and full["firm"]["id"] == str(company["firm_id"])
    for text in (full["content"], full["title"]):
        assert text and not any(secret in text for secret in (PERSON["name"], PERSON["phone"], "77号楼6单元905"))
    assert "垃圾无人清运" in full["content"], "masking keeps what was said"
    seen_by_firm = world.role("company").get(complaint).json
    assert seen_by_firm["ticket_no"] is None and seen_by_firm["place"] is None and "垃圾无人清运" in seen_by_firm["content"]
    seen_by_city = world.role("platform").get(complaint).json
    assert seen_by_city["title"] is None and seen_by_city.get("content") is None and seen_by_city["state"] == "received"
    for account in (f"street@{estate['street_code']}", f"community@{estate['community_code']}"):
        users = world.cluster.query("select name from users where role = %s and coalesce(community_code, street_code) = %s", tuple(account.split("@")))
        for user in users:
            assert world.caller(f"{user['name']}@150202").get(complaint).json["id"] == receipt["complaint_id"]
    events = world.cluster.query("select action, to_state, actor_role from complaint_events where complaint_id = %s", (receipt["complaint_id"],))
    assert [(event["action"], event["to_state"], event["actor_role"]) for event in events] == [("receive", "received", "hotline")]


def test_the_same_ticket_again_is_the_first_answer(world, hotline):
    ticket = world.ticket()
    first = hotline.post(TICKETS, ticket, expect=201)
    for _ in range(3):
        again = hotline.post(TICKETS, ticket, expect=200)
        assert again.json == first.json
    reordered = dict(reversed(list(ticket.items())))
    assert hotline.post(TICKETS, reordered, expect=200).json == first.json, "the order of members is no difference"
    assert [row["tries"] for row in stored(world, ticket["ticket_no"])] == [5]


@pytest.mark.parametrize("member,value", [("content", "另一件事"), ("urgency", "urgent"), ("received_at", "2026-03-02T09:30:01+08:00"), ("complainant", {"name": "他人"}),
                                          ("secret", True), ("title", None)])
def test_the_same_ticket_with_another_body_is_a_conflict(member, value, world, hotline):
    ticket = world.ticket()
    hotline.post(TICKETS, ticket, expect=201)
    changed = {name: content for name, content in {**ticket, member: value}.items() if content is not None}
    answer = hotline.post(TICKETS, changed, expect=409)
    assert answer.code == "ticket_changed"
    assert hotline.post(TICKETS, ticket, expect=200)


def test_one_ticket_posted_fifty_times_at_once_is_there_once(world):
    ticket = world.ticket()
    hotline = world.role("hotline")
    with concurrent.futures.ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(lambda _: hotline.post(TICKETS, ticket), range(50)))
    assert sorted({answer.status for answer in answers}) == [200, 201]
    assert sum(answer.status == 201 for answer in answers) == 1
    assert len({answer.body for answer in answers}) == 1, "fifty answers, one content"
    rows = stored(world, ticket["ticket_no"])
    assert len(rows) == 1 and rows[0]["tries"] == 50
    for table in ("complaints", "complaint_events", "personal.complainants", "complaint_texts"):
        column = "id" if table == "complaints" else "complaint_id"
        assert world.cluster.query(f"select count(*) as n from {table} where {column} = %s", (rows[0]["complaint_id"],))[0]["n"] == 1, table


def test_one_ticket_with_fifty_bodies_at_once_is_one_of_them(world):
    base = world.ticket()
    hotline = world.role("hotline")
    with concurrent.futures.ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda number: hotline.post(TICKETS, {**base, "content": f"第{number}种说法"}), range(20)))
    assert sorted(answer.status for answer in answers) == [201] + [409] * 19
    assert len(stored(world, base["ticket_no"])) == 1


def test_rounds_that_arrive_at_once_are_one_complaint(world):
    """Whoever meets the complaint that another round has just made goes on with it: no round is sent back."""
    hotline = world.role("hotline")
    tickets = [{**ticket, "round": number} for ticket in (world.ticket() for _ in range(20)) for number in (1, 2, 3)]
    with concurrent.futures.ThreadPoolExecutor(12) as pool:
        receipts = list(pool.map(lambda ticket: hotline.post(TICKETS, ticket, expect=201).json, tickets))
    for first in range(0, len(receipts), 3):
        assert len({receipt["complaint_id"] for receipt in receipts[first:first + 3]}) == 1
        assert world.role("district").get(f"/v1/complaints/{receipts[first]['complaint_id']}").json["round"] == 3


def test_fifty_with_one_key_at_once_are_one_write(world):
    ticket, key = world.ticket(), {"Idempotency-Key": f"fifty-{world.ticket()['ticket_no']}"}
    hotline = world.role("hotline")
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: hotline.post(TICKETS, ticket, headers=key), range(16)))
    assert {answer.status for answer in answers} <= {201, 409}
    assert len({answer.body for answer in answers if answer.status == 201}) == 1
    assert sum(answer.status == 201 and answer.header("Idempotency-Replayed") is None for answer in answers) == 1
    assert [row["tries"] for row in stored(world, ticket["ticket_no"])] == [1]


def test_a_further_round_goes_on_with_the_same_complaint(world, hotline):
    """A re-dispatch (重办) carries a suffix: a new round of the same complaint, never a new complaint (E11)."""
    ticket = world.ticket()
    first = hotline.post(TICKETS, ticket, expect=201).json
    second = hotline.post(TICKETS, {**{name: value for name, value in ticket.items() if name != "round"}, "ticket_no": ticket["ticket_no"] + "-02", "content": "仍未解决"}, expect=201).json
    assert (second["ticket_no"], second["round"], second["complaint_id"]) == (ticket["ticket_no"], 2, first["complaint_id"])
    third = hotline.post(TICKETS, {**ticket, "round": 3, "content": "还是没有解决"}, expect=201).json
    assert third["complaint_id"] == first["complaint_id"] and third["id"] not in (first["id"], second["id"])
    assert world.role("district").get(f"/v1/complaints/{first['complaint_id']}").json["round"] == 3
    assert [row["round"] for row in stored(world, ticket["ticket_no"])] == [1, 2, 3]


def again(hotline, ticket, **members):
    return hotline.post(TICKETS, {**ticket, **members}, expect=201).json


@pytest.mark.parametrize("before,after", [("rejected", "received"), ("closed", "rework"), ("callback", "rework"), ("processing", "processing")])
def test_a_further_round_is_never_swallowed(before, after, world, hotline):
    """E11: what was not taken up is received anew; what was handled is handled again; what is in work goes on."""
    ticket = world.ticket()
    identifier = hotline.post(TICKETS, ticket, expect=201).json["complaint_id"]
    world.cluster.query("update complaints set state = %s, contacted_at = now() where id = %s returning id", (before, identifier))
    again(hotline, ticket, round=2, content="仍未解决")
    district = world.role("district")
    assert district.get(f"/v1/complaints/{identifier}").json["state"] == after
    assert district.pages(f"/v1/complaints/{identifier}/events")[-1]["to_state"] == after


def test_a_further_round_of_a_merged_one_goes_to_its_master(world, hotline):
    """The master is handled again, and as protected as the round asks; the merged one stays so. A master's own round counts for itself."""
    tickets = [world.ticket() for _ in range(3)]
    own, middle, master = (hotline.post(TICKETS, ticket, expect=201).json["complaint_id"] for ticket in tickets)
    for one, into in ((own, middle), (middle, master)):
        world.cluster.query("update complaints set state = 'merged', master_id = %s where id = %s returning id", (into, one))
    world.cluster.query("update complaints set state = 'closed', contacted_at = now(), closed_at = now() where id = %s returning id", (master,))
    assert again(hotline, tickets[0], round=2, content="仍未解决", secret=True)["complaint_id"] == own
    district = world.role("district")
    shown = district.get(f"/v1/complaints/{master}").json
    assert (shown["state"], shown["round"], shown["secret"]) == ("rework", 2, True)
    assert district.pages(f"/v1/complaints/{master}/events")[-1]["action"] == "receive_again"
    kept = district.get(f"/v1/complaints/{own}").json
    assert (kept["state"], kept["master_id"], kept["secret"]) == ("merged", middle, True)
    world.cluster.query("update complaints set state = 'closed' where id = %s returning id", (master,))
    again(hotline, tickets[2], round=2, content="又来了")
    assert district.get(f"/v1/complaints/{master}").json["state"] == "rework"


def test_an_estate_is_found_by_code_or_by_name_within_a_division(world, hotline):
    estate = world.own_estate()
    names = world.cluster.query("select count(*) as n from estates where name = %s", (estate["name"],))[0]["n"]
    assert names == 1
    by_name = world.ticket(estate_name=estate["name"], division_code=estate["community_code"])
    assert hotline.post(TICKETS, by_name, expect=201).json["estate_id"] == str(estate["id"])
    spaced = world.ticket(estate_name=f" {estate['name'][:2]} {estate['name'][2:]} ", division_code=estate["street_code"])
    assert hotline.post(TICKETS, spaced, expect=201).json["estate_id"] == str(estate["id"])
    elsewhere = world.ticket(estate_name=estate["name"], division_code="150202004")
    receipt = hotline.post(TICKETS, elsewhere, expect=201).json
    assert receipt["estate_id"] is None and receipt["street_code"] == "150202004", "not found there: the division's queue"
    abroad = world.ticket(estate_code=world.own_estate("community.lanwan@340302")["code"])
    assert hotline.post(TICKETS, abroad, expect=201).json["estate_id"] is None, "another district's estate is not known here"


def test_the_firm_is_the_one_whose_contract_covers_the_day(world, hotline):
    """The district's own day (Asia/Shanghai) decides, not the server's: the last second of 2025 is the former firm's."""
    rows = world.cluster.query(
        "select e.code, c.firm_id::text, c.service_start from contracts c join contract_estates ce on ce.contract_id = c.id and ce.district_code = c.district_code "
        "join estates e on e.id = ce.estate_id where c.district_code = '150202' and e.id in (select ce2.estate_id from contract_estates ce2 join contracts c2 on c2.id = ce2.contract_id "
        "where c2.service_start = '2026-01-01') order by e.code, c.service_start limit 2")
    assert rows[0]["code"] == rows[1]["code"] and rows[1]["service_start"] == datetime.date(2026, 1, 1)
    for moment, firm in (("2025-12-31T23:59:59.999999+08:00", rows[0]["firm_id"]), ("2025-12-31T16:00:00Z", rows[1]["firm_id"]), ("2026-01-01T00:00:00+08:00", rows[1]["firm_id"])):
        receipt = world.post_ticket(estate_code=rows[0]["code"], received_at=moment)
        assert world.role("district").get(f"/v1/complaints/{receipt['complaint_id']}").json["firm"]["id"] == firm, moment


def test_a_batch_is_answered_item_by_item(world, hotline):
    known, changed = world.ticket(), world.ticket()
    hotline.post(TICKETS, known, expect=201)
    hotline.post(TICKETS, changed, expect=201)
    new = [world.ticket() for _ in range(3)]
    items = [new[0], known, {**changed, "content": "不同"}, {**new[1], "received_at": "2026-02-30T00:00:00+08:00", "no_such": 1}, new[1], new[1], new[2], 7]
    results = hotline.post(TICKETS, items, expect=200).json["results"]
    assert [result["status"] for result in results] == [201, 200, 409, 422, 201, 200, 201, 422]
    assert results[4]["id"] == results[5]["id"]
    assert {error["pointer"] for error in results[3]["problem"]["errors"]} == {"/received_at", "/no_such"}
    assert results[2]["problem"]["code"] == "ticket_changed"


def test_a_batch_of_five_hundred_is_taken_and_one_more_is_not(world, hotline):
    items = [world.ticket(title=None, content="垃圾", complainant=None) for _ in range(501)]
    assert hotline.post(TICKETS, items).status == 422
    assert not stored(world, items[0]["ticket_no"]), "a refused batch leaves nothing"
    results = hotline.post(TICKETS, items[:500], expect=200).json["results"]
    assert [result["status"] for result in results] == [201] * 500
    assert [result["item"]["ticket_no"] for result in results] == [item["ticket_no"] for item in items[:500]]
    again = hotline.post(TICKETS, items[:500], expect=200).json["results"]
    assert [result["id"] for result in again] == [result["id"] for result in results] and {result["status"] for result in again} == {200}
    assert hotline.post(TICKETS, []).status == 422


def test_a_batch_with_a_key_is_replayed(world, hotline):
    items, key = [world.ticket() for _ in range(3)], {"Idempotency-Key": f"batch-{world.ticket()['ticket_no']}"}
    first = hotline.post(TICKETS, items, headers=key, expect=200).json["results"]
    again = hotline.post(TICKETS, items, headers=key, expect=200).json["results"]
    assert [result["id"] for result in again] == [result["id"] for result in first]
    assert [result["status"] for result in again] == [result["status"] for result in first]


@pytest.mark.parametrize("moment", ["2016-12-31T23:59:60Z", "2026-03-02T09:30:00.123456789+08:00", "2026-03-02T09:30:00-12:00", "2026-03-02t09:30:00z"])
def test_odd_but_right_times_are_taken(moment, world, hotline):
    hotline.post(TICKETS, world.ticket(received_at=moment), expect=(201, 422))


def test_a_ticket_of_the_future_is_refused(world, hotline):
    answer = hotline.post(TICKETS, world.ticket(received_at="2099-01-01T00:00:00+08:00"), expect=422)
    assert answer.code == "ticket_of_the_future"


def test_numbers_are_taken_by_their_text_alone(world, hotline):
    """A ticket is known by source, number and round: another source's same number is another ticket."""
    ticket = world.ticket()
    first = hotline.post(TICKETS, ticket, expect=201).json
    other = hotline.post(TICKETS, {**ticket, "source": "petition"}, expect=201).json
    assert first["id"] != other["id"] and first["complaint_id"] != other["complaint_id"]


def test_every_write_leaves_an_audit_row(world, hotline):
    answer = hotline.post(TICKETS, world.ticket(), headers={"X-Request-Id": "audit-of-a-ticket-1"}, expect=201)
    rows = world.cluster.query("select * from audit_log where request_id = 'audit-of-a-ticket-1'")
    assert len(rows) == 1, rows
    assert rows[0]["operation"] == "postTickets" and rows[0]["role"] == "hotline" and rows[0]["remote"] == "127.0.0.1"
    read = world.role("district").get("/v1/audit", {"operation": "postTickets", "limit": 5}).json["items"]
    assert any(item["request_id"] == "audit-of-a-ticket-1" for item in read), answer
