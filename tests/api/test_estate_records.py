"""What is kept on file about estates: each kind has its members, what is found against a record follows from data, nothing is changed, only superseded."""
import pytest
from test_estates import STREET, at_once
from things.contracts import act, bring, review
from things.estates import OFFICER, estate, record, today
from things.staff import contract, withdrawn

WHERE = "/v1/estate-records"


@pytest.fixture
def officer(world):
    return world.caller(OFFICER)


@pytest.fixture
def one(samples):
    return estate(samples)


def keep(client, estate_id, kind, expect=201, **members):
    return client.post(WHERE, {"estate_id": estate_id, "kind": kind, **members}, expect=expect)


WHOLE = {
    "grid": {"reference": "G1", "title": "第一网格", "keeper_kind": "party_branch", "keeper": "第一党小组"},
    "document": {"category": "acceptance_check", "title": "道路承接查验", "dated_on": "2025-03-01", "reference": "CJ-1", "keeper": "档案室"},
    "public_revenue": {"year": 2025, "amount": "12000.50", "note": "补充维修资金"},
    "public_space_use": {"title": "电梯广告", "starts_on": "2026-01-01", "consented_on": "2025-12-20"},
    "parking_lease": {"starts_on": "2026-01-01", "ends_on": "2026-06-30", "lessor": "developer", "lessee": "outsider"},
    "parking_fee": {"category": "hour", "amount": "3.00", "dated_on": "2026-05-01"},
    "parking_sale_only": {"dated_on": "2026-05-01", "note": "车位只售不租"},
    "garage_buy_back": {"dated_on": "2026-05-01", "quantity": 12, "appraised": "960000.00", "appraiser": "某房地产评估公司", "amount": "768000.00", "keeper_kind": "other", "keeper": "街道办事处",
                        "reference": "回收协议2026-1号"},
}
NEEDED = {"grid": ["reference", "title", "keeper_kind"], "document": ["category", "title", "dated_on"], "public_revenue": ["year", "amount", "note"],
          "public_space_use": ["title", "starts_on"], "parking_lease": ["starts_on", "ends_on", "lessor", "lessee"],
          "parking_fee": ["category", "amount", "dated_on"], "parking_sale_only": ["dated_on", "note"],
          "garage_buy_back": ["dated_on", "quantity", "appraised", "appraiser", "amount", "keeper_kind", "reference"]}


@pytest.mark.parametrize("kind", WHOLE)
def test_a_record_has_the_members_of_its_kind(kind, one, officer):
    """A03, A14, A20, C17, C18, C19, C20, G18."""
    for name in NEEDED[kind]:
        answer = keep(officer, one["id"], kind, 422, **{key: value for key, value in WHOLE[kind].items() if key != name})
        assert answer.code == "record_incomplete", name
    alien = {"lessee": "owner"} if kind != "parking_lease" else {"year": 2025}
    assert keep(officer, one["id"], kind, 422, **WHOLE[kind], **alien).code == "record_incomplete"
    made = keep(officer, one["id"], kind, **WHOLE[kind])
    assert made.header("Location") == f"{WHERE}/{made.json['id']}"
    assert {name: made.json[name] for name in WHOLE[kind]} == WHOLE[kind] and made.json["estate"]["id"] == one["id"]
    assert officer.get(f"{WHERE}/{made.json['id']}").json == made.json
    assert officer.pages(WHERE, {"estate_id": one["id"], "kind": kind}) == [made.json]


@pytest.mark.parametrize("starts,ends,lessor,lessee,long", [
    ("2026-01-01", "2026-06-30", "developer", "outsider", False), ("2026-07-01", "2026-12-31", "developer", "outsider", False),
    ("2026-01-01", "2026-07-02", "developer", "outsider", True), ("2026-01-01", "2026-07-31", "developer", "outsider", True),
    ("2026-01-01", "2026-07-01", "developer", "outsider", True), ("2026-01-01", "2026-12-31", "developer", "owner", False),
    ("2026-01-01", "2026-12-31", "owner", "outsider", False)])
def test_a_developer_lets_parking_to_outsiders_for_six_months_at_most(starts, ends, lessor, lessee, long, one, officer):
    """C18: six months exactly are not too long; 183 days from January and seven months are. It is recorded all the same."""
    made = keep(officer, one["id"], "parking_lease", starts_on=starts, ends_on=ends, lessor=lessor, lessee=lessee).json
    assert made["findings"] == ["too_long"] * long
    found = officer.pages(WHERE, {"estate_id": one["id"], "finding": "too_long"})
    assert [row["id"] for row in found] == [made["id"]] * long


