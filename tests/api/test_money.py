"""The books: balanced by their constraints, numbered without a gap, read within the caller's scope (G12, G11, G16; double entry, trial balance, control totals)."""
import collections
import csv
import datetime
import hashlib
import io
import random
import threading
import uuid
from decimal import Decimal

import psycopg2
import pytest
from harness.register import ACCOUNTS
from things.money import TREASURY, acting, leg1, leg2, line, paid, post, today

STREET, OTHER_STREET, FIRM, OTHER_FIRM = "street.heping@150202", "street.nanmenwai@150202", "company.one@150202", "company.two@150202"
HELD = ("street", "fund", "committed", "deposit")
CENT = Decimal("0.01")
CANONICAL = ["number", "booked_on", "cause_kind", "cause_id", "step", "part", "purse_kind", "purse_id", "debit.kind", "debit.holder", "credit.kind", "credit.holder", "amount", "bank_reference"]


@pytest.fixture
def street(world):
    return world.register.account(STREET)["street_code"]


@pytest.fixture
def firm(world):
    return str(world.register.account(FIRM)["firm_id"])


def postings(client, **query):
    return client.pages("/v1/money/postings", query, limit=200)


def accounts(client, **query):
    return {(row["kind"], row["holder"]): row for row in client.pages("/v1/money/accounts", query, limit=200)}


def balances(client, **query):
    return {key: row["balance"] for key, row in accounts(client, **query).items()}


def trial(client, **query):
    return client.get("/v1/money/trial-balance", query, expect=200).json


def journal(world, district="150202"):
    """Every posting as it stands in the table, with its accounts."""
    return world.cluster.query(
        "select p.*, d.kind as d_kind, d.holder as d_holder, d.purse_id as d_purse, c.kind as c_kind, c.holder as c_holder, c.purse_id as c_purse from money_postings p "
        "join money_accounts d on d.id = p.debit_id join money_accounts c on c.id = p.credit_id where p.district_code = %s order by p.number", (district,))


def at_once(calls):
    """All begin together; what each answered, or the error it met."""
    gate, found = threading.Barrier(len(calls)), []

    def run(call):
        gate.wait()
        try:
            found.append(call())
        except psycopg2.Error as error:
            found.append(error)
    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return found


# ---- what is posted ----

def test_money_moves_from_leg_to_leg_and_every_balance_is_a_sum(world, caller, street, firm):
    """G12: district to street, street to firm, the rest back; nothing but the postings says what is where."""
    scheme, run = str(uuid.uuid4()), str(uuid.uuid4())
    assert leg1(world, street, "1000.00", scheme, cause_id=run) is None
    assert leg2(world, street, firm, "900.01", scheme, cause_id=run, account=STREET) is None
    assert post(world, [line(TREASURY, ("street", street), "49.99", part=street)], "remainder", cause_id=run, purse=scheme, account=STREET) is None
    assert balances(caller("district"), purse_id=scheme) == {TREASURY: "-950.01", ("street", street): "50.00", ("firm", firm): "900.01"}
    rows = accounts(caller("district"), purse_id=scheme)
    held = rows["street", street]
    assert (held["debit"], held["credit"], held["postings"]) == ("1000.00", "950.00", 3)
    names = world.cluster.query("select (select name from divisions where code = '150202') as t, (select name from divisions where code = %s) as s, (select name from firms where id = %s) as f", (street, firm))[0]
    assert [rows[key]["holder_name"] for key in (TREASURY, ("street", street), ("firm", firm))] == [names["t"], names["s"], names["f"]]
    found = {row["step"]: row for row in postings(caller("district"), cause_id=run)}
    assert {step: (row["debit"]["kind"], row["credit"]["kind"], row["amount"], row["street_code"], row["firm_id"]) for step, row in found.items()} == {
        "leg1": ("street", "treasury", "1000.00", street, None), "leg2": ("firm", "street", "900.01", street, firm), "remainder": ("treasury", "street", "49.99", street, None)}
    assert found["leg2"]["debit"]["name"] == names["f"] and found["leg2"]["credit"]["name"] == names["s"]
    assert caller("district").get(f"/v1/money/postings/{found['leg2']['id']}", expect=200).json == found["leg2"]


