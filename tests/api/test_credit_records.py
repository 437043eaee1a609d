"""Credit records: from a fact that somebody reports to what counts for whom, and until when (D02, D04, D15, D16, D20, D21; practice 2.3)."""
import datetime
import decimal

import pytest
from things import complaint_steps, credit, estates
from things.credit import day, made, manager, proposal, record, rulebook, step
from things.users import signed_in

REASON, GROUNDS, MENDED = {"reason": "经复核，按规定办理"}, {"grounds": "当日已清运，见台账"}, {"note": "已整改"}


def of_firm(samples, **members):
    return proposal(samples, **{"item_code": "t_exit", "subject_kind": "firm", "subject_id": str(samples.estates["one"]["firm_id"]), **members})


def counts(world, identifier):
    return world.cluster.query("select subject_kind, subject_id::text, points, lower(valid) as since, upper(valid) as until, lower(known) as known, upper(known) as unknown, isempty(known) as never "
                               "from credit_counts where record_id = %s order by id", (identifier,))


def live(world, identifier):
    """What counts today as it is known now: subject → points."""
    return {(row["subject_kind"], row["subject_id"]): row["points"] for row in world.cluster.query(
        "select subject_kind, subject_id::text, points from credit_counts where record_id = %s and known @> now() and valid @> (now() at time zone 'Asia/Shanghai')::date", (identifier,))}


def test_a_record_goes_its_whole_way(world, samples, books, other):
    """D02, D04, D16; practice 2.3: lead, proposal, points, notice, publicity, effect; each step kept, each day by the rulebook."""
    community, street, district, firm = (world.role(role) for role in ("community", "street", "district", "company"))
    lead = made(community, proposal(samples, "near")).json
    assert lead["state"] == "lead" and lead["reference_points"] == "5.0000" and lead["points"] is None and lead["item"]["title_zh"]
    assert step(street, lead["id"], "propose", {"note": "现场核实"})["state"] == "proposed"
    assert step(district, lead["id"], "confirm")["points"] == "5.0000"
    told = step(other, lead["id"], "notify")
    assert told["state"] == "notified" and told["publicity_from"] == day(1) and told["objection_until"] == told["publicity_until"] == day(7) and told["rectify_by"] == day(10)
    assert told["valid_from"] == day(8) and told["notice_no"].startswith(f"〔{day()[:4]}〕")
    assert live(world, lead["id"]) == {}, "nothing counts while it is made public"
    known = {row["known"].astimezone(datetime.timezone(datetime.timedelta(hours=8))).isoformat() for row in counts(world, lead["id"])}
    assert known == {day(8) + "T00:00:00+08:00"}, "from the first moment after publicity, without anybody's doing"
    steps = district.pages(f"/v1/credit-records/{lead['id']}/events")
    assert [entry["action"] for entry in steps] == ["create", "propose", "confirm", "notify"] and [entry["actor_role"] for entry in steps] == ["community", "street", "district", "district"]
    assert steps[2]["details"]["points"] == "5.0000" and firm.get(f"/v1/credit-records/{lead['id']}", expect=404)


def test_numbers_of_notices_follow_one_another(world, samples, books):
    district = world.role("district")
    numbers = [step(district, record(samples, "confirmed", "near"), "notify")["notice_no"] for _ in range(3)]
    values = [int(number.partition("〕")[2].rstrip("号")) for number in numbers]
    assert values == [values[0], values[0] + 1, values[0] + 2]


def test_days_are_working_days_where_the_rulebook_says_so(world, samples, books):
    rulebook(samples, days={"kind": "working", "publicity": 5, "objection": 3, "decision": 10, "rectify": None})
    try:
        told = step(world.role("district"), record(samples, "confirmed", "near"), "notify")
        five, three = (str(world.cluster.query("select (add_working_days(%s::date, %s)).due as due", (day(), days))[0]["due"]) for days in (5, 3))
        assert told["publicity_until"] == five and told["objection_until"] == three and told["rectify_by"] is None
    finally:
        rulebook(samples, days=credit.DOCUMENT["days"])


