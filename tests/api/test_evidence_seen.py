"""Who adds, meets, releases and removes photos of issues and inspections (F16, F26)."""
import uuid

import pytest
from harness.register import ACCOUNTS
from test_attachments import content, move
from things.attachments import officer, photo
from things.evidence import KINDS, attach, inspection, issue, listed, step

EVERYONE = [account for accounts in ACCOUNTS.values() for account in accounts if account]


@pytest.fixture
def firm(world):
    return world.role("company")


@pytest.fixture
def new(world):
    """The bytes of a photo that nobody sent yet."""
    return lambda: photo(next(world.serial))


def test_a_firm_shows_what_it_did_and_not_what_was_found(samples, firm, new):
    """F26: during and after are the firm's, before is the authorities'."""
    mine = issue(samples, "one")
    assert attach(firm, "issue", mine, new(), 403, stage="before").code == "evidence_before_by_firm"
    made = [attach(firm, "issue", mine, new(), stage=stage).json for stage in ("during", "after")]
    assert set(listed(firm, "issue", mine)) == {one["id"] for one in made} and made[0]["uploader_role"] == "company" and made[0]["uploaded_by_name"] is None
    for state in ("found", "withdrawn"):
        attach(firm, "issue", issue(samples, "one", state=state), new(), 404)
    attach(firm, "issue", issue(samples, "one", withheld=True), new(), 404)
    attach(firm, "issue", issue(samples, "two"), new(), 404)
    attach(firm, "inspection", inspection(samples, "one", state="published"), new(), 403)


def test_a_firm_meets_what_was_released_and_what_is_its_own(samples, caller, firm, new):
    """F16: inspectors' photos may show people: held until somebody has looked; whose they are and why is not told."""
    mine, data = issue(samples, "one", severity="safety"), new()
    held = attach(caller("district"), "issue", mine, data, stage="before", file_name="孙某家.png", caption="外墙").json
    own = attach(firm, "issue", mine, new(), file_name="修复后.png").json
    assert set(listed(firm, "issue", mine)) == {own["id"]}
    content(firm, held, 404)
    move(caller("district"), held, "release")
    seen = firm.get(f"/v1/attachments/{held['id']}").json
    assert content(firm, held).body == data and seen["stage"] == "before" and seen["caption"] == "外墙"
    assert {name for name, value in seen.items() if name.endswith(("_role", "_name", "reason", "copied_from")) and value is not None} == set()
    assert move(firm, held, "remove", 403).code == "attachment_of_another"
    assert move(firm, held, "release", 403).code == "forbidden"
    move(caller("district"), held, "withdraw")
    content(firm, held, 404)
    assert attach(firm, "issue", mine, data).json["id"] != held["id"], "a firm learns nothing by sending what others hold"
    move(caller("district"), own, "withdraw")
    assert attach(firm, "issue", mine, photo(1), 201).json and own["id"] not in listed(firm, "issue", mine)


def test_a_firms_own_photo_that_was_withdrawn_is_not_sent_again(samples, caller, firm, new):
    mine, data, own = issue(samples, "one"), new(), str(uuid.uuid4())
    made = attach(firm, "issue", mine, data, attachment_id=own).json
    move(caller("district"), made, "withdraw")
    for more in ({"attachment_id": own}, {}):
        assert attach(firm, "issue", mine, data, 409, **more).code == "attachment_withdrawn"
    move(firm, made, "remove", 404)
    move(caller("district"), made, "release")
    assert attach(firm, "issue", mine, data, 200, attachment_id=own).json["id"] == own
    assert move(firm, made, "remove").json["state"] == "removed"


def test_a_firm_meets_photos_of_a_visit_when_that_is_published(samples, caller, firm, new):
    """Of its own estates, and released; it moves none."""
    visit = inspection(samples, "one")
    one, two = (attach(caller("district"), "inspection", visit, new()).json for _ in range(2))
    move(caller("district"), one, "release")
    firm.get(f"/v1/inspections/{visit}/attachments", expect=404)
    content(firm, one, 404)
    step(samples, "inspections", visit, "published")
    assert set(listed(firm, "inspection", visit)) == {one["id"]}
    content(firm, one), content(firm, two, 404)
    assert move(firm, one, "remove", 403).code == "attachment_of_another"


