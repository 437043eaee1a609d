"""Files that are loaded into registers, and how that went."""
import csv
import io
import time

CSV = {"Content-Type": "text/csv"}


def table(rows, head=None):
    """A CSV file of rows; their own columns unless said."""
    out = io.StringIO()
    writer = csv.DictWriter(out, head or list(rows[0]), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def load(client, register, text, expect=201, headers=CSV, **query):
    return client.request("POST", "/v1/imports", {"register": register, "wait": 20, **query}, text, headers, expect=expect)


def account(done):
    return {name: done[f"rows_{name}"] for name in ("read", "created", "updated", "unchanged", "refused")}


def problems(client, done):
    return client.pages(f"/v1/imports/{done['id']}/problems", limit=200)


def export(client, path, media="text/csv", **query):
    return client.get(path, query, headers={"Accept": media}).body


def wait_for(client, done, states=("done", "refused", "failed"), longest=60):
    seen, until = [], time.monotonic() + longest
    while time.monotonic() < until:
        seen.append(client.get(f"/v1/imports/{done['id']}").json)
        if seen[-1]["state"] in states:
            return seen
        time.sleep(0.05)
    raise AssertionError(f"not {states} within {longest} s: {seen[-1]}")
