"""F27: nobody whom it could warn learns of a visit before it is made, and what was drawn is visited by those who were drawn for it."""
import pytest
from things import departments
from things.draws import VALUE, act, draw, due, inspector, new_draw, pools, street, street_code
from things.estates import estate, officer, today
from things.inspections import act as move
from things.inspections import caller, finding, inspection, plan, sync
from things.rulebooks import deputy

DRAWS = "/v1/draws"


@pytest.fixture
def one(world):
    """Who draws; the deputy commits."""
    return officer(world, "near")


def visit(client, made, expect=200, **value):
    client.post(f"{DRAWS}/{made['id']}/inspections", value, expect=expect)
    return client.pages("/v1/inspections", {"draw_id": made["id"]})


# ---- who learns of it ----

def test_a_draw_that_takes_the_whole_pool_tells_it_when_it_is_published(world, one):
    """All of its targets are sure to be visited, as those of a draw that is made again: neither the pool nor what it was chosen by is told before."""
    estates, people = pools(world)
    made = deputy(world).post(DRAWS, new_draw(estates, people, target_count=2), expect=201).json
    at = f"{DRAWS}/{made['id']}"
    for client in (world.anyone, world.role("company"), world.role("community"), world.role("platform"), street(world, "far")):
        assert not any(each in client.get(f"{path}").body.decode() for each in estates for path in (at, f"{at}/targets", f"{at}/proof", DRAWS))
        assert client.get(at).json["wanted"] == {"targets": None, "inspectors": made["wanted"]["inspectors"]}
    assert one.get(at).json["wanted"]["targets"]["estate_ids"] == estates and len(one.pages(f"{at}/targets")) == 2
    assert len(street(world).pages(f"{at}/targets")) == 2, "what lies in its own area"
    act(one, due(world, made), "draw", {"public_value": VALUE})
    act(one, made, "publish")
    assert world.anyone.get(at).json["wanted"]["targets"]["estate_ids"] == estates and {each["id"] for each in world.anyone.pages(f"{at}/targets")} == set(estates)


def test_what_nobody_could_visit_is_not_told_while_it_is_drawn_again(world, one):
    """What the first draw left over is what the second visits: the first is neither published nor cancelled before the second is."""
    estates, people = pools(world, targets=3, inspectors=1)
    for each in estates:
        one.post(f"/v1/inspectors/{people[0]}/conflicts", {"estate_id": each, "reason": "曾在该小区任职"}, expect=201)
    made = draw(world, "drawn", targets=estates, inspectors=people)
    again = {name: value for name, value in new_draw([], [inspector(world)["id"]], redraw_of=made["id"]).items() if name not in ("targets", "target_count")}
    second = deputy(world).post(DRAWS, again, expect=201).json
    for verb, value in (("publish", None), ("cancel", {"reason": "名录有误"})):
        assert act(one, made, verb, value, 409).code == "draw_redraw_stands"
    act(one, due(world, second), "draw", {"public_value": VALUE})
    assert act(one, made, "publish", None, 409).code == "draw_redraw_stands"
    act(one, second, "publish")
    assert act(one, made, "publish").json["state"] == "published"


def test_a_community_and_the_platform_learn_of_a_visit_once_it_is_under_way(world, samples, one):
    """As of what a draw brought out: the street receives the inspectors, they do not."""
    place = estate(samples)["id"]
    made = draw(world, "drawn", targets=[place, *pools(world)[0]], inspectors=pools(world)[1], target_count=3)
    drawn = next(each for each in visit(one, made) if each["estate"]["id"] == place)
    planned, own = inspection(samples), inspection(samples, role="community")
    community, platform = world.role("community"), world.role("platform")
    for client in (community, platform):
        client.get(f"/v1/inspections/{drawn['id']}", expect=404)
        assert client.get("/v1/inspections", {"draw_id": made["id"], "count": "true"}).json["total"] == 0
    community.get(f"/v1/inspections/{planned['id']}", expect=404)
    community.get(f"/v1/inspections/{own['id']}", expect=200)
    for client in (one, street(world)):
        client.get(f"/v1/inspections/{drawn['id']}", expect=200)
        client.get(f"/v1/inspections/{planned['id']}", expect=200)
    one.post(f"/v1/inspections/{drawn['id']}/cancel", {"reason": "人员临时调整"}, expect=200)
    for client in (community, platform):
        client.get(f"/v1/inspections/{drawn['id']}", expect=404)
    drawn = next(each for each in visit(one, made) if each["estate"]["id"] == place and each["state"] == "drawn")
    for each in (drawn, planned):
        one.post(f"/v1/inspections/{each['id']}/start", {}, expect=200)
        community.get(f"/v1/inspections/{each['id']}", expect=200)
        platform.get(f"/v1/inspections/{each['id']}", expect=200)


