"""Photos of issues and inspections: in any order and however often they are sent, and how they end (F06, F26)."""
import hashlib
import random
import threading
import uuid

import pytest
from test_attachments import PLANT, content, jpeg, move
from things.attachments import attachment, noise, officer, photo
from things.evidence import KINDS, at_once, attach, inspection, issue, listed, step

OVER = {"issue": "closed", "inspection": "published"}
WHEN = "2026-03-02T08:15:00+08:00"


@pytest.fixture
def firm(world):
    return world.role("company")


@pytest.fixture
def new(world):
    """The bytes of a photo that nobody sent yet."""
    return lambda: photo(next(world.serial))


def counted(world, function, owner):
    """What the other parts of the service are told of an owner's photos."""
    rows = world.cluster.query(f"select e.* from {function}('150202', %s) e", (owner,))
    return {str(row.get("stage") or row.get("finding_id")): row["n"] for row in rows}


def test_before_and_after_are_told_from_each_other(world, samples, caller, firm, new):
    """F06, F26: what was found, what is being done, what is done; each stage can be listed and counted."""
    mine = issue(samples, "one")
    for stage, client in (("before", caller("district")), ("during", firm), ("after", firm), ("after", caller("district"))):
        made = attach(client, "issue", mine, new(), stage=stage).json
        assert (made["owner_kind"], made["owner_id"], made["stage"], made["state"], made["finding_id"]) == ("issue", mine, stage, "held", None)
    assert counted(world, "issue_evidence", mine) == {"before": 1, "during": 1, "after": 2}
    page = caller("district").get(f"/v1/issues/{mine}/attachments", {"stage": "after", "count": "true"}).json
    assert page["total"] == 2 and {row["stage"] for row in page["items"]} == {"after"}
    assert [row["stage"] for row in caller("district").pages(f"/v1/issues/{mine}/attachments")] == ["before", "during", "after", "after"]
    attach(caller("district"), "issue", mine, new(), 400, stage="later")
    assert caller("district").request("POST", f"/v1/issues/{mine}/attachments", None, new(), {"Content-Type": "image/png"}, expect=400).code


def test_what_is_withdrawn_or_removed_is_no_evidence(world, samples, caller, new):
    """F26: a photo that was taken back proves nothing; one that is held from the firm does."""
    mine, visit, finding = issue(samples), inspection(samples), str(uuid.uuid4())
    for kind, owner, more in (("issue", mine, {}), ("inspection", visit, {"finding_id": finding})):
        made = [attach(caller("district"), kind, owner, new(), **more).json for _ in range(4)]
        for one, verb in zip(made, ("release", "withdraw", "remove")):
            move(caller("district"), one, verb)
    assert counted(world, "issue_evidence", mine) == {"after": 2}
    attach(caller("district"), "inspection", visit, new())
    assert counted(world, "inspection_photos", visit) == {finding: 2, "None": 1}


def test_when_it_was_taken_is_as_its_sender_says(samples, caller, firm, new):
    mine = issue(samples, "one")
    made = attach(firm, "issue", mine, new(), taken_at=WHEN).json
    assert made["taken_at"].startswith("2026-03-02T08:15:00") and caller("district").get(f"/v1/attachments/{made['id']}").json["taken_at"] == made["taken_at"]
    assert attach(firm, "issue", mine, new()).json["taken_at"] is None
    attach(firm, "issue", mine, new(), 400, taken_at="yesterday")


@pytest.mark.parametrize("kind", KINDS)
def test_a_photo_tells_nothing_of_its_maker(kind, world, samples, caller):
    """The same cleaning and looking as of a complaint's."""
    mine, data = KINDS[kind](samples), jpeg(next(world.serial))
    world.judge.planted.add(PLANT)
    try:
        made = attach(caller("district"), kind, mine, data, media="image/jpeg", caption="联系王女士13800138000").json
        kept = content(caller("district"), made).body
        assert PLANT in data and PLANT not in kept and hashlib.sha256(kept).hexdigest() == made["sha256"] and made["caption"] == "联系[姓名][电话]"
    finally:
        world.judge.planted.discard(PLANT)
    assert attach(caller("district"), kind, mine, b"GIF89a" + bytes(40), 422).code == "attachment_type_differs"
    assert attach(caller("district"), kind, mine, photo(1)[:-20], 422).code == "attachment_malformed"
    assert attach(caller("district"), kind, mine, photo(1), 415, "image/heic").code == "unsupported_media_type"


