"""F20–F25, L9: the ledger of issues as streets fill it in by hand, and what a file may not do."""
import concurrent.futures
import io

import openpyxl
import pytest
from harness.contract import XLSX
from harness.imports import account, load, problems, table, wait_for
from things.estates import estate, today
from things.staff import contract

HEAD = ["序号", "项目名称", "物业服务企业", "服务标准", "存在问题", "整治措施", "完成时限", "责任人", "进展情况", "社区", "街道", "备注"]
ACTIONS = {"environment": "环境卫生", "road": "道路设施", "parking": "车辆停放", "service": "服务质量"}


@pytest.fixture
def district(world):
    return world.caller("district.officer@150202")


@pytest.fixture
def street(world):
    return world.role("street")


@pytest.fixture
def project(world, samples):
    """Name of an estate of its own in the street's area, or elsewhere."""
    def make(place="near", firm=True):
        made = estate(samples, place, name=f"台账小区{next(world.serial)}")
        if firm:
            contract(world, samples.estates["one"]["firm_id"], made["id"])
        return made["name"]
    return make


def form(sheets, title="{}攻坚行动整治工作台账", note=True):
    """A workbook as the plan's annex shows it; rows of twelve cells, None where a merged cell goes on. Merged for real, so that a reader sees what people see."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for action, rows in sheets.items():
        sheet = book.create_sheet(ACTIONS[action])
        sheet.append([title.format(ACTIONS[action])])
        sheet.merge_cells("A1:L1")
        sheet.append(["属地：东河区", *[None] * 8, "2026年11月21日"])
        sheet.append(HEAD)
        for row in rows:
            sheet.append(row)
        begins = [number for number, row in enumerate(rows, 4) if row[1]]
        for first, after in zip(begins, [*begins[1:], len(rows) + 4]):
            if after - first > 1:
                for column in "ABCDJK":
                    sheet.merge_cells(f"{column}{first}:{column}{after - 1}")
        if note:
            sheet.append(["注：1. 表格使用 Excel 类电子表格。"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def row(seq, name, problem, measure=None, due=None, person=None, progress=None, firm=None, community=None, street=None, note=None):
    return [seq, name, firm, None, problem, measure, due, person, progress, community, street, note]


def told(client, done):
    return [(p["sheet"], p["line"], p["column"], p["code"]) for p in problems(client, done)]


def loaded(client, body, **query):
    return load(client, "issues", body, headers={"Content-Type": XLSX}, **query).json


def of(world, name):
    return world.cluster.query("select i.* from issues i join estates e on e.id = i.estate_id where e.name = %s order by i.ledger, i.problem", (name,))


def test_a_workbook_filled_in_by_hand_becomes_issues_of_its_four_ledgers(world, street, project):
    """F18, F20, F21, F22, F25, L9: one sheet an action, one row an issue; what a project's rows have in common stands in the first; numbers within the project go."""
    first, second = project(), project()
    day = today(20).replace("-", "年", 1).replace("-", "月") + "日"
    body = form({
        "environment": [row(1, first, "1. 楼道堆物", "三日内清运", day, "张主任", "已约谈"), row(None, None, "2. 垃圾未日产日清"), row(2, second, "1. 绿地斑秃", "补植", today(25), "李经理")],
        "road": [row(1, second, "井盖破损，请联系13800138000")], "parking": [], "service": [row("1", first, "门岗无人值守")]})
    done = loaded(street, body, file_name="台账.xlsx")
    assert done["state"] == "done" and account(done) == {"read": 5, "created": 5, "updated": 0, "unchanged": 0, "refused": 0}, problems(street, done)
    made = {one["problem"]: one for one in of(world, first) + of(world, second)}
    assert set(made) == {"楼道堆物", "垃圾未日产日清", "绿地斑秃", "井盖破损，请联系[电话]", "门岗无人值守"}
    heaps = made["楼道堆物"]
    assert (heaps["ledger"], heaps["state"], heaps["person"], heaps["measure"], str(heaps["due_on"]), heaps["progress"], heaps["source"], heaps["responsible_kind"]) == (
        "environment", "rectifying", "张主任", "三日内清运", today(20), "已约谈", "import", "firm")
    assert (made["垃圾未日产日清"]["state"], made["绿地斑秃"]["state"], made["井盖破损，请联系[电话]"]["ledger"], made["门岗无人值守"]["ledger"]) == ("found", "assigned", "road", "service")
    events = street.get(f"/v1/issues/{heaps['id']}").json
    assert events["state"] == "rectifying"


