"""Issue 9, D06, I05: a package and a sealed trail as the service answers them, in files, held to themselves by `wuye verify` and by a second program that knows nothing of it; what is changed anywhere is named."""
import gzip
import hashlib
import json
import pathlib
import shutil
import subprocess
import sys

import pytest
from harness import service as services
from things.audit_seals import DISTRICT, plant, seal
from things.exchange_months import WHERE, frozen, officer, platform

SECOND = pathlib.Path(__file__).resolve().parents[1] / "replay/verify_package.py"
MONTHS = ("2025-01", "2025-02")
ODD = "“和平”\u2028物\\业 \"\u007f\t\x01\x1f\r\n=1+1/é𠮷"


def run(command):
    done = subprocess.run([str(word) for word in command], capture_output=True, timeout=120, env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "ASAN_OPTIONS": "detect_leaks=0"})
    assert b"Sanitizer" not in done.stderr, done.stderr.decode()
    return done.returncode, done.stdout.decode() + done.stderr.decode()


def verify(*arguments):
    return run([services.PROGRAM, "verify", *arguments])


def second(*arguments):
    return run([sys.executable, SECOND, *arguments])


def fetch_package(world, folder, month, version=None):
    client, wanted = platform(world), {"version": version} if version else None
    (folder / "parts").mkdir(parents=True)
    manifest = client.get(f"{WHERE}/{month}/manifest", wanted, expect=200)
    (folder / "manifest.json").write_bytes(manifest.body)
    (folder / "manifest.jws").write_bytes(client.get(f"{WHERE}/{month}/signature", wanted, expect=200).body)
    for file in manifest.json["datasets"]:
        for part in file["parts"]:
            (folder / "parts" / part["name"]).write_bytes(client.get(f"{WHERE}/{month}/parts/{part['name']}", {"version": manifest.json["version"]}, expect=200).body)
    return folder


def fetch_trail(world, path, month):
    path.write_bytes(officer(world).get(f"/v1/audit/months/{month}/trail", headers={"Accept": "application/x-ndjson"}, expect=200).body)
    return path


@pytest.fixture(scope="module")
def pulled(world, samples, tmp_path_factory):
    """Two months that follow each other, the second of them corrected; the service's keys and the trails beside them. Small parts, and names that are hard to write."""
    base = tmp_path_factory.mktemp("exchange")
    world.cluster.query("update firms set name = name || %s, updated_at = now() where id in (select id from firms where district_code = '150202' order by id limit 3) returning 1", (ODD,))
    for month in MONTHS:
        plant(world.cluster, DISTRICT, month, 20, name=ODD)
        seal(world.cluster, month)
    frozen(world, "2024-12")
    for month in MONTHS:
        frozen(world, month, settings={"package_part_bytes": 20000}, **({"reason": "按时结账"} if month == MONTHS[0] else {}))
    frozen(world, MONTHS[1], reason=ODD)
    for name, month, version in (("first", MONTHS[0], 1), ("second", MONTHS[1], 1), ("corrected", MONTHS[1], 2)):
        fetch_package(world, base / name, month, version)
    for month in MONTHS:
        fetch_trail(world, base / f"{month}.ndjson", month)
        (base / f"{month}.seal").write_bytes(officer(world).get(f"/v1/audit/months/{month}", expect=200).body)
    (base / "jwks.json").write_bytes(world.anyone.get("/v1/auth/jwks.json", expect=200).body)
    return base


def copy(pulled, tmp_path, name="first"):
    return pathlib.Path(shutil.copytree(pulled / name, tmp_path / name))


def flip(path, at):
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


def test_what_the_service_answers_is_found_right(pulled):
    keys = ["--key", pulled / "jwks.json"]
    for name, month in (("first", MONTHS[0]), ("second", MONTHS[1]), ("corrected", MONTHS[1])):
        trail = pulled / f"{month}.ndjson"
        code, said = verify(*keys, pulled / name, "--trail", trail)
        assert code == 0 and "nothing wrong" in said and "note" not in said, said
        assert second(pulled / name, trail) == (0, "the same\n"), name
        assert verify("--trail", trail, "--seal", pulled / f"{month}.seal")[0] == 0
    code, said = verify(*keys, pulled / "corrected", "--previous", pulled / "second", "--previous", pulled / "first", "--trail", pulled / f"{MONTHS[1]}.ndjson")
    assert code == 0 and "nothing wrong" in said, said
    manifests = {name: json.loads((pulled / name / "manifest.json").read_bytes()) for name in ("first", "second", "corrected")}
    assert manifests["second"]["audit"]["previous_head"] == manifests["first"]["audit"]["head"] and manifests["corrected"]["audit"] == manifests["second"]["audit"]
    first = {"month": MONTHS[0], "version": 1, "sha256": hashlib.sha256((pulled / "first/manifest.json").read_bytes()).hexdigest()}
    assert manifests["second"]["previous"] == manifests["corrected"]["previous"] == first and manifests["first"]["previous"]["month"] == "2024-12", "the month before, and no other"
    assert any(len(dataset["parts"]) > 4 for dataset in manifests["first"]["datasets"])


