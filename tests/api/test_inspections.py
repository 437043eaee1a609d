"""Inspections: sheets, plans and their coverage, what becomes of what is found, follow-ups, joint enforcement, and what is made public."""
import concurrent.futures
import uuid

import pytest
from things import draws, evidence
from things import inspections as things
from things.attachments import photo
from things.contracts import bring
from things.departments import department
from things.estates import estate, today
from things.inspections import act, caller, finding, follow_up, inspection, issue, plan, sheet, shipped, sync

STREET = "street.heping@150202"


@pytest.fixture
def district(world):
    return world.role("district")


def found_by(world, one):
    return world.cluster.query("select id::text, ledger, level, severity, state, times_recorded, estate_id::text, firm_id::text, contract_id::text, finding_id::text from issues "
                               "where inspection_id = %s order by created_at, id", (one["id"],))


# ---- sheets ----

def test_shipped_sheets_are_those_of_the_plan(world, district):
    """F19, F29, F36: four categories with daily removal of waste, four items of the city, four items of comparison; every district uses them as they are."""
    sheets = {one["code"]: one for one in district.pages("/v1/inspection-sheets", {"state": "given"})}
    assert set(sheets) == {"zaozhuang_environment", "zaozhuang_road", "zaozhuang_parking", "zaozhuang_service", "zaozhuang_benchmark", "zaozhuang_city"}
    assert {item["ledger"] for item in sheets["zaozhuang_parking"]["items"]} == {"parking"}
    assert next(item for item in sheets["zaozhuang_environment"]["items"] if item["code"] == "waste_daily")["title_zh"] == "生活垃圾定时清运，日产日清"
    for code, codes in (("zaozhuang_benchmark", "inspection_checklist"), ("zaozhuang_city", "city_inspection")):
        listed = [row["code"] for row in district.pages(f"/v1/code-lists/{codes}/codes")]
        assert [item["code"] for item in sheets[code]["items"]] == listed and len(listed) == 4
    assert sheets["zaozhuang_city"]["kinds"] == ["city"] and world.role("company").get(f"/v1/inspection-sheets/{sheets['zaozhuang_city']['id']}").json["common"] is True


def test_a_published_sheet_never_changes_and_its_writer_does_not_publish_it(world, district):
    made = things.sheet_draft(world, by=things.officer)
    district.post(f"/v1/inspection-sheets/{made['id']}/publish", {"version": 1, "effective_from": today()}, expect=409)
    there = sheet(world)
    assert there["state"] == "published"
    assert district.request("PATCH", f"/v1/inspection-sheets/{there['id']}", json_body={"title_zh": "改"}, headers={"If-Match": f'"{there["version"]}"'}, expect=409).json["code"] == "state_conflict"
    copy = district.post("/v1/inspection-sheets", {"from": shipped(world, "zaozhuang_service")["id"], "code": f"own{next(world.serial)}"}, expect=201).json
    assert (copy["common"], copy["number"], len(copy["items"])) == (False, 1, 6)
    repeated = things.sheet_draft(world, by=things.deputy, items=[things.ITEMS[0], things.ITEMS[0]])
    assert [fault["code"] for fault in repeated["findings"]] == ["item_repeated"]
    assert district.post(f"/v1/inspection-sheets/{repeated['id']}/publish", {"version": 1, "effective_from": today()}, expect=422).json["code"] == "inspection_sheet_has_faults"


# ---- making ----

def test_the_same_inspection_again_is_no_other(world, samples, district):
    """The id is the client's own: what was recorded without a net is sent more than once."""
    value = things.new(estate(samples)["id"], id=str(uuid.uuid4()))
    first = district.post("/v1/inspections", value, expect=201).json
    assert first["id"] == value["id"] and first["state"] == "planned"
    assert district.post("/v1/inspections", value, expect=200).json["id"] == first["id"]
    assert district.post("/v1/inspections", {**value, "notes": "另一内容"}, expect=409).json["code"] == "inspection_id_taken"
    assert world.role("street").post("/v1/inspections", value, expect=409).json["code"] == "inspection_id_taken"
    value = things.new(estate(samples)["id"], id=str(uuid.uuid4()))
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: caller(world, "district").post("/v1/inspections", value, expect=(200, 201)).status, range(4)))
    assert sorted(answers) == [200, 200, 200, 201]


