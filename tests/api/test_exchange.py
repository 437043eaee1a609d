"""D06: what the city platform follows is what it may read, no more and no less; what changes is told once it is certain, in an order in which nothing is passed over."""
import json
import threading
import time
import uuid

import psycopg2
import pytest
from harness.contract import Contract
from harness.replica import DISTRICT, Replica, asked, datasets, fold, tables, unwritten
from things.rankings import complaint as a_complaint

# Where the platform reads one thing of each dataset; nothing where there is no such operation.
READ_AT = {
    "org_units": "getOrgUnit", "firms": "getFirm", "estates": "getEstate", "owners_committees": "getOwnersCommittee", "contracts": "getContract", "complaints": "getComplaint",
    "campaigns": "getCampaign", "inspection_plans": "getInspectionPlan", "draws": "getDraw", "inspections": "getInspection", "issues": "getIssue", "credit_records": "getCreditRecord",
    "credit_publications": "getCreditPublication", "credit_snapshots": "getCreditSnapshot", "credit_list_entries": "getListEntry", "honours": "getHonour", "evaluations": "getEvaluation",
    "subsidy_runs": "getSubsidyRun", "deposits": "getDeposit", "funds": "getFund", "ranking_snapshots": "getRanking", "supervision_listings": "getSupervisionListing",
    "suspension_proposals": None, "dishonest_entries": "getDishonestEntry", "dismissal_orders": None, "removal_cases": "getRemovalCase", "disclosures": "getDisclosure",
    "target_snapshots": "getTargetSnapshot"}
PLANTED_BY = {"suspension_proposals": ["getSuspensionProposal", "liftSuspension"], "dismissal_orders": ["getDismissalOrder"]}
OPERATIONS = Contract.built().by_id
# Members that would name a person or say who did it.
PEOPLE = {"person", "responsible_name", "proposed_by", "decided_by", "created_by", "submitted_by", "confirmed_by", "inspectors_named", "first_receiver_name", "client_id", "staff_id", "closed_by", "opened_by"}


@pytest.fixture(scope="module")
def planted(world, samples):
    """Something in every dataset, of both districts where there is such a thing, as every role makes it."""
    for dataset, operation in READ_AT.items():
        for name in [operation] if operation else PLANTED_BY[dataset]:
            for role in [role for role in ("district", "platform", "street") if role in OPERATIONS[name].roles or "public" in OPERATIONS[name].roles]:
                for own in (True, False):
                    samples.path_values(OPERATIONS[name], role, own)
    return samples


@pytest.fixture
def platform(world):
    return world.role("platform")


def test_every_dataset_is_known_here(world):
    assert set(READ_AT) == set(datasets(world.cluster))


def test_a_dataset_that_there_is_not_is_refused_and_not_waited_for(world, platform):
    """A name misspelt would have nothing new for ever."""
    [parameter] = [each for each in world.contract.document["paths"]["/v1/exchange/changes"]["get"]["parameters"] if each.get("name") == "dataset"]
    assert parameter["schema"]["items"]["enum"] == datasets(world.cluster)
    assert platform.get("/v1/exchange/changes", {"dataset": "complaint"}, expect=400).code == "invalid_parameter"
    platform.get("/v1/exchange/datasets/complaint/rows", expect=404)


