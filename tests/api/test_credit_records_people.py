"""Files of people: managers and staff of firms, and members of owners' committees (D20, D21)."""
import decimal

from things.credit import day, inside, made, manager, member, proposal, record, step


def test_the_file_of_a_manager(world, samples, books):
    """D20: firm managers and project managers have a personal file; authorities and their own firm read it."""
    person = manager(samples)
    own = record(samples, "effective", "one", "t_neglect", subject=person, points="10")
    reached = record(samples, "effective", "one")
    told = world.role("company").get(f"/v1/staff/{person}/credit-file", expect=200).json
    assert told["dishonest"] is True and {(row["record_id"], row["propagated"], row["counts"]) for row in told["records"]} >= {(own, False, True), (reached, True, True)}
    assert decimal.Decimal(told["bad_points"]) >= 15 and told["posts"][0]["post"] == "project_manager"
    assert world.role("community").get(f"/v1/staff/{person}/credit-file").json["records"]
    world.role("company", 1).get(f"/v1/staff/{person}/credit-file", expect=404)
    clean = manager(samples, "near", since="2026-11-01")
    assert world.role("district").get(f"/v1/staff/{clean}/credit-file").json["dishonest"] is False


def test_the_trade_is_told_of_people(world, samples, books):
    """D20, D21: 行业通报, once, of a bad record in effect of a person."""
    district = world.role("district")
    identifier = record(samples, "effective", "one", "t_neglect", subject=manager(samples))
    assert step(district, identifier, "circulate")["circulated_on"] == day()
    assert step(district, identifier, "circulate", expect=409)["code"] == "circulation_unfit"
    assert step(district, record(samples, "effective", "one"), "circulate", expect=409)["code"] == "circulation_unfit"
    assert identifier in {row["id"] for row in district.pages("/v1/credit-records", {"circulated": "true", "subject_kind": "person"})}
    assert identifier not in {row["id"] for row in district.pages("/v1/credit-records", {"circulated": "false"})}


def test_members_of_committees_are_for_authorities_of_their_area(world, samples, books, other):
    """Zhuhai 2019: a file for each; no firm, no other area reads of it."""
    who = member(samples)
    body = proposal(samples, item_code="t_member", subject_kind="committee_member", subject_id=who["id"])
    taken = made(world.role("community"), body).json
    assert taken["state"] == "lead" and taken["firm"] is None and taken["subject"]["name"] == who["name"]
    step(world.role("street"), taken["id"], "propose")
    step(other, taken["id"], "confirm")
    step(other, taken["id"], "notify")
    inside(world, "150202", "update credit_records set publicity_until = %s, publicity_from = %s, valid_from = %s where id = %s returning 1", (day(-1), day(-5), day(), taken["id"]))
    assert world.role("street").get(f"/v1/committee-members/{who['id']}/credit-file", expect=200).json["records"][0]["record_id"] == taken["id"]
    world.role("street", 1).get(f"/v1/credit-records/{taken['id']}", expect=404)
    world.role("street", 1).get(f"/v1/committee-members/{who['id']}/credit-file", expect=404)
    for role in ("company", "platform"):
        world.role(role).get(f"/v1/credit-records/{taken['id']}", expect=404)
    assert made(world.role("community", 1), {**body, "source_ref": "另一单"}, 422).code == "credit_subject_unknown"
    assert made(world.role("district"), {**body, "source_ref": "再一单", "occurred_on": "2024-05-01"}, 422).code == "credit_subject_unfit"


def test_the_file_of_a_member_says_the_same_to_each_who_reads_it(world, samples, books):
    """Zhuhai 2019: what counts is for street and community of the area too."""
    who = member(samples)
    record(samples, "effective", "near", "t_member", subject=who["id"])
    told = [world.role(role).get(f"/v1/committee-members/{who['id']}/credit-file", expect=200).json for role in ("district", "street", "community")]
    assert told[0]["dishonest"] is True and told[0]["records"][0]["counts"] is True and told[0] == told[1] == told[2]


def test_a_membership_ends_once(world, samples, books):
    who, district = member(samples), world.role("district")
    assert district.post(f"/v1/committee-members/{who['id']}/end", {"valid_to": "2024-01-01", "reason": "换届"}, expect=422).code == "period_reversed"
    assert district.post(f"/v1/committee-members/{who['id']}/end", {"valid_to": "2026-01-01", "reason": "换届"}, expect=200).json["valid_to"] == "2026-01-01"
    assert district.post(f"/v1/committee-members/{who['id']}/end", {"valid_to": "2026-02-01", "reason": "换届"}, expect=409).code == "state_conflict"
    listed = district.pages(f"/v1/owners-committees/{who['committee_id']}/members", {"in_office": "false"})
    assert [row["id"] for row in listed] == [who["id"]] and not district.pages(f"/v1/owners-committees/{who['committee_id']}/members", {"in_office": "true"})
