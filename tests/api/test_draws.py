"""F11, F27 双随机一公开: inspectors and their conflicts, draws by commitment and reveal that anybody can repeat, what is public when."""
import concurrent.futures
import copy
import hashlib
import json
import pathlib
import subprocess
import time
import types
import uuid

import pytest
from harness.register import grant
from things import firms
from things.draws import VALUE, act, conflict, draw, due, inspector, new_draw, pools, street, street_code
from things.effects import record, rulebook
from things.estates import estate, officer, today
from things.rulebooks import deputy
from things.staff import contract
from things.users import PASSWORD, user

WHERE = "/v1/draws"
VERIFY = pathlib.Path(__file__).resolve().parents[1] / "replay/verify_draw.py"


@pytest.fixture
def one(world):
    """Who draws; the deputy commits."""
    return officer(world, "near")


def proof_of(client, made):
    return client.get(f"{WHERE}/{made['id']}/proof", expect=200).json


def verified(proof):
    """What the stand-alone script says of a proof: (right, its words)."""
    done = subprocess.run(["/usr/bin/python3", "-I", str(VERIFY)], input=json.dumps(proof), capture_output=True, text=True, check=False)
    return done.returncode == 0, done.stdout.strip() or done.stderr.strip().splitlines()[-1]


def together(*calls):
    with concurrent.futures.ThreadPoolExecutor(len(calls)) as pool:
        return [answer.result() for answer in [pool.submit(call) for call in calls]]


def managed(world, firm_id, number=1):
    """Estates under a contract in force with a firm."""
    made = [estate(types.SimpleNamespace(world=world))["id"] for _ in range(number)]
    for each in made:
        world.cluster.query("update contracts set state = 'active' where id = %s returning 1", (contract(world, firm_id, each, today(-100), today(600)),))
    return made


def weights(client, made):
    return {row["id"]: row for row in client.pages(f"{WHERE}/{made['id']}/targets")}


# ---- commitment ----

def test_f27_the_commitment_is_public_at_once_and_the_seed_is_nobodys(world, one):
    """Pools, weights and both hashes are there for a stranger; no role of the database reads the seed."""
    estates, people = pools(world, targets=3)
    made = deputy(world).post(WHERE, new_draw(estates, people, 2, 2, 2), expect=201).json
    told = world.anyone.get(f"{WHERE}/{made['id']}", expect=200).json
    assert told == made and (told["state"], told["seed"], told["public_value"], told["visits"], told["called"]) == ("committed", None, None, None, None)
    assert told["pool"] == {"targets": 3, "target_weight": 300, "inspectors": 2, "inspector_weight": 200, "hash": told["pool"]["hash"]} and told["as_of"] == today()
    proof = proof_of(world.anyone, made)
    text = "".join(f"{each}\t100\n" for each in sorted(estates)) + "--\n" + "".join(f"{each}\t100\n" for each in sorted(people)) + "--\n"
    assert proof["pool_text"] == text and hashlib.sha256(text.encode()).hexdigest() == told["pool"]["hash"] == proof["pool_hash"]
    assert (proof["commitment"], proof["seed"], proof["targets"], proof["inspectors"], proof["teams"]) == (told["commitment"], None, None, None, None)
    seed = world.cluster.query("select seed from draw_seeds where draw_id = %s", (made["id"],))[0]["seed"]
    assert len(bytes(seed)) == 32 and hashlib.sha256(bytes(seed)).hexdigest() == told["commitment"]
    assert world.cluster.query("select r.rolname from pg_roles r where r.rolname like 'wuye\\_%%' and r.rolname <> 'wuye_owner' and (has_table_privilege(r.rolname, 'draw_seeds', 'select') "
                               "or has_any_column_privilege(r.rolname, 'draw_seeds', 'select'))") == []
    assert [each["name"] for each in world.anyone.pages(f"{WHERE}/{made['id']}/inspectors")] == [None, None]
    assert all(each["name"] for each in one.pages(f"{WHERE}/{made['id']}/inspectors"))
    assert made["id"] in {each["id"] for each in world.role("company").pages(WHERE, {"state": "committed"})}


def test_seeds_are_never_the_same(world):
    estates, people = pools(world)
    made = {deputy(world).post(WHERE, new_draw(estates, people), expect=201).json["commitment"] for _ in range(5)}
    assert len(made) == 5


