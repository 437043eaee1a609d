"""wuye verify: whatever is changed in a package or in a trail is named, from the files alone."""
import gzip
import importlib.util
import json
import os
import pathlib
import random
import shutil
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[3]
PROGRAM = pathlib.Path(os.environ.get("WUYE_BUILD", ROOT / "build/test")) / "wuye"
SECOND = ROOT / "tests/replay/verify_package.py"
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "LSAN_OPTIONS": f"suppressions={ROOT}/tests/support/leaks.supp:print_suppressions=0"}


def module():
    spec = importlib.util.spec_from_file_location("wuye_test_packages", ROOT / "tests/support/packages.py")
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


packages = module()
KEY = packages.Key()


def verify(*arguments, expect=0):
    """What was said; a sanitizer's word or a crash is no answer."""
    done = subprocess.run([str(PROGRAM), "verify", *map(str, arguments)], env=ENVIRONMENT, capture_output=True, timeout=60)
    said = done.stdout.decode(errors="replace")
    assert not any(word in done.stderr.decode(errors="replace") for word in ("Sanitizer", "runtime error")) and done.returncode == expect, f"exit {done.returncode}\n{said}\n{done.stderr.decode()}"
    return said


def second(*arguments):
    done = subprocess.run(["/usr/bin/python3", SECOND, *map(str, arguments)], capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def trail():
    return packages.Trail()


@pytest.fixture
def package(tmp_path, trail):
    return packages.Package(tmp_path / "october", KEY, audit=trail.claim)


def put(folder, trail, lines=None, pack=False):
    path = folder / "trail.ndjson"
    text = trail.text(trail.lines if lines is None else lines)
    path.write_bytes(gzip.compress(text) if pack else text)
    return path


def test_what_is_right_is_said_to_be(package, trail, tmp_path):
    said = verify("--key", KEY.thumbprint, package.folder, "--trail", put(tmp_path, trail))
    assert "nothing wrong" in said and package.sha256 in said and "note" not in said
    assert "nothing wrong" in verify(package.folder, "--trail", put(tmp_path, trail, pack=True))
    assert KEY.thumbprint in verify(package.folder), "the key is told when nobody said which is trusted"
    assert second(package.folder, put(tmp_path, trail)) == (0, "the same\n")
    (package.folder / "manifest.jws").write_text((package.folder / "manifest.jws").read_text() + "\n")
    verify(package.folder)
    told = json.loads(verify("--json", package.folder))
    assert told["ok"] and told["packages"][0]["sha256"] == package.sha256 and told["packages"][0]["key"] == KEY.thumbprint and told["faults"] == []


def test_no_argument_and_a_wrong_one_are_not_understood(tmp_path):
    for arguments in ([], ["--no-such", "x"], ["--key", "x"]):
        verify(*arguments, expect=2)
    assert "cannot be read" in verify(tmp_path / "nowhere", expect=1)


def test_what_a_strangers_file_is_called_is_no_order_to_a_terminal(package, trail, tmp_path):
    """Names of files and ids of rows are printed; escape sequences (also as C1, and in what is no UTF-8) are not."""
    for name in (b"\x1b]0;owned\x07", b"\xc2\x9b2J", b"\xff\x1b[2J"):
        (package.folder / "parts" / os.fsdecode(name)).write_bytes(b"x")
    said = subprocess.run([str(PROGRAM), "verify", package.folder], env=ENVIRONMENT, capture_output=True, timeout=60)
    assert said.returncode == 1 and not any(byte in said.stdout for byte in (b"\x1b", b"\x07", b"\xc2\x9b", b"\xff")) and b"?]0;owned?" in said.stdout
    told = json.loads(verify("--json", package.folder, expect=1))
    assert len(told["faults"]) == told["found"] == 3, "none is lost for its spelling"
    lines = [dict(line) for line in trail.lines]
    lines[2]["id"] = "\u001b[31mred"
    assert "\x1b" not in verify(package.folder, "--trail", put(tmp_path, trail, lines), expect=1)


def flips(data, number, seed):
    dice = random.Random(seed)
    for at in sorted(dice.sample(range(len(data)), min(number, len(data)))):
        yield at, data[:at] + bytes([data[at] ^ 1 << dice.randrange(8)]) + data[at + 1:]


@pytest.mark.parametrize("name", ["manifest.json", "manifest.jws", "parts/firms.snapshot-0001.ndjson.gz", "parts/complaints.changes-0002.csv.gz"])
def test_a_bit_that_is_another_is_named(name, package):
    path = package.folder / name
    whole = path.read_bytes()
    for at, wrong in flips(whole, 40, name):
        path.write_bytes(wrong)
        said = verify(package.folder, expect=1)
        # A manifest of which one bit is another is told by its signature as well.
        assert f"{path}: " in said or (name == "manifest.json" and "manifest.jws: is not over these bytes" in said), (at, said)
    path.write_bytes(whole)
    verify(package.folder)


@pytest.mark.parametrize("change, said", [
    (lambda p: p.write_bytes(p.read_bytes()[:-5]), "ends before its gzip stream does"), (lambda p: p.write_bytes(p.read_bytes() + b"\0"), "goes on behind the end"),
    (lambda p: p.write_bytes(p.read_bytes() * 2), "goes on behind the end"), (lambda p: p.write_bytes(b""), "ends before"), (lambda p: p.unlink(), "is missing"),
    (lambda p: (p.unlink(), p.mkdir()), "is no file"), (lambda p: (p.rename(p.with_suffix(".x")), p.symlink_to(p.with_suffix(".x"))), "is no file"),
    (lambda p: p.write_bytes(gzip.compress(b"\n" * 50_000_000)), "unpacks to more bytes"), (lambda p: (p.parent / "one.more").write_text("x"), "one.more: is not in the manifest"),
    (lambda p: (p.parents[1] / "more.txt").write_text("x"), "more.txt: is not in the manifest"), (lambda p: shutil.rmtree(p.parent), "parts: cannot be read"),
    (lambda p: (p.parents[1] / "manifest.jws").unlink(), "manifest.jws: cannot be read"), (lambda p: (p.parents[1] / "manifest.json").unlink(), "manifest.json: cannot be read"),
    (lambda p: (p.parents[1] / "manifest.json").write_bytes(b"[" * 100000), "is no JSON"), (lambda p: (p.parents[1] / "manifest.json").write_bytes(b"x" * 5_000_000), "is longer")])
def test_what_is_not_whole_missing_or_too_much_is_named(package, change, said):
    change(package.folder / "parts/firms.snapshot-0001.ndjson.gz")
    assert said in verify(package.folder, expect=1)


def edit(package, path, value):
    node = package.manifest
    for step in path[:-1]:
        node = node[step]
    if value is None and isinstance(node, dict) and path[-1] not in ("supersedes", "reason"):
        del node[path[-1]]
    else:
        node[path[-1]] = value
    package.write()


PART = ("datasets", 1, "parts", 2)


@pytest.mark.parametrize("path, value, said", [
    ((*PART, "rows"), 3, "has 4 rows"), ((*PART, "bytes"), 7, "the manifest says 7"), ((*PART, "raw_bytes"), 9, "unpacks to more"), ((*PART, "raw_bytes"), 10**9, "unpacks to"),
    ((*PART, "sha256"), "0" * 64, "the manifest says 0000"), ((*PART, "raw_sha256"), "0" * 64, "with 0000"), ((*PART, "sha256"), "zz", "not understood"), ((*PART, "rows"), -1, "not understood"),
    ((*PART, "name"), "../manifest.json", "not understood"), ((*PART, "name"), "complaints.changes-0001.ndjson.gz", "not understood"), ((*PART, "format"), "xml", "not understood"),
    ((*PART, "number"), 1, "not understood"), ((*PART, "number"), 1 << 62, "not understood"), ((*PART, "rows"), 1.5, "not understood"), ((*PART, "name"), {}, "not understood"),
    (("datasets", 1, "rows"), 7, "has other rows of complaints"), (("datasets", 1), "x", "not in the manifest"), (("datasets",), {}, "is no manifest"), (("format",), "wuye-exchange/2", "is no manifest"),
    (("month",), "2026-13", "is no manifest"), (("version",), 0, "is no manifest"), (("version",), 2, "is no manifest"), (("supersedes",), "0" * 64, "is no manifest"),
    (("reason",), "", "is no manifest"), (("reason",), 5, "is no manifest"), (("previous",), {"month": "2026-10", "version": 1, "sha256": "0" * 64}, "is no manifest"), (("audit",), {}, "is no manifest"),
    (("audit", "head"), "x", "is no manifest"), (("frozen_at",), None, "is no manifest"), (("district_code",), "15020/", "is no manifest")])
def test_a_manifest_that_is_signed_and_wrong_is_named(package, path, value, said):
    """Whoever has the key may sign anything: it is held to the files all the same."""
    edit(package, path, value)
    told = verify(package.folder, expect=1)
    assert said in told and "manifest.jws" not in told


def test_a_manifest_has_one_spelling(package):
    for text in (json.dumps(package.manifest, sort_keys=True, ensure_ascii=False) + "\n", packages.canonical(package.manifest).decode()[:-1], packages.canonical(package.manifest).decode() + "\n",
                 json.dumps(package.manifest, sort_keys=True, separators=(",", ":")).replace('"wuye-exchange/1"', '"wuye-exchange\\/1"') + "\n"):
        (package.folder / "manifest.json").write_text(text)
        (package.folder / "manifest.jws").write_text(KEY.sign(text.encode()))
        assert "is not in its canonical form" in verify(package.folder, expect=1)


def test_a_signature_is_by_the_key_that_is_trusted_and_of_the_one_form(package, tmp_path):
    other, jwks = packages.Key(), tmp_path / "jwks.json"
    jwks.write_text(json.dumps({"keys": [other.public, KEY.public]}))
    verify("--key", jwks, package.folder)
    assert f"is by the key {KEY.thumbprint}" in verify("--key", other.thumbprint, package.folder, expect=1)
    jwks.write_text(json.dumps({"keys": [other.public]}))
    assert "which is not the one given" in verify("--key", jwks, package.folder, expect=1)
    assert "cannot be read" in verify("--key", tmp_path / "none.json", package.folder, expect=1)
    for header in ({"alg": "none"}, {"alg": "HS256"}, {"typ": "JWT"}, {"kid": other.thumbprint}, {"crit": ["b64"], "b64": False}, {"jwk": other.public}, {"jwk": {**KEY.public, "kid": "x"}, "kid": "x"},
                   {"jwk": "x"}, {"zip": "DEF"}):
        package.write(**header)
        assert "manifest.jws: " in verify(package.folder, expect=1), header
    data = packages.canonical(package.manifest)
    for text in (KEY.sign(data).replace("..", "." + packages.url64(data) + "."), "", "..", "a..b", KEY.sign(data) + "=", other.sign(data).split("..")[0] + ".." + KEY.sign(data).split("..")[1], "x" * 100000):
        (package.folder / "manifest.jws").write_text(text)
        assert "manifest.jws: " in verify(package.folder, expect=1), text


def test_packages_are_held_to_each_other(package, trail, tmp_path):
    november = packages.Trail("2026-11", trail.head, rows=2)
    corrected = packages.Package(tmp_path / "corrected", KEY, version=2, supersedes=package.sha256, audit=trail.claim)
    following = packages.Package(tmp_path / "november", KEY, month="2026-11", previous=corrected.named, audit=november.claim)
    folders = [package.folder, corrected.folder, following.folder]
    verify(*folders)
    verify(following.folder, "--previous", corrected.folder, "--previous", package.folder)
    for one, path, value, said in ((corrected, ("supersedes",), "0" * 64, "the version before"), (following, ("previous", "sha256"), "0" * 64, "the package before"),
                                   (following, ("audit", "previous_head"), "0" * 64, "does not go on where the trail of 2026-10"), (corrected, ("audit", "head"), "0" * 64, "another head of the trail")):
        before = json.loads(json.dumps(one.manifest))
        edit(one, path, value)
        assert said in verify(*folders, expect=1)
        one.manifest = before
        one.write()
    edit(package, ("feed_cursor",), 5)
    assert "the version before" in verify(*folders, expect=1)
    assert "itself" in verify(corrected.folder, packages.Package(tmp_path / "twin", KEY, version=2, supersedes="1" * 64).folder, expect=1)


def test_every_byte_of_a_trail_counts(package, trail, tmp_path):
    whole = trail.text(trail.lines)
    path = put(tmp_path, trail)
    for at, wrong in flips(whole, 160, "trail"):
        path.write_bytes(wrong)
        said = verify(package.folder, "--trail", path, expect=1)
        assert f"{path}: " in said, (at, said)
        number = whole[:at].count(b"\n") + 1
        assert f"line {number}" in said or f"line {number + 1}" in said or "middle of a line" in said, (at, said)


def changed(trail, number, **members):
    return [{**line, **members} if line["number"] == number else line for line in trail.lines]


@pytest.mark.parametrize("number", [1, 3, 6])
def test_the_row_that_was_changed_is_named_and_no_other(package, trail, tmp_path, number):
    row = trail.lines[number - 1]
    said = verify(package.folder, "--trail", put(tmp_path, trail, changed(trail, number, row=row["row"].replace("核实", "核查"))), expect=1)
    assert f"line {number}, row {row['id']}: was changed: its text is not the one that was sealed" in said and said.count("row ") == 1 and "1 wrong" in said
    said = verify(package.folder, "--trail", put(tmp_path, trail, changed(trail, number, hash="0" * 64)), expect=1)
    assert f"line {number}, row {row['id']}: has another hash than the one that was sealed" in said and "1 wrong" in said
    said = verify(package.folder, "--trail", put(tmp_path, trail, changed(trail, number, row=None)), expect=1)
    assert f"line {number}, row {row['id']}: is missing" in said and "1 wrong" in said
    said = verify(package.folder, "--trail", put(tmp_path, trail, changed(trail, number, at="2026-10-03T08:00:00+08:00")), expect=1)
    assert f"line {number}, row {row['id']}: says something else" in said and "1 wrong" in said
    code, told = second(package.folder, put(tmp_path, trail, changed(trail, number, row=row["row"].replace("核实", "核查"))))
    assert code == 1 and row["id"] in told


def test_two_that_were_changed_are_both_named(package, trail, tmp_path):
    for pair in ((2, 3), (1, 6), (3, 5)):
        lines = changed(trail, pair[0], row=trail.lines[pair[0] - 1]["row"].replace("核实", "核查"))
        lines[pair[1] - 1] = {**lines[pair[1] - 1], "row": lines[pair[1] - 1]["row"].replace("核实", "属实")}
        said = verify(package.folder, "--trail", put(tmp_path, trail, lines), expect=1)
        assert all(f"line {number}, row {trail.lines[number - 1]['id']}: was changed" in said for number in pair) and "2 wrong" in said


def test_lines_taken_away_added_and_in_another_order_are_named(package, trail, tmp_path):
    lines, new = trail.lines, {"number": None, "at": "2026-10-03T08:00:00.3+08:00", "id": "01900000-0000-7000-8000-00000000000f", "log": "audit", "hash": None, "row": trail.lines[2]["row"]}
    new["row"] = new["row"].replace(lines[2]["id"], new["id"])
    for wrong, said in ((lines[:2] + lines[3:], "line 3, row " + lines[3]["id"] + ": has the number 4, and 3 comes here"), (lines[1:], "line 1, row " + lines[1]["id"] + ": has the number 2"),
                        (lines[:-1], "has 5 links, and"), (lines[:2] + [lines[3], lines[2]] + lines[4:], "line 3, row " + lines[3]["id"]), (lines[:3] + lines[2:], "line 4, row " + lines[2]["id"]),
                        (lines[:3] + [new] + lines[3:], f"line 4, row {new['id']}: is in no chain"), ([], "has 0 links")):
        told = verify(package.folder, "--trail", put(tmp_path, trail, wrong), expect=1)
        assert said in told, told
        assert second(package.folder, put(tmp_path, trail, wrong))[0] == 1


def test_a_chain_made_anew_has_another_head(package, trail, tmp_path):
    """Who may write everything in the database changes a row and makes all hashes behind it anew: the package that the city has says another head."""
    forged = packages.Trail()
    forged.lines = changed(trail, 2, row=trail.lines[1]["row"].replace("核实", "核查"))
    link = trail.lines[0]["hash"]
    for line in forged.lines[1:]:
        line["hash"] = link = packages.sha(f"{link}\n{line['row']}".encode())
    assert "it is another chain" in verify(package.folder, "--trail", put(tmp_path, forged), expect=1)
    assert "note" in verify("--trail", put(tmp_path, forged)), "by itself it is consistent, and it is said what that is worth"


def test_a_seal_says_it_too_and_the_month_finds_its_claim(trail, tmp_path):
    seal = tmp_path / "seal.json"
    seal.write_text(json.dumps({"district_code": packages.DISTRICT, "format": "wuye-audit/1", **trail.claim}))
    verify("--trail", put(tmp_path, trail), "--seal", seal)
    november = packages.Trail("2026-11", trail.head, rows=3)
    later = packages.Package(tmp_path / "november", KEY, month="2026-11", audit=november.claim)
    verify(later.folder, "--seal", seal, "--trail", put(tmp_path, trail))
    verify(later.folder, "--seal", seal, "--trail", put(tmp_path, november))
    seal.write_text(json.dumps({"district_code": packages.DISTRICT, **trail.claim, "previous_head": "0" * 64}))
    assert "line 1" in verify("--trail", put(tmp_path, trail), "--seal", seal, expect=1)
    empty = packages.Trail("2026-12", november.head, rows=0)
    seal.write_text(json.dumps({"district_code": packages.DISTRICT, **empty.claim}))
    verify("--trail", put(tmp_path, empty), "--seal", seal)
    for wrong in ("[]", "x", json.dumps({**trail.claim, "district_code": 5})):
        seal.write_text(wrong)
        assert "is no seal" in verify("--trail", put(tmp_path, trail), "--seal", seal, expect=1)


def test_a_trail_that_is_no_trail_is_told_as_such(tmp_path, trail):
    path = tmp_path / "trail"
    line = trail.text(trail.lines[:1])
    for data, said in ((b"\n", "line 1: is not understood"), (b"{}\n", "not understood"), (line[:-1], "middle of a line"), (b"[" * 200000 + b"\n", "not understood"), (b"\xff\n", "not understood"),
                       (line.replace(b'"number":1', b'"number":1,"number":1'), "not understood"), (line.replace(b'"number":1', b'"number":-1'), "not understood"), (b"\x1f\x8b\x08junk", "gzip"),
                       (gzip.compress(line)[:-3], "ends before its gzip stream"), (gzip.compress(line) + b"x", "gzip"), (b"x" * (17 << 20), "longer than a row"),
                       (gzip.compress(b"x" * (17 << 20)), "longer than a row"), (line.replace(b"8000-000000000001", b"8000-00000000000"), "not understood")):
        path.write_bytes(data)
        assert said in verify("--trail", path, expect=1), data[:60]
    assert "cannot be read" in verify("--trail", tmp_path / "none", expect=1)