@pytest.mark.parametrize("kind", ["occurred", "confirmed", "effective"])
def test_which_day_points_begin_is_the_rulebooks_to_say(world, samples, books, kind):
    """practice 2.4: valid time and known time are two; twelve months, the last day counted."""
    rulebook(samples, counts_from=kind)
    try:
        made_ = record(samples, "confirmed", "near", occurred_on="2026-08-31", confirmed_at="2026-09-15T10:00:00+08:00")
        told = step(world.role("district"), made_, "notify")
        since = {"occurred": "2026-08-31", "confirmed": "2026-09-15", "effective": day(8)}[kind]
        assert told["valid_from"] == since and told["valid_to"] == f"{int(since[:4]) + 1}{since[4:]}"
        assert {str(row["since"]) for row in counts(world, made_)} == {since}
    finally:
        rulebook(samples, counts_from="effective")


def test_an_item_is_of_the_rulebook_that_holds_today(world, samples, books):
    district = world.role("district")
    assert made(district, proposal(samples, item_code="t_nothing"), 422).code == "credit_item_unknown"
    old = made(district, proposal(samples, occurred_on="2020-06-01", subject_kind="firm", item_code="t_exit", subject_id=str(samples.estates["one"]["firm_id"])))
    assert old.json["rulebook_id"] == books[0], "a fact of long ago by today's items"
    held = world.cluster.query("update credit_rulebooks set state = 'withdrawn' where id = %s returning id", (books[0],))
    try:
        assert held and made(district, proposal(samples), 409).code == "credit_no_rulebook"
        assert step(world.role("company"), record_of_held(samples), "object", GROUNDS)["state"] == "objected", "what was proposed lives on by the rules it was proposed by"
    finally:
        world.cluster.query("update credit_rulebooks set state = 'published' where id = %s returning id", (books[0],))


def record_of_held(samples):
    return record(samples, "publicity", "one")


def test_what_does_not_fit_is_refused(world, samples, books):
    """Each by its own code."""
    district, street, far = world.role("district"), world.role("street"), str(samples.estates["far"]["id"])
    firm = str(samples.estates["one"]["firm_id"])
    nobody = "01970000-0000-7000-8000-00000000dead"
    wrong = [
        (district, proposal(samples, occurred_on=day(1)), "day_in_the_future"), (district, proposal(samples, subject_kind="firm", subject_id=firm), "credit_subject_unfit"),
        (district, proposal(samples, subject_id=nobody), "credit_subject_unknown"), (street, proposal(samples, subject_id=far), "credit_subject_unknown"),
        (district, proposal(samples, subject_id=str(samples.estates["abroad"]["id"])), "credit_subject_unknown"),
        (district, proposal(samples, level="city"), "credit_points_unfit"), (district, proposal(samples, points="4"), "credit_points_unfit"),
        (district, proposal(samples, source_ref=None), "credit_source_missing"), (district, proposal(samples, source="self_report"), "credit_source_unfit"),
        (district, proposal(samples, source_id=nobody), "credit_source_unknown"), (district, proposal(samples, source="complaint", source_id=nobody), "credit_source_unknown"),
        (district, of_firm(samples, item_code="t_fees", evidence=None), "credit_evidence_missing"), (district, of_firm(samples, item_code="t_fees", evidence="票据", points="10.5"), "credit_points_unfit"),
        (district, of_firm(samples, item_code="t_petition"), "credit_points_unfit"), (district, of_firm(samples, estate_id=str(samples.estates["two"]["id"])), "credit_subject_unfit"),
        (district, proposal(samples, item_code="t_press", level="village"), "credit_points_unfit"),
    ]
    for caller, body, code in wrong:
        assert made(caller, body, 422).code == code, body
    assert made(district, of_firm(samples, item_code="t_staffing", measure="3"), 409).code == "credit_proposer_unfit"
    assert made(district, proposal(samples, subject_id=estates.estate(samples)["id"]), 409).code == "no_firm_in_force"
    unmeasured = of_firm(samples, item_code="t_staffing", source="self_report", source_ref=None)
    assert made(world.role("company"), unmeasured, 422).code == "credit_points_unfit", "what was not measured is not the least that there may be"


