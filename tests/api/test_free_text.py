"""Where officials and firms write in their own words, they write residents' telephones and rooms: what is kept and shown of it is masked."""
import json

import pytest

from harness.replica import tables
from harness.sweep import ALL
from harness.world import PLANTED

WORDS = "居民欧阳测试（电话15400009876，住77号楼6单元905室，车牌蒙B·Z9Z99，身份证150202199001019995）反映"
NARROW = "电话15400009876"  # where the words do not fit
# Names of things and of staff, and numbers and codes that registers are searched by.
NO_PROSE = {"name", "title", "alias", "office_address", "venue_address", "reference", "source", "display_name", "item", "certificate_no", "registration_no", "code", "estate_codes", "estate_code", "external_code", "category",
            "department", "departments", "defect_list", "defect_code"}
# Read by the authorities alone, or handled apart: tickets are sealed, a reason to look is for the audit.
APART = {"postTickets", "revealComplaint"}
FOR_AUTHORITIES = {"internal_note"}
# Of issues: authorities read it as it was written, everybody else masked.
PLAIN = {"place", "problem", "measure", "note", "progress", "plan", "reason"}
# What goes with another body, or is the district's alone to say.
MISPLACED = {("createFirm", "uscc_override_reason"), ("updateFirm", "uscc_override_reason"), ("reviewContract", "experts"), ("addEstateRecord", "note"), ("addEstateRecord", "appraiser"),
             ("createEvaluation", "assessor_name"), ("proposeFundCommitment", "project_title"), ("createSubsidyRun", "reason"),
             ("addCommitteeMemberStep", "place"), ("addCommitteeDecisionStep", "place"),
             ("addMediationStep", "agreement_no"), ("addMediationStep", "case_no"), ("updateMediationBody", "close_reason"), ("updateMediator", "end_reason"),
             ("createBodyAssessment", "reason")}


def prose(operation):
    """Members of the body that take free text: name → longest, whether it is a list, whether authorities have it as it was written."""
    schema = operation.contract.resolve(operation.body_schema) if operation.body and operation.body_type.endswith("json") else {}
    found = {}
    for name, member in schema.get("properties", {}).items():
        member = operation.contract.resolve(member)
        listed = member.get("type") == "array"
        text = operation.contract.resolve(member["items"]) if listed else member
        if "string" in text.get("type", ()) and text.get("maxLength", 0) >= 64 and not {"enum", "format", "pattern"} & set(text) and "password" not in name \
                and name not in NO_PROSE | FOR_AUTHORITIES:
            found[name] = (text["maxLength"], listed, name in PLAIN and (operation.id == "promoteComplaint" or "Issue" in operation.id))
    return found


def planted(longest, listed):
    words = WORDS if longest >= len(WORDS) else NARROW
    return [words] if listed else words


def written(world, samples, role):
    """Every operation of the role whose body takes free text, called with the planted person in each: the operation, the path, the answer."""
    for operation in world.contract.operations:
        members = {} if operation.id in APART or role not in operation.roles else prose(operation)
        if not members:
            continue
        for names in at_once(operation, members):
            path, answer = write(world, samples, role, operation, names, members)
            if len(names) == 1 or answer.status < 300:
                yield operation, names[0], members[names[0]][2] and role != "company", path, answer
                continue
            for name in names:  # not all of it goes together
                path, answer = write(world, samples, role, operation, [name], members)
                yield operation, name, members[name][2] and role != "company", path, answer


def at_once(operation, members):
    """Names of members to be written in one call: all that are kept alike."""
    alone = [name for name in members if ALL or (operation.id, name) in MISPLACED]
    kinds = ([name for name in members if name not in alone and members[name][2] == plain] for plain in (False, True))
    return [*([name] for name in alone), *filter(None, kinds)]


def write(world, samples, role, operation, names, members):
    path, arguments = samples.path(operation, role), samples.body(operation, role)
    body = {**arguments.get("json_body", {}), **{name: planted(*members[name][:2]) for name in names}}
    return path, world.role(role).request(operation.method, path, query=samples.query(operation), **{**arguments, "json_body": body})


