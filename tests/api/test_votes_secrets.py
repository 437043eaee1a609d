"""K20: what a vote tells of whom: to the firm, to officials, to owners, to everybody; ballots on paper by two persons; K19: the maintenance fund in emergencies."""
import decimal
import threading
import types

import pytest
from things.estates import committee, estate, officer, today
from things.votes import SECRET, act, application, cast, code, community, hashed, motion, new_application, new_motion, objection, past, street, voters
from test_votes import own_estate, proof_of, verified

ROLES = ("district", "street", "community", "company", "hotline", "platform", "public")
HIDDEN = ("vote_voters", "vote_units", "vote_marks", "vote_ballots", "vote_entries", "vote_chains", "vote_papers", "vote_paper_entries")


def enter(client, one, number, choice="for", expect=201, **members):
    value = {"choice": choice, **({} if "unit" in members else {"code": code(number)}), **members}
    return client.post(f"/v1/motions/{one['id']}/paper-ballots", value, expect=expect)


def test_no_role_reads_who_may_vote_who_has_and_what(world):
    """K20: not by any statement: the tables are no role's. Who put a motion and who objects is told by no column."""
    for role in ROLES:
        connection = world.cluster.connect(user=f"wuye_{role}")
        try:
            asked = [(table, "*") for table in HIDDEN] + [("motions", "created_by"), ("vote_objections", "code_hash"), ("vote_objections", "decided_by")]
            for table, column in asked:
                with connection.cursor() as cursor, pytest.raises(Exception, match="permission denied"):
                    cursor.execute(f"select {column} from {table}")
                connection.rollback()
        finally:
            connection.close()


def test_the_firm_reads_what_everybody_reads(world):
    one = motion(world, "publicised", choices=["for", "against", "abstain"])
    company = world.caller("company.one@150202")
    for asked in ("", "/proof"):
        assert company.get(f"/v1/motions/{one['id']}{asked}", expect=200).body == world.anyone.get(f"/v1/motions/{one['id']}{asked}", expect=200).body
    for asked in ("units", "objections", "paper-ballots"):
        company.get(f"/v1/motions/{one['id']}/{asked}", expect=403)
    said = company.get(f"/v1/motions/{one['id']}/proof").body.decode() + company.get(f"/v1/motions/{one['id']}").body.decode() + company.get("/v1/motions").body.decode()
    assert "1-0-0" not in said and "V0" not in said


def test_while_a_vote_is_open_nobody_reads_a_count_nor_a_choice(world):
    for secret in (True, False):
        one = motion(world, "open", secret=secret)
        before = world.anyone.get(f"/v1/motions/{one['id']}", expect=200)
        cast(world, one, 1, "against")
        after = world.anyone.get(f"/v1/motions/{one['id']}", expect=200)
        assert after.body == before.body and after.header("ETag") == before.header("ETag")
        units = community(world).pages(f"/v1/motions/{one['id']}/units")
        assert [(u["unit"], u["voted"], u["via"], u["choice"]) for u in units] == [("1-0-0", False, None, None), ("1-1-0", True, "online", None), ("1-2-0", False, None, None)]
        assert [u["unit"] for u in community(world).pages(f"/v1/motions/{one['id']}/units", {"voted": "false"})] == ["1-0-0", "1-2-0"]
        officer(world, "near").get(f"/v1/motions/{one['id']}/proof", expect=404)
        assert community(world, "far").get(f"/v1/motions/{one['id']}/units", expect=404)


