"""D06, I05: a month is frozen once, with everything the city platform may know as it stands at one moment; a correction is another version."""
import base64
import concurrent.futures
import contextlib
import csv
import datetime
import decimal
import gzip
import hashlib
import io
import json

import pytest
from harness.receiver import until
from harness.replica import fold, tables
from jwcrypto import jwk, jws
from things.exchange_months import WHERE, asked, frozen, officer, platform, pulled, wait, worker
from things.rankings import complaint

MONTH = "2024-02"
FIRST, LAST, AFTER = "2024-02-01T00:00:00+08:00", "2024-02-29T23:59:59.999999+08:00", "2024-03-01T00:00:00+08:00"
BEFORE = "2024-01-31T23:59:59.999999+08:00"


def canonical(manifest):
    return (json.dumps(manifest, sort_keys=True, separators=(",", ":"), ensure_ascii=False) + "\n").encode()


def files(manifest, parts, form="ndjson"):
    """(dataset, file) → the parts of one format, unpacked."""
    return {(file["dataset"], file["file"]): [gzip.decompress(parts[part["name"]]) for part in file["parts"] if part["format"] == form] for file in manifest["datasets"]}


def rows(manifest, parts):
    return {name: [json.loads(line) for text in texts for line in text.decode().splitlines()] for name, texts in files(manifest, parts).items()}


def sheets(manifest, parts):
    """The same from CSV: every part has its head."""
    return {name: [row for text in texts for row in csv.DictReader(io.StringIO(text.decode("utf-8-sig"), newline=""))] for name, texts in files(manifest, parts, "csv").items()}


def ids(world, sql, *values):
    return sorted(str(row["id"]) for row in world.cluster.query(sql, values))


@pytest.fixture(scope="module")
def cases(world, samples):
    """Complaints around the ends of the month, by name."""
    estate = {"district_code": "150202", **samples.estates["near"]}
    abroad = {"district_code": "340302", **samples.estates["abroad"]}
    times = {
        "opened before, open": (BEFORE, None), "opened before, ended before": ("2024-01-05T00:00:00+08:00", BEFORE), "opened before, ended first": (BEFORE, FIRST),
        "opened first, open": (FIRST, None), "opened and ended in it": (FIRST, LAST), "opened last, ended after": (LAST, AFTER), "opened after": (AFTER, None),
        "opened long before, ended after": ("2023-06-01T00:00:00+08:00", AFTER),
    }
    made = {name: complaint(world, estate, "2024-Q1", at=opened, closed_at=closed, state="closed" if closed else "received") for name, (opened, closed) in times.items()}
    made["confidential"] = complaint(world, estate, "2024-Q1", at=FIRST, state="received", confidential=True)
    made["abroad"] = complaint(world, abroad, "2024-Q1", at=FIRST, state="received")
    return made


@pytest.fixture(scope="module")
def told(world, cases):
    """A log of changes beside them: one thing that is there, one that is gone, and one of the month after. Kept for so long that the worker does not put it away."""
    world.cluster.query("insert into district_rules (district_code, domain, name, value, unit, basis, effective_from) "
                        "select '150202', domain, name, 60, unit, '试验', '2021-01-01' from district_rules where district_code = '*' and name = 'exchange_keep_months' returning 1")
    fold(world.cluster)
    gone = "01900000-0000-7000-8000-00000000dead"
    entries = [("2024-02-10T08:00:00+08:00", 1, "complaints", cases["opened long before, ended after"], "put"), ("2024-02-11T08:00:00+08:00", 2, "complaints", gone, "gone"),
               (LAST, 3, "complaints", cases["confidential"], "put"), (AFTER, 4, "complaints", cases["opened before, ended before"], "put"),
               ("2024-02-12T08:00:00+08:00", 5, "issues", gone, "gone")]
    for entry in entries:
        world.cluster.query("insert into changes (district_code, at, seq, dataset, thing_id, kind) values ('150202', %s, %s, %s, %s, %s) returning 1", entry)
    return gone


@pytest.fixture(scope="module")
def package(world, cases, told):
    return frozen(world, MONTH)