def without_twins(value):
    """What a firm may be shown: of what is kept as it was written beside its masked twin (issues: an officer has to find the door), the twin."""
    if isinstance(value, list):
        return [without_twins(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {name: without_twins(member) for name, member in value.items() if f"{name}_masked" not in value
            and not (name in ("said_x", "place_key") and "said_masked_x" in value)}


def kept(world):
    """Every text of the database that is not the sealed one's, the internal notes', a reason to look or one with a masked twin: (table, row)."""
    tables = world.cluster.query("select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace "
                                 "where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition")
    for table in tables:
        if table["name"] in ("idempotency_keys", "personal_access_log", "imports", "import_rows"):
            continue
        hidden = {"complaint_events": " - 'note_internal'", "audit_log": " - 'reason'"}.get(table["name"], "")
        patterns = [f"%{secret}%" for secret in PLANTED]
        for row in world.cluster.query(f"select (to_jsonb(t){hidden})::text as said from {table['name']} t where (to_jsonb(t){hidden})::text like any(%s)", (patterns,)):
            shown = json.dumps(without_twins(json.loads(row["said"])), ensure_ascii=False)
            if any(secret in shown for secret in PLANTED):
                yield table["name"], shown


@pytest.fixture(scope="module")
def written_by():
    """Roles that have written."""
    return set()


@pytest.mark.parametrize("role", ["district", "street", "community", "company"])
def test_what_is_written_of_a_person_is_kept_masked(world, samples, role, written_by):
    """E05: each free text of each operation, written by each role that may; no table keeps a word of the planted person, and most of the calls were taken."""
    calls = list(written(world, samples, role))
    refused = {(operation.id, name): answer for operation, name, _, _, answer in calls if answer.status >= 300}
    assert {call: answer.code for call, answer in refused.items() if call not in MISPLACED} == {}
    assert len(refused) < len(calls)
    for operation, name, plain, path, answer in calls:
        for secret in PLANTED if not plain else ():
            assert secret not in answer.body.decode(), (operation.id, name, secret)
    left = list(kept(world))
    assert not left, left[:5]
    written_by.add(role)
    said = json.dumps(list(tables(world.cluster).values()), ensure_ascii=False)
    assert not [secret for secret in PLANTED if secret in said], "the city platform takes it over"


@pytest.mark.parametrize("reader", ["company", "platform"])
def test_no_list_shows_what_was_written_of_a_person(world, samples, reader, written_by):
    """E05: what was written by all of them, where firms and the city platform read."""
    for role in {"district", "company"} if not written_by else ():
        assert list(written(world, samples, role))
    for operation in world.contract.operations:
        if operation.method == "GET" and reader in operation.roles and operation.is_list:
            pages = {"limit": "200"} if any(parameter["name"] == "limit" for parameter in operation.parameters) else {}
            answer = world.role(reader).get(samples.path(operation, reader), {**samples.query(operation), **pages})
            assert not any(secret in answer.body.decode() for secret in PLANTED), (reader, operation.id)


def test_names_of_officials_and_numbers_of_documents_stay(world, samples):
    """张科长 is whom the work is about, and a document is found by its number."""
    district = world.role("district")
    complaint = samples.path(world.contract.by_id["dispatchComplaint"], "district")
    district.post(complaint, {"unit_kind": "department", "department": "住建委物业科", "receiver": "张科长", "handler": "李建军13800138000", "watcher": "王主任"}, expect=200)
    hand = district.pages(complaint.replace("/dispatch", "/assignments"))[-1]
    assert (hand["department"], hand["receiver"], hand["watcher"]) == ("住建委物业科", "张科长", "王主任") and hand["handler"] == "[姓名][电话]"
    consent = world.contract.by_id["recordSpaceConsent"]
    body = {**samples.body(consent, "district")["json_body"], "document": "（2026）业决字第12号", "space": "3号楼电梯轿厢"}
    kept_consent = district.post(samples.path(consent, "district"), body, expect=201).json
    assert (kept_consent["document"], kept_consent["space"]) == (body["document"], body["space"])


def test_a_patch_masks_what_it_sets_and_takes_away_what_it_nulls(world, samples):
    """A merge patch that names a masked member: another text, then none, then not named."""
    operation = world.contract.by_id["updateEstate"]
    path, district = samples.path(operation, "district"), world.role("district")
    patch = lambda body: district.request("PATCH", path, json_body=body, headers={"If-Match": district.get(path).header("ETag")}, expect=200).json
    assert patch({"service_room_use": "钥匙在王女士13800138000处"})["service_room_use"] == "钥匙在[姓名][电话]处"
    assert patch({"households": 12})["service_room_use"] == "钥匙在[姓名][电话]处"
    assert patch({"service_room_use": None})["service_room_use"] is None
