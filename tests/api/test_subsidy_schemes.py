"""Schemes of subsidies (G04-G10, G12, G13, L1, L8): forecast to the digit, validated fault by fault, published by another person, superseded and never changed."""
import concurrent.futures
import copy
import datetime
import decimal
import json

import pytest
from harness import service
from harness.register import ROOT
from things.estates import OFFICER, today
from things.rulebooks import deputy
from things.subsidy_schemes import PLAN, band, draft, drafted_by_deputy, plan, published, published_scheme, value, years

ROLES = ("district", "street", "community", "company", "platform")
SHIPPED = ROOT / "sql/reference/subsidy_schemes/donghe_old_estates.json"
DEMO = ROOT / "deploy/demo/subsidy_schemes/demo.json"
NOWHERE = "01900000-0000-7000-8000-000000000000"


@pytest.fixture(scope="module")
def officer(world):
    return world.caller(OFFICER)


def month(ahead=0):
    """The first of a month, as many ahead of this one."""
    day = datetime.date.fromisoformat(today())
    whole = day.year * 12 + day.month - 1 + ahead
    return datetime.date(whole // 12, whole % 12 + 1, 1).isoformat()


def asked(world, statement, *arguments, district="150202"):
    """A function as the district's role, for it has no operation of its own."""
    connection = world.cluster.connect(user="wuye_district")
    try:
        with connection.cursor() as cursor:
            cursor.execute("select set_config('wuye.district', %s, false)", (district,))
            cursor.execute(statement, arguments)
            return cursor.fetchall()
    finally:
        connection.close()


def forecast(caller, scheme, expect=200, **query):
    return caller.get(f"/v1/subsidy-schemes/{scheme['id']}/forecast", query, expect=expect)


def findings(officer, scheme):
    return officer.get(f"/v1/subsidy-schemes/{scheme['id']}/validation").json


# ---- what it costs ----

def test_the_plan_of_the_seed_to_the_digit(world, officer):
    """L1, G06-G09, G13: 1631.2920, 815.6460, 815.6460, 3262.5840; as printed 1631, 816, 816, 3263; a month 1,359,410.00, then 679,705.00."""
    shown = forecast(officer, published_scheme(world)).json
    assert [(y["index"], y["from"], y["to"], y["months"]) for y in shown["years"]] == [(1, "2022-01", "2022-12", 12), (2, "2023-01", "2023-12", 12), (3, "2024-01", "2024-12", 12)]
    assert [y["amount"] for y in shown["years"]] == ["16312920.00", "8156460.00", "8156460.00"]
    assert [y["amount_wan"] for y in shown["years"]] == ["1631.2920", "815.6460", "815.6460"]
    assert [y["displayed_wan"] for y in shown["years"]] == ["1631", "816", "816"]
    assert [y["monthly"] for y in shown["years"]] == ["1359410.00", "679705.00", "679705.00"]
    assert [shown["total"][name] for name in ("amount", "amount_wan", "displayed_wan")] == ["32625840.00", "3262.5840", "3263"]
    lines = [[(c["class"], c["area_m2"], c["rate"], c["monthly"], c["amount_wan"]) for c in y["classes"]] for y in shown["years"]]
    assert lines[0] == [("class_1", "8607900.00", "0.1", "860790.00", "1032.9480"), ("class_2", "2493100.00", "0.2", "498620.00", "598.3440")]
    assert lines[1] == lines[2] == [("class_1", "8607900.00", "0.05", "430395.00", "516.4740"), ("class_2", "2493100.00", "0.1", "249310.00", "299.1720")]
    assert [(c["class"], c["amount_wan"], c["estates"]) for c in shown["classes"]] == [("class_1", "2065.8960", None), ("class_2", "1196.6880", None)]
    assert (shown["areas"], shown["as_of"], shown["unclassed"], shown["findings"], shown["findings_count"]) == ("document", None, None, [], 0)


def test_what_owners_pay_by_the_guide_fee_stands_beside_it_and_the_fund_is_apart(world, officer):
    """L1: 3098.844 and 1795.032 a year; G11's 100 a year is in none of the amounts."""
    shown = forecast(officer, published_scheme(world)).json
    assert [c["guide_fees"] for c in shown["years"][0]["classes"]] == ["30988440.00", "17950320.00"]
    assert shown["years"][2]["guide_fees"] == "48938760.00" and shown["total"]["guide_fees"] == "146816280.00"
    without = plan()
    without["classes"][0]["guide_fee"] = None
    half = forecast(officer, draft(world, document=without)).json
    assert half["years"][0]["guide_fees"] is None and half["years"][0]["classes"][1]["guide_fees"] == "17950320.00" and half["total"]["displayed_wan"] == "3263"


def test_what_is_shipped_is_forecast_without_a_copy(world, officer):
    """L1: the shipped plan gives the published totals by itself."""
    given = officer.get("/v1/subsidy-schemes", {"state": "given"}).json["items"][0]
    assert forecast(officer, given).json["total"]["displayed_wan"] == "3263"


def test_the_register_of_the_demo_costs_the_same(world, officer):
    """G04, L1: estates of the day by mode, 8,607,900.00 and 2,493,100.00 square metres, the whole 1110.1; G05: quasi estates at 0.60 and above are findings."""
    scheme = published_scheme(world)
    shown = forecast(officer, scheme, areas="register", as_of="2025-06-01").json
    assert [(c["class"], c["area_m2"], c["estates"]) for c in shown["classes"]] == [("class_1", "8607900.00", 176), ("class_2", "2493100.00", 37)]
    assert sum(decimal.Decimal(c["area_m2"]) for c in shown["classes"]) == decimal.Decimal("1343000") + decimal.Decimal("4069000") + decimal.Decimal("5689000")
    assert [y["amount_wan"] for y in shown["years"]] == ["1631.2920", "815.6460", "815.6460"] and shown["total"]["amount_wan"] == "3262.5840"
    assert (shown["areas"], shown["as_of"]) == ("register", "2025-06-01") and shown["unclassed"] == {"estates": 3, "area_m2": "20515.00"}
    assert {f["code"] for f in shown["findings"]} == {"fee_not_below"} and {f["class"] for f in shown["findings"]} == {"class_2"}
    assert shown["findings_count"] == len(shown["findings"]) > 0 and {(f["fee"], f["bound"]) for f in shown["findings"]} == {("0.6", "0.60")}
    included = draft(world, document=plan(former_fee={"high": "0.60", "high_inclusive": True}))
    assert forecast(officer, included, areas="register", as_of="2025-06-01").json["findings"] == []
    lower = draft(world, document=plan(former_fee={"high": "0.3"}))
    assert forecast(officer, lower, areas="register", as_of="2025-06-01").json["findings_count"] > shown["findings_count"]
    silent = draft(world, document=plan(former_fee=None))
    assert forecast(officer, silent, areas="register", as_of="2025-06-01").json["findings_count"] == 0


def test_each_forecasts_what_it_sees(world, officer):
    """Model 7.3: a street's own part, the parts are the whole; a firm's only what it manages."""
    scheme = published_scheme(world)
    whole = decimal.Decimal(forecast(officer, scheme, areas="register", as_of="2025-06-01").json["total"]["amount"])
    seen = {role: forecast(world.role(role), scheme, areas="register", as_of="2025-06-01").json for role in ROLES}
    assert decimal.Decimal(seen["platform"]["total"]["amount"]) == whole
    for role in ("street", "community", "company"):
        assert 0 <= decimal.Decimal(seen[role]["total"]["amount"]) < whole, role
    assert decimal.Decimal(seen["street"]["total"]["amount"]) >= decimal.Decimal(seen["community"]["total"]["amount"])
    areas = world.cluster.query("select sum(e.area_m2) as area from estates e join estate_modes m using (district_code) where m.estate_id = e.id and e.street_code = %s and m.mode = 'quasi' "
                                "and e.new_or_old = 'old' and m.valid_from <= '2025-06-01' and coalesce(m.valid_to > '2025-06-01', true)",
                                (world.register.account("street.heping@150202")["street_code"],))
    assert decimal.Decimal(seen["street"]["classes"][1]["area_m2"]) == (areas[0]["area"] or 0)


def test_areas_may_be_asked_about(world, officer):
    """L8: exact decimals, rounded once, half up, to the cent; sums of cents."""
    scheme = published_scheme(world, years=years(rates=[("0.0333", "0.1111")]))
    shown = forecast(officer, scheme, area="class_1:100.05,class_2:0.45").json
    assert [(c["area_m2"], c["monthly"], c["amount"]) for c in shown["years"][0]["classes"]] == [("100.05", "3.33", "39.98"), ("0.45", "0.05", "0.60")]
    assert (shown["years"][0]["monthly"], shown["years"][0]["amount"], shown["total"]["amount_wan"], shown["total"]["displayed_wan"]) == ("3.38", "40.58", "0.0041", "0")
    half = published_scheme(world, years=years(rates=[("0.5", "1")]))
    one = forecast(officer, half, area="class_1:0.01,class_2:4166.67").json["years"][0]
    assert [c["monthly"] for c in one["classes"]] == ["0.01", "4166.67"] and one["classes"][0]["amount"] == "0.06"
    assert (one["amount"], one["amount_wan"], one["displayed_wan"]) == ("50000.10", "5.0000", "5")
    assert forecast(officer, half, area="class_2:416.66,class_1:0").json["total"]["displayed_wan"] == "0"
    assert forecast(officer, half, area="class_2:416.67,class_1:0").json["total"]["displayed_wan"] == "1"
    mixed = forecast(officer, half, area="class_1:0", areas="register", as_of="2025-06-01").json
    assert [(c["area_m2"], c["estates"]) for c in mixed["classes"]] == [("0.00", None), ("2493100.00", 37)]
    for wrong in ({"area": "class_9:1"}, {"area": "class_1:1,class_1:2"}, {"as_of": "2025-06-01"}):
        assert forecast(officer, half, expect=422, **wrong).code == "scheme_area_wrong"
    for wrong in ({"area": "class_1:-1"}, {"area": "class_1:1e3"}, {"area": "class_1"}, {"areas": "all"}, {"area": "class_1:1.005"}):
        forecast(officer, half, expect=400, **wrong)


def test_without_an_area_nothing_is_said_rather_than_something_wrong(world, officer):
    document = plan()
    document["classes"][0]["area_m2"] = None
    shown = forecast(officer, draft(world, document=document)).json
    assert shown["total"] == {"amount": None, "amount_wan": None, "displayed_wan": None, "guide_fees": None} and shown["classes"][1]["amount_wan"] == "1196.6880"
    assert [(f["severity"], f["code"], f["pointer"]) for f in findings(officer, draft(world, document=document))["findings"]] == [("warning", "area_missing", "/classes/0/area_m2")]


# ---- what it pays ----

def test_rates_go_by_the_class_and_the_year_of_the_scheme(world, officer):
    """G07, G09, G10: an estate that becomes quasi is paid at class 2's rate of the scheme's year, not at that of a first year of its own."""
    scheme = published_scheme(world)["id"]
    D = decimal.Decimal
    for day, index, one, two in (("2022-01-01", 1, "0.10", "0.20"), ("2022-12-31", 1, "0.10", "0.20"), ("2023-01-01", 2, "0.05", "0.10"), ("2024-12-01", 3, "0.05", "0.10")):
        assert sorted(asked(world, "select * from subsidy_rates(%s, %s)", scheme, day)) == [("class_1", D(one), D("0.30"), index), ("class_2", D(two), D("0.60"), index)], day
    for day in ("2021-12-31", "2025-01-01"):
        assert asked(world, "select * from subsidy_rates(%s, %s)", scheme, day) == []
    for mode, age, name in (("basic_cleaning", "old", "class_1"), ("quasi", "old", "class_2"), ("quasi", "ordinary", None), ("market", "old", None), ("basic_cleaning", "new", None)):
        assert asked(world, "select subsidy_class_of(%s, %s, %s)", scheme, mode, age) == [(name,)], (mode, age)
    assert sorted(asked(world, "select * from subsidy_class_modes(%s)", scheme)) == [("class_1", "basic_cleaning", "old"), ("class_2", "quasi", "old")]
    assert asked(world, "select * from subsidy_rates(%s, '2022-01-01')", scheme, district="340302") == []
    assert asked(world, "select subsidy_coefficient(%s, 100), subsidy_class_of(%s, 'quasi', 'old')", scheme, scheme, district="340302") == [(None, None)]


def test_a_draft_pays_nothing(world):
    made = draft(world)["id"]
    assert asked(world, "select * from subsidy_rates(%s, '2022-01-01')", made) == []


def test_the_coefficient_of_a_score(world):
    """G12, G17: on both sides of each bound; without a score what the scheme says."""
    scheme = published_scheme(world)["id"]
    for score, expected in (("100", "1"), ("90", "1"), ("89.99", "0.9"), ("80", "0.9"), ("79.99", "0.7"), ("60", "0.7"), ("59.99", "0"), ("0", "0")):
        assert asked(world, "select subsidy_coefficient(%s, %s)", scheme, decimal.Decimal(score)) == [(decimal.Decimal(expected),)], score
    assert asked(world, "select subsidy_coefficient(%s, null)", scheme) == [(None,)]
    told = published_scheme(world, coefficients={**PLAN["coefficients"], "missing": "0.5"})["id"]
    assert asked(world, "select subsidy_coefficient(%s, null)", told) == [(decimal.Decimal("0.5"),)]


# ---- what is wrong ----

def spoilt(change):
    document = plan()
    change(document)
    return document


def bands(*rows, missing=None):
    return lambda d: d.__setitem__("coefficients", {"bands": [band(*row[:3], **(row[3] if len(row) > 3 else {})) for row in rows], "missing": missing})


FAULTS = {
    "rate_missing": (lambda d: d["years"][1]["rates"].pop("class_2"), "/years/1/rates"),
    "class_unknown": (lambda d: d["years"][0]["rates"].__setitem__("class_3", "0.3"), "/years/0/rates/class_3"),
    "class_unknown escaped": (lambda d: d["years"][0]["rates"].__setitem__("a/b~c", "0.3"), "/years/0/rates/a~1b~0c"),
    "years_gap": (lambda d: d["years"][1].__setitem__("from", "2023-02"), "/years/1/from"),
    "years_overlap": (lambda d: d["years"][2].__setitem__("from", "2023-12"), "/years/2/from"),
    "year_index_wrong": (lambda d: d["years"][2].__setitem__("index", 4), "/years/2/index"),
    "mode_in_two_classes": (lambda d: d["classes"][1]["modes"].append("basic_cleaning"), "/classes/1/modes/1"),
    "mode_in_two_classes same": (lambda d: d["classes"][0]["modes"].append("basic_cleaning"), "/classes/0/modes/1"),
    "code_repeated": (lambda d: d["classes"].append({**d["classes"][0], "modes": ["market"]}), "/classes/2"),
    "bands_missing": (bands(), "/coefficients/bands"),
    "band_gap": (bands(("90", None, "1"), ("60", "89.99", "0.7"), (None, "60", "0")), "/coefficients/bands"),
    "band_gap bottom": (bands(("0.01", None, "1")), "/coefficients/bands"),
    "band_gap top": (bands(("0", "100", "1")), "/coefficients/bands"),
    "band_gap between": (bands(("90", None, "1", {"low_inclusive": False}), (None, "90", "0")), "/coefficients/bands"),
    "band_overlap": (bands(("60", None, "1"), (None, "60", "0", {"high_inclusive": True})), "/coefficients/bands/1"),
    "band_reversed": (bands((None, None, "1"), ("80", "60", "0")), "/coefficients/bands/1"),
    "band_out_of_reach": (bands((None, None, "1"), ("100.01", None, "1")), "/coefficients/bands/1"),
    "coefficient_beyond": (bands((None, None, "1.0001")), "/coefficients/bands/0/coefficient"),
    "coefficient_beyond missing": (bands((None, None, "1"), missing="2"), "/coefficients/missing"),
}
THOUGHTS = {
    "months_not_twelve": (lambda d: d["years"][2].__setitem__("months", 11), "/years/2/months"),
    "rate_above_guide_fee": (lambda d: d["years"][0]["rates"].__setitem__("class_1", "0.3001"), "/years/0/rates/class_1"),
    "coefficient_falls": (bands(("90", None, "0.5"), (None, "90", "0.6")), "/coefficients/bands/0/coefficient"),
    "area_missing": (lambda d: d["classes"][1].pop("area_m2"), "/classes/1/area_m2"),
}


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_each_fault_is_told_with_its_place_and_stands_in_the_way(world, officer, name):
    """G06-G12: nothing is paid by a scheme that leaves a month, a class or a score without an answer, or with two."""
    change, pointer = FAULTS[name]
    made = drafted_by_deputy(world, document=spoilt(change))
    told = findings(officer, made)
    assert not told["publishable"] and (name.split()[0], pointer) in {(f["code"], f["pointer"]) for f in told["findings"] if f["severity"] == "error"}
    assert all(f["zh"] and f["en"] for f in told["findings"]) and told["errors"] == sum(f["severity"] == "error" for f in told["findings"])
    assert publish(officer, made, expect=422).code == "scheme_has_errors"


@pytest.mark.parametrize("name", sorted(THOUGHTS))
def test_what_may_be_meant_so_is_a_warning(world, officer, name):
    change, pointer = THOUGHTS[name]
    made = draft(world, document=spoilt(change))
    told = findings(officer, made)
    assert [(f["severity"], f["code"], f["pointer"]) for f in told["findings"]] == [("warning", name, pointer)] and told["publishable"] and told["warnings"] == 1


def test_equal_years_are_no_fault_and_every_fault_has_a_label(world, officer):
    """G07, G13: "falling over three years" with equal second and third years; G05's finding has a label too."""
    assert findings(officer, draft(world))["findings"] == []
    rising = draft(world, document=plan(years=years(rates=[("0.05", "0.10"), ("0.10", "0.20")])))
    assert findings(officer, rising)["findings"] == []
    labels = {row["code"] for row in world.cluster.query("select code from codes where list_code = 'subsidy_scheme_finding'")}
    assert labels == {name.split()[0] for name in (*FAULTS, *THOUGHTS)} | {"fee_not_below"}


def test_the_scores_that_have_no_coefficient_are_named(world, officer):
    told = findings(officer, draft(world, document=spoilt(bands(("90", None, "1"), ("60", "80", "0.7"), (None, "50", "0")))))
    gaps = [f["en"] for f in told["findings"] if f["code"] == "band_gap"]
    assert sorted(gaps) == ["scores from 50.00 to 59.99 have no coefficient", "scores from 80.00 to 89.99 have no coefficient"]


@pytest.mark.parametrize("pointer, spoil", [
    ("/document/years/0/from", lambda d: d["years"][0].__setitem__("from", "2022-13")),
    ("/document/years/0/from", lambda d: d["years"][0].__setitem__("from", "2022-1")),
    ("/document/years/0/from", lambda d: d["years"][0].__setitem__("from", "0000-01")),
    ("/document/years/0/months", lambda d: d["years"][0].__setitem__("months", 0)),
    ("/document/years/0/rates/class_1", lambda d: d["years"][0]["rates"].__setitem__("class_1", 0.1)),
    ("/document/years/0/rates/class_1", lambda d: d["years"][0]["rates"].__setitem__("class_1", "0.00001")),
    ("/document/classes", lambda d: d.__setitem__("classes", [])),
    ("/document/classes/0/modes/0", lambda d: d["classes"][0]["modes"].__setitem__(0, "magic")),
    ("/document/classes/0/guide_fee", lambda d: d["classes"][0].__setitem__("guide_fee", "-0.3")),
    ("/document/classes/0/area_m2", lambda d: d["classes"][0].__setitem__("area_m2", 8607900.0)),
    ("/document/coefficients/missing", lambda d: d["coefficients"].__setitem__("missing", "1e0")),
    ("/document/coefficients/bands/0/low", lambda d: d["coefficients"]["bands"][0].__setitem__("low", "89.999")),
    ("/document/remainder", lambda d: d.__setitem__("remainder", "spent")),
    ("/document/purposes", lambda d: d.__setitem__("purposes", [])),
    ("/document/colour", lambda d: d.__setitem__("colour", "red"))])
def test_a_document_says_nothing_that_the_contract_does_not_know(world, officer, pointer, spoil):
    """L8: decimals are strings, months are months."""
    refused = officer.post("/v1/subsidy-schemes", value(world, document=spoilt(spoil)), expect=422)
    assert refused.code == "invalid_body" and pointer in {fault["pointer"] for fault in refused.json["errors"]}


# ---- drafts ----

def test_a_draft_is_a_document_or_a_copy(world, officer):
    """G06: the next number of its code; from the shipped one or one of its own."""
    code = f"n{next(world.serial)}"
    made = draft(world, code=code)
    assert (made["number"], made["state"], made["common"], made["document"]) == (1, "draft", False, PLAN)
    shipped = officer.get("/v1/subsidy-schemes", {"code": "donghe_old_estates", "state": "given"}).json["items"][0]
    copied = officer.post("/v1/subsidy-schemes", {"from": shipped["id"], "code": code}, expect=201).json
    assert (copied["number"], copied["title_zh"], copied["source"]) == (2, shipped["title_zh"], shipped["source"])
    assert copied["document"] == officer.get(f"/v1/subsidy-schemes/{shipped['id']}").json["document"]
    for wrong in ({"code": code}, {"from": shipped["id"], "document": plan()}, {"document": plan(), "code": code, "title_zh": "缺来源", "title_en": "x"}):
        assert officer.post("/v1/subsidy-schemes", wrong, expect=422).code == "scheme_incomplete"
    for nothing in (draft(world, "abroad")["id"], NOWHERE):
        assert officer.post("/v1/subsidy-schemes", {"from": nothing}, expect=422).code == "scheme_unknown"
    for days in ({"effective_from": "2022-01-02"}, {"effective_to": "2022-12-31"}):
        assert officer.post("/v1/subsidy-schemes", value(world, **days), expect=422).code == "scheme_not_whole_months"
    assert officer.post("/v1/subsidy-schemes", value(world, effective_from="2022-02-01", effective_to="2022-02-01"), expect=422).code == "scheme_outside_years"


def test_numbers_are_given_one_after_another(world, officer):
    """Many at once: none is given twice, and none is left out."""
    code = f"n{next(world.serial)}"
    draft(world, code=code)
    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        numbers = sorted(pool.map(lambda _: officer.post("/v1/subsidy-schemes", value(world, code=code), expect=201).json["number"], range(6)))
    assert numbers == [2, 3, 4, 5, 6, 7]


def test_two_that_draft_the_first_of_a_code_get_two_numbers(world, officer):
    row = "insert into subsidy_schemes (district_code, code, number, title_zh, title_en, document, source) values ('150202', 'first', 1, 'a', 'a', '{}', 'a')"
    with world.under_way((row, ())) as second:
        assert second(lambda: officer.post("/v1/subsidy-schemes", value(world, code="first"), expect=201)).json["number"] == 2


def test_a_draft_is_changed_by_its_version_and_only_while_it_is_one(world, officer):
    made = draft(world)
    path = f"/v1/subsidy-schemes/{made['id']}"

    def change(version, expect, **members):
        return officer.request("PATCH", path, json_body=members, headers={"If-Match": f'"{version}"'}, expect=expect)
    changed = change(1, 200, source="新文件", effective_from="2023-01-01", document=plan(remainder="returned")).json
    assert (changed["version"], changed["source"], changed["effective_from"], changed["document"]["remainder"], changed["title_zh"]) == (2, "新文件", "2023-01-01", "returned", made["title_zh"])
    assert change(2, 200, effective_from=None).json["effective_from"] is None
    assert change(2, 412, title_zh="旧").code == "precondition_failed"
    assert change(3, 422, effective_from="2023-01-31").code == "scheme_not_whole_months"
    assert change(3, 422, effective_to="2023-01-31").code == "scheme_not_whole_months"
    assert change(3, 422, effective_to="2023-01-01", effective_from="2023-02-01").code == "scheme_outside_years"
    officer.post(path + "/withdraw", {"reason": "不再需要"}, expect=200)
    refused = change(4, 409, title_zh="晚了")
    assert (refused.code, refused.json["state"]) == ("state_conflict", "withdrawn")


def test_a_draft_is_seen_by_the_district_alone(world):
    """Model 7.3: whoever is paid reads what is published."""
    made, known = draft(world), published_scheme(world)
    for role in ROLES:
        expected = 200 if role == "district" else 404
        world.role(role).get(f"/v1/subsidy-schemes/{made['id']}", expect=expected)
        forecast(world.role(role), made, expect=expected)
        assert world.role(role).get(f"/v1/subsidy-schemes/{known['id']}").json["document"] == PLAN
    world.caller("district.officer@340302").get(f"/v1/subsidy-schemes/{known['id']}", expect=404)
    assert {row["state"] for row in world.role("company").pages("/v1/subsidy-schemes")} <= {"given", "published", "superseded", "ended"}


# ---- publishing ----

def publish(caller, made, begins=None, ends=None, version=None, expect=200):
    told = {name: day for name, day in (("effective_from", begins), ("effective_to", ends)) if day}
    return caller.post(f"/v1/subsidy-schemes/{made['id']}/publish", {"version": version or made["version"], **told}, expect=expect)


def running():
    """Years from a January that is past, in which this month and many to come lie."""
    return {"document": plan(years=[{**year, "months": 60} for year in years(datetime.date.fromisoformat(month()).year - 1, rates=[("0.10", "0.20")])])}


def test_a_scheme_holds_for_its_years_unless_less_is_said(world, officer):
    """G13: also from a month that is past, for a plan is made known after it begins; several schemes hold at once."""
    whole, part = published_scheme(world), published(world, days=("2022-07-01", "2023-04-01"))
    assert (whole["state"], whole["effective_from"], whole["effective_to"]) == ("ended", "2022-01-01", "2025-01-01")
    assert (part["effective_from"], part["effective_to"], part["superseded_by"]) == ("2022-07-01", "2023-04-01", None)
    assert [len(asked(world, "select * from subsidy_rates(%s, %s)", part["id"], day)) for day in ("2022-06-30", "2022-07-01", "2023-03-31", "2023-04-01")] == [0, 2, 2, 0]
    held = {row["id"] for row in officer.get("/v1/subsidy-schemes", {"as_of": "2022-08-15", "limit": 200}).json["items"]}
    assert {whole["id"], part["id"]} <= held
    meant = drafted_by_deputy(world, effective_from="2022-02-01", effective_to="2022-03-01")
    told = publish(officer, meant).json
    assert [told[name] for name in ("effective_from", "effective_to")] == ["2022-02-01", "2022-03-01"]


def test_never_beyond_its_years_nor_in_the_middle_of_a_month(world, officer):
    made = drafted_by_deputy(world)
    for begins, ends, problem in (("2021-12-01", None, "scheme_outside_years"), (None, "2025-02-01", "scheme_outside_years"), ("2023-01-01", "2023-01-01", "scheme_outside_years"),
                                  ("2022-01-15", None, "scheme_not_whole_months"), (None, "2024-12-31", "scheme_not_whole_months")):
        assert publish(officer, made, begins, ends, expect=422).code == problem
    assert publish(officer, made, version=7, expect=409).code == "scheme_changed"
    assert publish(officer, made).json["version"] == 2
    again = publish(officer, made, version=2, expect=409)
    assert (again.code, again.json["state"]) == ("state_conflict", "ended")


def test_whoever_has_written_in_it_does_not_publish_it(world, officer):
    """Model 7.3: the author and everybody who changed a word."""
    made = drafted_by_deputy(world)
    assert publish(deputy(world), made, expect=409).code == "separation_of_duties"
    officer.request("PATCH", f"/v1/subsidy-schemes/{made['id']}", json_body={"title_en": "Touched"}, headers={"If-Match": '"1"'}, expect=200)
    assert publish(officer, made, version=2, expect=409).code == "separation_of_duties"


def test_a_later_one_supersedes_and_months_that_have_begun_stay(world, officer):
    """Draft → published, superseded and not edited; withdrawn before it begins, the one before goes on to its own end."""
    code = f"v{next(world.serial)}"
    first, second, between, late = (drafted_by_deputy(world, code=code, **running()) for _ in range(4))
    one = publish(officer, first).json
    assert one["state"] == "published" and one["effective_from"] < today() < one["effective_to"]
    assert publish(officer, late, month(-1), expect=422).code == "takes_effect_in_the_past"
    assert publish(officer, late, month(), expect=422).code == "takes_effect_in_the_past"
    assert publish(officer, late, one["effective_from"], expect=409).code == "scheme_day_taken"
    assert publish(officer, second, month(6)).json["effective_to"] == one["effective_to"]
    shown = officer.get(f"/v1/subsidy-schemes/{first['id']}").json
    assert (shown["effective_to"], shown["superseded_by"], shown["state"], shown["document"]) == (month(6), second["id"], "published", first["document"])
    middle = publish(officer, between, month(3)).json
    assert (middle["effective_to"], middle["superseded_by"]) == (month(6), second["id"])
    rates = "select s.number from subsidy_schemes s cross join lateral (select distinct true from subsidy_rates(s.id, %s)) k where s.code = %s"
    assert [asked(world, rates, month(n), code) for n in (0, 2, 3, 5, 6, 7)] == [[(1,)], [(1,)], [(3,)], [(3,)], [(2,)], [(2,)]]
    gone = officer.post(f"/v1/subsidy-schemes/{between['id']}/withdraw", {"reason": "另行修订"}, expect=200).json
    assert (gone["state"], gone["end_reason"]) == ("withdrawn", "另行修订")
    assert [asked(world, rates, month(n), code) for n in (2, 3, 5, 6)] == [[(1,)], [(1,)], [(1,)], [(2,)]]
    assert officer.get(f"/v1/subsidy-schemes/{first['id']}").json["superseded_by"] == second["id"]
    officer.post(f"/v1/subsidy-schemes/{second['id']}/withdraw", {"reason": "另行修订"}, expect=200)
    back = officer.get(f"/v1/subsidy-schemes/{first['id']}").json
    assert (back["effective_to"], back["superseded_by"]) == (one["effective_to"], None)


def test_one_that_has_begun_is_ended_from_a_month_that_has_not(world, officer):
    """Months already used stay; a reason is kept."""
    one = published(world, **running())
    path = f"/v1/subsidy-schemes/{one['id']}/withdraw"
    for day, problem in ((None, "scheme_end_missing"), (month(), "takes_effect_in_the_past"), (one["effective_to"], "scheme_outside_years"), (month(1)[:8] + "02", "scheme_not_whole_months")):
        assert officer.post(path, {"reason": "资金调整", "effective_to": day}, expect=422).code == problem
    ended = officer.post(path, {"reason": "资金调整", "effective_to": month(2)}, expect=200).json
    assert (ended["state"], ended["effective_to"], ended["end_reason"], ended["document"]) == ("published", month(2), "资金调整", one["document"])
    assert [len(asked(world, "select * from subsidy_rates(%s, %s)", one["id"], month(n))) for n in (0, 1, 2)] == [2, 2, 0]
    assert officer.post(f"/v1/subsidy-schemes/{draft(world)['id']}/withdraw", {"reason": "不用", "effective_to": month(2)}, expect=422).code == "scheme_not_begun"
    over = officer.post(f"/v1/subsidy-schemes/{published_scheme(world)['id']}/withdraw", {"reason": "晚了", "effective_to": month(1)}, expect=409)
    assert (over.code, over.json["state"]) == ("state_conflict", "ended")


def test_what_another_took_the_place_of_is_superseded(world, officer):
    code = f"v{next(world.serial)}"
    first = published(world, code=code, days=(None, "2023-07-01"))
    late = published(world, code=code, days=("2023-07-01", None))
    assert officer.get(f"/v1/subsidy-schemes/{first['id']}").json["state"] == "ended" and late["effective_from"] == "2023-07-01"
    world.cluster.query("with moved as (update subsidy_schemes set superseded_by = %s where id = %s returning 1) select count(*) from moved", (late["id"], first["id"]))
    assert officer.get("/v1/subsidy-schemes", {"code": code, "state": "superseded"}).json["items"][0]["id"] == first["id"]


def test_of_two_that_are_published_at_once_one_wins(world, officer):
    """One of a code on a day, whoever is quicker."""
    code = f"v{next(world.serial)}"
    first = drafted_by_deputy(world, code=code, **running())
    publish(officer, first)
    drafts = [drafted_by_deputy(world, code=code, **running()) for _ in range(6)]
    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda made: publish(officer, made, month(2), expect=None), drafts))
    assert sorted(answer.status for answer in answers) == [200] + [409] * 5
    assert {answer.code for answer in answers if answer.status == 409} == {"scheme_day_taken"}
    rows = world.cluster.query("select effective_from::text as a, effective_to::text as b from subsidy_schemes where code = %s and state = 'published' order by 1", (code,))
    assert len(rows) == 2 and rows[0]["b"] == rows[1]["a"] == month(2)