@pytest.fixture(scope="module")
def pull(world, package):
    return pulled(platform(world), MONTH)


def test_the_manifest_names_every_byte(package, pull):
    manifest, raw, parts = pull
    assert raw == canonical(manifest) and hashlib.sha256(raw).hexdigest() == package["sha256"]
    assert (manifest["format"], manifest["month"], manifest["version"], manifest["supersedes"], manifest["previous"], manifest["reason"]) == ("wuye-exchange/1", MONTH, 1, None, None, None)
    assert manifest["district_code"] == "150202"
    names = []
    for file in manifest["datasets"]:
        for form in ("ndjson", "csv"):
            own = [part for part in file["parts"] if part["format"] == form]
            assert [part["number"] for part in own] == list(range(1, len(own) + 1)) and sum(part["rows"] for part in own) == file["rows"]
        for part in file["parts"]:
            names.append(part["name"])
            assert part["name"] == f"{file['dataset']}.{file['file']}-{part['number']:04}.{part['format']}.gz"
            body = parts[part["name"]]
            plain = gzip.decompress(body)
            assert (part["bytes"], part["sha256"]) == (len(body), hashlib.sha256(body).hexdigest())
            assert (part["raw_bytes"], part["raw_sha256"]) == (len(plain), hashlib.sha256(plain).hexdigest())
            assert body[4:8] == b"\0\0\0\0", "gzip says no time"
    assert len(set(names)) == len(names) and package["bytes"] == sum(len(body) for body in parts.values())


def test_what_is_in_it_and_the_feed_from_its_cursor_on_are_all_there_is(world, package, pull):
    """D06: whoever has the package goes on from its cursor and has missed nothing, and is told nothing twice."""
    client, cursor = platform(world), pull[0]["feed_cursor"]
    assert cursor == package["feed_cursor"] >= world.cluster.query("select first from exchange_feeds where district_code = '150202'")[0]["first"]
    copy = {row["id"]: row for row in rows(*pull[::2])["firms", "snapshot"]}
    changed = next(iter(copy))
    world.cluster.query("update firms set service_hotline = '0472-1234567', version = version + 1, updated_at = now() where id = %s returning 1", (changed,))
    fold(world.cluster)
    entries = client.get("/v1/exchange/changes", {"after": cursor, "dataset": "firms"}, expect=200).json["items"]
    assert changed in [entry["id"] for entry in entries]
    copy.update({entry["id"]: entry["row"] for entry in entries if entry["kind"] == "put"})
    assert copy == {item["id"]: item["row"] for item in client.pages("/v1/exchange/datasets/firms/rows")}


def test_a_register_is_whole_and_of_cases_those_of_the_month(world, cases, told, pull):
    """D06, I05, practice §4: what was opened and ended within the month is in the file of changes alone; what nobody may know of is in none."""
    found = rows(*pull[::2])
    assert [row["id"] for row in found["firms", "snapshot"]] == ids(world, "select id from firms where district_code = '150202'")
    open_, changes = found["complaints", "open"], found["complaints", "changes"]
    mine = {identity: name for name, identity in cases.items()}
    assert sorted(mine[row["id"]] for row in open_ if row["id"] in mine) == sorted([
        "opened before, open", "opened first, open", "opened last, ended after", "opened long before, ended after"])
    assert sorted(mine[row["id"]] for row in changes if row["id"] in mine and row["change"] == "put") == sorted([
        "opened before, ended first", "opened first, open", "opened and ended in it", "opened last, ended after", "opened long before, ended after"])
    # By itself, from the tables.
    assert [row["id"] for row in open_] == ids(world, "select id from complaints where district_code = '150202' and not confidential and received_at < %s "
                                               "and (closed_at is null or closed_at >= %s)", AFTER, AFTER)
    gone = [row for row in changes if row["change"] == "gone"]
    assert sorted(row["id"] for row in gone) == sorted([told, cases["confidential"]])
    assert all(value is None for row in gone for name, value in row.items() if name not in ("change", "district_code", "id"))
    assert [row["id"] for row in changes] == sorted(row["id"] for row in changes)
    assert cases["abroad"] not in json.dumps([open_, changes])
    assert [row["id"] for row in found["issues", "changes"] if row["change"] == "gone"] == [told]