@pytest.mark.parametrize("role,members,code", [
    ("community", {"kind": "special"}, "inspection_not_yours"), ("street", {"kind": "city"}, "inspection_not_yours"), ("district", {"kind": "joint_enforcement"}, "inspection_misfit"),
    ("district", {"kind": "follow_up"}, "inspection_misfit"), ("district", {"kind": "daily", "estate_id": None}, "inspection_misfit"),
    ("district", {"departments": ["fire"]}, "inspection_misfit"), ("district", {"kind": "joint_enforcement", "departments": ["no_such"]}, "inspection_department_unknown"),
    ("district", {"visited_on": "tomorrow"}, "day_in_the_future"), ("district", {"sheet_id": "01900000-0000-7000-8000-00000000ffff"}, "inspection_sheet_unfit"),
    ("district", {"plan_id": "01900000-0000-7000-8000-00000000ffff"}, "inspection_plan_unknown"), ("district", {"campaign_id": "01900000-0000-7000-8000-00000000ffff"}, "campaign_unknown"),
    ("district", {"kind": "follow_up", "follow_up_of": "01900000-0000-7000-8000-00000000ffff"}, "inspection_first_unknown"),
    ("district", {"estate_id": "01900000-0000-7000-8000-00000000ffff"}, "inspection_estate_unknown"), ("street", {"estate_id": "far"}, "inspection_estate_unknown")],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else value)
def test_what_is_refused_of_a_new_one(role, members, code, world, samples):
    members = {**members, **({"estate_id": str(samples.estates["far"]["id"])} if members.get("estate_id") == "far" else {})}
    members = {**members, **({"visited_on": today(1)} if "visited_on" in members else {})}
    value = things.new(**{"estate_id": estate(samples)["id"], "role": role, **members})
    answer = caller(world, role).post("/v1/inspections", value, expect=(403, 422))
    assert answer.json["code"] == code and answer.status == (403 if code == "inspection_not_yours" else 422)


def test_a_city_inspection_is_entered_by_the_district(world, samples, district):
    """F29: of ledgers and progress, of no estate; its items are the city's four."""
    one = district.post("/v1/inspections", {"kind": "city", "sheet_id": shipped(world, "zaozhuang_city")["id"], "visited_on": today(), "inspectors": [{"name": "市督查组"}]}, expect=201).json
    assert (one["level"], one["estate"], one["street_code"], one["state"]) == ("city", None, None, "in_progress")
    faults = district.post(f"/v1/inspections/{one['id']}/submit", {}, expect=422).json["errors"]
    assert [fault["pointer"] for fault in faults] == [f"/items/{code}" for code in ("ledger_set_up", "campaign_progress", "issues_rectified", "pilot_estates")]
    sync(district, *[finding(one, item_code=code, result="passed", problem=None, ledger=None) for code in ("ledger_set_up", "campaign_progress", "pilot_estates")],
         finding(one, item_code="issues_rectified", ledger=None, problem="两处问题逾期未整改"))
    act(district, one, "submit", {})
    assert [(row["ledger"], row["level"], row["estate_id"]) for row in found_by(world, one)] == [("service", "district", None)]
    world.role("street").get(f"/v1/inspections/{one['id']}", expect=404)
    assert world.role("platform").get(f"/v1/inspections/{one['id']}").json["inspectors"] == []


def test_firm_and_contract_are_those_of_the_day_of_the_visit(world, samples, district):
    """Whoever manages the estate later, it is the work of the firm of that day that was inspected."""
    contract = bring(samples, "filed")
    place = contract["estates"][0]["id"]
    one = inspection(samples, estate_id=place)
    assert one["firm"] is None and one["visited_on"] is None
    one = act(district, one, "start", {"visited_on": today(-1)})
    assert (one["firm"]["id"], one["contract_id"], one["visited_on"]) == (contract["firm"]["id"], contract["id"], today(-1))
    before = act(district, inspection(samples, estate_id=place), "start", {"visited_on": today(-400)})
    assert before["firm"] is None
    assert district.post(f"/v1/inspections/{inspection(samples)['id']}/start", {"visited_on": today(1)}, expect=422).json["code"] == "day_in_the_future"


