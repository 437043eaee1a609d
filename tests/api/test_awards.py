"""Who is awarded: quotas that categories share (G19, L6), and who is barred (H07, D13)."""
import pytest
from harness.register import DISTRICT
from things import awards, effects, estates, firms, orgs, staff
from things.awards import HONOURS, NOMINATIONS, ROUNDS, act, bad, changed, in_publicity, in_selection, move, name, opened, starred, together
from things.estates import today

TEMPLATE = "zaozhuang_2020"

@pytest.fixture(autouse=True)
def in_force(world):
    effects.rulebook(world)


# ---- quotas ----

def of_template(world, district, other, year=None):
    """The given round, opened for a year of its own."""
    year = year or int(today()[:4]) + 1 + next(world.serial) % 900
    value = {"template": TEMPLATE, "year": year, "nominations_from": today(), "nominations_until": today(10), "publicity_days": 5, "publicity_kind": "working", "objection_days": 5}
    made = other.post(ROUNDS, value, expect=201).json
    assert made["deadline"] == f"{year}-12-31", "G20: by the end of December, unless another day is given"
    assert made["title_zh"] == "物业服务行业文明创建评选" and "枣庄" in made["basis"] and made["state"] == "draft"
    return move(district, made["id"], "open").json


def test_g19_l6_a_given_round_has_the_quotas_of_the_paper(world, district, other):
    """G19, L6: 20 firms, 20 projects, 30 stars, and 20 of communities, owners' committees and units together: 90 in all."""
    given = [row for row in district.pages(ROUNDS, {"state": "given"}) if row["code"] == TEMPLATE]
    assert len(given) == 1 and given[0]["common"] and "推定（原文未写明）" in given[0]["basis"] and world.role("street").pages(ROUNDS, {"state": "given"}) == []
    made = of_template(world, district, other)
    assert {place["quota"]: place["places"] for place in made["places"]} == {"model_firm": 20, "demonstration_project": 20, "service_star": 30, "advanced_body": 20}
    assert sum(place["places"] for place in made["places"]) == 90
    assert [one["code"] for one in made["document"]["categories"] if one["quota"] == "advanced_body"] == ["advanced_community", "advanced_committee", "advanced_unit"]
    assert {one["code"]: (one["level"], one.get("class")) for one in made["document"]["categories"]}["demonstration_project"] == ("city", 1), "G21, G23"
    assert world.role("street").get(f"{ROUNDS}/{made['id']}", expect=200).json["places"] is None


def subjects_of(world, samples, category, number):
    if category == "model_firm":
        return [(category, firms.firm(world)["id"]) for _ in range(number)]
    if category == "demonstration_project":
        return [(category, estates.estate(samples)["id"]) for _ in range(number)]
    if category == "service_star":
        firm = firms.firm(world)["id"]
        return [(category, awards.staff(world, firm)) for _ in range(number)]
    communities = world.cluster.query("select code from divisions where left(code, 6) = %s and level = 5 order by code limit 5", (DISTRICT,))
    found = [("advanced_community", row["code"]) for row in communities]
    found += [("advanced_committee", estates.committee(samples, "near", estates.estate(samples)["id"])["id"]) for _ in range(8)]
    return found + [("advanced_unit", orgs.unit(samples)["id"]) for _ in range(number - len(found))]


@pytest.mark.parametrize("category, places", [("model_firm", 20), ("demonstration_project", 20), ("service_star", 30), ("advanced_body", 20)])
def test_g19_l6_one_more_than_the_quota_is_refused_also_when_eight_select_at_once(category, places, world, samples, district, other):
    """G19, L6: the 21st firm, project and body (whichever of the three it is), the 31st star: 409. A place that is given up can be taken."""
    round_id = of_template(world, district, other)["id"]
    made = [name(other, round_id, each, subject).json for each, subject in subjects_of(world, samples, category, places + 1)]
    assert {one["state"] for one in made} == {"nominated"} and {one["quota"] for one in made} == {category}
    in_selection(world, round_id)
    made = made[::2] + made[1::2]
    for one in made[:places - 7]:
        act(district, one, "select")
    answers = together(*[lambda one=one: act(district, one, "select", expect=(200, 409)) for one in made[places - 7:]])
    assert sorted(answer.status for answer in answers) == [200] * 7 + [409]
    refused = made[places - 7:][[answer.status for answer in answers].index(409)]
    assert [answer.code for answer in answers if answer.status == 409] == ["award_quota_full"]
    assert act(district, refused, "select", expect=409).code == "award_quota_full"

    def taken():
        return {one["quota"]: one["taken"] for one in district.get(f"{ROUNDS}/{round_id}", expect=200).json["places"]}[category]
    assert taken() == places
    act(district, made[0], "reject")
    assert taken() == places - 1
    assert act(district, refused, "select").json["state"] == "selected"
    assert act(district, made[0], "select", expect=409).code == "award_quota_full"
    act(other, made[1], "withdraw")
    assert taken() == places - 1
    move(other, round_id, "publish-selection")
    assert len(district.pages(NOMINATIONS, {"round_id": round_id, "state": "publicity"})) == places - 1