def test_the_holder_of_an_account_sees_all_that_moves_it(world, firm, street):
    """G16: what a firm pays in and a fund pays to a street concern them, whatever the caller of money_post() left out; their sums are whole."""
    deposit, fund = str(uuid.uuid4()), str(uuid.uuid4())
    assert post(world, [line(("deposit", deposit), ("firm", firm), "77.70")], "receive", "deposit", deposit, deposit) is None
    assert post(world, [line(("fund", fund), TREASURY, "1000000.00")], "grant", "fund", fund, fund) is None
    assert post(world, [line(("street", street), ("fund", fund), "5.00")], "pay", "commitment", None, fund) is None
    assert balances(world.caller(FIRM), purse_id=deposit) == {("firm", firm): "-77.70"}
    assert balances(world.caller(STREET), purse_id=fund) == {("street", street): "5.00"}
    assert [row["firm_id"] for row in postings(world.caller(FIRM), purse_id=deposit)] == [firm]


def test_twenty_who_post_at_once_leave_no_gap(world, street, caller):
    """Numbers of the district run from 1 without a gap, also when some of those who post are refused or fail."""
    purses = [str(uuid.uuid4()) for _ in range(20)]
    before = journal(world)
    calls = [lambda purse=purse: [leg1(world, street, "1.00", purse) for _ in range(5)] for purse in purses]
    calls += [lambda: leg2(world, street, uuid.uuid4(), "0.01", str(uuid.uuid4())) for _ in range(5)]  # nothing is there
    assert at_once(calls).count("money_insufficient") == 5
    after = journal(world)
    assert [row["number"] for row in after] == list(range(1, len(before) + 101))
    numbers = trial(caller("district"))["numbers"]
    assert numbers == {"postings": len(after), "last": len(after), "complete": True}


@pytest.mark.parametrize("turn", range(3))
def test_of_many_who_take_the_last_yuan_one_does(world, street, firm, turn):
    """G12: leg 2 is never above leg 1, however many pay at once."""
    scheme = str(uuid.uuid4())
    leg1(world, street, "1.00", scheme)
    found = at_once([lambda: leg2(world, street, firm, "1.00", scheme, account=STREET) for _ in range(8)])
    assert sorted(found, key=str) == [None] + ["money_insufficient"] * 7
    assert balances(world.caller(STREET), purse_id=scheme) == {("street", street): "0.00"}


@pytest.mark.parametrize("kind", HELD)
def test_what_is_held_is_never_less_than_nothing(world, kind):
    """G11: a fund, a promise, a deposit and what a street holds give no more than they have; refused, nothing of it is posted."""
    cause = {"street": "subsidy_run", "deposit": "deposit"}.get(kind, "commitment")
    purse, holder = str(uuid.uuid4()), "150202001" if kind == "street" else str(uuid.uuid4())
    assert post(world, [line((kind, holder), TREASURY, "10.00")], "grant", cause, purse=purse) is None
    before = len(journal(world))
    assert post(world, [line(("recipient", "estate:x"), (kind, holder), "4.00", part="1"), line(("recipient", "estate:y"), (kind, holder), "6.01", part="2")], "pay", cause, purse=purse) == "money_insufficient"
    assert len(journal(world)) == before
    assert post(world, [line(("recipient", "estate:x"), (kind, holder), "4.00", part="1"), line(("recipient", "estate:y"), (kind, holder), "6.00", part="2")], "pay", cause, purse=purse) is None


def test_no_money_moves_between_two_of_a_kind(world):
    """A street's money is no other street's; a posting concerns one of them."""
    with pytest.raises(psycopg2.errors.RaiseException):
        post(world, [line(("street", "150202001"), ("street", "150202002"), "1.00")], "leg1")


