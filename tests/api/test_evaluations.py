"""What assessors say of a firm: each enters its own, another confirms it, and together they are weighed."""
import datetime
import decimal
import fractions
import threading

import pytest
from things.effects import DOCUMENT, confirmed, evaluation, rulebook
from things.firms import firm

TODAY = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date()
DAY = datetime.timedelta(1)


@pytest.fixture(autouse=True)
def in_force(world):
    rulebook(world)


def test_each_assessor_enters_its_own(world):
    """D03, D07: a third party by the district; the street for itself, the community for itself and the owners' committee."""
    third = {"kind": "third_party", "assessor": "third_party", "assessor_name": "公信评估公司"}
    assert evaluation(world, "district.officer@150202", **third)["assessor_name"] == "公信评估公司"
    assert evaluation(world, "district.officer@150202")["assessor"] == "district"
    for account, members in (("street.heping@150202", third), ("street.heping@150202", {"assessor": "community"}), ("street.heping@150202", {"assessor": "owners_committee"}),
                             ("community.huanxi@150202", {"assessor": "street"}), ("district.officer@150202", {"assessor": "street"})):
        assert evaluation(world, account, expect=403, **members).code == "assessor_not_yours"
    assert evaluation(world, "community.huanxi@150202", expect=422, assessor="owners_committee").code == "evaluation_misfit", "a committee is an estate's"


def test_an_evaluation_fits_together(world):
    """D08: the items add up to the score, which is at most its maximum."""
    third = {"kind": "third_party", "assessor": "third_party"}
    sheet = [{"item": "环境", "score": "40.25", "max": "50"}, {"item": "秩序", "score": "46.25", "max": "50"}]
    assert evaluation(world, sheet=sheet)["percent"] == "86.50"
    for wrong in ({"score": "100.01"}, {"score": "87", "sheet": sheet}, {"sheet": [{**sheet[0], "max": "40"}, sheet[1]]}, {"period_to": "2026-06-30"}, {"score": "5", "score_max": "4.99"},
                  {"period_from": str(TODAY + DAY), "period_to": str(TODAY + DAY)}, {"assessor_name": "多余"}):
        assert evaluation(world, expect=422, **wrong).code == "evaluation_misfit"
    assert evaluation(world, "district.officer@150202", expect=422, **third).code == "evaluation_misfit", "a third party has a name"
    assert evaluation(world, expect=422, firm_id="01900000-0000-7000-8000-000000000000").code == "firm_unknown"


def test_a_project_is_one_that_the_firm_served_in_the_area(world):
    served = world.cluster.query(
        "select ce.estate_id::text as id, c.firm_id::text as firm_id, e.street_code, lower(c.service_period)::text as since from contracts c "
        "join contract_estates ce on ce.district_code = c.district_code and ce.contract_id = c.id join estates e on e.district_code = ce.district_code and e.id = ce.estate_id "
        "where c.in_force and lower(c.service_period) between '2000-01-01' and %s and e.street_code = %s order by 1 limit 1", (str(TODAY - 60 * DAY), world.register.account("street.heping@150202")["street_code"]))
    since = datetime.date.fromisoformat(served[0]["since"])
    members = {"firm_id": served[0]["firm_id"], "estate_id": served[0]["id"], "period_from": str(since), "period_to": str(since + 30 * DAY)}
    made = evaluation(world, **members)
    assert (made["subject_kind"], made["estate"]["id"], made["street_code"]) == ("project", served[0]["id"], served[0]["street_code"])
    assert evaluation(world, "street.nanmenwai@150202", expect=422, **members).code == "project_not_of_firm"
    assert evaluation(world, expect=422, **{**members, "firm_id": firm(world)["id"]}).code == "project_not_of_firm"
    assert evaluation(world, expect=422, **{**members, "period_from": "1990-01-01", "period_to": "1990-12-31"}).code == "project_not_of_firm"


