"""What the audit keeps of a write: what was asked, never a secret, never a resident's word."""
import json
import time

from things.users import user

PASSWORD = "别的一个密码 20260302"


def detail(world, operation, request_id):
    return [row["detail"] for row in world.role("district").pages("/v1/audit", {"operation": operation}) if row["request_id"] == request_id]


def test_the_audit_says_what_was_changed(world):
    officer = world.caller("district.officer@150202")
    made = user(world)
    officer.request("PATCH", f"/v1/users/{made['id']}", json_body={"display_name": "新名"}, headers={"If-Match": '"1"', "X-Request-Id": f"detail-{made['id']}"}, expect=200)
    assert detail(world, "updateUser", f"detail-{made['id']}") == [{"body": {"display_name": "新名"}}]
    officer.post(f"/v1/users/{made['id']}/set-password", {"password": PASSWORD}, headers={"X-Request-Id": f"password-{made['id']}"}, expect=200)
    assert detail(world, "setUserPassword", f"password-{made['id']}") == [{"body": {}, "withheld": ["/password"]}]
    officer.post(f"/v1/users/{made['id']}/disable", headers={"X-Request-Id": f"disable-{made['id']}"}, expect=200)
    assert detail(world, "disableUser", f"disable-{made['id']}") == [None]


def test_what_residents_say_is_not_in_the_audit(world):
    """Planted names, numbers and words: of a ticket, alone, keyed and in a batch, the members' names are kept and nothing else."""
    hotline, tag = world.caller("hotline@150202"), f"aud-{time.time_ns()}"
    hotline.post("/v1/hotline/tickets", world.ticket(), headers={"X-Request-Id": tag}, expect=201)
    hotline.post("/v1/hotline/tickets", world.ticket(), headers={"X-Request-Id": tag, "Idempotency-Key": tag}, expect=201)
    hotline.post("/v1/hotline/tickets", [world.ticket(), world.ticket()], headers={"X-Request-Id": tag}, expect=200)
    found = detail(world, "postTickets", tag)
    assert len(found) == 4 and all(set(one) == {"members"} and {"content", "complainant"} <= set(one["members"]) for one in found), found
    everything = json.dumps(world.cluster.query("select detail::text as detail from audit_log where detail is not null"), ensure_ascii=False)
    assert not any(planted.decode() in everything for planted in world.judge.planted)