def test_a_byte_of_a_part_is_named(pulled, tmp_path):
    folder = copy(pulled, tmp_path)
    for path in sorted((folder / "parts").iterdir())[::7]:
        flip(path, path.stat().st_size // 2)
        code, said = verify(folder)
        assert code == 1 and f"parts/{path.name}: " in said, said
        assert second(folder)[0] == 1 and path.name in second(folder)[1]
        flip(path, path.stat().st_size // 2)
    assert verify(folder)[0] == 0


def test_a_part_that_is_packed_anew_with_another_row_is_named(pulled, tmp_path):
    folder = copy(pulled, tmp_path)
    part = folder / "parts/firms.snapshot-0001.ndjson.gz"
    part.write_bytes(gzip.compress(gzip.decompress(part.read_bytes()).replace(b"150202", b"150203", 1), mtime=0))
    code, said = verify(folder)
    assert code == 1 and "firms.snapshot-0001.ndjson.gz: unpacks to" in said, said


def test_a_byte_of_the_manifest_is_named(pulled, tmp_path):
    folder = copy(pulled, tmp_path, "corrected")
    size = (folder / "manifest.json").stat().st_size
    for at in range(1, size, size // 25):
        flip(folder / "manifest.json", at)
        code, said = verify(folder)
        assert code == 1 and "/manifest.jws: " in said and "manifest.json, or this" in said, (at, said)
        flip(folder / "manifest.json", at)
    assert verify(folder)[0] == 0


def test_a_byte_of_an_old_row_is_named(world, pulled, tmp_path):
    """By the superuser, in either log; the trail is downloaded again, and held to the packages that were pulled before."""
    cluster = world.cluster
    for month, folder in zip(MONTHS, ("first", "corrected")):
        for table, column in (("audit_log", "request_id"), ("personal_access_log", "reason")):
            row = cluster.query(f"select id, {column} as text from {table} where district_code = %s and at >= %s order by at offset 3 limit 1", (DISTRICT, f"{month}-01 00:00+08"))[0]
            changed = row["text"][:-1] + chr(ord(row["text"][-1]) ^ 1)
            cluster.query(f"update {table} set {column} = %s where id = %s returning 1", (changed, row["id"]))
            trail = fetch_trail(world, tmp_path / "trail.ndjson", month)
            code, said = verify(pulled / folder, "--trail", trail)
            assert code == 1 and f"row {row['id']}: was changed" in said and "1 wrong" in said, said
            code, said = second(pulled / folder, trail)
            assert code == 1 and str(row["id"]) in said, said
            cluster.query(f"update {table} set {column} = %s where id = %s returning 1", (row["text"], row["id"]))
        trail = fetch_trail(world, tmp_path / "trail.ndjson", month)
        assert trail.read_bytes() == (pulled / f"{month}.ndjson").read_bytes() and verify(pulled / folder, "--trail", trail)[0] == 0
    gone = cluster.query("select id, at from audit_log where district_code = %s and at >= %s order by at offset 5 limit 1", (DISTRICT, f"{MONTHS[0]}-01 00:00+08"))[0]
    cluster.query("update audit_log set at = at + interval '9 seconds' where id = %s returning 1", (gone["id"],))
    code, said = verify(pulled / "first", "--trail", fetch_trail(world, tmp_path / "trail.ndjson", MONTHS[0]))
    assert code == 1 and f"row {gone['id']}: is missing" in said and f"row {gone['id']}: is in no chain" in said, said
    cluster.query("update audit_log set at = %s where id = %s returning 1", (gone["at"], gone["id"]))


def test_a_seal_that_was_made_anew_is_not_the_one_in_the_package(world, pulled, tmp_path):
    """Who changes a row and the whole chain with it contradicts what the city has."""
    trail, seal_of = pulled / f"{MONTHS[0]}.ndjson", json.loads((pulled / f"{MONTHS[0]}.seal").read_bytes())
    other = tmp_path / "seal.json"
    other.write_text(json.dumps({**seal_of, "head": "0" * 64}))
    code, said = verify(pulled / "first", "--trail", trail, "--seal", other)
    assert code == 1 and "has another seal of 2025-01" in said and "sealed anew" in said, said
