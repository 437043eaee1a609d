"""Expert panels on estates whose service is disputed (F47): who sits on them, what each says of three aspects, what they conclude, and what comes of it."""
import decimal
import fractions
import itertools
import threading

import pytest
from things import complaint_steps, draws, issues
from things.assessments import SINCE, served
from things.estates import estate, today
from things.expert_panels import ASPECTS, UNTIL, act, convened, experts, hand, new_opinion, new_panel, opine, opine_all, panel
from things.rulebooks import item, published_rulebook


def convene(samples, expect=201, **members):
    return samples.world.role("district").post("/v1/expert-panels", new_panel(samples, **members), expect=expect)


def at_once(calls):
    answers = []
    threads = [threading.Thread(target=lambda call=call: answers.append(call())) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_a_panel_goes_its_whole_way(world, samples):
    """F47: experts assess the standard, the quality and the contract of a disputed estate; what they conclude is a ground for whoever decides."""
    one = convened(samples)
    assert (one["state"], one["opinions"], one["opinions_wanted"], one["aspects"], one["score"]) == ("convened", 0, 9, [], None)
    assert len(one["members"]) == 3 and one["members"][0]["chair"] and one["firm"]["name"] and one["contract_id"]
    district = hand(world)
    assert act(district, one, "opinions", new_opinion(one), 409).code == "state_conflict"
    heard = act(district, one, "hear", {"minutes": "听取双方陈述"}).json
    assert (heard["state"], heard["heard_on"], heard["minutes"]) == ("heard", today(), "听取双方陈述")
    assert act(district, one, "conclude", {"conclusion": "未定"}, 409).code == "expert_opinions_missing"
    opine_all(district, one)
    concluded = act(district, one, "conclude", {"conclusion": "保洁频次未达到合同约定"}).json
    # (80 + 70.5 + 60.25) / 3 = 70.25
    assert concluded["aspects"] == [{"aspect": aspect, "score": "70.25", "majority": "partly_met"} for aspect in ASPECTS] and concluded["score"] == "70.25"
    adopted = act(world.role("district"), one, "adopt").json
    assert adopted["state"] == "adopted" and adopted["adopted_at"]
    made = world.role("street").get(f"/v1/evaluations/{adopted['evaluation_id']}").json
    assert (made["kind"], made["assessor"], made["assessor_name"], made["state"], made["score"], made["score_max"]) == ("expert", "third_party", "服务质量专家评定小组", "confirmed", "70.25", "100.00")
    assert (made["firm"]["id"], made["estate"]["id"], made["period_from"], made["period_to"], made["note"]) == (one["firm"]["id"], one["estate"]["id"], SINCE, UNTIL, "保洁频次未达到合同约定")


def test_who_may_sit_on_a_panel(world, samples):
    """F47: experts of the register, as many as the rules say, an odd number, none who has to keep away."""
    place = served(samples)
    street = draws.inspector(world)["id"]
    three = experts(samples)
    for members, code in (({"member_ids": three[:2]}, "expert_panel_size"), ({"member_ids": three + experts(samples, number=1)}, "expert_panel_size"), ({"member_ids": three[:1]}, "expert_panel_size"),
                          ({"member_ids": [*three[:2], street]}, "expert_unknown"), ({"member_ids": [*three[:2], "01970000-0000-7000-8000-00000000dead"]}, "expert_unknown"),
                          ({"member_ids": three, "chair_id": street}, "expert_chair_unfit")):
        assert convene(samples, 422, estate_id=place["estate_id"], **members).code == code
    for subject in ({"firm_id": place["firm_id"]}, {"estate_id": place["estate_id"]}, {"community_code": world.register.account("community.huanxi@150202")["community_code"]}):
        barred = experts(samples)
        draws.conflict(world, {"id": barred[1]}, **subject)
        assert convene(samples, 409, estate_id=place["estate_id"], member_ids=barred).code == "expert_conflicted"
    gone = experts(samples)
    world.cluster.query("update inspectors set valid_from = '2025-01-01', valid_to = %s, ended_reason = '退出' where id = %s returning 1", (today(), gone[2]))
    assert convene(samples, 422, estate_id=place["estate_id"], member_ids=gone).code == "expert_unknown"


def test_how_many_sit_on_a_panel_is_data(world, samples):
    """F47: neither number stands in the document; a district sets its own."""
    try:
        for name, value, unit in (("expert_panel_members", 2, "people"), ("expert_panel_odd", 0, None)):
            world.cluster.query("insert into district_rules (district_code, domain, name, value, unit, basis, effective_from) values ('150202', 'duty', %s, %s, %s, '区办法', '2021-01-01') returning 1",
                                (name, value, unit))
        made = convene(samples, member_ids=experts(samples, number=2)).json
        assert len(made["members"]) == 2 and made["opinions_wanted"] == 6
    finally:
        world.cluster.query("with gone as (delete from district_rules where district_code = '150202' and name like 'expert_panel%%' returning 1) select count(*) from gone", ())
    shown = {row["name"]: row["basis"] for row in world.cluster.query("select name, basis from district_rules where district_code = '*' and name like 'expert_panel%%'", ())}
    assert set(shown) == {"expert_panel_members", "expert_panel_odd"} and all(basis.startswith("推定") for basis in shown.values())


def test_what_a_panel_is_about_fits(world, samples):
    place = served(samples)["estate_id"]
    assert convene(samples, 422, estate_id="01970000-0000-7000-8000-00000000dead").code == "estate_unknown"
    assert convene(samples, 422, estate_id=estate(samples)["id"]).code == "expert_panel_period_unfit", "no firm serves it"
    for days, code in (({"period_from": UNTIL, "period_to": SINCE}, "expert_panel_period_unfit"), ({"period_from": "2026-03-09"}, "expert_panel_period_unfit"),
                       ({"period_to": today(1)}, "day_in_the_future")):
        assert convene(samples, 422, estate_id=place, **days).code == code
    elsewhere = {"complaint_ids": [complaint_steps.complaint(samples, "received")]}, {"issue_ids": [issues.issue(samples)["id"]]}
    for grounds in elsewhere:
        assert convene(samples, 422, estate_id=place, **grounds).code == "expert_panel_ground_unknown"
    issue = issues.issue(samples, estate_id=place)["id"]
    assert convene(samples, estate_id=place, issue_ids=[issue]).json["issue_ids"] == [issue]
    assert convene(samples, 409, estate_id=place).code == "expert_panel_open"


def test_a_panel_changes_until_it_has_heard(world, samples):
    one, district = convened(samples), world.role("district")
    new = experts(samples)
    changed = district.request("PATCH", f"/v1/expert-panels/{one['id']}", json_body={"member_ids": new, "chair_id": new[1], "disputed_by": "committee"}, headers={"If-Match": '"1"'}, expect=200).json
    assert {each["inspector_id"] for each in changed["members"]} == set(new) and changed["members"][0]["inspector_id"] == new[1]
    assert (changed["disputed_by"], changed["reason"], changed["version"]) == ("committee", one["reason"], 2)

    def change(value, version, expect):
        return district.request("PATCH", f"/v1/expert-panels/{one['id']}", json_body=value, headers={"If-Match": f'"{version}"'}, expect=expect)
    assert change({"reason": "另"}, 1, 412).code == "precondition_failed"
    assert change({"member_ids": experts(samples)}, 2, 422).code == "expert_chair_unfit"
    assert change({"member_ids": new[:2]}, 2, 422).code == "expert_panel_size"
    assert change({"member_ids": [*new[:2], draws.inspector(world)["id"]]}, 2, 422).code == "expert_unknown"
    assert change({"issue_ids": [issues.issue(samples)["id"]]}, 2, 422).code == "expert_panel_ground_unknown"
    barred = experts(samples, number=1)
    draws.conflict(world, {"id": barred[0]}, estate_id=one["estate"]["id"])
    assert change({"member_ids": [*new[:2], *barred]}, 2, 409).code == "expert_conflicted"
    act(district, one, "hear", {})
    assert change({"reason": "另"}, 3, 409).code == "state_conflict"


def test_nobody_hears_who_has_come_to_keep_away(world, samples):
    """A conflict that the register learned of after the panel was convened, or after it heard."""
    district = world.role("district")
    first, second = (convened(samples, member_ids=experts(samples)) for _ in range(2))
    for wrong, code in (({"heard_on": today(1)}, "day_in_the_future"), ({"heard_on": "2026-09-29"}, "expert_panel_heard_before")):
        assert act(district, first, "hear", wrong, 422).code == code
    draws.conflict(world, {"id": first["members"][1]["inspector_id"]}, estate_id=first["estate"]["id"])
    assert act(district, first, "hear", {}, 409).code == "expert_conflicted"
    act(district, second, "hear", {})
    opine_all(district, second)
    draws.conflict(world, {"id": second["members"][2]["inspector_id"]}, firm_id=second["firm"]["id"])
    assert act(district, second, "conclude", {"conclusion": "达标"}, 409).code == "expert_conflicted"
    assert act(district, second, "dissolve", {"reason": "成员回避"}).json["state"] == "dissolved"


def test_the_register_says_who_no_longer_fits_when_it_hears(world, samples):
    district = world.role("district")
    one = convened(samples, member_ids=experts(samples))
    left = one["members"][2]["inspector_id"]
    world.cluster.query("update inspectors set valid_from = '2025-01-01', valid_to = %s, ended_reason = '退出' where id = %s returning 1", (today(), left))
    assert act(district, one, "hear", {}, 422).code == "expert_unknown"


def test_an_opinion_is_corrected_and_every_version_kept(world, samples):
    """F47: one of a member and an aspect; what corrects it names it."""
    one, district = panel(samples, "heard"), world.role("district")
    first = opine(district, one, said="电话13912345678的业主说每日一次").json
    assert (first["number"], first["current"], first["name"]) == (1, True, one["members"][0]["name"]) and "13912345678" not in first["said"]
    for corrects in ({}, {"corrects": 2}):
        assert opine(district, one, 409, **corrects).code == "expert_opinion_exists"
    assert opine(district, one, 409, seat=1, corrects=1).code == "expert_opinion_exists"
    second = opine(district, one, corrects=1, score="100").json
    assert (second["number"], second["score"]) == (2, "100.00")
    assert opine(district, one, 422, inspector_id=experts(samples, number=1)[0]).code == "expert_not_of_panel"
    shown = district.pages(f"/v1/expert-panels/{one['id']}/opinions")
    assert [(each["number"], each["current"], each["score"]) for each in shown] == [(2, True, "100.00"), (1, False, "72.50")]
    assert [each["id"] for each in district.pages(f"/v1/expert-panels/{one['id']}/opinions", {"current": "true", "aspect": "service_quality"})] == [second["id"]]
    assert district.pages(f"/v1/expert-panels/{one['id']}/opinions", {"inspector_id": one["members"][1]["inspector_id"]}) == []
    assert district.get(f"/v1/expert-panels/{one['id']}").json["opinions"] == 1


@pytest.mark.parametrize("wrong", ["100.01", "101", "-1", "70.555", "070"])
def test_a_score_is_of_a_hundred(world, samples, wrong):
    one = convened(samples)
    assert act(world.role("district"), one, "opinions", new_opinion(one, score=wrong), 422)


def test_means_are_exact_and_rounded_half_up(world, samples):
    """F47: 0.005 is rounded up, thirds are not added up rounded; a view is the majority's where more than half hold it."""
    one, district = panel(samples, "heard"), world.role("district")
    scores = {"service_standard": ("50.01", "50", "50"), "service_quality": ("66.67", "66.67", "66.68"), "contract_performance": ("0", "0.01", "100")}
    views = {"service_standard": ("met", "partly_met", "not_met"), "service_quality": ("not_met", "not_met", "met"), "contract_performance": ("met", "met", "met")}
    for aspect, seat in itertools.product(ASPECTS, range(3)):
        opine(district, one, seat=seat, aspect=aspect, score=scores[aspect][seat], view=views[aspect][seat])

    def mean(values):
        exact = sum(map(fractions.Fraction, values)) / len(values)
        return str(decimal.Decimal(int(exact * 100 + fractions.Fraction(1, 2))).scaleb(-2))
    shown = act(district, one, "conclude", {"conclusion": "基本达标"}).json
    assert shown["aspects"] == [{"aspect": aspect, "score": mean(scores[aspect]), "majority": majority} for aspect, majority in zip(ASPECTS, (None, "not_met", "met"))]
    assert shown["score"] == mean([score for aspect in ASPECTS for score in scores[aspect]])
    halves = [row["mean"] for row in world.cluster.query("select expert_mean(s, n)::text as mean from (values (0.01, 2), (1.01, 2), (300, 3), (299.99, 3), (0, 9)) v (s, n)", ())]
    assert halves == ["0.01", "0.51", "100.00", "100.00", "0.00"]


def test_who_concludes_or_enters_does_not_adopt(world, samples, other):
    one, district = panel(samples, "heard"), world.role("district")
    opine_all(hand(world), one)
    opine(other, one, corrects=1, score="71")
    act(district, one, "conclude", {"conclusion": "基本达标"})
    for who in (district, hand(world), other):
        assert act(who, one, "adopt", expect=409).code == "separation_of_duties"
    assert act(district, one, "opinions", new_opinion(one, corrects=2), 409).code == "state_conflict", "nothing is corrected once it concluded"


def test_a_panel_is_adopted_once(world, samples):
    """Of several who adopt at once, and again, one makes an evaluation."""
    one = panel(samples, "concluded")
    answers = at_once([lambda: act(world.role("district"), one, "adopt", expect=None)] * 4)
    assert sorted(answer.status for answer in answers) == [200, 409, 409, 409]
    assert act(world.role("district"), one, "adopt", expect=409).code == "state_conflict"
    assert len(world.cluster.query("select 1 from evaluations where estate_id = %s", (one["estate"]["id"],))) == 1
    again = panel(samples, "concluded", estate_id=one["estate"]["id"])
    assert act(world.role("district"), again, "adopt", expect=409).code == "evaluation_exists", "withdraw what stands first"
    made = world.role("district").get(f"/v1/expert-panels/{one['id']}").json["evaluation_id"]
    world.role("district").post(f"/v1/evaluations/{made}/withdraw", {"reason": "另行评定"}, expect=200)
    assert act(world.role("district"), again, "adopt").json["state"] == "adopted"


def test_two_who_enter_or_convene_at_once_are_ordered(world, samples):
    one, district = panel(samples, "heard"), world.role("district")
    answers = at_once([lambda: opine(district, one, None)] * 3)
    assert sorted(answer.status for answer in answers) == [201, 409, 409]
    value = new_panel(samples)
    assert sorted(answer.status for answer in at_once([lambda: district.post("/v1/expert-panels", value)] * 3)) == [201, 409, 409]


def test_from_each_state_only_its_steps_are_taken(world, samples):
    allowed = {"convened": {"hear", "dissolve"}, "heard": {"dissolve"}, "concluded": {"adopt", "dissolve"}, "adopted": set(), "dissolved": set()}
    bodies = {"hear": {}, "conclude": {"conclusion": "达标"}, "adopt": None, "dissolve": {"reason": "和解"}}
    for state, verbs in allowed.items():
        one = panel(samples, state)
        for verb in sorted(set(bodies) - verbs - ({"conclude"} if state == "heard" else set())):
            refused = act(world.role("district"), one, verb, bodies[verb], 409)
            assert refused.code == "state_conflict", (state, verb)


def test_a_firm_reads_what_came_of_it_and_never_who_said_what(world, samples):
    """F47: the firm and the platform read results; nobody's name, nor who disputed and why; other firms and the public nothing."""
    place = served(samples, "one")["estate_id"]
    complaint = issues.issue(samples, estate_id=place)["id"]
    one = panel(samples, "heard", "one", estate_id=place, issue_ids=[complaint])
    firm, platform, district = world.role("company"), world.role("platform"), hand(world)
    opine_all(district, one)
    assert act(district, one, "conclude", {"conclusion": f"{one['members'][1]['name']}认为不达标"}, 422).code == "expert_named"
    act(district, one, "conclude", {"conclusion": "业主13912345678反映属实"})
    for reader in (firm, platform):
        assert reader.get(f"/v1/expert-panels/{one['id']}", expect=404)
    act(world.role("district"), one, "adopt")
    hidden = ("disputed_by", "reason", "members", "complaint_ids", "issue_ids", "minutes", "opinions", "opinions_wanted", "dissolved_reason")
    for reader in (firm, platform):
        shown = reader.get(f"/v1/expert-panels/{one['id']}").json
        assert {shown[name] for name in hidden} == {None} and shown["score"] == "70.25" and len(shown["aspects"]) == 3
        listed = reader.get("/v1/expert-panels", {"estate_id": place})
        assert [each["id"] for each in listed.json["items"]] == [one["id"]]
        for text in (str(shown), listed.text if hasattr(listed, "text") else str(listed.json)):
            assert complaint not in text and "13912345678" not in text and not any(each["name"] in text or each["inspector_id"] in text for each in one["members"])
        assert reader.get(f"/v1/expert-panels/{one['id']}/opinions", expect=403)
    assert world.role("company", 1).get(f"/v1/expert-panels/{one['id']}", expect=404)
    assert world.role("street").get(f"/v1/expert-panels/{one['id']}").json["members"] == one["members"]
    assert world.role("street", 1).get(f"/v1/expert-panels/{one['id']}", expect=404)
    assert world.role("community", 1).get(f"/v1/expert-panels/{one['id']}/opinions", expect=404)
    assert len(world.role("community").pages(f"/v1/expert-panels/{one['id']}/opinions")) == 9


def test_lists_are_filtered(world, samples):
    one = panel(samples, "dissolved")
    district = world.role("district")
    for query, found in (({"estate_id": one["estate"]["id"]}, True), ({"estate_id": one["estate"]["id"], "state": "convened"}, False), ({"estate_id": one["estate"]["id"], "state": "dissolved"}, True),
                         ({"estate_id": one["estate"]["id"], "firm_id": one["firm"]["id"], "street_code": one["street_code"]}, True)):
        assert [each["id"] for each in district.pages("/v1/expert-panels", query)] == ([one["id"]] if found else [])


def test_what_experts_found_feeds_the_credit_of_the_firm(world, samples):
    """F47, D03: an item that the rulebook raises by `evaluation_expert` gets a record proposed, for somebody else to confirm."""
    published_rulebook(world, items=[item("experts", "good", "measured", subject="project", low="0", high="100", raised_by=["evaluation_expert"])], groups=[], since="2025-01-01")
    one = panel(samples, "adopted")
    made = world.role("district").get(f"/v1/evaluations/{one['evaluation_id']}").json
    record = world.role("district").get(f"/v1/credit-records/{made['credit_record_id']}").json
    assert (record["state"], record["measure"], record["source"], record["source_id"], record["subject"]["id"]) == ("proposed", "70.2500", "evaluation", made["id"], one["estate"]["id"])
    assert world.role("district").post(f"/v1/credit-records/{record['id']}/confirm", {}, expect=409).code == "separation_of_duties"
