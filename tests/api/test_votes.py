"""K20: what owners vote on, Civil Code art. 278 to the hundredth of a square metre, one ballot each, and a count that anybody can make again."""
import concurrent.futures
import decimal
import json
import pathlib
import subprocess
import sys
import threading
import time
import types

import pytest
from things.estates import committee, estate, today
from things.votes import SECRET, act, cast, code, community, hashed, motion, new_motion, objection, past, street, unhurried, voters

VERIFY = pathlib.Path(__file__).parents[1] / "replay/verify_vote.py"
DISTRICT = "district.officer@150202"


def own_estate(world, place="near"):
    return estate(types.SimpleNamespace(world=world), place)["id"]


def proof_of(world, one):
    return world.anyone.get(f"/v1/motions/{one['id']}/proof", expect=200).json


def verified(proof, *own):
    done = subprocess.run(["/usr/bin/python3", str(VERIFY), *own], input=json.dumps(proof), capture_output=True, text=True)
    return done.stdout.strip() if done.returncode == 0 else done.stderr.strip()


BALLOTS = """
do $do$
declare
    m motions := (select t from motions t where t.id = '%(id)s');
    said jsonb := '%(counts)s';
    link text := m.electorate_hash;
    links text[] := '{}';
    entry text;
begin
    perform set_config('enable_nestloop', 'off', true);
    create temporary table made on commit drop as
    select b.n, b.choice, v.code_hash, v.area_m2, vote_hash(b.n || ':choice') as choice_nonce, vote_hash(b.n || ':area') as area_nonce, b.n::text as nonce, ''::text as receipt, ''::text as entry
    from (select row_number() over (order by l.place, i) as n, l.value ->> 2 as choice from jsonb_array_elements(said) with ordinality l (value, place), generate_series(1, (l.value ->> 0)::integer) i) b
    join vote_voters v on v.district_code = m.district_code and v.motion_id = m.id and v.code_hash = vote_hash('voter:' || b.n) where b.choice is not null;
    update made set receipt = vote_receipt(choice_nonce, choice, area_nonce, area_m2);
    update made set entry = vote_hash(concat(nonce, ':entry:', receipt));
    insert into vote_marks select m.district_code, m.id, code_hash, 'online' from made;
    insert into vote_ballots select m.district_code, m.id, receipt, choice, area_m2, choice_nonce, area_nonce, null, case when not m.secret then code_hash end from made;
    for entry in select e.entry from made e order by e.n loop
        link := vote_hash(link || entry);
        links := links || link;
    end loop;
    insert into vote_entries select m.district_code, m.id, e.place, e.entry, links[e.place] from (select row_number() over (order by n) as place, made.entry from made) e;
    update vote_chains set ballots = cardinality(links), head = link where motion_id = m.id;
end $do$"""


def planted(world, matter, counts):
    """A motion that is closed, with ballots as castBallot leaves them, written all at once. counts: [(heads, area of each, choice or None), …]."""
    one, values = unhurried(world, community(world).post("/v1/motions", new_motion(own_estate(world), matter=matter), expect=201).json), {"counts": json.dumps(counts)}
    values["id"] = one["id"]
    world.cluster.query("insert into vote_voters select '150202', %(id)s::uuid, vote_hash(concat('voter:', row_number() over (order by l.place, i))), vote_hash(concat(%(id)s, row_number() over (order by l.place, i))), "
                        "(l.value ->> 1)::numeric from jsonb_array_elements(%(counts)s::jsonb) with ordinality l (value, place), generate_series(1, (l.value ->> 0)::integer) i returning 1", values)
    act(community(world), one, "notify"), act(street(world), one, "open")
    world.cluster.query(BALLOTS % values)
    past(world, one, opens_on=today(-8), closes_on=today(-1))
    return act(community(world), one, "close").json


