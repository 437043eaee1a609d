"""What is deprecated in the contract says since when and until when, long enough before; and a problem says what to do."""
import json

import pytest
from test_generate import FILES, P, generate, write

LEAVING = "deprecated: true\n    x-deprecated: '2026-12-01'\n    x-sunset: '2027-06-30'\n    "
OPERATION = ("tags: [things]\n    x-roles: [hotline]", f"tags: [things]\n    {LEAVING}x-roles: [hotline]")
PARAMETER = ("{ name: q, in: query,", "{ name: q, in: query, deprecated: true, x-deprecated: '2026-12-01', x-sunset: '2027-06-30',")
SOUND = '{ "@1796054400", "Wed, 30 Jun 2027 16:00:00 GMT" }'  # from 2026-12-01 00:00 to 2027-06-30 24:00, in +08:00


def changed(tmp_path, *changes, file=P):
    text = FILES[file]
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    write(tmp_path, {**FILES, file: text})
    done = generate(tmp_path)
    return done, tmp_path / "out"


def test_whoever_uses_what_is_deprecated_is_told_since_when_and_until_when(tmp_path):
    done, out = changed(tmp_path, OPERATION, PARAMETER)
    assert done.returncode == 0, done.stderr
    assert (out / "operations.c").read_text().count(SOUND) == 2
    paths = json.loads((out / "openapi.json").read_text())["paths"]
    for operation, success in ((paths["/v1/things"]["post"], "201"), (paths["/v1/things"]["get"], "200")):
        assert {"Deprecation", "Sunset", "Link"} <= set(operation["responses"][success]["headers"])
    assert paths["/v1/things"]["post"]["deprecated"] and paths["/v1/things"]["post"]["x-sunset"] == "2027-06-30"
    assert "Sunset" not in paths["/v1/things/{id}"]["get"]["responses"]["200"]["headers"]


@pytest.mark.parametrize("change,message", [
    ((OPERATION[0], OPERATION[1].replace("deprecated: true\n    ", "")), "is of what is deprecated: true"),
    ((OPERATION[0], OPERATION[1].replace("    x-sunset: '2027-06-30'\n", "")), "its last day (x-sunset)"),
    ((OPERATION[0], OPERATION[1].replace("2027-06-30", "2027-02-30")), "its last day (x-sunset)"),
    ((OPERATION[0], OPERATION[1].replace("2027-06-30", "2027-01-31")), "leaves less than 180 days"),
    ((PARAMETER[0], PARAMETER[1].replace(", x-deprecated: '2026-12-01'", "")), "since when (x-deprecated)"),
    (("name: sort, in: query,", "name: sort, deprecated: true, x-deprecated: '2026-12-01', x-sunset: '2027-06-30', in: query,"), "has no default"),
], ids=["not deprecated", "no sunset", "no day", "too soon", "no since", "a default"])
def test_a_farewell_that_nobody_could_go_by_is_refused(tmp_path, change, message):
    done, _ = changed(tmp_path, change)
    assert done.returncode and message in done.stderr, done.stderr


def test_a_problem_says_what_to_do_by_its_status_or_by_itself(tmp_path):
    common = "openapi/problems/common.yaml"
    done, _ = changed(tmp_path, ("status: 500", "status: 511"), file=common)
    assert done.returncode and "ours: todo must have zh and en" in done.stderr
    done, out = changed(tmp_path, ("status: 500", "status: 511, todo: { zh: 等, en: Wait }"), file=common)
    assert done.returncode == 0 and '"Wait"' in (out / "operations.c").read_text(), done.stderr
