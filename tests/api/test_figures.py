"""What a package counts of a month: every figure a second time, from the planted rows alone."""
import collections
import contextlib
import datetime
import random
from decimal import Decimal

import pytest
from test_statistics import figures, grown, planted, rounded  # noqa: F401 (a fixture)
from things.body_assessments import department
from things.bulletins import SHANGHAI, counted, frozen
from things.campaigns import duty, put_off, submitted
from things.deposits import deposit
from things.dishonest import listed, proposed
from things.estates import estate, today
from things.inspections import inspection
from things.issues import issue_in
from things.listings import listing, ranking
from things.publications import publication
from things.reporting_duties import put_off as put_off_report
from things.reporting_duties import report
from things.reporting_duties import submitted as standing
from things.subsidy_runs import run
from things.targets import snapshot

DIMENSIONS = {"street": "street_code", "firm": "firm_id", "estate": "estate_id", "category": "category", "source": "source", "request_type": "request_type"}
SHARES = {"response": "response_rate", "solved": "solved_rate", "satisfied": "satisfaction_rate", "on_time": "on_time_rate"}
COUNTS = {"total_raw": "complaints_received", "valid": "complaints_valid", "excluded": "complaints_excluded", "open": "complaints_open"}


def told(rows):
    """figure → (value, numerator, denominator), of complaints."""
    said = figures(rows)
    found = {name: (said[member], None, None) for member, name in COUNTS.items()}
    found["complaints_merged"] = (said["total_raw"] - said["total_merged"], None, None)
    found["complaints_overdue"] = (said["on_time"]["of"] - said["on_time"]["count"], None, None)
    found |= {name: (said[member]["percent"], said[member]["count"], said[member]["of"]) for member, name in SHARES.items()}
    found["complaints_dispatched"] = (said["response"]["of"], None, None)
    found["complaints_completed"], found["complaints_closed"] = (said["report_days"]["of"], None, None), (said["close_days"]["of"], None, None)
    return found, said


def same(value, wanted):
    return value == (None if wanted is None else Decimal(wanted))


@pytest.mark.parametrize("month", ["2025-01", "2025-03", "2025-06"])
def test_every_figure_of_complaints_is_what_the_planted_rows_give(month, world, planted):  # noqa: F811
    """The whole district with what is confidential; every part of it without, as the city platform may list it."""
    rows = [row for row in planted if row["received_at"].astimezone(SHANGHAI).strftime("%Y-%m") == month]
    assert len(rows) > 80 and any(row["confidential"] for row in rows)
    seen = counted(world, frozen(world, month))
    parts = collections.defaultdict(list)
    for row in rows:
        parts["", ""].append(row)
        for dimension, member in DIMENSIONS.items() if not row["confidential"] else ():
            parts[dimension, str(row[member] or "none")].append(row)
    for (dimension, key), some in parts.items():
        wanted, said = told(some)
        for name, (value, numerator, denominator) in wanted.items():
            if dimension == "estate" and name not in ("complaints_received", "complaints_overdue", "response_rate", "solved_rate", "satisfaction_rate"):
                assert (name, dimension, key) not in seen
            elif dimension and not value and not denominator:
                assert (name, dimension, key) not in seen, "nothing is not told of a part"
            else:
                there = seen[name, dimension, key]
                assert all(map(same, there, (value, numerator, denominator))), (name, dimension, key, there)
        if dimension != "estate":
            for figure in ("report_days", "close_days"):
                there = seen.get((figure, dimension, key), (None, 0, 0))
                assert there[2] == said[figure]["of"] and same(there[0], said[figure]["average"]), (figure, dimension, key, there)
            whole = seen.get(("completion_rate", dimension, key), (None, 0, 0))
            assert whole[1:] == (said["report_days"]["of"], said["response"]["of"])
    told_of = {(dimension, key) for figure, dimension, key in seen if figure == "complaints_received" and dimension != "state"}
    assert told_of == set(parts), "and of nothing else"
    states = collections.Counter(row["state"] for row in rows if not row["confidential"])
    assert {key: value for (figure, dimension, key), (value, _, _) in seen.items() if dimension == "state"} == states


