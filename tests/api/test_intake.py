"""Other sources through the same door, and what nobody could place: petitions, street and firm hotlines, the web and leads; codes that the district maps."""
import concurrent.futures

import pytest
from harness.world import PERSON, PLANTED
from things.estates import today
from things.intake import mapping

COMPLAINTS, TICKETS, MAPPINGS, UNMAPPED = "/v1/complaints", "/v1/hotline/tickets", "/v1/category-mappings", "/v1/hotline/unmapped"
TEXT = "市民欧阳测试（电话15400009876，住77号楼6单元905室，车牌蒙B·Z9Z99，身份证150202199001019995）说：电梯停运两天。"
FLAGS = ("leader_instruction", "group_petition", "opinion_event", "secret", "anonymous")


def taken(**members):
    value = {"source": "street", "request_type": "complaint", "category": "lift", "title": "电梯停运", "content": TEXT, "complainant": dict(PERSON), **members}
    return {name: member for name, member in value.items() if member is not None}


@pytest.mark.parametrize("source", ["petition", "street", "firm", "web", "solicitation"])
@pytest.mark.parametrize("role", ["district", "street", "community"])
def test_what_somebody_takes_down_becomes_a_complaint(source, role, world, samples):
    """E01, E03, E14: each source through the same door; it begins its life as a ticket does and is handled as one."""
    caller = world.role(role)
    answer = caller.post(COMPLAINTS, taken(source=source, estate_code=samples.estates["near"]["code"]), expect=201)
    made = answer.json
    assert answer.header("Location") == f"{COMPLAINTS}/{made['id']}" and made["state"] == "received"
    shown = caller.get(answer.header("Location")).json
    assert (shown["source"], shown["ticket_no"], shown["category"], shown["state"], shown["round"]) == (source, made["ticket_no"], "lift", "received", 1)
    assert shown["estate"]["code"] == samples.estates["near"]["code"] and "电梯停运两天" in shown["content"]
    assert [(event["action"], event["actor_role"]) for event in caller.pages(f"{COMPLAINTS}/{made['id']}/events")] == [("receive", role)]
    dispatched = world.role("street").post(f"{COMPLAINTS}/{made['id']}/dispatch", {"unit_kind": "community", "receiver": "张"}, expect=200)
    assert dispatched.json["state"] == "dispatched"
    assert world.role("district").get(TICKETS, {"ticket_no": made["ticket_no"]}).json["items"][0]["complaint_id"] == made["id"]


def test_its_words_are_sealed_and_shown_masked_and_revealed_for_a_reason(world, samples):
    made = world.role("district").post(COMPLAINTS, taken(estate_code=samples.estates["one"]["code"]), expect=201).json
    for role in ("district", "company"):
        shown = world.role(role).get(f"{COMPLAINTS}/{made['id']}").json
        assert "电梯停运两天" in shown["content"]
        for secret in PLANTED:
            assert secret not in str(shown), (role, secret)
    assert shown["ticket_no"] is None and shown["anonymous"] is None
    seen = world.role("district").post(f"{COMPLAINTS}/{made['id']}/reveal", {"reason": "回访核实"}, expect=200).json
    assert (seen["name"], seen["phone"], seen["content"]) == (PERSON["name"], PERSON["phone"], TEXT)


@pytest.mark.parametrize("flag", FLAGS)
def test_a_flag_is_kept(flag, world, samples):
    """E08: instruction of a leader, group petition, public opinion; and secret and anonymous. A firm reads none of them, and nothing that is secret."""
    made = world.role("district").post(COMPLAINTS, taken(source="petition", estate_code=samples.estates["one"]["code"], **{flag: True}), expect=201).json
    shown = world.role("district").get(f"{COMPLAINTS}/{made['id']}").json
    assert [name for name in FLAGS if shown[name]] == [flag]
    world.role("company").get(f"{COMPLAINTS}/{made['id']}", expect=404 if flag == "secret" else 200)