def test_of_an_open_vote_authorities_and_owners_read_who_chose_what_once_it_is_closed(world):
    one = motion(world, "publicised", secret=False, choices=["for", "against", None])
    units = {u["unit"]: u["choice"] for u in community(world).pages(f"/v1/motions/{one['id']}/units")}
    assert units == {"1-0-0": "for", "1-1-0": "against", "1-2-0": None}
    own = world.anyone.post(f"/v1/motions/{one['id']}/own-ballot", {"code": code(2)}, expect=200).json
    assert own["ballots"] == [{"unit": "1-0-0", "choice": "for"}, {"unit": "1-1-0", "choice": "against"}] and not own["voted"]
    assert world.anyone.post(f"/v1/motions/{one['id']}/own-ballot", {"code": code(8)}, expect=422).code == "vote_code_unknown"
    assert verified(proof_of(world, one)) == "the same"


def test_of_a_secret_vote_the_code_alone_does_not_tell_the_choice(world):
    """Whoever printed the letters has the codes; the secret is the voter's."""
    one = motion(world, "publicised", choices=["for", "against", "abstain"])
    assert {u["choice"] for u in officer(world, "near").pages(f"/v1/motions/{one['id']}/units")} == {None}
    for said in ({"code": code(1)}, {"code": code(1), "secret": "what somebody has made up"}):
        own = world.anyone.post(f"/v1/motions/{one['id']}/own-ballot", said, expect=200).json
        assert (own["voted"], own["via"], own["choice"], own["receipt"], own["nonce"], own["ballots"]) == (True, "online", None, None, None, None)
        assert (own["area_m2"], own["units"]) == ("90.50", [{"unit": "1-1-0", "area_m2": "90.50"}])
    own = world.anyone.post(f"/v1/motions/{one['id']}/own-ballot", {"code": code(1), "secret": SECRET}, expect=200).json
    assert own["choice"] == "against" and own["receipt"] and own["nonce"]
    assert own["nonce"] == hashed(f"nonce:{one['id']}:{code(1)}:{SECRET}")
    assert verified(proof_of(world, one), own["receipt"], own["nonce"]) == "the same"
    assert verified(proof_of(world, one), own["receipt"], own["nonce"][::-1]) == "not what was published: own ballot"


def test_nothing_kept_of_a_secret_vote_ties_a_ballot_to_a_voter(world):
    """Neither a column nor the order, nor the transaction in which rows were written."""
    one = motion(world, "publicised", areas=["100.00"] * 9, choices=["for", "against", "abstain"] * 3)
    ballots = world.cluster.query("select receipt, code_hash, xmin::text as written, ctid::text as place from vote_ballots where motion_id = %s order by ctid", (one["id"],))
    assert {row["code_hash"] for row in ballots} == {None} and [row["receipt"] for row in ballots] == sorted(row["receipt"] for row in ballots)
    assert len({row["written"] for row in ballots}) == 1
    entries = world.cluster.query("select * from vote_entries where motion_id = %s", (one["id"],))
    assert set(entries[0]) == {"district_code", "motion_id", "seq", "entry", "link"}
    times = world.cluster.query("select table_name from information_schema.columns where table_name like 'vote\\_%%' and data_type like 'timestamp%%' and table_name not like 'vote\\_objection%%'")
    assert times == []


def test_the_audit_keeps_neither_codes_nor_choices(world):
    """Who votes with a token leaves that he asked, not what; his answer is without what ties the ballot to him, and is not kept for a retry."""
    one = motion(world, "open")
    company = world.caller("company.one@150202")
    answer = company.post(f"/v1/motions/{one['id']}/cast", {"code": code(0), "secret": SECRET, "choice": "against"}, headers={"Idempotency-Key": f"vote {one['id']}"}, expect=200).json
    assert (answer["receipt"], answer["nonce"]) == (None, None)
    enter(community(world), one, 1, "against")
    kept = world.cluster.query("select operation, detail::text as detail from audit_log where operation in ('addMotionVoters', 'castBallot', 'enterPaperBallot')")
    assert {"addMotionVoters", "castBallot", "enterPaperBallot"} <= {row["operation"] for row in kept}
    assert world.cluster.query("select from idempotency_keys where operation = 'castBallot'") == []
    said = "".join(row["detail"] or "" for row in kept)
    assert "against" not in said and code(0) not in said and code(1) not in said and "1-0-0" not in said and hashed(f"voter:{code(0)}") not in said
    assert world.anyone.post(f"/v1/motions/{one['id']}/own-ballot", {"code": code(0), "secret": SECRET}, expect=200).json["choice"] == "against"