@pytest.mark.parametrize("members,points", [({"item_code": "t_petition", "measure": "3"}, "7.5000"), ({"item_code": "t_fees", "evidence": "收费票据", "points": "6.5"}, "6.5000"),
                                            ({"item_code": "t_fees", "evidence": "收费票据"}, None), ({}, "20.0000")], ids=["per_unit", "range", "undecided", "fixed"])
def test_points_are_as_the_item_says(world, samples, books, members, points):
    assert made(world.role("district"), of_firm(samples, **members)).json["reference_points"] == points


@pytest.mark.parametrize("member", ["proposer_roles", "propagates_to", "tiers"])
def test_an_optional_list_of_an_item_may_be_null(world, samples, books, other, member):
    """practice 2.4: whoever may propose records at all proposes it, and it counts for its own subject alone."""
    items = world.cluster.query("select document -> 'items' as items from credit_rulebooks where id = %s", (books[0],))[0]["items"]
    rulebook(samples, items=[*items, credit.item("t_null", "bad", "project", **{member: None})])
    try:
        identifier = made(world.role("district"), proposal(samples, item_code="t_null")).json["id"]
        step(other, identifier, "confirm")
        step(other, identifier, "notify")
        assert {row["subject_kind"] for row in counts(world, identifier)} == {"project"}
    finally:
        rulebook(samples, items=items)


def test_points_of_a_range_are_decided_within_it(world, samples, books, other):
    identifier = made(world.role("district"), of_firm(samples, item_code="t_fees", evidence="收费票据")).json["id"]
    assert step(other, identifier, "confirm", expect=422)["code"] == "credit_points_unfit", "somebody has to decide"
    assert step(other, identifier, "confirm", {"points": "1.99"}, 422)["code"] == "credit_points_unfit"
    assert step(other, identifier, "confirm", {"points": "2"})["points"] == "2.0000"


def test_a_lead_needs_no_evidence_but_a_proposal_does(world, samples, books, other):
    """Where the item says so; and who may not propose the item does not make a proposal of a lead either."""
    street = world.role("street")
    lead = made(world.role("community"), proposal(samples, "near", item_code="t_fees", subject_kind="firm", subject_id=str(samples.estates["near"]["firm_id"]))).json
    assert lead["state"] == "lead" and lead["reference_points"] is None
    assert step(world.role("street", 1), lead["id"], "propose", expect=404), "of another street"
    world.cluster.query("update credit_records set street_code = %s where id = %s returning 1", (world.register.account("street.heping@150202")["street_code"], lead["id"]))
    assert step(street, lead["id"], "propose", expect=422)["code"] == "credit_evidence_missing"
    assert step(street, lead["id"], "propose", {"evidence": "收费票据3张"})["evidence"] == "收费票据3张"
    assert step(other, lead["id"], "confirm", {"points": "4"})["points"] == "4.0000"
    own = made(world.role("community"), proposal(samples, "near", item_code="t_staffing", measure="9", subject_kind="firm", subject_id=str(samples.estates["near"]["firm_id"]))).json
    assert step(street, own["id"], "propose", expect=409)["code"] == "credit_proposer_unfit"
    objected = record(samples, "objected", "one", "t_fees", evidence="票据")
    assert step(world.role("district"), objected, "amend", {"points": "11", **REASON}, 422)["code"] == "credit_points_unfit"


def test_one_fact_counts_once_for_an_item_and_a_subject(world, samples, books):
    """A second record of it is refused while the first stands; of another item or project it is one of its own."""
    district = world.role("district")
    body = proposal(samples, source_ref="检查通报第7号")
    first = made(district, body).json
    assert made(district, {**body, "occurred_on": "2026-11-03"}, 409).code == "credit_fact_counted"
    made(district, {**body, "subject_id": str(samples.estates["near"]["id"])})
    step(district, first["id"], "dismiss", REASON)
    made(district, body)


