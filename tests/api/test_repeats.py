"""Repeats: what may be the same matter is suggested with its reasons, within one's scope, without a word of who called; a person merges."""
import concurrent.futures
import datetime
import json
import threading

import pytest
from test_complaint_life import step
from things.complaint_steps import REASON
from things.estates import estate
from things.statistics import complaint, now

OWNER, NEIGHBOUR = "15455550001", "15455550002"


def similar(caller, identifier, **query):
    return {item["id"]: item["reasons"] for item in caller.pages(f"/v1/complaints/{identifier}/similar", query, limit=2)}


def clusters(caller, kind, **query):
    return caller.pages("/v1/complaint-clusters", {"kind": kind, **query}, limit=1)


def closed(world, identifier, **ago):
    world.cluster.query("update complaints set state = 'closed', closed_at = %s, updated_at = now() where id = %s returning id", (now(**ago), identifier))


@pytest.fixture
def place(samples):
    """An estate of the test's own, in the near community."""
    return estate(samples)["code"]


def test_two_callers_of_the_same_complaints_are_one_matter(world, samples):
    """E17: what two called about in turn is one row, so that no page passes the other over."""
    there = estate(samples)
    numbers = [world.ticket()["ticket_no"] for _ in range(2)]
    for turn, phone in ((1, OWNER), (2, NEIGHBOUR)):
        for number in numbers:
            complaint(samples, phone=phone, estate_code=there["code"], ticket_no=number, round=turn)
    at_once = world.role("district").get("/v1/complaint-clusters", {"kind": "repeat", "estate_id": there["id"]}).json["items"]
    assert at_once == clusters(world.role("district"), "repeat", estate_id=there["id"])
    assert [(row["total_raw"], row["callers"]) for row in at_once] == [(2, 2)]


def test_the_same_caller_about_the_same_matter(world, samples, place):
    """E17: same telephone, however it is written, same estate and category, within the days that are set; newest first."""
    first = complaint(samples, phone=OWNER, estate_code=place, received_at=now(days=29))
    again = complaint(samples, phone="+86 154-5555-0001", estate_code=place, received_at=now(days=2))
    last = complaint(samples, phone="１５４５５５５０００１", estate_code=place)
    complaint(samples, phone=OWNER, estate_code=place, received_at=now(days=31))
    complaint(samples, phone=OWNER, estate_code=place, category_code="lift")
    complaint(samples, phone=OWNER)
    complaint(samples, phone=NEIGHBOUR, estate_code=place)
    complaint(samples, phone=None, estate_code=place)
    found = similar(world.role("district"), last)
    assert found == {again: ["same_caller"], first: ["same_caller"]} and list(found) == [again, first]
    assert set(similar(world.role("district"), first)) >= {again, last}, "it works both ways"


def test_come_again_after_it_was_closed(world, samples, place):
    """假闭环: within seven days of closing, whoever calls; both ways; not after eight days, nor what came before the closing."""
    shut, long_ago, early = (complaint(samples, phone=OWNER, estate_code=place, received_at=now(days=80 + n)) for n in range(3))
    closed(world, shut, days=6, hours=23)
    closed(world, long_ago, days=7, hours=1)
    closed(world, early, minutes=-9)
    again = complaint(samples, phone=NEIGHBOUR, estate_code=place)
    assert similar(world.role("street"), again) == {shut: ["again_after_closing"]}
    assert similar(world.role("street"), shut)[again] == ["again_after_closing"]
    own = complaint(samples, phone=OWNER, estate_code=place, received_at=now(days=8))
    closed(world, own, days=1)
    assert similar(world.role("street"), own)[again] == ["again_after_closing"]
    last = complaint(samples, phone=OWNER, estate_code=place)
    assert similar(world.role("street"), last)[own] == ["same_caller", "again_after_closing"], "every reason there is"
    assert own in similar(world.role("street"), last, reason="same_caller,many_callers") and shut not in similar(world.role("street"), last, reason="same_caller")
    found, = [item for item in clusters(world.role("community"), "false_closure") if item["estate"]["code"] == place]
    assert set(found["complaints"]) == {shut, own, again, last} and found["callers"] == 2 and found["open"] == 2