# 3,000 units of 100 m², but where a hundredth is moved between those who do and do not: (matter, [(heads, area, choice)], quorate, passed).
HALF, QUARTERS = "firm_selection", "fund_raise"
BOUNDS = {
    "exactly two thirds take part": (HALF, [(1001, "100.00", "for"), (999, "100.00", "against"), (1000, "100.00", None)], True, True),
    "one head less than two thirds, more area": (HALF, [(1998, "100.00", "for"), (1, "200.00", "for"), (1000, "100.00", None), (1, "0.01", None)], False, False),
    "two thirds of heads, a hundredth of area less": (HALF, [(1999, "100.00", "for"), (1, "99.99", "for"), (999, "100.00", None), (1, "100.01", None)], False, False),
    "two thirds of heads, a hundredth of area more": (HALF, [(1999, "100.00", "for"), (1, "100.01", "for"), (999, "100.00", None), (1, "99.99", None)], True, True),
    "exactly half agree": (HALF, [(1500, "100.00", "for"), (1500, "100.00", "against")], True, False),
    "more than half of heads, exactly half of area": (HALF, [(1501, "100.00", "for"), (1498, "100.00", "against"), (1, "300.00", "against")], True, False),
    "exactly half of heads, more than half of area": (HALF, [(1499, "100.00", "for"), (1, "100.01", "for"), (1500, "100.00", "against")], True, False),
    "more than half of both by one head and a hundredth": (HALF, [(1500, "100.00", "for"), (1, "0.01", "for"), (1498, "100.00", "against"), (1, "200.00", "against")], True, True),
    "abstaining is taking part": (HALF, [(1500, "100.00", "for"), (1000, "100.00", "against"), (500, "100.00", "abstain")], True, False),
    "abstaining makes the quorum": (HALF, [(1001, "100.00", "for"), (999, "100.00", "abstain"), (1000, "100.00", None)], True, True),
    "exactly three quarters agree": (QUARTERS, [(2250, "100.00", "for"), (750, "100.00", "against")], True, True),
    "three quarters of heads, a hundredth of area less": (QUARTERS, [(2249, "100.00", "for"), (1, "99.99", "for"), (749, "100.00", "against"), (1, "100.01", "against")], True, False),
    "one head less than three quarters, more area": (QUARTERS, [(2248, "100.00", "for"), (1, "300.00", "for"), (751, "100.00", "against")], True, False),
    "three quarters of two thirds": (QUARTERS, [(1500, "100.00", "for"), (500, "100.00", "against"), (1000, "100.00", None)], True, True),
}


@pytest.mark.parametrize("said", BOUNDS)
def test_k20_thresholds_hold_to_the_head_and_to_the_hundredth(world, said):
    """K20, Civil Code art. 278: "two thirds or more" and "three quarters or more" include the share itself, "more than half" does not; of area and of heads alike."""
    matter, counts, quorate, passed = BOUNDS[said]
    one = planted(world, matter, counts)
    result = one["result"]
    assert one["state"] == "publicised" and one["electorate"]["heads"] == sum(heads for heads, _, _ in counts) == 3000
    for choice in ("for", "against", "abstain"):
        assert result[f"{choice}_heads"] == sum(heads for heads, _, c in counts if c == choice)
        assert decimal.Decimal(result[f"{choice}_area_m2"]) == sum(heads * decimal.Decimal(area) for heads, area, c in counts if c == choice)
    assert (result["quorate"], result["passed"]) == (quorate, passed)
    proof = proof_of(world, one)
    assert proof["intact"] and verified(proof) == "the same"


def test_k20_three_thousand_ballots_by_sixteen_threads_twice_each(world):
    """K20: one ballot for each owner, however often and wherever it is cast at once; the chain has them all; and it takes seconds."""
    units = 3000
    one = motion(world, "open", areas=["88.88"] * units)
    began = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda n: (n % units, world.anyone.post(f"/v1/motions/{one['id']}/cast", {"code": code(n % units), "secret": f"{SECRET} {n}", "choice": ("for", "against", "abstain")[n % 7 % 3]})),
                                [n for pair in zip(range(units), range(units, 2 * units)) for n in pair]))
    took = time.monotonic() - began
    print(f"{2 * units} requests, {units} ballots in {took:.1f} s", file=sys.stderr)
    kept = {n: answer for n, answer in answers if answer.status == 200}
    assert len(kept) == units and sum(answer.status == 200 for _, answer in answers) == units
    assert {(answer.status, answer.code) for _, answer in answers if answer.status != 200} == {(409, "vote_cast_already")}
    assert took < 120
    one = act(community(world), one, "close").json  # everybody has voted
    result = one["result"]
    assert result["for_heads"] + result["against_heads"] + result["abstain_heads"] == units and result["quorate"]
    proof = proof_of(world, one)
    assert proof["intact"] and verified(proof, kept[7].json["receipt"], kept[7].json["nonce"]) == "the same"
    assert {answer.json["receipt"] for answer in kept.values()} == {line.split("\t")[0] for line in proof["ballots_text"].splitlines()}


