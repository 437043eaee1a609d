"""D06: sixteen write at once, in transactions that sleep, commit in any order or not at all, while a reader follows, one for all rounds; his copy equals the tables after each. Two simpler ways to follow, in the same
rounds, miss what commits late. EXCHANGE_ROUNDS=1000 tests/run --suite api -k test_exchange_writers takes a thousand rounds."""
import contextlib
import os
import random
import threading
import time

import psycopg2
import pytest
from harness.replica import DISTRICT, Replica, fold, tables

ROUNDS = int(os.environ.get("EXCHANGE_ROUNDS", "3"))
WRITERS, TRANSACTIONS, OVER_HTTP = 16, 4, 4
FIRMS = "select id::text from firms where district_code = %s order by id"


class Naive(threading.Thread):
    """Keeps the highest mark that it saw, and asks for what is above."""

    def __init__(self, cluster, newer, start):
        super().__init__(daemon=True)
        self.connection, self.newer = cluster.connect(), newer
        self.rows, self.over = {}, threading.Event()
        self.mark = self.ask(start)[0][0]

    def ask(self, statement, values=()):
        with self.connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall()

    def turn(self):
        for mark, thing, version in self.ask(self.newer, {"mark": self.mark, "district": DISTRICT}):
            self.rows[thing] = version
            self.mark = max(self.mark, mark)

    def run(self):
        while not self.over.wait(0.01):
            self.turn()

    def end(self):
        self.over.set()
        self.join()
        self.turn()
        self.connection.close()
        return self.rows


def by_time(cluster):
    return Naive(cluster, "select updated_at, id::text, version from firms where district_code = %(district)s and updated_at > %(mark)s", "select now()")


def by_sequence(cluster):
    """The number is taken by the writer, in his transaction."""
    return Naive(cluster, "select l.seq, f.id::text, f.version from naive_log l join firms f on f.id = l.id where l.seq > %(mark)s", "select coalesce(max(seq), 0) from naive_log")


def write(cursor, firm):
    cursor.execute("update firms set version = version + 1, updated_at = now() where id = %s", (firm,))
    cursor.execute("insert into naive_log (id) values (%s)", (firm,))


def writer(world, firms, seed, troubles):
    chance = random.Random(seed)
    connection = psycopg2.connect(world.cluster.conninfo(user=world.cluster.user))
    try:
        for _ in range(TRANSACTIONS):
            with connection.cursor() as cursor:
                for firm in sorted(chance.sample(firms, chance.randint(1, 3))):
                    write(cursor, firm)
                    time.sleep(chance.random() * 0.02)
                if chance.random() < 0.3:
                    cursor.execute("update complaints set confidential = not confidential, version = version + 1, updated_at = now() where id = (select id from complaints where district_code = %s "
                                   "order by md5(id::text || %s) limit 1 for update skip locked)", (DISTRICT, str(chance.random())))
                time.sleep(chance.random() * 0.05)
            connection.rollback() if chance.random() < 0.15 else connection.commit()
    except Exception as trouble:
        troubles.append(trouble)
    finally:
        connection.close()


def poster(world, troubles):
    """Over HTTP, as hotlines do."""
    try:
        for _ in range(TRANSACTIONS):
            world.post_ticket()
    except Exception as trouble:
        troubles.append(trouble)


class Turns(threading.Thread):
    """The job, more often than every second."""

    def __init__(self, world):
        super().__init__(daemon=True)
        self.world, self.over = world, threading.Event()

    def run(self):
        with contextlib.closing(self.world.cluster.connect()) as connection:
            while not self.over.wait(0.01):
                fold(self.world.cluster, connection)


@pytest.fixture(scope="module")
def log(world):
    world.cluster.query("create table naive_log (seq bigserial primary key, id uuid not null)")
    fold(world.cluster)
    yield
    world.cluster.query("drop table naive_log")


@pytest.fixture(scope="module")
def replica(world, log):
    return Replica(world.role("platform")).copy()


@pytest.mark.parametrize("number", range(ROUNDS))
def test_the_readers_copy_is_the_tables_and_simpler_ways_are_not(world, replica, number):
    held, *firms = [row["id"] for row in world.cluster.query(FIRMS, (DISTRICT,))][:40]
    before = {row["id"]: row["version"] for row in world.cluster.query("select id::text, version from firms where district_code = %s", (DISTRICT,))}
    troubles = []
    followers = {"time": by_time(world.cluster), "sequence": by_sequence(world.cluster)}
    turns = Turns(world)
    late = psycopg2.connect(world.cluster.conninfo(user=world.cluster.user))
    with late.cursor() as cursor:
        write(cursor, held)  # the first to write, the last to commit
        writers = [threading.Thread(target=writer, args=(world, firms, f"{number} {n}", troubles)) for n in range(WRITERS - OVER_HTTP)]
        writers += [threading.Thread(target=poster, args=(world, troubles)) for _ in range(OVER_HTTP)]
        for thread in [turns, *followers.values(), *writers]:
            thread.start()
        while any(thread.is_alive() for thread in writers):
            replica.follow(limit=random.Random(number).randint(1, 50))
            time.sleep(0.01)
        time.sleep(0.1)
        late.commit()
    late.close()
    turns.over.set()
    turns.join()
    fold(world.cluster)
    replica.follow()
    assert not troubles, troubles
    now = {row["id"]: row["version"] for row in world.cluster.query("select id::text, version from firms where district_code = %s", (DISTRICT,))}
    assert now[held] == before[held] + 1
    assert replica.rows == tables(world.cluster)
    cursors = [entry[0] for entry in replica.entries]
    assert cursors == list(range(cursors[0], cursors[0] + len(cursors))), "no number is left out and none comes twice"
    for name, follower in followers.items():
        copy = {**before, **follower.end()}
        assert copy[held] == before[held] and copy != now, f"by {name}: it does not miss what commits late, so this test shows nothing"