def test_what_a_row_says_is_what_the_tables_say(world, pull):
    """Every member of every open complaint, read by the superuser with another program."""
    found = rows(*pull[::2])
    columns = [column["name"] for column in world.cluster.query(
        "select attname::text as name from pg_attribute where attrelid = 'exchange.complaints'::regclass and attnum > 0 order by attnum")]
    own = [name for name in columns if name in {row["attname"] for row in world.cluster.query("select attname::text from pg_attribute where attrelid = 'complaints'::regclass")}]
    assert {"state", "received_at", "satisfaction"} <= set(own)
    for row in found["complaints", "open"]:
        assert list(row) == columns
        said = world.cluster.query("select to_jsonb(c) as row from complaints c where id = %s", (row["id"],))[0]["row"]
        for name in own:
            if name.endswith(("_at", "_to")) or name == "extended_to":
                continue
            assert row[name] == said[name], (name, row)
        moment = world.cluster.query("select received_at = %s::timestamptz as same from complaints where id = %s", (row["received_at"], row["id"]))[0]
        assert moment["same"]


def test_every_dataset_is_in_it_as_the_platform_may_know_it(world):
    """Registers whole, cases by their days: held against the views, read by another program; with every kind of thing that the samples of all tests made."""
    world.cluster.query("select exchange_fold()")
    there = tables(world.cluster)
    package = frozen(world, "2024-05")
    manifest, _, parts = pulled(platform(world), "2024-05")
    assert tables(world.cluster) == there, "nobody wrote meanwhile"
    found, known = rows(manifest, parts), world.cluster.query("select dataset, kind, opened, ended from exchange_datasets order by position")
    assert list(found) == [(row["dataset"], file) for row in known for file in (["snapshot"] if row["kind"] == "register" else ["open", "changes"])] + [
        ("figures", "figures"), ("dictionary", "dictionary")]
    compared = 0
    for row in known:
        of = {identity: said for (dataset, identity), said in there.items() if dataset == row["dataset"]}
        if row["kind"] == "register":
            wanted = of
        else:
            end = "2024-05-31T23:59:59.999999+08:00"
            wanted = {identity: said for identity, said in of.items() if moment(said[row["opened"]]) <= moment(end) and not (row["ended"] and said[row["ended"]] and moment(said[row["ended"]]) <= moment(end))}
        got = {line["id"]: line for line in found[row["dataset"], "snapshot" if row["kind"] == "register" else "open"]}
        assert got.keys() == wanted.keys(), row["dataset"]
        for identity, line in got.items():
            assert line.keys() == wanted[identity].keys() and like(line) == like(wanted[identity]), (row["dataset"], line, wanted[identity])
        compared += len(got)
    assert compared > 100 and package["rows"] == sum(file["rows"] for file in manifest["datasets"])


def moment(text):
    """A day begins at midnight there."""
    at = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    return at if at.tzinfo else at.replace(tzinfo=datetime.timezone(datetime.timedelta(hours=8)))


def like(row):
    """As numbers and moments, however they are written."""
    def one(value):
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return str(decimal.Decimal(str(value)).normalize())
        if isinstance(value, list):
            return [one(item) for item in value]
        if isinstance(value, dict):
            return {name: one(item) for name, item in value.items()}
        if isinstance(value, str):
            with contextlib.suppress(ValueError, decimal.InvalidOperation):
                return str(decimal.Decimal(value).normalize()) if value.replace(".", "").replace("-", "").isdigit() and value.count("-") < 2 else moment(value)
        return value
    return {name: one(value) for name, value in row.items()}


def test_both_formats_have_the_same_rows(pull):
    lines, tables = rows(*pull[::2]), sheets(*pull[::2])
    for name in lines:
        assert len(lines[name]) == len(tables[name]), name
        if "id" in (lines[name] or [{}])[0]:
            assert [row["id"] for row in lines[name]] == [row["id"] for row in tables[name]], name
    first, same = lines["firms", "snapshot"][0], tables["firms", "snapshot"][0]
    assert list(first) == list(same) and first["name"] == same["name"].removeprefix("'")


