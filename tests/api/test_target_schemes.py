"""Schemes of targets: those of the seeds as they are shipped, a district's own in their place, and what keeps one from being published."""
import pytest
from things.estates import officer, today
from things.rulebooks import deputy
from things.targets import INDICATORS, draft, scheme, told

WHERE = "/v1/target-schemes"


@pytest.fixture
def one(world):
    return officer(world, "near")


def shipped(client):
    return {row["code"]: row for row in client.pages(WHERE, {"state": "given"})}


def test_the_targets_of_the_seeds_are_shipped(world, one):
    """B01–B17, A04, A22: each with its numbers and days, and with what was supposed where the plan is silent."""
    found = shipped(one)
    assert set(found) == {"donghe_2022", "bengbu_2023", "mengcheng_2024", "zaozhuang_2020", "local_plan"} and all(row["common"] and not row["findings"] for row in found.values())
    numbers = {(code, item["code"]): [day.get("at_least") for day in item["targets"]] for code, row in found.items() for item in row["indicators"]}
    assert (numbers["donghe_2022", "oc_established"], numbers["donghe_2022", "standard_met"], numbers["donghe_2022", "satisfaction"]) == (["70", "80", "85"], ["66.14", "75", "85"], ["80", "85", "90"])
    assert (numbers["bengbu_2023", "red_station"], numbers["bengbu_2023", "platform"], numbers["bengbu_2023", "party_members"], numbers["zaozhuang_2020", "pilot_estates"]) == (["30"], ["50"], ["50"], ["2"])
    said = "".join(item["basis"] for row in found.values() for item in row["indicators"])
    assert [row for row in (*(f"B{n:02d}" for n in range(1, 18)), "A04", "A22", "A23") if row not in said] == []
    assert [item["code"] for item in found["bengbu_2023"]["indicators"] if not item["hard"]] == ["party_members"], "一般 is soft"


def test_a_districts_own_stands_in_place_of_the_shipped_one_from_its_day(world, one):
    """The number before stays to be read, and what held on a day is asked by that day."""
    given = shipped(one)["local_plan"]
    assert one.get("/v1/target-values", {"scheme": "local_plan", "as_of": "2022-12-31"}).json["items"][0]["scheme"] == {"id": given["id"], "code": "local_plan", "number": 1}
    made = deputy(world).post(WHERE, {"from": given["id"], "effective_from": "2023-01-01"}, expect=201).json
    assert (made["state"], made["number"], made["indicators"]) == ("draft", 1, given["indicators"])
    raised = [{**given["indicators"][0], "targets": [{"at_least": "4"}]}]
    deputy(world).request("PATCH", f"{WHERE}/{made['id']}", json_body={"indicators": raised}, headers={"If-Match": '"1"'}, expect=200)
    assert deputy(world).post(f"{WHERE}/{made['id']}/publish", {"version": 2}, expect=409).code == "separation_of_duties"
    assert one.post(f"{WHERE}/{made['id']}/publish", {"version": 1}, expect=409).code == "target_scheme_changed"
    assert world.role("street").get(f"{WHERE}/{made['id']}", expect=404)
    one.post(f"{WHERE}/{made['id']}/publish", {"version": 2}, expect=200)
    asked = {day: one.get("/v1/target-values", {"scheme": "local_plan", "as_of": day}).json["items"][0] for day in ("2022-12-31", "2023-01-01")}
    assert [(row["scheme"]["id"], row["target"]) for row in asked.values()] == [(given["id"], "2"), (made["id"], "4")]
    assert officer(world, "abroad").get("/v1/target-values", {"scheme": "local_plan"}).json["items"][0]["scheme"]["id"] == given["id"]
    assert one.request("PATCH", f"{WHERE}/{made['id']}", json_body={"title_zh": "改"}, headers={"If-Match": '"3"'}, expect=409).code == "state_conflict"
    one.post(f"{WHERE}/{made['id']}/withdraw", {"reason": "测试结束"}, expect=200)


@pytest.mark.parametrize("members,code,pointer", [
    ({"numerator": "no_such"}, "measure_unknown", "/indicators/0/numerator"), ({"denominator": None}, "denominator_misfit", "/indicators/0/denominator"),
    ({"numerator": "firms_party_org", "denominator": "firms"}, "not_by_street", "/indicators/0/unit"), ({"targets": [{"at_least": "101"}]}, "target_wrong", "/indicators/0/targets/0"),
    ({"targets": [{"due_on": "2026-12-31"}]}, "target_wrong", "/indicators/0/targets/0"), ({"targets": [{"at_least": "50", "at_most": "40"}]}, "target_wrong", "/indicators/0/targets/0"),
    ({"targets": [{"due_on": "2026-12-31", "at_least": "70"}, {"due_on": "2026-12-31", "at_least": "80"}]}, "days_unordered", "/indicators/0/targets/1/due_on"),
    ({"direction": "rising"}, "target_wrong", "/indicators/0/targets/0"), ({"code": "pilots"}, "indicator_repeated", "/indicators/1/code")], ids=lambda value: value if isinstance(value, str) else "")
def test_what_keeps_a_scheme_from_being_published(members, code, pointer, world, one):
    item = {name: member for name, member in {**INDICATORS[0], **members}.items() if member is not None}
    made = draft(world, by=deputy, indicators=[item, INDICATORS[1]])
    assert (code, pointer) in {(row["code"], row["pointer"]) for row in made["findings"]}
    assert one.post(f"{WHERE}/{made['id']}/publish", {"version": 1, "effective_from": today()}, expect=422).code == "target_scheme_has_faults"


def test_what_is_refused_of_a_draft(world, one):
    assert one.post(WHERE, {"code": "incomplete"}, expect=422).code == "target_scheme_incomplete"
    assert one.post(WHERE, {"from": "01900000-0000-7000-8000-00000000ffff"}, expect=422).code == "target_scheme_unknown"
    made = draft(world, by=deputy)
    assert one.post(f"{WHERE}/{made['id']}/publish", {"version": 1}, expect=422).code == "target_scheme_day_missing"
    there = scheme(world)
    again = deputy(world).post(WHERE, told(world, code=there["code"]), expect=201).json
    assert again["number"] == 2
    assert one.post(f"{WHERE}/{again['id']}/publish", {"version": 1, "effective_from": today(-1)}, expect=422).code == "takes_effect_in_the_past"
    later = one.post(f"{WHERE}/{again['id']}/publish", {"version": 1, "effective_from": today(5)}, expect=200).json
    third = deputy(world).post(WHERE, told(world, code=there["code"]), expect=201).json
    assert one.post(f"{WHERE}/{third['id']}/publish", {"version": 1, "effective_from": later["effective_from"]}, expect=409).code == "target_scheme_day_taken"