def test_what_was_counted_stays_when_more_comes(world, planted):  # noqa: F811
    """A correction is counted anew, what was frozen is not."""
    first = frozen(world, "2025-02")
    before = counted(world, first)
    row = grown(random.Random(7), world, [{"id": None, "street_code": "150202001", "community_code": None, "firm_id": None}], 100001)
    world.cluster.query("insert into complaints (district_code, client_id, round, created_at, updated_at, id, state, received_at, source, request_type, urgency, ticket_no) select district_code, client_id, 1, "
                        "now(), now(), %s, 'received', '2025-02-28 23:59:59.9+08', 'street', 'complaint', 'ordinary', 'F1' from complaints limit 1 returning 1", (row["id"],))
    second = frozen(world, "2025-02", reason="补录")
    assert counted(world, first) == before and second["version"] == 2
    now = counted(world, second)
    assert now["complaints_received", "", ""][0] == before["complaints_received", "", ""][0] + 1
    assert now["complaints_received", "category", "none"][0] == before["complaints_received", "category", "none"][0] + 1
    assert counted(world, frozen(world, "2025-03"))["complaints_received", "", ""] == counted(world, frozen(world, "2025-03"))["complaints_received", "", ""]


def test_a_month_in_which_nothing_was_is_told_as_nothing(world):
    seen = counted(world, frozen(world, "2010-02"))
    assert all(value in (0, None) for (figure, _, _), (value, _, _) in seen.items() if figure.startswith(("complaints", "listings", "subsidy", "deposits", "dishonest", "reports"))), seen
    assert seen["complaints_received", "", ""] == (0, None, None) and seen["satisfaction_rate", "", ""] == (None, 0, 0) and seen["deposits_held", "", ""] == (0, None, None)
    kinds = {row["figure"] for row in world.cluster.query("select figure from exchange_figure_kinds()")}
    assert {figure for figure, _, _ in seen} == kinds - {"ranking_petition", "ranking_hotline", "grade_changes", "grade_steps"}


