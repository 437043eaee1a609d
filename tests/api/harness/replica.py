"""What a city platform has: a copy made by a first reading and by following the log of changes; and what the views say by themselves, to hold it against."""
import contextlib
import json

import psycopg2

DISTRICT = "150202"


def datasets(cluster):
    return [row["dataset"] for row in cluster.query("select dataset from exchange_datasets order by position")]


def fold(cluster, connection=None):
    """A turn of the job that waits for one that runs."""
    with contextlib.closing(cluster.connect()) if connection is None else contextlib.nullcontext(connection) as session:
        session.autocommit = False
        with session, session.cursor() as cursor:
            cursor.execute("select from exchange_feeds for update")
            cursor.execute("select exchange_fold()")
            return cursor.fetchone()[0]


@contextlib.contextmanager
def session(cluster, role, district=DISTRICT):
    """A transaction of a role of the database for a district."""
    with contextlib.closing(psycopg2.connect(cluster.conninfo(user=f"wuye_{role}" if role != "owner" else cluster.user))) as connection:
        with connection, connection.cursor() as cursor:
            if role == "owner":
                cursor.execute("set local timezone = 'Asia/Shanghai'; set local role wuye_owner")
            cursor.execute("select set_config('wuye.district', %s, true)", (district,))
            yield cursor


def asked(cluster, role, statement, values=(), district=DISTRICT):
    """Rows, asked as a role of the database for a district."""
    with session(cluster, role, district) as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def tables(cluster, role="platform", district=DISTRICT):
    """(dataset, id) → row, by the views, without the log."""
    found = {}
    with session(cluster, role, district) as cursor:
        for dataset in datasets(cluster):
            cursor.execute("select id::text, said::text from exchange_page(%s, null, null)", (dataset,))
            found.update({(dataset, thing): json.loads(said) for thing, said in cursor.fetchall()})
    return found


def deleted(cluster, keys):
    """Those of which no row is left: only a test's own hand does that, for the service deletes nothing that it has told."""
    gone = set()
    for one in cluster.query("select dataset, source from exchange_datasets"):
        ids = [thing for dataset, thing in keys if dataset == one["dataset"]]
        there = {row["id"] for row in cluster.query(f"select id::text as id from {one['source']} where id = any(%s::uuid[])", (ids,))} if ids else set()
        gone |= {(one["dataset"], thing) for thing in ids if thing not in there}
    return gone


class Replica:
    """Reads as whoever `client` is."""

    def __init__(self, client):
        self.client, self.rows, self.entries = client, {}, []
        self.place = client.get("/v1/exchange/changes", {"after": "now"}).json["resume"]

    def copy(self, limit=200):
        """The first copy: everything, page by page."""
        for dataset in self.client.pages("/v1/exchange/datasets"):
            for item in self.client.pages(f"/v1/exchange/datasets/{dataset['dataset']}/rows", limit=limit):
                self.rows[dataset["dataset"], item["id"]] = item["row"]
        return self

    def take(self, entry):
        key = entry["dataset"], entry["id"]
        self.entries.append((int(entry["cursor"]), entry["kind"], *key))
        if entry["kind"] == "put":
            self.rows[key] = entry["row"]
        else:
            assert entry["row"] is None
            self.rows.pop(key, None)

    def follow(self, limit=200):
        """All that there is now."""
        while True:
            page = self.client.get("/v1/exchange/changes", {"after": self.place, "limit": str(limit)}).json
            for entry in page["items"]:
                self.take(entry)
            self.place = page["resume"]
            if page["next"] is None:
                return self


SOURCES = "select dataset, source from exchange_datasets order by position"


def digests(cluster):
    """(dataset, id) → a digest of the row that is told, of all districts."""
    parts = [f"select '{dataset}' as dataset, v.id::text as id, md5(v::text) as digest from exchange.{dataset} v" for dataset in datasets(cluster)]
    return {(row["dataset"], row["id"]): row["digest"] for row in cluster.query("set timezone = 'Asia/Shanghai'; set role wuye_owner; " + " union all ".join(parts))}


def unwritten(cluster):
    """Rows that were written without its being seen: the transaction that the row itself names is not the one that PostgreSQL wrote it in. A part of a transaction that could
    have been taken back has a number of its own and the time of the whole."""
    found = []
    for row in cluster.query(SOURCES):
        found += [(row["source"], thing["id"]) for thing in cluster.query(
            f"select t.id::text from {row['source']} t cross join lateral (select (t.written_in::text::bigint %% 4294967296)::text::xid as told) w "
            "where t.xmin <> w.told and pg_xact_commit_timestamp(t.xmin) is distinct from pg_xact_commit_timestamp(w.told) limit 5", ())]
    return found


def same_log(cluster):
    """A copy by template has the transactions of what it was copied from, and its log goes on; the service cannot know that."""
    cluster.query("update exchange_feeds f set cluster = c.cluster from exchange_cluster() c")


def begun(cluster):
    return {row["district_code"]: row["first"] for row in cluster.query("select district_code, first from exchange_feeds")}


class Guard:
    """Holds whatever a file of tests did against what a reader of the log would have: for all code to come."""

    def __init__(self, cluster):
        fold(cluster)
        self.base, self.begun = digests(cluster), begun(cluster)

    def faults(self, cluster):
        """What a reader's copy would have wrong."""
        if begun(cluster) != self.begun:  # the file began the log anew
            return []
        fold(cluster)
        now, copy = digests(cluster), dict(self.base)
        for row in cluster.query("select distinct dataset, thing_id::text as id from changes"):
            key = row["dataset"], row["id"]
            copy[key] = now.get(key)
        wrong = {key for key in copy.keys() | now.keys() if copy.get(key) != now.get(key)}
        wrong -= deleted(cluster, wrong - now.keys())
        return sorted(wrong)[:10] + unwritten(cluster)[:10]