def test_what_was_posted_is_not_posted_again(world, street, caller):
    """Never paid twice: the same part of a step of a cause is one posting, also for those who post it at once, and no number is lost by it."""
    scheme, run = str(uuid.uuid4()), str(uuid.uuid4())
    found = at_once([lambda: leg1(world, street, "10.00", scheme, cause_id=run) for _ in range(6)])
    assert found.count(None) == 1
    assert {error.diag.constraint_name for error in found if error} == {"money_postings_once"}
    assert balances(caller("district"), purse_id=scheme)["street", street] == "10.00"
    assert trial(caller("district"))["numbers"]["complete"]


# ---- what it adds up to ----

def random_postings(world, chance, purses):
    """Amounts of odd cents among a purse's accounts, on days of the last two months; what would take more than there is, is refused by both."""
    streets = [f"150202{number:03d}" for number in range(1, 9)]
    firms = [str(row["id"]) for row in world.cluster.query("select id from firms where district_code = '150202' order by id limit 5")]
    holders = [TREASURY, *(("street", code) for code in streets), *(("firm", one) for one in firms), ("recipient", "estate:x")]
    known, done = collections.Counter(), []
    with acting(world) as cursor:
        for number in range(220):
            debit = chance.choice(holders)
            credit = chance.choice([other for other in holders if other[0] != debit[0]])
            amount, purse = Decimal(chance.randrange(1, 5_000_000)) * CENT, chance.choice(purses)
            booked = today() - datetime.timedelta(chance.randrange(60))
            answer = post(world, [line(debit, credit, amount)], chance.choice(["leg1", "leg2", "remainder", "pay"]), purse=purse, booked=booked, cursor=cursor)
            short = credit[0] in HELD and known[purse, credit] < amount
            assert answer == ("money_insufficient" if short else None), number
            if not short:
                known[purse, debit] += amount
                known[purse, credit] -= amount
                done.append((purse, debit, credit, amount, booked))
    return done


@pytest.mark.parametrize("seed", [1, 2])
def test_the_trial_balance_is_what_decimals_add_up_to(world, caller, seed):
    """Every balance a sum, balanced by constraint, a trial balance: against a computation of our own, of today and of a day that has passed."""
    chance = random.Random(seed)
    purses = [str(uuid.UUID(int=chance.getrandbits(128), version=4)) for _ in range(3)]
    done = random_postings(world, chance, purses)
    assert len(done) > 80
    for day in (today(), today() - datetime.timedelta(30)):
        found = trial(caller("district"), as_of=day.isoformat())
        by_purse = {purse["purse_id"]: purse for purse in found["purses"]}
        for purse in purses:
            sums = collections.defaultdict(lambda: [Decimal(0), Decimal(0)])
            for _, debit, credit, amount, _ in (one for one in done if one[0] == purse and one[4] <= day):
                sums[debit][0] += amount
                sums[credit][1] += amount
            total = sum(debit for debit, _ in sums.values())
            shown = by_purse[purse]
            assert (Decimal(shown["debit"]), Decimal(shown["credit"]), Decimal(shown["balance"]), shown["accounts"]) == (total, total, 0, len(sums))
            listed = accounts(caller("district"), purse_id=purse, as_of=day.isoformat())
            assert {key: [Decimal(row["debit"]), Decimal(row["credit"])] for key, row in listed.items()} == dict(sums)
            for kind in shown["kinds"]:
                mine = [value for (other, _), value in sums.items() if other == kind["kind"]]
                assert (kind["accounts"], Decimal(kind["balance"])) == (len(mine), sum(debit - credit for debit, credit in mine))
        rows = [row for row in journal(world) if row["booked_on"] <= day]
        total = sum(row["amount"] for row in rows)
        assert (found["as_of"], found["postings"], Decimal(found["debit"]), Decimal(found["credit"]), found["balanced"]) == (day.isoformat(), len(rows), total, total, True)
        kinds = {kind["kind"]: Decimal(kind["debit"]) - Decimal(kind["credit"]) for kind in found["kinds"]}
        assert sum(kinds.values()) == 0 and kinds == {kind["kind"]: Decimal(kind["balance"]) for kind in found["kinds"]}
    assert trial(caller("district"))["overdrawn"] == 0