def shown_areas(proof):
    shown = [line.split("\t") for line in proof["ballots_text"].splitlines()]
    assert all((line[4] == "-") == (line[5] == "-") for line in shown)
    return sorted(line[4] for line in shown)


# (area, choice) of every ballot, and which areas are shown where at least ten stay sealed or none.
MIXED, APART = [("100.00", choice) for choice in ("for", "for", "against", "for", "abstain", "for")], [(f"{60 + n}.{n:02}", "against" if n % 2 else "for") for n in range(10)]
CROWDS = {
    "a crowd that differs is shown": (MIXED, ["100.00"] * 6),
    "a crowd of one mind is not, nor any with it: the sum would tell": (MIXED + [("66.00", "for")] * 5, []),
    "the one who differs would know of all others": ([("100.00", "for")] * 5 + [("100.00", "against")], []),
    "one of an area of its own stays sealed, and all with it": (MIXED + [("217.43", "against")], []),
    "many of which each choice has a crowd stay sealed alone": (MIXED + APART, ["100.00"] * 6),
    "few of one choice among them are told by the sum": (MIXED + APART + [("217.43", "abstain")], []),
    "too few together": (MIXED + APART[:9], []),
}


@pytest.mark.parametrize("said", CROWDS)
def test_an_area_that_would_tell_whose_ballot_it_is_stays_sealed(world, said):
    """K20: in a secret vote; neither an area nor a sum tells what one of the electorate, whose areas are known, has chosen. What is sealed adds up by choice."""
    ballots, shown = CROWDS[said]
    areas, choices = [area for area, _ in ballots], [choice for _, choice in ballots]
    world.cluster.query("insert into district_rules (district_code, domain, name, value, unit, basis, effective_from) values ('150202', 'vote', 'vote_sealed_crowd', 10, 'people', '试验', '2020-01-01') returning 1")
    try:
        one = motion(world, "publicised", areas=areas, choices=choices)
    finally:
        world.cluster.query("delete from district_rules where district_code = '150202' and name = 'vote_sealed_crowd' returning 1")
    proof = proof_of(world, one)
    assert shown_areas(proof) == sorted(shown + ["-"] * (len(areas) - len(shown)))
    for choice in ("for", "against", "abstain"):
        sealed = sum(decimal.Decimal(area) for area, c in ballots if c == choice and area not in shown)
        assert decimal.Decimal(proof[f"sealed_{choice}_m2"]) == sealed
    assert verified(proof) == "the same"


def test_the_proof_of_an_open_vote_tells_the_firm_no_more_than_of_a_secret_one(world):
    """K20: whoever runs the estate knows what area each unit has; who chose what is for the owners and the authorities."""
    one = motion(world, "publicised", areas=["100.00", "217.43"], choices=["for", "against"], secret=False)
    proof = proof_of(world, one)
    assert shown_areas(proof) == ["-", "-"] and verified(proof) == "the same"
    assert (proof["sealed_for_m2"], proof["sealed_against_m2"], proof["sealed_abstain_m2"]) == ("100.00", "217.43", "0.00")
    crowd = motion(world, "publicised", areas=["100.00"] * 6, choices=["for", "for", "against", "for", "abstain", "for"], secret=False)
    assert shown_areas(proof_of(world, crowd)) == ["100.00"] * 6
    owners = [{"unit": "1-0-0", "choice": "for"}, {"unit": "1-1-0", "choice": "against"}]
    assert world.anyone.post(f"/v1/motions/{one['id']}/own-ballot", {"code": code(1)}, expect=200).json["ballots"] == owners
    assert [{"unit": u["unit"], "choice": u["choice"]} for u in community(world).pages(f"/v1/motions/{one['id']}/units")] == owners


