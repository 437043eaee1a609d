"""Departments 8 + N, the 3338 checklist, and how far the city platform has each project."""
import concurrent.futures
import datetime
import time

import pytest
from things.departments import CHECKLIST, contact, department, moment
from things.estates import estate

TODAY = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date()
YESTERDAY, TOMORROW = ((TODAY + datetime.timedelta(days)).isoformat() for days in (-1, 1))


@pytest.fixture
def district(world):
    return world.caller("district.officer@340302")


def test_eight_departments_are_fixed_and_others_join(district):
    """K09: 8 + N."""
    roster = district.pages("/v1/department-roster")
    assert [row["zh"] for row in roster] == ["乡镇(街道)", "公安", "城市管理", "市场监管", "消防救援", "自然资源和规划", "住房和城乡建设", "住房发展中心"]
    assert {row["registered"] for row in roster} == {0}
    made = [district.post("/v1/departments", {"code": row["code"], "name": f"区{row['zh']}"}, expect=201).json for row in roster]
    made += [district.post("/v1/departments", {"code": code, "name": "公司"}, expect=201).json for code in ("power_supply", "water_supply", "telecom")]
    assert [one["kind"] for one in made] == ["fixed"] * 8 + ["additional"] * 3
    ours = {one["id"] for one in made}
    for kind, count in (("fixed", 8), ("additional", 3)):
        assert len(ours & {one["id"] for one in district.pages("/v1/departments", {"kind": kind})}) == count
    assert {row["registered"] for row in district.pages("/v1/department-roster")} == {1}
    assert {row["registered"] for row in district.pages("/v1/department-roster", {"as_of": YESTERDAY})} == {0}
    assert ours.isdisjoint(one["id"] for one in district.pages("/v1/departments", {"as_of": YESTERDAY}))
    again = {"code": "power_supply", "name": "公 司"}
    assert district.post("/v1/departments", again, expect=409).code == "department_doubled"
    for one in made:
        district.post(f"/v1/departments/{one['id']}/end", {"reason": "x"}, expect=200)
    assert {row["registered"] for row in district.pages("/v1/department-roster")} == {0}
    district.post("/v1/departments", again, expect=201)


def test_a_department_has_a_code_of_the_list_and_a_street_of_the_district(district):
    """K09"""
    assert district.post("/v1/departments", {"code": "nobody", "name": "x"}, expect=422).code == "department_code_unknown"
    assert district.post("/v1/departments", {"code": "other", "name": "x", "street_code": "150202001"}, expect=422).code == "street_unknown"


def test_contacts_come_and_go(world, samples):
    """K09: whom to call, and whom one called then; the city platform reads no name."""
    district = world.caller("district.officer@150202")
    there = department(samples)
    path = f"/v1/departments/{there['id']}"
    first = district.post(f"{path}/contacts", {"name": "甲", "phone": "119", "valid_from": "2024-01-01"}, expect=201).json
    assert district.post(f"/v1/department-contacts/{first['id']}/end", {"valid_to": YESTERDAY}, expect=422).code == "takes_effect_in_the_past"
    district.post(f"/v1/department-contacts/{first['id']}/end", {}, expect=200)
    assert district.post(f"/v1/department-contacts/{first['id']}/end", {}, expect=409).json["state"] == "ended"
    second = district.post(f"{path}/contacts", {"name": "乙"}, expect=201).json
    assert [one["name"] for one in world.role("community").pages(f"{path}/contacts")] == ["乙", "甲"]
    assert [one["id"] for one in district.pages(f"{path}/contacts", {"as_of": TODAY.isoformat()})] == [second["id"]]
    assert district.pages(f"{path}/contacts", {"as_of": YESTERDAY}) == [], "it was not known yesterday"
    assert district.post(f"{path}/end", {"reason": "x", "valid_to": YESTERDAY}, expect=422).code == "takes_effect_in_the_past"
    district.post(f"{path}/end", {"reason": "撤并"}, expect=200)
    assert district.pages(f"{path}/contacts", {"as_of": TODAY.isoformat()}) == []
    for answer in (district.post(f"{path}/end", {"reason": "x"}), district.post(f"{path}/contacts", {"name": "丙"})):
        assert (answer.status, answer.code, answer.json["state"]) == (409, "state_conflict", "ended")
    world.role("platform").get(f"{path}/contacts", expect=403)
    assert contact(samples)["phone"] == "110"


