"""People of firms: who may keep them, one project manager for an estate, changes counted, quality directors, and what was known on a day."""
import datetime

import pytest
from test_firms import at_once
from things import estates
from things.firms import firm
from things.staff import contract, entered, managing, person, post

TODAY = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date()
DAY = datetime.timedelta(1)


def manage(world, staff, estate, expect=201, **members):
    return post(world, staff, expect=expect, post="project_manager", estate_id=estate["id"], **members)


def changes(world, made, **query):
    return world.role("district").get(f"/v1/firms/{made['id']}/manager-changes", {"from": "2020-01-01", "before": "2040-01-01", **query}).json


def test_a_firm_has_its_people(world, samples):
    """A02: 人员信息 with certificate and party membership, for authorities and the firm itself."""
    made, estate = managing(samples)
    one, two = person(world, made["id"], name="张三"), person(world, made["id"], name="李四", party_member=False)
    manage(world, one, estate)
    people = world.role("street").get(f"/v1/firms/{made['id']}/staff").json["items"]
    assert {item["name"] for item in people} == {"张三", "李四"}
    assert [item["name"] for item in world.role("community").get(f"/v1/firms/{made['id']}/staff", {"post": "project_manager"}).json["items"]] == ["张三"]
    assert [item["id"] for item in world.role("district").get(f"/v1/firms/{made['id']}/staff", {"party_member": "false"}).json["items"]] == [two["id"]]
    assert [item["name"] for item in world.role("district").get(f"/v1/firms/{made['id']}/staff", {"q": "三"}).json["items"]] == ["张三"]
    shown = world.role("street").get(f"/v1/staff/{one['id']}").json
    assert [(held["post"], held["estate"]["code"]) for held in shown["posts"]] == [("project_manager", estate["code"])]
    hidden = world.role("street", 1).get(f"/v1/staff/{one['id']}").json
    assert [held["estate"] for held in hidden["posts"]] == [None], "another street's estate is not shown"


def test_the_platform_and_the_hotline_get_no_names(world, samples):
    """Personal data: no route to people for machines."""
    made, _ = managing(samples)
    for role in ("platform", "hotline"):
        for route in (f"/v1/firms/{made['id']}/staff", f"/v1/staff/{person(world, made['id'])['id']}", "/v1/assignments"):
            world.role(role).get(route, expect=403)


def test_a_change_of_manager_is_kept_and_counted(world, samples):
    """A21: assignment history with reasons, change count per period and per estate."""
    made, estate = managing(samples)
    second = estates.estate(samples)
    contract(world, made["id"], second["id"])
    one, two, three = (person(world, made["id"]) for _ in range(3))
    manage(world, one, estate, valid_from="2025-03-01")
    manage(world, one, second, valid_from="2025-03-01")
    assert manage(world, two, estate, expect=422).code == "reason_required"
    manage(world, two, estate, reason="业主投诉集中")
    manage(world, three, estate, reason="轮岗", valid_from=str(TODAY + 20 * DAY))
    answer = changes(world, made)
    assert answer["changes"] == 2
    assert [(item["estate"]["code"], item["changes"], item["managers"]) for item in answer["estates"]] == [(estate["code"], 2, 3), (second["code"], 0, 1)]
    assert changes(world, made, **{"from": str(TODAY), "before": str(TODAY + DAY)})["changes"] == 1
    assert changes(world, made, before=str(TODAY))["changes"] == 0, "the first manager is no change"
    assert [item["estate"]["id"] for item in changes(world, made, estate_id=second["id"])["estates"]] == [second["id"]]
    wrong = world.role("district").get(f"/v1/firms/{made['id']}/manager-changes", {"from": "2026-02-01", "before": "2026-02-01"}, expect=422)
    assert wrong.code == "period_reversed"
    history = world.role("district").get("/v1/assignments", {"estate_id": estate["id"], "post": "project_manager"}).json["items"]
    assert [(item["staff_id"], item["valid_from"], item["valid_to"]) for item in history] == [
        (three["id"], str(TODAY + 20 * DAY), None), (two["id"], str(TODAY), str(TODAY + 20 * DAY)), (one["id"], "2025-03-01", str(TODAY))]
    assert history[2]["end_reason"] == history[1]["reason"] == "业主投诉集中"


