"""F27 双随机一公开: whom nobody may visit, what is public when, and what other parts are handed."""
import hashlib
import types
import uuid

import pytest
from test_draws import WHERE, managed, proof_of, together, verified, weights
from things import firms
from things.draws import VALUE, act, conflict, draw, due, inspector, new_draw, pools, street, street_code
from things.estates import estate, officer, today
from things.rulebooks import deputy


@pytest.fixture
def one(world):
    """Who draws; the deputy commits."""
    return officer(world, "near")


# ---- conflicts, and what nobody may visit ----

def test_whom_nobody_may_visit_is_said_and_drawn_again_once(world, one):
    """The district draws again among others; that draw's targets are sure to be visited, so they stay unsaid until it is published."""
    estates, people = pools(world, inspectors=2)
    for each in people:
        conflict(world, {"id": each}, estate_id=estates[0])
    made = due(world, deputy(world).post(WHERE, new_draw(estates, people, 2, 2, 2), expect=201).json)
    assert proof_of(one, made)["pool_text"].split("--\n")[2] == "".join(f"{each}\t{estates[0]}\n" for each in sorted(people))
    again = {name: value for name, value in new_draw([], [inspector(world)["id"]], redraw_of=made["id"]).items() if name not in ("targets", "target_count")}
    assert deputy(world).post(WHERE, again, expect=409).code == "draw_redraw_misfit"
    done = act(one, made, "draw", {"public_value": VALUE}).json
    assert {visit["estate"]["id"]: (visit["staffed"], len(visit["inspectors"])) for visit in done["visits"]} == {estates[0]: (False, 0), estates[1]: (True, 2)}
    assert verified(proof_of(one, made)) == (True, "the same")
    answers = together(*(lambda: deputy(world).post(WHERE, again, expect=(201, 409)) for _ in range(3)))
    assert sorted(answer.status for answer in answers) == [201, 409, 409] and {answer.code for answer in answers if answer.status == 409} == {"draw_redraw_misfit"}
    second = next(answer.json for answer in answers if answer.status == 201)
    assert (second["redraw_of"], second["target_count"], second["wanted"]["targets"]) == (made["id"], 1, None)
    assert list(weights(one, second)) == [estates[0]] and weights(world.anyone, second) == weights(world.role("company"), second) == {}
    assert weights(street(world), second).keys() == {estates[0]} and weights(street(world, "far"), second) == {}
    assert proof_of(world.anyone, second)["pool_text"] is None and hashlib.sha256(proof_of(one, second)["pool_text"].encode()).hexdigest() == second["pool"]["hash"]
    drawn = act(one, due(world, second), "draw", {"public_value": VALUE}).json
    assert drawn["visits"][0]["staffed"] and verified(proof_of(one, second))[0]
    act(one, second, "publish")
    assert verified(proof_of(world.anyone, second))[0]
    assert deputy(world).post(WHERE, {**again, "redraw_of": second["id"]}, expect=409).code == "draw_redraw_misfit"
    assert [each["id"] for each in one.pages(WHERE, {"redraw_of": made["id"]})] == [second["id"]]


@pytest.mark.parametrize("subject", ["firm", "estate", "community"])
def test_a_conflict_keeps_from_the_visit(world, one, subject):
    firm = firms.firm(world)["id"]
    target = managed(world, firm)[0]
    barred, free = inspector(world), inspector(world)
    conflict(world, barred, **{"firm": {"firm_id": firm}, "estate": {"estate_id": target}, "community": {"community_code": one.get(f"/v1/estates/{target}").json["community_code"]}}[subject])
    later = conflict(world, free, estate_id=target, valid_from=today(1))
    over = conflict(world, free, estate_id=target)
    one.post(f"/v1/inspectors/{free['id']}/conflicts/{over['id']}/end", {"reason": "已离职"}, expect=200)
    made = draw(world, "drawn", targets=[target], inspectors=[barred["id"], free["id"]], inspector_count=2)
    assert [who["id"] for who in made["visits"][0]["inspectors"]] == [free["id"]] and later["valid_from"] == today(1)


# ---- what is public when ----

def test_visits_are_unannounced_until_they_are_published(world, one):
    """Until then neither firms nor the public learn who is visited, nor the seed by which they could work it out; a street reads what lies in its own area. Names are never public."""
    near, far = estate(types.SimpleNamespace(world=world))["id"], estate(types.SimpleNamespace(world=world), "far")["id"]
    who = inspector(world, unit="district")
    made = draw(world, "drawn", targets=[near, far], inspectors=[who["id"]], target_count=2)
    for client in (world.anyone, world.role("company"), world.role("community"), world.role("hotline"), world.role("platform")):
        told = client.get(f"{WHERE}/{made['id']}").json
        assert (told["state"], told["seed"], told["public_value"], told["visits"], told["called"]) == ("drawn", None, None, None, None)
        assert proof_of(client, made)["seed"] is None and proof_of(client, made)["targets"] is None
    mine = street(world).get(f"{WHERE}/{made['id']}").json
    assert [visit["estate"]["id"] for visit in mine["visits"]] == [near] and mine["visits"][0]["inspectors"] == [{"id": who["id"], "unit": "district", "name": who["name"]}]
    assert mine["seed"] is None and proof_of(street(world), made)["targets"] is None
    done = act(one, made, "publish").json
    assert done["published_at"] and {visit["inspectors"][0]["name"] for visit in done["visits"]} == {who["name"]}
    for client in (world.anyone, world.role("company"), world.role("platform")):
        told = client.get(f"{WHERE}/{made['id']}")
        assert len(told.json["visits"]) == 2 and told.json["seed"] and who["name"] not in told.body.decode() and who["name"] not in client.get(f"{WHERE}/{made['id']}/inspectors").body.decode()
        assert verified(proof_of(client, made))[0]


