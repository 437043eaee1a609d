"""What is read of credit records: by the firm, by the platform, by state, and as one fact (E05; practice 2.3)."""
import uuid

from things import complaint_steps, credit
from things.credit import day, made, proposal, record, step

REASON, GROUNDS = {"reason": "经复核，按规定办理"}, {"grounds": "当日已清运，见台账"}


def test_complaints_that_are_merged_later_are_one_fact(world, samples, books):
    """The record of one was there before they were merged; that of the other is refused all the same."""
    district = world.role("district")
    one, master, else_ = (complaint_steps.complaint(samples, "received", place="near") for _ in range(3))
    body = proposal(samples, "near", source="complaint", source_ref=None)
    made(district, {**body, "source_id": one})
    world.cluster.query("update complaints set state = 'merged', master_id = %s where id = %s returning id", (master, one))
    assert made(district, {**body, "source_id": master}, 409).code == "credit_fact_counted"
    made(district, {**body, "source_id": else_})


def test_the_notice_stays_as_it_was_given(world, samples, books, other):
    """practice 2.3: what an objection brings is not what the notice said."""
    identifier, district = record(samples, "confirmed", "one", "t_fees", evidence="票据", points="9"), world.role("district")
    step(district, identifier, "notify")
    given = district.get(f"/v1/credit-records/{identifier}/notice").json
    assert given["points"] == "9.0000"
    step(world.role("company"), identifier, "object", GROUNDS)
    assert step(other, identifier, "amend", {**REASON, "points": "3"})["points"] == "3.0000"
    for role in ("district", "company"):
        assert world.role(role).get(f"/v1/credit-records/{identifier}/notice").json == given, role


def test_what_began_as_a_lead_looks_to_the_firm_like_what_did_not(world, samples, books, other):
    """E05: how often a record changed before notice would tell that a hotline or a community reported it."""
    firm, district = world.role("company"), world.role("district")
    lead, direct = (made(world.role(role), proposal(samples, facts="楼道堆物", occurred_on=day(-1))).json["id"] for role in ("hotline", "district"))
    step(district, lead, "propose")
    for identifier in (lead, direct):
        step(other, identifier, "confirm")
        step(other, identifier, "notify")
    assert all(uuid.UUID(identifier).version == 4 for identifier in (lead, direct)), "one of version 7 says when it was reported"
    assert world.cluster.query("select operation from audit_log where target in (%s, %s) and operation = 'createCreditRecord'", (lead, direct)) == [{"operation": "createCreditRecord"}] * 2
    own = {"id", "source_ref", "confirmed_at", "notified_at", "notice_no", "updated_at"}
    told = [{name: value for name, value in firm.get(f"/v1/credit-records/{identifier}").json.items() if name not in own} for identifier in (lead, direct)]
    assert told[0] == told[1] and district.get(f"/v1/credit-records/{lead}").json["version"] == 4
    assert step(firm, lead, "object", GROUNDS)["version"] == told[0]["version"] + 1


def test_the_platform_does_not_read_of_what_is_still_made_public_by_asking_about_a_later_day(world, samples, books):
    """model 7.3: R effective; what is told to the firm may still be objected to."""
    platform, firm = world.role("platform"), samples.estates["one"]["firm_id"]
    paths = [f"/v1/firms/{firm}/credit-effects", f"/v1/firms/{firm}/credit"]
    before = [platform.get(path, {"as_of": day(30)}, expect=200).body for path in paths]
    step(world.role("district"), record(samples, "confirmed", "one", "t_exit", points="20"), "notify")
    assert [platform.get(path, {"as_of": day(30)}).body for path in paths] == before


def test_each_state_that_is_shown_is_found_by_itself(world, samples, books):
    """Also those that time alone brings about, which are not stored."""
    district = world.role("district")
    there = {state: record(samples, state, "one", occurred_on="2021-04-05") for state in credit.STATES}
    found = {state: {row["id"] for row in district.pages("/v1/credit-records", {"state": state, "occurred_from": "2021-04-05", "occurred_before": "2021-04-06"})} for state in there}
    assert found == {state: {identifier} for state, identifier in there.items()}
    assert {row["id"] for row in district.pages("/v1/credit-records", {"state": "lead,publicity", "occurred_from": "2021-04-05", "occurred_before": "2021-04-06"})} == {there["lead"], there["publicity"]}
