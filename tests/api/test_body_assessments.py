"""I03, I04, I09–I11, I13: streets and departments are assessed by a scheme that is data, for a month, a quarter, a year; what was counted stays; people judge, bodies object, others publish."""
import hashlib
import threading

import pytest
from things.body_assessments import (NOTICES, OBJECTIONS, SCHEMES, WHERE, act, assessment, department, document, judged, last_month, line, lines, measured, new, new_notice, notice, objection, scheme,
                                     scheme_draft, score, second)
from things.campaigns import WHERE as CAMPAIGNS
from things.campaigns import act as duty_act
from things.campaigns import deliverable, opened, owed, put_off, submission
from things.closing import street, street_code
from things.estates import officer, today

YEAR = str(int(today()[:4]) - 1)


def results(client, one):
    return client.pages(f"{WHERE}/{one['id']}/results", limit=200)


def departments(world):
    """Three, and a scheme's way to name them alone."""
    codes = ("public_security", "fire_rescue", "urban_management")
    return [department(world, code=code) for code in codes], list(codes)


# ---- schemes ----

def test_i13_a_shipped_scheme_is_copied_changed_and_published_by_another(world):
    """I13: the scheme is versioned data; nobody publishes what he wrote in, and nobody is assessed by a draft."""
    given = {one["code"]: one for one in officer(world, "near").pages(SCHEMES, {"state": "given"})}
    assert set(given) == {"mengcheng_streets_2024", "mengcheng_departments_2024", "bengbu_closing_2023"} and all(one["findings"] == [] and one["common"] for one in given.values())
    streets = given["mengcheng_streets_2024"]["document"]
    assert [part["cycle"] for part in streets["cycles"]] == ["monthly_bulletin", "quarterly_assessment", "year_end_ranking"]
    for part in [part for one in given.values() for part in one["document"]["cycles"]]:
        assert sum(float(item["points"]) for item in part["items"]) == 100 and all("推定" in item["basis"] for item in part["items"])
    copy = second(world).post(SCHEMES, {"from": given["mengcheng_streets_2024"]["id"], "code": "ours", "effective_from": "2024-01-01"}, expect=201).json
    assert copy["document"] == streets and copy["state"] == "draft" and copy["number"] == 1
    assert second(world).post(WHERE, new(copy), expect=422).code == "body_scheme_unknown"
    where = f"{SCHEMES}/{copy['id']}"
    assert second(world).post(f"{where}/publish", {"version": 1}, expect=409).code == "separation_of_duties"
    assert officer(world, "near").post(f"{where}/publish", {"version": 2}, expect=409).code == "body_scheme_changed"
    shown = officer(world, "near").post(f"{where}/publish", {"version": 1}, expect=200).json
    assert (shown["state"], shown["effective_from"]) == ("published", "2024-01-01")
    assert officer(world, "near").request("PATCH", where, json_body={"title_en": "x"}, headers={"If-Match": '"2"'}, expect=409).json["state"] == "published"
    assert street(world).get(where).json["document"] == streets
    assert second(world).post(WHERE, new(shown, period="2023-12"), expect=422).code == "body_scheme_not_in_force"


def test_i03_i09_every_shipped_scheme_is_assessed_by_as_it_is(world):
    """I03, I09: the month, the quarter, the close: whatever a scheme measures can be counted, and what it has judged is missing until it is judged."""
    me, periods = second(world), {"monthly_bulletin": last_month(), "quarterly_assessment": f"{YEAR}-Q4", "closing_evaluation": YEAR}
    departments(world)
    for one in me.pages(SCHEMES, {"state": "given"}):
        for part in one["document"]["cycles"]:
            if part["cycle"] in periods:
                run = me.post(WHERE, new(one, part["cycle"], periods[part["cycle"]]), expect=201).json
                people = [item["code"] for item in part["items"] if item["kind"] == "judged"]
                assert run["bodies"] >= 3 and run["lines_missing"] == run["bodies"] * len(people) and len(lines(me, run)) == run["bodies"] * len(part["items"])
                if not people:
                    told = act(me, run, "complete").json
                    assert [row["position"] for row in results(me, told)] == list(range(1, run["bodies"] + 1))


