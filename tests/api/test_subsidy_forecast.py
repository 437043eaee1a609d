"""What schemes of subsidies cost and pay (G04-G10, G12, G13, L1, L8), and the plan that is shipped."""
import copy
import decimal
import json

import pytest
from harness import service
from harness.register import ROOT
from things.estates import OFFICER
from things.rulebooks import deputy
from things.subsidy_schemes import PLAN, asked, bands, draft, findings, forecast, plan, publish, published_scheme, spoilt, years

ROLES = ("district", "street", "community", "company", "platform")
SHIPPED = ROOT / "sql/reference/subsidy_schemes/donghe_old_estates.json"
DEMO = ROOT / "deploy/demo/subsidy_schemes/demo.json"


@pytest.fixture(scope="module")
def officer(world):
    return world.caller(OFFICER)


# ---- what it costs ----


def test_the_plan_of_the_seed_to_the_digit(world, officer):
    """L1, G06, G07, G08, G09, G13: 1631.2920, 815.6460, 815.6460, 3262.5840; as printed 1631, 816, 816, 3263; a month 1,359,410.00, then 679,705.00."""
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
    """G04, L1: estates of the day by mode, 8,607,900.00 and 2,493,100.00 square metres, the whole 1110.1; G05, L8: old estates whose fee is not below 0.60 are findings."""
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
    """L1: exact decimals, rounded once, half up, to the cent; sums of cents."""
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
    assert sorted(asked(world, "select * from subsidy_class_modes(%s)", scheme)) == [("class_1", "basic_cleaning", "old"), ("class_2", "quasi", "old")]
    assert asked(world, "select * from subsidy_rates(%s, '2022-01-01')", scheme, district="340302") == []
    assert asked(world, "select * from subsidy_class_modes(%s)", scheme, district="340302") == []
    assert asked(world, "select subsidy_coefficient(%s, 100)", scheme, district="340302") == [(None,)]


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
