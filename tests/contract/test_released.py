"""What would break a caller is found, and fails unless the change log names it."""
import json
import os
import pathlib
import subprocess
import sys

import pytest
from harness.contract import Contract

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "openapi")]
from released import Surface, breaks, unreleased  # noqa: E402  (the path comes first)

WHOLE = Contract.built().document
# A part is enough to break: what is changed is read anew for each test.
PART = json.dumps({"paths": {path: WHOLE["paths"][path] for path in ("/v1/estates", "/v1/estates/{id}", "/v1/complaints/{id}", "/v1/hotline/tickets")}, "components": WHOLE["components"]})
OLD = Surface(json.loads(PART)).read()


def test_nothing_breaks_that_the_change_log_does_not_name():
    bundle = pathlib.Path(os.environ.get("WUYE_BUILD", ROOT / "build/test")) / "openapi.json"
    done = subprocess.run(["/usr/bin/python3", ROOT / "openapi/released.py", "--bundle", bundle], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def estate(document):
    return document["paths"]["/v1/estates/{id}"]


def new_ticket(document):
    return document["components"]["schemas"]["TicketNew"]


CHANGES = {
    "an operation": (lambda d: estate(d).pop("get"), ("getEstate", "is gone")),
    "a role": (lambda d: estate(d)["get"]["x-roles"].remove("company"), ("getEstate", "company may not any more")),
    "a parameter": (lambda d: d["paths"]["/v1/estates"]["get"]["parameters"].pop(0), ("listEstates", "is not taken any more")),
    "a parameter that is needed": (lambda d: d["paths"]["/v1/estates"]["get"]["parameters"].append({"name": "why", "in": "query", "required": True, "schema": {}}), ("listEstates", "why has to be sent now")),
    "a member": (lambda d: new_ticket(d)["properties"].pop("title"), ("postTickets", ".title is not taken any more")),
    "a member that is needed": (lambda d: new_ticket(d)["required"].append("title"), ("postTickets", ".title has to be sent now")),
    "a value": (lambda d: new_ticket(d)["properties"]["urgency"].update(enum=["ordinary"]), ("postTickets", "is not taken any more")),
    "a member of an answer": (lambda d: d["components"]["schemas"]["Complaint"]["properties"].pop("ticket_no"), ("getComplaint", ".ticket_no is not answered any more")),
    "a member that is sure": (lambda d: d["components"]["schemas"]["Complaint"]["required"].remove("ticket_no"), ("getComplaint", ".ticket_no may be missing")),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_breaks_is_found(name):
    document = json.loads(PART)
    change, (operation, message) = CHANGES[name]
    change(document)
    found = list(breaks(OLD, Surface(document).read()))
    assert any(one == operation and message in what for one, what in found), found[:20]


def test_what_is_added_breaks_nothing():
    document = json.loads(PART)
    new_ticket(document)["properties"]["more"] = {"type": "object", "required": ["all"], "properties": {"all": {"type": "string"}}}
    document["components"]["schemas"]["Complaint"]["properties"]["more"] = {"type": "string"}
    document["paths"]["/v1/more"] = {"get": {**estate(document)["get"], "operationId": "getMore"}}
    assert not list(breaks(OLD, Surface(document).read()))


def test_the_change_log_is_read_from_its_first_heading_to_the_next():
    assert "listThings" in unreleased("# Log\n\n## Unreleased\n- listThings\n\n## 1\n- old\n") and "old" not in unreleased("# Log\n\n## Unreleased\n\n## 1\n- old\n")