@pytest.mark.parametrize("kind", KINDS)
def test_one_id_is_one_photo(kind, samples, caller, new):
    """Sent again it is answered with what is there; with other bytes, or of another matter, it is refused."""
    mine, other, own, data = KINDS[kind](samples), KINDS[kind](samples), str(uuid.uuid4()), new()
    first = attach(caller("district"), kind, mine, data, attachment_id=own)
    assert first.json["id"] == own and first.header("Location") == f"/v1/attachments/{own}"
    for name in (own, own.upper()):
        again = attach(caller("district"), kind, mine, data, 200, attachment_id=name, caption="另一说明")
        assert again.json == first.json and again.header("Idempotency-Replayed") == "true" and again.header("Location") == first.header("Location")
    for owner, sent in ((mine, new()), (other, data)):
        assert attach(caller("district"), kind, owner, sent, 409, attachment_id=own).code == "attachment_id_taken"
    assert set(listed(caller("district"), kind, mine)) == {own} and listed(caller("district"), kind, other) == {}
    upper = str(uuid.uuid4()).upper()
    made = attach(caller("district"), kind, mine, new(), attachment_id=upper)
    assert made.json["id"] == upper.lower() and made.header("Location").endswith(upper.lower())
    attach(caller("district"), kind, mine, new(), 400, attachment_id="x")


def test_an_id_that_is_in_use_is_refused_wherever_it_is(world, samples, caller, firm, new):
    """A complaint's attachment, a voucher, a photo that the caller does not see: all it learns is that it needs another id."""
    far, theirs = attachment(samples, "district", "far"), attach(caller("district"), "issue", issue(samples, "one"), new()).json
    mine = issue(samples, "one")
    for taken in (far["id"], theirs["id"]):
        assert attach(firm, "issue", mine, new(), 409, attachment_id=taken).code == "attachment_id_taken"
    abroad = officer(samples, "abroad")
    assert attach(abroad, "issue", issue(samples, "abroad"), new(), attachment_id=theirs["id"]).json["id"] == theirs["id"], "another district's ids are its own"


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_photo_from_several_devices_is_one(kind, world, samples, caller, new):
    """Each device gave it an id of its own: who came first named it. What others send at once meets that one."""
    mine, data = KINDS[kind](samples), new()
    roles = ("district", "street", "community", "district")
    answers = at_once([lambda role=role: attach(caller(role), kind, mine, data, (200, 201), attachment_id=str(uuid.uuid4())) for role in roles])
    assert sorted(answer.status for answer in answers) == [200, 200, 200, 201] and len({answer.json["id"] for answer in answers}) == 1
    one = str(uuid.uuid4())
    answers = at_once([lambda data=data: attach(caller("district"), kind, mine, data, (201, 409), attachment_id=one) for data in (new(), new(), new())])
    assert sorted(answer.status for answer in answers) == [201, 409, 409], "of three with one id one is it"
    assert len(listed(caller("district"), kind, mine)) == 2


def test_what_shows_two_stages_is_two_photos(samples, caller, firm, new):
    """F26: the photo from before proves no rectification."""
    mine, data, own = issue(samples, "one"), new(), str(uuid.uuid4())
    made = attach(caller("district"), "issue", mine, data, stage="before", attachment_id=own).json
    for more in ({}, {"attachment_id": own}, {"attachment_id": str(uuid.uuid4())}):
        assert attach(caller("district"), "issue", mine, data, 409, stage="after", **more).code == "attachment_stage_differs"
    assert attach(caller("district"), "issue", issue(samples, "one"), data, stage="after").json["id"] != made["id"], "of another issue it is another"


