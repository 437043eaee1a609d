"""A firm asks, the district decides: what is accepted changes the register with its past kept; nobody decides on what they asked for."""
import datetime

import psycopg2
import pytest
from harness.register import ACCOUNTS
from test_firms import at_once, change
from things.estates import estate, mode
from things.firms import firm, uscc
from things.proposals import against, asked, of_estate

TODAY = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date()
DAY = datetime.timedelta(1)


@pytest.fixture
def mine(world):
    """The firm of company.one as it is, put back afterwards: others know it by name."""
    identity = str(world.register.account("company.one@150202")["firm_id"])
    before = world.role("district").get(f"/v1/firms/{identity}").json
    yield before
    now = world.role("district").get(f"/v1/firms/{identity}").json
    members = {name: before[name] for name in ("name", "uscc", "locality", "registered_division", "party_org", "party_org_since", "status", "service_hotline")}
    change(world.role("district"), now, **members)


def decide(world, proposal, verb, expect=200, role="district"):
    return world.role(role).post(f"/v1/proposals/{proposal['id']}/{verb}", {"reason": "已核对营业执照"}, expect=expect)


def test_what_a_firm_asks_for_becomes_so_when_it_is_accepted(world, mine):
    """Roles: company U own, reviewed. Version and past move as with any change."""
    proposal = asked(world, name="更名之后物业服务有限公司", party_org=True, party_org_since="2022-07-01").json
    assert (proposal["state"], proposal["base"]["name"], proposal["decided_at"]) == ("proposed", mine["name"], None)
    route = f"/v1/firms/{mine['id']}"
    assert world.role("district").get(route).json == mine, "asking changes nothing"
    decided = decide(world, proposal, "accept").json
    officer = str(world.register.account("district.officer@150202")["id"])
    assert (decided["state"], decided["decided_by"], decided["decision_reason"]) == ("accepted", officer, "已核对营业执照")
    now = world.role("company").get(route).json
    assert (now["name"], now["party_org_since"], now["version"]) == ("更名之后物业服务有限公司", "2022-07-01", mine["version"] + 1)
    assert (now["locality"], now["service_hotline"]) == (mine["locality"], mine["service_hotline"])
    assert world.role("district").get(route, {"as_of": str(TODAY - DAY)}).json["name"] != now["name"], "yesterday stays"
    kept = world.cluster.query("select name from firms_past where id = %s and version = %s", (mine["id"], mine["version"]))
    assert [row["name"] for row in kept] == [mine["name"]]


def test_what_was_changed_meanwhile_is_not_overwritten(world, mine):
    """A conflict is of the members asked for, not of anything else about the firm."""
    proposal = asked(world, name="申请之名").json
    company = world.role("company")
    touched = change(company, mine, contact_phone="0472-1112222").json
    other = asked(world, locality="out_of_district" if mine["locality"] == "in_district" else "in_district").json
    change(world.role("district"), touched, name="区里先改之名")
    assert decide(world, proposal, "accept", expect=409).code == "target_changed"
    assert world.role("district").get(f"/v1/proposals/{proposal['id']}").json["state"] == "proposed"
    assert decide(world, other, "accept").json["state"] == "accepted"
    assert decide(world, proposal, "reject").json["state"] == "rejected"
    assert world.role("district").get(f"/v1/firms/{mine['id']}").json["name"] == "区里先改之名"


def test_who_asks_does_not_decide(world):
    """Separation of duties, in the statement and in the table."""
    proposal = asked(world).json
    officer = world.register.account("district.officer@150202")
    world.cluster.query("update change_proposals set proposed_by = %s where id = %s", (officer["id"], proposal["id"]))
    for verb in ("accept", "reject"):
        assert decide(world, proposal, verb, expect=409).code == "separation_of_duties"
    with pytest.raises(psycopg2.errors.CheckViolation, match="change_proposals_two_persons"):
        world.cluster.query("update change_proposals set state = 'accepted', decided_by = proposed_by, decided_at = now() where id = %s", (proposal["id"],))