def status(client, street, **query):
    return next(row for row in client.pages(f"/v1/checklists/{CHECKLIST}/status", query) if row["street_code"] == street)


def test_the_checklist_has_its_seventeen_items(district):
    """A22, A23: 3 bodies, 3 teams, 3 venues, 8 systems, in both languages; before it came into force there is none."""
    checklist = district.get(f"/v1/checklists/{CHECKLIST}").json
    groups = [item["group"] for item in checklist["items"]]
    assert checklist["item_count"] == 17 and [groups.count(group) for group in ("body", "team", "venue", "system")] == [3, 3, 3, 8]
    assert [item["zh"] for item in checklist["items"] if item["group"] == "system"] == [
        "党建引领制度", "网格包保制度", "信息公示制度", "投诉即办制度", "联席会商制度", "考核奖惩制度", "培优育优制度", "全过程参与制度"]
    assert all(item["en"] for item in checklist["items"])
    district.get(f"/v1/checklists/{CHECKLIST}", {"as_of": "2019-12-31"}, expect=404)


def test_a_street_has_the_share_of_what_it_reported(world, district):
    """A18, A22: done of 17, exactly; the last report counts, and what a day said stays."""
    street = world.caller("street.dongfeng@340302")
    code = world.register.account("street.dongfeng@340302")["street_code"]
    items = [item["code"] for item in district.get(f"/v1/checklists/{CHECKLIST}").json["items"]]
    assert (status(district, code)["done"], status(district, code)["percent"]) == (0, "0.00")
    for name, percent in zip(items, ["5.88", "11.76", "17.65", "23.53", "29.41", "35.29", "41.18", "47.06", "52.94", "58.82", "64.71", "70.59", "76.47", "82.35", "88.24", "94.12", "100.00"]):
        made = street.post(f"/v1/checklists/{CHECKLIST}/items/{name}/status", {"done": True, "done_on": "2025-06-30", "note": "见文件"}, expect=201).json
        assert (made["street_code"], made["by_role"]) == (code, "street")
        assert status(street, code)["percent"] == percent
    assert [row["street_code"] for row in street.pages(f"/v1/checklists/{CHECKLIST}/status")] == [code]
    assert len(district.pages(f"/v1/checklists/{CHECKLIST}/status")) == 7
    world.cluster.query("update checklist_reports set reported_at = '2026-01-05T12:00:00+08' where street_code = %s returning 1", (code,))
    assert status(district, code, as_of="2026-01-05")["done"] == 17 and status(district, code, as_of="2026-01-04")["done"] == 0
    district.post(f"/v1/checklists/{CHECKLIST}/items/{items[0]}/status", {"done": False, "street_code": code, "note": "现场核查未落实"}, expect=201)
    now = status(district, code)
    assert (now["done"], now["percent"], now["items"][0]["done"]) == (16, "94.12", False)
    assert status(district, code, as_of=YESTERDAY)["done"] == 17
    history = district.pages(f"/v1/checklists/{CHECKLIST}/reports", {"street_code": code, "item_code": items[0]})
    assert [(one["done"], one["by_role"]) for one in history] == [(False, "district"), (True, "street")]
    assert district.pages(f"/v1/checklists/{CHECKLIST}/status", {"as_of": "2019-12-31"}) == []