FORGED = {"a choice": "update vote_ballots set choice = case choice when 'for' then 'against' else 'for' end where motion_id = %s and receipt = (select min(receipt) from vote_ballots where motion_id = %s) returning 1",
          "an area": "update vote_ballots set area_m2 = area_m2 + 0.01 where motion_id = %s and receipt = (select min(receipt) from vote_ballots where motion_id = %s) returning 1",
          "a byte of a receipt": "update vote_ballots set receipt = translate(left(receipt, 1), '0123456789abcdef', '123456789abcdef0') || substr(receipt, 2) where motion_id = %s "
                                 "and receipt = (select min(receipt) from vote_ballots where motion_id = %s) returning 1",
          "a byte of an old entry": "update vote_entries set entry = translate(left(entry, 1), '0123456789abcdef', '123456789abcdef0') || substr(entry, 2) where motion_id = %s "
                                    "and seq = (select min(seq) from vote_entries where motion_id = %s) returning 1",
          "a ballot that is gone": "delete from vote_ballots where motion_id = %s and receipt = (select min(receipt) from vote_ballots where motion_id = %s) returning 1",
          "what the count comes to": "update motions set passed = not passed where id = %s and id = %s returning 1",
          "a count": "update motions set for_heads = for_heads + 1, against_heads = against_heads - 1 where id = %s and id = %s returning 1",
          "who may vote": "update vote_voters set area_m2 = area_m2 - 0.01 where motion_id = %s and code_hash = (select min(code_hash) from vote_voters where motion_id = %s) returning 1"}


@pytest.mark.parametrize("what", FORGED)
def test_k20_what_is_changed_afterwards_is_found(world, what):
    """K20: checkable: one byte of an old row, and neither the service nor a stranger finds what was published; the result is not confirmed."""
    one = motion(world, "publicised", areas=["100.00"] * 12, choices=["for", "against"] * 6)
    assert verified(proof_of(world, one)) == "the same"
    past(world, one, publicity_until=today(-1))
    world.cluster.query(FORGED[what], (one["id"], one["id"]))
    proof = proof_of(world, one)
    assert not proof["intact"] and verified(proof).startswith("not what was published")
    assert act(street(world), one, "confirm", expect=409).code == "vote_broken"


