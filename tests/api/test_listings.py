"""挂牌督办 (H01, H02, E08, E09): an estate is listed until its rectification is accepted; who decides, who reads what of it."""
import threading

import pytest
from things.closing import community, street
from things.estates import estate, officer, today
from things.listings import SPONSOR, WHERE, decision, judged, listing, new_listing, place_to_list, proposed, ranking, step
from things.rankings import complaint, published
from things.rulebooks import deputy


@pytest.fixture
def district(world):
    return officer(world, "near")


@pytest.fixture
def one(world):
    return street(world)


def decide(client, thing, expect=200, **members):
    return client.post(f"{WHERE}/{thing['id']}/decision", decision(**members), expect=expect)


def ids(client, **query):
    return {row["id"] for row in client.pages(WHERE, query)}


def counts(client, **query):
    return {row["street_code"]: row for row in client.pages("/v1/supervision-listing-counts", {"day_from": today(-5000), "day_before": today(1), **query})}


def test_h01_an_estate_is_listed_until_it_is_accepted_round_after_round(world, district, one):
    """H01, H02: proposed by one, decided by another, put right by the street, accepted by the supervising office or not."""
    thing = proposed(world)
    assert (thing["state"], thing["listed_on"], thing["round"], thing["proposed_role"]) == ("proposed", None, 1, "street")
    thing = decide(district, thing).json
    assert (thing["state"], thing["listed_on"], thing["due_on"], thing["sponsor_unit"], thing["overdue"]) == ("listed", today(), today(30), SPONSOR, False)
    assert step(one, thing, "progress", 409).json["state"] == "listed" and judged(district, thing, expect=409).code == "state_conflict"
    step(one, thing, "start")
    step(one, thing, "progress", note="已清理消防通道", happened_on=today())
    step(one, thing, "request")
    rejected = judged(district, thing, "reject", finding="仍有两处未整改", due_on=today(60)).json
    assert (rejected["state"], rejected["round"], rejected["due_on"], rejected["finding"], rejected["accepted_on"]) == ("rejected", 2, today(60), "仍有两处未整改", None)
    assert step(one, thing, "request", 409).json["state"] == "rejected"
    step(one, thing, "start")
    step(one, thing, "request")
    done = judged(district, thing).json
    assert (done["state"], done["round"], done["accepted_on"], done["acceptance_office"], done["overdue"]) == ("accepted", 2, today(), "区委督查考核办", False)
    assert [row["action"] for row in one.pages(f"{WHERE}/{thing['id']}/events")] == ["accept", "request", "start", "reject", "request", "progress", "start", "list", "propose"]
    for answer in (step(one, thing, "start", 409), judged(district, thing, expect=409), decide(district, thing, 409)):
        assert (answer.code, answer.json["state"]) == ("state_conflict", "accepted")


def test_h01_time_ends_no_listing(world, district):
    """H01: 未完成销号的，将继续挂牌: ten years after its day it is overdue, and listed."""
    thing = listing(world, "rectifying")
    world.cluster.query("update supervision_listings set proposed_at = proposed_at - interval '10 years', decided_at = decided_at - interval '10 years', listed_on = listed_on - 3650, "
                        "due_on = due_on - 3650, in_time_until = in_time_until - 3650 where id = %s returning id", (thing["id"],))
    old = district.get(f"{WHERE}/{thing['id']}", expect=200).json
    assert (old["state"], old["overdue"], old["accepted_on"], old["listed_on"]) == ("rectifying", True, None, today(-3650))
    assert thing["id"] in ids(district, overdue="true") and thing["id"] not in ids(district, overdue="false")
    assert district.post(WHERE, new_listing(old["estate"]["id"]), expect=409).code == "listed_already"
    step(street(world), thing, "request")
    late = judged(district, thing).json
    assert (late["state"], late["overdue"], late["accepted_on"]) == ("accepted", False, today())
    assert proposed(world, estate_id=old["estate"]["id"])["state"] == "proposed", "listed again"


def test_h01_who_proposes_does_not_decide_and_who_requests_does_not_accept(world, district):
    own = proposed(world, by=officer)
    assert decide(district, own, 409).code == "separation_of_duties"
    assert decide(deputy(world), own).json["state"] == "listed"
    requested = listing(world, "acceptance_requested")
    me = world.register.account("district.officer@150202")["id"]
    world.cluster.query("update supervision_listings set requested_by = %s where id = %s returning id", (str(me), requested["id"]))
    assert judged(district, requested, expect=409).code == "separation_of_duties" and judged(deputy(world), requested).json["state"] == "accepted"


