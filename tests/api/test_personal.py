"""Personal data: sealed at rest, masked in every text, shown only to those in scope who give a reason, and each look is kept."""
import pytest
from harness.world import PERSON, PLANTED

SPELLINGS = [
    "请回电15400009876谢谢", "请回电 154 0000 9876", "请回电１５４００００９８７６", "请回电154-0000-9876", "电话+86 15400009876", "电话86-154-0000-9876", "座机0472-5123456",
    "身份证150202199001019995", "车牌蒙B·Z9Z99挡路", "住77号楼6单元905室", "住77栋6单元905", "住77-6-905", "住77#905", "欧阳测试女士反映", "业主欧阳测试先生", "邮箱ouyang.test@example.org",
    "微信号ouyangtest9876", "QQ：154000098",
]
HIDDEN = ["15400009876", "154 0000 9876", "１５４００００９８７６", "154-0000-9876", "5123456", "150202199001019995", "Z9Z99", "6单元905", "77-6-905", "77#905", "ouyang.test", "ouyangtest9876", "154000098"]


@pytest.mark.parametrize("said", SPELLINGS)
def test_what_identifies_a_person_is_masked_in_every_text(said, world):
    """E05: text shown to the firm tells nothing of who complained."""
    company = world.register.account("company.one@150202")
    estate = world.estates("f.id = %s", company["firm_id"])[0]
    receipt = world.post_ticket(estate_code=estate["code"], title=said[:60], content=f"市民反映：{said}。电梯坏了。", place=f"电梯口，{said}")
    for role in ("company", "district"):
        body = world.role(role).get(f"/v1/complaints/{receipt['complaint_id']}").body.decode()
        shown = [text for text in HIDDEN if text in body]
        assert not shown, (role, shown, body)
        assert "电梯坏了" in body


def test_masking_keeps_numbers_that_are_nobodys(world):
    """Amounts, dates, times, floors of a building and codes of law are what the complaint is about."""
    text = "2026年3月2日8点30分，3号电梯停运，物业费1.35元每平方米，共收1359410.00元，第12层，违反条例第39条，影响316户。"
    receipt = world.post_ticket(title="电梯停运3天", content=text)
    assert world.role("district").get(f"/v1/complaints/{receipt['complaint_id']}").json["content"] == text


def test_no_table_holds_the_words_in_clear(world, samples):
    """Everything the database holds, as text: a dump in the wrong hands names nobody."""
    world.post_ticket()
    tables = world.cluster.query("select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')")
    for table in tables:
        for secret in PLANTED:
            found = world.cluster.query(f"select count(*) as n from {table['name']} t where t::text like %s", (f"%{secret}%",))[0]["n"]
            assert found == 0, f"{table['name']} holds {secret}"


def test_sealed_values_differ_for_the_same_person(world):
    """A nonce of its own for each value: equal phones do not look equal (but their keyed hash does, for finding them again)."""
    ids = [world.post_ticket()["id"] for _ in range(2)]
    rows = world.cluster.query("select phone_sealed::text, phone_hash, seal_key from personal.complainants where ticket_id = any(%s::uuid[])", (ids,))
    assert len({row["phone_sealed"] for row in rows}) == 2 and len({row["phone_hash"] for row in rows}) == 1 and {row["seal_key"] for row in rows} == {"test1"}


def test_the_same_phone_in_another_spelling_is_the_same_caller(world):
    ids = [world.post_ticket(complainant={"phone": phone})["id"] for phone in ("15400009876", "+86 154-0000-9876", "１５４００００９８７６", "0086 15400009876")]
    rows = world.cluster.query("select distinct phone_hash from personal.complainants where ticket_id = any(%s::uuid[])", (ids,))
    assert len(rows) == 1


@pytest.mark.parametrize("role", ["district", "street", "community"])
def test_who_complained_is_shown_for_a_reason_and_the_look_is_kept(role, world, samples):
    complaint = samples.complaints["near"]
    request_id = f"reveal-{role}-1"
    answer = world.role(role).post(f"/v1/complaints/{complaint}/reveal", {"reason": "核实处理结果"}, headers={"X-Request-Id": request_id}, expect=200)
    shown = answer.json
    assert (shown["name"], shown["phone"], shown["address"]) == (PERSON["name"], PERSON["phone"], PERSON["address"])
    assert PERSON["phone"] in shown["content"], "the words as they were said"
    assert "no-store" in answer.header("Cache-Control")
    kept = world.cluster.query("select * from personal_access_log where request_id = %s", (request_id,))
    assert len(kept) == 1 and kept[0]["reason"] == "核实处理结果" and kept[0]["role"] == role and str(kept[0]["complaint_id"]) == complaint
    audit = world.role("district").get("/v1/audit", {"operation": "revealComplaint", "target": complaint}).json["items"]
    assert any(item["request_id"] == request_id and item["reason"] == "核实处理结果" for item in audit)


