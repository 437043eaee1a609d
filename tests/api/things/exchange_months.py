"""Monthly packages: asked for by an officer, made by a worker of the tests' own. Months long ago, each of one of its own."""
import contextlib
import itertools

from harness.receiver import Worker, until
from harness.things import NOTHING, OTHERS, body, path, planted

WHERE = "/v1/exchange/months"
MONTHS = itertools.cycle([f"{year}-{month:02}" for year in range(2010, 2024) for month in range(1, 13)])
DISTRICT = {True: "150202", False: "340302"}
QUICK = {"package_poll_ms": 50}


def officer(world, district="150202"):
    return world.caller(f"district.officer@{district}")


def platform(world, district="150202"):
    return world.caller(f"platform@{district}")


def asked(world, month=None, district="150202", **members):
    return officer(world, district).post(WHERE, {"month": month or next(MONTHS), **members}, expect=201).json


@contextlib.contextmanager
def worker(world, **settings):
    process = Worker(world, "packages", **{**QUICK, **settings})
    try:
        yield process
    except AssertionError as error:
        raise AssertionError(f"{error}\n{process.text()[-3000:]}") from error
    finally:
        process.stop()


def wait(world, package, state="frozen", seconds=90):
    """Until it is in that state; the row as it is then."""
    def row():
        return world.cluster.query("select * from exchange_packages where id = %s", (package["id"],))[0]
    until(lambda: row()["state"] == state, seconds, lambda: f"{package['month']} is not {state}: {row()}")
    return row()


def frozen(world, month=None, district="150202", settings=None, **members):
    """The row of one that is whole."""
    package = asked(world, month, district, **members)
    with worker(world, **(settings or {})):
        return wait(world, package)


def some(samples, own):
    """One of each district, made once in each register, each a month that the other has not."""
    made = samples.__dict__.setdefault("packages", {})
    if not made:
        packages = {which: asked(samples.world, month, DISTRICT[which]) for which, month in ((True, "2009-01"), (False, "2009-02"))}
        with worker(samples.world):
            made.update({which: wait(samples.world, package) for which, package in packages.items()})
    return made[own]


@path("getExchangeMonth", "getExchangeManifest", "getExchangeSignature", "acknowledgeExchangeMonth")
def month_of(samples, role, own):
    return {"month": some(samples, own)["month"]}


@path("getExchangePart")
def part_of(samples, role, own):
    return {"month": some(samples, own)["month"], "name": "firms.snapshot-0001.ndjson.gz"}


@planted("listExchangeMonths", number=1)
def listed(samples):
    some(samples, True)
    frozen(samples.world)


for operation in ("getExchangeMonth", "getExchangeManifest", "getExchangeSignature", "acknowledgeExchangeMonth", "getExchangePart"):
    NOTHING[operation] = {"month": "2008-12", "name": "firms.snapshot-0001.ndjson.gz"}


@body("createExchangeMonth")
def new_month(samples, role):
    return {"json_body": {"month": next(MONTHS)}}


@body("acknowledgeExchangeMonth")
def receipt(samples, role):
    made = some(samples, True)
    return {"json_body": {"version": made["version"], "sha256": made["sha256"]}}


OTHERS["createExchangeMonth"] = lambda samples, value: new_month(samples, "district")["json_body"]
OTHERS["acknowledgeExchangeMonth"] = lambda samples, value: {**value, "sha256": "0" * 64}


def pulled(client, month, version=None):
    """The manifest, its bytes, and every part by its name."""
    answer = client.get(f"{WHERE}/{month}/manifest", {"version": version} if version else None, expect=200)
    parts = {part["name"]: client.get(f"{WHERE}/{month}/parts/{part['name']}", {"version": answer.json["version"]}, expect=200).body
             for file in answer.json["datasets"] for part in file["parts"]}
    return answer.json, answer.body, parts
