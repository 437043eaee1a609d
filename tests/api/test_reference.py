"""Reference data as served: the real divisions, the calendar, the code lists; and the demo register against the plan's own figures."""
import collections
import csv
import datetime
import pathlib
from decimal import Decimal

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("district,streets,communities", [("150202", 15, 116), ("340302", 7, 54), ("341622", 19, 301)])
def test_the_divisions_of_a_district_are_all_there(district, streets, communities, world):
    items = world.anyone.pages("/v1/divisions", {"district_code": district}, limit=200)
    counts = collections.Counter(item["level"] for item in items)
    assert (counts[4], counts[5]) == (streets, communities)
    tree = world.anyone.pages("/v1/divisions", {"parent_code": district})
    assert len(tree) == streets and {item["parent_code"] for item in tree} == {district}


def test_every_division_of_the_source_is_served(world):
    with open(ROOT / "sql/reference/divisions.csv", encoding="utf-8", newline="") as file:
        wanted = {row["code"]: row["name"] for row in csv.DictReader(file)}
    served = {item["code"]: item["name"] for item in world.anyone.pages("/v1/divisions", limit=200)}
    assert served == wanted and len(wanted) == 3063


@pytest.mark.parametrize("q,code", [("环西", "150202001012"), ("和平", "150202001"), ("donghe", "150202"), ("dhq", "150202"), ("150202001", "150202001")])
def test_a_division_is_found_by_name_pinyin_initials_or_code(q, code, world):
    assert code in {item["code"] for item in world.anyone.pages("/v1/divisions", {"q": q}, limit=200)}


def workdays():
    with open(ROOT / "sql/reference/workdays.csv", encoding="utf-8", newline="") as file:
        return {row["date"]: row["is_workday"] == "1" for row in csv.DictReader(file)}


@pytest.mark.parametrize("date,days", [("2026-09-28", 5), ("2026-02-13", 1), ("2026-02-14", 1), ("2026-01-01", 0), ("2026-01-02", 0), ("2025-12-31", 1), ("2026-10-01", 20), ("2024-02-29", 250), ("2026-12-30", 1)])
def test_working_days_are_counted_by_the_published_calendar(date, days, world):
    calendar = workdays()
    day = datetime.date.fromisoformat(date)
    left = days
    while left:
        day += datetime.timedelta(1)
        left -= calendar[day.isoformat()]
    answer = world.anyone.get("/v1/workdays/after", {"date": date, "days": days}).json
    assert (answer["date"], answer["days"], answer["provisional"]) == (date, days, False)
    if days:
        assert answer["due"] == day.isoformat()


def test_a_year_that_is_not_published_is_never_guessed_silently(world):
    answer = world.anyone.get("/v1/workdays/after", {"date": "2026-12-30", "days": 10}).json
    assert answer["provisional"] is True
    early = world.anyone.get("/v1/workdays/after", {"date": "2019-12-20", "days": 3}, expect=(200, 404, 409, 422))
    assert early.status != 200 or early.json["provisional"] is True


def test_the_calendar_is_the_source(world):
    served = {item["date"]: item["is_workday"] for item in world.anyone.pages("/v1/workdays", limit=200)}
    assert served == workdays()


def test_the_violation_catalogues_are_loaded(world):
    """F40, F41, F42, F43: 16 + 8 + 5 + 19 items of the catalogue; labels in both languages. A16: no platform for information is a department's fault, DEPT-04."""
    served = {}
    for code_list in world.anyone.pages("/v1/code-lists"):
        served[code_list["code"]] = world.anyone.pages(f"/v1/code-lists/{code_list['code']}/codes", limit=200)
    codes = [item["code"] for items in served.values() for item in items]
    for prefix, count in (("FIRM-", 16), ("OC-", 8), ("DEV-", 5), ("DEPT-", 19)):
        found = {code for code in codes if code.startswith(prefix) and code[len(prefix):].isdigit()}
        assert len(found) == count, (prefix, sorted(found))
    assert all(item["zh"] and item["en"] for items in served.values() for item in items)
    assert {item["code"]: item["zh"] for item in served["violation_department"]}["DEPT-04"] == "未建立信息平台"


WORDS = {
    "E06": ("violation_estate", ["违法建设", "违规装修", "高空抛物", "毁绿占绿", "侵占公共空间", "占用消防车通道和疏散通道", "电动车违停", "损坏、挪用、拆除消防设施器材", "不履行房屋保修义务", "泄露业主信息", "骚扰恐吓打击报复业主"]),
    "E07": ("violation_abuse", ["利用梯控刷卡刁难群众", "滥收保证金", "纵容业主私搭乱建"]),
    "E13": ("service_fault", ["态度生冷硬", "工作懒散迟", "信息不公开", "不履行合同约定服务事项", "降低服务标准"]),
    "E24": ("violation_enforcement", ["高空抛物", "乱搭乱建", "毁绿种菜", "任意弃置垃圾", "车辆乱停乱放", "占用消防和公共通道", "飞线充电", "违规群租", "违规经营", "电动车违规进楼入户停放充电", "违法发布广告"]),
    "D14": ("credit_focus", ["合同履行", "服务标准", "信息公开"]),
}