def test_what_is_about_retaliation_is_taken_from_anyone_and_is_the_districts_alone(world, samples):
    """E05: whoever is told of it does not send the resident away; nobody but the district finds it again."""
    for role in ("street", "community"):
        made = world.role(role).post(COMPLAINTS, taken(category="owner_retaliation", estate_code=samples.estates["near"]["code"]), expect=201).json
        assert world.role("district").get(f"{COMPLAINTS}/{made['id']}").json["confidential"] is True
        for other in ("street", "community", "company"):
            world.role(other).get(f"{COMPLAINTS}/{made['id']}", expect=404)


def test_everyone_takes_down_in_his_own_area(world, samples):
    near, far = samples.estates["near"], samples.estates["far"]
    street, community = world.role("street"), world.role("community")
    made = street.post(COMPLAINTS, taken(), expect=201).json
    assert (made["estate_id"], made["street_code"], made["community_code"]) == (None, near["street_code"], None), "without an estate it lies in the caller's area"
    made = community.post(COMPLAINTS, taken(), expect=201).json
    assert made["community_code"] == near["community_code"]
    assert world.role("district").post(COMPLAINTS, taken(), expect=201).json["street_code"] is None
    assert world.role("district").post(COMPLAINTS, taken(division_code=far["community_code"]), expect=201).json["community_code"] == far["community_code"]
    assert community.post(COMPLAINTS, taken(estate_code=far["code"]), expect=422).code == "estate_unknown"
    assert community.post(COMPLAINTS, taken(division_code=far["community_code"]), expect=422).code == "place_outside"
    assert community.post(COMPLAINTS, taken(division_code=near["street_code"]), expect=422).code == "place_outside"
    assert street.post(COMPLAINTS, taken(division_code="340302001"), expect=422).code == "place_outside"
    assert street.post(COMPLAINTS, taken(estate_code="E0"), expect=422).code == "estate_unknown"
    assert street.post(COMPLAINTS, taken(category="no_such"), expect=422).code == "category_unknown"
    assert street.post(COMPLAINTS, taken(received_at="2099-01-01T00:00:00+08:00"), expect=422).code == "ticket_of_the_future"
    assert street.post(COMPLAINTS, taken(source="hotline12345"), expect=422).pointers == ["/source"], "the mayor's hotline has its own system"
    world.role("company").post(COMPLAINTS, taken(source="firm"), expect=403)


def test_a_refusal_leaves_nothing(world):
    before = world.cluster.query("select (select count(*) from complaints) as c, (select count(*) from tickets) as t, (select count(*) from personal.complainants) as p")
    for wrong in ({"category": "no_such"}, {"estate_code": "E0"}, {"division_code": "340302001"}):
        world.role("street").post(COMPLAINTS, taken(**wrong), expect=422)
    assert world.cluster.query("select (select count(*) from complaints) as c, (select count(*) from tickets) as t, (select count(*) from personal.complainants) as p") == before


def test_one_key_at_once_is_one_complaint(world):
    street, key = world.role("street"), {"Idempotency-Key": f"taken-{next(world.serial)}"}
    with concurrent.futures.ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda _: street.post(COMPLAINTS, taken(content="同一次来电"), headers=key), range(12)))
    assert {answer.status for answer in answers} <= {201, 409}
    assert len({answer.json["id"] for answer in answers if answer.status == 201}) == 1


def test_what_has_no_category_or_estate_waits_in_the_districts_queue(world, hotline, samples):
    """What nobody could place is kept and found, never refused; a firm does not see it before."""
    code = f"QX{next(world.serial)}"
    nameless = world.post_ticket(category_code=code, estate_code=samples.estates["one"]["code"])
    placeless = world.post_ticket(estate_name="没听说过的小区", division_code="150202001012")
    district = world.role("district")
    queue = {item["id"]: item for item in district.pages(UNMAPPED, limit=200)}
    first, second = queue[nameless["complaint_id"]], queue[placeless["complaint_id"]]
    assert (first["category"], first["external_category"], first["estate_id"] is None) == (None, code, False)
    assert (second["estate_id"], second["told_estate_name"], second["told_division_code"], second["category"] is None) == (None, "没听说过的小区", "150202001012", False)
    ids = lambda **query: {item["id"] for item in district.pages(UNMAPPED, query, limit=200)}
    assert first["id"] in ids(lacks="category") and first["id"] not in ids(lacks="estate") and second["id"] in ids(lacks="estate")
    assert ids(external_category=code) == {first["id"]} and second["id"] in ids(street_code="150202001")
    world.role("company").get(f"{COMPLAINTS}/{first['id']}", expect=404)
    district.post(f"{COMPLAINTS}/{first['id']}/classify", {"category": "lift", "reason": "热线未给出类别"}, expect=200)
    world.role("company").get(f"{COMPLAINTS}/{first['id']}", expect=200)
    firm = district.post(f"{COMPLAINTS}/{second['id']}/classify", {"estate_id": samples.estates["one"]["id"], "reason": "电话核实为该小区"}, expect=200).json
    assert (firm["estate_id"], firm["firm_id"], firm["street_code"]) == (samples.estates["one"]["id"], samples.estates["one"]["firm_id"], samples.estates["one"]["street_code"])
    assert not {first["id"], second["id"]} & ids()
    history = district.pages(f"{COMPLAINTS}/{second['id']}/events")
    assert [(event["action"], event["internal_note"]) for event in history] == [("receive", None), ("classify", "电话核实为该小区")]