def test_an_evaluation_counts_once_somebody_else_has_confirmed_it(world):
    """D07, D08: whoever enters does not confirm; the firm sees what is confirmed."""
    district, company = world.role("district"), world.role("company")
    one = str(world.register.account("company.one@150202")["firm_id"])
    own = evaluation(world, "district.officer@150202", firm_id=one, period_to="2026-09-29")
    assert district.post(f"/v1/evaluations/{own['id']}/confirm", expect=409).code == "separation_of_duties"
    made = evaluation(world, firm_id=one, period_to="2026-09-29", note="经理态度好，电话13912345678")
    assert "13912345678" not in made["note"]
    assert evaluation(world, expect=409, firm_id=one, period_to="2026-09-29").code == "evaluation_exists"
    assert company.get(f"/v1/evaluations/{made['id']}", expect=404) and world.role("platform").get(f"/v1/evaluations/{made['id']}", expect=404)
    shown = district.post(f"/v1/evaluations/{made['id']}/confirm", expect=200).json
    assert shown["state"] == "confirmed" and shown["confirmed_at"]
    refused = district.post(f"/v1/evaluations/{made['id']}/confirm", expect=409)
    assert refused.code == "state_conflict"
    assert company.get(f"/v1/evaluations/{made['id']}").json == shown
    assert not any("by" in name.split("_") for name in shown), "who assesses is an office, not a person"
    assert world.role("street").post(f"/v1/evaluations/{made['id']}/withdraw", {"reason": "误"}, expect=409).code == "state_conflict"
    assert world.role("community").post(f"/v1/evaluations/{made['id']}/withdraw", {"reason": "误"}, expect=404), "not its own"
    district.post(f"/v1/evaluations/{made['id']}/withdraw", {"reason": "评分有误"}, expect=200)
    assert company.get(f"/v1/evaluations/{made['id']}", expect=404)
    evaluation(world, firm_id=one, period_to="2026-09-29")


def test_what_a_firm_reads_of_a_sheet_is_masked(world):
    """A line of a sheet is text that somebody wrote, like the note."""
    made = confirmed(world, firm_id=str(world.register.account("company.one@150202")["firm_id"]), period_from="2026-02-03", score="40",
                     sheet=[{"item": "3栋2单元601室住户反映，电话13912345678", "score": "30.00", "max": "50"}, {"item": "环境卫生", "score": "10", "max": "50"}])
    shown = world.role("company").get(f"/v1/evaluations/{made['id']}").json
    assert "13912345678" not in shown["sheet"][0]["item"] and "601" not in shown["sheet"][0]["item"]
    assert [(line["score"], line["max"]) for line in shown["sheet"]] == [("30.00", "50"), ("10", "50")] and shown["sheet"][1]["item"] == "环境卫生"


