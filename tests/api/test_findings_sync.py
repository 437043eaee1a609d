"""Findings from devices that were without a net: any order, any repetition and any number of devices give one result."""
import concurrent.futures
import random
import uuid

import pytest
from things.estates import estate, today
from things.inspections import act, caller, finding, inspection, issue, sheet, sync

COLUMNS = ("id, inspection_id, revision, item_code, result, ledger, severity, complexity, place, place_masked, problem, problem_masked, measure, withdrawn, observed_at, content_hash, "
           "issue_id, checked_issue_id, received_by")


def stored(world, *inspections):
    rows = world.cluster.query(f"select {COLUMNS} from findings where inspection_id = any(%s::uuid[]) order by id", ([one["id"] for one in inspections],))
    return [dict(row) for row in rows]


def revisions(seed, inspections, number):
    """So many findings over the inspections, a third of them in more than one revision, some taken back, some twice in one revision with another content."""
    chance, findings = random.Random(seed), []
    for n in range(number):
        one = inspections[n % len(inspections)]
        name = str(uuid.UUID(int=chance.getrandbits(128), version=4))
        result = chance.choice(["problem", "passed", "not_applicable"])
        first = finding(one, id=name, result=result, place=f"{n}号楼", problem=f"第{n}处", ledger="road")
        findings.append(first)
        if n % 3 == 0:
            findings.append({**first, "revision": 2, "problem": f"第{n}处，更正", "withdrawn": n % 2 == 0})
        if n % 7 == 0:
            findings.append({**findings[-1], "problem": f"第{n}处，另一台设备"})
    return findings


def under_way(world, place, number):
    client = caller(world, "district")
    return [client.post("/v1/inspections", {"kind": "special", "estate_id": place["id"], "visited_on": today()}, expect=201).json for _ in range(number)]


def test_any_order_any_repetition_any_number_of_devices_give_one_result(world, samples):
    """5,000 items of findings over 20 inspections, three times in shuffled order by four devices at once: row by row what one device in order leaves."""
    place = estate(samples)
    inspections = under_way(world, place, 20)
    findings = revisions(11, inspections, 3404)[:5000]
    assert len(findings) == 5000
    devices = [caller(world, "district") for _ in range(4)]
    shuffled = []
    for turn in range(3):
        again = list(findings)
        random.Random(turn).shuffle(again)
        shuffled.append(again)
    # Each device has every fourth item of each turn, and of the next turn another quarter.
    bags = [[item for turn, again in enumerate(shuffled) for item in again[(device + turn) % 4::4]] for device in range(4)]

    def bring(device):
        answers = []
        for at in range(0, len(bags[device]), 250):
            answers += sync(devices[device], *bags[device][at:at + 250])
        return answers

    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        answers = [answer for part in pool.map(bring, range(4)) for answer in part]
    assert {answer["status"] for answer in answers} == {200} and len(answers) == 15000
    brought = stored(world, *inspections)
    # By hand: what one device leaves that brings them in order is emptied first.
    world.cluster.query("with gone as (delete from findings where inspection_id = any(%s::uuid[]) returning 1) select count(*) from gone", ([one["id"] for one in inspections],))
    for at in range(0, len(findings), 500):
        sync(devices[0], *findings[at:at + 500])
    in_order = stored(world, *inspections)
    assert len(in_order) == len({item["id"] for item in findings}) == len(brought)
    assert brought == in_order


def test_the_higher_revision_stands_and_an_older_one_changes_nothing(world, samples):
    one = inspection(samples, "in_progress")
    client = caller(world, "district")
    first = finding(one)
    second = {**first, "revision": 2, "problem": "已更正"}
    assert sync(client, second)[0]["item"]["outcome"] == "stands"
    answer = sync(client, first, second)
    assert [(result["status"], result["item"]["outcome"], result["item"]["revision"]) for result in answer] == [(200, "superseded", 2), (200, "known", 2)]
    assert client.get(f"/v1/inspections/{one['id']}/findings").json["items"][0]["problem"] == "已更正"
    taken_back = {**second, "revision": 3, "withdrawn": True}
    assert sync(client, taken_back)[0]["item"]["withdrawn"] is True
    assert client.get(f"/v1/inspections/{one['id']}").json["findings"] == 0
    assert client.post("/v1/findings/sync", taken_back, expect=200).json["outcome"] == "known", "one alone is answered as one"


def test_of_equal_revisions_the_greater_hash_stands_in_both_orders(world, samples):
    client = caller(world, "district")
    one = inspection(samples, "in_progress")
    both = [finding(one, id=str(uuid.UUID(int=7 << 64, version=4)), problem=f"设备{n}所见") for n in (1, 2)]
    left, hashes = [], []
    for order in (1, -1):
        for item in both[::order]:
            sync(client, item)
            hashes.append(stored(world, one)[0]["content_hash"])
        left.append(stored(world, one))
        world.cluster.query("with gone as (delete from findings where inspection_id = %s returning 1) select count(*) from gone", (one["id"],))
    assert left[0] == left[1] and left[0][0]["content_hash"] == max(hashes)