def test_a_complaint_is_a_source_for_who_sees_it(world, samples, books):
    """The firm or estate fits, and of two that were merged it is one fact; who sees no such complaint is not told that there is one."""
    district, street = world.role("district"), world.role("street")
    near, far = (complaint_steps.complaint(samples, "closed", place=place) for place in ("near", "far"))
    body = proposal(samples, "near", source="complaint", source_id=near, source_ref=None)
    assert made(street, {**body, "source_id": far}, 422).code == "credit_source_unknown"
    assert made(district, {**body, "source_id": far}, 422).code == "credit_source_unfit"
    taken = made(street, body).json
    assert taken["source_id"] == near
    twin = complaint_steps.complaint(samples, "received", place="near")
    world.cluster.query("update complaints set state = 'merged', master_id = %s where id = %s returning id", (near, twin))
    assert made(district, {**body, "source_id": twin}, 409).code == "credit_fact_counted"
    assert world.role("street", 1).get(f"/v1/credit-records/{taken['id']}").json["source_id"] is None
    mine = world.post_ticket(estate_code=samples.estates["near"]["code"])["complaint_id"]
    assert made(world.role("hotline"), {**body, "source_id": mine}).json["state"] == "lead"


def test_an_evaluation_that_is_known_by_a_number_alone_is_a_source_for_everybody(world, samples, books):
    """D03: a hotline reads no evaluations, and is not asked for one where it names none."""
    body = of_firm(samples, item_code="t_staffing", measure="3", source="evaluation", source_ref=f"测评报告{next(world.serial)}")
    assert made(world.role("hotline"), body).json["state"] == "lead"
    assert made(world.role("hotline"), {**body, "source_id": "01970000-0000-7000-8000-00000000dead"}, 422).code == "credit_source_unknown"


def test_a_contract_is_a_source_of_its_firm(world, samples, books):
    """C14: who refuses to leave an estate is recorded by the contract that ended, with a veto; another firm's contract is no source."""
    district = world.role("district")
    contract = {place: world.cluster.query("select id::text from contracts where firm_id = %s order by id limit 1", (samples.estates[place]["firm_id"],))[0]["id"] for place in ("one", "two")}
    body = of_firm(samples, source="contract", source_ref=None, facts="合同终止后拒不退出并拒绝移交资料")
    assert made(district, {**body, "source_id": contract["two"]}, 422).code == "credit_source_unfit"
    taken = made(district, {**body, "source_id": contract["one"]}).json
    assert taken["veto"] is True and taken["source_id"] == contract["one"] and taken["reference_points"] == "20.0000"
    assert made(world.role("hotline"), {**body, "source_id": contract["one"]}, 422).code == "credit_source_unknown"


def test_a_firm_reports_what_speaks_for_itself_alone(world, samples, books):
    """model 7.3: P good records; never bad ones, nor another's."""
    firm, district = world.role("company"), world.role("district")
    body = proposal(samples, item_code="t_press", level="city", source="award", source_ref="表彰决定第9号")
    good = made(firm, body).json
    assert good["state"] == "proposed" and good["proposed_role"] == "company" and good["source"] == "award"
    basic = made(firm, of_firm(samples, item_code="t_staffing", measure="120", source="self_report", source_ref=None)).json
    assert basic["reference_points"] == "12.0000" and firm.get(f"/v1/credit-records/{basic['id']}").json["next_steps"] == []
    assert made(firm, proposal(samples), 409).code == "credit_proposer_unfit"
    assert made(firm, {**body, "subject_id": str(samples.estates["two"]["id"])}, 422).code == "credit_subject_unknown"
    assert made(firm, of_firm(samples, item_code="t_staffing", measure="1", source="penalty"), 422).code == "credit_source_unfit"
    # An estate that nobody serves is no more there than one that another does, or none.
    for place in (estates.estate(samples)["id"], str(samples.estates["two"]["id"]), "01970000-0000-7000-8000-00000000dead"):
        assert made(firm, {**body, "subject_id": place}, 422).code == "credit_subject_unknown"
        assert made(firm, of_firm(samples, item_code="t_staffing", measure="1", source="self_report", source_ref=None, estate_id=place), 422).code == "estate_unknown"
    step(district, good["id"], "dismiss", {"reason": "证明材料不足"})
    assert firm.get(f"/v1/credit-records/{good['id']}").json["end_reason"] == "证明材料不足"