def test_the_dictionary_names_every_member_in_its_order(pull):
    found = rows(*pull[::2])
    for dataset, file in found:
        if file in ("snapshot", "open") and found[dataset, file]:
            named = [row["member"] for row in found["dictionary", "dictionary"] if row["dataset"] == dataset and row["member"] != "change"]
            assert named == list(found[dataset, file][0]), dataset
    assert all(row["type"] for row in found["dictionary", "dictionary"])
    # What was counted is told of too, and in which unit each figure is.
    lines = found["dictionary", "dictionary"]
    assert [row["member"] for row in lines if row["dataset"] == "figures"] == list(found["figures", "figures"][0])
    units = {row["member"]: row["unit"] for row in lines if row["dataset"] == "figures.figure"}
    assert {row["figure"] for row in found["figures", "figures"]} <= units.keys() and all(units.values()) and all(row["description"] for row in lines if row["dataset"].startswith("figures"))
    assert {row["dataset"] for row in lines} == {dataset for dataset, _ in found} - {"dictionary"} | {"figures.figure"}


def test_the_manifest_is_signed_by_the_service(world, pull):
    """RFC 7515, Appendix F: the key is in the header, and is one that the service shows."""
    answer = platform(world).get(f"{WHERE}/{MONTH}/signature", expect=200)
    header, between, signature = answer.body.decode().split(".")
    assert answer.header("Content-Type") == "application/jose" and between == ""
    said = json.loads(base64.urlsafe_b64decode(header + "=" * (-len(header) % 4)))
    key = jwk.JWK(**said["jwk"])
    assert said["typ"] == "wuye-manifest+jws" and said["alg"] == "ES256" and said["kid"] == key.thumbprint() and "d" not in said["jwk"]
    assert said["kid"] in {shown["kid"] for shown in world.anyone.get("/v1/auth/jwks.json").json["keys"]}
    whole = jws.JWS()
    whole.deserialize(f"{header}.{base64.urlsafe_b64encode(pull[1]).decode().rstrip('=')}.{signature}", key)
    with pytest.raises(jws.InvalidJWSSignature):
        jws.JWS().deserialize(f"{header}.{base64.urlsafe_b64encode(pull[1].replace(b'2024-02', b'2024-03', 1)).decode().rstrip('=')}.{signature}", key)


def test_a_correction_is_another_version_with_a_reason_and_the_first_stays(world, samples, package, pull):
    """I05: never overwritten."""
    district = officer(world)
    assert district.post(WHERE, {"month": MONTH}, expect=422).code == "correction_without_reason"
    complaint(world, {"district_code": "150202", **samples.estates["near"]}, "2024-Q1", at=FIRST, state="received")
    second = frozen(world, MONTH, reason="补报漏录的诉求（电话15400009876）")
    assert second["version"] == 2 and "15400009876" not in second["reason"]
    manifest, raw, parts = pulled(platform(world), MONTH)
    assert (manifest["version"], manifest["supersedes"], manifest["reason"]) == (2, package["sha256"], second["reason"])
    assert len(rows(manifest, parts)["complaints", "open"]) == len(rows(*pull[::2])["complaints", "open"]) + 1
    assert pulled(platform(world), MONTH, 1) == pull
    shown = district.get(f"{WHERE}/{MONTH}", {"version": 1}, expect=200).json
    assert (shown["state"], shown["sha256"], bool(shown["superseded_at"])) == ("superseded", package["sha256"], True)
    assert district.get(f"{WHERE}/{MONTH}", expect=200).json["version"] == 2
    assert [(row["version"], row["state"]) for row in platform(world).pages(WHERE, {"month": MONTH})] == [(2, "frozen"), (1, "superseded")]
    # The month after names the one before, by the hash of its manifest as it stands then.
    frozen(world, "2024-04")
    assert platform(world).get(f"{WHERE}/2024-04/manifest", expect=200).json["previous"] == {"month": MONTH, "version": 2, "sha256": second["sha256"]}


