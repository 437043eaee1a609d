"""The registers as everybody reads them: firms with grades and lists (D08, D10, D13, D17), estates by name, contracts in short; and nothing of people, scores or complaints."""
import json

import pytest
from things import contracts, dishonest, estates, firms, publications, scores, suspensions
from things.publications import entry, publication
from things.scores import today

FIRMS, ESTATES, CONTRACTS = "/v1/published-firms", "/v1/published-estates", "/v1/published-contracts"


@pytest.fixture
def district(world):
    publications.held(world)
    return world.role("district")


def read(world, firm, who="public"):
    return world.role(who).get(f"{FIRMS}/{firm['id'] if isinstance(firm, dict) else firm}", expect=200).json


def listed(world, where, who="public", **query):
    return world.role(who).pages(where, query, limit=200)


# ---- firms ----

def test_everybody_reads_who_is_in_the_register_and_nothing_that_is_not_public(world):
    """Model §7.3: firm, R register."""
    made = firms.firm(world, party_org=True, party_org_since="2021-07-01")
    world.role("district").request("PATCH", f"/v1/firms/{made['id']}", json_body={"contact_phone": "0472-1112223", "office_address": "环卫路9号"}, headers={"If-Match": '"1"'}, expect=200)
    seen = read(world, made)
    assert seen == {"id": made["id"], "district_code": "150202", "uscc": made["uscc"], "name": made["name"], "locality": "in_district", "registered_division": None,
                    "service_hotline": "0472-8123456", "party_org": True, "status": "active", "grade": seen["grade"], "lists": [], "dishonest": False, "market_access": None, "estates": 0}
    assert "0472-1112223" not in json.dumps(seen) and "环卫路" not in json.dumps(seen, ensure_ascii=False)
    assert listed(world, FIRMS, uscc=made["uscc"]) == [seen] and listed(world, FIRMS, q=made["name"]) == [seen]


def test_a_firm_that_is_not_admitted_is_in_no_public_register(world):
    coming = firms.entering(world)
    world.anyone.get(f"{FIRMS}/{coming['id']}", expect=404)
    assert listed(world, FIRMS, uscc=coming["uscc"]) == []
    world.role("district").post(f"/v1/firms/{coming['id']}/decide-entry", {"result": "refused", "opinion": "人员不足"}, expect=200)
    world.anyone.get(f"{FIRMS}/{coming['id']}", expect=404)
    taken = firms.entering(world)
    world.role("district").post(f"/v1/firms/{taken['id']}/decide-entry", {"result": "admitted", "opinion": "准予"}, expect=200)
    assert read(world, taken)["name"] == taken["name"]


def test_d10_the_grade_is_that_of_the_newest_publication_that_stands(world, district):
    """D10, D17: never the score, and never a grade that nobody published."""
    firm = scores.firm(world, ("basic.data", 82))
    before = read(world, firm)["grade"]
    assert before is None, "it is in no publication"
    old = publication(world)
    now = publication(world, as_of=today().isoformat())
    assert read(world, firm)["grade"] == {"grade": "AA", "as_of": now["as_of"], "publication_id": now["id"]}
    scores.record(world, firm["id"], "bad.penalty", 70)
    assert read(world, firm)["grade"]["grade"] == "AA", "what was recorded since is not published"
    assert firm["id"] in [row["id"] for row in listed(world, FIRMS, grade="AA")] and firm["id"] not in [row["id"] for row in listed(world, FIRMS, grade="C,D")]
    district.post(f"/v1/credit/publications/{now['id']}/withdraw", {"reason": "数据有误"}, expect=200)
    after = read(world, firm)["grade"]
    assert after is None or after["as_of"] < now["as_of"]
    district.post(f"/v1/credit/publications/{old['id']}/withdraw", {"reason": "试验结束"}, expect=200)
    assert set(read(world, firm)) == set(firms_members()) and "total" not in json.dumps(read(world, firm))


def firms_members():
    return "id district_code uscc name locality registered_division service_hotline party_org status grade lists dishonest market_access estates".split()


def test_d13_the_lists_of_today_and_of_today_alone(world, district):
    """D13, H08: red and black lists by firm: what is proposed, refused, removed or about another is not told."""
    firm = firms.firm(world)
    entry(world, state="proposed", subject_id=firm["id"], list="exposed")
    entry(world, state="refused", subject_id=firm["id"], list="leading")
    assert read(world, firm)["lists"] == []
    black = entry(world, subject_id=firm["id"], list="black")
    entry(world, subject_id=firm["id"], list="key_supervision")
    assert read(world, firm)["lists"] == ["black", "key_supervision"]
    assert firm["id"] in [row["id"] for row in listed(world, FIRMS, list="black")] and firm["id"] not in [row["id"] for row in listed(world, FIRMS, list="red")]
    world.cluster.query("update credit_list_entries set valid_from = valid_from - 10, valid_to = %s, state = 'removed', removed_cause = 'decision', removed_reason = '整改' where id = %s returning 1",
                        (today().isoformat(), black["id"]))
    assert read(world, firm)["lists"] == ["key_supervision"]


