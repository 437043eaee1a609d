"""What has to hold of runs of subsidies and of the books, at any moment and in the end: a half calculation, a posting too many or a step that was acknowledged and is gone would show here."""
import collections
from decimal import Decimal

from things.subsidy_runs import RUNS

# Each selects faults, as text; all look at the same snapshot.
ALWAYS = {
    "a street of a run is the sum of its lines": """
        select concat_ws(' ', run_id, street_code, 'has', l.lines, l.amount, l.paid, 'says', s.lines, s.amount, s.paid_amount, s.state)
        from (select run_id, street_code, count(*) as lines, sum(amount) as amount, sum(paid_amount) as paid, count(paid_amount) as assessed from subsidy_run_lines group by 1, 2) l
        full join subsidy_run_streets s using (run_id, street_code)
        where (l.lines, l.amount, l.paid) is distinct from (s.lines, s.amount, s.paid_amount) or l.assessed not in (0, l.lines)
           or (l.assessed > 0) <> coalesce(subsidy_run_rank(s.state) >= subsidy_run_rank('street_assessed'), false)""",
    "a firm of a run is the sum of its lines": """
        select concat_ws(' ', run_id, street_code, firm_id, 'has', l.lines, l.amount, l.paid, 'says', f.lines, f.amount, f.paid_amount)
        from (select run_id, street_code, firm_id, count(*) as lines, sum(amount) as amount, sum(paid_amount) as paid from subsidy_run_lines where firm_id is not null group by 1, 2, 3) l
        full join subsidy_run_firms f using (run_id, street_code, firm_id)
        where (l.lines, l.amount, l.paid) is distinct from (f.lines, f.amount, f.paid_amount)""",
    "a draft has nothing, and a run stands where the last of its streets stands": """
        select concat_ws(' ', r.id, r.state, 'with streets', t.first, t.last, t.streets)
        from subsidy_runs r
        cross join lateral (select count(*) as streets, min(subsidy_run_rank(s.state)) as first, max(subsidy_run_rank(s.state)) as last, count(*) filter (where s.state = 'void') as void
                            from subsidy_run_streets s where s.district_code = r.district_code and s.run_id = r.id) t
        where not case r.state
            when 'draft' then t.streets = 0 and num_nonnulls(r.calculated_by, r.calculated_at, r.calculated_on, r.approved_by, r.approved_at) = 0
            when 'void' then t.void = t.streets and r.voided_at is not null
            when 'calculated' then coalesce(t.first = 2 and t.last = 2, t.streets = 0) and num_nulls(r.calculated_by, r.calculated_at, r.calculated_on) = 0 and r.approved_at is null
            else t.first = subsidy_run_rank(r.state) and t.void = 0 and num_nulls(r.approved_by, r.approved_at, r.calculated_by) = 0 and r.approved_by <> r.calculated_by
                 and (r.state = 'closed') = (r.closed_at is not null) end""",
    "what stands for paid is posted once with its sum, and nothing else is": """
        with due as (
            select s.run_id, 'leg1' as step, s.street_code as part, abs(s.payable) as amount, case when s.payable > 0 then 'treasury:::street:' || s.street_code else 'street:' || s.street_code || '::treasury:' end as way
            from subsidy_run_streets s where s.payable > 0 and subsidy_run_rank(s.state) >= 4 or s.payable < 0 and s.state = 'closed'
            union all
            select s.run_id, 'remainder', s.street_code, s.returned, 'street:' || s.street_code || '::treasury:' from subsidy_run_streets s where s.state = 'closed' and s.returned > 0
            union all
            select f.run_id, 'leg2', f.street_code || ':' || f.firm_id, abs(f.paid_amount),
                   case when f.paid_amount > 0 then concat('street:', f.street_code, '::firm:', f.firm_id) else concat('firm:', f.firm_id, '::street:', f.street_code) end
            from subsidy_run_firms f where f.paid_at is not null
        ), posted as (
            select p.cause_id as run_id, p.step, p.part, sum(p.amount) as amount, min(concat(c.kind, ':', c.holder, '::', d.kind, ':', d.holder)) as way, count(*) as times,
                   bool_and(p.bank_reference is not null and p.purse_id = c.purse_id and p.purse_id = d.purse_id) as sound
            from money_postings p
            join money_accounts c on c.district_code = p.district_code and c.id = p.credit_id
            join money_accounts d on d.district_code = p.district_code and d.id = p.debit_id
            where p.cause_kind = 'subsidy_run' group by 1, 2, 3
        )
        select concat_ws(' ', run_id, step, part, 'is due', d.amount, d.way, 'and posted', p.times, 'times', p.amount, p.way)
        from due d full join posted p using (run_id, step, part)
        where (d.amount, d.way) is distinct from (p.amount, p.way) or p.times <> 1 or not p.sound""",
    "a street is done when each of its firms is, and not before": """
        select concat_ws(' ', s.run_id, s.street_code, s.state, 'with', t.paid, 'firms paid and', t.open, 'open')
        from subsidy_run_streets s
        cross join lateral (select count(*) filter (where f.paid_at is not null) as paid, count(*) filter (where f.paid_at is null and f.paid_amount <> 0) as open
                            from subsidy_run_firms f where f.district_code = s.district_code and f.run_id = s.run_id and f.street_code = s.street_code) t
        where (t.open > 0) <> (s.state = 'street_assessed') or t.paid > 0 and subsidy_run_rank(s.state) is distinct from greatest(subsidy_run_rank(s.state), 5)
           or (s.paid_at is not null) <> coalesce(s.payable > 0 and subsidy_run_rank(s.state) >= 4, false)""",
    "the books are numbered without a gap and nothing is in them twice": """
        select concat_ws(' ', p.district_code, count(*), 'postings from', min(p.number), 'to', max(p.number), 'counted', c.last)
        from money_postings p left join money_counters c using (district_code) group by p.district_code, c.last
        having count(*) <> max(p.number) or min(p.number) <> 1 or count(distinct p.number) <> count(*) or c.last is distinct from max(p.number)
        union all
        select concat_ws(' ', cause_id, step, part, 'is posted', count(*), 'times') from money_postings group by district_code, cause_kind, cause_id, step, part having count(*) > 1""",
    "debits are credits, and no street is short": """
        select concat_ws(' ', a.purse_id, 'is out by', sum(money_balance(a.district_code, a.id))) from money_accounts a group by a.purse_id having sum(money_balance(a.district_code, a.id)) <> 0
        union all
        select concat_ws(' ', a.purse_id, a.kind, a.holder, 'has', money_balance(a.district_code, a.id)) from money_accounts a where a.kind <> 'treasury' and money_balance(a.district_code, a.id) < 0""",
    "no Idempotency-Key waits for an answer": "select concat_ws(' ', operation, key, 'has none') from idempotency_keys where status is null",
    "a step is in the audit log as often as it was done": """
        select concat_ws(' ', r.id, r.state, 'was approved', count(a.id), 'times by the audit log') from subsidy_runs r
        left join audit_log a on a.district_code = r.district_code and a.operation = 'approveSubsidyRun' and a.target in (r.id::text, concat('/v1/subsidy-runs/', r.id, '/approve'))
        group by r.id, r.state, r.approved_at having count(a.id) <> (r.approved_at is not null)::integer""",
}
# When all runs are closed or void.
IN_THE_END = {
    "every run is closed or void": "select concat_ws(' ', id, state) from subsidy_runs where state not in ('closed', 'void')",
    "leg 2 is within leg 1 for every estate and month": """
        select concat_ws(' ', r.month, l.estate_id, sum(l.paid_amount), 'of', sum(l.amount)) from subsidy_run_lines l join subsidy_runs r on r.district_code = l.district_code and r.id = l.run_id
        where r.state = 'closed' group by r.scheme_id, r.month, l.estate_id, l.street_code, l.firm_id having sum(l.paid_amount) not between 0 and sum(l.amount)""",
}


