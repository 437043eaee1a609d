"""How a contract comes about and ends: renewals, new estates, what is charged, what is handed over."""
import concurrent.futures

from test_contracts import DISTRICT, FIRM, STREET, firm_of, listed, read, refused
from things.contracts import act, bring, charge, day, delivered, draft, termination
from things.estates import estate


def test_a_new_estate_is_tendered_whatever_the_trigger_says(world, samples):
    """C07"""
    fresh = {"estate_codes": [estate(samples, new_or_old="new")["code"]]}
    for trigger, method in (("replacement", "agreement"), ("fallback", "assignment"), ("renewal", "agreement")):
        refused(samples, "tender_required", award_trigger=trigger, award_method=method, **fresh)
    first = bring(samples, "filed", **fresh)
    later = {"service_start": day(701), "fee_start": day(800), "end_date": day(1000)}
    assert first["state"] == "active" and draft(samples, award_method="agreement", **later, **fresh)["state"] == "draft"


def test_a_renewal_goes_on_from_the_firms_own_contract(world, samples):
    """C07, C09: only whoever goes on may be chosen by agreement and charge from the first day."""
    one, two, new = bring(samples, "filed"), bring(samples, "draft"), estate(samples)["code"]
    code = one["estates"][0]["code"]
    again = {"award_trigger": "renewal", "award_method": "agreement", "service_start": day(701), "fee_start": day(701), "end_date": day(1000)}
    refused(samples, "award_trigger_wrong", **again, estate_codes=[code])
    refused(samples, "award_trigger_wrong", **again, estate_codes=[code, new], predecessor_id=one["id"])
    refused(samples, "award_trigger_wrong", **again, estate_codes=[two["estates"][0]["code"]], predecessor_id=two["id"])
    others = bring(samples, "filed", "far")
    refused(samples, "award_trigger_wrong", **again, estate_codes=[others["estates"][0]["code"]], predecessor_id=others["id"])
    assert draft(samples, **again, estate_codes=[code], predecessor_id=one["id"])["predecessor_id"] == one["id"]
    act(samples, DISTRICT, one, "terminate", termination())
    refused(samples, "award_trigger_wrong", **again, estate_codes=[code], predecessor_id=one["id"])


def test_a_fault_is_found_in_the_callers_district_alone(world):
    """The function runs as the owner: what a contract says of its district is not believed."""
    found = world.cluster.query("""
        select set_config('wuye.district', '340302', true);
        set local role wuye_company;
        select contract_fault(jsonb_populate_record(null::contracts, jsonb_build_object('district_code', '150202', 'id', gen_random_uuid(), 'kind', 'regular',
            'award_trigger', 'renewal', 'award_method', 'agreement', 'firm_id', f.id, 'predecessor_id', f.contract)), array[f.estate], (now() at time zone 'Asia/Shanghai')::date) as fault
        from (values (%s::uuid, %s::uuid, %s::uuid)) f (id, contract, estate)""",
        tuple(world.cluster.query("select c.firm_id, c.id, m.estate_id from contracts c join contract_estates m on m.contract_id = c.id "
                                  "where c.district_code = '150202' and c.in_force and c.kind = 'regular' limit 1")[0].values()))
    assert found[0]["fault"] == "award_trigger_wrong"


def test_an_exit_is_three_things_and_a_statement(world, samples):
    """C13: rooms, facilities, documents, and how the fees were used."""
    made = bring(samples, "handover")
    assert made["state"] == "handover" and made["handover"]["receiver"] == "业主委员会"
    assert act(samples, DISTRICT, made, "close", expect=409)["code"] == "handover_incomplete"
    assert act(samples, STREET, made, "handover/deliver", {"rooms_on": day(1)}, 422)["code"] == "day_in_the_future"
    items = delivered()
    for name in list(items)[:3]:
        act(samples, STREET, made, "handover/deliver", {name: items[name]})
        assert act(samples, STREET, made, "handover/deliver", {name: day(-9)}, 409)["code"] == "state_conflict", "said once"
        assert act(samples, DISTRICT, made, "close", expect=409)["code"] == "handover_incomplete"
    done = act(samples, STREET, made, "handover/deliver", {"fee_statement_on": items["fee_statement_on"]})
    assert {name: done["handover"][name] for name in items} == items
    assert act(samples, DISTRICT, made, "close")["state"] == "closed"


def test_a_handover_that_is_late_or_refused_shows(world, samples):
    """C13, C14, C22"""
    made = bring(samples, "filed")
    act(samples, DISTRICT, made, "terminate", termination(reason="court_document", document="（2026）民终1号", handover_due=day(2)))
    assert read(world, made)["handover_overdue"] is False and read(world, made, as_of=day(3))["handover_overdue"] is True
    world.cluster.query("update contract_handovers set due = %s where contract_id = %s", (day(-1), made["id"]))
    mine = {"estate_id": made["estates"][0]["id"]}
    assert listed(world, STREET, handover_overdue="true", **mine) == {made["id"]}
    act(samples, STREET, made, "handover")
    refused = act(samples, STREET, made, "handover/refuse", {"statement": "锁闭服务用房，拒不退出"})
    assert refused["state"] == "refused" and refused["handover"]["refused_on"] == day()
    late = act(samples, STREET, made, "handover/deliver", delivered())
    assert late["state"] == "handover" and late["handover_overdue"] is True and late["handover"]["refusal"] == "锁闭服务用房，拒不退出"
    assert listed(world, STREET, handover_overdue="true", **mine) == {made["id"]}, "what came late stays late"
    in_time = bring(samples, "handover")
    act(samples, STREET, in_time, "handover/deliver", delivered())
    assert read(world, in_time, as_of=day(90))["handover_overdue"] is False


