"""F27: what came out of a draw becomes inspections, once."""
import uuid

import pytest
from test_draws import together
from things.draws import act, conflict, draw, pools, street
from things.estates import officer, today
from things.rulebooks import deputy


@pytest.fixture
def one(world):
    """Who draws; the deputy commits."""
    return officer(world, "near")


def make(client, made, expect=200, **value):
    return client.post(f"/v1/draws/{made['id']}/inspections", value, expect=expect)


def of_draw(client, made):
    return {each["estate"]["id"]: each for each in client.pages("/v1/inspections", {"draw_id": made["id"]})}


def test_f27_visits_become_inspections_once_with_who_makes_them(world, one):
    estates, people = pools(world, targets=3, inspectors=2)
    for each in people:
        conflict(world, {"id": each}, estate_id=estates[0])
    made = draw(world, "drawn", targets=estates, inspectors=people, target_count=3, inspector_count=2, team_size=2)
    counts = [answer.json for answer in together(*(lambda: make(one, made) for _ in range(3)))]
    assert sorted((each["made"], each["there"], each["unstaffed"]) for each in counts) == [(0, 2, 1), (0, 2, 1), (2, 0, 1)]
    found = of_draw(one, made)
    assert found.keys() == set(estates[1:]) and {(each["state"], each["kind"], each["level"]) for each in found.values()} == {("drawn", "random", "district")}
    planned = {visit["estate"]["id"]: [who["id"] for who in visit["inspectors"]] for visit in made["visits"]}
    rows = world.cluster.query("select estate_id::text, inspectors from inspections where draw_id = %s", (made["id"],))
    assert {row["estate_id"]: [who["inspector_id"] for who in row["inspectors"]] for row in rows} == {each: planned[each] for each in estates[1:]}
    assert act(one, made, "cancel", {"reason": "名录有误"}, 409).code == "draw_has_inspections"


def test_what_a_street_drew_is_the_streets_to_visit(world, one):
    made = draw(world, "drawn", by=street(world))
    assert make(one, made).json["made"] == 1
    assert {each["level"] for each in of_draw(street(world), made).values()} == {"street"}


@pytest.mark.parametrize("state", ["committed", "cancelled"])
def test_there_are_none_before_it_is_drawn_or_once_it_is_cancelled(world, one, state):
    answer = make(one, draw(world, state), 409)
    assert (answer.code, answer.json["state"]) == ("state_conflict", state)


def test_a_plan_has_to_fit(world, one):
    """Of the same authority, for random visits, and open."""
    made = draw(world, "published")
    assert make(one, made, 422, plan_id=str(uuid.uuid4())).code == "draw_plan_unfit"
    value = {"title": "四季度随机检查", "period_from": today(), "period_to": today(60)}
    other = one.post("/v1/inspection-plans", {**value, "kind": "key"}, expect=201).json
    assert make(one, made, 422, plan_id=other["id"]).code == "draw_plan_unfit"
    plan = deputy(world).post("/v1/inspection-plans", {**value, "kind": "random", "sample_count": 1}, expect=201).json
    assert make(one, made, plan_id=plan["id"]).json["made"] == 1
    assert {each["plan_id"] for each in of_draw(one, made).values()} == {plan["id"]}


def test_f30_the_citys_inspections_are_drawn_too(world, one):
    """F27, F30: by either operation they are the city's, whose sheet and campaign its plan says."""
    for asked in (lambda made, plan: make(one, made, plan_id=plan["id"]), lambda made, plan: one.post(f"/v1/inspection-plans/{plan['id']}/draw", {"draw_id": made["id"]}, expect=200)):
        made = draw(world, "published")
        plan = one.post("/v1/inspection-plans", {"title": "市级督查", "kind": "city", "period_from": today(), "period_to": today(30)}, expect=201).json
        assert asked(made, plan).json["made"] == 1
        assert [(each["kind"], each["level"], each["plan_id"], each["state"]) for each in of_draw(one, made).values()] == [("city", "city", plan["id"], "drawn")]