def test_k20_the_life_of_a_motion(world):
    """K20: notice, opening, closing, publicity and effect, each in its time and by whom it may."""
    by, other = community(world), street(world)
    one = by.post("/v1/motions", new_motion(own_estate(world), opens_on=today(14), closes_on=today(20)), expect=201).json
    world.cluster.query("delete from district_rules where district_code = '150202' and name = 'vote_notice_days' returning 1")
    assert act(by, one, "notify", expect=409).code == "vote_notice_too_short"
    past(world, one, opens_on=today(15))
    assert world.anyone.get(f"/v1/motions/{one['id']}", expect=404) and world.caller("company.one@150202").get(f"/v1/motions/{one['id']}", expect=404)
    one = act(by, one, "notify").json
    assert (one["state"], one["notified_on"], one["electorate"], one["rule"], one["result"]) == ("notified", today(), None, None, None)
    assert world.anyone.get(f"/v1/motions/{one['id']}", expect=200).json["title"] == one["title"]
    assert act(other, one, "open", expect=409).code == "vote_too_early"
    past(world, one, opens_on=today())
    assert act(other, one, "open", expect=409).code == "vote_nobody"
    act(by, one, "voters", {"voters": voters(["80.00", ["60.00", "30.50"], "100.00"])})
    assert cast(world, one, 0, expect=409).code == "state_conflict"
    assert act(by, one, "open", expect=409).code == "separation_of_duties"
    one = act(other, one, "open").json
    households = world.cluster.query("select households from estates where id = %s", (one["estate"]["id"],))[0]["households"]
    assert {name: one["electorate"][name] for name in ("heads", "area_m2", "units", "households")} == {"heads": 3, "area_m2": "270.50", "units": 4, "households": households}
    assert one["rule"] == {"quorum_part": 2, "quorum_of": 3, "quorum_over": False, "consent_part": 1, "consent_of": 2, "consent_over": True}
    assert act(by, one, "voters", {"voters": voters(["70.00"], first=9)}, expect=409).json["state"] == "open"
    assert act(by, one, "close", expect=409).code == "vote_still_open" and world.anyone.get(f"/v1/motions/{one['id']}/proof", expect=404)
    cast(world, one, 0), cast(world, one, 1)
    assert act(by, one, "withdraw", {"reason": "改期"}, expect=409).code == "state_conflict"
    past(world, one, opens_on=today(-7), closes_on=today(-1))
    assert cast(world, one, 2, expect=409).code == "state_conflict"
    one = act(by, one, "close").json
    assert (one["publicity_until"], one["result"]["for_heads"], one["result"]["for_area_m2"], one["result"]["quorate"], one["result"]["passed"]) == (today(7), 2, "170.50", False, False)
    assert act(other, one, "confirm", expect=409).code == "vote_publicity_running"
    said = objection(world, one, 2)
    again = world.anyone.post(f"/v1/motions/{one['id']}/objections", {"code": code(2), "text": "再说一次"})
    assert (again.status, again.code) == (409, "vote_objected_already")
    assert world.anyone.post(f"/v1/motions/{one['id']}/objections", {"code": code(77), "text": "外人"}, expect=422).code == "vote_code_unknown"
    past(world, one, publicity_until=today(-1))
    assert act(other, one, "confirm", expect=409).code == "vote_objections_open"
    other.post(f"/v1/vote-objections/{said['id']}/decide", {"decision": "dismissed", "answer": "核对无误"}, expect=200)
    one = act(other, one, "confirm").json
    assert (one["state"], one["effective_on"]) == ("effective", today())


def test_an_objection_that_is_upheld_makes_the_vote_void(world):
    one = motion(world, "publicised")
    said = objection(world, one)
    assert community(world).get(f"/v1/motions/{one['id']}/objections", expect=200).json["items"][0]["text"] == "本人未投票"
    decided = street(world).post(f"/v1/vote-objections/{said['id']}/decide", {"decision": "upheld", "answer": "代投未获委托"}, expect=200).json
    assert decided["state"] == "upheld"
    one = world.anyone.get(f"/v1/motions/{one['id']}", expect=200).json
    assert (one["state"], one["ended_reason"]) == ("void", "代投未获委托")
    own = motion(world, "publicised", estate_id=own_estate(world))
    world.cluster.query("update motions set created_by = %s where id = %s returning 1", (str(world.register.account("street.heping@150202")["id"]), own["id"]))
    mine = objection(world, own)
    assert street(world).post(f"/v1/vote-objections/{mine['id']}/decide", {"decision": "dismissed", "answer": "无"}, expect=409).code == "separation_of_duties"
    past(world, own, publicity_until=today(-1))
    assert act(street(world), own, "confirm", expect=409).code == "separation_of_duties"


