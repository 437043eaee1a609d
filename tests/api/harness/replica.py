"""What a city platform has: a copy made by a first reading and by following the log of changes; and what the views say by themselves, to hold it against."""
import json

import psycopg2

DISTRICT = "150202"


def datasets(cluster):
    return [row["dataset"] for row in cluster.query("select dataset from exchange_datasets order by position")]


def fold(cluster):
    """A turn of the job that waits for one that runs."""
    connection = cluster.connect()
    connection.autocommit = False
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute("select from exchange_feeds for update")
            cursor.execute("select exchange_fold()")
            return cursor.fetchone()[0]
    finally:
        connection.close()


def asked(cluster, role, statement, values=(), district=DISTRICT):
    """Rows, asked as a role of the database for a district."""
    connection = psycopg2.connect(cluster.conninfo(user=f"wuye_{role}" if role != "owner" else cluster.user))
    try:
        with connection, connection.cursor() as cursor:
            if role == "owner":
                cursor.execute("set local timezone = 'Asia/Shanghai'; set local role wuye_owner")
            cursor.execute("select set_config('wuye.district', %s, true)", (district,))
            cursor.execute(statement, values)
            return cursor.fetchall()
    finally:
        connection.close()


def tables(cluster, role="platform", district=DISTRICT):
    """(dataset, id) → row, by the views, without the log."""
    found = {}
    for dataset in datasets(cluster):
        for thing, said in asked(cluster, role, "select id::text, said::text from exchange_page(%s, null, null)", (dataset,), district):
            found[dataset, thing] = json.loads(said)
    return found


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