def test_the_longest_lease_is_data_with_a_day(world, samples):
    """C18: the number of the day on which the lease begins."""
    district = world.caller("district.officer@340302")
    one = estate(samples, "abroad")
    limit = {"name": "outside_lease_months", "value": "3", "basis": "区文件", "effective_from": today(60)}
    assert district.post("/v1/rules", {**limit, "value": "2.5"}, expect=422).code == "rule_not_allowed"
    assert district.post("/v1/rules", {**limit, "subject": "day"}, expect=422).code == "rule_not_allowed"
    assert district.post("/v1/rules", {**limit, "effective_from": today(-1)}, expect=422).code == "takes_effect_in_the_past"
    district.post("/v1/rules", limit, expect=201)
    findings = [keep(district, one["id"], "parking_lease", starts_on=today(day), ends_on=today(day + 120), lessor="developer", lessee="outsider").json["findings"]
                for day in (59, 60)]
    assert findings == [[], ["too_long"]]


def test_a_temporary_fee_is_held_against_the_districts_guide_price(world, samples):
    """C19: above it is a finding, at it is not; without a guide price nothing can be said."""
    district = world.caller("district.officer@340302")
    one = estate(samples, "abroad")
    fee = lambda amount, unit="hour", day=today(): keep(district, one["id"], "parking_fee", category=unit, amount=amount, dated_on=day).json["findings"]
    assert fee("5.00", "entry") == ["no_guide_price"]
    district.post("/v1/rules", {"name": "parking_guide_price", "subject": "hour", "value": "3.00", "basis": "发改文件", "effective_from": today()}, expect=201)
    district.post("/v1/rules", {"name": "parking_guide_price", "subject": "hour", "value": "4.00", "basis": "发改文件", "effective_from": today(30)}, expect=201)
    assert (fee("3.00"), fee("3.01"), fee("3.01", day=today(30)), fee("4.01", day=today(30))) == ([], ["above_guide_price"], [], ["above_guide_price"])
    assert fee("3.00", day=today(-1)) == ["no_guide_price"]


def test_garages_are_bought_back_at_or_below_what_a_third_party_appraised(one, officer):
    """G18: how many, what a third party appraised them at and who it was, what was paid, when, by whom, by which document; the record is of an estate."""
    whole = WHOLE["garage_buy_back"]
    assert keep(officer, one["id"], "garage_buy_back", 422, **{**whole, "amount": "960000.01"}).code == "buy_back_above_appraisal"
    made = [keep(officer, one["id"], "garage_buy_back", **{**whole, "amount": amount}).json for amount in ("960000.00", "1.00")]
    assert officer.pages(WHERE, {"estate_id": one["id"], "kind": "garage_buy_back"}) == made and made[0]["findings"] == []
    assert keep(officer, one["id"], "document", 422, **WHOLE["document"], quantity=1).code == "record_incomplete"
    for wrong in ({"quantity": 0}, {"appraised": "0.00"}):
        assert keep(officer, one["id"], "garage_buy_back", 422, **{**whole, **wrong}).code == "invalid_body"


def test_sale_only_and_no_consent_are_findings(one, officer):
    """C17: public space in use needs the owners' consent; C20: spaces that are sold only."""
    assert keep(officer, one["id"], "parking_sale_only", **WHOLE["parking_sale_only"]).json["findings"] == ["sale_only"]
    assert keep(officer, one["id"], "public_space_use", title="快递柜", starts_on="2026-01-01").json["findings"] == ["no_consent"]
    assert keep(officer, one["id"], "public_space_use", **WHOLE["public_space_use"]).json["findings"] == []


def test_an_archive_is_complete_with_all_four_kinds_of_document(one, officer):
    """A14: takeover inspection, technical management, regular patrols, repair and upkeep."""
    four = ["acceptance_check", "technical_management", "regular_patrol", "repair_and_upkeep"]
    archive = lambda: officer.get(f"/v1/estates/{one['id']}/archive").json
    for number, kind in enumerate(four):
        assert (archive()["complete"], archive()["present"], archive()["missing"]) == (False, four[:number], four[number:])
        last = keep(officer, one["id"], "document", category=kind, title="道路设施档案", dated_on="2025-03-01").json
    assert (archive()["complete"], archive()["missing"]) == (True, [])
    officer.post(f"{WHERE}/{last['id']}/end", {"reason": "误录"}, expect=200)
    assert (archive()["complete"], archive()["missing"]) == (False, four[3:])
    assert keep(officer, one["id"], "document", 422, category="other", title="x", dated_on="2025-03-01").code == "record_incomplete"