def test_a_nonce_that_is_told_opens_the_receipt(world):
    """Of an open vote the code tells choice and receipt; the nonce is made from the secret as well, and of a ballot on paper there is none to tell."""
    one = motion(world, "open", secret=False)
    kept = cast(world, one, 0, "against").json
    for client in (community(world), street(world)):
        enter(client, one, 1, unit="1-1-0")

    def own(number, **members):
        return world.anyone.post(f"/v1/motions/{one['id']}/own-ballot", {"code": code(number), **members}, expect=200).json
    assert (own(0)["choice"], own(0)["receipt"], own(0)["nonce"]) == ("against", kept["receipt"], None)
    assert own(0, secret="what somebody has made up")["nonce"] is None and own(0, secret=SECRET)["nonce"] == kept["nonce"]
    for said in (own(1), own(1, secret=SECRET)):
        assert (said["choice"], said["via"], said["nonce"]) == ("for", "paper", None) and said["receipt"]


def test_a_token_reads_nothing_that_ties_a_ballot_to_it(world):
    one = motion(world, "open", secret=False)
    kept = cast(world, one, 0, "against").json
    assert kept["receipt"] and kept["nonce"]
    for client in (world.caller("company.one@150202"), officer(world, "near")):
        own = client.post(f"/v1/motions/{one['id']}/own-ballot", {"code": code(0), "secret": SECRET}, expect=200).json
        assert (own["voted"], own["choice"], own["receipt"], own["nonce"]) == (True, None, None, None)


def test_a_draft_is_for_the_authorities_of_the_place(world):
    """Nobody else is told of it by its address, by the list or by a count."""
    one = motion(world)
    where = f"/v1/motions/{one['id']}"
    def listed(client):
        return [item["id"] for item in client.get("/v1/motions", {"estate_id": one["estate"]["id"], "count": "true"}, expect=200).json["items"]]
    for client in (community(world), street(world), officer(world, "near")):
        assert client.get(where, expect=200).json["state"] == "draft" and listed(client) == [one["id"]]
    strangers = [community(world, "far"), street(world, "far"), world.caller("company.one@150202"), world.role("hotline"), world.role("platform"), world.anyone, officer(world, "abroad")]
    for client in strangers:
        assert client.get(where, expect=404) and listed(client) == []
    act(community(world), one, "notify")
    for client in strangers[:-1]:
        assert client.get(where, expect=200) and listed(client) == [one["id"]]
    strangers[-1].get(where, expect=404)


def test_papers_that_are_not_in_at_the_closing_are_forgotten(world):
    """What one person has entered does not count, and nothing of it is kept."""
    one = motion(world, "open")
    enter(community(world), one, 0, "against"), enter(community(world), one, 1, "for"), enter(street(world), one, 1, "against")
    past(world, one, opens_on=today(-3), closes_on=today(-1))
    result = act(community(world), one, "close").json["result"]
    assert (result["for_heads"], result["against_heads"], result["abstain_heads"]) == (0, 0, 0)
    assert {p["state"] for p in community(world).pages(f"/v1/motions/{one['id']}/paper-ballots")} == {"overtaken"}
    assert world.cluster.query("select e.choice from vote_paper_entries e join vote_papers p on p.id = e.paper_id where p.motion_id = %s", (one["id"],)) == [{"choice": None}] * 3