def test_a_decision_is_whole(world, district):
    thing = proposed(world)
    assert decide(district, thing, 422, due_on=today(-1)).code == "listing_due_past"
    where = f"{WHERE}/{thing['id']}/decision"
    for value in ({"decision": "list"}, {"decision": "refuse"}, {"decision": "refuse", "reason": "理由", "due_on": today(3)}):
        assert district.post(where, value, expect=422).code == "listing_decision_incomplete"
    assert district.post(where, {"decision": "list", "due_on": today(3)}, expect=422).code == "listing_sponsor_missing"
    refused = district.post(where, {"decision": "refuse", "reason": "已自行整改"}, expect=200).json
    assert (refused["state"], refused["refused_reason"], refused["listed_on"]) == ("refused", "已自行整改", None)
    assert decide(district, thing, 409).json["state"] == "refused"
    waiting = listing(world, "acceptance_requested")
    assert judged(district, waiting, due_on=today(9), expect=422).code == "listing_decision_incomplete"
    assert judged(district, waiting, "reject", due_on=today(-1), expect=422).code == "listing_due_past"


def test_what_may_be_proposed(world, district, one):
    """E08: a leader's instruction, a group petition, an opinion event, with the complaints about the estate that it rests on."""
    world.post_ticket("hotline@150202", estate_code=world.own_estate("community.huanxi@150202")["code"])
    row = world.cluster.query("select id::text, estate_id::text, street_code from complaints where district_code = '150202' and community_code = %s and not confidential limit 1",
                              (world.register.account("community.huanxi@150202")["community_code"],))[0]
    thing = proposed(world, estate_id=row["estate_id"], reason="opinion", complaint_ids=[row["id"]], by=community)
    assert (thing["complaint_ids"], thing["reason"], thing["proposed_role"]) == ([row["id"]], "opinion", "community")
    other = estate_of(world, "near")
    assert one.post(WHERE, new_listing(other, complaint_ids=[row["id"]]), expect=422).code == "listing_complaint_unknown"
    assert one.post(WHERE, new_listing(row["estate_id"], reason="opinion"), expect=409).code == "listed_already"
    assert one.post(WHERE, new_listing(row["estate_id"], reason="petition_top3"), expect=422).code == "invalid_body"
    assert one.post(WHERE, new_listing(estate_of(world, "far")), expect=422).code == "estate_unknown"
    assert "13812345678" not in one.post(WHERE, new_listing(other, basis="来电13812345678反映"), expect=201).json["basis"]


def estate_of(world, place):
    return place_to_list(world, place)


def test_steps_are_of_the_street_and_the_sponsors_log_of_the_district(world, district, one):
    """H02: 区级包保单位负责督导压实."""
    thing = listing(world)
    assert step(district, thing, "start", 403).code == "listing_step_of_another" and step(one, thing, "supervise", 403).code == "listing_step_of_another"
    assert step(street(world, "far"), thing, "start", 404).code == "not_found"
    logged = step(district, thing, "supervise", note="包保单位到场督导").json
    assert (logged["unit"], logged["from_state"], logged["to_state"], logged["happened_on"]) == (SPONSOR, "listed", "listed", today())
    assert step(district, thing, "supervise", unit="区财政局").json["unit"] == "区财政局"
    assert step(one, thing, "start", 422, happened_on=today(1)).code == "day_in_the_future" and step(one, thing, "start", 422, happened_on=today(-1)).code == "listing_day_before"
    assert {row["unit"] for row in one.pages(f"{WHERE}/{thing['id']}/events", {"action": "supervise"})} == {SPONSOR, "区财政局"}


