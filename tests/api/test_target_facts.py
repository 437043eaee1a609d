"""Facts that targets count (B05, B06, B08, B09, B11), and what was told of a day: frozen, never changed by what is written later."""
import concurrent.futures
import hashlib
import threading
import types

import pytest
from things.closing import street, street_code
from things.estates import estate, officer, today
from things.targets import fact, new_fact, new_survey, scheme, snapshot

WHERE = "/v1/target-facts"
VALUES = "/v1/target-values"
# As the contract says them of values_hash.
HASHED = ("indicator", "unit", "street_code", "numerator", "denominator", "rate", "target", "target_most", "due_on", "required", "compared_rate", "state")


@pytest.fixture
def one(world):
    return officer(world, "near")


def own_estate(world, place="near"):
    return estate(types.SimpleNamespace(world=world), place)


def registered(world, place="near"):
    """An estate that the register has had all along, without facts."""
    return world.cluster.query("select e.id::text as id from estates e where e.district_code = '150202' and e.street_code = %s and e.known_from = '-infinity' "
                               "and not exists (select from target_facts f where f.estate_id = e.id) order by e.code limit 1", (street_code(world, place),))[0]["id"]


def value(client, indicator, as_of, unit="district", scheme="bengbu_2023", **query):
    return next(iter(client.pages(VALUES, {"scheme": scheme, "as_of": as_of, "indicator": indicator, "unit": unit, **query}, limit=200)))


# ---- facts ----

def test_b05_a_fact_counts_by_its_own_days_until_it_ends_or_is_withdrawn(world, one):
    """B05: a station counts from its first day, whenever it was recorded; what is withdrawn counts on no day."""
    made = fact(world, estate_id=registered(world), holds_from=today(-30))
    assert (made["kind"], made["recorded_role"], made["holds_to"], made["estate"]["id"] is not None) == ("red_station", "street", None, True)

    def counted(day):
        return int(value(one, "red_station", today(day))["numerator"])

    before = counted(-31)
    assert counted(-30) == counted(0) == before + 1
    ended = street(world).post(f"{WHERE}/{made['id']}/end", {"reason": "驿站撤销", "holds_to": today(-10)}, expect=200).json
    assert (ended["holds_to"], ended["end_reason"], ended["version"]) == (today(-10), "驿站撤销", 2)
    assert (counted(-11), counted(-10)) == (before + 1, before)
    assert one.post(f"{WHERE}/{made['id']}/end", {"reason": "再次"}, expect=409).json["state"] == "ended"
    one.post(f"{WHERE}/{made['id']}/withdraw", {"reason": "登记有误"}, expect=200)
    assert counted(-11) == before
    assert one.post(f"{WHERE}/{made['id']}/withdraw", {"reason": "再次"}, expect=409).json["state"] == "withdrawn"
    again = fact(world, estate_id=made["estate"]["id"], holds_from=today(-40))
    found = {row["id"] for row in one.pages(WHERE, {"estate_id": made["estate"]["id"]})}
    assert found == {made["id"], again["id"]} and {row["id"] for row in one.pages(WHERE, {"estate_id": made["estate"]["id"], "withdrawn": "false"})} == {again["id"]}
    assert {row["id"] for row in one.pages(WHERE, {"estate_id": made["estate"]["id"], "as_of": today(-41)})} == set()


def test_b09_a_survey_of_the_whole_district_stands_before_those_of_the_streets(world, one):
    """B09: surveyed and satisfied; the last of the year by the day, and no year's survey is the next year's."""
    mine = street(world)
    first = mine.post(WHERE, new_survey(street_code=street_code(world), holds_from="2021-06-01", surveyed=200, satisfied=150), expect=201).json
    assert (first["rate"], first["estate"]) == ("75.00", None)
    mine.post(WHERE, new_survey(street_code=street_code(world), holds_from="2021-05-01", surveyed=200, satisfied=20), expect=201)
    one.post(WHERE, new_survey(street_code=street_code(world, "far"), holds_from="2021-07-01", surveyed=100, satisfied=91), expect=201)
    told = value(one, "satisfaction", "2021-12-31", scheme="donghe_2022")
    assert (told["numerator"], told["denominator"], told["rate"], told["state"]) == ("241", "300", "80.33", "not_due")
    one.post(WHERE, new_survey(holds_from="2021-08-01", surveyed=500, satisfied=399), expect=201)
    told = value(one, "satisfaction", "2021-12-31", scheme="donghe_2022")
    assert (told["numerator"], told["rate"]) == ("399", "79.80")
    assert value(one, "satisfaction", "2021-07-31", scheme="donghe_2022")["numerator"] == "241"
    assert value(mine, "satisfaction", "2021-12-31", "street", "donghe_2022")["rate"] == "75.00"
    assert value(one, "satisfaction", "2020-12-31", scheme="donghe_2022")["state"] == "not_applicable"


def test_what_a_street_may_not_record(world, one):
    mine, own = street(world), own_estate(world)
    for members in ({"kind": "standard_met"}, {"kind": "party_demonstration"}):
        assert mine.post(WHERE, new_fact(own["id"], **members), expect=403).code == "target_fact_not_yours"
    for members in ({}, {"street_code": street_code(world, "far")}):
        assert mine.post(WHERE, new_survey(**members), expect=403).code == "target_fact_not_yours"
    granted = fact(world, by=officer, estate_id=own["id"], kind="standard_met")
    for verb in ("end", "withdraw"):
        assert mine.post(f"{WHERE}/{granted['id']}/{verb}", {"reason": "不实"}, expect=403).code == "target_fact_not_yours"
    assert mine.post(WHERE, new_fact(own_estate(world, "far")["id"]), expect=422).code == "estate_unknown"
    own_fact = fact(world, estate_id=own["id"])
    for verb in ("end", "withdraw"):
        assert street(world, "far").post(f"{WHERE}/{own_fact['id']}/{verb}", {"reason": "不实"}, expect=404)
    assert street(world, "far").get(f"{WHERE}/{granted['id']}", expect=404) and world.role("community").get(f"{WHERE}/{granted['id']}").json["id"] == granted["id"]


