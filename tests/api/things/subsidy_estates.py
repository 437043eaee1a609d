"""Estates, modes, contracts and scores by hand, for schemes whose months nobody else has."""
import uuid
from decimal import ROUND_HALF_UP, Decimal

from harness.register import DISTRICT

from . import firms as firm_things
from . import subsidy_runs as runs
from .subsidy_runs import RUNS, STREET, officer

CENT = Decimal("0.01")
EAST, WEST = "150202001", "150202004"
MODES = ("state_firm", "public_welfare", "fallback", "market", "self")


def cents(value):
    return Decimal(value).quantize(CENT, ROUND_HALF_UP)


def own_scheme(world, **members):
    """A scheme for estates of its own, which no other test has: a pair of modes and a kind that the register lacks, and months in which only they hold."""
    taken = world.__dict__.setdefault("subsidy_pairs", {})
    number = taken[id(world.serial)] = taken.get(id(world.serial), -1) + 1
    first = 1950 + 3 * (number // 4)
    assert first < 2020, "a scheme of the test's own has a mode, a kind and years of its own"
    kind, modes = (("ordinary", MODES[:2]), ("new", MODES[:2]), ("old", MODES[:2]), ("old", MODES[2:4]))[number % 4]
    return {"id": runs.scheme(world, modes=(("class_1", modes[0]), ("class_2", modes[1])), kind=kind, first=first, **members), "kind": kind, "modes": modes, "first": first,
            "month": f"{first}-02", "day": f"{first}-02-01", "until": f"{first + 3}-01-01"}


def estate(world, scheme, area, mode=0, street=EAST, since=None, until=None):
    """By hand, in the register for ever: the service registers none of other years."""
    found, code = str(uuid.uuid4()), f"S{next(world.serial):06d}"
    community = world.cluster.query("select community_code from division_jurisdictions where district_code = %s and street_code = %s and community_code is not null and effective_to is null order by 1 limit 1", (DISTRICT, street))[0]
    world.cluster.query("insert into estates (district_code, id, code, name, street_code, community_code, area_m2, building_type, new_or_old, is_key, party_org) "
                        "values (%s, %s, %s, %s, %s, %s, %s, 'multi', %s, false, false)", (DISTRICT, found, code, f"补贴{code}", street, community["community_code"], area, scheme["kind"]))
    in_mode(world, scheme, found, mode, since or scheme["day"], until)
    return {"id": found, "code": code}


def in_mode(world, scheme, estate_id, mode, since, until=None):
    world.cluster.query("insert into estate_modes (district_code, estate_id, mode, valid_from, valid_to) values (%s, %s, %s, %s, %s)",
                        (DISTRICT, estate_id, scheme["modes"][mode], since, until or scheme["until"]))


def contract(world, scheme, firm, *estates, since=None, kind="regular"):
    made = world.cluster.query("insert into contracts (district_code, registration_no, firm_id, kind, award_method, service_start, end_date, state) "
                               "values (%s, %s, %s, %s, 'open_tender', %s, %s, 'active') returning id::text as id, service_period::text as period",
                               (DISTRICT, f"B{next(world.serial)}", firm, kind, since or scheme["day"], scheme["until"]))[0]
    for one in estates:
        world.cluster.query("insert into contract_estates (district_code, contract_id, estate_id, kind, service_period, in_force) values (%s, %s, %s, %s, %s, true)",
                            (DISTRICT, made["id"], one["id"], kind, made["period"]))
    return made["id"]


def firm(world):
    return firm_things.firm(world)["id"]


def score(world, scheme, estate, firm, percent, month=None):
    day = f"{month or scheme['month']}-15"
    world.cluster.query(
        "insert into evaluations (district_code, id, kind, assessor, subject_kind, subject_id, firm_id, estate_id, period_from, period_to, score, score_max, state, submitted_at, updated_at) "
        "values (%s, %s, 'monthly', 'street', 'project', %s, %s, %s, %s, %s, %s, 100, 'confirmed', now(), now()) returning id",
        (DISTRICT, str(uuid.uuid4()), estate["id"], firm, estate["id"], day, day, percent))


def unscored(world, estate):
    world.cluster.query("update evaluations set state = 'withdrawn' where estate_id = %s returning 1", (estate["id"],))


def area(world, estate, value):
    """As a correction of the register is: today, with the past kept."""
    officer(world).request("PATCH", f"/v1/estates/{estate['id']}", json_body={"area_m2": value}, headers={"If-Match": f'"{version(world, estate)}"'}, expect=200)


def version(world, estate):
    return world.cluster.query("select version from estates where id = %s", (estate["id"],))[0]["version"]


def drafted(world, scheme, month=None):
    return runs.draft(world, scheme_id=scheme["id"], month=month or scheme["month"])


def adjusting(world, made, **members):
    return runs.draft(world, adjusts_id=made["id"], **{"reason": "登记有误", **members})


def finished(world, made):
    """From a draft to its closing, through every street."""
    made = runs.paid(world, made)
    for row in runs.streets(world, made):
        runs.hand_on(world, made, row["street_code"])
    return runs.close(world, made)


def refused(world, made, action, value=None, by=None, status=409):
    return (by or officer(world)).post(f"{RUNS}/{made['id']}/{action}", value, expect=status).code


def postings(world, made):
    return world.cluster.query("select p.step, p.part, p.amount, d.kind as debit, c.kind as credit, p.bank_reference, p.booked_on::text as booked_on from money_postings p "
                               "join money_accounts d on d.id = p.debit_id join money_accounts c on c.id = p.credit_id where p.cause_id = %s order by p.number", (made["id"],))


def balance(world, scheme, kind, holder=""):
    rows = world.cluster.query("select coalesce(sum(money_balance(district_code, id)), 0) as it from money_accounts where purse_id = %s and kind = %s and holder = %s", (scheme["id"], kind, holder))
    return rows[0]["it"]


def one_street(world):
    """A scheme that pays one street and one firm there, in every month; another one when its months are used up."""
    known = world.__dict__.setdefault("subsidy_one", {})
    if known.get(id(world.serial), {"months": 36})["months"] == 36:
        scheme = known[id(world.serial)] = own_scheme(world)
        contract(world, scheme, firm(world), estate(world, scheme, "1000.00", since=f"{scheme['first']}-01-01"), since=f"{scheme['first']}-01-01")
        scheme["months"] = 0
    return known[id(world.serial)]


def next_month(scheme):
    scheme["months"] += 1
    return f"{scheme['first'] + (scheme['months'] - 1) // 12}-{(scheme['months'] - 1) % 12 + 1:02d}"


def known_firm(world, made):
    return next((row["firm"]["id"] for row in runs.firms(world, made, street_code=STREET)), str(uuid.uuid4()))


def told_alike(world, scheme):
    """No posting without a state that says so, no such state without a posting: every street and firm of every run of the scheme."""
    rows = world.cluster.query("""
        select r.id::text as id, r.state, s.street_code, f.firm_id::text as firm,
            r.state = 'void' and exists (select from money_postings p where p.cause_id = r.id) as void_but_posted,
            (s.paid_at is not null and s.payable > 0 or s.payable < 0 and s.state = 'closed') <> (l1.amount is not null) or l1.amount <> abs(s.payable) as leg1,
            (f.paid_at is not null) <> (l2.amount is not null) or l2.amount <> abs(f.paid_amount) as leg2,
            coalesce(s.returned, 0) <> coalesce(l3.amount, 0) as remainder,
            r.state not in ('draft', 'calculated', 'void') and subsidy_run_rank(r.state) <> (select min(subsidy_run_rank(t.state)) from subsidy_run_streets t where t.run_id = r.id) as stands
        from subsidy_runs r
        left join subsidy_run_streets s on s.run_id = r.id
        left join subsidy_run_firms f on f.run_id = r.id and f.street_code = s.street_code
        left join money_postings l1 on l1.cause_id = r.id and l1.step = 'leg1' and l1.part = s.street_code
        left join money_postings l2 on l2.cause_id = r.id and l2.step = 'leg2' and l2.part = concat(s.street_code, ':', f.firm_id)
        left join money_postings l3 on l3.cause_id = r.id and l3.step = 'remainder' and l3.part = s.street_code
        where r.scheme_id = %s""", (scheme["id"],))
    assert rows and [row for row in rows if row["void_but_posted"] or row["leg1"] or row["leg2"] or row["remainder"] or row["stands"]] == []
