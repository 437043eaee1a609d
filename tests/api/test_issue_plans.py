"""What a page of issues costs does not grow with the register: few buffers where many issues are other than asked for, and a plan that is kept. Asked of the service itself, told by PostgreSQL's log."""
import pytest
from harness import plans
from harness.plans import log_plans
from harness.register import ACCOUNTS
from things.estates import today
from things.issue_progress import campaign, fold

ISSUES = 24000
STATEMENT = r"select\s+c\.district_code|select\s+\(r\.seq|-- Row security|with asked|with grouped"
ENOUGH = 250  # buffers of 21 rows; most read 26 to 62
PAGES = [
    ("/v1/issues", {"state": "rectified"}, ("district", "street", "community", "company")),
    ("/v1/issues", {"state": "closed"}, ("district", "street", "community")),
    ("/v1/issues", {"overdue": "true"}, ("district", "street", "community", "public")),
    ("/v1/issues", {"updated_since": "yesterday"}, ("district", "street", "community", "company")),
    ("/v1/issues", {"campaign_id": "over"}, ("district", "street", "community", "company", "public")),
    ("/v1/issues", {"published": "true"}, ("district",)),
    ("/v1/issues", {"source": "patrol"}, ("street", "community")),
    ("/v1/issues", {"department": "fire", "state": "rectified"}, ("street", "community")),
    ("/v1/issues", {"estate_id": "one", "state": "rectifying"}, ("district", "street", "community")),
    ("/v1/ledgers/issues", {"estate_id": "one"}, ("district", "street", "community")),
    ("/v1/ledgers/issues", {"campaign_id": "over", "ledger": "facility"}, ("district", "community", "company")),
]


@pytest.fixture(scope="module")
def many(world):
    """Four of five of the street next to ours, one of ten of our community; nineteen of twenty closed, what is open spread over all the time; of ours a patrol found one of twenty and a department has as many of what is rectified, of the others all. What is found on an estate is one firm's to mend, or the other's."""
    near, far = (world.register.account(name) for name in ACCOUNTS["community"][:2])
    firm = str(world.register.account(ACCOUNTS["company"][0])["firm_id"])
    over, later = campaign(world, "closed"), campaign(world)
    estates = [str(row["id"]) for row in world.cluster.query("select id from estates where community_code = %s order by id limit 4", (near["community_code"],))]
    world.cluster.query(
        "with made as (select n, n %% 10 = 0 as ours, now() - (%(issues)s - n) * interval '1 hour' as at, "
        "case when n %% 40 in (0, 7) then 'rectified' when n %% 400 in (20, 33) then 'rectifying' else 'closed' end as state from generate_series(1, %(issues)s) n) "
        "insert into issues (district_code, id, campaign_id, ledger, street_code, community_code, estate_id, responsible_kind, responsible_firm_id, department, place, problem, problem_masked, source, found_on, state, "
        "person, due_on, measure, rectified_at, accepted_at, closed_at, published_at, created_role, last_recorded_at, created_at, updated_at) "
        "select '150202', gen_random_uuid(), case when n <= %(issues)s / 3 then %(over)s else %(later)s end::uuid, case when n %% 70 < 10 then 'facility' else 'service' end, "
        "case when ours then %(street)s else %(street_far)s end, case when ours then %(community)s else %(community_far)s end, case when ours then (%(estates)s::uuid[])[1 + n / 10 %% 4] end, "
        "case when n %% 800 = 0 or n %% 40 = 7 then 'department' else 'firm' end, case when n %% 20 = 0 and n %% 800 > 0 then %(firm)s end::uuid, case when n %% 800 = 0 or n %% 40 = 7 then 'fire' end, n || '号楼', '某处', '某处', "
        "case when ours and n %% 200 <> 50 then 'inspection' else 'patrol' end, (at at time zone 'Asia/Shanghai')::date, state, '某某', %(due)s, '修', "
        "case when state <> 'rectifying' then at end, case when state = 'closed' then at end, case when state = 'closed' then at end, case when n %% 50 < 10 then at end, 'street', at, at, "
        "case when n %% 300 = 0 then now() else at end from made order by md5(n::text) returning 1",  # each row on a page of its own, as far as a reader in any order is concerned
        {"issues": ISSUES, "over": over, "later": later, "street": near["street_code"], "community": near["community_code"], "street_far": far["street_code"], "community_far": far["community_code"],
         "estates": estates, "firm": firm, "due": today(-9)})
    world.cluster.query("insert into issue_moves (district_code, campaign_id, ledger, level, street_code, community_code, responsible_kind, severity, rolled_up, withheld, state, n, moved_at) "
                        "select district_code, campaign_id, ledger, level, street_code, community_code, responsible_kind, severity, rolled_up, withheld, state, 1, now() from issues where campaign_id = any(%s::uuid[]) "
                        "returning 1", ([over, later],))
    fold(world, ISSUES)
    world.cluster.query("select issues_count_overdue(%s::date, %s, now())", (today(0), ISSUES))
    fold(world, ISSUES)
    log_plans(world)
    return {"over": over, "one": estates[0], "yesterday": today(-1) + "T00:00:00Z"}


def told(world, client, path, query):
    return plans.told(world, client, path, query, STATEMENT)


@pytest.mark.parametrize("path,query,role", [(path, query, role) for path, query, roles in PAGES for role in roles])
def test_a_page_reads_what_it_shows(world, many, path, query, role):
    client = world.anyone if role == "public" else world.role(role)
    buffers, plan, planned = told(world, client, path, {name: many.get(value, value) for name, value in query.items()})
    assert buffers <= ENOUGH, plan
    assert planned == 0 or {"campaign_id", "estate_id"} & set(query), plan  # there is more of one campaign, or of one estate, than of another


@pytest.mark.parametrize("role", ("district", "street", "community", "company", "platform"))
@pytest.mark.parametrize("by", (None, "all", "street"))
def test_counts_keep_their_plan(world, many, role, by):
    """F17: a plan for whoever asks, on this day: which tallies are read is known, and that next to nothing is overdue and uncounted."""
    buffers, plan, planned = told(world, world.role(role), "/v1/issue-progress", {"by": by} if by else {})
    assert planned == 0, plan
    assert role == "company" or buffers <= ENOUGH, plan  # a firm counts its own issues


def test_an_estate_is_of_one_community(world, many):
    """Or a community's ledger of an estate would be looked for among all that the community has: one estate of so many, in one community of so many, was taken for next to nothing."""
    near = world.register.account(ACCOUNTS["community"][0])
    found, = world.cluster.query("select count(*) as n from issues where estate_id = %s", (many["one"],))
    plan, = world.cluster.query("explain (format json) select from issues where district_code = '150202' and estate_id = %s and community_code = %s and street_code = %s",
                                (many["one"], near["community_code"], near["street_code"]))
    assert plan["QUERY PLAN"][0]["Plan"]["Plan Rows"] > 0.7 * found["n"]


def test_counts_for_everybody_keep_their_plan(world, many):
    buffers, plan, _ = told(world, world.anyone, "/v1/published-issue-progress", {"by": "street"})
    assert buffers <= 2 * ENOUGH, plan  # a cell of each campaign, ledger, street and state
