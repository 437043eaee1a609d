"""Scores that are only supposed, and scores that were frozen."""
import copy
import hashlib
import uuid
from datetime import timedelta

import pytest
from things import firms, scores, staff
from things.scores import DOCUMENT, book, credit, freeze, record, simulate, today


@pytest.fixture
def district(world):
    scores.held(world)
    return world.role("district")


# ---- supposed ----

def rows_of_all_tables(world):
    """What the pipeline itself keeps of every call is left out."""
    tables = [row["name"] for row in world.cluster.query(
        "select format('%%I.%%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace "
        "where c.relkind = 'r' and n.nspname = 'public' and c.relname !~ '^(audit_log|idempotency_keys)' order by 1", ())]
    return world.cluster.query("select " + ", ".join(f"(select count(*) from {name}) as \"{name}\"" for name in tables))[0]


def test_what_is_supposed_is_computed_and_not_stored(world, district):
    """Records added, left out, and about the same fact; the firm itself may ask."""
    firm = scores.firm(world, ("basic.data", 70), ("bad.penalty", 10), ("good.media", 10, {"fact_key": "article"}))
    before = rows_of_all_tables(world)
    value = {"without": [firm["records"][1]], "records": [
        {"item_code": "good.award", "level": "national"}, {"item_code": "good.staff", "measure": "4"}, {"item_code": "bad.complaint"},
        {"item_code": "good.media", "level": "national", "same_fact_as": firm["records"][2]}, {"item_code": "bad.penalty", "points": "1.5", "assessor": "street"}]}
    answer = simulate(district, firm, value).json
    assert (answer["before"]["total"], answer["before"]["grade"], answer["after"]["basic"], answer["after"]["good"], answer["after"]["bad"], answer["after"]["total"], answer["after"]["grade"]) == (
        "70.00", "A", "70", "37", "3.025", "103.98", "AAA")
    assert [(line["supposed"], line["record_id"], line["counted"], line["cut_by"]) for line in answer["lines"]] == [
        (None, firm["records"][0], "70", None), (None, firm["records"][2], "0", "max_per_fact")][:: 1 if firm["records"][0] < firm["records"][2] else -1] + [
        (1, None, "15", None), (2, None, "2", None), (3, None, "2.5", None), (4, None, "20", None), (5, None, "0.525", None)]
    assert simulate(district, firm, {}).json["after"] == answer["before"]
    assert rows_of_all_tables(world) == before
    assert credit(district, firm)["total"] == "70.00"


def test_a_draft_says_anew_what_records_are_worth(world, district):
    """By level and measure; a range holds what was decided; an item that is not there leaves the points; one that does not reach the firm counts nothing."""
    firm = scores.firm(world, ("basic.data", 95), ("good.award", 15, {"level": "national"}), ("good.staff", 2, {"measure": 4}), ("bad.penalty", 10), ("good.gone", 1, {"category": "good"}))
    estate = world.own_estate()
    propagated = record(world, str(estate["id"]), "bad.complaint", 5, kind="project", firm_id=firm["id"])
    scores.count(world, propagated, "firm", firm["id"], firm["id"], "bad.complaint", "bad", "2.5", today(), None, scores.EVER, {"assessor": "district", "fact_key": "c", "veto": False})
    draft = copy.deepcopy(DOCUMENT)
    items = {item["code"]: item for item in draft["items"]}
    draft["score"] |= {"basic_cap": None, "base": "1"}
    items["basic.data"]["high"] = "90"
    items["good.award"]["tiers"][0]["points"] = "25"
    items["good.staff"]["unit_points"] = "1"
    items["bad.penalty"] |= {"points": "40", "veto": True}
    items["bad.complaint"]["propagates_to"][0]["ratio"] = "0.2"
    drafted = book(world, draft, state="draft")
    answer = simulate(district, firm, {"rulebook_id": drafted}).json
    assert {line["item_code"]: line["points"] for line in answer["lines"]} == {"basic.data": "90.0000", "good.award": "25.0000", "good.staff": "4.0000", "bad.penalty": "40.0000",
                                                                             "good.gone": "1.0000", "bad.complaint": "1.0000"}
    assert (answer["before"]["total"], answer["after"]["total"], answer["after"]["grade"], answer["rulebook"]["id"]) == ("85.50", "80.00", "D", drafted)
    assert [simulate(world.role("street"), firm, {"rulebook_id": drafted}, expect=422).code, simulate(district, firm, {"rulebook_id": str(uuid.uuid4())}, expect=422).code] == ["supposed_rulebook_unknown"] * 2
    items["bad.complaint"]["propagates_to"] = []
    answer = simulate(district, firm, {"rulebook_id": book(world, draft, state="draft"), "without": [firm["records"][3]]}).json
    assert answer["after"]["total"] == "121.00" and "bad.complaint" not in {line["item_code"] for line in answer["lines"]}