def test_what_is_refused_of_a_fact(world, one):
    own = own_estate(world)
    for value_, code in ((new_fact(), "target_fact_misfit"), (new_fact(own["id"], surveyed=3, satisfied=2), "target_fact_misfit"), (new_fact(own["id"], street_code=street_code(world)), "target_fact_misfit"),
                         (new_survey(estate_id=own["id"]), "target_fact_misfit"), (new_survey(satisfied=501), "target_fact_misfit"), (new_survey(satisfied=None), "target_fact_misfit"),
                         (new_survey(street_code="150202999"), "street_unknown"), (new_fact(own["id"], holds_from=today(1)), "day_in_the_future"),
                         (new_fact("01900000-0000-7000-8000-00000000ffff"), "estate_unknown")):
        assert one.post(WHERE, value_, expect=422).code == code
    made = fact(world)
    for day, code in ((1, "day_in_the_future"), (-30, "target_fact_day_before")):
        assert one.post(f"{WHERE}/{made['id']}/end", {"reason": "撤销", "holds_to": today(day)}, expect=422).code == code
    asked = one.post(WHERE, new_survey(holds_from="2020-02-02"), expect=201).json
    assert one.post(f"{WHERE}/{asked['id']}/end", {"reason": "撤销"}, expect=422).code == "target_fact_misfit"
    assert one.post(WHERE, new_survey(holds_from="2020-02-02"), expect=409).code == "target_fact_exists"


def test_a_fact_is_recorded_once_however_many_record_it(world):
    own, answers = own_estate(world), []
    clients = [street(world), officer(world, "near")] * 3
    threads = [threading.Thread(target=lambda client=client: answers.append(client.post(WHERE, new_fact(own["id"], kind="platform")))) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status for answer in answers) == [201, 409, 409, 409, 409, 409] and {answer.code for answer in answers if answer.status == 409} == {"target_fact_exists"}


# ---- what was told ----

def told(client, one):
    return client.pages(f"/v1/target-snapshots/{one['id']}/values", limit=200)


def test_what_was_told_never_changes_and_anybody_makes_its_hash_again(world, one):
    """A year's end is frozen; what is recorded later changes what is answered now, and nothing of what was told."""
    day = "2023-12-31"
    live = one.pages(VALUES, {"scheme": "bengbu_2023", "as_of": day}, limit=200)
    made = one.post("/v1/target-snapshots", {"scheme": "bengbu_2023", "as_of": day}, expect=201).json
    assert told(one, made) == live and made["told"] == len(live)
    assert (made["met"], made["missed"], made["warnings"]) == tuple(sum(row["binding"] and row["state"] == state for row in live) for state in ("met", "missed", "warning"))
    lines = [(made["scheme"]["code"], str(made["scheme"]["number"]), made["as_of"]), *([row[name] or "" for name in HASHED] for row in told(one, made))]
    assert hashlib.sha256("".join("\t".join(line) + "\n" for line in lines).encode()).hexdigest() == made["values_hash"]
    fact(world, estate_id=registered(world), holds_from="2023-06-01")
    now = one.pages(VALUES, {"scheme": "bengbu_2023", "as_of": day}, limit=200)
    assert now != live and told(one, made) == live
    assert one.post("/v1/target-snapshots", {"scheme": "bengbu_2023", "as_of": day}, expect=409).code == "target_snapshot_exists"
    again = one.post("/v1/target-snapshots", {"scheme": "bengbu_2023", "as_of": day, "reason": "补登红色驿站"}, expect=201).json
    assert (again["revision"], again["reason"]) == (2, "补登红色驿站") and again["values_hash"] != made["values_hash"] and told(one, again) == now
    assert one.get(f"/v1/target-snapshots/{made['id']}").json == made
    assert [row["id"] for row in one.pages("/v1/target-snapshots", {"scheme": "bengbu_2023", "as_of": day})] == [again["id"], made["id"]]


def test_a_street_reads_of_what_was_told_the_districts_and_its_own(world, one):
    made = snapshot(world)
    rows = told(street(world), made)
    assert {row["street_code"] for row in rows} == {None, street_code(world)} and len(rows) < len(told(one, made))
    assert told(world.role("platform"), made) == told(one, made)


def test_a_day_is_frozen_once_however_many_freeze_it(world, one):
    code = scheme(world)["code"]
    for body, problem in (({"scheme": code, "as_of": today()}, "target_day_not_over"), ({"scheme": "no_such", "as_of": "2023-12-31"}, "target_scheme_unknown")):
        assert one.post("/v1/target-snapshots", body, expect=422).code == problem
    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: officer(world, "near").post("/v1/target-snapshots", {"scheme": code, "as_of": today(-1)}), range(6)))
    assert sorted(answer.status for answer in answers) == [201, 409, 409, 409, 409, 409]
    assert [row["revision"] for row in one.pages("/v1/target-snapshots", {"scheme": code})] == [1]
