"""Photos of complaints that an authority gives to the issue made from them (F26, practice on privacy: a complainant's photo may tell who he is)."""
import uuid

import pytest
from harness.samples import NOWHERE
from test_attachments import content, move
from things.attachments import noise, officer, photo, upload
from things.complaint_steps import complaint
from things.evidence import at_once, attach, issue, listed, step


@pytest.fixture
def firm(world):
    return world.role("company")


@pytest.fixture
def promoted(samples, caller):
    """(issue, attachment of its complaint, its bytes), at a place."""
    def make(place="near", client=None, **columns):
        complaint_id, data = complaint(samples, "processing", place=place), photo(next(samples.world.serial))
        made = upload(client or officer(samples, place), complaint_id, data, file_name="张三家漏水.png", caption="王家厨房").json
        return issue(samples, place, source="complaint", complaint_id=complaint_id, **columns), made, data
    return make


def copy(client, mine, made, expect=201, **more):
    return client.post(f"/v1/issues/{mine}/attachments/from-complaint", {"attachment_id": made["id"], **more}, expect=expect)


def test_a_complainants_photo_comes_to_the_issue_by_an_authoritys_hand(world, caller, firm, promoted):
    """F26: as before, held, without its name or the words of who sent it; the firm is not told where it is from."""
    mine, made, data = promoted("one")
    assert listed(caller("district"), "issue", mine) == {}
    one = copy(caller("district"), mine, made, caption="三号楼外墙，经办人王女士13800138000").json
    assert (one["state"], one["stage"], one["file_name"], one["caption"], one["copied_from"]) == ("held", "before", None, "三号楼外墙，经办人[姓名][电话]", made["id"])
    assert one["id"] != made["id"] and one["sha256"] == made["sha256"] and one["uploader_role"] == "district" and content(caller("district"), one).body == data
    content(firm, one, 404)
    move(caller("district"), one, "release")
    assert firm.get(f"/v1/attachments/{one['id']}").json["copied_from"] is None and content(firm, one).body == data
    move(caller("district"), made, "remove")
    assert content(caller("district"), one).body == data, "what becomes of the one does not touch the other"


def test_a_photo_of_many_parts_is_copied_whole(samples, caller):
    complaint_id, data = complaint(samples, "processing"), noise(700001)
    made = upload(caller("district"), complaint_id, data).json
    one = copy(caller("street"), issue(samples, source="complaint", complaint_id=complaint_id), made).json
    assert content(caller("community"), one).body == data and one["bytes"] == 700001 and one["caption"] is None


def test_a_photo_is_copied_once(world, caller, promoted):
    """However often and by however many at once."""
    mine, made, data = promoted()
    answers = at_once([lambda role=role: copy(caller(role), mine, made, (200, 201)) for role in ("district", "street", "community", "district")])
    assert sorted(answer.status for answer in answers) == [200, 200, 200, 201] and len({answer.json["id"] for answer in answers}) == 1
    again = copy(caller("street"), mine, made, 200)
    assert again.json["id"] == answers[0].json["id"] and again.header("Idempotency-Replayed") == "true"
    assert attach(caller("district"), "issue", mine, data, 200, stage="before").json["id"] == again.json["id"]


def test_only_a_photo_of_its_own_complaint_comes_to_an_issue(samples, caller, promoted):
    """Not of another complaint, nor where there is none, nor one that is gone, nor another issue's."""
    mine, made, _ = promoted()
    other, others, _ = promoted()
    for owner, one in ((mine, others), (issue(samples), made), (mine, {"id": NOWHERE}), (mine, copy(caller("district"), mine, made).json)):
        assert copy(caller("district"), owner, one, 422).code == "evidence_of_no_complaint"
    move(caller("district"), others, "remove")
    assert copy(caller("district"), other, others, 422).code == "evidence_of_no_complaint"
    assert copy(caller("district"), NOWHERE, made, 404).code == "not_found"