def test_a_listing_is_changed_until_it_is_accepted(world, district):
    thing = listing(world, published=False)
    where = f"{WHERE}/{thing['id']}"

    def change(version, expect=200, **members):
        return district.request("PATCH", where, json_body=members, headers={"If-Match": f'"{version}"'}, expect=expect)

    assert change(2, due_on=today(40), published=True).json["due_on"] == today(40)
    assert world.anyone.get(where, expect=200).json["due_on"] == today(40)
    assert change(2, 412, demands="其他").code == "precondition_failed" and change(3, 422, due_on=today(-1)).code == "listing_due_past"
    assert change(3, published=False, sponsor_unit="区财政局", demands=None).json["demands"] is None
    assert world.anyone.get(where, expect=404)
    assert [row["note"] for row in district.pages(f"{where}/events", {"action": "change"})] == [None, f"{today(30)} → {today(40)}"]
    done = listing(world, "accepted")
    assert district.request("PATCH", f"{WHERE}/{done['id']}", json_body={"published": False}, headers={"If-Match": '"5"'}, expect=409).json["state"] == "accepted"


def test_a_firm_reads_what_is_demanded_and_never_what_it_rests_on(world, district):
    """The firm that serves the estate has to put it right; who complained, and through whom, stays with the authorities."""
    thing = listing(world, "rectifying", "one", published=False, basis="机密来源甲反映")
    step(district, thing, "supervise", note="督导记录乙")
    company = world.caller("company.one@150202")
    shown = company.get(f"{WHERE}/{thing['id']}", expect=200)
    assert (shown.json["demands"], shown.json["basis"], shown.json["complaint_ids"], shown.json["proposed_role"], shown.json["state"]) == ("公开公共收益", None, None, None, "rectifying")
    assert shown.json["reason"] is None and thing["id"] not in ids(company, reason="group"), "that a group complained is none of its business"
    events = company.get(f"{WHERE}/{thing['id']}/events", expect=200)
    assert {row["action"] for row in events.json["items"]} == {"list", "start"}
    said = b"".join(answer.body for answer in (shown, events, company.get(WHERE), company.get(WHERE, headers={"Accept": "text/csv"}))).decode()
    assert not [secret for secret in ("机密来源甲", "督导记录乙", "决定理由丙") if secret in said]
    for hidden in (proposed(world, "one"), listing(world, "listed", "two", published=False), listing(world, "refused", "one")):
        assert company.get(f"{WHERE}/{hidden['id']}", expect=404)
    connection = world.cluster.connect(user="wuye_company")
    try:
        for column, table in (("basis", "supervision_listings"), ("reason", "supervision_listings"), ("proposed_by", "supervision_listings"), ("actor_id", "supervision_listing_events"), ("complaint_id", "supervision_listing_complaints")):
            with connection.cursor() as cursor, pytest.raises(Exception, match="permission denied"):
                cursor.execute(f"select {column} from {table}")
            connection.rollback()
    finally:
        connection.close()


def test_a_firm_that_left_reads_no_more_of_what_its_successor_does(world, district):
    thing = listing(world, "rectifying", "one", published=False)
    company = world.caller("company.one@150202")
    assert company.get(f"{WHERE}/{thing['id']}", expect=200).json["demands"] == "公开公共收益"
    world.cluster.query("begin; set constraints all deferred; update contracts c set terminated_on = %(day)s from contract_estates ce where ce.contract_id = c.id and ce.estate_id = %(estate)s; "
                        "update contract_estates m set service_period = c.service_period from contracts c where c.id = m.contract_id and m.estate_id = %(estate)s; commit",
                        {"day": today(-1), "estate": thing["estate"]["id"]})
    step(street(world, "one"), thing, "progress", note="新企业已进场")
    assert company.get(f"{WHERE}/{thing['id']}/events", expect=200).json["items"] == []
    shown = company.get(f"{WHERE}/{thing['id']}", expect=200).json
    assert (shown["demands"], shown["finding"], shown["state"]) == (None, None, "rectifying")


def test_the_public_reads_what_is_published_without_its_grounds(world, district):
    thing, hidden = listing(world, "rectifying"), listing(world, published=False)
    for reader in (world.anyone, world.role("hotline")):
        shown = reader.get(f"{WHERE}/{thing['id']}", expect=200).json
        assert (shown["estate"]["name"], shown["state"], shown["sponsor_unit"]) == ("试验小区", "rectifying", SPONSOR)
        assert not [name for name in ("reason", "basis", "demands", "finding", "firm", "proposed_role", "complaint_ids") if shown[name] is not None], shown
        assert reader.get(f"{WHERE}/{hidden['id']}", expect=404)
        assert thing["id"] not in ids(reader, reason="group"), "the filter does not tell the reason"
        assert thing["id"] in ids(reader, district_code="150202")
    assert world.role("platform").get(f"{WHERE}/{hidden['id']}", expect=200).json["basis"] is None