@pytest.fixture(scope="module")
def there(world, samples):
    """Of every kind that row security tells apart, with a photo in every state."""
    found = {}
    for place in ("near", "far", "one", "two", "abroad"):
        for kind, states in (("issue", ({}, {"withheld": True}, {"state": "found"}, {"state": "withdrawn"})), ("inspection", ({}, {"state": "published"}))):
            for number, columns in enumerate(states):
                owner = KINDS[kind](samples, place, **columns)
                made = {state: attach(officer(samples, place), kind, owner, photo(next(world.serial))).json for state in ("held", "released", "withdrawn", "removed")}
                for state, verb in (("released", "release"), ("withdrawn", "withdraw"), ("removed", "remove")):
                    move(officer(samples, place), made[state], verb)
                found[kind, place, number] = (owner, made)
    return found


def sees(world, samples, account, kind, place, number):
    me, estate, role = world.register.account(account), samples.estates[place], account.split(".")[0]
    if me["district_code"] != estate["district_code"]:
        return False
    firm = str(me.get("firm_id")) == estate["firm_id"] and number == (0 if kind == "issue" else 1)
    return {"district": True, "street": me.get("street_code") == estate["street_code"], "community": me.get("community_code") == estate["community_code"], "company": firm}.get(role, False)


@pytest.mark.parametrize("account", EVERYONE)
def test_who_sees_an_issue_or_an_inspection_sees_its_photos_and_nobody_else(account, world, samples, there):
    """List, row, content, moves and upload, one by one; hotline, city platform and public meet none."""
    client, company, outcomes = world.caller(account), account.startswith("company."), set()
    machine = account.startswith(("hotline", "platform"))
    for (kind, place, number), (owner, made) in there.items():
        may = sees(world, samples, account, kind, place, number)
        outcomes.add(may)
        answer = client.get(f"/v1/{kind}s/{owner}/attachments", expect=403 if machine else 200 if may else 404)
        visible = [state for state in made if may and (not company or state == "released")]
        if may:
            assert [row["id"] for row in answer.json["items"]] == [made[state]["id"] for state in visible], (kind, place, number)
        for state, one in made.items():
            refused = 403 if account.startswith("platform") else 404
            client.get(f"/v1/attachments/{one['id']}", expect=200 if state in visible else refused)
            content(client, one, 200 if state in visible and state != "removed" else refused)
            if not may:
                for verb in ("release", "withdraw", "remove"):
                    move(client, one, verb, (403, 404))
        if not may:
            attach(client, kind, owner, photo(1), (403, 404) if machine or company else 404)
    if account in ("street.heping@150202", "community.huanxi@150202", "company.one@150202", "district.officer@150202"):
        assert outcomes == {True, False}


def test_the_public_meets_none(world, there):
    for (kind, _, _), (owner, made) in there.items():
        world.anyone.get(f"/v1/{kind}s/{owner}/attachments", expect=401)
        world.anyone.get(f"/v1/attachments/{made['released']['id']}/content", expect=401)


@pytest.mark.parametrize("kind", KINDS)
def test_whoever_uploaded_it_removes_it_and_nobody_else_but_the_district(kind, samples, caller, new):
    mine = KINDS[kind](samples)
    streets, communities = (attach(caller(role), kind, mine, new()).json for role in ("street", "community"))
    assert move(caller("street"), communities, "remove", 403).code == "attachment_of_another"
    assert move(caller("community"), streets, "remove", 403).code == "attachment_of_another"
    assert move(caller("street"), streets, "remove").json["state"] == "removed"
    assert move(caller("district"), communities, "remove").json["state"] == "removed"
    assert move(caller("district"), communities, "release", 409).code == "state_conflict"