def test_a_community_makes_daily_checks_of_its_own(world, samples):
    """F08, F19."""
    community = world.role("community")
    one = inspection(samples, "in_progress", "community", sheet_id=shipped(world, "zaozhuang_environment")["id"])
    assert (one["level"], one["kind"]) == ("community", "daily")
    for role in ("district", "street"):
        assert world.role(role).post(f"/v1/inspections/{one['id']}/submit", {}, expect=403).json["code"] == "inspection_not_yours"
    codes = [item["code"] for item in shipped(world, "zaozhuang_environment")["items"]]
    sync(community, *[finding(one, item_code=code, result="passed", problem=None, ledger=None) for code in codes])
    assert act(community, one, "submit", {"summary": "日产日清"})["state"] == "submitted"
    reopened = act(world.role("street"), one, "reopen", {"reason": "漏查3号楼"})
    assert (reopened["state"], reopened["reopened_reason"], reopened["submitted_at"]) == ("in_progress", "漏查3号楼", None)


# ---- life ----

def test_the_states_in_order_and_what_they_refuse(world, samples, district):
    one = inspection(samples)
    for verb, value in (("submit", {}), ("reopen", {"reason": "漏登"}), ("publish", None)):
        assert district.post(f"/v1/inspections/{one['id']}/{verb}", value, expect=409).json["code"] == "state_conflict"
    states = [act(district, one, verb, value)["state"] for verb, value in (("start", {}), ("submit", {}), ("reopen", {"reason": "漏登两处"}), ("submit", {}), ("publish", None))]
    assert states == ["in_progress", "submitted", "in_progress", "submitted", "published"]
    for verb, value in (("start", {}), ("submit", {}), ("reopen", {"reason": "漏登"}), ("publish", None), ("cancel", {"reason": "取消检查"})):
        district.post(f"/v1/inspections/{one['id']}/{verb}", value, expect=409)
    cancelled = act(district, inspection(samples), "cancel", {"reason": "小区封闭施工"})
    assert (cancelled["state"], cancelled["ended_reason"]) == ("cancelled", "小区封闭施工")


def test_each_level_acts_on_its_own(world, samples):
    street, district = world.role("street"), world.role("district")
    ours, theirs = inspection(samples, role="street"), inspection(samples)
    assert district.post(f"/v1/inspections/{ours['id']}/start", {}, expect=403).json["code"] == "inspection_not_yours"
    for verb, value in (("start", {}), ("cancel", {"reason": "取消检查"})):
        assert street.post(f"/v1/inspections/{theirs['id']}/{verb}", value, expect=403).json["code"] == "inspection_not_yours"
    done = inspection(samples, "submitted")
    assert street.post(f"/v1/inspections/{done['id']}/reopen", {"reason": "漏登"}, expect=403).json["code"] == "inspection_not_yours"


# ---- submission ----

def test_every_problem_becomes_an_issue_once(world, samples, district):
    """F18, F27: the same defect at the same place is counted with the issue that is known; what is withdrawn or passed is none."""
    contract = bring(samples, "filed")
    place = contract["estates"][0]["id"]
    one = inspection(samples, "in_progress", estate_id=place)
    lamp = {"ledger": "facility", "defect_list": "facility_deficiency", "defect_code": "garage_leak", "place": "地下车库B区", "problem": "车库渗水"}
    sync(district, finding(one, **lamp), finding(one, **{**lamp, "problem": "B区又一处渗水"}), finding(one, severity="serious", problem="绿化带垃圾成堆"),
         finding(one, withdrawn=True), finding(one, result="passed", problem=None, ledger=None))
    assert act(district, one, "submit", {"summary": "两处问题"})["problems"] == 3
    issues = found_by(world, one)
    assert sorted((row["ledger"], row["severity"], row["times_recorded"]) for row in issues) == [("environment", "serious", 1), ("facility", "ordinary", 2)]
    assert {(row["level"], row["estate_id"], row["firm_id"], row["contract_id"]) for row in issues} == {("district", place, contract["firm"]["id"], contract["id"])}
    linked = {row["id"]: row["issue_id"] for row in district.get(f"/v1/inspections/{one['id']}/findings?result=problem&withdrawn=false").json["items"]}
    assert len(linked) == 3 and set(linked.values()) == {row["id"] for row in issues}
    # Another inspection of the estate finds it again; this one opened again finds one more.
    other = inspection(samples, "in_progress", estate_id=place)
    sync(district, finding(other, **lamp))
    act(district, other, "submit", {})
    assert found_by(world, other) == []
    act(district, one, "reopen", {"reason": "漏登一处"})
    sync(district, finding(one, problem="井盖破损", ledger="road"))
    act(district, one, "submit", {})
    assert sorted((row["ledger"], row["times_recorded"]) for row in found_by(world, one)) == [("environment", 1), ("facility", 3), ("road", 1)]