@pytest.mark.parametrize("state", ["committed", "drawn"])
def test_a_draw_that_is_cancelled_stays_and_hides_nothing(world, one, state):
    """So that nobody cancels until a result pleases: seed and result are told, and later draws say how many there were."""
    made = draw(world, state)
    gone = act(deputy(world), made, "cancel", {"reason": "名录有误"}).json
    told = world.anyone.get(f"{WHERE}/{made['id']}").json
    assert (told["state"], told["cancelled_reason"], told["seed"]) == ("cancelled", "名录有误", gone["seed"]) and hashlib.sha256(bytes.fromhex(told["seed"])).hexdigest() == told["commitment"]
    assert (told["public_value"], told["visits"] is not None) == ((VALUE, True) if state == "drawn" else (None, False))
    assert state == "committed" or verified(proof_of(world.anyone, made))[0]
    number = world.anyone.get(WHERE, {"district_code": "150202", "state": "cancelled", "count": "true", "limit": "1"}).json["total"]
    assert draw(world)["cancelled_before"] == number > 0
    assert made["id"] in {each["id"] for each in world.anyone.pages(WHERE, {"state": "cancelled"})}


def test_draws_that_are_drawn_and_kept_back_are_counted(world, one):
    """Nor does anybody draw several at once, use the one that pleases and leave the others unsaid."""
    kept, used = draw(world, "drawn"), draw(world, "drawn")
    count = lambda: world.anyone.get(f"{WHERE}/{used['id']}").json["untold_before"]
    before = count()
    assert before > 0 and draw(world)["untold_before"] == before + 1
    act(one, kept, "publish")
    assert count() == before - 1


def test_a_draw_that_inspections_were_made_from_is_not_cancelled(world, one):
    """By hand: an inspection of the draw; once that is called off the draw can be."""
    made = draw(world, "drawn")
    world.cluster.query("insert into inspections (district_code, id, kind, level, draw_id, state, created_at, updated_at) values ('150202', %s, 'random', 'district', %s, 'drawn', now(), now()) returning 1",
                        (str(uuid.uuid4()), made["id"]))
    assert act(one, made, "cancel", {"reason": "名录有误"}, 409).code == "draw_has_inspections"
    world.cluster.query("update inspections set state = 'cancelled', ended_reason = '试验' where draw_id = %s returning 1", (made["id"],))
    assert act(one, made, "cancel", {"reason": "名录有误"}).json["state"] == "cancelled"


def test_whoever_plans_visits_gets_the_teams(world, one):
    """What inspections are made from: each target in order, with names; nothing before it is drawn or once it is cancelled."""
    estates, people = pools(world)
    made = draw(world, targets=estates, inspectors=people, target_count=2, inspector_count=2, team_size=2)

    def teams():
        return world.cluster.query("select t.* from (select set_config('wuye.district', '150202', false) offset 0) s cross join lateral draw_teams(%s) t", (made["id"],))
    assert teams() == []
    done = act(one, made, "draw", {"public_value": VALUE}).json
    assert [(str(row["estate_id"]), [who["inspector_id"] for who in row["inspectors"]], [who["name"] for who in row["inspectors"]]) for row in teams()] == [
        (visit["estate"]["id"], [who["id"] for who in visit["inspectors"]], [who["name"] for who in visit["inspectors"]]) for visit in done["visits"]]
    act(one, made, "cancel", {"reason": "名录有误"})
    assert teams() == []


def test_lists_are_narrowed(world, one):
    made = street(world).post(WHERE, new_draw(*pools(world)), expect=201).json
    assert {each["street_code"] for each in world.anyone.pages(WHERE, {"street_code": street_code(world)})} == {street_code(world)}
    assert made["id"] in {each["id"] for each in one.pages(WHERE, {"committed_from": made["committed_at"]})} and made["id"] not in {each["id"] for each in one.pages(WHERE, {"committed_before": made["committed_at"]})}
    assert one.pages(WHERE, {"campaign_id": str(uuid.uuid4())}) == [] and world.anyone.pages(WHERE, {"district_code": "340302", "street_code": street_code(world)}) == []
    assert {each["street_code"] for each in one.pages("/v1/inspectors", {"street_code": street_code(world)})} == {street_code(world)} and {each["unit"] for each in one.pages("/v1/inspectors", {"unit": "street"})} == {"street"}
    assert len(weights(one, made)) == 2 and world.anyone.pages(f"{WHERE}/{made['id']}/targets", {"street_code": street_code(world, "far")}) == []
