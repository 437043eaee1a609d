"""三联单: what a firm finds, dissuades and reports, what the units did, and the duties that were not done."""
import concurrent.futures
import datetime
import threading

import pytest
from things.contracts import act, bring, termination
from things.estates import estate, today
from things.routing import moment
from things.three_forms import FIRM, breach, form, record, served, values

YEAR = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).year


def test_the_three_forms_follow_one_another_and_are_numbered(world, samples):
    """K15, K18: record, notice, report; each numbered by estate and year; the text is masked."""
    made = form(samples, offender="张某（电话15400009876，住77号楼6单元905室）", facts="车牌蒙B·Z9Z99 电动车入户")
    assert "15400009876" not in str(made) and "905室" not in str(made) and "Z9Z99" not in str(made)
    code = made["estate"]["code"]
    assert made["record_no"].startswith(f"{code}-{YEAR}-1-") and made["state"] == "recorded" and made["evidence"] == ["IMG_0012.jpg"] and made["units"] == []
    firm, path = world.role("company"), f"/v1/three-forms/{made['id']}"
    noticed = firm.post(f"{path}/notice", values()["notice"], expect=200).json
    assert noticed["notice_no"].startswith(f"{code}-{YEAR}-2-") and noticed["rectify_by"] == today(1)
    failed = firm.post(f"{path}/dissuasion", values()["dissuasion"], expect=200).json
    assert failed["state"] == "failed" and failed["failed_at"]
    reported = firm.post(f"{path}/report", values()["report"], expect=200).json
    assert reported["report_no"].startswith(f"{code}-{YEAR}-3-") and [unit["unit"] for unit in reported["units"]] == ["fire_rescue", "township_street"]
    assert all(unit["on_site_due"] and unit["late"] is False for unit in reported["units"])
    events = firm.pages(f"{path}/events")
    assert [event["action"] for event in events] == ["record", "notice", "fail", "report"] and "actor_name" not in events[0]


def test_numbers_run_by_estate_and_form(world, samples):
    """K15: without a gap, also of several firms' clerks at once."""
    home = served(samples)["id"]
    numbers = []
    barrier = threading.Barrier(4)

    def make(_):
        caller = world.role("company")
        caller.get("/v1/me")
        barrier.wait()
        return [caller.post("/v1/three-forms", record(samples, estate_id=home), expect=201).json["record_no"] for _ in range(3)]

    before = world.cluster.query("select coalesce(max(last), 0) as last from three_form_counters where estate_id = %s and form = 'patrol_record'", (home,))[0]["last"]
    with concurrent.futures.ThreadPoolExecutor(4) as all_four:
        for made in all_four.map(make, range(4)):
            numbers += made
    assert sorted(int(number.rsplit("-", 1)[1]) for number in numbers) == list(range(before + 1, before + 13))


def test_each_unit_answers_and_the_last_ends_it(world, samples):
    """K16: when it came and what came of it, recorded by the street; the firm reads the answer."""
    made, street, firm = form(samples, state="reported"), world.role("street"), world.role("company")
    path = f"/v1/three-forms/{made['id']}"
    answer = {"unit": "fire_rescue", "result": "ordered", "note": "责令改正，联系人15400009876"}
    assert street.post(f"{path}/respond", {**answer, "unit": "heating"}, expect=422).code == "unit_not_told"
    assert street.post(f"{path}/respond", {**answer, "on_site_at": moment(hours=-1)}, expect=422).code == "moment_in_the_future"
    assert street.post(f"{path}/respond", {**answer, "on_site_at": moment(days=1)}, expect=422).code == "moment_before_step"
    assert street.post(f"{path}/respond", answer, expect=200).json["state"] == "reported"
    assert street.post(f"{path}/respond", answer, expect=409).code == "unit_answered"
    assert street.post(f"{path}/respond", {"unit": "township_street", "result": "corrected"}, expect=200).json["state"] == "answered"
    read = firm.get(path).json
    assert {unit["unit"]: unit["result"] for unit in read["units"]} == {"fire_rescue": "ordered", "township_street": "corrected"} and "15400009876" not in str(read)
    assert street.post(f"{path}/respond", answer, expect=409).json["state"] == "answered"


def test_the_last_two_answers_at_once_end_it(world, samples):
    """K16: neither is taken for the last but one."""
    for _ in range(4):
        made, barrier = form(samples, state="reported"), threading.Barrier(2)

        def respond(unit):
            caller = world.role("street")
            caller.get(f"/v1/three-forms/{made['id']}")
            barrier.wait()
            return caller.post(f"/v1/three-forms/{made['id']}/respond", {"unit": unit, "result": "corrected"})

        with concurrent.futures.ThreadPoolExecutor(2) as both:
            assert [answer.status for answer in both.map(respond, ("fire_rescue", "township_street"))] == [200, 200]
        assert world.role("street").get(f"/v1/three-forms/{made['id']}").json["state"] == "answered"