def test_an_owner_is_one_head_and_a_unit_has_one_ballot(world):
    """K20: one owner of several units is one head; the developer's unsold units, too; nobody is named twice, no unit is two owners'."""
    by = community(world)
    one = motion(world, areas=["80.00"])
    assert act(by, one, "voters", {"voters": [{**voters(["70.00"], first=1)[0], "units": voters(["70.00"])[0]["units"]}]}, expect=409).code == "vote_unit_repeated"
    assert act(by, one, "voters", {"voters": [{**voters(["70.00"], first=1)[0], "code_hash": hashed(f"voter:{code(0)}")}]}, expect=409).code == "vote_code_repeated"
    for number in ("370123198001011234", "37012319800101123x", "370123800101123", "13800138000"):
        assert act(by, one, "voters", {"voters": [{**voters(["70.00"], first=1)[0], "voter": number}]}, expect=422).code == "vote_voter_named"
    assert act(by, one, "voters", {"voters": voters(["0.00"], first=1)}, expect=422).code == "invalid_body"
    twice = voters(["70.00"], first=1) + [{**voters(["60.00"], first=2)[0], "voter": "V1"}]
    assert act(by, one, "voters", {"voters": twice}, expect=422).code == "vote_voter_repeated"
    act(by, one, "voters", {"voters": voters([["0.01"] * 40], first=1)})
    act(by, one, "voters", {"voters": voters(["90.00"])})  # again: in its place
    assert [(u["unit"], u["area_m2"], u["owner_units"]) for u in by.pages(f"/v1/motions/{one['id']}/units", {"voted": "false"})][:2] == [("1-0-0", "90.00", 1), ("1-1-0", "0.01", 40)]
    act(by, one, "notify")
    one = act(street(world), one, "open").json
    assert (one["electorate"]["heads"], one["electorate"]["area_m2"]) == (2, "90.40")
    other = motion(world, areas=["80.00", "80.00"])
    act(by, other, "voters", {"voters": voters(["60.00"], first=5), "anew": True})
    assert [u["unit"] for u in by.pages(f"/v1/motions/{other['id']}/units")] == ["1-5-0"]


def test_nobody_makes_an_electorate_for_himself(world):
    """K20: whoever put the motion, or named one of those who may vote, does not open it."""
    one = motion(world, "notified")
    assert act(community(world), one, "open", expect=409).code == "separation_of_duties"
    act(street(world), one, "voters", {"voters": voters(["70.00"], first=7)})
    assert act(street(world), one, "open", expect=409).code == "separation_of_duties"
    world.cluster.query("update motions set created_by = gen_random_uuid() where id = %s returning 1", (one["id"],))
    assert act(community(world), one, "open", expect=409).code == "separation_of_duties"


def test_rules_that_change_after_the_opening_do_not_hold_for_it(world):
    one = motion(world, "open")
    before = world.cluster.query("select publicity_days, area_crowd, sealed_crowd from motions where id = %s", (one["id"],))
    names = ("vote_publicity_days", "vote_area_crowd", "vote_sealed_crowd")
    world.cluster.query("insert into district_rules (district_code, domain, name, value, basis, effective_from) select '150202', 'vote', n, 9, '试验', '2020-01-01' from unnest(%s) n returning 1", (list(names),))
    try:
        past(world, one, opens_on=today(-8), closes_on=today(-1))
        assert act(community(world), one, "close").json["publicity_until"] == today(before[0]["publicity_days"]) == today(7)
    finally:
        world.cluster.query("delete from district_rules where district_code = '150202' and name = any(%s) returning 1", (list(names),))
    assert world.cluster.query("select publicity_days, area_crowd, sealed_crowd from motions where id = %s", (one["id"],)) == before == [{"publicity_days": 7, "area_crowd": 5, "sealed_crowd": 40}]


def test_shares_are_of_the_district_and_of_the_day(world):
    """K20: what a matter takes is data with effective dates: the district's own rule before that of all, that of the day on which the vote opens and no other."""
    rules = [("covenant", -30, -1, 9), ("covenant", -1, 1, 4), ("covenant", 1, None, 8), ("rebuild", 1, None, 7), ("rebuild", -30, -1, 6)]
    for matter, first, last, share in rules:
        world.cluster.query("insert into vote_rules select '150202', %s, %s::date, %s::date, 1, %s, true, %s, %s, false, '试验' returning 1",
                            (matter, today(first), last and today(last), share, share - 1, share))
    own = {"quorum_part": 1, "quorum_of": 4, "quorum_over": True, "consent_part": 3, "consent_of": 4, "consent_over": False}
    assert motion(world, "open", matter="covenant")["rule"] == own
    law = {"quorum_part": 2, "quorum_of": 3, "quorum_over": False, "consent_part": 3, "consent_of": 4, "consent_over": False}
    assert motion(world, "open", matter="rebuild")["rule"] == law
    assert motion(world, "open", "abroad", matter="covenant")["rule"] == {**law, "consent_part": 1, "consent_of": 2, "consent_over": True}