def test_each_item_stands_alone_and_is_told_why_it_does_not(world, samples):
    client = caller(world, "district")
    one, other = inspection(samples, "in_progress"), inspection(samples, "in_progress")
    with_sheet = inspection(samples, "in_progress", sheet_id=sheet(world)["id"])
    planned, done = inspection(samples), inspection(samples, "submitted")
    streets = inspection(samples, "in_progress", "street")
    known = finding(one)
    sync(client, known)
    cases = [(finding(one), 200, None), (finding({"id": str(uuid.uuid4())}), 404, "inspection_unknown"), (finding(planned), 409, "state_conflict"), (finding(done), 409, "state_conflict"),
             (finding(streets), 403, "inspection_not_yours"), ({**known, "inspection_id": other["id"]}, 409, "finding_of_another"), (finding(one, problem=None), 422, "finding_incomplete"),
             (finding(one, ledger=None), 422, "finding_incomplete"), (finding(one, item_code="no_such"), 422, "finding_item_unknown"),
             (finding(one, defect_list="safety_hazard", defect_code="no_such"), 422, "finding_defect_unknown"), (finding(one, defect_list="safety_hazard"), 422, "finding_defect_unknown"),
             (finding(one, checked_issue_id=issue(world, other)), 422, "finding_issue_unknown"), ({**finding(one), "revision": 0}, 422, "invalid_body"),
             (finding(with_sheet, item_code="waste_daily", ledger=None), 200, None), (finding(one, result="passed", problem=None, ledger=None), 200, None)]
    answer = sync(client, *[case[0] for case in cases])
    assert [(result["status"], result.get("problem", {}).get("code")) for result in answer] == [case[1:] for case in cases]
    assert [row["ledger"] for row in stored(world, with_sheet)] == ["environment"], "the ledger is its item's"
    hazard = finding(one, defect_list="safety_hazard", defect_code="hydrant_dry")
    assert sync(client, hazard)[0]["status"] == 200
    assert next(row["severity"] for row in stored(world, one) if str(row["id"]) == hazard["id"]) == "safety"


@pytest.mark.parametrize("case,status", [(("inspection", {"id": "01900000-0000-7000-8000-00000000ffff"}), 404), (("state", None), 409), (("mine", None), 403), (("ledger", None), 422)])
def test_one_alone_is_refused_as_one(case, status, world, samples):
    one = {"state": lambda: inspection(samples), "mine": lambda: inspection(samples, "in_progress", "street")}.get(case[0], lambda: inspection(samples, "in_progress"))()
    item = finding(case[1] or one, **({"ledger": None} if case[0] == "ledger" else {}))
    caller(world, "district").post("/v1/findings/sync", item, expect=status)


def test_a_finding_before_its_inspection_comes_again_after_it(world, samples):
    """The device is told so for the item, hands in the inspection and sends again."""
    client = caller(world, "district")
    name = str(uuid.uuid4())
    item = finding({"id": name})
    assert sync(client, item)[0]["problem"]["code"] == "inspection_unknown"
    client.post("/v1/inspections", {"id": name, "kind": "special", "estate_id": estate(samples)["id"], "visited_on": today()}, expect=201)
    assert sync(client, item)[0]["item"]["outcome"] == "stands"


def test_personal_data_in_a_finding_is_masked_before_it_is_kept(world, samples):
    one = inspection(samples, "in_progress", place="one")
    client = caller(world, "district")
    sync(client, finding(one, problem="住户王女士电话13800138000反映垃圾未清"))
    assert "13800138000" not in str(stored(world, one))
    act(client, one, "submit", {})
    act(client, one, "publish")
    shown = world.role("company").get(f"/v1/inspections/{one['id']}/findings").json["items"]
    assert len(shown) == 1 and "13800138000" not in str(shown)


def test_findings_and_submission_meet(world, samples):
    """A finding that comes while the inspection is submitted is in it, or is refused: none is left without its issue."""
    client = caller(world, "district")
    for _ in range(4):
        one = inspection(samples, "in_progress")
        items = [finding(one, place=f"{n}号楼", problem=f"第{n}处") for n in range(12)]
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            parts = [pool.submit(sync, caller(world, "district"), *items[n::3]) for n in range(3)]
            done = pool.submit(client.post, f"/v1/inspections/{one['id']}/submit", {}, expect=200)
            answers = [answer for part in parts for answer in part.result()]
            done.result()
        assert {answer["status"] for answer in answers} <= {200, 409}
        taken = world.cluster.query("select id::text, issue_id from findings where inspection_id = %s", (one["id"],))
        assert len(taken) == sum(answer["status"] == 200 for answer in answers)
        assert all(row["issue_id"] for row in taken)