def test_a_draft_without_what_it_needs_is_refused(world):
    assert second(world).post(SCHEMES, {"code": "half", "title_zh": "半"}, expect=422).code == "body_scheme_incomplete"
    assert second(world).post(SCHEMES, {"from": scheme_draft(world, "abroad", by=second)["id"]}, expect=422).code == "body_scheme_unknown"
    draft = scheme_draft(world, by=second)
    assert officer(world, "near").post(f"{SCHEMES}/{draft['id']}/publish", {"version": 1}, expect=422).code == "body_scheme_day_missing"
    held = scheme(world)
    later = second(world).post(SCHEMES, {"from": held["id"]}, expect=201).json
    assert (later["code"], later["number"]) == (held["code"], 2)
    where = f"{SCHEMES}/{later['id']}/publish"
    assert officer(world, "near").post(where, {"version": 1, "effective_from": today(-1)}, expect=422).code == "takes_effect_in_the_past"
    assert officer(world, "near").post(where, {"version": 1, "effective_from": held["effective_from"]}, expect=422).code == "takes_effect_in_the_past"
    assert officer(world, "near").post(where, {"version": 1, "effective_from": today(3)}, expect=200).json["effective_from"] == today(3)
    assert officer(world, "near").get(f"{SCHEMES}/{held['id']}").json["effective_to"] == today(3)


@pytest.mark.parametrize("code, pointer, doc", [
    ("measure_unknown", "/cycles/0/items/0/measure", document(measured(measure="no_such"))),
    ("measure_unfit", "/cycles/0/items/0/measure", document(measured(measure="issues_closed"), bodies="department")),
    ("scale_unfit", "/cycles/0/items/0/scale", document(measured(scale={"kind": "linear", "from": "5", "to": "5"}))),
    ("scale_unfit", "/cycles/0/items/0/scale", document(measured(scale={"kind": "each"}))),
    ("points_exceeded", "/cycles/0/items/0/scale", document(measured(scale={"kind": "bands", "bands": [{"points": "20.01"}]}))),
    ("item_repeated", "/cycles/0/items/1/code", document(measured(), measured())),
    ("item_without_points", "/cycles/0/items/0/points", document(measured(points="0"))),
    ("sources_missing", "/cycles/0/items/0/sources", document(judged(sources=[{"source": "regular", "weight": "0"}]))),
    ("sources_missing", "/cycles/0/items/0/sources", document({name: member for name, member in judged().items() if name != "sources"})),
    ("quarters_unfit", "/cycles/0/items/0", document({"code": "q", "title_zh": "季度", "title_en": "Quarters", "kind": "quarters", "points": "10"})),
    ("cycle_repeated", "/cycles/1/cycle", {**document(), "cycles": document()["cycles"] * 2}),
])
def test_a_scheme_with_a_fault_says_which_and_is_not_published(world, code, pointer, doc):
    draft = scheme_draft(world, by=second, doc=doc, effective_from="2024-01-01")
    assert [(finding["code"], finding["pointer"]) for finding in draft["findings"]] == [(code, pointer)]
    assert officer(world, "near").post(f"{SCHEMES}/{draft['id']}/publish", {"version": 1}, expect=422).code == "body_scheme_has_faults"


LINEAR, DOWN = {"kind": "linear", "from": "60", "to": "100"}, {"kind": "linear", "from": "50", "to": "0"}
BANDS = {"kind": "bands", "bands": [{"low": "95", "points": "20"}, {"low": "60", "high": "95", "points": "12.5"}, {"high": "60", "points": "1"}]}
EACH, LOSS = {"kind": "each", "each": "-2"}, {"kind": "each", "start": "0", "each": "-2", "floor": "-5"}