def test_books_that_were_tampered_with_show_it(world):
    """By hand, as no role of the service can: money taken from one purpose for another is out of balance, and a posting that is gone leaves a gap."""
    made, abroad = paid(world, "abroad"), world.role("district", 2)
    paid(world, "abroad")
    assert trial(abroad)["balanced"] and trial(abroad)["numbers"]["complete"]
    other = world.cluster.query("select a.id from money_accounts a where a.district_code = '340302' and a.kind = 'firm' and a.purse_id <> %s limit 1", (made["scheme"],))[0]["id"]
    kept = world.cluster.query("select debit_id from money_postings where id = %s", (made["leg2"],))[0]["debit_id"]
    world.cluster.query("update money_postings set debit_id = %s where id = %s returning 1", (other, made["leg2"]))
    found = trial(abroad)
    assert not found["balanced"] and found["balance"] == "0.00" and sorted(Decimal(purse["balance"]) for purse in found["purses"] if Decimal(purse["balance"])) == [-100, 100]
    world.cluster.query("update money_postings set debit_id = %s where id = %s returning 1", (kept, made["leg2"]))
    assert trial(abroad)["balanced"]
    world.cluster.query("create temp table gone as select id from money_postings limit 0")
    row = world.cluster.query("delete from money_postings where id = %s returning number", (made["leg2"],))[0]
    found = trial(abroad)
    assert found["balanced"] and not found["numbers"]["complete"] and found["numbers"]["last"] >= row["number"]


def test_a_day_that_has_passed_stays_until_something_is_booked_for_it(world, caller, street, firm):
    """as_of goes by the bank's day; what is booked late has a late number."""
    scheme, past = str(uuid.uuid4()), today() - datetime.timedelta(5)
    leg1(world, street, "30.00", scheme, booked=past)
    leg2(world, street, firm, "10.00", scheme)
    day = {"purse_id": scheme, "as_of": past.isoformat()}
    assert balances(caller("district"), **day) == {TREASURY: "-30.00", ("street", street): "30.00"}
    assert accounts(caller("district"), purse_id=scheme, as_of=(past - datetime.timedelta(1)).isoformat()) == {}
    leg1(world, street, "5.00", scheme, booked=past)
    assert balances(caller("district"), **day)["street", street] == "35.00"
    rows = postings(caller("district"), purse_id=scheme, sort="number")
    assert [row["booked_on"] for row in rows] == [past.isoformat(), today().isoformat(), past.isoformat()]
    assert [row["amount"] for row in postings(caller("district"), purse_id=scheme, booked_on_from=past.isoformat(), booked_on_before=today().isoformat(), sort="number")] == ["30.00", "5.00"]


def test_accounts_are_found_by_kind_holder_and_purse(world, caller, street, firm):
    made = paid(world, amount="8.00")
    of_street, of_firm = ("street", street), ("firm", firm)
    for filters, expected in (({}, {TREASURY, of_street, of_firm}), ({"kind": "street,firm"}, {of_street, of_firm}), ({"holder": firm}, {of_firm}), ({"street_code": street}, {of_street}),
                              ({"firm_id": firm}, {of_firm}), ({"firm_id": firm, "street_code": street}, set()), ({"purse_kind": "scheme"}, {TREASURY, of_street, of_firm}),
                              ({"purse_kind": "deposit"}, set()), ({"sort": "-opened_at", "kind": "treasury"}, {TREASURY})):
        assert set(accounts(caller("district"), purse_id=made["scheme"], **filters)) == expected, filters
    assert set(accounts(world.caller(STREET), firm_id=firm)) == set() == set(accounts(world.caller(FIRM), street_code=street, purse_id=made["scheme"]))


# ---- the journal ----