def test_one_draft_published_twice_at_once_is_published_once(world, officer):
    made = drafted_by_deputy(world)
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: publish(officer, made, expect=None), range(4)))
    assert sorted(answer.status for answer in answers) == [200, 409, 409, 409] and {a.code for a in answers if a.status == 409} == {"state_conflict"}
    assert officer.get(f"/v1/subsidy-schemes/{made['id']}").json["version"] == 2


def test_publishing_and_withdrawing_at_once_leave_no_month_without_a_scheme(world, officer):
    """Two moves that meet are ordered: the second sees what the first left."""
    for _ in range(4):
        code = f"v{next(world.serial)}"
        first, later, between = (drafted_by_deputy(world, code=code, **running()) for _ in range(3))
        publish(officer, first)
        publish(officer, later, month(8))
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            gone = pool.submit(officer.post, f"/v1/subsidy-schemes/{later['id']}/withdraw", {"reason": "撤回"}, expect=200)
            publish(officer, between, month(4))
            gone.result()
        rows = world.cluster.query("select id::text, effective_from, effective_to, superseded_by::text as heir from subsidy_schemes where code = %s and state = 'published' order by 2", (code,))
        assert [row["effective_to"] for row in rows[:-1]] == [row["effective_from"] for row in rows[1:]] and [row["heir"] for row in rows] == [row["id"] for row in rows[1:]] + [None]
        assert rows[-1]["effective_to"].isoformat() == officer.get(f"/v1/subsidy-schemes/{between['id']}").json["effective_to"]