@pytest.mark.parametrize("scale, value, points", [
    (LINEAR, "100", "20.00"), (LINEAR, "60", "0.00"), (LINEAR, "59.99", "0"), (LINEAR, "80", "10.00"), (LINEAR, "66.67", "3.34"), (LINEAR, "60.01", "0.01"),
    (DOWN, "0", "20.00"), (DOWN, "50", "0.00"), (DOWN, "75", "0"), (DOWN, "33.33", "6.67"),
    (BANDS, "95", "20"), (BANDS, "94.99", "12.5"), (BANDS, "60", "12.5"), (BANDS, "59.99", "1"),
    (EACH, "0", "20"), (EACH, "3", "14"), (EACH, "11", "0"), (LOSS, "2", "-4"), (LOSS, "3", "-5"), ({"kind": "each", "start": "18", "each": "1", "cap": "19"}, "4", "19"),
])
def test_points_follow_from_the_value_as_it_is_told(world, scale, value, points):
    """I13: linear, by bands, for each; exact decimals rounded half up, never more than the item has nor less than its floor."""
    import json
    row = world.cluster.query("select body_item_points(%s::jsonb, %s::numeric)::text as points", (json.dumps({"points": "20", "scale": scale}), value))[0]
    assert float(row["points"]) == float(points)


# ---- what is counted ----

def test_i01_reports_on_time_are_points_and_stay_as_they_were_counted(world):
    """I01, I06, I09: of three reports due in a month one came in time and one late; what happens afterwards changes nothing that was counted."""
    month = last_month()
    one = opened(world, *(deliverable("street", f"report_{n}") for n in range(3)))
    code, own = street_code(world), street(world)
    duties = [duty for duty in officer(world, "near").pages("/v1/campaign-duties", {"campaign_id": one["id"], "owed_by": "street"}, limit=200) if duty["org_code"] == code]
    for duty in duties[:2]:
        duty_act(own, duty, "submit", submission())
    for duty, day in zip(duties, (f"{month}-27", f"{month}-03", f"{month}-27"), strict=True):
        world.cluster.query("update campaign_duties set due_on = %s where id = %s returning 1", (day, duty["id"]))
    world.cluster.query("update campaign_duties set on_time = false where id = %s returning 1", (duties[1]["id"],))
    run = assessment(world, doc=document(measured(), measured("in", "reports_submitted", "10")))
    reports = line(officer(world, "near"), run, code, "reports")
    assert [reports[name] for name in ("numerator", "denominator", "value", "points", "full_points", "left_out")] == ["1", "3", "33.33", "6.67", "20.00", False]
    assert reports["inputs"] == {"expected": 3, "submitted": 2, "on_time": 1} and line(officer(world, "near"), run, code, "in")["points"] == "6.67"
    assert {each["left_out"] for each in lines(officer(world, "near"), run) if each["body_code"] != code} == {True}
    duty_act(own, duties[2], "submit", submission())
    assert line(officer(world, "near"), run, code, "reports") == reports
    done = act(second(world), run, "complete").json
    first = results(officer(world, "near"), done)[0]
    assert [first[name] for name in ("rank", "body_code", "points", "possible", "percent")] == [1, code, "13.34", "30.00", "44.47"]
    rates = [row for row in officer(world, "near").pages("/v1/reporting-rates", {"due_from": f"{month}-01", "campaign_id": one["id"], "street_code": code, "owed_by": "street"}) if row["month"] == month]
    assert [[row[name] for name in ("expected", "submitted", "on_time", "late", "missing", "coming", "reporting_rate", "on_time_rate")] for row in rates] == [[3, 3, 1, 2, 0, 0, "100.00", "33.33"]]


