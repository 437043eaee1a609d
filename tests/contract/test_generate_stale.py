"""Whom a standby may answer is said in the contract, and the generator takes it of few."""
import json

import pytest
from test_generate import FILES, P, generate, project, write  # noqa: F401  (a fixture)

REFUSED = [
    ("for who writes", "x-roles: [hotline]", "x-roles: [hotline]\n    x-stale: [hotline]", "postThings", "x-stale is a list of public and platform"),
    ("for nobody", "x-hook: get_ping", "x-hook: get_ping\n    x-stale: []", "ping", "x-stale is a list of"),
    ("for who may not call", "x-hook: get_ping", "x-hook: get_ping\n    x-stale: [platform]", "ping", "of those that x-roles names"),
    ("of a write", "x-roles: [hotline]", "x-roles: [hotline, platform]\n    x-stale: [platform]", "postThings", "x-stale is of a GET"),
    ("of a hook", "x-hook: get_ping", "x-hook: get_ping\n    x-stale: [public]", "ping", "without an x-hook"),
]


@pytest.mark.parametrize("name,old,new,culprit,message", REFUSED, ids=[row[0].replace(" ", "-") for row in REFUSED])
def test_a_stale_answer_is_refused(project, name, old, new, culprit, message):  # noqa: F811
    assert old in FILES[P], "the test's own text is stale"
    write(project, {**FILES, P: FILES[P].replace(old, new)})
    done = generate(project)
    assert done.returncode == 1 and f"{P}: {culprit}" in done.stderr and message in done.stderr, done.stderr


def test_a_stale_answer_says_so_in_the_table_and_in_the_contract(project):  # noqa: F811
    before, after = "x-roles: [district, public]", "x-roles: [district, public]\n    x-stale: [public]"
    assert before in FILES[P], "the test's own text is stale"
    components = FILES["openapi/openapi.yaml"].replace('"headers": {', '"headers": {"Age": {"schema": {"type": "integer"}}, ')
    write(project, {**FILES, P: FILES[P].replace(before, after), "openapi/openapi.yaml": components})
    done = generate(project)
    assert done.returncode == 0, done.stderr
    table = (project / "out/operations.c").read_text()
    assert table.count(".stale = ROLE_PUBLIC") == 1 and ".stale = 0" in table
    served = json.loads((project / "out/openapi.json").read_text())["paths"]["/v1/things"]["get"]
    assert served["x-stale"] == ["public"] and "Age" in served["responses"]["200"]["headers"]
