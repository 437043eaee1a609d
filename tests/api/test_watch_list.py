"""H05: estates with many petitions, poor service or low satisfaction, with who answers for them and the help given on site; what the firm learns of it."""
import threading
import types

import pytest
from things.closing import helped, new_help, new_watch, street, watched
from things.estates import estate, officer, today

WHERE = "/v1/watch-list"
SECRETS = ("包保人", "驻点人员", "三季度信访较多", "信访已平息")


@pytest.fixture
def one(world):
    return street(world)


def own_estate(world, place="near"):
    return estate(types.SimpleNamespace(world=world), place)


def ids(client, **query):
    return {row["id"] for row in client.pages(WHERE, query)}


def test_h05_a_street_lists_an_estate_with_unit_person_and_criteria(world, one):
    own = own_estate(world)
    made = one.post(WHERE, new_watch(own["id"], criteria=["poor_service", "low_satisfaction", "many_petitions"]), expect=201)
    entry = made.json
    assert made.header("Location") == f"{WHERE}/{entry['id']}" and one.get(f"{WHERE}/{entry['id']}").json == entry
    assert (entry["estate"]["id"], sorted(entry["criteria"]), entry["responsible_unit"], entry["responsible_person"], entry["since"], entry["ended_on"], entry["helps"]) == (
        own["id"], ["low_satisfaction", "many_petitions", "poor_service"], "和平街道办事处", "包保人甲", today(-20), None, 0)
    assert one.post(WHERE, new_watch(own["id"]), expect=409).code == "watched_already"
    assert one.post(WHERE, new_watch(own_estate(world, "far")["id"]), expect=422).code == "estate_unknown"
    assert one.post(WHERE, new_watch(own_estate(world)["id"], since=today(1)), expect=422).code == "day_in_the_future"
    assert one.post(WHERE, new_watch(own_estate(world)["id"], criteria=[]), expect=422).code == "invalid_body"


def test_h05_help_on_site_is_kept_day_by_day(world, one):
    entry = watched(world)
    first, second = helped(world, entry, helped_on=today(-3)), one.post(f"{WHERE}/{entry['id']}/help", new_help(), expect=201).json
    assert [row["id"] for row in one.pages(f"{WHERE}/{entry['id']}/help")] == [second["id"], first["id"]]
    assert (first["helpers"], first["causes"], first["done"], first["next"]) == ("驻点人员甲", "保洁人员不足", "指导企业调整班次", "下周复查")
    now = one.get(f"{WHERE}/{entry['id']}").json
    assert (now["helps"], now["last_helped_on"]) == (2, today(-1))
    for code, day in (("day_in_the_future", today(1)), ("watch_day_before", today(-21))):
        assert one.post(f"{WHERE}/{entry['id']}/help", new_help(helped_on=day), expect=422).code == code
    assert street(world, "far").post(f"{WHERE}/{entry['id']}/help", new_help(), expect=404).code == "not_found"


def test_an_entry_is_changed_and_ends_with_a_reason(world, one):
    own = own_estate(world)
    entry = watched(world, estate_id=own["id"])
    where = f"{WHERE}/{entry['id']}"
    changed = one.request("PATCH", where, json_body={"responsible_person": "包保人乙", "criteria": ["poor_service"], "reason": None}, headers={"If-Match": '"1"'}, expect=200).json
    assert (changed["responsible_person"], changed["criteria"], changed["reason"], changed["responsible_unit"], changed["version"]) == ("包保人乙", ["poor_service"], None, "和平街道办事处", 2)
    assert one.request("PATCH", where, json_body={"responsible_person": "包保人丙"}, headers={"If-Match": '"1"'}, expect=412).code == "precondition_failed"
    for code, day in (("day_in_the_future", today(1)), ("watch_day_before", today(-21))):
        assert one.post(f"{where}/end", {"reason": "信访已平息", "ended_on": day}, expect=422).code == code
    ended = one.post(f"{where}/end", {"reason": "信访已平息"}, expect=200).json
    assert (ended["ended_on"], ended["end_reason"]) == (today(), "信访已平息")
    for answer in (one.post(f"{where}/end", {"reason": "再结束"}), one.post(f"{where}/help", new_help()), one.request("PATCH", where, json_body={"responsible_person": "包保人丁"}, headers={"If-Match": '"3"'})):
        assert (answer.status, answer.code, answer.json["state"]) == (409, "state_conflict", "ended")
    again = watched(world, estate_id=own["id"], since=today())
    assert ids(one, estate_id=own["id"]) == {entry["id"], again["id"]} and ids(one, estate_id=own["id"], ended="false") == {again["id"]}
    assert ids(one, estate_id=own["id"], as_of=today(-1)) == {entry["id"]} and ids(one, estate_id=own["id"], as_of=today()) == {again["id"]}
    assert ids(one, estate_id=own["id"], criterion="poor_service") == {entry["id"]} and ids(one, estate_id=own["id"], ended="true") == {entry["id"]}