def test_what_is_published_never_changes(world, officer):
    """Not through the interface, and not by SQL as any role."""
    made = published(world, **running())
    refused = officer.request("PATCH", f"/v1/subsidy-schemes/{made['id']}", json_body={"title_zh": "改"}, headers={"If-Match": f'"{made["version"]}"'}, expect=409)
    assert (refused.code, refused.json["state"]) == ("state_conflict", "published")
    shipped = officer.get("/v1/subsidy-schemes", {"state": "given"}).json["items"][0]
    officer.request("PATCH", f"/v1/subsidy-schemes/{shipped['id']}", json_body={"title_zh": "改"}, headers={"If-Match": '"1"'}, expect=404)
    publish(officer, shipped, expect=404)
    statements = ["update subsidy_schemes set document = '{}' where id = %s", "update subsidy_schemes set title_zh = 'x' where id = %s", "update subsidy_schemes set state = 'draft' where id = %s",
                  "update subsidy_schemes set effective_from = '2020-01-01' where id = %s", "delete from subsidy_schemes where id = %s",
                  "insert into subsidy_schemes (district_code, id, code, number, title_zh, title_en, state, document, effective_from, effective_to, planned_to, source) "
                  "select '150202', gen_random_uuid(), 'forged', 1, 'x', 'x', 'published', '{}', '2035-01-01', '2036-01-01', '2036-01-01', 'x' where %s is not null"]
    rows = "select to_jsonb(b) as row from subsidy_schemes b where b.id = any(%s::uuid[]) order by id"
    before = world.cluster.query(rows, ([made["id"], shipped["id"]],))
    for role in (*ROLES, "hotline", "public", "worker", "auth"):
        connection = world.cluster.connect(user=f"wuye_{role}")
        try:
            for statement in statements:
                for scheme in (made["id"], shipped["id"]):
                    with connection.cursor() as cursor:
                        cursor.execute("select set_config('wuye.district', '150202', false)")
                        try:
                            cursor.execute(statement, (scheme,))
                            assert cursor.rowcount == 0, (role, statement)
                        except Exception as refusal:
                            assert "permission denied" in str(refusal) or "row-level security" in str(refusal), (role, statement, refusal)
                            connection.rollback()
        finally:
            connection.close()
    assert world.cluster.query(rows, ([made["id"], shipped["id"]],)) == before