MONTH = today()[:7]
FIRST = f"{MONTH}-01"
NEXT = str((datetime.date.fromisoformat(FIRST) + datetime.timedelta(32)).replace(day=1))
STANDING = "i.district_code = '150202' and not i.rolled_up and not i.withheld and i.state <> 'withdrawn' and not exists (select from complaints c where c.id = i.complaint_id and (c.secret or c.confidential))"
LATE = f"case when i.state in ('assigned', 'rectifying', 'rejected') then i.due_on when i.state = 'deferred' then i.deferred_until end < date '{NEXT}' - 1"
PAID = f"paid_at >= '{FIRST} 00:00+08' and paid_at < '{NEXT} 00:00+08'"
VISITED = f"inspections i where i.district_code = '150202' and i.state in ('submitted', 'published') and to_char(i.visited_on, 'YYYY-MM') = '{MONTH}'"
DUE = f"campaign_duties d where d.district_code = '150202' and d.kind = 'report' and d.state <> 'waived' and to_char(d.due_on, 'YYYY-MM') = '{MONTH}' and (d.delivered_at is not null or d.due_on < date '{today()}')"
# What a register says, counted plainly: the whole, and by what it can be broken down.
PLAIN = {
    "firms": ("select count(*) as n from firms where district_code = '150202' and status = 'active'", {}),
    "estates": ("select {key} as key, count(*) as n from estates e where district_code = '150202' group by 1", {"street": "e.street_code"}),
    "households": ("select {key} as key, sum(households) as n from estates e where district_code = '150202' group by 1", {"street": "e.street_code"}),
    "area": ("select {key} as key, sum(area_m2) as n from estates e where district_code = '150202' group by 1", {"street": "e.street_code"}),
    "contracts": (f"select count(*) as n from contracts where district_code = '150202' and state not in ('draft', 'entry_review') and service_start < '{NEXT}' and coalesce(least(end_date, terminated_on) >= date '{NEXT}' - 1, true)", {}),
    **{f"issues_{name}": (f"select {{key}} as key, count(*) as n from issues i where {STANDING} and {held} group by 1", {"ledger": "i.ledger", "street": "coalesce(i.street_code, 'none')"}) for name, held in {
        "found": "true", "rectified": "i.state in ('rectified', 'accepted', 'closed')", "accepted": "i.state in ('accepted', 'closed')", "closed": "i.state = 'closed'",
        "deferred": "i.state = 'deferred'", "refused": "i.state = 'refused'", "overdue": LATE, "new": f"to_char(i.created_at at time zone 'Asia/Shanghai', 'YYYY-MM') = '{MONTH}'",
        "settled": f"i.state = 'closed' and to_char(i.closed_at at time zone 'Asia/Shanghai', 'YYYY-MM') = '{MONTH}'"}.items()},
    "inspections": (f"select {{key}} as key, count(*) as n from {VISITED} group by 1", {"street": "coalesce(i.street_code, 'none')", "inspection_kind": "i.kind"}),
    "inspected_estates": (f"select {{key}} as key, count(distinct i.estate_id) as n from {VISITED} and i.estate_id is not null group by 1", {"street": "i.street_code"}),
    "subsidy_leg_1": (f"select {{key}} as key, sum(payable) as n from subsidy_run_streets s where district_code = '150202' and {PAID} group by 1", {"street": "s.street_code"}),
    "subsidy_leg_2": (f"select {{key}} as key, sum(paid_amount) as n from subsidy_run_firms s where district_code = '150202' and {PAID} group by 1", {"street": "s.street_code"}),
    "deposits_received": (f"select sum(amount) as n from deposits where district_code = '150202' and state in ('paid', 'settled', 'forfeited') and to_char(received_on, 'YYYY-MM') = '{MONTH}'", {}),
    "deposits_refunded": ("select coalesce((select sum(refunded) from deposit_instalments where district_code = '150202' and state = 'refunded'), 0) + coalesce((select sum(settled_refund) from deposits where "
                          "district_code = '150202'), 0) as n", {}),
    "deposits_held": ("select sum(d.amount) - coalesce((select sum(i.refunded) from deposit_instalments i join deposits p on p.id = i.deposit_id where p.district_code = '150202' and p.state = 'paid' and "
                      "i.state = 'refunded'), 0) as n from deposits d where district_code = '150202' and state = 'paid'", {}),
    "listings_new": (f"select {{key}} as key, count(*) as n from supervision_listings l where district_code = '150202' and to_char(listed_on, 'YYYY-MM') = '{MONTH}' group by 1", {"street": "l.street_code"}),
    "listings_open": ("select {key} as key, count(*) as n from supervision_listings l where district_code = '150202' and state not in ('proposed', 'refused', 'accepted') group by 1", {"street": "l.street_code"}),
    "listings_accepted": ("select {key} as key, count(*) as n from supervision_listings l where district_code = '150202' and state = 'accepted' group by 1", {"street": "l.street_code"}),
    "dishonest_new": (f"select count(*) as n from dishonest_entries where district_code = '150202' and subject = 'firm' and to_char(listed_on, 'YYYY-MM') = '{MONTH}'", {}),
    "dishonest_standing": ("select count(*) as n from dishonest_entries where district_code = '150202' and subject = 'firm' and state in ('listed', 'conditional', 'dismissal_ordered', 'dismissed')", {}),
    "reports_expected": (f"select {{key}} as key, count(*) as n from {DUE} group by 1", {"street": "case when d.street_code is not null then d.street_code end", "department": "d.department_id::text"}),
    "reports_submitted": (f"select {{key}} as key, count(*) as n from {DUE} and d.delivered_at is not null group by 1", {"street": "d.street_code"}),
    "targets_met": ("select {key} as key, sum(s.met) as n from target_snapshots s where district_code = '150202' and not exists (select from target_snapshots l where l.district_code = s.district_code and "
                    "l.scheme_code = s.scheme_code and (l.as_of, l.revision) > (s.as_of, s.revision)) group by 1", {"scheme": "s.scheme_code"}),
}
SHARED = {"issues_rectified_rate": ("issues_rectified", "issues_found"), "issues_closing_rate": ("issues_closed", "issues_found"), "inspection_coverage": ("inspected_estates", "estates"),
          "reporting_rate": ("reports_submitted", "reports_expected")}