def test_four_eyes(world, samples, books, other):
    """Who reported or proposed does not confirm; who proposed or confirmed does not decide on the objection."""
    district = world.role("district")
    third = world.anyone.bearing(signed_in(world, "district"))
    identifier = made(district, proposal(samples)).json["id"]
    assert step(district, identifier, "confirm", expect=409)["code"] == "separation_of_duties"
    assert "confirm" not in district.get(f"/v1/credit-records/{identifier}").json["next_steps"] and "confirm" in other.get(f"/v1/credit-records/{identifier}").json["next_steps"]
    step(other, identifier, "confirm")
    step(other, identifier, "notify")
    step(world.role("company"), identifier, "object", GROUNDS)
    for caller in (district, other):
        for verb in ("uphold", "amend"):
            assert step(caller, identifier, verb, REASON, 409)["code"] == "separation_of_duties", verb
    assert step(third, identifier, "uphold", REASON)["state"] == "effective"


def test_an_objection_stops_what_was_to_count(world, samples, books, other):
    """Upheld it counts from the decision on, amended with other points, withdrawn never."""
    firm, district = world.role("company"), world.role("district")
    for verb, body, points in (("uphold", REASON, "5"), ("amend", {**REASON, "points": "3"}, "3"), ("withdraw", REASON, None)):
        identifier = record(samples, "publicity", "one", **({"code": "t_fees", "evidence": "票据"} if verb == "amend" else {}))
        assert step(firm, identifier, "object", {**GROUNDS, "evidence": "台账第12页"})["decision_due"] == day(15)
        assert all(row["never"] or row["unknown"] for row in counts(world, identifier)), "what was to be known never is"
        step(district, identifier, verb, body)
        own = live(world, identifier)
        assert {value for (kind, _), value in own.items() if kind in ("project" if verb == "uphold" else "firm",)} == ({decimal.Decimal(points)} if points else set())
    assert district.pages(f"/v1/credit-records/{identifier}/events")[-1]["note"] == REASON["reason"]


def test_an_objection_is_the_firms_and_in_time(world, samples, books):
    identifier = record(samples, "publicity", "one", objection_until=day(-1))
    firm = world.role("company")
    assert step(firm, identifier, "object", GROUNDS, 409)["code"] == "objection_too_late"
    assert "object" not in firm.get(f"/v1/credit-records/{identifier}").json["next_steps"]
    world.cluster.query("update credit_records set objection_until = %s where id = %s returning 1", (day(), identifier))
    assert step(world.role("company", 1), identifier, "object", GROUNDS, 404)
    assert step(firm, identifier, "object", GROUNDS)["state"] == "objected", "the last day is in time"


def test_a_decision_that_is_late_is_shown(world, samples, books):
    late, due = record(samples, "objected", "one", decision_due=day(-1)), record(samples, "objected", "one", decision_due=day())
    district = world.role("district")
    found = {row["id"] for row in district.pages("/v1/credit-records", {"overdue": "true"})}
    assert late in found and due not in found and due in {row["id"] for row in district.pages("/v1/credit-records", {"overdue": "false", "state": "objected"})}