def secret(world, mine, column):
    world.cluster.query(f"update complaints set {column} = true where id = (select complaint_id from issues where id = %s) returning 1", (mine,))


def test_a_complaint_that_is_not_shown_gives_no_photo(world, caller, promoted):
    """A confidential complaint is the district's alone: a street that sees its issue takes nothing from it."""
    mine, made, _ = promoted(withheld=True)
    secret(world, mine, "confidential")
    assert copy(caller("street"), mine, made, 422).code == "evidence_of_no_complaint"
    copy(caller("district"), mine, made)


@pytest.mark.parametrize("column", ["secret", "confidential"])
def test_of_a_secret_complaint_a_firm_meets_nothing(column, world, samples, caller, firm, promoted):
    """Nothing of it goes to an issue that the firm sees; and what went there before it turned secret is not met any more, released or not."""
    mine, made, _ = promoted("one")
    early = copy(caller("district"), mine, made).json
    move(caller("district"), early, "release")
    content(firm, early)
    other = issue(samples, "one")
    world.cluster.query("insert into issue_sightings (district_code, issue_id, id, source, complaint_id, problem, problem_masked, recorded_on, recorded_at) "
                        "select district_code, %s, gen_random_uuid(), 'complaint', complaint_id, '-', '-', found_on, now() from issues where id = %s returning 1", (other, mine))
    counted = copy(caller("district"), other, made).json
    move(caller("district"), counted, "release")
    content(firm, counted)
    secret(world, mine, column)
    content(firm, early, 404), content(firm, counted, 404)
    assert listed(firm, "issue", other) == {}, "an issue that a secret complaint was counted with is seen, its photo is not"
    assert copy(caller("district"), issue(samples, "one", complaint_id=made["owner_id"]), made, 409).code == "evidence_of_secret_complaint"
    assert copy(caller("district"), issue(samples, "one", complaint_id=made["owner_id"], withheld=True), made).json["state"] == "held"


def test_a_copy_is_bound_by_what_binds_any(world, samples, caller, promoted):
    mine, made, _ = promoted()
    step(samples, "issues", mine, "closed")
    assert copy(caller("street"), mine, made, 409).code == "evidence_complete"
    copy(caller("district"), mine, made)
    full, another, _ = promoted()
    attach(caller("district"), "issue", full, photo(next(world.serial)))
    try:
        world.cluster.query("insert into district_rules (district_code, domain, name, value, basis, effective_from) values ('150202', 'attachment', 'per_owner_max', 1, 'test', "
                            "(now() at time zone 'Asia/Shanghai')::date - 1) returning 1")
        assert copy(caller("district"), full, another, 409).code == "attachments_full"
    finally:
        world.cluster.query("delete from district_rules where domain = 'attachment' and district_code <> '*' returning 1")


def test_what_is_done_with_a_photo_stands_in_the_audit(world, caller, promoted):
    mine, made, _ = promoted()
    own = str(uuid.uuid4())
    attach(caller("street"), "issue", mine, photo(next(world.serial)), attachment_id=own)
    copied = copy(caller("street"), mine, made).json
    for verb in ("release", "withdraw", "remove"):
        move(caller("district"), {"id": own}, verb)
    rows = world.cluster.query("select operation from audit_log where target like %s or target = any(%s) order by at", (f"/v1/attachments/{own}%", [own, copied["id"]]))
    assert [row["operation"] for row in rows] == ["createIssueAttachment", "createIssueAttachmentFromComplaint", "releaseAttachment", "withdrawAttachment", "removeAttachment"]
    before = world.cluster.query("select count(*) as n from audit_log")
    attach(caller("street"), "issue", NOWHERE, photo(1), 404)
    copy(caller("street"), mine, {"id": NOWHERE}, 422)
    copy(caller("street"), mine, made, 200)
    assert world.cluster.query("select count(*) as n from audit_log") == before