@pytest.fixture(scope="module")
def busy(world, samples):
    """Something of everything, this month."""
    for state in ("found", "found", "withdrawn", "assigned", "rectifying", "rectified", "rejected", "accepted", "closed", "deferred", "refused"):
        issue_in(samples, state)
        issue_in(samples, state, "far", ledger="road")
    hidden = issue_in(samples, "assigned")
    world.cluster.query("update issues set complaint_id = (select id from complaints where district_code = '150202' and secret limit 1) where id = %s returning 1", (hidden["id"],))
    world.cluster.query("update issues set due_on = %s where state = 'assigned' and complaint_id is null returning 1", (today(-3),))
    inspection(samples, "submitted")
    inspection(samples, "published", place="far")
    inspection(samples, "planned")
    for state in ("paid", "paid", "refunded", "forfeited", "due"):
        deposit(world, state)
    run(world, "paid_to_firm", only="all")
    for state in ("proposed", "refused", "listed", "rectifying", "accepted", "rejected"):
        listing(world, state)
    listed(world)
    proposed(world)
    submitted(world)
    put_off(world, duty(world), -1)
    department(world)
    put_off(world, duty(world, "department"), -2)
    world.cluster.query("update target_snapshots set met = 3 where id = %s returning 1", (snapshot(world)["id"],))


@pytest.fixture(scope="module")
def month(world, planted, busy):  # noqa: F811
    return counted(world, frozen(world, MONTH))


@pytest.mark.parametrize("figure", PLAIN)
def test_every_other_figure_is_what_the_registers_say(figure, world, month):
    plain, keys = PLAIN[figure]
    whole = world.cluster.query(plain.format(key="''"))
    assert month[figure, "", ""][0] == (whole[0]["n"] if whole else 0) and month[figure, "", ""][0] > 0
    for dimension, key in keys.items():
        wanted = {row["key"]: row["n"] for row in world.cluster.query(plain.format(key=key)) if row["key"] and row["n"]}
        assert wanted and {there[2]: value for there, (value, _, _) in month.items() if there[:2] == (figure, dimension)} == wanted
    assert {there[1] for there in month if there[0] == figure} == {"", *keys}


@pytest.mark.parametrize("figure", SHARED)
def test_a_share_is_of_what_it_says(figure, month):
    """Of every part that the whole is told of."""
    part, whole = SHARED[figure]
    told_of = [(dimension, key) for name, dimension, key in month if name == figure]
    assert len(told_of) > 1
    for dimension, key in told_of:
        count, of = (month.get((name, dimension, key), (0, None, None))[0] for name in (part, whole))
        assert month[figure, dimension, key][1:] == (count, of) and same(month[figure, dimension, key][0], rounded(100 * count, of))


def test_what_came_later_is_not_of_the_month_before(world, busy):
    """Ledgers and listings as they stood when the month was over."""
    before = (datetime.date.fromisoformat(FIRST) - datetime.timedelta(1)).strftime("%Y-%m")
    seen = counted(world, frozen(world, before))
    for figure in ("issues_found", "issues_new", "issues_overdue", "listings_open", "listings_new", "deposits_received", "dishonest_new", "subsidy_leg_1", "inspections"):
        assert seen[figure, "", ""][0] == 0, figure


def test_the_last_published_lists_are_told_with_their_ranks(world, samples, busy):
    """E08: of a quarter that was over, as far as it was published; a month before it knows nothing of it."""
    estates = [estate(samples) for _ in range(4)]
    ranking(world, [one["id"] for one in estates])
    told_of = lambda month: {key: row for (figure, _, key), row in counted(world, frozen(world, month)).items() if figure == "ranking_petition"}
    assert set(told_of("2026-09")) == {str(one["id"]) for one in estates[:3]} and min(row[0] for row in told_of("2026-09").values()) == 1
    assert told_of("2026-08") == {} and len(told_of("2026-10")) == 3


def test_grades_that_changed_are_told(world, busy):
    """What was made public last, against what was before it."""
    old, new = publication(world, as_of=today(-40)), publication(world, as_of=today(-9))
    grades = list(dict.fromkeys(row["code"] for row in world.cluster.query("select g.value ->> 'grade' as code from credit_publications p join credit_rulebooks b on b.id = p.rulebook_id cross join lateral "
              "jsonb_array_elements(credit_part(b.document, 'grades')) with ordinality g (value, n) where p.id = %s and coalesce(g.value ->> 'subject', 'firm') = 'firm' order by g.n", (new["id"],))))
    world.cluster.query("update credit_snapshots set grade = %s where publication_id in (%s, %s) returning 1", (grades[1], old["id"], new["id"]))
    firms = [row["subject_id"] for row in world.cluster.query("select subject_id::text from credit_snapshots where publication_id = %s order by 1 limit 3", (new["id"],))]
    for firm, grade in zip(firms, (grades[0], grades[2], grades[2])):
        world.cluster.query("update credit_snapshots set grade = %s where publication_id = %s and subject_id = %s returning 1", (grade, new["id"], firm))
    seen = counted(world, frozen(world, MONTH))
    assert seen["grades_raised", "", ""][0] == 1 and seen["grades_lowered", "", ""][0] == 2
    assert {key: value for (figure, dimension, key), (value, _, _) in seen.items() if figure == "grade_changes"} == {f"{grades[1]}>{grades[0]}": 1, f"{grades[1]}>{grades[2]}": 2}
    assert {key: value for (figure, dimension, key), (value, _, _) in seen.items() if figure == "grade_steps"} == dict(zip(firms, (1, -1, -1)))
    graded = world.cluster.query("select count(*) as n from credit_snapshots where publication_id = %s and subject_kind = 'firm'", (new["id"],))[0]["n"]
    assert seen["firms_graded", "", ""][0] == graded and seen["firms_graded", "grade", grades[0]][0] == 1
    assert world.cluster.query("select count(*) as n from exchange_figures where figure in ('grade_changes') and package_id = %s", (frozen(world, "2024-02")["id"],))[0]["n"] == 0