@pytest.mark.parametrize("dataset", READ_AT)
def test_the_platform_follows_what_it_may_read(world, planted, platform, dataset):
    """The view as the platform, the view as the owner who writes the log, row security of the table itself and the platform's own operation: four ways, the same ids."""
    source = world.cluster.query("select source from exchange_datasets where dataset = %s", (dataset,))[0]["source"]
    here = {row["id"] for row in world.cluster.query(f"select id::text from {source} where district_code = %s", (DISTRICT,))}
    told = {row[0] for row in asked(world.cluster, "platform", f"select id::text from exchange.{dataset}")}
    assert told == {row[0] for row in asked(world.cluster, "platform", f"select id::text from public.{source}")}
    assert told == {row[0] for row in asked(world.cluster, "owner", f"select id::text from exchange.{dataset} where district_code = %s", (DISTRICT,))}
    assert told == {row[0] for row in asked(world.cluster, "district", f"select id::text from exchange.{dataset}")}
    assert told == {item["id"] for item in platform.pages(f"/v1/exchange/datasets/{dataset}/rows")} == {item["id"] for item in world.role("district").pages(f"/v1/exchange/datasets/{dataset}/rows")}
    assert told and told <= here
    if READ_AT[dataset]:
        path = OPERATIONS[READ_AT[dataset]].path
        answers = {thing: platform.get(path.replace("{id}", thing), expect=None).status for thing in sorted(here)[:400]}
        assert {thing for thing, status in answers.items() if status == 200} == told & set(answers)
        assert set(answers.values()) <= {200, 404}


@pytest.mark.parametrize("dataset", READ_AT)
def test_rows_are_as_the_contract_says(world, planted, platform, dataset):
    """I05: a member for each column, no more; types, enums and formats hold; nobody is named."""
    [entry] = [item for item in platform.pages("/v1/exchange/datasets") if item["dataset"] == dataset]
    schema = world.contract.document["components"]["schemas"][entry["schema"]]
    columns = [row["name"] for row in world.cluster.query("select a.attname::text as name from pg_attribute a where a.attrelid = %s::regclass and a.attnum > 0 order by a.attnum", (f"exchange.{dataset}",))]
    assert list(schema["properties"]) == columns == schema["required"]
    assert not PEOPLE & set(columns)
    for member in (entry["opened"], entry["ended"]):
        assert member is None or member in columns
    for item in platform.pages(f"/v1/exchange/datasets/{dataset}/rows"):
        faults = world.contract.schemas.faults(f"#/components/schemas/{entry['schema']}", json.dumps(item["row"]).encode())
        assert not faults, (item["row"], faults)
        assert item["row"]["id"] == item["id"] and item["row"]["district_code"] == DISTRICT


# ---- what changes ----

def last(world):
    return world.cluster.query("select seq from exchange_feeds where district_code = %s", (DISTRICT,))[0]["seq"]


def news(world, platform, after):
    """Entries behind a number, after a turn."""
    fold(world.cluster)
    return [(entry["kind"], entry["dataset"], entry["id"]) for entry in platform.get("/v1/exchange/changes", {"after": str(after), "limit": "1000"}).json["items"]]


def complaint(world, **members):
    """Id of a complaint of the district: it is about rows."""
    return a_complaint(world, world.own_estate(), "2026-Q1", "hotline", **members)


def touch(world, table, thing, what="updated_at = now()"):
    world.cluster.query(f"update {table} set {what} where id = %s", (thing,))


@pytest.fixture
def begun(world):
    """The log is begun, and where it ends."""
    fold(world.cluster)
    fold(world.cluster)
    return last(world)


def test_a_change_is_told_once_with_its_row(world, platform, begun):
    firm = world.cluster.query("select id::text from firms where district_code = %s order by id limit 1", (DISTRICT,))[0]["id"]
    touch(world, "firms", firm, "service_hotline = '400-1', updated_at = now()")
    assert news(world, platform, begun) == [("put", "firms", firm)] == news(world, platform, begun)
    [entry] = platform.get("/v1/exchange/changes", {"after": str(begun), "dataset": "firms,estates"}).json["items"]
    assert entry["row"]["service_hotline"] == "400-1" and entry["cursor"] == str(begun + 1)
    touch(world, "firms", firm, "service_hotline = '400-2', updated_at = now()")
    fold(world.cluster)
    page = platform.get("/v1/exchange/changes", {"after": str(begun), "limit": "1"}).json
    assert (page["next"], page["resume"], page["items"][0]["row"]["service_hotline"]) == (str(begun + 1), str(begun + 1), "400-2")
    page = platform.get("/v1/exchange/changes", {"after": page["next"], "limit": "1"}).json
    assert (page["next"], page["resume"], len(page["items"])) == (None, str(begun + 2), 1)
    assert platform.get("/v1/exchange/changes", {"after": "now"}).json == {"items": [], "next": None, "resume": str(begun + 2)}
    none = platform.get("/v1/exchange/changes", {"after": str(begun), "dataset": "estates"}).json
    assert none == {"items": [], "next": None, "resume": str(begun + 2)}, "what is of no interest is behind"
    everything = platform.get("/v1/exchange/changes", {"limit": "1"}).json
    assert int(everything["items"][0]["cursor"]) == int(world.cluster.query("select first from exchange_feeds where district_code = %s", (DISTRICT,))[0]["first"]) + 1