def test_the_same_file_again_changes_nothing_and_what_was_added_by_hand_goes_on(world, street, district, project):
    """F24: the ledger is live."""
    name = project()
    before = {"service": [row(1, name, "1. 投诉无人接听"), row(None, None, "2. 收费未公示")]}
    done = loaded(street, form(before)); assert account(done)["created"] == 2, problems(street, done)
    again = loaded(street, form(before))
    assert account(again) == {"read": 2, "created": 0, "updated": 0, "unchanged": 2, "refused": 0}
    after = {"service": [row(1, name, "1. 投诉无人接听", "设专人值守", today(10), "王经理", "已发现"), row(None, None, "2. 收费未公示")]}
    assert account(loaded(district, form(after))) == {"read": 2, "created": 0, "updated": 1, "unchanged": 1, "refused": 0}
    assert [(one["state"], one["person"]) for one in of(world, name)] == [("assigned", "王经理"), ("found", None)]
    after["service"][0][8] = "已张榜值班电话"
    assert account(loaded(street, form(after)))["updated"] == 1
    assert account(loaded(street, form(after))) == {"read": 2, "created": 0, "updated": 0, "unchanged": 2, "refused": 0}
    assert [(one["state"], one["progress"]) for one in of(world, name)] == [("rectifying", "已张榜值班电话"), ("found", None)]


def test_the_ledger_that_was_given_out_comes_in_again_as_it_is(world, district, street, project):
    """F23, F24: whatever its form."""
    name = project()
    loaded(street, form({"parking": [row(1, name, "消防通道停车", "划线、劝离", today(9), "赵队长", "已劝离三次"), row(None, None, "无非机动车停放点")], "road": [row(1, name, "路面破损")]}))
    for media in (XLSX, "text/csv"):
        given = street.get("/v1/ledgers/issues", {}, headers={"Accept": media}).body
        done = load(street, "issues", given, headers={"Content-Type": media}, on_error="skip").json
        counted = account(done)
        assert done["state"] == "done" and counted["created"] == counted["updated"] == 0 and counted["unchanged"] >= 3, (media, counted, told(street, done)[:5])
    assert len(of(world, name)) == 3


def test_what_the_district_has_in_its_own_ledger_is_no_second_issue(world, district, street, project):
    """F24, F38: the form that was given out holds both levels, and what was put right before anybody was named for it; a street adds nothing to what is the district's."""
    campaign = world.cluster.query("insert into campaigns (district_code, id, title_zh, title_en, year, state, source, created_at, updated_at) "
                                   "values ('150202', gen_random_uuid(), '整治提升行动', 'Campaign', 2026, 'open', '002', now(), now()) returning id::text", ())[0]["id"]
    name = project()
    loaded(street, form({"road": [row(1, name, "路面坑洼")]}), campaign_id=campaign)
    one = of(world, name)[0]
    district.post(f"/v1/issues/{one['id']}/roll-up", {}, expect=200)
    where = {"campaign_id": campaign, "estate_id": str(one["estate_id"]), "ledger": "road"}
    simple = street.post("/v1/issues", {**where, "problem": "路牌歪斜", "complexity": "simple"}, expect=201).json
    street.post(f"/v1/issues/{simple['id']}/rectify", {"note": "已扶正"}, expect=200)
    ours = district.post("/v1/issues", {**where, "problem": "井盖松动", "level": "district"}, expect=201).json
    district.post(f"/v1/issues/{ours['id']}/assign", {"responsible_kind": "firm", "person": "王工", "measure": "更换", "due_on": today(5)}, expect=200)
    for client in (district, street):
        given = client.get("/v1/ledgers/issues", {"campaign_id": campaign}, headers={"Accept": XLSX}).body
        assert account(loaded(client, given, campaign_id=campaign)) == {"read": 4, "created": 0, "updated": 0, "unchanged": 4, "refused": 0}
    said = form({"road": [row(1, name, "井盖松动", progress="已更换")]})
    assert told(street, loaded(street, said, campaign_id=campaign)) == [(1, 4, "progress", "not_assigned")], "a street's own, of which nobody is named for"
    assert account(loaded(district, said, campaign_id=campaign))["updated"] == 1
    assert {(each["problem"], each["level"], each["progress"]) for each in of(world, name)} == {
        ("井盖松动", "district", "已更换"), ("路牌歪斜", "street", "已扶正"), ("路面坑洼", "street", None), ("路面坑洼", "district", None)}


def test_rows_of_a_file_keep_their_order(world, street, project):
    """L9: problems of a project are numbered as they were written down."""
    name = project()
    texts = [f"第{number}处破损" for number in "九八七六五四三二一"]
    loaded(street, form({"road": [row(1 if at == 0 else None, name if at == 0 else None, text) for at, text in enumerate(texts)]}))
    rows = [each for each in street.pages("/v1/ledgers/issues", {"ledger": "road"}, limit=200) if each["project"] == name]
    assert [each["problem"] for each in rows] == texts and all(each["id"][14] == "7" and each["id"][19] in "89ab" for each in rows)


