"""A database of the release before: its rows are numbered by the transaction of the migration, the log begins behind them, and what is changed from then on is told."""

import pytest
from harness import service
from harness.replica import fold
from test_issue_counts_upgrade import LANDED, Elsewhere, hashlib

BEFORE = 77


@pytest.fixture
def before(world):
    world.cluster.create_database("before")
    database = Elsewhere(world.cluster)
    database.query(LANDED)
    for number, path in enumerate(sorted((service.ROOT / "sql/migrations").glob("*.sql"))[:BEFORE], 1):
        database.query(path.read_text(encoding="utf-8"))
        database.query("insert into schema_migrations (version, name, checksum) values (%s, %s, %s)", (number, path.name, hashlib.sha256(path.read_bytes()).hexdigest()))
    yield database
    world.cluster.drop_database("before")


def test_the_log_begins_behind_what_was_there(before):
    before.query("set session_replication_role = replica; alter table firms drop constraint firms_uscc_valid; insert into districts (district_code, served_from) values ('150202', '2020-01-01')")
    before.query("insert into firms (district_code, id, uscc, name, locality, party_org, market_access, status, entry) select '150202', gen_random_uuid(), '9115020' || n, '物业' || n, 'in_district', "
                 "false, 'normal', 'active', 'admitted' from generate_series(1, 20) n")
    for n, confidential in enumerate((False, False, True, True)):
        before.query("insert into complaints (district_code, id, source, ticket_no, round, client_id, request_type, urgency, received_at, state, confidential, created_at, updated_at) values "
                     "('150202', gen_random_uuid(), 'hotline12345', %s, 1, gen_random_uuid(), 'complaint', 'ordinary', now(), 'received', %s, now(), now())", (str(n), confidential))
    service.command(before, "migrate")
    before.connect = lambda: before.cluster.connect("before")
    assert fold(before) == 0
    assert before.query("select count(*)::integer as n from exchange_untold where dataset = 'complaints'") == [{"n": 2}]
    assert before.query("select first, seq from exchange_feeds") == [{"first": 1, "seq": 1}]
    before.query("update complaints set confidential = not confidential, updated_at = now() where ticket_no in ('0', '2')")
    before.query("update complaints set updated_at = now() where ticket_no in ('1', '3')")
    before.query("update firms set updated_at = now() where name = '物业7'")
    assert fold(before) == 4
    told = before.query("select c.dataset, c.kind, coalesce(k.ticket_no, f.name) as name from changes c left join complaints k on k.id = c.thing_id left join firms f on f.id = c.thing_id order by c.seq")
    assert [tuple(row.values()) for row in told[:1]] == [("firms", "put", "物业7")]
    assert sorted(tuple(row.values())[1:] for row in told[1:]) == [("gone", "0"), ("put", "1"), ("put", "2")]
    assert before.query("select count(*)::integer as n from exchange_untold") == [{"n": 2}]
