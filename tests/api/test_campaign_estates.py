"""What a campaign ends with: results that are accepted (F46), liaisons (A05), and the estates that lead the way (B16, B17)."""
import types

import pytest
from things.awards import together
from things.campaigns import DUTIES, WHERE, act, change, chosen, deliverable, drafted, move, opened, owed, plan, submission
from things.estates import estate, officer, today

STREETS = 15


@pytest.fixture
def one(world):
    """An officer of the district."""
    return officer(world, "near")


def findings(campaign):
    return sorted({each["code"] for each in campaign["findings"]})


# ---- results, and the end ----

def test_f46_each_streets_result_is_accepted_before_the_campaign_closes(world, one):
    """F46: with what was looked at; closed before that only with a reason."""
    found = opened(world, deliverable(kind="result", checklist=["台账逐一销号"]))
    first, *others = one.pages(DUTIES, {"campaign_id": found["id"]}, limit=200)
    mine = owed(world, found, "street")
    act(world.role("street"), mine, "submit", submission())
    assert act(one, mine, "accept", {"note": "合格"}, 422).code == "campaign_checklist_missing"
    assert act(one, mine, "return", {"reason": "不合格"}, 422).code == "campaign_checklist_missing"
    assert act(one, mine, "accept", {"checklist": "台账逐一销号；自检报告齐全"}).json["submissions"][0]["checklist"].startswith("台账")
    assert move(one, found, "close", {}, 409).code == "campaign_results_open"
    # By hand: the other streets' results.
    world.cluster.query("update campaign_duties set state = 'accepted', delivered_at = now(), on_time = true, submissions = 1 where campaign_id = %s and state <> 'accepted' returning 1", (found["id"],))
    assert len(others) == STREETS - 1 and first["kind"] == "result"
    assert move(one, found, "close", {}).json["state"] == "closed"
    rest = opened(world, deliverable(kind="result"))
    closed = move(one, rest, "close", {"reason": "转入下年度行动验收"}).json
    assert (closed["state"], closed["end_reason"]) == ("closed", "转入下年度行动验收")
    assert {each["state"] for each in one.pages(DUTIES, {"campaign_id": rest["id"]})} == {"missed"}


# ---- liaisons ----

def test_a05_a_campaign_says_which_streets_have_no_liaison(world, one):
    """A05: one active liaison per street and campaign; they are appointed by the campaign's code."""
    found = opened(world)
    mine = owed(world, found, "street")["street_code"]
    assert len(found["streets_without_liaison"]) == STREETS and "liaison_missing" in findings(found)
    one.post("/v1/liaisons", {"campaign": found["code"], "street_code": mine, "name": "联络员甲"}, expect=201)
    now = world.role("platform").get(f"{WHERE}/{found['id']}").json
    assert set(found["streets_without_liaison"]) - set(now["streets_without_liaison"]) == {mine}
    assert one.post("/v1/liaisons", {"campaign": found["code"], "street_code": mine, "name": "联络员乙"}, expect=409).code == "liaison_exists"
    later = drafted(world, plan=plan(liaison_due=today(3)))
    assert later["liaison_due"] == today(3) and "liaison_missing" not in findings(later), "not before its day"


# ---- estates that lead the way ----

def test_b17_there_are_no_more_pilots_than_the_plan_allows(world, one):
    """B17: 2 to 3; the fourth is refused, one that ended makes room, fewer than two are found. The numbers are the plan's."""
    found = opened(world)
    assert [(each["kind"], each["minimum"], each["maximum"], each["count"]) for each in found["estates"]] == [("pilot", 2, 3, 0), ("demonstration", 2, None, 0)]
    first, *_ = [chosen(world, found) for _ in range(3)]
    assert chosen(world, found, expect=409)["code"] == "campaign_estates_full"
    assert one.post(f"{WHERE}/{found['id']}/estates", {"estate_id": first["estate"]["id"], "kind": "pilot"}, expect=409).code == "campaign_estate_chosen"
    assert one.post(f"{WHERE}/{found['id']}/estates", {"estate_id": found["id"], "kind": "pilot"}, expect=422).code == "estate_unknown"
    ended = one.post(f"/v1/campaign-estates/{first['id']}/end", {"reason": "整体改造"}, expect=200).json
    assert ended["end_reason"] == "整体改造" and ended["ended_at"] and one.post(f"/v1/campaign-estates/{first['id']}/end", {"reason": "又一次"}, expect=409).json["state"] == "ended"
    again_in = one.post(f"{WHERE}/{found['id']}/estates", {"estate_id": first["estate"]["id"], "kind": "pilot"}, expect=201).json
    assert again_in["id"] != first["id"]
    assert len(one.pages(f"{WHERE}/{found['id']}/estates", {"kind": "pilot", "active": "true"})) == 3 and len(one.pages(f"{WHERE}/{found['id']}/estates")) == 4
    far = chosen(world, found, "demonstration", "far")
    assert far["id"] not in [each["id"] for each in world.role("street").pages(f"{WHERE}/{found['id']}/estates")]
    assert far["id"] in [each["id"] for each in world.role("platform").pages(f"{WHERE}/{found['id']}/estates")]
    change(one, found, plan={"estates": [{"kind": "pilot", "maximum": 4}]})
    chosen(world, found)
    assert chosen(world, found, "demonstration", expect=422)["code"] == "campaign_estates_unplanned"
    assert findings(change(one, found, plan={"estates": [{"kind": "pilot", "minimum": 2, "maximum": 3}]})) == ["liaison_missing", "too_many"]
    move(one, found, "close", {})
    assert chosen(world, found, expect=409)["state"] == "closed"
    assert one.post(f"/v1/campaign-estates/{far['id']}/end", {"reason": "迟"}, expect=409).json["state"] == "closed", "what it ended with stays"


def test_b17_ten_at_once_find_three_places(world, one):
    found = opened(world)
    estates = [estate(types.SimpleNamespace(world=world))["id"] for _ in range(10)]
    answers = together(*(lambda each=each: one.post(f"{WHERE}/{found['id']}/estates", {"estate_id": each, "kind": "pilot"}) for each in estates))
    assert sorted(answer.status for answer in answers) == [201] * 3 + [409] * 7
    assert {answer.code for answer in answers if answer.status == 409} == {"campaign_estates_full"}
    assert one.get(f"{WHERE}/{found['id']}").json["estates"][0]["count"] == 3


def test_b16_too_few_demonstration_estates_are_found_and_kept_at_the_end(world, one):
    """B16: at least two; a campaign closes without them, and what it lacked stays with it."""
    found = opened(world)
    chosen(world, found, "demonstration")
    lacking = next(each for each in one.get(f"{WHERE}/{found['id']}").json["findings"] if each["pointer"] == "/estates/1")
    assert lacking["code"] == "too_few" and lacking["zh"] == "试点示范小区数量不足：demonstration 1/2"
    closed = move(one, found, "close", {}).json
    assert [each["pointer"] for each in closed["closed_with"] if each["code"] == "too_few"] == ["/estates/0", "/estates/1"]
    full = opened(world, plan=plan(estates=[{"kind": "demonstration", "minimum": 2}]))
    for _ in range(2):
        chosen(world, full, "demonstration")
    assert "too_few" not in [each["code"] for each in move(one, full, "close", {}).json["closed_with"]]