@pytest.mark.parametrize("cells, column, code", [
    ({"name": "查无此小区"}, "project", "unknown_estate"),
    ({"firm": "别家物业有限公司"}, "firm", "another_firm"),
    ({"due": "5月底前", "measure": "清运", "person": "张三"}, "due_on", "not_a_day"),
    ({"measure": "清运", "person": "张三"}, "due_on", "assignment_incomplete"),
    ({"measure": "清运"}, "person", "assignment_incomplete"),
    ({"due": "2020年5月31日", "measure": "清运", "person": "张三"}, "due_on", "issue_due_past"),
    ({"progress": "已完成"}, "progress", "not_assigned"),
    ({"community": "没有的社区"}, "project", "unknown_estate"),
    ({"problem": None, "note": "见附件"}, "problem", "required"),
])
def test_what_is_wrong_with_a_row_is_said_with_its_sheet_line_and_column(cells, column, code, world, street, project):
    """F25: and nothing of the file is kept."""
    name = project()
    one = {"seq": 2, "name": project(), "problem": "绿篱枯死", **cells}
    body = form({"environment": [row(1, name, "垃圾桶破损")], "road": [row(1, name, "路面坑洼"), row(**one)]})
    done = loaded(street, body)
    assert done["state"] == "refused" and (2, 5, column, code) in told(street, done), told(street, done)
    assert of(world, name) == []
    kept = loaded(street, body, on_error="skip")
    assert account(kept) == {"read": 3, "created": 2, "updated": 0, "unchanged": 0, "refused": 1}


def test_a_title_that_names_no_action_or_several_is_no_ledger(street, project):
    """L9: the annex shows all four in one title; each ledger keeps one."""
    name = project()
    for title in ("整治工作台账", "环境卫生（道路设施、车辆停放、服务质量）攻坚行动整治工作台账"):
        done = loaded(street, form({"service": [row(1, name, "无人值守")]}, title=title))
        assert told(street, done) == [(1, 4, "ledger", "unknown_ledger")]
    named = table([{"ledger": "服务质量", "project": name, "problem": "无人值守"}])
    assert account(load(street, "issues", named).json)["created"] == 1


def test_a_street_loads_issues_of_its_area_and_nothing_else(world, street, district, project):
    far = project("far")
    done = loaded(street, form({"road": [row(1, far, "路面坑洼")]}))
    assert told(street, done) == [(1, 4, "project", "unknown_estate")]
    assert load(street, "firms", b"uscc,name\r\n", expect=403).json["code"] == "register_reserved"
    theirs = loaded(district, form({"road": [row(1, far, "路面坑洼")]}))
    assert account(theirs)["created"] == 1
    assert street.get(f"/v1/imports/{theirs['id']}", expect=404) and street.get(f"/v1/imports/{done['id']}", expect=200)
    assert {one["id"] for one in street.pages("/v1/imports", {"register": "issues"})} >= {done["id"]}
    assert theirs["id"] not in {one["id"] for one in street.pages("/v1/imports")}
    world.role("community").request("POST", "/v1/imports", {"register": "issues"}, b"x", {"Content-Type": "text/csv"}, expect=403)


def test_two_who_load_one_ledger_at_the_same_moment_make_its_issues_once(world, street, district, project):
    name = project()
    body = form({"environment": [row(1, name, f"{n}. 堆物{n}处") for n in range(1, 2)] + [row(None, None, f"{n}. 堆物{n}处") for n in range(2, 21)]})
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        both = list(pool.map(lambda client: wait_for(client, loaded(client, body))[-1], (street, district)))
    assert sorted(account(one)["created"] for one in both) == [0, 20] and len(of(world, name)) == 20


def test_an_import_names_the_campaign_that_its_issues_are_of(world, street, district, project):
    """F18."""
    name = project()
    campaign = world.cluster.query("insert into campaigns (district_code, id, title_zh, title_en, year, state, source, created_at, updated_at) "
                                   "values ('150202', gen_random_uuid(), '整治提升行动', 'Campaign', 2026, 'open', '002', now(), now()) returning id::text", ())[0]["id"]
    body = form({"service": [row(1, name, "无人值守")]})
    assert loaded(street, body, campaign_id=campaign)["campaign_id"] == campaign
    assert account(loaded(street, body))["created"] == 1, "the same text outside the campaign is another issue"
    assert sorted(str(one["campaign_id"]) for one in of(world, name)) == sorted([campaign, "None"])
    assert load(street, "issues", body, expect=422, headers={"Content-Type": XLSX}, campaign_id="00000000-0000-7000-8000-000000000000").json["code"] == "campaign_unknown"
    assert load(district, "firms", b"uscc\r\n", expect=422, campaign_id=campaign).json["code"] == "campaign_of_issues"


def test_a_form_without_a_head_and_a_head_with_a_column_that_nobody_knows_are_refused(street, project):
    book = openpyxl.Workbook()
    book.active.append(["环境卫生攻坚行动整治工作台账"])
    out = io.BytesIO()
    book.save(out)
    assert told(street, loaded(street, out.getvalue())) == [(1, 1, None, "head_missing")]
    sheet = book.active
    sheet.append(["序号", "项目名称", "存在问题", "整改照片"])
    sheet.append([1, project(), "堆物", "见附件"])
    out = io.BytesIO()
    book.save(out)
    assert told(street, loaded(street, out.getvalue())) == [(1, 2, "整改照片", "unknown_column")]