def test_by_hand_what_is_open_and_in_nobodys_hands(world, samples):
    district = world.role("district")
    complaint = world.post_ticket(category_code="no-such")["complaint_id"]
    path, why = f"{COMPLAINTS}/{complaint}/classify", {"reason": "电话核实"}
    assert district.post(path, {"category": "no_such", **why}, expect=422).code == "category_unknown"
    assert district.post(path, why, expect=422).code == "category_unknown"
    assert district.post(path, {"estate_id": samples.estates["abroad"]["id"], **why}, expect=422).code == "estate_unknown"
    assert district.post(path, {"category": "owner_data_leak", **why}, expect=200).json["confidential"] is True
    assert district.post(path, {"category": "lift", **why}, expect=200).json["confidential"] is True, "what is protected stays so"
    for state, member, status in (("processing", "category", 200), ("processing", "estate_id", 409), ("closed", "category", 409), ("rejected", "category", 409)):
        world.cluster.query("update complaints set state = %s where id = %s returning id", (state, complaint))
        value = "fees" if member == "category" else samples.estates["near"]["id"]
        answer = district.post(path, {member: value, **why}, expect=status)
        assert status == 200 or answer.code == "state_conflict" and answer.json["state"] == state


def test_shanghais_fourteen_classes_are_there(world):
    """The classes by which 12345 property tickets are tagged, each with a category of ours."""
    items = world.role("hotline").pages(MAPPINGS, {"source": "hotline12345", "as_of": today()}, limit=200)
    common = {item["external_code"]: item for item in items if item["common"]}
    assert sorted(common) == [f"{number:02d}" for number in range(1, 15)]
    assert (common["01"]["external_zh"], common["01"]["category"], common["12"]["external_zh"]) == ("停车管理", "parking", "物业服务态度")
    known = {item["code"] for item in world.anyone.pages("/v1/complaint-categories", limit=200)}
    assert {item["category"] for item in items} <= known and {"owner_data_leak", "owner_retaliation"} <= known


def test_mapping_a_code_classes_what_waits_when_it_is_applied(world, samples):
    """By an explicit operation, each with an event; what has a category keeps it, what was received before the mapping holds waits on."""
    district = world.role("district")
    made = mapping(samples, effective_from="2026-02-01")
    code = made["external_code"]
    late = [world.post_ticket(category_code=code)["complaint_id"] for _ in range(2)]
    assert {world.role("district").get(f"{COMPLAINTS}/{complaint}").json["category"] for complaint in late} == {"lift"}, "new tickets are mapped as they come"
    other = f"Y{next(world.serial)}"
    waiting = [world.post_ticket(category_code=other)["complaint_id"] for _ in range(3)]
    early = world.post_ticket(category_code=other, received_at="2026-01-31T23:59:59+08:00")["complaint_id"]
    done = world.post_ticket(category_code=other)["complaint_id"]
    world.cluster.query("update complaints set state = 'closed', closed_at = now() where id = %s returning id", (done,))
    foreign = world.post_ticket("hotline@340302", category_code=other)["complaint_id"]
    made = mapping(samples, external_code=other, category="owner_data_leak", effective_from="2026-02-01")
    categories = lambda ids: [row["category"] for row in world.cluster.query("select category from complaints where id = any(%s::uuid[])", (ids,))]
    assert categories(waiting) == [None] * 3, "nothing before it is applied"
    answer = district.post(f"{MAPPINGS}/{made['id']}/apply", {"reason": "新增对应"}, expect=200).json
    assert (answer["category"], answer["classified"], answer["left"]) == ("owner_data_leak", 3, 0)
    assert categories(waiting) == ["owner_data_leak"] * 3 and categories([early, done, foreign]) == [None] * 3
    shown = district.get(f"{COMPLAINTS}/{waiting[0]}").json
    assert shown["confidential"] is True and shown["version"] == 2
    world.role("street").get(f"{COMPLAINTS}/{waiting[0]}", expect=404)
    assert [event["action"] for event in district.pages(f"{COMPLAINTS}/{waiting[0]}/events")] == ["receive", "classify"]
    assert district.post(f"{MAPPINGS}/{made['id']}/apply", {"reason": "再次"}, expect=200).json["classified"] == 0