def test_reporting_rates_tell_what_is_missing_and_what_is_still_coming(world):
    """I01, I06: expected, handed in, on time, by street and month; a street reads itself and its communities, and another street not at all."""
    one = opened(world, deliverable("street", "missing"), deliverable("street", "coming", day=today(20)), deliverable("community", "own"))
    put_off(world, owed(world, one, "street"), -2)
    rows = officer(world, "near").pages("/v1/reporting-rates", {"due_from": today(-400), "due_before": today(400), "campaign_id": one["id"], "street_code": street_code(world), "owed_by": "street"}, limit=200)
    assert [sum(row[name] for row in rows) for name in ("expected", "submitted", "on_time", "missing", "coming")] == [1, 0, 0, 1, 1]
    assert {row["on_time_rate"] for row in rows if row["expected"]} == {"0.00"} and {row["on_time_rate"] for row in rows if not row["expected"]} <= {None}
    seen = street(world).pages("/v1/reporting-rates", {"due_from": today(-400), "due_before": today(400), "campaign_id": one["id"]}, limit=200)
    assert {row["street_code"] for row in seen} == {street_code(world)} and {row["owed_by"] for row in seen} == {"street", "community"}


def test_a_period_is_assessed_when_it_is_over_and_once(world):
    of = scheme(world)
    assert second(world).post(WHERE, new(of, period=today()[:7]), expect=422).code == "assessment_period_not_over"
    assert second(world).post(WHERE, new(of, period=YEAR), expect=422).code == "body_period_unfit"
    assert second(world).post(WHERE, new(of, "quarterly_assessment", f"{YEAR}-Q1"), expect=422).code == "body_scheme_without_cycle"
    assert second(world).post(WHERE, new(of, reason="更正"), expect=422).code == "assessment_nothing_to_correct"
    answers = []
    threads = [threading.Thread(target=lambda client=client: answers.append(client.post(WHERE, new(of)))) for client in [second(world), officer(world, "near")] * 5]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status for answer in answers) == [201] + [409] * 9 and {answer.code for answer in answers if answer.status == 409} == {"assessment_under_way"}
    one = next(answer.json for answer in answers if answer.status == 201)
    assert act(second(world), one, "withdraw", {"reason": "办法有误"}).json["state"] == "withdrawn"
    assert act(second(world), one, "complete", expect=409).json["state"] == "withdrawn"
    assert second(world).post(WHERE, new(of), expect=201).json["revision"] == 1


# ---- what is judged, objected to, published ----

def test_i10_three_sources_make_a_score_and_the_last_of_each_counts(world):
    """I10: 定期考核、日常抽查和社会监督 with weights 2:1:1; no sum before everything is judged; the unit and the reason are told, the person is not."""
    sources = [{"source": "regular", "weight": "2"}, {"source": "spot_check"}, {"source": "public_supervision"}]
    ids, codes = departments(world)
    run = assessment(world, doc=document(judged(sources=sources), bodies="department", departments=codes[:1]))
    here, me = ids[0], second(world)
    assert act(me, run, "complete", expect=409).code == "assessment_judgements_missing" and run["lines_missing"] == 1 and run["bodies"] == 1
    act(me, run, "judge", score(here, score="9"))
    act(me, run, "judge", score(here, source="spot_check", score="6"))
    assert line(me, run, here, "overall")["points"] is None
    assert act(me, run, "judge", score(here, source="public_supervision", score="10")).json["points"] == "8.50"
    said = act(me, run, "judge", score(here, score="8.01", unit="区督查办", reason="复核")).json
    assert said["points"] == "8.01" and [(each["source"], each["score"], each["unit"]) for each in said["judgements"]] == [
        ("public_supervision", "10.00", "区住建局"), ("regular", "8.01", "区督查办"), ("spot_check", "6.00", "区住建局")]
    assert world.cluster.query("select count(*) as n from body_assessment_judgements where assessment_id = %s and replaced", (run["id"],))[0]["n"] == 1
    assert act(me, run, "judge", score(here, score="10.01"), 422).code == "assessment_points_exceeded"
    assert act(me, run, "judge", score(street_code(world)), 422).code == "assessment_line_unknown"
    plain = assessment(world, doc=document(judged(), bodies="department", departments=codes[:1]))
    assert act(me, plain, "judge", score(here, source="spot_check"), 422).code == "assessment_source_unfit"
    assert act(me, run, "complete").json["lines_missing"] == 0
    assert act(me, run, "judge", score(here), 409).json["state"] == "completed"