def test_a_street_reports_for_itself_and_no_day_to_come(world, samples):
    """A22"""
    path = f"/v1/checklists/{CHECKLIST}/items/body_street/status"
    street, district = world.role("street"), world.role("district")
    far = samples.estates["far"]["street_code"]
    assert street.post(path, {"done": True, "street_code": far}, expect=422).code == "street_unknown"
    assert district.post(path, {"done": True}, expect=422).code == "street_unknown"
    for wrong in ({"done": True, "done_on": TOMORROW}, {"done": False, "done_on": YESTERDAY}):
        assert street.post(path, wrong, expect=422).code == "done_on_wrong"
    community = world.role("community").pages(f"/v1/checklists/{CHECKLIST}/status")
    assert [row["street_code"] for row in community] == [samples.estates["near"]["street_code"]]
    rights = world.cluster.query("select has_column_privilege('wuye_platform', 'checklist_reports', 'note', 'select') as notes")[0]
    assert not rights["notes"]


class Project:
    """An estate of one's own, as the city platform and the district speak of it."""

    def __init__(self, world, samples):
        self.id = estate(samples)["id"]
        self.platform, self.district = world.role("platform"), world.caller("district.officer@150202")

    def say(self, verb, version, at, expect=200, **members):
        members = {"accepted": {"reference_no": "BT-1"}, "rejected": {"message": "缺项"}}.get(verb, {}) | members
        return self.platform.post(f"/v1/project-syncs/{self.id}/{verb}", {"version": version, "at": at, **members}, expect=expect).json

    def state(self):
        return self.platform.get(f"/v1/project-syncs/{self.id}").json

    def change(self, version):
        self.district.request("PATCH", f"/v1/estates/{self.id}", json_body={"households": 100 + version}, headers={"If-Match": f'"{version}"'}, expect=200)


def test_a_project_waits_until_the_city_platform_has_it_as_it_is(world, samples):
    """I05: state, last sent and reference number of each project; a change makes it wait again by itself."""
    project = Project(world, samples)
    fresh = project.state()
    assert (fresh["state"], fresh["acknowledged_version"], fresh["tries"]) == ("pending", None, 0)
    at = moment(-50)
    sent = project.say("sent", 1, at)
    assert (sent["state"], sent["tries"], sent["acknowledged_version"]) == ("sent", 1, 1) and sent["last_sent_at"]
    taken = project.say("accepted", 1, moment(-40), reference_no="BT-2026-77")
    assert (taken["state"], taken["reference_no"]) == ("accepted", "BT-2026-77")
    project.change(1)
    changed = project.state()
    assert (changed["state"], changed["version"], changed["acknowledged_version"], changed["reference_no"]) == ("pending", 2, 1, "BT-2026-77")
    waiting = {row["id"] for row in world.role("platform").pages("/v1/project-syncs", {"state": "pending", "subject": "estate"}, limit=200)}
    assert project.id in waiting
    assert project.say("rejected", 2, moment(-30), message="面积不符")["state"] == "rejected"
    assert project.state()["message"] == "面积不符"
    accepted = project.say("accepted", 2, moment(-20))
    assert (accepted["state"], accepted["message"], accepted["reference_no"]) == ("accepted", None, "BT-1")
    found = {row["id"]: row for row in world.role("platform").pages("/v1/project-syncs", {"state": "accepted"}, limit=200)}
    assert found[project.id]["tries"] == 1


def test_an_acknowledgement_counts_once_and_an_old_one_undoes_nothing(world, samples):
    """I05"""
    project = Project(world, samples)
    one, two, three = moment(-90), moment(-60), moment(-30)
    project.say("sent", 1, one)
    assert project.say("accepted", 1, two)["state"] == "accepted"
    stands = project.state()
    assert project.say("accepted", 1, two) == stands
    assert project.say("accepted", 1, two, reference_no="BT-other") == stands, "another number of the same moment is no news"
    assert project.say("sent", 1, one) == stands and project.say("rejected", 1, one) == stands
    assert project.say("sent", 1, two) == {**stands, "last_sent_at": stands["acknowledged_at"]}, "when it was sent is taken note of, what became of it stands"
    project.change(1)
    project.say("sent", 2, one)
    assert (project.state()["state"], project.state()["tries"]) == ("sent", 2), "a newer version is news, whatever the clock says"
    assert project.say("accepted", 1, three)["state"] == "sent", "of the version before"
    assert project.say("accepted", 2, three)["state"] == "accepted"