def test_a_proposal_is_decided_once(world, mine):
    accepted, rejected, withdrawn = (asked(world).json for _ in range(3))
    decide(world, rejected, "reject")
    decide(world, withdrawn, "withdraw", role="company")
    decide(world, accepted, "accept")
    for proposal, state in ((accepted, "accepted"), (rejected, "rejected"), (withdrawn, "withdrawn")):
        for verb, role in (("accept", "district"), ("reject", "district"), ("withdraw", "company")):
            answer = decide(world, proposal, verb, expect=409, role=role)
            assert (answer.code, answer.json["state"]) == ("state_conflict", state)


def test_accepted_twice_at_once_it_changes_the_firm_once(world, mine):
    proposal = asked(world).json
    answers = at_once(*[lambda: decide(world, proposal, "accept", expect=(200, 409)) for _ in range(6)])
    assert sorted(answer.status for answer in answers) == [200] + [409] * 5
    assert world.role("district").get(f"/v1/firms/{mine['id']}").json["version"] == mine["version"] + 1


def test_two_proposals_for_one_member_accepted_at_once_change_it_once(world, mine):
    one, two = asked(world).json, asked(world).json
    answers = at_once(*[lambda proposal=proposal: decide(world, proposal, "accept", expect=(200, 409)) for proposal in (one, two)])
    assert sorted(answer.status for answer in answers) == [200, 409]
    assert [answer.code for answer in answers if answer.status == 409] == ["target_changed"]


def test_a_proposal_asks_for_something_that_can_be(world, mine):
    """A02: the credit code keeps its check; the party organisation its date."""
    route = f"/v1/firms/{mine['id']}/proposals"
    company = world.role("company")
    assert company.post(route, {"patch": {}, "reason": "空"}, expect=422).code == "proposal_empty"
    assert asked(world, expect=422, name=mine["name"]).code == "proposal_empty"
    assert asked(world, expect=422, uscc=uscc(world, wrong=True)).code == "uscc_check_failed"
    assert asked(world, expect=422, uscc="I" * 18).code == "uscc_malformed"
    assert company.post(route, {"patch": {"market_access": "normal"}, "reason": "自请恢复"}, expect=422).pointers == ["/patch/market_access"]
    taken = world.cluster.query("select uscc from firms where district_code = '150202' and id <> %s order by uscc limit 1", (mine["id"],))[0]["uscc"]
    for patch, code in (({"uscc": taken}, "firm_uscc_taken"), ({"registered_division": "999999"}, "division_unknown"),
                        ({"party_org": False, "party_org_since": "2020-01-01"}, "party_org_since_misplaced")):
        proposal = asked(world, **patch).json
        assert decide(world, proposal, "accept", expect=(409, 422)).code == code
        assert decide(world, proposal, "reject").json["state"] == "rejected"


def test_a_firm_that_comes_back_into_business_has_a_hotline(world, mine):
    """E02, on the way of a proposal too."""
    change(world.role("district"), mine, status="suspended", service_hotline=None)
    proposal = asked(world, status="active").json
    assert decide(world, proposal, "accept", expect=422).code == "service_hotline_required"


def test_a_code_that_is_proposed_and_accepted_replaces_the_old_one(world, mine):
    code = uscc(world)
    decide(world, asked(world, uscc=code).json, "accept")
    assert world.role("company").get(f"/v1/firms/{mine['id']}").json["uscc"] == code


def test_each_side_sees_its_own_proposals(world):
    ours, theirs, abroad = (asked(world, account).json["id"] for account in ACCOUNTS["company"])
    seen = {item["id"] for item in world.role("company").pages("/v1/proposals")}
    assert ours in seen and not {theirs, abroad} & seen
    all_of_them = {item["id"] for item in world.role("district").pages("/v1/proposals", {"state": "proposed", "target_kind": "firm"})}
    assert {ours, theirs} <= all_of_them and abroad not in all_of_them
    target = str(world.register.account(ACCOUNTS["company"][1])["firm_id"])
    assert {item["target_id"] for item in world.role("district").pages("/v1/proposals", {"target_id": target, "sort": "proposed_at"})} == {target}


# ---- market access ----