def test_what_is_confidential_never_was_there(world, platform, begun):
    """E05: a confidential complaint is not told, not even that it is gone; one that becomes so is gone once; one that is open again is there."""
    secret, plain = complaint(world, confidential=True), complaint(world)
    assert news(world, platform, begun) == [("put", "complaints", plain)]
    touch(world, "complaints", secret)
    assert news(world, platform, begun + 1) == []
    touch(world, "complaints", plain, "confidential = true, updated_at = now()")
    assert news(world, platform, begun + 1) == [("gone", "complaints", plain)]
    [_, entry] = [entry for entry in platform.get("/v1/exchange/changes", {"after": str(begun)}).json["items"]]
    assert entry["kind"] == "gone" and entry["row"] is None
    assert [entry["kind"] for entry in platform.get("/v1/exchange/changes", {"after": str(begun)}).json["items"]] == ["gone", "gone"], "what it was before is not shown any more"
    touch(world, "complaints", plain)
    assert news(world, platform, begun + 2) == []
    touch(world, "complaints", plain, "confidential = false, updated_at = now()")
    touch(world, "complaints", secret, "confidential = false, updated_at = now()")
    assert sorted(news(world, platform, begun + 2)) == sorted([("put", "complaints", plain), ("put", "complaints", secret)])


def issue(world, of=None, **members):
    row = {"id": str(uuid.uuid4()), "district_code": DISTRICT, "ledger": "road", "level": "street", "street_code": "150202001", "community_code": "150202001001", "place": "某处", "place_masked": "某处",
           "problem": "坑洼", "problem_masked": "坑洼", "source": "inspection", "found_on": "2026-01-01", "state": "found", "created_role": "street", "complaint_id": of, **members}
    row.update({name: "now()" for name in ("last_recorded_at", "created_at", "updated_at")})
    world.cluster.query(f"insert into issues ({', '.join(row)}) values ({', '.join(['%s'] * len(row))})", tuple(row.values()))
    return row["id"]


def test_an_issue_goes_with_the_secrecy_of_its_complaint(world, platform, begun):
    """E15: nothing is written in the issue; it comes and goes all the same, and is not told anew when nothing of it changed."""
    source = complaint(world)
    one = issue(world, source)
    assert news(world, platform, begun) == [("put", "complaints", source), ("put", "issues", one)]
    touch(world, "complaints", source)
    assert news(world, platform, begun + 2) == [("put", "complaints", source)]
    touch(world, "complaints", source, "secret = true, updated_at = now()")
    assert news(world, platform, begun + 3) == [("put", "complaints", source), ("gone", "issues", one)]
    touch(world, "issues", one)
    assert news(world, platform, begun + 5) == []
    touch(world, "complaints", source, "secret = false, updated_at = now()")
    assert news(world, platform, begun + 5) == [("put", "complaints", source), ("put", "issues", one)]