def test_the_journal_is_found_by_whatever_is_known_of_a_posting(world, caller, street, firm):
    made = paid(world, amount="12.34")
    one = caller("district").get(f"/v1/money/postings/{made['leg2']}").json
    numbers = [row["number"] for row in postings(caller("district"), cause_id=made["run"], sort="number")]
    assert numbers == sorted(numbers) and [row["number"] for row in postings(caller("district"), cause_id=made["run"])] == numbers[::-1]
    of_run = {"cause_id": made["run"]}
    for filters, expected in (({"step": "leg2"}, [one["id"]]), ({"account_id": one["debit"]["account_id"]}, [one["id"]]), ({"account_id": one["credit"]["account_id"]}, [made["leg2"], made["leg1"]]),
                              ({"firm_id": firm}, [one["id"]]), ({"street_code": street}, [made["leg2"], made["leg1"]]), ({"purse_id": made["scheme"]}, [made["leg2"], made["leg1"]]),
                              ({"purse_kind": "fund"}, []), ({"cause_kind": "deposit"}, []), ({"cause_kind": "subsidy_run", "step": "leg1,leg2"}, [made["leg2"], made["leg1"]]),
                              ({"bank_reference": one["bank_reference"]}, [one["id"]]), ({"number_from": numbers[1]}, [made["leg2"]]), ({"number_before": numbers[1]}, [made["leg1"]])):
        assert [row["id"] for row in postings(caller("district"), **of_run, **filters)] == expected, filters
    assert [row["id"] for row in postings(caller("district"), bank_reference=one["bank_reference"])] == [one["id"]]
    whole = [row["number"] for row in caller("district").pages("/v1/money/postings", {"sort": "number"}, limit=7)]
    assert whole == list(range(1, len(whole) + 1)), "no page misses one"


def lines_of(client, **query):
    """The canonical lines, from the CSV alone."""
    text = client.request("GET", "/v1/money/postings", query or None, headers={"Accept": "text/csv"}, expect=200).body.decode("utf-8-sig")
    found = []
    for row in csv.DictReader(io.StringIO(text, newline="")):
        values = [row[name] for name in CANONICAL]
        found.append([value[1:] if value.startswith("'") and value.lstrip("'")[:1] in tuple("=+-@\t\r") else value for value in values])
    return sorted(found, key=lambda values: int(values[0])), list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("role", ["district", "platform", "street", "company"])
def test_control_totals_are_computed_from_the_csv(role, world, street, firm):
    """Export for the finance system with control totals; whoever has the CSV can prove that it is whole, whatever a bank writes as its reference."""
    scheme = str(uuid.uuid4())
    for reference in ("=1+1", "'=1", "-5", "农行\"2026\",1", "a\tb", "@'", "'quoted'", "+86 x"):
        assert post(world, [line(("street", street), TREASURY, "10.01", part=street, bank_reference=reference)], "leg1", purse=scheme) is None
        assert post(world, [line(("firm", firm), ("street", street), "0.33", part=street, bank_reference=reference, note="内部说明\n第二行")], "leg2", purse=scheme, account=STREET) is None
    client = world.role(role)
    numbers = [row["number"] for row in postings(client, purse_id=scheme, sort="number")]
    day = today()
    for filters in ({}, {"number_from": numbers[1], "number_before": numbers[-1]}, {"booked_on_from": day.isoformat(), "booked_on_before": (day + datetime.timedelta(1)).isoformat()},
                    {"booked_on_before": "2020-01-01"}):
        lines, rows = lines_of(client, **filters)
        told = client.get("/v1/money/control-totals", filters, expect=200).json
        assert told["sha256"] == hashlib.sha256("".join("\t".join(values) + "\n" for values in lines).encode()).hexdigest()
        assert (told["rows"], Decimal(told["amount"])) == (len(rows), sum(Decimal(row["amount"]) for row in rows))
        assert (told["first_number"], told["last_number"]) == ((int(lines[0][0]), int(lines[-1][0])) if lines else (None, None))
        steps, kinds = collections.defaultdict(lambda: [0, Decimal(0)]), collections.defaultdict(lambda: [Decimal(0), Decimal(0)])
        for row in rows:
            steps[row["step"]] = [steps[row["step"]][0] + 1, steps[row["step"]][1] + Decimal(row["amount"])]
            kinds[row["debit.kind"]][0] += Decimal(row["amount"])
            kinds[row["credit.kind"]][1] += Decimal(row["amount"])
        assert {one["step"]: [one["rows"], Decimal(one["amount"])] for one in told["steps"]} == dict(steps)
        assert {one["kind"]: [Decimal(one["debit"]), Decimal(one["credit"])] for one in told["account_kinds"]} == dict(kinds)
    assert len(lines_of(client)[0]) > len(numbers[1:-1]) > 0