@pytest.mark.parametrize("change,status,code", [
    ({"not_before": "2026-01-01T00:00:00+08:00"}, 422, "draw_value_not_to_come"), ({"target_count": 3}, 422, "draw_pool_too_small"), ({"inspector_count": 3}, 422, "draw_pool_too_small"),
    ({"team_size": 2}, 422, "draw_team_too_large"), ({"targets": None}, 422, "draw_targets_misfit"), ({"target_count": None}, 422, "draw_targets_misfit"),
    ({"targets": {"estate_ids": ["01900000-0000-7000-8000-000000000000"]}}, 422, "draw_target_unknown"), ({"inspectors": {"inspector_ids": ["01900000-0000-7000-8000-000000000000"]}}, 422, "draw_inspector_unknown"),
    ({"campaign_id": "01900000-0000-7000-8000-000000000000"}, 422, "campaign_unknown"), ({"redraw_of": "01900000-0000-7000-8000-000000000000", "targets": None, "target_count": None}, 409, "draw_redraw_misfit"),
    ({"redraw_of": "01900000-0000-7000-8000-000000000000"}, 422, "draw_targets_misfit")], ids=lambda value: value if isinstance(value, str) else "")
def test_what_does_not_fit_is_refused_and_nothing_is_kept(world, change, status, code):
    estates, people = pools(world)
    before = world.cluster.query("select count(*) as n from draws")[0]["n"]
    value = {name: member for name, member in {**new_draw(estates, people), **change}.items() if member is not None}
    assert deputy(world).post(WHERE, value, expect=status).code == code
    assert world.cluster.query("select count(*) as n from draws")[0]["n"] == before


def test_d11_estates_of_firms_graded_aa_and_above_weigh_less(world, one):
    """D11: 100 times the inspection factor of the grade, by the rulebook of the day, with the grade that it comes from; without a firm 100."""
    rulebook(world)
    plain, good, best = (firms.firm(world)["id"] for _ in range(3))
    record(world, good, "honour", "11")
    record(world, best, "honour", "18")
    of = {name: managed(world, firm)[0] for name, firm in (("A", plain), ("AA", good), ("AAA", best))}
    nobodys = estate(types.SimpleNamespace(world=world))["id"]
    made = deputy(world).post(WHERE, new_draw([*of.values(), nobodys], [inspector(world)["id"]]), expect=201).json
    told = weights(world.anyone, made)
    assert {name: (told[each]["weight"], told[each]["factor"], told[each]["grade"]) for name, each in of.items()} == {"A": (100, "1", "A"), "AA": (50, "0.50", "AA"), "AAA": (25, "0.25", "AAA")}
    assert (told[nobodys]["weight"], told[nobodys]["factor"], told[nobodys]["grade"], told[nobodys]["firm_id"]) == (100, "1", None, None)
    assert told[of["AA"]]["firm_id"] == good and made["pool"]["target_weight"] == 275 and made["rulebook_id"] is not None
    for firm, factor in ((plain, "1"), (good, "0.50"), (best, "0.25")):
        assert one.get(f"/v1/firms/{firm}/credit-effects").json["inspection_factor"] == factor
    assert len(world.anyone.pages(f"{WHERE}/{made['id']}/targets", {"grade": "AA"})) == 1


def test_f11_pools_are_chosen_by_what_the_registers_say_today(world, one):
    """F11: key estates are visited all, ordinary ones drawn; who is not in the register today is not drawn."""
    samples = types.SimpleNamespace(world=world)
    firm = firms.firm(world)["id"]
    key, old, far = estate(samples, is_key=True)["id"], estate(samples, new_or_old="old", old_kind="enclosed")["id"], estate(samples, "far")["id"]
    own = managed(world, firm)[0]
    ids = [key, old, far, own]

    def among(**wanted):
        made = deputy(world).post(WHERE, new_draw({"estate_ids": ids, **wanted}, [inspector(world)["id"]]), expect=201).json
        return set(weights(one, made))
    assert among() == set(ids) and among(is_key=True) == {key} and among(is_key=False) == {old, far, own} and among(new_or_old=["old"]) == {old}
    assert among(street_codes=[street_code(world, "far")]) == {far} and among(firm_ids=[firm]) == {own} and among(community_codes=[one.get(f"/v1/estates/{far}").json["community_code"]]) == {far}
    people = {"street": inspector(world), "far": inspector(world, "far"), "expert": inspector(world, unit="expert", specialities=["消防"]), "later": inspector(world, valid_from=today(1)), "gone": inspector(world)}
    one.post(f"/v1/inspectors/{people['gone']['id']}/end", {"reason": "调离"}, expect=200)
    of = {each["id"]: name for name, each in people.items()}

    def persons(**wanted):
        made = deputy(world).post(WHERE, new_draw([key], {"inspector_ids": list(of), **wanted}), expect=201).json
        return {of[each["id"]] for each in one.pages(f"{WHERE}/{made['id']}/inspectors")}
    assert persons() == {"street", "far", "expert"} and persons(units=["expert"]) == {"expert"} and persons(specialities=["消防", "绿化"]) == {"expert"} and persons(street_codes=[street_code(world, "far")]) == {"far"}