def test_i09_a_street_sees_its_own_before_publication_objects_and_everybody_sees_all_after(world):
    """I09, I10: made and completed by one, published by another, when what was objected to is answered; the corrected line keeps what was counted."""
    run = assessment(world, doc=document(measured(measure="mechanism_3338", points="17"), grades=[{"code": "all", "title_zh": "全", "title_en": "All", "low": "100"}, {"code": "rest", "title_zh": "余", "title_en": "Rest", "low": "0"}]))
    where, own, far, code = f"{WHERE}/{run['id']}", street(world), street(world, "far"), street_code(world)
    assert own.get(where, expect=404) and own.get(f"{where}/lines", expect=404) and results(officer(world, "near"), run) == []
    act(second(world), run, "complete")
    assert {each["body_code"] for each in lines(own, run)} == {code} == {each["body_code"] for each in results(own, run)}
    assert world.caller("company.one@150202").get(where, expect=403)
    made = act(own, run, "objections", {"item_code": "reports", "grounds": "三项制度已落实"}, 201).json
    assert act(own, run, "objections", {"item_code": "reports", "grounds": "再次"}, 409).code == "assessment_objected_already"
    assert act(own, run, "objections", {"item_code": "none", "grounds": "无"}, 422).code == "assessment_line_unknown"
    assert act(officer(world, "near"), run, "objections", {"item_code": "reports", "body_code": code, "grounds": "代为"}, 422).code == "assessment_line_unknown"
    assert [each["id"] for each in own.pages(OBJECTIONS)] == [made["id"]] and far.pages(OBJECTIONS, {"assessment_id": run["id"]}) == []
    assert act(officer(world, "near"), run, "publish", expect=409).code == "assessment_objections_open"
    answer = f"{OBJECTIONS}/{made['id']}/answer"
    assert officer(world, "near").post(answer, {"decision": "uphold", "answer": "属实"}, expect=422).code == "objection_points_misfit"
    assert officer(world, "near").post(answer, {"decision": "uphold", "answer": "属实", "points": "17.01"}, expect=422).code == "assessment_points_exceeded"
    done = second(world).post(answer, {"decision": "uphold", "answer": "属实", "points": "17"}, expect=200).json
    assert (done["state"], done["points"]) == ("upheld", "17.00")
    assert officer(world, "near").post(answer, {"decision": "dismiss", "answer": "不"}, expect=409).json["state"] == "upheld"
    mine = line(own, run, code, "reports")
    assert (mine["counted_points"], mine["points"], mine["value"]) == ("0.00", "17.00", "0.00")
    assert act(second(world), run, "publish", expect=409).code == "separation_of_duties"
    assert act(officer(world, "near"), run, "publish").json["state"] == "published"
    told = results(far, run)
    assert len(told) == 15 and [told[0][name] for name in ("rank", "body_code", "percent", "grade")] == [1, code, "100.00", "all"] and {(each["rank"], each["grade"]) for each in told[1:]} == {(2, "rest")}
    assert len(lines(far, run)) == 15 and far.get(f"{where}/results", headers={"Accept": "text/csv"}).body.count(b"\n") == 16
    assert act(own, run, "objections", {"item_code": "reports", "grounds": "晚"}, 409).json["state"] == "published"


def test_whoever_gave_more_for_an_objection_does_not_publish_what_came_of_it(world):
    """I09: points that one person alone has changed are seen by another before they are published."""
    run, officer_here = assessment(world, "completed"), officer(world, "near")
    made = act(street(world), run, "objections", {"item_code": "reports", "grounds": "已报送"}, 201).json
    officer_here.post(f"{OBJECTIONS}/{made['id']}/answer", {"decision": "uphold", "answer": "属实", "points": "20"}, expect=200)
    assert act(officer_here, run, "publish", expect=409).code == "separation_of_duties"