def test_a_manager_replaced_on_the_first_day_was_none(world, samples):
    """A21: a slip mended on the same day counts once."""
    made, estate = managing(samples)
    one, two, three = (person(world, made["id"]) for _ in range(3))
    manage(world, one, estate, valid_from="2025-01-01")
    manage(world, two, estate, reason="调整")
    manage(world, three, estate, reason="上一条录入有误")
    assert changes(world, made)["changes"] == 1
    current = world.role("district").get("/v1/assignments", {"estate_id": estate["id"], "as_of": str(TODAY)}).json["items"]
    assert [item["staff_id"] for item in current] == [three["id"]]


def test_who_managed_on_a_day_stays_what_it_was(world, samples):
    """A21: yesterday's answer does not move when a manager is changed today, nor when one is dated back."""
    made, estate = managing(samples)
    other = estates.estate(samples)
    contract(world, made["id"], other["id"])
    one, two = person(world, made["id"]), person(world, made["id"])
    entered(world, two)
    first = manage(world, one, estate, valid_from="2025-01-01").json
    world.cluster.query("update person_roles set known_from = '2025-01-01' where id = %s", (first["id"],))
    yesterday = {"firm_id": made["id"], "as_of": str(TODAY - DAY)}
    world.cluster.query("update staff set known_from = '2025-01-01' where id = %s", (one["id"],))
    seen = lambda: [world.role("district").get(*asked).json for asked in (("/v1/assignments", yesterday), (f"/v1/staff/{one['id']}", {"as_of": str(TODAY - DAY)}))]
    before = seen()
    assert [item["staff_id"] for item in before[0]["items"]] == [one["id"]] and [held["id"] for held in before[1]["posts"]] == [first["id"]]
    manage(world, two, estate, reason="更换")
    manage(world, two, other, valid_from="2025-06-01")
    assert seen() == before, "that it ends was not known"
    assert world.role("district").get(f"/v1/staff/{two['id']}", {"as_of": str(TODAY - DAY)}).json["posts"] == []
    assert len(world.role("district").get(f"/v1/staff/{two['id']}").json["posts"]) == 2


def test_two_managers_for_one_estate_at_once_leave_one(world, samples):
    """A21: one current project manager of a firm for an estate, whoever races."""
    made, estate = managing(samples)
    people = [person(world, made["id"]) for _ in range(6)]
    answers = at_once(*[lambda staff=staff: manage(world, staff, estate, expect=(201, 409, 422)) for staff in people])
    assert [answer.status for answer in answers].count(201) == 1, answers
    assert {answer.code for answer in answers if answer.status != 201} <= {"project_manager_taken", "reason_required"}
    answers = at_once(*[lambda staff=staff: manage(world, staff, estate, expect=(201, 409), reason="更换", valid_from=str(TODAY + DAY)) for staff in people])
    assert 201 in [answer.status for answer in answers]
    rows = world.cluster.query("select valid_from, valid_to from person_roles where estate_id = %s and coalesce(valid_to > valid_from, true) order by valid_from", (estate["id"],))
    assert all(left["valid_to"] == right["valid_from"] for left, right in zip(rows, rows[1:])) and rows[-1]["valid_to"] is None


def test_a_post_that_is_promised_already_is_not_given_twice(world, samples):
    made, estate = managing(samples)
    one, two = person(world, made["id"]), person(world, made["id"])
    manage(world, one, estate, valid_from=str(TODAY + 5 * DAY))
    assert manage(world, two, estate, expect=409).code == "project_manager_taken"
    manage(world, two, estate, valid_to=str(TODAY + 5 * DAY))
    assert manage(world, two, estate, expect=409, reason="续任").code == "assignment_repeated"
    manager = post(world, one, post="firm_manager").json
    assert post(world, one, expect=409, post="firm_manager", valid_from=str(TODAY + 9 * DAY)).code == "assignment_repeated"
    assert manager["estate"] is None


@pytest.mark.parametrize("members,code", [
    ({"post": "project_manager"}, "assignment_place_misfit"),
    ({"post": "firm_manager", "here": True}, "assignment_place_misfit"),
    ({"post": "quality_director", "here": True}, "term_required"),
    ({"post": "staff", "valid_to": str(TODAY)}, "period_reversed"),
    ({"post": "staff", "valid_from": "2019-01-01"}, "staff_not_employed"),
    ({"post": "staff", "estate_id": "01900000-0000-7000-8000-000000000000"}, "estate_unknown"),
    ({"post": "project_manager", "here": True, "valid_from": "2036-01-01"}, "contract_missing"),
], ids=lambda value: value if isinstance(value, str) else "")
def test_a_post_that_cannot_be_is_refused(members, code, world, samples):
    """A21, A12: place, time and contract of a post."""
    made, estate = managing(samples)
    members = dict(members)
    if members.pop("here", False):
        members["estate_id"] = estate["id"]
    assert post(world, person(world, made["id"]), expect=(409, 422), **members).code == code