def look(world, queries=None):
    """Pairs (it holds, what is wrong), of one snapshot."""
    connection = world.cluster.connect()
    try:
        connection.set_session(isolation_level="REPEATABLE READ", readonly=True, autocommit=False)
        with connection.cursor() as cursor:
            for name, query in (queries or ALWAYS).items():
                cursor.execute(query)
                rows = cursor.fetchall()
                yield not rows, f"{name}: {len(rows)} times not, first {rows[0][0] if rows else None}"
    finally:
        connection.close()


def proofs(world, plans, office):
    """Everything that can be said when the work is done: pairs (it holds, what is wrong)."""
    yield from look(world, {**ALWAYS, **IN_THE_END})
    for plan in plans:
        yield from as_calculated(world, plan)
    yield from as_acknowledged(world, office)
    yield from as_answered(office, plans)
    yield from as_repeated(world, office)
    yield from look(world)


def as_calculated(world, plan):
    """Against decimals: the lines of each month's own run, and of each estate over all runs of a month; the books against their sums."""
    rows = world.cluster.query("select to_char(r.month, 'YYYY-MM') as month, r.kind, l.estate_id::text as estate, l.amount, l.paid_amount from subsidy_run_lines l "
                               "join subsidy_runs r on r.district_code = l.district_code and r.id = l.run_id where r.scheme_id = %s and r.state = 'closed'", (plan.id,))
    first, total = collections.defaultdict(dict), collections.defaultdict(lambda: collections.defaultdict(lambda: (Decimal(0), Decimal(0))))
    for row in rows:
        amounts = (row["amount"], row["paid_amount"])
        if row["kind"] == "regular":
            first[row["month"]][row["estate"]] = amounts
        had = total[row["month"]][row["estate"]]
        total[row["month"]][row["estate"]] = (had[0] + amounts[0], had[1] + amounts[1])
    for month, expected in plan.expected.items():
        yield first[month] == plan.first[month], f"{month}: the regular run has other lines than decimals say"
        yield {one: sums for one, sums in total[month].items() if sums != (0, 0)} == expected, f"{month}: all runs together come to something else than decimals say"
    came = sum((leg[1] for month in plan.expected.values() for leg in month.values()), Decimal(0))
    went = sum((leg[0] for month in plan.expected.values() for leg in month.values()), Decimal(0)) if plan.remainder == "carried" else came
    books = {row["kind"]: row["it"] for row in world.cluster.query("select kind, sum(money_balance(district_code, id)) as it from money_accounts where purse_id = %s group by 1", (plan.id,))}
    yield books.get("firm", 0) == came, f"firms have {books.get('firm')}, and should {came}"
    yield -books.get("treasury", 0) == went, f"the treasury gave {books.get('treasury')}, and should {went}"
    yield books.get("street", 0) == went - came, f"streets hold {books.get('street')}, and should {went - came}"