def test_what_shows_two_findings_is_kept_for_each(world, samples, caller, new):
    visit, data, findings = inspection(samples), new(), [str(uuid.uuid4()), str(uuid.uuid4()), None]
    made = [attach(caller("district"), "inspection", visit, data, finding_id=finding).json if finding else attach(caller("district"), "inspection", visit, data).json for finding in findings]
    assert len({one["id"] for one in made}) == 3 and [one["finding_id"] for one in made] == findings
    assert attach(caller("district"), "inspection", visit, data, 200, finding_id=findings[1]).json["id"] == made[1]["id"]
    assert set(listed(caller("district"), "inspection", visit, finding_id=findings[0])) == {made[0]["id"]}
    assert attach(caller("district"), "inspection", visit, data, 409, finding_id=findings[0], attachment_id=made[1]["id"]).code == "attachment_id_taken"
    assert counted(world, "inspection_photos", visit) == {findings[0]: 1, findings[1]: 1, "None": 1}


def test_a_photo_before_its_inspection_is_to_be_sent_again(samples, caller, new):
    """Recorded without a net: nothing is kept of it, and it is said what to do."""
    own, data, visit = str(uuid.uuid4()), new(), str(uuid.uuid4())
    refused = attach(caller("district"), "inspection", visit, data, 404, attachment_id=own)
    assert refused.code == "not_found" and "先上传检查" in refused.json["detail"]
    inspection(samples, id=visit)
    assert attach(caller("district"), "inspection", visit, data, attachment_id=own).json["id"] == own


@pytest.mark.parametrize("seed", range(3))
def test_in_any_order_by_anybody_any_number_of_times_it_is_one_result(seed, world, samples, caller, new):
    """F06: four devices send what they have three times over, each in an order of its own, findings or not; one of them sends some before the inspection is there."""
    visit, findings, order = str(uuid.uuid4()), [str(uuid.uuid4()) for _ in range(3)], random.Random(seed)
    photos = [(str(uuid.uuid4()), new(), findings[number % 3]) for number in range(8)]
    for own, data, finding in photos[:2]:
        attach(caller("community"), "inspection", visit, data, 404, attachment_id=own, finding_id=finding)
    inspection(samples, id=visit)
    removed, gone = attach(caller("district"), "inspection", visit, photos[0][1], attachment_id=photos[0][0], finding_id=photos[0][2]).json, []
    move(caller("district"), removed, "remove")

    def device(role, turns):
        client = caller(role)
        for own, data, finding in turns:
            answer = attach(client, "inspection", visit, data, (200, 201), attachment_id=own, finding_id=finding)
            gone.append((own, answer.json["state"]))
            assert answer.json["id"] == own and answer.json["finding_id"] == finding
    sets = [order.sample(photos * 3, 24) for _ in range(4)]
    at_once([lambda role=role, turns=turns: device(role, turns) for role, turns in zip(("district", "street", "community", "district"), sets)])
    rows = listed(caller("district"), "inspection", visit)
    assert {(own, row["finding_id"], row["sha256"]) for own, row in rows.items()} == {(own, finding, hashlib.sha256(data).hexdigest()) for own, data, finding in photos}
    assert {own: row["state"] for own, row in rows.items()} == {own: "removed" if own == removed["id"] else "held" for own, data, finding in photos}
    assert len(gone) == 96 and {state for own, state in gone if own == removed["id"]} == {"removed"}
    assert world.cluster.query("select count(*) as n from audit_log where operation = 'createInspectionAttachment' and target = any(%s)", ([own for own, _, _ in photos],)) == [{"n": 8}]
    assert not world.cluster.query("select from attachments a where a.owner_id = %s and a.bytes is distinct from (select sum(octet_length(c.bytes)) from attachment_chunks c "
                                   "where c.attachment_id = a.id) and a.state <> 'removed'", (visit,))


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_removed_stays_removed(kind, samples, caller, new):
    """Whoever sends it again, under its id or without one, is told so; its bytes do not come back."""
    mine, own, data = KINDS[kind](samples), str(uuid.uuid4()), new()
    made = attach(caller("street"), kind, mine, data, attachment_id=own).json
    move(caller("street"), made, "remove")
    for more in ({"attachment_id": own}, {}, {"attachment_id": str(uuid.uuid4())}):
        again = attach(caller("community"), kind, mine, data, 200, **more)
        assert (again.json["id"], again.json["state"]) == (own, "removed")
    content(caller("district"), made, 404)
    assert {row["state"] for row in listed(caller("district"), kind, mine).values()} == {"removed"}