def test_an_objection_to_what_was_taken_off_is_answered_with_less(world):
    """I09: an item that only takes off has no points to give; what is too much is made less, never more than its floor, and stays to be read when the run is withdrawn."""
    item = measured("criticism", "criticism", "0", {"kind": "each", "start": "0", "each": "-2", "floor": "-5"})
    month, code, me = last_month(), street_code(world), second(world)
    for _ in range(2):
        world.cluster.query("update criticism_notices set issued_on = %s where id = %s returning 1", (f"{month}-15", notice(world, "issued")["id"]))
    run = assessment(world, "completed", doc=document(measured(), item))
    assert line(me, run, code, "criticism")["points"] == "-4.00" and {each["points"] for each in lines(me, run, item_code="criticism") if each["body_code"] != code} == {"0.00"}
    made = act(street(world), run, "objections", {"item_code": "criticism", "grounds": "其一不属本街道"}, 201).json
    answer = f"{OBJECTIONS}/{made['id']}/answer"
    for points in ("0.01", "-5.01"):
        assert me.post(answer, {"decision": "uphold", "answer": "属实", "points": points}, expect=422).code == "assessment_points_exceeded"
    assert me.post(answer, {"decision": "uphold", "answer": "属实", "points": "-2"}, expect=200).json["points"] == "-2.00"
    assert line(street(world), run, code, "criticism")["points"] == "-2.00"
    act(me, run, "withdraw", {"reason": "重新考核"})
    assert [each["id"] for each in street(world).pages(OBJECTIONS, {"assessment_id": run["id"]})] == [made["id"]]
    assert street(world).get(f"{WHERE}/{run['id']}").json["state"] == "withdrawn" and {each["body_code"] for each in lines(street(world), run)} == {code}
    assert act(street(world), run, "objections", {"item_code": "criticism", "grounds": "再次"}, 409).json["state"] == "withdrawn"


def test_what_was_counted_has_a_hash_that_whoever_reads_the_lines_can_make_again(world):
    """I09, I13: of what was counted, as the contract says; judgements and objections leave it as it is."""
    run = assessment(world, doc=document(judged(), measured(measure="mechanism_3338", points="17"), measured("criticism", "criticism", "0", {"kind": "each", "start": "0", "each": "-5", "floor": "-5"}), measured("late", "complaints_on_time")))
    me, code = second(world), street_code(world)
    head = "\t".join(("150202", run["scheme_code"], str(run["scheme_number"]), run["cycle"], run["period"], run["body_kind"]))

    def told():
        rows = [[each["body_code"], each["item_code"], each["measure"] or each["kind"], each["numerator"], each["denominator"], each["value"], each["counted_points"] or each["points"]]
                for each in lines(me, run) if each["kind"] != "judged"]
        return "".join("\t".join(value or "" for value in row) + "\n" for row in [[head], *rows])

    assert hashlib.sha256(told().encode()).hexdigest() == run["inputs_hash"] and told().count("\n") == 1 + 3 * run["bodies"]
    for body_code in {each["body_code"] for each in lines(me, run)}:
        act(me, run, "judge", score(body_code))
    act(me, run, "complete")
    made = act(street(world), run, "objections", {"item_code": "reports", "grounds": "已落实"}, 201).json
    me.post(f"{OBJECTIONS}/{made['id']}/answer", {"decision": "uphold", "answer": "属实", "points": "17"}, expect=200)
    shown = officer(world, "near").get(f"{WHERE}/{run['id']}").json
    assert shown["inputs_hash"] == run["inputs_hash"] == hashlib.sha256(told().encode()).hexdigest() and line(me, run, code, "reports")["points"] == "17.00"