def test_e09_the_listed_rows_of_a_published_ranking_are_proposed_once(world, district):
    """E08, E09: once for an estate, a list and a quarter, whichever revision."""
    estates = [estate_of(world, "near") for _ in range(4)]
    first = ranking(world, estates)
    ask = {"ranking_id": first["id"]}
    assert district.post("/v1/supervision-listing-proposals", ask, expect=200).json == {"ranking_id": first["id"], "proposed": 3, "listings": 0}
    assert district.post("/v1/supervision-listing-proposals", ask, expect=200).json == {"ranking_id": first["id"], "proposed": 0, "listings": 3}
    rows = district.pages(WHERE, {"ranking_id": first["id"]})
    assert {row["estate"]["id"] for row in rows} == set(estates[:3]) and {(row["reason"], row["quarter"], row["state"]) for row in rows} == {("petition_top3", first["quarter"], "proposed")}
    assert any("第1名（10件）" in row["basis"] for row in rows)
    assert decide(district, rows[0], 409).code == "separation_of_duties"
    public = decide(deputy(world), rows[0], published=True).json
    assert world.anyone.get(f"{WHERE}/{public['id']}", expect=200).json["reason"] == "petition_top3"
    second = ranking(world, list(reversed(estates)), quarter=first["quarter"], revision=2)
    assert district.post("/v1/supervision-listing-proposals", ask, expect=409).code == "listing_ranking_superseded"
    assert district.post("/v1/supervision-listing-proposals", {"ranking_id": second["id"]}, expect=200).json["proposed"] == 1, "the one that the correction brought up"
    hotline = ranking(world, estates, kind="hotline", quarter=first["quarter"])
    assert district.post("/v1/supervision-listing-proposals", {"ranking_id": hotline["id"]}, expect=200).json["proposed"] == 3, "another list is another reason"
    assert district.post("/v1/supervision-listing-proposals", {"ranking_id": ranking(world, estates, published=False)["id"]}, expect=409).code == "listing_ranking_unpublished"
    assert district.post("/v1/supervision-listing-proposals", {"ranking_id": estates[0]}, expect=422).code == "listing_ranking_unknown"


def test_e08_what_was_frozen_and_published_is_what_is_proposed(world, district):
    """E08, E09: a quarter with a tie for the third place, frozen by one, published by another; a correction brings up one more."""
    own = [world.cluster.query("select id::text, code, district_code, street_code, community_code from estates where id = %s", (estate_of(world, "near"),))[0] for _ in range(5)]
    quarter = "2025-Q3"
    for one, many in zip(own, (5, 4, 2, 2, 1), strict=True):
        for _ in range(many):
            complaint(world, one, quarter)
    first = published(world, "near", "petition", quarter)
    assert first["listed"] == 4
    assert deputy(world).post("/v1/supervision-listing-proposals", {"ranking_id": first["id"]}, expect=200).json["proposed"] == 4
    rows = {row["estate"]["id"]: row for row in district.pages(WHERE, {"ranking_id": first["id"]})}
    assert set(rows) == {one["id"] for one in own[:4]} and {(row["reason"], row["quarter"]) for row in rows.values()} == {("petition_top3", quarter)}
    assert [rows[one["id"]]["basis"] for one in own[:4]] == [f"{quarter} 信访投诉量第{rank}名（{many}件）" for rank, many in ((1, 5), (2, 4), (3, 2), (3, 2))]
    assert decide(district, rows[own[0]["id"]]).json["state"] == "listed"
    for _ in range(6):
        complaint(world, own[4], quarter)
    second = published(world, "near", "petition", quarter, correction={"of": first["id"], "reason": "漏计六件"})
    assert district.post("/v1/supervision-listing-proposals", {"ranking_id": first["id"]}, expect=409).code == "listing_ranking_superseded"
    assert district.post("/v1/supervision-listing-proposals", {"ranking_id": second["id"]}, expect=200).json["proposed"] == 1, "what is listed already is not proposed again"
    assert [row["estate"]["id"] for row in district.pages(WHERE, {"ranking_id": second["id"]})] == [own[4]["id"]]
    frozen = deputy(world).post("/v1/rankings", {"list": "hotline", "quarter": quarter}, expect=201).json
    assert district.post("/v1/supervision-listing-proposals", {"ranking_id": frozen["id"]}, expect=409).code == "listing_ranking_unpublished"


