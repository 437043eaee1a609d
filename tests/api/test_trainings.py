"""G02 (业务培训): what people of firms were taught, and who was there. K21: stars of red property services and committees."""
import threading

from things.closing import community, street, street_code
from things.estates import officer, today
from things.firms import firm
from things.trainings import attended, granted, new_rating, new_training, own_committee, own_estate, rating, somebody, training

STARS, WHERE = "/v1/star-ratings", "/v1/trainings"


def test_g02_who_was_there_is_recorded_once_each(world):
    one, there = street(world), training(world)
    first, second, other = somebody(world), somebody(world), somebody(world, 1)
    assert (there["street_code"], there["attended"], there["others"], there["hours"]) == (street_code(world), 0, 3, "4.0")
    now = attended(world, there, [first, second, other])
    assert (now["attended"], now["firms"]) == (3, 2)
    again = attended(world, there, [first], hours="2.5")
    assert again["attended"] == 3
    rows = {row["staff"]["id"]: row for row in one.pages("/v1/training-attendance", {"training_id": there["id"]})}
    assert {who: row["hours"] for who, row in rows.items()} == {first["id"]: "2.5", second["id"]: "4.0", other["id"]: "4.0"} and rows[first["id"]]["staff"]["name"] == first["name"]
    assert attended(world, there, [second], hours="0")["attended"] == 2
    assert [row["training"]["id"] for row in one.pages("/v1/training-attendance", {"staff_id": first["id"], "held_from": today(-2), "held_before": today()})] == [there["id"]]
    assert one.pages("/v1/training-attendance", {"staff_id": first["id"], "held_before": today(-2)}) == []
    at = f"{WHERE}/{there['id']}/attendance"
    for client, members, code in ((one, {"hours": "4.5"}, "training_hours"), (one, {"staff_ids": [somebody(world, 2)["id"]]}, "training_staff_unknown")):
        assert client.post(at, {"staff_ids": [first["id"]], **members}, expect=422).code == code
    assert street(world, "far").post(at, {"staff_ids": [first["id"]]}, expect=404)
    planned = training(world, held_on=today(3))
    assert one.post(f"{WHERE}/{planned['id']}/attendance", {"staff_ids": [first["id"]]}, expect=409).code == "training_not_held"


def test_g02_hours_of_a_person_are_summed_over_what_was_held(world):
    """What was withdrawn, and whoever was not there after all, counts nothing; who changed firms counts for each, and a firm reads its own part."""
    one, company, mine, other = street(world), world.caller("company.one@150202"), somebody(world), somebody(world, 1)
    first, second, gone, old = (training(world, hours="4.0", subject="safety", held_on=today(-back)) for back in (3, 2, 2, 400))
    for there in (first, second, gone, old):
        attended(world, there, [mine, other])
    attended(world, second, [mine], hours="2.5")
    attended(world, first, [other], hours="0")
    one.request("PATCH", f"{WHERE}/{gone['id']}", json_body={"withdrawn_reason": "重复登记"}, headers={"If-Match": '"2"'}, expect=200)

    def told(client, **query):
        rows = client.pages("/v1/statistics/training-hours", {"held_from": today(-30), **query})
        return {row["staff"]["id"]: (row["trainings"], row["hours"], row["last_on"]) for row in rows if row["staff"] and row["staff"]["id"] in (mine["id"], other["id"])}

    assert told(one) == {mine["id"]: (2, "6.5", today(-2)), other["id"]: (1, "4.0", today(-2))} and told(company) == {mine["id"]: (2, "6.5", today(-2))}
    assert told(one, held_from=today(-500), staff_id=mine["id"]) == {mine["id"]: (3, "10.5", today(-2))} and told(one, held_before=today(-2), subject="safety") == {mine["id"]: (1, "4.0", today(-3))}
    assert told(one, subject="skills") == {} and set(told(one, firm_id=str(world.register.account("company.two@150202")["firm_id"]))) == {other["id"]}
    rows = {row["training"]["id"] for row in one.pages("/v1/training-attendance", {"staff_id": other["id"]})}
    assert rows == {second["id"], old["id"]}
    world.cluster.query("update training_attendance set firm_id = %s where staff_id = %s and training_id = %s returning 1",
                        (str(world.register.account("company.two@150202")["firm_id"]), mine["id"], first["id"]))
    assert told(company) == {mine["id"]: (1, "2.5", today(-2))} and len([row for row in one.pages("/v1/statistics/training-hours", {"held_from": today(-30), "staff_id": mine["id"]})]) == 2


def test_a_firm_reads_its_own_people_and_no_others(world):
    there, mine, other = training(world, by=officer), somebody(world), somebody(world, 1)
    attended(world, there, [mine, other])
    company = world.caller("company.one@150202")
    assert [row["staff"]["id"] for row in company.pages("/v1/training-attendance", {"training_id": there["id"]})] == [mine["id"]]
    shown = company.get(f"{WHERE}/{there['id']}", expect=200).json
    assert (shown["attended"], shown["firms"], shown["street_code"]) == (1, 1, None)
    assert company.pages("/v1/training-attendance", {"firm_id": other["firm_id"] if "firm_id" in other else str(world.register.account("company.two@150202")["firm_id"])}) == []


