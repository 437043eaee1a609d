"""What a page of complaints costs does not grow with a backlog, nor with all that is closed: few buffers, whatever state or category is asked for, and a plan that is kept."""
import pytest
from harness.plans import log_plans, told
from harness.register import ACCOUNTS

COMPLAINTS = 24000
ENOUGH = 110  # buffers of 21 rows, each on a page of its own; a backlog is six hundred, what is closed twenty thousand
STATEMENT = r"-- complaint_cards|select\s+c\.id, c\.source, c\.ticket_no"
PAGES = [{}, {"state": "received"}, {"state": "rework"}, {"state": "received,rework,processing"}, {"state": "received", "urgency": "urgent"}, {"state": "closed"}, {"state": "closed", "category": "nothing"},
         {"category": "nothing"}, {"category": "lift", "state": "received"}]


@pytest.fixture(scope="module")
def many(world):
    """Half of our community, half of its neighbour; nineteen of twenty closed, what is open spread over all the time. Each row on a page of its own, as far as a reader in any order is concerned."""
    near, far = (world.register.account(name) for name in ACCOUNTS["community"][:2])
    firm = str(world.register.account(ACCOUNTS["company"][0])["firm_id"])
    client = str(world.register.account("hotline@150202")["id"])
    estates = [str(world.cluster.query("select id from estates where community_code = %s order by id limit 1", (row["community_code"],))[0]["id"]) for row in (near, far)]
    world.cluster.query(
        "with made as (select n, n %% 2 = 0 as ours, now() - n * interval '1 hour' as at, case when n %% 40 in (0, 7) then 'received' when n %% 400 in (20, 33) then 'rework' else 'closed' end as state "
        "from generate_series(1, %(complaints)s) n) "
        "insert into complaints (district_code, id, source, ticket_no, round, client_id, request_type, category, urgency, title, street_code, community_code, estate_id, firm_id, state, received_at, closed_at, created_at, updated_at) "
        "select '150202', gen_random_uuid(), 'hotline12345', 'P' || n, 1, %(client)s, 'complaint', case when n %% 3 = 0 then 'lift' else 'cleaning' end, case when n %% 80 in (0, 7) then 'urgent' else 'ordinary' end, n || '号楼电梯停运', "
        "case when ours then %(street)s else %(street_far)s end, case when ours then %(community)s else %(community_far)s end, (%(estates)s::uuid[])[case when ours then 1 else 2 end], %(firm)s, state, at, "
        "case when state = 'closed' then at end, at, at from made order by md5(n::text) returning 1",
        {"complaints": COMPLAINTS, "client": client, "street": near["street_code"], "community": near["community_code"], "street_far": far["street_code"], "community_far": far["community_code"], "estates": estates, "firm": firm})
    log_plans(world)


@pytest.mark.parametrize("role", ("district", "street", "community", "company", "platform"))
@pytest.mark.parametrize("query", PAGES, ids=lambda query: ",".join(f"{name}={value}" for name, value in query.items()) or "newest")
def test_a_page_reads_what_it_shows(world, many, query, role):
    buffers, plan, planned = told(world, world.role(role), "/v1/complaints", query, STATEMENT)
    assert buffers <= ENOUGH, plan
    assert planned == 0, plan