def test_a_contract_is_told_with_its_estates(world, platform, begun):
    """The rows of contract_estates are the contract's, whoever writes them."""
    contract, estate = world.cluster.query("select c.id::text, (select e.id::text from estates e where e.district_code = c.district_code and not exists (select from contract_estates m "
                                           "where m.estate_id = e.id and m.in_force) order by e.id limit 1) as estate from contracts c where c.district_code = %s order by c.in_force, c.id limit 1",
                                           (DISTRICT,))[0].values()
    world.cluster.query("insert into contract_estates (district_code, contract_id, estate_id, kind, service_period, in_force) select district_code, id, %s, kind, service_period, in_force from contracts "
                        "where id = %s", (estate, contract))
    assert news(world, platform, begun) == [("put", "contracts", contract)]
    assert estate in platform.get("/v1/exchange/changes", {"after": str(begun)}).json["items"][0]["row"]["estate_ids"]


def test_a_day_that_begins_is_told(world, planted, platform, begun):
    """A record that ends, or comes into force by publicity, changes by the calendar: nobody writes it."""
    record = world.cluster.query("select id::text from exchange.credit_records where district_code = %s and state = 'effective' order by id limit 1", (DISTRICT,))[0]["id"]
    begun = begun + len(news(world, platform, begun))

    def ends(days):
        """As days that pass: the row does not say that it was written."""
        connection = psycopg2.connect(world.cluster.conninfo(user=world.cluster.user))
        with connection, connection.cursor() as cursor:
            cursor.execute("update credit_records set valid_from = '2020-01-01', valid_to = (now() at time zone 'Asia/Shanghai')::date + %s where id = %s", (days, record))
        connection.close()
    ends(-1)
    assert news(world, platform, begun) == []
    world.cluster.query("update exchange_feeds set day = day - 1")
    assert news(world, platform, begun) == [("gone", "credit_records", record)]
    ends(0)
    assert news(world, platform, begun + 1) == []
    world.cluster.query("update exchange_feeds set day = day - 1")
    assert news(world, platform, begun + 1) == [("put", "credit_records", record)]
    touch(world, "credit_records", record)
    assert news(world, platform, begun + 2) == [("put", "credit_records", record)]


def test_what_commits_late_is_told_late(world, platform, begun):
    """D06: the row is older than what was read, its transaction began before; it comes behind, and nothing that was told is told differently."""
    late = psycopg2.connect(world.cluster.conninfo(user=world.cluster.user))
    firms = [row["id"] for row in world.cluster.query("select id::text from firms where district_code = %s order by id limit 3", (DISTRICT,))]
    with late.cursor() as cursor:
        cursor.execute("update firms set updated_at = now() where id = %s", (firms[0],))
        touch(world, "firms", firms[1])
        assert news(world, platform, begun) == [("put", "firms", firms[1])]
        touch(world, "firms", firms[2])
        assert news(world, platform, begun + 1) == [("put", "firms", firms[2])]
        late.commit()
    late.close()
    assert news(world, platform, begun + 2) == [("put", "firms", firms[0])]
    assert news(world, platform, begun + 3) == []


def test_what_is_rolled_back_never_was(world, platform, begun):
    gone = psycopg2.connect(world.cluster.conninfo(user=world.cluster.user))
    firm = world.cluster.query("select id::text from firms where district_code = %s order by id limit 1", (DISTRICT,))[0]["id"]
    with gone.cursor() as cursor:
        cursor.execute("update firms set updated_at = now() where id = %s", (firm,))
        assert news(world, platform, begun) == []
    gone.rollback()
    gone.close()
    assert news(world, platform, begun) == []


