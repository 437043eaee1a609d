"""Validation of credit rulebooks (D18): every fault by its code and its place, before anything goes by them."""
import json

import pytest
from things.estates import OFFICER
from things.rulebooks import SMALL, document, draft, item


def findings(world, value):
    """As the function says, whatever the contract thinks of the document: {code: (severity, pointer)}."""
    rows = world.cluster.query("select * from credit_rulebook_findings(%s::jsonb)", (json.dumps(value),))
    assert all(row["zh"] and row["en"] for row in rows)
    return {row["code"]: (row["severity"], row["pointer"]) for row in rows}


def test_the_small_rulebook_of_the_tests_is_sound(world):
    assert {code for code, (severity, _) in findings(world, SMALL).items() if severity == "error"} == set()


def of_grades(*grades, **changes):
    return document(items=[], effects=[], grades=[{"label_zh": g["grade"], "label_en": g["grade"], "condition": "normal", **g} for g in grades], **changes)


def of_item(**members):
    return document(items=[{**item("one", points="5"), **members}])


SCORE = {**SMALL["score"], "total_min": None}
FAULTS = {
    "grade_gap": (of_grades({"grade": "A", "low": "60"}, {"grade": "B", "high": "59.99"}), "error", "/grades"),
    "requires_bad_gap": (of_grades({"grade": "A", "low": "60"}, {"grade": "C", "high": "60", "requires_bad": True}, score={**SMALL["score"], "base": "40"}), "error", "/grades"),
    "grade_overlap": (of_grades({"grade": "A", "low": "60"}, {"grade": "B", "high": "60", "high_inclusive": True}), "warning", "/grades/1"),
    "grade_shadowed": (of_grades({"grade": "A"}, {"grade": "B", "low": "90"}), "error", "/grades/1"),
    "grade_out_of_reach": (of_grades({"grade": "A", "low": "111"}, {"grade": "B", "high": "111"}), "error", "/grades/0"),
    "grade_bounds_reversed": (of_grades({"grade": "A", "low": "90", "high": "80"}, {"grade": "B"}), "error", "/grades/0"),
    "grades_missing": (document(grades=[], effects=[], items=[]), "warning", "/grades"),
    "missing_without_grade": (of_grades({"grade": "A"}, participation="declared"), "warning", "/grades"),
    "points_missing": (of_item(points=None), "error", "/items/0"),
    "tiers_missing": (of_item(points_kind="tier", tiers=[]), "error", "/items/0"),
    "range_reversed": (of_item(points_kind="range", low="5", high="1"), "error", "/items/0"),
    "group_unknown": (of_item(group="none"), "error", "/items/0/group"),
    "propagates_to_itself": (of_item(propagates_to=[{"subject": "firm", "ratio": "1"}]), "error", "/items/0/propagates_to/0"),
    "ratio_wrong": (of_item(propagates_to=[{"subject": "person", "ratio": "0"}]), "error", "/items/0/propagates_to/0/ratio"),
    "ratio_above_one": (of_item(propagates_to=[{"subject": "person", "ratio": "1.5"}]), "warning", "/items/0/propagates_to/0/ratio"),
    "veto_without_grade": ({**of_item(veto=True), "grades": SMALL["grades"][1:]}, "error", "/items/0/veto"),
    "veto_not_bad": (of_item(category="good", veto=True), "error", "/items/0/veto"),
    "validity_twice": (of_item(validity_months=6, until_rectified=True), "error", "/items/0"),
    "validity_missing": ({**of_item(), "default_validity_months": None}, "warning", "/items/0"),
    "subject_without_grades": (of_item(subject="project"), "warning", "/items"),
    "repair_missing": ({**of_item(severity="minor"), "repair": []}, "warning", "/items/0/severity"),
    "code_repeated": (document(items=[item("one", points="1"), item("one", points="2")]), "error", "/items/1"),
    "grade_unknown": (document(effects=[{"grade": "Z", "effect": "blacklist"}]), "error", "/effects/0/grade"),
    "effect_unknown": (document(effects=[{"grade": "C", "effect": "applause"}]), "error", "/effects/0/effect"),
    "factor_missing": (document(effects=[{"grade": "AA", "effect": "inspection_factor"}]), "warning", "/effects/0/value"),
    "weight_wrong": (document(assessor_weights=[{"assessor": "street", "weight": "0"}]), "error", "/assessor_weights/0/weight"),
    "repair_reversed": (document(repair=[{"severity": "minor", "min_months": 9, "max_months": 3}]), "error", "/repair/0"),
    "raised_twice": (document(items=[item(code, "good", "measured", raised_by=["evaluation_annual"]) for code in ("one", "two")]), "error", "/items/1/raised_by/0"),
    "raised_unfit": (of_item(raised_by=["handover_refused", "evaluation_annual"]), "error", "/items/0/raised_by/1"),
    "raised_by_nobody": (of_item(raised_by=["handover_refused"], proposer_roles=["district"]), "error", "/items/0/raised_by/0"),
    "total_reversed": (document(score={**SMALL["score"], "total_min": "100", "total_max": "50"}), "error", "/score"),
}