def test_repair_has_its_terms(world, samples, books):
    """practice 2.3: minor at once, general after three months, serious after twelve; barred who did it again."""
    firm = world.role("company")
    general = record(samples, "effective", "two", occurred_on=day(-800), valid_from=day(-80))
    of_two = world.role("company", 1)
    assert step(of_two, general, "apply_repair", MENDED, 409)["code"] == "repair_too_early"
    assert of_two.get(f"/v1/credit-records/{general}").json["repair_from"] > day()
    world.cluster.query("update credit_records set valid_from = %s where id = %s returning 1", (day(-95), general))
    again = record(samples, "effective", "two", occurred_on=day(-30))
    rulebook(samples, repair_barred_months=12)
    try:
        assert step(of_two, general, "apply_repair", MENDED, 409)["code"] == "repair_barred"
    finally:
        rulebook(samples, repair_barred_months=None)
    world.cluster.query("update credit_records set state = 'revoked' where id = %s returning 1", (again,))
    assert step(of_two, general, "apply_repair", MENDED)["state"] == "repair_applied"
    good = record(samples, "effective", "one", code="t_press", severity=None)
    assert step(firm, good, "apply_repair", MENDED, 409)["code"] == "repair_not_open"


def test_a_repair_ends_it_from_that_day_on(world, samples, books):
    """Until the day of the repair it counted; as it was known before, it counted longer."""
    district = world.role("district")
    identifier = record(samples, "repair_applied", "one")
    before = counts(world, identifier)
    assert step(district, identifier, "accept_repair", {"note": "复查合格"})["state"] == "repaired"
    assert live(world, identifier) == {}
    rows = counts(world, identifier)
    assert len(rows) == 2 * len(before) and all(row["unknown"] for row in rows[:len(before)])
    assert {str(row["until"]) for row in rows[len(before):]} == {day()} and {str(row["since"]) for row in rows} == {day(-197)}
    refused = record(samples, "repair_applied", "one")
    assert step(district, refused, "refuse_repair", REASON)["state"] == "effective" and live(world, refused)


def test_what_is_revoked_is_known_never_to_have_counted(world, samples, books):
    for state in ("notified", "effective", "expired"):
        identifier = record(samples, state, "one")
        assert step(world.role("district"), identifier, "revoke", REASON)["state"] == "revoked"
        assert not world.cluster.query("select 1 from credit_counts where record_id = %s and known @> now() + interval '30 days'", (identifier,)), state


@pytest.mark.parametrize("code,ratio", [("t_cleaning", {"project": "5", "person": "5", "firm": "2.5"}), ("t_neglect", {"person": "10", "firm": "10", "project": "10"}),
                                        ("t_fees", {"firm": "5", "person": "5", "project": "2.5"})])
def test_a_record_reaches_three_subjects(world, samples, books, code, ratio):
    """D15: firm, project and person, of the posts that were held on the day of the fact (D20)."""
    boss, project = manager(samples, estate=False), manager(samples)
    late = manager(samples, since="2026-10-01")
    subject = {"t_neglect": project}.get(code)
    points = {"t_neglect": "10"}.get(code, "5")
    identifier = record(samples, "confirmed", "one", code, subject=subject, points=points, occurred_on="2026-06-01", evidence="票据")
    step(world.role("district"), identifier, "notify")
    got = {}
    for row in counts(world, identifier):
        got.setdefault(row["subject_kind"], {})[row["subject_id"]] = row["points"]
    assert {kind: set(found.values()) for kind, found in got.items()} == {kind: {decimal.Decimal(points)} for kind, points in ratio.items()}
    assert (boss if code == "t_fees" else project) in got["person"] and late not in got["person"]
    assert got["firm"].keys() == {str(samples.estates["one"]["firm_id"])} and got["project"].keys() == {str(samples.estates["one"]["id"])}


def test_the_notice_says_it_in_both_languages(world, samples, books):
    """practice 2.3 (记分告知单): finding, clause, days, points."""
    identifier = record(samples, "confirmed", "one", basis="试验办法第十二条")
    assert world.role("district").get(f"/v1/credit-records/{identifier}/notice", expect=404), "none before notice was given"
    step(world.role("district"), identifier, "notify")
    for role in ("district", "company"):
        notice = world.role(role).get(f"/v1/credit-records/{identifier}/notice", expect=200).json
        lines = {line["code"]: line for line in notice["lines"]}
        assert lines["points"]["value_zh"] == "5" and lines["clause"]["value_zh"] == "试验办法第十二条" and lines["finding"]["value_zh"] == "楼道垃圾未清运"
        assert "10日内" in lines["rectify"]["value_zh"] and day(10) in lines["rectify"]["value_en"] and "7日内" in lines["objection"]["value_zh"] and day(7) in lines["objection"]["value_en"]
        assert notice["district_name"] in lines["objection"]["value_zh"] and lines["item"]["value_en"] == "Item t_cleaning"