def as_acknowledged(world, office):
    """What a clerk was told is so; and of several who did the same at once one was told."""
    runs = {row["id"]: row for row in world.cluster.query("select id::text, state, approved_by::text, calculated_at is not null as calculated, voided_by::text from subsidy_runs")}
    streets = {(row["run"], row["street_code"]): row for row in world.cluster.query("select run_id::text as run, street_code, state, assessed_by::text, closed_by::text from subsidy_run_streets")}
    posted = {(row["run"], row["step"], row["part"]): row["bank_reference"] for row in
              world.cluster.query("select cause_id::text as run, step, part, bank_reference from money_postings where cause_kind = 'subsidy_run'")}
    for done in office.done:
        where, run = f"{done.operation} {done.run} {done.part}", runs.get(done.run, {})
        if done.operation == "createSubsidyRun":
            yield bool(run), f"{where} is gone"
        elif done.operation == "calculateSubsidyRun":
            yield run.get("calculated"), f"{where} is not so"
        elif done.operation in ("approveSubsidyRun", "voidSubsidyRun"):
            yield run.get({"approveSubsidyRun": "approved_by", "voidSubsidyRun": "voided_by"}[done.operation]) == done.clerk.id, f"{where} was done by another, or not"
        elif done.operation == "assessSubsidyStreet":
            yield streets[done.run, done.part]["assessed_by"] == done.clerk.id, f"{where} was done by another, or not"
        elif done.operation == "closeSubsidyRun":
            for street in done.references:
                yield streets[done.run, street]["closed_by"] == done.clerk.id, f"{where} {street} was closed by another, or not"
        else:
            step = {"paySubsidyStreets": "leg1", "paySubsidyFirms": "leg2"}[done.operation]
            for part, reference in done.references.items():
                yield posted.get((done.run, step, part)) == reference, f"{where} {part} was acknowledged as {reference} and is posted as {posted.get((done.run, step, part))}"
    for (run, step, part), reference in posted.items():
        yield any(reference in office.tried.get((run, tried, part), ()) for tried in (step, "close")), f"{run} {step} {part} is posted as {reference}, which nobody asked for"