def test_an_acknowledgement_is_of_a_version_and_a_time_that_exist(world, samples):
    """I05"""
    project = Project(world, samples)
    for verb in ("sent", "accepted", "rejected"):
        assert project.say(verb, 2, moment(), expect=422)["code"] == "sync_version_unknown"
        assert project.say(verb, 1, moment(3600), expect=422)["code"] == "sync_time_ahead"
    assert project.state()["state"] == "pending"


def test_the_district_has_a_project_sent_again(world, samples):
    """I05"""
    project = Project(world, samples)
    before = moment(-30)
    project.say("accepted", 1, before)
    waiting = project.district.post(f"/v1/project-syncs/{project.id}/pending", {"reason": "编号登记有误"}, expect=200).json
    assert (waiting["state"], waiting["message"], waiting["reference_no"]) == ("pending", "编号登记有误", "BT-1")
    assert project.say("accepted", 1, before)["state"] == "pending", "it was said before"
    assert project.say("accepted", 1, moment(1))["state"] == "accepted"


def test_a_filed_contract_is_a_project_and_a_draft_is_none(world, samples):
    """I05"""
    contract = world.cluster.query("select id::text, registration_no, version from contracts where district_code = '150202' and in_force order by id limit 1")[0]
    found = world.role("platform").get(f"/v1/project-syncs/{contract['id']}").json
    assert (found["subject"], found["code"], found["version"]) == ("contract", contract["registration_no"], contract["version"])
    draft = world.cluster.query("insert into contracts (district_code, firm_id, kind, award_method, service_start, state) "
                                "select district_code, id, 'regular', 'agreement', '2031-01-01', 'draft' from firms where district_code = '150202' limit 1 returning id::text")[0]["id"]
    world.role("platform").get(f"/v1/project-syncs/{draft}", expect=404)
    world.role("platform").post(f"/v1/project-syncs/{draft}/sent", {"version": 1, "at": moment()}, expect=404)
    world.cluster.query("delete from contracts where id = %s returning 1", (draft,))
    rows = world.role("district").pages("/v1/project-syncs", limit=200)
    wanted = world.cluster.query("select (select count(*) from estates where district_code = '150202') + (select count(*) from contracts where district_code = '150202' and in_force) as n")[0]["n"]
    assert len(rows) == wanted


def test_many_acknowledgements_at_once_leave_the_newest(world, samples):
    """I05: whatever the order they come in."""
    project = Project(world, samples)
    times = [moment(-100 + n) for n in range(10)]
    with concurrent.futures.ThreadPoolExecutor(10) as pool:
        said = [pool.submit(project.say, "rejected" if n % 2 == 0 else "accepted", 1, at, **({"reference_no": f"BT-{n}"} if n % 2 else {"message": f"退回{n}"})) for n, at in enumerate(times)]
        assert all(answer.result()["state"] != "pending" for answer in said)
    assert (project.state()["state"], project.state()["reference_no"], project.state()["message"]) == ("accepted", "BT-9", None)
    assert world.cluster.query("select acknowledgements from project_syncs where id = %s", (project.id,))[0]["acknowledgements"] == 10


def test_whoever_is_added_while_a_department_ends_ends_with_it(world, samples):
    """Of two at the same moment the one who ends comes second and sees whom the first added."""
    officer, there = world.caller("district.officer@150202"), department(samples)
    connection = world.cluster.connect()
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        with connection.cursor() as cursor:
            cursor.execute("begin")
            cursor.execute("select district_code from departments where id = %s for update", (there["id"],))
            ending = pool.submit(lambda: officer.post(f"/v1/departments/{there['id']}/end", {"reason": "撤并"}, expect=200))
            time.sleep(0.5)
            cursor.execute("insert into department_contacts (district_code, department_id, name,  valid_from) select district_code, id, '后来者',  (now() at time zone 'Asia/Shanghai')::date - 1 "
                           "from departments where id = %s", (there["id"],))
            cursor.execute("commit")
        ending.result()
    connection.close()
    assert world.cluster.query("select name, valid_to is not null as ended from department_contacts where department_id = %s", (there["id"],)) == [{"name": "后来者", "ended": True}]
