"""Who is given something of a fund must still be fit for it on each day that counts: when it is proposed, decided and paid (D08, G01, G21, H07)."""
from things import awards, effects, firms, staff
from things.estates import estate, today
from things.funds import commitment, fund, new_commitment, new_rule, payment, second
from things.funds import community as community_of


def pay(client, world, given, expect, **members):
    return client.post(f"/v1/fund-commitments/{given['id']}/pay", payment(world, **members), expect=expect)


def test_h07_what_rewards_an_honour_that_was_taken_back_is_not_paid(world, district):
    """H07: promised, in part paid, then the honour is revoked: the rest is given back, not paid."""
    honour = awards.honour(world, **{"class": 4})
    given = commitment(world, "paying", honour_id=honour["id"])
    district.post(f"/v1/honours/{honour['id']}/revoke", {"reason": "弄虚作假", "document_no": "东住建〔2026〕9号"}, expect=200)
    assert pay(district, world, given, 409, amount="1.00").code == "honour_misfit"
    told = district.get(f"/v1/fund-commitments/{given['id']}").json
    assert (told["state"], told["paid"]) == ("paying", "4000.00")
    assert district.post(f"/v1/fund-commitments/{given['id']}/release", {"reason": "荣誉已撤销"}, expect=200).json["state"] == "released"


def test_h07_a_reward_is_paid_or_its_honour_revoked_first(world, district):
    """Both at once: whatever is paid was paid while the honour stood."""
    for _ in range(4):
        honour = awards.honour(world, **{"class": 4})
        given = commitment(world, "committed", honour_id=honour["id"])
        paid, revoked = awards.together(lambda: pay(district, world, given, (200, 409)),
                                        lambda: district.post(f"/v1/honours/{honour['id']}/revoke", {"reason": "弄虚作假", "document_no": "东住建〔2026〕9号"}, expect=200))
        assert revoked.status == 200 and (paid.status == 200 or paid.code == "honour_misfit")


def test_d08_whom_credit_bars_meanwhile_is_not_paid(world, district):
    """D08: grade C after the promise: told why; a district whose rule does not ask for good standing pays."""
    effects.rulebook(world)
    firm = firms.firm(world)["id"]
    given = commitment(world, "committed", purpose="social_responsibility", recipient_kind="firm", recipient_id=firm)
    awards.bad(world, firm)
    refused = pay(district, world, given, 409)
    assert refused.code == "fund_recipient_barred" and "credit_award_ban" in [fault["code"] for fault in refused.json["errors"]]
    training = commitment(world, "committed", of=fund(world, kind="operating"), purpose="training", recipient_kind="firm", recipient_id=firm)
    pay(district, world, training, 200)


def test_g01_a_firm_that_is_deregistered_is_promised_nothing(world, district):
    firm, made = firms.firm(world)["id"], fund(world, kind="operating")
    value = new_commitment(world, purpose="training", recipient_kind="firm", recipient_id=firm)
    given = second(world).post(f"/v1/funds/{made['id']}/commitments", value, expect=201).json
    world.cluster.query("update firms set status = 'deregistered' where id = %s returning 1", (firm,))
    assert district.post(f"/v1/funds/{made['id']}/commitments", value, expect=422).code == "fund_recipient_unknown"
    assert district.post(f"/v1/fund-commitments/{given['id']}/decide", {"decision": "approve"}, expect=422).code == "fund_recipient_unknown"


def test_g21_an_estate_is_rewarded_through_the_firm_whose_contract_goes_first(world, samples):
    """G21: where a regular contract follows a preliminary one that still runs, the firm is that of the regular one, as everywhere else."""
    for turn in (0, 1):
        place, (early, late) = estate(samples), (firms.firm(world)["id"], firms.firm(world)["id"])
        for firm in ((early, late), (late, early))[turn]:
            contract = staff.contract(world, firm, place["id"], *(("2010-01-01", "2010-12-31") if firm == early else ()))
            if firm == early:
                world.cluster.query("set constraints all deferred; update contracts set kind = 'preliminary', end_date = '2035-12-31' where id = %s; update contract_estates m set kind = c.kind, "
                                    "service_period = c.service_period from contracts c where c.id = m.contract_id and c.id = %s returning 1", (contract, contract))
        given = commitment(world, of=fund(world, lines={"excellent_estates": "50000.00"}), purpose="excellent_estates", recipient_kind="estate", recipient_id=place["id"])
        assert given["firm_id"] == late


def test_g03_what_is_not_admitted_any_more_is_not_promised(world, samples, district):
    """A rule that ends between proposal and decision: off purpose is off purpose."""
    officer = world.caller(awards.ACCOUNTS["district"][2])
    given = commitment(world, place="abroad", of=fund(world, place="abroad", kind="operating", lines={"skill_competition": "50000.00"}), purpose="skill_competition", recipient_kind="street",
                       recipient_id=community_of(world, "abroad")[:9])
    officer.post("/v1/fund-rules", new_rule(samples, purpose="skill_competition", recipient_kind="street", pays_to="street", admitted=False, effective_from=today()), expect=201)
    assert officer.post(f"/v1/fund-commitments/{given['id']}/decide", {"decision": "approve"}, expect=422).code == "fund_recipient_misfit"