# ---- what is shipped ----

def test_the_shipped_plan_says_what_its_source_does_not_and_waits_for_coefficients(world, officer):
    """G12: the plan gives no table of coefficients; a district that fills it in may publish."""
    told = json.loads(SHIPPED.read_text())
    given = officer.get("/v1/subsidy-schemes", {"code": told["code"], "state": "given"}).json["items"]
    assert [(g["number"], g["common"], g["title_zh"], g["source"]) for g in given] == [(1, True, told["title_zh"], told["source"])]
    whole = officer.get(f"/v1/subsidy-schemes/{given[0]['id']}").json
    assert whole["document"] == told["document"] and whole["document"]["coefficients"]["bands"] == [] and whole["document"]["assumptions"]
    made = deputy(world).post("/v1/subsidy-schemes", {"from": whole["id"], "code": f"c{next(world.serial)}"}, expect=201).json
    assert [f["code"] for f in findings(officer, made)["findings"] if f["severity"] == "error"] == ["bands_missing"]
    assert publish(officer, made, expect=422).code == "scheme_has_errors"
    filled = deputy(world).request("PATCH", f"/v1/subsidy-schemes/{made['id']}", json_body={"document": {**made["document"], "coefficients": PLAN["coefficients"]}},
                                   headers={"If-Match": '"1"'}, expect=200).json
    assert publish(officer, filled).json["effective_to"] == "2025-01-01"