def test_a_row_written_after_the_turns_snapshot_is_the_next_turns(world, platform, begun):
    """A turn holds its snapshot while it waits; what another commits meanwhile its statements see, and leave."""
    firm = world.cluster.query("select id::text from firms where district_code = %s order by id limit 1", (DISTRICT,))[0]["id"]
    estate, other = (row["id"] for row in world.cluster.query("select id::text from estates where district_code = %s order by id limit 2", (DISTRICT,)))
    blocker = psycopg2.connect(world.cluster.conninfo(user=world.cluster.user))
    with blocker.cursor() as cursor:
        touch(world, "firms", firm)
        touch(world, "estates", other)  # so that the turn looks at estates when the firm is told
        cursor.execute("lock table changes in access exclusive mode")  # the turn has its snapshot, and waits to write its first entry
        turn = threading.Thread(target=fold, args=(world.cluster,))
        turn.start()
        for _ in range(100):
            if world.cluster.query("select from pg_stat_activity where wait_event_type = 'Lock' and query like '%%exchange_fold%%'"):
                break
            time.sleep(0.05)
        touch(world, "estates", estate)
        touch(world, "firms", firm)
        blocker.commit()
        turn.join()
    blocker.close()
    told = platform.get("/v1/exchange/changes", {"after": str(begun)}).json["items"]
    seen = world.cluster.query("select count(*) as n from exchange_feeds f join estates e on e.district_code = f.district_code where f.district_code = %s and e.id = %s and "
                               "pg_visible_in_snapshot(e.written_in, f.seen)", (DISTRICT, estate))[0]["n"]
    assert seen == 0 and estate not in [entry["id"] for entry in told], "what the snapshot does not have is not taken for told"
    assert {("put", "firms", firm), ("put", "estates", estate)} <= set(news(world, platform, begun + len(told)) + [(entry["kind"], entry["dataset"], entry["id"]) for entry in told])
    assert ("put", "estates", estate) in news(world, platform, begun + len(told))


def test_a_place_that_is_not_kept_is_410(world, platform, begun):
    """Behind what was dropped, ahead of the log, of another copy of the database: 410, which says what to do; and the first copy converges from there."""
    firm = world.cluster.query("select id::text from firms where district_code = %s order by id limit 1", (DISTRICT,))[0]["id"]
    answer = platform.get("/v1/exchange/changes", {"after": str(begun + 1000000)}, expect=410)
    assert answer.code == "cursor_expired" and "after=now" in answer.json["detail"]
    assert platform.get("/v1/exchange/changes", {"after": "0"}, expect=410).code == "cursor_expired"
    world.cluster.query("update exchange_feeds set cluster = 1 where district_code = %s", (DISTRICT,))
    touch(world, "firms", firm)
    fold(world.cluster)
    assert platform.get("/v1/exchange/changes", {"after": str(begun)}, expect=410).code == "cursor_expired"
    replica = Replica(platform).copy()
    touch(world, "firms", firm)
    fold(world.cluster)
    assert replica.follow().rows == tables(world.cluster) and len(replica.entries) == 1
    world.cluster.query("update exchange_feeds set seen = '9000000000:9000000000:' where district_code = %s", (DISTRICT,))
    fold(world.cluster)
    assert platform.get("/v1/exchange/changes", {"after": replica.place}, expect=410).code == "cursor_expired"


def test_a_place_of_a_lost_way_is_410(world, platform, begun):
    """The database is brought back to an earlier time, and goes on: who had read what is lost would pass over what has its numbers now. Who was not further than the copy goes on from there."""
    firm, other = (row["id"] for row in world.cluster.query("select id::text from firms where district_code = %s order by id limit 2", (DISTRICT,)))
    behind = Replica(platform).copy()
    touch(world, "firms", firm)
    fold(world.cluster)
    behind.follow()
    lost = begun + 2  # what another had read
    world.cluster.query("update exchange_feeds set timeline = '00000000' where district_code = %s", (DISTRICT,))
    for number in range(4):
        touch(world, "firms", other, f"service_hotline = '400-{number}', updated_at = now()")
        fold(world.cluster)
    end = last(world)
    assert end > begun + 100000 and end < 2 ** 53
    for place in (lost, begun + 3, end - 4 - 1, end + 1):
        assert platform.get("/v1/exchange/changes", {"after": str(place)}, expect=410).code == "cursor_expired"
    assert behind.follow().rows == tables(world.cluster) and len(behind.entries) == 5
    assert len(platform.get("/v1/exchange/changes", {"after": str(end - 4)}).json["items"]) == 4, "the place from which it went on"
    first = world.cluster.query("select first, starts from exchange_feeds where district_code = %s", (DISTRICT,))[0]
    assert first["starts"] == [end - 4] and first["first"] <= begun
    fold(world.cluster)
    assert last(world) == end, "once"
    world.cluster.query("update exchange_feeds set starts = '{}' where district_code = %s", (DISTRICT,))