def test_submission_however_often_it_is_tried_records_once(world, samples):
    one = inspection(samples, "in_progress")
    sync(caller(world, "district"), *[finding(one, problem=f"第{n}处", place=f"{n}号楼") for n in range(5)])
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: caller(world, "district").post(f"/v1/inspections/{one['id']}/submit", {}, expect=(200, 409)).status, range(4)))
    assert sorted(answers) == [200, 409, 409, 409] and len(found_by(world, one)) == 5
    assert [row["n"] for row in world.cluster.query("select count(*) as n from issue_sightings s join issues i on i.id = s.issue_id where i.inspection_id = %s", (one["id"],))] == [5]


def test_two_inspections_of_one_estate_submitted_at_once_share_their_issues(world, samples):
    place = estate(samples)["id"]
    ones = [inspection(samples, "in_progress", estate_id=place) for _ in range(2)]
    defects = ["garage_leak", "blocked_sewer", "broken_manhole_cover", "e_bike_charging"]
    for number, one in enumerate(ones):
        sync(caller(world, "district"), *[finding(one, ledger="facility", defect_list="facility_deficiency", defect_code=code) for code in defects[::1 if number else -1]])
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda one: act(caller(world, "district"), one, "submit", {}), ones))
    rows = world.cluster.query("select times_recorded from issues where estate_id = %s", (place,))
    assert [row["times_recorded"] for row in rows] == [2] * 4


def test_what_is_missing_is_named_one_by_one(world, samples, district):
    """F19: an item without a result, and a problem without the photo that its item asks for; the reason of a partial inspection lets items out, not photos."""
    there = sheet(world)
    one = inspection(samples, "in_progress", sheet_id=there["id"])
    without_photo = finding(one, item_code="waste_daily", ledger=None)
    sync(district, without_photo)
    answer = district.post(f"/v1/inspections/{one['id']}/submit", {}, expect=422).json
    assert answer["code"] == "inspection_incomplete"
    assert [(fault["code"], fault["pointer"]) for fault in answer["errors"]] == [("item_missing", "/items/roads"), ("photo_missing", f"/findings/{without_photo['id']}")]
    faults = district.post(f"/v1/inspections/{one['id']}/submit", {"partial_reason": "地下部分未开放"}, expect=422).json["errors"]
    assert [fault["code"] for fault in faults] == ["photo_missing"] and found_by(world, one) == []
    with_photo = inspection(samples, "in_progress", sheet_id=there["id"])
    photographed = finding(with_photo, item_code="waste_daily", ledger=None)
    sync(district, photographed, finding(with_photo, item_code="roads", result="passed", problem=None, ledger=None))
    evidence.attach(district, "inspection", with_photo["id"], photo(next(world.serial)), finding_id=photographed["id"])
    assert act(district, with_photo, "submit", {})["state"] == "submitted"
    sync(district, {**without_photo, "revision": 2, "result": "not_applicable"})
    assert act(district, one, "submit", {"partial_reason": "地下部分未开放"})["partial_reason"] == "地下部分未开放"


# ---- follow-ups ----

def test_a_follow_up_says_of_each_open_issue_whether_it_is_still_there(world, samples, district):
    """F28: issues of the first inspection are shown with it; one that is still there is counted again, one that is gone waits for its acceptance."""
    one, (first, second, third) = follow_up(samples, issues=3)
    world.cluster.query("update issues set state = 'withdrawn' where id = %s returning 1", (third,))
    listed = district.get(f"/v1/inspections/{one['id']}/followed-issues").json["items"]
    assert {row["id"]: row["still_there"] for row in listed} == {first: None, second: None, third: None}
    sync(district, finding(one, checked_issue_id=first, problem="仍未更换"))
    faults = district.post(f"/v1/inspections/{one['id']}/submit", {}, expect=422).json["errors"]
    assert [(fault["code"], fault["pointer"]) for fault in faults] == [("issue_unchecked", f"/issues/{second}")]
    sync(district, finding(one, result="passed", checked_issue_id=second, problem=None, ledger=None))
    act(district, one, "submit", {})
    listed = district.get(f"/v1/inspections/{one['id']}/followed-issues").json["items"]
    assert {row["id"]: (row["still_there"], row["times_recorded"]) for row in listed} == {first: (True, 2), second: (False, 1), third: (None, 1)}
    assert found_by(world, one) == [], "no second issue of what is known"
    assert district.get(f"/v1/inspections?follow_up_of={one['follow_up_of']}").json["items"][0]["id"] == one["id"]