def test_an_estate_is_watched_once_on_any_day(world, one):
    """An entry that ended leaves its days taken; the next begins where it ended, not before."""
    own = own_estate(world)
    entry = watched(world, estate_id=own["id"])
    one.post(f"{WHERE}/{entry['id']}/end", {"reason": "信访已平息", "ended_on": today(-5)}, expect=200)
    assert one.post(WHERE, new_watch(own["id"], since=today(-6)), expect=409).code == "watched_already"
    again = one.post(WHERE, new_watch(own["id"], since=today(-5)), expect=201).json
    assert [ids(one, estate_id=own["id"], as_of=today(day)) for day in (-6, -5)] == [{entry["id"]}, {again["id"]}]


def test_a_firm_learns_what_was_found_and_done_but_not_who_nor_why(world):
    """The help is given with the firm: it reads its own estates' entries and help, without persons and without what may tell of those who complained."""
    entry = watched(world, "one")
    helped(world, entry, "one")
    company = world.caller("company.one@150202")
    shown = company.get(f"{WHERE}/{entry['id']}", expect=200)
    assert (shown.json["responsible_unit"], shown.json["responsible_person"], shown.json["reason"], shown.json["estate"]["id"]) == ("和平街道办事处", None, None, entry["estate"]["id"])
    help_shown = company.get(f"{WHERE}/{entry['id']}/help", expect=200)
    assert help_shown.json["items"][0]["causes"] == "保洁人员不足" and help_shown.json["items"][0]["helpers"] is None
    said = b"".join(answer.body for answer in (shown, help_shown, company.get(WHERE), company.get(WHERE, headers={"Accept": "text/csv"}), company.get(f"{WHERE}/{entry['id']}/help", headers={"Accept": "text/csv"}))).decode()
    assert not [secret for secret in SECRETS if secret in said]
    company.post(f"{WHERE}/{entry['id']}/help", new_help(), expect=403)
    hidden = watched(world)
    assert company.get(f"{WHERE}/{hidden['id']}", expect=404) and company.get(f"{WHERE}/{hidden['id']}/help", expect=404)
    connection = world.cluster.connect(user="wuye_company")
    try:
        for column, table in (("reason", "watch_entries"), ("responsible_person", "watch_entries"), ("end_reason", "watch_entries"), ("helpers", "watch_helps"), ("minutes", "meetings"), ("decision", "meeting_decisions"),
                              ("checked", "daily_checks"), ("n", "issue_tallies"), ("n", "issue_moves")):
            with connection.cursor() as cursor, pytest.raises(Exception, match="permission denied"):
                cursor.execute(f"select {column} from {table}")
            connection.rollback()
    finally:
        connection.close()


def test_an_estate_is_put_on_the_list_once_however_many_ask(world):
    own, answers = own_estate(world), []
    clients = [street(world), officer(world, "near"), street(world), officer(world, "near")]
    threads = [threading.Thread(target=lambda client=client: answers.append(client.post(WHERE, new_watch(own["id"])))) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status for answer in answers) == [201, 409, 409, 409] and {answer.code for answer in answers if answer.status == 409} == {"watched_already"}