@pytest.mark.parametrize("value,code", [
    ({"records": [{"item_code": "no.such"}]}, "supposed_item_unknown"), ({"records": [{"item_code": "good.award"}]}, "points_not_told"),
    ({"records": [{"item_code": "good.award", "level": "village"}]}, "points_not_told"), ({"records": [{"item_code": "good.staff"}]}, "points_not_told"),
    ({"records": [{"item_code": "person.refusal"}]}, "item_not_for_subject"), ({"without": ["01900000-0000-7000-8000-000000000000"]}, "record_not_counted"),
    ({"records": [{"item_code": "bad.penalty", "same_fact_as": "01900000-0000-7000-8000-000000000000"}]}, "record_not_counted"),
    ({"known_at": "2090-01-01T00:00:00Z"}, "not_known_yet"), ({"known_at": "2020-01-01T00:00:00Z", "view": "then"}, "known_twice")])
def test_what_cannot_be_supposed_is_refused(value, code, world, district):
    assert simulate(district, scores.firm(world), value, expect=422).code == code


def test_nothing_can_be_supposed_without_a_rulebook(world, district):
    assert simulate(district, scores.firm(world), {"as_of": "2001-01-01"}, expect=409).code == "no_rulebook"


# ---- frozen ----

def recomputed(card):
    """The hash by the words of the contract, from what the card shows."""
    text = f"rulebook\t{card['rulebook']['id']}\nsubject\t{card['subject']['kind']}\t{card['subject']['id']}\nas_of\t{card['as_of']}\n"
    for line in card["lines"]:
        text += "\t".join([line["record_id"], line["item_code"], line["category"], line["points"], line["assessor"], str(line["fact"]), str(line["veto"]).lower(), line["valid_from"]]) + "\n"
    return hashlib.sha256(text.encode()).hexdigest()


def test_whoever_has_the_inputs_computes_the_hash(world, district):
    firm = scores.firm(world, ("basic.data", 70), ("good.media", "10.25", {"fact_key": "文章"}), ("good.web", 20, {"fact_key": "文章", "assessor": "street"}), ("bad.fraud", 0))
    frozen = freeze(district, firm).json
    card = credit(district, firm, known_at=frozen["known_at"])
    assert frozen["inputs_hash"] == card["inputs_hash"] == recomputed(card)
    assert frozen["inputs_hash"] == recomputed(credit(district, firm))
    assert {name: card[name] for name in ("basic", "good", "bad", "total", "has_bad", "veto", "takes_part")} == {name: frozen[name] for name in
                                                                                                               ("basic", "good", "bad", "total", "has_bad", "veto", "takes_part")}
    empty = scores.firm(world)
    assert freeze(district, empty).json["inputs_hash"] == recomputed(credit(district, empty))


def test_a_snapshot_stays_while_the_score_goes_on(world, district):
    firm = scores.firm(world, ("basic.data", 70))
    frozen = freeze(district, firm).json
    assert freeze(district, firm).json["inputs_hash"] == frozen["inputs_hash"]
    record(world, firm["id"], "bad.penalty", 10)
    assert district.get(f"/v1/credit/snapshots/{frozen['id']}", expect=200).json == frozen
    later = freeze(district, firm).json
    assert (frozen["total"], later["total"]) == ("70.00", "60.00") and later["inputs_hash"] != frozen["inputs_hash"]
    rows = district.get("/v1/credit/snapshots", {"subject_id": firm["id"], "subject_kind": "firm", "as_of_from": today().isoformat(), "grade": "A"}, expect=200).json["items"]
    assert len(rows) == 2 and {row["grade"] for row in rows} == {"A"}
    assert not district.get("/v1/credit/snapshots", {"subject_id": firm["id"], "as_of_before": today().isoformat()}, expect=200).json["items"]
    assert not world.cluster.query("select grantee from information_schema.role_table_grants where table_name = 'credit_snapshots' and grantee <> 'wuye_owner' "
                                   "and privilege_type in ('UPDATE', 'DELETE', 'TRUNCATE')")


def test_what_cannot_be_frozen_is_refused(world, samples, district):
    firm = scores.firm(world)
    assert freeze(district, firm, as_of=(today() + timedelta(2)).isoformat(), expect=422).code == "day_not_come"
    assert freeze(district, {"id": str(uuid.uuid4())}, expect=422).code == "credit_subject_unknown"
    assert freeze(district, firms.firm(world, abroad=True), expect=422).code == "credit_subject_unknown"
    assert freeze(district, firm, as_of="2001-01-01", expect=409).code == "no_rulebook"
    assert freeze(district, firm, known_at="2090-01-01T00:00:00Z", expect=422).code == "not_known_yet"
    person = staff.person(world, firm["id"])
    for kind, subject in (("project", samples.estates["near"]), ("person", person)):
        made = freeze(district, {"id": str(subject["id"])}, subject_kind=kind).json
        assert (made["subject_kind"], made["name"]) == (kind, subject["name"])