# ---- whose visits they are, and who makes them ----

def test_a_street_makes_no_visits_of_a_draw_that_is_not_its_own(world, samples, one):
    """Else it took the district's visits for its own, and those in other streets too."""
    near, far = estate(samples)["id"], estate(samples, "far")["id"]
    made = draw(world, "drawn", targets=[near, far, estate(samples)["id"]], inspectors=pools(world)[1], target_count=2)
    mine, theirs = plan(samples, "street", kind="random", sample_count=1), draw(world, "drawn", place="far", by=street(world, "far"))
    for drawn in (made, theirs):
        assert street(world).post(f"/v1/inspection-plans/{mine['id']}/draw", {"draw_id": drawn["id"]}, expect=422).json["code"] == "inspection_draw_unknown"
    assert {each["level"] for each in visit(one, made)} == {"district"}
    own = draw(world, "drawn", by=street(world))
    assert street(world).post(f"/v1/inspection-plans/{mine['id']}/draw", {"draw_id": own["id"]}, expect=200).json["made"] == 1
    districts = plan(samples, kind="random", sample_count=1)
    assert one.post(f"/v1/inspection-plans/{districts['id']}/draw", {"draw_id": theirs["id"]}, expect=422).json["code"] == "inspection_draw_unknown"


def test_whoever_was_drawn_visits(world, one):
    """Others may come along, but nobody who was drawn is left out: it is called off then, and drawn again."""
    estates, people = pools(world)
    made = draw(world, "drawn", targets=estates, inspectors=people, inspector_count=2, team_size=2)
    drawn = visit(one, made)[0]
    team = drawn["inspectors"]
    assert {each["inspector_id"] for each in team} == set(people)
    for others in ([{"name": "另派人员"}], team[:1], [team[0], {"name": team[1]["name"]}]):
        assert one.post(f"/v1/inspections/{drawn['id']}/start", {"inspectors": others}, expect=422).json["code"] == "inspection_team_drawn"
    come = [*team, {"name": "随行专家", "unit": "专家库"}]
    assert one.post(f"/v1/inspections/{drawn['id']}/start", {"inspectors": come}, expect=200).json["inspectors"] == come


def test_a_sample_is_drawn_and_not_picked(world, samples, one):
    """F11: an ordinary estate comes into the plan of a sample by a draw alone, so that nobody sets an estate of his choice against the number, or before the team that is drawn."""
    made, place = plan(samples, kind="random", sample_count=1), estate(samples)["id"]
    picked = {"kind": "random", "plan_id": made["id"], "estate_id": place, "visited_on": today()}
    assert one.post("/v1/inspections", picked, expect=422).json["code"] == "inspection_misfit"
    drawn = draw(world, "drawn", targets=[place, estate(samples)["id"]], inspectors=pools(world)[1])
    assert one.post(f"/v1/inspection-plans/{made['id']}/draw", {"draw_id": drawn["id"]}, expect=200).json["made"] == 1