def test_lists_are_told_as_the_lists_themselves_tell_them(world, district):
    """The view has the owner's rights and repeats what row security says of list entries, the dishonest and the suspended."""
    for kind in ("black", "red"):
        entry(world, list=kind)
    rows = {row["id"]: row for row in listed(world, FIRMS)}
    entries = [row for row in listed(world, "/v1/credit/list-entries") if row["subject_kind"] == "firm"]
    assert {(row["id"], each) for row in rows.values() for each in row["lists"]} == {(row["subject_id"], row["list"]) for row in entries} and entries
    bad = dishonest.listed(world)["firm"]["id"]
    suspensions.decided(world, suspensions.proposal(world))
    rows = {row["id"]: row for row in listed(world, FIRMS)}
    assert {row["id"] for row in rows.values() if row["dishonest"]} == {row["firm"]["id"] for row in listed(world, "/v1/published-dishonest-firms")}
    assert {(row["id"], *row["market_access"].values()) for row in rows.values() if row["market_access"]} == {
        (row["firm"]["id"], row["state"], row["since"], row["until"]) for row in listed(world, "/v1/published-suspensions")}
    assert rows[bad]["dishonest"]


# ---- estates and contracts ----

def test_estates_are_told_by_name_with_who_serves_them(world, samples):
    """Model §7.3: estates, R names; contract, R summary."""
    contract = contracts.bring(samples, "filed")
    where = contract["estates"][0]
    seen = listed(world, ESTATES, q=where["code"])
    assert [(row["code"], row["firm"]["id"], row["contract_id"]) for row in seen] == [(where["code"], contract["firm"]["id"], contract["id"])]
    assert set(seen[0]) == {"id", "district_code", "code", "name", "street_code", "community_code", "firm", "contract_id"}
    assert where["code"] in [row["code"] for row in listed(world, ESTATES, uscc=seen[0]["firm"]["uscc"], street_code=seen[0]["street_code"], community_code=seen[0]["community_code"])]
    alone = estates.estate(samples)
    assert [row["firm"] for row in listed(world, ESTATES, q=alone["code"])] == [None]
    served = {row["id"] for row in listed(world, ESTATES, uscc=seen[0]["firm"]["uscc"])}
    assert read(world, contract["firm"]["id"])["estates"] == len(served)


def test_contracts_are_told_in_short_while_they_are_in_force(world, samples):
    for state in ("draft", "entry_review", "approved"):
        hidden = contracts.bring(samples, state)
        assert hidden["id"] not in [row["id"] for row in listed(world, CONTRACTS, firm_id=hidden["firm"]["id"])], state
    contract = contracts.bring(samples, "filed")
    seen = [row for row in listed(world, CONTRACTS, firm_id=contract["firm"]["id"]) if row["id"] == contract["id"]]
    assert seen == [{"id": contract["id"], "district_code": "150202", "registration_no": contract["registration_no"],
                     "firm": {name: contract["firm"][name] for name in ("id", "name")} | {"uscc": seen[0]["firm"]["uscc"]}, "kind": "regular", "award_method": "open_tender",
                     "service_grade": "二级", "fee_m2_month": seen[0]["fee_m2_month"], "service_start": contract["service_start"], "service_end": contract["end_date"],
                     "estates": [{"id": contract["estates"][0]["id"], "code": contract["estates"][0]["code"], "name": contract["estates"][0]["name"]}]}]
    assert float(seen[0]["fee_m2_month"]) == 1.2
    assert [row["id"] for row in listed(world, CONTRACTS, estate_id=contract["estates"][0]["id"])] == [contract["id"]]
    over = contracts.bring(samples, "filed", service_start=contracts.day(-400), fee_start=contracts.day(-200), end_date=contracts.day(-1), signed_on=contracts.day(-410))
    assert over["id"] not in [row["id"] for row in listed(world, CONTRACTS)], "it has ended"


def test_whoever_has_a_token_reads_his_own_district(world, samples):
    firms.firm(world), firms.firm(world, abroad=True), contracts.bring(samples, "filed"), contracts.bring(samples, "filed", place="abroad")
    for where in (FIRMS, ESTATES, CONTRACTS):
        assert {row["district_code"] for row in listed(world, where)} >= {"150202", "340302"}
        assert {row["district_code"] for row in listed(world, where, "company")} == {"150202"}
        assert {row["district_code"] for row in listed(world, where, district_code="340302")} == {"340302"}
        assert listed(world, where, "street", district_code="340302") == []


@pytest.mark.parametrize("where", [FIRMS, ESTATES, CONTRACTS])
def test_pages_join_to_the_whole(where, world, samples):
    firms.firm(world), firms.firm(world, abroad=True), contracts.bring(samples, "filed"), contracts.bring(samples, "filed", place="abroad")
    whole = listed(world, where)
    assert world.anyone.pages(where, {}, limit=7) == whole and len({row["id"] for row in whole}) == len(whole)
    assert world.anyone.get(where, {"count": "true", "limit": "1"}).json["total"] == len(whole)
    lines = world.anyone.get(where, headers={"Accept": "application/x-ndjson"}).body.decode().splitlines()
    assert sorted(json.loads(line)["id"] for line in lines) == sorted(row["id"] for row in whole)


def test_no_account_or_person_is_told(world, samples):
    contracts.bring(samples, "filed")
    for where in (FIRMS, ESTATES, CONTRACTS):
        text = world.anyone.get(where, {"limit": "200"}).body.decode()
        for word in ("_by", "person", "phone", "manager", "address", "total\"", "score", "reason", "annual_fee", "terminat"):
            assert word not in text, (where, word)