def test_one_matter_of_many_callers(world, samples, place):
    """As many callers as are set, not complaints: two who call twice are not three."""
    ids = [complaint(samples, phone=phone, estate_code=place) for phone in (OWNER, NEIGHBOUR, OWNER)]
    assert similar(world.role("community"), ids[1]) == {}
    assert not [item for item in clusters(world.role("community"), "aggregate") if item["estate"]["code"] == place]
    third = complaint(samples, phone="15455550003", estate_code=place, received_at=now(days=20))
    assert similar(world.role("community"), ids[1]) == {identifier: ["many_callers"] for identifier in (third, ids[0], ids[2])}
    assert similar(world.role("community"), ids[0])[ids[2]] == ["same_caller", "many_callers"]
    found, = [item for item in clusters(world.role("community"), "aggregate") if item["estate"]["code"] == place]
    assert (found["total_raw"], found["total_merged"], found["callers"], found["open"]) == (4, 4, 3, 4) and set(found["complaints"]) == {*ids, third}
    repeat, = [item for item in clusters(world.role("community"), "repeat") if item["estate"]["code"] == place]
    assert set(repeat["complaints"]) == {ids[0], ids[2]} and repeat["callers"] == 1 and repeat["id"] == min(ids[0], ids[2])


def test_a_person_merges_and_both_counts_stay(world, samples, place):
    """Never by itself: a suggestion changes nothing; merged by a street, raw stays and merged falls, and what is merged is suggested no more."""
    street = world.role("street")
    first, second = (complaint(samples, phone=OWNER, estate_code=place) for _ in range(2))
    before = world.cluster.query("select id, state, version from complaints where id = any(%s::uuid[]) order by id", ([first, second],))
    assert similar(street, second) == {first: ["same_caller"]}
    assert world.cluster.query("select id, state, version from complaints where id = any(%s::uuid[]) order by id", ([first, second],)) == before
    step(street, second, "merge", {"master_id": first, **REASON})
    assert similar(street, first) == similar(street, second) == {}
    found, = [item for item in clusters(street, "repeat") if item["estate"]["code"] == place]
    assert (found["total_raw"], found["total_merged"], found["open"]) == (2, 1, 1)
    item, = street.pages("/v1/statistics/repeats", {"estate_id": found["estate"]["id"]})
    assert (item["repeats_raw"], item["callers"], item["repeats_merged"]) == (1, 1, 0 if max(first, second) == second else 1)


def test_rounds_of_one_ticket_are_no_repeat(world, samples, place):
    """The same complaint, told again by the hotline, is neither like itself nor a repeat; a number told with a later round counts too."""
    ticket = world.ticket(estate_code=place, received_at=now(), complainant={"name": "某某", "phone": OWNER})
    client = world.role("hotline")
    first = client.post("/v1/hotline/tickets", ticket, expect=201).json["complaint_id"]
    client.post("/v1/hotline/tickets", {**ticket, "round": 2, "complainant": {"name": "某某", "phone": OWNER}}, expect=201)
    client.post("/v1/hotline/tickets", {**ticket, "round": 3, "complainant": {"name": "某某", "phone": NEIGHBOUR}}, expect=201)
    assert similar(world.role("district"), first) == {} and not [item for item in clusters(world.role("district"), "repeat") if item["estate"]["code"] == place]
    found = world.cluster.query("select id::text from estates where code = %s", (place,))[0]["id"]
    assert world.role("district").pages("/v1/statistics/repeats", {"estate_id": found}) == []
    other = complaint(samples, phone=NEIGHBOUR, estate_code=place)
    assert similar(world.role("district"), other) == {first: ["same_caller"]}


def test_owners_who_complain_again_and_again_are_counted(world, samples):
    """E17: by estate and by category, in the period, the one before it counted as what is repeated; raw and merged; how many callers."""
    place = estate(samples)
    for phone, days in ((OWNER, (70, 65, 50, 20, 3)), (NEIGHBOUR, (60, 31, 25)), ("15455550009", (5,))):
        for ago in days:
            complaint(samples, phone=phone, estate_code=place["code"], received_at=now(days=ago))
    day = lambda ago: (datetime.date.fromisoformat(now()[:10]) - datetime.timedelta(ago)).isoformat()
    ask = lambda **query: world.role("district").pages("/v1/statistics/repeats", {"estate_id": place["id"], **query})
    item, = ask()
    assert (item["repeats_raw"], item["repeats_merged"], item["callers"], item["name"]) == (6, 6, 2, place["name"])
    item, = ask(received_from=day(55), received_before=day(22))
    assert (item["repeats_raw"], item["callers"]) == (3, 2)
    assert [item["key"] for item in ask(group_by="street")] == [place["street_code"]] and len(ask(group_by="category")) == 1


