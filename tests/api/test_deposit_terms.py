"""Terms of deposits (G14–G16, G22): data with a day from which they hold, drafted by one and published by another; what they may not lack or contradict."""
import pytest
from test_deposit_moves import together
from things.deposits import ACCOUNT, PERFORMANCE, document, hold, new_terms, published, terms
from things.estates import officer, today
from things.rulebooks import deputy

WHERE = "/v1/deposit-terms"


@pytest.fixture
def one(world):
    return officer(world, "near")


def publish(client, draft, day=None, expect=200, **members):
    return client.post(f"{WHERE}/{draft['id']}/publish", {"version": draft["version"], "effective_from": day, **members}, expect=expect)


def test_g16_the_plan_is_shipped_with_what_it_does_not_say(world, one):
    """G14, G15, G16: ten per cent on a special account, by quarterly, half-year and year-end assessment; no table of ratios, no weights, and switched off."""
    given = [each for each in one.pages(WHERE, {"state": "given"})]
    assert len(given) == 1 and given[0]["common"] is True and given[0]["taken"] is False
    found = given[0]["document"]
    assert (found["performance"]["rate"], found["performance"]["bands"], found["performance"]["assessments"], found["legal_basis"]) == ("0.10", [], [], None)
    assert {finding["code"] for finding in given[0]["findings"]} == {"basis_missing", "account_missing", "weights_missing", "bands_missing"} and given[0]["errors"] == 0
    assert "返还比例表" in given[0]["source"] and "推定（原文未写明）" in given[0]["source"]
    for role in ("street", "community", "company", "platform"):
        assert [each["id"] for each in world.role(role).pages(WHERE, {"state": "given"})] == [given[0]["id"]]
    # What is shipped is taken as it stands, but not switched on: then what it lacks is an error.
    off = terms(world, document=found)
    assert off["document"] == found and off["errors"] == 0
    assert terms(world, document={**found, "taken": True})["errors"] == 4
    for verb, value in (("publish", {"version": 1}), ("withdraw", {"reason": "不用"})):
        assert one.post(f"{WHERE}/{given[0]['id']}/{verb}", value).status == 404


BANDS = PERFORMANCE["bands"]


@pytest.mark.parametrize("changes,codes,errors", [
    ({}, [], 0),
    ({"legal_basis": None}, [("basis_missing", "/legal_basis")], 1), ({"legal_basis": ""}, [("basis_missing", "/legal_basis")], 1),
    ({"account": None}, [("account_missing", "/performance")], 1), ({"assessments": []}, [("weights_missing", "/performance/assessments")], 1),
    ({"bands": []}, [("bands_missing", "/performance/bands")], 1),
    ({"bands": BANDS[1:]}, [("band_gap", "/performance/bands/0/low")], 1), ({"bands": BANDS[:3]}, [("band_gap", "/performance/bands/2/high")], 1),
    ({"bands": [BANDS[0], *BANDS[2:]]}, [("band_gap", "/performance/bands/1/low")], 1), ({"bands": list(reversed(BANDS))}, [], 0),
    ({"bands": [BANDS[0], {**BANDS[1], "low": "59.99"}, *BANDS[2:]]}, [("band_overlap", "/performance/bands/1/low")], 1),
    ({"bands": [{**BANDS[0], "high": None}, *BANDS[1:]]}, [("band_overlap", "/performance/bands/1/low")], 1),
    ({"bands": [BANDS[0], {**BANDS[1], "high": "60"}, *BANDS[2:]]}, [("band_gap", "/performance/bands/2/low"), ("band_reversed", "/performance/bands/1")], 2),
    ({"bands": [{**BANDS[0], "ratio": "0.9"}, *BANDS[1:]]}, [("ratio_falls", "/performance/bands/1/ratio")], 0),
    ({"assessments": PERFORMANCE["assessments"][:2]}, [("weights_not_one", "/performance/assessments")], 1),
    ({"assessments": [PERFORMANCE["assessments"][0], {**PERFORMANCE["assessments"][0], "weight": "0.6"}]}, [("kind_twice", "/performance/assessments/1/kind")], 1),
    ({"taken": False, "legal_basis": None, "account": None}, [("account_missing", "/performance"), ("basis_missing", "/legal_basis")], 0)])
