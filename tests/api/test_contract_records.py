"""Removal of a firm by its owners, the surplus of a self-organised one, consents and consultations."""
import concurrent.futures

from things.contract_records import consent, consultation, removal, surplus, vote
from things.contracts import act, bring, day
from things.estates import committee, estate, record
from things.staff import contract as hired
from things.staff import withdrawn

STREET, COMMUNITY = "street.heping@150202", "community.huanxi@150202"


def test_a_firm_is_removed_with_the_owners_consent(world, samples):
    """C15: trigger, consent of the assembly with day and counts, who carried it out, who follows."""
    client, contract = world.caller(STREET), bring(samples, "filed")
    reason = {"trigger": "strong_complaints", "grounds": "业主反应强烈"}
    case = act(samples, STREET, contract, "removal-cases", reason, 201)
    assert act(samples, STREET, contract, "removal-cases", reason, 409)["code"] == "removal_open_already"
    path, done = f"/v1/removal-cases/{case['id']}", {"executed_by": "owners_committee", "executed_on": day()}
    assert client.post(path + "/execute", done, expect=409).json["state"] == "open"
    assert client.post(path + "/vote", vote(households_for=151), expect=422).code == "votes_do_not_fit"
    assert client.post(path + "/vote", vote(assembly_on=day(1)), expect=422).code == "day_in_the_future"
    assert client.post(path + "/vote", vote(), expect=200).json["state"] == "consented"
    assert client.post(path + "/vote", vote(), expect=409).code == "state_conflict"
    later = {"service_start": day(701), "fee_start": day(800), "end_date": day(1000)}
    follower = bring(samples, "filed", estate_codes=[contract["estates"][0]["code"]], **later)
    assert client.post(path + "/execute", done, expect=409).code == "separation_of_duties"
    client = world.caller("district.officer@150202")
    for other in (bring(samples, "filed"), contract, bring(samples, "approved", estate_codes=[contract["estates"][0]["code"]], **later)):
        assert client.post(path + "/execute", {**done, "replacement_contract_id": other["id"]}, expect=422).code == "replacement_wrong"
    executed = client.post(path + "/execute", {**done, "replacement_contract_id": follower["id"]}, expect=200).json
    assert (executed["state"], executed["replacement_contract_id"]) == ("executed", follower["id"])
    assert client.post(path + "/execute", done, expect=409).json["state"] == "executed"
    assert world.caller("company.one@150202").get(path).json == executed
    refused = removal(samples, voted=False)
    assert client.post(f"/v1/removal-cases/{refused['id']}/execute", done, expect=409).json["state"] == "refused"
    assert case["id"] in {item["id"] for item in client.pages("/v1/removal-cases", {"contract_id": contract["id"], "trigger": "strong_complaints"})}
    assert act(samples, STREET, bring(samples, "draft"), "removal-cases", reason, 409)["code"] == "state_conflict"


def test_consent_is_what_the_counts_say_by_the_rules_of_the_day(world, samples):
    """C15: two thirds take part and more than half of them are in favour, by households and by area; the rules are data."""
    client = world.caller(STREET)
    whole = {"households_voted": 200, "households_for": 101, "households_all": 300, "area_voted_m2": "200.00", "area_for_m2": "100.01", "area_all_m2": "300.00"}
    short = [{"households_voted": 199}, {"households_for": 100}, {"area_voted_m2": "199.99"}, {"area_for_m2": "100.00"}]
    for counts, consented in [(whole, True)] + [({**whole, **change}, False) for change in short]:
        path = f"/v1/removal-cases/{removal(samples)['id']}/vote"
        assert client.post(path, vote(**{**counts, "consented": not consented}), expect=422).code == "vote_contradicts_counts", counts
        value = vote(**counts)
        value.pop("consented")
        assert client.post(path, value, expect=200).json["consented"] is consented, counts
    world.cluster.query("insert into removal_rules (district_code, measure, effective_from, turnout_part, turnout_of, consent_part, consent_of) "
                        "values ('150202', 'households', %s, 3, 4, 1, 2)", (day(-1),))
    try:
        cases = [removal(samples) for _ in range(2)]
        for case, assembly, consented in zip(cases, (day(-1), day(-2)), (False, True)):
            value = vote(**whole, assembly_on=assembly, consented=consented)
            assert client.post(f"/v1/removal-cases/{case['id']}/vote", value, expect=200).json["consented"] is consented
    finally:
        world.cluster.query("delete from removal_rules where district_code = '150202'")


def test_surplus_goes_into_facilities_and_surroundings_alone(world, samples):
    """C16: all of it, and no more than there is."""
    client, place = world.caller(COMMUNITY), estate(samples)
    path = f"/v1/estates/{place['id']}/surplus"
    assert client.post(path, surplus(purpose="environment"), expect=422).code == "purpose_misplaced"
    assert client.post(path, surplus(kind="use"), expect=409).code == "surplus_exceeded"
    client.post(path, surplus(amount="1000.00"), expect=201)
    assert client.post(path, surplus(kind="use"), expect=422).code == "purpose_misplaced"
    assert client.post(path, surplus(entry_on=day(1)), expect=422).code == "day_in_the_future"
    use = surplus(kind="use", purpose="infrastructure", amount="300.00", note="更换路灯")
    with concurrent.futures.ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(lambda _: client.post(path, use), range(6)))
    assert sorted(answer.status for answer in answers) == [201] * 3 + [409] * 3
    items = client.pages("/v1/surplus", {"estate_id": place["id"]})
    assert sorted((item["kind"], item["amount"]) for item in items) == [("surplus", "1000.00")] + [("use", "300.00")] * 3