def test_a_street_asks_for_a_suspension_and_the_district_decides(world):
    """C06, C08: what bars a firm from bidding is asked for by one and decided by another."""
    made = firm(world)
    proposal = against(world, firm=made, valid_to=str(TODAY + 30 * DAY)).json
    street = world.register.account("street.heping@150202")["street_code"]
    assert (proposal["street_code"], proposal["community_code"], proposal["firm_id"]) == (street, None, None)
    assert (proposal["patch"], proposal["base"]) == ({"state": "suspended", "valid_from": str(TODAY), "valid_to": str(TODAY + 30 * DAY)}, {"state": "normal"})
    assert world.role("district").get(f"/v1/firms/{made['id']}").json["market_access"] == "normal"
    decide(world, proposal, "accept")
    decisions = world.role("street").get(f"/v1/firms/{made['id']}/market-access").json["items"]
    assert [(item["state"], item["reason"], item["valid_from"], item["valid_to"]) for item in decisions] == [
        ("suspended", "多次整改不力", str(TODAY), str(TODAY + 30 * DAY))]
    assert world.role("district").get(f"/v1/firms/{made['id']}").json["market_access"] == "suspended"


def test_a_community_asks_and_its_street_sees_it(world):
    proposal = against(world, "community.huanxi@150202").json
    community = world.register.account("community.huanxi@150202")
    assert (proposal["street_code"], proposal["community_code"]) == (community["street_code"] or community["community_code"][:9], community["community_code"])
    route = f"/v1/proposals/{proposal['id']}"
    for account, status in (("street.heping@150202", 200), ("street.nanmenwai@150202", 404), ("community.luwang@150202", 404), ("company.one@150202", 404)):
        world.caller(account).get(route, expect=status)
    world.caller("street.heping@150202").post(f"{route}/withdraw", {"reason": "并非本级所提"}, expect=404)
    decide(world, proposal, "withdraw", role="community")


def test_the_firm_does_not_see_what_is_asked_about_it(world):
    own = {"id": str(world.register.account("company.one@150202")["firm_id"])}
    proposal = against(world, firm=own).json
    assert proposal["id"] not in {item["id"] for item in world.role("company").pages("/v1/proposals")}
    decide(world, proposal, "reject")


def test_a_suspension_asked_for_before_another_state_is_not_accepted(world):
    made = firm(world)
    proposal = against(world, firm=made).json
    world.role("district").post(f"/v1/firms/{made['id']}/market-access", {"state": "exited", "reason": "清出"}, expect=201)
    assert decide(world, proposal, "accept", expect=409).code == "target_changed"
    refused = against(world, firm=made, expect=409)
    assert (refused.code, refused.json["state"]) == ("state_conflict", "exited")
    assert against(world, expect=422, valid_from=str(TODAY - DAY)).code == "takes_effect_in_the_past"
    assert against(world, expect=422, valid_to=str(TODAY)).code == "period_reversed"


def test_a_proposal_that_waited_too_long_begins_when_it_is_accepted(world):
    """No decision is dated back by waiting."""
    made = firm(world)
    late, over = against(world, firm=made).json, against(world, valid_to=str(TODAY + DAY)).json
    for proposal, days in ((late, "valid_from"), (over, "valid_to")):
        world.cluster.query("update change_proposals set patch = patch || jsonb_build_object(%s, %s) where id = %s returning 1", (days, str(TODAY - 3 * DAY), proposal["id"]))
    decide(world, late, "accept")
    assert world.role("district").get(f"/v1/firms/{made['id']}/market-access").json["items"][0]["valid_from"] == str(TODAY)
    assert decide(world, over, "accept", expect=422).code == "period_reversed"


# ---- estates ----