def test_a_quality_director_manages_another_project(world, samples):
    """A12: a project manager serves another project as volunteer quality director, for a term."""
    made, own = managing(samples)
    other, served = managing(samples)
    manager, plain = person(world, made["id"]), person(world, made["id"])
    manage(world, manager, own)
    term = {"post": "quality_director", "valid_to": str(TODAY + 365 * DAY)}
    assert post(world, plain, expect=409, estate_id=served["id"], **term).code == "quality_director_unfit"
    assert post(world, manager, expect=409, estate_id=own["id"], **term).code == "quality_director_unfit"
    director = post(world, manager, estate_id=served["id"], **term).json
    assert (director["estate"]["id"], director["valid_to"], director["firm_id"]) == (served["id"], str(TODAY + 365 * DAY), made["id"])
    found = world.role("street").get("/v1/assignments", {"estate_id": served["id"], "post": "quality_director", "as_of": str(TODAY)}).json["items"]
    assert [item["staff_id"] for item in found] == [manager["id"]]


def test_a_firm_keeps_its_own_people_where_it_has_a_contract(world, samples):
    """Roles: a company manages its own staff, for estates it has a contract for on that day; a quality director is the district's to send."""
    company, own = "company.one@150202", str(world.register.account("company.one@150202")["firm_id"])
    estate = estates.estate(samples)
    held = contract(world, own, estate["id"], start="2026-01-01", end=str(TODAY + 10 * DAY))
    caller = world.caller(company)
    staff = caller.post(f"/v1/firms/{own}/staff", {"name": "自有人员", "joined_on": "2024-01-01"}, expect=201).json
    ours = {"post": "project_manager", "estate_id": estate["id"]}
    made = post(world, staff, account=company, **ours).json
    assert made["estate"]["code"] == estate["code"]
    late = {**ours, "valid_from": str(TODAY + 11 * DAY)}
    second = caller.post(f"/v1/firms/{own}/staff", {"name": "另一人", "joined_on": "2024-01-01"}, expect=201).json
    assert post(world, second, account=company, expect=409, **late, reason="更换").code == "contract_missing"
    assert post(world, second, account=company, expect=422, **ours, reason="倒填", valid_from=str(TODAY - DAY)).code == "takes_effect_in_the_past"
    assert post(world, second, account=company, expect=422, post="staff", valid_from=str(TODAY - DAY)).code == "takes_effect_in_the_past"
    far = estates.estate(samples, "far")
    assert post(world, second, account=company, expect=422, post="project_manager", estate_id=far["id"]).code == "estate_unknown"
    director = {"post": "quality_director", "estate_id": estate["id"], "valid_to": str(TODAY + 5 * DAY)}
    assert post(world, staff, account=company, expect=403, **director).code == "members_reserved"
    other, elsewhere = managing(samples)
    sent = post(world, staff, post="quality_director", estate_id=elsewhere["id"], valid_to=str(TODAY + 5 * DAY)).json
    assert caller.post(f"/v1/assignments/{sent['id']}/end", {"reason": "不愿兼任"}, expect=403).code == "members_reserved"
    assert caller.post(f"/v1/assignments/{made['id']}/end", {"reason": "离岗"}, expect=200).json["valid_to"] == str(TODAY)
    assert held


