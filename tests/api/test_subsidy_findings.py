"""What validation finds in schemes of subsidies (G05-G13), fault by fault."""
import pytest
from things.estates import OFFICER
from things.subsidy_schemes import bands, draft, drafted_by_deputy, findings, plan, publish, spoilt, value, years


@pytest.fixture(scope="module")
def officer(world):
    return world.caller(OFFICER)


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
    """Decimals are strings, months are months."""
    refused = officer.post("/v1/subsidy-schemes", value(world, document=spoilt(spoil)), expect=422)
    assert refused.code == "invalid_body" and pointer in {fault["pointer"] for fault in refused.json["errors"]}