@pytest.mark.parametrize("code", FAULTS)
def test_validation_names(code, world):
    """D18: each fault by its code, with where it is."""
    value, severity, pointer = FAULTS[code]
    assert findings(world, value).get(code) == (severity, pointer)


def test_every_fault_is_in_the_list_of_codes(world):
    listed = {row["code"] for row in world.role("public").pages("/v1/code-lists/rulebook_finding/codes")}
    assert listed == set(FAULTS)


@pytest.mark.parametrize("changes, code, pointer", [
    ({"groups": [{"code": "a", "rule": "sum"}, {"code": "a", "rule": "sum"}], "items": []}, "code_repeated", "/groups/1"),
    ({"effects": [{"grade": "C", "effect": "blacklist"}, {"grade": "C", "effect": "blacklist"}]}, "code_repeated", "/effects/1"),
    ({"assessor_weights": [{"assessor": "street", "weight": "1"}, {"assessor": "street", "weight": "2"}]}, "code_repeated", "/assessor_weights/1"),
    ({"repair": [{"severity": "minor", "min_months": 0}, {"severity": "minor", "min_months": 1}]}, "code_repeated", "/repair/1"),
    ({"items": [item("one", kind="tier", tiers=[{"level": "a", "points": "1", "label_zh": "a", "label_en": "a"}] * 2)]}, "code_repeated", "/items/0/tiers/1/level"),
    ({"items": [item("one", points="1", propagates_to=[{"subject": "person", "ratio": "1"}] * 2)]}, "code_repeated", "/items/0/propagates_to/1/subject"),
    ({"items": [item("one", kind="per_unit")]}, "points_missing", "/items/0"),
    ({"items": [item("one", kind="range", low="1")]}, "points_missing", "/items/0"),
    ({"items": [item("one", kind="measured", low="9", high="1")]}, "range_reversed", "/items/0"),
    ({"items": [item("one", kind="tier")]}, "tiers_missing", "/items/0")])
def test_validation_names_the_place(world, changes, code, pointer):
    assert findings(world, document(**changes)).get(code) == ("error", pointer)


def test_gaps_and_reach_go_by_the_places_of_rounding_and_by_the_caps(world):
    """D18: at two places 59.995 is no total; without bad records nobody is below the base; what caps keep out of reach needs no grade."""
    bounds = [{"grade": "A", "low": "60"}, {"grade": "B", "high": "59.99", "high_inclusive": True}]
    assert "grade_gap" not in findings(world, of_grades(*bounds))
    assert "grade_gap" in findings(world, of_grades(*bounds, score={**SMALL["score"], "rounding": 3}))
    assert "grade_gap" not in findings(world, of_grades({"grade": "A", "low": "0", "high": "110", "high_inclusive": True}))
    assert "grade_gap" in findings(world, of_grades({"grade": "A", "low": "0", "high": "109.99", "high_inclusive": True}))
    open_below = findings(world, of_grades({"grade": "A", "low": "0"}, score=SCORE))
    assert "grade_gap" in open_below or "requires_bad_gap" in open_below
    # No total below the base without a bad record: a rule for that would never be used.
    assert findings(world, of_grades({"grade": "A", "low": "60"}, {"grade": "C", "high": "60", "requires_bad": True}, {"grade": "B", "high": "60", "requires_bad": False})) == {
        "grade_out_of_reach": ("error", "/grades/2")}
    # A grade for whoever does not take part is of use only where taking part is declared; a veto is asked before the totals, or never.
    missing = [{"grade": "M", "condition": "missing"}, {"grade": "A"}]
    assert set(findings(world, of_grades(*missing))) == {"grade_out_of_reach"} and findings(world, of_grades(*missing, participation="declared")) == {}
    assert set(findings(world, of_grades({"grade": "A"}, {"grade": "V", "condition": "veto"}))) == {"grade_shadowed"}