@pytest.mark.parametrize("row", WORDS)
def test_the_words_of_the_documents_are_code_lists(row, world):
    """E06, E07, E13, E24, D14: what a document lists is data, in its words and its order."""
    name, words = WORDS[row]
    found = sorted(world.anyone.pages(f"/v1/code-lists/{name}/codes", limit=50), key=lambda item: item["position"])
    assert [item["zh"] for item in found] == words and len({item["code"] for item in found}) == len(words)


def test_codes_stand_as_of_a_day(world):
    path = "/v1/code-lists/management_mode/codes"
    now = world.anyone.get(path).json["items"]
    assert world.anyone.get(path, {"as_of": "2019-12-31"}).json["items"] == [] and now
    assert world.anyone.get(path, {"as_of": "2026-01-01"}).json["items"] == now


MODES = {"market": (100, "12440450.00"), "quasi": (37, "2493100.00"), "basic_cleaning": (176, "8607900.00"), "self": (3, "20515.00")}


def test_the_register_adds_up_to_the_plan_to_the_last_digit(world):
    """A06, A07, A08, A09: 316 estates in 66 communities, areas by mode, 184 committees, 97 firms = 53 + 44."""
    base = {row["code"] for row in world.cluster.query("select code from estates where known_from = '-infinity' union all select uscc from firms where known_from = '-infinity' union all select uscc from firms_past where known_from = '-infinity'")}
    estates = [item for item in world.role("district").pages("/v1/estates", limit=200) if item["code"] in base]
    assert len(estates) == 316 and len({item["community_code"] for item in estates}) == 66
    assert sum(Decimal(item["area_m2"]) for item in estates) == Decimal("23561965.00")
    for mode, (count, area) in MODES.items():
        of_mode = [item for item in estates if item["mode"] == mode]
        assert (len(of_mode), sum(Decimal(item["area_m2"]) for item in of_mode)) == (count, Decimal(area)), mode
    committees = world.cluster.query("select count(*) as n from owners_committees where district_code = '150202' and kind = 'owners_committee' and known_from = '-infinity'")
    assert committees[0]["n"] == 184
    firms = [item for item in world.role("district").pages("/v1/firms", limit=200) if item["uscc"] in base]
    counts = collections.Counter(item["locality"] for item in firms)
    assert (len(firms), counts["in_district"], counts["out_of_district"]) == (97, 53, 44)


def test_loading_again_changes_nothing(world):
    from harness import service
    tables = ("divisions", "workdays", "codes", "firms", "estates", "contracts", "contract_estates", "owners_committees", "users", "clients")
    # Of a register's rows those that nobody has changed through the API meanwhile: the load sets the others back.
    untouched = {table: "where t.version = 1" for table in ("firms", "estates", "contracts", "owners_committees")}
    state = {table: world.cluster.query(f"select md5(string_agg(t::text, '' order by t::text)) as state from {table} t {untouched.get(table, '')}")
             for table in tables if table != "users"}
    for files in world.register.files():
        service.command(world.cluster, "load", *files)
    for table, before in state.items():
        assert world.cluster.query(f"select md5(string_agg(t::text, '' order by t::text)) as state from {table} t {untouched.get(table, '')}") == before, table


def test_a_bad_file_is_refused_whole_and_each_bad_line_named(world, tmp_path):
    from harness import service
    rows = world.register.rows("firms")[:3]
    for number, row in enumerate(rows):
        row["name"] = f"新名{number}"
    rows[1]["uscc"] = "911502020000000000"
    rows[2]["locality"] = "elsewhere"
    file = tmp_path / "firms.csv"
    with open(file, "w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    done = service.command(world.cluster, "load", file, check=False)
    assert done.returncode != 0 and ":3:" in done.stderr and ":4:" in done.stderr and "uscc" in done.stderr and "locality" in done.stderr
    assert not world.cluster.query("select 1 from firms where name like '新名%'")


def test_migrating_twice_and_twice_at_once_changes_nothing(world):
    import concurrent.futures
    from harness import service
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for done in pool.map(lambda _: service.command(world.cluster, "migrate"), range(2)):
            assert done.returncode == 0
    assert service.command(world.cluster, "migrate", "--status").returncode == 0