def test_a_follow_up_is_of_a_submitted_inspection_of_the_same_estate(world, samples, district):
    running, done = inspection(samples, "in_progress"), inspection(samples, "submitted")
    assert district.post("/v1/inspections", {"kind": "follow_up", "follow_up_of": running["id"]}, expect=422).json["code"] == "inspection_first_unknown"
    assert district.post("/v1/inspections", {"kind": "follow_up", "follow_up_of": done["id"], "estate_id": running["estate"]["id"]}, expect=422).json["code"] == "inspection_misfit"
    assert district.post("/v1/inspections", {"kind": "follow_up", "follow_up_of": done["id"]}, expect=201).json["estate"] == done["estate"]


# ---- plans ----

def streets_estates(world, street, key):
    return world.cluster.query("select count(*) as n from estates where street_code = %s and is_key = %s", (street, key))[0]["n"]


def test_a_plan_of_key_estates_covers_them_all_and_once(world, samples, district):
    """F11: 100 %; called again, by several at once, it adds only what is new."""
    for _ in range(3):
        estate(samples, is_key=True)
    street = world.register.account(STREET)["street_code"]
    keys = streets_estates(world, street, True)
    made = plan(samples, streets=[street], sheet_id=shipped(world, "zaozhuang_environment")["id"])
    assert (made["coverage"]["due"], made["coverage"]["planned"], made["coverage"]["complete"]) == (keys, 0, False)
    with concurrent.futures.ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(lambda _: caller(world, "district").post(f"/v1/inspection-plans/{made['id']}/fill", expect=200).json["made"], range(3)))
    assert sorted(answers) == [0, 0, keys]
    newest = estate(samples, is_key=True)
    assert district.post(f"/v1/inspection-plans/{made['id']}/fill", expect=200).json["made"] == 1
    ones = list(district.pages("/v1/inspections", {"plan_id": made["id"]}))
    assert len({one["estate"]["id"] for one in ones}) == len(ones) == keys + 1 and {one["sheet_id"] for one in ones} == {made["sheet_id"]}
    again = {"kind": "key", "plan_id": made["id"], "estate_id": newest["id"]}
    assert district.post("/v1/inspections", again, expect=409).json["code"] == "inspection_planned_already"
    for one in ones:
        act(district, one, "start", {})
    coverage = district.get(f"/v1/inspection-plans/{made['id']}").json["coverage"]
    assert (coverage["percent"], coverage["complete"], coverage["visited"], coverage["submitted"]) == ("100.00", True, keys + 1, 0)