def test_a_veto_is_bad_so_its_grade_cannot_be_for_those_without(world):
    """D18: else a veto would never bite, and nobody be told."""
    grades = [{**SMALL["grades"][0], "requires_bad": False}, *SMALL["grades"][1:]]
    assert findings(world, document(grades=grades)).get("grade_shadowed") == ("error", "/grades/0")
    assert "grade_shadowed" not in findings(world, document(grades=[{**grades[0], "requires_bad": True}, *grades[1:]]))


def test_the_samples_of_validation_stand_for_every_total(world):
    """D18: what the function says of gaps is what trying every hundredth says."""
    grades = [("A", "60", True, None, False, None), ("B", "50", False, "59.97", True, True), ("B", "50", True, "60", False, False), ("C", "20", True, "50", False, None)]
    names = ("grade", "low", "low_inclusive", "high", "high_inclusive", "requires_bad")
    value = of_grades(*({name: member for name, member in zip(names, rule) if member is not None} for rule in grades), score={**SMALL["score"], "base": "40"})
    tried = world.cluster.query(
        "select b.bad, min(t.total) as low, max(t.total) as high from generate_series(0, 90, 0.01) t (total) cross join (values (false), (true)) b (bad) "
        "where (b.bad or t.total >= 40) and credit_grade_rule(%s::jsonb -> 'grades', 'firm', t.total, b.bad, false, true) is null group by b.bad, (t.total < 30), (t.total < 55) order by 1, 2", (json.dumps(value),))
    said = [row["en"] for row in world.cluster.query("select * from credit_rulebook_findings(%s::jsonb) where code in ('grade_gap', 'requires_bad_gap')", (json.dumps(value),))]
    assert len(said) == len(tried) == 3
    for row in tried:
        assert any(f"from {row['low']:.2f} to {row['high']:.2f} {'with' if row['bad'] else 'without'} bad" in text for text in said), (row, said)


def test_whole_numbers_are_whole_however_they_are_written(world):
    """12.0 is an integer to the contract, so it is one to what reads the document: else a rulebook could be published by which no record can be confirmed."""
    value = document(default_validity_months=12.0, repair_barred_months=1.2e1, days={**SMALL["days"], "publicity": 5.0}, score={**SMALL["score"], "rounding": 2.0})
    value["repair"][0]["min_months"], value["items"][0]["validity_months"] = 1.0, 6.0
    made = draft(world, document=value)
    assert json.dumps(made["document"], sort_keys=True) == json.dumps(json.loads(json.dumps(value).replace(".0,", ",").replace(".0}", "}")), sort_keys=True)
    assert world.caller(OFFICER).get(f"/v1/rulebooks/{made['id']}/validation", expect=200).json["publishable"]


def test_the_largest_document_is_validated_like_any_other(world):
    """As many items, grades and effects as the contract takes, each grade overlapping all others."""
    value = document(items=[item(f"i{n}", points="1", propagates_to=[{"subject": "person", "ratio": "1"}]) for n in range(500)],
                     grades=[{"grade": f"g{n}", "label_zh": "级", "label_en": "Grade", "condition": "normal", "low": str(-n)} for n in range(40)],
                     effects=[{"grade": f"g{n % 40}", "effect": "green_channel"} for n in range(300)])
    made = draft(world, document=value)
    codes = [f["code"] for f in world.caller(OFFICER).get(f"/v1/rulebooks/{made['id']}/validation").json["findings"]]
    assert codes.count("grade_overlap") == 40 * 39 // 2 and codes.count("code_repeated") == 260