def test_nothing_from_beyond_ones_scope_and_nothing_confidential(world, samples):
    """A street is not told of another's, nor of a leak or retaliation; another district of none at all; a firm may not ask."""
    mine = complaint(samples, "near", OWNER)
    hidden = complaint(samples, "near", OWNER)
    world.cluster.query("update complaints set confidential = true where id = %s returning id", (hidden,))
    abroad = complaint(samples, "abroad", OWNER)
    assert hidden in similar(world.role("district"), mine)
    for role in ("street", "community"):
        assert hidden not in similar(world.role(role), mine), role
        world.role(role).get(f"/v1/complaints/{hidden}/similar", expect=404)
        world.role(role, 1).get(f"/v1/complaints/{mine}/similar", expect=404)
        for kind in ("repeat", "aggregate", "false_closure"):
            assert not {mine, hidden} & set(json.dumps(clusters(world.role(role, 1), kind)).split('"')), (role, kind)
            assert hidden not in json.dumps(clusters(world.role(role), kind)), (role, kind)
    assert mine not in json.dumps([similar(world.role("district", 2), abroad), clusters(world.role("district", 2), "repeat")])
    # Moved into another street's hands, what is left there is no longer this one's to hear of.
    other = complaint(samples, "near", OWNER)
    world.cluster.query("update complaints set street_code = '150202004', community_code = null where id = %s returning id", (other,))
    assert other in similar(world.role("district"), mine) and other not in similar(world.role("street"), mine)
    for path in (f"/v1/complaints/{mine}/similar", "/v1/complaint-clusters", "/v1/statistics/repeats"):
        world.role("company").get(path, expect=403)


def test_not_even_the_hash_of_a_telephone_is_answered(world, samples, place):
    ids = [complaint(samples, phone=phone, estate_code=place) for phone in (OWNER, OWNER, NEIGHBOUR, "15455550003")]
    hashes = [row["phone_hash"] for row in world.cluster.query("select distinct phone_hash from personal.complainants where complaint_id = any(%s::uuid[])", (ids,))]
    answers = [world.role("district").get(path, {"limit": 200}).body.decode() for path in
               (f"/v1/complaints/{ids[0]}/similar", "/v1/complaint-clusters", "/v1/statistics/repeats")]
    assert len(hashes) == 3 and not [value for value in [OWNER, NEIGHBOUR, *hashes] for answer in answers if value in answer]


def test_the_numbers_are_the_districts(world, samples):
    """N and K are rows of the district: from the day they are set, for what came on that day or later, there alone."""
    place = estate(samples, "abroad")["code"]
    ids = [complaint(samples, "abroad", phone, received_at=when, estate_code=place) for phone, when in ((OWNER, now(days=40)), (NEIGHBOUR, now()), (OWNER, now()))]
    district = world.role("district", 2)
    assert similar(district, ids[2]) == {}
    for rule, value in (("repeat_days", 41), ("cluster_callers", 2)):
        district.post("/v1/rules", {"name": rule, "value": str(value), "basis": "区政府文件", "effective_from": now()[:10]}, expect=201)
    assert similar(district, ids[2]) == {ids[0]: ["same_caller"], ids[1]: ["many_callers"]}
    rows = district.pages("/v1/rules", {"name": "repeat_days", "as_of": now()[:10]})
    assert [(row["common"], row["value"]) for row in rows] == [(True, "30"), (False, "41")]
    assert all(row["common"] for row in world.role("district").pages("/v1/rules", {"name": "repeat_days,cluster_callers"}))


def test_clusters_of_an_earlier_day(world, samples, place):
    """`as_of`: the days up to that one."""
    for phone in (OWNER, NEIGHBOUR, "15455550003"):
        complaint(samples, phone=phone, estate_code=place, received_at=now(days=100))
    day = lambda ago: (datetime.date.fromisoformat(now()[:10]) - datetime.timedelta(ago)).isoformat()
    there = lambda **query: [item["estate"]["code"] for item in clusters(world.role("district"), "aggregate", **query)].count(place)
    assert (there(), there(as_of=day(99)), there(as_of=day(101)), there(as_of=day(71)), there(as_of=day(70))) == (0, 1, 0, 1, 0)


def test_of_two_who_set_the_same_number_at_once_one_does(world):
    """Whoever comes second for the same days is told so; the days have one number."""
    district, day = world.role("district"), "2047-01-01"
    barrier = threading.Barrier(4)

    def put(value):
        district.get("/v1/rules", {"limit": 1})  # the connection stands
        barrier.wait()
        return district.post("/v1/rules", {"name": "cluster_days", "value": str(value), "basis": "区政府文件", "effective_from": day})

    with concurrent.futures.ThreadPoolExecutor(4) as many:
        answers = list(many.map(put, (10, 20, 40, 50)))
    assert sorted(answer.status for answer in answers) == [201, 409, 409, 409], [answer.body for answer in answers]
    assert {answer.code for answer in answers if answer.status == 409} == {"rule_changed_meanwhile"}
    assert len([row for row in district.pages("/v1/rules", {"name": "cluster_days", "as_of": day}) if not row["common"]]) == 1