@pytest.mark.parametrize("kind", KINDS)
def test_once_it_is_over_the_district_alone_adds_and_removes(kind, samples, caller, new):
    """F26: closed is closed, published is published. What was sent before and comes again is answered as before."""
    for state in (OVER[kind], {"issue": "withdrawn", "inspection": "cancelled"}[kind]):
        mine, data, own = KINDS[kind](samples), new(), str(uuid.uuid4())
        made = attach(caller("street"), kind, mine, data, attachment_id=own).json
        step(samples, f"{kind}s", mine, state)
        for role in ("street", "community"):
            assert attach(caller(role), kind, mine, new(), 409).code == "evidence_complete"
        assert move(caller("street"), made, "remove", 409).code == "attachment_owner_over"
        for more in ({"attachment_id": own}, {}):
            assert attach(caller("street"), kind, mine, data, 200, **more).json["id"] == own
        attach(caller("district"), kind, mine, new())
        assert move(caller("district"), made, "remove").json["state"] == "removed"


@pytest.mark.parametrize("kind", KINDS)
def test_a_photo_and_a_closure_at_once_follow_each_other(kind, world, samples, caller, new):
    """F26: while somebody decides whether the issue is closed, no photo comes or goes; then it meets what was decided."""
    mine = KINDS[kind](samples)
    made, answers = attach(caller("street"), kind, mine, new()).json, []
    holder = world.cluster.connect()
    try:
        with holder.cursor() as cursor:
            cursor.execute("begin")
            cursor.execute(f"update {kind}s set state = %s, {'rectified_at = now(), accepted_at = now(), closed_at = now()' if kind == 'issue' else 'published_at = now()'} where id = %s",
                           (OVER[kind], mine))
            calls = [lambda: attach(caller("street"), kind, mine, new(), 409).code, lambda: move(caller("street"), made, "remove", 409).code]
            threads = [threading.Thread(target=lambda call=call: answers.append(call())) for call in calls]
            [thread.start() for thread in threads]
            for _ in range(200):
                waiting = world.cluster.query("select count(*) as n from pg_stat_activity where wait_event_type = 'Lock'")[0]["n"]
                if waiting == 2:
                    break
                threads[0].join(0.05)
            assert answers == []
            cursor.execute("commit")
        [thread.join() for thread in threads]
    finally:
        holder.close()
    assert sorted(answers) == ["attachment_owner_over", "evidence_complete"]


@pytest.mark.parametrize("kind", KINDS)
def test_limits_are_those_of_attachments(kind, world, samples, caller, new):
    """bytes_max and per_owner_max of /v1/rules; what is there already needs no room."""
    mine, own, data = KINDS[kind](samples), str(uuid.uuid4()), new()
    try:
        for name, value in (("bytes_max", 3000), ("per_owner_max", 1)):
            world.cluster.query("insert into district_rules (district_code, domain, name, value, basis, effective_from) values ('150202', 'attachment', %s, %s, 'test', "
                                "(now() at time zone 'Asia/Shanghai')::date - 1) returning 1", (name, value))
        assert attach(caller("district"), kind, mine, noise(3001), 413).code == "payload_too_large"
        attach(caller("district"), kind, mine, data, attachment_id=own)
        assert attach(caller("district"), kind, mine, new(), 409).code == "attachments_full"
        assert attach(caller("district"), kind, mine, data, 200, attachment_id=own).json["id"] == own
    finally:
        world.cluster.query("delete from district_rules where domain = 'attachment' and district_code <> '*' returning 1")