def test_a_street_draws_among_its_own(world, one):
    """Model §7.3: C(own); the district draws what a street committed, and a street draws nothing itself."""
    estates, people = pools(world)
    made = street(world).post(WHERE, new_draw(estates, people), expect=201).json
    assert made["street_code"] == street_code(world)
    everything = street(world).post(WHERE, new_draw({}, {}), expect=201).json
    assert {row["street_code"] for row in weights(one, everything).values()} == {street_code(world)}
    others = pools(world, "far")
    assert street(world).post(WHERE, new_draw(others[0], people), expect=422).code == "draw_target_unknown"
    assert street(world).post(WHERE, new_draw(estates, others[1]), expect=422).code == "draw_inspector_unknown"
    assert act(street(world), due(world, made), "draw", {"public_value": VALUE}, 403).code == "forbidden"
    done = act(one, made, "draw", {"public_value": VALUE}).json
    assert done["state"] == "drawn"
    seen = {"own": street(world).get(f"{WHERE}/{made['id']}").json, "other": street(world, "far").get(f"{WHERE}/{made['id']}").json}
    assert seen["own"]["seed"] and seen["own"]["visits"] and (seen["other"]["seed"], seen["other"]["visits"], seen["other"]["called"]) == (None, None, None)


# ---- the draw ----

def test_f27_it_is_drawn_by_somebody_else_and_not_before_the_time(world, one):
    estates, people = pools(world)
    made = deputy(world).post(WHERE, new_draw(estates, people), expect=201).json
    assert act(one, made, "draw", {"public_value": VALUE}, 409).code == "draw_too_early"
    due(world, made)
    assert act(deputy(world), made, "draw", {"public_value": VALUE}, 409).code == "separation_of_duties"
    assert one.get(f"{WHERE}/{made['id']}").json["state"] == "committed"
    done = act(one, made, "draw", {"public_value": VALUE}).json
    assert (done["state"], done["public_value"], len(done["visits"]), len(done["called"])) == ("drawn", VALUE, 1, 1)
    again = act(one, made, "draw", {"public_value": "1"}, 409)
    assert (again.code, again.json["state"]) == ("state_conflict", "drawn") and one.get(f"{WHERE}/{made['id']}").json == done


@pytest.mark.parametrize("state,leads", [("committed", {"draw", "cancel"}), ("drawn", {"publish", "cancel"}), ("published", set()), ("cancelled", set())])
def test_from_each_state_only_its_moves_lead_on(world, one, state, leads):
    made = draw(world, state)
    for verb, value in (("draw", {"public_value": VALUE}), ("publish", None), ("cancel", {"reason": "名录有误"})):
        if verb not in leads:
            answer = act(one, made, verb, value, 409)
            assert (answer.code, answer.json["state"]) == ("state_conflict", state)
    assert {key: value for key, value in one.get(f"{WHERE}/{made['id']}").json.items() if key != "not_before"} == {key: value for key, value in made.items() if key != "not_before"} or state == "committed"