def test_a_ballot_on_paper_is_entered_by_two_who_agree(world):
    one = motion(world, "open")
    first = enter(community(world), one, 0, "against", proxy_document="委托书2026-17").json
    assert (first["state"], first["entries"], first["receipt"], first["unit"], first["proxy_document"]) == ("pending", 1, None, None, "委托书2026-17")
    assert enter(community(world), one, 0, "against", expect=409).code == "separation_of_duties"
    second = enter(street(world), one, 0, "against").json
    assert (second["id"], second["state"], second["entries"]) == (first["id"], "cast", 2) and second["receipt"]
    assert cast(world, one, 0, expect=409).code == "vote_cast_already" and enter(street(world), one, 0, expect=409).code == "vote_cast_already"
    assert world.cluster.query("select choice from vote_paper_entries where paper_id = %s", (first["id"],)) == [{"choice": None}] * 2
    assert enter(street(world), one, 9, expect=422).code == "vote_code_unknown"
    assert enter(street(world), one, 1, unit="1-1-0", expect=422).code == "vote_paper_unnamed"
    assert enter(street(world), one, 1, unit="1-1-0", code=code(1), expect=422).code == "vote_paper_unnamed"
    past(world, one, opens_on=today(-3), closes_on=today(-1))
    assert enter(street(world), one, 1, expect=409).code == "state_conflict"
    proof = proof_of(world, act(community(world), one, "close").json)
    assert second["receipt"] in proof["ballots_text"] and proof["against_heads"] == 1 and verified(proof) == "the same"


def test_a_ballot_on_paper_looks_like_any_other(world):
    """Of a secret vote: neither a column of the ballot nor an answer kept for a retry says that it was on paper, of which few there may be."""
    one = motion(world, "open")
    cast(world, one, 1)
    for client in (community(world), street(world)):
        client.post(f"/v1/motions/{one['id']}/paper-ballots", {"code": code(0), "choice": "against"}, headers={"Idempotency-Key": f"paper {one['id']}"}, expect=201)
    ballots = world.cluster.query("select * from vote_ballots where motion_id = %s", (one["id"],))
    assert len(ballots) == 2 and {(name, value is None) for name, value in ballots[0].items()} == {(name, value is None) for name, value in ballots[1].items()}
    assert world.cluster.query("select from idempotency_keys where operation = 'enterPaperBallot'") == []


def test_entries_that_differ_are_held_for_a_third(world):
    one = motion(world, "open", secret=False)
    deputy = world.caller("street.heping@150202")
    enter(community(world), one, 0, "for", unit="1-0-0")
    assert enter(deputy, one, 0, "against", unit="1-0-0").json["state"] == "held"
    held = community(world).get(f"/v1/motions/{one['id']}/paper-ballots?state=held", expect=200).json["items"]
    assert [(p["unit"], p["state"], p["entries"], p["entered_by_me"]) for p in held] == [("1-0-0", "held", 2, True)]
    assert enter(deputy, one, 0, "for", unit="1-0-0", expect=409).code == "separation_of_duties"
    # A third: whoever of the two is somebody else by now.
    world.cluster.query("update vote_paper_entries set entered_by = gen_random_uuid() where paper_id = %s and position = 2 returning 1", (held[0]["id"],))
    assert enter(deputy, one, 0, "for", unit="1-0-0").json["state"] == "cast"
    enter(community(world), one, 1, "for", unit="1-1-0")
    cast(world, one, 1, "against")  # online first
    assert enter(deputy, one, 1, "for", unit="1-1-0", expect=409).code == "vote_cast_already"
    assert {p["state"] for p in community(world).pages(f"/v1/motions/{one['id']}/paper-ballots")} == {"cast", "overtaken"}
    past(world, one, opens_on=today(-3), closes_on=today(-1))
    result = act(community(world), one, "close").json["result"]
    assert (result["for_heads"], result["against_heads"]) == (1, 1)