def test_a_posting_that_changed_or_is_missing_changes_the_hash(world):
    """By hand, in a district whose books nobody else reads here."""
    made, client = paid(world, "abroad"), world.role("district", 2)
    hashes = set()
    for change in ("amount = amount + 0.01", "bank_reference = 'x'", "booked_on = booked_on - 1", "part = 'y'"):
        world.cluster.query(f"update money_postings set {change} where id = %s returning 1", (made["leg2"],))
        hashes.add(client.get("/v1/money/control-totals").json["sha256"])
    assert len(hashes) == 4


# ---- who sees what ----

@pytest.mark.parametrize("account", [account for role in ("district", "street", "company", "platform") for account in ACCOUNTS[role] if account])
def test_each_sees_what_concerns_it_and_no_sum_of_more(account, world):
    """Model §7.3: subsidies and deposits are a street's and a firm's own alone; lists, rows, names, sums and totals follow the same rule."""
    others = [paid(world, place, firm) for place in ("near", "far", "abroad") for firm in ((None, world.register.account(OTHER_FIRM)["firm_id"]) if place != "abroad" else (None,))]
    me, client = world.register.account(account), world.caller(account)
    rows = journal(world, me["district_code"])
    mine = {"street": lambda row: row["street_code"] == me["street_code"], "company": lambda row: row["firm_id"] == me["firm_id"]}.get(me["role"], lambda row: True)
    own = [row for row in rows if mine(row)]
    seen = postings(client, sort="number")
    assert [row["id"] for row in seen] == [str(row["id"]) for row in own]
    for made in others:
        for step in ("leg1", "leg2"):
            client.get(f"/v1/money/postings/{made[step]}", expect=200 if made[step] in {row["id"] for row in seen} else 404)
    told = client.get("/v1/money/control-totals").json
    assert (told["rows"], Decimal(told["amount"])) == (len(own), sum((row["amount"] for row in own), Decimal(0)))
    holder = {"street": ("street", me.get("street_code")), "company": ("firm", str(me.get("firm_id")))}.get(me["role"])
    sums = collections.defaultdict(Decimal)
    for row in rows:
        sums[row["d_purse"], row["d_kind"], row["d_holder"]] += row["amount"]
        sums[row["c_purse"], row["c_kind"], row["c_holder"]] -= row["amount"]
    listed = client.pages("/v1/money/accounts", {}, limit=200)
    found = {(row["purse_id"], row["kind"], row["holder"]): Decimal(row["balance"]) for row in listed if row["postings"]}
    assert found == {(str(purse), *key): value for (purse, *key), value in sums.items() if holder is None or tuple(key) == holder}
    assert holder is None or all((row["kind"], row["holder"]) == holder for row in listed)
    whole = client.get("/v1/money/trial-balance", expect=200 if me["role"] in ("district", "platform") else 403).json
    assert "numbers" not in whole or me["district_code"] != "150202" or whole["numbers"]["complete"]


def test_a_firm_is_told_of_no_person_and_no_note(world, caller):
    made = paid(world)
    full, told = (client.get(f"/v1/money/postings/{made['leg2']}", expect=200).json for client in (caller("district"), world.caller(FIRM)))
    assert full["note"] and full["posted_by"] == str(world.register.account(STREET)["id"]) and full["vouchers"] == 0
    assert {name for name in full if full[name] != told[name]} == {"note", "posted_by", "vouchers"} and (told["note"], told["posted_by"], told["vouchers"]) == (None, None, None)
    world.caller(FIRM).get(f"/v1/money/postings/{made['leg1']}", expect=404)


def test_the_books_are_not_for_communities_and_the_hotline(world):
    for role in ("community", "hotline", "public"):
        for where in ("accounts", "postings", "trial-balance", "control-totals"):
            world.role(role).get(f"/v1/money/{where}", expect=401 if role == "public" else 403)