def test_a_community_proposes_what_stands_of_its_estate_and_the_district_decides(world, samples):
    """Roles: community P on estates. Version and past move as with any change."""
    made = estate(samples, households=800)
    route = f"/v1/estates/{made['id']}"
    proposal = of_estate(world, made, name="核对后的小区", area_m2="54321.10", households=None, new_or_old="old", old_kind="enclosed").json
    community = world.register.account("community.huanxi@150202")
    assert (proposal["target_kind"], proposal["state"], proposal["firm_id"]) == ("estate", "proposed", None)
    assert (proposal["street_code"], proposal["community_code"]) == (made["street_code"], community["community_code"])
    assert proposal["base"] == {"name": "试验小区", "area_m2": "12345.67", "households": 800, "new_or_old": "ordinary", "old_kind": None}
    assert world.role("community").get(route).json == made, "asking changes nothing"
    assert decide(world, proposal, "accept").json["state"] == "accepted"
    now = world.role("community").get(route).json
    changed = {"name": "核对后的小区", "area_m2": "54321.10", "households": None, "new_or_old": "old", "old_kind": "enclosed", "version": 2}
    assert {name: now[name] for name in made if name not in ("updated_at", "tax_relief_eligible")} == {
        **{name: made[name] for name in made if name not in ("updated_at", "tax_relief_eligible")}, **changed}
    kept = world.cluster.query("select name, area_m2::text, households from estates_past where id = %s and version = 1", (made["id"],))
    assert [tuple(row.values()) for row in kept] == [("试验小区", "12345.67", 800)]


def test_an_estate_is_changed_by_the_rules_whoever_proposed_it(world, samples):
    """B12: a mode that the kind may not have; a kind of old estate that is none; another community is no proposal."""
    made = estate(samples)
    assert of_estate(world, made, expect=422, households=made["households"]).code == "proposal_empty"
    assert of_estate(world, made, expect=422, area_m2="12345.67").code == "proposal_empty", "the same number"
    assert world.role("community").post(f"/v1/estates/{made['id']}/proposals", {"patch": {}, "reason": "空"}, expect=422).code == "proposal_empty"
    assert of_estate(world, made, expect=422, community_code="150202001012").pointers == ["/patch/community_code"]
    assert decide(world, of_estate(world, made, old_kind="enclosed").json, "accept", expect=422).code == "old_kind_misplaced"
    mode(samples, "near", made["id"], "self")
    assert decide(world, of_estate(world, made, new_or_old="new").json, "accept", expect=(409, 422)).code == "mode_not_allowed"
    assert world.role("district").get(f"/v1/estates/{made['id']}").json["new_or_old"] == "ordinary"


def test_what_was_changed_of_an_estate_meanwhile_is_not_overwritten(world, samples):
    made = estate(samples, public_revenue="100.00")
    proposal, other = of_estate(world, made, public_revenue="200.00").json, of_estate(world, made, grids=4).json
    world.role("street").request("PATCH", f"/v1/estates/{made['id']}", json_body={"public_revenue": "150.00"}, headers={"If-Match": '"1"'}, expect=200)
    assert decide(world, proposal, "accept", expect=409).code == "target_changed"
    assert decide(world, other, "accept").json["state"] == "accepted", "of other members"
    now = world.role("district").get(f"/v1/estates/{made['id']}").json
    assert (now["public_revenue"], now["grids"], now["version"]) == ("150.00", 4, 3)


def test_two_proposals_for_an_estate_accepted_at_once_change_it_once(world, samples):
    made = estate(samples)
    one, two = (of_estate(world, made).json for _ in range(2))
    answers = at_once(*[lambda proposal=proposal: decide(world, proposal, "accept", expect=(200, 409)) for proposal in (one, two)])
    assert sorted(answer.status for answer in answers) == [200, 409]
    assert [answer.code for answer in answers if answer.status == 409] == ["target_changed"]
    assert world.role("district").get(f"/v1/estates/{made['id']}").json["version"] == 2


def test_who_sees_a_proposal_for_an_estate(world, samples):
    """The community, its street and the district; no firm, and nobody elsewhere."""
    proposal = of_estate(world, estate(samples)).json
    for account, status in (("community.huanxi@150202", 200), ("street.heping@150202", 200), ("district.officer@150202", 200), ("street.nanmenwai@150202", 404),
                            ("community.luwang@150202", 404), ("company.one@150202", 404), ("district.officer@340302", 404)):
        world.caller(account).get(f"/v1/proposals/{proposal['id']}", expect=status)
    assert proposal["id"] in {item["id"] for item in world.role("district").pages("/v1/proposals", {"target_kind": "estate"})}
    decide(world, proposal, "withdraw", role="community")