def test_paper_and_online_at_once_is_one_ballot(world):
    one, units = motion(world, "open", areas=["70.00"] * 12), range(12)
    for number in units:
        enter(community(world), one, number, "against")
    answers = []
    threads = [threading.Thread(target=lambda call=call, number=number: answers.append((number, call(number)))) for number in units
               for call in (lambda n: enter(street(world), one, n, "against", expect=None), lambda n: cast(world, one, n, "for", expect=None))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(number for number, answer in answers if answer.status in (200, 201)) == list(units)
    assert {answer.code for _, answer in answers if answer.status == 409} <= {"vote_cast_already"}
    proof = proof_of(world, act(community(world), one, "close").json)
    assert proof["for_heads"] + proof["against_heads"] == 12 and proof["intact"] and verified(proof) == "the same"


def test_closing_and_voting_at_once_loses_no_ballot(world):
    one, answers = motion(world, "open", areas=["70.00"] * 40), []
    threads = [threading.Thread(target=lambda number=number: answers.append(cast(world, one, number, expect=None).status)) for number in range(40)]
    for thread in threads[:20]:
        thread.start()
    closing = threading.Thread(target=lambda: [act(community(world), one, "close", expect=None) for _ in range(3)])
    closing.start()
    for thread in threads[20:]:
        thread.start()
    for thread in [*threads, closing]:
        thread.join()
    now = world.anyone.get(f"/v1/motions/{one['id']}", expect=200).json
    one = now if now["state"] == "publicised" else act(community(world), past(world, one, opens_on=today(-2), closes_on=today(-1)), "close").json
    assert one["result"]["for_heads"] == answers.count(200) == 40


def test_k19_what_is_on_the_list_needs_no_vote(world):
    """K19: an emergency of the list is applied for by the committee, or by the street or community; the district decides, another person; what was used is within what was approved."""
    place = own_estate(world)
    by, district = community(world), officer(world, "near")
    assert by.post("/v1/maintenance-applications", new_application(place, applicant="committee"), expect=422).code == "vote_no_committee"
    committee(types.SimpleNamespace(world=world), "near", place, status="normal")
    one = by.post("/v1/maintenance-applications", new_application(place, applicant="committee"), expect=201).json
    where = f"/v1/maintenance-applications/{one['id']}"
    assert by.post(f"{where}/start", {}, expect=409).json["state"] == "proposed"
    assert street(world).get(where, expect=200).json == one and community(world, "far").get(where, expect=404)
    assert district.post(f"{where}/decide", {"decision": "approved", "reason": "符合清单"}, expect=200).json["state"] == "approved"
    assert by.post(f"{where}/start", {"started_on": today(1)}, expect=422).code == "day_in_the_future"
    by.post(f"{where}/start", {"started_on": today(-1)}, expect=200)
    assert by.post(f"{where}/close", {"used": "86000.01", "outcome": "检验合格"}, expect=409).code == "maintenance_over_estimate"
    assert by.post(f"{where}/close", {"used": "85000.00", "outcome": "检验合格", "closed_on": today(-2)}, expect=422).code == "maintenance_day_before"
    closed = by.post(f"{where}/close", {"used": "86000.00", "outcome": "检验合格"}, expect=200).json
    assert (closed["state"], closed["used"], closed["closed_on"], closed["started_on"]) == ("closed", "86000.00", today(), today(-1))
    assert by.post(f"{where}/close", {"used": "1.00", "outcome": "再次"}, expect=409).json["state"] == "closed"
    assert district.post(f"/v1/maintenance-applications/{application(world)['id']}/decide", {"decision": "refused", "reason": "非紧急"}, expect=200).json["state"] == "refused"
    mine = application(world)
    world.cluster.query("update maintenance_applications set proposed_by = %s where id = %s returning 1", (str(world.register.account("district.officer@150202")["id"]), mine["id"]))
    assert district.post(f"/v1/maintenance-applications/{mine['id']}/decide", {"decision": "approved", "reason": "自批"}, expect=409).code == "separation_of_duties"


def test_k19_what_is_not_on_the_list_needs_a_motion_that_has_passed(world):
    """K19: not on the list: a motion on the fund's use, of the estate, in effect and passed; spent once."""
    by, place = community(world), own_estate(world)
    def ask(**members):
        return by.post("/v1/maintenance-applications", new_application(place, **{"item": None, **members}))
    assert ask(estimate="0.00").code == "invalid_body"
    assert ask().code == "maintenance_ground_missing" and ask(item="garden").code == "maintenance_vote_required"
    passed = motion(world, "effective", estate_id=place)
    assert passed["result"]["passed"]
    assert ask(item="elevator", motion_id=passed["id"]).code == "maintenance_ground_missing"
    for other in (motion(world, "publicised", estate_id=place), motion(world, "effective", estate_id=place, choices=["against"] * 3), motion(world, "effective"),
                  motion(world, "effective", estate_id=place, matter="other")):
        assert ask(motion_id=other["id"]).code == "maintenance_vote_required"
    one = ask(motion_id=passed["id"])
    assert (one.status, one.json["motion_id"], one.json["item"]) == (201, passed["id"], None)
    again = ask(motion_id=passed["id"])
    assert (again.status, again.code) == (409, "maintenance_motion_used")
    officer(world, "near").post(f"/v1/maintenance-applications/{one.json['id']}/decide", {"decision": "refused", "reason": "材料不全"}, expect=200)
    assert ask(motion_id=passed["id"]).status == 201


def test_k19_the_list_of_emergencies_is_that_of_the_day(world):
    """K19: what was on the list or will be is not what is; both are asked of the day on which the fund is applied for."""
    for position, (item, first, last) in enumerate([("was_listed", today(-30), today()), ("is_listed", today(), today(1)), ("will_be_listed", today(1), None)], 900):
        world.cluster.query("insert into codes (list_code, code, position, zh, en, source, effective_from, effective_to) values ('maintenance_emergency', %s, %s, '试验', 'Trial', 'test', %s, %s) returning 1",
                            (item, position, first, last))
    try:
        place = own_estate(world)
        said = {item: community(world).post("/v1/maintenance-applications", new_application(place, item=item)) for item in ("was_listed", "is_listed", "will_be_listed")}
    finally:
        world.cluster.query("delete from codes where list_code = 'maintenance_emergency' and source = 'test' returning 1")
    assert {item: answer.status for item, answer in said.items()} == {"was_listed": 422, "is_listed": 201, "will_be_listed": 422}
    assert {said[item].code for item in ("was_listed", "will_be_listed")} == {"maintenance_vote_required"}


def test_c15_the_owners_vote_is_the_consent_to_a_removal(world, samples):
    """C15: the counts of a removal case are those of a vote on it that is in effect; others are refused."""
    from things.contract_records import vote
    from things.contracts import HANDS, bring
    contract = bring(samples, "filed")
    client = world.caller(HANDS["near"][1])
    case = client.post(f"/v1/contracts/{contract['id']}/removal-cases", {"trigger": "violation", "grounds": "违法违规"}, expect=201).json
    one = motion(world, "effective", estate_id=contract["estates"][0]["id"], matter="firm_removal", contract_id=contract["id"], choices=["for", "for", "against"])
    said = vote(assembly_on=today(), households_for=2, households_voted=3, households_all=3, area_for_m2="170.50", area_voted_m2="270.50", area_all_m2="270.50", motion_id=one["id"])
    where = f"/v1/removal-cases/{case['id']}"
    unfit = [motion(world, state, estate_id=contract["estates"][0]["id"], matter="firm_removal", choices=["for", "for", "against"], **members)
             for state, members in (("effective", {}), ("publicised", {"contract_id": contract["id"]}))]
    for wrong in ({"households_all": 4}, {"area_for_m2": "170.51"}, {"assembly_on": today(-1)}, *({"motion_id": other["id"]} for other in unfit), {"motion_id": motion(world, "effective")["id"]}):
        assert client.post(f"{where}/vote", {**said, **wrong}, expect=422).code == "vote_motion_unfit"
    done = client.post(f"{where}/vote", said, expect=200).json
    assert (done["state"], done["motion_id"]) == ("consented", one["id"]) and client.get(where, expect=200).json == done