def test_only_the_firm_whose_contract_is_in_force_records(world, samples):
    """K15: not for an estate of another's, of nobody's, nor of a contract that has ended; what it recorded it keeps."""
    firm, own = world.role("company"), record(samples)
    assert firm.post("/v1/three-forms", {**own, "estate_id": served(samples, "far")["id"]}, expect=422).code == "estate_unknown"
    assert firm.post("/v1/three-forms", {**own, "estate_id": estate(samples)["id"]}, expect=422).code == "estate_unknown"
    draft = bring(samples, "draft")["estates"][0]["id"]
    assert firm.post("/v1/three-forms", {**own, "estate_id": draft}, expect=422).code == "estate_unknown"
    contract = bring(samples, "filed")
    made = firm.post("/v1/three-forms", {**own, "estate_id": contract["estates"][0]["id"]}, expect=201).json
    act(samples, "district.officer@150202", contract, "terminate", termination(terminated_on=today(1)))
    firm.post("/v1/three-forms", {**own, "estate_id": contract["estates"][0]["id"]}, expect=201)
    world.cluster.query("with c as (update contracts set terminated_on = (now() at time zone 'Asia/Shanghai')::date - 2 where id = %s returning *) "
                        "update contract_estates m set service_period = c.service_period from c where m.contract_id = c.id returning m.estate_id", (contract["id"],))
    assert firm.post("/v1/three-forms", {**own, "estate_id": contract["estates"][0]["id"]}, expect=422).code == "estate_not_served"
    assert firm.get(f"/v1/three-forms/{made['id']}").json["record_no"] == made["record_no"]
    firm.post(f"/v1/three-forms/{made['id']}/notice", values()["notice"], expect=200)


def test_what_is_recorded_is_well_formed(world, samples):
    """K15"""
    firm, own = world.role("company"), record(samples)
    assert firm.post("/v1/three-forms", {**own, "category": "nothing"}, expect=422).code == "category_unknown"
    assert firm.post("/v1/three-forms", {**own, "found_at": moment(hours=-2)}, expect=422).code == "moment_in_the_future"
    made = form(samples, state="noticed")
    path = f"/v1/three-forms/{made['id']}"
    assert firm.post(f"{path}/notice", values()["notice"], expect=409).json["state"] == "noticed"
    assert firm.post(f"{path}/dissuasion", {"outcome": "ineffective", "at": moment(days=1)}, expect=422).code == "moment_before_step"
    assert firm.post(f"{path}/dissuasion", {"outcome": "ineffective", "at": moment(days=-1)}, expect=422).code == "moment_in_the_future"
    assert firm.post(f"{path}/report", {"report": "请处理", "to_units": ["no_such_unit"]}, expect=422).code == "department_code_unknown"
    assert firm.post(f"/v1/three-forms/{form(samples)['id']}/notice", {"notice": "请改正", "rectify_by": today(-1)}, expect=422).code == "takes_effect_in_the_past"
    assert firm.post(f"{path}/dissuasion", {"outcome": "effective"}, expect=200).json["state"] == "settled"
    assert firm.post(f"{path}/report", values()["report"], expect=409).json["state"] == "settled"


def found(caller, form_id):
    return {one["kind"]: one for one in caller.pages("/v1/three-form-breaches") if one["three_form_id"] == form_id}


@pytest.mark.parametrize("steps,kinds", [
    ([], {"not_reported"}),
    (["report"], {"reported_late"}),
    (["settle"], {"not_reported"}),
])
def test_a_failed_dissuasion_without_a_report_is_found(world, samples, steps, kinds):
    """K17: by the limit in force when it failed; a report in time, or a limit still running, is none."""
    made, street, firm = breach(samples), world.role("street"), world.role("company")
    for step in steps:
        verb, value = ("report", values()["report"]) if step == "report" else ("dissuasion", {"outcome": "effective"})
        firm.post(f"/v1/three-forms/{made['id']}/{verb}", value, expect=200)
    shown = found(street, made["id"])
    assert set(shown) == kinds and all(one["due_at"] < today() and one["firm"]["id"] and one["violation_code"] == "FIRM-14" for one in shown.values())
    assert found(world.role("district"), made["id"]).keys() == kinds
    assert found(world.role("street", 1), made["id"]) == {}, "another street's"
    assert found(street, form(samples, state="failed")["id"]) == {} and found(street, form(samples, state="reported")["id"]) == {}
    firm.get("/v1/three-form-breaches", expect=403)


def test_a_notice_without_an_outcome_and_a_unit_that_does_not_come_are_found(world, samples):
    """K16, K17"""
    street, silent, waiting = world.role("street"), form(samples, state="noticed"), form(samples, state="reported")
    world.cluster.query("update three_forms set rectify_by = (now() at time zone 'Asia/Shanghai')::date - 3 where id = %s returning id", (silent["id"],))
    world.cluster.query("update three_form_units set on_site_due = now() - interval '1 minute' where three_form_id = %s and unit = 'fire_rescue' returning unit", (waiting["id"],))
    assert set(found(street, silent["id"])) == {"no_outcome"}
    shown = found(street, waiting["id"])
    assert set(shown) == {"not_on_site"} and shown["not_on_site"]["unit"] == "fire_rescue" and shown["not_on_site"]["violation_code"] is None
    assert [unit["late"] for unit in street.get(f"/v1/three-forms/{waiting['id']}").json["units"]] == [True, False]


def test_who_reads_three_forms(world, samples):
    """The firm its own, the area its own, the city platform counts alone."""
    made = form(samples)
    assert made["id"] in {one["id"] for one in world.role("company").pages("/v1/three-forms", limit=200)}
    for account in (FIRM["far"], "street.nanmenwai@150202", "community.luwang@150202", "district.officer@340302"):
        world.caller(account).get(f"/v1/three-forms/{made['id']}", expect=404)
    world.role("platform").get("/v1/three-forms", expect=403)
    counted = {one["id"]: one for one in world.role("platform").pages("/v1/three-form-counts", limit=200)}[made["estate"]["id"]]
    ours = world.cluster.query("select count(*) as n, count(reported_at) as reported from three_forms where estate_id = %s", (made["estate"]["id"],))[0]
    assert counted["recorded"] == ours["n"] and counted["reported"] == ours["reported"]
    answer = world.role("street").get("/v1/three-forms", headers={"Accept": "text/csv"}, expect=200)
    assert made["record_no"] in answer.body.decode("utf-8-sig")