def test_confirming_and_withdrawing_at_once_leave_one_of_both(world):
    made = evaluation(world)
    answers = []
    calls = [("district.officer@150202", "confirm", None), ("street.heping@150202", "withdraw", {"reason": "误"})]
    threads = [threading.Thread(target=lambda account=account, verb=verb, value=value: answers.append(
        (verb, world.caller(account).post(f"/v1/evaluations/{made['id']}/{verb}", value).status))) for account, verb, value in calls for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    won = [verb for verb, status in answers if status == 200]
    assert len(won) == 1 and all(status in (200, 404, 409) for _, status in answers)
    state = world.role("district").get(f"/v1/evaluations/{made['id']}").json["state"]
    assert state == {"confirm": "confirmed", "withdraw": "withdrawn"}[won[0]]


def together(world, made, **query):
    asked_for = {"from": "2026-01-01", "to": "2026-12-31", **query}
    return world.role("street").get(f"/v1/firms/{made['id']}/evaluation", {name: value for name, value in asked_for.items() if value}).json


def test_assessors_are_weighed_as_the_rulebook_says(world):
    """D03, D07: weights are data; who has not spoken is named; third parties stand beside; four uses of D03 and three of D08."""
    made, weights = firm(world), {each["assessor"]: fractions.Fraction(each["weight"]) for each in DOCUMENT["assessor_weights"]}
    nothing = together(world, made)
    assert (nothing["result"], nothing["complete"], nothing["missing"]) == (None, False, ["community", "owners_committee", "street"])
    said = {"street": [("80", "90"), ("70", "90"), ("71", "90")], "community": [("91.25", "100")]}
    for assessor, scores in said.items():
        for number, (score, most) in enumerate(scores):
            confirmed(world, f"{assessor}.{'heping' if assessor == 'street' else 'huanxi'}@150202", firm_id=made["id"], score=score, score_max=most, period_from=f"2026-0{number + 1}-01", period_to=f"2026-0{number + 1}-28")
    evaluation(world, firm_id=made["id"], score="1", period_to="2026-10-31")
    third = evaluation(world, "district.officer@150202", kind="third_party", assessor="third_party", assessor_name="公信", firm_id=made["id"], score="77.77")
    world.cluster.query("update evaluations set state = 'confirmed', confirmed_at = now() where id = %s", (third["id"],))
    means = {assessor: sum(fractions.Fraction(score) / fractions.Fraction(most) for score, most in scores) / len(scores) * 100 for assessor, scores in said.items()}
    exact = sum(means[name] * weights[name] for name in means) / sum(weights[name] for name in means)
    wanted = (decimal.Decimal(exact.numerator) / exact.denominator).quantize(decimal.Decimal("0.01"), decimal.ROUND_HALF_UP)
    answer = together(world, made)
    assert (answer["result"], answer["complete"], answer["missing"], answer["third_party"]) == (str(wanted), False, ["owners_committee"], "77.77")
    assert {each["assessor"]: (each["weight"], each["evaluations"]) for each in answer["assessors"]} == {
        "street": ("0.3", 3), "owners_committee": ("0.4", 0), "community": ("0.3", 1), "third_party": (None, 1)}
    assert {each["code"] for each in answer["uses"]} >= {"rating", "awards", "renewal", "pricing", "selection", "reward_funds"}
    assert together(world, made, to="2026-01-31")["assessors"][0]["evaluations"] == 1, "only what ends within the days"
    assert [each["evaluations"] for each in together(world, made, estate_id="01900000-0000-7000-8000-000000000000")["assessors"]] == [0, 0, 0]


def test_the_year_before_the_first_day_of_all_begins_with_it(world):
    assert together(world, firm(world), **{"from": None, "to": "0001-02-01"})["from"] == "0001-01-01"


def test_a_half_is_rounded_up_whatever_was_divided_before(world):
    """Exact decimals: (1/3 + 2/3 of …) that make x.xx5 are x.xx5."""
    made = firm(world)
    for number, score in enumerate(("1.00", "1.00", "0.99")):
        confirmed(world, firm_id=made["id"], score=score, score_max="3.00", period_from=f"2026-0{number + 1}-01", period_to=f"2026-0{number + 1}-28")
    exact = sum(fractions.Fraction(score) for score in ("1.00", "1.00", "0.99")) / 9 * 100
    assert together(world, made)["result"] == str((decimal.Decimal(exact.numerator) / exact.denominator).quantize(decimal.Decimal("0.01"), decimal.ROUND_HALF_UP))


def test_a_complete_word_says_so(world):
    """D07: 街道统筹-业委会评议-社区总体考量."""
    made = firm(world)
    for assessor, account in (("street", "street.heping@150202"), ("community", "community.huanxi@150202")):
        confirmed(world, account, assessor=assessor, firm_id=made["id"], score="90")
    committee = evaluation(world, "district.officer@150202", firm_id=made["id"], score="80")
    world.cluster.query("update evaluations set assessor = 'owners_committee', state = 'confirmed', confirmed_at = now() where id = %s", (committee["id"],))
    answer = together(world, made)
    assert (answer["complete"], answer["missing"], answer["result"]) == (True, [], "86.00")