def test_a_correction_supersedes(one, samples, officer):
    """A03, A20: one revenue for a year, one cell of a code; the old one stays to be read."""
    old = keep(officer, one["id"], "public_revenue", year=2024, amount="1.00", note="绿化").json
    assert keep(officer, one["id"], "public_revenue", 409, year=2024, amount="2.00", note="绿化").code == "record_exists"
    new = keep(officer, one["id"], "public_revenue", year=2024, amount="2.00", note="绿化", supersedes=old["id"]).json
    ended = officer.get(f"{WHERE}/{old['id']}").json
    assert (new["supersedes"], ended["end_reason"], ended["version"]) == (old["id"], "superseded", 2) and ended["ended_at"]
    assert keep(officer, one["id"], "public_revenue", 422, year=2024, amount="3.00", note="绿化", supersedes=old["id"]).code == "record_unknown"
    assert keep(officer, one["id"], "grid", 422, **WHOLE["grid"], supersedes=new["id"]).code == "record_unknown"
    assert keep(officer, estate(samples)["id"], "public_revenue", 422, year=2024, amount="3.00", note="绿化", supersedes=new["id"]).code == "record_unknown"
    assert [row["id"] for row in officer.pages(WHERE, {"estate_id": one["id"], "ended": "false"})] == [new["id"]]
    assert officer.pages(WHERE, {"estate_id": one["id"], "as_of": today(-1)}) == []
    assert [row["id"] for row in officer.pages(WHERE, {"estate_id": one["id"], "as_of": today()})] == [new["id"]]
    officer.post(f"{WHERE}/{new['id']}/end", {"reason": "误录"}, expect=200)
    assert officer.post(f"{WHERE}/{new['id']}/end", {"reason": "误录"}, expect=409).json["state"] == "ended"


def test_of_several_that_add_the_same_cell_one_wins(samples, officer):
    """A20: also of several corrections of one record."""
    for _ in range(5):
        fresh = estate(samples)["id"]
        answers = at_once(*[lambda: officer.post(WHERE, {"estate_id": fresh, "kind": "grid", **WHOLE["grid"]}) for _ in range(4)])
        assert sorted(answer.status for answer in answers) == [201, 409, 409, 409], answers
        cell = next(answer.json for answer in answers if answer.status == 201)
        answers = at_once(*[lambda: officer.post(WHERE, {"estate_id": fresh, "kind": "grid", **WHOLE["grid"], "supersedes": cell["id"]}) for _ in range(4)])
        assert sum(answer.status == 201 for answer in answers) == 1, answers
        assert {answer.code for answer in answers if answer.status != 201} <= {"record_unknown", "record_exists"}, answers


def test_a_street_keeps_its_own_estates_records(world, samples, officer):
    """A community and a firm read; another street knows nothing."""
    one, other = estate(samples), estate(samples, "far")
    street = world.caller(STREET["near"])
    made = keep(street, one["id"], "grid", **WHOLE["grid"]).json
    assert keep(street, other["id"], "grid", 422, **WHOLE["grid"]).code == "estate_unknown"
    for account, seen in ((STREET["far"], False), ("community.huanxi@150202", True), ("community.luwang@150202", False), ("company.one@150202", False), ("platform@150202", True)):
        world.caller(account).get(f"{WHERE}/{made['id']}", expect=200 if seen else 404)
    of_firm = str(samples.estates["one"]["id"])
    cell = record(samples, "near", of_firm)
    assert world.caller("company.one@150202").get(f"{WHERE}/{cell['id']}").json["id"] == cell["id"]
    assert keep(street, one["id"], "parking_lease", 422, **{**WHOLE["parking_lease"], "ends_on": "2025-12-31"}).code == "period_reversed"


def test_names_on_file_stay_among_the_authorities(one, world, samples, officer):
    """Personal data: who looks after a grid cell or keeps a document, and who sat on a review, reaches neither a firm nor the city platform."""
    served = contract(world, world.register.account("company.one@150202")["firm_id"], one["id"], today(-30))
    made = [keep(officer, one["id"], kind, **{**WHOLE[kind], "keeper": "格员甲"}).json for kind in ("grid", "document")]
    for role, name in {"district": "格员甲", "street": "格员甲", "community": "格员甲", "company": None, "platform": None}.items():
        client = world.role(role)
        listed = [item["keeper"] for item in client.pages(WHERE, {"estate_id": one["id"]})]
        assert [listed, client.get(f"{WHERE}/{made[0]['id']}").json["keeper"]] == [[name, name], name], role
    withdrawn(world, served)
    reviewed = bring(samples, "filed")
    act(samples, OFFICER, reviewed, "reviews", review(kind="expert_joint", experts=["专家甲"]), 201)
    for role, names in {"district": ["专家甲"], "street": ["专家甲"], "community": ["专家甲"], "company": None, "platform": None}.items():
        assert [item["experts"] for item in world.role(role).pages("/v1/contract-reviews", {"contract_id": reviewed["id"]})] == [names], role
    hidden = [("estate_records", "keeper"), ("contract_reviews", "experts"), ("contract_reviews", "reviewed_by")]
    for role in ("wuye_company", "wuye_platform"):
        assert not any(world.cluster.query("select has_column_privilege(%s, %s, %s, 'select') as may", (role, *column))[0]["may"] for column in hidden)