def test_a_plan_is_carried_out_by_whose_it_is(world, samples, one):
    """F11: a street does not put its own look at a key estate for the district's, nor one of its own under another street's plan."""
    place = estate(samples, is_key=True)["id"]
    districts, other = plan(samples), plan(samples, "street", "far")
    value = {"kind": "key", "estate_id": place}
    assert street(world).post("/v1/inspections", {**value, "plan_id": districts["id"]}, expect=403).json["code"] == "inspection_not_yours"
    assert street(world).post("/v1/inspections", {**value, "plan_id": other["id"]}, expect=422).json["code"] == "inspection_plan_unknown"
    daily = plan(samples, kind="daily")
    assert world.role("community").post("/v1/inspections", {"kind": "daily", "estate_id": place, "plan_id": daily["id"]}, expect=201).json["plan_id"] == daily["id"]


def test_nobody_follows_up_what_is_beyond_his_area(world, samples):
    """F28: the issues of the first would be told by what the follow-up lacks."""
    first = inspection(samples, "submitted", "street", "far")
    value = {"kind": "follow_up", "follow_up_of": first["id"]}
    assert caller(world, "street").post("/v1/inspections", value, expect=422).json["code"] == "inspection_first_unknown"
    assert caller(world, "street").post("/v1/inspections", {**value, "estate_id": estate(samples)["id"]}, expect=422).json["code"] == "inspection_first_unknown"


# ---- streets ----

def test_streets_are_those_that_answer_to_the_district(world, samples, one):
    """F12, F49: a new area is given streets whose codes begin with another district's. By hand: such a street of this one, and one that has left it."""
    given, gone = "340302977", "150202978"
    world.cluster.query("with made as (insert into divisions (code, name, level, parent_code, kind) values (%s, '代管街道', 4, '340302', 'street'), (%s, '划出街道', 4, '150202', 'street') returning code) "
                        "select code from made", (given, gone))
    world.cluster.query("with made as (insert into division_jurisdictions (district_code, code, street_code, effective_from, effective_to) values "
                        "('150202', %s, %s, '2020-01-01', null), ('150202', %s, %s, '2020-01-01', '2026-03-01') returning code) select code from made", (given, given, gone, gone))
    fire = departments.department(samples)["code"]
    before = {each["street_code"] for each in one.pages("/v1/joint-enforcement", {"month_from": "2026-02", "month_to": "2026-02"})}
    now = {each["street_code"] for each in one.pages("/v1/joint-enforcement", {"month_from": "2026-03", "month_to": "2026-03"})}
    assert {given, gone, street_code(world)} <= before and {given, street_code(world)} <= now and gone not in now
    value = {"kind": "joint_enforcement", "departments": [fire], "visited_on": today()}
    assert one.post("/v1/inspections", {**value, "street_code": given}, expect=201).json["street_code"] == given
    assert one.post("/v1/inspections", {**value, "street_code": gone}, expect=422).json["code"] == "inspection_misfit"
    assert plan(samples, streets=[given])["streets"] == [given]
    assert one.post("/v1/inspectors", {"name": "代管街道检查员", "unit": "street", "street_code": given}, expect=201).json["street_code"] == given


def test_a_firm_is_not_told_by_its_issue_that_there_was_a_visit_before_that_is_published(world, samples, one):
    """What the visit found is told when it is assigned; which visit that was, when everybody may know of it."""
    visited = inspection(samples, "in_progress", place="one")
    said = finding(visited, place=f"{next(world.serial)}号楼")
    sync(one, said)
    move(one, visited, "submit", {"summary": "有问题"})
    found = one.pages("/v1/issues", {"inspection_id": visited["id"]})[0]
    firm = world.role("company")
    one.post(f"/v1/issues/{found['id']}/assign", {"responsible_kind": "firm", "person": "王工", "measure": "增加清运", "due_on": today(5)}, expect=200)
    seen = firm.get(f"/v1/issues/{found['id']}").json
    assert (seen["inspection_id"], seen["finding_id"]) == (None, None) and firm.pages("/v1/issues", {"inspection_id": visited["id"]}) == []
    move(one, visited, "publish")
    seen = firm.get(f"/v1/issues/{found['id']}").json
    assert (seen["inspection_id"], seen["finding_id"]) == (visited["id"], said["id"]) and [each["id"] for each in firm.pages("/v1/issues", {"inspection_id": visited["id"]})] == [found["id"]]