def test_what_is_spent_at_that_moment_is_not_there_any_more(world, samples):
    """C16: whoever asks second waits, and sees what the first has spent."""
    client, place = world.caller(COMMUNITY), estate(samples)
    path = f"/v1/estates/{place['id']}/surplus"
    client.post(path, surplus(amount="1000.00"), expect=201)
    spent = (("select pg_advisory_xact_lock(hashtextextended('surplus:' || %s, 0))", (place["id"],)),
             ("insert into surplus_entries (district_code, id, estate_id, kind, purpose, amount, entry_on, note, entered_by, entered_at) select district_code, gen_random_uuid(), "
              "estate_id, 'use', 'environment', 900, entry_on, note, entered_by, entered_at from surplus_entries where estate_id = %s", (place["id"],)))
    with world.under_way(*spent) as second:
        assert second(lambda: client.post(path, surplus(kind="use", purpose="infrastructure", amount="300.00"), expect=409)).code == "surplus_exceeded"


def test_public_space_is_used_with_the_owners_consent(world, samples):
    """C17"""
    contract, client = bring(samples, "filed"), world.caller(COMMUNITY)
    path = f"/v1/contracts/{contract['id']}/space-consents"
    assert client.post(path, consent(consented_on=day(1)), expect=422).code == "consent_comes_first"
    assert client.post(path, consent(valid_to=day()), expect=422).code == "contract_period_wrong"
    made = client.post(path, consent(valid_to=day(30)), expect=201).json
    for after, there in ((0, True), (29, True), (30, False), (-1, False)):
        found = world.caller("company.one@150202").pages("/v1/space-consents", {"contract_id": contract["id"], "as_of": day(after)})
        assert ([item["id"] for item in found] == [made["id"]]) is there, after


def test_major_matters_are_talked_over(world, samples):
    """C26: charges, service, use of funds."""
    place, client = estate(samples), world.caller(COMMUNITY)
    path = f"/v1/estates/{place['id']}/consultations"
    for kind in ("charges", "service", "funds_use"):
        client.post(path, consultation(kind=kind), expect=201)
    assert client.post(path, consultation(held_on=day(1)), expect=422).code == "day_in_the_future"
    found = world.caller(STREET).pages("/v1/consultations", {"estate_id": place["id"], "kind": "service,funds_use"})
    assert {item["kind"] for item in found} == {"service", "funds_use"} and found[0]["participants"] == ["party_branch", "owners_committee", "firm"]
    assert world.caller("street.nanmenwai@150202").pages("/v1/consultations", {"estate_id": place["id"]}) == []


def test_what_goes_on_in_an_estate_is_its_firms_for_the_days_of_its_contract(world, samples):
    """C26, C16, A14, B03: a firm that left keeps what was of its time and learns nothing of what came after; who follows reads on from there."""
    place, officer, hand = estate(samples), world.caller("district.officer@150202"), world.caller(COMMUNITY)
    left, follower = world.caller("company.one@150202"), world.caller("company.two@150202")
    contracts = [hired(world, world.register.account(f"company.{name}@150202")["firm_id"], place["id"], *days)
                 for name, days in (("one", (day(-60), day(-11))), ("two", (day(-10), "2035-12-31")))]
    for when in (-20, -5):
        hand.post(f"/v1/estates/{place['id']}/consultations", consultation(held_on=day(when)), expect=201)
        hand.post(f"/v1/estates/{place['id']}/surplus", surplus(entry_on=day(when)), expect=201)
        made = record(samples, "near", place["id"])
        committee(samples, "near", place["id"], **({"kind": "owners_committee"} if when == -20 else {"kind": "property_management_committee", "no_oc_reason": "too_few_households"}))
        if when == -20:
            for table in ("estate_records", "owners_committees"):
                column = "created_at" if table == "estate_records" else "known_from"
                world.cluster.query(f"update {table} set {column} = now() - interval '20 days' where estate_id = %s returning 1", (place["id"],))
    where = {"estate_id": place["id"]}

    def seen(client):
        return ([item["held_on"] for item in client.pages("/v1/consultations", where)], [item["entry_on"] for item in client.pages("/v1/surplus", where)],
                len(client.pages("/v1/estate-records", where)), len(client.pages("/v1/owners-committees", where)))

    assert seen(left) == ([day(-20)], [day(-20)], 1, 1)
    assert left.get(f"/v1/estate-records/{made['id']}", expect=404).code == "not_found"
    assert seen(follower) == ([day(-5)], [day(-5)], 2, 2), "what is on file when it comes is there for it too"
    assert seen(officer) == ([day(-5), day(-20)], [day(-5), day(-20)], 2, 2)
    assert left.get(f"/v1/estates/{place['id']}").json["name"] == place["name"]
    withdrawn(world, *contracts)