def together(*calls):
    answers = []
    threads = [threading.Thread(target=lambda call=call: answers.append(call())) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_those_who_ask_at_once_propose_once_and_decide_once(world, district):
    ranked = ranking(world, [estate_of(world, "near") for _ in range(3)])
    answers = together(*[lambda client=client: client.post("/v1/supervision-listing-proposals", {"ranking_id": ranked["id"]}) for client in (district, deputy(world), district, deputy(world))])
    assert sorted(answer.json["proposed"] for answer in answers) == [0, 0, 0, 3]
    own = estate_of(world, "near")
    answers = together(*[lambda client=client: client.post(WHERE, new_listing(own)) for client in (district, street(world), community(world), deputy(world))])
    assert sorted(answer.status for answer in answers) == [201, 409, 409, 409]
    thing = listing(world, "acceptance_requested")
    answers = together(lambda: judged(district, thing, expect=None), lambda: judged(deputy(world), thing, "reject", expect=None))
    assert sorted(answer.status for answer in answers) == [200, 409]


def test_h01_listings_are_counted_for_performance(world, district):
    """H01: 纳入全区目标管理绩效考核: listed, open, overdue, accepted in time and late, by street and period."""
    far = street(world, "far")
    (before,) = counts(far).values()
    for state, days in (("listed", 5), ("rectifying", -5), ("accepted", 5), ("accepted", -5), ("proposed", None)):
        thing = listing(world, state, "far")
        if days is not None:
            world.cluster.query("update supervision_listings set due_on = %(day)s, in_time_until = %(day)s where id = %(id)s returning id", {"day": today(days), "id": thing["id"]})
    (after,) = counts(far).values()
    assert {name: after[name] - before[name] for name in ("listed", "open", "overdue", "accepted_in_time", "accepted_late")} == {
        "listed": 4, "open": 2, "overdue": 1, "accepted_in_time": 1, "accepted_late": 1}
    assert counts(far, day_before=today(100))[after["street_code"]]["overdue"] == after["overdue"], "what is to come is not overdue"
    assert counts(district)[after["street_code"]] == after and after["street_name"]
    assert {row["listed"] for row in counts(far, day_before=today()).values()} == {0}, "nothing was listed before today"


def passed(world, thing, days):
    """As if the day that was set for it had been so long ago."""
    world.cluster.query("update supervision_listings set due_on = %(day)s, in_time_until = %(day)s, listed_on = listed_on - 60 where id = %(id)s returning id", {"day": today(-days), "id": thing["id"]})


def put_off(district, thing):
    where = f"{WHERE}/{thing['id']}"
    version = district.get(where, expect=200).json["version"]
    return district.request("PATCH", where, json_body={"due_on": today(40)}, headers={"If-Match": f'"{version}"'}, expect=200).json


def test_h01_what_is_put_off_after_its_day_is_late_all_the_same(world):
    """H01: by a change, by a rejection, or both; past periods are counted as they were. What is put off in time is in time."""
    far, boss = street(world, "far"), officer(world, "far")
    (code,) = counts(far)
    told = lambda **query: {name: counts(far, **query)[code][name] for name in ("overdue", "accepted_in_time", "accepted_late")}  # noqa: E731
    late, rejected, early = (listing(world, "acceptance_requested", "far") for _ in range(3))
    before, past = told(), told(day_before=today(-1))
    passed(world, late, 5)
    passed(world, rejected, 5)
    then = told(day_before=today(-1))
    assert then["overdue"] == past["overdue"] + 2 and told()["overdue"] == before["overdue"] + 2
    assert put_off(boss, late)["due_on"] == today(40) and put_off(boss, early)["overdue"] is False
    assert judged(boss, rejected, "reject", due_on=today(60)).json["due_on"] == today(60)
    put_off(boss, rejected)
    assert told()["overdue"] == before["overdue"] + 2 and told(day_before=today(-1)) == then
    for action in ("start", "request"):
        step(far, rejected, action)
    for thing in (late, rejected, early):
        judged(boss, thing)
    assert {name: told()[name] - before[name] for name in before} == {"overdue": 0, "accepted_in_time": 1, "accepted_late": 2}
    assert told(day_before=today(-1)) == then