def test_a_sample_is_as_many_as_its_share_says(world, samples, district):
    """F11: ordinary estates by a share, rounded up, or by a number; their inspections come from a draw."""
    street = world.register.account(STREET)["street_code"]
    ordinary = streets_estates(world, street, False)
    made = plan(samples, kind="random", sample_share="0.1", streets=[street])
    assert made["coverage"]["due"] == -(-ordinary // 10)
    assert district.post(f"/v1/inspection-plans/{made['id']}/fill", expect=422).json["code"] == "inspection_plan_not_of_key_estates"
    places = [estate(samples)["id"] for _ in range(2)]
    targets = '[{"estate_id": "%s", "inspectors": [{"name": "抽中检查员"}]}, {"estate_id": "%s", "inspectors": []}]' % tuple(places)
    draw = str(uuid.uuid4())
    for expected in (2, 0):
        rows = world.cluster.query("with caller as materialized (select set_config('wuye.district', '150202', false)) "
                                   "select inspections_from_draw(%s, %s, %s, now()) as made from caller", (draw, made["id"], targets))
        assert rows[0]["made"] == expected
    ones = list(district.pages("/v1/inspections", {"draw_id": draw}))
    assert {(one["state"], one["kind"], one["plan_id"]) for one in ones} == {("drawn", "random", made["id"])} and len(ones) == 2
    act(district, act(district, ones[0], "start", {}), "submit", {})
    public = [district.post("/v1/inspection-publications", {"draw_id": draw}, expect=200).json for _ in range(2)]
    assert public == [{"published": 1, "already": 0, "outstanding": 1}, {"published": 0, "already": 1, "outstanding": 1}]


def test_what_a_draw_decided_on_is_inspected_by_its_teams(world, samples, district):
    """F11, F27: each estate that was drawn, with those who were drawn for it; called again it adds nothing."""
    made, drawn = plan(samples, kind="random", sample_count=1), draws.draw(world, "drawn")
    answers = [district.post(f"/v1/inspection-plans/{made['id']}/draw", {"draw_id": drawn["id"]}, expect=200).json["made"] for _ in range(2)]
    visits = world.cluster.query("select estate_id::text, inspectors::text[] from draw_visits where draw_id = %s and inspectors <> '{}'", (drawn["id"],))
    ones = district.pages("/v1/inspections", {"draw_id": drawn["id"]})
    assert answers == [len(visits), 0] and visits
    assert {one["estate"]["id"]: [who["inspector_id"] for who in one["inspectors"]] for one in ones} == {row["estate_id"]: row["inspectors"] for row in visits}
    assert {one["state"] for one in ones} == {"drawn"} and all(who["name"] for one in ones for who in one["inspectors"])
    at = f"/v1/inspection-plans/{made['id']}/draw"
    assert district.post(at, {"draw_id": draws.draw(world)["id"]}, expect=422).json["code"] == "inspection_draw_unknown"
    assert district.post(f"/v1/inspection-plans/{plan(samples)['id']}/draw", {"draw_id": drawn["id"]}, expect=422).json["code"] == "inspection_plan_not_of_a_sample"
    assert world.role("street").post(at, {"draw_id": drawn["id"]}, expect=403).json["code"] == "inspection_not_yours"
    district.post(f"/v1/inspection-plans/{made['id']}/close", expect=200)
    assert district.post(at, {"draw_id": drawn["id"]}, expect=409).json["code"] == "state_conflict"


@pytest.mark.parametrize("role,members,code", [
    ("district", {"kind": "random"}, "inspection_plan_misfit"), ("district", {"kind": "random", "sample_share": "0.1", "sample_count": 3}, "inspection_plan_misfit"),
    ("district", {"sample_count": 3}, "inspection_plan_misfit"), ("district", {"period_to": "2026-01-01"}, "inspection_plan_misfit"),
    ("district", {"streets": ["340302001"]}, "inspection_plan_misfit"), ("street", {"streets": ["150202002"]}, "inspection_plan_misfit"),
    ("district", {"kind": "joint_enforcement"}, "inspection_plan_misfit"), ("district", {"kind": "joint_enforcement", "departments": ["no_such"]}, "inspection_department_unknown"),
    ("district", {"sheet_id": "01900000-0000-7000-8000-00000000ffff"}, "inspection_sheet_unfit"), ("district", {"campaign_id": "01900000-0000-7000-8000-00000000ffff"}, "campaign_unknown"),
    ("street", {"kind": "city"}, "inspection_not_yours")], ids=lambda value: "-".join(value) if isinstance(value, dict) else value)
def test_what_is_refused_of_a_plan(role, members, code, world):
    answer = caller(world, role).post("/v1/inspection-plans", things.new_plan(**members), expect=(403, 422))
    assert answer.json["code"] == code


def test_a_street_plans_for_itself_and_a_closed_plan_takes_nothing_more(world, samples, district):
    street = world.role("street")
    made = plan(samples, "street")
    assert made["streets"] == [made["street_code"]] == [world.register.account(STREET)["street_code"]]
    assert district.post(f"/v1/inspection-plans/{made['id']}/fill", expect=403).json["code"] == "inspection_not_yours"
    world.role("street", 1).get(f"/v1/inspection-plans/{made['id']}", expect=404)
    assert street.post(f"/v1/inspection-plans/{made['id']}/close", expect=200).json["state"] == "closed"
    for verb in ("fill", "close"):
        assert street.post(f"/v1/inspection-plans/{made['id']}/{verb}", expect=409).json["code"] == "state_conflict"
    assert street.post("/v1/inspections", {"kind": "key", "plan_id": made["id"], "estate_id": estate(samples)["id"]}, expect=422).json["code"] == "inspection_plan_unknown"


# ---- joint enforcement ----

def test_joint_enforcement_is_counted_by_street_and_month(world, samples, district):
    """F12, F49: at least once a month each street; who misses it is named. Only what was submitted counts."""
    fire = department(samples)["code"]
    street, month = world.register.account(STREET)["street_code"], today(-70)[:7]
    url, months = "/v1/joint-enforcement", {"month_from": month, "month_to": month}
    rows = list(district.pages(url, months))
    assert all(row["required"] == 1 and row["missed"] is (row["visits"] < 1) for row in rows) and len({row["street_code"] for row in rows}) == len(rows) > 1
    before = next(row for row in rows if row["street_code"] == street)
    for _ in range(2):
        one = caller(world, "street").post("/v1/inspections", {"kind": "joint_enforcement", "estate_id": estate(samples)["id"], "departments": [fire], "visited_on": f"{month}-15"}, expect=201).json
        act(caller(world, "street"), one, "submit", {})
    running = caller(world, "street").post("/v1/inspections", {"kind": "joint_enforcement", "departments": [fire], "visited_on": f"{month}-16"}, expect=201).json
    assert running["street_code"] == street and running["departments"] == [fire]
    after = next(row for row in district.pages(url, months) if row["street_code"] == street)
    assert (after["visits"], after["estates"], after["missed"]) == (before["visits"] + 2, before["estates"] + 2, False)
    assert street not in {row["street_code"] for row in district.pages(url, {**months, "missed": "true"})}
    assert [row["street_code"] for row in world.role("street").pages(url, months)] == [street]
    rule = district.post("/v1/rules", {"name": "joint_enforcement_per_month", "value": "3", "basis": "区级要求", "effective_from": today()}, expect=201).json
    assert {row["required"] for row in district.pages("/v1/joint-enforcement")} == {3}, rule


# ---- who reads what ----

def test_a_firm_reads_its_own_results_once_they_are_published_and_never_who_found_them(world, samples, district):
    """F27 (一公开), model 7.3."""
    company = world.role("company")
    one = inspection(samples, "in_progress", place="one", notes="物业经理态度恶劣，业主李先生举报")
    hidden = finding(one, withdrawn=True)
    sync(district, finding(one, measure="立即清运"), hidden)
    act(district, one, "submit", {"summary": "环境卫生较差"})
    company.get(f"/v1/inspections/{one['id']}", expect=404)
    company.get(f"/v1/inspections/{one['id']}/findings", expect=404)
    world.anyone.get(f"/v1/published-inspections/{one['id']}", expect=404)
    act(district, one, "publish")
    seen = company.get(f"/v1/inspections/{one['id']}").json
    assert (seen["inspectors"], seen["notes"], seen["summary"]) == ([], None, "环境卫生较差")
    assert district.get(f"/v1/inspections/{one['id']}").json["notes"] and world.role("platform").get(f"/v1/inspections/{one['id']}").json["notes"] is None
    listed = company.get(f"/v1/inspections/{one['id']}/findings").json["items"]
    assert len(listed) == 1 and hidden["id"] not in str(listed)
    world.role("company", 1).get(f"/v1/inspections/{one['id']}", expect=404)
    public = world.anyone.get(f"/v1/published-inspections/{one['id']}").json
    assert public["firm"]["id"] == str(samples.estates["one"]["firm_id"]) and public["visited_on"] == today()
    assert [(problem["problem"], problem["measure"]) for problem in public["problems"]] == [("生活垃圾未日产日清", "立即清运")]
    assert not any(word in str(public) for word in ("张检查", "检查组", "李先生", "态度"))
    world.role("district", 2).get(f"/v1/published-inspections/{one['id']}", expect=404)


def test_publishing_is_of_a_draw_or_of_a_plan(district):
    for value in ({}, {"draw_id": str(uuid.uuid4()), "plan_id": str(uuid.uuid4())}):
        assert district.post("/v1/inspection-publications", value, expect=422).json["code"] == "inspections_of_what"