@pytest.mark.parametrize("reason", ["", " ", "\t\n ", "x", "　　"])
def test_without_a_reason_nothing_is_shown(reason, world, samples):
    before = world.cluster.query("select count(*) as n from personal_access_log")
    answer = world.role("district").post(f"/v1/complaints/{samples.complaints['near']}/reveal", {"reason": reason})
    assert answer.status == 422, answer
    assert world.cluster.query("select count(*) as n from personal_access_log") == before


@pytest.mark.parametrize("role", ["company", "hotline", "platform"])
def test_who_may_never_look_never_does(role, world, samples):
    for complaint in samples.complaints.values():
        world.role(role).post(f"/v1/complaints/{complaint}/reveal", {"reason": "核实处理结果"}, expect=403)


def test_a_look_outside_of_ones_scope_leaves_no_row(world, samples):
    before = world.cluster.query("select count(*) as n from personal_access_log")
    world.role("street").post(f"/v1/complaints/{samples.complaints['far']}/reveal", {"reason": "核实处理结果"}, expect=404)
    world.role("district").post(f"/v1/complaints/{samples.complaints['abroad']}/reveal", {"reason": "核实处理结果"}, expect=404)
    assert world.cluster.query("select count(*) as n from personal_access_log") == before


def test_an_anonymous_complaint_reveals_nobody(world):
    receipt = world.post_ticket(complainant=None, anonymous=True)
    shown = world.role("district").post(f"/v1/complaints/{receipt['complaint_id']}/reveal", {"reason": "核实处理结果"}, expect=200).json
    assert shown["name"] is None and shown["phone"] is None and shown["address"] is None


def test_a_reason_keeps_nobodys_number(world, samples):
    """E05: what is typed as a reason stays in the log for good, longer than the contact data themselves."""
    complaint, district = samples.complaints["near"], world.role("district")
    district.post(f"/v1/complaints/{complaint}/reveal", {"reason": f"回拨{PERSON['phone']}，住{PERSON['address']}"}, expect=200)
    looks = district.pages("/v1/personal-accesses", {"complaint_id": complaint})
    audit = district.pages("/v1/audit", {"operation": "revealComplaint", "target": complaint})
    assert looks and audit and all("回拨" in row["reason"] for row in (looks[0], audit[0]))
    for table in ("personal_access_log", "audit_log"):
        assert not world.cluster.query(f"select 1 from {table} t where t::text like %s", (f"%{PERSON['phone']}%",)), table


def test_no_route_leads_a_company_to_the_complainant(world, samples):
    """Every answer to a company is searched for the planted person; here it asks for everything it may, in every form."""
    company = world.role("company")
    for operation in world.contract.operations:
        if "company" not in operation.roles or operation.method != "GET":
            continue
        path = samples.path(operation, "company")
        for accept in operation.media():
            answer = company.get(path, samples.query(operation), headers={"Accept": accept}, expect=(200, 406) if operation.id == "getExportContent" else 200)  # a file has the form that was asked for
            assert answer.body or accept == "application/x-ndjson", (operation.id, accept)
    for complaint in samples.complaints.values():
        company.get(f"/v1/complaints/{complaint}", expect=(200, 404))
    for query in ("欧阳", "154", "15400009876", "905", "77号楼", "Z9Z99", "电话"):
        items = company.get("/v1/complaints", {"q": query}).json["items"]
        assert query == "电话" or not items, (query, len(items))


def test_the_log_names_nobody(world):
    world.post_ticket()
    log = world.service.log.read_text(errors="replace")
    for secret in PLANTED:
        assert secret not in log
    for token in world.tokens.values():
        assert token not in log and token.split(".")[2] not in log
    for secret in world.register.credentials.values():
        assert secret not in log