def as_answered(office, plans):
    """The API says of each run what its lines, streets and firms come to."""
    for plan in plans:
        for card in office.officer.pages(RUNS, {"scheme_id": plan.id}):
            path = f"{RUNS}/{card['id']}"
            lines, streets, firms = (office.officer.pages(f"{path}/{part}") for part in ("lines", "streets", "firms"))
            yield len(lines) == card["lines"] == sum(row["lines"] for row in streets), f"{path} has {len(lines)} lines and says {card['lines']}"
            yield total(lines, "amount") == total(streets, "amount") == Decimal(card["amount"]), f"{path}: amount {card['amount']}, of lines {total(lines, 'amount')}"
            if card["state"] == "closed":
                yield (total(lines, "paid_amount") == total(streets, "paid_amount") == total(firms, "paid_amount") == Decimal(card["paid_amount"]) == Decimal(card["paid_to_firms"])
                       == total(streets, "paid_to_firms")), f"{path}: leg 2 is {card['paid_amount']}, of lines {total(lines, 'paid_amount')}, paid {card['paid_to_firms']}"
                yield total(streets, "payable") == Decimal(card["payable"]) == Decimal(card["paid_to_streets"]), f"{path}: paid {card['paid_to_streets']} of {card['payable']}"
                numbers = [row["posting_number"] for row in streets + firms if row["posting_number"]]
                yield len(numbers) == len(set(numbers)), f"{path}: a number of a posting stands twice"
                yield all(row["posting_number"] for row in firms if Decimal(row["paid_amount"])), f"{path}: a firm was paid without a posting"


def total(rows, member):
    return sum((Decimal(row[member]) for row in rows), Decimal(0))


def as_repeated(world, office, most=300):
    """Under its key every step is answered as it was, and is not done again."""
    before = books(world)
    keyed = [done for done in office.done if done.key]
    for done in keyed[::len(keyed) // most + 1]:
        again, _ = done.clerk.insist("POST", done.path, done.value, headers={"Idempotency-Key": done.key})
        yield ((again.status, again.body, again.header("Idempotency-Replayed")) == (done.answer.status, done.answer.body, "true")), f"{done.path} {done.key}: {done.answer}, and in the end {again}"
    yield books(world) == before, "repeating what was done has changed something"


def books(world):
    return world.cluster.query("select (select count(*) from money_postings) as postings, (select sum(amount) from money_postings) as amount, (select sum(version) from subsidy_runs) as versions, "
                               "(select count(*) from subsidy_run_lines) as lines")
