"""The ledger of issues (攻坚行动整治工作台账, L9): one content as rows and as the form that is printed, read by LibreOffice and, apart from it, out of the XML itself."""
import csv
import datetime
import io
import pathlib
import re
import subprocess
import uuid
import xml.etree.ElementTree as xml
import zipfile

import pytest
from harness.contract import XLSX
from things.estates import estate, today
from things.issue_ledger import contract_of, issue

EXPECTED = pathlib.Path(__file__).parent / "expected" / "issue_ledger.csv"
HEADS = ["序号", "项目名称", "物业服务企业", "服务标准", "存在问题", "整治措施", "完成时限", "责任人", "进展情况", "社区", "街道", "备注"]
ACTIONS = ["环境卫生", "道路设施", "车辆停放", "服务质量"]
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
FORMULAS = ["=1+1", "+86", "-1", "@SUM(A1)", "=HYPERLINK(\"http://x\",\"y\")", "\t=1"]


def campaign(world):
    """Of a plan of its own, so that the ledger holds what a test has put into it and nothing else."""
    key = str(uuid.uuid4())
    world.cluster.query("insert into campaigns (district_code, id, title_zh, title_en, year, source, state, created_at, updated_at) "
                        "values ('150202', %s, '整治提升行动', 'Campaign', 2026, '枣住建房字〔2020〕15号', 'open', now(), now()) returning 1", (key,))
    return key


def workbook(caller, **query):
    answer = caller.get("/v1/ledgers/issues", query, headers={"Accept": XLSX})
    assert answer.status == 200 and answer.header("Content-Type") == XLSX and answer.header("Content-Disposition") == 'attachment; filename="listIssueLedger.xlsx"'
    return answer.body