def test_l6_the_quotas_are_those_of_a_year_whoever_opens_a_second_round(world, district, other):
    """L6: the 21st firm of a year is not let in by another round; a round that was cancelled is none. Two who open at once come to one."""
    first = of_template(world, district, other, 2951)
    value = {"template": TEMPLATE, "year": 2951, "nominations_from": today(), "nominations_until": today(10), "publicity_days": 5, "publicity_kind": "working", "objection_days": 5}
    drafts = [other.post(ROUNDS, value, expect=201).json["id"] for _ in range(4)]
    assert move(district, drafts[0], "open", expect=409).code == "award_year_taken"
    move(district, first["id"], "cancel")
    answers = together(*[lambda draft=draft: move(district, draft, "open", expect=(200, 409)) for draft in drafts])
    assert sorted(answer.status for answer in answers) == [200, 409, 409, 409]
    assert {answer.code for answer in answers if answer.status == 409} == {"award_year_taken"}
    twice = awards.document()
    twice["categories"][1]["title_zh"] = twice["categories"][0]["title_zh"]
    assert district.post(ROUNDS, awards.new_round(document=twice), expect=422).code == "award_document_misfit"


def test_two_who_nominate_the_same_do_it_once(world, other):
    """One nomination of a subject in a category and round; who withdrew may be nominated anew."""
    round_id, subject = opened(world)["id"], firms.firm(world)["id"]
    answers = together(*[lambda: name(other, round_id, "firm", subject, expect=(201, 409))] * 4)
    assert sorted(answer.status for answer in answers) == [201, 409, 409, 409]
    assert {answer.code for answer in answers if answer.status == 409} == {"award_already_nominated"}
    act(other, next(answer.json for answer in answers if answer.status == 201), "withdraw")
    name(other, round_id, "firm", subject)


# ---- who is barred ----

def test_h07_d13_who_has_grade_c_is_excluded_and_told_why(world, samples, district, other):
    """H07, D13: a firm of grade C, its estates of today and its people; also who is on the black list. The reasons are those that its eligibility gives."""
    round_id = opened(world)["id"]
    firm, estate = staff.managing(samples)
    person = awards.staff(world, firm["id"])
    fine = name(other, round_id, "firm", firm["id"]).json
    assert (fine["state"], fine["exclusion"]) == ("nominated", None)
    act(other, fine, "withdraw")
    bad(world, firm["id"])
    told = district.get(f"/v1/firms/{firm['id']}/eligibility", {"for": "award"}, expect=200).json
    assert told["eligible"] is False
    for category, subject in (("firm", firm["id"]), ("estate", estate["id"]), ("staff", person)):
        made = name(other, round_id, category, subject).json
        assert (made["state"], made["excluded_at_step"], made["firm_id"]) == ("excluded", "nomination", firm["id"])
        assert [one["code"] for one in made["exclusion"]] == [one["code"] for one in told["reasons"] if one["bars"]]
        assert "credit_award_ban" in [one["code"] for one in made["exclusion"]] and {one["subject"] for one in made["exclusion"]} == {"firm"}
        assert all(one["zh"] and one["en"] for one in made["exclusion"])
    listed = firms.firm(world)["id"]
    effects.entry(world, listed, "black", today(-3))
    made = name(other, round_id, "firm", listed).json
    assert [(one["code"], one["since"]) for one in made["exclusion"]] == [("credit_blacklisted", today(-3))]
    mine = estates.estate(samples)["id"]
    assert name(other, round_id, "estate", mine).json["state"] == "nominated", "an estate that no firm has"


def test_h07_who_is_barred_between_nomination_and_selection_is_excluded_then(world, district, other):
    round_id, firm = opened(world)["id"], firms.firm(world)["id"]
    made = name(other, round_id, "firm", firm).json
    bad(world, firm)
    in_selection(world, round_id)
    told = act(district, made, "select").json
    assert (told["state"], told["excluded_at_step"]) == ("excluded", "selection") and "credit_award_ban" in [one["code"] for one in told["exclusion"]]
    assert all(place["taken"] == 0 for place in district.get(f"{ROUNDS}/{round_id}").json["places"])
    assert act(district, made, "select", expect=409).code == "state_conflict"


def test_h07_who_is_barred_between_selection_and_grant_gets_no_honour(world, district, other):
    """H07: the others have theirs; a person who left is there no more, and a firm's grade bars its people too."""
    round_id = opened(world)["id"]
    left = awards.staff(world, firms.firm(world)["id"])
    gone = name(other, round_id, "staff", left).json
    good = name(other, round_id, "firm", firms.firm(world)["id"]).json
    in_selection(world, round_id)
    act(district, gone, "select"), act(district, good, "select")
    changed(world, round_id, nominations_from=today(), nominations_until=today(1))
    round_id, made = starred(world, district, other, round_id)
    bad(world, made["firm"]["firm"])
    world.cluster.query("update staff set left_on = %s where id = %s returning 1", (today(-1), left))
    in_publicity(world, round_id, -10)
    assert move(other, round_id, "grant").json["state"] == "granted"
    rows = {row["id"]: row for row in district.pages(NOMINATIONS, {"round_id": round_id})}
    assert {made[category]["id"]: (rows[made[category]["id"]]["state"], rows[made[category]["id"]]["excluded_at_step"]) for category in ("firm", "staff")} == {
        made[category]["id"]: ("excluded", "grant") for category in ("firm", "staff")}
    assert [one["code"] for one in rows[gone["id"]]["exclusion"]] == ["subject_gone"]
    assert rows[good["id"]]["state"] == rows[made["community"]["id"]]["state"] == "granted"
    assert {row["nomination_id"] for row in district.pages(HONOURS, {"round_id": round_id})} == {good["id"], made["community"]["id"]}
    assert {rows[one]["honour_id"] for one in (gone["id"], made["firm"]["id"])} == {None}