def test_a_month_is_frozen_when_it_is_over_and_by_one_at_a_time(world):
    district, today = officer(world), world.cluster.query("select to_char(now() at time zone 'Asia/Shanghai', 'YYYY-MM') as month")[0]["month"]
    for month in (today, "2099-01"):
        assert district.post(WHERE, {"month": month}, expect=422).code == "exchange_month_not_over"
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: officer(world).post(WHERE, {"month": "2001-01"}, expect=(201, 409)), range(8)))
    assert sorted(answer.status for answer in answers) == [201] + [409] * 7
    refused = next(answer for answer in answers if answer.status == 409)
    assert refused.code == "state_conflict" and "building" in json.dumps(refused.json)
    made = next(answer for answer in answers if answer.status == 201)
    assert made.header("Location") == f"{WHERE}/2001-01" and made.json["state"] == "building" and not made.json["scheduled"]
    # While it is being made the district sees it, and nobody else.
    assert district.get(f"{WHERE}/2001-01", expect=200).json["id"] == made.json["id"]
    for rest in ("", "/manifest", "/signature", "/parts/firms.snapshot-0001.csv.gz"):
        platform(world).get(f"{WHERE}/2001-01{rest}", expect=404)
    with worker(world):
        wait(world, made.json)
    platform(world).get(f"{WHERE}/2001-01", expect=200)


def test_without_a_key_that_signs_nothing_is_frozen_and_it_is_tried_again(world):
    package = asked(world, "2001-02")
    keys = world.cluster.query("select kid, signs_until::text from signing_keys")
    world.cluster.query("update signing_keys set signs_until = created_at + interval '1 microsecond' returning 1")
    with worker(world):
        assert wait(world, package, "failed")["trouble"] == "no_signing_key"
        left = world.cluster.query("select (select count(*) from exchange_parts where package_id = %s) as parts, (select count(*) from stored_files where bytes is null) as begun", (package["id"],))
        assert left == [{"parts": 0, "begun": 0}], "nothing of it stays"
        shown = officer(world).get(f"{WHERE}/2001-02", expect=200).json
        assert (shown["state"], shown["trouble"]) == ("failed", "no_signing_key") and shown["tries"] >= 1
        for key in keys:
            world.cluster.query("update signing_keys set signs_until = %s where kid = %s returning 1", (key["signs_until"], key["kid"]))
        again = officer(world).post(WHERE, {"month": "2001-02"}, expect=201).json
        assert again["id"] == package["id"]
        assert wait(world, package)["trouble"] is None


def test_what_was_received_is_said_and_what_differs_is_kept(world, package):
    """The state `pulled` of the model: who has which bytes, and since when."""
    client, wrong = platform(world), "0" * 64
    body = {"version": 1, "sha256": package["sha256"]}
    first = client.post(f"{WHERE}/{MONTH}/acknowledgements", body, expect=201).json
    again = client.post(f"{WHERE}/{MONTH}/acknowledgements", body, expect=201).json
    assert first["matches"] and (again["times"], again["acknowledged_at"]) == (first["times"] + 1, first["acknowledged_at"])
    for _ in range(2):
        assert client.post(f"{WHERE}/{MONTH}/acknowledgements", {**body, "sha256": wrong}, expect=422).code == "manifest_differs"
    client.post(f"{WHERE}/{MONTH}/acknowledgements", {**body, "version": 77}, expect=404)
    client.post(f"{WHERE}/2008-11/acknowledgements", body, expect=404)
    for who in (officer(world), client):
        lines = who.get(f"{WHERE}/{MONTH}", {"version": 1}, expect=200).json["acknowledgements"]
        assert {(line["sha256"], line["matches"], line["times"]) for line in lines} == {(package["sha256"], True, again["times"]), (wrong, False, 2)}
    tag = client.get(f"{WHERE}/{MONTH}", {"version": 1}, expect=200).header("ETag")
    client.post(f"{WHERE}/{MONTH}/acknowledgements", body, expect=201)
    assert client.get(f"{WHERE}/{MONTH}", {"version": 1}, expect=200).header("ETag") != tag