def test_a_copy_in_another_database_of_the_cluster_is_another(world, platform, begun):
    """Loaded anew, every row has another transaction; numbers that the copy had given are no places."""
    world.cluster.query("update exchange_feeds set cluster = split_part(cluster, '/', 1) || '/1' where district_code = %s", (DISTRICT,))
    fold(world.cluster)
    assert platform.get("/v1/exchange/changes", {"after": str(begun)}, expect=410).code == "cursor_expired"


def test_without_a_log_there_is_no_place_in_it(world, platform):
    """Before the first turn a reader stands at 0, and at 0 nobody can stay: what was written in between nobody wrote down."""
    world.cluster.query("delete from exchange_feeds where district_code = %s", (DISTRICT,))
    assert platform.get("/v1/exchange/changes", {"after": "now"}).json == {"items": [], "next": None, "resume": "0"}
    assert platform.get("/v1/exchange/changes", {"after": "0"}).json["items"] == []
    platform.get("/v1/exchange/changes", {"after": "5"}, expect=410)
    world.cluster.query("delete from exchange_untold where district_code = %s", (DISTRICT,))
    world.cluster.query("delete from changes where district_code = %s", (DISTRICT,))
    fold(world.cluster)
    platform.get("/v1/exchange/changes", {"after": "0"}, expect=410)
    world.cluster.query("update exchange_feeds set cluster = 1")  # what was dropped above the guard of the file need not look for
    fold(world.cluster)


def test_a_first_copy_and_what_follows_are_the_tables(world, samples, planted, platform, begun):
    """Of everything that the samples make, and make again after the first copy was begun."""
    replica = Replica(platform)
    for operation in ("createComplaint", "confirmCreditRecord", "publishRanking", "dispatchComplaint", "startInspection"):
        if operation in OPERATIONS:
            samples.path_values(OPERATIONS[operation], "district", True)
    replica.copy(limit=7)
    world.post_ticket()
    fold(world.cluster)
    assert replica.follow(limit=3).rows == tables(world.cluster)
    assert [number for number, *_ in replica.entries] == sorted({number for number, *_ in replica.entries})
    assert tables(world.cluster, "district") == tables(world.cluster)


def test_another_districts_log_is_its_own(world, platform, begun):
    firm = world.cluster.query("select id::text from firms where district_code = '340302' order by id limit 1")[0]["id"]
    touch(world, "firms", firm)
    assert news(world, platform, begun) == []
    elsewhere = world.role("platform", 2)
    assert elsewhere.get("/v1/exchange/changes").json["items"][-1]["id"] == firm


def test_the_guard_of_all_tests_sees_what_is_written_unsaid(world, planted, begun):
    """What every file of tests ends with (harness/replica.py) is not blind: neither to a row, nor to one in a part of a transaction, nor to what a view takes from elsewhere."""
    firm = world.cluster.query("select id::text from firms where district_code = %s order by id limit 1", (DISTRICT,))[0]["id"]

    def by_hand(*statements):
        connection = psycopg2.connect(world.cluster.conninfo(user=world.cluster.user))
        with connection, connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement, {"firm": firm})
        connection.close()
    assert unwritten(world.cluster) == []
    by_hand("update firms set service_hotline = '1' where id = %(firm)s")
    assert unwritten(world.cluster) == [("firms", firm)]
    by_hand("savepoint one", "update firms set service_hotline = '2', updated_at = now() where id = %(firm)s", "release one")
    assert unwritten(world.cluster) == []
    by_hand("savepoint one", "update firms set service_hotline = '3' where id = %(firm)s", "release one")
    assert unwritten(world.cluster) == [("firms", firm)]
    touch(world, "firms", firm)
    assert unwritten(world.cluster) == []
