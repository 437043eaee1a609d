"""Issues and inspections as sources of credit records: for who sees them, once for a fact, and never for what a firm must not know of (D04, D16)."""
import pytest
from things import inspections, issues
from things.credit import made, proposal, rulebook, step

NOBODY = "01970000-0000-7000-8000-00000000dead"
REASON = {"reason": "经复核，按规定办理"}


@pytest.fixture(scope="module", autouse=True)
def books(samples):
    return rulebook(samples)


def issue_at(samples, at="near", **members):
    return issues.issue(samples, at, estate_id=str(samples.estates[at]["id"]), **members)["id"]


def of_issue(samples, source_id, **members):
    return proposal(samples, "near", source="issue", source_id=source_id, source_ref=None, **members)


def visit(samples, state="submitted", place="near"):
    return inspections.inspection(samples, state, place=place, estate_id=str(samples.estates[place]["id"]))["id"]


def of_visit(samples, source_id, **members):
    return proposal(samples, "near", **{"source": "inspection", "source_id": source_id, "source_ref": None, **members})


def test_an_issue_is_a_source_for_who_sees_it(world, samples):
    """Of that estate and firm; one fact once; who sees no such issue is not told that there is one."""
    district, street = world.role("district"), world.role("street")
    near, far = issue_at(samples), issue_at(samples, "far")
    assert made(street, of_issue(samples, far), 422).code == "credit_source_unknown"
    assert made(district, of_issue(samples, far), 422).code == "credit_source_unfit"
    assert made(district, of_issue(samples, NOBODY), 422).code == "credit_source_unknown"
    assert made(world.role("hotline"), of_issue(samples, near), 422).code == "credit_source_unknown"
    assert made(street, of_issue(samples, near)).json["source_id"] == near
    assert made(district, of_issue(samples, near, occurred_on="2026-11-03"), 409).code == "credit_fact_counted"
    gone = issue_at(samples, place="南门")
    world.role("district").post(f"/v1/issues/{gone}/withdraw", {"reason": "登记有误"}, expect=200)
    assert made(district, of_issue(samples, gone), 422).code == "credit_source_unfit"


def test_an_issue_is_of_the_firm_that_answers_for_it(world, samples):
    district = world.role("district")
    one = issues.issue_in(samples, "assigned", "one", place="东门岗亭")["id"]
    body = {place: proposal(samples, item_code="t_exit", subject_kind="firm", subject_id=str(samples.estates[place]["firm_id"]), source="issue", source_id=one, source_ref=None) for place in ("one", "two")}
    assert made(district, body["two"], 422).code == "credit_source_unfit"
    assert made(district, body["one"]).json["source_id"] == one
    company = world.role("company").pages("/v1/credit-records", {"source": "issue"})
    assert one not in str(company)


def test_no_firm_learns_of_an_issue_that_is_kept_from_it(world, samples):
    """Withheld, or of a complaint that is secret: no source for anybody; whatever a firm names as an issue is refused alike."""
    district, firm = world.role("district"), world.role("company")
    withheld = issue_at(samples, "one", place="西门")
    world.cluster.query("update issues set withheld = true where id = %s returning 1", (withheld,))
    secret = issue_at(samples, "one", place="北门")
    complaint = world.post_ticket(estate_code=samples.estates["one"]["code"])["complaint_id"]
    world.cluster.query("update complaints set confidential = true where id = %s returning 1", (complaint,))
    world.cluster.query("update issues set complaint_id = %s where id = %s returning 1", (complaint, secret))
    for hidden in (withheld, secret):
        assert made(district, proposal(samples, "one", source="issue", source_id=hidden, source_ref=None), 422).code == "credit_source_unfit"
    own = proposal(samples, "one", item_code="t_press", level="city", source="issue", source_ref=None)
    answers = [made(firm, {**own, "source_id": each}, 422).json for each in (withheld, secret, NOBODY)]
    assert {answer["code"] for answer in answers} == {"credit_source_unfit"} and len({answer["detail"] for answer in answers}) == 1


def test_what_was_rolled_up_is_one_fact(world, samples):
    """F38: the street's item and the district's item that it went into are recorded once, whichever was first."""
    district = world.role("district")

    def two_of_one():
        street = issue_at(samples, place=f"{next(world.serial)}号楼")
        return street, world.role("district").post(f"/v1/issues/{street}/roll-up", {}, expect=200).json["rolled_up_to"][0]
    street, above = two_of_one()
    first = made(district, of_issue(samples, above)).json
    assert made(district, of_issue(samples, street), 409).code == "credit_fact_counted"
    step(district, first["id"], "dismiss", REASON)
    made(district, of_issue(samples, street))
    assert made(district, of_issue(samples, above), 409).code == "credit_fact_counted"
    late = issue_at(samples, place=f"{next(world.serial)}号楼")
    made(district, of_issue(samples, late))
    above = world.role("district").post(f"/v1/issues/{late}/roll-up", {}, expect=200).json["rolled_up_to"][0]
    assert made(district, of_issue(samples, above), 409).code == "credit_fact_counted", "what was recorded before keeps its key"


def test_an_inspection_is_a_source_once_it_was_submitted(world, samples):
    """As a whole, or at the item at which it found a problem; each is one fact."""
    district, street = world.role("district"), world.role("street")
    done, under_way, far = visit(samples), visit(samples, "in_progress"), visit(samples, place="far")
    assert made(district, of_visit(samples, under_way), 422).code == "credit_source_unfit"
    assert made(district, of_visit(samples, far), 422).code == "credit_source_unfit"
    assert made(street, of_visit(samples, far), 422).code == made(district, of_visit(samples, NOBODY), 422).code == "credit_source_unknown"
    assert made(street, of_visit(samples, done)).json["source_id"] == done
    assert made(district, of_visit(samples, done), 409).code == "credit_fact_counted"
    assert made(district, of_visit(samples, done, source_ref="waste_daily"), 422).code == "credit_source_unfit", "nothing was found there"
    world.cluster.query("insert into findings (district_code, id, inspection_id, item_code, result, ledger, problem, observed_at, content_hash, received_at, updated_at) "
                        "values ('150202', gen_random_uuid(), %s, 'waste_daily', 'problem', 'environment', '未日产日清', now(), 'x', now(), now()) returning 1", (done,))
    made(district, of_visit(samples, done, source_ref="waste_daily"))
    assert made(district, of_visit(samples, done, source_ref="waste_daily", occurred_on="2026-11-03"), 409).code == "credit_fact_counted"
    assert made(world.role("company"), proposal(samples, "one", item_code="t_press", level="city", source="inspection", source_id=done, source_ref=None), 422).code == "credit_source_unfit"