def test_the_scheme_of_the_demo_holds_and_is_loaded_once(world, officer):
    told = json.loads(DEMO.read_text())
    assert any("假定" in a["zh"] and a["pointer"] == "/coefficients/bands" for a in told["document"]["assumptions"])
    for _ in range(2):
        service.command(world.cluster, "load", DEMO)
        shown = officer.get("/v1/subsidy-schemes", {"code": told["code"], "as_of": "2023-05-05"}).json["items"]
        assert [(row["number"], row["state"], row["effective_from"], row["effective_to"], row["common"]) for row in shown] == [(1, "ended", "2022-01-01", "2025-01-01", False)]
    assert forecast(officer, shown[0]).json["total"]["amount_wan"] == "3262.5840" and findings(officer, shown[0])["errors"] == 0


def test_loading_again_changes_nothing_and_what_changed_becomes_the_next_number(world, tmp_path):
    count = "select count(*) as n from subsidy_schemes where district_code = '*'"
    before = world.cluster.query(count)
    service.command(world.cluster, "load", SHIPPED)
    assert world.cluster.query(count) == before
    folder = tmp_path / "subsidy_schemes"
    folder.mkdir()
    told = json.loads(SHIPPED.read_text())
    told["code"] = "changed"
    for remainder, numbers in (("carried", [1]), ("returned", [1, 2]), ("returned", [1, 2])):
        told["document"]["remainder"] = remainder
        (folder / "changed.json").write_text(json.dumps(told))
        service.command(world.cluster, "load", folder / "changed.json")
        assert [row["number"] for row in world.cluster.query("select number from subsidy_schemes where code = 'changed' order by 1")] == numbers