@pytest.fixture(scope="module")
def large(world):
    """20 of 316 estates by 6 of 40 inspectors in teams of two, with some conflicts and estates of all weights; published."""
    rulebook(world)
    good, best = firms.firm(world)["id"], firms.firm(world)["id"]
    record(world, good, "honour", "11")
    record(world, best, "honour", "18")
    lighter = managed(world, good, 8) + managed(world, best, 8)
    rows = world.cluster.query("select id::text from estates where district_code = '150202' and id <> all(%s::uuid[]) order by id", (lighter,))
    missing = [estate(types.SimpleNamespace(world=world))["id"] for _ in range(max(0, 300 - len(rows)))]
    targets = (lighter + missing + [row["id"] for row in rows])[:316]
    people = [inspector(world, unit="district" if number % 2 else "expert") for number in range(40)]
    for number, each in enumerate(people):
        conflict(world, each, estate_id=targets[number * 7])
    conflict(world, people[0], firm_id=good)
    made = due(world, deputy(world).post(WHERE, new_draw(targets, [each["id"] for each in people], 20, 6, 2), expect=201).json)
    began = time.monotonic()
    drawn = act(officer(world, "near"), made, "draw", {"public_value": VALUE}).json
    took = time.monotonic() - began
    act(officer(world, "near"), made, "publish")
    return types.SimpleNamespace(draw=drawn, took=took, proof=proof_of(world.anyone, made), good=good, people=people)


def test_f27_a_stranger_draws_20_of_316_and_6_of_40_again_and_finds_the_same(world, large):
    """F27: a script of twenty lines that knows nothing but what was published comes to the same targets, inspectors and teams."""
    proof = large.proof
    assert (proof["state"], len(proof["targets"]), len(proof["inspectors"]), {len(team) for team in proof["teams"]}) == ("published", 20, 6, {2})
    assert [proof["pool_text"].split("--\n")[part].count("\n") for part in (0, 1)] == [316, 40] and proof["pool_text"].split("--\n")[2].count("\n") == 47
    assert {line.split("\t")[1] for line in proof["pool_text"].split("--\n")[0].splitlines()} == {"100", "50", "25"}
    assert verified(proof) == (True, "the same")
    asked = subprocess.run(["/usr/bin/python3", "-I", str(VERIFY), f"http://127.0.0.1:{world.service.port}{WHERE}/{proof['draw_id']}/proof"], capture_output=True, text=True, check=False)
    assert (asked.returncode, asked.stdout) == (0, "the same\n")
    lines = [line for line in VERIFY.read_text().split('"""')[2].splitlines() if line]
    assert len(lines) <= 20
    told = world.anyone.get(f"{WHERE}/{proof['draw_id']}").json
    assert [visit["estate"]["id"] for visit in told["visits"]] == proof["targets"] and [[who["id"] for who in visit["inspectors"]] for visit in told["visits"]] == proof["teams"]
    assert [each["id"] for each in told["called"]] == proof["inspectors"] and len(set(proof["targets"])) == 20 and len(set(proof["inspectors"])) == 6


@pytest.mark.parametrize("what", ["weight", "seed", "value", "conflict", "target", "order", "team", "hash", "commitment"])
def test_f27_nothing_can_be_changed_afterwards_without_being_found(large, what):
    proof = copy.deepcopy(large.proof)
    targets, inspectors, conflicts = proof["pool_text"].split("--\n")
    first = targets.splitlines()[0]
    change = {
        "weight": lambda: proof.update(pool_text="--\n".join((targets.replace(first, first.split("\t")[0] + "\t99"), inspectors, conflicts))),
        "seed": lambda: proof.update(seed=("0" if proof["seed"][0] != "0" else "1") + proof["seed"][1:]),
        "value": lambda: proof.update(public_value=proof["public_value"] + "1"),
        "conflict": lambda: proof.update(pool_text="--\n".join((targets, inspectors, ""))),
        "target": lambda: proof["targets"].__setitem__(0, next(line.split("\t")[0] for line in targets.splitlines() if line.split("\t")[0] not in proof["targets"])),
        "order": lambda: proof["targets"].reverse(), "team": lambda: proof["teams"].reverse(),
        "hash": lambda: proof.update(pool_hash=hashlib.sha256(b"").hexdigest()), "commitment": lambda: proof.update(commitment=hashlib.sha256(b"").hexdigest())}
    change[what]()
    assert verified(proof)[0] is False
    if what in ("weight", "conflict"):
        # Nor with a hash that fits what was changed: the final seed is another one then.
        proof["pool_hash"] = hashlib.sha256(proof["pool_text"].encode()).hexdigest()
        assert verified(proof)[0] is False