def test_g15_what_terms_may_not_lack_or_contradict(world, one, changes, codes, errors):
    draft = terms(world, by=deputy, document=document(**changes))
    assert sorted((finding["code"], finding["pointer"]) for finding in draft["findings"]) == codes and draft["errors"] == errors
    assert all(finding["zh"] and finding["en"] for finding in draft["findings"])
    if errors:
        assert publish(one, draft, today(900), 422).code == "deposit_terms_have_errors"


def test_terms_without_any_kind_take_nothing(world):
    draft = terms(world, document={"taken": True, "legal_basis": "区文件"})
    assert [finding["code"] for finding in draft["findings"]] == ["nothing_taken"] and draft["errors"] == 0


@pytest.mark.parametrize("changes", [{"rate": "0"}, {"rate": "1.1"}, {"rate": "0.00001"}, {"due_days": 0}, {"missing": "ignore"}, {"account": {**ACCOUNT, "number": "x"}},
                                     {"bands": [{"low": "0", "high": None, "ratio": "1.1"}]}, {"bands": [{"low": "101", "high": None, "ratio": "1"}]},
                                     {"assessments": [{"kind": "daily", "weight": "1", "expected": 1}]}, {"assessments": [{"kind": "annual", "weight": "1", "expected": 0}]}])
def test_a_document_of_another_form_is_refused(one, changes):
    assert one.post(WHERE, new_terms(document=document(**changes)), expect=422).code == "invalid_body"


def test_who_writes_does_not_publish_and_what_is_published_stays(world, one):
    draft = terms(world)
    assert publish(one, draft, today(800), 409).code == "separation_of_duties"
    changed = deputy(world).request("PATCH", f"{WHERE}/{draft['id']}", json_body={"title_zh": "另一标题"}, headers={"If-Match": '"1"'}, expect=200).json
    assert publish(deputy(world), changed, today(800), 409).code == "separation_of_duties"
    draft = terms(world, by=deputy)
    for code, status, value in (("deposit_terms_day_missing", 422, {}), ("takes_effect_in_the_past", 422, {"day": today(-1)}), ("deposit_terms_changed", 409, {"day": today(800), "version": 9})):
        assert publish(one, draft, expect=status, **value).code == code
    done = publish(one, draft, today(800)).json
    assert (done["state"], done["effective_from"], done["effective_to"], done["taken"]) == ("published", today(800), None, True) and done["published_at"]
    assert publish(one, done, today(801), 409).json["state"] == "published"
    answer = one.request("PATCH", f"{WHERE}/{done['id']}", json_body={"title_zh": "改"}, headers={"If-Match": f'"{done["version"]}"'}, expect=409)
    assert answer.code == "state_conflict"
    assert publish(one, terms(world, by=deputy), today(800), 409).code == "deposit_terms_day_taken"
    later = published(world, day=today(810))
    assert one.get(f"{WHERE}/{done['id']}").json["effective_to"] == today(810)
    assert [each["id"] for each in one.pages(WHERE, {"as_of": today(809)})] == [done["id"]]
    gone = one.post(f"{WHERE}/{later['id']}/withdraw", {"reason": "重新论证"}, expect=200).json
    assert (gone["state"], gone["withdrawn_reason"]) == ("withdrawn", "重新论证") and one.get(f"{WHERE}/{done['id']}").json["effective_to"] is None
    held = hold(world)
    assert one.post(f"{WHERE}/{held}/withdraw", {"reason": "x"}, expect=409).code == "state_conflict"


def test_two_who_publish_for_a_day_come_to_one(world, one):
    drafts = [terms(world, by=deputy) for _ in range(3)]
    answers = together(*(lambda draft=draft: publish(officer(world, "near"), draft, today(950), (200, 409)) for draft in drafts))
    assert sorted(answer.status for answer in answers) == [200, 409, 409]


def test_drafts_are_the_districts_own(world):
    draft = terms(world)
    for role in ("street", "community", "company", "platform"):
        assert world.role(role).get(f"{WHERE}/{draft['id']}", expect=404)
    assert world.role("district", 2).get(f"{WHERE}/{draft['id']}", expect=404)