def test_who_waited_goes_by_what_stands_when_it_is_his_turn(world):
    """A ballot that comes while the vote is being closed is refused, not lost: the state is read after the lock."""
    one, answers = motion(world, "open"), []
    connection = world.cluster.connect()
    waiting = threading.Thread(target=lambda: answers.append(cast(world, one, 0, expect=None)))
    try:
        with connection.cursor() as cursor:
            cursor.execute("begin")
            cursor.execute("select from vote_chains where motion_id = %s for update", (one["id"],))
            waiting.start()
            until = time.monotonic() + 20
            while not world.cluster.query("select from pg_stat_activity where %s = any(pg_blocking_pids(pid))", (connection.info.backend_pid,)):
                assert time.monotonic() < until and waiting.is_alive()
            cursor.execute("update motions set opens_on = %s, closes_on = %s where id = %s", (today(-8), today(-1), one["id"]))
            cursor.execute("commit")
    finally:
        connection.close()
        waiting.join()
    assert [(answer.status, answer.code) for answer in answers] == [(409, "state_conflict")]
    assert act(community(world), one, "close").json["result"]["for_heads"] == 0


def test_objections_end_with_publicity(world):
    one = motion(world, "publicised")
    past(world, one, publicity_until=today())
    objection(world, one, 0)
    past(world, one, publicity_until=today(-1))
    late = world.anyone.post(f"/v1/motions/{one['id']}/objections", {"code": code(1), "text": "迟到的异议"}, expect=409)
    assert (late.code, late.json["state"]) == ("state_conflict", "publicised")


def test_strangers_hold_nobody_up(world):
    """Who has no code is refused without waiting for those who vote, and leaves nothing behind."""
    one = motion(world, "open")
    kept = "select (select count(*) from audit_log) as audit, (select count(*) from vote_entries) as entries"
    before = world.cluster.query(kept)
    connection = world.cluster.connect()
    try:
        with connection.cursor() as cursor:
            cursor.execute("begin")
            cursor.execute("select from vote_chains where motion_id = %s for update", (one["id"],))
            assert cast(world, one, 77, expect=422).code == "vote_code_unknown"
    finally:
        connection.close()
    assert world.cluster.query(kept) == before


def test_who_convenes_and_which_contract_ends(world):
    by, place = community(world), own_estate(world)
    assert by.post("/v1/motions", new_motion(place, convener="committee"), expect=422).code == "vote_no_committee"
    committee(types.SimpleNamespace(world=world), "near", place, status="normal")
    assert by.post("/v1/motions", new_motion(place, convener="committee"), expect=201).json["convener"] == "committee"
    assert by.post("/v1/motions", new_motion(own_estate(world, "far")), expect=422).code == "estate_unknown"
    assert by.post("/v1/motions", new_motion(place, closes_on=today(-1)), expect=422).code == "vote_period_reversed"
    assert by.post("/v1/motions", new_motion(place, matter="firm_removal", contract_id=place), expect=422).code == "vote_contract_unfit"


def test_the_first_ballot_stands_and_a_retry_is_answered_the_same(world):
    one = motion(world, "open")
    first = cast(world, one, 0).json
    assert cast(world, one, 0).json == first and set(first) == {"motion_id", "receipt", "nonce"} and first["receipt"] and first["nonce"]
    for choice, secret in (("against", SECRET), ("for", "another secret of somebody"), ("against", "another secret of somebody")):
        assert cast(world, one, 0, choice, secret, expect=409).code == "vote_cast_already"
    assert cast(world, one, 9, expect=422).code == "vote_code_unknown"
    assert world.anyone.post(f"/v1/motions/{one['id']}/cast", {"code": code(1), "secret": SECRET, "choice": "majority"}, expect=422).code == "invalid_body"
    assert act(community(world), past(world, one, opens_on=today(-3), closes_on=today(-1)), "close").json["result"]["for_heads"] == 1
    assert cast(world, one, 0).json == first