def test_everything_in_it_is_of_one_moment(world):
    """What is committed while it is made is in none of its files, whichever is read last; what is counted sees the same."""
    counts = world.cluster.query("select pg_get_functiondef('exchange_count_figures'::regproc) as it")[0]["it"]
    world.cluster.query("""create or replace function exchange_count_figures(wanted_district text, package uuid, month text) returns bigint language sql volatile security definer
        set search_path = public, pg_temp as $$
            insert into exchange_figures (district_code, package_id, position, figure, dimension, key, value)
            select wanted_district, package, 1, 'renamed', '', '', count(*) from firms where district_code = wanted_district and name like '%%更'
            returning 1::bigint
        $$""")
    package, holder = asked(world, "2001-03"), world.cluster.connect()
    try:
        with worker(world):
            with holder.cursor() as cursor:
                cursor.execute("begin; lock table org_units in access exclusive mode")  # what is read first waits
                until(lambda: world.cluster.query("select 1 from pg_stat_activity where usename = 'wuye_platform' and wait_event_type = 'Lock'"), 20)
                world.cluster.query("update firms set name = name || '更', updated_at = now() where district_code = '150202' returning 1")
                cursor.execute("rollback")
            wait(world, package)
    finally:
        holder.close()
        world.cluster.query(counts)
    manifest, _, parts = pulled(platform(world), "2001-03")
    found = rows(manifest, parts)
    assert found["figures", "figures"] == [{"figure": "renamed", "dimension": "", "key": "", "value": "0", "numerator": None, "denominator": None}]
    assert found["firms", "snapshot"] and not any(row["name"].endswith("更") for row in found["firms", "snapshot"])


def test_a_month_that_the_worker_froze_is_read_as_a_bulletin(world, samples):
    """D06, L7: from the asking to the reading by nobody's hand: none before it is frozen, and then what the package ships. A correction is another one beside it."""
    month, numbers = "2024-07", ("value", "numerator", "denominator")
    estate = {"district_code": "150202", **samples.estates["near"]}
    complaint(world, estate, "2024-Q3", at="2024-07-31T23:59:59.999999+08:00", state="received")
    complaint(world, estate, "2024-Q3", at="2024-08-01T00:00:00+08:00", state="received")
    package = asked(world, month)
    officer(world).get(f"/v1/bulletins/{month}", expect=404)
    with worker(world):
        wait(world, package)
        first = officer(world).get(f"/v1/bulletins/{month}", expect=200).json
        manifest, raw, parts = pulled(platform(world), month)
        shipped = {(row["figure"], row["dimension"], row["key"]): row for row in rows(manifest, parts)["figures", "figures"]}
        told = {(one["figure"], one["dimension"], one["key"]): one for section in first["sections"] for one in section["figures"]}
        number = lambda value: None if value is None else decimal.Decimal(str(value))
        assert told and {where: [number(one[name]) for name in numbers] for where, one in told.items()} == {where: [number(shipped[where][name]) for name in numbers] for where in told}
        assert told["complaints_received", "", ""]["value"] == "1", "the last moment of the month, and not the first of the next"
        assert [(one["version"], one["sha256"]) for one in first["months"]] == [(1, hashlib.sha256(raw).hexdigest())]
        street = world.caller("street.heping@150202")
        mine = world.register.account("street.heping@150202")["street_code"]
        own = {(one["dimension"], one["key"]) for section in street.get(f"/v1/bulletins/{month}", expect=200).json["sections"] for one in section["figures"] if one["dimension"] in ("street", "firm", "estate", "department", "district")
               and not one["figure"].startswith("ranking_")}
        assert own <= {("street", mine)}
        complaint(world, estate, "2024-Q3", at="2024-07-01T00:00:00+08:00", state="received")
        wait(world, asked(world, month, reason="补录"))
    assert officer(world).get(f"/v1/bulletins/{month}", {"version": 1}, expect=200).json == first
    now = officer(world).get(f"/v1/bulletins/{month}", expect=200).json
    assert now["months"][0]["version"] == 2
    assert [one["value"] for section in now["sections"] for one in section["figures"] if (one["figure"], one["dimension"]) == ("complaints_received", "")] == ["2"]