def test_training_is_changed_and_withdrawn(world):
    one, there = street(world), training(world)
    at = f"{WHERE}/{there['id']}"
    attended(world, there, [somebody(world)])
    for members, code, status in (({"hours": "3.0"}, "training_hours", 422), ({"held_on": today(1)}, "training_not_held", 409)):
        assert one.request("PATCH", at, json_body=members, headers={"If-Match": '"2"'}, expect=status).code == code
    assert one.request("PATCH", at, json_body={"others": 1}, headers={"If-Match": '"1"'}, expect=412).code == "precondition_failed"
    changed = one.request("PATCH", at, json_body={"hours": "6.0", "withdrawn_reason": "重复登记"}, headers={"If-Match": '"2"'}, expect=200).json
    assert (changed["hours"], changed["withdrawn_reason"]) == ("6.0", "重复登记")
    assert one.request("PATCH", at, json_body={"others": 1}, headers={"If-Match": '"3"'}, expect=409).json["state"] == "withdrawn"
    assert one.post(f"{at}/attendance", {"staff_ids": [somebody(world)["id"]]}, expect=409).json["state"] == "withdrawn"
    assert one.pages(WHERE, {"subject": "skills", "audience": "officials"}) == []
    made = one.post(WHERE, new_training(subject="skills", audience=["officials"]), expect=201).json
    assert [row["id"] for row in one.pages(WHERE, {"subject": "skills", "audience": "officials", "held_from": today(-2), "held_before": today(-1), "street_code": street_code(world)})] == [made["id"]]


def test_k21_stars_are_proposed_and_granted_by_another_and_then_public(world):
    one, district, where = street(world), officer(world, "near"), own_estate(world)
    made = rating(world, subject_id=where["id"])
    assert (made["state"], made["stars"], made["name"], made["granted_on"]) == ("proposed", 4, where["name"], None)
    assert one.post(STARS, new_rating(where["id"], stars=5), expect=409).code == "star_proposed_already"
    company, decision = world.role("company"), {"grants": True, "reason": "考评达标"}
    assert world.anyone.get(f"{STARS}/{made['id']}", expect=404) and company.get(f"{STARS}/{made['id']}", expect=404) and street(world, "far").get(f"{STARS}/{made['id']}", expect=404)
    now = district.post(f"{STARS}/{made['id']}/decide", decision, expect=200).json
    assert (now["state"], now["granted_on"], now["decision"]) == ("granted", today(), "考评达标")
    for client in (world.anyone, company):
        shown = client.get(f"{STARS}/{made['id']}", expect=200).json
        assert (shown["stars"], shown["grounds"], shown["decision"], shown["proposed_role"]) == (4, None, None, None)
    assert district.post(f"{STARS}/{made['id']}/decide", decision, expect=409).json["state"] == "granted"
    more = district.post(STARS, new_rating(where["id"], stars=5), expect=201).json
    assert district.post(f"{STARS}/{more['id']}/decide", decision, expect=409).code == "separation_of_duties"
    world.cluster.query("update star_ratings set proposed_by = null where id = %s returning 1", (more["id"],))
    district.post(f"{STARS}/{more['id']}/decide", decision, expect=200)
    rows = {row["id"]: (row["state"], row["ended_on"]) for row in world.anyone.pages(STARS, {"subject_id": where["id"]})}
    assert rows == {made["id"]: ("ended", today()), more["id"]: ("granted", None)}
    assert [row["id"] for row in world.anyone.pages(STARS, {"subject_id": where["id"], "stars_min": 5, "state": "granted", "district_code": "150202", "kind": "red_property"})] == [more["id"]]
    ended = district.post(f"{STARS}/{more['id']}/end", {"reason": "年度复核不达标"}, expect=200).json
    assert (ended["state"], ended["ended_on"], ended["end_reason"]) == ("ended", today(), "年度复核不达标")
    assert district.post(f"{STARS}/{more['id']}/end", {"reason": "再次"}, expect=409).json["state"] == "ended"


def test_k21_red_property_is_a_firm_or_a_project_and_red_committee_a_committee(world):
    one, district, seat, served = community(world), officer(world, "near"), own_committee(world), firm(world)
    made = one.post(STARS, new_rating(seat["id"], kind="red_committee", subject_kind="committee", stars=1), expect=201).json
    assert made["name"].endswith("业主委员会") and made["community_code"]
    other = one.post(STARS, new_rating(served["id"], subject_kind="firm"), expect=201).json
    assert (other["name"], other["street_code"]) == (served["name"], None)
    refused = district.post(f"{STARS}/{other['id']}/decide", {"grants": False, "reason": "考评未达标"}, expect=200).json
    assert refused["state"] == "refused" and world.anyone.get(f"{STARS}/{other['id']}", expect=404)
    assert district.post(f"{STARS}/{other['id']}/end", {"reason": "撤销"}, expect=409).json["state"] == "refused"
    for members, code in (({"kind": "red_committee", "subject_kind": "estate"}, "star_subject_misfit"), ({"subject_kind": "committee"}, "star_subject_misfit"),
                          ({"subject_kind": "firm"}, "star_subject_unknown"), ({"subject_id": own_estate(world, "far")["id"]}, "star_subject_unknown"),
                          ({"kind": "red_committee", "subject_kind": "committee", "subject_id": own_committee(world, "abroad")["id"]}, "star_subject_unknown"), ({"stars": 6}, "invalid_body")):
        assert one.post(STARS, {**new_rating(seat["id"]), **members}, expect=422).code == code


def test_one_rating_stands_however_many_decide_at_once(world):
    where = own_estate(world)
    granted(world, subject_id=where["id"])
    more = rating(world, subject_id=where["id"], stars=5)
    answers, clients = [], [officer(world, "near") for _ in range(4)]
    threads = [threading.Thread(target=lambda one=one: answers.append(one.post(f"{STARS}/{more['id']}/decide", {"grants": True, "reason": "考评达标"}).status)) for one in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200, 409, 409, 409]
    assert [row["id"] for row in world.anyone.pages(STARS, {"subject_id": where["id"], "state": "granted"})] == [more["id"]]