def converted_all(bodies, folder):
    """Of each workbook by its name: sheet → its cells as LibreOffice shows them, which is started once."""
    for name, body in bodies.items():
        (folder / f"{name}.xlsx").write_bytes(body)
    done = subprocess.run(["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1",
                           "--outdir", folder / "csv", *(folder / f"{name}.xlsx" for name in bodies)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=240, check=False)
    assert done.returncode == 0, done.stdout
    return {name: {file.stem.removeprefix(f"{name}-"): list(csv.reader(io.StringIO(file.read_text(encoding="utf-8")))) for file in sorted((folder / "csv").glob(f"{name}-*"))} for name in bodies}


def converted(body, folder):
    """Sheet → its cells as LibreOffice shows them."""
    return converted_all({"ledger": body}, folder)["ledger"]


class Package:
    """The parts of a workbook, read without any program for spreadsheets."""

    def __init__(self, body):
        archive = zipfile.ZipFile(io.BytesIO(body))
        assert archive.testzip() is None
        self.parts = {name: xml.fromstring(archive.read(name)) for name in archive.namelist()}
        self.book = self.parts["xl/workbook.xml"]
        self.names = [sheet.get("name") for sheet in self.book.find(f"{MAIN}sheets")]
        formats = [int(form.get("numFmtId")) for form in self.parts["xl/styles.xml"].find(f"{MAIN}cellXfs")]
        self.days = {style for style, form in enumerate(formats) if form == 164}

    def sheet(self, name):
        return self.parts[f"xl/worksheets/sheet{self.names.index(name) + 1}.xml"]

    def cells(self, name):
        """A1 → value: text, number or day."""
        found = {}
        for cell in self.sheet(name).iter(f"{MAIN}c"):
            assert cell.find(f"{MAIN}f") is None
            number = cell.findtext(f"{MAIN}v")
            if cell.get("t") == "inlineStr":
                found[cell.get("r")] = cell.findtext(f"{MAIN}is/{MAIN}t")
            elif number is not None:
                found[cell.get("r")] = datetime.date(1899, 12, 30) + datetime.timedelta(int(number)) if int(cell.get("s")) in self.days else int(number)
        return found

    def merged(self, name):
        return [merge.get("ref") for merge in self.sheet(name).iter(f"{MAIN}mergeCell")]

    def table(self, name):
        """Rows of twelve, each cell of a merged range as its first."""
        cells = self.cells(name)
        for ref in self.merged(name):
            (left, top), (right, bottom) = (re.fullmatch(r"([A-Z]+)(\d+)", corner).groups() for corner in ref.split(":"))
            if left == right:
                cells.update({f"{left}{row}": cells.get(f"{left}{top}") for row in range(int(top), int(bottom) + 1)})
        last = max(int(row.get("r")) for row in self.sheet(name).iter(f"{MAIN}row"))
        return [[cells.get(f"{column}{row}") for column in "ABCDEFGHIJKL"] for row in range(4, last + 1)]


@pytest.fixture(scope="module")
def scene(world, samples):
    """Four projects of two streets: one with three problems of which two are of one action, one without a firm, and a department's of no estate."""
    plan = campaign(world)
    one, two, far, bare = (world.estates("e.id = %s", estate(samples, place, name=name)["id"])[0]
                           for place, name in (("near", "试验一区"), ("near", "试验二区"), ("far", "试验三区"), ("far", "无人管小区")))
    managed = [world.own_estate("community.huanxi@150202"), world.own_estate("community.luwang@150202")]
    served = {place["id"]: contract_of(world, of["id"], grade) for place, of, grade in ((one, managed[0], "一级"), (two, managed[0], "一级"), (far, managed[1], "二级"))}

    def add(place, ledger, problem, found, **members):
        service = served.get(place["id"]) if place else None
        if service:
            members = {"firm_id": service["firm"], "contract_id": service["id"], **members}
        return issue(world, place, campaign_id=plan, ledger=ledger, problem=problem, found_on=found, **members)

    by = {"state": "assigned", "responsible_kind": "firm", "person": "王五", "measure": "当日清运", "due_on": "2026-05-20"}
    add(one, "environment", "垃圾桶满溢", "2026-04-12", **by, responsible_firm_id=served[one["id"]]["firm"], problem_masked="垃圾桶满溢（遮蔽）", progress="已清运", note="复查")
    add(one, "environment", "楼道堆放杂物，拨打13800138000", "2026-04-10", problem_masked="楼道堆放杂物，拨打138****8000", published_at="now")
    add(one, "parking", "占用消防通道", "2026-04-11", severity="safety", **by, responsible_firm_id=served[one["id"]]["firm"])
    add(two, "environment", "绿化缺株", "2026-04-09")
    add(far, "environment", "单元门厅积尘", "2026-04-08", **{**by, "due_on": "2026-12-31"})
    add(bare, "environment", "无人保洁", "2026-04-08")
    add(None, "road", "路灯不亮", "2026-04-15", level="district", state="assigned", responsible_kind="department", department="urban_management", responsible_name="城市管理局", person="赵六",
        measure="更换灯具", due_on="2026-06-01")
    add(one, "environment", "记录有误", "2026-04-01", state="withdrawn")
    return {"plan": plan, "one": one, "two": two, "far": far, "bare": bare, "served": served}


@pytest.fixture(scope="module")
def form(world, scene, tmp_path_factory):
    day, body = today(), workbook(world.role("district"), campaign_id=scene["plan"])
    return {"body": body, "day": day, "package": Package(body), "shown": converted(body, tmp_path_factory.mktemp("ledger"))}


def expected(day):
    """Sheet → rows; the day on which the form was made is put in."""
    sheets, now = {}, datetime.date.fromisoformat(day)
    for sheet, *cells in csv.reader(io.StringIO(EXPECTED.read_text(encoding="utf-8"))):
        sheets.setdefault(sheet, []).append([cell.replace("<day>", f"{now.year}年{now.month}月{now.day}日") for cell in cells])
    return sheets


def test_libreoffice_shows_the_stored_form_cell_by_cell(form):
    """F20, F21, F22, F23: title, 属地 and day, twelve heads in order, a sheet for each action, one number for a project."""
    assert form["shown"] == expected(form["day"])


def test_the_parts_themselves_say_the_same(form):
    shown = expected(form["day"])
    assert form["package"].names == ACTIONS == list(shown)
    for name in ACTIONS:
        cells = form["package"].cells(name)
        rows = [[cells.get(f"{column}{row}") for column in "ABCDEFGHIJKL"] for row in range(1, len(shown[name]) + 1)]
        assert [["" if cell is None else str(cell) for cell in row] for row in rows] == shown[name], name


def test_one_number_for_a_project_and_one_row_for_a_problem(form, scene):
    """F21: two problems of an estate share one 序号 in merged cells; what differs by problem is merged nowhere."""
    package = form["package"]
    cells = package.cells("环境卫生")
    first = next(row for row in range(4, 9) if cells.get(f"B{row}") == scene["one"]["name"])
    assert {f"{column}{first}:{column}{first + 1}" for column in "ABCDJK"} | {"A1:L1", "A2:I2", "J2:L2"} == set(package.merged("环境卫生"))
    assert f"A{first + 1}" not in cells and f"B{first + 1}" not in cells
    assert cells[f"E{first}"].startswith("1. 楼道堆放杂物") and cells[f"E{first + 1}"] == "2. 垃圾桶满溢"
    assert [row[0] for row in package.table("环境卫生")] == [1, 1, 2, 3, 4] and package.cells("车辆停放")["A4"] == 1
    assert package.merged("道路设施") == ["A1:L1", "A2:I2", "J2:L2"]


def test_days_are_days(form):
    table = form["package"].table("环境卫生")
    assert [row[6] for row in table if row[6]] == [datetime.date(2026, 5, 20), datetime.date(2026, 12, 31)]


def test_it_is_set_up_to_print(form):
    """A4 across, one page wide, its three head rows on each page, pages counted; and the elements in the order that programs ask for."""
    package = form["package"]
    order = ["sheetPr", "sheetViews", "sheetFormatPr", "cols", "sheetData", "mergeCells", "printOptions", "pageMargins", "pageSetup", "headerFooter"]
    for name in ACTIONS:
        sheet = package.sheet(name)
        assert [child.tag.removeprefix(MAIN) for child in sheet] == order
        setup = sheet.find(f"{MAIN}pageSetup")
        assert (setup.get("paperSize"), setup.get("orientation"), setup.get("fitToWidth"), setup.get("fitToHeight")) == ("9", "landscape", "1", "0")
        assert sheet.find(f"{MAIN}sheetPr/{MAIN}pageSetUpPr").get("fitToPage") == "1"
        assert "&P" in sheet.findtext(f"{MAIN}headerFooter/{MAIN}oddFooter") and len(sheet.find(f"{MAIN}cols")) == 12
        assert sheet.find(f"{MAIN}sheetViews/{MAIN}sheetView/{MAIN}pane").get("ySplit") == "3"
    titles = package.book.find(f"{MAIN}definedNames")
    assert [(title.get("name"), title.get("localSheetId"), title.text) for title in titles] == [("_xlnm.Print_Titles", str(at), f"'{name}'!$1:$3") for at, name in enumerate(ACTIONS)]
    wrapped = package.parts["xl/styles.xml"].find(f"{MAIN}cellXfs")[10]
    assert wrapped.find(f"{MAIN}alignment").get("wrapText") == "1" and wrapped.get("borderId") == "1"


def test_the_same_rows_give_the_same_bytes(world, scene, form):
    assert workbook(world.role("district"), campaign_id=scene["plan"]) == form["body"]


def test_rows_csv_and_form_say_the_same(world, scene, form):
    """The numbers too, however the pages are cut."""
    caller, query = world.role("district"), {"campaign_id": scene["plan"]}
    rows = caller.pages("/v1/ledgers/issues", query, limit=200)
    for limit in (1, 2, 3, 5):
        assert caller.pages("/v1/ledgers/issues", query, limit=limit) == rows, limit
    table = [row for name in ACTIONS for row in form["package"].table(name)]
    assert len(table) == len(rows) == 7
    for cells, row in zip(table, rows):
        assert cells[:4] == [row["seq"], row["project"], row["firm"], row["service_grade"]]
        assert cells[4] == f"{row['no']}. {row['problem']}" and cells[5] == row["measure"] and cells[7] == row["person"]
        assert (cells[6].isoformat() if cells[6] else None) == row["due_on"] and cells[9:] == [row["community"], row["street"], row["note"]]
        assert cells[8] == (row["progress"] or {"found": "已发现", "assigned": "已分派"}[row["state"]])
    lines = list(csv.DictReader(io.StringIO(caller.get("/v1/ledgers/issues", query, headers={"Accept": "text/csv"}).body.decode("utf-8-sig"))))
    assert [(line["seq"], line["no"], line["problem"], line["position"]) for line in lines] == [(str(row["seq"]), str(row["no"]), row["problem"], row["position"]) for row in rows]
    assert list(lines[0])[:4] == ["seq", "project", "firm", "service_grade"]
    whole = workbook(caller, **query, limit=2)
    assert sum(len(Package(whole).table(name)) for name in ACTIONS) == 2


def test_what_lies_in_no_estate_is_its_departments(world, scene):
    """One number for all that a department answers for; what nobody answers for yet is a project by itself."""
    plan = campaign(world)
    for problem in ("井盖缺失", "路面破损"):
        issue(world, campaign_id=plan, ledger="road", level="district", problem=problem, state="assigned", responsible_kind="department", department="urban_management",
              responsible_name="城市管理局", person="赵六", measure="修复", due_on=today(3))
    for problem in ("人行道积水", "侧石脱落"):
        issue(world, campaign_id=plan, ledger="road", level="district", problem=problem)
    rows = world.role("district").pages("/v1/ledgers/issues", {"campaign_id": plan})
    named = [row for row in rows if row["project"]]
    assert len({row["seq"] for row in named}) == 1 and {row["no"] for row in named} == {1, 2} and {row["project"] for row in named} == {"城市管理局"}
    assert len({row["seq"] for row in rows}) == 3 and all(row["no"] == 1 for row in rows if not row["project"])


def test_a_firm_that_changed_is_not_hidden_in_a_merged_cell(world, scene):
    """The number and the project are one cell; each firm has its own."""
    plan = campaign(world)
    firms = [scene["served"][scene[name]["id"]] for name in ("one", "far")]
    assert firms[0]["firm"] != firms[1]["firm"]
    for found, firm in (("2026-03-01", firms[0]), ("2026-03-02", firms[0]), ("2026-03-03", firms[1])):
        issue(world, scene["one"], campaign_id=plan, found_on=found, firm_id=firm["firm"])
    package = Package(workbook(world.role("district"), campaign_id=plan))
    assert {"A4:A6", "B4:B6", "C4:C5", "D4:D5", "J4:J6"} <= set(package.merged("环境卫生"))
    assert package.cells("环境卫生")["C6"] == firms[1]["name"]


def test_sheets_are_those_that_are_asked_for(world, scene):
    """F22: the four of the plan, with or without rows; others when they are asked for, or have rows."""
    caller, plan = world.role("district"), scene["plan"]
    assert Package(workbook(caller, campaign_id=plan, ledger="parking,environment")).names == ["环境卫生", "车辆停放"]
    assert Package(workbook(caller, campaign_id=plan, ledger="facility")).names == ["配套基础设施"]
    empty = Package(workbook(caller, campaign_id=str(uuid.uuid4())))
    assert empty.names == ACTIONS and empty.table("服务质量") == []
    other = campaign(world)
    issue(world, scene["one"], campaign_id=other, ledger="petition", problem="多年信访")
    package = Package(workbook(caller, campaign_id=other))
    assert package.names == [*ACTIONS, "信访重点难点"] and package.cells("信访重点难点")["A1"] == "信访重点难点整治工作台账"


def test_whose_it_is_says_the_head(world, scene):
    """属地: the caller's area, or that which is asked for."""
    name = {row["code"]: row["name"] for row in world.cluster.query("select code, name from divisions")}
    street = scene["one"]["street_code"]
    district = name["150202"]
    assert Package(workbook(world.role("district"))).cells("环境卫生")["A2"] == f"属地：{district}"
    assert Package(workbook(world.role("district"), street_code=street)).cells("环境卫生")["A2"] == f"属地：{district}{name[street]}"
    assert Package(workbook(world.caller("street.heping@150202"))).cells("环境卫生")["A2"] == f"属地：{district}{name[world.register.account('street.heping@150202')['street_code']]}"
    assert Package(workbook(world.role("public"))).cells("环境卫生")["A2"] == "属地："


def test_text_is_never_a_formula(world, scene, tmp_path):
    """Not in the form, nor in the CSV."""
    plan = campaign(world)
    for number, text in enumerate(FORMULAS):
        issue(world, scene["one"], campaign_id=plan, problem=text, found_on=f"2026-03-{number + 1:02}", measure=text, person=text, due_on=today(), responsible_kind="firm", note=text, state="assigned")
    body = workbook(world.role("district"), campaign_id=plan)
    assert [(row[4], row[5], row[7], row[11]) for row in Package(body).table("环境卫生")] == [(f"{at}. {text}", text, text, text) for at, text in enumerate(FORMULAS, 1)]
    assert [row[5].strip() for row in converted(body, tmp_path)["环境卫生"][3:]] == [text.strip() for text in FORMULAS]
    for line in csv.DictReader(io.StringIO(world.role("district").get("/v1/ledgers/issues", {"campaign_id": plan}, headers={"Accept": "text/csv"}).body.decode("utf-8-sig"))):
        assert line["problem"][0] == "'" and line["measure"][0] == "'"


def test_each_role_reads_its_own(world, scene):
    """A street its area; the firm what it is responsible for, masked; platform and public no person, the public what was made public."""
    query = {"campaign_id": scene["plan"]}
    district = world.role("district").pages("/v1/ledgers/issues", query)
    street = world.caller("street.heping@150202").pages("/v1/ledgers/issues", query)
    mine = world.register.account("street.heping@150202")["street_code"]
    assert street and [row["id"] for row in street] == [row["id"] for row in district if row["street_code"] == mine]
    community = world.caller("community.huanxi@150202").pages("/v1/ledgers/issues", query)
    assert {row["community_code"] for row in community} == {scene["one"]["community_code"]} and len(community) == 4
    platform = world.role("platform").pages("/v1/ledgers/issues", query)
    assert len(platform) == len(district) and all(row["person"] is None for row in platform) and not any("13800138000" in row["problem"] for row in platform)
    public = world.role("public").pages("/v1/ledgers/issues", query)
    assert [(row["problem"], row["person"], row["project"], row["firm"], row["service_grade"]) for row in public] == [
        ("楼道堆放杂物，拨打138****8000", None, scene["one"]["name"], scene["served"][scene["one"]["id"]]["name"], None)]
    assert public == world.caller("hotline@150202").pages("/v1/ledgers/issues", query)
    body = workbook(world.role("public"), **query)
    assert not [text for text in Package(body).cells("环境卫生").values() if "13800138000" in str(text)]
    assert world.role("public").pages("/v1/ledgers/issues", {**query, "district_code": "340302"}) == []


def test_a_firm_reads_what_it_answers_for_and_masked(world, scene):
    firm = world.register.account("company.one@150202")["firm_id"]
    plan = campaign(world)
    place = world.estates("f.id = %s", firm)[0]
    common = {"campaign_id": plan, "responsible_kind": "firm", "responsible_firm_id": firm, "firm_id": firm, "person": "王五", "measure": "整改", "due_on": today(5)}
    issue(world, place, **common, state="assigned", problem="拨打13800138000", problem_masked="拨打138****8000")
    issue(world, place, **common, state="assigned", problem="投诉的", withheld=True)
    issue(world, place, **common, state="found", problem="尚未分派")
    issue(world, place, **{**common, "responsible_firm_id": None, "responsible_kind": "department"}, state="assigned", problem="别人的")
    caller = world.caller("company.one@150202")
    rows = caller.pages("/v1/ledgers/issues", {"campaign_id": plan})
    assert [(row["problem"], row["person"], row["seq"], row["no"]) for row in rows] == [("拨打138****8000", "王五", 1, 1)]
    table = Package(workbook(caller, campaign_id=plan)).table("环境卫生")
    assert [row[4] for row in table] == ["1. 拨打138****8000"]


def test_what_is_recorded_and_assigned_stands_in_it(world, scene):
    """By the operations of issues themselves: nothing but the API was used."""
    plan, officer = campaign(world), world.role("district")
    one = officer.post("/v1/issues", {"ledger": "service", "estate_id": scene["two"]["id"], "problem": "客服电话13800138000无人接听", "place": "服务中心", "campaign_id": plan}, expect=201).json
    officer.post(f"/v1/issues/{one['id']}/assign", {"responsible_kind": "department", "department": "water_supply", "person": "王工", "measure": "安排专人值守", "due_on": today(3)}, expect=200)
    row, = officer.pages("/v1/ledgers/issues", {"campaign_id": plan})
    kept = officer.get(f"/v1/issues/{one['id']}").json
    assert (row["problem"], row["person"], row["measure"], row["due_on"], row["state"]) == (kept["problem"], "王工", "安排专人值守", kept["due_on"], "assigned")
    table = Package(workbook(officer, campaign_id=plan)).table("服务质量")
    assert [(cells[0], cells[1], cells[4], cells[6].isoformat(), cells[8]) for cells in table] == [(1, scene["two"]["name"], "1. 客服电话13800138000无人接听", kept["due_on"], "已分派")]
    assert world.role("platform").pages("/v1/ledgers/issues", {"campaign_id": plan})[0]["problem"] == "客服电话[电话]无人接听"


def test_nothing_of_a_secret_complaint_is_public_however_it_was_published(world, scene):
    """To the public and the hotline as little as to the firm and the platform."""
    plan = campaign(world)
    ticket = world.post_ticket("hotline@150202", estate_code=scene["one"]["code"])
    complaint = world.cluster.query("update complaints set secret = true where id = (select complaint_id from tickets where id = %s) returning id::text as id", (ticket["id"],))[0]["id"]
    for number, source in enumerate((None, complaint)):
        issue(world, scene["one"], campaign_id=plan, complaint_id=source, published_at="now", problem=f"第{number}条")
    for caller in (world.role("public"), world.caller("hotline@150202"), world.role("platform")):
        assert [row["problem"] for row in caller.pages("/v1/ledgers/issues", {"campaign_id": plan})] == ["第0条"]
    assert len(world.role("district").pages("/v1/ledgers/issues", {"campaign_id": plan})) == 2


FILTERS = [({"ledger": "parking"}, lambda row: row["ledger"] == "parking"), ({"level": "district"}, lambda row: row["level"] == "district"), ({"state": "assigned"}, lambda row: row["state"] == "assigned"),
           ({"severity": "safety"}, lambda row: row["severity"] == "safety"), ({"responsible_kind": "department"}, lambda row: row["responsible_kind"] == "department"),
           ({"found_from": "2026-04-10", "found_before": "2026-04-12"}, lambda row: "2026-04-10" <= row["found_on"] < "2026-04-12"),
           ({"due_from": "2026-05-20", "due_before": "2026-06-01"}, lambda row: row["due_on"] == "2026-05-20"), ({"overdue": "true"}, lambda row: row["overdue"]),
           ({"overdue": "false"}, lambda row: not row["overdue"]), ({"rolled_up": "false"}, lambda row: True), ({"rolled_up": "true"}, lambda row: False)]


@pytest.mark.parametrize("query, holds", FILTERS, ids=[" ".join(query) + "=" + "".join(query.values()) for query, _ in FILTERS])
def test_any_filter(query, holds, world, scene):
    caller = world.role("district")
    whole = caller.pages("/v1/ledgers/issues", {"campaign_id": scene["plan"]})
    found = caller.pages("/v1/ledgers/issues", {"campaign_id": scene["plan"], **query}, limit=2)
    assert [row["id"] for row in found] == [row["id"] for row in whole if holds(row)]
    numbers = [(row["ledger"], row["seq"]) for row in found]
    assert all(row["seq"] == len({other["project"] for other in found[:at + 1] if other["ledger"] == row["ledger"]}) for at, row in enumerate(found)), numbers


def test_filters_by_what_a_row_names(world, scene):
    caller = world.role("district")
    whole = caller.pages("/v1/ledgers/issues", {"campaign_id": scene["plan"]})
    for name in ("street_code", "community_code", "estate_id", "firm_id", "responsible_firm_id"):
        value = whole[0][name] or next(row[name] for row in whole if row[name])
        assert [row["id"] for row in caller.pages("/v1/ledgers/issues", {"campaign_id": scene["plan"], name: value})] == [row["id"] for row in whole if row[name] == value], name
    assert {row["state"] for row in caller.pages("/v1/ledgers/issues", {"campaign_id": scene["plan"], "state": "withdrawn"})} == {"withdrawn"}
    assert caller.pages("/v1/ledgers/issues", {"campaign_id": scene["plan"], "updated_since": "2100-01-01T00:00:00+08:00"}) == []