def test_a_firm_learns_nothing_of_where_it_comes_from(world, samples, books):
    """E05 and practice 6: no complaint, no proposer, no lead, no other firm's; after notice its own, without them."""
    firm, district = world.role("company"), world.role("district")
    complaint = complaint_steps.complaint(samples, "closed", place="one")
    hidden = {state: record(samples, state, "one") for state in ("lead", "proposed", "confirmed", "dismissed")}
    told = record(samples, "effective", "one", source="complaint", source_id=complaint, source_ref="12345-0001", evidence="投诉录音", proposed_role="hotline")
    others = record(samples, "effective", "two")
    step(district, record(samples, "confirmed", "one", source="complaint", source_id=complaint), "notify")
    rows = {row["id"]: row for row in firm.pages("/v1/credit-records")}
    assert told in rows and others not in rows and not rows.keys() & set(hidden.values())
    for identifier in [*hidden.values(), others]:
        for tail in ("", "/events", "/notice"):
            firm.get(f"/v1/credit-records/{identifier}{tail}", expect=404)
    secrets = (complaint, "12345-0001", "投诉录音", "hotline", "00000000-0000-7000-8000-00000000abcd")
    for tail in ("", "/events", "/notice"):
        answer = firm.get(f"/v1/credit-records/{told}{tail}", expect=200)
        assert not any(secret in answer.body.decode() for secret in secrets), tail
    assert rows[told]["source"] is None and not firm.pages("/v1/credit-records", {"source": "complaint"})
    assert not any(secret in firm.get("/v1/credit-records", headers={"Accept": "text/csv"}).body.decode() for secret in secrets)
    assert world.role("street").get(f"/v1/credit-records/{told}").json["source"] == "complaint"


def test_the_platform_reads_what_is_in_effect_alone(world, samples, books):
    platform = world.role("platform")
    for state in credit.STATES:
        platform.get(f"/v1/credit-records/{record(samples, state, 'one')}", expect=200 if state in ("effective", "repair_applied") else 404)
    platform.get(f"/v1/credit-records/{record(samples, 'effective', 'one', 't_neglect', subject=manager(samples))}", expect=404)


def test_words_are_masked(world, samples, books):
    """E05: a resident's telephone does not reach the firm by the facts."""
    body = proposal(samples, facts="3号楼业主张三（电话13800138000）反映", basis="办法第3条", note="请联系13900139000")
    made_ = made(world.role("district"), body).json
    assert "13800138000" not in made_["facts"] and "13900139000" not in str(world.role("district").pages(f"/v1/credit-records/{made_['id']}/events"))


def test_filters_of_the_list(world, samples, books):
    district = world.role("district")
    one = record(samples, "expired", "one", occurred_on="2021-03-04")
    for given in ({"state": "expired"}, {"subject_id": str(samples.estates["one"]["id"])}, {"firm_id": str(samples.estates["one"]["firm_id"])}, {"estate_id": str(samples.estates["one"]["id"])},
                  {"item_code": "t_cleaning"}, {"category": "bad"}, {"source": "inspection"}, {"occurred_from": "2021-03-04", "occurred_before": "2021-03-05"}):
        assert one in {row["id"] for row in district.pages("/v1/credit-records", given)}, given
    for given in ({"state": "effective"}, {"subject_kind": "person"}, {"item_code": "t_fees"}, {"category": "good"}, {"source": "court"}, {"occurred_before": "2021-03-04"}):
        assert one not in {row["id"] for row in district.pages("/v1/credit-records", given)}, given