def test_a_correction_is_the_next_revision_with_its_reason_and_the_first_stays(world):
    """I09: what was published is corrected, never changed; the public reads the one that holds, of schemes that are public."""
    of, hidden = scheme(world), scheme(world, doc=document(public=False))
    first, secret = assessment(world, "published", of=of), assessment(world, "published", of=hidden)
    assert second(world).post(WHERE, new(of), expect=409).code == "assessment_published_already"
    again = assessment(world, "completed", of=of, reason="3月报送登记有误")
    assert (again["revision"], again["corrects"], again["reason"]) == (2, first["id"], "3月报送登记有误")
    assert officer(world, "near").get(f"{WHERE}/{first['id']}").json["state"] == "published"
    act(officer(world, "near"), again, "publish")
    assert officer(world, "near").get(f"{WHERE}/{first['id']}").json["state"] == "superseded" and len(lines(street(world), first)) == 15
    public = world.anyone.pages("/v1/published-body-assessments", {"district_code": "150202", "cycle": "monthly_bulletin"}, limit=200)
    assert {each["revision"] for each in public if each["scheme_code"] == of["code"]} == {2} and hidden["code"] not in {each["scheme_code"] for each in public}
    assert secret["public"] is False and not [name for name in public[0] if name in ("points", "inputs", "reason", "body_code")]


def test_i09_the_years_end_takes_four_quarters_by_their_weights_and_ranks_with_ties(world):
    """I09: 4 quarters and a year's end; quarters weigh 1:1:1:2 and make 80 of 100 points; who is alike shares a place."""
    ids, codes = departments(world)
    doc = document(judged(points="50"), cycle="quarterly_assessment", bodies="department", departments=codes)
    doc["cycles"].append({"cycle": "year_end_ranking", "items": [{"code": "quarters", "title_zh": "季度", "title_en": "Quarters", "kind": "quarters", "points": "80", "weights": ["1", "1", "1", "2"]},
                                                                measured("criticism", "criticism", "20", {"kind": "each", "each": "-5"})]})
    of, me = scheme(world, doc=doc), second(world)
    scores = {ids[0]: ("50", "40", "30", "20"), ids[1]: ("20", "20", "20", "50"), ids[2]: ("40", "32.5", "37.5", "25")}
    for n in range(4):
        assert me.post(WHERE, new(of, "year_end_ranking", YEAR), expect=409).code == "assessment_quarters_missing"
        run = assessment(world, of=of, cycle="quarterly_assessment", period=f"{YEAR}-Q{n + 1}")
        for each, said in scores.items():
            act(me, run, "judge", score(each, score=said[n]))
        act(me, run, "complete")
        act(officer(world, "near"), run, "publish")
    # Of a quarter that was corrected its last revision counts, and that once.
    again = assessment(world, of=of, cycle="quarterly_assessment", period=f"{YEAR}-Q1", reason="漏登一次抽查")
    for each, said in scores.items():
        act(me, again, "judge", score(each, score=said[0]))
    act(me, again, "complete")
    act(officer(world, "near"), again, "publish")
    year = assessment(world, "completed", of=of, cycle="year_end_ranking", period=YEAR)
    # (50+40+30+2·20)/50·100/5 = 64; (20+20+20+2·50) the same; (40+32.5+37.5+2·25) the same: all 64 %, so 51.20 of 80.
    assert {each["value"] for each in lines(me, year, item_code="quarters")} == {"64.00"} and {(each["rank"], each["points"], each["percent"]) for each in results(me, year)} == {(1, "71.20", "71.20")}
    quarters = line(me, year, ids[0], "quarters")["inputs"]["quarters"]
    assert [(each["period"], each["percent"], each["weight"]) for each in quarters] == [(f"{YEAR}-Q1", "100.00", "1"), (f"{YEAR}-Q2", "80.00", "1"), (f"{YEAR}-Q3", "60.00", "1"), (f"{YEAR}-Q4", "40.00", "2")]
    made = act(officer(world, "near"), year, "objections", {"item_code": "quarters", "body_code": ids[2], "grounds": "第三季度漏计"}, 201).json
    assert officer(world, "near").post(f"{OBJECTIONS}/{made['id']}/answer", {"decision": "dismiss", "answer": "不"}, expect=409).code == "separation_of_duties"
    me.post(f"{OBJECTIONS}/{made['id']}/answer", {"decision": "uphold", "answer": "补计", "points": "51.21"}, expect=200)
    assert [(each["position"], each["rank"], each["body_code"]) for each in results(me, year)] == [(1, 1, ids[2]), *((n, 2, one) for n, one in enumerate([each["body_code"] for each in results(me, year)][1:], 2))]