def test_a_post_ends_once(world, samples):
    made, estate = managing(samples)
    staff = person(world, made["id"])
    held = manage(world, staff, estate, valid_from="2025-01-01", valid_to=str(TODAY + 30 * DAY)).json
    district = world.role("district")
    assert district.post(f"/v1/assignments/{held['id']}/end", {"reason": "倒填", "valid_to": str(TODAY - DAY)}, expect=422).code == "takes_effect_in_the_past"
    assert district.post(f"/v1/assignments/{held['id']}/end", {"reason": "延长", "valid_to": str(TODAY + 31 * DAY)}, expect=422).code == "period_reversed"
    assert district.post(f"/v1/assignments/{held['id']}/end", {"reason": "调离"}, expect=200).json["end_reason"] == "调离"
    again = district.post(f"/v1/assignments/{held['id']}/end", {"reason": "调离"}, expect=409)
    assert (again.code, again.json["state"]) == ("state_conflict", "ended")
    coming = manage(world, staff, estate, valid_from=str(TODAY + 3 * DAY)).json
    called_off = district.post(f"/v1/assignments/{coming['id']}/end", {"reason": "取消"}, expect=200).json
    assert called_off["valid_to"] == called_off["valid_from"]


def test_who_leaves_holds_no_post(world, samples):
    made, estate = managing(samples)
    staff = person(world, made["id"])
    entered(world, staff)
    held = manage(world, staff, estate).json
    district = world.role("district")
    leave = {"json_body": {"left_on": str(TODAY)}, "headers": {"If-Match": '"1"'}}
    assert district.request("PATCH", f"/v1/staff/{staff['id']}", expect=409, **leave).code == "staff_still_assigned"
    district.post(f"/v1/assignments/{held['id']}/end", {"reason": "离职"}, expect=200)
    assert district.request("PATCH", f"/v1/staff/{staff['id']}", expect=200, **leave).json["left_on"] == str(TODAY)
    assert post(world, staff, expect=409, post="staff").code == "staff_not_employed"
    assert district.request("PATCH", f"/v1/staff/{staff['id']}", expect=412, **leave).code == "precondition_failed"
    district.request("PATCH", f"/v1/staff/{staff['id']}", json_body={"party_member": False}, expect=428)
    wrong = {"json_body": {"left_on": "2019-01-01"}, "headers": {"If-Match": '"2"'}}
    assert district.request("PATCH", f"/v1/staff/{staff['id']}", expect=422, **wrong).code == "period_reversed"
    assert district.get(f"/v1/firms/{made['id']}/staff", {"as_of": str(TODAY)}).json["items"] == []
    assert [item["id"] for item in district.get(f"/v1/firms/{made['id']}/staff", {"as_of": str(TODAY - DAY)}).json["items"]] == [staff["id"]]


def test_leaving_and_being_given_a_post_at_once_never_both(world, samples):
    made, estate = managing(samples)
    for _ in range(5):
        staff = person(world, made["id"])
        leave = {"json_body": {"left_on": str(TODAY)}, "headers": {"If-Match": '"1"'}}
        left, given = at_once(lambda: world.role("district").request("PATCH", f"/v1/staff/{staff['id']}", expect=(200, 409), **leave),
                              lambda: post(world, staff, expect=(201, 409), post="staff"))
        assert {left.status == 200, given.status == 201} == {True, False}, (left, given)


def test_people_of_another_firm_are_not_there(world, samples):
    other = firm(world)
    staff = person(world, other["id"])
    company = world.role("company")
    company.get(f"/v1/firms/{other['id']}/staff", expect=404)
    company.get(f"/v1/staff/{staff['id']}", expect=404)
    company.post(f"/v1/firms/{other['id']}/staff", {"name": "混入"}, expect=404)
    assert staff["id"] not in {item["staff_id"] for item in company.pages("/v1/assignments")}


def test_what_was_known_of_a_person_on_a_day_stays(world, samples):
    """A02: who is entered today was not known last month, whenever they joined; a name that changes today was another yesterday."""
    made, _ = managing(samples)
    district, path = world.role("district"), f"/v1/firms/{made['id']}/staff"
    staff = person(world, made["id"], name="王旧名", joined_on="2024-01-01")
    assert district.get(path, {"as_of": str(TODAY - 30 * DAY)}).json["items"] == []
    district.get(f"/v1/staff/{staff['id']}", {"as_of": str(TODAY - DAY)}, expect=404)
    entered(world, staff)
    district.request("PATCH", f"/v1/staff/{staff['id']}", json_body={"name": "王新名"}, headers={"If-Match": '"1"'}, expect=200)
    for role in ("district", "street", "community"):
        assert [item["name"] for item in world.role(role).get(path, {"as_of": str(TODAY - DAY)}).json["items"]] == ["王旧名"]
        assert [item["name"] for item in world.role(role).get(path, {"as_of": str(TODAY)}).json["items"]] == ["王新名"]