def test_a_month_is_read_by_its_own_range(world, planted):  # noqa: F811
    """What came in other years is not read: where nothing came, next to nothing is."""
    world.cluster.query("insert into complaints (district_code, client_id, round, created_at, updated_at, id, state, received_at, source, request_type, urgency, ticket_no, street_code) "
                        "select c.district_code, c.client_id, 1, t.at, t.at, gen_random_uuid(), 'closed', t.at, 'street', 'complaint', 'ordinary', 'X' || n, '150202001' "
                        "from (select * from complaints where district_code = '150202' limit 1) c cross join generate_series(1, 20000) n "
                        "cross join lateral (select '2012-01-01 12:00+08'::timestamptz + n * interval '2 hours' as at) t returning 1")
    with contextlib.closing(world.cluster.connect()) as inside, inside.cursor() as cursor:
        cursor.execute("analyze complaints")
        cursor.execute("select set_config('wuye.district', '150202', false), set_config('timezone', 'Asia/Shanghai', false)")
        cursor.execute("select relpages from pg_class where oid = 'public.complaints'::regclass")
        pages = cursor.fetchone()[0]
        cursor.execute("select count(*) from figures_of_complaints('2019-04-01', '2019-05-01', now())")  # what a session reads of catalogues but once
        cursor.execute("explain (analyze, buffers, format json) select * from figures_of_complaints('2019-05-01', '2019-06-01', now())")
        plan = cursor.fetchone()[0][0]["Plan"]
        cursor.execute("select value from figures_of_complaints('2013-05-01', '2013-06-01', now()) where figure = 'complaints_received' and dimension = ''")
        assert cursor.fetchone()[0] == 31 * 12
    read = plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
    assert pages > 400 and read < pages / 2, (pages, read)


def test_reports_are_those_of_campaigns_and_of_standing_duties(world, busy):
    """L7: what /v1/reporting-rates counts of the month; of firms the whole alone. How departments report is not a street's to read."""
    for owed_by in ("street", "community", "firm", "district", "department"):
        put_off_report(world, report(world, owed_by), -1)
    handed = standing(world)
    put_off_report(world, handed, -1)
    package = frozen(world, today(-1)[:7])
    seen = counted(world, package)
    rates = [row for row in world.role("district").pages("/v1/reporting-rates", {"due_from": today(-1)[:7] + "-01"}, limit=200) if row["month"] == today(-1)[:7]]
    assert {"firm", "district", "department"} <= {row["owed_by"] for row in rates}
    for figure, member in (("reports_expected", "expected"), ("reports_submitted", "submitted")):
        assert seen[figure, "", ""][0] == sum(row[member] for row in rates), figure
        streets = collections.Counter()
        for row in rates:
            if row["owed_by"] in ("street", "community"):
                streets[row["street_code"]] += row[member]
        assert {key: value for (name, dimension, key), (value, _, _) in seen.items() if (name, dimension) == (figure, "street")} == {key: value for key, value in streets.items() if value}
    assert {dimension for figure, dimension, _ in seen if figure == "reports_expected"} == {"", "street", "department", "district"}
    read = world.caller("street.heping@150202").get(f"/v1/bulletins/{package['month']}", expect=200).json
    assert {one["dimension"] for section in read["sections"] for one in section["figures"]} & {"department", "district"} == set()