def test_two_of_one_code_never_hold_on_one_day(world, samples):
    district = world.role("district")
    made = mapping(samples, effective_from="2026-01-01")
    body = {"external_code": made["external_code"], "category": "fees", "basis": "热线分类调整"}
    assert district.post(MAPPINGS, body, expect=409).code == "mapping_overlaps"
    assert district.post(MAPPINGS, {**body, "effective_from": "2026-01-01"}, expect=409).code == "mapping_overlaps"
    assert district.post(MAPPINGS, {**body, "category": "no_such"}, expect=422).code == "category_unknown"
    end = f"{MAPPINGS}/{made['id']}/end"
    assert district.post(end, {"effective_to": today(-1), "reason": "调整"}, expect=422).code == "takes_effect_in_the_past"
    assert district.post(end, {"reason": "调整"}, expect=200).json["effective_to"] == today()
    assert district.post(end, {"reason": "调整"}, expect=409).code == "state_conflict"
    assert district.post(MAPPINGS, body, expect=201).json["effective_from"] == today()
    planned = mapping(samples, effective_from=today(10))
    assert district.post(f"{MAPPINGS}/{planned['id']}/end", {"reason": "不用了"}, expect=422).code == "period_reversed"
    common = next(item for item in district.pages(MAPPINGS, {"external_code": "01"}) if item["common"])
    district.post(f"{MAPPINGS}/{common['id']}/end", {"reason": "共同的"}, expect=404)


def test_the_districts_own_stands_before_the_common_one_and_is_its_own_alone(world, samples):
    own = mapping(samples, external_code="14", category="fees", effective_from="2026-01-01")
    try:
        assert world.post_ticket(category_code="14")["category"] == "fees"
        assert world.post_ticket("hotline@340302", category_code="14")["category"] == "other"
        assert own["id"] not in {item["id"] for item in world.role("district", 2).pages(MAPPINGS, limit=200)}
        assert own["id"] in {item["id"] for item in world.role("community").pages(MAPPINGS, limit=200)}
        world.role("district", 2).post(f"{MAPPINGS}/{own['id']}/apply", {"reason": "别区的"}, expect=404)
    finally:
        world.role("district").post(f"{MAPPINGS}/{own['id']}/end", {"reason": "试完"}, expect=200)


def test_mappings_made_at_once_are_one(world):
    district = world.role("district")
    body = {"external_code": f"Z{next(world.serial)}", "category": "lift", "basis": "热线分类调整"}
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: district.post(MAPPINGS, body), range(8)))
    assert sorted(answer.status for answer in answers) == [201] + [409] * 7


def test_applied_by_many_at_once_each_is_classed_once(world, samples):
    code = f"V{next(world.serial)}"
    waiting = [world.post_ticket(category_code=code)["complaint_id"] for _ in range(12)]
    made = mapping(samples, external_code=code, effective_from="2026-01-01")
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: world.role("district").post(f"{MAPPINGS}/{made['id']}/apply", {"reason": "并发"}, expect=200).json, range(4)))
    assert sum(answer["classified"] for answer in answers) == 12
    rows = world.cluster.query("select count(*) as n from complaint_events where complaint_id = any(%s::uuid[]) and action = 'classify'", (waiting,))
    assert rows[0]["n"] == 12