def test_teams_share_the_visits_and_nobody_visits_against_a_conflict(large):
    """As even as conflicts allow: without any, no two visits apart by more than one."""
    proof = large.proof
    barred = {tuple(line.split("\t")) for line in proof["pool_text"].split("--\n")[2].splitlines()}
    visits = {each: sum(each in team for team in proof["teams"]) for each in proof["inspectors"]}
    assert not barred & {(who, target) for target, team in zip(proof["targets"], proof["teams"]) for who in team}
    assert sum(visits.values()) == 40 and max(visits.values()) - min(visits.values()) <= 2 and all(len(set(team)) == 2 for team in proof["teams"])


def test_a_draw_of_20_of_316_does_not_keep_anybody_waiting(large):
    """The whole call over HTTP, with sanitizers on; the figure itself is what tests/replay/draws.py measures."""
    assert large.took < 2


def test_whatever_changes_after_the_commitment_changes_nothing(world, one):
    """Grades, conflicts, inspectors and estates are those of the commitment."""
    rulebook(world)
    firm = firms.firm(world)["id"]
    estates, people = managed(world, firm, 3), [inspector(world) for _ in range(3)]
    made = deputy(world).post(WHERE, new_draw(estates, [each["id"] for each in people], 3, 3, 3), expect=201).json
    before, text = weights(one, made), proof_of(one, made)["pool_text"]
    record(world, firm, "honour", "18")
    conflict(world, people[0], firm_id=firm)
    one.post(f"/v1/inspectors/{people[1]['id']}/end", {"reason": "调离"}, expect=200)
    version = one.get(f"/v1/estates/{estates[0]}").json["version"]
    one.request("PATCH", f"/v1/estates/{estates[0]}", json_body={"name": "改名小区"}, headers={"If-Match": f'"{version}"'}, expect=200)
    done = act(one, due(world, made), "draw", {"public_value": VALUE}).json
    assert weights(one, made) == before and proof_of(one, made)["pool_text"] == text and verified(proof_of(one, made))[0]
    assert all(visit["staffed"] and len(visit["inspectors"]) == 3 for visit in done["visits"]) and len(done["visits"]) == 3


def test_of_two_who_press_at_once_one_draws(world, one):
    made = draw(world)
    third = f"third{next(world.serial)}"
    user(world, "near", name=third, role="district", community_code=None)
    world.register.credentials[f"{third}@150202"] = PASSWORD
    world.tokens[f"{third}@150202"] = world.anyone.request("POST", "/v1/auth/token", form=grant(f"{third}@150202", PASSWORD), expect=200).json["access_token"]
    answers = together(*(lambda who=who, value=value: act(who, made, "draw", {"public_value": value}, (200, 409)) for who in (one, world.caller(f"{third}@150202")) for value in ("1", "2", "3")))
    assert sorted(answer.status for answer in answers) == [200, 409, 409, 409, 409, 409]
    stands = next(answer.json for answer in answers if answer.status == 200)
    assert one.get(f"{WHERE}/{made['id']}").json == stands and verified(proof_of(one, made))[0]
    assert {answer.json["state"] for answer in answers if answer.status == 409} == {"drawn"}


def test_of_drawing_and_cancelling_at_once_neither_is_lost(world, one):
    for _ in range(3):
        made = draw(world)
        pressed, gone = together(lambda made=made: act(one, made, "draw", {"public_value": VALUE}, (200, 409)), lambda made=made: act(deputy(world), made, "cancel", {"reason": "名录有误"}, (200, 409)))
        assert gone.status == 200
        stands = world.anyone.get(f"{WHERE}/{made['id']}").json
        assert stands["state"] == "cancelled" and (stands["visits"] is not None) == (pressed.status == 200) == (stands["public_value"] == VALUE)


def test_an_answer_that_was_lost_is_had_again_by_its_key(world, one):
    """The connection breaks between the commitment and its answer: the same key brings the same draw, not another seed."""
    estates, people = pools(world)
    key = {"Idempotency-Key": str(uuid.uuid4())}
    value = new_draw(estates, people)
    first, again = (deputy(world).request("POST", WHERE, json_body=value, headers=key, expect=201) for _ in range(2))
    assert first.json == again.json and len([each for each in one.pages(WHERE, {"state": "committed"}) if each["pool"]["hash"] == first.json["pool"]["hash"]]) == 1
    due(world, first.json)
    key = {"Idempotency-Key": str(uuid.uuid4())}
    drawn = [one.request("POST", f"{WHERE}/{first.json['id']}/draw", json_body={"public_value": VALUE}, headers=key, expect=200).json for _ in range(2)]
    assert drawn[0] == drawn[1]