def test_an_objection_and_publication_at_once_leave_no_open_objection_published(world):
    """Who objects and who publishes meet at the assessment's row: either the objection comes first and nothing is published, or it comes too late."""
    for _ in range(3):
        run, answers = assessment(world, "completed"), []
        threads = [threading.Thread(target=lambda call=call: answers.append(call())) for call in (
            lambda run=run: street(world).post(f"{WHERE}/{run['id']}/objections", {"item_code": "reports", "grounds": "有误"}),
            lambda run=run: officer(world, "near").post(f"{WHERE}/{run['id']}/publish"))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(answer.status for answer in answers) in ([200, 409], [201, 409])


# ---- notices of criticism ----

def test_i11_a_unit_without_progress_is_criticised_by_number_and_day_and_answers(world):
    """I11: proposed by one, issued by another with number and day; the street reads it then, and answers."""
    run, own, code = assessment(world, "published"), street(world), street_code(world)
    one = notice(world, assessment_id=run["id"])
    where = f"{NOTICES}/{one['id']}"
    assert own.get(where, expect=404) and one["state"] == "proposed" and one["body_name"]
    assert second(world).post(f"{where}/decide", {"decision": "issue", "notice_no": "1号"}, expect=409).code == "separation_of_duties"
    assert officer(world, "near").post(f"{where}/decide", {"decision": "issue"}, expect=422).code == "criticism_decision_incomplete"
    assert officer(world, "near").post(f"{where}/decide", {"decision": "issue", "notice_no": "1号", "issued_on": today(1)}, expect=422).code == "day_in_the_future"
    issued = officer(world, "near").post(f"{where}/decide", {"decision": "issue", "notice_no": "物领办1号"}, expect=200).json
    assert (issued["state"], issued["notice_no"], issued["issued_on"], issued["overdue"]) == ("issued", "物领办1号", today(), False)
    other = notice(world)
    assert officer(world, "near").post(f"{NOTICES}/{other['id']}/decide", {"decision": "issue", "notice_no": "物领办1号"}, expect=409).code == "criticism_no_taken"
    assert officer(world, "near").post(f"{NOTICES}/{other['id']}/decide", {"decision": "drop", "reason": "已整改"}, expect=200).json["state"] == "dropped"
    assert own.get(where).json["facts"] == "第三季度整改工作无进展" and street(world, "far").get(where, expect=404)
    assert officer(world, "near").post(f"{where}/answer", {"answer": "代答"}, expect=422).code == "criticism_of_another"
    assert street(world, "far").post(f"{where}/answer", {"answer": "代答"}, expect=404)
    answered = own.post(f"{where}/answer", {"answer": "已召开专题会议"}, expect=200).json
    assert (answered["state"], answered["answer"]) == ("answered", "已召开专题会议")
    assert own.post(f"{where}/answer", {"answer": "再答"}, expect=409).json["state"] == "answered"
    assert second(world).post(NOTICES, new_notice("999999999"), expect=422).code == "assessment_body_unknown"
    assert second(world).post(NOTICES, new_notice(code, assessment_id=assessment(world)["id"]), expect=422).code == "criticism_assessment_unfit"
    late = notice(world, "issued", answer_by=today(-1))
    assert late["overdue"] and {each["id"] for each in own.pages(NOTICES, {"overdue": "true"})} >= {late["id"]}


def test_who_judged_and_what_others_were_told_is_not_a_streets_to_read(world):
    """The person who judged is no one's to read, and the reasons of others' points are not a street's."""
    assert objection(world)["raised_role"] == "street" and officer(world, "near").get(CAMPAIGNS).status == 200
    connection = world.cluster.connect(user="wuye_street")
    try:
        with connection.cursor() as cursor, pytest.raises(Exception, match="permission denied"):
            cursor.execute("select judged_by from body_assessment_judgements")
    finally:
        connection.close()