def test_a_handover_that_nobody_begins_is_late_too(world, samples):
    """C13, C22: unless the same firm goes on."""
    ended, going_on = bring(samples, "filed", end_date=day(5)), bring(samples, "filed", end_date=day(5))
    for made in (ended, going_on):
        mine = {"estate_id": made["estates"][0]["id"]}
        assert (read(world, made, as_of=day(35))["handover_overdue"], read(world, made, as_of=day(36))["handover_overdue"]) == (False, True)
        assert listed(world, handover_overdue="false", **mine) == {made["id"]}
    again = bring(samples, "filed", award_trigger="renewal", predecessor_id=going_on["id"], estate_codes=[going_on["estates"][0]["code"]],
                  service_start=day(6), fee_start=day(6), end_date=day(300))
    assert again["state"] == "filed" and read(world, going_on, as_of=day(36))["handover_overdue"] is False
    assert read(world, ended, as_of=day(36))["handover_overdue"] is True


def test_a_firm_publishes_what_it_charges_and_no_more_than_agreed(world, samples):
    """C12, C24"""
    made = bring(samples, "filed", fee_m2_month="1.20")
    fee = {"kind": "property_fee", "item": "物业服务费", "unit": "元/平方米·月", "valid_from": made["fee_start"]}
    assert act(samples, FIRM, made, "charges", {**fee, "price": "1.2001"}, 409)["code"] == "charge_above_contract"
    assert act(samples, FIRM, made, "charges", {**fee, "price": "1.2000", "valid_from": day(61)}, 409)["code"] == "charge_before_fee_start"
    act(samples, FIRM, made, "charges", {**fee, "price": "1.2000"}, 201)
    assert act(samples, FIRM, made, "charges", {**fee, "item": "基础服务费", "price": "1.0000", "valid_from": day(90)}, 409)["code"] == "charge_overlaps"
    first = act(samples, FIRM, made, "charges", charge(), 201)
    assert act(samples, FIRM, made, "charges", charge(), 409)["code"] == "charge_overlaps"
    assert act(samples, FIRM, made, "charges", charge(price="90.00", valid_from=day(5)), 409)["code"] == "charge_raise_unfounded"
    assert act(samples, FIRM, made, "charges", charge(valid_from=day(-1)), 422)["code"] == "takes_effect_in_the_past"
    raised = act(samples, FIRM, made, "charges", charge(price="90.00", valid_from=day(5), basis="业主大会决议2026-2号"), 201)
    for after, price in ((4, first["price"]), (5, raised["price"])):
        items = world.caller("community.huanxi@150202").get(f"/v1/contracts/{made['id']}/charges", {"as_of": day(after)}).json["items"]
        assert {item["item"]: item["price"] for item in items}["地面停车费"] == price
    assert len(world.caller(FIRM).get(f"/v1/contracts/{made['id']}/charges").json["items"]) == 3
    unfiled = draft(samples)
    assert act(samples, FIRM, unfiled, "charges", charge(), 409)["code"] == "state_conflict"
    act(samples, DISTRICT, made, "terminate", termination())
    answer = act(samples, FIRM, made, "charges", charge(item="临时停车费"), 409)
    assert (answer["code"], answer["state"]) == ("state_conflict", "terminated")


def test_two_prices_of_one_item_do_not_race_past_each_other(world, samples):
    """C12"""
    made = bring(samples, "filed")
    client = world.caller(FIRM)
    with concurrent.futures.ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(lambda n: client.post(f"/v1/contracts/{made['id']}/charges", charge(price=f"{n + 1}.00")), range(6)))
    assert sorted(answer.status for answer in answers) == [201] + [409] * 5, answers
    assert {answer.code for answer in answers if answer.status == 409} == {"charge_overlaps"}


def test_a_firm_that_is_suspended_at_that_moment_gets_no_contract_filed(world, samples):
    """C06, C14: the decision comes first, and the filing sees it."""
    made = bring(samples, "approved", "far")
    firm = firm_of(world, "company.two@150202")
    decided = (("select from firms where id = %s for update", (firm,)),
               ("insert into firm_market_access (district_code, firm_id, state, reason, valid_from, decided_by, decided_at) select '150202', %s, 'suspended', '整改不力', %s, id, now() "
                "from users where district_code = '150202' and name = 'district.officer'", (firm, day())))
    with world.under_way(*decided) as second_to:
        assert second_to(lambda: act(samples, DISTRICT, made, "file", expect=409))["code"] == "firm_barred"
    world.cluster.query("delete from firm_market_access where firm_id = %s returning 1", (firm,))
    act(samples, DISTRICT, made, "file")


def test_a_contract_that_ends_at_that_moment_publishes_no_price(world, samples):
    """C24: the firm may not change the contract, and still waits for whoever does."""
    made = bring(samples, "filed")
    price = {"kind": "property_fee", "item": "物业费", "unit": "元/㎡·月", "price": "1.10", "valid_from": day(100)}
    with world.under_way(("update contracts set state = 'closed' where id = %s", (made["id"],))) as second_to:
        refused_ = second_to(lambda: world.caller(FIRM).post(f"/v1/contracts/{made['id']}/charges", price, expect=409))
    assert (refused_.code, refused_.json["state"]) == ("state_conflict", "closed")