@pytest.mark.parametrize("name, changes, pointer", [
    ("nothing", {"document": {}}, "/document/classes"), ("month", {"document": spoilt(lambda d: d["years"][0].__setitem__("from", "2022-13"))}, "/document/years/0/from"),
    ("fault", {"document": spoilt(lambda d: d["years"][1]["rates"].pop("class_1"))}, "/years/1/rates"),
    ("day", {"district_code": "150202", "effective_from": "2022-01-15", "effective_to": "2025-01-01"}, "effective_from"),
    ("beyond", {"district_code": "150202", "effective_from": "2022-01-01", "effective_to": "2026-01-01"}, "effective_to"),
    ("end", {"district_code": "150202", "effective_from": "2022-01-01"}, "effective_to"),
    ("bands", {"district_code": "150202", "effective_from": "2022-01-01", "effective_to": "2025-01-01", "document": spoilt(bands())}, "/coefficients/bands"),
    ("district", {"district_code": "999999", "effective_from": "2022-01-01", "effective_to": "2025-01-01"}, "district_code")])
def test_what_is_loaded_is_what_the_contract_takes(world, tmp_path, name, changes, pointer):
    (tmp_path / "subsidy_schemes").mkdir()
    file = tmp_path / "subsidy_schemes" / "hostile.json"
    file.write_text(json.dumps({"code": "hostile", "title_zh": "试验", "title_en": "Trial", "source": "试验", "document": copy.deepcopy(PLAN), **changes}))
    refused = service.command(world.cluster, "load", file, check=False)
    assert refused.returncode == 1 and f":1: {pointer}: " in refused.stderr and "Sanitizer" not in refused.stderr
    assert world.cluster.query("select 1 from subsidy_schemes where code = 'hostile'") == []
